"""A build that differs from what was mapped is found before it takes the place of the earlier one."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook.errors import VerificationError
from letterbook.output import STORE
from letterbook.publication.verification import verify_document, verify_files, verify_store

LETTER = "site/letter/dvp-4-319"


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of a build that may be broken."""
    return Path(shutil.copytree(built, tmp_path / "build"))


def test_a_sound_build_passes(built: Path, document_files: Callable[[str], list[Path]]) -> None:
    verify_document(built, LETTER)
    lines = (built / "letterbook.nq").read_text(encoding="utf-8").count("\n")
    verify_store(built / STORE, len(document_files("nq")), lines)


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "rdf"])
def test_a_format_that_says_something_else_is_found(copy: Path, extension: str) -> None:
    file = copy / f"{LETTER}.{extension}"
    file.write_text(file.read_text(encoding="utf-8").replace("30000", "60000"), encoding="utf-8")
    with pytest.raises(VerificationError, match="0000"):
        verify_document(copy, LETTER)


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "rdf"])
def test_a_file_that_was_cut_off_is_found(copy: Path, extension: str) -> None:
    file = copy / f"{LETTER}.{extension}"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(VerificationError):
        verify_document(copy, LETTER)


def test_a_file_that_differs_from_its_digest_or_is_gone_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    digest = hashlib.sha256(b"a").hexdigest()
    verify_files(tmp_path, {"a.txt": digest})
    with pytest.raises(VerificationError, match="not what was written"):
        verify_files(tmp_path, {"a.txt": digest[::-1]})
    with pytest.raises(VerificationError, match="cannot be read again"):
        verify_files(tmp_path, {"b.txt": digest})


@pytest.mark.parametrize(("documents", "statements", "words"), [(1, 0, "graphs, expected 1"), (30, 1, "expected 1")])
def test_a_store_that_counts_otherwise_is_found(built: Path, documents: int, statements: int, words: str) -> None:
    with pytest.raises(VerificationError, match=words):
        verify_store(built / STORE, documents, statements)
