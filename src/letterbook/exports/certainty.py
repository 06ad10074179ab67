"""How sure a date is, in words and in the attributes of TEI."""

from __future__ import annotations

import re

from letterbook.catalogue import When

CONJECTURE = "conjecture"
_CERTAINTY = "certainty-"
_DATE = r"-?\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?"
_PLAIN = re.compile(rf"(?P<date>{_DATE})(?P<doubt>[?~%]?)")
_RANGE = re.compile(rf"(?P<first>{_DATE})?[?~%]?(?P<kind>/|\.\.)(?P<last>{_DATE})?[?~%]?")
_DOUBTS = {"": "", "?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}


def plain_date(when: When | None) -> str:
    """The year, month or day as one ISO date; empty where it is no single one."""
    match = _PLAIN.fullmatch(when.edtf) if when else None
    return match["date"] if match else ""


def certainty(when: When | None) -> str:
    """One of: exact, uncertain, approximate, derived, between, not before, not after; empty where there is no date.

    Form:    a month or a year is exact as far as it goes; "derived" is what follows from other dates and is not printed.
    """
    if when is None or not (when.begin or when.end):
        return ""
    if when.is_derived:
        return "derived"
    match = _PLAIN.fullmatch(when.edtf)
    if match:
        return _DOUBTS[match["doubt"]] or "exact"
    if not when.begin:
        return "not after"
    if not when.end:
        return "not before"
    return _DOUBTS[next((mark for mark in "%~?" if mark in when.edtf), "")] or "between"


def cert(doubts: tuple[str, ...]) -> str:
    """The certainty that a source gives: high, medium, low or unknown; empty where it gives none."""
    return next((name.removeprefix(_CERTAINTY) for name in doubts if name.startswith(_CERTAINTY)), "")


def tei_date(when: When) -> dict[str, str]:
    """The attributes of a TEI date: when, from and to, notBefore and notAfter; cert where it is doubted.

    Form:    of a source that marks what it is not sure of, its own marks stand; else a doubt is "low".
    Source:  TEI att.datable.w3c, att.global.responsibility (cert), att.editLike (evidence)
    """
    span = _RANGE.fullmatch(when.edtf.strip("[]"))
    if plain := plain_date(when):
        bounds = {"when": plain}
    elif span and span["kind"] == "/" and span["first"] and span["last"]:
        bounds = {"from_": span["first"], "to": span["last"]}
    elif span:  # as precise as it is written: a month stays a month
        bounds = {"notBefore": span["first"] or "", "notAfter": span["last"] or ""}
    else:
        bounds = {"notBefore": when.begin, "notAfter": when.end}
    doubted = any(mark in when.edtf for mark in "?~%") and not when.doubts
    return {
        **bounds,
        "cert": cert(when.doubts) or ("low" if doubted else ""),
        "evidence": "conjecture" if when.is_derived or CONJECTURE in when.doubts else "",
    }


def tei_doubts(doubts: tuple[str, ...]) -> dict[str, str]:
    """The attributes of a name that the source is not sure of."""
    return {"cert": cert(doubts), "evidence": CONJECTURE if CONJECTURE in doubts else ""}
