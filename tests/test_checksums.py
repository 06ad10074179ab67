"""The list of the files of a build, in which one is found without reading all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.checksums import CHECKSUMS, Checksums, lines
from letterbook.errors import OutputError

PATHS = st.dictionaries(
    st.text(st.characters(exclude_characters="\\:\0\n\r", exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.binary(max_size=4).map(lambda data: hashlib.sha256(data).hexdigest()),
)


@given(PATHS, st.text(max_size=4))
def test_what_is_written_is_found_again_and_nothing_else(files: dict[str, str], other: str) -> None:
    data = b"".join(lines(sorted(files.items())))
    found = Checksums(data, len(files))
    assert dict(found.entries()) == files
    assert list(found) == sorted(files)
    assert len(found) == len(files)
    assert all(found[path] == digest for path, digest in files.items())
    assert found.get(other) == files.get(other)
    assert list(found.entries(other)) == sorted(each for each in files.items() if each[0].startswith(other))
    assert found.first(other) == min((path for path in files if path >= other), default="")


def test_paths_that_do_not_come_in_order_are_a_fault() -> None:
    with pytest.raises(ValueError, match="comes after"):
        list(lines([("b", "0" * 64), ("a", "0" * 64)]))


def test_a_list_that_is_mapped_is_the_one_that_was_opened_whatever_takes_its_place(tmp_path: Path) -> None:
    """Fault case K4: who has opened a build has its files, also when another takes its name."""
    file = tmp_path / CHECKSUMS
    data = b"".join(lines([("a", "1" * 64)]))
    file.write_bytes(data)
    with file.open("rb") as opened:
        found = Checksums.of(opened, 1, hashlib.sha256(data).hexdigest())
    (tmp_path / "other").write_bytes(b"".join(lines([("a", "2" * 64)])))
    (tmp_path / "other").replace(file)
    assert found["a"] == "1" * 64


@pytest.mark.parametrize("harm", (lambda data: data[:-1], lambda data: data.replace(b"1", b"2", 1), lambda data: b""))
def test_a_list_that_is_damaged_is_refused(tmp_path: Path, harm: object) -> None:
    """Fault cases K5, K6: a list that is cut off or changed is found by its digest, which the manifest has."""
    data = b"".join(lines([("a", "1" * 64)]))
    file = tmp_path / CHECKSUMS
    file.write_bytes(harm(data))  # type: ignore[operator]
    with file.open("rb") as opened, pytest.raises(OutputError, match="not what the build has written"):
        Checksums.of(opened, 1, hashlib.sha256(data).hexdigest())
