"""What a service has answered is kept, whatever happens after, and is not asked again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from letterbook.errors import NetworkError
from letterbook.publication import reconcile
from letterbook.reconciliation import load_cache

if TYPE_CHECKING:
    from tests.reconciliation.conftest import Answering


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    """A letterbook with 23 persons of whom nothing is known but their names."""
    shutil.copytree(data, tmp_path / "book")
    rows = "".join(f"p{number},Ada Nr{number} Bell\n" for number in range(23))
    (tmp_path / "book/registers/actors.csv").write_text(f"key,label@en\n{rows}", encoding="utf-8")
    return tmp_path / "book"


def ask(folder: Path, service: Answering, said: list[str]) -> tuple[int, int]:
    found = reconcile(folder, service.address, kinds=["person"], say=said.append)
    return found.asked, found.known


@pytest.mark.server
def test_an_answer_is_kept_when_the_next_fails_and_only_the_rest_is_asked_then(
    folder: Path, service: Answering
) -> None:
    """Fault case N4."""
    service.failures = ["", "", "<html>Down for repairs</html>"]
    with pytest.raises(NetworkError):
        ask(folder, service, [])
    assert len({line.question for line in load_cache(folder / "reconciliation.csv")}) == 10
    asked, known = ask(folder, service, [])
    assert known == 10
    names = [query["query"] for batch in service.asked for query in batch.values()]
    assert len(names) - len(set(names)) == 10  # those of the batch that failed
    requests = service.requests
    assert ask(folder, service, []) == (0, asked + known)
    assert service.requests == requests


@pytest.mark.server
def test_the_host_is_named_before_it_is_asked(folder: Path, service: Answering) -> None:
    said: list[str] = []
    ask(folder, service, said)
    assert said[0].startswith(f"asking {service.address.split('/')[2]} for ")


@pytest.mark.server
def test_the_same_answers_give_the_same_file(folder: Path, service: Answering, tmp_path: Path) -> None:
    files = []
    for number in range(2):
        out = tmp_path / f"{number}.csv"
        reconcile(folder, service.address, kinds=["person"], out=out, say=lambda _: None)
        files.append(out.read_bytes())
    assert files[0] == files[1]
