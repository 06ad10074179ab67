"""The letters that the reader's tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook.letter import Reading, Transcript
from letterbook.readers.text import Rules, load_rules, read_text

LETTERS = Path(__file__).parent / "letters"


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The rules of the series that the letters are from."""
    return load_rules("dvp-en", "en")


@pytest.fixture(scope="session")
def understand(rules: Rules) -> Callable[[str], Reading]:
    """Reads a text."""
    return lambda text: read_text(Transcript("x.txt", text, "en"), rules)


@pytest.fixture(scope="session")
def second(understand: Callable[[str], Reading]) -> Reading:
    """A letter of the kind of the seed letter, with other offices, another sum and another kind of reply."""
    return understand((LETTERS / "second.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def third(understand: Callable[[str], Reading]) -> Reading:
    """A letter of that kind without a reply, with a date that does not exist."""
    return understand((LETTERS / "third.txt").read_text(encoding="utf-8"))
