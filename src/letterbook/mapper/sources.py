"""Where the file that describes a letter says something: the line of an XML file, the cell of a table.

The file is the editor's own and is not published. So the evidence describes the place in words and literals: file, line or
row and column, and the element or the heading.

Source:  RFC 5147 (lines of a text, counted from 0, between them), RFC 7111 (cells of a table, row and column from 1)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from letterbook.letter import Span, TextKind
from letterbook.mapper.edition import EDITORS
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term, Triple, iri, literal, with_fragment
from letterbook.vocabulary import term

_PLACE = re.compile(r"(?P<kind>line|cell)=(?P<first>\d+),(?P<second>\d+)")
_STANDARDS = {
    "line": iri("https://www.rfc-editor.org/info/rfc5147"),
    "cell": iri("https://www.rfc-editor.org/info/rfc7111"),
}


def place_of(sheet: Sheet, source: str) -> Term:
    """The node of a place in the describing file: ``list.csv#cell=4,2``."""
    return sheet.names.source_place(sheet.letter_id, source.partition("#")[2])


def places_in(sheet: Sheet) -> Iterator[Triple]:
    """What is said of the places that the sheet's traces name, of their file, and of those whose words a description is."""
    page = sheet.names.evidence(sheet.letter_id)
    described: dict[str, tuple[Span, ...]] = {}
    for trace in sheet.traces.values():
        if trace.motive == "described" and trace.source:
            described.setdefault(trace.source, trace.spans)
    file = with_fragment(page, "source")
    name = sheet.reading.transcript.file or sheet.reading.transcript.source
    for source, spans in described.items():
        yield from _place(sheet, source, spans, file)
    description = sheet.reading.transcript.kind is TextKind.DESCRIPTION
    if described or description:
        yield file, term("rdf:type"), term("prov:Entity")
        yield file, term("rdf:type"), term("crm:E73_Information_Object")
        yield file, term("rdfs:label"), literal(name)
    if description:
        editors = with_fragment(page, EDITORS)
        yield editors, term("rdf:type"), term("prov:Agent")
        yield editors, term("rdf:type"), term("crm:E39_Actor")
        yield editors, term("rdfs:label"), literal(f"the editors of {name}", language="en")
        yield file, term("prov:wasAttributedTo"), editors


def _place(sheet: Sheet, source: str, spans: tuple[Span, ...], file: Term) -> Iterator[Triple]:
    name, _, fragment = source.partition("#")
    match = _PLACE.fullmatch(fragment)
    if match is None:
        raise ValueError(f"{source!r} is not a line or a cell of a file")
    marks = sheet.reading.transcript.marks
    path = sheet.reading.transcript.mark(spans[0].start).path if spans and marks else ""
    node, kind = place_of(sheet, source), match["kind"]
    where = f"line {match['second']}" if kind == "line" else f"row {match['first']}, column {match['second']}"
    yield node, term("rdf:type"), term("prov:Entity")
    yield node, term("rdf:type"), term("crm:E73_Information_Object")
    yield node, term("rdfs:label"), literal(f"{unquote(name)}, {where}" + (f": {path}" if path else ""), language="en")
    yield node, term("rdf:value"), literal(fragment)
    yield node, term("dcterms:conformsTo"), _STANDARDS[kind]
    yield node, term("crm:P106i_forms_part_of"), file
    if path:
        yield node, term("crm:P3_has_note"), literal(path)
