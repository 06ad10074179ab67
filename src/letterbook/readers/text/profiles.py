"""Which series profile fits a folder of texts, and whether a profile does what its examples say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from letterbook.errors import RulesError
from letterbook.findings import number_of
from letterbook.letter import PartKind, Span, Transcript
from letterbook.readers.text.daywords import find_dates
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.frame import read_frame
from letterbook.readers.text.languages import language_of
from letterbook.readers.text.parties import party_words
from letterbook.readers.text.rules import Rules, load_rules, profile_names
from letterbook.readers.text.zones import blocks_of, lines_of, view_of

SAMPLE = 60
"""How many texts of a folder are looked at, evenly spread, to find the profile that fits."""

LEAST = 0.6
"""The share of headings and dates that a profile must understand to be taken without being named."""

_ABOUT = 0.1
_LEAST_HEADINGS = 0.4  # days are understood without a profile: they alone show nothing
_LONGEST_HEADING = 300
_ARROW = re.compile(r" +(?:=>|->|→|—|–|-|>>?|/|\|) +")  # signs that may stand between the parties


@dataclass(frozen=True, slots=True)
class Line:
    """The first line of a text whose heading was not understood."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How a profile fits a sample of texts: the headings and the dates it understands, and the first lines that it does not.

    Form:    ``general`` is a profile of the usual forms of a language, for no one series.
    """

    profile: str
    texts: int
    headings: int
    dates: int
    parts: int
    general: bool
    unmatched: tuple[Line, ...]

    @property
    def share(self) -> float:
        """The share of headings and dates that are understood, from 0 to 1."""
        return (self.headings + self.dates) / (2 * self.texts) if self.texts else 0.0


def sample_of(paths: Sequence[Path]) -> list[Path]:
    """Up to 60 of the paths, evenly spread over their order."""
    step = max(1, len(paths) / SAMPLE)
    return [paths[int(number * step)] for number in range(min(SAMPLE, len(paths)))]


def fit(profile: str, transcripts: Sequence[Transcript], folder: Path | None = None) -> Fit:
    """How one profile fits texts; each is read in its own language, by vote."""
    headings = dates = parts = 0
    unmatched: list[Line] = []
    for transcript in transcripts:
        frame = read_frame(transcript, load_rules(profile, language_of(transcript.text), folder), EntityTable())
        letter = frame.letters[0] if frame.letters else None
        headed = letter is not None and any(part.kind is PartKind.HEADING for part in letter.parts)
        headings += headed
        dates += letter is not None and letter.date is not None
        parts += sum(part.kind is not PartKind.PARAGRAPH for each in frame.letters for part in each.parts)
        if not headed:
            unmatched.append(_first_line(transcript))
    general = bool(load_rules(profile, "", folder).layout("general"))
    return Fit(profile, len(transcripts), headings, dates, parts, general, tuple(unmatched))


def fits(transcripts: Sequence[Transcript], folder: Path | None = None) -> list[Fit]:
    """How each profile fits, ours and those of the letterbook's folder, the best first.

    Form:    of those that understand about as many headings and dates as the best (to a tenth), that of a series comes before a
             general one that tells about as many parts of the letters apart; else the one that understands and tells more.
    """
    own = sorted(path.name for path in folder.glob("*.y*ml") if _is_profile(path)) if folder else []
    found = [fit(name, transcripts, folder) for name in (*own, *profile_names())]
    best = max(each.share for each in found)
    parts = max(each.parts for each in found if each.share > best - _ABOUT)

    def place(each: Fit) -> tuple[bool, bool, float, int]:
        near = each.share > best - _ABOUT
        return not near, each.general or each.parts < (1 - _ABOUT) * parts, -each.share, -each.parts

    return sorted(found, key=place)


def choose_profile(transcripts: Sequence[Transcript], folder: Path | None = None) -> str:
    """The profile that fits best.

    Raises:  RulesError where none understands six of ten headings and dates, and four of ten headings: a wrong profile would guess.
    """
    found = fits(transcripts, folder)
    best = found[0]
    if best.share >= LEAST and best.headings >= _LEAST_HEADINGS * best.texts:
        return best.profile
    if not best.headings:  # then a general one of the language is the nearest to begin with
        languages = {language_of(each.text) for each in transcripts}
        best = next(
            (each for each in found if each.general and load_rules(each.profile, "", folder).language in languages),
            best,
        )
    lines = "; ".join(f"{line.source}: {line.text!r}" for line in best.unmatched[:3])
    raise RulesError(
        f"no profile fits; nearest: {best.profile}, which understands {number_of(best.headings, 'heading')} "
        f"and {number_of(best.dates, 'date')} of {number_of(best.texts, 'text')}",
        remedy=f"write a profile for the series (letterbook profile suggest FOLDER begins one) or name one. Not understood: {lines}",
    )


def _is_profile(path: Path) -> bool:
    return "headings:" in path.read_text(encoding="utf-8", errors="replace")


def _first_line(transcript: Transcript) -> Line:
    view = view_of(transcript.text)
    blocks = blocks_of(view)
    lines = lines_of(view, blocks[0].span) if blocks else []
    return Line(transcript.source, transcript.text[lines[0].start : lines[0].end][:120] if lines else "")


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a profile: the heading, what it should give, and what it does give, key by key."""

    text: str
    wanted: dict[str, str]
    found: dict[str, str]

    @property
    def holds(self) -> bool:
        """Whether the profile does what the example says."""
        return all(self.found.get(key, "") == value for key, value in self.wanted.items())


def run_examples(rules: Rules) -> Iterator[Example]:
    """Each example of a profile, as the heading of a short letter.

    Form:    ``below`` is the line below the heading, where it is one only by what follows; the keys of what it gives are kind, sender, addressee, place, date (EDTF) and number; several senders are joined by " + ".
    """
    for example in rules.examples:
        text = str(example["text"])
        table = EntityTable()
        below = f"{example['below']}\n\n" if "below" in example else ""
        frame = read_frame(Transcript("example", f"{text}\n\n{below}Text.\n", rules.language), rules, table)
        letter = frame.letters[0]
        found = {
            "kind": letter.kind.value if letter.kind else "",
            "sender": " + ".join(table.get(party.agent).label for party in letter.senders),
            "addressee": " + ".join(table.get(party.agent).label for party in letter.addressees),
            "place": table.get(letter.place).label if letter.place else "",
            "date": letter.date.date.edtf if letter.date else "",
            "number": letter.number.value if letter.number else "",
        }
        wanted = {str(key): _plainly(value) for key, value in example.get("gives", {}).items()}
        yield Example(text, wanted, found)


def _plainly(value: Any) -> str:
    return " + ".join(str(each) for each in value) if isinstance(value, list) else str(value or "")


def propose_form(line: str, language: str) -> str:
    """A heading form for a line of an unknown series: what is certain in it becomes a slot; empty where nothing is.

    >>> propose_form("Letter from John Doe to Jane Roe, 9 April 1921", "en")
    '{kind} from {sender} to {addressee}, {date}'
    """
    rules = load_rules(next(name for name in profile_names() if load_rules(name).language == language))
    view = view_of(line)[:_LONGEST_HEADING]
    text = view
    for found in reversed(find_dates(view, Span(0, len(view)), rules)[:1]):
        text = f"{text[: found.span.start]}{{date}}{text[found.span.end :]}"
    head, kind = "", [word for names in rules.words.get("kinds", {}).values() for word in names]
    for word in sorted(kind, key=len, reverse=True):
        if re.match(rf"{re.escape(word)}\b", text):
            head, text = "{kind} ", text[len(word) :].lstrip()
            joint = re.match(r"(?:from|by|of|von|vom|de|от) +", text)
            if joint:
                head, text = head + joint[0], text[joint.end() :]
            break
    number = re.match(r"(?P<before>\W{0,2})\d{1,5}(?P<behind>[.)\]:]+ +)", text)
    if number and not head:
        head, text = f"{number['before']}{{number}}{number['behind']}", text[number.end() :]
    to = party_words(rules).to.search(text) or _ARROW.search(text)
    if not to:
        return head + text if head and "{date}" in text else ""
    tail = re.search(r"[,.(]? *(?:\w{2,4} )?\{date\}.*$|(?<=\S) *[,(].*$", text[to.end() :])
    place = r"(?P<before>[,(] ?)[^\W\d_][^\d,(){}]{1,40}(?=,? \{date\})"
    behind = re.sub(place, r"\g<before>{place}", tail[0]) if tail else ""
    return f"{head}{{sender}}{to[0]}{{addressee}}{behind}"
