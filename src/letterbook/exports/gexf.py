"""GEXF 1.2: the network of the correspondence for Gephi and Retina.

Source:  GEXF 1.2draft, https://gexf.net/1.2/; the version that Gephi and NetworkX both read.
"""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.catalogue import Catalogue
from letterbook.exports.form import File, Form, Wish, lines
from letterbook.exports.markup import DECLARATION, Pen
from letterbook.exports.network import Network, network_of

FORM = Form(
    name="gexf",
    title="who wrote to whom, for Gephi and Retina",
    media_type="application/gexf+xml",
    file="network.gexf",
)

_NODE = {"kind": "string", "authority": "string", "sent": "integer", "received": "integer"}
_EDGE = {"first": "string", "last": "string", "date": "string"}


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """A directed graph; the id of a node is the IRI of whom it stands for."""
    yield FORM.file, _network(catalogue, wish)


def _network(catalogue: Catalogue, wish: Wish) -> Iterator[bytes]:
    pen = Pen()
    yield from lines(_lines(network_of(catalogue, wish.weight), pen))
    pen.put_down(wish, FORM.file)


def _lines(network: Network, pen: Pen) -> Iterator[str]:
    yield DECLARATION + '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield '<graph mode="static" defaultedgetype="directed">\n'
    for place, fields in (("node", _NODE), ("edge", _EDGE)):
        kinds = "".join(pen.element("attribute", id=name, title=name, type=kind) for name, kind in fields.items())
        yield pen.element("attributes", kinds, **{"class": place}) + "\n"
    yield "<nodes>\n"
    for iri, node in network.nodes.items():
        values = (node.name.kind, node.name.authority, str(node.sent), str(node.received))
        yield pen.element("node", _values(pen, _NODE, values), id=iri, label=node.name.label.text) + "\n"
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(network.edges, 1):
        dates = _values(pen, _EDGE, (edge.first, edge.last, edge.date))
        ends = {"id": f"e{number}", "source": edge.source, "target": edge.target, "label": edge.label}
        yield pen.element("edge", dates, **ends, weight=str(edge.weight)) + "\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(pen: Pen, fields: dict[str, str], values: tuple[str, ...]) -> str:
    pairs = [(name, value) for name, value in zip(fields, values, strict=True) if value]
    found = "".join(pen.element("attvalue", **{"for": name, "value": value}) for name, value in pairs)
    return pen.element("attvalues", found) if found else ""
