"""A small letterbook with one text, and decisions on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from letterbook.findings import Finding
from letterbook.letter import Reading
from letterbook.publication import open_letterbook

TEXT = """\
Note from the Minister of Foreign Affairs of Persia to the Consul of France Louis Martin.

A source: Papers of the chancery. Volume 2. p. 14. Paris. 1930

May 3, 1922 No. 71

Sir,

The Red Crescent Society has taken the wounded of the army to Tabriz. The army has no doctors left, and Tabriz none to give.

I ask you to accept the assurances of my high consideration.
"""

ACTORS = """\
key,kind,label@en,other@en,part_of
martin-consul,person,Louis Martin,,
martin-doctor,person,Louis Etienne Martin,,
red-crescent,society,Red Crescent Society,,
army,group,the Persian army,,
"""


@dataclass(frozen=True)
class Book:
    """A letterbook that is written to and read again."""

    folder: Path

    @property
    def text_file(self) -> Path:
        return self.folder / "letters/note.txt"

    @property
    def facts_file(self) -> Path:
        return self.folder / "letters/note.facts.yaml"

    def decide(self, *decisions: str, head: str = "") -> tuple[Reading, list[Finding]]:
        """The reading and the findings with these decisions, each a YAML map on one line."""
        self.facts_file.write_text(head + "decisions:\n" + "".join(f"  - {each}\n" for each in decisions), "utf-8")
        return self.read()

    def read(self) -> tuple[Reading, list[Finding]]:
        ((reading, findings),) = open_letterbook(self.folder).read(self.text_file)
        assert reading is not None
        return reading, findings

    def measured(self, **confidences: float) -> None:
        lines = "".join(f"  {rule.replace('_', '-')}: {number}\n" for rule, number in confidences.items())
        (self.folder / "confidence.yaml").write_text("confidence:\n" + lines, "utf-8")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A letterbook with one note."""
    folder = tmp_path / "book"
    (folder / "letters").mkdir(parents=True)
    (folder / "registers").mkdir()
    (folder / "letterbook.toml").write_text('title = "Notes"\nlanguage = "en"\nprofile = "dvp-en"\n', "utf-8")
    (folder / "registers/actors.csv").write_text(ACTORS, "utf-8")
    made = Book(folder)
    made.text_file.write_text(TEXT, "utf-8")
    return made


@pytest.fixture
def codes() -> Callable[[list[Finding]], list[str]]:
    """The codes of findings about decisions, in their order."""
    return lambda findings: [f.code for f in findings if f.code.startswith("L21")]
