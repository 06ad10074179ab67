"""The printed source: the pages on which the letters stand, and the volume that holds them."""

from __future__ import annotations

from letterbook.letter import TextKind
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term, literal, with_fragment

EDITORS = "editors"
"""The fragment of those whose words the heading, the source note and the linking sentences are."""


def editors_of(sheet: Sheet) -> Term | None:
    """The editors of the volume, or of the file that describes the letter; None where the text names no edition."""
    if sheet.reading.transcript.kind is TextKind.DESCRIPTION:
        return with_fragment(sheet.names.evidence(sheet.letter_id), EDITORS)
    citation = sheet.reading.citation
    if citation is None or not citation.key:
        return None
    return with_fragment(sheet.names.base + citation.key, EDITORS)


def map_print(sheet: Sheet) -> None:
    """State where the letter is printed; the print itself stands in the document of the first letter.

    Form:    of a letter that is only described, where its description names an edition.
    """
    if sheet.reading.transcript.kind is TextKind.DESCRIPTION and sheet.reading.citation is None:
        return
    printed = sheet.node("printed", letter=1)
    sheet.add(sheet.root, "schema:workExample", printed)
    if sheet.letter.ordinal != 1:
        return
    citation = sheet.reading.citation
    letters = [sheet.node("letter", letter=letter.ordinal) for letter in sheet.reading.letters]
    sheet.classify(printed, "schema:Chapter", "crm:E33_Linguistic_Object")
    if citation:
        sheet.label(printed, citation.as_printed.value)
    else:
        sheet.describe(printed, "Printed text")
    sheet.add(printed, "crm:P165_incorporates", *letters)
    if citation is None:
        sheet.derive(printed, "printed-once", sheet.root)
        return
    sheet.rest(printed, citation.as_printed.evidence)
    if citation.key:
        sheet.both(printed, ("crm:P106i_forms_part_of", "schema:isPartOf"), sheet.names.authority(citation.key))
    if citation.pages:
        _map_pages(sheet, printed, citation.pages.value)
        sheet.rest(sheet.node("page"), citation.pages.evidence)
    if citation.document:
        node = sheet.node("document-number")
        sheet.classify(node, "crm:E42_Identifier", types=("document-number",))
        sheet.add(node, "crm:P190_has_symbolic_content", literal(citation.document.value))
        sheet.add(printed, "crm:P1_is_identified_by", node)
        sheet.rest(node, citation.document.evidence)


def _map_pages(sheet: Sheet, printed: Term, pages: str) -> None:
    node = sheet.node("page")
    sheet.classify(node, "crm:E42_Identifier", types=("page-number",))
    sheet.add(node, "crm:P190_has_symbolic_content", literal(pages))
    sheet.add(printed, "crm:P1_is_identified_by", node)
    first, _, last = pages.replace("–", "-").partition("-")
    sheet.add(printed, "schema:pageStart", literal(first.strip()))
    if last:
        sheet.add(printed, "schema:pageEnd", literal(last.strip()))
