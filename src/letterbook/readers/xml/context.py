"""What a description says beyond parties and dates: the letters beside this one, and, in drafts of CMIF 2, whom and what it mentions.

Source:  TEI P5 Guidelines, section 2.4.6 (correspContext); Dumont and others, Correspondence Metadata Interchange Format, in:
         Encoding Correspondence (2020), section 5 (note/ref with predicates)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from letterbook.letter import EntityKind
from letterbook.readers.xml.cast import references
from letterbook.readers.xml.parsing import local, said
from letterbook.readers.xml.rules import XmlRules

CERTAINTY_NOTE = "cert"
"""The @type of a note in an action that has the certainty of its date, where CMIF itself knows none but "low"."""

_BETWEEN = " \t\r\n,;."


@dataclass(frozen=True, slots=True)
class Beside:
    """Another letter, as correspContext names it; fields as in ``Neighbour``."""

    kind: str
    target: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whom or what the letter mentions by its description, or a property of it; ``kind`` is None for what is no entity of ours."""

    predicate: str
    kind: EntityKind | None
    text: str
    refs: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What a note of the description says in words of its own."""

    text: str
    line: int


def remarks_in(description: etree._Element, rules: XmlRules) -> Iterator[Remark]:
    """The notes of a description and of its actions that have words beside references and names.

    Form:    what a note has as pointers and names alone is not repeated as a remark (see ``spoken_of``).
    """
    for note in description.iter("{*}note"):
        if note.get("type") != CERTAINTY_NOTE and any(text.strip(_BETWEEN) for text in _own_words(note, rules)):
            yield Remark(" ".join("".join(note.itertext()).split()), note.sourceline or 0)


def _own_words(element: etree._Element, rules: XmlRules) -> Iterator[str]:
    """The words of a note outside of references and names."""
    yield element.text or ""
    for child in element:
        if local(child) != "ref" and local(child) not in rules.names:
            yield from _own_words(child, rules)
        yield child.tail or ""


def letters_beside(description: etree._Element, rules: XmlRules) -> Iterator[Beside]:
    """The letters that correspContext names, by a pointer or in words alone."""
    for context in description.iterchildren("{*}correspContext"):
        for element in context.iterchildren():
            pointers = [element] if local(element) in ("ref", "ptr") else list(element.iter("{*}ref", "{*}ptr"))
            if not pointers and (words := said(element)):
                yield Beside(_kind_in(words, rules), "", words, element.sourceline or 0)
            for pointer in pointers:
                stated = (rules.context.get(pointer.get(name, ""), "") for name in ("subtype", "type"))
                kind = next(filter(None, stated), "") or _kind_in(said(element), rules)
                target, words = pointer.get("target", "").strip(), said(element)
                if target or words:
                    yield Beside(kind, target, words, pointer.sourceline or 0)


def _kind_in(words: str, rules: XmlRules) -> str:
    """What the first of the words tells: "Previous letter: …"."""
    first = words.casefold().split(" ", 1)[0].strip(":,.")
    return rules.context.get(first, "")


def spoken_of(description: etree._Element, rules: XmlRules) -> Iterator[Spoken]:
    """What the notes of a description say of the letter: entities by predicate (``cmif:mentionsPerson``) or by element."""
    for note in description.iterchildren("{*}note"):
        for element in note.iter():
            name = local(element)
            if name == "ref":
                predicate = element.get("type", "").replace("#", ":").rpartition(":")[2]
                target = element.get("target", "").strip()
                text = said(element) or target
                if text:
                    kind = rules.predicates.get(predicate)
                    yield Spoken(predicate, kind, text, (target,) if target else (), element.sourceline or 0)
            elif name in rules.names and (text := said(element)):
                yield Spoken("", rules.names[name], text, references(element), element.sourceline or 0)
