"""A build as a server sees it: which files it holds, under which digests, and the files of one build only.

A build is replaced by the exchange of two folders under one name. So the folder is held open by a descriptor, and every
file of an answer is opened from it: what a descriptor shows stays the build it was opened on, whatever takes its name.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from letterbook.errors import OutputError
from letterbook.output import MANIFEST, SITE, read_manifest
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
    files: dict[str, str] = field(repr=False)
    offers: dict[str, tuple[str, ...]] = field(repr=False)
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
    made = Snapshot(folder, descriptor, "", "", {}, {}, {})
    with open(_open_below(made, MANIFEST), "rb") as file:
        manifest: dict[str, Any] = json.load(file)
    made.base = str(manifest["base"])
    made.title = str(manifest.get("title", ""))
    made.gone = dict(manifest.get("gone", {}))
    made.licence = str(manifest.get("licence", ""))
    start = f"{SITE}/"
    made.files = {
        path.removeprefix(start): digest
        for path, digest in manifest["files"].items()
        if path.startswith(start) and not path.startswith((f"{start}.", f"{start}_"))  # rules for other servers
    }
    made.tongues = _tongues(made.files)
    made.offers = _offers(made.files, made.tongues)
    return made


_NO_DOCUMENTS = (CONTEXT, "404.html", "406.html", "410.html")


def _tongues(files: dict[str, str]) -> tuple[str, ...]:
    """The languages of the pages: the letterbook's own first, then those that have a folder of their own."""
    others = tuple(each for each in languages() if f"{each}/{HOME_PAGE}" in files)
    own = [each for each in languages() if each not in others] if others else []
    return (*own[:1], *others) if len(own) == 1 else ("",)


def _offers(files: dict[str, str], tongues: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Every path that can be asked for without a suffix, with the suffixes that it has.

    A page in another language than the letterbook's own is a copy of a document's page and no document; neither are the context
    and the pages that are shown where nothing is.
    """
    found: dict[str, list[str]] = {}
    for path in files:
        folder, _, rest = path.partition("/")
        if path in _NO_DOCUMENTS or (folder in tongues[1:] and rest in files):
            continue
        stem, dot, suffix = path.rpartition(".")
        if dot and suffix in MEDIA_TYPES:
            found.setdefault(stem, []).append(suffix)
    order = list(MEDIA_TYPES)
    return {stem: tuple(sorted(suffixes, key=order.index)) for stem, suffixes in found.items()}


def _open_below(snapshot: Snapshot, path: str) -> int:
    """Open a file that the manifest names; the names in a manifest were checked when they were written."""
    if snapshot.descriptor >= 0:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=snapshot.descriptor)
    return os.open(snapshot.folder.joinpath(*path.split("/")), os.O_RDONLY | getattr(os, "O_BINARY", 0))
