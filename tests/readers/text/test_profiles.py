"""The profile that fits a folder is found by what it understands; where none does, nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from letterbook.errors import RulesError
from letterbook.letter import Transcript
from letterbook.readers.text import (
    choose_profile,
    fits,
    load_rules,
    profile_names,
    propose_form,
    read_text,
    run_examples,
)
from letterbook.readers.text.profiles import SAMPLE, sample_of

FRUS = [
    "Mr. Roe to Mr. Doe.\n\nLegation of the United States,\nHarbor City, May 4, 1861.\n\nSir: All is quiet.\n\nRichard Roe.\n",
    "File No. 761.90h/12\n\nThe Consul in Harbor City (Doe) to the Secretary of State\n\n[Telegram]\n\nHarbor City, May 4, 1918.\n\n17. All is quiet.\n\nDoe\n",
]
ODD = [f"#{number} ~ Doe >> Roe @ 12.3\n\nAll is quiet.\n" for number in range(5)]


def transcripts(texts: list[str]) -> list[Transcript]:
    return [Transcript(f"{number}.txt", text, "") for number, text in enumerate(texts)]


@pytest.mark.parametrize("profile", profile_names())
def test_the_examples_of_every_profile_of_ours_come_out_as_they_say(profile: str) -> None:
    examples = list(run_examples(load_rules(profile)))
    assert len(examples) >= 2
    assert [(each.text, each.wanted, each.found) for each in examples if not each.holds] == []


def test_the_profile_that_understands_most_is_chosen() -> None:
    assert choose_profile(transcripts(FRUS)) == "frus"


def test_where_no_profile_fits_the_run_stops_with_the_nearest_and_three_first_lines() -> None:
    with pytest.raises(RulesError, match=r"no profile fits; nearest: .* of 5 texts") as raised:
        choose_profile(transcripts(ODD))
    assert raised.value.remedy.count("@ 12.3") == 3
    assert "profile suggest" in raised.value.remedy


def test_a_profile_in_the_letterbooks_folder_is_tried_like_ours(tmp_path: Path) -> None:
    own = {
        "series": "odd",
        "extends": "en",
        "headings": [
            {"id": "odd", "pattern": "#{number} ~ {sender} >> {addressee} @ 12\\.3", "says": "The heading has arrows."}
        ],
    }
    (tmp_path / "odd.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    best = fits(transcripts(ODD), tmp_path)[0]
    assert (best.profile, best.headings, best.unmatched) == ("odd.yaml", 5, ())


def test_a_sample_is_spread_evenly_and_small() -> None:
    paths = [Path(f"{number}.txt") for number in range(1000)]
    assert sample_of(paths[:5]) == paths[:5]
    assert len(sample_of(paths)) == SAMPLE
    assert sample_of(paths)[-1] > sample_of(paths)[0]


@pytest.mark.parametrize(
    ("line", "language", "form"),
    [
        ("Letter from John Doe to Jane Roe, 9 April 1921", "en", "{kind} from {sender} to {addressee}, {date}"),
        ("Doe to Roe", "en", "{sender} to {addressee}"),
        ("Brief von Jane Roe an John Doe, 9. April 1921", "de", "{kind} von {sender} an {addressee}, {date}"),
        ("3. Roe => Doe, 3 April 1921", "en", "{number}. {sender} => {addressee}, {date}"),
        ("Notes and documents", "en", ""),
    ],
)
def test_a_form_is_proposed_of_what_is_certain_in_a_line(line: str, language: str, form: str) -> None:
    assert propose_form(line, language) == form


def test_a_heading_that_is_only_a_text_is_a_form_with_optional_parts(tmp_path: Path) -> None:
    own = {
        "series": "forms",
        "extends": "en",
        "headings": ["{kind} from {sender} to {addressee}[, {place}][, {date}] (copy?)"],
        "examples": [
            {
                "text": "Note from John Doe to Jane Roe, Harbor City, 9 April 1921 (copy?)",
                "gives": {"kind": "note", "sender": "John Doe", "addressee": "Jane Roe", "place": "Harbor City", "date": "1921-04-09"},
            },
            {"text": "Note from John Doe to Jane Roe (copy?)", "gives": {"sender": "John Doe", "place": "", "date": ""}},
        ],
    }  # fmt: skip
    (tmp_path / "forms.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    examples = list(run_examples(load_rules("forms.yaml", "en", tmp_path)))
    assert [each.found for each in examples if not each.holds] == []


def test_a_form_with_an_open_bracket_is_refused(tmp_path: Path) -> None:
    own = {"series": "x", "extends": "en", "headings": ["{sender} to {addressee}[, {place}"]}
    (tmp_path / "x.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    with pytest.raises(RulesError, match="not closed"):
        load_rules("x.yaml", "en", tmp_path)


def test_a_word_that_yaml_takes_for_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        'series: x\nextends: en\nheadings: ["{sender} to {addressee}"]\nmarks: [on, off]\n', encoding="utf-8"
    )
    with pytest.raises(RulesError, match="True is no word"):
        load_rules("x.yaml", "en", tmp_path)


def test_days_that_are_understood_alone_choose_no_profile() -> None:
    """Every dateline is read and few headings are: the nearest is a general profile of the texts' language."""
    dated = [
        f"#{n} ~ Doe >> Roe\n\nParis, {n + 1} May 1921\n\nThe harbour is open, and all is quiet here.\n"
        for n in range(4)
    ]
    one = "Mr. Roe to Mr. Doe.\n\nParis, 9 May 1921\n\nSir: All is quiet.\n"
    with pytest.raises(RulesError, match="nearest: letter-en, which understands 0 headings and 4 dates of 4 texts"):
        choose_profile(transcripts(dated))
    with pytest.raises(RulesError, match="1 heading and 5 dates of 5 texts"):
        choose_profile(transcripts([*dated, one]))


def test_an_unknown_heading_with_a_day_gives_no_place() -> None:
    text = "Roe — Doe, 3 May 1861\n\nAll is quiet.\n"
    letter = read_text(Transcript("x.txt", text, "en"), load_rules("letter-en", "en")).letters[0]
    assert letter.place == ""
    assert letter.date is not None


def test_a_form_is_not_stretched_over_a_heading_that_is_another() -> None:
    """No name of a sender has a verb in it, and no party a bracket that is not closed; the form that is proposed reads such headings."""
    odd = [f"@{n}: Roe writes to Doe (Milltown, {n} April 1921)\n\nDear Doe,\n\nAll is quiet.\n" for n in range(3, 7)]
    with pytest.raises(RulesError, match="0 headings"):
        choose_profile(transcripts(odd))
    assert propose_form(odd[0].split("\n")[0], "en") == "@{number}: {sender} to {addressee} ({place}, {date})"
