"""Letters in the printed forms of five languages' editions are read, and the profile is found by itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from letterbook.letter import Letter, Reading, Transcript
from letterbook.readers.text import choose_profile, language_of, load_rules, read_text

FOLDER = Path(__file__).parent / "editions"


@cache
def editions(language: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return loaded


def transcripts(edition: dict[str, Any], language: str) -> list[Transcript]:
    return [Transcript(f"{n}.txt", each["text"], language) for n, each in enumerate(edition["letters"], start=1)]


EDITIONS = [(path.stem, n) for path in sorted(FOLDER.glob("*.yaml")) for n in range(len(editions(path.stem)))]
LETTERS = [(code, n, m) for code, n in EDITIONS for m in range(len(editions(code)[n]["letters"]))]


def told(reading: Reading, letter: Letter) -> dict[str, str]:
    """What was read, by the names that the files of this test use."""
    found = {
        "kind": letter.kind.value if letter.kind else "",
        "date": letter.date.date.edtf if letter.date else "",
        "received": letter.date_received.date.edtf if letter.date_received else "",
        "place": reading.entity(letter.place).label if letter.place else "",
    }
    for name in ("number", "salutation", "closing", "signature"):
        wording = getattr(letter, name)
        found[name] = wording.value if wording else ""
    for side, parties in (("sender", letter.senders), ("addressee", letter.addressees)):
        found[side] = " + ".join(reading.entity(party.agent).label for party in parties)
        found[f"{side}_office"] = " + ".join(reading.entity(party.office).label for party in parties if party.office)
    return found


def test_every_language_has_eight_letters() -> None:
    assert {
        code: sum(each[0] == code for each in LETTERS) >= 8 for code in ("de", "en", "fr", "ru", "tr")
    } == dict.fromkeys(("de", "en", "fr", "ru", "tr"), True)


@pytest.mark.parametrize(("language", "number"), EDITIONS)
def test_the_profile_of_an_edition_is_found(language: str, number: int) -> None:
    edition = editions(language)[number]
    assert choose_profile(transcripts(edition, language)) == edition["profile"]


@pytest.mark.parametrize(("language", "number", "at"), LETTERS)
def test_a_letter_is_read_as_its_edition_prints_it(language: str, number: int, at: int) -> None:
    edition = editions(language)[number]
    transcript = transcripts(edition, language)[at]
    reading = read_text(transcript, load_rules(edition["profile"], language_of(transcript.text) or language))
    wanted = dict(edition["letters"][at]["gives"])
    inside = wanted.pop("inside", [])
    assert {key: told(reading, reading.letters[0])[key] for key in wanted} == {k: str(v) for k, v in wanted.items()}
    inner = [
        {key: told(reading, each)[key] for key in want} for each, want in zip(reading.letters[1:], inside, strict=True)
    ]
    assert inner == [{key: str(value) for key, value in want.items()} for want in inside]
