"""What a letterbook is as a data set: VoID, DCAT and schema.org in one document, every count counted from the statements.

Source:  VoID, https://www.w3.org/TR/void/#statistics; DCAT 3, https://www.w3.org/TR/vocab-dcat-3/#Class:Dataset; SPDX 2.2
         checksums as DCAT has them; sitemaps, https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from letterbook.terms import XSD, Document, Term, Triple, document, iri, iri_text, literal, number, with_fragment
from letterbook.vocabulary import DCTERMS, PREFIXES, RDFS, SCHEMA, term

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
SPDX = "http://spdx.org/rdf/terms#"
DATASET_PREFIXES = {**PREFIXES, "void": VOID, "dcat": DCAT, "foaf": FOAF, "spdx": SPDX}
"""The prefixes of the description."""

PAGE = "void"
SITEMAP = "sitemap.xml"
MOST_IN_SITEMAP = 50_000
_FORMATS_IRI = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "nq": "N-Quads", "rdf": "RDF_XML"}
_TYPE = term("rdf:type")
_EVIDENCE = "/evidence"
NEVER: Mapping[str, str] = {}


@dataclass
class Counts:
    """What is counted while the documents of a build pass, in any order and in parts.

    Form:    ``triples`` and ``properties`` count statements, each once in each document that states it, as the N-Quads do;
             ``classes`` counts resources, each once. A letter and its evidence come one after the other in one part.
    """

    documents: int = 0
    triples: int = 0
    properties: Counter[Term] = field(default_factory=Counter)
    _own: Counter[Term] = field(default_factory=Counter)
    _elsewhere: set[tuple[Term, Term]] = field(default_factory=set)
    _here: set[tuple[Term, Term]] = field(default_factory=set)
    _family: str = ""

    @property
    def classes(self) -> Counter[Term]:
        """How many resources of each class there are."""
        return self._own + Counter(found for _, found in self._elsewhere)

    def add(self, counted: Document) -> None:
        """Count one document more.

        What a document says of its own nodes no other document repeats, except a letter and its evidence; so only what
        it says of others is remembered, which is little: memory does not grow with the number of statements.
        """
        self.documents += 1
        self.triples += len(counted.triples)
        self.properties.update(triple[1] for triple in counted.triples)
        family = iri_text(counted.iri).removesuffix(_EVIDENCE)
        if family != self._family:
            self._family = family
            self._here.clear()
        own = (f"<{family}#", f"<{family}>", f"<{family}.txt", f"<{family}{_EVIDENCE}")
        for subject, predicate, found in counted.triples:
            if predicate == _TYPE:
                if not subject.startswith(own):
                    self._elsewhere.add((subject, found))
                elif (subject, found) not in self._here:
                    self._here.add((subject, found))
                    self._own[found] += 1

    def take(self, part: Counts) -> None:
        """Count the documents of another part as well."""
        self.documents += part.documents
        self.triples += part.triples
        self.properties.update(part.properties)
        self._own.update(part._own)
        self._elsewhere |= part._elsewhere


@dataclass(frozen=True, slots=True)
class Dump:
    """One file with the whole letterbook: its path in the site, suffix, media type, SHA-256 and size in bytes."""

    path: str
    suffix: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What is said of the whole; ``licence`` is an IRI; an empty text is not said."""

    base: str
    title: str
    description: str
    publisher: str
    licence: str
    language: str
    letters: int


def dataset_document(about: Dataset, counts: Counts, dumps: Iterable[Dump]) -> Document:
    """The description of the data set as a document of its own, ``void``; it is no part of what it describes."""
    page = about.base + PAGE
    root = with_fragment(page, "dataset")
    text = _Sheet()
    text.types(iri(page), VOID + "DatasetDescription", SCHEMA + "WebPage")
    for prop in (FOAF + "primaryTopic", SCHEMA + "mainEntity"):
        text.add(iri(page), prop, root)
    text.types(root, VOID + "Dataset", DCAT + "Dataset", SCHEMA + "Dataset")
    title = literal(about.title, language=about.language)
    description = literal(about.description or about.title, language=about.language)
    text.each(root, (DCTERMS + "title", SCHEMA + "name", RDFS + "label"), title)
    text.each(root, (DCTERMS + "description", SCHEMA + "description"), description)
    if about.licence:
        text.each(root, (DCTERMS + "license", SCHEMA + "license"), iri(about.licence))
        text.types(iri(about.licence), DCTERMS + "LicenseDocument")
    if about.publisher:
        publisher = with_fragment(about.base + "about", "publisher")
        text.each(root, (DCTERMS + "publisher", SCHEMA + "publisher"), publisher)
        text.types(publisher, FOAF + "Agent")
        text.add(publisher, FOAF + "name", literal(about.publisher, language=about.language))
    text.each(root, (DCAT + "landingPage", SCHEMA + "url", FOAF + "homepage"), iri(about.base + "about"))
    text.types(iri(about.base + "about"), FOAF + "Document")
    text.add(root, VOID + "uriSpace", literal(about.base))
    text.add(root, VOID + "rootResource", with_fragment(about.base + "about", "letterbook"))
    _state_counts(text, page, root, counts, about.letters)
    _state_dumps(text, page, root, about, dumps)
    return document(page, root, text.triples)


def _state_counts(text: _Sheet, page: str, root: Term, counts: Counts, letters: int) -> None:
    text.add(root, VOID + "triples", number(counts.triples))
    text.add(root, VOID + "documents", number(counts.documents))
    text.add(root, VOID + "classes", number(len(counts.classes)))
    text.add(root, VOID + "properties", number(len(counts.properties)))
    text.add(root, SCHEMA + "size", literal(f"{letters} letters, {counts.triples} statements", language="en"))
    for vocabulary in sorted({_namespace(each) for each in (*counts.classes, *counts.properties)}):
        if vocabulary in PREFIXES.values():
            text.add(root, VOID + "vocabulary", iri(vocabulary))
    for found, count in counts.classes.items():
        part = with_fragment(page, f"class-{_local(found)}")
        text.add(root, VOID + "classPartition", part)
        text.types(part, VOID + "Dataset")
        text.add(part, VOID + "class", found)
        text.add(part, VOID + "entities", number(count))
    for found, count in counts.properties.items():
        part = with_fragment(page, f"property-{_local(found)}")
        text.add(root, VOID + "propertyPartition", part)
        text.types(part, VOID + "Dataset")
        text.add(part, VOID + "property", found)
        text.add(part, VOID + "triples", number(count))


def _state_dumps(text: _Sheet, page: str, root: Term, about: Dataset, dumps: Iterable[Dump]) -> None:
    for dump in dumps:
        file = iri(about.base + dump.path)
        part = with_fragment(page, f"dump-{dump.suffix}")
        checksum = with_fragment(page, f"dump-{dump.suffix}-checksum")
        name = literal(f"{_FORMAT_NAMES[dump.suffix].replace('_', '/')}: {about.title}", language=about.language)
        text.add(root, VOID + "dataDump", file)
        text.add(root, VOID + "feature", iri(_FORMATS_IRI + _FORMAT_NAMES[dump.suffix]))
        text.each(root, (DCAT + "distribution", SCHEMA + "distribution"), part)
        text.types(part, DCAT + "Distribution", SCHEMA + "DataDownload")
        text.each(part, (DCTERMS + "title", SCHEMA + "name"), name)
        text.each(part, (DCAT + "accessURL", DCAT + "downloadURL", SCHEMA + "contentUrl"), file)
        media_type = iri(f"https://www.iana.org/assignments/media-types/{dump.media_type}")
        text.add(part, DCAT + "mediaType", media_type)
        text.types(media_type, DCTERMS + "MediaType")
        text.add(part, SCHEMA + "encodingFormat", literal(dump.media_type))
        text.add(part, DCAT + "byteSize", literal(str(dump.size), datatype=XSD + "nonNegativeInteger"))
        text.add(part, SCHEMA + "sha256", literal(dump.sha256))
        if about.licence:
            text.each(part, (DCTERMS + "license", SCHEMA + "license"), iri(about.licence))
        text.add(part, SPDX + "checksum", checksum)
        text.types(checksum, SPDX + "Checksum")
        text.add(checksum, SPDX + "algorithm", iri(SPDX + "checksumAlgorithm_sha256"))
        text.types(iri(SPDX + "checksumAlgorithm_sha256"), SPDX + "ChecksumAlgorithm")
        text.add(checksum, SPDX + "checksumValue", literal(dump.sha256, datatype=XSD + "hexBinary"))


class _Sheet:
    """Statements as they gather."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []

    def add(self, subject: Term, prop: str, value: Term) -> None:
        self.triples.append((subject, iri(prop), value))

    def each(self, subject: Term, props: tuple[str, ...], value: Term) -> None:
        """The same in several vocabularies."""
        for prop in props:
            self.add(subject, prop, value)

    def types(self, subject: Term, *classes: str) -> None:
        for each in classes:
            self.triples.append((subject, _TYPE, iri(each)))


def _namespace(name: Term) -> str:
    text = iri_text(name)
    return text[: max(text.rfind("#"), text.rfind("/")) + 1]


def _local(name: Term) -> str:
    """The prefix and the local name with a hyphen between: unique among names of known vocabularies."""
    space = _namespace(name)
    prefix = next((key for key, value in PREFIXES.items() if value == space), "own")
    return f"{prefix}-{iri_text(name).removeprefix(space)}"


def checksums(dumps: Iterable[Dump]) -> bytes:
    """The checksums of the dumps as ``sha256sum --check`` reads them beside the files."""
    return "".join(f"{dump.sha256}  {dump.path.rpartition('/')[2]}\n" for dump in dumps).encode()


def sitemap_files(
    base: str, paths: Iterable[str], published: str = "", decided: Mapping[str, str] = NEVER
) -> Mapping[str, bytes]:
    """The sitemap of these documents: one file, or an index and its parts where there are very many.

    Form:    a document is as new as the day on which the letterbook was ``published``, or on which an editor has last ``decided``
             of it, by its path; where neither is known, nothing is said. A build knows no clock.
    """

    def day(path: str) -> str:
        return max(published, decided.get(path, ""))

    pages = sorted(path for path in paths if not path.endswith(_EVIDENCE))
    parts = [pages[start : start + MOST_IN_SITEMAP] for start in range(0, len(pages), MOST_IN_SITEMAP)] or [[]]
    if len(parts) == 1:
        return {SITEMAP: _listing("urlset", "url", [(base + path, day(path)) for path in parts[0]])}
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    newest = [max(day(path) for path in part) for part in parts]
    addresses = [base + name for name in names]
    made = {SITEMAP: _listing("sitemapindex", "sitemap", zip(addresses, newest, strict=True))}
    for name, part in zip(names, parts, strict=True):
        made[name] = _listing("urlset", "url", [(base + path, day(path)) for path in part])
    return made


def _listing(outer: str, inner: str, addresses: Iterable[tuple[str, str]]) -> bytes:
    lines = "".join(
        f"<{inner}><loc>{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{inner}>\n"
        for address, day in addresses
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} xmlns="{space}">\n{lines}</{outer}>\n'.encode()


def robots_text(base: str) -> bytes:
    """What robots are told: everything may be read, and here is the list of it."""
    return f"User-agent: *\nAllow: /\nSitemap: {base}{SITEMAP}\n".encode()
