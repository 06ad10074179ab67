"""The example queries give the right rows on the ready letterbook."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from letterbook.output import STORE
from letterbook.queries import example_names, example_text, example_title
from letterbook.results import write_results
from letterbook.store import open_store
from letterbook.vocabulary import prefixes_under

BASE = "https://letterbook.example/"
L, R = f"{BASE}letter/dvp-4-319#letter", f"{BASE}letter/dvp-4-319-reply#letter"
OFFICE = "Representative of the People's Commissariat of Foreign Affairs of the RSFSR in Turkey"
KEMAL = "Mustafa Kemal"

ROWS: dict[str, list[list[str]]] = {
    "letters-by-date": [
        ["1921-04-09", "1921-04-09", "April 9, 1921", L],
        ["1921-04-09", "1921-04-12", "between 9 April 1921 and 12 April 1921", R],
    ],
    "who-wrote-to-whom": [[KEMAL, OFFICE, "1"], [OFFICE, KEMAL, "1"]],
    "offices-and-holders": [
        ["Chairman of the Grand National Assembly of Turkey", KEMAL, "Grand National Assembly of Turkey"],
        [OFFICE, "", "People's Commissariat of Foreign Affairs of the RSFSR"],
        ["head of the National Government", KEMAL, "National Government"],
    ],
    "gifts-and-sums": [
        ["30000", "ruble in gold", "RSFSR", "Red Crescent Society", "the population", "transferred"],
        [
            "30000",
            "ruble in gold",
            "working people of Soviet Russia",
            "Red Crescent Society",
            "the population",
            "transferred",
        ],
    ],
    "replies": [[R, L, "1921-04-12"]],
    "references": [],  # rows of it: publication/test_references.py
    "mentions-of-a-place": [
        ["Turkey", "95", "101", "Editors of USSR foreign policy documents, volume 4"],
        ["Turkey", "152", "158", "Editors of USSR foreign policy documents, volume 4"],
    ],
    "which-characters-say-this": [
        ["30,000 rubles in gold", "30,000 rubles in gold", "1388", "1409", OFFICE],
        ["30,000 rubles in gold", "30,000 rubles in gold", "2166", "2187", KEMAL],
    ],
    "claims-by-writer": [
        [KEMAL, "devastation", "The atrocities and devastations committed by the Greeks"],
        [
            KEMAL,
            "devastation",
            "the greed of imperialism and the barbarism of the Greeks plunged into the most terrible poverty",
        ],
        [KEMAL, "liberation", "the regions liberated by our victory"],
        [KEMAL, "massacre", "those who survived the Greek massacre in the regions liberated by our victory"],
        [KEMAL, "offensive", "the crimes committed by the Greeks during their last offensive"],
        [KEMAL, "struggle", "the struggle of the Turkish people defending their homeland against the invader"],
        [KEMAL, "victory", "liberated by our victory"],
        [
            OFFICE,
            "devastation",
            "completely devastate the country as they purify, plunging the population into terrible poverty",
        ],
        [OFFICE, "retreat", "the defeated and forced to leave your territory, the Greek troops"],
        [OFFICE, "struggle", "the noble struggle of the Turkish people in defense of their national existence"],
        [OFFICE, "struggle", "your struggle for the independence of the Turkish people"],
        [OFFICE, "victory", "have once again triumphed over the new effort of imperialism to seize their native land"],
        [OFFICE, "victory", "the defeated and forced to leave your territory, the Greek troops"],
    ],
    "source-pages": [
        [L, "USSR foreign policy documents", "4", "58", "1960"],
        [R, "USSR foreign policy documents", "4", "58", "1960"],
    ],
    "letters-without-place": [
        [L, f"Letter No. 319 from the {OFFICE} to {KEMAL}, 9 April 1921"],
        [R, f"Letter from {KEMAL} to the {OFFICE}, received 12 April 1921"],
    ],
}


def test_there_are_eleven_examples_and_each_says_what_it_answers() -> None:
    assert example_names() == sorted(ROWS)
    assert len(ROWS) == 11
    assert all("?" in example_title(name) for name in example_names())


@pytest.mark.parametrize("name", ROWS)
def test_an_example_gives_the_right_rows(built: Path, name: str) -> None:
    results = open_store(built / STORE).query(example_text(name), base=BASE, prefixes=prefixes_under(BASE))
    data = write_results(results, table="csv", graph="ttl", prefixes={}).data.decode()
    assert list(csv.reader(io.StringIO(data, newline="")))[1:] == ROWS[name]
