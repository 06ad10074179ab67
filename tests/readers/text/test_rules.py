"""Rules are data: checked when they are loaded, described, and proven by their own examples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from letterbook.errors import RulesError
from letterbook.letter import Reading, Transcript
from letterbook.readers.text import Rules, load_rules, read_text
from letterbook.readers.text.gazetteer import load_gazetteer
from letterbook.readers.text.rules import language_words, languages, loose

GOOD = {
    "series": "mine",
    "extends": "en",
    "headings": [{"id": "h", "pattern": "{sender} writes to {addressee}", "says": "x"}],
}


def load(folder: Path, profile: Mapping[str, object]) -> Rules:
    (folder / "mine.yaml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    return load_rules("mine.yaml", "en", folder)


@pytest.mark.parametrize("profile", ["dvp-en", "frus", "dvp-ru", "mektup-tr"])
def test_the_examples_of_a_profile_come_out_as_it_says(profile: str) -> None:
    rules = load_rules(profile)
    assert len(rules.examples) >= 4
    for example in rules.examples:
        reading = read_text(Transcript("x.txt", f"{example['text']}\n\nSir,\n\nText.\n", rules.language), rules)
        letter, gives = reading.letter(1), example["gives"]
        found = {
            "kind": letter.kind.value if letter.kind else None,
            "sender": reading.entity(letter.senders[0].agent).label if letter.senders else "",
            "addressee": reading.entity(letter.addressees[0].agent).label if letter.addressees else "",
        }
        assert {key: found[key] for key in gives if key in found} == {key: gives[key] for key in gives if key in found}


@pytest.mark.parametrize("profile", ["dvp-ru", "mektup-tr"])
def test_a_profile_in_another_language_has_a_dozen_examples_and_the_small_words_of_its_language(profile: str) -> None:
    rules = load_rules(profile)
    assert len(rules.examples) >= 12
    assert len(set(rules.list_of("stop_words"))) >= 50


@pytest.mark.parametrize("language", languages())
def test_every_kind_of_document_of_a_language_is_one_of_our_types(root: Path, language: str) -> None:
    types = (root / "ontology" / "types.ttl").read_text(encoding="utf-8")
    kinds = language_words(language)["kinds"]
    assert [kind for kind in kinds if f"<#{kind}> a " not in types] == []
    for kind in kinds:
        printed = kinds[kind]
        assert printed == list(dict.fromkeys(printed))


@pytest.mark.parametrize("language", ["en", "ru", "tr"])
def test_the_kinds_of_diplomatic_papers_have_words_in_each_language(language: str) -> None:
    expected = "letter telegram note note-verbale aide-memoire memorandum circular minute draft copy statement proclamation".split()
    assert set(expected) <= set(language_words(language)["kinds"])


def test_every_rule_says_what_it_concludes(rules: Rules) -> None:
    assert len(rules.descriptions) > 60
    assert all(sentence.endswith(".") for sentence in rules.descriptions.values())


def test_every_rule_that_reads_something_is_described(rules: Rules, second: Reading, third: Reading) -> None:
    used = {mention.rule for reading in (second, third) for mention in reading.mentions}
    used |= {a.evidence.rule for reading in (second, third) for e in reading.events for a in e.assertions}
    used |= {p.evidence.rule for reading in (second, third) for g in reading.gifts for p in g.participants}
    used |= {
        p.evidence.rule for reading in (second, third) for x in reading.letters for p in (*x.senders, *x.addressees)
    }
    assert used <= set(rules.descriptions)


def test_a_user_adds_a_profile_in_his_own_folder(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).profile == "mine"


def test_a_series_adds_to_a_list_of_its_language_with_a_plus(tmp_path: Path) -> None:
    longer = load(tmp_path, {**GOOD, "honorifics+": ["Dom"]}).list_of("honorifics")
    assert longer == (*load_rules("dvp-en", "en").list_of("honorifics"), "Dom")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"headings": []}, "at least one heading"),
        ({"headings": [{"id": "h", "pattern": "x"}]}, "needs id, pattern"),
        ({"headings": [{"id": "h", "pattern": "{nobody}", "says": "x"}]}, "unknown slot"),
        ({"headings": [{"id": "h", "pattern": "(a", "says": "x"}]}, "not a pattern"),
        ({"headings": [{"id": "h", "pattern": "(a+)+", "says": "x"}]}, "repeated group"),
        ({"headings": [{"id": "h", "pattern": "a" * 700, "says": "x"}]}, "longer than"),
        ({"headings": [{"id": "h", "pattern": "{sender} or {sender}", "says": "x"}]}, "stands twice"),
        ({"links": [{"id": "l", "pattern": "{sender} wrote:", "says": "x"}]}, "lacks {reply}"),
        ({"links": [{"id": "l", "pattern": "the {reply} was:", "says": "x"}]}, "lacks {sender}"),
        ({"inline_salutations": [{"id": "i", "pattern": "Sir:", "says": "x"}]}, "lacks {words}"),
        ({"extends": "xx"}, "no rules"),
        ({"extends": "dvp-en"}, "a profile extends a language"),
    ],
)
def test_a_broken_profile_is_refused_with_its_file_and_key(
    tmp_path: Path, change: dict[str, object], fault: str
) -> None:
    with pytest.raises(RulesError, match=fault) as raised:
        load(tmp_path, {**GOOD, **change})
    if "extends" not in change:
        assert f"mine.yaml, {next(iter(change))}" in raised.value.where


def test_an_unknown_profile_is_refused_with_those_there_are() -> None:
    with pytest.raises(RulesError, match="dvp-en"):
        load_rules("no-such", "en")


def test_the_gazetteer_finds_whole_words_the_longest_first() -> None:
    hits = load_gazetteer("en").find_all("Soviet Russia and Russian Turkeys, Turkey.")
    assert [(hit.name.text, hit.name.type) for hit in hits] == [
        ("Soviet Russia", "polity"),
        ("Russian", "demonym"),
        ("Turkey", "place"),
    ]


def test_what_the_language_file_says_of_its_subjects_is_described_too(rules: Rules) -> None:
    def ids(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [str(value["id"])] if {"id", "says"} <= value.keys() else []
            return own + [each for child in value.values() for each in ids(child)]
        return [each for child in value for each in ids(child)] if isinstance(value, list) else []

    found = ids(dict(rules.subjects))
    assert len(found) > 10
    assert set(found) <= set(rules.descriptions)


@pytest.mark.parametrize(
    ("text", "fault"), [("a: [", "not YAML"), ("- a\n- b\n", "keys and values"), (b"\xff\xfe\x00", "cannot be read")]
)
def test_a_profile_that_is_no_mapping_is_refused(tmp_path: Path, text: str | bytes, fault: str) -> None:
    (tmp_path / "mine.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RulesError, match=fault) as raised:
        load_rules("mine.yaml", "en", tmp_path)
    assert raised.value.where == "mine.yaml"


def test_a_profile_of_the_user_reads_his_own_headings_and_links(tmp_path: Path) -> None:
    profile = {
        **GOOD,
        "links": [
            {"id": "mine", "pattern": "{sender} sent this {reply} on {date}:", "date": "sent", "says": "It says so."}
        ],
    }
    rules = load(tmp_path, profile)
    text = "Mr. Roe writes to Mr. Doe.\n\n9 April 1921\n\nSir,\n\nText.\n\nMr. Doe sent this answer on 12 April 1921:\n\nSir,\n\nText.\n"
    reading = read_text(Transcript("x.txt", text, "en"), rules)
    assert [reading.entity(letter.senders[0].agent).label for letter in reading.letters] == ["Roe", "Doe"]
    assert reading.letter(2).relations[0].evidence.rule == "mine"
    assert rules.descriptions["mine"] == "It says so."


@pytest.mark.parametrize("pattern", ["reply from {sender}", "[ a]+ b ?c", r"a\ b", "(?:a b)* c", r"[^ .] x"])
def test_one_blank_of_a_pattern_stands_for_any_number(tmp_path: Path, pattern: str) -> None:
    """A line may end with two signs, and typists press the bar twice; what has its own quantifier stays."""
    loosened = loose(pattern)
    assert loosened.replace(" +", " ").replace("\\ ", " ") == pattern.replace("\\ ", " ")
    assert " +" in loosened
