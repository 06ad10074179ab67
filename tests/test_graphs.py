"""An RDF file of another is read statement by statement, nothing is fetched for it, and nothing it holds ends the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.errors import ReadError
from letterbook.graphs import ENDINGS, is_graph, statements_in

SAME = {
    ".ttl": '<http://e.example/a> <http://schema.org/name> "Ada"@en .',
    ".nt": '<http://e.example/a> <http://schema.org/name> "Ada"@en .',
    ".nq": '<http://e.example/a> <http://schema.org/name> "Ada"@en <http://e.example/g> .',
    ".trig": '<http://e.example/g> { <http://e.example/a> <http://schema.org/name> "Ada"@en }',
    ".jsonld": '{"@id": "http://e.example/a", "http://schema.org/name": {"@value": "Ada", "@language": "en"}}',
    ".rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://schema.org/">'
    '<r:Description r:about="http://e.example/a"><s:name xml:lang="en">Ada</s:name></r:Description></r:RDF>',
}


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_every_format_gives_the_same_statements(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text(SAME[ending], encoding="utf-8")
    assert is_graph(path)
    assert list(statements_in(path)) == [("http://e.example/a", "http://schema.org/name", "Ada", False, "en")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ttl", "<http://e.example/a> <http://e.example/b>", "not well-formed"),
        ("a.jsonld", '{"@context": "http://host.invalid/c", "@id": "a:a", "name": "x"}', "well-formed"),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY a "ha">]><r>&a;</r>', "document type"),
        ("a.rdf", "<a>" * 100_000 + "</a>" * 100_000, "depth"),
        ("a.jsonld", '{"a:b":' * 100_000 + "1" + "}" * 100_000, "stack size"),
    ],
    ids=["broken", "remote context", "entities", "deep xml", "deep json"],
)
def test_what_cannot_or_must_not_be_read_is_refused_with_the_reason(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    """Fault cases N1, N6 and N7."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=said) as caught:
        list(statements_in(tmp_path / name))
    assert caught.value.remedy


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        list(statements_in(tmp_path / "a.nt"))
