"""Each page is in one language: no word of the interface, no kind, no title and no date on it is said in another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import rdflib
from rdflib.namespace import RDF, SKOS

from letterbook.publication import build
from letterbook.resources import resource_folder
from letterbook.web.pages import languages, load_strings

Parse = Callable[[Path], Element]

TEMPLATES = Path(__file__).parents[2] / "src/letterbook/web/pages/templates"
OWN_NAMES = {"SPARQL", "Atom"}
"""What templates may say themselves: names that are the same in every language."""

SAID_ALIKE = {"thousands", "tag", "format_ttl", "format_jsonld", "format_nq", "format_nt", "format_rdf"}
ATTRIBUTES = ("aria-label", "alt", "placeholder", "title")

LETTERS = {
    "de": """Nr. 10987

Der Botschafter in Musterstadt Graf von Muster an das Auswärtige Amt

Telegramm. Entzifferung

Nr. 152 Musterstadt, den 26. Juli 1904

Der Minister sagte mir heute, daß die Verhandlungen fortgesetzt würden.

Muster
""",
    "fr": """N° 7

M. JEAN DUPRÉ, AMBASSADEUR DE LA RÉPUBLIQUE FRANÇAISE À LONDRES, À M. LOUIS MARCHAND, MINISTRE DES AFFAIRES ÉTRANGÈRES.

Londres, le 22 février 1903.

Le ministre m'a fait savoir que la conférence se réunirait au mois de mai.

JEAN DUPRÉ.
""",
    "tr": """Belge No: 45

Hariciye Vekili Yusuf Bey'den Moskova Büyükelçisi Ali Paşa'ya telgraf

Ankara, 9 Nisan 1921

No. 319

Efendim,

Konsoloslukların açılması hakkındaki teklif kabul edilmiştir.

Saygılarımla,

Yusuf Kemal
""",
}
TITLES = {
    "de": ("Telegramm Nr. 152: ", ", 26. Juli 1904"),
    "fr": ("Lettre : ", ", 22 février 1903"),
    "tr": ("Telgraf No. 319: ", ", 9 Nisan 1921"),
}


class _Said(HTMLParser):
    """What a template says itself: texts, and attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and name in ATTRIBUTES]


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_says_a_word_itself(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    said = _Said()
    said.feed(re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.S))
    assert set(words(" ".join(said.found))) <= {each.casefold() for each in OWN_NAMES}


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_every_word_that_a_template_asks_for_is_in_the_tables(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    asked = set(re.findall(r"""\bs[(\[]"([\w-]+)"[)\],]""", text))
    counted = set(re.findall(r"""\bs\.(?:count|noun)\("(\w+)\"""", text))
    table = load_strings("en").table
    assert asked | {f"{each}.many" for each in counted - {"kind_"}} <= set(table)


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_no_sentence_is_left_in_english(language: str) -> None:
    english, other = load_strings("en").table, load_strings(language).table
    sentences = {key for key, text in english.items() if len(words(re.sub(r"{\w+}", "", text))) > 1} - SAID_ALIKE
    assert len(sentences) > 100
    assert {key for key in sentences if other[key] == english[key]} == set()


def test_every_type_and_role_is_named_in_every_language() -> None:
    graph = _types()
    concepts = set(graph.subjects(RDF.type, SKOS.Concept)) | set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(concepts) > 100
    for concept in concepts:
        labels = [
            label.language for label in graph.objects(concept, SKOS.prefLabel) if isinstance(label, rdflib.Literal)
        ]
        assert {*labels} == {*languages()}, concept


@pytest.fixture(scope="module", params=sorted(LETTERS))
def own_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The site of a letterbook of one letter, in its own language and in the four others."""
    language: str = request.param
    folder = tmp_path_factory.mktemp(language)
    (folder / "letters").mkdir()
    (folder / "letters/1.txt").write_text(LETTERS[language], encoding="utf-8")
    settings = f'title = "19"\nlanguage = "{language}"\n'
    (folder / "letterbook.toml").write_text(settings, encoding="utf-8")
    build(folder, folder / "build")
    return language, folder / "build/site"


def test_no_page_has_a_word_of_another_language(own_site: tuple[str, Path], parse: Parse) -> None:
    """What stands in the letter is in its own language on every page, and so is what is marked as another's."""
    own, site = own_site
    printed = set(words(LETTERS[own]))
    for language in languages():
        root = site if language == own else site / language
        others = set() if root != site else set(languages())
        pages = [page for page in root.rglob("*.html") if page.relative_to(root).parts[0] not in others]
        if language == "en":  # what types, rules and shapes mean is told in English
            pages = [page for page in pages if page.parent.name not in ("vocab", "shapes")]
        assert len(pages) > 20
        foreign = {word for other in languages() for word in _interface(other)} - _interface(language) - printed
        for page in pages:
            found = {word for text in _texts(parse(page), language) for word in words(text)} & foreign
            assert found - set(words(page.stem)) == set(), (
                page
            )  # the title of a page of shapes has the name of the file


def test_a_title_is_said_in_the_language_of_the_page(own_site: tuple[str, Path], parse: Parse) -> None:
    language, site = own_site
    begin, end = TITLES[language]
    (page,) = (site / "letter").glob("*.html")
    heading = "".join(next(parse(page).iter("h1")).itertext())
    assert heading.startswith(begin)
    assert heading.endswith(end)


def words(text: str) -> list[str]:
    """The words of a text that have three letters or more, in small letters."""
    return [each.casefold() for each in re.findall(r"[^\W\d_]{3,}", text)]


@cache
def _types() -> rdflib.Graph:
    return rdflib.Graph().parse(resource_folder("ontology") / "types.ttl", publicID="http://example.org/")


@cache
def _interface(language: str) -> frozenset[str]:
    """All words of the interface in one language, and those of the types and roles."""
    named = [label for label in _types().objects(None, SKOS.prefLabel) if isinstance(label, rdflib.Literal)]
    labels = [str(label) for label in named if label.language == language]
    said = [re.sub(r"{\w+}", "", text) for text in load_strings(language).table.values()]
    return frozenset(word for text in (*labels, *said) for word in words(text))


def _texts(element: Element, language: str) -> Iterator[str]:
    """What is read out in this language; code, addresses and what is marked as another language is not."""
    if (
        element.get("class") == "iri"
        or element.tag in ("script", "style", "code", "pre")
        or element.get("lang", language) != language
    ):
        return
    yield from (value for name in ATTRIBUTES if (value := element.get(name)) and element.tag != "link")
    yield element.text or ""
    for child in element:
        yield from _texts(child, language)
        yield child.tail or ""
