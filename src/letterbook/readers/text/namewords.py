"""The words that personal names are made of, in the lists of a language and in the registers of a letterbook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from letterbook.readers.text.rules import Rules, words_pattern

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽА-ЯЁІѢѲ"
"""The capitals of Latin and Cyrillic script, for a class of a pattern."""

ROMAN = re.compile(r"[IVX]+|1er|Ier")
ELISION = re.compile(r"^(?:[dDlL]|[nNsSjJcCmMtT]|[qQ]u)'")
_CAPITAL = re.compile(rf"(?:[dD]')?[{UPPER}][\w'-]*")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@lru_cache(maxsize=65_536)  # the words of a language in use; more would grow with the letters read
def folded(word: str) -> str:
    """The word for comparison: no case, no accents, no elided article."""
    plain = unicodedata.normalize("NFKD", ELISION.sub("", word)).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def stands_in_small_letters(view: str, word: str) -> bool:
    """Whether a word stands in the text in small letters, too: its capital then tells nothing.

    >>> stands_in_small_letters("M. Petit est petit.", "Petit")
    True
    """
    small = ELISION.sub("", word).lower()
    at = view.find(small)
    while at >= 0:
        before, after = view[at - 1 : at], view[at + len(small) : at + len(small) + 1]
        if not (before.isalnum() or before == "-" or after.isalnum() or after == "-"):
            return True
        at = view.find(small, at + 1)
    return False


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names that registers give.

    Form:    ``names`` are of persons, surnames and full names, each as its folded words without particles; ``places`` as printed.
    """

    names: frozenset[tuple[str, ...]] = frozenset()
    places: frozenset[str] = frozenset()


NO_NAMES = KnownNames()
"""Where no register is asked."""


def known_names(labels: Iterable[str], places: Iterable[str] = ()) -> KnownNames:
    """The names of the labels of persons, "Jane Roe" or "Roe, Jane", and of places; words in brackets are left out.

    Form:    of a person's label in the order of speech the last word is taken for the surname where no small word stands in it ("Joan of Arc").

    >>> sorted(known_names(["Roe, Jane", "Joan of Arc", "Alan (or Allan) Doe"]).names)
    [('alan', 'doe'), ('doe',), ('jane', 'roe'), ('joan', 'arc'), ('roe',)]
    """
    names: set[tuple[str, ...]] = set()
    for label in labels:
        plain = " ".join(_BRACKETED.sub(" ", label).replace("’", "'").split())
        last, comma, first = plain.partition(",")
        own = tuple(folded(word) for word in _CAPITAL.findall(last))
        full = (*(folded(word) for word in _CAPITAL.findall(first)), *own)
        if len(full) > 1:
            names.add(full)
        if own and (comma or len(own) == 1 == len(last.split())):
            names.add(own)
        elif own and not ROMAN.fullmatch(last.split()[-1]) and len(last.split()) == len(own):
            names.add(own[-1:])
    plainly = (" ".join(_BRACKETED.sub(" ", label).replace("’", "'").split()) for label in places)
    return KnownNames(frozenset(names), frozenset(label for label in plainly if label))


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists of a language, folded, and the pattern of a run of capitalised words with what may stand between them.

    Form:    ``leading`` says what a word in small letters before a run is: T a title of persons ("Count"), R an office that stands
             before a name as a title does ("President"), N a "friend", S a street; ``small`` are particles and articles; ``kinds`` what a word of the run is that
             is no name: T, R, A an article, S any other; ``telling`` are the words that show a person, ``nameless`` those that are neither a
             title nor a name.
    """

    run: re.Pattern[str]
    titles: frozenset[str]
    women: frozenset[str]
    forenames: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    small: frozenset[str]
    bodies: frozenset[str]
    leading: dict[str, str]
    kinds: dict[str, str]
    abbreviations: frozenset[str]
    telling: frozenset[str]
    nameless: frozenset[str]


@cache
def name_words(rules: Rules) -> NameWords:
    """The words of names in the language of the rules, made once."""

    def listed(*names: str) -> frozenset[str]:
        return frozenset(folded(word) for name in names for word in rules.list_of(name) if " " not in word)

    particles = [each for each in rules.list_of("name_particles") or rules.list_of("particles") if each[0].islower()]
    apart = words_pattern([each for each in particles if not each.endswith("'")]) or "(?!)"
    elided = words_pattern([each for each in particles if each.endswith("'")]) or "(?!)"
    short = sorted({word for word in rules.list_of("honorifics") if word[0].isupper() and len(word) <= 5})
    more = rf"\w*(?:(?:-(?=\w)|'(?=[{UPPER}]))\w*)*"
    abbreviated = rf"(?:{words_pattern(short) or '(?!)'})[.,](?= ?[{UPPER}dl])"
    token = rf"(?:{abbreviated}|[{UPPER}][hlr]?\.(?= ?[{UPPER}])|(?:[dD]')?[{UPPER}]{more})"
    # The first word begins with its capital, not within a word, nor right behind a point: a pattern that begins with a class of
    # signs is looked for ten times as fast. What follows the capital of an abbreviation therefore looks back at it.
    shortened = "|".join(
        f"{re.escape(each[1:])}(?<={re.escape(each)})" for each in sorted(short, key=len, reverse=True)
    )
    first = (
        rf"[{UPPER}](?<![^\W_].)(?<!\..)"
        rf"(?:(?:{shortened or '(?!)'})[.,](?= ?[{UPPER}dl])|[hlr]?\.(?= ?[{UPPER}])|{more})"
    )
    between = rf"(?: +(?:(?:{apart}) +|{elided})*|(?<=[.,])-?(?:(?:{apart}) +|{elided})*)"
    kinds = frozenset(
        folded(part) for names in rules.words.get("kinds", {}).values() for name in names for part in name.split()
    )
    offices = frozenset(folded(part) for name in rules.list_of("offices") for part in name.split() if len(part) > 3)
    titles = listed("honorifics")
    stops = listed("stop_words", "bodies", "months", "weekdays", "marks", "articles")
    stops = (stops | kinds | offices) - {""}
    articles = frozenset(rules.list_of("articles")) - frozenset(particles)
    kinds_of = {
        **dict.fromkeys(sorted(stops), "S"),
        **dict.fromkeys(sorted(listed("titles")), "R"),
        **dict.fromkeys(sorted(titles), "T"),
        **dict.fromkeys(sorted(articles), "A"),
    }
    return NameWords(
        run=re.compile(rf"{first}(?:{between}{token}){{0,9}}"),
        titles=titles,
        women=listed("titles_of_women"),
        forenames=listed("forenames"),
        particles=frozenset(particles),
        articles=articles,
        small=articles | frozenset(particles),
        bodies=listed("bodies"),
        leading={
            folded(word): kind
            for kind, names in (("N", "introducing"), ("R", "titles"), ("T", "honorifics"), ("S", "streets"))
            for word in rules.list_of(names)
            if word[0].islower()
        },
        abbreviations=listed("abbreviations"),
        telling=titles | listed("titles") | listed("forenames") | listed("introducing") | listed("titles_of_women"),
        kinds=kinds_of,
        nameless=frozenset(word for word, kind in kinds_of.items() if kind in "SA"),
    )
