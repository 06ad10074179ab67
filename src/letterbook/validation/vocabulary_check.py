"""The vocabulary check: every term exists, stands where it may stand, and is written in one way.

SHACL passes over a class or property that no shape names, and so over every misspelt term; this check does not.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from letterbook.terms import XSD, Document, Literal, Term, iri_text, is_iri, literal_parts
from letterbook.validation.tables import LITERAL, Property, TermTables
from letterbook.validation.violations import Violation, in_order, readable
from letterbook.vocabulary import CRM, SCHEMA, term

_RDF_TYPE = term("rdf:type")
_THING, _URL, _ROLE = term("schema:Thing"), term("schema:URL"), term("schema:Role")
_P01, _P02, _P03 = term("crm:P01_has_domain"), term("crm:P02_has_range"), term("crm:P03_has_range_literal")
_SCHEMA = "<" + SCHEMA
_WRONG_SCHEMA = "https://schema.org/"
# Everything on these hosts is checked, so that a misspelt namespace counts as a term that does not exist.
_CHECKED = (_SCHEMA, "<http://www.cidoc-crm.org/", "<https://www.cidoc-crm.org/", "<http://cidoc-crm.org/")
_STRINGS = frozenset({XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"})

# Which literals a schema.org DataType takes: https://schema.org/DataType; Date is an ISO 8601 date, so a year or a month
# of a year is one as well.
_LITERALS: dict[Term, frozenset[str]] = {
    term("schema:Boolean"): frozenset({XSD + "boolean"}),
    term("schema:Date"): frozenset({XSD + "date", XSD + "gYear", XSD + "gYearMonth"}),
    term("schema:DateTime"): frozenset({XSD + "dateTime"}),
    term("schema:Duration"): frozenset({XSD + "duration"}) | _STRINGS,
    term("schema:Float"): frozenset({XSD + "decimal", XSD + "double", XSD + "float", XSD + "integer"}),
    term("schema:Integer"): frozenset({XSD + "integer"}),
    term("schema:Number"): frozenset({XSD + "decimal", XSD + "double", XSD + "float", XSD + "integer"}),
    term("schema:Time"): frozenset({XSD + "time"}),
    term("schema:URL"): frozenset({XSD + "anyURI", XSD + "string"}),
}


def check_terms(
    document: Document, tables: TermTables, context_types: Mapping[Term, tuple[Term, ...]]
) -> list[Violation]:
    """What in a document is not as CIDOC-CRM, CRMinf and schema.org have it; nothing where all is well.

    Form:    ``context_types`` gives the classes of nodes that other documents describe. Terms of other vocabularies are
             passed over. L402 unknown terms, L403 domain and range, L404 a property class without its property,
             L405 schema.org under https; in order, each once.
    Source:  CIDOC CRM 7.1.3 RDFS; its module of property classes: a PC stands beside the property that it represents;
             schema.org data model (domainIncludes, rangeIncludes, Role), https://schema.org/docs/datamodel.html
    """
    return in_order(_Check(document, tables, context_types).violations())


class _Check:
    def __init__(self, document: Document, tables: TermTables, context_types: Mapping[Term, tuple[Term, ...]]) -> None:
        self.document = document
        self.tables = tables
        self.context = context_types
        self.own = {node: found for node, its in document.nodes.items() if (found := its.get(_RDF_TYPE))}
        self._classes: dict[Term, AbstractSet[Term]] = {}
        self._kinds: dict[Term, str] = {}
        self.found: list[Violation] = []

    def violations(self) -> list[Violation]:
        """What is wrong; a triple whose like was found right before is not looked at again.

        Form:    alike are triples with the same property, whose subjects and objects have the same classes or the same datatype.
        """
        suspect = _WRONG_SCHEMA in self.document.text
        kinds, rights = self._kinds, self.tables.right
        qualifiers: list[tuple[Term, Term]] = []
        for subject, properties in self.document.nodes.items():
            mine = self._kind(subject)
            for predicate, values in properties.items():
                if predicate == _RDF_TYPE:
                    qualifiers += [(subject, value) for value in values if value in self.tables.represents]
                right = rights.get((mine, predicate))
                if right is None:
                    right = rights[mine, predicate] = set()
                for value in values:
                    if predicate == _RDF_TYPE:
                        like: str = value
                    elif value[-1] == '"':
                        like = '"'
                    else:
                        like = kinds.get(value) or self._kind(value)
                    if like in right and not suspect:
                        continue
                    before = len(self.found)
                    self._check(subject, predicate, value)
                    if len(self.found) == before:
                        right.add(like)
        if qualifiers:
            self._check_qualifiers(qualifiers)
        return self.found

    def _kind(self, node: Term) -> str:
        """What counts of a node or a literal: its classes by their number, or its datatype."""
        if node[0] == '"':
            return '"' if node[-1] == '"' else "@" if node[-1] != ">" else node[node.rindex('"') :]
        found = self._kinds.get(node)
        if found is None:
            named = (node,) if node in self.tables.individuals else ()
            classes = (*self.own.get(node, ()), *self.context.get(node, ()), *named)
            kinds = self.tables.kinds
            found = self._kinds[node] = kinds.setdefault(classes, str(len(kinds)))
        return found

    def _check(self, subject: Term, predicate: Term, value: Term) -> None:
        properties, supertypes = self.tables.properties, self.tables.supertypes
        if _WRONG_SCHEMA in predicate or _WRONG_SCHEMA in value or _WRONG_SCHEMA in subject:
            self._check_scheme(subject, predicate, value)
        if predicate == _RDF_TYPE:
            if value not in supertypes and value not in self.tables.represents and value.startswith(_CHECKED):
                self._unknown(subject, value, "class", supertypes)
            return
        found = properties.get(predicate)
        if found is None:
            if predicate.startswith(_CHECKED):
                self._unknown(subject, predicate, "property", properties)
        elif predicate.startswith(_SCHEMA):
            self._check_schema(subject, predicate, value, found)
        else:
            self._check_crm(subject, predicate, value, found)

    def _say(self, code: str, focus: Term, message: str, path: Term | None = None, value: Term | None = None) -> None:
        self.found.append(
            Violation(
                code=code,
                focus=focus,
                message=message,
                path=readable(path) if path else "",
                value=readable(value) if value else "",
            )
        )

    def _classes_of(self, node: Term) -> AbstractSet[Term]:
        found = self._classes.get(node)
        if found is None:
            found = self.tables.classes_of((*self.own.get(node, ()), *self.context.get(node, ())))
            found |= self.tables.individuals.get(node, frozenset())
            self._classes[node] = found
        return found

    def _check_scheme(self, subject: Term, predicate: Term, value: Term) -> None:
        for each in (subject, predicate, value):
            # A literal may speak of schema.org as it likes; its datatype may not.
            name = each if is_iri(each) else f"<{literal_parts(each).datatype}>"
            if name.startswith("<" + _WRONG_SCHEMA):
                self._say(
                    "L405",
                    subject,
                    f"{readable(Term(name))} is written with https; write http://schema.org/ as everywhere else",
                    predicate,
                )

    def _unknown(self, subject: Term, name: Term, kind: str, known: Iterable[Term]) -> None:
        text = readable(name)
        local = iri_text(name).rpartition("/")[2].removeprefix("#")
        names = {iri_text(each).rpartition("/")[2]: each for each in known}
        near = difflib.get_close_matches(local, names, n=1, cutoff=0.75)
        remedy = f"the nearest that exists is {readable(names[near[0]])}" if near else "choose a term that exists"
        self._say("L402", subject, f"{text} is not a {kind} of the vocabulary; {remedy}", name)

    def _check_crm(self, subject: Term, predicate: Term, value: Term, found: Property) -> None:
        mine = self._classes_of(subject)
        if not found.domains <= mine:
            self._outside(subject, predicate, subject, "stands on", found.domains)
        if LITERAL in found.ranges:
            if is_iri(value):
                self._say(
                    "L403", subject, f"{readable(predicate)} takes words or a number, not a thing", predicate, value
                )
            elif CRM in value and literal_parts(value).datatype.startswith(CRM):
                name = readable(Term(f"<{literal_parts(value).datatype}>"))
                self._say(
                    "L402", subject, f"{name} is not a datatype; CIDOC-CRM has none, use one of XSD", predicate, value
                )
        elif not is_iri(value):
            self._say("L403", subject, f"{readable(predicate)} takes a thing, not words or a number", predicate, value)
        elif not found.ranges <= self._classes_of(value):
            self._outside(subject, predicate, value, "takes", found.ranges)

    def _check_schema(self, subject: Term, predicate: Term, value: Term, found: Property) -> None:
        if _THING not in found.domains:
            mine = self._classes_of(subject)
            if found.domains.isdisjoint(mine) and _ROLE not in mine:
                self._outside(subject, predicate, subject, "stands on", found.domains)
        if not is_iri(value):
            if not any(self._takes(each, literal_parts(value)) for each in found.ranges):
                self._outside(subject, predicate, value, "takes", found.ranges)
        elif _THING not in found.ranges and _URL not in found.ranges:
            theirs = self._classes_of(value)
            if found.ranges.isdisjoint(theirs) and _ROLE not in theirs:
                self._outside(subject, predicate, value, "takes", found.ranges)

    def _takes(self, wanted: Term, value: Literal) -> bool:
        return wanted in self.tables.datatypes and value.datatype in _LITERALS.get(wanted, _STRINGS)

    def _outside(self, subject: Term, predicate: Term, node: Term, verb: str, wanted: frozenset[Term]) -> None:
        names = " or ".join(sorted(readable(each) for each in wanted))
        if is_iri(node):
            own = dict.fromkeys((*self.own.get(node, ()), *self.context.get(node, ())))
            classes = ", ".join(sorted(readable(each) for each in own)) or "nothing that is known"
            given = f"{readable(node)} is {classes}"
        else:
            given = f"{readable(node)} is not"
        self._say("L403", subject, f"{readable(predicate)} {verb} {names}; {given}", predicate, node)

    def _check_qualifiers(self, qualifiers: Iterable[tuple[Term, Term]]) -> None:
        """A property class says P01 and P02, and the plain property stands beside it."""
        nodes = self.document.nodes
        for node, pc in qualifiers:
            base, stated = self.tables.represents[pc], nodes[node]
            subjects = stated.get(_P01, ())
            objects = (*stated.get(_P02, ()), *stated.get(_P03, ()))
            if len(subjects) != 1 or len(objects) != 1:
                self._say(
                    "L404",
                    node,
                    f"{readable(pc)} needs exactly one crm:P01_has_domain and one crm:P02_has_range; "
                    f"it has {len(subjects)} and {len(objects)}",
                )
            elif objects[0] not in nodes.get(subjects[0], {}).get(base, ()):
                self._say(
                    "L404",
                    node,
                    f"{readable(pc)} stands alone; state {readable(base)} from {readable(subjects[0])} "
                    f"to {readable(objects[0])} as well",
                    base,
                )
