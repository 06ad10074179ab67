"""A letterbook opened: its configuration, registers, ledger and rules, and the reading of its sources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from letterbook.configuration import FILE_NAME as CONFIGURATION
from letterbook.configuration import Configuration, load_configuration
from letterbook.decisions import (
    ENDING,
    DecisionsFile,
    DecisionsOnTexts,
    decide,
    decisions_path,
    load_confidences,
    load_decisions,
    weigh,
    withhold,
)
from letterbook.encodings import misread_turkish
from letterbook.errors import ReadError
from letterbook.findings import Finding
from letterbook.identifiers import FILE_NAME as LEDGER
from letterbook.identifiers import Row, load_ledger
from letterbook.letter import Reading, Transcript
from letterbook.mapper import About, Names
from letterbook.publication.holders import Holders
from letterbook.publication.period import outside_period
from letterbook.publication.profiles import sample_texts
from letterbook.publication.questions import watched_registers
from letterbook.publication.registry import known_of, open_registers
from letterbook.publication.tenures import load_tenures
from letterbook.readers.files import (
    DECISIONS,
    ENDINGS,
    find_companions,
    find_sources,
    is_table,
    is_xml,
    read_transcript,
)
from letterbook.readers.tables import RULES as TABLE_RULES
from letterbook.readers.tables import Columns, beside, columns_from, load_columns, read_table
from letterbook.readers.text import (
    NO_NAMES,
    KnownNames,
    Rules,
    choose_profile,
    language_of,
    load_rules,
    profile_names,
    read_text,
)
from letterbook.readers.xml import RULES as XML_RULES
from letterbook.readers.xml import Listed, XmlRules, load_xml_rules, read_tei
from letterbook.registers import Registers, resolve
from letterbook.vocabulary import prefixes_under

LETTERS = "letters"
REGISTERS = "registers"
_CUT_SHORT = frozenset({"L105", "L112"})  # of a file that is read to a line only, the other texts are not gone


@dataclass(frozen=True, slots=True)
class Letterbook:
    """A letterbook's folder with all that its letters are read by; ``measured`` has the confidence of each measured rule."""

    folder: Path
    configuration: Configuration
    registers: Registers
    ledger: tuple[Row, ...]
    rules: Rules
    known: KnownNames = NO_NAMES  # the persons of the registers, who are found in the letters by their surnames
    measured: Mapping[str, float] = field(default_factory=dict)
    lists: Mapping[str, Listed] = field(default_factory=dict)  # the entries of the TEI lists among the registers
    holders: Holders = field(default_factory=Holders)
    holder_findings: tuple[Finding, ...] = ()
    columns: Columns | None = None  # of the tables beside which no mapping of their own stands
    xml_rules: XmlRules | None = None  # those of the letterbook; ours where it has none
    asked: set[int] = field(default_factory=set)  # what has been asked of the registers (``questions``)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of document that a letter may be of."""
        return frozenset({"letter", *self.rules.words.get("kinds", ())})

    def rule_descriptions(self, languages: Iterable[str]) -> dict[str, str]:
        """The sentence of each rule by which letters in these languages are read, and how often it is right where that is known."""
        found = {**self.rules.descriptions, **XML_RULES, **TABLE_RULES}
        for language in languages:
            found |= _rules_in(language, self.rules, self.folder).descriptions
        return {
            rule: f"{sentence} It was right in {self.measured[rule]:.1%} of cases."
            if rule in self.measured
            else sentence
            for rule, sentence in found.items()
        }

    @property
    def names(self) -> Names:
        """The IRIs of this letterbook."""
        return Names(self.configuration.base)

    @property
    def about(self) -> About:
        """What the configuration says of the letterbook itself."""
        own = self.configuration
        return About(
            title=own.title,
            description=own.description,
            publisher=own.publisher,
            licence=own.licence,
            rights=own.rights,
            language=own.language or self.rules.editors.language,
        )

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of the vocabularies and of our own types and rules."""
        return prefixes_under(self.configuration.base)

    @property
    def ledger_path(self) -> Path:
        """Where the ids of the letters are pinned."""
        return self.folder / LEDGER

    def sources(self) -> tuple[list[Path], list[Finding]]:
        """The files with letters, in order of their names; findings for what is not read, and for decisions without a letter."""
        paths, findings = find_sources(self.folder / LETTERS)
        told = [_in_letters(finding) for finding in (*findings, *_orphans(self.folder / LETTERS, paths))]
        return paths, [*self.holder_findings, *told]

    def source_names(self) -> list[str]:
        """The names of the files with letters, as they stand in the ledger."""
        return [path.relative_to(self.folder / LETTERS).as_posix() for path in self.sources()[0]]

    def read(self, path: Path) -> Iterator[tuple[Reading | None, list[Finding]]]:
        """What is understood of one source, the editor's decisions applied and its names resolved; None where it is no text.

        Form:    one reading for a text, one for each letter document of an XML file, which is never held whole. The findings name
                 the file relative to the letterbook's folder.
        """
        decided = DecisionsOnTexts(
            self.decisions_on(path), decisions_path(path).relative_to(self.folder / LETTERS).as_posix()
        )
        whole = True
        for read, findings in self._read_source(path):
            if read is None:
                whole = whole and not any(finding.code in _CUT_SHORT for finding in findings)
                yield None, findings
                continue
            settled = weigh(read, self.measured)
            settled = decide(settled, decided.on(read.transcript), self.registers.records, self.kinds)
            reading, unknown = resolve(withhold(settled), self.registers)
            source, file = read.transcript.source, read.transcript.file or read.transcript.source
            own = (*reading.findings, *outside_period(reading, self.configuration), *unknown)
            told = (replace(each, file=file) if each.file == source else each for each in own)
            yield self.holders.infer(reading), [*findings, *map(_in_letters, told)]
        if whole and (lost := list(decided.without_text())):
            yield None, [_in_letters(finding) for finding in lost]

    def _read_source(self, path: Path) -> Iterator[tuple[Reading | None, list[Finding]]]:
        name = path.relative_to(self.folder / LETTERS).as_posix()
        settings = self.configuration
        if is_table(path):
            readings = read_table(
                path,
                name=name,
                columns=columns_of(path, f"{LETTERS}/", self.columns),
                language=settings.language,
                encoding=settings.encoding,
                lists=self.lists,
                limit_bytes=settings.source_megabytes * 1_000_000,
                day_first=settings.day_first,
            )
        elif is_xml(path):
            readings = read_tei(
                path,
                name=name,
                language=settings.language,
                lists=self.lists,
                rules=self.xml_rules,
                includes=self.folder if settings.xinclude else None,
            )
        else:
            yield self.read_by_rules(path)
            return
        for reading, findings in readings:
            yield reading, [_in_letters(finding) for finding in findings]

    def read_by_rules(self, path: Path) -> tuple[Reading | None, list[Finding]]:
        """What the rules alone understand of one source; the findings are those on the file."""
        transcript, findings = read_transcript(
            path,
            root=self.folder / LETTERS,
            language=self.configuration.language,
            encoding=self.configuration.encoding,
            limit_bytes=self.configuration.source_megabytes * 1_000_000,
        )
        told = [_in_letters(finding) for finding in findings]
        if transcript is None:
            return None, told
        if not transcript.language:
            transcript, rules = _in_its_language(transcript, self.rules, self.folder)
            told += [_in_letters(finding) for finding in misread_turkish(transcript)]
        else:
            rules = _rules_in(transcript.language, self.rules, self.folder)
        return read_text(transcript, rules, names=self.known), told

    def decisions_on(self, path: Path) -> DecisionsFile:
        """The decisions beside one source."""
        beside = decisions_path(path)
        return load_decisions(beside, name=beside.relative_to(self.folder / LETTERS).as_posix())

    def readings(self) -> Iterator[tuple[Path, Reading | None, list[Finding]]]:
        """Every source in turn; nothing is kept."""
        for path in self.sources()[0]:
            for reading, findings in self.read(path):
                yield path, reading, findings


def columns_of(path: Path, folder: str, common: Columns | None) -> Columns | None:
    """The mapping that stands beside a table, else the common one; ``folder`` is named before its file."""
    own = beside(path)
    return load_columns(own, where=f"{folder}{own.name}") if own.exists() else common


def _orphans(folder: Path, sources: Iterable[Path]) -> Iterator[Finding]:
    """Files of decisions beside which no letter stands."""
    known = {decisions_path(source) for source in sources}
    for path in find_companions(folder, DECISIONS):
        if path not in known:
            yield Finding(
                code="L216",
                message="these decisions belong to no letter and are not applied",
                remedy=f"rename the file like its letter: {path.name.removesuffix(ENDING)}.txt is not there",
                file=path.relative_to(folder).as_posix(),
            )


def _in_letters(finding: Finding) -> Finding:
    """The finding with its file as the letterbook's folder has it; an included one may lie beside letters/."""
    return replace(finding, file=posixpath.normpath(f"{LETTERS}/{finding.file}"))


def open_letterbook(folder: Path, *, base: str = "") -> Letterbook:
    """The letterbook in a folder, under another base IRI where one is given.

    Raises:  UsageError for the configuration, RulesError for the profile or tei.yaml, LedgerError for identifiers.csv.
    """
    configuration = load_configuration(folder)
    if base:
        configuration = configuration.with_base(base)
    profile = configuration.profile
    if not profile:
        paths, _ = find_sources(folder / LETTERS)
        profile = _chosen(paths, root=folder / LETTERS, encoding=configuration.encoding, folder=folder)
    plain, lists = open_registers(folder / REGISTERS, configuration.language)
    asked: set[int] = set()
    registers = watched_registers(plain, asked)
    rules = load_rules(profile, configuration.language, folder, stated=configuration.conventions)
    tenures, unused = load_tenures(folder / REGISTERS, registers)
    measured = {**rules.confidence, **load_confidences(folder)}
    return Letterbook(
        folder,
        configuration,
        registers,
        load_ledger(folder / LEDGER),
        rules,
        known_of(plain),
        measured,
        lists,
        Holders(registers, tenures, rules.words.get("home_offices", {}), measured),
        tuple(unused),
        common_columns(configuration, folder),
        load_xml_rules(folder),
        asked,
    )


def common_columns(configuration: Configuration, folder: Path) -> Columns | None:
    """The mapping of letterbook.toml; None where it has none."""
    if not configuration.columns:
        return None
    text = (folder / CONFIGURATION).read_text(encoding="utf-8-sig")
    return columns_from(configuration.columns, where=CONFIGURATION, text=text)


def profile_of(folder: Path, encoding: str = "") -> str:
    """The name of the profile that fits the texts of a folder.

    Raises:  RulesError where none fits.
    """
    return _chosen(find_sources(folder)[0], root=folder, encoding=encoding)


def _chosen(paths: list[Path], *, root: Path, encoding: str, folder: Path | None = None) -> str:
    """The profile that fits a sample of the texts; where there is no text, any."""
    texts = sample_texts(paths, root=root, encoding=encoding)
    return choose_profile(texts, folder) if texts else profile_names()[0]


def _in_its_language(transcript: Transcript, rules: Rules, folder: Path | None = None) -> tuple[Transcript, Rules]:
    """The transcript with its language, by vote where none is set, and the rules in that language."""
    language = transcript.language or language_of(transcript.text) or rules.editors.language
    return replace(transcript, language=language), _rules_in(language, rules, folder)


def _rules_in(language: str, rules: Rules, folder: Path | None) -> Rules:
    """The rules of the same profile for letters in a language."""
    if language.split("-")[0] == rules.language:
        return rules
    return load_rules(rules.name, language, folder, stated=rules.stated)


def read_path(
    paths: Iterable[Path],
    *,
    language: str = "",
    profile: str = "",
    encoding: str = "",
    registers: Path | None = None,
    by_rules_alone: bool = False,
    includes: Path | None = None,
) -> Iterator[tuple[Reading | None, list[Finding]]]:
    """What is understood of text and XML files, or of those in folders, without a letterbook around them.

    Form:    one reading a text or letter document of an XML file, None where it is none; the names are as printed. Language and profile are recognised where none
             is given. ``registers`` is a folder with registers: the persons and places that they know are found in the texts,
             persons by their surnames, but nobody is identified. Values of too low a confidence are withheld, but for
             ``by_rules_alone``.
             ``includes`` is the folder whose files may be included in XML.
    Raises:  ReadError for a path that does not exist and where no file is a letter; RulesError where no profile fits.
    """
    found: list[tuple[Path, Path]] = []
    refused: list[Finding] = []
    asked = list(paths)
    for path in asked:
        if not path.exists():
            raise ReadError(f"there is no {str(path)!r}", remedy="name a text file or a folder")
        inside, findings = find_sources(path) if path.is_dir() else ([path], [])
        found += [(each, path if path.is_dir() else path.parent) for each in inside]
        refused += findings
    if refused:
        yield None, refused
    if not found and not any(finding.code == "L105" for finding in refused):
        given = ", ".join(repr(str(path)) for path in asked)
        raise ReadError(f"there are no letters in {given}", remedy=f"put files ending in {' or '.join(ENDINGS)} there")
    if not profile and found:
        folders = dict.fromkeys(root for _, root in found)
        sources = {root: [path for path, its in found if its == root] for root in folders}
        texts = [text for root, its in sources.items() for text in sample_texts(its, root=root, encoding=encoding)]
        profile = choose_profile(texts) if texts else ""
    rules = load_rules(profile or profile_names()[0], language)
    names, lists = NO_NAMES, dict[str, Listed]()
    if registers:
        known, entries = open_registers(registers, language)
        names, lists = known_of(known), dict(entries)
        if told := [each for each in known.findings if each.code in ("L112", "L316")]:
            yield None, told
    for path, root in found:
        if is_xml(path):
            name = path.relative_to(root).as_posix()
            yield from read_tei(path, name=name, language=language, lists=lists, includes=includes)
            continue
        if is_table(path):
            name, columns = path.relative_to(root).as_posix(), columns_of(path, "", None)
            yield from read_table(path, name=name, columns=columns, language=language, encoding=encoding, lists=lists)
            continue
        transcript, notes = read_transcript(path, root=root, language=language, encoding=encoding)
        if transcript is None:
            yield None, notes
            continue
        transcript, own = _in_its_language(transcript, rules)
        reading = read_text(transcript, own, names=names)
        if not by_rules_alone:
            reading = withhold(weigh(reading, rules.confidence))
        yield reading, [*notes, *reading.findings]
