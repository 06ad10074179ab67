"""Source notes: labelled parts are taken out first; what stands before them is the series, behind them the imprint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from letterbook import dates
from letterbook.letter import Citation, Dated, EntityKind, Evidence, Form, Span, Wording
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import trimmed

_VOLUME = re.compile(r"(?<!\w)(?:Volume|Vol|Tome|Band|Bd|T)\.? ?(?P<value>[IVXLC]+|\d+)\b")
_PAGES = re.compile(r"(?<!\w)(?:pages?|pp?)\.? ?(?P<value>\d+(?: ?[-–] ?\d+)?)\b")
_DOCUMENT = re.compile(
    r"(?<!\w)(?:Doc(?:ument)?\.? )?(?:No|Nr|№)\.? ?(?P<value>\d+)\b|(?<!\w)Doc(?:ument)?\.? ?(?P<value2>\d+)\b"
)
# A year in a span ("1919-1939") or within the title ("Documents 1921") is not that of publication.
_YEAR = re.compile(r"(?<![-–—/])\b(?P<value>1[5-9]\d\d|20\d\d)\b(?! ?[-–—/] ?\d)")
_STANDS_ALONE = re.compile(r"[.,:;()] *$")
_SERIES_END = re.compile(r"(?<=\w{3})[.:;]\s|\s*$")
_DIVIDED = re.compile(r"[.,:;()]\s+|\(|[.,:;()]$|$")


@dataclass(frozen=True, slots=True)
class _Piece:
    value: str
    span: Span


def is_source_note(view: str, span: Span, rules: Rules) -> bool:
    """Whether a block is a source note: it begins with one of the labels of the language and a colon."""
    labels = words_pattern(list(rules.list_of("source_labels")))
    return re.match(rf"(?:{labels}) ?:", view[span.start : span.end]) is not None


def read_citation(text: str, view: str, span: Span, rules: Rules, table: EntityTable) -> Citation:
    """The parts of a source note; place and publisher become entities of the table.

    Form:    a part that is not printed is None; nothing is inferred from another part.
    """
    start = view.index(":", span.start) + 1
    pieces: dict[str, _Piece] = {}
    for name, pattern in (("volume", _VOLUME), ("pages", _PAGES), ("document", _DOCUMENT)):
        match = next((m for m in pattern.finditer(view, start, span.end) if _is_free(m.span(), pieces)), None)
        if match:
            value = next(group for group in match.groups() if group)
            pieces[name] = _Piece(value, Span(*match.span()))
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
    name = rules.gazetteer.names.get(view[span.start : span.end])
    return name is not None and name.type == "place"


def _entity(text: str, span: Span | None, kind: EntityKind, rule: str, table: EntityTable) -> str:
    if span is None:
        return ""
    entity = table.add(kind, text[span.start : span.end], _said(span, rule))
    table.mention(entity, span, Form.NAME, rule)
    return entity


def _year(piece: _Piece | None) -> Dated | None:
    if piece is None:
        return None
    return Dated(dates.year(int(piece.value), wording=piece.value), _said(piece.span, "source-year"))
