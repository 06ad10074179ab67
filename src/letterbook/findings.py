"""Findings: what an editor should look at, with file, line, letter and remedy.

A finding is a result, not a failure (``errors.py``): the other letters still go through.
The codes are an interface: a code is never given another meaning. ``letterbook explain CODE`` prints
the entry; a test proves that every code in use stands here and that every entry is used.

To add a code: one line in ``CODES``, in the order of the numbers. The first digit tells the step:
1 reading files, 2 reading letters, 3 identifiers and registers, 4 the graph, 5 output,
6 the publication as it is served, 7 what a store elsewhere has of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from sys import intern
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs; the values stand in the order of their weight."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def weight(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its usual severity, a title and what ``letterbook explain`` says."""

    code: str
    severity: Severity
    title: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing an editor should look at.

    Form:    ``file`` is relative to the letterbook's folder, with ``/``; ``line`` and ``column`` count
             from 1, 0 where they do not apply; ``letter`` is the letter's id or "letter 2"; ``message``
             says what was found and what was expected; ``remedy`` what to do.
    Units:   columns count code points.
    """

    code: str
    message: str
    remedy: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    letter: str = ""
    severity: Severity | None = None

    def __setstate__(self, state: list[Any]) -> None:
        """As it was, with equal words kept once: a large letterbook has the same notes a hundred thousand times."""
        for name, value in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, intern(value) if type(value) is str else value)

    @property
    def level(self) -> Severity:
        """The severity given, else that of the code."""
        return self.severity or CODES[self.code].severity

    def place(self) -> str:
        """``file:line:column``, as far as known."""
        parts = [self.file or "letterbook"]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def line_of_text(self) -> str:
        """``file:line:column CODE message → remedy``, with the letter where it is known."""
        who = f" [{self.letter}]" if self.letter else ""
        then = f" → {self.remedy}" if self.remedy else ""
        return f"{self.place()} {self.code}{who} {self.message}{then}"

    def as_dict(self) -> dict[str, str | int]:
        """The finding for JSON; every key is always there."""
        return {
            "code": self.code,
            "severity": str(self.level),
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "letter": self.letter,
            "message": self.message,
            "remedy": self.remedy,
        }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by file, line, column and code, each once."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.file, f.line, f.column, f.code, f.letter, f.message))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The greatest severity among the findings; None where there are none."""
    return max((f.level for f in findings), key=lambda level: level.weight, default=None)


def number_of(count: int, noun: str) -> str:
    """A number and its noun, for messages: "1 letter", "2 letters"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _codes(*entries: tuple[str, Severity, str, str]) -> dict[str, Code]:
    return {code: Code(code, severity, title, text) for code, severity, title, text in entries}


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, Code] = _codes(
    # 1: reading files
    ("L101", _E, "the file is empty",
     "A file in letters/ holds no text. A letter cannot be made from nothing. Remove the file or put the text in."),
    ("L102", _E, "the file is not text",
     "The file has NUL or other control characters that no printed text has, so it is a binary file under a name that "
     "ends in .txt. Export it as plain text."),
    ("L103", _E, "the encoding is not known",
     "The bytes are not valid UTF-8 and no other encoding fits them well enough to be sure. Letterbook does not guess: "
     "save the file as UTF-8, or state the encoding in letterbook.toml or with --encoding."),
    ("L104", _N, "the file was read in another encoding than UTF-8",
     "The text was recognised as written in a legacy encoding. A line of it is shown, so that you can see whether it "
     "was read rightly. The bytes on disk are not changed."),
    ("L105", _E, "the file cannot be opened",
     "The operating system refuses to give the file: it may be unreadable, a device, a broken link or gone."),
    ("L106", _W, "a control character stands in the text",
     "The text has a character that is not printable. It is kept and written escaped. RDF/XML cannot hold it at all: "
     "there, the letter is left out and this is said."),
    ("L107", _W, "the text looks as if it had been decoded twice",
     "Sequences such as 'Ã¶' or 'ÅŸ' are the usual trace of UTF-8 read as a Western encoding and saved again. The text "
     "is not repaired: correct it in the source. In a Turkish text þ, ý and ð are the like trace of ş, ı and ğ."),
    ("L108", _E, "the file is larger than the limit",
     "Plain-text sources are read whole. The limit keeps one file from filling the memory; it is 64 MB and can be set in "
     "letterbook.toml as source_megabytes."),
    ("L109", _W, "the file is not a kind that is read",
     "Only files whose kind is known by their ending are read from letters/. Others are passed over, and this says so."),
    ("L110", _E, "the text is in another encoding than stated",
     "The encoding given in letterbook.toml or with --encoding does not fit the bytes of this file."),
    ("L111", _W, "the name of the file does not stand on every system",
     "Windows and macOS do not tell capitals apart in names, and Windows refuses some names and characters. The letter is "
     "read, but whoever copies the folder to such a system would lose it. Rename the file."),
    ("L112", _E, "the XML file cannot be read to its end",
     "The file is not well-formed XML, declares a document type, or exceeds a limit. What stands before the line is read "
     "where it is complete; the other files are read as usual. Document types and entities are refused, since they can name "
     "other files and multiply a text without end."),
    ("L113", _W, "something in the XML file is passed over",
     "Two elements have one xml:id, or the file asks for another to be included that is not. With xinclude = true in "
     "letterbook.toml files of the letterbook's folder are included, and no others; the letters are read without them."),
    ("L114", _E, "the table cannot be read",
     "The file is no table of its kind, has a password, is larger than the limit when it is unpacked, or a row of it cannot be "
     "taken apart because a quotation mark is missing. The other rows and files are read as usual."),
    ("L115", _E, "it is not certain what the columns are",
     "No mapping says which column holds the sender, the addressee, the date; and the headings and cells do not tell it "
     "without a doubt. letterbook columns FILE prints what is likely, to be corrected and kept. A register of persons or places "
     "among the letters is no table of letters: it belongs in registers/."),
    ("L116", _E, "a row has not as many cells as there are headings",
     "A row that is too long is not read: a cell with the divider in it may have moved all others. One that is too short is "
     "read with its last cells empty. A row over very many lines may have swallowed others."),
    ("L117", _W, "two columns have one heading",
     "A heading stands over several columns. Where a field is mapped to it, the table is not read; else the cells stand in "
     "the record under that heading."),
    ("L118", _W, "two rows have one id",
     "Two rows of a table have the same id. Neither is known by it, so that none takes the other's place; both are known by "
     "their words."),
    ("L119", _N, "no field takes a column",
     "The mapping has no field for these columns. Nothing is stated of them; their cells stand in the record of each letter."),
    ("L120", _W, "the rows have no id",
     "A row without an id is known by its words. Its letter keeps its address when the table is sorted, but not when the row "
     "is corrected. Map a column of ids, and each letter keeps its address for good."),
    ("L121", _N, "something in the spreadsheet is passed over",
     "Only one sheet of a file is read, and of merged cells only the first has a value. Formulas give the value last shown; "
     "macros are not run, and links to other files not followed."),
    ("L122", _E, "a mapped column is not there",
     "The mapping takes a field from a heading that the table does not have. The table is not read until the heading or the "
     "mapping is corrected."),
    # 2: reading letters
    ("L201", _W, "no heading was understood",
     "The text does not begin with a heading of the kind that the series profile knows, so sender and addressee are not "
     "stated. Nothing is guessed from the text. Add a heading, choose another profile, or extend the profile."),
    ("L202", _W, "the letter has no date",
     "No date is printed at the head of the letter. It is published without a date and sorts last."),
    ("L203", _E, "the date does not exist",
     "The day that is printed does not exist in its calendar (31 February, 29 February 1900). The wording is kept as "
     "text; no machine-readable date is stated."),
    ("L204", _W, "the dates contradict each other",
     "A letter is received before it was written, or answers a letter of a later date. Both dates are kept as printed."),
    ("L205", _N, "the letter has no place of writing",
     "No place is printed at the head of the letter. None is inferred from the office of its writer or from the imprint."),
    ("L206", _N, "the sender is an office and no person is named",
     "The edition names an office only. The office is the sender; no person is invented."),
    ("L207", _W, "no source line was understood",
     "The text has no line that says from which printed volume or archive it was taken."),
    ("L208", _W, "the day is read as the day of receipt",
     "The edition says that the letter was received on this day. It is not taken as the day of writing or sending."),
    ("L210", _E, "a file of decisions cannot be read",
     "The file LETTER.facts.yaml beside a letter is not YAML, not UTF-8, or has not the keys text-sha256 and decisions. None "
     "of its decisions is applied until it is corrected; the letter itself is published as it is read."),
    ("L211", _E, "a decision is not understood",
     "A decision names a fact, an operation, a key or a letter that does not exist, or lacks a part that its operation "
     "needs. It is not applied; the other decisions are."),
    ("L212", _E, "a decision has lost its anchor",
     "The words that a decision quotes do not stand in the text any more, or not as often. The decision is not applied, and "
     "it is not forgotten either: quote the words as they stand now, or take the decision out."),
    ("L213", _N, "the text has changed since it was decided on",
     "The digest of the text is not the one in the file of decisions. Every decision was anchored anew by its quote; those "
     "that do not fit any more are reported as L212."),
    ("L214", _E, "two decisions contradict each other",
     "Two decisions cannot both hold, such as two values set for one fact, or a value both set and rejected. Neither is "
     "applied."),
    ("L215", _N, "a value is withheld",
     "The rule that read this value is right too seldom on letters whose reading is known (below 70 %), so the value is "
     "not published. letterbook review lists it; a decision to confirm it publishes it."),
    ("L216", _E, "decisions have no letter",
     "A file LETTER.facts.yaml stands where there is no LETTER.txt. Its decisions are not applied. Rename it like the "
     "letter that it belongs to."),
    ("L217", _E, "a decision confirms what is not read",
     "A decision confirms a value, but the letter is read without one or with another. Set the value instead, or take the "
     "decision out."),
    ("L219", _W, "the XML file has no letter",
     "The file has no correspDesc, no div of a type that stands for a letter, and none of the parts of one. Nothing is made of it. "
     "Lists of persons or places belong in registers/, where the letters refer to them."),
    ("L220", _W, "the metadata contradict the text",
     "What the edition states in the header, in the title or in an attribute is not what the words of the letter say. The "
     "metadata are published and the words are kept; correct whichever is wrong."),
    ("L221", _W, "the metadata of a letter are not understood",
     "An action of an unknown type, a malformed date, two dates or several persons in one element: what is not understood is "
     "left out of the statements, and this says where it stands."),
    ("L222", _W, "the date lies outside the letterbook's time",
     "letterbook.toml says with date_from and date_to when the letters were written, and this date lies before or after that. It is "
     "kept as printed. Usually a figure of the year is wrong, in print or in the scan."),
    ("L223", _W, "day and month cannot be told apart",
     "Of two figures such as 3/4/1921 either may be the month, and nothing says which. The wording is kept; no day is stated."),
    ("L224", _W, "heading and dateline give two days",
     "The day in the editors' heading is not the one in the letter's own dateline. Both stay in the text as printed; the message says "
     "which of them is published as the date."),
    ("L225", _N, "a paper is read as one inside a letter",
     "The text changes from one paper to another here: what follows is read as a document of its own that the letter encloses. "
     "Check that a new paper begins at this line, and that none of the letter's own text stands behind it."),
    ("L226", _W, "one of two is meant",
     "The heading names two persons or offices with an 'or' between them, so that nobody knows which of them wrote or received the "
     "letter. Neither is stated as its sender or addressee, and the two are not made into one."),
    ("L227", _N, "accents stand apart from their letters",
     "The text is in a decomposed form of Unicode (NFD), as some programs on macOS write it. It is read and published as it is, and names in it "
     "are the same names as in NFC; a program that compares characters may still not find them."),
    ("L228", _N, "the day may be of the old style",
     "In the country of this language days were counted by the Julian calendar when the letter was written, and the text does not say which "
     "calendar its day has. Neither the language nor the country decides: the day is read as one of the calendar of today. Where the edition "
     "gives days of the old style, state the calendar in letterbook.toml."),
    ("L229", _W, "a language tag is not right",
     "The language of a text is no tag of BCP 47 such as en, de-AT or ru-Latn. An underscore in it is read as a hyphen; else the "
     "text is kept, and its language is unknown."),
    ("L230", _N, "several letters may be meant",
     "A letter refers to another by its day or its number, and more than one letter of the letterbook fits. The reference is "
     "stated with what it says, and is linked to none of them. Two letters of one day, or one letter printed twice, are the usual cause."),
    ("L235", _N, "a statement of the description is not stated in the graph",
     "The description of a printed letter says something, such as which draft the text is from, for which the graph has no "
     "statement. It stays in the source. Of a letter that is only described it is kept in the words of its record."),
    ("L250", _W, "the date in a cell is not understood",
     "The cell is neither EDTF nor a date in words of a language whose dates are read. It is kept as text, and the letter has "
     "no date for machines."),
    ("L251", _W, "names and ids do not line up",
     "A cell has several names and the cell beside it another number of ids. Which id is whose cannot be told, so none is "
     "used; the names are."),
    ("L252", _W, "an id is no address",
     "The cell holds an id without saying of which authority file. Write the address, or state in the mapping what stands "
     "before such ids."),
    ("L253", _W, "the dates of a row contradict each other",
     "The date for machines is not that of the words, or a span ends before it begins. The first is kept, with the words."),
    ("L254", _N, "a date is given in two calendars",
     "The cell has the day by the Julian and by the Gregorian calendar. Both are shown, so that a slip is seen."),
    ("L255", _W, "a date can be understood in two ways",
     "A number that may count days, a year of two figures, or day and month that may be exchanged. Nothing is guessed: the "
     "cell is kept as text until it is written out or the mapping says which is meant."),
    ("L256", _N, "a row says nothing of a letter",
     "The row names neither who wrote, nor to whom, nor when. It is a letter all the same, known by what else stands there."),
    ("L257", _W, "the kind of letter is not known",
     "The cell has no kind of letter that the types of Letterbook name, in any of their languages. The record keeps the word."),
    ("L260", _E, "the file is not CMIF 1.1",
     "An element or an attribute stands where the format does not have it, a letter lacks one of its two sides, or a date has no "
     "machine-readable form. correspSearch would refuse the file or pass over the letter."),
    ("L261", _W, "the file is CMIF, but not as it is recommended",
     "The format recommends a UUID as the xml:id of each bibl, so that an edition keeps its identity wherever the file lies."),
    ("L262", _N, "names have no authority IRI",
     "correspSearch finds a person in several editions by the address of an authority file. Names without one are allowed."),
    # 3: identifiers and registers
    ("L301", _E, "two letters have one id",
     "Two sources claim the same identifier. Neither is published, since one of the two would silently replace the other. "
     "Correct one of the rows of identifiers.csv."),
    ("L302", _E, "a pinned id has no letter any more",
     "identifiers.csv has an id whose letter is not found. With --frozen that is an error, for a published URI would "
     "vanish; without, the id is kept and never given to another letter."),
    ("L303", _E, "a letter has no pinned id",
     "With --frozen every letter must have its id in identifiers.csv already. Run a build without --frozen and commit "
     "the new row."),
    ("L304", _N, "a name is not in the registers",
     "The text names a person, office, organisation or place that no register row explains. It gets an identifier made "
     "from its wording and is listed here for review. Add a row to the register to say who or what is meant."),
    ("L305", _E, "a register row cannot be read",
     "A row of a register has a missing key, a key twice, an unknown kind, a bad language tag or an IRI that is not one. "
     "The row is not used."),
    ("L307", _W, "two register rows claim one name",
     "Two rows of the registers give the same label for the same kind. The name is not resolved by either."),
    ("L308", _W, "a name looks like another",
     "Two names differ only in what the eye does not see: a Cyrillic letter in a Latin word, a blank without width, a soft "
     "hyphen. They are two names to every comparison and are not taken for each other. Usually one is a slip: correct it."),
    ("L309", _W, "two register rows have one authority record",
     "Two rows of the registers give the same address in same_as, or one row gives two addresses of one authority file. "
     "The rows are not merged: decide whether they mean the same, and which address is right."),
    ("L310", _E, "a row of holders.csv cannot be used",
     "A row of registers/holders.csv names an office or a person that the registers do not have, or has no days from and to. It is "
     "not used; who held the office is not inferred from it."),
    ("L313", _N, "dates in a list are words",
     "A list of persons gives births or deaths in words ('geb. 1817') or in a form that is not understood. What is a year is "
     "read as one; the others are not stated. Give them as attributes (when, notBefore, notAfter)."),
    ("L314", _W, "an id of an authority file is not right",
     "The id does not look like one of its authority file, its check digit is wrong, or the file is not known. An address is "
     "published as it is given; a bare id of which no address can be made is not used."),
    ("L315", _W, "the coordinates are not understood",
     "Latitude and longitude are wanted, in decimal degrees (a decimal comma is understood), north and east positive. What is "
     "no such pair of numbers is not used."),
    ("L316", _E, "an RDF register cannot be read",
     "A file of RDF beside the registers is not well-formed, refers to a context elsewhere, or exceeds the limit. Nothing is "
     "made of it, and nothing is fetched for it."),
    ("L317", _W, "a resource of an RDF register is not used",
     "It is of a class that stands for persons, bodies, places or concepts, and has no name, or it has classes of two kinds."),
    ("L321", _W, "a decision of reconciliation.csv is not applied",
     "Two records of one authority file are accepted for one name, or the row has another record of it already, or there is no "
     "such row in a table. Nothing is overwritten: decide, and apply again."),
    # 4: the graph
    ("L401", _E, "a shape is not satisfied",
     "The SHACL shapes describe what a letter, a party, an event, a date, a sum, an edition and a piece of evidence must "
     "have. The message says which part of which letter fails."),
    ("L402", _E, "a term is not in the vocabulary",
     "A class or property is used that CIDOC-CRM 7.1.3, CRMinf 1.2.1 or schema.org 30 does not have."),
    ("L403", _E, "a property is used outside its domain or range",
     "The vocabulary says between which kinds of things a property may stand, and this statement breaks that."),
    ("L404", _E, "a property class stands without its property",
     "CIDOC-CRM asks that an instance of PC14 and its like always stand beside the plain property that they qualify."),
    ("L405", _E, "schema.org is written in two ways",
     "Terms of http://schema.org/ and https://schema.org/ are mixed. They are different names for every RDF tool."),
    ("L406", _E, "the two SHACL engines disagree",
     "The compiled engine and pySHACL give different verdicts on the same document. Please report it with the letter."),
    ("L407", _E, "a node cannot be traced",
     "A node of the letter has neither characters, nor a rule, nor a register row, nor a decision as evidence."),
    # 5: output
    ("L501", _W, "a file in the output folder is not of this build",
     "The output folder holds a file that no build has written. It is kept, not deleted."),
    ("L502", _W, "RDF/XML cannot hold a character",
     "XML 1.0 has no way to write some control characters, nor a property whose address ends in no name. This letter has no .rdf file and is missing in letterbook.rdf; the other formats are complete."),
    ("L510", _W, "the letterbook does not say what a format states",
     "The format has a place for the publisher, the licence or the day of publication, and letterbook.toml has none. The export "
     "is written without; some who harvest such files refuse them."),
    ("L511", _N, "places have no coordinates",
     "A map shows only places whose coordinates are known. The others are in the file, without a point."),
    ("L512", _N, "there is nothing to link",
     "A BEACON file lists numbers of the GND. None of those whom the letters name has one in its register row, so the file has "
     "a head and no links."),
    ("L513", _W, "a format cannot hold a character",
     "XML 1.0 has no way to write some control characters. In this export their pictures stand in their place, such as ␇ for "
     "the bell; the RDF keeps them."),
    ("L514", _N, "a text is too long for a cell",
     "A cell of a spreadsheet holds 32,767 characters. What is longer stands whole on a sheet of its own, in several cells; CSV "
     "has it in one."),
    ("L515", _N, "a file in the folder is not of this export",
     "The folder of the export holds a file that this export has not written. It is kept, not deleted; it may be of an earlier "
     "export of a letter that is there no more."),
    ("L516", _N, "letters without a date are left out",
     "The export is for a period. A letter without a date cannot be said to belong to it."),
    ("L517", _N, "correspondents have no authority IRI",
     "Services such as correspSearch find a person by the number of an authority file. Those who have none in their register "
     "row are in the CMIF file under their names only."),
    # 6: the publication, as it is served
    ("L601", _E, "an IRI does not lead to a document",
     "Whoever follows the IRI must end, perhaps after being sent on, at a document with status 200."),
    ("L602", _E, "a client is given what it cannot read",
     "Each client names in its Accept header what it can read. It is given something else, or under another media type: a page "
     "in place of data makes a program fail, and data as application/octet-stream are downloaded and not read."),
    ("L603", _E, "a document does not say what its IRI is",
     "The answer cannot be parsed as what it is said to be, or no statement in it is about the IRI that was asked for."),
    ("L604", _E, "the forms of a document say different things",
     "Turtle, JSON-LD, N-Triples and RDF/XML of one document must be the same statements. Else parts of several builds lie together."),
    ("L605", _W, "programs in a browser may not read the data",
     "A program on a page of another host reads an answer only if that says Access-Control-Allow-Origin, in every redirection too."),
    ("L606", _W, "answers cannot be checked for changes",
     "With an ETag or Last-Modified a client asks whether something has changed and is spared the answer. One strong ETag stands for "
     "the same bytes only."),
    ("L607", _W, "a cache may give an answer to the wrong client",
     "Where the answer depends on a header of the request, Vary must name it. Else a cache between gives a page to a program."),
    ("L608", _W, "a page does not lead to its data",
     "A page names its IRI, the other forms of the document and has its JSON-LD for search engines. These were lost on the way."),
    ("L609", _E, "what is gone or never was is not told so",
     "A document that is gone answers 410, an address that never was 404. Else programs take the answer for a document, or look again for ever."),
    ("L610", _W, "the IRIs stand elsewhere than they were asked",
     "IRIs are compared letter by letter: http and https, or two hosts, are different names for every program. The one that stands in "
     "the data must be the one that answers."),
    ("L611", _E, "a link leads nowhere",
     "A page names an address of this publication that does not answer as it says."),
    ("L612", _W, "the publication does not describe itself",
     "The description (VoID), the sitemap and the dumps tell programs what there is. One of them is missing, or cannot be read."),
    ("L613", _W, "a page loads something from another host",
     "Pages of a build ask no other host. Something was put into this one, and the other host now learns who reads which letter."),
    # 7: what a store elsewhere has of it
    ("L701", _E, "the store has another number of triples",
     "After loading, a graph in the store has not as many triples as were sent. Something is lost or stands there from elsewhere. The "
     "graph is no longer entered as loaded, so the next load sends it again."),
    ("L702", _E, "the store gives other triples than it was sent",
     "A graph was asked back from the store, and triples are missing or unknown, not only written in another way. It is no longer "
     "entered as loaded, so the next load sends it again."),
    ("L703", _N, "the store rewrites literals",
     "Some stores keep the value of a literal and not its writing: 1.70 comes back as 1.7, de-AT as de-at, a point in single precision. Nothing is lost for a "
     "query that compares values; what compares the text of a literal may differ. The files of the build keep the writing."),
    ("L704", _W, "the store cuts its answers without saying so",
     "The store counts more than it gives. Whoever asks it for many rows or for a whole graph gets a part and is not told. In "
     "Virtuoso this is ResultSetMaxRows in the section SPARQL of virtuoso.ini."),
    ("L705", _N, "a query without GRAPH sees nothing of it",
     "The letterbook is loaded as named graphs, one a document. In some stores a query sees those only with GRAPH, unless the store is told "
     "that its default graph is the union of all."),
)  # fmt: skip
