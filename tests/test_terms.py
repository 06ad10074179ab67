"""Terms are checked when they are made, and stand in the one form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook import terms
from letterbook.errors import TermError
from letterbook.keys import fold, slug

texts = st.text(st.characters(blacklist_categories=["Cs"]))


@given(texts)
def test_a_literal_reads_back_the_same(text: str) -> None:
    assert terms.literal_parts(terms.literal(text)).text == text
    assert terms.literal_parts(terms.literal(text, language="de-AT")).language == "de-AT"


@given(st.lists(st.tuples(texts, texts), max_size=8))
def test_our_lines_are_those_of_rdfc_1_0(pairs: list[tuple[str, str]]) -> None:
    subject, predicate = terms.iri("http://example.org/s"), terms.iri("http://example.org/p")
    triples = [(subject, predicate, terms.literal(one, language="en")) for one, _ in pairs]
    triples += [(subject, predicate, terms.literal(two)) for _, two in pairs]
    document = terms.document("http://example.org/d", subject, triples)
    ours = "".join(f"{s} {p} {o} .\n" for s, p, o in document.triples)
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(ours.encode(), pyoxigraph.RdfFormat.N_TRIPLES))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    theirs = sorted(f"{quad.triple} ." for quad in dataset)
    assert ours.split("\n")[:-1] == theirs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "relative",
        "/path",
        "http://e/a b",
        "http://e/<x>",
        'http://e/"',
        "http://e/{x}",
        "http://e/\\",
        "http://e/\x00",
        "1http://e/",
        "http://e/\ud800",
        "http://e/%zz",
        "http://e/%",
    ],
)
def test_what_is_no_absolute_iri_is_refused(text: str) -> None:
    with pytest.raises(TermError):
        terms.iri(text)


@pytest.mark.parametrize("text", ["http://e/Ünlü", "urn:x:y", "https://e/%20", "javascript:alert(1)"])
def test_an_iri_is_kept_as_it_is_given(text: str) -> None:
    assert terms.iri_text(terms.iri(text)) == text


@pytest.mark.parametrize("tag", ["en_US", "abcdefghijk", "e", "en-", "unibo.it"])
def test_a_bad_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(TermError, match="language tag"):
        terms.literal("text", language=tag)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(TermError, match="surrogate"):
        terms.literal("\ud800")


def test_numbers_keep_their_value() -> None:
    assert terms.number(30000) == '"30000"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert terms.number(Decimal("30000.0")) == terms.number(30000)
    assert terms.number(Decimal("1.70")) == '"1.7"^^<http://www.w3.org/2001/XMLSchema#decimal>'


def test_a_document_has_its_triples_in_order_and_each_once() -> None:
    one, two = terms.iri("http://e/1"), terms.iri("http://e/2")
    made = terms.document("http://e/d", one, [(two, one, one), (one, one, one), (two, one, one)])
    assert made.triples == ((one, one, one), (two, one, one))


@pytest.mark.parametrize(
    ("one", "other"), [("İsmet", "Ismet"), ("ısmet", "ismet"), ("Kars", "Ḳars"), ("Ünlü", "Unlu"), ("Аnkara", "Ankara")]
)
def test_names_in_different_letters_never_get_one_key(one: str, other: str) -> None:
    assert slug(one) != slug(other)


def test_one_name_in_two_normal_forms_has_one_key() -> None:
    composed, decomposed = (unicodedata.normalize(form, "Ünlü") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert (fold(composed), slug(composed)) == (fold(decomposed), slug(decomposed))


@given(texts.filter(bool))
def test_a_key_is_safe_in_a_path_and_in_an_iri(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug(text))
    assert len(slug(text)) < 100
