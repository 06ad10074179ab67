"""Tables of letters: CSV, TSV, XLSX and ODS, under the user's own headings."""

from letterbook.readers.tables.cells import RULES
from letterbook.readers.tables.columns import (
    FIELDS,
    Columns,
    beside,
    columns_from,
    load_columns,
)
from letterbook.readers.tables.proposing import Proposal, propose
from letterbook.readers.tables.sheets import headed
from letterbook.readers.tables.tables import open_table, read_table

__all__ = [
    "FIELDS",
    "RULES",
    "Columns",
    "Proposal",
    "beside",
    "columns_from",
    "headed",
    "load_columns",
    "open_table",
    "propose",
    "read_table",
]
