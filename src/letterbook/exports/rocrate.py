"""RO-Crate: the letterbook as a package to deposit, with its dumps, CMIF, tables, DataCite metadata and a CITATION.cff.

Source:  RO-Crate 1.1, https://www.researchobject.org/ro-crate/specification/1.1/; DataCite 4.5; Citation File Format 1.2.0
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from letterbook.catalogue import Catalogue, Whole
from letterbook.exports import cmif, csv
from letterbook.exports.form import File, Form, TableName, Wish
from letterbook.formats import FORMATS

FORM = Form(
    name="rocrate",
    title="a package to deposit: dumps, tables, CMIF, DataCite, CITATION.cff",
    media_type="application/zip",
    file="rocrate",
    is_folder=True,
    wants=("licence",),
    needs=("publisher", "published"),
)

METADATA = "ro-crate-metadata.json"
_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_VERSION = "https://w3id.org/ro/crate/1.1"
_PIECE = 1 << 20


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """The metadata first, then the files that it lists."""
    whole = catalogue.whole
    dumps = [(f"letterbook.{each.extension}", each.media_type) for each in FORMATS]
    dumps = [(name, media_type) for name, media_type in dumps if name in catalogue.files]
    tables = [f"csv/{name}.csv" for name in TableName]
    parts = [
        *((name, media_type, f"The whole letterbook as {name.rpartition('.')[2]}") for name, media_type in dumps),
        (cmif.FORM.file, cmif.FORM.media_type, "The letters in CMIF 1.1"),
        *((name, "text/csv", f"The {Path(name).stem} as a table") for name in tables),
        ("datacite.json", "application/json", "The metadata for DataCite"),
        ("CITATION.cff", "application/yaml", "How to cite the letterbook"),
    ]
    yield METADATA, [_json(_crate(whole, parts))]
    yield "datacite.json", [_json(datacite(whole))]
    yield "CITATION.cff", [citation(whole).encode()]
    for name, _ in dumps:
        yield name, _copied(catalogue.folder / name)
    yield from cmif.write(catalogue, wish)
    for name, chunks in csv.write(catalogue, Wish(tell=wish.tell)):
        yield f"csv/{name}", chunks


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _copied(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece


def _crate(whole: Whole, parts: Iterable[tuple[str, str, str]]) -> dict[str, object]:
    files = [
        {"@id": name, "@type": "File", "name": says, "encodingFormat": media_type} for name, media_type, says in parts
    ]
    publisher = {"@id": "#publisher", "@type": "Organization", "name": whole.publisher, "url": whole.base}
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "name": whole.title,
        "description": whole.description or whole.title,
        "datePublished": whole.published,
        "publisher": {"@id": "#publisher"},
        "author": {"@id": "#publisher"},
        "url": whole.base,
        "hasPart": [{"@id": file["@id"]} for file in files],
    }
    extra: list[dict[str, object]] = []
    if whole.language:
        root["inLanguage"] = whole.language
    if whole.licence:
        root["license"] = {"@id": whole.licence}
        extra.append({"@id": whole.licence, "@type": "CreativeWork", "name": whole.licence, "url": whole.licence})
    about = {"@id": METADATA, "@type": "CreativeWork", "conformsTo": {"@id": _VERSION}, "about": {"@id": "./"}}
    return {"@context": _CONTEXT, "@graph": [about, root, publisher, *extra, *files]}


def datacite(whole: Whole) -> dict[str, object]:
    """The metadata that DataCite asks for when a DOI is registered; the DOI itself is given by whoever registers it."""
    found: dict[str, object] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Letters as linked data"},
        "creators": [{"name": whole.publisher, "nameType": "Organizational"}],
        "titles": [{"title": whole.title, **({"lang": whole.language} if whole.language else {})}],
        "publisher": {"name": whole.publisher},
        "publicationYear": whole.published[:4],
        "dates": [{"date": whole.published, "dateType": "Issued"}],
        "relatedIdentifiers": [
            {"relatedIdentifier": whole.base, "relatedIdentifierType": "URL", "relationType": "IsIdenticalTo"}
        ],
        "formats": [each.media_type for each in FORMATS],
    }
    if whole.language:
        found["language"] = whole.language
    if whole.description:
        found["descriptions"] = [{"description": whole.description, "descriptionType": "Abstract"}]
    if whole.licence:
        found["rightsList"] = [{"rightsUri": whole.licence}]
    return found


def citation(whole: Whole) -> str:
    """The CITATION.cff: YAML, of which every JSON string is a part."""
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use these letters, please cite them as below.",
        "type": "dataset",
        "title": whole.title,
        "abstract": whole.description,
        "url": whole.base,
        "date-released": whole.published,
        "license-url": whole.licence,
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value]
    return "\n".join([*lines, "authors:", f"  - name: {json.dumps(whole.publisher, ensure_ascii=False)}", ""])
