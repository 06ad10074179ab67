"""The reference SHACL engine, behind one seam: pySHACL, which confirms what the compiled engine says."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import SH, BNode, Graph, URIRef
from rdflib import Literal as Lexical
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from letterbook.errors import ShapesError
from letterbook.findings import Severity
from letterbook.terms import Document, Term, Triple, iri_text, is_iri, literal, literal_parts
from letterbook.validation.violations import Violation, prefixed, readable

_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.NOTE}
_REPEATS = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


class ReferenceShapes:
    """Shapes that are read once and validate any number of documents.

    Raises:  ShapesError where pySHACL cannot read them.
    """

    def __init__(self, triples: Iterable[Triple], where: str = "") -> None:
        self._where = where
        self._graph = _graph(triples, {})
        self._queries: dict[str, Query] = {}
        try:
            self._shapes = ShapesGraph(self._graph)
            self._shapes.shapes  # noqa: B018  # pySHACL reads the shapes when they are first asked for
        except Exception as error:  # it has no common class for what can be wrong with a shape
            raise ShapesError(
                f"the shapes cannot be read: {error}", where, "correct the shape that is named"
            ) from error

    def validate(self, document: Document, around: Iterable[Triple]) -> list[Violation]:
        """The violations of a document and what is known around it, in no certain order.

        Raises:  ShapesError where pySHACL gives up; the compiled engine may still have a verdict.
        """
        # Only public attributes: a new validator costs nothing, its shapes are those read before (measured: three
        # milliseconds a letter saved). The options stay at their defaults: no inference, no SHACL-AF, no JavaScript;
        # owl:imports is a matter of pyshacl.validate(), which is not called, so nothing is ever fetched.
        try:
            with _quiet():
                data = DataGraph.from_rdflib_graph(_graph((*document.triples, *around), self._queries))
                validator = Validator(data, shacl_graph=Graph())
                validator.shacl_graph = self._shapes
                _, report, _ = validator.run()  # type: ignore[no-untyped-call]
        except Exception as error:  # data that are broken enough make it fail in the middle, in many ways
            raise ShapesError(f"pySHACL gives no verdict: {error}", self._where) from error
        return [self._violation(report, result) for result in report.objects(None, SH.result)]

    def _violation(self, report: Graph, result: Node) -> Violation:
        severity = report.value(result, SH.resultSeverity)
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        focus = report.value(result, SH.focusNode)
        component = report.value(result, SH.sourceConstraintComponent)
        return Violation(
            code="L401",
            focus=_term(focus),
            message=self._message(report, result),
            path=_path(report, path) if path is not None else "",
            value=readable(_term(value)) if value is not None else "",
            severity=_SEVERITIES.get(URIRef(str(severity)), Severity.ERROR),
            shape=self._named_shape(report.value(result, SH.sourceShape)),
            component=re.split("[#/]", str(component))[-1],
            value_node=_term(value) if isinstance(value, URIRef) else None,
        )

    def _message(self, report: Graph, result: Node) -> str:
        """The message of the constraint where it has one of its own, else that of the shape; English comes first."""
        messages = [each for each in report.objects(result, SH.resultMessage) if isinstance(each, Lexical)]
        if report.value(result, SH.sourceConstraint) is not None:
            of_shape = {str(each) for each in self._graph.objects(report.value(result, SH.sourceShape), SH.message)}
            messages = [each for each in messages if str(each) not in of_shape] or messages
        messages.sort(key=lambda each: (each.language != "en", each.language or "", str(each)))
        return str(messages[0]) if messages else ""

    def _named_shape(self, shape: Node | None) -> str:
        """The shape itself, or the nearest with an IRI that holds it."""
        while isinstance(shape, BNode):
            shape = self._graph.value(None, SH.property, shape)
        return str(shape or "")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from telling, with a traceback, of each literal that is not of its datatype: a shape says so."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


class _DataGraph(Graph):
    """A graph that translates each SPARQL text of the shapes once; pySHACL asks it again for every focus node."""

    queries: dict[str, Query]

    def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Result:
        if isinstance(query_object, str):
            prepared = self.queries.get(query_object)
            if prepared is None:
                prepared = self.queries[query_object] = prepareQuery(query_object)
            query_object = prepared
        return super().query(query_object, *arguments, **options)


def _graph(triples: Iterable[Triple], queries: dict[str, Query]) -> Graph:
    graph = _DataGraph(bind_namespaces="none")
    graph.queries = queries
    nodes: dict[Term, Node] = {}
    for triple in triples:
        for each in triple:
            if each not in nodes:
                nodes[each] = _node(each)
        graph.add((nodes[triple[0]], nodes[triple[1]], nodes[triple[2]]))
    return graph


def _node(term: Term) -> Node:
    if is_iri(term):
        return URIRef(iri_text(term))
    if term.startswith("_:"):
        return BNode(term[2:])
    parts = literal_parts(term)
    if parts.language:
        return Lexical(parts.text, lang=parts.language)
    # rdflib rewrites lexical forms ("007" to "7") unless it is told not to; a plain string stays without a datatype, since
    # rdflib takes "a" and "a"^^xsd:string for two terms.
    datatype = URIRef(parts.datatype) if term.endswith(">") else None
    return Lexical(parts.text, datatype=datatype, normalize=False)


def _term(node: Node | None) -> Term:
    if isinstance(node, Lexical):
        return literal(str(node), language=node.language or "", datatype=str(node.datatype or ""))
    return Term(f"_:{node}" if isinstance(node, BNode) else f"<{node}>")


def _path(report: Graph, path: Node) -> str:
    """A path in the syntax of SPARQL, as the compiled engine writes it."""
    if isinstance(path, URIRef):
        return prefixed(str(path))
    for predicate, value in report.predicate_objects(path):
        if predicate == SH.inversePath:
            return f"^{_path(report, value)}"
        if predicate == SH.alternativePath:
            return _joined(report, value, "|")
        if predicate in _REPEATS:
            return f"({_path(report, value)}){_REPEATS[URIRef(str(predicate))]}"
    return _joined(report, path, "/")


def _joined(report: Graph, head: Node, sign: str) -> str:
    return f"({sign.join(_path(report, each) for each in Collection(report, head))})"
