"""A build as a server sees it: which files it holds, under which digests, and the files of one build only.

A build is replaced by the exchange of two folders under one name. So the folder is held open by a descriptor, and every
file of an answer is opened from it: what a descriptor shows stays the build it was opened on, whatever takes its name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from letterbook.checksums import CHECKSUMS, Checksums
from letterbook.errors import OutputError
from letterbook.output import MANIFEST, SITE, checksums_in, read_manifest
from letterbook.vocabulary import CONTEXT
from letterbook.web.negotiation import MEDIA_TYPES
from letterbook.web.pages.strings import languages

HOME_PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a site, opened: who takes it closes ``descriptor``. ``digest`` is its SHA-256, ``size`` in bytes."""

    descriptor: int
    digest: str
    size: int


class SiteFiles:
    """The files of a site by their paths, each with its SHA-256; the rules for other servers are none of them."""

    def __init__(self, checksums: Checksums) -> None:
        self._checksums = checksums

    def get(self, path: str) -> str | None:
        """The SHA-256 of a file; None where there is none."""
        return None if path.startswith((".", "_")) else self._checksums.get(f"{SITE}/{path}")

    def __contains__(self, path: str) -> bool:
        return self.get(path) is not None

    def below(self, begins: str) -> Iterator[str]:
        """The paths that begin so, in their order."""
        found = (path.removeprefix(f"{SITE}/") for path, _ in self._checksums.entries(f"{SITE}/{begins}"))
        return (path for path in found if not path.startswith((".", "_")))

    def first(self, path: str) -> str:
        """The first path that is not before this one; empty where there is none."""
        found = self._checksums.first(f"{SITE}/{path}")
        return found.removeprefix(f"{SITE}/") if found.startswith(f"{SITE}/") else ""


_NO_DOCUMENTS = (CONTEXT, "404.html", "406.html", "410.html")


class Offers:
    """Every path that can be asked for without a suffix, with the suffixes that it has.

    A page in another language than the letterbook's own is a copy of a document's page and no document; neither are the context
    and the pages that are shown where nothing is.
    """

    def __init__(self, files: SiteFiles, tongues: tuple[str, ...]) -> None:
        self._files = files
        self._others = tongues[1:]

    def __getitem__(self, stem: str) -> tuple[str, ...]:
        """The suffixes of a document; none where there is no such document."""
        found = {path.removeprefix(f"{stem}.") for path in self._files.below(f"{stem}.")}
        folder, _, rest = stem.partition("/")
        if folder in self._others:
            found = {suffix for suffix in found if f"{rest}.{suffix}" not in self._files}
        return tuple(suffix for suffix in MEDIA_TYPES if suffix in found and f"{stem}.{suffix}" not in _NO_DOCUMENTS)

    def __contains__(self, stem: str) -> bool:
        return bool(self[stem])

    def below(self, folder: str) -> Iterator[str]:
        """The documents in a folder, which ends in ``/``, and in those within it, each once."""
        before = ""
        for path in self._files.below(folder):
            stem, _, suffix = path.rpartition(".")
            if suffix not in MEDIA_TYPES or stem == before:
                continue
            before = stem
            if (offers := self[stem]) and suffix == min(offers):
                yield stem

    def folders(self) -> Iterator[str]:
        """The folders of the site that hold documents, each with its ``/``."""
        path = self._files.first("")
        while path:
            folder, slash, _ = path.partition("/")
            if slash and next(self.below(f"{folder}/"), ""):
                yield f"{folder}/"
            path = self._files.first(f"{folder}0" if slash else f"{path}\x01")  # 0 is what follows / in the order


@dataclass(eq=False)
class Snapshot:
    """One build, held open.

    Form:    ``files`` has the SHA-256 of each file of the site by its path; ``offers`` the suffixes of each document by its
             path; ``tongues`` the languages of its pages, the letterbook's own first; ``gone`` why each document that was
             there once is there no more.
    """

    folder: Path
    descriptor: int
    base: str
    title: str
    files: SiteFiles = field(repr=False)
    offers: Offers = field(repr=False)
    gone: dict[str, str] = field(repr=False)
    licence: str = ""
    tongues: tuple[str, ...] = ("",)

    @property
    def public_path(self) -> str:
        """The path of the base IRI, from ``/`` to ``/``: what stands before every document."""
        return unquote(urlsplit(self.base).path) or "/"

    def open_file(self, path: str) -> File | None:
        """A file of the site; None where this build has none of this name, or has been deleted meanwhile."""
        digest = self.files.get(path)
        if digest is None:
            return None
        try:
            descriptor = _open_below(self, f"{SITE}/{path}")
        except OSError:
            return None
        return File(descriptor, digest, os.fstat(descriptor).st_size)

    def __del__(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)


class BuildFolder:
    """The folder of a build, of which ``snapshot`` gives the build that has its name now."""

    def __init__(self, folder: Path) -> None:
        """Open the build.

        Raises:  OutputError where the folder holds no build, or one of another version.
        """
        self.folder = folder.absolute()
        read_manifest(self.folder)  # says in its own words what is missing
        self._held = _hold(self.folder)

    def snapshot(self) -> Snapshot:
        """The build that stands under the name now; the last good one while there is none."""
        try:
            now = self.folder.stat()
            if self._held.descriptor < 0 or not os.path.samestat(now, os.fstat(self._held.descriptor)):
                self._held = _hold(self.folder)
        except (OSError, OutputError, ValueError):
            pass  # between two builds, or no build: what is held still answers
        return self._held


_BY_DESCRIPTOR = os.open in os.supports_dir_fd


def _hold(folder: Path) -> Snapshot:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY) if _BY_DESCRIPTOR else -1
    none = SiteFiles(Checksums())
    made = Snapshot(folder, descriptor, "", "", none, Offers(none, ("",)), {})
    with open(_open_below(made, MANIFEST), "rb") as file:
        manifest: dict[str, Any] = json.load(file)
    made.base = str(manifest["base"])
    made.title = str(manifest.get("title", ""))
    made.gone = dict(manifest.get("gone", {}))
    made.licence = str(manifest.get("licence", ""))
    with open(_open_below(made, CHECKSUMS), "rb") as file:
        made.files = SiteFiles(checksums_in(file, manifest))
    made.tongues = _tongues(made.files)
    made.offers = Offers(made.files, made.tongues)
    return made


def _tongues(files: SiteFiles) -> tuple[str, ...]:
    """The languages of the pages: the letterbook's own first, then those that have a folder of their own."""
    others = tuple(each for each in languages() if f"{each}/{HOME_PAGE}" in files)
    own = [each for each in languages() if each not in others] if others else []
    return (*own[:1], *others) if len(own) == 1 else ("",)


def _open_below(snapshot: Snapshot, path: str) -> int:
    """Open a file of the build; the names in its list were checked when they were written."""
    if snapshot.descriptor >= 0:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=snapshot.descriptor)
    return os.open(snapshot.folder.joinpath(*path.split("/")), os.O_RDONLY | getattr(os, "O_BINARY", 0))
