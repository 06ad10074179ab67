"""The pages of a build written: tasks of a build (``workshop``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from letterbook.mapper import shapes_document
from letterbook.output import SITE, NewBuild
from letterbook.publication.indexwatching import Beside
from letterbook.publication.workshop import FORMATS, Workshop, document_path
from letterbook.resources import resource_folder
from letterbook.serializers import shapes as shapes_writer
from letterbook.vocabulary import SHAPES_PREFIXES
from letterbook.web.pages import Frame, write_documents, write_lists, write_shapes
from letterbook.web.search import Filed, Named


@dataclass(frozen=True, slots=True)
class PageMade:
    """The page of a document: what search is to find of it, its files with their digests, and its questions to the index."""

    found: tuple[Filed | Named, ...]
    digests: dict[str, str]
    asked: frozenset[int]
    beside: frozenset[Beside]


@dataclass(frozen=True, slots=True)
class PagesTask:
    """Write the pages of some documents."""

    paths: tuple[str, ...]
    index: str

    @property
    def where(self) -> str:
        """The first document."""
        return f"{SITE}/{self.paths[0]}"

    def do(self, shop: Workshop) -> list[PageMade]:
        """Write the pages of some documents."""
        return [_page(shop, self.index, partial(_document, path)) for path in self.paths]


@dataclass(frozen=True, slots=True)
class ListsTask:
    """Write the home page and all lists."""

    index: str
    where: str = f"{SITE}/index"

    def do(self, shop: Workshop) -> list[PageMade]:
        """Write the home page and all lists."""
        return [_page(shop, self.index, partial(_lists, shop))]


def _page(shop: Workshop, name: str, write: Callable[[Frame, NewBuild], Iterable[Filed | Named]]) -> PageMade:
    """What is written by some, with all that it asks of the index."""
    watched, frame = shop.frame(name)
    watched.forget()
    frame.forget()
    made = NewBuild(shop.root)
    found = tuple(write(frame, made))
    return PageMade(found, dict(made.digests), frozenset(watched.asked), frozenset(watched.beside))


def _document(path: str, frame: Frame, made: NewBuild) -> list[Filed | Named]:
    return write_documents(frame, made.folder / SITE, [path], lambda path, page: made.write(f"{SITE}/{path}", page))


def _lists(shop: Workshop, frame: Frame, made: NewBuild) -> tuple[()]:
    write_lists(frame, lambda path, page: made.write(f"{SITE}/{path}", page))
    shapes = [shapes_document(path, shop.book.names) for path in sorted(resource_folder("shapes").glob("*.ttl"))]
    write_shapes(frame, shapes, lambda path, page: made.write(f"{SITE}/{path}", page))
    for document in shapes:
        for writer in FORMATS:
            data = shapes_writer.write(document, writer.FORMAT, SHAPES_PREFIXES)
            made.write(f"{document_path(document, shop.book.names.base)}.{writer.FORMAT.extension}", data)
    return ()
