"""Text files found and decoded: nothing is guessed in silence, nothing is replaced, nothing is followed out of the folder.

Source:  The Unicode Standard, section 23.8 (byte order marks); the single-byte encodings as Python's codecs define them.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from letterbook.findings import Finding
from letterbook.letter import Transcript

ENDINGS = (".txt",)
"""The endings of the files that are read as plain text."""

PASSED_OVER = (".facts.yaml",)
"""Files that belong to a letter and are not letters."""

_LEGACY = ("cp1251", "koi8-r", "cp866", "iso8859-5", "cp1254", "cp1252")
_SAMPLE_CHARACTERS = 60
# NUL, and the control characters that no text has but tab, line feed, form feed and carriage return.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# UTF-8 that was read as CP1252 and saved again: a lead byte of two-byte UTF-8, then a byte of 80–BF as CP1252 shows it.
_TWICE = re.compile(r"[ÃÄÅÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and what an editor should know; ``text`` is None where it was refused."""

    text: str | None
    encoding: str
    findings: tuple[Finding, ...]


def find_sources(folder: Path) -> tuple[list[Path], list[Finding]]:
    """The text files below a folder, in the order of their names; findings for what cannot or must not be read.

    Form:    the order is that of the code points of the relative paths, the same on every machine; hidden files and
             decisions are passed over. Findings L105 and L109, with the path relative to the folder.
    """
    found: list[Path] = []
    findings: list[Finding] = []
    root = folder.resolve()
    for path in _walk(folder, findings, folder):
        name = path.relative_to(folder).as_posix()
        if path.name.startswith(".") or path.name.endswith(PASSED_OVER):
            continue
        reason = _why_not(path, root)
        if reason:
            findings.append(
                Finding(code="L105", message=f"not read: {reason}", remedy="put a text file here", file=name)
            )
        elif not path.name.lower().endswith(ENDINGS):
            kinds = ", ".join(ENDINGS)
            findings.append(
                Finding(code="L109", message=f"not read: its ending is none of {kinds}", remedy="rename it", file=name)
            )
        else:
            found.append(path)
    found.sort(key=lambda path: path.relative_to(folder).as_posix())
    return found, findings


def _walk(folder: Path, findings: list[Finding], root: Path) -> Iterator[Path]:
    """Every file below the folder; links to folders are not followed, so the walk ends."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        name = folder.relative_to(root).as_posix()
        reason = error.strerror or str(error)
        findings.append(Finding(code="L105", message=f"not read: {reason}", remedy="make it readable", file=name))
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), findings, root)
        else:
            yield Path(entry.path)


def _why_not(path: Path, root: Path) -> str:
    """Why a path is no file to be read; empty where it is one."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return "the link leads out of the folder"
        mode = path.stat().st_mode
    except (OSError, RuntimeError) as error:
        return getattr(error, "strerror", "") or "the link leads nowhere"
    if not stat.S_ISREG(mode):
        return "it is no file but a folder, a pipe or a device"
    return "" if os.access(path, os.R_OK) else "permission denied"


def read_transcript(
    path: Path, *, root: Path, language: str, encoding: str = "", limit_bytes: int = 64_000_000
) -> tuple[Transcript | None, list[Finding]]:
    """The transcript of one file; None where it cannot be read as text.

    Form:    findings L101 to L110, with the path relative to ``root``.
    Units:   ``limit_bytes`` is compared before anything is read.
    """
    source = path.relative_to(root).as_posix()
    try:
        size = path.stat().st_size
        if size > limit_bytes:
            message = f"the file has {size:,} bytes, the limit is {limit_bytes:,}"
            remedy = "divide the file, or raise source_megabytes in letterbook.toml"
            return None, [Finding(code="L108", message=message, remedy=remedy, file=source)]
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [
            Finding(code="L105", message=f"cannot be opened: {reason}", remedy="make it readable", file=source)
        ]
    decoded = decode(data, source=source, encoding=encoding)
    if decoded.text is None:
        return None, list(decoded.findings)
    return Transcript(source, decoded.text, language, decoded.encoding), list(decoded.findings)


def decode(data: bytes, *, source: str, encoding: str = "") -> Decoded:
    """The text of a file: UTF-8, UTF-16 by its mark or its pattern, else a legacy encoding that fits without a doubt.

    Form:    a byte order mark is taken off; nothing else is changed. Findings L101, L102, L103, L104, L106, L107, L110.
    """

    def refused(code: str, message: str, remedy: str) -> Decoded:
        return Decoded(None, "", (Finding(code=code, message=message, remedy=remedy, file=source),))

    if encoding:
        try:
            text = data.decode(encoding)
        except LookupError:
            return refused("L110", f"{encoding!r} is not the name of an encoding", "state one such as utf-8 or cp1251")
        except UnicodeDecodeError as error:
            return refused(
                "L110",
                f"byte {error.start} is not {encoding}, which was stated",
                "state the right encoding, or none, so that it is recognised",
            )
        return _looked_at(text.removeprefix("\ufeff"), encoding, source, stated=True)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            try:
                return _looked_at(data[len(mark) :].decode(name), name, source)
            except UnicodeDecodeError as error:
                at = error.start + len(mark)
                return refused("L103", f"byte {at} is not {name}, which the byte order mark promises", "save as UTF-8")
    if b"\0" in data:
        name = _utf16_without_mark(data)
        if name:
            return _looked_at(data.decode(name), name, source)
        return refused("L102", f"a NUL stands at byte {data.index(0)}", "export the document as plain text")
    try:
        return _looked_at(data.decode("utf-8"), "utf-8", source)
    except UnicodeDecodeError as error:
        name = _recognised(data)
        if name:
            return _looked_at(data.decode(name), name, source)
        return refused(
            "L103",
            f"byte {error.start} is not UTF-8, and no other encoding fits without a doubt",
            "save the file as UTF-8, or state its encoding with --encoding or in letterbook.toml",
        )


def _looked_at(text: str, encoding: str, source: str, *, stated: bool = False) -> Decoded:
    """The text with the findings about what stands in it."""
    lines = Transcript(source, text, "und")

    def at(offset: int, code: str, message: str, remedy: str) -> Finding:
        line, column = lines.position(offset)
        return Finding(code=code, message=message, remedy=remedy, file=source, line=line, column=column)

    if not text.strip():
        finding = Finding(
            code="L101", message="the file holds no text", remedy="put the letter in, or remove it", file=source
        )
        return Decoded(None, "", (finding,))
    controls = list(_CONTROL.finditer(text))
    if "\0" in text or len(controls) > max(3, len(text) // 200):
        remedy = "export the document as plain text"
        finding = at(controls[0].start(), "L102", f"the file has {len(controls)} control characters", remedy)
        return Decoded(None, "", (finding,))
    findings: list[Finding] = []
    if encoding != "utf-8" and not stated:
        sample = next((line for line in text.splitlines() if not line.isascii()), text.strip().splitlines()[0])
        message = f"read as {encoding}: {sample.strip()[:_SAMPLE_CHARACTERS]!r}"
        findings.append(at(0, "L104", message, "if that is wrong, state the encoding with --encoding"))
    for match in [*controls, *_BIDI.finditer(text)][:10]:
        name = unicodedata.name(match[0], "control character")
        message = f"U+{ord(match[0]):04X} ({name.lower()}) stands in the text; it is kept"
        findings.append(at(match.start(), "L106", message, "remove it if it is not meant"))
    twice = list(_TWICE.finditer(text))
    if len(twice) >= 2:
        findings.append(_decoded_twice(text, twice[0].start(), at))
    return Decoded(text, encoding, tuple(findings))


def _decoded_twice(text: str, offset: int, at: object) -> Finding:
    start, end = text.rfind(" ", 0, offset) + 1, text.find(" ", offset)
    word = text[start : end if end > 0 else len(text)][:40]
    try:
        likely = word.encode("cp1252").decode("utf-8")
        remedy = f"the word was probably {likely!r}; correct the source"
    except UnicodeError:
        remedy = "save the source again from its first version, as UTF-8"
    return at(offset, "L107", f"{word!r} looks decoded twice", remedy)  # type: ignore[operator,no-any-return]


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 without a byte order mark, if it is plain: the high bytes of most characters of one script are equal."""
    if len(data) % 2 or len(data) < 4:
        return ""
    for name, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = data[high::2].count(0)
        if zeros * 2 > len(data) * 0.7 and data[1 - high :: 2].count(0) * 100 < len(data):
            try:
                data.decode(name)
            except UnicodeDecodeError:
                continue
            return name
    return ""


# The commonest letters of printed text: a text in a legacy encoding is believed to be what it looks like only when its
# letters are distributed as that language's are. Shares from the letters' own ranks, the same for print of any century.
_COMMON = {
    "ru": frozenset("оеаинтсрвл"),
    "latin": frozenset("äöüéèêàçëïâôîûßñóíáìòùœæşğıİÄÖÜÉÇŞ’‘“”„–—«»… §°"),
}
_VOWELS = frozenset("аеёиоуыэюя")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LEAST_SHARE = 0.55


def _recognised(data: bytes) -> str:
    """The legacy encoding that fits the letters of the text clearly better than any other; empty where none does."""
    scores = sorted(((_score(data, name), name) for name in _LEGACY), reverse=True)
    (best, name), (second, _) = scores[0], scores[1]
    if best >= _LEAST_SHARE and (best - second > 0.1 or name in ("cp1254", "cp1252")):
        return name
    return ""


def _score(data: bytes, encoding: str) -> float:
    """How much a text looks like print in this encoding, from 0 to 1."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    high = [char for char in text if not char.isascii()]
    if not high or _CONTROL.search(text):
        return 0.0
    if encoding in ("cp1251", "koi8-r", "cp866", "iso8859-5"):
        return _russian_score(text, high)
    turkish = sum(char in "şğıŞĞİ" for char in high)
    if encoding == "cp1254" and not turkish:
        return 0.0  # then the text is Western, where both encodings agree
    if len(high) * 3 > sum(char.isalpha() for char in text):
        return 0.0  # a Latin text is mostly plain letters
    share = sum(char in _COMMON["latin"] for char in high) / len(high)
    return share if share > 0.9 else 0.0  # a single letter that no such language has tells against it


def _russian_score(text: str, high: list[str]) -> float:
    letters = [char for char in high if _CYRILLIC.match(char)]
    if len(letters) < 0.9 * len(high) or len(letters) < 10:
        return 0.0
    small = [char for char in letters if char == char.lower()]
    common = sum(char in _COMMON["ru"] for char in small) / len(letters)
    vowels = sum(char.lower() in _VOWELS for char in letters) / len(letters)
    # A capital inside a word is what KOI8-R read as CP1251, and the reverse, looks like: the cases are exchanged there.
    inside = len(re.findall(r"[а-яё][А-ЯЁ]", text)) / len(letters)
    return max(0.0, min(1.0, common / 0.66)) * (1.0 if 0.3 < vowels < 0.55 else 0.3) * (1.0 if inside < 0.02 else 0.1)
