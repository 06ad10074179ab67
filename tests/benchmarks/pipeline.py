"""Where each millisecond of a letter goes, and how many times the naive pipeline that is, in one run.

The naive pipeline is what a first program with these libraries would do: an rdflib graph for each document, ``pyshacl.validate`` with our
shapes, Turtle and JSON-LD by rdflib. It is given the statements for nothing: it need not read, resolve or map. Both do the same documents
of the same letters (a letter and its evidence), in turn; all times are CPU time of this process.
Run: ``python tests/benchmarks/pipeline.py [FOLDER] [--letters N] [--naive N] [--json FILE]``; the folder holds a letterbook or texts.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyshacl
import rdflib

import letterbook.mapper.reading as reading_of_mapper
from letterbook.authority import Record
from letterbook.identifiers import assign, candidates
from letterbook.letter import Reading
from letterbook.mapper import MappedLetter, MappedReading, authority_document, classes_of, map_reading, types_document
from letterbook.mapper.evidence import evidence_document
from letterbook.output import NewBuild
from letterbook.publication import Letterbook, open_letterbook
from letterbook.publication.checking import load_checker, types_in
from letterbook.publication.verification import verify_document
from letterbook.resources import resource_folder
from letterbook.serializers import jsonld, nquads, ntriples, rdfxml, turtle
from letterbook.store import create_store
from letterbook.terms import Document, Term, Triple, iri, iri_text, is_iri, literal, literal_parts
from letterbook.vocabulary import term
from letterbook.web.pages import Index, page_frame, with_letters, write_documents, write_lists, write_whole_book

ROOT = Path(__file__).resolve().parents[2]
FORMATS = {"Turtle": turtle, "JSON-LD": jsonld, "N-Quads": nquads, "N-Triples": ntriples, "RDF/XML": rdfxml}
Mapped = tuple[MappedReading, Reading, Mapping[Term, tuple[Term, ...]]]
"""What a text became, the text, and the classes of the nodes around it."""

BLOCKS = 4
PATH = ("read", "resolve", "map", "evidence", "validate", "Turtle", "JSON-LD", "N-Quads")
"""The steps from a text to validated Turtle, JSON-LD and N-Quads."""

rdflib.NORMALIZE_LITERALS = False


def _write(build: NewBuild, path: str, data: bytes) -> None:
    build.write(f"site/{path}", data)


@dataclass
class Clock:
    """CPU seconds by step."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what happens inside as this step."""
        started = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] += time.process_time() - started

    def add(self, other: Clock) -> None:
        """Count what another clock has counted."""
        for name, seconds in other.seconds.items():
            self.seconds[name] += seconds

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, each of its calls counted as this step."""

        def run(*arguments: Any) -> Any:
            with self.step(name):
                return function(*arguments)

        return run

    def per(self, number: int, *names: str) -> float:
        """Milliseconds of these steps for each of so many letters."""
        return 1000 * sum(self.seconds[name] for name in names) / max(number, 1)


@dataclass
class Measured:
    """What the run found: of all letters, and of those that the naive pipeline did as well."""

    letters: int = 0
    statements: int = 0
    compared: int = 0
    compared_statements: int = 0
    ours: Clock = field(default_factory=Clock)
    beside: Clock = field(default_factory=Clock)
    naive: Clock = field(default_factory=Clock)
    whole: Clock = field(default_factory=Clock)


class Bench:
    """A letterbook with all that is loaded once, for us and for the naive pipeline."""

    def __init__(self, book: Letterbook, letters: int, naive: int) -> None:
        self.book, self.limit = book, letters
        paths = book.sources()[0]
        self.paths = paths[: letters or None]
        self.every = max(1, len(self.paths) // max(naive, 1))
        self.checker = load_checker(resource_folder("shapes"), resource_folder("ontology"), book.names)
        self.checker.confirmations_left = 0
        self.types = types_in([types_document(resource_folder("ontology") / "types.ttl", book.names)])
        self.types |= {book.names.authority(key): classes_of(row) for key, row in book.registers.records.items()}
        self.shapes = rdflib.Graph()
        for path in sorted(resource_folder("shapes").glob("*.ttl")):
            self.shapes.parse(path)
        self.found = Measured()
        readings = (reading for path in self.paths for reading, _ in book.read(path) if reading)
        asking = [each for reading in readings for each in candidates(reading)]
        self.assigned = assign(asking, book.ledger, frozen=False)

    def run(self, build: NewBuild) -> Measured:
        """Read, map, check and serialise the texts in blocks; after each block the naive pipeline does some of it again."""
        keys: set[str] = set()
        written: list[str] = []
        records = dict(self.book.registers.records)
        self._letter(self.paths[0], Clock(), {})  # what is compiled once is compiled
        gc.collect()
        gc.freeze()  # what is loaded once, the shapes in rdflib among it, is no burden of either
        size = -(-len(self.paths) // BLOCKS)
        for start in range(0, len(self.paths), size):
            chosen: list[Mapped] = []
            for number, path in enumerate(self.paths[start : start + size], start):
                own = Clock()
                made = self._letter(path, own, records)
                for mapped, reading, _ in made:
                    keys |= mapped.keys
                    written += self._count(build, mapped, reading)
                self.found.ours.add(own)
                if number % self.every == 0:
                    self.found.beside.add(own)
                    chosen += made
            for mapped, reading, known in chosen:
                for letter in mapped.letters:
                    self.found.compared += 1
                    self.found.compared_statements += len(letter.document.triples) + len(letter.evidence.triples)
                    self._naive(letter, reading, known)
            chosen.clear()
            gc.collect()
        self._whole(build, written, keys, records)
        return self.found

    def _count(self, build: NewBuild, mapped: MappedReading, reading: Reading) -> list[str]:
        """Count the letters and put them on the disk, so that none is kept; gives their files."""
        files: list[str] = []
        for letter in mapped.letters:
            self.found.letters += 1
            self.found.statements += len(letter.document.triples) + len(letter.evidence.triples)
            build.write(f"site/letter/{letter.id}.txt", reading.transcript.text.encode())
            for document in (letter.document, letter.evidence):
                files.append(f"site/{iri_text(document.iri).removeprefix(self.book.configuration.base)}.nq")
                build.write(files[-1], nquads.write(document))
        return files

    def _letter(self, path: Path, clock: Clock, records: dict[str, Record]) -> list[Mapped]:
        with clock.step("read"):
            self.book.read_by_rules(path)
        before = time.process_time()
        readings = [reading for reading, _ in self.book.read(path) if reading is not None]
        clock.seconds["resolve"] += time.process_time() - before - clock.seconds["read"]
        made: list[Mapped] = []
        for reading in readings:
            source = reading.transcript.source
            ids = {place.letter: found for place, found in self.assigned.ids.items() if place.source == source}
            inner = Clock()
            evidence = inner.timed("evidence", evidence_document)
            with patch.object(reading_of_mapper, "evidence_document", evidence), clock.step("map"):
                mapped = map_reading(reading, ids, self.book.names)
            clock.seconds["map"] -= inner.seconds["evidence"]
            clock.seconds["evidence"] += inner.seconds["evidence"]
            with clock.step("validate"):
                documents = [document for letter in mapped.letters for document in (letter.document, letter.evidence)]
                known = {**self.types, **{self.book.names.authority(r.key): classes_of(r) for r in mapped.records}}
                known |= {**mapped.elsewhere, **types_in(documents)}
                for letter in mapped.letters:
                    self.checker.letter(letter, reading.transcript, known)
            for name, writer in FORMATS.items():
                with clock.step(name):
                    for document in documents:
                        writer.write(document, self.book.prefixes, self.book.configuration.base)
            records |= {record.key: record for record in mapped.records}
            made.append((mapped, reading, known))
        return made

    def _naive(self, letter: MappedLetter, reading: Reading, known: Mapping[Term, tuple[Term, ...]]) -> None:
        clock = self.found.naive
        text = (
            iri(self.book.names.transcript(letter.id)),
            term("crm:P190_has_symbolic_content"),
            literal(reading.transcript.text),
        )
        for document in (letter.document, letter.evidence):
            with clock.step("graph"):
                graph = rdflib_graph(document.triples)
            around = [*context(document, known), *([text] if document is letter.evidence else [])]
            data = graph + rdflib_graph(around)
            with clock.step("pyshacl.validate"):
                pyshacl.validate(data, shacl_graph=self.shapes)
            with clock.step("Turtle"):
                graph.serialize(format="turtle")
            with clock.step("JSON-LD"):
                graph.serialize(format="json-ld")

    def _whole(self, build: NewBuild, files: list[str], keys: set[str], records: dict[str, Record]) -> None:
        """What is done for the letterbook as a whole: authorities, files, pages, verification, the store."""
        clock, base = self.found.whole, self.book.configuration.base
        index, paths = Index(base), []
        prefixes = self.book.prefixes
        todo = [authority_document(records[key], self.book.names) for key in sorted(keys) if key in records]
        stated = (nquads.read((build.folder / file).read_bytes()) for file in files)
        for plain in chain(stated, todo):
            with clock.step("index for pages"):
                made = list(with_letters(index, plain))
            for document in made:
                path = f"site/{iri_text(document.iri).removeprefix(base)}"
                with clock.step("index for pages"):
                    index.add(document)
                for writer in FORMATS.values():
                    data = writer.write(document, prefixes, base)
                    with clock.step("write files"):
                        build.write(f"{path}.{writer.FORMAT.extension}", data)
                paths.append(path)
        with clock.step("pages"):
            index.finish()
            language = self.book.configuration.language
            frame, site = page_frame(index, prefixes, language), build.folder / "site"
            letters = write_documents(frame, site, sorted(index.pages), partial(_write, build))
            write_lists(frame, partial(_write, build))
            write_whole_book(index, letters, build.folder / "search.db", partial(_write, build), language=language)
        with clock.step("verify formats"):
            for path in paths:
                verify_document(build.folder, path)
        for writer in (nquads, ntriples):
            parts = (build.folder / f"{path}.{writer.FORMAT.extension}" for path in sorted(paths))
            build.write_stream(f"all.{writer.FORMAT.extension}", writer.join(part.read_bytes() for part in parts))
        with clock.step("store"):
            create_store(build.folder / "store", build.folder / "all.nq", build.folder / "all.nt")


def context(document: Document, known: Mapping[Term, tuple[Term, ...]]) -> list[Triple]:
    """The classes of the nodes that the document refers to and does not describe."""
    own = {subject for subject, predicate, _ in document.triples if predicate == term("rdf:type")}
    referred = dict.fromkeys(
        node for s, _, o in document.triples for node in (s, o) if node.startswith("<") and node not in own
    )
    return [(node, term("rdf:type"), found) for node in referred for found in known.get(node, ())]


def rdflib_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """The statements in rdflib, one after the other."""
    graph = rdflib.Graph()
    for subject, predicate, value in triples:
        graph.add((rdflib.URIRef(iri_text(subject)), rdflib.URIRef(iri_text(predicate)), rdflib_object(value)))
    return graph


def rdflib_object(value: Term) -> rdflib.URIRef | rdflib.Literal:
    """An object in rdflib."""
    if is_iri(value):
        return rdflib.URIRef(iri_text(value))
    parts = literal_parts(value)
    if parts.language:
        return rdflib.Literal(parts.text, lang=parts.language)
    return rdflib.Literal(parts.text, datatype=rdflib.URIRef(parts.datatype) if value.endswith(">") else None)


def opened(folder: Path, temporary: Path) -> Letterbook:
    """The letterbook in a folder, or one that is made around the texts in it."""
    if (folder / "letterbook.toml").is_file():
        return open_letterbook(folder)
    (temporary / "letters").symlink_to(folder.resolve(), target_is_directory=True)
    (temporary / "letterbook.toml").write_text('title = "Benchmark"\nlanguage = "en"\n', encoding="utf-8")
    return open_letterbook(temporary)


def result_of(found: Measured) -> dict[str, object]:
    """The run as plain values."""
    ours = {name: round(found.ours.per(found.letters, name), 3) for name in (*PATH, "N-Triples", "RDF/XML")}
    whole = {name: round(found.whole.per(found.letters, name), 3) for name in found.whole.seconds}
    naive = {name: round(found.naive.per(found.compared, name), 2) for name in found.naive.seconds}
    peer = found.naive.per(found.compared, *found.naive.seconds)
    path = found.beside.per(found.compared, *PATH)
    store = found.whole.per(found.letters, "store")
    return {
        "letters": found.letters,
        "statements a letter": round(found.statements / found.letters),
        "milliseconds a letter": ours,
        "milliseconds a letter, with authorities": whole,
        "naive": naive,
        "letters of both": found.compared,
        "statements a letter of both": round(found.compared_statements / found.compared),
        "ours, text to Turtle, JSON-LD, N-Quads": round(path, 2),
        "naive, statements to Turtle, JSON-LD": round(peer, 1),
        "times the naive": round(peer / path, 1),
        "times the naive, with store": round(peer / (path + store), 1),
        "times the naive, without reading": round(
            peer / (path - found.beside.per(found.compared, "read", "resolve")), 1
        ),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
    }


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "data")
    parser.add_argument("--letters", type=int, default=0, help="how many texts are done; all where it is 0")
    parser.add_argument("--naive", type=int, default=20, help="how many of them the naive pipeline does too")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        build = NewBuild(temporary / "build")
        (temporary / "build").mkdir()
        result = result_of(Bench(opened(options.folder, temporary), options.letters, options.naive).run(build))
    print("| what | measured |\n|---|---|")  # noqa: T201
    for name, value in result.items():
        for key, number in value.items() if isinstance(value, dict) else (("", value),):
            print(f"| {name}{': ' if key else ''}{key} | {number} |")  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
