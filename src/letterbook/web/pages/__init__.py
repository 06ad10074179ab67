"""Pages: every document of a build as HTML that is read without JavaScript, made from its triples alone."""

from letterbook.web.pages.frame import Frame
from letterbook.web.pages.index import Card, Index
from letterbook.web.pages.letterlists import LetterList, lists_of, with_letters
from letterbook.web.pages.strings import Strings, languages, load_strings
from letterbook.web.pages.vocabularies import shape_paths
from letterbook.web.pages.writing import (
    page_frame,
    write_absent,
    write_documents,
    write_lists,
    write_shapes,
    write_whole_book,
)

__all__ = [
    "Card",
    "Frame",
    "Index",
    "LetterList",
    "Strings",
    "languages",
    "lists_of",
    "load_strings",
    "page_frame",
    "shape_paths",
    "with_letters",
    "write_absent",
    "write_documents",
    "write_lists",
    "write_shapes",
    "write_whole_book",
]
