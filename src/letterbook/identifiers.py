"""Identifiers of letters: minted once, pinned in identifiers.csv, never moved.

The ledger knows each letter by its text and by its place. So an id stays when a file is renamed or moved (the text is the
same) and when the text is corrected (the place is the same). An id is never given to another letter.

Form:    identifiers.csv, UTF-8, one row a letter: ``id``, ``source`` (relative to letters/), ``letter`` (its ordinal in the
         source, from 1), ``sha256`` (of the letter's text); sorted by id.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from letterbook.errors import LedgerError
from letterbook.findings import Finding, Severity
from letterbook.keys import slug
from letterbook.letter import Letter, Origin, Reading

FILE_NAME = "identifiers.csv"
_COLUMNS = ("id", "source", "letter", "sha256")
# An id becomes the name of a file and a part of an IRI. These names cannot leave a folder, differ by more than case, and
# need no percent-encoding; the length keeps path names legal everywhere.
_ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_LONGEST_ID = 120
_RESTORE = "restore the file from version control"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter stands: its source and its ordinal there."""

    source: str
    letter: int


@dataclass(frozen=True, slots=True)
class Row:
    """One pinned id, and the letter that it was given to."""

    id: str
    place: Place
    sha256: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A letter that asks for its id: its place, the digest of its text and the id it would be given."""

    place: Place
    sha256: str
    proposal: str
    line: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """The outcome: an id for each letter, the rows for the new ledger, and what an editor should know."""

    ids: dict[Place, str]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def load_ledger(path: Path) -> tuple[Row, ...]:
    """The rows of identifiers.csv; none where there is no such file.

    Raises:  LedgerError, with the line, where the file is damaged: ids might move, so nothing may be built.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{FILE_NAME} cannot be read: {error}", str(path), _RESTORE) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise LedgerError(f"the columns are not {', '.join(_COLUMNS)}", f"{path}, line 1", _RESTORE)
        for cells in reader:
            where = f"{path}, line {reader.line_num}"
            if None in cells or None in cells.values():
                raise LedgerError(f"a row has not {len(_COLUMNS)} cells", where, _RESTORE)
            if not _ID.fullmatch(cells["id"]) or len(cells["id"]) > _LONGEST_ID:
                raise LedgerError(
                    f"{cells['id'][:60]!r} is not an id",
                    where,
                    "an id is made of a-z, 0-9, and single - or . between them",
                )
            if not cells["letter"].isdecimal() or int(cells["letter"]) < 1:
                raise LedgerError(f"{cells['letter']!r} is not the number of a letter", where, _RESTORE)
            rows.append(Row(cells["id"], Place(cells["source"], int(cells["letter"])), cells["sha256"]))
    except csv.Error as error:
        raise LedgerError(
            f"{FILE_NAME} is damaged: {error}", f"{path}, line {reader.line_num + 1}", _RESTORE
        ) from error
    return tuple(rows)


def ledger_bytes(rows: Iterable[Row]) -> bytes:
    """The ledger as a file; the partner of ``load_ledger``."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in sorted(rows, key=lambda row: (row.id, row.place.source, row.place.letter)):
        writer.writerow((row.id, row.place.source, row.place.letter, row.sha256))
    return out.getvalue().encode()


def candidates(reading: Reading) -> list[Candidate]:
    """The letters of a reading, each with the id that it would be given."""
    found: list[Candidate] = []
    proposals: dict[int, str] = {}
    for letter in reading.letters:
        proposals[letter.ordinal] = _proposal(letter, reading, proposals)
        text = reading.transcript.quote(letter.extent)
        found.append(
            Candidate(
                Place(reading.transcript.source, letter.ordinal),
                hashlib.sha256(text.encode()).hexdigest(),
                proposals[letter.ordinal],
                reading.transcript.position(letter.extent.start)[0],
            )
        )
    return found


def _proposal(letter: Letter, reading: Reading, given: dict[int, str]) -> str:
    """The id that an export has kept, or one made from what the letter says: edition and number, date and parties, its digest."""
    if _ID.fullmatch(reading.proposed) and len(reading.proposed) <= _LONGEST_ID and letter.ordinal == 1:
        return reading.proposed
    if letter.inside:
        is_reply = any(relation.kind == "reply-to" for relation in letter.relations)
        return f"{given[letter.inside]}-{'reply' if is_reply else 'inside'}"
    citation = reading.citation
    if citation and citation.as_printed.evidence.origin is Origin.METADATA:
        citation = None  # a catalogue calls it by a UUID or a whole title, which make no address that is read
    edition = citation.key.partition("/")[2] if citation else ""
    if edition and letter.number:
        return f"{edition}-{slug(letter.number.value)}"
    if letter.date and letter.date.date.edtf and letter.senders and letter.addressees:
        people = (reading.entity(side[0].agent).label for side in (letter.senders, letter.addressees))
        day = re.sub(r"[^0-9]+", "-", letter.date.date.edtf).strip("-")
        return "-".join([day, *(slug(label)[:40].strip("-") for label in people)])
    text = reading.transcript.quote(letter.extent)
    return f"letter-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def assign(letters: Sequence[Candidate], ledger: Sequence[Row], *, frozen: bool = False) -> Assignment:
    """An id for each letter: the pinned one, else a new one.

    Form:    a letter keeps its id by its text and source, else by its text alone where that has moved, else by its place;
             two letters that would be given one new id are told apart by a number, in the order of their sources. Findings:
             L301 (an id twice in the ledger: neither letter gets one), L302 (a pinned id without a letter; an error with
             ``frozen``, else a note), L303 (with ``frozen``: a letter without a pinned id).
    """
    findings: list[Finding] = []
    doubled = {found for found, count in Counter(row.id for row in ledger).items() if count > 1}
    ids: dict[Place, str] = {}
    left = {letter.place: letter for letter in letters}
    free = list(ledger)

    def pair(mark: Callable[[Place, str], object]) -> None:
        """Give each free row to the first letter left that has the same mark."""
        nonlocal free
        waiting: dict[object, deque[Candidate]] = {}
        for letter in left.values():
            waiting.setdefault(mark(letter.place, letter.sha256), deque()).append(letter)
        still_free: list[Row] = []
        for row in free:
            queue = waiting.get(mark(row.place, row.sha256))
            if queue:
                place = queue.popleft().place
                ids[place] = row.id
                del left[place]
            else:
                still_free.append(row)
        free = still_free

    pair(lambda place, digest: (place, digest))
    pair(lambda place, digest: (place.source, digest))
    pair(lambda place, digest: digest)
    pair(lambda place, digest: place)

    taken = {row.id for row in ledger}
    numbers: dict[str, int] = {}
    for letter in sorted(left.values(), key=lambda letter: (letter.place.source, letter.place.letter)):
        if frozen:
            findings.append(
                Finding(
                    code="L303",
                    message="this letter has no id in identifiers.csv",
                    remedy="build once without --frozen and commit identifiers.csv",
                    file=letter.place.source,
                    line=letter.line,
                    letter=f"letter {letter.place.letter}",
                )
            )
            continue
        ids[letter.place] = _unused(letter.proposal, taken, numbers)
        taken.add(ids[letter.place])

    by_place = {letter.place: letter for letter in letters}
    for place in sorted(ids, key=lambda place: (place.source, place.letter)):
        if ids[place] in doubled:
            others = [f"{row.place.source} letter {row.place.letter}" for row in ledger if row.id == ids[place]]
            findings.append(
                Finding(
                    code="L301",
                    message=f"the id {ids[place]!r} is given to {' and to '.join(others)}; neither is published",
                    remedy="correct one of the rows of identifiers.csv",
                    file=place.source,
                    line=by_place[place].line,
                    letter=ids[place],
                )
            )
    for row in free:
        findings.append(
            Finding(
                code="L302",
                severity=None if frozen else Severity.NOTE,
                message=f"the id {row.id!r} was given to letter {row.place.letter} of {row.place.source}, which is not found",
                remedy="restore the source; the id stays reserved",
                file=FILE_NAME,
                letter=row.id,
            )
        )
    rows = [
        *(Row(ids[place], place, by_place[place].sha256) for place in ids),
        *free,
    ]
    kept = {place: found for place, found in ids.items() if found not in doubled}
    return Assignment(kept, tuple(rows), tuple(findings))


def _unused(proposal: str, taken: set[str], numbers: dict[str, int]) -> str:
    """The proposal, or the proposal with the first number that is free; ``numbers`` has the last one of each."""
    proposal = proposal[:_LONGEST_ID].rstrip("-.")
    if proposal not in taken:
        return proposal
    number = numbers.get(proposal, 1) + 1
    while f"{proposal}-{number}" in taken:
        number += 1
    numbers[proposal] = number
    return f"{proposal}-{number}"
