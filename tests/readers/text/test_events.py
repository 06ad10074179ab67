"""Events as the letters tell them: each is what a writer asserts, with those whom he names in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Reading, ReportedEvent, Transcript
from letterbook.readers.text import load_rules, read_text

Understand = Callable[[str], Reading]


class Told(NamedTuple):
    """Who takes part in an event, and the words of each letter that assert it."""

    roles: dict[str, str]
    claims: list[tuple[int, int, str]]
    ongoing: bool = False


GREEKS, TURKS, VICTIMS = "Greek troops", "Turkish people", "the population"
AREAS = "those areas that the cruel invader devastated before leaving them"
LAND = "their native land"
SURVIVORS = "those who survived the Greek massacre in the regions liberated by our victory"
# What the two letters of 1921 tell: in which letter, where the words begin, and the words.
SEED = {
    "victory": Told(
        {"by": TURKS, "against": GREEKS},
        [
            (1, 418, "have once again triumphed over the new effort of imperialism to seize their native land"),
            (1, 589, "the defeated and forced to leave your territory, the Greek troops"),
            (2, 2317, "liberated by our victory"),
        ],
    ),
    "offensive": Told({"by": GREEKS}, [(2, 2950, "the crimes committed by the Greeks during their last offensive")]),
    "retreat": Told(
        {"by": GREEKS, "place": LAND}, [(1, 589, "the defeated and forced to leave your territory, the Greek troops")]
    ),
    "devastation": Told(
        {"by": GREEKS, "against": VICTIMS, "place": AREAS},
        [
            (1, 745, "completely devastate the country as they purify, plunging the population into terrible poverty"),
            (
                2,
                2419,
                "the greed of imperialism and the barbarism of the Greeks plunged into the most terrible poverty",
            ),
            (2, 2719, "The atrocities and devastations committed by the Greeks"),
        ],
    ),
    "massacre": Told({"by": GREEKS, "place": AREAS}, [(2, 2264, SURVIVORS)]),
    "liberation": Told({"by": TURKS, "place": AREAS}, [(2, 2305, "the regions liberated by our victory")]),
    "struggle": Told(
        {"by": TURKS},
        [
            (1, 1107, "the noble struggle of the Turkish people in defense of their national existence"),
            (1, 1828, "your struggle for the independence of the Turkish people"),
            (2, 2638, "the struggle of the Turkish people defending their homeland against the invader"),
        ],
        ongoing=True,
    ),
}


@pytest.fixture(scope="module")
def seed(understand: Understand, data: Path) -> Reading:
    return understand((data / "letters" / "000_fe7cd0140cad9c37.txt").read_text(encoding="utf-8"))


def letter_with(*paragraphs: str) -> str:
    title = "Letter from the Minister of War of Persia to the Chairman of the Council of Afghanistan Aman Roe."
    return "\n\n".join([title, "1 May 1921", "Mr. Chairman,", *paragraphs])


def roles(reading: Reading, event: ReportedEvent) -> dict[str, str]:
    return {p.role: reading.entity(p.entity).label for p in event.participants}


def events(reading: Reading) -> dict[str, dict[str, str]]:
    return {event.type: roles(reading, event) for event in reading.events}


def test_the_letters_of_1921_tell_these_events_and_no_others(seed: Reading) -> None:
    assert sorted(event.type for event in seed.events) == sorted(SEED)


@pytest.mark.parametrize("kind", SEED)
def test_an_event_of_1921_has_its_parts_and_the_words_of_each_letter(seed: Reading, kind: str) -> None:
    (event,) = [event for event in seed.events if event.type == kind]
    claims = sorted(
        (a.letter, span.start, seed.transcript.quote(span)) for a in event.assertions for span in a.evidence.spans
    )
    assert Told(roles(seed, event), claims, event.ongoing) == SEED[kind]
    assert event.letter == min(letter for letter, _, _ in claims)


def test_whoever_takes_part_is_named_in_the_words_that_say_so(seed: Reading) -> None:
    """But for the writer's own side ("our victory"), each role rests on words that hold a mention of who has it."""
    for event in seed.events:
        for participant in event.participants:
            mentions = [mention.span for mention in seed.mentions if mention.entity == participant.entity]
            for span in participant.evidence.spans:
                if "our victory" not in seed.transcript.quote(span):
                    named = [m for m in mentions if span.overlaps(m)]
                    demonym = "Greek massacre" in seed.transcript.quote(span)
                    assert named or demonym, (event.type, participant.role, seed.transcript.quote(span))


def test_no_idea_takes_part_in_an_event(seed: Reading) -> None:
    assert not any(p.entity.startswith("topic") for event in seed.events for p in event.participants)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The Afghan people have brilliantly triumphed over the Greek troops.",
            {"victory": {"by": "Afghan people", "against": "Greek troops"}},
        ),
        (
            "The victory of the Afghan people over the Greek troops is our joy.",
            {"victory": {"by": "Afghan people", "against": "Greek troops"}},
        ),
        (
            "The Greek troops retreated from your territory.",
            {"retreat": {"by": "Greek troops", "place": "your territory"}},
        ),
        (
            "The Bulgarian army, in its retreat, burned the villages that it left.",
            {"devastation": {"by": "Bulgarian army", "place": "the villages that it left"}},
        ),
        (
            "The Afghan people have liberated those areas that the Greek troops devastated.",
            {
                "devastation": {"by": "Greek troops", "place": "those areas that the Greek troops devastated"},
                "liberation": {"by": "Afghan people", "place": "those areas that the Greek troops devastated"},
            },
        ),
        (
            "We saw the flight of the Greek troops from your territory.",
            {"retreat": {"by": "Greek troops", "place": "your territory"}},
        ),
        (
            "The regions liberated by the Afghan people are poor.",
            {"liberation": {"by": "Afghan people", "place": "The regions liberated by the Afghan people"}},
        ),
        ("We mourn the massacres committed by the Greek troops.", {"massacre": {"by": "Greek troops"}}),
        ("We repelled the onslaught of the Greek troops.", {"offensive": {"by": "Greek troops"}}),
        ("The Greek offensive broke down before the Greek troops.", {"offensive": {"by": "Greek troops"}}),
        (
            "We mourn the massacre of the wounded by the Greek troops.",
            {"massacre": {"by": "Greek troops", "against": "the wounded"}},
        ),
        ("The fight of the Afghan people against militarism goes on.", {"struggle": {"by": "Afghan people"}}),
    ],
)
def test_an_event_is_told_with_those_who_are_named_in_it(
    understand: Understand, text: str, told: dict[str, dict[str, str]]
) -> None:
    assert events(understand(letter_with(text))) == told


@pytest.mark.parametrize(
    "text",
    [
        "If the Greek troops devastated the country, we would know it.",
        "The Greek troops will devastate the country.",
        "The Greek troops threatened to burn the country.",
        "The Greek troops have not devastated the country.",
        "It is not true that the Greek troops ravaged the country.",
        "The Greek troops must withdraw from your territory.",
        "The Greek troops have never retreated.",
        "We demand the retreat of the Greek troops from your territory.",
        "There was no massacre of the wounded by the Greek troops.",
        "We fear an attack of the Greek troops.",
        "A Greek offensive is expected.",
        "The Afghan people have never triumphed over the Greek troops.",
        "We wish you the speedy victory of the Afghan people over the Greek troops.",
        "We hope that the Afghan people have liberated your territory.",
    ],
)
def test_what_is_denied_feared_wished_or_to_come_has_not_happened(understand: Understand, text: str) -> None:
    assert understand(letter_with(text)).events == ()


def test_the_nearest_group_before_the_verb_has_done_it(understand: Understand) -> None:
    reading = understand(letter_with("The Afghan people fought, and the Greek troops retreated."))
    assert events(reading) == {"retreat": {"by": "Greek troops"}}


def test_the_massacres_named_after_a_people_are_not_laid_to_it(understand: Understand) -> None:
    """ "The Armenian massacres" are those of which Armenians were the victims."""
    reading = understand(letter_with("All mourn the Armenian massacres with the Armenian people."))
    assert all("by" not in told for told in events(reading).values())


def test_the_same_event_told_twice_is_one_with_two_assertions(understand: Understand) -> None:
    text = "The Greek troops devastated the country. The atrocities committed by the Greek troops are known."
    (event,) = understand(letter_with(text)).events
    assert len(event.assertions) == 2


def test_the_same_deed_of_two_sides_is_two_events(understand: Understand) -> None:
    text = "The Greek troops retreated. The Bulgarian army retreated."
    found = understand(letter_with(text)).events
    assert [event.id for event in found] == ["retreat-1", "retreat-2"]


SENTENCE = st.tuples(
    st.sampled_from(["The Greek troops", "the Afghan people", "The Greeks", "Our troops", "the invader"]),
    st.sampled_from(["devastated", "have triumphed over", "retreated from", "have liberated", "burned", "will leave"]),
    st.sampled_from(["your territory", "the country", "the Greek troops", "those areas that the Greeks left"]),
    st.sampled_from([".", ";", ", and", " with the struggle of the Persian people."]),
)


@given(st.lists(SENTENCE, min_size=1, max_size=6))
def test_every_event_rests_on_words_of_the_writer_and_reads_the_same_again(
    sentences: list[tuple[str, str, str, str]],
) -> None:
    rules = load_rules("dvp-en", "en")
    text = letter_with(" ".join(f"{who} {does} {what}{end}" for who, does, what, end in sentences))
    reading = read_text(Transcript("x.txt", text, "en"), rules)
    known = {entity.id for entity in reading.entities}
    for event in reading.events:
        assert event.assertions
        for assertion in event.assertions:
            for span in assertion.evidence.spans:
                writer = reading.writer_at(span)
                assert writer is not None
                assert writer.ordinal == assertion.letter
            assert assertion.evidence.rule in rules.descriptions
        for participant in event.participants:
            assert participant.entity in known
            assert participant.role in ("by", "against", "place")
            assert list(participant.evidence.spans) == sorted(set(participant.evidence.spans))
            assert participant.evidence.spans
    assert len({event.id for event in reading.events}) == len(reading.events)
    assert read_text(Transcript("x.txt", text, "en"), rules) == reading
