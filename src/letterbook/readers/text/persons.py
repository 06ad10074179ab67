"""Persons in the text: harvested from titles, forenames, initials and registers, then found again by their surnames.

One pass finds the runs of capitalised words; what each word is (title, initial, particle, name) is looked up in the lists of the
language, so that this file knows no language. A name that is also a common word of the text is never taken for a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from letterbook.letter import EntityKind, Evidence, Form, Letter, PartKind, Span
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.nameruns import RunReader, Token
from letterbook.readers.text.namewords import (
    ELISION,
    NO_NAMES,
    ROMAN,
    UPPER,
    KnownNames,
    folded,
    name_words,
    stands_in_small_letters,
)
from letterbook.readers.text.rules import Rules

_SKIPPED = frozenset({PartKind.HEADING, PartKind.SOURCE, PartKind.LINK})
_APART = frozenset({PartKind.DATELINE, PartKind.SALUTATION, PartKind.SIGNATURE, PartKind.ADDRESS, PartKind.NOTE})
_CAPITALISED = re.compile(rf"[{UPPER}][\w-]+")
_NAME_WORD = re.compile(rf"(?:[dD]')?[{UPPER}][\w.-]*")
_SENTENCE = re.compile(r"(?:^|[.!?:;\n…\"(\[–—-])\s*$")
_MOST_WORDS = 6
_SHORTEST = 3
_LONGEST_ABBREVIATION = 4  # "Mr", "Mme", "Prof": what stands behind is a name


def read_persons(
    text: str, view: str, letters: Sequence[Letter], rules: Rules, table: EntityTable, names: KnownNames = NO_NAMES
) -> None:
    """Put into the table every person that the letters name outside their headings, with the mentions.

    Form:    ``view`` is the text with a blank for each line end inside a block; a mention holds the title: "M. Dupré"; the label is the
             name without it, but for women, whose title tells them apart. ``names`` are persons that a register knows.
    """
    PersonReader(text, view, rules, table, names).read(letters)


@dataclass(frozen=True, slots=True)
class _Found:
    """A person found: the stretch with its titles, the name without them, and the folded words of the name."""

    span: Span
    name: Span
    forenames: tuple[str, ...]
    surname: tuple[str, ...]
    rule: str
    woman: bool = False


@dataclass
class PersonReader:
    """Finds the persons of one text; ``view`` has a blank for each line end inside a block."""

    text: str
    view: str
    rules: Rules
    table: EntityTable
    known: KnownNames = field(default_factory=KnownNames)

    def __post_init__(self) -> None:
        self.endings = self.rules.list_of("name_endings")
        self.words = name_words(self.rules)
        self.runs = RunReader(self.view, self.words)
        self.surnames: dict[str, set[tuple[str, ...]]] = {}
        self._commons: dict[str, bool] = {}
        for name in self.known.names:
            self._learn(name)

    def read(self, letters: Sequence[Letter]) -> None:
        """Note every person that the letters name outside their headings."""
        skipped = _SKIPPED | (_APART if self.rules.layout("persons_in_text_only") else frozenset())
        spans = [part.span for letter in letters for part in letter.parts if part.kind not in skipped]
        for entity in self.table.entities():
            if entity.kind is EntityKind.PERSON:
                self._learn(tuple(folded(word) for word in _CAPITALISED.findall(entity.label))[-1:])
        telling, plain = self.runs.find(_outermost(spans))
        runs = [tokens for run in telling if (tokens := self.runs.tokens(run))]
        shown = [list(self._found(tokens, again=False)) for tokens in runs]
        for each in shown:
            for found in each:
                self._learn(found.surname)
        everything: list[_Found] = []
        for tokens, first in zip(runs, shown, strict=True):
            known = self._known_words({token.fold: token for token in tokens if token.kind == "W"})
            everything += self._found(tokens, again=True) if known else first
        named_again = {run.start(): run for word in self._known_words(plain) for run in plain[word]}
        for _, run in sorted(named_again.items()):
            everything += self._found(self.runs.tokens(run), again=True)
        self._note(everything)

    # -- the persons of a run

    def _found(self, tokens: list[Token], *, again: bool) -> Iterator[_Found]:
        """The persons of a run: those that a title, a forename or an initial shows, and, ``again``, those whose surname is known."""
        at = 0
        while at < len(tokens):
            begin, title, woman = at, "", False
            while at < len(tokens) and tokens[at].kind in "TRN":
                title, woman = tokens[at].kind, woman or tokens[at].fold in self.words.women
                begin = at + 1 if title == "N" else begin
                at += 1
                while at + 1 < len(tokens) and tokens[at].kind in "AP" and tokens[at + 1].kind in "TR":
                    at += 1
            initials = self._initials(tokens, at)
            if "".join(initials) in self.words.abbreviations:  # "U. S. Navy"
                at += len(initials)
                continue
            name = self._name(tokens, at, titled=bool(title), ruler=title == "R")
            if name and title:
                if not self._is_vetoed_behind(tokens, name, title):
                    yield self._person(tokens, name, (begin, name[1]), "person-titled", woman=woman)
            elif name and self._shows_itself(tokens, name):
                rule = "person-initials" if tokens[at].kind == "I" else "person-forename"
                yield self._person(tokens, name, name, rule)
            else:
                name = self._known(tokens, at) if again and at < len(tokens) else None
                if name:
                    yield self._person(tokens, name, name, "person-named-again")
            at = name[1] if name else max(at, begin + 1) if at > begin else at + 1

    def _initials(self, tokens: list[Token], at: int) -> list[str]:
        """The initials that stand here, folded."""
        if at >= len(tokens) or tokens[at].kind != "I":
            return []
        return [token.fold for token in takewhile(lambda each: each.kind == "I", tokens[at:])]

    def _is_vetoed_behind(self, tokens: list[Token], name: tuple[int, int], title: str) -> bool:
        """Whether the only word behind a title is no name: "nos amis Américains", "le père de la Paix", "General Order"."""
        words = [token for token in tokens[slice(*name)] if token.kind == "W"]
        doubtful = title in "RN" or tokens[name[0]].kind == "P"
        if len(words) > 1:
            return False
        if doubtful:
            return self._is_vetoed(words[0])
        before = tokens[name[0] - 1]
        return name[0] > 0 and len(before.fold) > _LONGEST_ABBREVIATION and self._is_common(words[0])

    def _shows_itself(self, tokens: list[Token], name: tuple[int, int]) -> bool:
        """Whether a name begins with a forename or an initial, and goes on with a surname."""
        inside = [token for token in tokens[slice(*name)] if token.kind in "WI"]
        first, last = inside[0], inside[-1]
        if len(inside) < 2 or last.kind != "W" or len(last.fold) < _SHORTEST:
            return False
        return (first.kind == "I" or first.fold in self.words.forenames) and not self._is_common(last)

    def _name(self, tokens: list[Token], at: int, *, titled: bool, ruler: bool) -> tuple[int, int] | None:
        """Where a name stands that begins here: initials, particles, words; a ruler's title is followed by no particle."""
        end, words = at, 0
        while end < len(tokens) and words < _MOST_WORDS:
            token = tokens[end]
            if token.kind == "I" or (token.kind == "P" and (words or titled) and not (ruler and not words)):
                end += 1
            elif token.kind == "W" and not (words and self._is_common_behind(tokens, end)):
                end, words = end + 1, words + 1
                if words > 1 and ROMAN.fullmatch(self._printed(token)):  # "Louis XVI"
                    break
            else:
                break
        while end > at and tokens[end - 1].kind in "PI":
            end -= 1
        return (at, end) if words and end > at else None

    def _is_common_behind(self, tokens: list[Token], at: int) -> bool:
        """Whether a further word of a name is none: "M. ROE CONTRE", but not the surname behind a forename."""
        before = tokens[at - 1]
        if not self.rules.words.get("nouns_have_capitals"):
            return before.kind != "I" and before.fold not in self.words.forenames and self._is_common(tokens[at])
        # There a second word tells nothing, but behind forenames and initials: "Herrn Roe Rücksicht", "Karl von Roe".
        before = next((each for each in reversed(tokens[:at]) if each.kind != "P"), before)
        return len(before.fold) >= _SHORTEST and before.fold not in self.words.forenames

    def _is_common(self, token: Token) -> bool:
        word = self._printed(token)
        if word not in self._commons:  # the text is looked through once for each word
            self._commons[word] = stands_in_small_letters(self.view, word)
        return self._commons[word]

    def _known(self, tokens: list[Token], at: int) -> tuple[int, int] | None:
        """The name at this word, if it is known; a word before a known surname may be a forename."""
        if tokens[at].kind != "W" or (at and tokens[at - 1].fold in self.words.bodies):  # "Fondation Carnegie"
            return None
        ends = self._ends_at(tokens, at)
        if not ends or max(ends) == at + 1:
            behind = self._ends_at(tokens, at + 1)
            if behind and not self._begins_sentence(tokens[at]) and self._may_be_forename(tokens[at]):
                return at, max(behind)
        return (at, max(ends)) if ends else None

    def _may_be_forename(self, token: Token) -> bool:
        """Whether an unknown word before a surname may be a forename; where every noun has a capital, only a known one."""
        if self.rules.words.get("nouns_have_capitals"):
            return token.fold in self.words.forenames
        return not self._is_vetoed(token)

    def _ends_at(self, tokens: list[Token], at: int) -> list[int]:
        """Where the known names end that begin with this word."""
        if at >= len(tokens) or tokens[at].kind != "W":
            return []
        ends = [self._matches(tokens, at, name) for name in self._names_of(tokens[at].fold)]
        return [end for end in ends if end > at + 1 or (end and not self._is_vetoed(tokens[at]))]

    def _names_of(self, fold: str) -> list[tuple[str, ...]]:
        """The known names that begin with a word, be it with an ending of its case."""
        return [name for stem in self._stems(fold) for name in sorted(self.surnames.get(stem, ()))]

    def _known_words(self, words: Mapping[str, object]) -> Collection[str]:
        """Those of the words that begin a known name."""
        if not self.endings:
            return words.keys() & self.surnames.keys()
        return [word for word in words if self._names_of(word)]

    def _stems(self, fold: str) -> tuple[str, ...]:
        """The word, and what is left of it without an ending of its case."""
        endings = self.endings
        return (fold, *(fold.removesuffix(each) for each in endings if fold.endswith(each))) if endings else (fold,)

    def _matches(self, tokens: list[Token], at: int, name: tuple[str, ...]) -> int:
        for word in name:
            while at < len(tokens) and tokens[at].kind == "P":
                at += 1
            if at >= len(tokens) or tokens[at].fold not in (
                word,
                *(word + each for each in self.rules.list_of("name_endings")),
            ):
                return 0
            at += 1
        return at

    def _is_vetoed(self, token: Token) -> bool:
        word = self.view[token.start : token.end]
        named = self.rules.gazetteer.names.get(ELISION.sub("", word))
        return named is not None or self._is_common(token)

    def _begins_sentence(self, token: Token) -> bool:
        return _SENTENCE.search(self.view, max(0, token.start - 4), token.start) is not None

    # -- what is found

    def _person(
        self, tokens: list[Token], name: tuple[int, int], whole: tuple[int, int], rule: str, *, woman: bool = False
    ) -> _Found:
        inside = tokens[slice(*name)]
        words = [(number, token) for number, token in enumerate(inside) if token.kind in "WI"]
        first = 0
        while first < len(words) - 1 and (words[first][1].kind == "I" or words[first][1].fold in self.words.forenames):
            first += 1
        joined = any(token.kind == "P" for token in inside[words[first][0] : words[-1][0]])
        if not first and not joined and len(words) > 1 and not ROMAN.fullmatch(self._printed(words[-1][1])):
            first = len(words) - 1
        elided = 2 if self.view[inside[0].start - 2 : inside[0].start] in ("d'", "D'") else 0
        return _Found(
            Span(tokens[whole[0]].start - (elided if whole == name else 0), tokens[whole[1] - 1].end),
            Span(inside[0].start - elided, inside[-1].end),
            tuple(token.fold for _, token in words[:first]),
            tuple(token.fold for _, token in words[first:]),
            rule,
            woman,
        )

    def _printed(self, token: Token) -> str:
        return self.view[token.start : token.end]

    def _learn(self, surname: tuple[str, ...]) -> None:
        if surname and len(surname[-1]) >= _SHORTEST:
            self.surnames.setdefault(surname[0], set()).add(surname)

    def _note(self, everything: list[_Found]) -> None:
        """Put the persons into the table: a surname alone is the person who was named with it before."""
        # By the last word of the surname, each once: a long text names the same few people thousands of times.
        persons: dict[tuple[bool, tuple[str, ...]], dict[tuple[tuple[str, ...], str], None]] = {}
        for entity in self.table.entities():
            if entity.kind is EntityKind.PERSON:
                words = [folded(word) for word in _NAME_WORD.findall(entity.label)]
                persons.setdefault((False, tuple(words[-1:])), {})[tuple(words[:-1]), entity.id] = None
        taken = [m.span for m in self.table.mentions() if self.table.get(m.entity).kind is EntityKind.PERSON]
        for found in sorted(everything, key=lambda each: (each.span.start, -each.span.end)):
            if any(span.overlaps(found.span) for span in taken):
                continue
            evidence = Evidence((found.span,), found.rule)
            label = self.text[found.name.start : found.name.end]
            if found.woman:  # "Madame Roe" is not "Roe"
                label = self.text[found.span.start : found.span.end]
            alike = persons.setdefault((found.woman, found.surname[-1:]), {})
            same = [each for first, each in alike if _agree(first, found.forenames)]
            if len(set(same)) == 1:
                key = self.table.key_of(same[0])
                entity_id = self.table.add(EntityKind.PERSON, label, evidence, key=key)
            else:
                entity_id = self.table.add(EntityKind.PERSON, label, evidence)
            alike[found.forenames, entity_id] = None
            # Where every noun has a capital, titles are written as apart from the name, but for women.
            apart = self.rules.words.get("nouns_have_capitals") and not found.woman
            self.table.mention(entity_id, found.name if apart else found.span, Form.NAME, found.rule)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rows of forenames may be of one person: none, or each an initial or a beginning of the other's."""
    pairs = zip(one, other, strict=False)  # one of the two may have fewer
    return all(a[:1] == b[:1] and (min(len(a), len(b)) < _SHORTEST or a == b) for a, b in pairs)


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """The stretches that lie in no other."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
