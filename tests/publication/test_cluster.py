"""A Dask cluster of two worker processes does what one process does, to the byte."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from letterbook.errors import UsageError
from letterbook.publication import build

distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install letterbook[dask]")
pytestmark = [pytest.mark.server, pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster on this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as started:
        yield started.scheduler_address


@pytest.fixture
def book(data: Path, root: Path, tmp_path: Path) -> Path:
    """The ready letterbook with letters in several languages."""
    folder = tmp_path / "book"
    shutil.copytree(data, folder)
    for path in sorted((root / "tests/readers/text/letters").glob("*.txt")):
        shutil.copy(path, folder / "letters" / path.name)
    return folder


def content(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.relative_to(out).parts[0] != "store"
    }


def digests_of(out: Path) -> dict[str, str]:
    """The digest of each file, so that three builds of a corpus need not be held at once."""
    found: dict[str, str] = {}
    for path in out.rglob("*"):
        if path.is_file() and (name := path.relative_to(out)).parts[0] != "store":
            with path.open("rb") as stream:
                found[name.as_posix()] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def test_a_cluster_builds_what_one_process_builds(cluster: str, book: Path, tmp_path: Path) -> None:
    outcome = build(book, tmp_path / "one", frozen=False, workers=1)
    shutil.copy(book / "identifiers.csv", tmp_path / "ledger.csv")
    assert build(book, tmp_path / "many", cluster=cluster) == outcome
    assert content(tmp_path / "many") == content(tmp_path / "one")
    assert (book / "identifiers.csv").read_bytes() == (tmp_path / "ledger.csv").read_bytes()


@pytest.mark.shared
def test_frus_is_built_alike_by_one_process_by_two_and_by_a_cluster(cluster: str, shared: Path, tmp_path: Path) -> None:
    """The smallest volume and every twentieth paper in print; all five volumes and all papers where LETTERBOOK_WHOLE_FRUS is set."""
    whole = bool(os.environ.get("LETTERBOOK_WHOLE_FRUS"))
    folder = tmp_path / "book"
    (folder / "letters").mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "FRUS"\nprofile = "frus"\nlanguage = "en"\n', encoding="utf-8")
    volumes = sorted((shared / "corpora/frus/volumes").glob("*.xml"), key=lambda path: path.stat().st_size)
    papers = sorted((shared / "gold/frus").rglob("*.txt"))
    for path in volumes + papers if whole else volumes[:1] + papers[::20]:
        shutil.copyfile(path, folder / "letters" / path.name)
    digests: list[dict[str, str]] = []
    for number, engine in enumerate(({"workers": 1}, {"workers": 2}, {"cluster": cluster})):
        out = tmp_path / f"build-{number}"
        build(folder, out, **engine)  # type: ignore[arg-type]
        digests.append(digests_of(out))
        shutil.rmtree(out)
    assert digests[0] == digests[1] == digests[2]
    assert len(digests[0]) > 3_000


def test_an_address_without_a_cluster_is_told(book: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Dask cluster answers"):
        build(book, tmp_path / "out", cluster="tcp://127.0.0.1:1")
    assert not (tmp_path / "out").exists()
