"""Small tables of our own, and what is read of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from letterbook.findings import Finding
from letterbook.letter import Reading
from letterbook.readers.tables import columns_from, read_table

Read = Callable[..., tuple[list[Reading], list[Finding]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a table and gives its readings and its findings; further arguments are the mapping."""

    def reader(
        content: str | bytes | Path, *, name: str = "list.csv", **mapping: Any
    ) -> tuple[list[Reading], list[Finding]]:
        path = content if isinstance(content, Path) else tmp_path / name
        if not isinstance(content, Path):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        columns = columns_from(mapping, where="letterbook.toml") if mapping else None
        found = list(read_table(path, name=path.name, columns=columns))
        return [reading for reading, _ in found if reading], [each for _, told in found for each in told]

    return reader
