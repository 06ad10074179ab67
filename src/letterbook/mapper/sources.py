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


def is_place(source: str) -> bool:
    """Whether what evidence names is a line or a cell of a file, and no row of a register."""
    return bool(_PLACE.fullmatch(source.partition("#")[2]))


def place_of(sheet: Sheet, source: str) -> Term:
    """The node of a place in the describing file, ``list.csv#cell=4,2``, or in the one with the mapping of its columns."""
    name, _, fragment = source.partition("#")
    return sheet.names.source_place(sheet.letter_id, _role(sheet, unquote(name)), fragment)


def _file_of(sheet: Sheet) -> str:
    return sheet.reading.transcript.file or sheet.reading.transcript.source


def _role(sheet: Sheet, name: str) -> str:
    return "source" if name == _file_of(sheet) else "mapping"


def places_in(sheet: Sheet) -> Iterator[Triple]:
    """What is said of the places that the sheet's traces name, of their file, and of those whose words a description is."""
    page = sheet.names.evidence(sheet.letter_id)
    described: dict[str, tuple[Span, ...]] = {}
    for trace in sheet.traces.values():
        if is_place(trace.source):
            described.setdefault(trace.source, trace.spans)
    for source, spans in described.items():
        yield from _place(sheet, source, spans)
    description = sheet.reading.transcript.kind is TextKind.DESCRIPTION
    names = [unquote(source.partition("#")[0]) for source in described] + [_file_of(sheet)] * description
    for name in dict.fromkeys(names):
        file = with_fragment(page, _role(sheet, name))
        yield file, term("rdf:type"), term("prov:Entity")
        yield file, term("rdf:type"), term("crm:E73_Information_Object")
        yield file, term("rdfs:label"), literal(name)
    if description:
        editors = with_fragment(page, EDITORS)
        yield editors, term("rdf:type"), term("prov:Agent")
        yield editors, term("rdf:type"), term("crm:E39_Actor")
        yield editors, term("rdfs:label"), literal(f"the editors of {_file_of(sheet)}", language="en")
        yield with_fragment(page, "source"), term("prov:wasAttributedTo"), editors


def _place(sheet: Sheet, source: str, spans: tuple[Span, ...]) -> Iterator[Triple]:
    name, _, fragment = source.partition("#")
    match = _PLACE.fullmatch(fragment)
    if match is None:
        return
    page = sheet.names.evidence(sheet.letter_id)
    node, kind = place_of(sheet, source), match["kind"]
    path = _path(sheet, spans, match) if sheet.reading.transcript.marks else ""
    where = f"line {match['second']}" if kind == "line" else f"row {match['first']}, column {match['second']}"
    yield node, term("rdf:type"), term("prov:Entity")
    yield node, term("rdf:type"), term("crm:E73_Information_Object")
    yield node, term("rdfs:label"), literal(f"{unquote(name)}, {where}" + (f": {path}" if path else ""), language="en")
    yield node, term("rdf:value"), literal(fragment)
    yield node, term("dcterms:conformsTo"), _STANDARDS[kind]
    yield node, term("crm:P106i_forms_part_of"), with_fragment(page, _role(sheet, unquote(name)))
    if path:
        yield node, term("crm:P3_has_note"), literal(path)


def _path(sheet: Sheet, spans: tuple[Span, ...], place: re.Match[str]) -> str:
    """The element or the heading of a place, found by the characters that stand there; a mapping's line has its key."""
    marks = [sheet.reading.transcript.mark(span.start) for span in spans]
    if place["kind"] == "cell":
        return next((m.path for m in marks if (m.line, m.column) == (int(place["first"]), int(place["second"]))), "")
    return next((m.path for m in marks if m.column == 0), "")
