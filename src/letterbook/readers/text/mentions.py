"""Mentions: whom and what a text names or describes; names in one automaton pass, then local patterns at each hit."""

from __future__ import annotations

import bisect
import re

from letterbook.letter import EntityKind, Evidence, Form, Holding, Mention, Span, Transcript
from letterbook.readers.text.gazetteer import Hit
from letterbook.readers.text.groups import GroupReader
from letterbook.readers.text.rules import words_pattern
from letterbook.readers.text.stretches import LetterText
from letterbook.readers.text.zones import view_of

_KINDS = {"polity": EntityKind.POLITY, "place": EntityKind.PLACE, "organisation": EntityKind.ORGANISATION}
_CAPITALS = re.compile(r"(?:\b[A-Z][\w'-]+ )+[\w'-]+$")
_FIRST_WORD = re.compile(r"(?:^|[.!?] )([A-Z][\w'-]+) $", re.MULTILINE)
_NO_NAMES = ("Your", "My", "Our", "Their", "The", "This", "In", "On")


class MentionReader(LetterText):
    """Reads the mentions of one text into its table."""

    def read(self) -> None:
        """All mentions: names first, then what is described, for that leans on the names."""
        self._names_of_heading()
        self._names_of_gazetteer()
        self._organisations()
        self._addresses()
        self._governments()
        GroupReader(self).read()
        self._topics()

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
            end = hit.span.end
            if (at and end <= parts[at - 1].end) or (at > 1 and end <= parts[at - 2].end):
                if hit.name.type != "organisation" and any(
                    span.holds(hit.span) and span != hit.span for span in people
                ):
                    continue  # half of a person's name
                self._named(hit)

    def _named(self, hit: Hit) -> None:
        kind, span, rule = _KINDS[hit.name.type], hit.span, "named-in-gazetteer"
        if kind is EntityKind.POLITY:
            before = self.patterns.polity_epithet.search(self.view, max(0, span.start - 20), span.start)
            if before:
                span, rule = Span(before.start(), span.end), "polity-with-epithet"
        self.table.named(kind, span, rule, label=hit.name.text, key=hit.name.text)

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
        known = [hit.span for hit in self.hits if hit.name.type == "organisation"]
        for end in self.triggers.ends_of(self.patterns.needs["organisation"]):
            home = self.home_of(end) if end > free else None
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
            if any(span.overlaps(where) for span in known):
                continue
            rule = "organisation-by-noun"
            self.table.named(EntityKind.ORGANISATION, where, rule, label=self.words(where))

    # -- forms of address

    def _addresses(self) -> None:
        for match, home in self.matches("address"):
            where = Span(*match.span())
            for party in home.letter.addressees:
                if party.office and self.table.get(party.office).label.startswith(match["office"]):
                    self.table.mention(party.agent, where, Form.ADDRESS, "addressed-in-text")

    def _governments(self) -> None:
        for match, home in self.matches("government"):
            where, rule = Span(*match.span()), "government-of-party"
            whose = "addressee" if match[0][0] in "Yy" else "writer"
            key = f"{match['body']} of the {whose} of letter {home.letter.ordinal}"
            entity = self.table.add(
                EntityKind.ORGANISATION, self.words(where), Evidence((where,), rule), key=key, named=False
            )
            self.relabel(entity, where)
            self.table.mention(entity, where, Form.DESCRIPTION, rule)

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
            self.table.named(EntityKind.TOPIC, where, rule, label=hit.name.text, key=hit.name.text)


def _is_word_sign(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def holdings_in(reader: MentionReader, transcript: Transcript) -> tuple[Holding, ...]:
    """Offices that the text says the addressee holds: "their National Government headed by you"."""
    found: list[Holding] = []
    if " by you" not in reader.view:
        return ()
    leaders = words_pattern(list(reader.rules.subjects["words"]["leader"]))
    bodies: dict[int, list[Mention]] = {}
    for mention in reader.table.mentions():
        home = reader.home(mention.span)
        if home and reader.table.get(mention.entity).kind is EntityKind.ORGANISATION:
            bodies.setdefault(home.letter.ordinal, []).append(mention)
    for letter in reader.letters:
        person = next((party.person for party in letter.addressees if party.person), "")
        for mention in bodies.get(letter.ordinal, ()) if person else ():
            entity = reader.table.get(mention.entity)
            behind = re.match(rf" (?:{leaders}) by you\b", reader.view[mention.span.end : mention.span.end + 40])
            if behind:
                start = re.search(r"\b(?:their|our|your|the) $", reader.view[: mention.span.start])
                span = Span(start.start() if start else mention.span.start, mention.span.end + behind.end())
                evidence = Evidence((span,), "holding-headed-by-you")
                office = reader.table.add(EntityKind.OFFICE, f"head of the {entity.label}", evidence, part_of=entity.id)
                reader.table.mention(office, span, Form.DESCRIPTION, "holding-headed-by-you")
                found.append(Holding(person, office, evidence))
    return tuple(found)
