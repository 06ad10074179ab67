"""The whole way from a letterbook's folder to a build: the only room that knows all the steps."""

from letterbook.publication.book import Letterbook, open_letterbook, prefixes_under, read_path
from letterbook.publication.build import PROGRAM, Outcome, ProgressNote, build, check
from letterbook.publication.profiles import ProfileFits, profile_examples, profile_fits

__all__ = [
    "PROGRAM",
    "Letterbook",
    "Outcome",
    "ProfileFits",
    "ProgressNote",
    "build",
    "check",
    "open_letterbook",
    "prefixes_under",
    "profile_examples",
    "profile_fits",
    "read_path",
]
