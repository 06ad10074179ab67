"""Headings: the kind of document, and the two parties with their offices, bodies, seats and names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from letterbook.letter import EntityKind, Evidence, Form, Holding, Party, Span, Wording
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.rules import Pattern, Rules, words_pattern
from letterbook.readers.text.zones import trimmed

# Where a line ends with CR LF a blank of print is two signs of the view, so most blanks below may be several.
_TO = re.compile(r" to +")
_NAME_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁİ][\w'.’-]*"
_BRACKETED = re.compile(r"^(?P<office>.+?) \((?P<name>[^()]{2,60})\)(?:, [^()]+)?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading gives; ``holdings`` are of those parties that are named together with their office."""

    kind: Wording | None
    sender: Party | None
    addressee: Party | None
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class PartyReader:
    """Reads one party; what it meets goes into the table."""

    text: str
    view: str
    rules: Rules
    table: EntityTable

    def read(self, span: Span, grounds: Span) -> tuple[Party, Holding | None]:
        """The party that a stretch names.

        Form:    ``grounds`` is the stretch to give as evidence of the party; the holding is there where a person is named
                 together with an office.
        """
        as_printed = self.text[grounds.start : grounds.end]
        inner = self._without_article(span)
        words = self.view[inner.start : inner.end]
        bracketed = _BRACKETED.match(words)
        # "The Delegates to the Conference (Roe and Doe)": with an article, what stands before the name is an office.
        article = inner != span
        unknown = article and bracketed and not _office_pattern(self.rules).match(bracketed["name"])
        if unknown or _office_pattern(self.rules).match(words):
            return self._office(span, inner, grounds)
        named = _described_pattern(self.rules).fullmatch(words)
        if named:
            name = self._without_honorific(Span(inner.start, inner.start + named.end("name")))
            person = self._name(EntityKind.PERSON, name, "party-person")
            return Party(as_printed, Evidence((grounds,), "party-person"), person=person), None
        state = self._type_of(words) in ("polity", "place")  # "to Turkey" means those who govern it
        # "the workers of Europe" are people, "von Roe" is a name
        people = words[:1].islower() and words.split()[0] not in self.rules.list_of("particles")
        if state or people or self._is_body(words):
            kind = EntityKind.POLITY if state else EntityKind.GROUP if people else EntityKind.ORGANISATION
            body = self._name(kind, inner, "party-body")
            return Party(as_printed, Evidence((grounds,), "party-body"), body=body), None
        if bracketed and _office_pattern(self.rules).match(bracketed["name"]):  # "Mr. Seward (Secretary of State)"
            name = Span(inner.start, inner.start + bracketed.end("office"))
            office = Span(inner.start + bracketed.start("name"), inner.start + bracketed.end("name"))
            return self._holder(name, office, grounds, "party-office-in-brackets")
        before, comma, after = words.partition(", ")
        titled = re.match(rf"(?:the )?(?:{_lower_offices(self.rules)})(?!\w)", after) if comma else None
        if titled:  # "Mustafa Kemal, Chairman of …"
            name = Span(inner.start, inner.start + len(before))
            office_span = Span(name.end + 2, inner.end)
            return self._holder(name, self._without_article(office_span), grounds, "party-office-holder")
        name = self._without_honorific(inner)
        person = self._name(EntityKind.PERSON, name, "party-person")
        return Party(as_printed, Evidence((grounds,), "party-person"), person=person), None

    def _office(self, span: Span, inner: Span, grounds: Span) -> tuple[Party, Holding | None]:
        words = self.view[inner.start : inner.end]
        bracketed = _BRACKETED.match(words)
        if bracketed:
            office = Span(inner.start, inner.start + bracketed.end("office"))
            name = Span(inner.start + bracketed.start("name"), inner.start + bracketed.end("name"))
            return self._holder(name, office, grounds, "party-office-in-brackets")
        name_span = self._name_behind(inner) or self._name_of_titled(inner)
        if name_span:
            end = trimmed(self.view, inner.start, name_span.start)
            office = Span(inner.start, end.end - (self.view[end.end - 1] == ",")) if end else inner
            return self._holder(name_span, office, grounds, "party-office-holder")
        entity = self.read_office(inner, Form.OFFICE, span)
        as_printed = self.text[grounds.start : grounds.end]
        return Party(as_printed, Evidence((grounds,), "party-office"), office=entity), None

    def _holder(self, name: Span, office: Span, grounds: Span, rule: str) -> tuple[Party, Holding | None]:
        person = self._name(EntityKind.PERSON, self._without_honorific(name), rule)
        held = self.read_office(office, Form.NAME, office)
        whole = Span(min(name.start, office.start), max(name.end, office.end))
        party = Party(self.text[grounds.start : grounds.end], Evidence((grounds,), rule), person=person, office=held)
        return party, Holding(person, held, Evidence((whole,), rule))

    def read_office(self, span: Span, form: Form, mention: Span) -> str:
        """The office that a stretch names, with the body it belongs to and its seat; the id of its entity."""
        body = seat = ""
        words = self.view[span.start : span.end]
        found_seat = re.search(r" (?:in|at) +(?:the +)?(?P<place>[^,]+)$", words)
        end = span.end
        where = self._type_of(found_seat["place"]) if found_seat else ""
        if found_seat and where in ("place", "polity"):
            place = Span(span.start + found_seat.start("place"), span.end)
            if where == "place":
                seat = self._name(EntityKind.PLACE, place, "office-seat")
            else:  # a state is no place: "the Ambassador of Turkey in the RSFSR" has no seat, and is not of the RSFSR
                self._name(EntityKind.POLITY, place, "place-in-name")
            end = span.start + found_seat.start()
        found_body = re.search(r" (?:of|for) +(?:the +)?(?=[A-Z])", self.view[span.start : end])
        if found_body:
            body = self._body(Span(span.start + found_body.end(), end))
        office = self.table.add(
            EntityKind.OFFICE,
            self.text[span.start : span.end],
            Evidence((span,), "party-office"),
            part_of=body,
            seat=seat,
        )
        self.table.mention(office, mention, form, "party-office")
        return office

    def _body(self, span: Span) -> str:
        """What an office belongs to: an organisation with the state at the end of its name, or a state; else nothing."""
        words = self.view[span.start : span.end]
        if self._type_of(words) == "polity":
            return self._name(EntityKind.POLITY, span, "office-of-body")
        if self._type_of(words) == "place":
            self._name(EntityKind.PLACE, span, "place-in-name")
            return ""
        part_of = ""
        for joint in re.finditer(r" (?:of|for|in) +(?:the +)?", words):
            kind = self._type_of(words[joint.end() :])
            where = Span(span.start + joint.end(), span.end)
            if kind == "polity":
                part_of = self._name(EntityKind.POLITY, where, "body-of-polity")
            elif kind == "place":
                self._name(EntityKind.PLACE, where, "place-in-name")
        if not self._is_body(words):
            return part_of  # "of Foreign Affairs of the RSFSR": the field is no body, the state is
        entity = self.table.add(
            EntityKind.ORGANISATION,
            self.text[span.start : span.end],
            Evidence((span,), "office-of-body"),
            part_of=part_of,
        )
        self.table.mention(entity, span, Form.NAME, "office-of-body")
        return entity

    def _name(self, kind: EntityKind, span: Span, rule: str) -> str:
        entity = self.table.add(kind, self.text[span.start : span.end], Evidence((span,), rule))
        self.table.mention(entity, span, Form.NAME, rule)
        return entity

    def _name_behind(self, inner: Span) -> Span | None:
        """The personal name behind an office: what follows a comma or the last known place, if it looks like a name."""
        words = self.view[inner.start : inner.end]
        last = None
        for hit in self.rules.gazetteer.find_all(words):
            if hit.name.type in ("place", "polity", "organisation"):
                last = hit.span.end
        for start in (words.rfind(", ") + 2 if ", " in words else None, last):
            if start is None or start >= len(words):
                continue
            match = re.fullmatch(
                rf"[, ]*(?P<name>(?:(?:{_honorifics(self.rules)})\.? +)?{_NAME_WORD}(?: +(?:{_NAME_WORD}|von|de|bin|ibn)){{0,5}})",
                words[start:],
            )
            if match and not re.match(rf"(?:{_offices(self.rules)})(?!\w)", match["name"]):
                return Span(inner.start + start + match.start("name"), inner.end)
        return None

    def _name_of_titled(self, inner: Span) -> Span | None:
        """The name right behind the title that it is borne with: "President Roe", "Acting Secretary Roe"."""
        words = self.view[inner.start : inner.end]
        match = _titled_pattern(self.rules).fullmatch(words)
        if match is None or re.fullmatch(_offices(self.rules), words):
            return None
        if re.match(rf"(?:{_offices(self.rules)}|{_pattern_of(self.rules.list_of('bodies'))})(?!\w)", match["name"]):
            return None
        return Span(inner.start + match.start("name"), inner.end)

    def _without_article(self, span: Span) -> Span:
        match = re.match(r"(?:the|The|a|A|an|An) +", self.view[span.start : span.end])
        return Span(span.start + match.end(), span.end) if match else span

    def _without_honorific(self, span: Span) -> Span:
        match = re.match(rf"(?:{_honorifics(self.rules)})\.? +(?=\S)", self.view[span.start : span.end])
        return Span(span.start + match.end(), span.end) if match else span

    def _is_body(self, words: str) -> bool:
        if self._type_of(words) in ("polity", "organisation"):
            return True
        return re.search(rf"\b(?:{_pattern_of(self.rules.list_of('bodies'))})s?\b", words) is not None

    def _type_of(self, words: str) -> str:
        name = self.rules.gazetteer.names.get(" ".join(words.split()))
        return name.type if name else ""


@cache
def _pattern_of(words: tuple[str, ...]) -> str:
    return words_pattern(list(words))


def _offices(rules: Rules) -> str:
    return _pattern_of(rules.list_of("offices"))


def _lower_offices(rules: Rules) -> str:
    """The offices as headings may print them behind a word for a country: "the American consul"."""
    offices = rules.list_of("offices")
    return _pattern_of((*offices, *(name[0].lower() + name[1:] for name in offices)))


@cache
def _office_pattern(rules: Rules) -> re.Pattern[str]:
    """An office at the beginning of a party, with up to three words in front: "Imperial German Chargé"."""
    word = r"[A-Z][\w'-]+ +"
    return re.compile(rf"(?:(?:{word}){{0,2}}(?:{_offices(rules)})|(?:{word}){{1,3}}(?:{_lower_offices(rules)}))(?!\w)")


@cache
def _described_pattern(rules: Rules) -> re.Pattern[str]:
    """A name with a word of honour and a description behind it that is no office: "Mr. Roe of the Division of Maps"."""
    word = rf"(?:(?:{_pattern_of(rules.list_of('particles'))}) +)?{_NAME_WORD}"
    return re.compile(
        rf"(?P<name>(?:{_honorifics(rules)})\.? +{word}(?: +{_NAME_WORD}){{0,4}})"
        rf"(?: +of(?: +the)? |, +(?!(?:the +)?(?:{_lower_offices(rules)})(?!\w))).+"
    )


@cache
def _titled_pattern(rules: Rules) -> re.Pattern[str]:
    """An office with at most one word before it, and nothing but a name behind it."""
    return re.compile(rf"(?:[A-Z][\w'-]+ +)?(?:{_offices(rules)}) +(?P<name>{_NAME_WORD}(?: +{_NAME_WORD}){{0,2}})")


def _honorifics(rules: Rules) -> str:
    return _pattern_of(rules.list_of("honorifics"))


def read_heading(span: Span, reader: PartyReader, *, placed: bool = False) -> Heading | None:
    """What a block says as a heading; None where no pattern of the profile fits it.

    Form:    with ``placed`` the block stands where a heading does, so that a party may be any name or any office.
    """
    fit = _fit(span, reader, placed=placed)
    return _heading(fit[0].id, fit[1], span, fit[2], reader) if fit else None


def is_heading(span: Span, reader: PartyReader, *, placed: bool = False) -> bool:
    """Whether a block is a heading; nothing that it names is noted."""
    return _fit(span, reader, placed=placed) is not None


def _fit(span: Span, reader: PartyReader, *, placed: bool) -> tuple[Pattern, re.Match[str], dict[str, Span]] | None:
    """The first pattern that fits, with the stretches of the parties."""
    view, rules = reader.view, reader.rules
    for pattern in rules.headings:
        match = pattern.regex.fullmatch(view[span.start : span.end].replace("\n", " "))
        if match is None:
            continue
        groups = match.groupdict()
        sides = {
            name: Span(span.start + match.start(name), span.start + match.end(name))
            for name in ("sender", "addressee")
            if groups.get(name)
        }
        if {"sender", "addressee"} <= sides.keys():
            first, last = sides["sender"], sides["addressee"]
            # Where nothing but "to" stands between them, there may be a better one.
            if first.end < last.start and _TO.fullmatch(view, first.end, last.start):
                sides = _divided(view, first.start, last.end, rules)
        sides = {name: _without_stop(view, side) for name, side in sides.items()}
        if any(_begins_with_day(view, side, rules) for side in sides.values()):
            continue  # "Circular note of July 3, 1900, to the powers": the day is no sender
        likely = [_looks_like_party(view, side, rules) for side in sides.values()]
        named = placed and len(sides) == 2 and (likely[0] or _may_be_sender(view, sides["sender"], rules))
        if not groups.get("kind") and not (likely and all(likely)) and not named:
            continue
        return pattern, match, sides
    return None


def _heading(rule: str, match: re.Match[str], span: Span, sides: dict[str, Span], reader: PartyReader) -> Heading:
    kind = None
    if match.groupdict().get("kind"):
        where = Span(span.start + match.start("kind"), span.start + match.end("kind"))
        printed, plainly = reader.text[where.start : where.end], " ".join(match["kind"].split())
        value = next(name for name, forms in reader.rules.words["kinds"].items() if plainly in forms)
        kind = Wording(printed, value, Evidence((where,), rule))
    parties: dict[str, Party] = {}
    holdings: list[Holding] = []
    for name in sorted(sides, key=lambda each: sides[each].start):
        parties[name], holding = reader.read(sides[name], sides[name])
        if holding:
            holdings.append(holding)
    return Heading(kind, parties.get("sender"), parties.get("addressee"), tuple(holdings))


def _without_stop(view: str, span: Span) -> Span:
    found = trimmed(view, span.start, span.end) or span
    words = view[found.start : found.end].rstrip(" ,;:")
    found = Span(found.start, found.start + len(words)) if words else found
    if len(words) > 1 and words.endswith(".") and not re.search(r"\b[A-Z]\.$|\b(?:Esq|Jr|Sr)\.$", words):
        return Span(found.start, found.end - 1)
    return found


def _divided(view: str, start: int, end: int, rules: Rules) -> dict[str, Span]:
    """Sender and addressee at the best "to": behind it a party begins, before it none is broken off.

    "the Ambassador to France to the Secretary of State" has two; the one behind which an office with its article or a
    titled name begins is the right one, and of those the last where an office stands before it as well.
    """
    best, best_score = None, -9  # less than any score, so that the only one is taken
    for match in _TO.finditer(view, start, end):
        left, right = Span(start, match.start()), Span(match.end(), end)
        score = 2 * _looks_like_party(view, right, rules) + _looks_like_party(view, left, rules)
        # "Ambassador to France": an office before "to" and a country behind it belong together.
        if rules.gazetteer.names.get(view[right.start : right.end].split(" to ")[0].strip(" .")):
            score -= 2
        if score > best_score:
            best, best_score = match, score
    if best is None:
        return {}
    return {"sender": Span(start, best.start()), "addressee": Span(best.end(), end)}


def _begins_with_day(view: str, span: Span, rules: Rules) -> bool:
    return _day_pattern(rules.list_of("months")).match(view, span.start, span.end) is not None


@cache
def _day_pattern(months: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{words_pattern(months)}) +\d")


def _may_be_sender(view: str, span: Span, rules: Rules) -> bool:
    """Whether a stretch begins as a name does, and with no word for a paper: "Reply to Prince Roe" names no sender."""
    words = view[span.start : span.end]
    first = re.match(r"(?:[Tt]he )?(?P<word>[^\W\d_][\w'-]*)", words)
    if first is None or not first["word"][0].isupper() or re.search(r"[;:!?]", words):
        return False
    small = set(re.findall(r"(?<![\w'-])[a-z]\w+", words.partition(",")[0])) - set(rules.list_of("particles"))
    if small:
        return False
    papers = {word for names in rules.words.get("kinds", {}).values() for word in names}
    return first["word"] not in papers and first["word"].lower() not in rules.words.get("slots", {}).get("reply", ())


def _looks_like_party(view: str, span: Span, rules: Rules) -> bool:
    words = view[span.start : span.end]
    return (
        re.match(
            rf"(?:[Tt]he )?{_office_pattern(rules).pattern}"
            rf"|(?:{_honorifics(rules)})\.? (?:(?:{_pattern_of(rules.list_of('particles'))}) )*[A-Z]"
            rf"|(?:[Tt]he )?(?:\S+ )*?(?:{_pattern_of(rules.list_of('bodies'))})\b",
            words,
        )
        is not None
    )
