"""What is left when all documents are written: dumps joined, the store made, all of it read again: tasks of a build (``workshop``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from letterbook.output import SITE, STORE, NewBuild
from letterbook.publication.verification import verify_document, verify_files, verify_store, verify_update
from letterbook.publication.workshop import FORMATS, Workshop
from letterbook.serializers import nquads, ntriples
from letterbook.store import create_store, update_store


@dataclass(frozen=True, slots=True)
class JoinTask:
    """Join the files of one format, a number of ``FORMATS``; a document that a format cannot hold is not there."""

    number: int
    paths: tuple[str, ...]

    @property
    def where(self) -> str:
        """The dump."""
        return dump_name(FORMATS[self.number])

    def do(self, shop: Workshop) -> dict[str, str]:
        """Join the files of one format."""
        made, writer = NewBuild(shop.root), FORMATS[self.number]
        files = (made.folder / f"{path}.{writer.FORMAT.extension}" for path in self.paths)
        made.write_stream(dump_name(writer), writer.join(file.read_bytes() for file in files if file.exists()))
        return dict(made.digests)


@dataclass(frozen=True, slots=True)
class StoreTask:
    """Load the store, and count what it holds."""

    documents: int
    statements: int
    where: str = STORE

    def do(self, shop: Workshop) -> None:
        """Load the store from the dumps."""
        made = shop.root
        create_store(made / STORE, made / dump_name(nquads), made / dump_name(ntriples))
        verify_store(made / STORE, self.documents, self.statements)


@dataclass(frozen=True, slots=True)
class UpdateTask:
    """Make the store from that of an earlier build: ``gone`` are IRIs of documents, ``new`` the paths of others."""

    earlier: Path
    gone: tuple[str, ...]
    new: tuple[str, ...]
    documents: int
    where: str = STORE

    def do(self, shop: Workshop) -> None:
        """Make the store from an earlier one, and count what is new in it."""
        made = shop.root
        files = [(made / f"{path}.nq", made / f"{path}.nt") for path in self.new]
        update_store(self.earlier, made / STORE, self.gone, files)
        verify_update(made / STORE, self.documents, [quads for quads, _ in files])


@dataclass(frozen=True, slots=True)
class VerifyTask:
    """Parse some documents again in every format, and read some files again."""

    paths: tuple[str, ...]
    digests: Mapping[str, str]

    @property
    def where(self) -> str:
        """The first document or file."""
        return next(iter((*self.paths, *self.digests)), SITE)

    def do(self, shop: Workshop) -> None:
        """Read again what was written."""
        for path in self.paths:
            verify_document(shop.root, path)
        verify_files(shop.root, self.digests)


def dump_name(writer: Any) -> str:
    """The file with the whole letterbook in one format."""
    return f"letterbook.{writer.FORMAT.extension}"
