"""The whole way from a letterbook's folder to a build: the only room that knows all the steps."""

from letterbook.publication.book import Letterbook, open_letterbook, prefixes_under, read_path
from letterbook.publication.build import PROGRAM, Outcome, ProgressNote, build, check
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
    "open_letterbook",
    "prefixes_under",
    "read_path",
    "review",
]
