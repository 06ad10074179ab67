"""A publication checked from outside: a sample of its IRIs, and what belongs to the whole.

Source:  VoID, https://www.w3.org/TR/void/#well-known; sitemaps, https://www.sitemaps.org/protocol.html; Cool URIs, https://www.w3.org/TR/cooluris/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from letterbook.dereferencing.asking import Asker, Place, Visit
from letterbook.dereferencing.clients import BROWSER, TURTLE
from letterbook.dereferencing.documents import UnreadableError, listed_in, triples_of
from letterbook.dereferencing.judging import Triples, judge
from letterbook.errors import NetworkError
from letterbook.findings import Finding, in_order, number_of
from letterbook.network import host_of, is_own

SAMPLED_IRIS = 24
"""How many IRIs are asked for unless another number is given."""

MOST_SITEMAPS = 20
_VOID = "http://rdfs.org/ns/void#"
_NEVER = "letter/never-was-here-8f3a"
_WHOLE = "publish the whole of site/ of one build"


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found: the base of the IRIs, how many there are, which were asked, in how many requests, and the findings."""

    base: str
    known: int
    asked: tuple[str, ...]
    requests: int
    findings: tuple[Finding, ...]


def audit(address: str, tell: Callable[[str], None], *, sample: int = SAMPLED_IRIS) -> Audit:
    """Ask a publication for a sample of its IRIs as real clients do; 0 asks for all of them.

    Form:    findings L601 to L613, those that are the same for several IRIs once, with their number.
    Raises:  UsageError where the address is none, NetworkError where nobody answers there.
    """
    host_of(address, tell)
    address = address if address.endswith("/") else address + "/"
    asker = Asker(tell)
    first = asker.visit(address, {"Accept": BROWSER.accept})
    if not first.steps:
        raise NetworkError(first.trouble, address, "check the address, and that it is served")
    findings: list[Finding] = []
    described = _description(asker, address, findings)
    place = Place(_base(described, asker, address), address)
    findings += _where(place, asker)
    listed = _listed(asker, place, findings)
    chosen = spread(listed or [place.base + "about"], sample)
    asked: list[str] = []
    leads: set[str] = set()
    for iri in chosen:
        judged = judge(asker, place, iri)
        findings += judged.findings
        leads |= judged.leads
        asked.append(iri)
    known = {*listed, *asked}
    inner = sorted(lead for lead in leads if lead.startswith(place.base) and lead not in known)
    by_document = {lead.partition("#")[0]: lead for lead in inner if lead.partition("#")[0] not in known}
    for iri in spread(sorted(by_document.values()), max(4, sample // 4) if sample else 0):
        findings += judge(asker, place, iri).findings
        asked.append(iri)
    findings += _whole(asker, place, described)
    return Audit(place.base, len(listed), tuple(asked), asker.requests, tuple(_told_once(findings)))


def spread(iris: Iterable[str], most: int) -> list[str]:
    """So many of the IRIs, evenly spread over their kinds, which are the first parts of their paths; 0 takes all.

    >>> spread(["a/letter/1", "a/letter/2", "a/letter/3", "a/place/1"], 2)
    ['a/letter/1', 'a/place/1']
    """
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for iri in sorted(set(iris)):
        kinds[iri.rpartition("/")[0]].append(iri)
    if not most or sum(map(len, kinds.values())) <= most:
        return sorted(iri for each in kinds.values() for iri in each)
    taken: list[str] = []
    turn = 0
    while len(taken) < most:
        for each in kinds.values():
            share = max(1, most // len(kinds))
            step = max(1, len(each) // share)
            place = turn * step
            if place < len(each) and each[place] not in taken and len(taken) < most:
                taken.append(each[place])
        turn += 1
        if turn > most:  # the steps have passed by some: fill up from the start
            rest = [iri for each in kinds.values() for iri in each if iri not in taken]
            taken += rest[: most - len(taken)]
    return sorted(taken)


def _description(asker: Asker, address: str, findings: list[Finding]) -> Triples:
    """What the publication says of itself; read even where its media type is wrong, since all else rests on it."""
    said = "status 404"
    for path in ("void", "void.ttl"):
        visit = asker.visit(address + path, {"Accept": TURTLE})
        said = _said(visit)
        if not visit.answered:
            continue
        try:
            triples = triples_of(visit.last.body, TURTLE, visit.last.address)
        except UnreadableError as error:
            said = f"what is no Turtle: {error}"
            continue
        if visit.media_type != TURTLE:
            message = f"the description is given as {visit.media_type or 'no media type'} and not as {TURTLE}"
            findings.append(
                Finding(code="L602", message=message, remedy="give .ttl as text/turtle", file=address + path)
            )
        return triples
    findings.append(
        Finding(
            code="L612", message=f"the description (VoID) cannot be read: {said}", remedy=_WHOLE, file=address + "void"
        )
    )
    return frozenset()


def _base(described: Triples, asker: Asker, address: str) -> str:
    """The base of the IRIs, as the description says it; else as the sitemap names the document about the whole."""
    spaces = sorted(
        value[1:-1] for _, prop, value in described if prop == f"<{_VOID}uriSpace>" and value.startswith('"')
    )
    if spaces and spaces[0].endswith("/"):
        return spaces[0]
    try:
        listed, _ = listed_in(asker.visit(address + "sitemap.xml", {"Accept": "application/xml"}).last.body)
    except UnreadableError:
        return address
    return next((each.removesuffix("about") for each in listed if each.endswith("/about")), address)


def _where(place: Place, asker: Asker) -> list[Finding]:
    """Whether the IRIs stand where they were asked, by http and by https."""
    base, here = urlsplit(place.base), urlsplit(place.address)
    if is_own(here.hostname or "") and not is_own(
        base.hostname or ""
    ):  # a look at a build before it is published: its IRIs lead elsewhere on purpose
        return []
    if (base.netloc, base.path) != (here.netloc, here.path):
        message = f"the IRIs stand under {place.base}, which is another address"
        return [
            Finding(
                code="L610",
                message=message,
                remedy=f"check the IRIs themselves: letterbook publish check {place.base}",
                file=place.address,
            )
        ]
    found = []
    if base.scheme != here.scheme:
        message = f"the IRIs begin with {base.scheme}://, and you ask by {here.scheme}://: for programs these are different IRIs"
        found.append(
            Finding(
                code="L610", message=message, remedy=f"check {place.base}, and link to nothing else", file=place.address
            )
        )
    if base.scheme == "http" or base.port:
        return found
    return found + _by_http(asker, place.base)


_HTTP = "let http send on every address to the same one by https: old links and typed addresses begin with it"


def _by_http(asker: Asker, base: str) -> list[Finding]:
    """Whether who asks for a document by http comes to the same one by https."""
    iri = f"{base}void"  # no first page leads there
    plain = asker.visit(iri.replace("https:", "http:", 1), {"Accept": TURTLE})
    if any(step.address == iri for step in plain.steps):
        return []
    if not plain.steps:
        finding = Finding(code="L610", message="nobody answers by http", remedy=_HTTP, file=base, severity=None)
    elif plain.steps[0].status == 200:
        message = "by http the same documents are given as by https, under other addresses"
        finding = Finding(code="L610", message=message, remedy=_HTTP, file=base)
    else:
        met = plain.trouble or f"{plain.last.address} answers with status {plain.last.status}"
        message = f"who asks by http does not come to the same address by https: {met}"
        finding = Finding(code="L610", message=message, remedy=_HTTP, file=iri)
    return [finding]


def _listed(asker: Asker, place: Place, findings: list[Finding]) -> list[str]:
    """The IRIs that the sitemap lists, with the evidence of letters, which it leaves out."""
    todo, found = [place.address + "sitemap.xml"], []
    for number, address in enumerate(todo):
        if number >= MOST_SITEMAPS:
            break
        visit = asker.visit(address, {"Accept": "application/xml, */*;q=0.1"})
        try:
            if not visit.answered:
                raise UnreadableError(visit.trouble or f"status {visit.last.status}")
            documents, parts = listed_in(visit.last.body)
        except UnreadableError as error:
            findings.append(
                Finding(code="L612", message=f"no sitemap can be read: {error}", remedy=_WHOLE, file=address)
            )
            continue
        found += [each for each in documents if each.startswith(place.base)]
        todo += [place.address_of(each) for each in parts if each.startswith(place.base)]
        if strange := [each for each in documents if not each.startswith(place.base)]:
            message = f"the sitemap lists addresses that are not of this publication, such as {strange[0]}"
            findings.append(Finding(code="L612", message=message, remedy=_WHOLE, file=address))
    return found


def _whole(asker: Asker, place: Place, described: Triples) -> list[Finding]:
    """What belongs to no single document: dumps, what never was, what is gone, the way that programs look for."""
    found = []
    for _, prop, value in sorted(described):
        if prop == f"<{_VOID}dataDump>":
            dump = value[1:-1]
            visit = asker.visit(place.address_of(dump), {"Accept": "*/*"}, "HEAD")
            if not visit.answered:
                found.append(
                    Finding(code="L612", message=f"the dump is not there: {_said(visit)}", remedy=_WHOLE, file=dump)
                )
    never = asker.visit(place.address + _NEVER, {"Accept": TURTLE})
    if never.last.status != 404:
        message = f"an address that never was gives {_said(never)} and not 404"
        found.append(
            Finding(
                code="L609",
                message=message,
                remedy="let the host answer 404: else programs take the answer for a document",
                file=place.base + _NEVER,
            )
        )
    gone = asker.visit(place.address + "gone.txt", {"Accept": "text/plain"})
    if gone.answered:
        names = [
            line.split()[0]
            for line in gone.last.body.decode(errors="replace").splitlines()
            if line.startswith(place.base)
        ]
        for iri in names[:: max(1, len(names) // 5)][:5]:
            for end in ("", ".ttl"):
                visit = asker.visit(place.address_of(iri) + end, {"Accept": TURTLE})
                if visit.last.status != 410:
                    message = f"what is gone answers {_said(visit)} and not 410{f' at {end}' if end else ''}"
                    found.append(
                        Finding(
                            code="L609",
                            message=message,
                            remedy="use the rules that the build has written for your host: each has the addresses that are gone",
                            file=iri,
                        )
                    )
    if urlsplit(place.address).path == "/":
        known = asker.visit(place.address + ".well-known/void", {"Accept": TURTLE})
        if not known.answered:
            found.append(
                Finding(
                    code="L612",
                    message=f"/.well-known/void gives {_said(known)}",
                    remedy="send it on to void: the rules for each host do so",
                    file=place.address,
                )
            )
    return found


def _said(visit: Visit) -> str:
    return visit.trouble or f"status {visit.last.status}"


def _told_once(findings: list[Finding]) -> list[Finding]:
    """The findings, those that differ in their IRI only once, at the first of them."""
    alike: defaultdict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in in_order(findings):
        alike[finding.code, finding.message, finding.remedy].append(finding)
    told = []
    for same in alike.values():
        also = f" (and for {number_of(len(same) - 1, 'IRI')} more)" if len(same) > 1 else ""
        told.append(replace(same[0], message=same[0].message + also))
    return sorted(told, key=lambda each: (each.code, each.file, each.message))
