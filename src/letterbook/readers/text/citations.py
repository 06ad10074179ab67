"""Source notes: labelled parts are taken out first; what stands before them is the series, behind them the imprint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from letterbook import dates
from letterbook.letter import Citation, Dated, EntityKind, Evidence, Form, Span, Wording
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.rules import Rules, citation_words, words_pattern
from letterbook.readers.text.zones import trimmed

# A year in a span ("1919-1939") or within the title ("Documents 1921") is not that of publication.
_YEAR = re.compile(r"(?<![-–—/])\b(?P<value>1[5-9]\d\d|20\d\d)\b(?! ?[-–—/] ?\d)")
_VALUES = {
    "volume": r"(?P<value>[IVXLC]+|\d+)\b",
    "pages": r"(?P<value>\d+(?: ?[-–—] ?\d+)?)\b",
    "document": r"(?P<value>\d+)\b",
}
_LONGEST_NOTE = 300
_MOST_WORDS_OF_PLACE = 3
_STANDS_ALONE = re.compile(r"[.,:;()] *$")
_SERIES_END = re.compile(r"(?<=\w{3})[.:;]\s|\s*$")
_DIVIDED = re.compile(r"[.,:;()]\s+|\(|[.,:;()]$|$")


@dataclass(frozen=True, slots=True)
class _Piece:
    value: str
    span: Span


@cache
def _labelled() -> dict[str, re.Pattern[str]]:
    """The patterns of the parts that a label introduces."""
    labels = citation_words()
    return {
        name: re.compile(rf"(?<![\w'])(?i:{words_pattern(labels[name])})\.? *{value}")
        for name, value in _VALUES.items()
    }


@cache
def _archives() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})" for pattern in citation_words()["archives"]))


def is_source_note(view: str, span: Span, rules: Rules) -> bool:
    """Whether a block is a source note.

    Form:    it begins with one of the labels of the language and a colon; or it is the mark of an archive; or it is short, begins
             with a title, and has a volume and pages behind it.
    """
    words = view[span.start : span.end]
    if _label_end(words, rules):
        return True
    if len(words) > _LONGEST_NOTE or not words[:1].isupper() or rules.layout("source_line") == "none":
        return False
    if _archives().fullmatch(words):
        return True
    volume, pages = (_labelled()[name].search(words) for name in ("volume", "pages"))
    return bool(volume and pages and volume.start() > 0 and _YEAR.search(words, volume.end()))


def _label_end(words: str, rules: Rules) -> int:
    """Where the label of a source note ends, with its colon; 0 where there is none."""
    match = _label(rules).match(words)
    return match.end() if match else 0


@cache
def _label(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?:{words_pattern(rules.list_of('source_labels')) or '(?!)'}) ?:")


def read_citation(text: str, view: str, span: Span, rules: Rules, table: EntityTable) -> Citation:
    """The parts of a source note; place and publisher become entities of the table.

    Form:    a part that is not printed is None; nothing is inferred from another part.
    """
    start = span.start + _label_end(view[span.start : span.end], rules)
    if _archives().fullmatch(view[span.start : span.end]):
        return Citation(as_printed=Wording(_text(text, span), _text(text, span).strip(), _said(span, "archive-mark")))
    pieces: dict[str, _Piece] = {}
    for name, pattern in _labelled().items():
        match = next((m for m in pattern.finditer(view, start, span.end) if _is_free(m.span(), pieces)), None)
        if match:
            pieces[name] = _Piece(match["value"], Span(*match.span()))
    first = min((piece.span.start for piece in pieces.values()), default=span.end)
    years = [m for m in _YEAR.finditer(view, start, span.end) if _is_free(m.span(), pieces)]
    alone = [m for m in years if _STANDS_ALONE.search(view, start, m.start())]
    behind = [m for m in years if m.start() > first] or alone[-1:]
    if behind:
        pieces["year"] = _Piece(behind[-1]["value"], Span(*behind[-1].span()))
    segments = _segments(view, start, span.end, pieces)
    series = _series(view, start, min(first, pieces["year"].span.start if "year" in pieces else first))
    rest = [s for s in segments if s.start > first]
    place = next((s for s in rest if _is_place(view, s, rules)), None)
    publisher = next((s for s in rest if s != place and view[s.start].isupper()), None)

    def wording(name: str, rule: str) -> Wording | None:
        piece = pieces.get(name)
        return Wording(_text(text, piece.span), piece.value, _said(piece.span, rule)) if piece else None

    return Citation(
        as_printed=Wording(
            _text(text, span), _text(text, span)[start - span.start :].strip(), _said(span, "source-line")
        ),
        series=Wording(_text(text, series), _text(text, series), _said(series, "source-series")) if series else None,
        volume=wording("volume", "source-volume"),
        pages=wording("pages", "source-pages"),
        document=wording("document", "source-document"),
        place=_entity(text, place, EntityKind.PLACE, "source-place", table),
        publisher=_entity(text, publisher, EntityKind.ORGANISATION, "source-publisher", table),
        year=_year(pieces.get("year")),
    )


def _text(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _said(span: Span, rule: str) -> Evidence:
    return Evidence((span,), rule)


def _is_free(where: tuple[int, int], pieces: dict[str, _Piece]) -> bool:
    return not any(piece.span.overlaps(Span(*where)) for piece in pieces.values())


def _segments(view: str, start: int, end: int, pieces: dict[str, _Piece]) -> list[Span]:
    """What is left between the labelled parts, divided at points, commas and colons that a blank follows."""
    covered = sorted((piece.span for piece in pieces.values()), key=lambda span: span.start)
    gaps: list[tuple[int, int]] = []
    at = start
    for span in covered:
        gaps.append((at, span.start))
        at = span.end
    gaps.append((at, end))
    found: list[Span] = []
    for gap_start, gap_end in gaps:
        begin = gap_start
        for match in _DIVIDED.finditer(view, gap_start, gap_end):
            segment = trimmed(view, begin, match.start())
            begin = match.end()
            if segment and any(char.isalpha() for char in view[segment.start : segment.end]):
                found.append(segment)
        last = trimmed(view, begin, gap_end)
        if last and any(char.isalpha() for char in view[last.start : last.end]):
            found.append(last)
    return found


def _series(view: str, start: int, end: int) -> Span | None:
    """The title before the first part: up to a stop behind a word; its own commas and initials stay in it."""
    words = view[start:end].rstrip(" .,:;(\n")
    match = _SERIES_END.search(words)
    span = trimmed(view, start, start + (match.start() if match else len(words)))
    return span if span and any(char.isalpha() for char in view[span.start : span.end]) else None


def _is_place(view: str, span: Span, rules: Rules) -> bool:
    words = view[span.start : span.end]
    name = rules.gazetteer.names.get(words)
    before_publisher = re.match(r" ?: +\w", view[span.end :]) is not None and len(words.split()) <= _MOST_WORDS_OF_PLACE
    return (
        (name is not None and name.type == "place")
        or _short_place(words) != ""
        or (before_publisher and words[0].isupper())
    )


def _short_place(words: str) -> str:
    """The place for which an abbreviation of the imprint stands; empty where it is none."""
    return str(citation_words()["places"].get(words.rstrip("."), ""))


def _entity(text: str, span: Span | None, kind: EntityKind, rule: str, table: EntityTable) -> str:
    if span is None:
        return ""
    words = text[span.start : span.end]
    entity = table.add(kind, (_short_place(words) if kind is EntityKind.PLACE else "") or words, _said(span, rule))
    table.mention(entity, span, Form.NAME, rule)
    return entity


def _year(piece: _Piece | None) -> Dated | None:
    if piece is None:
        return None
    return Dated(dates.year(int(piece.value), wording=piece.value), _said(piece.span, "source-year"))
