"""One IRI judged: what every client is given for it, whether the forms agree, and whether answers can be kept and followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from letterbook.dereferencing.asking import Asker, Place, Visit
from letterbook.dereferencing.clients import (
    ASKED_FOR_TURTLE,
    BROWSER,
    CLIENTS,
    HTML,
    TURTLE,
    Client,
)
from letterbook.dereferencing.documents import Page, UnreadableError, page_of, triples_of
from letterbook.findings import Finding

Triples = frozenset[tuple[str, str, str]]

_NEGOTIATE = (
    "let the host choose by the Accept header: with the rules of hosting/nginx.conf, site/.htaccess, or letterbook serve; "
    "a host that only gives out files cannot"
)
_BY_STATUS = {
    401: "let it be read without a password",
    403: "let the host read all files of site/",
    404: "publish the whole of site/ of one build, at the path of the base IRI",
    406: _NEGOTIATE,
    410: "it is told to be gone, yet it is listed: publish the whole of site/ of one build",
    429: "the host refuses so many requests: check a smaller --sample",
}


@dataclass
class Judged:
    """What was found of one IRI.

    Form:    ``leads`` are the IRIs of the publication that its data name, of which some may be asked in turn.
    """

    iri: str
    findings: list[Finding] = field(default_factory=list)
    leads: set[str] = field(default_factory=set)
    alike: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def note(self, code: str, message: str, remedy: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(code=code, message=message, remedy=remedy, file=self.iri))

    def note_for(self, client: str, code: str, message: str, remedy: str) -> None:
        """Add what one client meets; ``close`` makes one finding of it for all who meet the same."""
        self.alike.setdefault((code, message, remedy), []).append(client)

    def close(self) -> None:
        """Add the findings of the clients."""
        for (code, message, remedy), clients in self.alike.items():
            self.note(code, f"{', '.join(clients)}: {message}", remedy)
        self.alike.clear()


def judge(asker: Asker, place: Place, iri: str) -> Judged:
    """Ask for one IRI as every client, and once more for all that a client needs beyond the document."""
    judged = Judged(iri)
    address = place.address_of(iri)
    is_text = urlsplit(address).path.endswith(".txt")
    if is_text:
        visit = asker.visit(address, {"Accept": "*/*"})
        if _arrived(judged, visit, "curl") and visit.media_type != "text/plain":
            judged.note(
                "L602",
                f"a text is given as {visit.media_type or 'nothing named'}",
                "give .txt as text/plain; charset=utf-8",
            )
        _judge_keeping(judged, asker, address, visit)
        judged.close()
        return judged
    said: dict[str, Triples] = {}
    page: Page | None = None
    for client in CLIENTS:
        visit = asker.visit(address, {"Accept": client.accept})
        if not _arrived(judged, visit, client.name) or not _readable(judged, visit, client):
            continue
        if visit.media_type == HTML:
            page = page or _read_page(judged, visit)
        elif (triples := _read_data(judged, visit, client, iri)) is not None:
            said.setdefault(visit.media_type, triples)
        if client is ASKED_FOR_TURTLE:
            _judge_keeping(judged, asker, address, visit)
    judged.close()
    if len(set(said.values())) > 1:
        judged.note(
            "L604", f"{' and '.join(sorted(said))} say different things", "publish the whole of site/ of one build"
        )
    for triples in said.values():
        judged.leads |= {_iri(term) for triple in triples for term in triple if term.startswith("<" + place.base)}
    if page is not None:
        _judge_page(judged, asker, place, page)
    return judged


def _iri(term: str) -> str:
    return term[1:-1]


def _arrived(judged: Judged, visit: Visit, who: str) -> bool:
    if visit.answered:
        return True
    if visit.trouble:
        judged.note_for(
            who,
            "L601",
            f"no document: {visit.trouble}",
            "let the IRI lead to its document, on the host that you publish on",
        )
    else:
        status = visit.last.status
        remedy = _BY_STATUS.get(status, "look into the log of the host" if status >= 500 else "let it answer 200")
        judged.note_for(who, "L601", f"no document, status {status}", remedy)
    return False


def _readable(judged: Judged, visit: Visit, client: Client) -> bool:
    given = visit.media_type
    if given in client.reads:
        return True
    if given in (HTML, "application/xhtml+xml"):
        remedy = _NEGOTIATE
    else:
        remedy = "give each suffix the media type that site/.htaccess, hosting/nginx.conf and _headers name"
    judged.note_for(client.name, "L602", f"given {given or 'no media type'}, which is not what was asked for", remedy)
    return False


def _read_page(judged: Judged, visit: Visit) -> Page | None:
    try:
        return page_of(visit.last.body, visit.last.address)
    except UnreadableError as error:
        judged.note("L603", f"the page cannot be read: {error}", "publish the whole of site/ of one build")
        return None


def _read_data(judged: Judged, visit: Visit, client: Client, iri: str) -> Triples | None:
    """The triples that a client was given; None where it can do nothing with them."""
    try:
        triples = triples_of(visit.last.body, visit.media_type, visit.last.address)
    except UnreadableError as error:
        judged.note_for(
            client.name,
            "L603",
            f"what is given is not {visit.media_type}: {error}",
            "give the files as they are, unaltered",
        )
        return None
    document = f"<{iri.partition('#')[0]}"
    own = (f"<{iri}>",) if "#" in iri else (f"{document}>", f"{document}#")
    if not any(subject.startswith(own) for subject, _, _ in triples):
        near = min((_iri(subject) for subject, _, _ in triples), default="nothing")
        judged.note_for(
            client.name,
            "L603",
            f"what is given says nothing of this IRI, but of {near}",
            "build with the base IRI under which you publish: letterbook build --base, or base in letterbook.toml",
        )
        return None
    return triples


def _judge_keeping(judged: Judged, asker: Asker, address: str, visit: Visit) -> None:
    """CORS, validators, packing and Vary of one answer that has arrived."""
    if not visit.answered:
        return
    headers, asked = visit.last.headers, {"Accept": TURTLE}
    cross = asker.visit(address, {**asked, "Origin": "https://reader.example"})
    if any(
        step.headers.get("access-control-allow-origin") not in ("*", "https://reader.example") for step in cross.steps
    ):
        judged.note(
            "L605",
            "a program on another page may not read this: Access-Control-Allow-Origin is missing",
            "send Access-Control-Allow-Origin: * with every answer, redirections too (in site/.htaccess and _headers it stands)",
        )
    tag, day = headers.get("etag", ""), headers.get("last-modified", "")
    if not (tag or day):
        judged.note(
            "L606",
            "there is neither ETag nor Last-Modified",
            "let the host send an ETag (nginx: etag on; Apache: FileETag)",
        )
    else:
        condition = {"If-None-Match": tag} if tag else {"If-Modified-Since": day}
        again = asker.visit(address, {**asked, **condition})
        if again.last.status != 304:
            judged.note(
                "L606",
                f"asked whether it has changed, the host answers {again.last.status} and not 304",
                "let the host honour If-None-Match and If-Modified-Since",
            )
    chosen_here = len(visit.steps) == 1 and not urlsplit(visit.last.address).path.endswith((".txt", ".ttl"))
    if chosen_here and "accept" not in _words(headers.get("vary", "")):
        judged.note(
            "L607",
            "the host chooses by Accept and does not say so: Vary: Accept is missing",
            "send Vary: Accept, else a cache gives a page to a program",
        )
    packed = asker.visit(address, {**asked, "Accept-Encoding": "gzip"})
    if packed.answered and packed.last.headers.get("content-encoding") == "gzip":
        if packed.last.body != visit.last.body:
            judged.note("L606", "packed and not packed are not the same", "give the files as they are, unaltered")
        if "accept-encoding" not in _words(packed.last.headers.get("vary", "")):
            judged.note(
                "L607",
                "packed answers do not say Vary: Accept-Encoding",
                "send it (nginx: gzip_vary on), else a cache gives packed data to who cannot unpack",
            )
        if tag and packed.last.headers.get("etag") == tag and not tag.startswith("W/"):
            judged.note("L606", "the packed answer has the strong ETag of the plain one", "make it weak or another")


def _words(header: str) -> set[str]:
    return {word.strip().lower() for word in header.split(",")}


def _judge_page(judged: Judged, asker: Asker, place: Place, page: Page) -> None:
    """Whether the page leads to its IRI, its data and on, and asks nobody else."""
    document = judged.iri.partition("#")[0]
    missing = []
    if page.canonical.partition("#")[0] not in (document, place.address_of(document)):
        missing.append("its IRI (link rel=canonical)")
    if not page.data:
        missing.append("its data (link rel=alternate)")
    if not page.jsonld:
        missing.append("a block of JSON-LD")
    if missing:
        judged.note("L608", f"the page does not have {', '.join(missing)}", "publish the pages as they were built")
    for media_type, target in page.data.items():
        visit = asker.visit(_here(place, target), {"Accept": BROWSER.accept})
        if not visit.answered or visit.media_type != media_type:
            got = visit.trouble or (visit.media_type if visit.answered else f"status {visit.last.status}")
            judged.note(
                "L611",
                f"the page names {target} as {media_type}, which gives {got}",
                "publish the whole of site/, and give each suffix its media type",
            )
    host = urlsplit(place.address).netloc
    others = sorted({urlsplit(each).netloc for each in page.loads} - {host, urlsplit(place.base).netloc})
    if others:
        judged.note(
            "L613",
            f"the page loads from {', '.join(others)}",
            "look who has put that into the page: a build has nothing of it",
        )
    inner = [each for each in page.links if place.holds(each)]
    for target in inner[:: max(1, len(inner) // 3)][:3]:
        visit = asker.visit(_here(place, target), {"Accept": BROWSER.accept})
        if not visit.answered:
            judged.note(
                "L611",
                f"the page leads to {target}, which gives {visit.trouble or f'status {visit.last.status}'}",
                "publish the whole of site/ of one build",
            )


def _here(place: Place, target: str) -> str:
    return place.address_of(target) if target.startswith(place.base) else urljoin(place.address, target)
