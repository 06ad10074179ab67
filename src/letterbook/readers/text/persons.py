"""Persons in the text: harvested from titles, forenames, initials and registers, then found again by their surnames.

One pass finds the runs of capitalised words; what each word is (title, initial, particle, name) is looked up in the lists of the
language, so that this file knows no language. A name that is also a common word of the text is never taken for a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from letterbook.letter import EntityKind, Evidence, Form, Letter, PartKind, Span
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.rules import Rules, words_pattern

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽА-ЯЁІѢѲ"
_SKIPPED = frozenset({PartKind.HEADING, PartKind.SOURCE, PartKind.LINK})
_INITIAL = re.compile(rf"[{_UPPER}][a-zà-ÿ]?\.")
_TOKEN = re.compile(r"(?:[dDlL]')?[^\s.,'-][^\s.,]*[.,]?|[dl]'")
_START = re.compile(rf"[{_UPPER}]")
_CAPITAL = re.compile(rf"(?:[dD]')?[{_UPPER}][\w'-]*")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ROMAN = re.compile(r"[IVX]+|1er|Ier")
_ELISION = re.compile(r"^(?:[dDlL]|[nNsSjJcCmMtT]|[qQ]u)'")
_LOOK_BACK = 30
_SENTENCE = re.compile(r"(?:^|[.!?:;\n…\"(\[–—-])\s*$")
_MOST_WORDS = 6
_SHORTEST = 3


@cache
def _folded(word: str) -> str:
    """The word for comparison: no case, no accents, no elided article."""
    plain = unicodedata.normalize("NFKD", _ELISION.sub("", word)).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names of persons that a register gives: surnames and full names, each as its folded words without particles."""

    names: frozenset[tuple[str, ...]] = frozenset()


NO_NAMES = KnownNames()
"""Where no register is asked."""


def known_names(labels: Iterable[str]) -> KnownNames:
    """The names of a register's labels, "Jane Roe" or "Roe, Jane"; words in brackets are left out.

    Form:    of a label in the order of speech the last word is taken for the surname where no small word stands in it ("Joan of Arc").

    >>> sorted(known_names(["Roe, Jane", "Joan of Arc", "Alan (or Allan) Doe"]).names)
    [('alan', 'doe'), ('doe',), ('jane', 'roe'), ('joan', 'arc'), ('roe',)]
    """
    names: set[tuple[str, ...]] = set()
    for label in labels:
        plain = " ".join(_BRACKETED.sub(" ", label).replace("’", "'").split())
        last, comma, first = plain.partition(",")
        own = tuple(_folded(word) for word in _CAPITAL.findall(last))
        full = (*(_folded(word) for word in _CAPITAL.findall(first)), *own)
        if len(full) > 1:
            names.add(full)
        if own and (comma or len(own) == 1 == len(last.split())):
            names.add(own)
        elif own and not _ROMAN.fullmatch(last.split()[-1]) and len(last.split()) == len(own):
            names.add(own[-1:])
    return KnownNames(frozenset(names))


def read_persons(
    text: str, view: str, letters: Sequence[Letter], rules: Rules, table: EntityTable, names: KnownNames = NO_NAMES
) -> None:
    """Put into the table every person that the letters name outside their headings, with the mentions.

    Form:    ``view`` is the text with a blank for each line end inside a block; a mention holds the title: "M. Dupré"; the label is the name without it, but for women, whose title tells them apart.
    """
    PersonReader(text, view, rules, table, names).read(letters)


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of a language, folded."""

    run: re.Pattern[str]
    titles: frozenset[str]
    rulers: frozenset[str]
    women: frozenset[str]
    forenames: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    bodies: frozenset[str]
    leading: dict[str, str]
    stops: frozenset[str]


@cache
def _words(rules: Rules) -> _Words:
    def folded(*names: str) -> frozenset[str]:
        return frozenset(_folded(word) for name in names for word in rules.list_of(name) if " " not in word)

    particles = [each for each in rules.list_of("particles") if each[0].islower()]
    apart = words_pattern([each for each in particles if not each.endswith("'")]) or "(?!)"
    elided = words_pattern([each for each in particles if each.endswith("'")]) or "(?!)"
    short = sorted({word for word in rules.list_of("honorifics") if word[0].isupper() and len(word) <= 5})
    word = rf"(?:[dD]')?[{_UPPER}](?:\w|-(?=\w)|'(?=[{_UPPER}]))*"
    abbreviated = rf"(?:{words_pattern(short) or '(?!)'})[.,](?= ?[{_UPPER}dl])"
    token = rf"(?:{abbreviated}|[{_UPPER}][a-zà-ÿ]?\.(?= ?[{_UPPER}])|{word})"
    between = rf"(?: +(?:(?:{apart}) +|{elided})*|(?<=[.,])-?(?:(?:{apart}) +|{elided})*)"
    kinds = frozenset(
        _folded(part) for names in rules.words.get("kinds", {}).values() for name in names for part in name.split()
    )
    offices = frozenset(_folded(part) for name in rules.list_of("offices") for part in name.split() if len(part) > 3)
    titles = folded("honorifics")
    return _Words(
        run=re.compile(rf"{token}(?:{between}{token}){{0,9}}"),
        titles=titles,
        rulers=folded("titles") - titles,
        women=folded("titles_of_women"),
        forenames=folded("forenames"),
        particles=frozenset(particles),
        articles=frozenset(rules.list_of("articles")) - frozenset(particles),
        bodies=folded("bodies"),
        leading={
            word: kind
            for kind, names in (("N", "introducing"), ("R", "titles"), ("T", "honorifics"), ("S", "streets"))
            for word in sorted(folded(names))
        },
        stops=(folded("stop_words", "bodies", "months", "weekdays", "marks", "articles") | kinds | offices) - {""},
    )


class _Token(NamedTuple):
    """One word of a run.

    Form:    the kind is T for a title, R for an office or a ruler's title, N for a word like "friend", I for an initial, P for a
             particle, W for a word, S for a word that is no name.
    """

    kind: str
    start: int
    end: int
    fold: str


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
        self.words = _words(self.rules)
        self.surnames: dict[str, set[tuple[str, ...]]] = {}
        for name in self.known.names:
            self._learn(name)

    def read(self, letters: Sequence[Letter]) -> None:
        """Note every person that the letters name outside their headings."""
        spans = [part.span for letter in letters for part in letter.parts if part.kind not in _SKIPPED]
        for entity in self.table.entities():
            if entity.kind is EntityKind.PERSON:
                self._learn(tuple(_folded(word) for word in re.findall(rf"[{_UPPER}][\w-]+", entity.label))[-1:])
        alone: list[list[_Token]] = []
        runs: list[list[_Token]] = []
        for span in _outermost(spans):
            for run in self._runs(span):
                tokens = self._tokens(run)
                if len(tokens) > 1:
                    runs.append(tokens)
                elif tokens:
                    alone.append(tokens)
        for tokens in runs:
            for found in self._found(tokens, again=False):
                self._learn(found.surname)
        runs += [tokens for tokens in alone if tokens[0].fold in self.surnames]
        everything = [found for tokens in runs for found in self._found(tokens, again=True)]
        self._note(everything)

    # -- the words of a run

    def _runs(self, span: Span) -> Iterator[re.Match[str]]:
        """The runs of capitalised words, with the particles and titles between them."""
        start = _START.search(self.view, span.start, span.end)
        while start:
            at = start.start()
            before = self.view[at - 1 : at]
            run = None if before.isalnum() or before == "." else self.words.run.match(self.view, at, span.end)
            if run:
                yield run
            start = _START.search(self.view, run.end() if run else at + 1, span.end)

    def _tokens(self, run: re.Match[str]) -> list[_Token]:
        """The words of a run, with the title in small letters before it; none where it is a street or a common word."""
        words, first, printed = self.words, run.start(), run[0]
        if printed.isalpha() and _folded(printed) in words.stops:
            return []
        leading = self._leading(first)
        if leading and leading[0].kind == "S":
            return []
        tokens = leading
        for match in _TOKEN.finditer(printed):
            start, end = first + match.start(), first + match.end()
            word = match[0]
            fold = word.casefold() if word[-1] == "'" else _folded(word.rstrip(".,"))
            if fold in words.particles and (word[0].islower() or tokens):
                kind = "P"
            elif fold in words.articles:
                kind = "A"
            elif fold in words.titles and not (len(fold) == 1 and tokens and tokens[-1].kind == "I"):  # "N. M. ROE"
                kind = "T"
            elif fold in words.rulers:
                kind = "R"
            elif _INITIAL.fullmatch(word):
                kind = "I"
            elif fold in words.stops or not fold:
                kind = "S"
            else:
                kind, end = "W", end - (word[-1] in ".,")
            tokens.append(_Token(kind, start, end, fold))
        return tokens

    def _leading(self, start: int) -> list[_Token]:
        """The title in small letters right before a run, and the particles behind it: "le général", "le comte de".

        Form:    of kind S where the word is a street or a house that bears the name: "rue Pierre Dupré".
        """
        window = self.view[max(0, start - _LOOK_BACK) : start]
        if window[-1:] != "'" and not (window[-1:] == " " and window[-2:-1].isalpha()):
            return []
        pieces = window.replace("'", "' ").split()
        small: list[str] = []
        while pieces and (pieces[-1] in self.words.particles or pieces[-1] in self.words.articles):
            small.insert(0, pieces.pop())
        kind = self.words.leading.get(_folded(pieces[-1].rstrip("."))) if pieces and pieces[-1][0].islower() else None
        if kind is None:
            return []
        at = start - len(window) + window.rindex(pieces[-1], 0, len(window) - sum(map(len, small)))
        tokens = [_Token(kind, at, at + len(pieces[-1].rstrip(".")), _folded(pieces[-1].rstrip(".")))]
        for word in small:
            at = self.view.index(word, tokens[-1].end)
            tokens.append(_Token("P" if word in self.words.particles else "A", at, at + len(word), word))
        return tokens

    def _found(self, tokens: list[_Token], *, again: bool) -> Iterator[_Found]:
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
            name = self._name(tokens, at, titled=bool(title), ruler=title == "R")
            if name and title:
                if not self._is_vetoed_behind(tokens, name, title):
                    found = self._person(tokens, name, (begin, name[1]), "person-titled")
                    yield replace(found, woman=woman)
            elif name and self._shows_itself(tokens, name):
                rule = "person-initials" if tokens[at].kind == "I" else "person-forename"
                yield self._person(tokens, name, name, rule)
            else:
                name = self._known(tokens, at) if again and at < len(tokens) else None
                if name:
                    yield self._person(tokens, name, name, "person-named-again")
            at = name[1] if name else max(at, begin + 1) if at > begin else at + 1

    def _is_vetoed_behind(self, tokens: list[_Token], name: tuple[int, int], title: str) -> bool:
        """Whether the only word behind a title is no name: "nos amis Américains", "le père de la Paix"."""
        words = [token for token in tokens[slice(*name)] if token.kind == "W"]
        doubtful = title in "RN" or tokens[name[0]].kind == "P"
        return len(words) == 1 and doubtful and self._is_vetoed(words[0])

    def _shows_itself(self, tokens: list[_Token], name: tuple[int, int]) -> bool:
        """Whether a name begins with a forename or an initial, and goes on with a surname."""
        inside = [token for token in tokens[slice(*name)] if token.kind in "WI"]
        first, last = inside[0], inside[-1]
        if len(inside) < 2 or last.kind != "W" or len(last.fold) < _SHORTEST:
            return False
        return (first.kind == "I" or first.fold in self.words.forenames) and not self._is_common(last)

    def _name(self, tokens: list[_Token], at: int, *, titled: bool, ruler: bool) -> tuple[int, int] | None:
        """Where a name stands that begins here: initials, particles, words; a ruler's title is followed by no particle."""
        end, words = at, 0
        while end < len(tokens) and words < _MOST_WORDS:
            token = tokens[end]
            if token.kind == "I" or (token.kind == "P" and (words or titled) and not (ruler and not words)):
                end += 1
            elif token.kind == "W" and not (words and self._is_common_behind(tokens, end)):
                end, words = end + 1, words + 1
                if words > 1 and _ROMAN.fullmatch(self._printed(token)):  # "Louis XVI"
                    break
            else:
                break
        while end > at and tokens[end - 1].kind in "PI":
            end -= 1
        return (at, end) if words and end > at else None

    def _is_common_behind(self, tokens: list[_Token], at: int) -> bool:
        """Whether a further word of a name is none: "M. ROE CONTRE", but not the surname behind a forename."""
        before = tokens[at - 1]
        return before.kind != "I" and before.fold not in self.words.forenames and self._is_common(tokens[at])

    def _is_common(self, token: _Token) -> bool:
        """Whether the word stands in the text in small letters, too: its capital then tells nothing."""
        word = _ELISION.sub("", self._printed(token)).lower()
        at = self.view.find(word)
        while at >= 0:
            before, after = self.view[at - 1 : at], self.view[at + len(word) : at + len(word) + 1]
            if not (before.isalnum() or before == "-" or after.isalnum() or after == "-"):
                return True
            at = self.view.find(word, at + 1)
        return False

    def _known(self, tokens: list[_Token], at: int) -> tuple[int, int] | None:
        """The name at this word, if it is known; a word before a known surname may be a forename."""
        if tokens[at].kind != "W" or (at and tokens[at - 1].fold in self.words.bodies):  # "Fondation Carnegie"
            return None
        ends = self._ends_at(tokens, at)
        if not ends or max(ends) == at + 1:
            behind = self._ends_at(tokens, at + 1)
            if behind and not self._begins_sentence(tokens[at]) and not self._is_vetoed(tokens[at]):
                return at, max(behind)
        return (at, max(ends)) if ends else None

    def _ends_at(self, tokens: list[_Token], at: int) -> list[int]:
        """Where the known names end that begin with this word."""
        if at >= len(tokens) or tokens[at].kind != "W":
            return []
        ends = [self._matches(tokens, at, name) for name in self.surnames.get(tokens[at].fold, ())]
        return [end for end in ends if end > at + 1 or (end and not self._is_vetoed(tokens[at]))]

    def _matches(self, tokens: list[_Token], at: int, name: tuple[str, ...]) -> int:
        for word in name:
            while at < len(tokens) and tokens[at].kind == "P":
                at += 1
            if at >= len(tokens) or tokens[at].fold != word:
                return 0
            at += 1
        return at

    def _is_vetoed(self, token: _Token) -> bool:
        word = self.view[token.start : token.end]
        named = self.rules.gazetteer.names.get(_ELISION.sub("", word))
        return named is not None or self._is_common(token)

    def _begins_sentence(self, token: _Token) -> bool:
        return _SENTENCE.search(self.view, max(0, token.start - 4), token.start) is not None

    # -- what is found

    def _person(self, tokens: list[_Token], name: tuple[int, int], whole: tuple[int, int], rule: str) -> _Found:
        inside = tokens[slice(*name)]
        words = [(number, token) for number, token in enumerate(inside) if token.kind in "WI"]
        first = 0
        while first < len(words) - 1 and (words[first][1].kind == "I" or words[first][1].fold in self.words.forenames):
            first += 1
        joined = any(token.kind == "P" for token in inside[words[first][0] : words[-1][0]])
        if not first and not joined and len(words) > 1 and not _ROMAN.fullmatch(self._printed(words[-1][1])):
            first = len(words) - 1
        elided = 2 if self.view[inside[0].start - 2 : inside[0].start] in ("d'", "D'") else 0
        return _Found(
            Span(tokens[whole[0]].start - (elided if whole == name else 0), tokens[whole[1] - 1].end),
            Span(inside[0].start - elided, inside[-1].end),
            tuple(token.fold for _, token in words[:first]),
            tuple(token.fold for _, token in words[first:]),
            rule,
        )

    def _printed(self, token: _Token) -> str:
        return self.view[token.start : token.end]

    def _learn(self, surname: tuple[str, ...]) -> None:
        if surname and len(surname[-1]) >= _SHORTEST:
            self.surnames.setdefault(surname[0], set()).add(surname)

    def _note(self, everything: list[_Found]) -> None:
        """Put the persons into the table: a surname alone is the person who was named with it before."""
        persons: list[tuple[tuple[str, ...], tuple[str, ...], bool, str]] = []
        for entity in self.table.entities():
            if entity.kind is EntityKind.PERSON:
                words = [_folded(word) for word in re.findall(rf"(?:[dD]')?[{_UPPER}][\w.-]*", entity.label)]
                persons.append((tuple(words[:-1]), tuple(words[-1:]), False, entity.id))
        taken = [m.span for m in self.table.mentions() if self.table.get(m.entity).kind is EntityKind.PERSON]
        for found in sorted(everything, key=lambda each: (each.span.start, -each.span.end)):
            if any(span.overlaps(found.span) for span in taken):
                continue
            evidence = Evidence((found.span,), found.rule)
            label = self.text[found.name.start : found.name.end]
            if found.woman:  # "Madame Roe" is not "Roe"
                label = self.text[found.span.start : found.span.end]
            same = [
                each
                for first, last, woman, each in persons
                if woman == found.woman and last[-1:] == found.surname[-1:] and _agree(first, found.forenames)
            ]
            if len(set(same)) == 1:
                key = self.table.keys_of_entity(same[0])[0]
                entity_id = self.table.add(EntityKind.PERSON, label, evidence, key=key)
            else:
                entity_id = self.table.add(EntityKind.PERSON, label, evidence)
            persons.append((found.forenames, found.surname, found.woman, entity_id))
            self.table.mention(entity_id, found.span, Form.NAME, found.rule)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rows of forenames may be of one person: none, or each an initial or a beginning of the other's."""
    return all(
        a.rstrip(".")[:1] == b.rstrip(".")[:1] and (len(a) < 3 or len(b) < 3 or a == b)
        for a, b in zip(one, other, strict=False)
    )


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """The stretches that lie in no other."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
