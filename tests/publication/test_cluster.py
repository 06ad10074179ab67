"""A Dask cluster of two worker processes does what one process does, to the byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from letterbook.errors import UsageError
from letterbook.publication import build

distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install letterbook[dask]")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


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


def test_a_cluster_builds_what_one_process_builds(cluster: str, book: Path, tmp_path: Path) -> None:
    outcome = build(book, tmp_path / "one", frozen=False, workers=1)
    shutil.copy(book / "identifiers.csv", tmp_path / "ledger.csv")
    assert build(book, tmp_path / "many", cluster=cluster) == outcome
    assert content(tmp_path / "many") == content(tmp_path / "one")
    assert (book / "identifiers.csv").read_bytes() == (tmp_path / "ledger.csv").read_bytes()


@pytest.mark.shared
def test_papers_of_frus_are_built_alike_by_one_process_by_two_and_by_a_cluster(
    cluster: str, shared: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "book"
    (folder / "letters").mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "FRUS"\nprofile = "frus"\nlanguage = "en"\n', encoding="utf-8")
    for path in sorted((shared / "gold/frus").rglob("*.txt"))[::20]:
        shutil.copyfile(path, folder / "letters" / path.name)
    build(folder, tmp_path / "one", workers=1)
    build(folder, tmp_path / "two", workers=2)
    build(folder, tmp_path / "many", cluster=cluster)
    one, two, many = (content(tmp_path / name) for name in ("one", "two", "many"))
    assert one == two == many
    assert len(one) > 1000


def test_an_address_without_a_cluster_is_told(book: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Dask cluster answers"):
        build(book, tmp_path / "out", cluster="tcp://127.0.0.1:1")
    assert not (tmp_path / "out").exists()
