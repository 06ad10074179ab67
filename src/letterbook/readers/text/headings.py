"""Headings: the kind of document, the parties, the day, the place and the number that a title gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from letterbook.letter import Evidence, Holding, Party, Span, Wording
from letterbook.readers.text.daywords import FoundDate, date_of
from letterbook.readers.text.headlines import without_note_mark
from letterbook.readers.text.names import is_one_of_two
from letterbook.readers.text.parties import PartyReader, party_words
from letterbook.readers.text.rules import Pattern, Rules, words_pattern
from letterbook.readers.text.zones import trimmed

_SMALL_WORD = re.compile(r"(?<![\w'’-])[a-zà-öø-ÿ]\w+")
_MOST_SMALL = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading gives.

    Form:    ``holdings`` are of those parties that are named together with their office; ``undecided`` the sides that name two of
             whom one is meant, of whom neither is a party.
    """

    kind: Wording | None
    senders: tuple[Party, ...]
    addressees: tuple[Party, ...]
    holdings: tuple[Holding, ...]
    place: Span | None
    date: FoundDate | None
    number: Span | None
    undecided: tuple[Span, ...] = ()
    receipt: Span | None = None


@dataclass(frozen=True, slots=True)
class _Fit:
    """The pattern that fits a heading from its first word on, the stretches of the parties, and the day where the heading has one."""

    span: Span
    pattern: Pattern
    match: re.Match[str]
    sides: dict[str, Span]
    date: FoundDate | None
    number: Span | None = None


def read_heading(span: Span, reader: PartyReader, *, placed: bool = False) -> Heading | None:
    """What a block says as a heading; None where no pattern of the profile fits it.

    Form:    with ``placed`` the block stands where a heading does, so that a party may be any name or any office.
    """
    fit = _fit(span, reader, placed=placed)
    return _heading(fit, reader) if fit else None


def is_heading(span: Span, reader: PartyReader, *, placed: bool = False) -> bool:
    """Whether a block is a heading; nothing that it names is noted."""
    return _fit(span, reader, placed=placed) is not None


def _fit(span: Span, reader: PartyReader, *, placed: bool) -> _Fit | None:
    """The pattern that fits, with or without the number that an edition prints before the words: "14. To Jane Roe"."""
    span = without_note_mark(reader.view, span)
    numbered = _number_before(reader.rules).match(reader.view, span.start, span.end)
    fit = _fit_words(Span(numbered.end(), span.end), reader, placed=placed) if numbered else None
    if fit is None:
        return _fit_words(span, reader, placed=placed)
    if numbered and reader.rules.layout("numbered_headings"):
        return replace(fit, number=Span(*next(numbered.span(name) for name in "abcd" if numbered[name])))
    return fit


@cache
def _number_before(rules: Rules) -> re.Pattern[str]:
    """A number before the words of a heading, with a mark before or behind it, so that no initial and no day is taken for one."""
    marks = words_pattern([*rules.list_of("number_marks"), *rules.list_of("document_words")]) or "(?!)"
    months = words_pattern(rules.list_of("months")) or "(?!)"
    return re.compile(
        rf"\W{{0,3}}(?:(?i:{marks})[.:]? *(?P<a>\d{{1,5}}[a-z]?|[IVXLC]{{1,9}})(?!\w)|(?P<b>\d{{1,5}}[a-z]?)(?=[.):\]]| [—–-])"
        rf"|(?P<c>[IVXLC]{{2,9}})(?=[.)]| [—–-])|(?P<d>[IVXLC])(?=\.? [—–-]))[\s.,:)\]—–-]{{1,6}}(?=[^\W\d_]|\[)(?!(?i:{months})(?!\w))"
    )


def _fit_words(span: Span, reader: PartyReader, *, placed: bool) -> _Fit | None:
    """The first pattern that fits; one whose date has figures that are not understood only where no other has a date."""
    view, rules = reader.view, reader.rules
    undated: _Fit | None = None
    words = view[span.start : span.end].replace("\n", " ")
    for pattern in rules.headings:
        match = pattern.regex.fullmatch(words)
        if match is None:
            continue
        groups = match.groupdict()
        if undated and "date" not in groups:
            break
        sides = {
            name: Span(span.start + match.start(name), span.start + match.end(name))
            for name in ("sender", "addressee")
            if groups.get(name)
        }
        # Names without an office or a title are known by what else the heading gives.
        certain = any(groups.get(name) for name in ("date", "kind", "number", "place"))
        # Most blocks are sentences, and what is one before the first "to" is one before any other.
        if not certain and "sender" in sides and _begins_sentence(view, sides["sender"], reader):
            continue
        if {"sender", "addressee"} <= sides.keys():
            left, right = sides["sender"], sides["addressee"]
            # Where nothing but "to" stands between them, there may be a better one.
            if left.end < right.start and reader.words.to.fullmatch(view, left.end, right.start):
                sides = _divided(view, left.start, right.end, rules)
        sides = {name: _without_stop(view, side) for name, side in sides.items()}
        if any(_begins_with_day(view, side, rules) for side in sides.values()):
            continue  # "Circular note of July 3, 1900, to the powers": the day is no sender
        if any(_is_cut(view[side.start : side.end]) for side in sides.values()):
            continue
        likely = [_looks_like_party(view, side, rules) for side in sides.values()]
        plain = rules.layout("plain_names") and "sender" in sides and not likely[0]
        if plain and not _may_be_sender(view, sides["sender"], rules):
            continue  # "Roe writes to Doe": a form that this profile does not know
        first = next(iter(sides.values()), None)  # "To Jane Roe" names the addressee alone
        named = placed and first is not None and (likely[0] or _may_be_sender(view, first, rules))
        named = named and (len(sides) == 2 or "sender" not in sides)
        if not certain and not (named or (likely and all(likely))):
            continue
        if not certain and "sender" in sides and _is_sentence(view, sides["sender"], rules):
            continue
        date = None
        if groups.get("date") and groups["date"].strip(" .[]") not in rules.list_of("unknown_dates"):
            date = date_of(view, Span(span.start + match.start("date"), span.start + match.end("date")), rules)
            if date is None:
                if undated is None and re.search(r"\d", groups["date"]):
                    undated = _Fit(span, pattern, match, sides, None)
                continue
        return _Fit(span, pattern, match, sides, date)
    return undated


def _heading(fit: _Fit, reader: PartyReader) -> Heading:
    span, pattern, match, sides = fit.span, fit.pattern, fit.match, fit.sides
    kind, cases = None, pattern.more.get("cases", {})
    groups = match.groupdict()
    if groups.get("kind"):
        where = Span(span.start + match.start("kind"), span.start + match.end("kind"))
        printed, plainly = reader.text[where.start : where.end], " ".join(match["kind"].split())
        value = next(name for name, forms in reader.rules.words["kinds"].items() if plainly in forms)
        kind = Wording(printed, value, Evidence((where,), pattern.id))
    parties: dict[str, tuple[Party, ...]] = {}
    holdings: list[Holding] = []
    undecided = tuple(side for side in sides.values() if is_one_of_two(reader.view, side, reader.rules))
    for name in sorted(sides, key=lambda each: sides[each].start):
        if sides[name] in undecided:
            continue
        case = str(reader.rules.words.get("cases", {}).get("parties", {}).get(name, ""))
        read = reader.read_all(sides[name], str(cases.get(name, case)))
        parties[name] = tuple(party for party, _ in read)
        holdings += [holding for _, holding in read if holding]
    place, number, receipt = (
        trimmed(reader.view, span.start + match.start(name), span.start + match.end(name)) if groups.get(name) else None
        for name in ("place", "number", "receipt")
    )
    place = _without_brackets(reader.view, place) if place else None
    if place and reader.view[place.start : place.end].strip(" .") in reader.rules.list_of("unknown_places"):
        place = None
    senders, addressees = parties.get("sender", ()), parties.get("addressee", ())
    number = number or fit.number
    return Heading(kind, senders, addressees, tuple(holdings), place, fit.date, number, undecided, receipt)


def _without_stop(view: str, span: Span) -> Span:
    found = trimmed(view, span.start, span.end) or span
    words = view[found.start : found.end].rstrip(" ,;:")
    found = Span(found.start, found.start + len(words)) if words else found
    if len(words) > 1 and words.endswith(".") and not re.search(r"\b[A-ZА-ЯЁİÇŞ]\.$|\b(?:Esq|Jr|Sr)\.$", words):
        return Span(found.start, found.end - 1)
    return found


def _without_brackets(view: str, span: Span) -> Span:
    """The words inside the brackets of the editors, without their question mark: "[Rome?]"."""
    inner = re.fullmatch(r"\[?(.*?)\??\]?", view[span.start : span.end])
    return Span(span.start + inner.start(1), span.start + inner.end(1)) if inner and inner[1] else span


def _divided(view: str, start: int, end: int, rules: Rules) -> dict[str, Span]:
    """Sender and addressee at the best "to": behind it a party begins, before it none is broken off.

    "the Ambassador to France to the Secretary of State" has two; the one behind which an office with its article or a
    titled name begins is the right one, and of those the last where an office stands before it as well.
    """
    best, best_score = None, -9  # less than any score, so that the only one is taken
    words = party_words(rules)
    for match in words.to.finditer(view, start, end):
        if match.start() == start or match.end() == end:
            continue
        left, right = Span(start, match.start()), Span(match.end(), end)
        score = 2 * _looks_like_party(view, right, rules) + _looks_like_party(view, left, rules)
        score += view[match.start() - 1] == ","  # "M. Roe, ministre à Athènes, à M. Doe": the title ends with the comma
        # "Ambassador to France": an office before "to" and a country behind it belong together.
        if rules.gazetteer.names.get(words.to.split(view[right.start : right.end])[0].strip(" .")):
            score -= 2
        if score > best_score:
            best, best_score = match, score
    if best is None:
        return {}
    return {"sender": Span(start, best.start()), "addressee": Span(best.end(), end)}


def _is_cut(words: str) -> bool:
    """Whether a bracket is open at the end, or closes what is not there: the pattern divides what belongs together."""
    return any(words.count(left) != words.count(right) for left, right in ("()", "[]"))


def _begins_with_day(view: str, span: Span, rules: Rules) -> bool:
    return _day_pattern(rules).match(view, span.start, span.end) is not None


@cache
def _day_pattern(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?:{words_pattern(rules.list_of('months')) or '(?!)'}) +\d")


def _may_be_sender(view: str, span: Span, rules: Rules) -> bool:
    """Whether a stretch begins as a name does, and with no word for a paper: "Reply to Prince Roe" names no sender."""
    words = view[span.start : span.end]
    first = re.match(r"(?:[Tt]he )?(?P<word>[^\W\d_][\w'-]*)", words)
    if first is None or not first["word"][0].isupper() or _small_words_in(words.partition(",")[0], rules):
        return False
    papers = {word for names in rules.words.get("kinds", {}).values() for word in names}
    return first["word"] not in papers and first["word"].lower() not in rules.words.get("slots", {}).get("reply", ())


def _is_sentence(view: str, span: Span, rules: Rules) -> bool:
    """Whether a stretch is no name of a party, but has a colon or many small words: "Mr. President: I have the honor"."""
    words = view[span.start : span.end]
    return re.search(r"[;:!?]", words) is not None or _small_words_in(words, rules) > _MOST_SMALL


def _begins_sentence(view: str, sender: Span, reader: PartyReader) -> bool:
    """Whether a stretch is no name of a party already up to its first "to", where it could be divided."""
    to = reader.words.to.search(view, sender.start, sender.end)
    if to and to.start() == sender.start:
        return False
    shortest = Span(sender.start, to.start()) if to else sender
    return _is_sentence(view, _without_stop(view, shortest), reader.rules)


def _small_words_in(words: str, rules: Rules) -> int:
    """How many words there are in small letters that hold no name together."""
    particles = rules.list_of("particles")
    return sum(word not in particles for word in _SMALL_WORD.findall(words))


def _looks_like_party(view: str, span: Span, rules: Rules) -> bool:
    return party_words(rules).party.match(view, span.start, span.end) is not None
