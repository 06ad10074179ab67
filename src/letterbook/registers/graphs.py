"""Registers in RDF: what others state of persons, bodies, places and concepts, as records.

To understand another vocabulary: its classes and properties in the tables below. A property stands for one meaning whatever its
namespace, so the name alone is looked up; ``http`` and ``https`` of schema.org tell nothing apart.

Source:  schema.org; FOAF 0.99; SKOS; GND Ontology, https://d-nb.info/standards/elementset/gnd; W3C Basic Geo; CIDOC CRM
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from letterbook.authority import FOLDERS, Label, Record, Statement, coordinates
from letterbook.dates import parse_edtf
from letterbook.errors import DateError, TermError
from letterbook.findings import Finding
from letterbook.keys import same_address, slug
from letterbook.registers.tables import Tell
from letterbook.terms import iri, literal

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAMESPACES = re.compile(
    r"https?://(?:schema\.org/|xmlns\.com/foaf/0\.1/|www\.w3\.org/2004/02/skos/core#|d-nb\.info/standards/elementset/gnd#|"
    r"www\.w3\.org/2003/01/geo/wgs84_pos#|www\.cidoc-crm\.org/cidoc-crm/|www\.w3\.org/2002/07/owl#|"
    r"www\.w3\.org/2000/01/rdf-schema#|www\.geonames\.org/ontology#)([A-Za-z0-9_]+)"
)
_KINDS = {
    **dict.fromkeys(("Person", "DifferentiatedPerson", "Royal", "Pseudonym", "E21_Person"), "person"),
    **dict.fromkeys(
        ("Organization", "GovernmentOrganization", "CorporateBody", "OrganOfCorporateBody", "E74_Group"), "organisation"
    ),
    **dict.fromkeys(
        (
            "Place City Country AdministrativeArea E53_Place Feature PlaceOrGeographicName "
            "TerritorialCorporateBodyOrAdministrativeUnit"
        ).split(),
        "place",
    ),
    "Concept": "topic",
}
_NAMES = (
    "preferredNameForThePerson preferredNameForTheCorporateBody preferredNameForThePlaceOrGeographicName prefLabel name "
    "label officialName"
).split()
_OTHER_NAMES = (
    "variantNameForThePerson variantNameForTheCorporateBody variantNameForThePlaceOrGeographicName altLabel alternateName"
).split()
_BEGIN = ("birthDate", "dateOfBirth", "foundingDate", "dateOfEstablishment")
_END = ("deathDate", "dateOfDeath", "dissolutionDate", "dateOfTermination")
_SAME = ("sameAs", "exactMatch")
NAME_PROPERTIES = frozenset((*_NAMES, *_OTHER_NAMES))
"""The local names of properties that give a name."""


def local_name(property_: str) -> str:
    """The name of a property of a vocabulary that is understood, without its namespace; empty for others.

    >>> local_name("https://schema.org/name")
    'name'
    """
    match = _NAMESPACES.fullmatch(property_)
    return match[1] if match else ""


@dataclass(slots=True)
class _Resource:
    kinds: set[str] = field(default_factory=set)
    values: dict[str, list[Statement]] = field(default_factory=dict)

    def texts(self, *names: str) -> list[str]:
        return [each.value for name in names for each in self.values.get(name, ()) if not each.is_node]

    def nodes(self, *names: str) -> list[str]:
        return [each.value for name in names for each in self.values.get(name, ()) if each.is_node]


def records_of(
    statements: Iterable[Statement], file: str, place: str, language: str = "und"
) -> tuple[list[Record], list[Finding]]:
    """The persons, bodies, places and concepts that the statements describe.

    Form:    one record a resource that has an IRI, in the order in which they are first spoken of. ``file`` is the register's name in
             evidence, ``place`` in findings, ``language`` that of names that state none. Findings L313, L315 and L317.
    """
    resources: dict[str, _Resource] = {}
    for each in statements:
        resource = resources.setdefault(each.subject, _Resource())
        if each.property == _TYPE:
            resource.kinds |= {_KINDS[name] for name in (local_name(each.value),) if name in _KINDS}
        elif name := local_name(each.property):
            resource.values.setdefault(name, []).append(each)
    records: list[Record] = []
    findings: list[Finding] = []

    def tell(code: str, message: str, remedy: str) -> None:
        findings.append(Finding(code=code, message=message, remedy=remedy, file=place))

    for subject, resource in resources.items():
        if not resource.kinds or subject.startswith("_:"):
            continue
        try:
            record = _record(subject, resource, file, language)
        except (ValueError, TermError) as error:
            tell("L317", f"<{subject}> is not used: {getattr(error, 'message', error)}", "correct it")
            continue
        for dates, edtf in ((_BEGIN, record.begin), (_END, record.end)):
            if not edtf and (texts := resource.texts(*dates)):
                tell(
                    "L313", f"<{subject}>: the date {texts[0]!r} is not read", "give it as 1831, 1831-05 or 1831-05-02"
                )
        records.append(_placed(record, resource, resources, tell))
    return records, findings


def _record(subject: str, resource: _Resource, file: str, language: str) -> Record:
    if len(resource.kinds) > 1:
        raise ValueError(f"it is at once {' and '.join(sorted(resource.kinds))}")
    (kind,) = resource.kinds
    names = [label for name in _NAMES for label in _labels(resource, name, language)]
    others = [label for name in _OTHER_NAMES for label in _labels(resource, name, language)]
    if not names:
        raise ValueError("it has no name")
    first = {label.language: label for label in reversed(names)}
    same_as = [each for each in (subject, *resource.nodes(*_SAME)) if each.startswith(("http://", "https://"))]
    for address in same_as:
        iri(address)
    rest = dict.fromkeys(label for label in (*names, *others) if first.get(label.language) != label)
    return Record(
        key=f"{FOLDERS[kind]}/{slug(same_address(subject))}",
        kind=kind,
        labels=tuple(first[each] for each in dict.fromkeys(label.language for label in names)),
        others=tuple(rest),
        begin=_date(resource.texts(*_BEGIN)),
        end=_date(resource.texts(*_END)),
        same_as=tuple(dict.fromkeys(same_as)),
        row=f"{file}#{subject}",
    )


def _labels(resource: _Resource, name: str, language: str) -> list[Label]:
    found = []
    for each in resource.values.get(name, ()):
        text = " ".join(each.value.split())
        if text and not each.is_node:
            literal(text, language=each.language or language)
            found.append(Label(text, each.language or language))
    return found


def _date(texts: list[str]) -> str:
    for text in texts:
        try:
            parse_edtf(text)
        except DateError:
            continue
        return text
    return ""


def _placed(record: Record, resource: _Resource, resources: Mapping[str, _Resource], tell: Tell) -> Record:
    """The record with its coordinates, which stand with the resource or with the node that its ``geo`` names."""
    for each in (resource, *(resources[node] for node in resource.nodes("geo") if node in resources)):
        latitude, longitude = each.texts("latitude", "lat"), each.texts("longitude", "long")
        if latitude and longitude:
            try:
                north, east = coordinates(latitude[0], longitude[0])
            except ValueError as error:
                tell("L315", f"not used: {error}", "give latitude and longitude in decimal degrees")
                return record
            return replace(record, latitude=north, longitude=east)
    return record
