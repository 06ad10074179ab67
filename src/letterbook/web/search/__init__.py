"""Search in the texts of all letters: an index for the server, the same index in small files for a host without one.

Beside it the index of names, in which documents are looked up by what they are called.
"""

from letterbook.web.search.asking import Answer, Hit, ask
from letterbook.web.search.indexing import SEARCH_FILE, Entry, Filed, SearchIndex, filed
from letterbook.web.search.names import NAMES_FILE, Named, NameIndex, Names, Value
from letterbook.web.search.shards import search_files
from letterbook.web.search.showing import show_answer

__all__ = [
    "NAMES_FILE",
    "SEARCH_FILE",
    "Answer",
    "Entry",
    "Filed",
    "Hit",
    "NameIndex",
    "Named",
    "Names",
    "SearchIndex",
    "Value",
    "ask",
    "filed",
    "search_files",
    "show_answer",
]
