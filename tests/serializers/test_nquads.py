"""N-Quads is the canonical form: what is written is what is read, and nothing else is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook import terms
from letterbook.errors import SerializationError
from letterbook.serializers import nquads

LINE = "<http://e/s> <http://e/p> {} <http://e/d> .\n"


def test_every_document_of_the_build_is_read_and_written_to_the_same_bytes(
    built: Path, document_files: Callable[[str], list[Path]]
) -> None:
    files = document_files("nq")
    assert files
    for file in files:
        assert nquads.write(nquads.read(file.read_bytes())) == file.read_bytes()


@pytest.mark.parametrize(
    "value",
    [terms.literal('" <http://e/x> .'), terms.literal("a b", language="en"), terms.number(5), terms.iri("urn:x:y")],
)
def test_a_value_is_told_from_the_graph_name(value: terms.Term) -> None:
    made = terms.document(
        "http://e/d", terms.iri("http://e/d"), [(terms.iri("http://e/s"), terms.iri("http://e/p"), value)]
    )
    assert nquads.read(nquads.write(made)) == made


def test_the_main_entity_is_the_root() -> None:
    page, root = terms.iri("http://e/d"), terms.iri("http://e/d#it")
    made = terms.document("http://e/d", root, [(page, terms.iri("http://schema.org/mainEntity"), root)])
    assert nquads.read(nquads.write(made)).root == root


@pytest.mark.parametrize(
    "text",
    [
        "<http://e/s> <http://e/p> <http://e/o> .\n",
        "# a comment\n" + LINE.format("5"),
        LINE.format('"x"') + LINE.format('"y"').replace("/d>", "/other>"),
        LINE.format('"x"')[:-3],
        LINE.format('"x"') + "\n" + LINE.format('"y"'),
        "nonsense\n",
        "\n",
        "",
    ],
)
def test_what_is_not_the_canonical_form_of_one_document_is_refused(text: str) -> None:
    with pytest.raises(SerializationError, match="N-Quads of one document"):
        nquads.read(text.encode())


def test_bytes_that_are_not_utf_8_are_refused_with_their_place() -> None:
    with pytest.raises(SerializationError, match="byte 27"):
        nquads.read(LINE.format('"\xff"').encode("latin-1"))
