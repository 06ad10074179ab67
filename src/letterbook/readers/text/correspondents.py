"""Sender and addressee of a letter whose heading names neither: the signature and the salutation do, where the profile says so."""

from __future__ import annotations

import re
from dataclasses import replace

from letterbook.letter import EntityKind, Evidence, Form, Letter, PartKind, Party, Span, Wording
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.parties import party_words
from letterbook.readers.text.rules import Rules, words_pattern

_NAME = re.compile(r"[^\W\d_][\w'.-]*(?: +[^\W\d_][\w'.-]*){0,6}")


def with_correspondents(letter: Letter, text: str, view: str, rules: Rules, table: EntityTable) -> Letter:
    """The letter with the sender that its signature names and the addressee that its salutation names.

    Form:    only what the layout allows (``sender: signature``, ``addressee: salutation``) and the heading does not give; "Mon cher
             ami" names nobody.
    """
    if not letter.senders and rules.layout("sender") == "signature":
        signed = [part.span for part in letter.parts if part.kind is PartKind.SIGNATURE]  # the first may be the fuller
        party = next((found for span in signed if (found := _signed(span, text, view, table))), None)
        letter = replace(letter, senders=(party,)) if party else letter
    if not letter.addressees and letter.salutation and rules.layout("addressee") == "salutation":
        party = _addressed(letter.salutation, text, view, rules, table)
        letter = replace(letter, addressees=(party,)) if party else letter
    return letter


def _signed(span: Span, text: str, view: str, table: EntityTable) -> Party | None:
    """The name in the first line of a signature, without "signed" before it; initials alone name nobody."""
    first = view[span.start : span.end].split("\n")[0]
    label = re.match(r"\W*(?:[Ss]igned|[Ss]igné|[Ss]gd)\W+", first)
    start = span.start + (label.end() if label else 0)
    match = _NAME.search(view, start, span.start + len(first))
    if match is None or not re.search(r"[^\W\d_]{2}", match[0]):
        return None
    return _party(Span(match.start(), match.end()), "sender-of-signature", Form.NAME, text, table)


def _addressed(salutation: Wording, text: str, view: str, rules: Rules, table: EntityTable) -> Party | None:
    """The name at the end of the salutation, which no list of the language knows as an office, a title or a form of address."""
    span = salutation.evidence.spans[0]
    words = view[span.start : span.end].rstrip(" ,:;.!—–-")
    common = {word.casefold() for name in ("offices", "honorifics", "titles", "bodies") for word in rules.list_of(name)}
    common |= {word.casefold() for words_ in rules.words.get("slots", {}).values() for word in words_}
    particles = words_pattern(list(rules.list_of("particles"))) or "(?!)"
    match = re.search(rf"(?:(?:{particles}) ?)?[^\W\d_][\w.'-]*(?: (?:(?:{particles}) ?)?[^\W\d_][\w.'-]*)*$", words)
    if match is None:
        return None
    start = match.start()
    for word in re.finditer(r"\S+", match[0]):
        plainly = word[0].strip(".,").casefold()
        if word[0][0].isupper() and plainly not in common:
            start = match.start() + word.start()
            break
    else:
        return None
    if start == 0:  # a name alone is no form of address
        return None
    name = Span(span.start + start, span.start + len(words))
    known = party_words(rules).honorific.match(view, name.start, name.end)
    if known:
        name = Span(known.end(), name.end)
    return _party(name, "addressee-of-salutation", Form.ADDRESS, text, table)


def _party(span: Span, rule: str, form: Form, text: str, table: EntityTable) -> Party:
    printed = text[span.start : span.end]
    evidence = Evidence((span,), rule)
    person = table.add(EntityKind.PERSON, printed, evidence)
    table.mention(person, span, form, rule)
    return Party(printed, evidence, person=person)
