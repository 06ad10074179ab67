"""The parts of a letter after a decision: a salutation, closing or signature is put where the editor sees it, or is none."""

from __future__ import annotations

from dataclasses import replace

from letterbook.letter import Letter, Part, PartKind, Span


def with_part(letter: Letter, kind: PartKind, span: Span, text: str) -> Letter:
    """The letter with this part at the span alone; what stood there gives way, what was such a part is a paragraph."""
    parts = [Part(kind, span)]
    for part in without_part(letter, kind).parts:
        for start, end in (
            (part.span.start, min(part.span.end, span.start)),
            (max(part.span.start, span.end), part.span.end),
        ):
            words = text[start:end] if start < end else ""
            if words.strip():
                begin = start + len(words) - len(words.lstrip())
                parts.append(Part(part.kind, Span(begin, begin + len(words.strip()))))
    parts.sort(key=lambda part: part.span)
    extent = Span(min(letter.extent.start, span.start), max(letter.extent.end, span.end))
    return replace(letter, parts=tuple(parts), extent=extent)


def without_part(letter: Letter, kind: PartKind) -> Letter:
    """The letter without a part of this kind: its words stay, as a paragraph."""
    parts = (Part(PartKind.PARAGRAPH, part.span) if part.kind is kind else part for part in letter.parts)
    return replace(letter, parts=tuple(parts))
