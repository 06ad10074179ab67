"""A letter as a catalogue has it: its course, its parts and its mentions, all names resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from letterbook.catalogue.graph import Graph, Words, fragment_of, page_of
from letterbook.catalogue.names import Name, name_of
from letterbook.catalogue.stated import UNSAID, Said, Stated, roles, said_of, stated_of, text_files
from letterbook.catalogue.times import When
from letterbook.terms import Document, Term, iri_text
from letterbook.vocabulary import term

_POSITION = "schema:position"
_BESIDE = {
    "previous-letter": "previous",
    "next-letter": "next",
    "reply-to-letter": "reply-to",
    "reply-letter": "reply",
    "letter-beside": "",
}


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or an addressee, and the office in which a person acts; the office is empty where none is named."""

    name: Name
    office: str = ""
    said: Said = UNSAID


@dataclass(frozen=True, slots=True)
class Station:
    """A place by the description of a letter, and how that calls it."""

    name: Name
    said: Said


@dataclass(frozen=True, slots=True)
class Beside:
    """A letter that the description puts beside this one.

    Form:    ``kind`` is previous, next, reply-to or reply, empty where that is not said; ``target`` what the description points to,
             ``iri`` the letter where it is in the letterbook.
    """

    kind: str
    target: str
    words: str
    iri: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the printed letter: "paragraph", "salutation" … with its words."""

    kind: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One letter.

    Form:    ``iri`` is that of its document, ``id`` what stands behind ``letter/``; ``written`` and ``received`` are None where
             nothing is known; ``printed`` is the print in words, ``edition`` the volume, ``page`` the page; ``answers`` are
             the IRIs of the letters that it answers; ``language`` is that of the text. ``written_at`` and ``received_at`` are
             the places that the description gives, as it calls them; ``address`` is where the edition publishes it.
    """

    iri: str
    id: str
    title: Words
    kind: str
    number: str
    language: str
    written: When | None
    received: When | None
    senders: tuple[Party, ...]
    addressees: tuple[Party, ...]
    on_behalf_of: tuple[Name, ...]
    place: Name | None
    mentions: tuple[Name, ...]
    answers: tuple[str, ...]
    printed: str
    edition: Name | None
    page: str
    text: str
    parts: tuple[Part, ...]
    written_at: tuple[Station, ...] = ()
    received_at: tuple[Station, ...] = ()
    beside: tuple[Beside, ...] = ()
    remarks: tuple[str, ...] = ()
    address: str = ""

    @property
    def dated(self) -> When | None:
        """The date under which it is listed: of its writing, else of its receipt."""
        return self.written or self.received


Describing = Callable[[Term, Graph], Graph]
"""Gives the graph that describes a node: that of the letter, or of a letter that is printed beside it."""


def entry_of(document: Document, names: Mapping[str, Name], describing: Describing, language: str = "") -> Entry:
    """The entry of a letter's document.

    Form:    ``names`` has who and what has a document of its own, by IRI; all else is described in a letter.
    """

    def resolve(graph: Graph, node: Term) -> Name:
        return names.get(iri_text(node)) or name_of(describing(node, graph), node, language)

    graph, root = Graph(document.triples), document.root
    said = stated_of(graph, root)
    page = iri_text(document.iri)
    print_graph = describing(said.printed, graph) if said.printed else graph
    volume = print_graph.one(said.printed, "schema:isPartOf")
    encoding = next(iter(text_files(graph, root)), None)
    return Entry(
        iri=page,
        id=page.rpartition("/letter/")[2],
        title=next(iter(graph.words(root, "rdfs:label")), Words(page)),
        kind=fragment_of(said.kind) if said.kind else "letter",
        number=_identifier(graph, root),
        language=graph.text(encoding, "schema:inLanguage")
        or next(iter(graph.words(root, "schema:text")), Words("")).language,
        written=said.written,
        received=said.received,
        senders=_parties(graph, root, said.senders, ("schema:sender", "sender"), resolve),
        addressees=_parties(graph, root, said.addressees, ("schema:recipient", "addressee"), resolve),
        on_behalf_of=tuple(resolve(graph, each) for each in roles(graph, root, "on-behalf-of")),
        place=resolve(graph, said.place) if said.place else None,
        mentions=tuple(resolve(graph, each) for each in roles(graph, root, "mention")),
        answers=tuple(page_of(each) for each in said.answers),
        printed=_printed(print_graph, said),
        edition=resolve(graph, volume) if volume else None,
        page=print_graph.text(said.printed, "schema:pageStart"),
        text=graph.text(root, "schema:text"),
        parts=_parts(graph),
        written_at=_stations(graph, root, "place-of-writing", resolve),
        received_at=_stations(graph, root, "place-of-receipt", resolve),
        beside=tuple(_beside(graph)),
        remarks=tuple(_remarks(graph)),
        address=next((iri_text(each) for each in graph.iris(root, "schema:sameAs")), ""),
    )


def _identifier(graph: Graph, root: Term) -> str:
    return next(
        (text for node in graph.iris(root, "schema:identifier") if (text := graph.text(node, "schema:value"))), ""
    )


def _parties(
    graph: Graph,
    root: Term,
    agents: tuple[Term, ...],
    as_what: tuple[str, str],
    resolve: Callable[[Graph, Term], Name],
) -> tuple[Party, ...]:
    """The agents of one side, with the office of each from its schema:Role; ``as_what`` is the property and the role of the side."""
    offices: dict[Term, str] = {}
    side, role = as_what
    for node in graph.iris(root, side):
        holder = graph.one(node, side)
        if holder:
            offices[holder] = graph.text(node, "schema:roleName")
    return tuple(Party(resolve(graph, agent), offices.get(agent, ""), said_of(graph, agent, role)) for agent in agents)


def _stations(graph: Graph, root: Term, role: str, resolve: Callable[[Graph, Term], Name]) -> tuple[Station, ...]:
    return tuple(Station(resolve(graph, each), said_of(graph, each, role)) for each in roles(graph, root, role))


def _remarks(graph: Graph) -> Iterator[str]:
    """What the description notes on the letter, in the order of the nodes' numbers."""
    notes = (
        node for node in graph.nodes if any(fragment_of(k) == "remark" for k in graph.iris(node, "crm:P2_has_type"))
    )
    return (graph.text(node, "schema:text") for node in sorted(notes, key=lambda node: (len(node), node)))


def _beside(graph: Graph) -> Iterator[Beside]:
    """The letters that the description puts beside this one, in its order."""
    found: list[tuple[int, Beside]] = []
    for node in graph.nodes:
        kind = next((k for k in map(fragment_of, graph.iris(node, "crm:P2_has_type")) if k in _BESIDE), None)
        if kind is not None:
            iri = next((page_of(each) for each in graph.iris(node, "crm:P67_refers_to")), "")
            words, target = graph.text(node, "schema:text"), graph.text(node, "schema:identifier")
            found.append((int(graph.text(node, _POSITION)), Beside(_BESIDE[kind], target, words, iri)))
    return (each for _, each in sorted(found, key=lambda each: each[0]))


def _printed(graph: Graph, said: Stated) -> str:
    """The print in words; what stands for it where no source is printed says nothing."""
    if not said.printed or not graph.one(said.printed, "schema:isPartOf"):
        return ""
    return graph.text(said.printed, "rdfs:label")


def _parts(graph: Graph) -> tuple[Part, ...]:
    """The parts in the order in which they stand; what an edition prints around the letter is among them."""
    found: list[tuple[int, Part]] = []
    for node, properties in graph.nodes.items():
        whole = graph.one(node, "schema:isPartOf")
        if whole and graph.isa(whole, "schema:DigitalDocument"):
            continue  # a passage of the description
        position = properties.get(term(_POSITION))
        kind = graph.one(node, "crm:P2_has_type")
        words = graph.words(node, "schema:text")
        if position and kind and words:
            found.append((int(graph.text(node, _POSITION)), Part(fragment_of(kind), words[0])))
    return tuple(part for _, part in sorted(found, key=lambda each: each[0]))
