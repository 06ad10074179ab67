"""The page of questions over a real port: without a script, in five languages, with results as tables and drawings."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from web_client import Answer, fetch, serving

from letterbook.queries import example_names, example_text
from letterbook.web.pages import languages

pytestmark = pytest.mark.server

ORDINARY = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
LINES = "SELECT ?a ?b ?n { VALUES (?a ?b ?n) { ('x' 'y' 3) ('y' 'z' 1) ('x' 'x' 9) } }"
PLACES = "SELECT ?name ?lat ?long { VALUES (?name ?lat ?long) { ('Ankara' 39.93 32.86) ('Moskva' 55.75 37.62) } }"
SVG = "{http://www.w3.org/2000/svg}"
DAYS = "SELECT ?what ?day { VALUES (?what ?day) { (1 '1921-04-09') (2 '1922') (3 '1925-01') } }"


@pytest.fixture(scope="module")
def address(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as found:
        yield found


def ask(address: str, folder: str = "", **fields: str) -> tuple[Answer, Element]:
    """The page as the form sends its fields, parsed; what the standard calls a parse error is an error."""
    answer = fetch(f"{address}{folder}sparql.html?{urllib.parse.urlencode(fields)}", Accept=ORDINARY)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)  # type: ignore[no-untyped-call]
    return answer, parser.parse(answer.body.decode())  # type: ignore[no-untyped-call]


def text_of(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def results(page: Element) -> Element:
    found = page.find(".//section[@id='results']")
    assert found is not None
    return found


def test_a_reader_who_opens_the_endpoint_is_sent_to_the_page_with_the_question(address: str) -> None:
    """Fault case Q10."""
    answer = fetch(f"{address}sparql?query=ASK%20%7B%7D", Accept=ORDINARY)
    assert (answer.status, answer.headers["Location"]) == (303, "/sparql.html?query=ASK%20%7B%7D")
    answer = fetch(f"{address}sparql", Accept=ORDINARY, Accept_Language="tr, en;q=0.5")
    assert (answer.status, answer.headers["Location"]) == (303, "/tr/sparql.html")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "accept", [None, "*/*", "application/sparql-results+json, text/html;q=0.9", "text/csv, text/html", ""]
)
def test_a_program_is_never_given_a_page(address: str, accept: str | None) -> None:
    """Fault case Q10."""
    query = f"{address}sparql?query=ASK%20%7B%7D"
    answer = fetch(query) if accept is None else fetch(query, Accept=accept)
    assert answer.status == 200
    assert answer.headers.get_content_type() != "text/html"


def test_results_are_a_table_with_labels_and_links(address: str) -> None:
    answer, page = ask(
        address,
        query="SELECT ?who ?type ?n { ?who a schema:Person ; crm:P2_has_type?/rdf:type ?type BIND(7 AS ?n) } ORDER BY ?who ?type LIMIT 3",
    )
    assert answer.status == 200
    table = results(page).find(".//table")
    assert table is not None
    assert [text_of(cell) for cell in table.iter("th")] == ["who", "type", "n"]
    link = next(each for each in table.iter("a") if text_of(each) == "Mustafa Kemal")
    assert link.get("href") == "./actor/mustafa-kemal.html"
    assert fetch(f"{address}actor/mustafa-kemal.html").status == 200
    assert "7" in [text_of(cell) for cell in table.iter("td") if cell.get("class") == "number"]


@pytest.mark.parametrize("folder", ["", *(f"{each}/" for each in languages() if each != "en")])
def test_the_page_speaks_each_language_and_every_example_is_answered(address: str, folder: str) -> None:
    _, page = ask(address, folder)
    assert page.get("lang") == (folder.strip("/") or "en")
    links = [link.get("href", "") for link in page.findall(".//details[@class='examples']//a")]
    asked = [urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["query"][0] for link in links]
    assert asked == [example_text(name) for name in example_names()]
    for text in asked if not folder else asked[:1]:
        answer, page = ask(address, folder, query=text)
        assert answer.status == 200
        assert results(page).find(".//p[@class='count-of-rows']") is not None, text


def test_the_form_is_filled_with_what_was_asked_and_shows_its_sparql(address: str) -> None:
    answer, page = ask(address, sender="KEMAL", letters="1", **{"from": "1921"})
    assert answer.status == 200
    fields = {each.get("name"): each.get("value") for each in page.iter("input")}
    assert (fields["sender"], fields["from"], fields["to"]) == ("KEMAL", "1921", "")
    assert 'LCASE("KEMAL")' in text_of(page.find(".//textarea"))
    assert [text_of(each) for each in results(page).iter("tr")][1:] != []
    assert "/dvp-4-319-reply" in answer.body.decode()


@pytest.mark.parametrize("text", ['" } DROP ALL #', "'''", "\\", "<script>alert(1)</script>", "\n", "{{ 7 * 7 }}"])
def test_no_text_in_a_field_becomes_query_or_markup(address: str, text: str) -> None:
    """Fault case Q9."""
    answer, page = ask(address, sender=text, letters="1")
    assert answer.status == 200
    assert [each.get("src") for each in page.iter("script") if each.get("src") is None] == []
    assert next(each.get("value") for each in page.iter("input") if each.get("name") == "sender") == text


def test_markup_in_results_stays_text(address: str) -> None:
    """Fault cases I2 and Q9: an IRI of another scheme than http and https is text and no link."""
    answer, page = ask(
        address, query="SELECT ('<img src=x onerror=alert(1)>' AS ?a) (IRI('javascript:alert(1)') AS ?b) {}"
    )
    assert answer.status == 200
    assert list(results(page).iter("img")) == []
    assert [link.get("href") for link in results(page).findall(".//table//a")] == []
    policy = str(answer.headers["Content-Security-Policy"])
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_fault_is_shown_with_its_line_and_what_to_do(address: str) -> None:
    answer, page = ask(address, query="SELECT * {\n ?s ?p ?o .\n FILTR(1)\n}")
    assert answer.status == 400
    fault = results(page).find(".//div[@class='fault']")
    assert text_of(fault).startswith("There is no answer. not SPARQL: error at 3:")
    assert "→" in text_of(fault)
    assert text_of(results(page).find(".//li[@class='at-fault']")) == "FILTR(1)"
    assert text_of(page.find(".//textarea")).startswith("SELECT * {")


@pytest.mark.parametrize(("field", "text"), [("from", "1921-13"), ("to", "soon")])
def test_what_is_no_date_is_told_on_the_page(address: str, field: str, text: str) -> None:
    answer, page = ask(address, letters="1", **{field: text})
    assert answer.status == 400
    assert f"'{text}' is no date" in text_of(results(page))


def test_what_was_cut_is_told_on_the_page(address: str) -> None:
    """Fault case Q6."""
    answer, page = ask(address, query="SELECT * { ?s ?p ?o . ?t ?q ?r }")
    assert answer.status == 200
    assert "This is not all. The answer was cut after 10,000 rows" in text_of(results(page))
    rows = results(page).findall(".//tbody/tr")
    assert f"The first {len(rows)} are shown" in text_of(results(page))


def test_the_limits_are_explained_in_the_numbers_that_hold(address: str) -> None:
    _, page = ask(address)
    assert "5 seconds and 1,024 MB" in text_of(page.find(".//p[@id='limits']"))
    _, page = ask(address, "ru/")
    assert "5 с и 1 024 МБ" in text_of(page.find(".//p[@id='limits']")).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("query", "view", "marks"),
    [(DAYS, "timeline", "rect"), (PLACES, "map", "circle"), (LINES, "network", "circle"), (LINES, "table", None)],
)
def test_results_are_drawn_where_the_columns_allow_and_every_drawing_has_its_table(
    address: str, query: str, view: str, marks: str | None
) -> None:
    answer, page = ask(address, query=query, view=view)
    assert answer.status == 200
    offered = [text_of(each).lower() for each in results(page).findall(".//nav[@class='views']//a")]
    assert view in offered
    drawn = results(page).find(f".//{SVG}svg")
    assert (drawn is None) == (marks is None)
    if drawn is not None and marks is not None:
        assert (
            len([each for each in drawn.iter(f"{SVG}{marks}") if each.get("class") != "sea"])
            == {"rect": 3, "circle": 2 + (view == "network")}[marks]
        )
        assert results(page).find(".//details/table") is not None


def test_what_cannot_be_drawn_is_shown_as_a_table_and_that_is_said(address: str) -> None:
    _, page = ask(address, query=LINES, view="map")
    assert "The columns allow no such drawing" in text_of(results(page))
    assert results(page).find(".//table[@class='results']") is not None


def test_a_graph_is_shown_as_rows_and_yes_as_a_word(address: str) -> None:
    _, page = ask(address, query="CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s a schema:Message ; rdfs:label ?o }")
    assert [text_of(cell) for cell in results(page).iter("th")] == ["subject", "predicate", "object"]
    assert [text_of(each) for each in results(page).findall(".//p[@class='files-of']/a")][:4] == [
        "Turtle",
        "N-Triples",
        "JSON-LD",
        "RDF/XML",
    ]
    _, page = ask(address, "de/", query="ASK {}")
    assert text_of(results(page).find(".//p[@class='boolean']")) == "Ja"


def test_every_file_that_is_offered_is_to_be_had_and_the_address_gives_the_same_page(address: str) -> None:
    for query in (DAYS, "CONSTRUCT WHERE { ?s a schema:Message }"):
        answer, page = ask(address, "fr/", query=query)
        links = [str(each.get("href")) for each in results(page).findall(".//p[@class='files-of']/a")]
        assert len(links) == 5
        for link in links:
            assert fetch(urllib.parse.urljoin(f"{address}fr/sparql.html", link)).status == 200
        again = fetch(urllib.parse.urljoin(f"{address}fr/sparql.html", links[-1].partition("#")[0]))
        assert again.body == answer.body


def test_a_query_too_long_for_an_address_is_taken_by_post(address: str) -> None:
    text = "SELECT ?x { VALUES ?x { " + "'abcdefgh' " * 4_000 + "} } LIMIT 1"
    form = urllib.parse.urlencode({"query": text}).encode()
    answer = fetch(f"{address}sparql.html", "POST", form, Content_Type="application/x-www-form-urlencoded")
    assert answer.status == 200
    assert b"too long to stand in an address" in answer.body
    assert fetch(f"{address}sparql.html", "PUT", b"x").status == 405


def test_an_update_on_the_page_is_refused(address: str) -> None:
    """Fault case Q3."""
    answer, page = ask(address, query="DROP ALL")
    assert answer.status == 400
    assert "DROP is not allowed" in text_of(results(page))
    assert ask(address, update="DROP ALL")[0].status == 403


def test_terms_of_the_tables_and_of_the_data_are_there_to_be_completed(address: str) -> None:
    known = json.loads(fetch(f"{address}sparql-terms.json").body)
    terms = {term: (kind, used) for term, kind, used in known["terms"]}
    assert terms["schema:sender"][0] == "p"
    assert terms["schema:sender"][1] > 0
    assert terms["crm:E10_Transfer_of_Custody"][0] == "c"
    assert terms["schema:AMRadioChannel"] == ("c", 0)
    assert terms["t:sender"][0] == "t"
    assert "actor/mustafa-kemal" in known["documents"]
    assert known["prefixes"]["crm"] == "http://www.cidoc-crm.org/cidoc-crm/"


def test_a_language_that_is_not_there_has_no_page(address: str) -> None:
    assert fetch(f"{address}xx/sparql.html").status == 404
    assert fetch(f"{address}..%2f/sparql.html").status == 404


def test_without_a_server_the_page_says_where_questions_are_answered(built: Path) -> None:
    page = (built / "site" / "sparql.html").read_text()
    assert "letterbook serve" in page
    assert len(re.findall(r'<pre class="sparql"', page)) == len(example_names())


def test_a_folder_without_yasgui_is_told_with_a_remedy(
    built: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "letterbook", "serve", str(built), "--port", "0", "--yasgui", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 2
    assert "holds no YASGUI" in done.stderr
    assert "npm install" in done.stderr
