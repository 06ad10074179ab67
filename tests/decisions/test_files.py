"""A file of decisions is taken as it is written, and what is wrong in it is told with its line and hides nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from letterbook.decisions import DecisionsFile, decisions_path, load_decisions
from letterbook.editor import Decision, Op


def load(tmp_path: Path, text: str | bytes) -> DecisionsFile:
    path = tmp_path / "x.facts.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_decisions(path, name="letters/x.facts.yaml")


def decided(tmp_path: Path, *items: str) -> DecisionsFile:
    return load(tmp_path, "decisions:\n" + "".join(f"  - {item}\n" for item in items))


def test_decisions_stand_beside_their_text() -> None:
    assert decisions_path(Path("letters/a.b.txt")) == Path("letters/a.b.facts.yaml")


def test_every_key_is_taken_as_it_is_written(tmp_path: Path) -> None:
    """YAML would make a date of 1921-04-12, false of no, and true of the key on."""
    file = decided(
        tmp_path,
        "{fact: l2/date_sent, op: reject, value: 1921-04-12, by: no, on: 2026-11-24, why: 'read: the \"receipt\"'}",
        '{fact: mention, op: add, quote: "the invader", nth: 2, before: against, after: ., value: 007, kind: group}',
    )
    assert file.findings == ()
    assert file.decisions == (
        Decision(
            letter=2,
            fact="date_sent",
            op=Op.REJECT,
            value="1921-04-12",
            by="no",
            on="2026-11-24",
            why='read: the "receipt"',
            file="letters/x.facts.yaml",
            line=2,
        ),
        Decision(
            letter=0,
            fact="mention",
            op=Op.ADD,
            value="007",
            kind="group",
            quote="the invader",
            nth=2,
            before="against",
            after=".",
            file="letters/x.facts.yaml",
            line=3,
        ),
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "decisions:\n", "decisions: []\n", "\ufeffdecisions: []\n"])
def test_no_decisions_are_no_fault(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == DecisionsFile()


def test_a_missing_file_is_no_decisions(tmp_path: Path) -> None:
    assert load_decisions(tmp_path / "none.facts.yaml", name="none") == DecisionsFile()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("decisions: [\n  {fact", 2, "not YAML"),
        (b"decisions:\n  - \xff", 0, "not UTF-8 at byte 15"),
        ("- {fact: l1/number, op: confirm}", 1, "expected the keys"),
        ("decision:\n  - {fact: l1/number, op: confirm}", 1, "'decision'"),
        ("text-sha256: [1]\n", 1, "'text-sha256'"),
        ("[" * 5000, 0, "not YAML"),
        ("decisions: [*x]", 1, "not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    file = load(tmp_path, text)
    (finding,) = file.findings
    assert (finding.code, finding.line, finding.file) == ("L210", line, "letters/x.facts.yaml")
    assert words in finding.message


@pytest.mark.parametrize(
    ("item", "words", "remedy"),
    [
        ("{fact: l1/sendr, op: confirm}", "unknown fact 'l1/sendr'", "did you mean 'sender'?"),
        ("{fact: sender, op: confirm}", "of which letter", "'l1/sender'"),
        ("{fact: l1/mention, op: confirm, quote: x}", "of which letter", "'mention'"),
        ("{fact: l0/sender, op: confirm}", "no letter 0", "from 1"),
        ("{fact: l1/number, op: add, value: 3}", "'add' is no operation on number", "set, reject, confirm"),
        ("{fact: l1/number}", "'' is no operation", "set"),
        ("{fact: l1/number, op: confirm, vale: 3}", "unknown key 'vale'", "did you mean 'value'?"),
        ("{fact: l1/number, op: confirm, op: reject}", "'op' stands twice", "keep one"),
        ("{fact: l1/number, op: set, value: [1, 2]}", "value is not one wording", "two decisions"),
        ("l1/number is right", "no map", "write it as"),
        ("{fact: l1/number, op: set}", "no value", "op: reject"),
        ("{fact: l1/date_sent, op: set, value: 3 May}", "no EDTF date", "1921-04"),
        ("{fact: l1/date_sent, op: set, value: 1921-02-30}", "no EDTF date", "1921-04"),
        ("{fact: l1/signature, op: set, value: Kemal}", "no quote", "quote it"),
        ("{fact: mention, op: reject}", "no quote", "quote the words"),
        ("{fact: mention, op: add, quote: x}", "no value", "what it is"),
        ("{fact: l1/number, op: confirm, nth: 2}", "without a quote", "quote"),
        ("{fact: l1/number, op: confirm, quote: x, nth: 0}", "nth is '0'", "from 1"),
        ("{fact: l1/number, op: confirm, on: today}", "on is 'today'", "2026-11-24"),
        ("{fact: l1/sender, op: set, value: x, kind: man}", "kind 'man'", "person"),
        ("{fact: l1/number, op: set, value: 3, office: Consul}", "only a sender", "leave"),
    ],
)
def test_a_decision_that_is_not_understood_leaves_the_others(
    tmp_path: Path, item: str, words: str, remedy: str
) -> None:
    file = decided(tmp_path, "{fact: l1/kind, op: confirm}", item)
    (finding,) = file.findings
    assert (finding.code, finding.line) == ("L211", 3)
    assert words in finding.message
    assert remedy in finding.remedy
    assert [each.fact for each in file.decisions] == ["kind"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{fact: l1/number, op: set, value: 3}", "{fact: l1/number, op: set, value: 4}"),
        ("{fact: l1/number, op: set, value: 3}", "{fact: l1/number, op: reject, value: 3}"),
        ("{fact: l1/number, op: confirm}", "{fact: l1/number, op: set, value: 3}"),
        ("{fact: mention, op: add, quote: x, value: y}", "{fact: mention, op: reject, quote: x, value: y}"),
        ("{fact: mention, op: set, quote: x, value: y}", "{fact: mention, op: set, quote: x, value: z}"),
        ("{fact: entity, op: same-as, quote: x, value: y}", "{fact: entity, op: not-same-as, quote: x, value: y}"),
    ],
)
def test_of_two_decisions_that_contradict_each_other_neither_is_applied(tmp_path: Path, one: str, other: str) -> None:
    file = decided(tmp_path, one, "{fact: l2/number, op: reject, value: 3}", other)
    (finding,) = file.findings
    assert (finding.code, finding.line) == ("L214", 4)
    assert "line 2" in finding.message
    assert [each.letter for each in file.decisions] == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{fact: l1/number, op: set, value: 3}", "{fact: l1/number, op: reject, value: 4}"),
        ("{fact: l1/number, op: set, value: 3}", "{fact: l2/number, op: set, value: 4}"),
        ("{fact: l1/sender, op: add, value: a}", "{fact: l1/sender, op: add, value: b}"),
        ("{fact: mention, op: add, quote: x, value: y}", "{fact: mention, op: add, quote: x, nth: 2, value: z}"),
    ],
)
def test_decisions_that_can_both_hold_do(tmp_path: Path, one: str, other: str) -> None:
    file = decided(tmp_path, one, other)
    assert (len(file.decisions), file.findings) == (2, ())


def test_the_name_of_a_decision_does_not_depend_on_its_place_in_the_file(tmp_path: Path) -> None:
    one, other = "{fact: l1/number, op: confirm}", "{fact: l1/kind, op: confirm, by: NN}"
    forth = decided(tmp_path, one, other).decisions
    back = decided(tmp_path, other, one).decisions
    assert {each.id for each in forth} == {each.id for each in back}


def test_a_decision_that_stands_twice_holds_once(tmp_path: Path) -> None:
    file = decided(
        tmp_path, "{fact: l1/sender, op: add, value: a, by: x}", "{fact: l1/sender, op: add, value: a, by: y}"
    )
    assert ([each.by for each in file.decisions], file.findings) == (["x"], ())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.facts.yaml")
    (finding,) = load_decisions(tmp_path / "x.facts.yaml", name="x").findings
    assert (finding.code, "it is no file" in finding.message) == ("L210", True)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "x.facts.yaml").open("wb") as file:
        file.truncate(5_000_000)
    (finding,) = load_decisions(tmp_path / "x.facts.yaml", name="x").findings
    assert "larger than 4 MB" in finding.message
