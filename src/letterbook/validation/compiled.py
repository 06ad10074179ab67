"""The compiled SHACL engine, behind one seam: ``shacl`` of PyPI, which reads N-Triples and judges a letter in about a millisecond."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from letterbook.errors import ShapesError
from letterbook.findings import Severity
from letterbook.terms import Document, Term, Triple
from letterbook.validation.violations import Violation, prefixed, readable

_SEVERITIES = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.NOTE}
_IRI = re.compile(r"<([^>]*)>")


def compiled_engine() -> ModuleType | None:
    """The engine; None where no wheel of it exists for this machine (Linux on ARM, musl)."""
    try:
        import shacl
    except ImportError:
        return None
    return shacl


class CompiledShapes:
    """Shapes that are compiled once and validate any number of documents.

    Form:    the shapes as N-Triples.
    Raises:  ShapesError where the engine cannot compile them.
    """

    def __init__(self, engine: ModuleType, ntriples: str, where: str = "") -> None:
        self._where = where
        try:
            self._shapes: Any = engine.Shapes.from_text(ntriples, format="ntriples")
        except ValueError as error:
            raise ShapesError(
                f"the shapes cannot be compiled: {error}", where, "correct the shape that is named"
            ) from error

    def validate(self, document: Document, around: Iterable[Triple]) -> list[Violation]:
        """The violations of a document and what is known around it, in the order in which the engine finds them.

        Raises:  ShapesError where the engine gives up.
        """
        text = document.text + "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in around)
        try:
            report = self._shapes.validate_text(text, format="ntriples")
        except ValueError as error:  # some queries are refused only when they are first run
            raise ShapesError(f"the compiled engine gives no verdict: {error}", self._where) from error
        return [_violation(result) for result in report.results]


def _violation(result: Any) -> Violation:
    return Violation(
        code="L401",
        focus=Term(result.focus_node),
        message=result.message or "",
        path=_IRI.sub(lambda match: prefixed(match[1]), result.path) if result.path else "",
        value=readable(Term(result.value)) if result.value else "",
        severity=_SEVERITIES.get(result.severity, Severity.ERROR),
        shape=(result.root_shape or "").strip("<>"),
        component=result.component,
        value_node=Term(result.value) if result.value and result.value.startswith("<") else None,
    )
