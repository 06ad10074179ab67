"""The head of a letter: heading, source note, marks of the edition, dateline, number and salutation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from letterbook import dates
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
    Span,
    Transcript,
    Wording,
)
from letterbook.readers.text import headlines
from letterbook.readers.text.citations import is_source_note, read_citation
from letterbook.readers.text.datelines import (
    Dateline,
    behind_marks,
    read_dateline,
    read_place_above,
    read_receipt,
    read_short_dateline,
)
from letterbook.readers.text.dayforms import FoundDate
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.headings import Heading, is_heading, read_heading
from letterbook.readers.text.parties import PartyReader
from letterbook.readers.text.remarks import remark
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.tails import is_address, is_remark
from letterbook.readers.text.zones import Block, lines_of, trimmed

LONGEST_LINK = 260
_LONGEST_SALUTATION = 90
_LONGEST_NAME = 40
_HEAD_BLOCKS = 12
_LONGEST_LETTERHEAD = 160
_HIGHEST_LETTERHEAD = 5  # blocks above the salutation
_MARKS_BELOW = 4  # blocks below a heading among which its dateline is looked for
_MARK_BEHIND = re.compile(r"[\s:;.,!—–-]*")


@dataclass(slots=True)
class HeadReader:
    """Reads the blocks from the first to the salutation; it keeps the citation, who held which office, and what to note."""

    transcript: Transcript
    view: str
    rules: Rules
    table: EntityTable
    parties: PartyReader
    citation: Citation | None = None
    holdings: list[Holding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _datelines: dict[Span, Dateline | None] = field(default_factory=dict)  # a line is looked at from several sides

    @property
    def text(self) -> str:
        """The text as it was given."""
        return self.transcript.text

    def dateline(self, span: Span) -> Dateline | None:
        """The parts of a dateline; None where the stretch is none."""
        if span not in self._datelines:
            self._datelines[span] = read_dateline(self.view, span, self.rules)
        return self._datelines[span]

    def note(self, code: str, offset: int, ordinal: int, message: str, remedy: str) -> None:
        """Note a finding at a place of the text."""
        self.findings.append(remark(self.transcript, code, offset, ordinal, message, remedy))

    def note_fault(self, found: FoundDate, ordinal: int) -> None:
        """Note why the words of a date give no day, where they give none."""
        if found.ambiguous:
            message = f"{found.date.wording!r} gives no day: {found.fault}"
            remedy = "state day_first = true or false in letterbook.toml, or set the date by a decision"
            self.note("L223", found.span.start, ordinal, message, remedy)
        elif found.fault:
            message = f"{found.date.wording!r} is no day of the calendar: {found.fault}"
            remedy = "correct the date in the source; until then the wording is kept and no day is stated"
            self.note("L203", found.span.start, ordinal, message, remedy)

    def read(self, blocks: list[Block], letter: Letter, *, introduced: bool) -> tuple[Letter, int]:
        """The letter with its head, and the number of the first block behind it.

        Form:    ``introduced`` where a sentence of the editors has named the parties, so that no heading is looked for; blocks
                 that hold more than the head are divided in place.
        """
        parts: list[Part] = list(letter.parts)
        inside = bool(letter.inside)
        at, headed, dated = 0, introduced, False
        title: Heading | None = None
        for at, block in enumerate(blocks):
            if at >= _HEAD_BLOCKS:
                break
            # "Mr. Adams to Mr. Seward." could be a salutation as well: what comes first is the heading.
            self._divide(blocks, at, headed=headed, dated=dated)
            block = blocks[at]
            heading = None if headed or dated else self._heading(blocks, at)
            if not (heading or headed or dated or parts) and headlines.is_document_number(
                self.view, block, self.rules.editors
            ):
                parts.append(Part(PartKind.NOTE, block.span))
                continue
            salutation = None if heading else self.salutation(block) or self._salutation_by_name(block, letter)
            if salutation:
                parts.append(Part(PartKind.SALUTATION, block.span))
                letter = self._addressed(replace(letter, salutation=letter.salutation or salutation), inside=inside)
                at += 1
                break
            if heading:
                headed = True
                parts.append(Part(PartKind.HEADING, block.span))
                self.holdings.extend(heading.holdings)
                for side in heading.undecided:
                    message = f"{self.text[side.start : side.end]!r} names two of whom one is meant; neither is stated"
                    self.note("L226", side.start, letter.ordinal, message, "decide who it is, if that is known")
                letter = replace(
                    letter,
                    kind=letter.kind or heading.kind,
                    senders=heading.senders,
                    addressees=heading.addressees,
                )
                title = heading
                continue
            if not inside and self.is_source(block):
                parts.append(self.source(block))
                continue
            mark, kind = self.editors_mark(block)
            if (
                not mark and not (headed or dated) and self._is_title(blocks, at)
            ):  # no pattern fits: the edition's words
                mark = True
            if mark or (letter.number and self.is_number(block)):
                parts.append(Part(PartKind.NOTE, block.span))
                letter = replace(letter, kind=kind) if kind else letter
                continue
            dateline = self.dateline(block.span)
            # A number alone at the very top is that of the document; a second line may only add what the first lacks.
            again = (
                dated and dateline is not None and (dateline.date or letter.number or not self._is_own(dateline, block))
            )
            if dateline and (dateline.date or parts) and not again:
                dated = dated or dateline.date is not None
                parts.append(Part(PartKind.DATELINE, block.span))
                letter = self._with_dateline(letter, dateline)
                continue
            short = self.rules.layout("dateline_below") and headed and not (dated and letter.place)
            dateline = read_short_dateline(self.view, block.span, self.rules) if short else None
            if dateline and (dateline.place or not dated):
                dated = True
                parts.append(Part(PartKind.DATELINE, block.span))
                letter = self._with_dateline(letter, dateline)
                continue
            place = None if dated or letter.place else read_place_above(self.view, block.span, self.rules)
            if title and title.date and not (title.place or dated or place or letter.place):
                place = self._place_alone(blocks, at)
            if headed and place:
                parts.append(Part(PartKind.DATELINE, block.span))
                letter = replace(letter, place=self._place(place))
                continue
            if dated and is_address(self.view, block, self.rules) and not self.inline_salutation(block):
                kind_of_part, letter = self._letterhead(letter, block)
                parts.append(Part(kind_of_part, block.span))
                continue
            inline = self.inline_salutation(block)
            if inline:
                span = inline.evidence.spans[0]
                parts.append(Part(PartKind.SALUTATION, span))
                letter = self._addressed(replace(letter, salutation=letter.salutation or inline), inside=inside)
                rest = trimmed(self.view, span.end, block.span.end)
                begin = self._after_mark(span.end)
                if rest and begin < rest.end:
                    blocks[at] = Block(Span(begin, rest.end))
                else:  # nothing but marks behind it
                    at += 1
            elif self._is_letterhead(blocks, at):
                kind_of_part, letter = self._letterhead(letter, block)
                parts.append(Part(kind_of_part, block.span))
                continue
            elif self.rules.layout("summary") and headlines.is_summary(blocks, at, self.salutation):
                parts.append(Part(PartKind.NOTE, block.span))
                continue
            break
        else:
            at = len(blocks)
        kind = letter.kind
        if headed and not introduced and kind is None and self.rules.layout("default_kind"):
            span = next(part.span for part in parts if part.kind is PartKind.HEADING)
            words = self.text[span.start : span.end]
            kind = Wording(words, self.rules.layout("default_kind"), Evidence((span,), "kind-of-series"))
        letter = replace(letter, parts=tuple(parts), kind=kind)
        if title and (title.date or title.place or title.number or title.receipt):
            letter = self._titled(letter, title)
        return self._numbered(letter, blocks[at:]), at

    def _divide(self, blocks: list[Block], at: int, *, headed: bool, dated: bool) -> None:
        """Divide a block in place whose first line is of another kind than what stands below it: a mark, a dateline, a salutation."""
        pair = headlines.first_line_apart(self.view, blocks[at])
        if pair is None:
            return
        first, rest = pair
        below = Block(lines_of(self.view, rest.span)[0])
        if not headed:
            plain = self.dateline(below.span) is not None and is_heading(first.span, self.parties, placed=True)
        elif self.dateline(blocks[at].span):
            return
        elif said := self.salutation(first):
            # Without a mark behind it a line may be broken anywhere; "Dear" begins no sentence.
            plain = self.view[first.span.end - 1] in ",!:;—–-" or "dear" in said.evidence.rule
        else:
            plain = not dated and (self.editors_mark(first)[0] or self._is_day(first))
        if plain:
            blocks[at : at + 1] = pair

    def _is_own(self, dateline: Dateline, block: Block) -> bool:
        """Whether a number without a day is the letter's own: more than a word before it tells of another paper."""
        if dateline.number is None:
            return True
        start = behind_marks(self.view, block.span, self.rules)
        return len(self.view[start : dateline.number[1].start].split()) <= 1

    def _place_alone(self, blocks: list[Block], at: int) -> Span | None:
        """The place that stands alone between a heading with the day and the salutation."""
        words = blocks[at].words(self.view).rstrip(" .,")
        few = re.fullmatch(r"[^\W\d_][\w'.-]*(?: [^\W\d_][\w'.-]*){0,2}", words)
        if not few or not words[0].isupper() or words in self.rules.list_of("marks") or at + 1 >= len(blocks):
            return None
        opens = self.salutation(blocks[at + 1]) or self.inline_salutation(blocks[at + 1])
        start = blocks[at].span.start
        return Span(start, start + len(words)) if opens and not self.salutation(blocks[at]) else None

    def is_source(self, block: Block) -> bool:
        """Whether a block is the edition's source note, where none has been read yet."""
        return self.citation is None and is_source_note(self.view, block.span, self.rules.editors)

    def source(self, block: Block) -> Part:
        """The part that a source note is; what it cites is kept."""
        self.citation = read_citation(self.text, self.view, block.span, self.rules.editors, self.table)
        return Part(PartKind.SOURCE, block.span)

    def _is_letterhead(self, blocks: list[Block], at: int) -> bool:
        """Whether a short block is printed or written above the letter: the head of the paper, a mark, an address."""
        if not self.rules.layout("letterhead"):
            return False
        for number, block in enumerate(blocks[at : at + _HIGHEST_LETTERHEAD], start=at):
            if number > at and (self.salutation(block) or self.is_below_heading(block.span)):
                return number + 1 < len(blocks)
            if block.span.end - block.span.start > _LONGEST_LETTERHEAD:
                break
        words = blocks[at].words(self.view).strip(" .!")
        marked = words in self.rules.list_of("marks") or is_remark(self.view, blocks[at], self.rules)
        return marked or is_address(self.view, blocks[at], self.rules)

    def _letterhead(self, letter: Letter, block: Block) -> tuple[PartKind, Letter]:
        """What a block above the letter is; in some editions the address counts as the first form of address."""
        if not is_address(self.view, block, self.rules):
            return PartKind.NOTE, letter
        if self.rules.layout("address_is_salutation") and letter.salutation is None:
            printed = self.text[block.span.start : block.span.end]
            evidence = Evidence((block.span,), "salutation-address")
            letter = replace(letter, salutation=Wording(printed, printed.rstrip(" ,:;.!—–-"), evidence))
        return PartKind.ADDRESS, letter

    def _titled(self, letter: Letter, title: Heading) -> Letter:
        """The letter with the day, the place and the number of its heading, where its dateline has none or the title counts more."""
        first = bool(self.rules.layout("title_first"))
        date, place, number = letter.date, letter.place, letter.number
        if title.date and date:
            self._note_contradiction(
                letter, title.date.date, date.date, title.date.span, "heading" if first else "dateline"
            )
        if title.date and (date is None or first):
            date = self._dated(title.date, letter.ordinal, "heading-date")
        if title.place and (not place or first):
            place = self._place(title.place, "heading-place")
        if title.number and number is None:
            printed = self.text[title.number.start : title.number.end]
            number = Wording(printed, printed, Evidence((title.number,), "heading-number"))
        received = letter.date_received
        if title.receipt and received is None:
            found = read_receipt(
                self.view, title.receipt, FoundDate(date.date, title.receipt) if date else None, self.rules
            )
            received = Dated(found.date, Evidence((found.span,), "dateline-received")) if found else None
        return replace(letter, date=date, place=place, number=number, date_received=received)

    def with_foot(self, letter: Letter) -> Letter:
        """The letter with the day and the place below its signature, where its head has no day and the series prints it there."""
        if letter.date or not self.rules.layout("dateline_below") or self.rules.layout("title_first"):
            return letter
        for part in reversed(letter.parts):
            if part.kind is PartKind.PARAGRAPH:
                break
            below = self.dateline(part.span) if part.kind is PartKind.DATELINE else None
            if below and below.date:
                dated = self._with_dateline(letter, below)
                return replace(dated, place=letter.place or dated.place)
        return letter

    def compare_foot(self, letter: Letter) -> None:
        """Note where a dateline below the letter contradicts the day of its heading."""
        if letter.date is None or letter.date.evidence.rule != "heading-date":
            return
        where = letter.date.evidence.spans[0]
        for part in letter.parts:
            below = self.dateline(part.span) if part.kind is PartKind.DATELINE else None
            if below and below.date and letter.salutation and part.span.start > letter.salutation.evidence.spans[0].end:
                self._note_contradiction(letter, letter.date.date, below.date.date, where, "heading")

    def _note_contradiction(
        self, letter: Letter, said: dates.HistoricalDate, printed: dates.HistoricalDate, where: Span, counts: str
    ) -> None:
        if dates.contradict(said, printed):
            message = f"the heading says {said.wording!r}, the dateline {printed.wording!r}; the {counts} counts"
            self.note("L224", where.start, letter.ordinal, message, "correct the wrong one, or decide")

    def unstacked(self, blocks: list[Block]) -> list[Block]:
        """The blocks with source note, dateline and salutation apart that stand right below the heading, on lines of their own."""
        if self.rules.layout("head") == "lines":
            return headlines.by_line(self.view, blocks, self.salutation)
        numbered = headlines.first_line_apart(self.view, blocks[0]) if blocks else None
        if numbered and headlines.is_document_number(self.view, numbered[0], self.rules.editors):
            blocks = [*numbered, *blocks[1:]]
            return [blocks[0], *self.unstacked(blocks[1:])]
        if not blocks or self.rules.layout("source_line") == "none":
            return blocks
        if self.dateline(blocks[0].span):  # a place above its day
            return blocks
        lines = lines_of(self.view, blocks[0].span)
        cuts: list[int] = []
        for number, line in enumerate(lines[1:_HEAD_BLOCKS], start=1):
            if self.is_below_heading(line) or (cuts and self.salutation(Block(line))):
                cuts += [number, number + 1] if not is_source_note(self.view, line, self.rules.editors) else [number]
        ends = sorted({0, *cuts, len(lines)})
        pieces = [(lines[a].start, lines[b - 1].end) for a, b in pairwise(ends) if b <= len(lines)]
        return [*(Block(Span(*piece)) for piece in pieces), *blocks[1:]]

    def is_below_heading(self, line: Span) -> bool:
        """Whether a block or a line is a source note or a dateline with a day."""
        if is_source_note(self.view, line, self.rules.editors):
            return True
        dateline = self.dateline(line)
        return dateline is not None and dateline.date is not None

    def _is_title(self, blocks: list[Block], at: int) -> bool:
        """Whether a block is a short one above a source note or a dateline, and is neither itself."""
        short = blocks[at].span.end - blocks[at].span.start <= LONGEST_LINK
        below = len(blocks) > at + 1 and self.is_below_heading(blocks[at + 1].span)
        return short and below and self.dateline(blocks[at].span) is None

    def _is_day(self, block: Block) -> bool:
        dateline = self.dateline(block.span)
        return dateline is not None and dateline.date is not None

    def is_number(self, block: Block) -> bool:
        """Whether a block is a second number, that of another register."""
        dateline = self.dateline(block.span)
        return dateline is not None and dateline.date is None and dateline.number is not None

    def _heading(self, blocks: list[Block], at: int) -> Heading | None:
        """The heading that a block is; by what follows it, where its words alone do not show two parties."""
        found = read_heading(blocks[at].span, self.parties)
        if (
            found
            or not is_heading(blocks[at].span, self.parties, placed=True)
            or not self.stands_as_heading(blocks, at)
        ):
            return found
        return read_heading(blocks[at].span, self.parties, placed=True)

    def stands_as_heading(self, blocks: list[Block], at: int) -> bool:
        """Whether a short block stands where a heading does: a dateline or a salutation follows, with marks between them."""
        if blocks[at].span.end - blocks[at].span.start > LONGEST_LINK:
            return False
        for block in blocks[at + 1 : at + _MARKS_BELOW]:
            if any(pattern.regex.fullmatch(block.words(self.view)) for pattern in self.rules.editors.enclosures):
                return False
            # "Mr. Doe, Chief of the Office." is no salutation but the next of a list.
            if self.salutation(block) and self.view[block.span.end - 1] != ".":
                return True
            if self.inline_salutation(block) or self.is_below_heading(block.span):
                return True
            if read_place_above(self.view, block.span, self.rules):
                return True
            if not self.editors_mark(block)[0]:
                return False
        return False

    def _after_mark(self, offset: int) -> int:
        """Where the text goes on behind the colon or the dash of a salutation."""
        match = _MARK_BEHIND.match(self.view, offset)
        return match.end() if match else offset

    def _with_dateline(self, letter: Letter, dateline: Dateline) -> Letter:
        date = self._dated(dateline.date, letter.ordinal) if dateline.date else letter.date
        number, place, received = letter.number, letter.place, letter.date_received
        if dateline.number:
            value, span = dateline.number
            number = Wording(self.text[span.start : span.end], value, Evidence((span,), "dateline-number"))
        if dateline.place:
            place = self._place(dateline.place)
        if dateline.received:
            received = Dated(dateline.received.date, Evidence((dateline.received.span,), "dateline-received"))
        kind = letter.kind
        if dateline.kind and kind is None:
            value, span = dateline.kind
            kind = Wording(self.text[span.start : span.end], value, Evidence((span,), "kind-by-annotation"))
        return replace(letter, kind=kind, date=date, number=number, place=place, date_received=received)

    def _numbered(self, letter: Letter, blocks: list[Block]) -> Letter:
        """The number that opens the text of a telegram, where the series prints it there."""
        opening = re.match(r"(\d{1,5})\. (?=[A-Z\"\[(…])", blocks[0].words(self.view)) if blocks else None
        telegram = letter.kind is not None and letter.kind.value == "telegram"
        if letter.number or not (opening and telegram and self.rules.layout("telegram_number_in_text")):
            return letter
        span = Span(blocks[0].span.start, blocks[0].span.start + opening.end(1))
        return replace(letter, number=Wording(opening[1], opening[1], Evidence((span,), "number-in-text")))

    def editors_mark(self, block: Block) -> tuple[bool, Wording | None]:
        """Whether a block is a note in brackets or the mark of an archive, and the kind of document that it names."""
        words = block.words(self.view)
        kinds = self.rules.editors.words.get("annotations", {})
        bracketed = words[0] in "[(" and words[-1] in "])"
        if not kinds or len(words) > (LONGEST_LINK if bracketed else _LONGEST_SALUTATION) or "\n" in words:
            return False, None
        marked = any(pattern.regex.fullmatch(words) for pattern in self.rules.editors.archive_marks)
        if not (bracketed or marked) or (bracketed and self._is_bracketed_dateline(block, words)):
            return False, None
        for kind, pattern in kinds.items():
            match = re.search(pattern, words)
            if match:
                span = Span(block.span.start + match.start(), block.span.start + match.end())
                printed = self.text[span.start : span.end]
                return True, Wording(printed, kind, Evidence((span,), "kind-by-annotation"))
        return True, None

    def _is_bracketed_dateline(self, block: Block, words: str) -> bool:
        """Whether a block in brackets gives place and day, and not how the paper was sent: "[Sent to Mr. Roe, May 3.]"."""
        first = words.strip("[( ").split(" ")[0].rstrip(".,").lower()
        return first not in self.rules.words.get("slots", {}).get("sent", ()) and self.dateline(block.span) is not None

    def inline_salutation(self, block: Block) -> Wording | None:
        """The form of address that is run into the first paragraph; None where there is none."""
        for pattern in self.rules.inline_salutations:
            match = pattern.regex.match(self.view, block.span.start, block.span.end)
            if match:
                words = match["words"].rstrip(" ,")
                span = Span(match.start("words"), match.start("words") + len(words))
                printed = self.text[span.start : span.end]
                return Wording(printed, printed, Evidence((span,), pattern.id))
        return None

    def _dated(self, found: FoundDate, ordinal: int, rule: str = "dateline-date") -> Dated:
        self.note_fault(found, ordinal)
        return Dated(found.date, Evidence((found.span,), rule))

    def _place(self, span: Span, rule: str = "dateline-place") -> str:
        evidence = Evidence((span,), rule)
        entity = self.table.add(EntityKind.PLACE, self.text[span.start : span.end], evidence)
        self.table.mention(entity, span, Form.NAME, rule)
        return entity

    def salutation(self, block: Block) -> Wording | None:
        """The salutation that a block is; None where it is none."""
        words = block.words(self.view)
        if len(words) > _LONGEST_SALUTATION or "\n" in words:
            return None
        spelled = (words, words.capitalize(), words.title()) if words.isupper() else (words,)
        for pattern in self.rules.salutations:
            if any(pattern.regex.fullmatch(each) for each in spelled):
                evidence = Evidence((block.span,), pattern.id)
                printed = self.text[block.span.start : block.span.end]
                return Wording(printed, printed.rstrip(" ,:;.!—–-"), evidence)
        return None

    def _salutation_by_name(self, block: Block, letter: Letter) -> Wording | None:
        """The name of the addressee alone on a line, as friends write it: "Jane!"."""
        words = block.words(self.view)
        if len(words) > _LONGEST_NAME or words[-1] not in ",!:":
            return None
        names = {
            name
            for party in letter.addressees
            if party.person
            for name in re.findall(r"\w{3,}", self.table.get(party.person).label)
        }
        found = re.findall(r"\w+", words)
        if names.isdisjoint(found) or not set(found) <= names | set(self.rules.list_of("mine")):
            return None
        printed = self.text[block.span.start : block.span.end]
        return Wording(printed, printed.rstrip(" ,:!"), Evidence((block.span,), "salutation-by-name"))

    def _addressed(self, letter: Letter, *, inside: bool) -> Letter:
        """Note whom the salutation addresses, where it names the office of the addressee."""
        if letter.salutation is None:
            return letter
        span = letter.salutation.evidence.spans[0]
        words = self.view[span.start : span.end].rstrip(" ,:;.!—-")
        for number, party in enumerate(letter.addressees):
            if party.office and _names_office(words, self.table.get(party.office).label, self.rules):
                where = Span(span.start, span.start + len(words))
                self.table.mention(party.agent, where, Form.ADDRESS, "addressed-by-office")
                if inside:
                    spans = tuple(sorted({span, *party.evidence.spans}))
                    grounded = replace(party, evidence=replace(party.evidence, spans=spans))
                    changed = (*letter.addressees[:number], grounded, *letter.addressees[number + 1 :])
                    return replace(letter, addressees=changed)
        return letter


def _names_office(words: str, office: str, rules: Rules) -> bool:
    """Whether a form of address names the office: "Mr. Chairman" the "Chairman of the Assembly"."""
    nouns = [noun for noun in rules.list_of("offices") if office.startswith(noun)]
    return any(re.search(rf"\b{words_pattern([noun])}$", words) for noun in nouns)
