"""Gold: what a careful reader finds in a letter, one JSON file beside each text, and how a reading is compared with it.

Form:    NAME.txt and NAME.json. The JSON has ``sender`` and ``recipient`` (one party with ``accept``, or a list of parties with
         ``name``), ``date`` or ``date_range``, ``place`` and ``place_accept``, ``received_as_printed``, ``number``, ``salutation``,
         ``closing``, ``signature``, ``doc_type``, and ``inferable``: for each field whether the text gives it. Where it does not, the right
         answer is none, and a value is an invention unless it is what the edition knows from elsewhere. The outermost
         letter of a text is compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from letterbook.errors import ReadError
from letterbook.evaluation.scores import Judgement, Verdict
from letterbook.letter import Letter, Party, Reading, Wording

Gold = dict[str, Any]

_TITLES = frozenset(
    "the mr mrs m mm sir dr prof monsieur herr herrn der den die das dem von graf le la les l d".split()
)
_KEYS = {"addressee": "recipient", "kind": "doc_type"}


@dataclass(frozen=True, slots=True)
class _Read:
    """One value as it was read: all forms in which it may be compared, and its rule."""

    forms: tuple[str, ...]
    rule: str


def load_gold(text: Path) -> Gold | None:
    """The gold beside a text; None where there is none.

    Raises:  ReadError where the file is not a JSON object.
    """
    path = text.with_suffix(".json")
    try:
        loaded = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise ReadError(f"the gold cannot be read: {error}", str(path)) from error
    if not isinstance(loaded, dict):
        raise ReadError("the gold is no JSON object", str(path))
    return loaded


def group_of(gold: Gold) -> str:
    """What a letter is printed with: its volume, else its year; empty where neither is known."""
    return str(gold.get("volume") or (gold.get("date") or "")[:4])


def judge_gold(reading: Reading, gold: Gold) -> list[Judgement]:
    """The judgements of the outermost letter of a text."""
    if not reading.letters:
        return []
    letter = reading.letters[0]
    found: list[Judgement] = []
    for name, values in _values(letter, reading).items():
        verdict = _verdict(name, values, gold)
        if verdict is not None:
            found += [Judgement(name, verdict, value.rule) for value in values[:1]] or [Judgement(name, verdict)]
    return found


def _values(letter: Letter, reading: Reading) -> dict[str, list[_Read]]:
    def side(parties: Iterable[Party]) -> list[_Read]:
        return [
            _Read(
                (
                    party.as_printed,
                    *(reading.entity(each).label for each in (party.person, party.body, party.office) if each),
                ),
                party.evidence.rule,
            )
            for party in parties
        ]

    found = {"sender": side(letter.senders), "addressee": side(letter.addressees)}
    for name, dated in (("date", letter.date), ("date_received", letter.date_received)):
        stated = dated is not None and bool(dated.date.edtf)
        found[name] = [_Read((dated.date.edtf, dated.date.wording), dated.evidence.rule)] if dated and stated else []
    found["place"] = []
    if letter.place:
        entity = reading.entity(letter.place)
        ground = letter.place_evidence or entity.evidence
        printed = reading.transcript.quote(ground.spans[0]) if ground.spans else entity.label
        found["place"] = [_Read((printed, entity.label), ground.rule)]
    for name in ("number", "salutation", "closing", "signature", "kind"):
        wording: Wording | None = getattr(letter, name)
        text = (wording.value if name in ("number", "kind") else wording.text) if wording else ""
        found[name] = [_Read((text,), wording.evidence.rule)] if wording else []
    return found


def _verdict(name: str, values: list[_Read], gold: Gold) -> Verdict | None:
    """The verdict on a field; None where the gold says nothing about it, or the value is known from elsewhere."""
    key = _KEYS.get(name, name)
    given = gold.get("inferable", {})
    if name == "date_received":
        if "received_as_printed" not in gold:
            return None
        is_there = bool(gold["received_as_printed"])
    elif key not in given or (name == "closing" and not given[key]):
        return None
    else:
        is_there = bool(given[key])
    agrees = bool(values) and _AGREES[name](values, gold)
    if not is_there:
        return Verdict.INVENTED if values and not agrees and not _is_elsewhere(name, values, gold) else None
    if not values:
        return Verdict.MISSED
    return Verdict.RIGHT if agrees else Verdict.WRONG


def _is_elsewhere(name: str, values: list[_Read], gold: Gold) -> bool:
    """Whether a value that the gold does not expect is printed or known all the same."""
    value = values[0].forms[0]
    if name == "date":
        return value == gold.get("date_conflict")
    if name == "place":
        return _holds(_folded(gold.get("dateline")), _folded(value))
    # The gold has not all the numbers that open the text of a telegram.
    return name == "number" and gold.get("doc_type") == "telegram"


# -- when two values are the same


def _folded(text: object) -> str:
    return re.sub(r"[\W_]+", " ", str(text or "").casefold()).strip()


def _holds(whole: str, part: str) -> bool:
    return bool(part) and f" {part} " in f" {whole} "


def _bare(text: object) -> str:
    """Folded, without the titles and articles before the name."""
    words = _folded(text).split()
    while words and words[0] in _TITLES:
        del words[0]
    return " ".join(words)


def _same_party(name: str) -> Callable[[list[_Read], Gold], bool]:
    def agrees(values: list[_Read], gold: Gold) -> bool:
        party = gold.get(_KEYS.get(name, name))
        if isinstance(party, list):
            names = [set(_name_words(each.get("name", ""))) for each in party]
            return len(values) >= len(names) and all(
                any(_is_name(form, full) for form in value.forms for full in names) for value in values
            )
        accepted = {_bare(each) for each in (party or {}).get("accept", ())} - {""}
        return any(_bare(form) in accepted for value in values for form in value.forms)

    return agrees


def _name_words(text: str) -> list[str]:
    last, comma, first = text.partition(",")
    return [word for word in _folded(f"{first} {last}" if comma else text).split() if word not in _TITLES]


def _is_name(printed: str, full: set[str]) -> bool:
    """Whether a printed name is a part of the full one, initials included, or the full one with a word more."""
    mine = set(_name_words(printed))
    initials = {word for word in mine - full if len(word) == 1 and any(each.startswith(word) for each in full)}
    is_part = mine - initials <= full and any(len(word) > 2 for word in mine & full)
    return is_part or (bool(full) and full < mine and len(mine - full) == 1)


def _same_date(values: list[_Read], gold: Gold) -> bool:
    edtf = values[0].forms[0]
    wanted = {gold["date"]} if gold.get("date") else set()
    if gold.get("date_range") and any(gold["date_range"]):
        start, end = (each or "" for each in gold["date_range"])
        wanted |= {f"{start or '..'}/{end or '..'}", f"{start}/{end}", f"[{start}..{end}]"}
    return edtf in wanted or (bool(gold.get("date_uncertain")) and re.sub(r"[?~%]", "", edtf) in wanted)


_MONTHS = "january february march april may june july august september october november december".split()


def _same_receipt(values: list[_Read], gold: Gold) -> bool:
    """Whether the note of receipt is the printed one, as far as either quotes it, with its day and month."""
    edtf, wording = values[0].forms
    mine = re.sub(r"^(?:received|recd|rec d) ", "", _folded(wording))
    theirs = _folded(gold["received_as_printed"])
    day = re.search(rf"\b({'|'.join(_MONTHS)})\w* (\d{{1,2}})\b", theirs)
    same_day = not day or f"-{_MONTHS.index(day[1]) + 1:02}-{int(day[2]):02}" in edtf
    return bool(theirs) and same_day and len(mine.split()) > 1 and (theirs.startswith(mine) or mine.startswith(theirs))


def _same_place(values: list[_Read], gold: Gold) -> bool:
    forms = gold.get("place_accept") or [gold.get("place")]
    if gold.get("inferable", {}).get("place_metadata"):
        forms = [*forms, gold.get("place_metadata")]
    wanted = {_bare(re.sub(r"\s*\(.*?\)", "", form or "")) for form in forms} | {_bare(form) for form in forms}
    return any(_bare(each) in wanted - {""} for form in values[0].forms for each in (form, form.split(",")[-1]))


def _same_words(name: str) -> Callable[[list[_Read], Gold], bool]:
    return lambda values, gold: _folded(values[0].forms[0]) == _folded(gold.get(_KEYS.get(name, name)))


def _same_number(values: list[_Read], gold: Gold) -> bool:
    mine, theirs = (re.sub(r"[\W_]", "", str(each)).casefold() for each in (values[0].forms[0], gold.get("number")))
    return mine == theirs


_AGREES: dict[str, Callable[[list[_Read], Gold], bool]] = {
    "sender": _same_party("sender"),
    "addressee": _same_party("addressee"),
    "date": _same_date,
    "date_received": _same_receipt,
    "place": _same_place,
    "number": _same_number,
    **{name: _same_words(name) for name in ("salutation", "closing", "signature", "kind")},
}
