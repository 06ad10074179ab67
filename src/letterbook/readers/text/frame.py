"""The frame of a printed letter, read from both ends, and of the letters that are printed inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from letterbook.findings import Finding
from letterbook.letter import (
    Citation,
    Dated,
    EntityKind,
    Evidence,
    Form,
    Holding,
    Letter,
    Part,
    PartKind,
    Party,
    Relation,
    Span,
    Transcript,
    Wording,
)
from letterbook.readers.text.citations import is_source_note, read_citation
from letterbook.readers.text.datelines import Dateline, FoundDate, find_dates, read_dateline
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.headings import Heading, PartyReader, read_heading
from letterbook.readers.text.remarks import remark, remarks
from letterbook.readers.text.rules import Pattern, Rules, words_pattern
from letterbook.readers.text.tails import TailReader
from letterbook.readers.text.zones import (
    Block,
    blocks_of,
    has_a_line_for_a_block,
    lines_of,
    quoted,
    trimmed,
    unwrapped,
    view_of,
)

_LONGEST_SALUTATION = 90
_LONGEST_LINK = 260
_HEAD_BLOCKS = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame gives: the letters, the edition, who held which office, and what an editor should know."""

    letters: tuple[Letter, ...]
    citation: Citation | None
    holdings: tuple[Holding, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """The editors' sentence before a letter that is printed inside: who writes, when, to which letter."""

    block: Block
    match: re.Match[str]
    pattern: Pattern


def read_frame(transcript: Transcript, rules: Rules, table: EntityTable) -> Frame:
    """The frame of one printed text.

    Form:    the letters in the order of their beginning; a letter inside another carries that one's ordinal. Where no heading
             is understood there is one letter, with what is certain; where nothing is printed there is none. Findings L201 to L208, by line and column.
    """
    work = _Work(transcript, rules, table)
    if not transcript.text.strip():
        return Frame((), None, (), ())
    work.read(0, len(transcript.text), outer=None, link=None)
    letters = tuple(sorted(work.letters, key=lambda letter: letter.ordinal))
    return Frame(letters, work.citation, tuple(work.holdings), tuple(work.findings))


class _Work:
    """One text while its frame is read."""

    def __init__(self, transcript: Transcript, rules: Rules, table: EntityTable) -> None:
        self.transcript = transcript
        self.text = transcript.text
        self.view = view_of(transcript.text)
        self.by_line = has_a_line_for_a_block(self.view)
        self.flat = unwrapped(self.view)  # a heading or a sentence may be broken over lines
        self.rules = rules
        self.editors = rules.editors
        self.table = table
        self.parties = PartyReader(self.text, self.flat, self.editors, table)
        self.tails = TailReader(self.text, self.view, self.flat, rules, table)
        self.letters: list[Letter] = []
        self.holdings: list[Holding] = []
        self.findings: list[Finding] = []
        self.citation: Citation | None = None

    def note(self, code: str, offset: int, ordinal: int, message: str, remedy: str) -> None:
        """Note a finding at a place of the text."""
        self.findings.append(remark(self.transcript, code, offset, ordinal, message, remedy))

    def read(self, start: int, end: int, *, outer: Letter | None, link: _Link | None) -> None:
        """Read one letter and those inside it; ``outer`` is the letter in which it is printed."""
        ordinal = len(self.letters) + 1
        self.letters.append(Letter(ordinal=ordinal, extent=Span(start, end), parts=()))  # keeps the place
        blocks = self._unstacked(blocks_of(self.view, start, end, by_line=self.by_line))
        letter, body = self._head(blocks, ordinal, outer, link)
        inner = self._find_link(blocks, body)
        enclosures = [] if inner else self._find_enclosures(blocks, body)
        last = blocks.index(inner.block if inner else enclosures[0]) if inner or enclosures else len(blocks)
        note = blocks[-1] if body < len(blocks) and not (inner or enclosures) and self._is_source(blocks[-1]) else None
        letter = self.tails.read(letter, blocks[body : last - (note is not None)])
        if note:
            letter = replace(letter, parts=(*letter.parts, self._source(note)))
        extent_end = max((part.span.end for part in letter.parts), default=end)
        first = letter.parts[0].span.start if letter.parts else start
        own_start = next((p.span.start for p in letter.parts if p.kind is not PartKind.LINK), first)
        letter = replace(letter, extent=Span(own_start if outer else first, extent_end))
        self.letters[ordinal - 1] = letter
        self.findings += remarks(letter, self.letters, self.citation, self.transcript, self.rules)
        if inner:
            self._read_inner(inner, letter, end)
        for marker, stop in zip(enclosures, [each.span.start for each in enclosures[1:]] + [end], strict=False):
            self._read_enclosure(marker, letter, stop)

    # -- from the beginning

    def _head(self, blocks: list[Block], ordinal: int, outer: Letter | None, link: _Link | None) -> tuple[Letter, int]:
        letter = Letter(ordinal=ordinal, extent=Span(0, 1), parts=(), inside=outer.ordinal if outer else 0)
        parts: list[Part] = []
        if link and outer:
            parts.append(Part(PartKind.LINK, link.block.span))
            letter = self._introduced(letter, link, outer)
        at, headed, dated = 0, bool(link), False
        title: Heading | None = None
        for at, block in enumerate(blocks):
            if at >= _HEAD_BLOCKS:
                break
            # "Mr. Adams to Mr. Seward." could be a salutation as well: what comes first is the heading.
            heading = None if headed or dated else read_heading(block.span, self.parties)
            salutation = None if heading else self._salutation(block)
            if salutation:
                parts.append(Part(PartKind.SALUTATION, block.span))
                letter = self._addressed(replace(letter, salutation=salutation), outer)
                at += 1
                break
            if heading:
                headed = True
                parts.append(Part(PartKind.HEADING, block.span))
                self.holdings.extend(heading.holdings)
                letter = replace(
                    letter,
                    kind=letter.kind or heading.kind,
                    senders=heading.senders,
                    addressees=heading.addressees,
                )
                title = heading
                continue
            if not outer and self._is_source(block):
                parts.append(self._source(block))
                continue
            mark, kind = self._editors_mark(block)
            if not at and not outer and self._is_title(blocks):  # a title that no pattern fits: the edition's words
                mark = True
            if mark:
                parts.append(Part(PartKind.NOTE, block.span))
                letter = replace(letter, kind=kind or letter.kind)
                continue
            dateline = read_dateline(self.view, block.span, self.rules)
            # A number alone at the very top is that of the document; a second line may only add what the first lacks.
            if dateline and (dateline.date or parts) and not (dated and (dateline.date or letter.number)):
                dated = dated or dateline.date is not None
                parts.append(Part(PartKind.DATELINE, block.span))
                letter = self._with_dateline(letter, dateline)
                continue
            inline = self._inline_salutation(block)
            if inline:
                span = inline.evidence.spans[0]
                parts.append(Part(PartKind.SALUTATION, span))
                letter = self._addressed(replace(letter, salutation=inline), outer)
                rest = trimmed(self.view, span.end, block.span.end)
                blocks[at] = Block(Span(self._after_mark(span.end), rest.end)) if rest else block
            break
        else:
            at = len(blocks)
        letter = replace(letter, parts=tuple(parts))
        if title:
            letter = self._titled(letter, title)
        if headed and not link and letter.kind is None and self.rules.layout("default_kind"):
            span = next(part.span for part in parts if part.kind is PartKind.HEADING)
            words = self.text[span.start : span.end]
            letter = replace(
                letter, kind=Wording(words, self.rules.layout("default_kind"), Evidence((span,), "kind-of-series"))
            )
        return self._numbered(letter, blocks[at:]), at

    def _is_source(self, block: Block) -> bool:
        return self.citation is None and is_source_note(self.view, block.span, self.editors)

    def _source(self, block: Block) -> Part:
        self.citation = read_citation(self.text, self.view, block.span, self.editors, self.table)
        return Part(PartKind.SOURCE, block.span)

    def _titled(self, letter: Letter, title: Heading) -> Letter:
        """The letter with the day, the place and the number of its heading, where its dateline has none."""
        if title.date and letter.date is None:
            letter = self._dated(letter, title.date, "heading-date")
        if title.place and not letter.place:
            letter = replace(letter, place=self._place(title.place, "heading-place"))
        if title.number and letter.number is None:
            printed = self.text[title.number.start : title.number.end]
            letter = replace(letter, number=Wording(printed, printed, Evidence((title.number,), "heading-number")))
        return letter

    def _unstacked(self, blocks: list[Block]) -> list[Block]:
        """The blocks with source note, dateline and salutation apart that stand right below the heading, on lines of their own."""
        if not blocks or self.rules.layout("source_line") == "none":
            return blocks
        if read_dateline(self.view, blocks[0].span, self.rules):  # a place above its day
            return blocks
        lines = lines_of(self.view, blocks[0].span)
        cuts: list[int] = []
        for number, line in enumerate(lines[1:_HEAD_BLOCKS], start=1):
            if self._is_below_heading(line) or (cuts and self._salutation(Block(line))):
                cuts += [number, number + 1] if not is_source_note(self.view, line, self.rules) else [number]
        ends = sorted({0, *cuts, len(lines)})
        pieces = [(lines[a].start, lines[b - 1].end) for a, b in pairwise(ends) if b <= len(lines)]
        return [*(Block(Span(*piece)) for piece in pieces), *blocks[1:]]

    def _is_below_heading(self, line: Span) -> bool:
        """Whether a block or a line is a source note or a dateline with a day."""
        if is_source_note(self.view, line, self.rules):
            return True
        dateline = read_dateline(self.view, line, self.rules)
        return dateline is not None and dateline.date is not None

    def _is_title(self, blocks: list[Block]) -> bool:
        """Whether the first block is a short one above a source note or a dateline, and is neither itself."""
        short = blocks[0].span.end - blocks[0].span.start <= _LONGEST_LINK
        below = len(blocks) > 1 and self._is_below_heading(blocks[1].span)
        return short and below and read_dateline(self.view, blocks[0].span, self.rules) is None

    def _after_mark(self, offset: int) -> int:
        """Where the text goes on behind the colon or the dash of a salutation."""
        match = re.compile(r"[\s:;.,—–-]*").match(self.view, offset)
        return match.end() if match else offset

    def _with_dateline(self, letter: Letter, dateline: Dateline) -> Letter:
        letter = self._dated(letter, dateline.date)
        if dateline.number:
            value, span = dateline.number
            words = self.text[span.start : span.end]
            letter = replace(letter, number=Wording(words, value, Evidence((span,), "dateline-number")))
        if dateline.place:
            letter = replace(letter, place=self._place(dateline.place))
        if dateline.received:
            received = Dated(dateline.received.date, Evidence((dateline.received.span,), "dateline-received"))
            letter = replace(letter, date_received=received)
        return letter

    def _numbered(self, letter: Letter, blocks: list[Block]) -> Letter:
        """The number that opens the text of a telegram, where the series prints it there."""
        opening = re.match(r"(\d{1,5})\. (?=[A-Z\"\[(])", blocks[0].words(self.view)) if blocks else None
        telegram = letter.kind is not None and letter.kind.value == "telegram"
        if letter.number or not (opening and telegram and self.rules.layout("telegram_number_in_text")):
            return letter
        span = Span(blocks[0].span.start, blocks[0].span.start + opening.end(1))
        return replace(letter, number=Wording(opening[1], opening[1], Evidence((span,), "number-in-text")))

    def _editors_mark(self, block: Block) -> tuple[bool, Wording | None]:
        """Whether a block is a note in brackets or the mark of an archive, and the kind of document that it names."""
        words = block.words(self.view)
        kinds = self.editors.words.get("annotations", {})
        if not kinds or len(words) > _LONGEST_SALUTATION or "\n" in words:
            return False, None
        bracketed = words[0] in "[(" and words[-1] in "])"
        marked = any(pattern.regex.fullmatch(words) for pattern in self.editors.archive_marks)
        if not (bracketed or marked) or (bracketed and find_dates(self.view, block.span, self.rules)):
            return False, None
        for kind, pattern in kinds.items():
            match = re.search(pattern, words)
            if match:
                span = Span(block.span.start + match.start(), block.span.start + match.end())
                printed = self.text[span.start : span.end]
                return True, Wording(printed, kind, Evidence((span,), "kind-by-annotation"))
        return True, None

    def _inline_salutation(self, block: Block) -> Wording | None:
        for pattern in self.rules.inline_salutations:
            match = pattern.regex.match(self.view, block.span.start, block.span.end)
            if match:
                span = Span(*match.span("words"))
                printed = self.text[span.start : span.end]
                return Wording(printed, printed, Evidence((span,), pattern.id))
        return None

    def _dated(self, letter: Letter, found: FoundDate | None, rule: str = "dateline-date") -> Letter:
        if found is None:
            return letter
        if found.fault:
            self.note(
                "L203",
                found.span.start,
                letter.ordinal,
                f"{found.date.wording!r} is no day of the calendar: {found.fault}",
                "correct the date in the source; until then the wording is kept and no day is stated",
            )
        return replace(letter, date=Dated(found.date, Evidence((found.span,), rule)))

    def _place(self, span: Span, rule: str = "dateline-place") -> str:
        evidence = Evidence((span,), rule)
        entity = self.table.add(EntityKind.PLACE, self.text[span.start : span.end], evidence)
        self.table.mention(entity, span, Form.NAME, rule)
        return entity

    def _salutation(self, block: Block) -> Wording | None:
        words = block.words(self.view)
        if len(words) > _LONGEST_SALUTATION or "\n" in words:
            return None
        for pattern in self.rules.salutations:
            if pattern.regex.fullmatch(words):
                evidence = Evidence((block.span,), pattern.id)
                printed = self.text[block.span.start : block.span.end]
                return Wording(printed, printed.rstrip(" ,:;.!—–-"), evidence)
        return None

    def _addressed(self, letter: Letter, outer: Letter | None) -> Letter:
        """Note whom the salutation addresses, where it names the office of the addressee."""
        if letter.salutation is None:
            return letter
        span = letter.salutation.evidence.spans[0]
        words = self.view[span.start : span.end].rstrip(" ,:;.!—-")
        for number, party in enumerate(letter.addressees):
            if party.office and _names_office(words, self.table.get(party.office).label, self.rules):
                where = Span(span.start, span.start + len(words))
                self.table.mention(party.agent, where, Form.ADDRESS, "addressed-by-office")
                if outer:
                    spans = tuple(sorted({span, *party.evidence.spans}))
                    grounded = replace(party, evidence=replace(party.evidence, spans=spans))
                    changed = (*letter.addressees[:number], grounded, *letter.addressees[number + 1 :])
                    return replace(letter, addressees=changed)
        return letter

    # -- letters inside

    def _find_link(self, blocks: list[Block], body: int) -> _Link | None:
        for number in range(body, len(blocks) - 1):
            words = blocks[number].words(self.view)
            if len(words) > _LONGEST_LINK or not words.endswith(":"):
                continue
            for pattern in self.editors.links:
                match = pattern.regex.fullmatch(self.flat, blocks[number].span.start, blocks[number].span.end)
                if match:
                    return _Link(blocks[number], match, pattern)
        return None

    def _find_enclosures(self, blocks: list[Block], body: int) -> list[Block]:
        """The markers behind which papers stand that were sent inside the letter."""
        found = (block for block in blocks[body:] if len(block.words(self.view)) <= _LONGEST_SALUTATION)
        return [
            block
            for block in found
            if any(pattern.regex.fullmatch(block.words(self.view)) for pattern in self.editors.enclosures)
        ]

    def _read_enclosure(self, marker: Block, outer: Letter, end: int) -> None:
        inside = trimmed(self.view, marker.span.end, end)
        if inside is None:
            return
        number = len(self.letters)
        self.read(inside.start, inside.end, outer=outer, link=None)
        relation = Relation("enclosure", outer.ordinal, Evidence((marker.span,), self.editors.enclosures[0].id))
        letter = self.letters[number]
        parts = (Part(PartKind.LINK, marker.span), *letter.parts)
        self.letters[number] = replace(letter, parts=parts, relations=(*letter.relations, relation))

    def _read_inner(self, link: _Link, outer: Letter, end: int) -> None:
        behind = trimmed(self.view, link.block.span.end, end)
        if behind is None:
            return
        marks = quoted(self.view, behind.start, end)
        number = len(self.letters)
        inside = marks[1] if marks else behind
        self.read(inside.start, inside.end, outer=outer, link=link)
        if marks:
            self.letters[number] = replace(self.letters[number], quotation_marks=(marks[0], marks[2]))

    def _introduced(self, letter: Letter, link: _Link, outer: Letter) -> Letter:
        """Sender, addressee, date and relation of a reply, as the editors' sentence gives them."""
        match = link.match
        start, stop = match.start("reply"), match.end("sender")
        sender, holding = self.parties.read(Span(*match.span("sender")), Span(min(start, match.start("sender")), stop))
        sender = self._known(sender)
        if holding:
            self.holdings.append(holding)
        answered = Span(match.start(0), match.end("this") if match.groupdict().get("this") else stop)
        answered = trimmed(self.view, answered.start, answered.end) or answered
        relation = Relation("reply-to", outer.ordinal, Evidence((answered,), link.pattern.id))
        addressees = tuple(replace(party, evidence=Evidence((answered,), "answers-sender")) for party in outer.senders)
        letter = replace(letter, senders=(sender,), addressees=addressees, relations=(relation,))
        if not match.groupdict().get("date"):
            return letter
        found = find_dates(self.flat, Span(*match.span("date")), self.editors)
        if not found:
            return letter
        begin = re.compile(r"\S").search(self.view, stop)
        where = Span(begin.start() if begin else stop, found[0].span.end)
        dated = Dated(found[0].date, Evidence((where,), link.pattern.id))
        if found[0].fault:
            self.note(
                "L203",
                found[0].span.start,
                letter.ordinal,
                f"{found[0].date.wording!r} is no day of the calendar: {found[0].fault}",
                "correct the date in the source; until then the wording is kept and no day is stated",
            )
        if link.pattern.more.get("date") == "received":
            self.note(
                "L208",
                found[0].span.start,
                letter.ordinal,
                f"{self.text[where.start : where.end]!r} is taken as the day of receipt",
                "fine as it is; the day of writing is stated as lying before it",
            )
            return replace(letter, date_received=dated)
        return replace(letter, date=dated)

    def _known(self, party: Party) -> Party:
        """The party with the office that it holds by the heading: the same person is named again."""
        for holding in self.holdings:
            if party.person == holding.person and not party.office:
                return replace(party, office=holding.office)
        return party


def _names_office(words: str, office: str, rules: Rules) -> bool:
    """Whether a form of address names the office: "Mr. Chairman" the "Chairman of the Assembly"."""
    nouns = [noun for noun in rules.list_of("offices") if office.startswith(noun)]
    return any(re.search(rf"\b{words_pattern([noun])}$", words) for noun in nouns)
