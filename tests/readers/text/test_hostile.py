"""Any text is read by any profile in any language: without an error, with spans inside the text, and in an end."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letterbook.letter import Reading, Transcript
from letterbook.readers.text import load_rules, profile_names, read_text
from letterbook.readers.text.rules import languages

WORDS = (
    "Letter from the Minister to Mr. Roe Doe 9 April 1921 No. 12 Moscow said that 200,000 rubles in gold Sir , . : ( ) [ ] « » \" ' — "
    "Enclosure Source: Papers. Volume 4. p. 58. To this letter replied as follows: received on April 12 "
    "Herr von der Weise an Frau Mühle den 3. Mai 1834 Lettre de M. à Mme le 4 août Письмо Председателя 9 апреля г. Господин "
    "Paşa'ya mektup Nisan \n \n\n \r\n \t \u00a0 \u200b \u202e \x0c \u2028 \u0301 𝔄 0 / 31 II 1722/3 ult. inst."
).split(" ")
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=60).map(" ".join)
# What is repeated to a line of 20,000 characters; a pattern that tries each split of it never ends.
UNITS = (
    "A ,aa\\, ,A. ,a,A,Aa ,1 ,9 April ,(, ,of the ,\",«,- ,.,\\, ,Mr. ,А ,Аа\\, ,and ,[,L',to ,von ,de ,№ ,\\n,Letter from ,"
    "Letter to ,A to ,an ,A\\, A to ,1. ,said that ,rubles "
).replace("\\,", "\0")
LINES = [unit.replace("\0", ",").replace("\\n", "\n") for unit in UNITS.split(",")]
PROGRAM = """
import sys
from letterbook.letter import Transcript
from letterbook.readers.text import load_rules, read_text
rules = load_rules(sys.argv[1])
parts = ("headings", "links", "salutations", "closings", "inline_salutations", "archive_marks", "enclosures")
patterns = [pattern for each in {rules, rules.editors} for part in parts for pattern in getattr(each, part)]
for unit in eval(sys.argv[2]):
    read_text(Transcript("x.txt", (unit * 20_000)[:20_000], rules.language), rules)
    line = (unit * 500)[:500]
    read_text(Transcript("x.txt", f"{line[:200]}\\n\\n{line[:200]}\\n\\n{line}", rules.language), rules)
    for pattern in patterns:
        pattern.regex.fullmatch(f"A {line} A"), pattern.regex.search(line[:200])
print(len(patterns))
"""


def spans_of(reading: Reading) -> list[tuple[int, int]]:
    """Every span that a reading names."""
    parts = [part.span for letter in reading.letters for part in letter.parts]
    dates = [date for letter in reading.letters for date in (letter.date, letter.date_received) if date]
    parties = [party for letter in reading.letters for party in (*letter.senders, *letter.addressees)]
    evidence = [date.evidence for date in dates]
    evidence += [party.evidence for party in parties]
    evidence += [entity.evidence for entity in reading.entities]
    evidence += [each.evidence for each in reading.sums]
    evidence += [gift.evidence for gift in reading.gifts]
    spans = [*parts, *(mention.span for mention in reading.mentions), *(s for each in evidence for s in each.spans)]
    return [(span.start, span.end) for span in spans]


@pytest.mark.parametrize("profile", profile_names())
@settings(max_examples=25)
@given(text=TEXTS, language=st.sampled_from(languages()))
def test_any_text_is_read_without_an_error_and_its_spans_lie_in_it(profile: str, text: str, language: str) -> None:
    reading = read_text(Transcript("x.txt", text, language), load_rules(profile, language))
    assert all(0 <= start < end <= len(text) for start, end in spans_of(reading))
    assert bool(reading.letters) == bool(text.strip())
    assert all(letter.ordinal == number for number, letter in enumerate(reading.letters, 1))
    # Fault cases L1 and L3: no letter answers or encloses itself, and there is no circle.
    assert all(0 < each.letter < letter.ordinal for letter in reading.letters for each in letter.relations)


@pytest.mark.parametrize("profile", profile_names())
def test_no_pattern_takes_for_ever_on_a_line_of_one_sign(profile: str) -> None:
    """The limit is no measure of speed: a pattern that tries every split of a line would outlast any."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, profile, repr(LINES)], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3
