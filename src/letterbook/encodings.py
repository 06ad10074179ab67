"""Bytes decoded: nothing is guessed in silence, and nothing is replaced.

Source:  The Unicode Standard, section 23.8 (byte order marks); the single-byte encodings as Python's codecs define them.
"""

from __future__ import annotations

import codecs
import contextlib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from letterbook.findings import Finding
from letterbook.letter import Transcript

_CYRILLIC_ENCODINGS = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_LEGACY = (*_CYRILLIC_ENCODINGS, "cp1254", "cp1252")
_SAMPLE_CHARACTERS = 60
# NUL, and the control characters that no text has but tab, line feed, form feed and carriage return.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# UTF-8 that was read as CP1252, or as CP1251, and saved again: a lead byte of two-byte UTF-8, then a byte of 80–BF as that
# encoding shows it. Once tells enough inside a word; at its end it may be a capital before a quotation mark.
_TWICE = re.compile(
    r"[ÃÄÅÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ](?=\w)|(?:[РС][\u00a0-\u00bfЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґё№єјЅѕї]){3}"
)
_MOST_CONTROLS_TOLD = 10
_TURKISH = str.maketrans("þýðÞÝÐ", "şığŞİĞ")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and what an editor should know; ``text`` is None where it was refused."""

    text: str | None
    encoding: str
    findings: tuple[Finding, ...]


def decode(data: bytes, *, source: str, encoding: str = "") -> Decoded:
    """The text of a file: UTF-8, UTF-16 by its mark or its pattern, else a legacy encoding that fits without a doubt.

    Form:    a byte order mark is taken off; nothing else is changed. Findings L101, L102, L103, L104, L106, L107, L110.
    """

    def refused(code: str, message: str, remedy: str) -> Decoded:
        return Decoded(None, "", (Finding(code=code, message=message, remedy=remedy, file=source),))

    if encoding:
        remedy = "state the right encoding, or none, so that it is recognised"
        try:
            if codecs.lookup(encoding).name.endswith("unicode-escape"):
                raise LookupError(encoding)  # Python's own notation, in which no letter is written
            text = data.decode(encoding)
            text.encode("utf-8")  # UTF-7 can give half a pair of UTF-16, which is no character
        except UnicodeDecodeError as error:
            return refused("L110", f"byte {error.start} is not {encoding}, which was stated", remedy)
        except UnicodeEncodeError as error:
            return refused("L110", f"{error.reason}: the text is not {encoding!a}, which was stated", remedy)
        except (LookupError, ValueError):
            return refused("L110", f"{encoding!a} is not the name of an encoding", "state one such as utf-8 or cp1251")
        if data.startswith(codecs.BOM_UTF8) and not text.startswith("\ufeff") and "utf" not in encoding.lower():
            return refused("L110", f"the file begins with the mark of UTF-8 and is not {encoding}, as stated", remedy)
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
    if "\0" in text or len(controls) > max(3, len(text) // 200) or len(controls) * 4 > len(text):
        remedy = "export the document as plain text"
        finding = at(controls[0].start(), "L102", f"the file has {len(controls)} control characters", remedy)
        return Decoded(None, "", (finding,))
    findings: list[Finding] = []
    if encoding != "utf-8" and not stated:
        sample = next((line for line in text.splitlines() if not line.isascii()), text.strip().splitlines()[0])
        message = f"read as {encoding}: {sample.strip()[:_SAMPLE_CHARACTERS]!r}"
        findings.append(at(0, "L104", message, "if that is wrong, state the encoding with --encoding"))
    told = sorted([*controls, *_BIDI.finditer(text)], key=lambda match: match.start())
    for match in told[:_MOST_CONTROLS_TOLD]:
        name = unicodedata.name(match[0], "control character")
        message = f"U+{ord(match[0]):04X} ({name.lower()}) stands in the text; it is kept"
        findings.append(at(match.start(), "L106", message, "remove it if it is not meant"))
    if more := told[_MOST_CONTROLS_TOLD:]:
        message = f"from here on, {len(more)} more such characters stand in the text; they are kept"
        findings.append(at(more[0].start(), "L106", message, "remove them if they are not meant"))
    if twice := _TWICE.search(text):
        findings.append(_decoded_twice(text, twice.start(), at))
    return Decoded(text, encoding, tuple(findings))


def _decoded_twice(text: str, offset: int, at: object) -> Finding:
    before = text[max(0, offset - 40) : offset]
    start = offset - len(before) + max(map(before.rfind, " \t\r\n")) + 1
    word = re.compile(r"[^ \t\r\n]{1,80}").findall(text, start, start + 80)[0]
    remedy = "save the source again from its first version, as UTF-8"
    for encoding in ("cp1252", "cp1251"):
        with contextlib.suppress(UnicodeError):
            remedy = f"the word was probably {word.encode(encoding).decode('utf-8')!r}; correct the source"
    return at(offset, "L107", f"{word!r} looks decoded twice", remedy)  # type: ignore[operator,no-any-return]


def misread_turkish(transcript: Transcript) -> Iterator[Finding]:
    """A finding L107 where a Turkish text has letters that stand in Western encodings where ş, ı and ğ do in the Turkish ones."""
    if transcript.language.split("-")[0] != "tr":
        return
    if match := next((word for word in _WORD.finditer(transcript.text) if not set("þýðÞÝÐ").isdisjoint(word[0])), None):
        line, column = transcript.position(match.start())
        yield Finding(
            code="L107",
            message=f"{match[0]!r} has a letter that Turkish has not",
            remedy=f"the word was probably {match[0].translate(_TURKISH)!r}; read the first version of the file as cp1254",
            file=transcript.source,
            line=line,
            column=column,
        )


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


# A text in a legacy encoding is believed to be what it looks like only when its letters are distributed as its language's.
_MARKS = frozenset("’‘“”„–—«»…§°\u00a0")
_COMMON = {
    "cp1252": _MARKS | frozenset("äöüéèêàçëïâôîûßñóíáìòùœæÄÖÜÉÇ"),
    "cp1254": _MARKS | frozenset("çğıöşüâîûÇĞİÖŞÜ"),  # þ, ý and ð of Icelandic stand where ş, ı and ğ of Turkish do
}
_RUSSIAN_MARKS = _MARKS | {"№"}
# How often a Russian letter stands in print, in hundredths of a percent, rounded; what is not here counts 5.
_RUSSIAN = dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф", (
    1100, 850, 800, 735, 670, 625, 545, 475, 455, 440, 350, 320, 300, 280, 260, 200,
    190, 175, 170, 165, 160, 145, 120, 100, 95, 75, 65, 50, 35, 30, 25,
), strict=True))  # fmt: skip
_FEWEST_LETTERS = 15
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄє]")
_LEAST_SHARE, _LEAST_LEAD = 0.55, 0.2
# A word of such letters alone ("äîì") is a word of another script ("дом"); Turkish alone has some of its own ("üç").
_WORD = re.compile(r"[^\W\d_]+")
_MOST_ONLY_MARKED = {"cp1252": 0.0, "cp1254": 0.25}


def _recognised(data: bytes) -> str:
    """The legacy encoding that fits the letters of the text clearly better than any other; empty where none does."""
    name = max(_LEGACY, key=lambda each: _score(data, each))  # of equals the first, which is the commoner one
    best = _score(data, name)
    if best < _LEAST_SHARE:
        return ""
    if name in ("cp1254", "cp1252"):
        return name
    text = data.decode(name)
    others = (each for each in _LEGACY if data.decode(each, "replace") != text)
    return name if best - max(_score(data, each) for each in others) > _LEAST_LEAD else ""


def _score(data: bytes, encoding: str) -> float:
    """How much a text looks like print in this encoding, from 0 to 1."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    counts = Counter(text)
    high = Counter({char: times for char, times in counts.items() if not char.isascii()})
    if not high or _CONTROL.search(text):
        return 0.0
    if encoding in _CYRILLIC_ENCODINGS:
        return _russian_score(text, high)
    if encoding == "cp1254" and not high.keys() & set("şğıŞĞİ"):
        return 0.0  # then the text is Western, where both encodings agree
    if high.total() * 3 > sum(times for char, times in counts.items() if char.isalpha()):
        return 0.0  # a Latin text is mostly plain letters
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    only_marked = sum(len(word) > 1 and not re.search("[A-Za-z]", word) for word in words)
    if only_marked > _MOST_ONLY_MARKED[encoding] * len(words):
        return 0.0
    share = sum(times for char, times in high.items() if char in _COMMON[encoding]) / high.total()
    return share if share > 0.9 else 0.0  # a single letter that no such language has tells against it


def _russian_score(text: str, high: Counter[str]) -> float:
    # Each word counts once: one word that is repeated tells no more than the word.
    letters = Counter(char for word in dict.fromkeys(text.split()) for char in word if _CYRILLIC.match(char))
    number = letters.total()
    if number < _FEWEST_LETTERS or not high.keys() <= letters.keys() | _RUSSIAN_MARKS:
        return 0.0  # one box or one Serbian letter tells that these are other bytes
    logarithms = (times * math.log(_RUSSIAN.get(char.lower(), 5) / 10_000) for char, times in letters.items())
    likelihood = sum(logarithms) / number
    # A capital inside a word is what KOI8-R read as CP1251, and the reverse, looks like: the cases are exchanged there. Two
    # scripts in one word are what the Latin letters of another language look like.
    inside = len(re.findall(r"[а-яё][А-ЯЁ]|[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]", text)) / number
    # Russian print has about -3.0 a letter, the same bytes in another encoding about -4.5.
    return max(0.0, min(1.0, likelihood + 4.2)) * (1.0 if inside < 0.005 else 0.1)
