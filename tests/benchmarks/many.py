"""A letterbook of as many letters as wanted, made from the sample letter with other days, numbers, names and places.

The same number gives the same bytes. Each letter is a text of its own, a thousand to a folder; every tenth person has a row in
the registers. With ``--short`` the letters are of the length of a telegram, so that a hundred thousand fit on a small disk; with ``--from FOLDER``
they are those of another folder, each again and again with other days and names.
Run: ``python tests/benchmarks/many.py FOLDER LETTERS [--short] [--from FOLDER]``.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
A_FOLDER = 1000
FIRST = "Ada Boris Carl Dora Emil Frieda Georg Hanna Ivan Johann Karl Lidia Mehmet Nina Oskar Paula Rosa Stefan Tilda Ulrich".split()
LAST = "Abel Berg Czerny Dorn Ehrlich Fuchs Gruber Hahn Imhof Jansen Keller Lang Maurer Neumann Orlov Peters Richter Sokolov Thal Unger Vogel Weber Zimmer".split()  # fmt: skip
PLACES = ("Moscow", "Berlin", "Paris", "London", "Rome", "Vienna", "Angora", "Tiflis")
OPENINGS = (
    "I have the honor to acknowledge your letter No. {before}, which I received with great pleasure.",
    "I ask you to accept a gift of {sum} rubles in gold for the needs of the population of {place}.",
    "Our friend {third} writes to me from {place} that the Greek troops have left the town.",
)
SENTENCES = (
    "I have received your letter No. {before}.",
    "Nothing new is to be told.",
    "I ask you to accept a gift of {sum} rubles in gold.",
    "We wait for your answer.",
    "{third} has arrived at {place}.",
    "The roads are good again.",
    "The sum of {sum} rubles has been paid.",
)
SHORT = {"base": "https://t.example/", "profile": "letter-en"}
_DAY = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, (\d{4})\b"
)


def person(number: int) -> str:
    """The name of a person by number: 460 first and last names, then the same with a letter between."""
    turn, rest = divmod(number, len(FIRST) * len(LAST))
    middle = f" {chr(ord('A') + (turn - 1) % 26)}." if turn else ""
    return f"{FIRST[rest % len(FIRST)]}{middle} {LAST[rest // len(FIRST)]}"


def day(number: int) -> str:
    """A day of the years from 1900 on, in words."""
    found = datetime.date(1900, 1, 1) + datetime.timedelta(days=number * 7 % 14_000)
    return f"{found:%B} {found.day}, {found.year}"


def made(number: int, people: int) -> str:
    """The text of one letter."""
    sender, addressee, third = ((number * step + step) % people for step in (1, 7, 13))
    values = {
        "before": max(1, number - 3),
        "sum": f"{(number % 90 + 10) * 1000:,}",
        "place": PLACES[number % len(PLACES)],
        "third": person(third),
    }
    body = (DATA / "letters/000_fe7cd0140cad9c37.txt").read_text("utf-8").split("\n\n")
    return "\n\n".join(
        (
            f"Letter from {person(sender)} to {person(addressee)}.",
            "A source: USSR foreign policy documents. Volume 4. p. 58. Moscow. State Political Publishing House. 1960",
            f"{PLACES[number // 3 % len(PLACES)]}, {day(number)} No. {number + 1}",
            "Sir,",
            OPENINGS[number % len(OPENINGS)].format_map(values),
            *body[4 + number % 2 : 6],
            "I have the honor to be, Sir, your obedient servant,",
            person(sender),
        )
    )


def short(number: int, people: int) -> str:
    """The text of one letter of a sentence or two; every fourth has a number, every eighth the forms of a letter."""
    sender, step, third = number * 7 % people, number // 7 % (people - 1) + 1, number * 13 % people
    values = {
        "before": max(1, number - number % 4 - 3),
        "sum": f"{(number % 90 + 10) * 1000:,}",
        "place": PLACES[number % len(PLACES)],
        "third": person(third),
    }
    formal = number % 8 == 0
    parties = f"{'' if number % 4 else f'{number + 1}. '}{person(sender)} to {person((sender + step) % people)}"
    written = f"{PLACES[number // 3 % len(PLACES)]}, {day(number)}"
    said = SENTENCES[number % len(SENTENCES)].format_map(values)
    if not formal:
        return f"{parties}, {written}\n\n{said}"
    more = SENTENCES[(number + 1 + number // 8 % 5) % len(SENTENCES)].format_map(values)
    return "\n\n".join((parties, written, "Sir,", f"{said} {more}", "Your obedient servant,", person(sender)))


def _later(shift: int, match: re.Match[str]) -> str:
    return day(shift * 31 + len(match[0]))


def copies(folder: Path, letters: int) -> Iterator[tuple[str, str]]:
    """The texts of a folder again and again, each time on other days."""
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.txt"))]
    for number in range(letters):
        shift = number // len(texts)
        yield (
            f"{number:06}.txt",
            _DAY.sub(partial(_later, shift), texts[number % len(texts)]),
        )


def make(folder: Path, letters: int, *, source: Path | None = None, telegrams: bool = False) -> None:
    """Make the letterbook in a new folder."""
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("letters", "identifiers.csv"))
    people = max(20, min(letters // 10, 10_000))
    with (folder / "registers/actors.csv").open("a", encoding="utf-8", newline="") as rows:
        csv.writer(rows, lineterminator="\n").writerows(
            [f"person-{number}", "person", person(number), *[""] * 8] for number in range(0, people, 10)
        )
    write = short if telegrams else made
    if telegrams:
        pin(folder, letters)
    texts = copies(source, letters) if source else ((f"{n:06}.txt", write(n, people)) for n in range(letters))
    for number, (name, text) in enumerate(texts):
        path = folder / "letters" / f"{number // A_FOLDER:03}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def pin(folder: Path, letters: int) -> None:
    """Give each letter its number as id, and the letterbook a short address, since both stand in every statement."""
    settings = folder / "letterbook.toml"
    text = settings.read_text(encoding="utf-8")
    for key, value in SHORT.items():
        text = re.sub(rf"(?m)^{key} = .*$", f'{key} = "{value}"', text)
    settings.write_text(text, encoding="utf-8")
    with (folder / "identifiers.csv").open("w", encoding="utf-8", newline="") as rows:
        table = csv.writer(rows, lineterminator="\n")
        table.writerow(("id", "source", "letter", "sha256"))
        table.writerows((f"t{n + 1}", f"{n // A_FOLDER:03}/{n:06}.txt", 1, "") for n in range(letters))


def main() -> None:
    """Make one from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("letters", type=int)
    parser.add_argument("--from", dest="source", type=Path, help="a folder with the texts to repeat")
    parser.add_argument("--short", action="store_true", help="letters of a sentence or two")
    options = parser.parse_args()
    make(options.folder, options.letters, source=options.source, telegrams=options.short)


if __name__ == "__main__":
    main()
