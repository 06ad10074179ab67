"""References to other letters in a letterbook of three letters: found, resolved, linked, stated, traced and shown."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from letterbook.findings import Severity
from letterbook.output import STORE
from letterbook.publication import build
from letterbook.queries import example_text
from letterbook.results import write_results
from letterbook.store import open_store
from letterbook.vocabulary import CRM, OA, PROV, SCHEMA, prefixes_under

HERE = Path(__file__).parent / "references"
BASE = "https://letters.example/"
FIRST, REPLY, LAST = (
    f"{BASE}letter/{name}" for name in ("1861-05-03-roe-doe", "1861-05-20-doe-roe", "1861-06-10-roe-doe")
)
CITATION = rdflib.URIRef(SCHEMA + "citation")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the letterbook; read only."""
    folder = tmp_path_factory.mktemp("references")
    shutil.copytree(HERE, folder / "book")
    outcome = build(folder / "book", folder / "build")
    assert outcome.worst is Severity.NOTE
    return folder / "build" / "site"


def graph_of(site: Path, iri: str) -> rdflib.Graph:
    return rdflib.Graph().parse(site / f"{iri.removeprefix(BASE)}.ttl")


def about_references(graph: rdflib.Graph) -> Iterator[tuple[rdflib.term.Node, ...]]:
    """The statements on the references, those that cite, and those that make the writing an answer."""
    acts = {CRM + "P17_was_motivated_by", *(SCHEMA + name for name in ("object", "result", "agent", "recipient"))}
    for subject, predicate, value in graph:
        name = str(subject).rpartition("#")[2]
        if (
            "reference-" in name
            or predicate == CITATION
            or (name == "writing" and (str(predicate) in acts or predicate == rdflib.RDF.type))
        ):
            yield subject, predicate, value


def test_a_letter_states_its_references_and_its_answer_as_in_the_golden_graph(site: Path) -> None:
    expected = rdflib.Graph().parse(HERE / "expected.ttl")
    assert set(about_references(graph_of(site, REPLY))) == set(expected)


def test_a_letter_is_found_by_its_day_and_by_its_number_alone(site: Path) -> None:
    graph = graph_of(site, LAST)
    assert list(graph.objects(rdflib.URIRef(f"{LAST}#letter"), CITATION)) == [rdflib.URIRef(f"{REPLY}#letter")]
    passages = [f"{LAST}#reference-1", f"{LAST}#reference-2"]
    for passage in passages:
        assert (rdflib.URIRef(passage), rdflib.URIRef(CRM + "P67_refers_to"), rdflib.URIRef(f"{REPLY}#letter")) in graph


def test_a_letter_that_is_cited_and_not_answered_is_no_reply(site: Path) -> None:
    graph = graph_of(site, LAST)
    assert (None, rdflib.RDF.type, rdflib.URIRef(SCHEMA + "ReplyAction")) not in graph


def test_every_node_of_a_reference_is_traced_to_its_words_or_to_its_rule(site: Path) -> None:
    evidence = rdflib.Graph().parse(site / f"{REPLY.removeprefix(BASE)}/evidence.ttl")
    words = (HERE / "letters/2.txt").read_text(encoding="utf-8")
    rules = {
        "reference-1": "dated-reference",
        "t-reference-1": "dated-reference",
        "reference-1-number": "dated-reference",
        "reference-1-author-1": "reference-whose",
        "reference-1-letter": "reference-linked",
        "reference-1-reply": "reference-answered",
    }
    for node, rule in rules.items():
        (annotation,) = evidence.subjects(rdflib.URIRef(OA + "hasBody"), rdflib.URIRef(f"{REPLY}#{node}"))
        assert rdflib.URIRef(f"{BASE}vocab/rules#{rule}") in set(
            evidence.objects(annotation, rdflib.URIRef(PROV + "wasDerivedFrom"))
        )
        targets = [str(target) for target in evidence.objects(annotation, rdflib.URIRef(OA + "hasTarget"))]
        spans = [match for target in targets if (match := re.search(r"char=(\d+),(\d+)$", target))]
        quotes = [words[int(match[1]) : int(match[2])] for match in spans]
        if rule == "dated-reference":
            assert quotes == ["your despatch No. 12, of the 3d instant"]
        elif rule == "reference-answered":
            assert quotes == ["In reply to your despatch No. 12, of the 3d instant"]
            assert f"{REPLY}#reference-1-letter" in targets
        elif rule == "reference-linked":
            assert set(targets) == {f"{REPLY}#reference-1", f"{FIRST}#letter"}
        else:
            assert targets == [f"{REPLY}#reference-1"]


def test_the_example_query_lists_what_is_referred_to_and_what_of_it_is_here(site: Path) -> None:
    results = open_store(site.parent / STORE).query(
        example_text("references"), base=BASE, prefixes=prefixes_under(BASE)
    )
    data = write_results(results, table="csv", graph="ttl", prefixes={}).data.decode()
    assert list(csv.reader(io.StringIO(data, newline="")))[1:] == [
        [f"{REPLY}#letter", "your despatch No. 12, of the 3d instant", "1861-05-03", "12", f"{FIRST}#letter"],
        [f"{REPLY}#letter", "My letter of the 9th ultimo", "1861-04-09", "", ""],
        [f"{LAST}#letter", "Your letter of the 20th ultimo", "1861-05-20", "", f"{REPLY}#letter"],
        [f"{LAST}#letter", "Your No. 7", "", "7", f"{REPLY}#letter"],
    ]


def test_the_pages_lead_to_the_letters_cited_and_back(site: Path) -> None:
    pages = {iri: (site / f"{iri.removeprefix(BASE)}.html").read_text(encoding="utf-8") for iri in (FIRST, REPLY, LAST)}
    assert re.search(r"<dt>In reply to</dt><dd><a href=\"[^\"]*1861-05-03-roe-doe.html\"", pages[REPLY])
    assert re.search(r"<dt>Answered by</dt><dd><a href=\"[^\"]*1861-05-20-doe-roe.html\"", pages[FIRST])
    assert re.search(r"<dt>Refers to</dt><dd><a href=\"[^\"]*1861-05-20-doe-roe.html\"", pages[LAST])
    assert re.search(r"<dt>Referred to in</dt><dd><a href=\"[^\"]*1861-06-10-roe-doe.html\"", pages[REPLY])
    assert "References to other letters" in pages[REPLY]
    assert "My letter of the 9th ultimo" in pages[REPLY]
