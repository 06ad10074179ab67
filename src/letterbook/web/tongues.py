"""In which language a reader is shown a page of which there are several."""

from __future__ import annotations

from letterbook.web.folder import Snapshot
from letterbook.web.negotiation import HTML, choose_language


def page_for_reader(build: Snapshot, name: str, header: str | None) -> str:
    """The page in the language that the Accept-Language header prefers; empty where that is the letterbook's own.

    A reader is sent on to it and not answered in place, so that the links of the page lead on in its language.
    """
    language = choose_language(header, build.tongues)
    page = f"{language}/{name}.{HTML}"
    return page if language != build.tongues[0] and page in build.files else ""


def varies(build: Snapshot, suffix: str) -> str:
    """The headers of a request on which the answer depends."""
    return "Accept, Accept-Encoding" + (", Accept-Language" if suffix == HTML and len(build.tongues) > 1 else "")
