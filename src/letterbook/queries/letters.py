"""Questions about letters without SPARQL: who wrote, to whom, where, when, of what kind, with which words; made into SPARQL.

What is asked stands in the query as literals, so no word of it can become part of the query itself.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, fields

from letterbook.errors import UsageError

ANY = "any"
"""As a sum: any sum at all."""

MOST_WORDS = 12
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_NAMED = "(rdfs:label|schema:name|schema:alternateName)"


@dataclass(frozen=True, slots=True)
class LetterQuestion:
    """What is asked of the letters; what is empty is not asked.

    Form:    ``sender``, ``addressee`` and ``place`` are a part of a name in any language, capitals or not, or a whole IRI;
             ``kind`` is a part of the name of a kind of letter; ``text`` are words that all occur in the transcript; ``total``
             is a part of the words of a sum of money, or ``any``.
    Units:   ``begin`` and ``end`` are a year, a month or a day of the Gregorian calendar, both within what is asked; a letter is
             found if it may have been written then.
    """

    sender: str = ""
    addressee: str = ""
    place: str = ""
    begin: str = ""
    end: str = ""
    kind: str = ""
    text: str = ""
    total: str = ""

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return any(getattr(self, field.name).strip() for field in fields(self))


def sparql_of(question: LetterQuestion, *, titles: bool = True) -> str:
    """The question as SPARQL: a row for each letter, its days, its sender, addressee and place, and its title where asked.

    Raises:  UsageError for what is no date, or a range that ends before it begins.
    """
    begin, end = _first_day(question.begin), _last_day(question.end)
    if begin and end and begin > end:
        raise UsageError(f"{question.begin} lies after {question.end}", remedy="give the earlier date as the beginning")
    lines = [
        "SELECT DISTINCT ?letter ?from ?to ?sender ?addressee ?place ?title"
        + (" ?sum" if question.total.strip() else ""),
        "WHERE {",
        "  ?letter a schema:Message" + (" ; rdfs:label ?title ." if titles else " ."),
        *_party("schema:sender", question.sender),
        *_party("schema:recipient", question.addressee),
        *_party("schema:locationCreated", question.place),
        *_kind(question.kind),
        *_words(question.text),
        *_total(question.total),
        "  OPTIONAL { ?letter schema:sender ?sender . FILTER NOT EXISTS { ?sender a schema:Role } }",
        "  OPTIONAL { ?letter schema:recipient ?addressee . FILTER NOT EXISTS { ?addressee a schema:Role } }",
        "  OPTIONAL { ?letter schema:locationCreated ?place }",
        "  OPTIONAL {",
        "    ?writing crm:P94_has_created ?letter ; crm:P4_has_time-span ?time .",
        "    OPTIONAL { ?time crm:P82a_begin_of_the_begin ?begin BIND(SUBSTR(STR(?begin), 1, 10) AS ?from) }",
        "    OPTIONAL { ?time crm:P82b_end_of_the_end ?end BIND(SUBSTR(STR(?end), 1, 10) AS ?to) }",
        "  }",
        *_days(begin, end),
        "}",
        "ORDER BY (!BOUND(?from) && !BOUND(?to)) ?from ?to ?letter ?sender ?addressee ?place"
        + (" ?sum" if question.total.strip() else ""),
    ]
    return "\n".join(lines) + "\n"


def literal_of(text: str) -> str:
    r"""A text as a literal of SPARQL, whatever characters it has.

    Source:  SPARQL 1.1 Query, section 19.8, rules 157 (STRING_LITERAL2) and 160 (ECHAR)

    >>> print(literal_of('" } DROP ALL #'))
    "\" } DROP ALL #"
    """
    return '"' + "".join(_ESCAPED.get(each, each) for each in text) + '"'


def _contains(variable: str, text: str) -> str:
    return f"CONTAINS(LCASE(STR({variable})), LCASE({literal_of(text)}))"


def _found(pattern: str) -> str:
    """The letters of which a pattern holds, each once. As FILTER EXISTS all names would be looked through for every letter.

    Measured on 1,000 letters: 0.02 s against 11 s.
    """
    return f"  {{ SELECT DISTINCT ?letter {{ {pattern} }} }}"


def _party(path: str, text: str) -> list[str]:
    text = text.strip()
    if not text:
        return []
    if re.fullmatch(r'https?://[^<>"{}|^`\\\s]+', text):
        return [f"  ?letter {path} <{text}> ."]
    return [_found(f"?letter {path}/{_NAMED} ?name . FILTER({_contains('?name', text)})")]


def _kind(text: str) -> list[str]:
    if not text.strip():
        return []
    test = _contains("?name", text.strip())
    return [_found(f"?letter crm:P2_has_type/(skos:prefLabel|rdfs:label) ?name . FILTER({test})")]


def _words(text: str) -> list[str]:
    words = text.split()[:MOST_WORDS]
    if not words:
        return []
    tests = " && ".join(_contains("?words", word) for word in words)
    return [_found(f"?letter schema:text ?words . FILTER({tests})")]


def _total(text: str) -> list[str]:
    """The sums of the letter's own document: a letter speaks of them in many ways, and all stand there."""
    text = text.strip()
    if not text:
        return []
    lines = [
        "  GRAPH ?document { ?document schema:mainEntity ?letter . ?money a crm:E97_Monetary_Amount ; rdfs:label ?sum }"
    ]
    return lines if text.lower() == ANY else [*lines, f"  FILTER({_contains('?sum', text)})"]


def _days(begin: str, end: str) -> list[str]:
    lines = []
    if begin:
        lines.append(f'  FILTER(COALESCE(?to, ?from) >= "{begin}")')
    if end:
        lines.append(f'  FILTER(COALESCE(?from, ?to) <= "{end}")')
    return lines


def _first_day(text: str) -> str:
    year, month, day = _parts(text)
    return f"{year:04}-{month or 1:02}-{day or 1:02}" if year else ""


def _last_day(text: str) -> str:
    year, month, day = _parts(text)
    if not year:
        return ""
    month = month or 12
    return f"{year:04}-{month:02}-{day or calendar.monthrange(year, month)[1]:02}"


def _parts(text: str) -> tuple[int, int, int]:
    text = text.strip()
    if not text:
        return 0, 0, 0
    found = _DAY.fullmatch(text)
    year, month, day = (int(each or 0) for each in found.groups()) if found else (0, 0, 0)
    good = found and year and (not found[2] or 1 <= month <= 12)
    if not good or (found and found[3] and not 1 <= day <= calendar.monthrange(year, month)[1]):
        raise UsageError(f"{text!r} is no date", remedy="write a year, a month or a day: 1921, 1921-04 or 1921-04-09")
    return year, month, day
