"""Small TEI files of our own, and what is read of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook.findings import Finding
from letterbook.letter import Reading
from letterbook.readers.xml import read_tei

Read = Callable[..., tuple[list[Reading], list[Finding]]]
Letter = Callable[..., str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a file and gives its readings and its findings."""

    def reader(content: str | bytes, name: str = "a.xml") -> tuple[list[Reading], list[Finding]]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = list(read_tei(path, name=name))
        return [reading for reading, _ in found if reading], [each for _, told in found for each in told]

    return reader


@pytest.fixture
def letter() -> Letter:
    """A TEI file with a description, a title and a text, each to be given."""

    def made(
        actions: str = "",
        body: str = "<p>All is well.</p>",
        title: str = "A letter",
        more: str = "",
    ) -> str:
        description = f"<correspDesc>{actions}</correspDesc>" if actions else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>'
            f"<title>{title}</title></titleStmt><sourceDesc>{more}</sourceDesc></fileDesc><profileDesc>{description}"
            '<langUsage><language ident="eng">English</language></langUsage></profileDesc></teiHeader>\n'
            f"<text><body>{body}</body></text></TEI>\n"
        )

    return made
