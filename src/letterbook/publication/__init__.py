"""The whole way from a letterbook's folder to a build: the only room that knows all the steps."""

from letterbook.publication.book import Letterbook, open_letterbook, profile_of, read_path
from letterbook.publication.build import PROGRAM, Outcome, ProgressNote, build, check
from letterbook.publication.importing import Intake, TableView, import_table, mapping_as_toml, view_table
from letterbook.publication.measuring import measure_book, measure_decisions, measure_gold
from letterbook.publication.profiles import ProfileFits, profile_examples, profile_fits
from letterbook.publication.reconciling import Reconciled, apply_reconciled, reconcile
from letterbook.publication.reporting import HEADINGS, finding_row, report_pages
from letterbook.publication.review import Item, SourceReview, review
from letterbook.publication.watching import Watcher

__all__ = [
    "HEADINGS",
    "PROGRAM",
    "Intake",
    "Item",
    "Letterbook",
    "Outcome",
    "ProfileFits",
    "ProgressNote",
    "Reconciled",
    "SourceReview",
    "TableView",
    "Watcher",
    "apply_reconciled",
    "build",
    "check",
    "finding_row",
    "import_table",
    "mapping_as_toml",
    "measure_book",
    "measure_decisions",
    "measure_gold",
    "open_letterbook",
    "profile_examples",
    "profile_fits",
    "profile_of",
    "read_path",
    "reconcile",
    "report_pages",
    "review",
    "view_table",
]
