"""The registers as documents: which rows there are, and whom or what each describes.

The tables themselves are the editor's own and may hold notes that are nobody else's business. So a register's document has no
cell of it: only that a row is there, under the key by which evidence names it, and the authority that was made from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from letterbook.mapper.names import Names
from letterbook.mapper.statements import Statements
from letterbook.terms import Document, Term, document, iri, iri_text, literal, with_fragment

REGISTERS = "registers/"
ROOT = "register"
"""The fragment of the register itself. No row has it as its key without a file that says so twice."""


def rows_in(base: str, documents: Iterable[Document]) -> set[Term]:
    """The rows of registers that documents rest on."""
    start = f"<{base}{REGISTERS}"
    return {value for made in documents for _, _, value in made.triples if value.startswith(start)}


def register_documents(rows: Iterable[Term], described: Mapping[Term, Term], names: Names) -> list[Document]:
    """A document for each register of which there is a row.

    Form:    ``described`` has whom or what a row describes, where it describes one authority.
    """
    by_register: defaultdict[str, list[Term]] = defaultdict(list)
    for row in sorted(set(rows)):
        by_register[iri_text(row).partition("#")[0]].append(row)
    return [_register(page, held, described, names) for page, held in by_register.items()]


def _register(page: str, rows: list[Term], described: Mapping[Term, Term], names: Names) -> Document:
    name = page.rpartition("/")[2]
    root = with_fragment(page, ROOT)
    sheet = Statements(names=names)
    sheet.classify(iri(page), "schema:WebPage")
    sheet.add(iri(page), "schema:mainEntity", root)
    sheet.classify(root, "schema:DataFeed", "crm:E73_Information_Object", "prov:Entity")
    sheet.both(root, ("rdfs:label", "schema:name"), literal(f"Register {name}", language="en"))
    for row in rows:
        if row == root:
            continue
        sheet.classify(row, "schema:DataFeedItem", "crm:E73_Information_Object", "prov:Entity")
        key = iri_text(row).partition("#")[2]
        sheet.add(row, "rdfs:label", literal(f"row {key} of {name}", language="en"))
        sheet.add(row, "crm:P106i_forms_part_of", root)
        sheet.add(root, "schema:dataFeedElement", row)
        if row in described:
            sheet.both(row, ("crm:P129_is_about", "schema:item"), described[row])
    return document(page, root, sheet.triples)
