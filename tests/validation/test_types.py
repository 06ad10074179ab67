"""Our own types and roles: one list, well formed under any base, each type defined."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest

from letterbook.terms import Document, Term, document, iri
from letterbook.validation import Shapes, TermTables, check_terms
from letterbook.vocabulary import OA, SKOS, term

PAGE = "https://letters.example/vocab/types"


@pytest.fixture(scope="module")
def types_list(root: Path) -> Document:
    path = root / "ontology" / "types.ttl"
    quads = list(pyoxigraph.parse(path.read_bytes(), pyoxigraph.RdfFormat.TURTLE, base_iri=PAGE))
    statements = [(Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))) for q in quads]
    return document(PAGE, iri(f"{PAGE}#scheme"), statements)


def test_no_type_is_without_a_name(types_list: Document) -> None:
    """No blank nodes; every subject stands under the base of the letterbook."""
    for triple in types_list.triples:
        assert not any(each.startswith("_:") for each in triple)
        assert triple[0].startswith(f"<{PAGE}#")


def test_the_list_conforms_to_its_shapes_and_vocabularies(
    types_list: Document, shapes: Shapes, tables: TermTables
) -> None:
    assert shapes.validate(types_list) == shapes.confirm(types_list) == []
    assert check_terms(types_list, tables, {}) == []


def test_each_type_is_a_type_in_all_three_vocabularies(types_list: Document) -> None:
    kinds = defaultdict(set)
    for subject, predicate, value in types_list.triples:
        if predicate == term("rdf:type"):
            kinds[subject].add(value)
    concept = {term("crm:E55_Type"), term("schema:DefinedTerm"), term("skos:Concept")}
    scheme = {term("skos:ConceptScheme"), term("schema:DefinedTermSet")}
    assert kinds.pop(types_list.root) == scheme
    assert all(each == concept for each in kinds.values())


def test_each_broader_type_is_in_the_list_or_a_motivation_of_web_annotation(types_list: Document) -> None:
    subjects = {subject for subject, _, _ in types_list.triples}
    broader = {value for _, predicate, value in types_list.triples if predicate == iri(SKOS + "broader")}
    assert broader - subjects == {iri(OA + "identifying"), iri(OA + "linking")}


def test_every_type_that_the_mapper_names_is_in_the_list(types_list: Document) -> None:
    names = {subject[1:-1].partition("#")[2] for subject, _, _ in types_list.triples}
    assert names >= set(
        "letter telegram despatch note note-verbale aide-memoire memorandum circular message draft copy enclosure minute "
        "statement proclamation record "
        "heading source-note link dateline salutation paragraph closing signature postscript address editorial-note "
        "letter-number document-number page-number sending publishing gift offer-of-gift relief sum-of-money "
        "author sender addressee recipient on-behalf-of reply-to mention official-position holder "
        "donor gift-recipient on-behalf-of-donor offered-to beneficiary "
        "claim claimed-actor claimed-opponent claimed-place event-as-reported "
        "victory offensive retreat devastation massacre liberation struggle stated derived registered decided".split()
    )
