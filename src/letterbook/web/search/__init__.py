"""Search in the texts of all letters: an index for the server, the same index in small files for a host without one."""

from letterbook.web.search.asking import Answer, Hit, ask
from letterbook.web.search.indexing import SEARCH_FILE, Entry, SearchIndex
from letterbook.web.search.shards import search_files
from letterbook.web.search.showing import show_answer

__all__ = ["SEARCH_FILE", "Answer", "Entry", "Hit", "SearchIndex", "ask", "search_files", "show_answer"]
