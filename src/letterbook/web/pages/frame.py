"""What all pages share: links between them, labels, the head with its machine links, and the templates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from letterbook.catalogue.graph import Words, fragment_of
from letterbook.catalogue.times import When
from letterbook.formats import FORMATS
from letterbook.serializers import jsonld
from letterbook.terms import Document, Term, iri_text, is_iri
from letterbook.vocabulary import SCHEMA, term
from letterbook.web.pages.index import Card, Index
from letterbook.web.pages.strings import Strings
from letterbook.web.pages.times import say_when

HOME = "index"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

_UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ufffe\uffff]")


class Frame:
    """The templates of one build with its index, its words and its prefixes."""

    def __init__(self, index: Index, prefixes: Mapping[str, str], strings: Strings) -> None:
        self.index = index
        self.prefixes = prefixes
        self.strings = strings
        self.environment = jinja2.Environment(
            loader=jinja2.PackageLoader("letterbook.web.pages", "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=printable,
        )

    def render(self, template: str, path: str, document: Document | None = None, **values: Any) -> bytes:
        """A page as bytes; ``path`` is that of its document, below the base and without an extension."""
        root = self.index.collection_root
        block = json_block(document, self.prefixes, self.index.base) if document else ""
        return (
            self.environment.get_template(template)
            .render(
                path=path,
                s=self.strings,
                title_of_book=self.index.collection.words(root, "schema:name")[:1],
                licence=next(iter(self.index.collection.iris(root, "schema:license")), None) if root else None,
                canonical=self.index.base + ("" if path == HOME else path),
                formats=FORMATS if document else (),
                json_block=block,
                is_document=document is not None,
                href=lambda to, fragment="": href(path, to, fragment),
                link=lambda node: self.link(path, node),
                label=self.label,
                words=self.words,
                node=lambda node: self.node(path, node),
                nodes=lambda nodes: Markup("; ").join(self.node(path, node) for node in nodes),
                says=self.says,
                web=web_address,
                when=self.say,
                fragment=fragment_of,
                name_of=lambda extension: href(path, f"{path}.{extension}", page=False),
                name_of_file=lambda name: href(path, name, page=False),
                kind_of=lambda node: self.index.pages.get(self.index.path(node), ""),
                **values,
            )
            .encode()
        )

    def link(self, path: str, node: Term) -> str:
        """The address of a node's page from this page; empty where it has no page here, or is this page."""
        if not self.index.has(node):
            return ""
        to = self.index.path(node)
        fragment = fragment_of(node) if self.index.pages[to] in ("types", "rules") else ""
        return "" if to == path and not fragment else href(path, to, fragment)

    def words(self, words: Words) -> Markup:
        """A text with its language, apart from the direction of what stands around it."""
        language = words.language
        tag = Markup(' lang="{}"').format(language) if language and language != self.strings.language else Markup("")
        return Markup("<bdi{}>{}</bdi>").format(tag, printable(words.text))

    def node(self, path: str, node: Term) -> Markup:
        """The label of a node, linked to its page where it has another than this one."""
        words, to = self.words(self.label(node)), self.link(path, node)
        return Markup('<a href="{}">{}</a>').format(to, words) if to else words

    def says(self, labels: Iterable[Term | str]) -> Markup:
        """What a fact is called: labels of types, or words of the interface."""
        return Markup(", ").join(
            self.words(self.label(Term(each))) if each.startswith("<") else escape(each) for each in labels
        )

    def label(self, node: Term) -> Words:
        """The label of a node in the language of the interface, else in English, else in any; its IRI where it has none."""
        found = self.index.labels.get(node)
        if not found:
            return Words(fragment_of(node) or iri_text(node))
        for language in (self.strings.language, "en"):
            for words in found:
                if words.language.split("-")[0] == language:
                    return words
        return found[0]

    def say(self, card_or_when: Card | When | None) -> str:
        """The date of a letter, or a time-span, as a reader says it."""
        if isinstance(card_or_when, Card):
            if card_or_when.when is None and card_or_when.received is not None:
                return self.strings("received_on", date=say_when(card_or_when.received, self.strings))
            return say_when(card_or_when.when, self.strings)
        return say_when(card_or_when, self.strings)


def href(path: str, to: str, fragment: str = "", *, page: bool = True) -> str:
    """The relative address of one page from another; the same on any host and below any path.

    >>> href("letter/1", "actor/nkid")
    '../actor/nkid.html'
    >>> href("index", "about")
    './about.html'
    """
    return _relative(posixpath.dirname(path), f"{to}.html" if page else to) + (
        f"#{quote(fragment, safe='/-._~!$()*+,;=:@%?')}" if fragment else ""
    )


@lru_cache(maxsize=20_000)
def _relative(folder: str, file: str) -> str:
    found = quote(posixpath.relpath(file, folder or "."), safe="/-._~!$'()*+,;=:@")
    return found if found.startswith("../") else f"./{found}"


def web_address(node: Term) -> str:
    """The address of a term that a browser may be sent to; empty for any other scheme than http and https."""
    text = iri_text(node) if is_iri(node) else ""
    return text if text.startswith(("http://", "https://")) else ""


def printable(value: Any) -> Any:
    """The value without control characters, which HTML cannot hold; each is shown as U+FFFD.

    Source:  HTML Living Standard, 13.1.3 (text) and 13.2.3.5 (input stream).
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _CONTROLS.sub("\ufffd", value)


def schema_view(document: Document) -> Document:
    """The triples of a document that schema.org can say: its properties, and its classes of things."""
    rdf_type, start = term("rdf:type"), f"<{SCHEMA}"
    kept = [
        triple
        for triple in document.triples
        if triple[1].startswith(start) or (triple[1] == rdf_type and triple[2].startswith(start))
    ]
    return Document(document.iri, document.root, tuple(kept))


def json_block(document: Document, prefixes: Mapping[str, str], base: str) -> Markup:
    """The schema.org triples as JSON-LD that can stand in a script element: no text in it can end the element."""
    view = schema_view(document)
    if not view.triples:
        return Markup("")
    text = jsonld.write(view, prefixes, base).decode()
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return Markup(text)  # noqa: S704 - every character that HTML reads is escaped above
