"""What all answers have in common."""

from __future__ import annotations

from starlette.responses import Response

COMMON = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Type, Content-Length, ETag, Link, Location, Letterbook-Cut, Retry-After",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: what the site itself gives out, and nothing that stands in the page."""


def sentence(status: int, words: str, **headers: str) -> Response:
    """A plain sentence; never a page, so nothing that was sent can be shown as markup."""
    common = {**COMMON, "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return Response(
        words.rstrip("\n").encode(errors="replace") + b"\n", status_code=status, headers={**common, **headers}
    )
