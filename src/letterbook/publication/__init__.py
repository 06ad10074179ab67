"""The whole way from a letterbook's folder to a build: the only room that knows all the steps."""

from letterbook.publication.book import Letterbook, open_letterbook, prefixes_under, read_path
from letterbook.publication.build import PROGRAM, Outcome, ProgressNote, build, check
from letterbook.publication.measuring import measure_book, measure_decisions, measure_gold
from letterbook.publication.review import Item, SourceReview, review

__all__ = [
    "PROGRAM",
    "Item",
    "Letterbook",
    "Outcome",
    "ProgressNote",
    "SourceReview",
    "build",
    "check",
    "measure_book",
    "measure_decisions",
    "measure_gold",
    "open_letterbook",
    "prefixes_under",
    "read_path",
    "review",
]
