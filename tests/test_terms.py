"""Terms are checked when they are made, and stand in the one form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook import terms
from letterbook.errors import TermError
from letterbook.keys import fold, slug

texts = st.text(st.characters(blacklist_categories=["Cs"]))
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@given(texts)
def test_a_literal_reads_back_the_same(text: str) -> None:
    date = terms.XSD + "date"
    plain = terms.Literal(text, "", terms.XSD_STRING)
    assert terms.literal_parts(terms.literal(text)) == plain
    assert terms.literal_parts(terms.literal(text, datatype=terms.XSD_STRING)) == plain
    assert terms.literal_parts(terms.literal(text, datatype=date)) == terms.Literal(text, "", date)
    assert terms.literal_parts(terms.literal(text, language="de-AT")) == terms.Literal(
        text, "de-AT", RDF + "langString"
    )


@given(texts)
def test_a_literal_has_the_form_that_pyoxigraph_gives_it(text: str) -> None:
    assert terms.literal(text) == str(pyoxigraph.Literal(text))
    assert terms.literal(text, language="en") == str(pyoxigraph.Literal(text, language="en"))
    assert terms.literal(text, datatype="urn:x:y") == str(
        pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode("urn:x:y"))
    )


def test_an_iri_has_no_literal_parts() -> None:
    with pytest.raises(TermError, match="is not a literal"):
        terms.literal_parts(terms.iri("urn:x:y"))


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
        "http://e/%2",
        "http://e/a#b#c",
        "http://e/[a]",
        "http://e/^",
        "http://e:port/",
        "http://e@f@g/",
        "http://[::1/",
        "http://e/\x85",
        "http://e/\ue000",
        "http://e/\ufffe",
        "http://e/a\n",
        "://e",
    ],
)
def test_what_is_no_absolute_iri_is_refused(text: str) -> None:
    """Fault case I1: what is given as an IRI is refused and not mended."""
    with pytest.raises(TermError):
        terms.iri(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://e/Ünlü",
        "urn:x:y",
        "https://e/%20",
        "javascript:alert(1)",
        "http://a:b@e:8080/?q=\ue000/?#char=1,2",
        "http://[::1]:8000/",
        "http://例え.テスト/",
        "mailto:a@b.example",
        "http:",
        "file:///x",
    ],
)
def test_an_iri_is_kept_as_it_is_given(text: str) -> None:
    assert terms.iri_text(terms.iri(text)) == text


ASKEW = (
    "abc:/?#[]@!$&'()*+,;=%20Z.-~_|^` \"<>{}\\é\x85\xa0\u202e\ue000\ufdd0\ufffe\U0001fffd\U0001fffe\U000e0001\U000f0000"
)


@given(
    st.sampled_from(["http://e/", "http://e", "http:", "urn:", "http://e?", "http://e#", "http://u@e:80/", ""]),
    st.text(st.sampled_from(ASKEW), max_size=6),
)
def test_what_is_an_iri_here_is_one_to_a_strict_parser_and_the_other_way_round(start: str, end: str) -> None:
    def accepts(make: Callable[[str], object]) -> bool:
        try:
            make(start + end)
        except ValueError:
            return False
        return True

    assert accepts(terms.iri) == accepts(pyoxigraph.NamedNode)


@given(st.lists(st.from_regex(r"[abxzAZ019]{1,9}", fullmatch=True), min_size=1, max_size=5))
def test_what_is_a_language_tag_here_is_one_to_a_strict_parser(subtags: list[str]) -> None:
    try:
        terms.literal("x", language="-".join(subtags))
    except TermError:
        return
    assert pyoxigraph.Literal("x", language="-".join(subtags)).language == "-".join(subtags).lower()


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "de-AT",
        "ru-Latn",
        "ota-Arab-TR",
        "sl-rozaj-biske",
        "de-1996",
        "ru-petr1708",
        "en-t-ru-m0-ungegn",
        "en-x-a",
    ],
)
def test_tags_of_languages_scripts_regions_and_spellings_are_taken(tag: str) -> None:
    assert terms.literal_parts(terms.literal("x", language=tag)).language == tag


@pytest.mark.parametrize(
    "tag",
    ["en_US", "abcdefghijk", "e", "en-", "-en", "unibo.it", "xx-invalidsubtag", "en-a", "en-x", "en US", "ру", "en\n"],
)
def test_a_bad_language_tag_is_refused(tag: str) -> None:
    """Fault case I4: no bad tag reaches a graph."""
    with pytest.raises(TermError, match="language tag"):
        terms.literal("text", language=tag)


@pytest.mark.parametrize(
    ("tag", "mended"),
    [("en_US", "en-US"), ("rus_Cyrl_petr1708", "rus-Cyrl-petr1708"), ("unibo.it", "und"), ("xx-invalidsubtag", "und")],
)
def test_a_bad_tag_of_a_source_is_mended_or_unknown_and_never_in_silence(tag: str, mended: str) -> None:
    """Fault case I4: "und" says that the language is not known."""
    found, fault = terms.mended_tag(tag)
    assert (found, repr(tag) in fault) == (mended, True)
    assert terms.literal_parts(terms.literal("x", language=found)).language == mended
    assert terms.mended_tag(mended) == (mended, "")
    assert all(terms.mended_tag(good) == (good, "") for good in ("eng", "rus-Cyrl-petr1708"))


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\udc80", "\ud83d\ude00"])
def test_half_a_surrogate_pair_is_refused(text: str) -> None:
    with pytest.raises(TermError, match="surrogate"):
        terms.literal(text)


@pytest.mark.parametrize("datatype", ["not an IRI", RDF + "langString", RDF + "dirLangString"])
def test_a_datatype_is_an_iri_and_not_that_of_texts_with_a_language(datatype: str) -> None:
    with pytest.raises(TermError):
        terms.literal("x", datatype=datatype)


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
