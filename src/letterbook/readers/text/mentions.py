"""Mentions: whom and what a text names or describes; names in one automaton pass, then local patterns at each hit."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from letterbook.letter import EntityKind, Evidence, Form, Holding, Letter, PartKind, Party, Span, Transcript
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.gazetteer import Hit
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.triggers import Triggers
from letterbook.readers.text.zones import view_of

_KINDS = {"polity": EntityKind.POLITY, "place": EntityKind.PLACE, "organisation": EntityKind.ORGANISATION}
_TEXT_PARTS = frozenset({PartKind.PARAGRAPH, PartKind.POSTSCRIPT})
_CAPITALS = re.compile(r"(?:\b[A-Z][\w'-]+ )+[\w'-]+$")
_OF = re.compile(r" of (?:the )?$")
_ARTICLE = re.compile(r"\b[Tt]he $")
_FIRST_WORD = re.compile(r"(?:^|[.!?] )([A-Z][\w'-]+) $", re.MULTILINE)
_NO_NAMES = ("Your", "My", "Our", "Their", "The", "This", "In", "On")
VICTIMS, DEVASTATED = "victims", "devastated-area"
"""The keys of the one group that suffers and the one area that is devastated in a reading."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of the language that the lists of words make."""

    people: re.Pattern[str]
    army: re.Pattern[str]
    own_army: re.Pattern[str]
    classes: re.Pattern[str]
    epithet: re.Pattern[str]
    victims: re.Pattern[str]
    land: re.Pattern[str]
    area: re.Pattern[str]
    country: re.Pattern[str]
    government: re.Pattern[str]
    organisation: re.Pattern[str]
    address: re.Pattern[str]
    idea: re.Pattern[str]
    polity_epithet: re.Pattern[str]
    needs: Mapping[str, tuple[str, ...]]
    """For the patterns that look for descriptions the words of which one stands in every match."""


@cache
def _patterns(rules: Rules) -> Patterns:
    return _make_patterns(rules)


def _make_patterns(rules: Rules) -> Patterns:
    words = rules.subjects.get("words", {})

    def any_of(name: str) -> str:
        return words_pattern(list(words.get(name, ())))

    bodies = words_pattern(list(rules.list_of("bodies")))
    area = any_of("area")
    return Patterns(
        people=re.compile(rf" (?:{any_of('people')})\b"),
        army=re.compile(rf" (?:{any_of('army')})\b"),
        own_army=re.compile(rf"\b(?:[Oo]ur|[Mm]y|[Yy]our) (?:\w+ )?(?:{any_of('army')})\b"),
        classes=re.compile(rf"\b[Tt]he (?P<class>{any_of('classes')}) of (?:the )?$"),
        epithet=re.compile(rf"\b[Tt]he (?:\w+ )?(?:{any_of('epithet')})\b"),
        victims=re.compile(
            rf"\b[Tt]he population(?: of (?:those|these|the|our) (?:{area})\b|(?! of\b))\b"
            rf"|\b[Tt]hose who (?:survived|suffered|escaped|were left)\b[^.,;]*"
            rf"|\b[Tt]he (?:{any_of('victim')})\b(?=[,.;]|$| (?:whom|who|and|of|from|in|by)\b|$)"
        ),
        land=re.compile(rf"\b(?P<whose>[Yy]our|[Tt]heir|[Oo]ur|[Mm]y) (?:{any_of('land')})\b"),
        area=re.compile(
            rf"\b(?:[Tt]hose|[Tt]hese|[Tt]he) (?:{area}) (?:(?:that|which|where) (?=[^.,;]*\b(?:{any_of('harm')})\b)[^.,;]+"
            rf"|(?:devastated|liberated|occupied|freed|ravaged|abandoned|affected|delivered) by (?:(?! (?:{any_of('stop')})\b)[^.,;])+)"
        ),
        country=re.compile(
            r"\b(?:devastate[sd]?|ravage[sd]?|lay waste to|laid waste|plunder(?:s|ed)?) (?P<place>the (?:whole |entire )?country)\b"
        ),
        government=re.compile(r"\b(?:[Yy]our|[Mm]y|[Oo]ur) (?P<body>Government|Cabinet)\b"),
        organisation=re.compile(
            rf"(?<![.!?] )(?<!^)\b(?:[A-Z][\w'-]+ )+(?:{bodies})\b(?: of (?:the )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)?",
            re.MULTILINE,
        ),
        address=re.compile(
            rf"\b(?:Mr|Madam|Mrs|Comrade)\.? (?P<office>{words_pattern(list(rules.list_of('offices')))})\b"
        ),
        idea=re.compile(rf"(?:\b(?:{any_of('idea')}) )?(?:\b[a-z]+isms? and )?$"),
        polity_epithet=re.compile(rf"\b(?:{any_of('republic_epithet')}) $"),
        needs={
            "own_army": tuple(words.get("army", ())),
            "epithet": tuple(words.get("epithet", ())),
            "victims": ("population", "hose who", *words.get("victim", ())),
            "land": tuple(words.get("land", ())),
            "area": tuple(words.get("area", ())),
            "country": ("country",),
            "government": ("Government", "Cabinet"),
            "organisation": rules.list_of("bodies"),
            "address": ("Mr", "Madam", "Comrade"),
        },
    )


@cache
def needed_in_mentions(rules: Rules) -> frozenset[str]:
    """The words of which the patterns for descriptions need one."""
    return frozenset(word for words in _patterns(rules).needs.values() for word in words)


@dataclass(frozen=True, slots=True)
class Sides:
    """The countries of the two sides of a letter, as the offices and bodies of the parties name them."""

    writer: frozenset[str]
    addressee: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph, postscript or closing, and the letter whose text it is."""

    span: Span
    letter: Letter


class MentionReader:
    """Reads the mentions of one text into its table."""

    def __init__(
        self,
        transcript: Transcript,
        view: str,
        letters: tuple[Letter, ...],
        rules: Rules,
        table: EntityTable,
        triggers: Triggers,
    ) -> None:
        self.text, self.view = transcript.text, view
        self.letters, self.rules, self.table = letters, rules, table
        self.patterns, self.triggers = _patterns(rules), triggers
        self._sides: dict[int, Sides] = {}
        self.hits = rules.gazetteer.find_all(view)
        self.stretches = [Stretch(span, letter) for letter in letters for span in text_spans(letter)]
        self._in_order = sorted(self.stretches, key=lambda each: each.span)
        self._starts = [each.span.start for each in self._in_order]

    def read(self) -> None:
        """All mentions: names first, then what is described, for that leans on the names."""
        self._names_of_heading()
        self._names_of_gazetteer()
        self._organisations()
        self._addresses()
        self._governments()
        demonyms = [
            (hit, home.span) for hit in self.hits if hit.name.type == "demonym" and (home := self.home(hit.span))
        ]
        self._armies(demonyms)
        self._peoples(demonyms)
        self._classes()
        self._plurals(demonyms)
        self._descriptions()
        self._lands()
        self._topics()

    def home(self, span: Span) -> Stretch | None:
        """The stretch of a letter's text that holds the span; None where it stands in a heading, a note or another part."""
        at = bisect.bisect_right(self._starts, span.start) - 1
        return self._in_order[at] if at >= 0 and self._in_order[at].span.holds(span) else None

    def _matches(self, name: str) -> Iterator[tuple[re.Match[str], Stretch]]:
        """What a pattern finds in the stretches of the letters' text, none of it reaching over the end of one.

        The pattern runs over the whole text at once: most find nothing, and one search of all costs less than one of each.
        """
        if not self.triggers.any_of(self.patterns.needs[name]):
            return
        pattern: re.Pattern[str] = getattr(self.patterns, name)
        at, end = 0, len(self.view)
        while match := pattern.search(self.view, at, end):
            home = (
                self._in_order[number]
                if (number := bisect.bisect_right(self._starts, match.start()) - 1) >= 0
                else None
            )
            if home is None or match.start() >= home.span.end:
                if number + 1 >= len(self._starts):
                    return
                at = self._starts[number + 1]
                continue
            if match.end() > home.span.end:
                short = pattern.search(self.view, match.start(), home.span.end)
                if short is None:
                    at = home.span.end
                    continue
                match = short
            yield match, home
            at = match.end() if match.end() > match.start() else match.end() + 1

    def sides(self, letter: Letter) -> Sides:
        """The countries of the writer and of the addressee."""
        if letter.ordinal not in self._sides:
            self._sides[letter.ordinal] = Sides(self._countries(letter.senders), self._countries(letter.addressees))
        return self._sides[letter.ordinal]

    def _countries(self, parties: tuple[Party, ...]) -> frozenset[str]:
        found: set[str] = set()
        for party in parties:
            entity = party.office or party.body
            while entity:
                label = self.table.get(entity).label
                seat = self.table.get(entity).seat
                seat_name = self.table.get(seat).label if seat else ""
                found |= {
                    hit.name.belongs_to or hit.name.text
                    for hit in self.rules.gazetteer.find_all(label)
                    if hit.name.text != seat_name
                }
                entity = self.table.get(entity).part_of
        return frozenset(found)

    # -- names

    def _names_of_gazetteer(self) -> None:
        parts = sorted(part.span for letter in self.letters for part in letter.parts)
        starts = [span.start for span in parts]
        people = [
            mention.span
            for mention in self.table.mentions()
            if self.table.get(mention.entity).kind is EntityKind.PERSON
        ]
        for hit in self.hits:
            if hit.name.type not in _KINDS:
                continue
            at = bisect.bisect_right(starts, hit.span.start)
            if any(span.holds(hit.span) for span in parts[max(0, at - 2) : at]):
                inside = any(span != hit.span and span.holds(hit.span) for span in people)
                if hit.name.type == "organisation" or not inside:
                    self._named(hit)

    def _named(self, hit: Hit) -> None:
        kind, span, rule = _KINDS[hit.name.type], hit.span, "named-in-gazetteer"
        if kind is EntityKind.POLITY:
            before = self.patterns.polity_epithet.search(self.view, max(0, span.start - 20), span.start)
            if before:
                span, rule = Span(before.start(), span.end), "polity-with-epithet"
        entity = self.table.add(kind, hit.name.text, Evidence((span,), rule), key=hit.name.text)
        self.table.mention(entity, span, Form.NAME, rule)

    def _names_of_heading(self) -> None:
        wanted = (EntityKind.PERSON, EntityKind.ORGANISATION)
        for entity in [each for each in self.table.entities() if each.kind in wanted]:
            name = view_of(entity.label)
            at = self.view.find(name)
            while at >= 0:
                where = Span(at, at + len(name))
                before, after = self.view[at - 1 : at], self.view[where.end : where.end + 1]
                whole = not (_is_word_sign(before) or _is_word_sign(after))
                if whole and self.home(where):
                    self.table.mention(entity.id, where, Form.NAME, "named-in-heading")
                at = self.view.find(name, where.end if whole else at + 1)

    def _organisations(self) -> None:
        free = 0
        for end in self.triggers.ends_of(self.patterns.needs["organisation"]):
            home = self.home(Span(end - 1, end)) if end > free else None
            if home is None:
                continue
            # Capitalised words stand before the noun; one that begins a sentence is not among them.
            before = _CAPITALS.search(self.view, max(home.span.start, free, end - 120), end)
            match = before and self.patterns.organisation.search(self.view, before.start(), home.span.end)
            if not match or match.start() >= end:
                continue
            span, where, free = home.span, Span(*match.span()), match.end()
            first = match[0].split()[0]
            opening = _FIRST_WORD.search(self.view, max(span.start, where.start - 30), where.start)
            if opening and opening[1] not in _NO_NAMES:
                continue  # a sentence begins with the name or with another word: its capital does not tell which
            if first in _NO_NAMES:
                where = Span(where.start + len(first) + 1, where.end)
                if " " not in self.view[where.start : where.end]:
                    continue
            if any(hit.span.overlaps(where) and hit.name.type == "organisation" for hit in self.hits):
                continue
            rule = "organisation-by-noun"
            entity = self.table.add(EntityKind.ORGANISATION, self._words(where), Evidence((where,), rule))
            self.table.mention(entity, where, Form.NAME, rule)

    def _words(self, span: Span) -> str:
        return self.text[span.start : span.end]

    # -- forms of address

    def _addresses(self) -> None:
        for match, home in self._matches("address"):
            where = Span(*match.span())
            for party in home.letter.addressees:
                if party.office and self.table.get(party.office).label.startswith(match["office"]):
                    self.table.mention(party.agent, where, Form.ADDRESS, "addressed-in-text")

    def _governments(self) -> None:
        for match, home in self._matches("government"):
            where, rule = Span(*match.span()), "government-of-party"
            whose = "addressee" if match[0][0] in "Yy" else "writer"
            key = f"{match['body']} of the {whose} of letter {home.letter.ordinal}"
            entity = self.table.add(
                EntityKind.ORGANISATION, self._words(where), Evidence((where,), rule), key=key, named=False
            )
            self._relabel(entity, where)
            self.table.mention(entity, where, Form.DESCRIPTION, rule)

    def _relabel(self, entity: str, span: Span) -> None:
        """A description keeps its possessive, without which it says nothing."""
        self.table.describe(entity, self._words(span))

    # -- groups

    def _with_article(self, span: Span, start: int) -> Span:
        """The stretch with the article and up to two adjectives before it."""
        before = re.search(
            r"\b[Tt]he (?:(?!(?:of|and|or|for|to|by|in|from|with|between) )[a-z]+ ){0,2}$",
            self.view[start : span.start],
        )
        return Span(start + before.start(), span.end) if before else span

    def _armies(self, demonyms: list[tuple[Hit, Span]]) -> None:
        for hit, span in demonyms:
            match = self.patterns.army.match(self.view, hit.span.end, span.end)
            if match:
                core, rule = Span(hit.span.start, match.end()), "group-army"
                key = f"army:{hit.name.belongs_to}"
                entity = self.table.add(EntityKind.GROUP, self._words(core), Evidence((core,), rule), key=key)
                self.table.mention(entity, self._with_article(core, span.start), Form.NAME, rule)
        for match, home in self._matches("own_army"):
            where, rule = Span(*match.span()), "group-own-army"
            side = home.letter.ordinal if match[0][0] in "OoMm" else -home.letter.ordinal
            entity = self.table.add(
                EntityKind.GROUP, self._words(where), Evidence((where,), rule), key=f"own-army:{side}", named=False
            )
            self._relabel(entity, where)
            self.table.mention(entity, where, Form.DESCRIPTION, rule)

    def _peoples(self, demonyms: list[tuple[Hit, Span]]) -> None:
        for hit, span in demonyms:
            match = self.patterns.people.match(self.view, hit.span.end, span.end)
            if match:
                core, rule = Span(hit.span.start, match.end()), "group-people"
                key = f"people:{hit.name.belongs_to}"
                entity = self.table.add(EntityKind.GROUP, self._words(core), Evidence((core,), rule), key=key)
                self.table.mention(entity, self._with_article(core, span.start), Form.NAME, rule)

    def _classes(self) -> None:
        for hit in self.hits:
            # Only what stands behind "of" or "of the" can be the country of a class.
            if hit.name.type not in ("polity", "place") or not _OF.search(
                self.view, hit.span.start - 8, hit.span.start
            ):
                continue
            home = self.home(hit.span)
            begin = max(home.span.start, hit.span.start - 60) if home else hit.span.start
            match = self.patterns.classes.search(self.view, begin, hit.span.start)
            if match:
                where, rule = Span(match.start(), hit.span.end), "group-class"
                core = Span(match.start("class"), hit.span.end)
                # "Soviet Russia" and "Russia" are one country here: its last word is its name.
                key = f"{match['class']}:{hit.name.text.split()[-1]}"
                entity = self.table.add(EntityKind.GROUP, self._words(core), Evidence((core,), rule), key=key)
                self.table.mention(entity, where, Form.NAME, rule)

    def _plurals(self, demonyms: list[tuple[Hit, Span]]) -> None:
        for hit, span in demonyms:
            # "The two Americans", "the native Indians" are not the people: the article stands right before.
            article = _ARTICLE.search(self.view, max(span.start, hit.span.start - 4), hit.span.start)
            where = Span(hit.span.start - 4 if article else hit.span.start, hit.span.end)
            plural = hit.name.text.endswith(("s", "men")) and article
            followed = re.match(r" [a-z]", self.view[hit.span.end : hit.span.end + 2]) and not re.match(
                r" (?:and|or|in|on|of|to|during|after|before|who|whom|have|had|has|were|are|with|from|by|as|at)\b",
                self.view[hit.span.end : hit.span.end + 12],
            )
            if not plural or (followed and hit.name.text in ("Swiss", "Chinese", "Japanese")):
                continue
            country, rule = hit.name.belongs_to, "group-plural"
            entity = self.table.find(EntityKind.GROUP, f"people:{country}") or self.table.find(
                EntityKind.GROUP, f"army:{country}"
            )
            entity = self.table.add(
                EntityKind.GROUP,
                self.text[hit.span.start : hit.span.end],
                Evidence((hit.span,), rule),
                key=self._key_of_people(entity, country),
            )
            self.table.mention(entity, where, Form.NAME, rule)

    def _key_of_people(self, entity: str, country: str) -> str:
        return (
            f"army:{country}"
            if entity and entity == self.table.find(EntityKind.GROUP, f"army:{country}")
            else f"people:{country}"
        )

    def _foreign_army(self, letter: Letter) -> str:
        """The only forces named that belong to neither side of the letter."""
        own = {*self.sides(letter).writer, *self.sides(letter).addressee}
        armies = [key.removeprefix("army:") for key in self.table.keys_of(EntityKind.GROUP) if key.startswith("army:")]
        foreign = [country for country in armies if country not in own]
        return self.table.find(EntityKind.GROUP, f"army:{foreign[0]}") if len(foreign) == 1 else ""

    def _descriptions(self) -> None:
        for match, home in self._matches("epithet"):
            where, rule = Span(*match.span()), "group-epithet"
            entity = self._foreign_army(home.letter) or self._described(EntityKind.GROUP, "epithet", where, rule)
            self.table.mention(entity, where, Form.DESCRIPTION, rule)
        for match, _ in self._matches("victims"):
            where = self._stripped(Span(*match.span()))
            entity = self._described(EntityKind.GROUP, VICTIMS, where, "group-victims")
            self.table.mention(entity, where, Form.DESCRIPTION, "group-victims")
        areas = [Span(*match.span()) for match, _ in self._matches("area")]
        areas += [Span(*match.span("place")) for match, _ in self._matches("country")]
        for where in areas:
            where = self._stripped(where)
            entity = self._described(EntityKind.PLACE, DEVASTATED, where, "place-devastated")
            self.table.mention(entity, where, Form.DESCRIPTION, "place-devastated")

    def _stripped(self, span: Span) -> Span:
        words = self.view[span.start : span.end].rstrip()
        return Span(span.start, span.start + len(words))

    def _described(self, kind: EntityKind, key: str, span: Span, rule: str) -> str:
        fresh = not self.table.find(kind, key)
        entity = self.table.add(kind, self._words(span), Evidence((span,), rule), key=key, named=False)
        if fresh:
            self._relabel(entity, span)
        return entity

    def _lands(self) -> None:
        for match, home in self._matches("land"):
            where, rule = Span(*match.span()), "place-land-of"
            country = self._whose(home.letter, match["whose"].lower(), where)
            entity = self._described(EntityKind.PLACE, f"land of {country}", where, rule)
            self.table.mention(entity, where, Form.DESCRIPTION, rule)

    def _whose(self, letter: Letter, possessive: str, where: Span) -> str:
        sides = self.sides(letter)
        if possessive == "your":
            return "+".join(sorted(sides.addressee)) or f"addressee {letter.ordinal}"
        if possessive in ("our", "my"):
            return "+".join(sorted(sides.writer)) or f"writer {letter.ordinal}"
        before = [
            mention
            for mention in self.table.mentions()
            if mention.span.end <= where.start and self.table.get(mention.entity).kind is EntityKind.GROUP
        ]
        sentence = max(self.view.rfind(". ", 0, where.start), self.view.rfind("\n", 0, where.start))
        for mention in reversed(before):
            for key in self.table.keys_of_entity(mention.entity):
                if mention.span.start > sentence and key.startswith("people:"):
                    return key.removeprefix("people:")
        return f"unknown {where.start}"

    def _topics(self) -> None:
        topics = [hit for hit in self.hits if hit.name.type == "topic"]
        for number, hit in enumerate(topics):
            home = self.home(hit.span)
            if home is None:
                continue
            span = home.span
            follows = topics[number + 1].span.start if number + 1 < len(topics) else -1
            if self.view[hit.span.end : follows] == " and ":
                continue  # the first of a pair: the pair is one mention, of its last member
            before = self.patterns.idea.search(self.view, max(span.start, hit.span.start - 50), hit.span.start)
            where = Span(before.start(), hit.span.end) if before and before[0] else hit.span
            rule = "topic-as-actor"
            entity = self.table.add(EntityKind.TOPIC, hit.name.text, Evidence((where,), rule), key=hit.name.text)
            self.table.mention(entity, where, Form.NAME, rule)


def _is_word_sign(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def text_spans(letter: Letter) -> list[Span]:
    """The paragraphs of a letter, and the closing where it is a paragraph of its own: where it speaks of something."""
    texts = [part.span for part in letter.parts if part.kind in _TEXT_PARTS]
    closings = [part.span for part in letter.parts if part.kind is PartKind.CLOSING]
    return sorted([*texts, *(span for span in closings if not any(text.holds(span) for text in texts))])


def holdings_in(reader: MentionReader, transcript: Transcript) -> tuple[Holding, ...]:
    """Offices that the text says the addressee holds: "their National Government headed by you"."""
    found: list[Holding] = []
    if " by you" not in reader.view:
        return ()
    leaders = words_pattern(list(reader.rules.subjects["words"]["leader"]))
    for letter in reader.letters:
        person = next((party.person for party in letter.addressees if party.person), "")
        if not person:
            continue
        for mention in reader.table.mentions():
            entity = reader.table.get(mention.entity)
            home = reader.home(mention.span)
            if entity.kind is not EntityKind.ORGANISATION or home is None or home.letter is not letter:
                continue
            behind = re.match(rf" (?:{leaders}) by you\b", reader.view[mention.span.end : mention.span.end + 40])
            if behind:
                start = re.search(r"\b(?:their|our|your|the) $", reader.view[: mention.span.start])
                span = Span(start.start() if start else mention.span.start, mention.span.end + behind.end())
                evidence = Evidence((span,), "holding-headed-by-you")
                office = reader.table.add(EntityKind.OFFICE, f"head of the {entity.label}", evidence, part_of=entity.id)
                reader.table.mention(office, span, Form.DESCRIPTION, "holding-headed-by-you")
                found.append(Holding(person, office, evidence))
    return tuple(found)
