"""What the pages of a build must know of each other: labels, dates, and who wrote to whom; gathered while documents pass.

Only this stays in memory: a card a letter, the labels of what other documents speak of, and the links back to the letters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from letterbook.catalogue.graph import Words, fragment_of, page_of
from letterbook.catalogue.stated import kind_of, roles, stated_of, text_files
from letterbook.catalogue.times import When
from letterbook.terms import Document, Term, iri_text, literal_parts
from letterbook.vocabulary import term
from letterbook.web.pages.graph import Graph

_DAY = term("schema:dateCreated")


@dataclass(frozen=True, slots=True)
class Card:
    """A letter as a line of a list; ``path`` is its document below the base."""

    path: str
    root: Term
    label: Words
    when: When | None
    received: When | None
    senders: tuple[Term, ...]
    addressees: tuple[Term, ...]
    place: Term | None
    kind: Term | None
    answers: tuple[Term, ...]
    cites: tuple[Term, ...]
    printed: Term | None
    language: str = ""
    number: str = ""

    @property
    def listed(self) -> When | None:
        """The date under which the letter is listed: of its writing, else of its receipt."""
        return self.when or self.received


@dataclass
class Index:
    """The index of one build; ``base`` is the IRI under which it is published."""

    base: str
    cards: list[Card] = field(default_factory=list)
    by_root: dict[Term, Card] = field(default_factory=dict)
    labels: dict[Term, tuple[Words, ...]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)  # the path of each document, with what kind of page it has
    sent: dict[Term, list[Card]] = field(default_factory=dict)
    received: dict[Term, list[Card]] = field(default_factory=dict)
    mentions: dict[Term, list[Card]] = field(default_factory=dict)
    holders: dict[Term, dict[Term, Card]] = field(default_factory=dict)  # office, person, the letter that says so
    said_holders: set[tuple[Term, Term]] = field(
        default_factory=set
    )  # those of them that a letter names, and no table alone
    parts: dict[Term, list[Term]] = field(default_factory=dict)  # a whole, and what says that it belongs to it
    written_at: dict[Term, list[Card]] = field(default_factory=dict)
    printed_in: dict[Term, list[Card]] = field(default_factory=dict)
    volumes: dict[Term, list[Term]] = field(default_factory=dict)  # the same the other way round
    prints: dict[Term, list[Card]] = field(default_factory=dict)  # the printed pages, and the letters on them
    roots: list[Term] = field(default_factory=list)  # whom and what the authority documents are about
    editions: dict[Term, Term] = field(default_factory=dict)  # the printed pages, and the volume that they are of
    seats: dict[Term, list[Term]] = field(default_factory=dict)
    replies: dict[Term, list[Card]] = field(default_factory=dict)
    cited: dict[Term, list[Card]] = field(default_factory=dict)  # those that refer to a letter without an answer
    between: dict[tuple[Term, ...], list[Card]] = field(default_factory=dict)  # the letters of the same parties
    collection: Graph = field(default_factory=lambda: Graph(()))
    collection_root: Term | None = None
    coordinates: dict[Term, tuple[float, float]] = field(default_factory=dict)  # latitude and longitude of a place
    decided: dict[str, str] = field(
        default_factory=dict
    )  # the letters of which editors have decided, and the last day of it
    statements: int = 0
    _plain: Index | None = field(default=None, repr=False, compare=False)
    _note: Callable[[tuple[str, Any, str]], None] | None = field(default=None, repr=False, compare=False)

    def watch(self, plain: Index, note: Callable[[tuple[str, Any, str]], None]) -> None:
        """Tell ``note`` whenever it is asked what stands beside a letter; that is looked up in the ``plain`` index."""
        self._plain, self._note = plain, note

    def beside(self, table: str, key: Any, card: Card) -> tuple[Card | None, Card | None]:
        """The letters before and after in a list by date: ``cards``, or one list of ``sent`` or ``between``.

        They are found by halving: a sender may have many thousands.
        """
        if self._plain and self._note:
            self._note((table, key, card.path))
            return self._plain.beside(table, key, card)
        cards = self.cards if table == "cards" else getattr(self, table).get(key, [])
        at = bisect_left(cards, order_of(card), key=order_of)
        return (cards[at - 1] if at else None, cards[at + 1] if at + 1 < len(cards) else None)

    def add(self, document: Document) -> None:
        """Take what other pages need from one document."""
        graph = Graph(document.triples)
        kind = kind_of(document, graph)
        self.pages[self.path(document.iri)] = kind
        self.statements += len(document.triples)
        if kind == "evidence":
            if days := [literal_parts(day).text for node in graph.nodes for day in graph.nodes[node].get(_DAY, ())]:
                self.decided[self.path(document.iri).removesuffix("/evidence")] = max(days)
            self._label(graph, [node for node in graph.nodes if fragment_of(node).startswith("editor")])
        elif kind == "letter":
            self._letter(document, graph)
        elif kind == "about":
            self.collection, self.collection_root = graph, document.root
            self._label(graph, [document.root])
        elif kind in ("types", "rules", "register"):
            self._label(graph, graph.nodes)
        elif kind not in ("evidence", "letters"):
            self._authority(document, graph)

    def take(self, part: Index) -> None:
        """Take what another index has of further documents, which come after those of this one."""
        self.cards += part.cards
        self.roots += part.roots
        self.by_root.update(part.by_root)
        self.pages.update(part.pages)
        self.editions.update(part.editions)
        self.coordinates.update(part.coordinates)
        self.decided.update(part.decided)
        self.said_holders |= part.said_holders
        self.statements += part.statements
        for node, words in part.labels.items():
            self.labels.setdefault(node, words)
        tables: list[tuple[dict[Term, list[Any]], dict[Term, list[Any]]]] = [
            (self.sent, part.sent),
            (self.received, part.received),
            (self.mentions, part.mentions),
            (self.written_at, part.written_at),
            (self.prints, part.prints),
            (self.parts, part.parts),
            (self.volumes, part.volumes),
            (self.seats, part.seats),
        ]
        for mine, theirs in tables:
            for node, found in theirs.items():
                mine.setdefault(node, []).extend(found)
        for office, people in part.holders.items():
            for person, card in people.items():
                self._hold(office, person, card)
        if part.collection_root is not None:
            self.collection, self.collection_root = part.collection, part.collection_root

    def finish(self) -> None:
        """Put all lists in order, whatever order the documents came in."""
        self.cards.sort(key=order_of)
        for table in (self.sent, self.received, self.mentions, self.written_at):
            for cards in table.values():
                cards.sort(key=order_of)
        self.printed_in = {volume: self.printed_of(volume) for volume in sorted(self.volumes)}
        for card in self.cards:
            for answered in card.answers:
                self.replies.setdefault(answered, []).append(card)
            for other in card.cites:
                self.cited.setdefault(other, []).append(card)
            if card.senders and card.addressees:
                self.between.setdefault(self.parties(card), []).append(card)
        for links in (self.parts, self.seats):
            for nodes in links.values():
                nodes.sort()

    def printed_of(self, volume: Term) -> list[Card]:
        """The letters printed in a volume, by date; of a page with several letters one alone names the volume."""
        pages = dict.fromkeys(self.volumes.get(volume, ()))
        return sorted((card for page in pages for card in self.prints.get(page, ())), key=order_of)

    @staticmethod
    def parties(card: Card) -> tuple[Term, ...]:
        """Both sides of a letter, whoever of them writes."""
        return tuple(sorted({*card.senders, *card.addressees}))

    def path(self, node: Term) -> str:
        """The path of a node's document below the base; the whole IRI where it lies elsewhere."""
        return iri_text(node).partition("#")[0].removeprefix(self.base)

    def has(self, node: Term) -> bool:
        """Whether the node is described by a document of this build."""
        return iri_text(node).startswith(self.base) and self.path(node) in self.pages

    def of_kind(self, kind: str) -> list[str]:
        """The paths of all documents of a kind, in order."""
        return sorted(path for path, each in self.pages.items() if each == kind)

    def _label(self, graph: Graph, nodes: Iterable[Term]) -> None:
        for node, words in labels_of(graph, nodes):
            self.labels.setdefault(node, words)

    def _letter(self, document: Document, graph: Graph) -> None:
        root = document.root
        said = stated_of(graph, root)
        card = Card(
            path=self.path(document.iri),
            root=root,
            label=next(iter(graph.words(root, "rdfs:label")), Words(self.path(document.iri))),
            when=said.written,
            received=said.received,
            senders=said.senders,
            addressees=said.addressees,
            place=said.place,
            kind=said.kind,
            answers=said.answers,
            cites=tuple(each for each in roles(graph, root, "reference") if each not in said.answers),
            printed=said.printed,
            number=graph.text(graph.one(root, "schema:identifier"), "schema:value"),
            language=next((graph.text(each, "schema:inLanguage") for each in text_files(graph, root)), ""),
        )
        self._label(
            graph, [node for node in (root, card.printed, *card.senders, *card.addressees) if node in graph.nodes]
        )
        if (
            card.printed and len(graph.all(card.printed, "crm:P165_incorporates")) > 1
        ):  # the others may name its entities
            self._label(graph, [node for node in graph.iris(root, "schema:mentions") if node in graph.nodes])
        self.cards.append(card)
        self.by_root[root] = card
        for table, agents in ((self.sent, card.senders), (self.received, card.addressees)):
            for agent in agents:
                table.setdefault(agent, []).append(card)
        if card.place:
            self.written_at.setdefault(card.place, []).append(card)
        if card.printed and (volume := graph.one(card.printed, "schema:isPartOf")):
            self.editions[card.printed] = volume
            self.volumes.setdefault(volume, []).append(card.printed)
        if card.printed:
            self.prints.setdefault(card.printed, []).append(card)
        for node in dict.fromkeys(graph.iris(root, "crm:P67_refers_to", "schema:mentions")):
            self.mentions.setdefault(node, []).append(card)
        for node in graph.nodes:
            if graph.isa(node, "crm:PC107_has_current_or_former_member"):
                office, person = graph.one(node, "crm:P01_has_domain"), graph.one(node, "crm:P02_has_range")
                if office and person:
                    if any(fragment_of(role) == "holder" for role in graph.all(node, "crm:P107.1_kind_of_member")):
                        self.said_holders.add((office, person))
                    self._hold(office, person, card)

    def _hold(self, office: Term, person: Term, card: Card) -> None:
        known = self.holders.setdefault(office, {}).get(person)
        if known is None or order_of(card) < order_of(known):
            self.holders[office][person] = card

    def _authority(self, document: Document, graph: Graph) -> None:
        root = document.root
        self.roots.append(root)
        self._label(graph, [node for node in graph.nodes if page_of(node) == page_of(root)])
        if point := _coordinates(graph, root):
            self.coordinates[root] = point
        for whole in graph.iris(root, "crm:P107i_is_current_or_former_member_of"):
            self.parts.setdefault(whole, []).append(root)
        for seat in graph.iris(root, "crm:P74_has_current_or_former_residence"):
            self.seats.setdefault(seat, []).append(root)


def order_of(card: Card) -> tuple[tuple[int, int, str, str], str]:
    """The place of a letter in a list by date."""
    return (card.listed.order if card.listed else When().order, card.path)


def _coordinates(graph: Graph, root: Term) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None where none are stated, or none that are on the globe."""
    geo = graph.one(root, "schema:geo")
    latitude = degrees(graph.text(geo, "schema:latitude"), 90)
    longitude = degrees(graph.text(geo, "schema:longitude"), 180)
    return None if latitude is None or longitude is None else (latitude, longitude)


def degrees(text: str, most: float) -> float | None:
    """A number of degrees; None for what is none.

    >>> degrees("41.01", 90), degrees("-200", 180), degrees("nan", 90)
    (41.01, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -most <= value <= most else None


def labels_of(graph: Graph, nodes: Iterable[Term] | None = None) -> Iterator[tuple[Term, tuple[Words, ...]]]:
    """The labels of these nodes, or of all, in every language."""
    for node in graph.nodes if nodes is None else nodes:
        words = (
            graph.words(node, "rdfs:label") or graph.words(node, "skos:prefLabel") or graph.words(node, "schema:name")
        )
        if words:
            yield node, tuple(words)
