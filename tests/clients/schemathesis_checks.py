"""What Schemathesis is told besides: no answer shows a traceback, and how a query as such is sent."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.check
def no_traceback(ctx: Any, response: Any, case: Any) -> None:
    """No answer tells of the inside of the program."""
    assert b"Traceback" not in response.content, "the text of a traceback"


@schemathesis.serializer("application/sparql-query")
def sparql_query(ctx: Any, value: Any) -> bytes:
    """A query stands in the body as it is."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
