"""Rules as data: the language file and the series profile, checked when they are loaded and compiled once.

To add a series: a YAML file with ``extends`` (a language), ``headings`` and ``examples``, in the letterbook's own folder or beside
the others here; the tests run the examples. A rule has a ``form``, plain text with {slots} and [optional parts], or a
``pattern``, a regular expression with {slots}; a heading that is only a text is a form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from letterbook.decisions import checked_confidences
from letterbook.errors import RulesError, UsageError
from letterbook.readers.text.cases import Cases, case_slots, read_cases
from letterbook.readers.text.gazetteer import Gazetteer, load_gazetteer

_RULES = files("letterbook.readers.text") / "rules"
_SLOT = re.compile(r"\{([a-z_]+)\}")
# A group that repeats and holds a repetition can take exponential time: (a+)+, (?:[^.]*x)*.
_NESTED_REPEAT = re.compile(r"\((?:[^()\\]|\\.)*[*+](?:[^()\\]|\\.)*\)[*+{]")
_BLANK = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\? (?![?*+{])")
_LONGEST_PATTERN = 600
_PARTIES = ("sender", "addressee")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, where it is there, takes a tenth of the time


Stated = tuple[tuple[str, str | bool], ...]
"""Settings of the layout, each by its name."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One rule of a profile: its id, the compiled pattern, the words of which a match has one, and what else the file says of it."""

    id: str
    regex: re.Pattern[str]
    more: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def may_match(self, words: str) -> bool:
        """Whether a word that the rule needs stands there, which is seen sooner than that the pattern finds nothing."""
        for word in self.needs:
            if word in words:
                return True
        return not self.needs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """All that a text is read by.

    Form:    ``name`` loads the rules again; ``profile`` is the series as the profile calls it; ``words`` are the lists of the language file; ``headings``, ``links``, ``salutations`` and ``closings`` are tried in their
             order; ``subjects`` are the rules for what a letter speaks of, as in the file; ``descriptions`` has the sentence
             of every rule by its id; ``confidence`` the measured precision of those rules that have been measured; ``stated`` are
             the settings of the layout that the letterbook states itself.
    """

    language: str
    name: str
    profile: str
    words: Mapping[str, Any]
    headings: tuple[Pattern, ...]
    links: tuple[Pattern, ...]
    salutations: tuple[Pattern, ...]
    closings: tuple[Pattern, ...]
    inline_salutations: tuple[Pattern, ...]
    archive_marks: tuple[Pattern, ...]
    enclosures: tuple[Pattern, ...]
    subjects: Mapping[str, Any]
    gazetteer: Gazetteer
    descriptions: Mapping[str, str]
    confidence: Mapping[str, float]
    examples: tuple[Mapping[str, Any], ...]
    edition: Rules | None = None
    cases: Cases = field(default_factory=Cases)
    stated: Stated = ()
    # Each made once; rules with other words begin with none.
    _lists: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, init=False)
    _settings: dict[str, str] = field(default_factory=dict, repr=False, init=False)

    @property
    def editors(self) -> Rules:
        """The rules for what the editors print, in the language of the edition: headings, source notes, sentences between letters."""
        return self.edition or self

    def layout(self, name: str) -> str:
        """A setting of the profile's layout; empty where it has none."""
        found = self._settings.get(name)
        if found is None:
            found = self._settings[name] = str(self.words.get("layout", {}).get(name, ""))
        return found

    def list_of(self, name: str) -> tuple[str, ...]:
        """One of the word lists; empty where the language has none."""
        found = self._lists.get(name)
        if found is None:
            found = self._lists[name] = tuple(self.words.get(name, ()))
        return found


def load_rules(profile: str, language: str = "", folder: Path | None = None, *, stated: Stated = ()) -> Rules:
    """The rules of a series profile: a name of ours, or a YAML file in the letterbook's folder.

    Form:    ``language`` is that of the letter (BCP 47); empty for that of the edition, which the profile extends. A French letter
             in a German edition has French words, and a German heading. ``stated`` outranks the layout of the profile.
    Raises:  RulesError, with file and key, where a file is missing or not as it should be.
    """
    own = folder.resolve() if folder and profile.endswith((".yaml", ".yml")) else None
    edition = str(_series(profile, own).get("extends", language)).split("-")[0]
    spoken = language.split("-")[0]
    return _load(profile, spoken if spoken in languages() else edition, edition, own, stated)


@cache
def languages() -> tuple[str, ...]:
    """The languages that letters are read in, by their codes."""
    return tuple(sorted(path.name[:2] for path in (_RULES / "lang").iterdir() if re.fullmatch(r"..\.yaml", path.name)))


@cache
def language_words(language: str) -> Mapping[str, Any]:
    """The word lists of a language."""
    return _mapping(_RULES / "lang" / f"{language}.yaml")


@cache
def citation_words() -> Mapping[str, Any]:
    """The labels of source notes, the short names of places and the marks of archives, in all languages."""
    return _mapping(_RULES / "citations.yaml")


def profile_names() -> tuple[str, ...]:
    """The names of our own series profiles."""
    return tuple(sorted(path.name.removesuffix(".yaml") for path in (_RULES / "series").iterdir()))


def _source(profile: str, folder: Path | None) -> Traversable | Path:
    return folder / profile if folder else _RULES / "series" / f"{profile}.yaml"


@cache
def _series(profile: str, folder: Path | None) -> Mapping[str, Any]:
    return _mapping(_source(profile, folder))


@cache
def _load(profile: str, language: str, edition: str, folder: Path | None, stated: Stated) -> Rules:
    source = _source(profile, folder)
    series = _series(profile, folder)
    if language != edition:  # of a series in another language only what does not depend on words
        series = {key: value for key, value in series.items() if key in ("series", "layout")}
    subjects = _subjects(language)
    words = {**_date_words(language), **_mapping(_RULES / "lang" / f"{language}.yaml")}
    # "honorifics+" adds to the list of the language, "honorifics" would stand in its place.
    more = {key[:-1]: [*words.get(key[:-1], ()), *value] for key, value in series.items() if key.endswith("+")}
    own = {key: value for key, value in series.items() if not key.endswith("+") and key != "confidence"}
    words = {**words, **own, **more, "layout": {**own.get("layout", {}), **dict(stated)}}
    for key, listed in words.items():
        # YAML reads "on", "no" and numbers as other things than words.
        strange = [each for each in listed if not isinstance(each, str | dict)] if isinstance(listed, list) else []
        if strange:
            raise RulesError(f"{strange[0]!r} is no word", f"{source.name}, {key}", "put it in quotes")
    cases = read_cases(words.get("cases", {}))
    words = {**words, **{name: [*words.get(name, ()), *cases.nominatives(name)] for name in ("offices", "bodies")}}
    slots = _slots(words)

    def section(name: str, *, whole: bool = False, needs: tuple[str, ...] = ()) -> tuple[Pattern, ...]:
        entries = [*series.get(name, ()), *(words.get(name, ()) if name not in series else ())]
        found = tuple(_compiled(entry, slots, f"{source.name}, {name}", whole=whole) for entry in entries)
        for pattern in found:
            missing = [f"{{{group}}}" for group in needs if group not in pattern.regex.groupindex]
            if missing:
                raise RulesError(f"the pattern lacks {', '.join(missing)}", f"{source.name}, {name}, {pattern.id}")
        return found

    of_editors = _load(profile, edition, edition, folder, stated) if edition != language else None
    headings = of_editors.headings if of_editors else section("headings", whole=True)
    if not headings:
        raise RulesError("a profile needs at least one heading", f"{source.name}, headings")
    grammar = _mapping(_RULES / "grammar.yaml")
    descriptions = {**grammar, **{pattern.id: str(pattern.more["says"]) for pattern in headings}}
    descriptions |= dict(_described([series, words, subjects]))
    return Rules(
        language=language,
        name=profile,
        profile=str(series.get("series", source.name)),
        words=words,
        headings=headings,
        links=section("links", whole=True, needs=("reply", "sender")),
        salutations=section("salutations", whole=True),
        closings=section("closings"),
        inline_salutations=section("inline_salutations", needs=("words",)),
        archive_marks=section("archive_marks", whole=True),
        enclosures=section("enclosures", whole=True),
        subjects=subjects,
        gazetteer=load_gazetteer(language),
        descriptions=descriptions,
        confidence={**_measured(profile), **_confidences(series.get("confidence", {}), f"{source.name}, confidence")},
        examples=tuple(series.get("examples", ())),
        edition=of_editors,
        cases=cases,
        stated=stated,
    )


def _date_words(language: str) -> dict[str, Any]:
    """The names of months and weekdays, which stand in the tables of dates.

    Raises:  RulesError where there is no such language, which is what a profile may extend.
    """
    if language not in languages():
        known = ", ".join(languages())
        raise RulesError(
            f"there are no rules for {language!r}, and a profile extends a language", remedy=f"extends: one of {known}"
        )
    table = _mapping(_RULES / "dates" / f"{language}.yaml")
    return {"months": [name for names in table["months"] for name in names], "weekdays": list(table["weekdays"])}


def _subjects(language: str) -> dict[str, Any]:
    source = _RULES / "lang" / f"{language}.subjects.yaml"
    return _mapping(source) if source.is_file() else {}


def _mapping(source: Traversable | Path) -> dict[str, Any]:
    try:
        loaded = read_yaml(source.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = f"the profiles are: {', '.join(profile_names())}; or name a .yaml file"
        raise RulesError(f"there are no rules {source.name!r}", remedy=known) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(f"rules cannot be read: {error}", str(source.name)) from error
    except yaml.YAMLError as error:
        raise RulesError(f"not YAML: {' '.join(str(error).split())}", str(source.name)) from error
    if not isinstance(loaded, dict):
        raise RulesError("expected keys and values", str(source.name))
    return loaded


def read_yaml(text: str) -> Any:
    """The values of a YAML file, plain ones only; raises yaml.YAMLError for what is none."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both are safe loaders


def _measured(profile: str) -> dict[str, float]:
    """The confidences that ``letterbook eval`` measured for one of our profiles; none where it has not been measured."""
    measured = _RULES / "confidence" / f"{profile}.yaml"
    return _confidences(_mapping(measured).get("confidence"), measured.name) if measured.is_file() else {}


def _confidences(value: Any, where: str) -> dict[str, float]:
    try:
        return checked_confidences(value, where)
    except UsageError as error:
        raise RulesError(error.message, error.where, error.remedy) from error


def _described(value: Any) -> Iterator[tuple[str, str]]:
    """The id and the sentence of every rule in a file, at any depth."""
    if isinstance(value, dict):
        if "id" in value and "says" in value:
            yield str(value["id"]), str(value["says"])
        for each in value.values():
            yield from _described(each)
    elif isinstance(value, list):
        for each in value:
            yield from _described(each)


def words_pattern(words: tuple[str, ...] | list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return _any_of(tuple(words))


@cache
def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def loose(expression: str) -> str:
    r"""The pattern with any number of blanks where it has one: a line end may be two signs, and typists press the bar twice.

    Form:    blanks with a quantifier of their own and those in [classes] stay; so does a pattern that looks behind, where
             Python allows no open width.

    >>> loose("reply from [ a]+ ?b")
    'reply +from +[ a]+ ?b'
    """
    if "(?<=" in expression or "(?<!" in expression:
        return expression
    return _BLANK.sub(lambda match: match[0] if match[0].startswith("[") else " +", expression)


def _slots(words: Mapping[str, Any]) -> dict[str, str]:
    kinds = [word for names in words.get("kinds", {}).values() for word in names]
    slots = {name: words_pattern(list(values)) for name, values in words.get("slots", {}).items()}
    return {
        **slots,
        **case_slots(words.get("cases", {})),
        "titled": words_pattern([*words.get("honorifics", ()), *words.get("offices", ()), *words.get("bodies", ())]),
        "kind": words_pattern(kinds),
        "office": words_pattern(list(words.get("offices", ()))),
        "weekday": words_pattern(list(words.get("weekdays", ()))),
        "sender": r".{2,300}?",
        "addressee": r".{2,300}?",
        "place": r"\[?[^\W\d_][^,()]{1,60}?(?: ?\([^()]{1,60}\))?\]?",
        "date": r".{4,60}?",
        "number": r"\d[\w/-]{0,9}",
    }


def _entry(entry: Any, where: str) -> dict[str, Any]:
    """A rule as a mapping; one that is only a text is a form, and is named by it."""
    if isinstance(entry, str):
        return {"id": f"heading {entry}", "form": entry, "says": f"The heading has the form {entry!r}."}
    if (
        not isinstance(entry, dict)
        or ("pattern" not in entry and "form" not in entry)
        or not {"id", "says"} <= entry.keys()
    ):
        raise RulesError("a rule needs id, pattern (or form) and says", where)
    return entry


def _of_form(form: str) -> str:
    r"""The pattern of a form: its letters stand for themselves, what is in square brackets may be missing.

    >>> _of_form("{sender} an {addressee}[, {place}]")
    '{sender}\\ an\\ {addressee}(?:,\\ {place})?'
    """
    pieces = re.split(r"(\{[a-z_]+\}|[\[\]])", form)
    marks = {"[": "(?:", "]": ")?"}
    return "".join(marks.get(piece) or (piece if piece.startswith("{") else re.escape(piece)) for piece in pieces)


def _compiled(rule: Any, slots: Mapping[str, str], where: str, *, whole: bool) -> Pattern:
    entry = _entry(rule, where)
    where = f"{where}, {entry['id']}"
    if "form" in entry and str(entry["form"]).count("[") != str(entry["form"]).count("]"):
        raise RulesError("a bracket of the form is not closed", where, "write [optional parts] with both brackets")
    text = _of_form(str(entry["form"])) if "form" in entry else str(entry["pattern"])
    if len(text) > _LONGEST_PATTERN:
        raise RulesError(f"the pattern is longer than {_LONGEST_PATTERN} characters", where)
    if _NESTED_REPEAT.search(text):
        raise RulesError(
            "a repeated group holds a repetition", where, "such a pattern can take for ever; write it flat"
        )
    seen: set[str] = set()

    def slot(match: re.Match[str]) -> str:
        name = match[1]
        if name not in slots:
            raise RulesError(f"unknown slot {match[0]}", where, f"the slots are: {', '.join(sorted(slots))}")
        if name in seen and name in _PARTIES:
            raise RulesError(f"{match[0]} stands twice", where, "write two rules, one for each wording")
        if name in seen:
            return f"(?:{slots[name]})"
        seen.add(name)
        return f"(?P<{name}>{slots[name]})"

    expression = _SLOT.sub(slot, text)
    expression = loose(expression)
    if whole:
        # A few signs before the first word; without a bound a line of signs alone is tried from each of them.
        expression = rf"\W{{0,20}}?{expression}[\s.,:!]*"
    try:
        regex = re.compile(expression, re.MULTILINE)
    except re.error as error:
        raise RulesError(f"not a pattern: {error}", where) from error
    return Pattern(str(entry["id"]), regex, entry, tuple(map(str, entry.get("needs", ()))))
