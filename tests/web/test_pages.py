"""Pages: each document has one, each link leads somewhere, each fact lies over the characters that say it, nothing runs."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from letterbook.output import read_checksums, read_manifest
from letterbook.publication import Letterbook, build, open_letterbook
from letterbook.serializers import nquads
from letterbook.terms import Document, iri, iri_text, is_iri, literal, literal_parts
from letterbook.terms import document as make_document
from letterbook.vocabulary import OA, SCHEMA, term
from letterbook.web.pages import (
    Index,
    languages,
    load_strings,
    page_frame,
    with_letters,
    write_documents,
    write_lists,
    write_whole_book,
)
from letterbook.web.pages.gaps import Gaps, Tongue
from letterbook.web.pages.graph import Graph, printable
from letterbook.web.pages.maps import draw_map

Parse = Callable[[Path], Element]

LOADING = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}
SCRIPT = "<script>alert(1)</script>"

SCRIPTED = ("search.html", "sparql.html")


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def led_to(site: Path, page: Path, path: str) -> Path:
    """The file that a page leads to; the pages that are shown where nothing is lead there from the root of the host."""
    return (site / path[1:] if path.startswith("/") else page.parent / path).resolve()


def files_of_documents(site: Path) -> list[Path]:
    """The files of the documents; the dump of all, the description of the data set and the shapes are none."""
    return [
        path
        for path in sorted(site.rglob("*.nq"))
        if path.parent.name not in ("dump", "shapes") and path.stem != "void"
    ]


def documents(site: Path) -> list[Document]:
    return [nquads.read(path.read_bytes()) for path in files_of_documents(site)]


def text_of(element: Element, leave_out: frozenset[str] = frozenset()) -> Iterator[tuple[str, Element]]:
    """The text runs of an element with the element that each stands in, without those of the classes left out."""
    if not leave_out.isdisjoint(element.get("class", "").split()) or element.tag == "summary":
        return
    yield element.text or "", element
    for child in element:
        yield from text_of(child, leave_out)
        yield child.tail or "", element


def printed(page: Element) -> list[tuple[str, Element]]:
    box = next(each for each in page.iter("div") if each.get("class") == "print-text")
    return list(text_of(box, frozenset({"tip", "part"})))


def test_every_document_has_a_page_beside_its_data(site: Path) -> None:
    found = [path.with_suffix("") for path in files_of_documents(site)]
    assert len(found) == 30
    assert [path for path in found if not path.with_name(f"{path.name}.html").is_file()] == []
    for other in ("index.html", "browse/letters.html", "browse/names.html", "browse/correspondence.html", "pages.css"):
        assert (site / other).is_file()


def test_every_page_is_in_the_list_of_files(built: Path) -> None:
    named = set(read_checksums(built, read_manifest(built)))
    assert {path.relative_to(built).as_posix() for path in pages(built / "site")} <= named


def test_every_page_is_html_without_a_parse_error(site: Path, parse: Parse) -> None:
    for page in pages(site):
        tree = parse(page)
        folder = page.relative_to(site).parts[0]
        assert tree.get("lang") == (folder if folder in languages() else "en")
        assert len(list(tree.iter("h1"))) == 1, page
        assert len(list(tree.iter("main"))) == 1, page


def test_every_id_of_a_page_is_there_once(site: Path, parse: Parse) -> None:
    for page in pages(site):
        counts = Counter(each.get("id") for each in parse(page).iter() if each.get("id"))
        assert [name for name, count in counts.items() if count > 1] == [], page


def test_every_link_within_the_site_leads_to_a_file_and_to_an_id_in_it(site: Path, parse: Parse) -> None:
    trees = {page.resolve(): parse(page) for page in pages(site)}
    ids = {page: {each.get("id") for each in tree.iter()} for page, tree in trees.items()}
    seen = 0
    for page, tree in trees.items():
        for element in tree.iter():
            address = element.get("href")
            if address is None or urlsplit(address).scheme:
                continue
            seen += 1
            path, fragment = unquote(urlsplit(address).path), unquote(urlsplit(address).fragment)
            target = led_to(site.resolve(), page, path) if path else page
            assert target.is_file(), (page, address)
            if fragment:
                assert fragment in ids[target], (page, address)
    assert seen > 500


def test_no_page_loads_anything_from_elsewhere_and_nothing_in_it_runs(site: Path, parse: Parse) -> None:
    for page in pages(site):
        for element in parse(page).iter():
            names = set(element.keys())
            assert not any(name.startswith("on") for name in names), page
            assert "style" not in names, page
            assert element.tag != "style", page
            if element.tag == "script":
                assert element.get("type") == "application/ld+json" or page.name in SCRIPTED, page
            if element.tag == "link" and element.get("rel") in ("canonical", "license"):
                continue
            for name in names:
                if (element.tag, name) in LOADING or name == "src":
                    assert urlsplit(element.get(name) or "").netloc == "", page
    for sheet in ("pages.css", "query.css"):
        assert not re.search(r"url\(|@import|https?:", (site / sheet).read_text())


def test_the_text_on_the_page_is_the_print_character_by_character(site: Path, parse: Parse) -> None:
    letters = sorted((site / "letter").glob("*.txt"))
    assert len(letters) == 2
    for text in letters:
        shown = "".join(run for run, _ in printed(parse(text.with_suffix(".html"))))
        assert shown == text.read_text(encoding="utf-8")


def test_the_facts_of_a_page_lie_over_the_characters_of_the_evidence(site: Path, parse: Parse) -> None:
    for text in sorted((site / "letter").glob("*.txt")):
        letters = {place for place, char in enumerate(text.read_text(encoding="utf-8")) if not char.isspace()}
        stated = Counter(
            spans & letters for spans in evidence_spans(site / "letter" / text.stem / "evidence.nq").values() if spans
        )
        over: dict[str, set[int]] = {}
        place = 0
        for run, element in printed(parse(text.with_suffix(".html"))):
            for name in element.get("class", "").split():
                if re.fullmatch(r"f[0-9]+", name):
                    over.setdefault(name, set()).update(range(place, place + len(run)))
            place += len(run)
        assert Counter(frozenset(each & letters) for each in over.values()) == stated
        assert len(over) > 40


def evidence_spans(path: Path) -> dict[str, frozenset[int]]:
    """The characters of each annotation that rests on characters."""
    found: dict[str, set[int]] = {}
    for subject, predicate, value in nquads.read(path.read_bytes()).triples:
        if predicate == f"<{OA}hasTarget>":
            match = re.search(r"#char=([0-9]+),([0-9]+)>$", value)
            found.setdefault(subject, set()).update(range(int(match[1]), int(match[2])) if match else ())
    return {subject: frozenset(each) for subject, each in found.items()}


def test_each_fact_is_listed_with_its_characters_its_speaker_and_how_sure_it_is(site: Path, parse: Parse) -> None:
    tree = parse(site / "letter/dvp-4-319.html")
    facts = [each for each in tree.iter("li") if re.fullmatch(r"f[0-9]+", each.get("id") or "")]
    assert len(facts) == len(evidence_spans(site / "letter/dvp-4-319/evidence.nq"))
    sender = next("".join(fact.itertext()) for fact in facts if "author, sender" in "".join(fact.itertext()))
    for words in ("Editors of USSR foreign policy documents", "12–101", "stated", "party-office"):
        assert words in sender


def test_the_json_in_a_page_is_the_schema_org_view_of_its_document(site: Path, parse: Parse) -> None:
    for document in documents(site):
        path = iri_text(document.iri).removeprefix("https://letterbook.example/")
        block = next((each.text for each in parse(site / f"{path}.html").iter("script")), None)
        expected = {
            tuple(rdf(each) for each in triple)
            for triple in document.triples
            if triple[1].startswith(f"<{SCHEMA}")
            or (triple[1] == term("rdf:type") and triple[2].startswith(f"<{SCHEMA}"))
        }
        found = rdflib.Graph()
        found.parse(data=block or "{}", format="json-ld")
        assert set(found) == expected, path
        assert expected, path


def rdf(each: str) -> rdflib.term.Node:
    text = type(term("rdf:type"))(each)
    if is_iri(text):
        return rdflib.URIRef(iri_text(text))
    parts = literal_parts(text)
    if parts.language:
        return rdflib.Literal(parts.text, lang=parts.language)
    plain = parts.datatype == str(rdflib.XSD.string)
    return rdflib.Literal(parts.text, datatype=None if plain else rdflib.URIRef(parts.datatype))


def test_a_letter_links_to_its_reply_and_back_and_to_its_parties(site: Path, parse: Parse) -> None:
    def links(name: str) -> set[str | None]:
        return {each.get("href") for each in parse(site / name).iter("a")}

    assert "./dvp-4-319-reply.html" in links("letter/dvp-4-319.html")
    assert {"./dvp-4-319.html", "../actor/mustafa-kemal.html"} <= links("letter/dvp-4-319-reply.html")
    assert {"../letter/dvp-4-319.html", "../office/head-national-government.html"} <= links("actor/mustafa-kemal.html")


def test_a_derived_date_is_said_with_its_bounds_and_their_reasons(site: Path, parse: Parse) -> None:
    words = " ".join("".join(parse(site / "letter/dvp-4-319-reply.html").itertext()).split())
    assert "between 9 and 12 April 1921" in words
    assert "not before the letter that it answers; not after its receipt" in words


@pytest.fixture(scope="module")
def hostile(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a letterbook whose texts and names try to be HTML."""
    folder = tmp_path_factory.mktemp("hostile") / "book"
    shutil.copytree(data, folder)
    letter = next((folder / "letters").glob("*.txt"))
    text = letter.read_text(encoding="utf-8")
    bad = f"{SCRIPT} </div></main>\"'><img src=x onerror=alert(2)> &lt;b&gt; <!-- \u202e &amp;"
    letter.write_text(text.replace("I am happy to see", f"{bad} I am happy to see"), encoding="utf-8")
    settings = folder / "letterbook.toml"
    settings.write_text(
        re.sub(
            r"(?m)^title = .*$", "title = '</title></script>" + SCRIPT + "<b>'", settings.read_text(encoding="utf-8")
        ),
        encoding="utf-8",
    )
    actors = folder / "registers" / "actors.csv"
    actors.write_text(
        actors.read_text(encoding="utf-8").replace("Народный комиссариат", f"{SCRIPT} Народный комиссариат"),
        encoding="utf-8",
    )
    out = folder.parent / "out"
    build(folder, out)
    return out / "site"


def test_markup_in_texts_titles_and_names_is_shown_and_never_runs(hostile: Path, parse: Parse) -> None:
    """Fault cases H1, H2."""
    shown = 0
    for page in pages(hostile):
        tree = parse(page)
        for element in tree.iter():
            assert element.tag not in ("img", "b"), page
            if element.tag == "script" and not (element.get("src") or "").endswith(("/search.js", "/query.js")):
                assert element.get("type") == "application/ld+json", page
                json.loads(element.text or "")
        shown += "".join(tree.itertext()).count(SCRIPT)
    assert shown > len(pages(hostile))
    nkid = parse(hostile / "actor/nkid.html")
    assert f"{SCRIPT} Народный" in "".join(nkid.itertext())
    letter = hostile / "letter/dvp-4-319.txt"
    assert "".join(run for run, _ in printed(parse(letter.with_suffix(".html")))) == letter.read_text(encoding="utf-8")


def test_every_paragraph_and_every_name_has_a_direction_of_its_own(site: Path, parse: Parse) -> None:
    """Fault case H4."""
    page = parse(site / "letter/dvp-4-319.html")
    blocks = [node for node in page.iter("div") if "block" in (node.get("class") or "").split()]
    assert blocks
    assert {node.get("dir") for node in blocks} == {"auto"}
    names = [node for node in page.iter("a") if (node.get("href") or "").startswith(("../actor/", "../office/"))]
    assert names
    assert all(list(node.iter("bdi")) for node in names)


def test_the_pages_are_the_same_in_whatever_order_the_documents_come(site: Path, data: Path, tmp_path: Path) -> None:
    book = open_letterbook(data)

    def write(found: list[Document]) -> dict[str, bytes]:
        index, made = Index(book.configuration.base), dict[str, bytes]()
        for document in found:
            index.add(document)
        index.finish()
        frame = page_frame(index, book.prefixes)
        letters = write_documents(frame, site, sorted(index.pages), made.__setitem__)
        write_lists(frame, made.__setitem__)
        write_whole_book(index, letters, tmp_path / "letters.sqlite", made.__setitem__)
        return made

    forwards, backwards = write(documents(site)), write(documents(site)[::-1])
    assert forwards == backwards
    assert forwards == {path: (site / path).read_bytes() for path in forwards}


@pytest.mark.parametrize("language", languages())
def test_every_language_says_everything_with_the_same_gaps(language: str) -> None:
    def gaps(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    english, other = load_strings("en").table, load_strings(language).table
    assert sorted(english) == sorted(other)
    assert {key for key in english if gaps(english[key]) != gaps(other[key])} == set()
    assert len(other["months"].split()) == len(other["months_in_day"].split()) == 12


def test_every_page_is_there_in_five_languages_that_lead_to_each_other(site: Path, parse: Parse) -> None:
    own = [page for page in pages(site) if page.relative_to(site).parts[0] not in languages()]
    others = [each for each in languages() if each != "en"]
    assert len(others) == 4
    for page in own:
        name = page.relative_to(site)
        copies = {"en": page, **{each: site / each / name for each in others}}
        for copy in copies.values():
            links = [each for each in parse(copy).iter("a") if each.get("hreflang")]
            assert {each.get("hreflang"): led_to(site, copy, each.get("href") or "") for each in links} == copies
            assert [each.get("hreflang") for each in links if each.get("aria-current")] == [parse(copy).get("lang")]


def test_a_page_in_another_language_says_the_same_of_the_same_data(site: Path, parse: Parse) -> None:
    def hrefs(page: Path) -> set[Path]:
        found = (unquote(urlsplit(each.get("href") or "").path) for each in parse(page).iter("a"))
        return {(page.parent / each).resolve() for each in found if each}

    page = site / "letter/dvp-4-319.html"
    turkish = site / "tr/letter/dvp-4-319.html"
    assert "9 Nisan 1921" in "".join(parse(turkish).itertext())
    assert "".join(run for run, _ in printed(parse(turkish))) == "".join(run for run, _ in printed(parse(page)))
    assert {each for each in hrefs(turkish) if each.suffix != ".html"} == {
        each for each in hrefs(page) if each.suffix != ".html"
    }


def test_no_text_can_stand_where_words_of_the_interface_are_filled_in() -> None:
    text = "a \ufdd00\ufdd0 b \x02"
    graph = Graph([(iri("http://example.org/x"), term("rdfs:label"), literal(text))])
    assert graph.words(iri("http://example.org/x"), "rdfs:label") == [("a \ufffd0\ufffd b \ufffd", "")]
    said = Gaps()
    page = f"{said['year']} {said('when_of', what=printable(text))}"
    assert said.fill(page, Tongue(load_strings("en"))) == ["Year when: a \ufffd0\ufffd b \ufffd"]


def test_an_authority_lists_its_letters_as_their_own_documents_state_them(site: Path) -> None:
    stated = {triple for path in (site / "letter").rglob("*.nq") for triple in nquads.read(path.read_bytes()).triples}
    listed = nquads.read((site / "actor/mustafa-kemal.nq").read_bytes()).triples
    found = {triple for triple in listed if "/letter/" in triple[0]}
    assert found <= stated
    assert {iri_text(triple[1]).rpartition("/")[2] for triple in found} >= {"sender", "recipient"}


@pytest.mark.parametrize(("letters", "documents"), [(1, 1), (100, 1), (101, 2), (250, 3)])
def test_a_long_list_of_letters_goes_on_in_documents_of_its_own(book: Letterbook, letters: int, documents: int) -> None:
    """Fault case L6: no document grows with the letters of an authority."""
    base = book.configuration.base
    index, actor = Index(base), iri(f"{base}actor/someone#it")
    for number in range(letters):
        root = iri(f"{base}letter/{number:03}#letter")
        triples = [
            (iri(f"{base}letter/{number:03}"), term("schema:mainEntity"), root),
            (root, term("rdf:type"), term("schema:Message")),
            (root, term("rdfs:label"), literal(f"Letter {number}", language="en")),
            (root, term("schema:mentions"), actor),
        ]
        index.add(make_document(f"{base}letter/{number:03}", root, triples))
    plain = make_document(f"{base}actor/someone", actor, [(actor, term("rdf:type"), term("crm:E21_Person"))])
    made = list(with_letters(index, plain))
    names = [iri_text(each.iri).removeprefix(base) for each in made]
    assert names == ["actor/someone", *(f"actor/someone/letters-{number}" for number in range(2, documents + 1))]
    mentioned = [s for each in made for s, p, o in each.triples if (p, o) == (term("schema:mentions"), actor)]
    assert len(mentioned) == len(set(mentioned)) == letters
    parts = [o for s, p, o in made[0].triples if p == term("schema:hasPart")]
    assert [iri_text(each).removeprefix(base) for each in parts] == names[1:]


def test_the_feed_has_the_letters_by_their_own_days(site: Path) -> None:
    tree = etree.fromstring((site / "feed.xml").read_bytes())
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert tree.findtext("a:updated", namespaces=names) == "1921-04-09T00:00:00Z"
    assert [each.text for each in tree.iterfind("a:entry/a:id", names)] == [
        "https://letterbook.example/letter/dvp-4-319"
    ]


def test_a_letter_printed_on_the_page_of_another_is_of_the_same_volume(site: Path, parse: Parse) -> None:
    words = " ".join("".join(parse(site / "letter/dvp-4-319-reply.html").itertext()).split())
    assert "In: USSR foreign policy documents" in words
    assert "Letters printed here 2" in " ".join("".join(parse(site / "edition/dvp-4.html").itertext()).split())


def test_places_are_drawn_where_they_lie_and_listed_beside_the_map() -> None:
    london, moscow = iri("https://example.org/london"), iri("https://example.org/moscow")
    drawn = draw_map({london: (51.5, -0.1), moscow: (55.8, 37.6)}, {london: 9}, {london: "London", moscow: "Moscow"})
    assert drawn is not None
    first, second = drawn.dots
    assert (first.node, first.count, second.count) == (london, 9, 0)
    assert first.radius > second.radius
    assert first.x < second.x
    assert first.y > second.y
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.height for dot in drawn.dots)
    assert drawn.land.startswith("M")


def test_a_name_on_the_map_covers_no_other_name_and_none_but_the_busiest_covers_a_dot() -> None:
    near = {iri(f"https://example.org/{n}"): (48 + n / 9, 2 + (n * 7 % 5) / 9) for n in range(30)}
    drawn = draw_map(near, dict.fromkeys(near, 3), dict.fromkeys(near, "Paris-sur-Seine"))
    assert drawn is not None
    boxes = []
    for dot in drawn.dots:
        if dot.name:
            long = 15 * 6.6
            left = dot.name.x - {"start": 0, "end": long, "middle": long / 2}[dot.name.anchor]
            boxes.append((left, dot.name.y - 12, left + long, dot.name.y + 4))
    circles = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in drawn.dots]
    assert all(dot.name for dot in drawn.dots[:5])
    for number, box in enumerate(boxes):
        for other in [*boxes[:number], *(circles if number >= 5 else ())]:
            assert box[0] >= other[2] or other[0] >= box[2] or box[1] >= other[3] or other[1] >= box[3]


def test_the_busiest_places_have_their_names_however_crowded_the_map_is() -> None:
    crowd = {iri(f"https://example.org/{n:03}"): (47.3 + n % 20 / 40, 8.5 + n // 20 / 40) for n in range(400)}
    counts = {node: 400 - number for number, node in enumerate(crowd)}
    drawn = draw_map(crowd, counts, dict.fromkeys(crowd, "Winterthur"))
    assert drawn is not None
    assert all(dot.name for dot in drawn.dots[:3])


def test_places_where_few_letters_were_written_do_not_widen_the_map_and_are_counted_at_its_edge() -> None:
    europe = {iri(f"https://example.org/{n}"): (45 + n % 10, n / 5) for n in range(60)}
    west, east = iri("https://example.org/lima"), iri("https://example.org/sydney")
    counts = {**dict.fromkeys(europe, 5), west: 1, east: 2}
    drawn = draw_map({**europe, west: (-12.0, -77.0), east: (-33.9, 151.2)}, counts, {})
    assert drawn is not None
    assert {dot.node for dot in drawn.beyond} == {west, east}
    assert [(edge.places, edge.letters) for edge in drawn.edges] == [(1, 1), (1, 2)]
    assert max(dot.x for dot in drawn.dots) - min(dot.x for dot in drawn.dots) > drawn.width / 3


def test_few_far_places_that_are_only_named_do_not_make_the_map_a_map_of_the_world() -> None:
    europe = {iri(f"https://example.org/{n}"): (45 + n / 10, n / 5) for n in range(60)}
    far = iri("https://example.org/sydney")
    written = next(iter(europe))
    drawn = draw_map({**europe, far: (-33.9, 151.2)}, {written: 4}, {})
    assert drawn is not None
    assert [dot.node for dot in drawn.beyond] == [far]
    assert far in {dot.node for dot in drawn.all}
    assert written in {dot.node for dot in drawn.dots}
    assert max(dot.x for dot in drawn.dots) - min(dot.x for dot in drawn.dots) > drawn.width / 3


def test_a_place_has_a_small_map_of_where_it_lies(site: Path, parse: Parse) -> None:
    with_coordinates = [page for page in sorted((site / "place").glob("*.html")) if "locator" in page.read_text()]
    assert with_coordinates, "the ready letterbook has a place with coordinates"
    for page in with_coordinates:
        (title,) = [node for node in parse(page).iter() if node.get("id") == "locator-title"]
        assert re.search(r"\d", title.text or "")


@given(st.dictionaries(st.integers(0, 30), st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1))
def test_every_place_on_the_globe_lies_on_the_map(points: dict[int, tuple[float, float]]) -> None:
    drawn = draw_map({iri(f"https://example.org/{key}"): point for key, point in points.items()}, {}, {})
    assert drawn is not None
    assert len(drawn.dots) == len(points)
    assert all(-1 <= dot.x <= drawn.width + 1 for dot in drawn.dots)


def test_every_shape_on_a_page_says_its_words_or_what_it_is_made_of(site: Path, parse: Parse) -> None:
    for path in sorted((site / "shapes").glob("*.html")):
        told = parse(path).findall(".//dd")
        assert told
        assert all(re.search(r"\w", "".join(each.itertext())) for each in told), path
