"""Registers: who, which office, which place and which edition is meant."""

from letterbook.registers.editing import Table
from letterbook.registers.graphs import NAME_PROPERTIES, local_name, records_of
from letterbook.registers.loading import Registers, load_registers
from letterbook.registers.resolving import made_key, resolve
from letterbook.registers.tables import TABLES

__all__ = [
    "NAME_PROPERTIES",
    "TABLES",
    "Registers",
    "Table",
    "load_registers",
    "local_name",
    "made_key",
    "records_of",
    "resolve",
]
