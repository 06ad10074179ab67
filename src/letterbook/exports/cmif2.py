"""CMIF 2, a draft: CMIF 1.1 with what each letter mentions, its language, and what its text is based on.

Source:  https://github.com/TEI-Correspondence-SIG/CMIF, the draft of version 2: notes with references of the types cmif:…
"""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.catalogue import Catalogue, Entry
from letterbook.exports.cmif import cmif
from letterbook.exports.form import File, Form, Wish
from letterbook.exports.markup import Pen

FORM = Form(
    name="cmif2",
    title="the draft of CMIF 2, with mentions, languages and text bases",
    media_type="application/tei+xml",
    file="cmif2.xml",
    wants=("publisher", "licence", "published"),
)

_MENTIONS = {"person": "cmif:mentionsPerson", "place": "cmif:mentionsPlace", "subject": "cmif:mentionsSubject"}
_BODY = "cmif:mentionsOrg"


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """One TEI file with a correspDesc and its note for each letter."""
    yield FORM.file, cmif(catalogue, wish, FORM.file, _note)


def _note(pen: Pen, entry: Entry) -> str:
    refs = [
        pen.element(
            "ref", pen.text(name.label.text), type=_MENTIONS.get(name.kind, _BODY), target=name.authority or name.iri
        )
        for name in entry.mentions
    ]
    if entry.language and entry.language != "und":
        refs.append(pen.element("ref", type="cmif:hasLanguage", target=entry.language))
    if entry.edition:
        refs.append(pen.element("ref", type="cmif:hasTextBase", target="cmif:Print"))
    if entry.text:
        refs.append(pen.element("ref", type="cmif:isPublishedWith", target="cmif:Transcription"))
    return pen.element("note", "".join(refs)) if refs else ""
