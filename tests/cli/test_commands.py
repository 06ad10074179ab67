"""The commands as a user types them: data on stdout, talk on stderr, one exit code for one kind of outcome, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook.findings import CODES

SEED = "000_fe7cd0140cad9c37.txt"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def book(data: Path, tmp_path: Path) -> Path:
    """A copy of the ready letterbook."""
    return Path(shutil.copytree(data, tmp_path / "book"))


def test_build_talks_on_stderr_and_leaves_stdout_to_data(run: Run, data: Path, tmp_path: Path) -> None:
    done = run("build", data)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1].startswith("2 letters, 30 documents,")
    assert (tmp_path / "build/manifest.json").is_file()


def test_init_and_build_make_a_letterbook_from_nothing(run: Run, tmp_path: Path) -> None:
    assert run("init", "mine").returncode == 0
    assert run("build", "mine", "--frozen").returncode == 0
    assert run("query", "--example", "replies").stdout.splitlines()[1].split()[-1] == "1921-04-12"


def test_an_empty_letterbook_is_empty_and_builds(run: Run, tmp_path: Path) -> None:
    assert run("init", "mine", "--empty").returncode == 0
    assert list((tmp_path / "mine/letters").iterdir()) == []
    assert run("build", "mine").returncode == 0


def test_init_overwrites_nothing(run: Run, book: Path) -> None:
    before = (book / "letterbook.toml").read_bytes()
    done = run("init", book)
    assert done.returncode == 2
    assert (book / "letterbook.toml").read_bytes() == before


def test_check_prints_one_line_a_finding(run: Run, data: Path) -> None:
    done = run("check", data)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert f"letters/{SEED}:1:13 L206 [dvp-4-319] " in "\n".join(lines)
    assert all(" → " in line for line in lines)


def test_check_gives_json_and_annotations(run: Run, data: Path) -> None:
    found = json.loads(run("check", data, "--format", "json").stdout)
    assert {item["code"] for item in found} == {"L205", "L206", "L208"}
    assert set(found[0]) == {"code", "severity", "file", "line", "column", "letter", "message", "remedy"}
    notes = run("check", data, "--format", "github").stdout.splitlines()
    assert f"::warning file=letters/{SEED},line=15,col=71,title=L208::" in "\n".join(notes)


@pytest.mark.parametrize(("limit", "code"), [("never", 0), ("error", 0), ("warning", 1), ("note", 1)])
def test_fail_on_sets_from_which_severity_a_command_fails(run: Run, data: Path, limit: str, code: int) -> None:
    assert run("check", data, "--fail-on", limit).returncode == code


def test_read_prints_one_json_object_a_letter(run: Run, data: Path) -> None:
    done = run("read", data / "letters", "--format", "jsonl")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["source"], first["letter"], first["inside"]) == (SEED, 1, None)
    assert first["sender"]["name"] is None
    assert first["sender"]["role"].startswith("Representative of the People's Commissariat")
    assert first["addressee"]["name"] == "Mustafa Kemal"
    assert first["date"] == {"text": "April 9, 1921", "edtf": "1921-04-09"}
    assert (first["number"], first["place"], first["signature"], first["kind"]) == ("319", None, None, "letter")
    assert (second["inside"], second["date"], second["date_received"]["edtf"]) == (1, None, "1921-04-12")
    text = (data / "letters" / SEED).read_text(encoding="utf-8")
    for record in (first, second):
        for mention in record["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]
        for name, spans in record["evidence"].items():
            assert all(0 <= start < end <= len(text) for start, end in spans), name


@pytest.mark.shared
def test_the_scorer_reads_what_read_prints(run: Run, shared: Path, tmp_path: Path) -> None:
    done = run("read", shared / "gold/frus", "--format", "jsonl")
    (tmp_path / "letters.jsonl").write_text(done.stdout, encoding="utf-8")
    score = subprocess.run(
        [sys.executable, str(shared / "extraction/score.py"), str(shared / "gold/frus"), str(tmp_path / "letters.jsonl"), "--min", "evidence=1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert score.returncode == 0, score.stdout + score.stderr


def test_query_takes_a_text_a_file_or_stdin(run: Run, built: Path, tmp_path: Path) -> None:
    text = "SELECT ?n { ?l schema:identifier/schema:value ?n }"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    wanted = "n\r\n319\r\n"
    for arguments, stdin in (((built, text), None), ((built, "--file", "q.rq"), None), ((built, "--file", "-"), text)):
        done = run("query", *arguments, "--format", "csv", stdin=stdin)
        assert (done.returncode, done.stdout.replace("\r\n", "\n")) == (0, wanted.replace("\r\n", "\n")), done.stderr


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_query_answers_in_every_format_of_tables(run: Run, built: Path, form: str) -> None:
    assert "1921-04-12" in run("query", built, "--example", "replies", "--format", form).stdout


@pytest.mark.parametrize("form", ["ttl", "jsonld", "nt", "rdf"])
def test_query_answers_in_every_format_of_graphs(run: Run, built: Path, form: str) -> None:
    assert "Mustafa Kemal" in run("query", built, "DESCRIBE <actor/mustafa-kemal#it>", "--format", form).stdout


def test_explain_explains_every_code_and_lists_them(run: Run) -> None:
    assert run("explain").stdout.count("\n") == len(CODES)
    assert run("explain", "l208").stdout.startswith("L208 (warning): ")
    assert run("explain", "L999").returncode == 2


def test_doctor_finds_nothing_wrong_here_and_names_no_path(run: Run) -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    assert all(line.startswith("ok  ") for line in done.stdout.splitlines())
    assert "/" not in done.stdout
    assert all(item["ok"] for item in json.loads(run("doctor", "--format", "json").stdout))


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout.startswith("letterbook 0.")
    for command in ("build", "check", "read", "query", "init", "explain", "doctor"):
        done = run(command, "--help")
        assert done.returncode == 0
        assert f"letterbook {command}" in done.stdout


WRONG = [
    (("build", "nowhere"), 2, "no folder"),
    (("check", "nowhere"), 2, "no folder"),
    (("build", "empty"), 2, "letterbook init"),
    (("build", "book", "--out", "book"), 4, "choose another --out"),
    (("build", "book", "--base", "not an iri"), 2, "not an absolute IRI"),
    (("read", "nowhere.txt"), 3, "there is no"),
    (("read", "bad.txt"), 3, "L103"),
    (("read", "empty"), 3, "no letters in 'empty'"),
    (("read", "odd"), 3, "L109"),
    (("read", "empty", "empty.xml"), 3, "L101"),
    (("eval", "empty"), 3, "no letters in 'empty'"),
    (("profile", "suggest", "empty"), 3, "no texts in 'empty'"),
    (("read", "book/letters", "--profile", "no-such"), 2, "the profiles are"),
    (("read", "book/letters", "--format", "xml"), 2, "jsonl"),
    (("query", "nowhere", "ASK {}"), 4, "letterbook build"),
    (("query",), 2, "one query is needed"),
    (("query", "ASK {}", "--example", "replies"), 2, "one query is needed"),
    (("query", "--example", "no-such"), 2, "choose one of"),
    (("query", "--file", "nowhere.rq"), 2, "cannot be read"),
    (("frobnicate",), 2, "No such command"),
    (("build", "--frobnicate"), 2, "No such option"),
    (("check", "book", "--format", "xml"), 2, "'xml'"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "words"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_wrong_use_is_told_with_a_remedy_and_its_exit_code(
    run: Run, book: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd/letter.docx").write_bytes(b"PK")
    (tmp_path / "empty.xml").touch()
    (tmp_path / "bad.txt").write_bytes(b"Letter \xff\xfe from")
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_sparql_faults_are_told_with_their_place(run: Run, built: Path) -> None:
    done = run("query", built, "SELECT ?x { ?x ")
    assert (done.returncode, done.stdout) == (2, "")
    assert "not SPARQL" in done.stderr
    assert "SERVICE" in run("query", built, "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }").stderr


def test_a_fault_in_the_configuration_names_its_line(run: Run, book: Path) -> None:
    with (book / "letterbook.toml").open("a", encoding="utf-8") as out:
        out.write('licens = "x"\n')
    done = run("build", book)
    assert done.returncode == 2
    assert "line 10" in done.stderr
    assert "did you mean 'licence'" in done.stderr


def test_an_unwritable_output_is_told_and_the_earlier_build_stands(run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run("build", book, "--out", "file/build")
    assert done.returncode == 4
    assert "cannot write" in done.stderr or "choose another" in done.stderr
    assert "Traceback" not in done.stderr


def interrupted(book: Path, tmp_path: Path, environment: dict[str, str], number: int) -> int:
    """Build many letters, and send the signal once the work has begun."""
    text = (book / "letters" / SEED).read_text(encoding="utf-8")
    for count in range(300):
        (book / "letters" / f"{count:03}.txt").write_text(text.replace("No. 319", f"No. {count}"), encoding="utf-8")
    command = [sys.executable, "-m", "letterbook", "build", str(book), "--out", str(tmp_path / "build")]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    new = tmp_path / ".build.new/site/letter"
    while process.poll() is None and not (new.is_dir() and any(new.iterdir())):
        time.sleep(0.01)
    process.send_signal(number)
    _, talk = process.communicate(timeout=240)
    assert "Traceback" not in talk
    return process.returncode


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_leaves_the_earlier_one(
    run: Run, book: Path, tmp_path: Path, environment: dict[str, str], number: int, code: int
) -> None:
    assert run("build", book).returncode == 0
    before = (tmp_path / "build/manifest.json").read_bytes()
    assert interrupted(book, tmp_path, environment, number) == code
    assert (tmp_path / "build/manifest.json").read_bytes() == before
    assert not (tmp_path / ".build.new").exists()


def test_a_closed_pipe_is_no_fault(data: Path, environment: dict[str, str]) -> None:
    command = f"{sys.executable} -m letterbook check {data} --format json | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "0"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize(
    "setting",
    [
        {"NO_COLOR": "1"},
        {"FORCE_COLOR": "1"},
        {"TERM": "dumb"},
        {"COLUMNS": "20"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    ],
)
def test_output_is_readable_on_every_terminal(run: Run, built: Path, data: Path, setting: dict[str, str]) -> None:
    done = run("check", data, **setting)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    answer = run("query", built, "--example", "replies", **setting)
    assert answer.returncode == 0, answer.stderr
    assert "\x1b" not in answer.stdout


def test_no_command_touches_what_it_only_reads(run: Run, book: Path) -> None:
    def state() -> dict[str, bytes]:
        return {p.relative_to(book).as_posix(): p.read_bytes() for p in book.rglob("*") if p.is_file()}

    before = state()
    run("check", book)
    run("build", book)
    run("read", book / "letters")
    assert state() == before
    assert os.access(book, os.W_OK)


def test_a_turn_of_direction_in_a_name_is_kept_in_data_and_escaped_on_the_terminal(run: Run, book: Path) -> None:
    """Fault case T9."""
    text = (book / "letters" / SEED).read_text(encoding="utf-8").replace("Kemal", "Kem\u202eal")
    (book / "letters" / SEED).write_text(text, encoding="utf-8")
    done = run("check", book, "--fail-on", "never")
    assert "L106" in done.stdout
    assert "\u202e" not in done.stdout + done.stderr
    assert "Kem\\u202eal" in done.stdout
    assert "Kem\u202eal" in run("read", book / "letters").stdout


def test_what_holds_no_letter_is_told_and_the_rest_is_read(run: Run, tmp_path: Path) -> None:
    """An empty folder, an empty file, a folder of registers and an old code page, in several folders of one command."""
    for name in ("nothing", "texts", "registers", "old"):
        (tmp_path / name).mkdir()
    (tmp_path / "texts" / "empty.txt").write_bytes(b"")
    (tmp_path / "registers" / "offices.csv").write_text("id,label\no1,Consul in Smyrna\n", encoding="utf-8")
    russian = "А. С. Петров — П. И. Иванову\n\nМосква, 3 мая 1861 г.\n\nДорогой друг,\n\nписьмо Ваше получил и благодарю.\n\nА. Петров\n"
    (tmp_path / "old" / "1.txt").write_bytes(russian.encode("cp1251"))
    nothing = run("read", tmp_path / "nothing")
    assert (nothing.returncode != 0, nothing.stdout) == (True, "")
    assert "there are no letters in" in nothing.stderr
    told = run("read", tmp_path / "texts", tmp_path / "registers" / "offices.csv", tmp_path / "old" / "1.txt")
    assert "empty.txt L101" in told.stderr
    assert "offices.csv:1 L115" in told.stderr
    assert "1.txt:1:1 L104 read as cp1251" in told.stderr
    (letter,) = [json.loads(line) for line in told.stdout.splitlines()]
    assert (letter["place"]["name"], letter["date"]["edtf"]) == ("Москва", "1861-05-03")
