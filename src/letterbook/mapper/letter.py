"""The letter itself: the text as an information object, its parts, its transcript, the sheet it was written on."""

from __future__ import annotations

from letterbook.letter import EDITION_PARTS, Evidence, Letter, Origin, Part, PartKind, Reading, TextKind, Wording
from letterbook.mapper.dates import spoken
from letterbook.mapper.sheet import Sheet
from letterbook.terms import iri, literal, number
from letterbook.vocabulary import term

_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
_PART_NAMES = {PartKind.SOURCE: "source-note", PartKind.NOTE: "editorial-note"}
_WORDED = frozenset({PartKind.SALUTATION, PartKind.CLOSING, PartKind.SIGNATURE})
_MANY = frozenset({PartKind.PARAGRAPH, PartKind.ENCLOSED, PartKind.NOTE, PartKind.ADDRESS})


CLASSES = ("schema:Message", "crm:E33_Linguistic_Object")
"""What a letter is in either vocabulary."""


def title_of(letter: Letter, reading: Reading) -> str:
    """The letter's label: kind, number, sender, addressee and date, as far as the text gives them.

    "Letter No. 319 from the Representative of … to Mustafa Kemal, 9 April 1921"
    """
    words = [letter.kind.value.replace("-", " ").capitalize() if letter.kind else "Letter"]
    if letter.number:
        words.append(f"No. {letter.number.value}")
    for preposition, side in (("from", letter.senders), ("to", letter.addressees)):
        if side:
            agents = [reading.entity(party.agent) for party in side]
            names = ["the " + a.label if a.kind == "office" else a.label for a in agents]
            words.append(f"{preposition} {' and '.join(names)}")
    title = " ".join(words)
    if letter.date and letter.date.date.edtf:
        return f"{title}, {spoken(letter.date.date)}"
    if letter.date_received and letter.date_received.date.edtf:
        return f"{title}, received {spoken(letter.date_received.date)}"
    return title


def map_letter(sheet: Sheet) -> None:
    """State the document, the letter, its kind and number, its text, and the sheet of paper."""
    letter, root = sheet.letter, sheet.root
    page = iri(sheet.iri)
    sheet.classify(page, "schema:WebPage")
    sheet.add(page, "schema:mainEntity", root)
    sheet.add(page, "schema:isPartOf", sheet.names.letterbook())
    if sheet.licence:
        sheet.add(page, "schema:license", iri(sheet.licence))
    sheet.derive(page, "document-describes-letter", root)

    kind = letter.kind.value if letter.kind else "letter"
    sheet.classify(root, *CLASSES, types=(kind,))
    sheet.add(root, "schema:genre", sheet.names.type(kind))
    sheet.describe(root, title_of(letter, sheet.reading), schema=True)
    own = letter.own_words
    if own:
        words = sheet.reading.transcript.text[own[0].start : max(span.end for span in own)]
        sheet.add(root, "schema:text", sheet.text(words))
    if letter.kind:
        sheet.rest(root, letter.kind.evidence)
    else:
        sheet.derive(root, "document-describes-letter", spans=[letter.extent])

    if letter.number:
        node = sheet.node("number")
        sheet.classify(node, "crm:E42_Identifier", "schema:PropertyValue", types=("letter-number",))
        sheet.add(node, "crm:P190_has_symbolic_content", literal(letter.number.value))
        sheet.add(node, "schema:value", literal(letter.number.value))
        sheet.add(node, "schema:propertyID", literal("number as printed"))
        sheet.both(root, ("crm:P1_is_identified_by", "schema:identifier"), node)
        sheet.rest(node, letter.number.evidence)

    sheet.add(root, "schema:sameAs", *(iri(address) for address in letter.addresses))
    item = sheet.node("item")
    sheet.classify(item, "crm:E22_Human-Made_Object")
    sheet.add(item, "crm:P128_carries", root)
    sheet.derive(item, "letter-has-sheet", root)
    if sheet.reading.transcript.kind is TextKind.DESCRIPTION:
        _map_record(sheet)
        return
    _map_parts(sheet)
    _map_transcript(sheet)


def _map_parts(sheet: Sheet) -> None:
    counts: dict[PartKind, int] = {}
    for position, part in enumerate(sheet.letter.parts, 1):
        counts[part.kind] = counts.get(part.kind, 0) + 1
        name = _PART_NAMES.get(part.kind, str(part.kind))
        if part.kind in _MANY or counts[part.kind] > 1:
            name += f"-{counts[part.kind]}"
        node = sheet.node(name)
        words = sheet.reading.transcript.quote(part.span)
        sheet.classify(
            node,
            "crm:E33_Linguistic_Object",
            "schema:CreativeWork",
            types=(_PART_NAMES.get(part.kind, str(part.kind)),),
        )
        sheet.both(node, ("crm:P190_has_symbolic_content", "schema:text"), sheet.text(words))
        sheet.add(node, "schema:position", number(position))
        whole = sheet.node("printed", letter=1) if part.kind in EDITION_PARTS else sheet.root
        sheet.both(node, ("crm:P106i_forms_part_of", "schema:isPartOf"), whole)
        sheet.rest(node, _ground_of(part, sheet.letter))


def _ground_of(part: Part, letter: Letter) -> Evidence:
    """Where the part stands and how it begins, or the decision by which it is one."""
    said: Wording | None = getattr(letter, part.kind, None) if part.kind in _WORDED else None
    if said and said.evidence.decision and said.evidence.spans == (part.span,):
        if said.evidence.origin is Origin.EDITOR:
            return said.evidence
        return Evidence((part.span,), f"part-{part.kind}", decision=said.evidence.decision)
    return Evidence((part.span,), f"part-{part.kind}")


def _map_transcript(sheet: Sheet) -> None:
    node = sheet.transcript
    sheet.classify(node, "schema:TextObject", "crm:E33_Linguistic_Object")
    sheet.add(node, "schema:encodesCreativeWork", sheet.root)
    sheet.add(sheet.root, "schema:encoding", node)
    sheet.add(node, "schema:isBasedOn", sheet.node("printed", letter=1))
    _map_file(sheet)
    sheet.derive(node, "transcript-of-print", sheet.root)


def _map_record(sheet: Sheet) -> None:
    """A letter that is only described: the text file is the record in the catalogue, and holds no word of the letter."""
    node = sheet.transcript
    sheet.classify(node, "schema:TextObject", "crm:E31_Document", "crm:E33_Linguistic_Object")
    sheet.both(node, ("crm:P70_documents", "schema:about"), sheet.root)
    sheet.add(sheet.root, "schema:subjectOf", node)
    _map_file(sheet)
    sheet.derive(node, "record-of-letter", sheet.root)


def _map_file(sheet: Sheet) -> None:
    node, transcript = sheet.transcript, sheet.reading.transcript
    sheet.add(node, "schema:inLanguage", literal(transcript.language))
    language = iri(_LANGUAGES + transcript.language.split("-")[0])
    sheet.add(node, "crm:P72_has_language", language)
    sheet.add(language, "rdf:type", term("crm:E56_Language"))
    sheet.add(node, "schema:encodingFormat", literal("text/plain"))
    sheet.add(node, "schema:sha256", literal(transcript.sha256()))
