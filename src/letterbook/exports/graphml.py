"""GraphML: the network of the correspondence for Gephi, yEd, igraph and NetworkX.

Source:  GraphML, http://graphml.graphdrawing.org/specification.html
"""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.catalogue import Catalogue
from letterbook.exports.form import File, Form, Wish, lines
from letterbook.exports.markup import DECLARATION, Pen
from letterbook.exports.network import Network, network_of

FORM = Form(
    name="graphml",
    title="who wrote to whom, for Gephi, yEd, igraph and NetworkX",
    media_type="application/graphml+xml",
    file="network.graphml",
)

_NODE = {"label": "string", "kind": "string", "authority": "string", "sent": "int", "received": "int"}
_EDGE = {"weight": "int", "first": "string", "last": "string", "title": "string", "date": "string"}


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """A directed graph; the id of a node is the IRI of whom it stands for."""
    yield FORM.file, _network(catalogue, wish)


def _network(catalogue: Catalogue, wish: Wish) -> Iterator[bytes]:
    pen = Pen()
    yield from lines(_lines(network_of(catalogue, wish.weight), pen))
    pen.put_down(wish, FORM.file)


def _lines(network: Network, pen: Pen) -> Iterator[str]:
    yield DECLARATION + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for place, fields in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in fields.items():
            attributes = {"id": name, "for": place, "attr.name": name, "attr.type": kind}
            yield pen.element("key", **attributes) + "\n"
    yield '<graph edgedefault="directed">\n'
    for iri, node in network.nodes.items():
        values = (node.name.label.text, node.name.kind, node.name.authority, str(node.sent), str(node.received))
        yield pen.element("node", _data(pen, _NODE, values), id=iri) + "\n"
    for number, edge in enumerate(network.edges, 1):
        data = _data(pen, _EDGE, (str(edge.weight), edge.first, edge.last, edge.label, edge.date))
        yield pen.element("edge", data, id=f"e{number}", source=edge.source, target=edge.target) + "\n"
    yield "</graph>\n</graphml>\n"


def _data(pen: Pen, fields: dict[str, str], values: tuple[str, ...]) -> str:
    pairs = zip(fields, values, strict=True)
    return "".join(pen.element("data", pen.text(value), key=name) for name, value in pairs if value)
