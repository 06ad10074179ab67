"""Whom a letter speaks to first: its salutation, on a line of its own or run into the first paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from letterbook.letter import Evidence, Form, Letter, Span, Wording
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import Block

LONGEST_SALUTATION = 90
_LONGEST_NAME = 40
_MARK_BEHIND = re.compile(r"[\s:;.,!—–-]*")


@dataclass(frozen=True, slots=True)
class Salutations:
    """Finds forms of address in a text; ``view`` is the text as it is searched, of the same length."""

    text: str
    view: str
    rules: Rules
    table: EntityTable

    def alone(self, block: Block) -> Wording | None:
        """The salutation that a block is; None where it is none."""
        words = block.words(self.view)
        if len(words) > LONGEST_SALUTATION or "\n" in words:
            return None
        spelled = (words, words.capitalize(), words.title()) if words.isupper() else (words,)
        for pattern in self.rules.salutations:
            if any(pattern.regex.fullmatch(each) for each in spelled):
                evidence = Evidence((block.span,), pattern.id)
                printed = self.text[block.span.start : block.span.end]
                return Wording(printed, printed.rstrip(" ,:;.!—–-"), evidence)
        return None

    def run_in(self, block: Block) -> Wording | None:
        """The form of address that is run into the first paragraph; None where there is none."""
        for pattern in self.rules.inline_salutations:
            match = pattern.regex.match(self.view, block.span.start, block.span.end)
            if match:
                words = match["words"].rstrip(" ,")
                span = Span(match.start("words"), match.start("words") + len(words))
                printed = self.text[span.start : span.end]
                return Wording(printed, printed, Evidence((span,), pattern.id))
        return None

    def by_name(self, block: Block, letter: Letter) -> Wording | None:
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

    def addressed(self, letter: Letter, *, inside: bool) -> Letter:
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

    def after(self, offset: int) -> int:
        """Where the text goes on behind the colon or the dash of a salutation."""
        match = _MARK_BEHIND.match(self.view, offset)
        return match.end() if match else offset


def _names_office(words: str, office: str, rules: Rules) -> bool:
    """Whether a form of address names the office: "Mr. Chairman" the "Chairman of the Assembly"."""
    nouns = [noun for noun in rules.list_of("offices") if office.startswith(noun)]
    return any(re.search(rf"\b{words_pattern([noun])}$", words) for noun in nouns)
