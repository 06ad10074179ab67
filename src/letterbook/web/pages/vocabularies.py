"""The pages of our own vocabularies, and of the letterbook as a set of data."""

from __future__ import annotations

from letterbook.resources import resource_folder
from letterbook.terms import Document, Term, iri, iri_text, is_iri, literal_parts, natural_order
from letterbook.vocabulary import PREFIXES, SH
from letterbook.web.pages.frame import Frame
from letterbook.web.pages.graph import Graph


def _opened(frame: Frame, document: Document) -> tuple[Graph, Term, str]:
    """What every page here begins with: the graph of its document, the node it is about, and its path."""
    graph = Graph(document.triples)
    frame.begin(graph)
    return graph, document.root, frame.index.path(document.iri)


def types_page(frame: Frame, document: Document) -> dict[str, bytes]:
    """The types and roles, each with its meaning and its names in other languages."""
    graph, root, path = _opened(frame, document)
    terms = sorted(graph.having("skos:inScheme", root), key=natural_order())
    tops = [node for node in terms if not any(each in terms for each in graph.iris(node, "skos:broader"))]
    return frame.render(
        "types.html",
        path,
        document,
        root=root,
        graph=graph,
        names_of=lambda node: tuple(graph.words(node, "skos:prefLabel")),
        tree=[(node, _below(graph, terms, node)) for node in tops],
    )


def _below(graph: Graph, terms: list[Term], node: Term) -> list[Term]:
    return [each for each in terms if node in graph.iris(each, "skos:broader")]


def rules_page(frame: Frame, document: Document) -> dict[str, bytes]:
    """The rules, each with the sentence that says what it concludes."""
    graph, root, path = _opened(frame, document)
    rules = sorted(graph.having("schema:inDefinedTermSet", root), key=natural_order())
    return frame.render("rules.html", path, document, root=root, graph=graph, rules=rules)


def register_page(frame: Frame, document: Document) -> dict[str, bytes]:
    """A register: its rows, each with whom it describes."""
    graph, root, path = _opened(frame, document)
    rows = sorted(graph.iris(root, "schema:dataFeedElement"), key=natural_order())
    return frame.render(
        "register.html",
        path,
        document,
        root=root,
        file=path.rpartition("/")[2],
        rows=[(row, graph.one(row, "schema:item")) for row in rows],
    )


def shapes_page(frame: Frame, document: Document) -> dict[str, bytes]:
    """The shapes of one aspect, each with the words that an editor is told where the data do not keep it, and the shapes that it is made of."""
    graph, root, path = _opened(frame, document)
    shapes = sorted(graph.iris(root, "dcterms:hasPart"), key=natural_order())
    return frame.render(
        "shapes.html",
        path,
        document,
        root=root,
        aspect=path.rpartition("/")[2],
        shapes=[
            (
                iri_text(shape).rpartition(":")[2],
                _said(graph, shape, "targetClass", "path"),
                _said(graph, shape, "message"),
                [
                    iri_text(each).rpartition(":")[2]
                    for each in graph.nodes.get(shape, {}).get(iri(SH + "property"), ())
                ],
            )
            for shape in shapes
        ],
    )


def _said(graph: Graph, shape: Term, *names: str) -> list[str]:
    """What a shape is about, as prefixed names, or its message."""
    values = [value for name in names for value in graph.nodes.get(shape, {}).get(iri(SH + name), ())]
    named = [value for value in values if not value.startswith("_:")]
    return [_short(value) if is_iri(value) else literal_parts(value).text for value in named]


def _short(node: Term) -> str:
    text = iri_text(node)
    prefix, space = next(((key, space) for key, space in PREFIXES.items() if text.startswith(space)), ("", ""))
    return f"{prefix}:{text.removeprefix(space)}" if prefix else text


def shape_paths() -> list[str]:
    """The paths of the documents of shapes, below the base."""
    return sorted(f"shapes/{path.stem}" for path in resource_folder("shapes").glob("*.ttl"))


def about_page(frame: Frame, document: Document) -> dict[str, bytes]:
    """The letterbook as a set of data: who publishes it, under which licence, what it holds, how to cite it."""
    graph, root, path = _opened(frame, document)
    index = frame.index
    publisher = graph.one(root, "schema:publisher")
    return frame.render(
        "about.html",
        path,
        document,
        root=root,
        names=graph.words(root, "schema:name"),
        descriptions=graph.words(root, "schema:description"),
        publisher=graph.words(publisher, "schema:name")[:1],
        rights=graph.words(root, "schema:copyrightNotice")[:1],
        letters=len(index.cards),
        documents=len(index.pages),
        registers=index.of_kind("register"),
        shapes=shape_paths(),
        statements=index.statements,
        spoken=sorted({card.language for card in index.cards if card.language}),
    )
