"""The letters of one printed text: the outer one and every paper inside it that is one, with their parts and names."""

from __future__ import annotations

from dataclasses import replace

from letterbook.letter import EntityKind, Evidence, Holding, Letter, Part, PartKind, Span, Wording
from letterbook.readers.xml.cast import references
from letterbook.readers.xml.datelines import place_in, read_datelines
from letterbook.readers.xml.found import Found, Paper, lies_in
from letterbook.readers.xml.heads import parties_of
from letterbook.readers.xml.metadata import kind_of
from letterbook.readers.xml.page import ELEMENT, Page
from letterbook.readers.xml.words import ReadingText

_OF_A_LETTER = frozenset({PartKind.DATELINE, PartKind.SALUTATION, PartKind.SIGNATURE})


class Frame:
    """What stands in the elements of one text."""

    def __init__(self, text: ReadingText, page: Page) -> None:
        self.papers = text.papers
        self.page = page
        self.sides = page.rules.from_ | page.rules.to
        self.holdings: list[Holding] = []
        self._names: dict[int, list[Found]] = {}
        for found in sorted(text.names, key=lambda each: (each.start, -each.end)):
            self._names.setdefault(found.paper, []).append(found)

    def letters(self) -> tuple[Letter, ...]:
        """The outer letter and every paper inside it that is one."""
        ordinals: dict[int, int] = {}
        letters: list[Letter] = []
        enclosed: dict[int, list[Part]] = {}
        for index, paper in enumerate(self.papers):
            names = self._names.get(index, [])
            if index and not self._is_letter(paper, names):
                outer = self._owner(paper, ordinals)
                enclosed.setdefault(outer, []).extend(Part(PartKind.ENCLOSED, part.span) for part in paper.parts)
                continue
            ordinals[index] = len(letters) + 1
            letters.append(self._letter(paper, names, len(letters) + 1, self._owner(paper, ordinals)))
        self._mentions()
        if len(letters) == 1 and not enclosed:
            return tuple(letters)
        return tuple(self._whole(letter, enclosed.get(letter.ordinal, []), letters) for letter in letters)

    def _owner(self, paper: Paper, ordinals: dict[int, int]) -> int:
        index = paper.inside
        while index >= 0 and index not in ordinals:
            index = self.papers[index].inside
        return ordinals.get(index, 0)

    def _is_letter(self, paper: Paper, names: list[Found]) -> bool:
        if not paper.parts:
            return False
        if any(part.kind in _OF_A_LETTER for part in paper.parts):
            return True
        return any(found.type in self.sides for found in names)

    def _whole(self, letter: Letter, enclosed: list[Part], letters: list[Letter]) -> Letter:
        """The letter with its enclosures; its extent goes round all that is printed inside it."""
        parts = tuple(sorted((*letter.parts, *enclosed), key=lambda part: part.span))
        spans = [part.span for part in parts]
        todo = {letter.ordinal}
        for other in letters:
            if other.inside in todo:
                todo.add(other.ordinal)
                spans += [part.span for part in other.parts]
        return replace(letter, parts=parts, extent=self._around(spans))

    def _around(self, spans: list[Span]) -> Span:
        if not spans:
            return Span(0, len(self.page.text))
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def _letter(self, paper: Paper, names: list[Found], ordinal: int, inside: int) -> Letter:
        spans: dict[PartKind, list[Span]] = {}
        for part in paper.parts:
            spans.setdefault(part.kind, []).append(part.span)
        heads = spans.get(PartKind.HEADING, [])
        senders, held = parties_of(names, heads, self.page.rules.from_, self.page)
        addressees, held_too = parties_of(names, heads, self.page.rules.to, self.page)
        self.holdings += (*held, *held_too)
        line = read_datelines(names, spans.get(PartKind.DATELINE, []), self.page)
        return Letter(
            ordinal=ordinal,
            inside=inside,
            extent=self._around([part.span for part in paper.parts]),
            parts=tuple(paper.parts),
            senders=senders,
            addressees=addressees,
            date=line.date,
            date_received=line.received,
            place=line.place,
            place_evidence=line.place_evidence,
            number=self._number(spans.get(PartKind.PARAGRAPH, [])),
            salutation=self._wording(spans.get(PartKind.SALUTATION)),
            closing=self._wording(spans.get(PartKind.CLOSING)),
            signature=self._wording(spans.get(PartKind.SIGNATURE)),
        )

    def _wording(self, spans: list[Span] | None) -> Wording | None:
        if not spans:
            return None
        words = " ".join(map(self.page.words, spans))
        return Wording(words, " ".join(words.split()), Evidence(tuple(spans), ELEMENT))

    def _number(self, paragraphs: list[Span]) -> Wording | None:
        """The number of a despatch, which stands alone in a line before the text."""
        if not paragraphs:
            return None
        first = paragraphs[0]
        match = self.page.rules.number.fullmatch(self.page.text, first.start, first.end)
        return Wording(match[0], match["number"], Evidence((first,), ELEMENT)) if match else None

    def _mentions(self) -> None:
        """Mention whom and what the text names outside its heading, too."""
        for index in sorted(self._names):
            datelines = [part.span for part in self.papers[index].parts if part.kind is PartKind.DATELINE]
            for found in self._names[index]:
                if found.named or found.type in self.sides:
                    continue
                kind = kind_of(found.name, found.type, self.page.rules)
                if kind is None:
                    continue
                if kind is EntityKind.PLACE and lies_in(found, datelines):
                    place_in(found, self.page)
                elif (label := self.page.label(found)).strip():
                    self.page.cast.named(kind, label, found.span, ELEMENT, references(found.element))
