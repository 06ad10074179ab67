"""What holds for every format of exports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from letterbook.catalogue import Catalogue, open_catalogue
from letterbook.errors import UsageError
from letterbook.exports import EXPORTS, find_export
from letterbook.exports.form import Form

DIGESTS = """
import hashlib, sys
from pathlib import Path
from letterbook.catalogue import open_catalogue
from letterbook.exports import EXPORTS, find_export
from letterbook.exports.form import Wish
for name in EXPORTS:
    for path, pieces in find_export(name).write(open_catalogue(Path(sys.argv[1])), Wish()):
        print(name, path, hashlib.sha256(b"".join(pieces)).hexdigest())
"""


def test_every_module_of_a_format_is_listed_and_has_the_same_parts(root: Path) -> None:
    listed = {find_export(name).__name__.rpartition(".")[2] for name in EXPORTS}
    modules = {
        path.stem for path in (root / "src/letterbook/exports").glob("*.py") if "\nFORM = " in path.read_text("utf-8")
    }
    assert modules == listed == set(EXPORTS)
    for name in EXPORTS:
        form = find_export(name).FORM
        assert isinstance(form, Form)
        assert form.name == name


def test_no_two_formats_write_to_one_place() -> None:
    files = [find_export(name).FORM.file for name in EXPORTS]
    assert len(files) == len(set(files))


def test_the_same_build_gives_the_same_bytes_under_every_hash_seed_and_time_zone(
    sample_build: Path, environment: dict[str, str]
) -> None:
    printed = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        setting = {**environment, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", DIGESTS, str(sample_build)]
        run = subprocess.run(command, env=setting, capture_output=True, text=True, check=True)
        printed.add(run.stdout)
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) > len(EXPORTS)


@pytest.mark.parametrize("name", EXPORTS)
def test_no_format_shows_where_the_build_lies(name: str, sample: Catalogue, exported: Any) -> None:
    for data in exported.files(name, sample).values():
        assert str(sample.folder).encode() not in data


@pytest.mark.parametrize("name", [name for name in EXPORTS if name != "rocrate"])
def test_a_build_without_letters_gives_a_file_without_letters(name: str, sample: Catalogue, exported: Any) -> None:
    empty = Catalogue(sample.folder, sample.whole, {})
    files = exported.files(name, empty)
    assert sum(map(len, files.values())) > 0 or name == "quickstatements"
    assert list(empty.letters()) == []


def test_an_unknown_format_is_refused_with_the_one_that_may_be_meant() -> None:
    with pytest.raises(UsageError, match="did you mean 'graphml'"):
        find_export("graphlm")


def test_a_format_is_found_whatever_its_capitals() -> None:
    assert find_export("CMIF").FORM.name == "cmif"


def test_letters_come_by_their_ids(sample_build: Path) -> None:
    ids = [entry.id for entry in open_catalogue(sample_build).letters()]
    assert len(ids) == 6
    assert ids == sorted(ids)
