"""Gifts of money: who gives, who passes it on, to whom it is offered, who receives it, for whom it is meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook.letter import Gift, GiftStatus, Reading

Understand = Callable[[str], Reading]

# The gift of the two letters of 1921: role, who, and the words that say so.
SEED_ROLES = {
    ("donor", "RSFSR"): [(1293, "on behalf of the RSFSR")],
    ("donor", "working people of Soviet Russia"): [
        (1320, "the working people of Soviet Russia"),
        (1558, "this modest gift of the working people of Russia"),
    ],
    ("donor", "Soviet Russia"): [(2343, "This generous and humane act of Soviet Russia")],
    ("intermediary", "Representative of the People's Commissariat of Foreign Affairs of the RSFSR in Turkey"): [
        (1357, "to accept their modest gift of 30,000 rubles in gold")
    ],
    ("offered-to", "Mustafa Kemal"): [(1357, "to accept their modest gift of 30,000 rubles in gold")],
    ("recipient", "Red Crescent Society"): [(2189, "which you were pleased to transfer to the Red Crescent Society")],
    ("beneficiary", "the population"): [
        (
            1410,
            "to alleviate the needs of the population of those areas that the cruel invader devastated before leaving them",
        ),
        (2252, "in favor of those who survived the Greek massacre in the regions liberated by our victory"),
    ],
}


@pytest.fixture(scope="module")
def seed(understand: Understand, data: Path) -> Reading:
    return understand((data / "letters" / "000_fe7cd0140cad9c37.txt").read_text(encoding="utf-8"))


def letter_with(*paragraphs: str) -> str:
    title = "Letter from the Minister of War of Persia to the Chairman of the Council of Afghanistan Aman Roe."
    return "\n\n".join([title, "1 May 1921", "Mr. Chairman,", *paragraphs])


def roles(reading: Reading, gift: Gift) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for participant in gift.participants:
        found.setdefault(participant.role, []).append(reading.entity(participant.entity).label)
    return found


def test_the_letter_of_1921_and_the_thanks_for_it_speak_of_one_gift(seed: Reading) -> None:
    (gift,) = seed.gifts
    assert (gift.letter, gift.sum) == (1, seed.sums[0].id)
    assert [(span.start, seed.transcript.quote(span)) for span in gift.evidence.spans] == [
        (1357, "to accept their modest gift of 30,000 rubles in gold"),
        (2133, "my deep gratitude for the sum of 30,000 rubles in gold"),
        (2343, "This generous and humane act of Soviet Russia"),
    ]


def test_each_who_takes_part_in_the_gift_of_1921_does_so_by_the_words_that_say_it(seed: Reading) -> None:
    found = {
        (p.role, seed.entity(p.entity).label): [(s.start, seed.transcript.quote(s)) for s in p.evidence.spans]
        for p in seed.gifts[0].participants
    }
    assert found == SEED_ROLES


def test_only_the_reply_names_the_recipient(seed: Reading) -> None:
    (recipient,) = [p for p in seed.gifts[0].participants if p.role == "recipient"]
    writers = [seed.writer_at(span) for span in recipient.evidence.spans]
    assert [writer.ordinal for writer in writers if writer] == [2]


def test_the_status_and_the_purpose_are_those_that_the_letters_of_1921_give(seed: Reading) -> None:
    gift = seed.gifts[0]
    assert gift.status.value == GiftStatus.TRANSFERRED
    assert gift.status.text == "which you were pleased to transfer to the Red Crescent Society"
    assert gift.purpose is not None
    assert gift.purpose.value == "relief"
    assert gift.purpose.text.startswith("to alleviate the needs of the population")


def test_the_first_writer_of_1921_acts_for_a_state_and_a_group_and_the_second_for_nobody(seed: Reading) -> None:
    first, second = seed.letters
    assert [
        (seed.entity(p.entity).label, [(s.start, seed.transcript.quote(s)) for s in p.evidence.spans], p.role)
        for p in first.on_behalf_of
    ] == [
        ("RSFSR", [(1293, "on behalf of the RSFSR")], "on-behalf-of"),
        ("working people of Soviet Russia", [(1320, "the working people of Soviet Russia")], "on-behalf-of"),
    ]
    assert second.on_behalf_of == ()


def test_a_writer_who_names_nobody_else_is_the_donor(understand: Understand) -> None:
    reading = understand(letter_with("I ask you, Mr. Chairman, to accept a gift of 5,000 rubles."))
    assert roles(reading, reading.gifts[0]) == {"donor": ["Minister of War of Persia"], "offered-to": ["Aman Roe"]}


def test_a_writer_who_names_the_donor_passes_the_gift_on(understand: Understand) -> None:
    reading = understand(letter_with("I beg you to accept 5,000 rubles as a gift of the Persian people."))
    assert roles(reading, reading.gifts[0]) == {
        "intermediary": ["Minister of War of Persia"],
        "offered-to": ["Aman Roe"],
        "donor": ["Persian people"],
    }


def test_a_gift_comes_from_whom_it_is_said_to_come(understand: Understand) -> None:
    reading = understand(letter_with("I transmit to you a donation of 500 pounds from the workers of Petrograd."))
    assert roles(reading, reading.gifts[0])["donor"] == ["workers of Petrograd"]


@pytest.mark.parametrize(
    "words", ["In the name of the Persian people, I ask", "I ask, on behalf of the Persian people,"]
)
def test_a_principal_may_stand_before_or_within_the_sentence(understand: Understand, words: str) -> None:
    reading = understand(letter_with(f"{words} you to accept this gift of 100 krans."))
    assert [reading.entity(p.entity).label for p in reading.letter(1).on_behalf_of] == ["Persian people"]
    assert roles(reading, reading.gifts[0])["donor"] == ["Persian people"]


@pytest.mark.parametrize(
    "text",
    [
        "He signed on behalf of the Greek troops.",
        "Of the wish expressed on behalf of the Greek troops we know.",
        "The general who spoke in the name of the Greek troops left.",
    ],
)
def test_for_whom_another_acts_is_not_for_whom_the_writer_acts(understand: Understand, text: str) -> None:
    assert understand(letter_with(text)).letter(1).on_behalf_of == ()


@pytest.mark.parametrize(
    "text",
    [
        "He agreed to accept 4,000 rubles.",
        "The Council received the sum of 5,000 rubles as an indemnity.",
        "Our debt is 5,000 rubles.",
        "This gift of the Persian people is large.",
    ],
)
def test_a_sum_that_is_not_given_and_a_gift_without_a_sum_are_no_gift_of_money(
    understand: Understand, text: str
) -> None:
    assert understand(letter_with(text)).gifts == ()


def test_an_organisation_elsewhere_in_the_letter_is_not_the_recipient(understand: Understand) -> None:
    text = "We work for the League of Nations. I beg you to accept a gift of 10,000 francs for the Red Cross Society."
    reading = understand(letter_with(text))
    assert roles(reading, reading.gifts[0])["recipient"] == ["Red Cross Society"]
    assert reading.gifts[0].status.value == GiftStatus.OFFERED


def test_what_is_said_of_one_gift_is_not_said_of_the_other(understand: Understand) -> None:
    reading = understand(
        letter_with(
            "I ask you to accept a gift of 5,000 rubles, which has been handed over to the Red Cross Society.",
            "I ask you to accept a gift of 700 krans, which has been handed over to the Red Crescent Society.",
        )
    )
    assert [(g.sum, roles(reading, g)["recipient"]) for g in reading.gifts] == [
        ("sum-1", ["Red Cross Society"]),
        ("sum-2", ["Red Crescent Society"]),
    ]


@pytest.mark.parametrize("words", ["to relieve", "for the relief of", "in favour of", "for the benefit of"])
def test_those_for_whom_it_is_meant_benefit(understand: Understand, words: str) -> None:
    reading = understand(letter_with(f"I ask you to accept a gift of 5,000 rubles {words} the refugees."))
    assert roles(reading, reading.gifts[0])["beneficiary"] == ["the refugees"]


@pytest.mark.parametrize("words", ["I thank you", "We are grateful", "We express our gratitude"])
def test_thanks_for_a_sum_tell_of_a_gift(understand: Understand, words: str) -> None:
    reading = understand(letter_with(f"{words} for the 5,000 rubles."))
    assert [gift.sum for gift in reading.gifts] == ["sum-1"]
    assert roles(reading, reading.gifts[0]) == {}


def test_a_sum_that_has_been_handed_over_is_transferred(understand: Understand) -> None:
    reading = understand(letter_with("I thank you for the 5,000 rubles. The 5,000 rubles were paid to the Red Cross."))
    assert roles(reading, reading.gifts[0])["recipient"] == ["Red Cross"]
    assert reading.gifts[0].status.value == GiftStatus.TRANSFERRED
