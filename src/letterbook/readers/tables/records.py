"""One row as a record of a letter: its words, a cell a line, and what the mapped cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from letterbook.findings import Finding
from letterbook.letter import (
    Citation,
    Letter,
    Neighbour,
    Participant,
    Reading,
    Span,
    TextKind,
    Transcript,
    Wording,
)
from letterbook.readers.tables.cells import Cells
from letterbook.readers.tables.columns import Placed
from letterbook.readers.tables.rowdates import received, written
from letterbook.readers.tables.rownames import RowNames
from letterbook.readers.text.rules import language_words, languages
from letterbook.readers.xml.lists import Listed

_PAGES = re.compile(r"[^\s–-]+(?:\s?[–-]\s?[^\s–-]+)?")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


class Record:
    """One row while it is read."""

    def __init__(
        self, placed: Placed, file: str, number: int, cells: list[str], language: str, lists: Mapping[str, Listed]
    ) -> None:
        self._file = file
        self._cells = Cells(placed, file, number, cells, language)
        self._names = RowNames(self._cells, lists, file)

    @property
    def findings(self) -> list[Finding]:
        """What was found on the row."""
        return self._cells.findings

    def reading(self, source: str, identifier: str = "") -> Reading:
        """The letter that the row describes; ``source`` is the row as the ledger knows it, ``identifier`` its id in its own table."""
        cells, names = self._cells, self._names
        text = cells.text
        place, ground = names.place()
        at = [Participant(place, "place-of-writing", ground)] if ground and place else []
        letter = Letter(
            ordinal=1,
            extent=Span(0, len(text)),
            parts=(),
            kind=self._kind(),
            senders=tuple(names.side("sender")),
            addressees=tuple(names.side("addressee")),
            date=written(cells),
            date_received=received(cells),
            place=place,
            place_evidence=ground,
            stations=(*at, *names.goals()),
            number=self._number(),
            mentioned=tuple(names.mentioned()),
            neighbours=tuple(self._answered()),
            addresses=tuple(_WEB.findall(cells.said("address"))),
            remarks=tuple(self._remarks()),
        )
        iri = cells.said("iri")
        transcript = Transcript(
            source, text, cells.language or "und", marks=tuple(cells.marks), file=self._file, kind=TextKind.DESCRIPTION
        )
        return Reading(
            transcript=transcript,
            profile="table",
            letters=(letter,),
            called=tuple(filter(None, (identifier, iri))),
            proposed=iri.rpartition("/letter/")[2],
            citation=self._citation(),
            entities=names.cast.entities(),
        )

    def _citation(self) -> Citation | None:
        """Where the letter is printed: the edition as its cell calls it, its source note in full, and the page."""
        value = self._cells.values.get("edition")
        if value is None:
            return None
        words = Wording(value.text, value.text, self._cells.evidence(value))
        note, page = self._cells.values.get("printed"), self._cells.values.get("page")
        whole = Wording(note.text, note.text, self._cells.evidence(note)) if note else words
        pages = Wording(page.text, " ".join(page.text.split()), self._cells.evidence(page)) if page else None
        return Citation(whole, series=words, pages=pages if page and _PAGES.fullmatch(page.text.strip()) else None)

    def _answered(self) -> Iterator[Neighbour]:
        """The letters that this one answers, by their ids or addresses."""
        value = self._cells.values.get("answers")
        for each in self._cells.divided(value.text) if value else ():
            if value and each:
                yield Neighbour(kind="reply-to", target=each, words=each, evidence=self._cells.evidence(value, each))

    def _remarks(self) -> Iterator[Wording]:
        if value := self._cells.values.get("note"):
            yield Wording(value.text, value.text, self._cells.evidence(value))

    def _number(self) -> Wording | None:
        value = self._cells.values.get("number")
        return Wording(value.text, " ".join(value.text.split()), self._cells.evidence(value)) if value else None

    def _kind(self) -> Wording | None:
        value = self._cells.values.get("kind")
        if value is None:
            return None
        kind = _kinds().get(value.text.casefold())
        if kind is None:
            remedy = f"the kinds are: {', '.join(sorted(set(_kinds().values())))}, also in the other languages"
            message = f"{value.text!r} is no kind of letter that is known; the record keeps it"
            self._cells.tell("L257", message, remedy, value)
            return None
        return Wording(value.text, kind, self._cells.evidence(value))


@cache
def _kinds() -> dict[str, str]:
    """The kinds of letters by their names in all languages."""
    found: dict[str, str] = {}
    for language in languages():
        for kind, names in language_words(language).get("kinds", {}).items():
            for name in (kind, *names):
                found.setdefault(name.casefold(), kind)
    return found
