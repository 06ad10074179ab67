"""The main part of the page of questions: the forms, and the results in one of their views."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from markupsafe import Markup

from letterbook.catalogue.graph import Words
from letterbook.queries import example_names, example_text, example_title
from letterbook.queries.letters import LetterQuestion
from letterbook.terms import Term, iri_text, is_iri, literal_parts
from letterbook.vocabulary import prefixes_under
from letterbook.web.asking.lookups import short
from letterbook.web.asking.rows import Rows, is_literal, number_of, year_of
from letterbook.web.asking.views import Views
from letterbook.web.folder import Snapshot
from letterbook.web.pages.addresses import web_address
from letterbook.web.pages.gaps import in_direction
from letterbook.web.pages.strings import Strings, choose, load_strings
from letterbook.web.turns import Turns

SHOWN_ROWS = 500
LONGEST_CELL = 400
LONGEST_LINK = 12_000
"""Characters of an address; a longer query has no address that browsers and servers take."""
STARTER = "letters-by-date"

_TABLES = (("json", "JSON"), ("xml", "XML"), ("csv", "CSV"), ("tsv", "TSV"))
_GRAPHS = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"))
_PLACE = re.compile(r"(?:at|at line)? ?(\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer: the sentence, what to do, and the line of the query, 0 where none is known."""

    words: str
    remedy: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows.

    Form:    ``query`` is the SPARQL in the field; ``letters`` what stands in the form; ``rows`` the results, None where nothing
             was asked or ``fault`` says why there are none; ``labels`` of all languages.
    """

    query: str = ""
    letters: LetterQuestion = field(default_factory=LetterQuestion)
    view: str = "table"
    rows: Rows | None = None
    views: Views = field(default_factory=Views)
    labels: Mapping[Term, Sequence[Words]] = field(default_factory=dict)
    fault: Fault | None = None


def fault_of(message: str, remedy: str) -> Fault:
    """A fault with the line that its sentence names; pyoxigraph says it as ``error at 3:14``."""
    found = _PLACE.search(message)
    return Fault(message, remedy, int(found[1]) if found else 0)


def show(build: Snapshot, tongue: str, folder: str, shown: Shown, turns: Turns) -> str:
    """The main part of the page in a language, whose pages lie in ``folder``."""
    page = _Page(build, tongue, folder, shown)
    return page.render(turns)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("letterbook.web.pages", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


class _Page:
    """One page being made."""

    def __init__(self, build: Snapshot, tongue: str, folder: str, shown: Shown) -> None:
        self.build = build
        self.strings: Strings = load_strings(tongue)
        self.folder = folder
        self.shown = shown
        self.prefixes = prefixes_under(build.base)
        self.up = "../" if folder else "./"

    def render(self, turns: Turns) -> str:
        shown, s = self.shown, self.strings
        rows = shown.rows
        values: dict[str, Any] = {
            "s": s,
            "shown": shown,
            "view": shown.view if shown.view in shown.views.names else "table",
            "asked": shown.view,
            "query": shown.query or example_text(STARTER),
            "limits": _limits(s, turns),
            "examples": examples(s),
            "example_link": lambda text: self.address(query=text),
            "view_link": lambda view: self.address(query=shown.query, view=view),
            "download": self.download,
            "forms": _GRAPHS if rows is not None and rows.is_graph else _TABLES,
            "linkable": len(quote(shown.query)) < LONGEST_LINK,
            "lines": shown.query.split("\n"),
            "body": [] if rows is None else rows.rows[:SHOWN_ROWS],
            "cell": self.cell,
            "is_number": lambda term: term is not None and number_of(term) is not None,
            "is_date": lambda term: term is not None and year_of(term) is not None,
            "link": self.link,
            "name": self.name,
            "node": self.cell,
            "up": self.up,
            "terms": f"{self.up}sparql-terms.json",
            "data_link": "./about.html",
        }  # fmt: skip
        return _environment().get_template("asking.html").render(values)

    def address(self, **fields: str) -> str:
        """The page with a question in its address."""
        return "./sparql.html?" + urlencode({name: text for name, text in fields.items() if text}) + "#results"

    def download(self, form: str) -> str:
        """The results in a format, from the endpoint itself."""
        return f"{self.up}sparql?" + urlencode({"query": self.shown.query, "format": form})

    def link(self, term: Term) -> str:
        """The address of what a term names: its page here, else the web; empty where a browser can go nowhere."""
        if not is_iri(term):
            return ""
        document, _, fragment = iri_text(term).partition("#")
        if document.startswith(self.build.base):
            path = document.removeprefix(self.build.base)
            if f"{self.folder}{path}.html" in self.build.files:
                mark = f"#{quote(fragment)}" if path.startswith("vocab/") and fragment else ""
                return f"./{quote(path)}.html{mark}"
            if path in self.build.files:
                return f"{self.up}{quote(path)}"
        return web_address(term)

    def name(self, term: Term, room: int = 0) -> str:
        """What a term is called, without any markup, cut where there is little room."""
        words = self._words(term).text
        return f"{words[: room - 1].rstrip()}…" if 0 < room < len(words) else words

    def _words(self, term: Term) -> Words:
        if is_iri(term):
            known = self.shown.labels.get(term)
            return choose(known, self.strings.language) if known else Words(short(term, self.prefixes, self.build.base))
        if is_literal(term):
            parts = literal_parts(term)
            return Words(parts.text, parts.language)
        return Words(term)

    def cell(self, term: Term | None) -> Markup:
        """A term as it stands in a table: linked where it leads somewhere, folded where it is long."""
        if term is None:
            return Markup("")
        words = self._words(term)
        if is_iri(term):
            to = self.link(term)
            text = in_direction(words) if self.shown.labels.get(term) else Markup("<code>{}</code>").format(words.text)
            away = Markup("") if to.startswith(".") else Markup(' rel="noreferrer"')
            return Markup('<a href="{}"{}>{}</a>').format(to, away, text) if to else text
        if len(words.text) > LONGEST_CELL:
            start = in_direction(Words(words.text[:LONGEST_CELL].rstrip() + " …", words.language))
            return Markup("<details><summary>{}</summary>{}</details>").format(start, in_direction(words))
        return in_direction(words)


def examples(s: Strings) -> list[tuple[str, str]]:
    """The example queries: what each answers, in words, and its SPARQL."""
    return [(s.table.get(f"example_{name}", example_title(name)), example_text(name)) for name in example_names()]


def _limits(s: Strings, turns: Turns) -> str:
    query = turns.query
    return s(
        "ask_limits",
        seconds=f"{query.seconds:g}",
        megabytes=s.number(query.megabytes),
        rows=s.number(query.rows or 0),
        size=str(query.answer_megabytes or 0),
        sure=f"{turns.sure_seconds:g}",
        minute=f"{turns.client_seconds:g}",
    )
