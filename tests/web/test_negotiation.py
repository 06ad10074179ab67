"""Negotiation by tables: the headers that clients send, and what each is to be given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.formats import FORMATS
from letterbook.web.negotiation import ALIASES, MEDIA_TYPES, choose_coding, named_format, negotiate, read_accept

ALL = tuple(MEDIA_TYPES)
DATA = tuple(form.extension for form in FORMATS)

CLIENTS = {
    "a browser": ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "html"),
    "curl": ("*/*", "html"),
    "nothing said": (None, "html"),
    "an empty header": ("", "html"),
    "rdflib": (
        "application/rdf+xml, text/n3, text/turtle, application/n-triples, application/trig, application/ld+json, */*;q=0.1",
        "ttl",
    ),
    "rdflib for N-Triples": ("text/plain, */*;q=0.1", "nt"),
    "rdflib for XML": ("application/rdf+xml, */*;q=0.1", "rdf"),
    "rdflib for JSON-LD": ("application/ld+json, application/json;q=0.9, */*;q=0.1", "jsonld"),
    "rapper": (
        "application/rdf+xml, text/rdf;q=0.6, application/n-triples;q=0.8, text/turtle;q=0.5, */*;q=0.1",
        "rdf",
    ),
    "SPARQLWrapper for Turtle": ("application/turtle,text/turtle", "ttl"),
    "SPARQLWrapper for JSON-LD": ("application/ld+json,application/x-json+ld", "jsonld"),
    "Comunica": (
        "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,"
        "application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,text/xml;q=0.3,text/html;q=0.2",
        "jsonld",  # in N-Quads it would not see the triples, which stand in a named graph
    ),
    "Oxigraph": ("application/n-triples, text/turtle, application/rdf+xml", "ttl"),
    "Virtuoso": ("application/rdf+xml;q=1.0, text/turtle;q=1.0, */*;q=0.1", "ttl"),
}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_is_given_what_it_can_read(client: str) -> None:
    header, wanted = CLIENTS[client]
    assert negotiate(header, ALL) == wanted


RULES = {
    "the greater quality wins, in whatever order": ("text/turtle;q=0.5, application/rdf+xml;q=0.6", "rdf"),
    "a type named exactly is not overruled by a wildcard": ("text/turtle;q=0.2, */*;q=0.1", "ttl"),
    "a wildcard does not bring the page before data that are named": ("text/turtle, */*", "ttl"),
    "the more exact range decides, even where it wants less": ("text/*;q=0.9, text/turtle;q=0.1, text/html;q=0", "ttl"),
    "quality 0 is a refusal": ("text/html;q=0, */*;q=0.5", "ttl"),
    "parameters do not hide a type": ('application/ld+json; profile="http://www.w3.org/ns/json-ld#framed"', "jsonld"),
    "case and blanks do not matter": ("  TEXT/Turtle ;  Q=0.3 ", "ttl"),
    "what is no range is passed over": ("nonsense,,/;q=1, application/ld+json", "jsonld"),
    "ten thousand characters are read as far as they make sense": ("a/b, " * 100 + "text/turtle" + "," * 10_000, "ttl"),
    "a quality that is none counts as none given": ("text/turtle;q=2, application/rdf+xml;q=0.9", "ttl"),
    "json+ld is taken for JSON-LD": ("application/json+ld", "jsonld"),
    "nothing that there is": ("image/png, audio/*;q=0.2", None),
    "only refusals": ("*/*;q=0", None),
}


@pytest.mark.parametrize("rule", RULES)
def test_quality_and_exactness_decide(rule: str) -> None:
    header, wanted = RULES[rule]
    assert negotiate(header, ALL) == wanted


def test_without_a_page_data_are_given() -> None:
    assert negotiate("*/*", DATA) == "ttl"
    assert negotiate("text/html", DATA) is None


@pytest.mark.parametrize("alias", ALIASES)
def test_every_other_name_means_its_format(alias: str) -> None:
    assert negotiate(f"{alias}, */*;q=0.1", ALL) == ALIASES[alias]
    assert named_format(alias, ALL) == ALIASES[alias]


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_every_format_can_be_asked_for_by_name(suffix: str) -> None:
    for word in (suffix, suffix.upper(), f".{suffix}", MEDIA_TYPES[suffix], MEDIA_TYPES[suffix].replace("+", " ")):
        assert named_format(word, ALL) == suffix
    assert named_format(suffix, [other for other in ALL if other != suffix]) is None


@given(header=st.text(max_size=300))
def test_no_header_is_too_strange_to_answer(header: str) -> None:
    assert negotiate(header, ALL) in {None, *ALL}
    assert all(0 <= each.quality <= 1 for each in read_accept(header))


@given(
    qualities=st.dictionaries(st.sampled_from(ALL), st.integers(0, 1000), min_size=1),
    shuffled=st.randoms(use_true_random=False),
)
def test_what_is_given_is_never_wanted_less_than_another(qualities: dict[str, int], shuffled: object) -> None:
    parts = [f"{MEDIA_TYPES[suffix]};q={quality / 1000:.3f}" for suffix, quality in qualities.items()]
    shuffled.shuffle(parts)  # type: ignore[attr-defined]
    chosen = negotiate(", ".join(parts), ALL)
    wanted = {suffix: quality * (0.5 if suffix == "nq" else 1) for suffix, quality in qualities.items()}
    best = max(wanted.values())
    assert (wanted[chosen] == best) if chosen else best == 0


def test_gzip_is_given_only_where_it_is_accepted() -> None:
    assert choose_coding("gzip, deflate, br", ["gzip"]) == "gzip"
    assert choose_coding("*", ["br", "gzip"]) == "br"
    assert choose_coding("identity", ["br", "gzip"]) == ""
    assert choose_coding("identity, gzip;q=0.5", ["br", "gzip"]) == ""
    assert choose_coding("gzip;q=0", ["br", "gzip"]) == ""
    assert choose_coding("x-gzip", ["br", "gzip"]) == "gzip"
