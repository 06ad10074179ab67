"""What all pages share: links between them, labels, the head with its machine links, and the templates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

import jinja2
from markupsafe import Markup, escape

from letterbook.catalogue.graph import Words, fragment_of
from letterbook.catalogue.times import When
from letterbook.formats import FORMATS
from letterbook.serializers import jsonld
from letterbook.terms import Document, Term, iri, iri_text
from letterbook.vocabulary import SCHEMA, term
from letterbook.web.pages.addresses import href, web_address
from letterbook.web.pages.compiling import Templates
from letterbook.web.pages.facets import UNDATED
from letterbook.web.pages.feed import latest
from letterbook.web.pages.gaps import Gaps, Tongue, in_direction, title_in
from letterbook.web.pages.graph import Graph
from letterbook.web.pages.index import Card, Index, labels_of
from letterbook.web.pages.strings import choose
from letterbook.web.pages.titles import Title, stem_of

HOME = "index"

_UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")


class Frame:
    """The templates of one build with its index, its prefixes and the languages in which each page is said.

    Form:    the first of ``tongues`` is the letterbook's own. What a page asks of the frame is of the page begun last.
    """

    def __init__(self, index: Index, prefixes: Mapping[str, str], tongues: Sequence[Tongue]) -> None:
        self.index = index
        self.prefixes = prefixes
        self.tongues = tuple(tongues)
        self.said = Gaps()
        self._graphs: tuple[Graph, ...] = ()
        self._labelled: dict[Term, tuple[Words, ...]] = {}
        self._called: dict[Term | tuple[Term | str | int, ...], Markup] = {}
        self._links: dict[tuple[str, Term], Markup] = {}
        self._titles: dict[str, Title] = {}

    def forget(self) -> None:
        """Ask the index anew: what a page rests on is then seen in what it asks, whatever pages came before it."""
        self._links.clear()
        self._titles.clear()

    def begin(self, *graphs: Graph) -> None:
        """Begin a page that shows these graphs: their labels go before those of the index."""
        self.said = Gaps()
        self._graphs, self._labelled, self._called = graphs[::-1], {}, {}

    def render(self, template: str, path: str, document: Document | None = None, **values: Any) -> dict[str, bytes]:
        """The page begun last, as bytes in each language by the folder of its language.

        Form:    ``path`` is that of its document, below the base and without an extension.
        """
        index, root = self.index, self.index.collection_root
        page = (
            _environment()
            .get_template(template)
            .render(
                path=path,
                tongues=self.tongues,
                s=self.said,
                title_of_book=tuple(index.collection.words(root, "schema:name")),
                licence=next(iter(index.collection.iris(root, "schema:license")), None) if root else None,
                canonical=index.base + ("" if path == HOME else path),
                json_block=json_block(document, self.prefixes, index.base) if document else "",
                is_document=document is not None,
                feed=path == HOME and bool(latest(index)),
                href=partial(href, path),
                link=partial(self.link, path),
                label=self.label,
                name=self.name,
                letter_title=self.title,
                bare_title=partial(self.title, bare=True),
                node=partial(self.node, path),
                nodes=lambda nodes: Markup("; ").join(self.node(path, node) for node in nodes),
                says=self.says,
                bounds=self.bounds,
                when=self.say,
                name_of=lambda extension: self.said.file(path, f"{path}.{extension}"),
                name_of_file=partial(self.said.file, path),
                value_name=self.value_name,
                **values,
            )
        )
        folders = [tongue.folder for tongue in self.tongues]
        return dict(zip(folders, map(str.encode, self.said.fill(page, *self.tongues)), strict=True))

    def link(self, path: str, node: Term) -> str:
        """The address of a node's page from this page; empty where it has no page here, or is this page."""
        if not self.index.has(node):
            return ""
        to = self.index.path(node)
        fragment = fragment_of(node) if self.index.pages[to] in ("types", "rules", "register") else ""
        return "" if to == path and not fragment else href(path, to, fragment)

    def node(self, path: str, node: Term) -> Markup:
        """The label of a node, linked to its page where it has another than this one."""
        key = (posixpath.dirname(path), node)
        if key in self._links and self.index.path(node) != path:
            return self._links[key]
        words, to = self.label(node), self.link(path, node)
        made = Markup(f'<a href="{escape(to)}">{words}</a>') if to else words  # noqa: S704 - words are markup
        if to and not self._labels(node) and not self._own(node) and len(self._names(node)) == 1:
            self._links[key] = made
        return made

    def says(self, labels: tuple[Term | str, ...]) -> Markup:
        """What a fact is called: labels of types, or words of the interface."""
        found = self._called.get(labels)
        if found is None:
            said = [self.label(Term(each)) if each.startswith("<") else escape(each) for each in labels]
            found = self._called[labels] = Markup(", ").join(said)
        return found

    def label(self, node: Term) -> Markup:
        """The label of a node in the language of the interface; its IRI where it has none."""
        found = self._called.get(node)
        if found is None:
            found = self._called[node] = self._own(node) or self.said.label(self._names(node))
        return found

    def name(self, node: Term, room: int = 0) -> Markup:
        """The label without a mark of its language, cut where there is little room."""
        found = self._called.get((node, room))
        if found is None:
            found = self._own(node, bare=True) or self.said.name(self._names(node), room)
            self._called[node, room] = found
        return found

    def title(self, card: Card, *, dated: bool = True, bare: bool = False) -> Markup:
        """What a letter is called; not ``dated`` where its date stands beside it, ``bare`` where no markup can stand."""
        return self.said.title(self._title(card), dated=dated, bare=bare)

    def titles(self, card: Card) -> dict[str, str]:
        """What a letter is called in each language of the pages, as plain text."""
        title = self._title(card)
        return {each.strings.language: title_in(each.strings, title).unescape() for each in self.tongues}

    def _title(self, card: Card) -> Title:
        if card.path not in self._titles:
            known = self.index.labels.get
            when = None if card.when is None or card.when.is_derived else card.when
            self._titles[card.path] = Title(
                stem=stem_of(card.label, when, card.received),
                kind=known(card.kind, ()) if card.kind else (),
                number=card.number,
                senders=tuple(known(each) or (Words(iri_text(each)),) for each in card.senders),
                addressees=tuple(known(each) or (Words(iri_text(each)),) for each in card.addressees),
                when=when,
                received=card.received,
            )
        return self._titles[card.path]

    def _own(self, node: Term, *, bare: bool = False) -> Markup | None:
        """What a letter or the editors of something are called: in words of the interface, whatever their label says."""
        if node.endswith("#letter>") and (card := self.index.by_root.get(node)):
            return self.title(card, bare=bare)
        if node.endswith("#editors>"):  # of an edition, or of the file that describes a letter
            for whole in (Term(node.replace("#editors>", f"#{name}>")) for name in ("it", "source")):
                if self._labels(whole) or whole in self.index.labels:
                    return self.said("editors_of", what=self.name(whole) if bare else self.label(whole))
        return None

    def bounds(self, when: When) -> list[Markup]:
        """Why the bounds of a date are where they are, each reason once."""
        if when.calendar:
            return [self.said("converted_from", calendar=self.label(self._type(f"{when.calendar}-calendar")))]
        return [self.said.bound(each) for each in dict.fromkeys((when.begin_by, when.end_by)) if each]

    def _type(self, name: str) -> Term:
        return iri(f"{self.index.base}vocab/types#{name}")

    def value_name(self, facet: str, text: str) -> Markup:
        """What a value of a facet is called that is no node: a year, a language."""
        if facet == "languages":
            return self.said.language_name(text)
        return self.said["undated"] if text == UNDATED else escape(text.lstrip("0"))

    def plain(self, node: Term) -> str:
        """The label in the letterbook's own language, for what is measured and sorted."""
        return choose(self._names(node), self.tongues[0].strings.language).text

    def _names(self, node: Term) -> tuple[Words, ...]:
        found = self._labels(node) or self.index.labels.get(node)
        return found or (Words(fragment_of(node) or iri_text(node)),)

    def _labels(self, node: Term) -> tuple[Words, ...]:
        """The labels of a node in the graphs of the page; most of their nodes are not shown, and none is looked for twice."""
        found = self._labelled.get(node)
        if found is None:
            words = (words for graph in self._graphs for _, words in labels_of(graph, [node]))
            found = self._labelled[node] = next(words, ())
        return found

    def say(self, card_or_when: Card | When | None) -> Markup:
        """The date of a letter, or a time-span, as a reader says it."""
        if isinstance(card_or_when, Card):
            if card_or_when.when is None and card_or_when.received is not None:
                return self.said("received_on", date=self.said.when(card_or_when.received))
            return self.said.when(card_or_when.when)
        return self.said.when(card_or_when)


@cache
def _environment() -> jinja2.Environment:
    """The templates, each compiled once in a process: a build makes many frames."""
    environment = Templates(
        loader=jinja2.PackageLoader("letterbook.web.pages", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals.update(formats=FORMATS, web=web_address, fragment=fragment_of, words=in_direction)
    return environment


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
