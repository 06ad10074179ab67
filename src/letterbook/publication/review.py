"""The list of what an editor should look at: doubtful values, contradictions, names that no register explains, suggestions."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from letterbook.decisions import anchor_of, decisions_path, facts_of, occurrences, text_id
from letterbook.editor import FACTS, Decision, Op
from letterbook.findings import Finding, Severity
from letterbook.identifiers import Place
from letterbook.keys import fold
from letterbook.letter import Doubt, Entity, EntityKind, Reading, Span
from letterbook.publication.book import LETTERS, Letterbook, open_letterbook
from letterbook.publication.holders import RULES as HOLDER_RULES
from letterbook.registers import Registers
from letterbook.suggestions import Suggester

_CONTEXT_CHARACTERS = 24
_MOST_OPTIONS = 3
_FACTS_OF_CODES = {
    "L201": ("sender", "addressee"),
    "L202": ("date_sent",),
    "L203": ("date_sent",),
    "L204": ("date_sent", "date_received"),
    "L208": ("date_received",),
    "L222": ("date_sent",),
    "L223": ("date_sent",),
    "L224": ("date_sent",),
    "L226": ("sender", "addressee"),
}
_TWO_READINGS = frozenset({"L208"})
"""Notes that tell of a choice between two readings; other notes say that all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to decide.

    Form:    ``file`` is relative to the letterbook's folder; ``letter`` its id, else "letter 2"; ``fact`` and ``value`` as in a
             decision; ``quote`` the words that say it; ``options`` what else it may be; ``confidence`` is None where no rule
             is in question; ``published`` is false where the value is withheld; ``answers`` are the decisions to choose from.
    """

    file: str
    line: int
    column: int
    letter: str
    fact: str
    value: str
    quote: str
    reason: str
    options: tuple[str, ...] = ()
    confidence: float | None = None
    published: bool = True
    answers: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReview:
    """The items of one text, where decisions on it are written, and the digest of the text that they are made on.

    Form:    ``source`` is the file; ``text`` the id of one of several texts in it, empty for the only one.
    """

    source: str
    decisions_file: Path
    sha256: str
    items: tuple[Item, ...]
    text: str = ""


def review(folder: Path, *, suggest: Suggester | None = None, by: str = "") -> Iterator[SourceReview]:
    """What is to be decided in a letterbook, one text after the other.

    Form:    in the order of the sources and of their lines; a name that no register explains is listed once, where it stands
             first. ``suggest`` adds what it sees and the reader does not; ``by`` is written into the answers.
    Raises:  UsageError, RulesError, LedgerError where the letterbook itself is not in order.
    """
    book = open_letterbook(folder)
    ids = {row.place: row.id for row in book.ledger}
    near = _Likeness(book.registers)
    seen: set[str] = set()
    for path in book.sources()[0]:
        for reading, findings in book.read(path):
            if reading is not None:
                yield _Review(book, path, reading, ids, by).whole(findings, near, seen, suggest)


class _Likeness:
    """The register rows by the beginnings of their words: what a name may be meant for, without asking every row."""

    def __init__(self, registers: Registers) -> None:
        self._rows: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for record in registers.records.values():
            for label in (*record.labels, *record.others):
                for word in _beginnings(label.text):
                    self._rows.setdefault((record.entity_kind, word), set()).add((label.text, record.key))

    def rows(self, entity: Entity) -> list[str]:
        """The keys of the rows whose labels are most like a name of the entity, the likest first."""
        found = {row for word in _beginnings(entity.label) for row in self._rows.get((entity.kind, word), ())}
        by_label = dict(sorted(found, reverse=True))
        close = difflib.get_close_matches(entity.label, sorted(by_label), _MOST_OPTIONS, 0.6)
        return list(dict.fromkeys(by_label[label] for label in close if by_label[label] not in entity.unlike))


def _beginnings(name: str) -> set[str]:
    return {word[:4] for word in fold(name).casefold().split() if len(word) > 2}


class _Review:
    """One text while it is looked through."""

    def __init__(self, book: Letterbook, path: Path, reading: Reading, ids: Mapping[Place, str], by: str) -> None:
        self.book = book
        self.path = path
        self.reading = reading
        self.text = reading.transcript.text
        self.ids = ids
        self.by = by

    def whole(
        self, findings: Iterable[Finding], near: _Likeness, seen: set[str], suggest: Suggester | None
    ) -> SourceReview:
        """All items of the text."""
        found = [
            *(self._doubt(doubt) for doubt in self.reading.doubts),
            *(self._finding(each) for each in findings if _is_open(each)),
            *self._signatures(),
            *self._names(near, seen),
            *(self._suggestions(suggest) if suggest else ()),
        ]
        found.sort(key=lambda item: (item.line, item.column, item.fact, item.value))
        transcript = self.reading.transcript
        file, text = transcript.file or transcript.source, text_id(transcript)
        return SourceReview(file, decisions_path(self.path), transcript.sha256(), tuple(found), text)

    # -- what makes an item

    def _item(self, span: Span | None, letter: int, **more: Any) -> Item:
        line, column = self.reading.transcript.position(span.start) if span else (0, 0)
        source = self.reading.transcript.source
        return Item(
            file=f"{LETTERS}/{self.reading.transcript.file or source}",
            line=line,
            column=column,
            letter=self.ids.get(Place(source, letter), f"letter {letter}") if letter else "",
            quote=" ".join(self.text[span.start : span.end].split()) if span else "",
            **more,
        )

    def _home(self, span: Span) -> int:
        home = self.reading.letter_at(span)
        return home.ordinal if home else 0

    def _doubt(self, doubt: Doubt) -> Item:
        letter, name = _split(doubt.fact)
        answers: list[Decision] = []
        if name == "mention" and doubt.span:
            anchor = self._anchor(doubt.span)
            answers = [self._answer(0, name, op, value=doubt.value, **anchor) for op in (Op.CONFIRM, Op.REJECT)]
        elif name in FACTS:
            answers = self._usual(letter, name, doubt.value, doubt.options)
        return self._item(
            doubt.span,
            letter or (self._home(doubt.span) if doubt.span else 0),
            fact=doubt.fact,
            value=doubt.value,
            options=doubt.options,
            reason=doubt.reason,
            confidence=doubt.confidence,
            published=doubt.published,
            answers=tuple(answers),
        )

    def _finding(self, finding: Finding) -> Item:
        number = finding.letter.removeprefix("letter ")
        letter = int(number) if number.isdecimal() else 1
        facts = _FACTS_OF_CODES.get(finding.code, ())
        read: dict[str, tuple[str, Span | None]] = {}
        if letter <= len(self.reading.letters):
            for fact in facts_of(self.reading.letter(letter), self.reading):
                read.setdefault(_split(fact.path)[1], (fact.value, next(iter(fact.evidence.spans), None)))
        value, span = read.get(facts[0], ("", None)) if facts else ("", None)
        answers = [answer for fact in facts for answer in self._usual(letter, fact, read.get(fact, ("", None))[0])]
        if finding.code == "L208" and value:  # the other reading: it was written on that day
            answers.append(self._answer(letter, "date_sent", Op.SET, value=value))
        item = self._item(
            span,
            letter,
            fact=f"l{letter}/{facts[0]}" if facts else "",
            value=value,
            reason=f"{finding.code} {finding.message}",
            answers=tuple(answers),
        )
        return replace(item, line=finding.line, column=finding.column) if finding.line else item

    def _signatures(self) -> Iterator[Item]:
        """Letters whose heading names one person and whose signature another."""
        for letter in self.reading.letters:
            signature = letter.signature
            if signature is None or len(letter.senders) != 1 or not letter.senders[0].person:
                continue
            party = letter.senders[0]
            name = self.reading.entity(party.person).label
            if party.evidence.decision or signature.evidence.decision or _share_a_word(name, signature.value):
                continue
            signer = signature.value.splitlines()[0].strip(" ,.;")  # below the name the office may stand
            yield self._item(
                next(iter(signature.evidence.spans), None),
                letter.ordinal,
                fact=f"l{letter.ordinal}/sender",
                value=name,
                options=(signer,),
                reason="the heading names one person and the signature another",
                answers=tuple(self._usual(letter.ordinal, "sender", name, (signer,))),
            )

    def _names(self, near: _Likeness, seen: set[str]) -> Iterator[Item]:
        """Names that no register row explains, each once in the whole letterbook; whom a table alone names, no text names."""
        full_names = self.book.holders.full_names(self.reading)
        for entity in self.reading.entities:
            if not entity.named or entity.registered or entity.kind is EntityKind.TOPIC or entity.key in seen:
                continue
            if entity.evidence.rule in HOLDER_RULES:
                continue
            seen.add(entity.key)
            span = next(iter(entity.evidence.spans), None)
            options = near.rows(entity)
            anchor = self._anchor(span) if span else {}
            yield self._item(
                span,
                self._home(span) if span else 0,
                fact="entity",
                value=entity.label,
                options=tuple(options),
                reason=f"the {entity.kind} is in no register{_by_table(full_names.get(entity.id, ''))}",
                answers=tuple(
                    self._answer(0, "entity", Op.SAME_AS, value=key, **anchor) for key in options if "quote" in anchor
                ),
            )

    def _suggestions(self, suggest: Suggester) -> Iterator[Item]:
        """Names that the suggester sees where the reader sees nothing; what was rejected is not proposed again."""
        told = {fold(each.quote) for each in self.reading.decisions if each.fact == "mention" and each.op is Op.REJECT}
        for suggestion in suggest(self.text):
            words = fold(self.text[suggestion.span.start : suggestion.span.end])
            if words in told or any(each.span.overlaps(suggestion.span) for each in self.reading.mentions):
                continue
            told.add(words)
            anchor = self._anchor(suggestion.span)
            yield self._item(
                suggestion.span,
                self._home(suggestion.span),
                fact="mention",
                value=words,
                reason=f"suggested by the model as a {suggestion.kind}; nothing of it is published",
                published=False,
                answers=(
                    self._answer(0, "mention", Op.ADD, value=words, kind=str(suggestion.kind), **anchor),
                    self._answer(0, "mention", Op.REJECT, **anchor),
                ),
            )

    # -- answers

    def _usual(self, letter: int, fact: str, value: str, options: tuple[str, ...] = ()) -> list[Decision]:
        """Confirm or reject what is read, or set one of the other values, the last one to be filled in."""
        answers = [self._answer(letter, fact, op, value=value) for op in (Op.CONFIRM, Op.REJECT) if value]
        return [*answers, *(self._answer(letter, fact, Op.SET, value=option) for option in (*options, ""))]

    def _answer(self, letter: int, fact: str, op: Op, **more: Any) -> Decision:
        return Decision(letter=letter, fact=fact, op=op, by=self.by, **more)

    def _anchor(self, span: Span) -> dict[str, Any]:
        """The quote, and the words before it where it stands more than once: they move with it when the text changes."""
        quote, nth = anchor_of(self.text, span)
        if len(list(islice(occurrences(self.text, quote), 2))) == 1:
            return {"quote": quote}
        words = self.text[max(0, span.start - _CONTEXT_CHARACTERS) : span.start].split()
        before = " ".join(words[1:] if len(words) > 1 else words)
        if before and list(islice(occurrences(self.text, quote, before), 2)) == [span]:
            return {"quote": quote, "before": before}
        return {"quote": quote, "nth": nth}


def _by_table(name: str) -> str:
    return f"; by a table of office-holders {name} held the office on that day" if name else ""


def _is_open(finding: Finding) -> bool:
    """Whether a finding of the reader asks for a decision; those about decisions are told by check and build."""
    if not (finding.code.startswith("L20") or finding.code in _FACTS_OF_CODES):
        return False
    return finding.level.weight >= Severity.WARNING.weight or finding.code in _TWO_READINGS


def _split(fact: str) -> tuple[int, str]:
    letter, _, name = fact.rpartition("/")
    return int(letter.removeprefix("l")) if letter else 0, name


def _share_a_word(name: str, signature: str) -> bool:
    def words(text: str) -> set[str]:
        return {word.strip(".,;:()[]\"'") for word in fold(text).casefold().split()}

    mine = {word for word in words(name) if len(word) > 2}
    return not mine or not mine.isdisjoint(words(signature))
