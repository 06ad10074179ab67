"""Runs of capitalised words, in which persons are looked for: where they stand, and what each of their words is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from letterbook.letter import Span
from letterbook.readers.text.namewords import UPPER, NameWords, folded

_INITIAL = re.compile(rf"[{UPPER}][hlr]?\.")
_TOKEN = re.compile(r"(?:[dDlL]')?[^\s.,'-][^\s.,]*[.,]?|[dl]'")
_LOOK_BACK = 30
_PIECE = re.compile(r"[^\s']+'?")


class Token(NamedTuple):
    """One word of a run.

    Form:    the kinds are T a title, R an office or a ruler's title, N a word like "friend", I an initial, P a particle, A an
             article, W a word that may be a name, S one that is none.
    """

    kind: str
    start: int
    end: int
    fold: str


class Runs(NamedTuple):
    """The runs of a text.

    Form:    ``telling`` have a title, a forename or an initial, in the order of the text; most are ``plain`` and have none, so that
             only a known name makes them a person: those stand under each of their words, folded.
    """

    telling: list[re.Match[str]]
    plain: dict[str, list[re.Match[str]]]


@dataclass(frozen=True, slots=True)
class RunReader:
    """Finds the runs of one text; ``view`` has a blank for each line end inside a block."""

    view: str
    words: NameWords

    def find(self, spans: Iterable[Span]) -> Runs:
        """The runs of capitalised words with the particles and titles between them.

        Form:    not those of one common word, which name nobody whatever stands before them.
        """
        telling: list[re.Match[str]] = []
        plain: dict[str, list[re.Match[str]]] = {}
        words = self.words
        for span in spans:
            for run in words.run.finditer(self.view, span.start, span.end):
                printed = run[0]
                if printed.isalpha():  # most are of one word
                    fold = folded(printed)
                    if fold in words.nameless:
                        continue
                    if fold in words.telling or self._may_be_led(run.start()):
                        telling.append(run)
                    else:
                        plain.setdefault(fold, []).append(run)
                    continue
                folds = [folded(word) for word in printed.split()]
                if (
                    "." in printed
                    or "'" in printed
                    or not words.telling.isdisjoint(folds)
                    or self._may_be_led(run.start())
                ):
                    telling.append(run)
                else:
                    for fold in folds:
                        plain.setdefault(fold, []).append(run)
        return Runs(telling, plain)

    def tokens(self, run: re.Match[str]) -> list[Token]:
        """The words of a run, with the title in small letters before it; none where it is a street or a common word."""
        words, first, printed = self.words, run.start(), run[0]
        simple = printed.isalpha()
        kind = words.kinds.get(folded(printed), "W") if simple else ""
        if simple and kind != "W" and kind not in "TR":
            return []
        tokens = self._leading(first)
        if tokens and tokens[0].kind == "S":
            return []
        if simple:
            tokens.append(Token(kind, first, run.end(), folded(printed)))
            return tokens
        for match in _TOKEN.finditer(printed):
            start, end = first + match.start(), first + match.end()
            word = match[0]
            fold = word.casefold() if word[-1] == "'" else folded(word.rstrip(".,"))
            if fold in words.particles and (word[0].islower() or tokens):
                kind = "P"
            elif len(fold) == 1 and tokens and tokens[-1].kind == "I" and word[-1] == ".":  # "N. M. ROE"
                kind = "I"
            else:
                kind = words.kinds.get(fold) or ("I" if _INITIAL.fullmatch(word) else "W")
                end -= kind == "W" and word[-1] in ".,"
            tokens.append(Token(kind, start, end, fold))
        return tokens

    def _may_be_led(self, start: int) -> bool:
        """Whether the words right before a run can belong to its name: most stand behind a word that cannot, and that is seen at once.

        Form:    a title can, also with articles and particles behind it: "général de", but not "the" alone.
        """
        view = self.view
        if start < 2 or view[start - 1] != " ":
            return start > 0 and view[start - 1] == "'"
        if not view[start - 2].isalpha():
            return False
        earliest, end = max(0, start - _LOOK_BACK), start - 1
        while end > earliest:
            begin = view.rfind(" ", earliest, end) + 1 or earliest
            word = view[begin:end]
            if "'" in word or "\n" in word:
                return True  # in pieces: looked at more closely
            if word not in self.words.small:
                return folded(word.rstrip(".")) in self.words.leading
            end = begin - 1
        return False

    def _leading(self, start: int) -> list[Token]:
        """The title in small letters right before a run, and the particles behind it: "le général", "le comte de".

        Form:    of kind S where the word is a street or a house that bears the name: "rue Pierre Dupré".
        """
        if not self._may_be_led(start):
            return []
        words, window = self.words, self.view[max(0, start - _LOOK_BACK) : start]
        offset = start - len(window)
        pieces = list(_PIECE.finditer(window))
        tokens: list[Token] = []

        def put(piece: re.Match[str], kind: str, fold: str) -> None:
            tokens.insert(
                0, Token(kind, offset + piece.start(), offset + piece.start() + len(piece[0].rstrip(".")), fold)
            )

        while pieces and pieces[-1][0] in words.small:
            put(pieces[-1], "P" if pieces[-1][0] in words.particles else "A", pieces.pop()[0])
        fold = folded(pieces[-1][0].rstrip(".")) if pieces and pieces[-1][0][0].islower() else ""
        kind = words.leading.get(fold, "")
        if not kind:
            return []
        put(pieces.pop(), kind, fold)
        # "M. le comte de": a title may stand before the title, with an article between them.
        if kind in "TR" and len(pieces) > 1 and pieces[-1][0] in words.small:
            fold = folded(pieces[-2][0].rstrip("."))
            if fold in words.titles:
                put(pieces[-1], "A", pieces[-1][0])
                put(pieces[-2], "T", fold)
        return tokens
