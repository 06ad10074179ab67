"""What is searched for is found, however it is typed, by the server and in the files for hosts without one."""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.web.folder import BuildFolder
from letterbook.web.search import SEARCH_FILE, Entry, SearchIndex, ask, filed, search_files
from letterbook.web.search.folding import fold, spelt_today, words_of
from letterbook.web.searching import answered

LETTERS = {
    "letter/1": ("de", "Das Thal und die Straße nach Zürich, am 3. Juni 1861."),
    "letter/2": ("fr", "Les François étoient à l’été de 1861 avec leurs enfans."),
    "letter/3": ("ru", "Это мѣсто новаго посольства въ Россіи."),
    "letter/4": ("en", "The Ambassador shewed me the public despatch; ambassadors do."),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("search") / SEARCH_FILE
    writer = SearchIndex(file)
    for path, (language, text) in LETTERS.items():
        writer.add(filed(Entry(path, {"en": f"Letter of {path[-1]}"}, language, 0, len(text)), ("İsmet Paşa",), text))
    writer.close()
    return file


def found(index: Path, question: str) -> list[str]:
    return [hit.entry.path for hit in ask(index, question, 1, lambda path: LETTERS[path][1]).hits]


@pytest.mark.parametrize(
    ("question", "letters"),
    [
        ("zurich", {"letter/1"}),
        ("STRASSE", {"letter/1"}),
        ("Thal", {"letter/1"}),
        ("Tal", {"letter/1"}),
        ("été", {"letter/2"}),
        ("étaient enfants", {"letter/2"}),
        ("место нового", {"letter/3"}),
        ("мѣсто новаго посольства въ россіи", {"letter/3"}),
        ("showed", {"letter/4"}),
        ("dispatch", {"letter/4"}),
        ("ambassador", {"letter/4"}),
        ("embassy", set()),
        ("amb*", {"letter/4"}),
        ("1861", {"letter/1", "letter/2"}),
        ("1861 zurich", {"letter/1"}),
        ("ismet pasa", set(LETTERS)),
        ("*", set()),
        ("", set()),
    ],
)
def test_marks_capitals_and_old_spellings_make_no_difference(index: Path, question: str, letters: set[str]) -> None:
    assert set(found(index, question)) == letters


def test_the_files_for_other_hosts_say_of_every_word_what_the_index_says(index: Path) -> None:
    files = {path: json.loads(data) for path, data in search_files(index)}
    overview = files["search/index.json"]
    held = {word: steps for name, file in files.items() if "words-" in name for word, steps in file.items()}
    assert overview["letters"] == len(LETTERS)
    assert len(held) > 40
    rows = files["search/letters-0.json"]
    for word, steps in held.items():
        letters = {rows[number][0] for number in accumulate(steps[::2])}
        assert letters == set(found(index, word)), word
        shard = bisect_right(overview["words"], word) - 1
        assert word in files[f"search/words-{shard}.json"]


def test_a_passage_is_of_the_letter_and_has_the_words_marked(index: Path) -> None:
    (hit,) = ask(index, "showed", 1, lambda path: LETTERS[path][1]).hits
    assert "".join(run for run, _ in hit.passage) == LETTERS["letter/4"][1]
    assert [run for run, marked in hit.passage if marked] == ["shewed"]


@given(st.text(max_size=60))
def test_no_question_is_read_as_anything_but_words(index: Path, question: str) -> None:
    answer = ask(index, question, 1, lambda path: LETTERS[path][1])
    assert not answer.given_up
    for hit in answer.hits:
        language, text = LETTERS[hit.entry.path]
        words = {fold(match[0]) for match in words_of(f"{hit.entry.titles['en']} İsmet Paşa {text}")}
        words |= {spelt_today(word, language) for word in words}
        assert {fold(match[0]) for match in words_of(question) if not match[0].endswith("*")} <= words


def test_the_server_shows_on_the_page_of_search_what_was_found(built: Path) -> None:
    build = BuildFolder(built).snapshot()
    page = (answered(build, "tr/browse/search.html", b"q=r%C3%BAbles+g%C3%B3ld") or b"").decode()
    assert "Bulunan mektuplar: 2" in page
    assert 'href="../letter/dvp-4-319.html"' in page
    assert page.count("<mark>rubles</mark>") == 2
    assert 'value="rúbles góld"' in page


def test_what_is_asked_is_shown_as_text_only(built: Path) -> None:
    build = BuildFolder(built).snapshot()
    page = (answered(build, "browse/search.html", b"q=%22%3E%3Cscript%3Egold&page=-3") or b"").decode()
    assert "<script>gold" not in page
    assert "&lt;script&gt;gold" in page


@pytest.mark.parametrize(
    ("path", "query"), [("browse/search.html", b""), ("browse/search.html", b"q=+"), ("index.html", b"q=gold")]
)
def test_where_nothing_is_asked_the_page_is_the_file(built: Path, path: str, query: bytes) -> None:
    assert answered(BuildFolder(built).snapshot(), path, query) is None


def test_the_same_letters_give_the_same_index(index: Path, tmp_path: Path) -> None:
    again = SearchIndex(tmp_path / SEARCH_FILE)
    for path, (language, text) in LETTERS.items():
        again.add(filed(Entry(path, {"en": f"Letter of {path[-1]}"}, language, 0, len(text)), ("İsmet Paşa",), text))
    again.close()
    assert list(search_files(tmp_path / SEARCH_FILE)) == list(search_files(index))
