"""Shapes and two engines that read them: the compiled one on all documents, pySHACL to confirm.

Source:  Shapes Constraint Language, https://www.w3.org/TR/shacl/ (core, and the SPARQL-based constraints of section 5)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from letterbook.errors import ShapesError
from letterbook.findings import Severity
from letterbook.terms import Document, Term, Triple
from letterbook.validation.compiled import CompiledShapes, compiled_engine
from letterbook.validation.context import RDF_TYPE, asked_classes
from letterbook.validation.violations import Violation, in_order

if TYPE_CHECKING:
    from letterbook.validation.reference import ReferenceShapes

Key = tuple[Term, str, str]
"""What two engines must find alike: focus node, path, constraint component."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How far two lists of violations differ; true where the verdicts do.

    Form:    ``verdicts`` are the worst severities, None where the document conforms; ``first_only`` and ``second_only`` are
             the (focus, path, component) that only one of the two has.
    """

    verdicts: tuple[Severity | None, Severity | None]
    first_only: tuple[Key, ...]
    second_only: tuple[Key, ...]

    def __bool__(self) -> bool:
        return self.verdicts[0] != self.verdicts[1]


def disagreement(first: Iterable[Violation], second: Iterable[Violation]) -> Disagreement:
    """Compare what two engines say about one document."""
    one, other = list(first), list(second)
    keys = [{(v.focus, v.path, v.component) for v in each} for each in (one, other)]
    return Disagreement(
        (_verdict(one), _verdict(other)), tuple(sorted(keys[0] - keys[1])), tuple(sorted(keys[1] - keys[0]))
    )


def _verdict(violations: Iterable[Violation]) -> Severity | None:
    return max((v.severity for v in violations), key=lambda severity: severity.weight, default=None)


class Shapes:
    """Shapes that are read once and validate any number of documents."""

    def __init__(self, triples: tuple[Triple, ...], where: str = "") -> None:
        self._triples = triples
        self._where = where
        self._asked = asked_classes(triples)
        engine = compiled_engine()
        self._compiled: CompiledShapes | None = None
        if engine is not None:
            lines = "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in triples)
            self._compiled = CompiledShapes(engine, lines, where)

    @cached_property
    def _reference(self) -> ReferenceShapes:
        # pySHACL and rdflib take half a second to import, and a build without a finding asks them for a few documents only.
        from letterbook.validation.reference import ReferenceShapes

        return ReferenceShapes(self._triples, self._where)

    def validate(self, document: Document, context: Iterable[Triple] = ()) -> list[Violation]:
        """The violations of a document, by the compiled engine; by pySHACL where there is none for this machine.

        Form:    ``context`` holds what the shapes need to know of other documents: the classes of nodes that this one refers
                 to, the text that spans are cut from. A node whose class only the context says is judged in its own
                 document, not here. In order, each once.
        Raises:  ShapesError.
        """
        return self._judge(self._compiled or self._reference, document, context)

    def confirm(self, document: Document, context: Iterable[Triple] = ()) -> list[Violation]:
        """The violations of a document by pySHACL; otherwise as ``validate``."""
        return self._judge(self._reference, document, context)

    def disagreement(
        self, document: Document, context: Iterable[Triple], found: Iterable[Violation]
    ) -> list[Violation]:
        """One violation where pySHACL gives another verdict than ``found``, else none."""
        if self._compiled is None:
            return []  # what was found, pySHACL has found
        try:
            differs = disagreement(found, self.confirm(document, context))
        except ShapesError as error:
            return [Violation(code="L406", focus=document.root, message=error.message)]
        if not differs:
            return []
        verdicts = [str(verdict or "no finding") for verdict in differs.verdicts]
        only = [f"{focus} {path} {component}" for focus, path, component in (*differs.first_only, *differs.second_only)]
        return [
            Violation(
                code="L406",
                focus=document.root,
                message=f"the compiled engine says {verdicts[0]}, pySHACL says {verdicts[1]}: {'; '.join(only)}",
            )
        ]

    def _judge(
        self, engine: CompiledShapes | ReferenceShapes, document: Document, context: Iterable[Triple]
    ) -> list[Violation]:
        around = self._asked.useful(document, context)
        elsewhere = {subject for subject, predicate, _ in around if predicate == RDF_TYPE}
        if elsewhere:
            elsewhere -= {subject for subject, properties in document.nodes.items() if RDF_TYPE in properties}
        found = engine.validate(document, around)
        return in_order(v for v in found if v.focus not in elsewhere)


def load_shapes(paths: Iterable[Path]) -> Shapes:
    """The shapes of some Turtle files together.

    Raises:  ShapesError with the file, and the line where it is no Turtle; where there is no shape at all, since
             everything would conform; OSError.
    """
    files = [(path.read_bytes(), str(path)) for path in paths]
    triples = [triple for turtle, where in files for triple in _parse(turtle, where)]
    try:
        return _made(triples, ", ".join(where for _, where in files))
    except ShapesError as error:
        # An engine tells the fault and not the file: find it by reading each file alone.
        for turtle, where in files:
            _made(_parse(turtle, where), where)
        raise error from None


def read_shapes(turtle: str, where: str = "") -> Shapes:
    """The shapes of a Turtle text.

    Raises:  ShapesError.
    """
    return _made(_parse(turtle.encode(), where), where)


def _made(triples: list[Triple], where: str) -> Shapes:
    if not any(predicate.startswith("<http://www.w3.org/ns/shacl#") for _, predicate, _ in triples):
        raise ShapesError("there is no shape", where, "give at least one node shape or property shape")
    return Shapes(tuple(triples), where)


def _parse(turtle: bytes, where: str) -> list[Triple]:
    try:
        quads = list(pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE, rename_blank_nodes=True))
    except SyntaxError as error:
        raise ShapesError(f"not Turtle: {error}", where, "correct the line that is named") from error
    return [(Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))) for q in quads]
