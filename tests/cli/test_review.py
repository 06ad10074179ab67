"""The review list: what is in doubt, once each, with the answers to choose from, which are decisions when the # is gone."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from letterbook.cli.reviews import as_decisions, flow
from letterbook.decisions import load_decisions
from letterbook.editor import Decision, Op
from letterbook.errors import UsageError
from letterbook.letter import EntityKind, Span
from letterbook.publication import check, review
from letterbook.suggestions import Suggestion, load_suggester

SEED = "000_fe7cd0140cad9c37"
Run = Callable[..., subprocess.CompletedProcess[str]]

LETTER = """\
Letter from the Consul of Persia in Tiflis Mirza Hasan to the Minister of War of Georgia.

A source: Papers of the chancery. Volume 2. p. 19. Paris. 1930

Tiflis, May 3, 1920 No. 12

Sir,

Karim Beg has crossed the river with the men of Karim Beg's brother. The Red Crescent is informed.

Accept the assurances of my high consideration.

Husayn Ali
"""


@pytest.fixture
def book(data: Path, tmp_path: Path) -> Path:
    """The ready letterbook with a second letter, whose signature is not its sender's, and a rule of low precision."""
    folder = Path(shutil.copytree(data, tmp_path / "book"))
    (folder / "letters/tiflis.txt").write_text(LETTER, "utf-8")
    (folder / "confidence.yaml").write_text("confidence: {dateline-number: 0.8, dateline-date: 0.5}\n", "utf-8")
    return folder


def test_doubts_findings_and_unknown_names_are_listed_with_place_and_reason(book: Path) -> None:
    seed, tiflis = review(book)
    facts = [(item.line, item.letter, item.fact, item.value, item.published) for item in seed.items]
    assert (5, "dvp-4-319", "l1/date_sent", "1921-04-09", False) in facts
    assert (5, "dvp-4-319", "l1/number", "319", True) in facts
    assert (15, "dvp-4-319-reply", "l2/date_received", "1921-04-12", True) in facts
    assert (5, "letter 1", "l1/number", "12", True) in [
        (item.line, item.letter, item.fact, item.value, item.published) for item in tiflis.items
    ]
    unknown = [item.value for item in tiflis.items if item.fact == "entity"]
    assert "Mirza Hasan" in unknown and len(unknown) == len(set(unknown))


def test_a_name_that_no_register_explains_is_listed_once_in_the_whole_letterbook(book: Path) -> None:
    shutil.copy(book / "letters/tiflis.txt", book / "letters/tiflis-2.txt")
    listed = [item.value for each in review(book) for item in each.items if item.fact == "entity"]
    assert listed.count("Mirza Hasan") == 1


def test_a_name_that_is_like_one_of_the_register_offers_the_row(book: Path) -> None:
    register = book / "registers/actors.csv"
    header, *_ = register.read_text("utf-8").splitlines()
    columns = header.split(",")
    row = {"key": "hasan-mirza", "kind": "person", next(c for c in columns if c.startswith("label@")): "Mirza Hassan"}
    with register.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerow(row)
    (item,) = [
        item for each in review(book) for item in each.items if item.value == "Mirza Hasan" and item.fact == "entity"
    ]
    assert item.options == ("actor/hasan-mirza",)
    assert [(answer.op, answer.value) for answer in item.answers] == [(Op.SAME_AS, "actor/hasan-mirza")]


def test_a_heading_and_a_signature_that_name_two_persons_are_listed_with_both(book: Path) -> None:
    (item,) = [item for each in review(book) for item in each.items if item.fact == "l1/sender"]
    assert (item.value, item.options) == ("Mirza Hasan", ("Husayn Ali",))
    assert [answer.op for answer in item.answers] == [Op.CONFIRM, Op.REJECT, Op.SET, Op.SET]


def test_what_is_decided_is_not_asked_again(book: Path) -> None:
    before = [item.fact for each in review(book) for item in each.items if each.source == "tiflis.txt"]
    (book / "letters/tiflis.facts.yaml").write_text(
        "decisions:\n  - {fact: l1/sender, op: confirm}\n  - {fact: l1/number, op: reject, value: 12}\n"
        "  - {fact: l1/date_sent, op: set, value: 1920-05-03}\n",
        "utf-8",
    )
    after = [item.fact for each in review(book) for item in each.items if each.source == "tiflis.txt"]
    assert set(before) - set(after) == {"l1/sender", "l1/number", "l1/date_sent"}


def test_yaml_decides_nothing_until_somebody_takes_a_sign_away(book: Path, tmp_path: Path) -> None:
    for each in review(book, by="N. N."):
        path = tmp_path / each.decisions_file.name
        path.write_text(as_decisions(each), "utf-8")
        untouched = load_decisions(path, name="x")
        assert (untouched.decisions, untouched.findings, untouched.sha256) == ((), (), each.sha256)


def test_every_answer_that_is_uncommented_is_a_decision_that_fits_its_text(book: Path, tmp_path: Path) -> None:
    """One answer of each item is taken; none of them is refused, lost or contradicted."""
    for each in review(book, by="N. N."):
        first = {flow(item.answers[0]) for item in each.items if item.answers}
        lines = as_decisions(each).splitlines(keepends=True)
        taken = "".join(
            re.sub("^  # - ", "  - ", line) if line.strip().removeprefix("# - ") in first else line for line in lines
        )
        each.decisions_file.write_text(taken, "utf-8")
        assert len(load_decisions(each.decisions_file, name="x").decisions) == len(first) > 0
    assert [f for f in check(book).findings if f.file.endswith(".yaml")] == []


TEXTS = st.text(max_size=20).map(str.strip)


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(1, 99))
def test_an_answer_is_read_as_the_decision_that_was_written(
    tmp_path_factory: pytest.TempPathFactory, value: str, quote: str, before: str, by: str, nth: int
) -> None:
    decision = Decision(letter=0, fact="mention", op=Op.ADD, value=value, quote=quote, before=before, by=by, nth=nth)
    path = tmp_path_factory.getbasetemp() / "one.facts.yaml"
    path.write_bytes(f"decisions:\n  - {flow(decision)}\n".encode())
    file = load_decisions(path, name="")
    if not quote or not value:
        assert [finding.code for finding in file.findings] == ["L211"]
    else:
        (read,) = file.decisions
        assert (read.value, read.quote, read.before, read.by, read.nth) == (value, quote, before, by, nth)


# -- the command


def test_the_table_is_data_and_the_count_is_talk(run: Run, book: Path) -> None:
    done = run("review", book)
    assert done.returncode == 0
    head, *rows = done.stdout.splitlines()
    assert head.split() == ["place", "letter", "fact", "value", "published", "reason", "options"]
    assert any(row.startswith(f"letters/{SEED}.txt:5 ") and "l1/number" in row for row in rows)
    assert re.fullmatch(rf"{len(rows)} things to decide, \d+ of them withheld until then\n", done.stderr)


def test_csv_has_a_row_for_each_item_and_no_formulas(run: Run, book: Path) -> None:
    text = (
        (book / "letters/tiflis.txt")
        .read_text("utf-8")
        .replace("No. 12", "No. 12")
        .replace("Husayn Ali", "=Husayn(Ali)")
    )
    (book / "letters/tiflis.txt").write_text(text, "utf-8")
    done = run("review", book, "--format", "csv", "--out", "list.csv")
    assert (done.returncode, done.stdout) == (0, "")
    rows = list(csv.DictReader(io.StringIO((book.parent / "list.csv").read_bytes().decode(), newline="")))
    assert {"file", "line", "letter", "fact", "quote", "options", "reason", "confidence", "published"} <= set(rows[0])
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert {row["confidence"] for row in rows if row["fact"] == "l1/number"} == {"0.80"}


def test_yaml_goes_into_a_folder_one_file_a_text_and_never_over_decisions(run: Run, book: Path) -> None:
    mine = book / f"letters/{SEED}.facts.yaml"
    mine.write_text("decisions: []\n", "utf-8")
    done = run("review", book, "--format", "yaml", "--out", book / "letters")
    assert done.returncode == 0
    assert f"{SEED}.facts.yaml is there already and was left as it is" in done.stderr
    assert mine.read_text("utf-8") == "decisions: []\n"
    assert (book / "letters/tiflis.facts.yaml").is_file()
    assert run("check", book).returncode == 0


def test_yaml_is_never_written_over_a_file(run: Run, book: Path) -> None:
    mine = book / f"letters/{SEED}.facts.yaml"
    mine.write_text("decisions: []\n", "utf-8")
    done = run("review", book, "--format", "yaml", "--out", mine)
    assert (done.returncode, "may hold decisions" in done.stderr) == (2, True)
    assert mine.read_text("utf-8") == "decisions: []\n"


def test_yaml_of_a_whole_letterbook_is_yaml(run: Run, book: Path) -> None:
    done = run("review", book, "--format", "yaml")
    assert [each["decisions"] for each in yaml.safe_load_all(done.stdout)] == [None, None]


def test_a_letterbook_without_doubts_says_so(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("init", "mine", "--empty").returncode == 0
    done = run("review", "mine")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "0 things to decide, 0 of them withheld until then\n"


# -- suggestions


def suggest(text: str) -> list[Suggestion]:
    """What a model might see: two names, one of them twice, and one that the reader has seen as well."""
    names = [("Karim Beg", EntityKind.PERSON), ("Tiflis", EntityKind.PLACE), ("Red Crescent", EntityKind.ORGANISATION)]
    return sorted(
        Suggestion(Span(m.start(), m.end()), kind) for name, kind in names for m in re.finditer(re.escape(name), text)
    )


def suggested(book: Path) -> list[tuple[str, str]]:
    return [
        (item.value, str(item.answers[0].kind))
        for each in review(book, suggest=suggest)
        for item in each.items
        if "suggested" in item.reason
    ]


def test_suggestions_are_listed_once_where_the_reader_sees_nothing(book: Path) -> None:
    without = [item for each in review(book) for item in each.items]
    found = suggested(book)
    assert ("Karim Beg", "person") in found
    assert len(found) == len(set(found))
    assert "Tiflis" not in [value for value, _ in found]
    assert len([item for each in review(book, suggest=suggest) for item in each.items]) == len(without) + len(found)


def test_a_suggestion_that_was_rejected_is_not_made_again(book: Path) -> None:
    (book / "letters/tiflis.facts.yaml").write_text(
        "decisions:\n  - {fact: mention, op: reject, quote: Karim Beg}\n", "utf-8"
    )
    assert "Karim Beg" not in [value for value, _ in suggested(book)]


@pytest.mark.skipif(importlib.util.find_spec("spacy") is not None, reason="spaCy is installed")
def test_without_spacy_the_option_says_what_to_install(run: Run, book: Path) -> None:
    done = run("review", book, "--ner", "xx_model")
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs spaCy" in done.stderr and "pip install spacy" in done.stderr


@pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spaCy is not installed; it is no dependency")
def test_a_model_gives_names_with_their_places(tmp_path: Path) -> None:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Karim Beg"}])
    pipeline.to_disk(tmp_path / "model")
    found = load_suggester(str(tmp_path / "model"))("He saw Karim Beg.")
    assert found == [Suggestion(Span(7, 16), EntityKind.PERSON)]
    with pytest.raises(UsageError, match="cannot be loaded"):
        load_suggester(str(tmp_path / "none"))
