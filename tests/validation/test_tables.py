"""The term tables state the facts of the vocabulary files, no more and no less."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from letterbook.errors import LetterbookError
from letterbook.terms import Term
from letterbook.validation import TermTables, load_term_tables
from letterbook.vocabulary import CRM, CRMINF, PREFIXES, RDF, RDFS, SCHEMA

SCHEMA_AS_PUBLISHED = "https://schema.org/"
SOURCES = {
    "cidoc-crm-7.1.3.csv": ("CIDOC_CRM_v7.1.3.rdf", CRM),
    "cidoc-crm-pc-7.1.3.csv": ("CIDOC_CRM_v7.1.3_PC.abridged.ttl", CRM),
    "crminf-1.2.1.csv": ("CRMinf_v1.2.1.rdf", CRMINF),
    "schema-org-30.csv": ("schemaorg-current-https.nt", SCHEMA_AS_PUBLISHED),
}
FORMATS = {
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
}
Facts = dict[str, tuple[str, frozenset[str], frozenset[str], frozenset[str], frozenset[str]]]


def in_full(name: str) -> str:
    if name == "Literal":
        return RDFS + "Literal"
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def facts_of_table(path: Path) -> Facts:
    """Kind, parents, domains, ranges and the property represented, of every term."""
    found: Facts = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parents, domain, ranges, represents = (
                frozenset(in_full(each) for each in row[column].split("|") if each)
                for column in ("parents", "domain", "range", "represents")
            )
            kind = "class" if row["kind"] == "datatype" else row["kind"]
            found[in_full(row["name"])] = (kind, parents, domain, ranges, represents)
    return found


def facts_of_source(path: Path, namespace: str) -> Facts:
    about: dict[str, dict[str, set[str]]] = {}
    for q in pyoxigraph.parse(path.read_bytes(), FORMATS[path.suffix]):
        if isinstance(q.subject, pyoxigraph.NamedNode) and isinstance(q.object, pyoxigraph.NamedNode):
            about.setdefault(q.subject.value, {}).setdefault(q.predicate.value, set()).add(q.object.value)

    def spelt(names: set[str]) -> frozenset[str]:
        return frozenset(
            SCHEMA + name.removeprefix(SCHEMA_AS_PUBLISHED) if name.startswith(SCHEMA_AS_PUBLISHED) else name
            for name in names
        )

    found: Facts = {}
    for name, says in about.items():
        if not name.startswith(namespace) or name == namespace:
            continue

        def get(*predicates: str, says: dict[str, set[str]] = says) -> frozenset[str]:
            return spelt(set().union(*(says.get(predicate, set()) for predicate in predicates)))

        kinds = get(RDF + "type")
        (full,) = spelt({name})
        if RDFS + "Class" in kinds:
            found[full] = ("class", get(RDFS + "subClassOf"), frozenset(), frozenset(), get(CRM + "P04_represents"))
        elif RDF + "Property" in kinds:
            domain = get(RDFS + "domain", SCHEMA_AS_PUBLISHED + "domainIncludes")
            ranges = get(RDFS + "range", SCHEMA_AS_PUBLISHED + "rangeIncludes")
            found[full] = ("property", get(RDFS + "subPropertyOf"), domain, ranges, frozenset())
        else:
            found[full] = ("individual", kinds, frozenset(), frozenset(), frozenset())
    return found


@pytest.mark.shared
@pytest.mark.parametrize("table", SOURCES)
def test_a_table_says_what_its_source_says(table: str, root: Path, shared: Path) -> None:
    name, namespace = SOURCES[table]
    stated, source = facts_of_table(root / "ontology" / table), facts_of_source(shared / "vocab" / name, namespace)
    assert stated.keys() == source.keys()
    assert {term for term in source if stated[term] != source[term]} == set()


@pytest.mark.shared
def test_data_types_are_marked_as_the_source_has_them(shared: Path, tables: TermTables) -> None:
    source = facts_of_source(shared / "vocab" / "schemaorg-current-https.nt", SCHEMA_AS_PUBLISHED)
    roots = {SCHEMA + name for name in ("Boolean", "Date", "DateTime", "Number", "Text", "Time", "Quantity")}
    below = set(roots)
    while more := {name for name, (kind, parents, *_) in source.items() if kind == "class" and parents & below} - below:
        below |= more
    assert {f"<{name}>" for name in below} == set(tables.datatypes)


@pytest.mark.parametrize("table", SOURCES)
def test_a_table_is_sorted_and_ends_its_lines_in_one_way(table: str, root: Path) -> None:
    text = (root / "ontology" / table).read_bytes().decode()
    assert "\r" not in text
    assert text.endswith("\n")
    rows = list(csv.reader(text.splitlines()))[1:]
    assert rows == sorted(rows)
    assert len({row[1] for row in rows}) == len(rows)


def test_supertypes_reach_to_the_top(tables: TermTables, node: Callable[[str], Term]) -> None:
    assert node("crm:E1_CRM_Entity") in tables.supertypes[node("crm:E65_Creation")]
    assert node("crm:E39_Actor") in tables.supertypes[node("crm:E74_Group")]
    assert node("schema:Thing") in tables.supertypes[node("schema:NGO")]
    assert node("crm:E89_Propositional_Object") in tables.supertypes[node("crminf:I4_Proposition_Set")]


def test_property_classes_know_their_property(tables: TermTables, node: Callable[[str], Term]) -> None:
    assert tables.represents[node("crm:PC67_refers_to")] == node("crm:P67_refers_to")
    assert len(tables.represents) == 16


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,kind\n", "not a term table"),
        ("kind,name,parents,domain,range,represents\nthing,crm:E1,,,,\n", "line 2"),
        ("kind,name,parents,domain,range,represents\nclass,crm:E1\n", "line 2"),
        ("kind,name,parents,domain,range,represents\nclass,E1 Entity,,,,\n", "line 2"),
    ],
)
def test_a_broken_row_is_told_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LetterbookError, match=said):
        load_term_tables([path])
