"""Groups of people and what else a text describes without a name: armies, peoples, classes, victims, lands."""

from __future__ import annotations

import re

from letterbook.letter import EntityKind, Evidence, Form, Letter, Span
from letterbook.readers.text.gazetteer import Hit
from letterbook.readers.text.stretches import LetterText

_OF = re.compile(r" of (?:the )?$")
_ARTICLE = re.compile(r"\b[Tt]he $")
_LED = re.compile(r"\b[Tt]he (?:(?!(?:of|and|or|for|to|by|in|from|with|between) )[a-z]+ ){0,2}$")
_LONGEST_LEAD = 60  # characters of an article and two adjectives
_SMALL_BEHIND = re.compile(r" [a-z]")
_NO_NOUN_BEHIND = re.compile(
    r" (?:and|or|in|on|of|to|during|after|before|who|whom|have|had|has|were|are|with|from|by|as|at)\b"
)
VICTIMS, DEVASTATED = "victims", "devastated-area"
"""The keys of the one group that suffers and the one area that is devastated in a reading."""


class GroupReader:
    """Reads the groups and the descriptions of one text into its table; they lean on the names that are there."""

    def __init__(self, letters: LetterText) -> None:
        self.letters = letters
        self.view, self.table = letters.view, letters.table

    def read(self) -> None:
        """All groups, then what is described."""
        demonyms = [
            (hit, home.span)
            for hit in self.letters.hits
            if hit.name.type == "demonym" and (home := self.letters.home(hit.span))
        ]
        self._armies(demonyms)
        self._peoples(demonyms)
        self._classes()
        self._plurals(demonyms)
        self._descriptions()
        self._lands()

    def _with_article(self, span: Span, start: int) -> Span:
        """The stretch with the article and up to two adjectives before it."""
        before = _LED.search(self.view, max(start, span.start - _LONGEST_LEAD), span.start)
        return Span(before.start(), span.end) if before else span

    def _armies(self, demonyms: list[tuple[Hit, Span]]) -> None:
        for hit, span in demonyms:
            match = self.letters.patterns.army.match(self.view, hit.span.end, span.end)
            if match:
                core, rule = Span(hit.span.start, match.end()), "group-army"
                key = f"army:{hit.name.belongs_to}"
                entity = self.table.add(EntityKind.GROUP, self.letters.words(core), Evidence((core,), rule), key=key)
                self.table.mention(entity, self._with_article(core, span.start), Form.NAME, rule)
        for match, home in self.letters.matches("own_army"):
            where, rule = Span(*match.span()), "group-own-army"
            side = home.letter.ordinal if match[0][0] in "OoMm" else -home.letter.ordinal
            entity = self.table.add(
                EntityKind.GROUP,
                self.letters.words(where),
                Evidence((where,), rule),
                key=f"own-army:{side}",
                named=False,
            )
            self.letters.relabel(entity, where)
            self.table.mention(entity, where, Form.DESCRIPTION, rule)

    def _peoples(self, demonyms: list[tuple[Hit, Span]]) -> None:
        for hit, span in demonyms:
            match = self.letters.patterns.people.match(self.view, hit.span.end, span.end)
            if match:
                core, rule = Span(hit.span.start, match.end()), "group-people"
                key = f"people:{hit.name.belongs_to}"
                entity = self.table.add(EntityKind.GROUP, self.letters.words(core), Evidence((core,), rule), key=key)
                self.table.mention(entity, self._with_article(core, span.start), Form.NAME, rule)

    def _classes(self) -> None:
        for hit in self.letters.hits:
            # Only what stands behind "of" or "of the" can be the country of a class.
            if hit.name.type not in ("polity", "place") or not _OF.search(
                self.view, hit.span.start - 8, hit.span.start
            ):
                continue
            home = self.letters.home(hit.span)
            begin = max(home.span.start, hit.span.start - 60) if home else hit.span.start
            match = self.letters.patterns.classes.search(self.view, begin, hit.span.start)
            if match:
                where, rule = Span(match.start(), hit.span.end), "group-class"
                core = Span(match.start("class"), hit.span.end)
                # "Soviet Russia" and "Russia" are one country here: its last word is its name.
                key = f"{match['class']}:{hit.name.text.split()[-1]}"
                entity = self.table.add(EntityKind.GROUP, self.letters.words(core), Evidence((core,), rule), key=key)
                self.table.mention(entity, where, Form.NAME, rule)

    def _plurals(self, demonyms: list[tuple[Hit, Span]]) -> None:
        for hit, span in demonyms:
            # "The two Americans", "the native Indians" are not the people: the article stands right before.
            article = _ARTICLE.search(self.view, max(span.start, hit.span.start - 4), hit.span.start)
            where = Span(hit.span.start - 4 if article else hit.span.start, hit.span.end)
            if not (article and hit.name.text.endswith(("s", "men"))):
                continue
            end = hit.span.end
            followed = _SMALL_BEHIND.match(self.view, end) and not _NO_NOUN_BEHIND.match(self.view, end)
            if followed and hit.name.text in ("Swiss", "Chinese", "Japanese"):
                continue
            country, rule = hit.name.belongs_to, "group-plural"
            entity = self.table.find(EntityKind.GROUP, f"people:{country}") or self.table.find(
                EntityKind.GROUP, f"army:{country}"
            )
            entity = self.table.add(
                EntityKind.GROUP,
                self.letters.words(hit.span),
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
        own = {*self.letters.sides(letter).writer, *self.letters.sides(letter).addressee}
        armies = [key.removeprefix("army:") for key in self.table.keys_of(EntityKind.GROUP) if key.startswith("army:")]
        foreign = [country for country in armies if country not in own]
        return self.table.find(EntityKind.GROUP, f"army:{foreign[0]}") if len(foreign) == 1 else ""

    def _descriptions(self) -> None:
        for match, home in self.letters.matches("epithet"):
            where, rule = Span(*match.span()), "group-epithet"
            entity = self._foreign_army(home.letter) or self._described(EntityKind.GROUP, "epithet", where, rule)
            self.table.mention(entity, where, Form.DESCRIPTION, rule)
        for match, _ in self.letters.matches("victims"):
            where = self._stripped(Span(*match.span()))
            entity = self._described(EntityKind.GROUP, VICTIMS, where, "group-victims")
            self.table.mention(entity, where, Form.DESCRIPTION, "group-victims")
        areas = [Span(*match.span()) for match, _ in self.letters.matches("area")]
        areas += [Span(*match.span("place")) for match, _ in self.letters.matches("country")]
        for where in areas:
            where = self._stripped(where)
            entity = self._described(EntityKind.PLACE, DEVASTATED, where, "place-devastated")
            self.table.mention(entity, where, Form.DESCRIPTION, "place-devastated")

    def _stripped(self, span: Span) -> Span:
        words = self.view[span.start : span.end].rstrip()
        return Span(span.start, span.start + len(words))

    def _described(self, kind: EntityKind, key: str, span: Span, rule: str) -> str:
        fresh = not self.table.find(kind, key)
        entity = self.table.add(kind, self.letters.words(span), Evidence((span,), rule), key=key, named=False)
        if fresh:
            self.letters.relabel(entity, span)
        return entity

    def _lands(self) -> None:
        for match, home in self.letters.matches("land"):
            where, rule = Span(*match.span()), "place-land-of"
            country = self._whose(home.letter, match["whose"].lower(), where)
            entity = self._described(EntityKind.PLACE, f"land of {country}", where, rule)
            self.table.mention(entity, where, Form.DESCRIPTION, rule)

    def _whose(self, letter: Letter, possessive: str, where: Span) -> str:
        sides = self.letters.sides(letter)
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
            key = self.table.key_of(mention.entity)
            if mention.span.start > sentence and key.startswith("people:"):
                return key.removeprefix("people:")
        return f"unknown {where.start}"
