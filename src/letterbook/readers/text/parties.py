"""Parties as titles name them: persons, offices with their bodies and seats, bodies and states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from letterbook.letter import EntityKind, Evidence, Form, Holding, Party, Span
from letterbook.readers.text.cases import case_slots
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.names import names_of
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import trimmed

_UPPER = "[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁİ]"
_NAME_WORD = rf"{_UPPER}[\w'.’-]*"
_NEVER = "(?!)"
_BRACKETED = re.compile(r"^(?P<office>.+?) \((?P<name>[^()]{2,60})\)(?:, [^()]+)?$")
_EXPLAINED = re.compile(r"^(?P<name>[^()]{2,60}?) ?\((?P<what>[^()]{2,90})\)$")


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The patterns that a language's lists of words make for the names of parties.

    Form:    ``to``, ``of`` and ``in_`` match the small word with the blanks around it and the article behind it. Where a line
             ends with CR LF a blank of print is two signs of the view, so that most blanks may be several.
    """

    office: re.Pattern[str]
    office_alone: re.Pattern[str]
    titled: re.Pattern[str]
    bearer: re.Pattern[str]
    article: re.Pattern[str]
    honorific: re.Pattern[str]
    bodies: re.Pattern[str]
    name: re.Pattern[str]
    to: re.Pattern[str]
    of: re.Pattern[str]
    in_: re.Pattern[str]
    seat: re.Pattern[str]
    field: re.Pattern[str]
    leading: re.Pattern[str]
    state: re.Pattern[str]
    party: re.Pattern[str]
    described: re.Pattern[str]
    many: re.Pattern[str]


@cache
def party_words(rules: Rules) -> PartyWords:
    """The patterns of the rules' language, made once."""
    offices, honorifics, bodies = (
        words_pattern(rules.list_of(name)) or _NEVER
        for name in ("offices", "prefixed_honorifics" if rules.words.get("head") == "last" else "honorifics", "bodies")
    )
    joints = rules.words.get("joints", {})
    article = _small_words(joints.get("articles", ()))
    particles = words_pattern([each for each in rules.list_of("particles") if each not in joints.get("of", ())])

    epithets = words_pattern(list(rules.list_of("office_epithets")))
    leading = words_pattern(list(rules.list_of("nobiliary"))) or _NEVER
    lower = words_pattern([name for each in rules.list_of("offices") for name in (each, each[0].lower() + each[1:])])
    word = rf"(?:{epithets})\w{{0,2}} +" if epithets else rf"{_UPPER}[\w'-]+ +"
    # An office may have words in front, "Imperial German Chargé"; behind one it may be in small letters: "American consul".
    office = rf"(?:(?:{word}){{0,2}}(?:{offices})|(?:{word}){{1,3}}(?:{lower or _NEVER}))(?!\w)"
    to, of, in_ = (rf" +{_small_words(joints.get(name, ()))}" for name in ("to", "of", "in"))
    titled = rf"(?:{lower or _NEVER})(?!\w)"
    cases = rules.words.get("cases", {})
    if cases:  # what an office belongs to follows in the genitive, without a small word
        slots = case_slots(cases)
        declined = [[slots[f"{name}_{case}"] for case in cases["order"]] for name in ("office", "body")]
        office, bodies = ("|".join(each) for each in declined)
        titled = office = f"(?:{office})"
        states = words_pattern(rules.cases.states())
        of = rf" +(?={slots['body_genitive']}|(?i:{states})(?!\w))"
    if rules.words.get("head") == "last":
        office = rf".*(?:{offices})(?!\w)"

    return PartyWords(
        office=re.compile(office),
        office_alone=re.compile(offices),
        titled=re.compile(rf"{article}?{titled}"),
        bearer=re.compile(
            rf"(?:{word})?(?:{offices}) +(?P<name>(?!(?:{offices}|{bodies})(?!\w)){_NAME_WORD}(?: +{_NAME_WORD}){{0,2}})"
        ),
        article=re.compile(article),
        honorific=re.compile(rf"\b(?:{honorifics})\.? +(?=\S)"),
        bodies=re.compile(rf"\b(?:{bodies})s?\b"),
        name=re.compile(
            rf"[, ]*(?P<name>(?:(?:{honorifics})\.? +)?(?:(?:{leading}) +)?{_NAME_WORD}(?: +(?:{_NAME_WORD}|{particles or _NEVER})){{0,5}})"
        ),
        to=re.compile(to),
        of=re.compile(of if cases else rf"{of}{article}?(?={_UPPER})"),
        in_=re.compile(rf"{in_}{article}?"),
        seat=re.compile(rf"{in_}{article}?(?P<place>[^,]+)$"),
        state=re.compile(rf"\b(?i:{words_pattern(rules.cases.states()) or _NEVER})(?!\w)"),
        field=re.compile(
            rf"\b(?:{words_pattern([*rules.list_of('fields'), *rules.list_of('bodies')]) or _NEVER})(?!\w)"
        ),
        leading=re.compile(rf"{in_}{article}?[^,]{{2,40}}? (?P<name>(?:{leading}) {_UPPER})"),
        party=re.compile(
            rf"{article}?(?:{office})|{article}?(?:{honorifics})\.? +{_small_words(rules.list_of('particles'))}*{_UPPER}"
            rf"|{article}?(?:\S+ )*?(?:{bodies})\b"
        ),
        many=re.compile(rf"(?:{words_pattern(rules.list_of('groups')) or _NEVER})(?!\w)"),
        # "Mr. Roe of the Division of Maps": a name with a word of honour and a description behind it that is no office.
        described=re.compile(
            rf"(?P<name>(?:{honorifics})\.? +(?:(?:{particles or _NEVER}) +)?{_NAME_WORD}(?: +{_NAME_WORD}){{0,4}})"
            rf"(?:{of}{article}?|, +(?!{article}?(?:{lower or _NEVER})(?!\w))).+"
        ),
    )


def _small_words(words: Iterable[str]) -> str:
    """A pattern for any of the words with the blanks behind it; an elided one ("d'") stands right before the next."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return (
        "(?:"
        + ("|".join(re.escape(word) + ("" if word.endswith("'") else " +") for word in longest_first) or _NEVER)
        + ")"
    )


@dataclass(frozen=True, slots=True)
class PartyReader:
    """Reads one party; what it meets goes into the table."""

    text: str
    view: str
    rules: Rules
    table: EntityTable

    @property
    def words(self) -> PartyWords:
        """The patterns of the language."""
        return party_words(self.rules)

    def read_all(self, span: Span, case: str = "") -> list[tuple[Party, Holding | None]]:
        """The parties that a stretch names, which may be several persons; none for "Unknown".

        Form:    a party whose surname stands further on has both stretches as its evidence.
        """
        unknown = self.rules.list_of("unknown_names")
        found: list[tuple[Party, Holding | None]] = []
        for stretches in names_of(self.view, self._without_others(span), self.rules):
            if self.view[stretches[0].start : stretches[0].end].strip(" []?") in unknown:
                continue
            if len(stretches) == 1:
                found.append(self.read(stretches[0], stretches[0], case))
                continue
            printed = " ".join(self.text[each.start : each.end] for each in stretches)
            first = self._without_honorific(stretches[0])
            evidence = Evidence(stretches, "party-person-of-family")
            label = " ".join(self.text[each.start : each.end] for each in (first, *stretches[1:]))
            person = self.table.add(EntityKind.PERSON, label, evidence)
            self.table.mention(person, first, Form.NAME, "party-person-of-family")
            found.append((Party(printed, evidence, person=person), None))
        return found

    def read(self, span: Span, grounds: Span, case: str = "") -> tuple[Party, Holding | None]:
        """The party that a stretch names.

        Form:    ``case`` is the one that its words stand in, where the language has cases; ``grounds`` is the stretch to give as evidence of the party; the holding is there where a person is named
                 together with an office.
        """
        as_printed = self.text[grounds.start : grounds.end]
        inner = self._without_article(span)
        words = self.view[inner.start : inner.end]
        behind = self._without_honorific(inner)
        if behind != inner and self.words.office.match(self.view, behind.start, behind.end):
            deputy = words.split()[0] in self.rules.list_of("deputies")  # "Товарищ Министра" is an office of its own
            return self._office(span, inner if deputy else behind, grounds, case)
        if self.words.office.match(words) and not (self._is_joint_body(words) or self._is_body_of_place(words)):
            return self._office(span, inner, grounds, case)
        bracketed = _BRACKETED.match(words)
        # "The Delegates to the Conference (Roe and Doe)": with an article, what stands before the name is an office.
        if inner != span and bracketed and not self.words.titled.match(bracketed["name"]):
            return self._office(span, inner, grounds, case)
        described = self.words.described.fullmatch(words)
        if described:
            return self.read(Span(inner.start, inner.start + described.end("name")), grounds, case)
        explained = _EXPLAINED.match(words)
        if explained and not self.words.bodies.search(explained["name"]):  # "Jane Doe (Rector of …)"
            name = Span(inner.start, inner.start + explained.end("name"))
            what = Span(inner.start + explained.start("what"), inner.start + explained.end("what"))
            if self.words.titled.match(explained["what"]):
                return self._holder(name, self._without_article(what), grounds, "party-office-in-brackets", case)
            return self.read(name, grounds, case)
        state = self._type_of(words) in ("polity", "place")  # "to Turkey" means those who govern it
        # "the workers of Europe" are people, "von Roe" is a name
        first = words.split()[0]
        people = words[:1].islower() and behind == inner and first not in self.rules.list_of("particles")
        # "Citizens of Harbor City"
        people = people or first in self.rules.list_of("groups") or self.words.many.match(words) is not None
        before, _, after = words.partition(", ")
        if before and self.words.titled.match(after) and not self._is_body(before):  # "Mustafa Kemal, Chairman of …"
            name = Span(inner.start, inner.start + len(before))
            office_span = Span(name.end + 2, inner.end)
            return self._holder(name, self._without_article(office_span), grounds, "party-office-holder", case)
        if state or people or self._is_body(words):
            kind = EntityKind.POLITY if state else EntityKind.GROUP if people else EntityKind.ORGANISATION
            body = self._name(kind, inner, "party-body", case)
            return Party(as_printed, Evidence((grounds,), "party-body"), body=body), None
        seat = self.words.seat.search(self.view, inner.start, inner.end)
        if seat and seat.start() > inner.start and self._type_of(seat["place"]) == "place":  # "Baron Roe in Wien"
            inner = Span(inner.start, seat.start())
        name = self._without_honorific(inner)
        person = self._name(EntityKind.PERSON, name, "party-person", case)
        return Party(as_printed, Evidence((grounds,), "party-person"), person=person), None

    def _office(self, span: Span, inner: Span, grounds: Span, case: str) -> tuple[Party, Holding | None]:
        words = self.view[inner.start : inner.end]
        _, case = self.rules.cases.title(words, case)
        bracketed = _BRACKETED.match(words)
        if bracketed:
            office = Span(inner.start, inner.start + bracketed.end("office"))
            name = Span(inner.start + bracketed.start("name"), inner.start + bracketed.end("name"))
            return self._holder(name, office, grounds, "party-office-in-brackets", case)
        name_span = self._name_behind(inner, case) or self._name_of_bearer(inner)
        if name_span:
            end = trimmed(self.view, inner.start, name_span.start)
            office = Span(inner.start, end.end - (self.view[end.end - 1] == ",")) if end else inner
            return self._holder(name_span, office, grounds, "party-office-holder", case)
        entity = self.read_office(inner, Form.OFFICE, span, case)
        as_printed = self.text[grounds.start : grounds.end]
        return Party(as_printed, Evidence((grounds,), "party-office"), office=entity), None

    def _holder(self, name: Span, office: Span, grounds: Span, rule: str, case: str) -> tuple[Party, Holding | None]:
        person = self._name(EntityKind.PERSON, self._without_honorific(name), rule, case)
        held = self.read_office(office, Form.NAME, office, case)
        whole = Span(min(name.start, office.start), max(name.end, office.end))
        party = Party(self.text[grounds.start : grounds.end], Evidence((grounds,), rule), person=person, office=held)
        return party, Holding(person, held, Evidence((whole,), rule))

    def read_office(self, span: Span, form: Form, mention: Span, case: str = "") -> str:
        """The office that a stretch names, with the body it belongs to and its seat; the id of its entity."""
        body = seat = ""
        found_seat = self.words.seat.search(self.view, span.start, span.end)
        end = span.end
        where = self._type_of(found_seat["place"]) if found_seat else ""
        if found_seat and where in ("place", "polity"):
            place = Span(found_seat.start("place"), span.end)
            if where == "place":
                seat = self._name(EntityKind.PLACE, place, "office-seat")
            else:  # a state is no place: "the Ambassador of Turkey in the RSFSR" has no seat, and is not of the RSFSR
                self._name(EntityKind.POLITY, place, "place-in-name")
            end = found_seat.start()
        if self.rules.words.get("head") == "last":  # "TBMM Reisi": what the office belongs to stands before it
            owner = re.match(rf".*{self.words.bodies.pattern}(?= )", self.view[span.start : end])
            body = self._body(Span(span.start, span.start + owner.end())) if owner else ""
        found_body = self.words.of.search(self.view, span.start, end)
        if found_body and found_body.end() < end:
            body = self._body(Span(found_body.end(), end))
        office = self.table.add(
            EntityKind.OFFICE,
            self.rules.cases.title(self.text[span.start : span.end], case)[0],
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
        for start in sorted({m.end() for joint in (self.words.of, self.words.in_) for m in joint.finditer(words)}):
            kind = self._type_of(words[start:])
            where = Span(span.start + start, span.end)
            if kind == "polity":
                part_of = self._name(EntityKind.POLITY, where, "body-of-polity")
            elif kind == "place":
                self._name(EntityKind.PLACE, where, "place-in-name")
        if not self._is_body(words):
            return part_of  # "of Foreign Affairs of the RSFSR": the field is no body, the state is
        entity = self.table.add(
            EntityKind.ORGANISATION,
            self.rules.cases.title(self.text[span.start : span.end], "genitive")[0],
            Evidence((span,), "office-of-body"),
            part_of=part_of,
        )
        self.table.mention(entity, span, Form.NAME, "office-of-body")
        return entity

    def _name(self, kind: EntityKind, span: Span, rule: str, case: str = "") -> str:
        words = self.text[span.start : span.end]
        cases = self.rules.cases
        if words.isupper() and kind is EntityKind.PERSON and case:  # of a heading in capitals
            return self.table.named(kind, span, rule, label=cases.name(self.view[span.start : span.end], case).upper())
        label = cases.name(words, case) if kind is EntityKind.PERSON else cases.title(words, case)[0]
        return self.table.named(kind, span, rule, label=label)

    def _name_behind(self, inner: Span, case: str) -> Span | None:
        """The personal name behind an office: what follows a comma or the last known place, if it looks like a name."""
        words = self.view[inner.start : inner.end]
        last = None
        for hit in self.rules.gazetteer.find_all(words):
            if hit.name.type in ("place", "polity", "organisation"):
                last = hit.span.end
        for state in self.words.state.finditer(words):
            last = max(last or 0, state.end())
        if self.rules.words.get("head") == "last":
            head = self.words.office.match(words)
            last = head.end() if head else last
        for start in (
            words.rfind(", ") + 2 if ", " in words else None,
            last,
            self.rules.cases.name_at_end(words, case),
            *self._behind_office(words),
        ):
            if start is None or start >= len(words):
                continue
            match = self.words.name.fullmatch(words, start)
            if match and not self.words.titled.match(match["name"]) and not self._type_of(_last_word(match["name"])):
                return Span(inner.start + match.start("name"), inner.end)
        return None

    def _behind_office(self, words: str) -> list[int]:
        """Where a name may begin that follows its office without a comma, as some languages have it."""
        if not self.rules.words.get("names_behind_offices"):
            return []
        office = self.words.office.match(words)
        end = office.end() if office else 0
        titles = [match.start() for match in self.words.honorific.finditer(words, end)][:1]
        fields = [match.end() for match in self.words.field.finditer(words, end)][-1:]
        leading = [match.start("name") for match in self.words.leading.finditer(words, end)][-1:]
        return [*titles, *fields, *leading, end]

    def _without_others(self, span: Span) -> Span:
        """The stretch without "and others" at its end."""
        others = words_pattern(list(self.rules.list_of("and_others")))
        match = re.search(rf",? (?:{others})$", self.view[span.start : span.end]) if others else None
        return Span(span.start, span.start + match.start()) if match and match.start() else span

    def _name_of_bearer(self, inner: Span) -> Span | None:
        """The name right behind the title that it is borne with: "President Roe", "Acting Secretary Roe"."""
        match = self.words.bearer.fullmatch(self.view, inner.start, inner.end)
        alone = self.words.office_alone.fullmatch(self.view, inner.start, inner.end)
        return Span(match.start("name"), inner.end) if match and not alone else None

    def _without_article(self, span: Span) -> Span:
        match = self.words.article.match(self.view, span.start, span.end)
        return Span(match.end(), span.end) if match and match.end() < span.end else span

    def _without_honorific(self, span: Span) -> Span:
        match = self.words.honorific.match(self.view, span.start, span.end)
        if match is None:
            return span
        particles = self.rules.list_of("name_particles")  # "Earl of Doe" is a name, "Count de Roe" a title and a name
        first = self.view[match.end() : span.end].split(" ", 1)[0]
        if particles and first not in particles and first in self.rules.words.get("joints", {}).get("of", ()):
            return span
        return Span(match.end(), span.end)

    def _is_body(self, words: str) -> bool:
        if self._type_of(words) in ("polity", "organisation"):
            return True
        return bool(self.rules.list_of("bodies")) and self.words.bodies.search(words) is not None

    def _is_joint_body(self, words: str) -> bool:
        """Whether an office and a body are joined by "and": mayor and council are one body."""
        joints = words_pattern(list(self.rules.words.get("joints", {}).get("and", ())))
        parts = re.split(rf" +(?:{joints}) +", words, maxsplit=1) if joints else []
        return len(parts) > 1 and self.words.bodies.search(parts[1]) is not None

    def _is_body_of_place(self, words: str) -> bool:
        """Whether a noun that is a body as well as an office stands before one word: "Staatsrat Bern", where no person is meant."""
        noun, _, behind = words.partition(" ")
        return noun in self.rules.list_of("bodies") and re.fullmatch(rf"{_UPPER}[\w'-]+", behind) is not None

    def _type_of(self, words: str) -> str:
        return _type_of(words, self.rules)


@lru_cache(maxsize=4096)  # the same offices and states are named in every heading of a series
def _type_of(words: str, rules: Rules) -> str:
    plainly = " ".join(words.split())
    for each in (plainly, rules.cases.title(plainly)[0]):
        name = rules.gazetteer.names.get(each)
        if name:
            return name.type
    return rules.cases.type_of(plainly)


def _last_word(words: str) -> str:
    return words.split()[-1]
