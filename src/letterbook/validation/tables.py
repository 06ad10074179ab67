"""The term tables: which classes and properties the vocabularies have, and between what they may stand.

Source:  the files of ``ontology/``; its README says where their facts come from and how a row reads.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from letterbook.errors import LetterbookError
from letterbook.terms import Term, iri
from letterbook.vocabulary import PREFIXES, term

_COLUMNS = ("kind", "name", "parents", "domain", "range", "represents")
_KINDS = frozenset({"class", "datatype", "property", "individual"})
LITERAL = term("rdfs:Literal")
"""The range of properties that take a literal of any kind."""


@dataclass(frozen=True, slots=True)
class Property:
    """Between what a property may stand; for schema.org any one of the classes is enough, for the others all are asked."""

    domains: frozenset[Term]
    ranges: frozenset[Term]


@dataclass(frozen=True, slots=True)
class TermTables:
    """What the vocabularies have.

    Form:    ``supertypes`` gives for every class itself and all above it; ``represents`` for a property class (PC14 …) the
             property that it qualifies; ``individuals`` for a named value (schema:CompletedActionStatus) its classes;
             ``datatypes`` are the schema.org classes whose values are literals. What the check of terms has found right stays
             in ``right``: for subjects of some classes and a property, the classes or datatypes of values; ``kinds`` numbers
             the classes that nodes have together.
    """

    supertypes: Mapping[Term, frozenset[Term]]
    datatypes: frozenset[Term]
    properties: Mapping[Term, Property]
    represents: Mapping[Term, Term]
    individuals: Mapping[Term, frozenset[Term]]
    right: dict[tuple[str, Term], set[str]] = field(default_factory=dict, compare=False, repr=False)
    kinds: dict[tuple[Term, ...], str] = field(default_factory=dict, compare=False, repr=False)

    def classes_of(self, classes: Iterable[Term]) -> set[Term]:
        """The classes and all above them; a class that no table has stands for itself."""
        found: set[Term] = set()
        for each in classes:
            known = self.supertypes.get(each)
            if known is None:
                found.add(each)
            else:
                found |= known
        return found


def load_term_tables(paths: Iterable[Path]) -> TermTables:
    """The tables of some files of ``ontology/`` together.

    Raises:  LetterbookError, with file and line, where a row is not as the README of ``ontology/`` says; OSError.
    """
    parents: dict[Term, tuple[Term, ...]] = {}
    datatypes: set[Term] = set()
    properties: dict[Term, Property] = {}
    represents: dict[Term, Term] = {}
    individuals: dict[Term, tuple[Term, ...]] = {}
    for path in paths:
        for where, row in _rows(path):
            try:
                name = _name(row["name"])
                above = _names(row["parents"])
                if row["kind"] == "property":
                    properties[name] = Property(frozenset(_names(row["domain"])), frozenset(_names(row["range"])))
                elif row["kind"] == "individual":
                    individuals[name] = above
                else:
                    parents[name] = above
                    if row["kind"] == "datatype":
                        datatypes.add(name)
                    if row["represents"]:
                        represents[name] = _name(row["represents"])
            except (KeyError, ValueError) as error:
                raise LetterbookError(
                    f"{row['name']!r} has a name that cannot be read", where, "write prefix:name, or a whole IRI"
                ) from error
    supertypes = {name: _closure(name, parents) for name in parents}
    classes = {
        name: frozenset().union(*(supertypes.get(each, {each}) for each in of)) for name, of in individuals.items()
    }
    return TermTables(supertypes, frozenset(datatypes), properties, represents, classes)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise LetterbookError("not a term table", str(path), f"its first line must be {','.join(_COLUMNS)}")
        for row in reader:
            where = f"{path}, line {reader.line_num}"
            if None in row or None in row.values() or row["kind"] not in _KINDS:
                raise LetterbookError(f"{row['kind']!r} is not a row of a term table", where, "see ontology/README.md")
            yield where, row


def _names(cell: str) -> tuple[Term, ...]:
    return tuple(_name(each) for each in cell.split("|") if each)


def _name(text: str) -> Term:
    if text == "Literal":
        return LITERAL
    return term(text) if text.partition(":")[0] in PREFIXES else iri(text)


def _closure(name: Term, parents: Mapping[Term, tuple[Term, ...]]) -> frozenset[Term]:
    seen, todo = {name}, [name]
    while todo:
        for above in parents.get(todo.pop(), ()):
            if above not in seen:
                seen.add(above)
                todo.append(above)
    return frozenset(seen)
