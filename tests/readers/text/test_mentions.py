"""Whom and what a letter names or describes, at exactly the words that do so, and who is the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import EntityKind, Form, Reading, Transcript
from letterbook.readers.text import Rules, load_rules, read_text

Understand = Callable[[str], Reading]
Words = list[tuple[int, str]]

# What the two letters of 1921 name and describe: where the words begin, and the words.
SEED: dict[EntityKind, dict[str, Words]] = {
    EntityKind.PERSON: {
        "Mustafa Kemal": [
            (159, "Mustafa Kemal"),
            (304, "Mr. Chairman"),
            (1279, "Mr. Chairman"),
            (1943, "Mr. Chairman"),
            (2037, "Mustafa Kemal"),
        ]
    },
    EntityKind.OFFICE: {
        "Representative of the People's Commissariat of Foreign Affairs of the RSFSR in Turkey": [
            (12, "the Representative of the People's Commissariat of Foreign Affairs of the RSFSR in Turkey"),
            (2100, "Mr. Representative"),
            (3130, "Mr. Representative"),
        ],
        "Chairman of the Grand National Assembly of Turkey": [
            (109, "Chairman of the Grand National Assembly of Turkey")
        ],
        "head of the National Government": [(377, "their National Government headed by you")],
    },
    EntityKind.ORGANISATION: {
        "People's Commissariat of Foreign Affairs of the RSFSR": [
            (38, "People's Commissariat of Foreign Affairs of the RSFSR")
        ],
        "Grand National Assembly of Turkey": [(125, "Grand National Assembly of Turkey")],
        "State Political Publishing House": [(241, "State Political Publishing House")],
        "National Government": [(383, "National Government")],
        "Red Crescent Society": [(2231, "Red Crescent Society")],
        "your Government": [(2887, "your Government")],
    },
    EntityKind.POLITY: {
        "RSFSR": [(86, "RSFSR"), (1310, "RSFSR")],
        "USSR": [(185, "USSR")],
        "Russia": [(952, "Toiling Russia"), (1600, "Russia")],
        "Soviet Russia": [(1342, "Soviet Russia"), (1760, "Soviet Russia"), (2375, "Soviet Russia")],
    },
    EntityKind.PLACE: {
        "Turkey": [(95, "Turkey"), (152, "Turkey")],
        "Moscow": [(233, "Moscow")],
        "their native land": [(488, "their native land"), (622, "your territory"), (2683, "their homeland")],
        "those areas that the cruel invader devastated before leaving them": [
            (766, "the country"),
            (1454, "those areas that the cruel invader devastated before leaving them"),
            (2305, "the regions liberated by our victory"),
        ],
    },
    EntityKind.GROUP: {
        "Turkish people": [
            (342, "the valiant Turkish people"),
            (1129, "the Turkish people"),
            (1617, "the Turkish people"),
            (1866, "the Turkish people"),
            (2545, "the entire Turkish people"),
            (2654, "the Turkish people"),
        ],
        "Greek troops": [
            (638, "the Greek troops"),
            (1471, "the cruel invader"),
            (2465, "the Greeks"),
            (2706, "the invader"),
            (2764, "the Greeks"),
            (2974, "the Greeks"),
        ],
        "working people of Soviet Russia": [
            (1320, "the working people of Soviet Russia"),
            (1578, "the working people of Russia"),
            (1738, "the working people of Soviet Russia"),
        ],
        "the population": [
            (803, "the population"),
            (1436, "the population of those areas"),
            (2264, "those who survived the Greek massacre in the regions liberated by our victory"),
            (2397, "the unfortunate"),
        ],
        "our troops": [(3071, "our troops")],
    },
    EntityKind.TOPIC: {
        "imperialism": [
            (467, "imperialism"),
            (870, "imperialism"),
            (1037, "Western capitalism and imperialism"),
            (1670, "rapacious imperialism"),
            (2432, "imperialism"),
        ]
    },
}
DESCRIBED = {
    "your Government",
    "their native land",
    "those areas that the cruel invader devastated before leaving them",
    "the population",
    "our troops",
}


@pytest.fixture(scope="module")
def seed(understand: Understand, data: Path) -> Reading:
    return understand((data / "letters" / "000_fe7cd0140cad9c37.txt").read_text(encoding="utf-8"))


def letter_with(*paragraphs: str) -> str:
    title = "Letter from the Minister of War of Persia to the Chairman of the Council of Afghanistan Aman Roe."
    return "\n\n".join([title, "1 May 1921", "Mr. Chairman,", *paragraphs])


def mentioned(reading: Reading, kind: EntityKind) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for mention in reading.mentions:
        entity = reading.entity(mention.entity)
        if entity.kind is kind:
            found.setdefault(entity.label, []).append((mention.span.start, reading.transcript.quote(mention.span)))
    return found


def wordings(reading: Reading, kind: EntityKind) -> dict[str, list[str]]:
    return {label: [words for _, words in places] for label, places in mentioned(reading, kind).items()}


@pytest.mark.parametrize("kind", SEED)
def test_the_letters_of_1921_mention_these_and_no_others(seed: Reading, kind: EntityKind) -> None:
    assert mentioned(seed, kind) == SEED[kind]


def test_only_descriptions_leave_an_entity_without_a_name(seed: Reading) -> None:
    assert {entity.label for entity in seed.entities if not entity.named} == DESCRIBED
    for entity in seed.entities:
        assert bool(entity.labels) is entity.named


def test_three_names_of_one_state_stay_three_entities_until_a_register_says_that_they_are_one(seed: Reading) -> None:
    assert {"RSFSR", "Soviet Russia", "Russia"} <= {entity.label for entity in seed.entities}


def test_greece_is_no_place_where_only_its_people_are_named(seed: Reading) -> None:
    assert not any("Greece" in words for entity in seed.entities for words in (entity.label, *entity.labels))


def test_a_form_of_address_is_no_name(seed: Reading) -> None:
    assert not any("Mr." in words for entity in seed.entities for words in (entity.label, *entity.labels))
    addresses = [mention for mention in seed.mentions if seed.transcript.quote(mention.span).startswith("Mr. ")]
    assert len(addresses) == 5
    assert {mention.form for mention in addresses} == {Form.ADDRESS}


def test_the_body_headed_by_you_is_headed_by_the_addressee(seed: Reading) -> None:
    held = {seed.entity(held.office).label: held for held in seed.holdings}
    head = held["head of the National Government"]
    assert seed.entity(head.person).label == "Mustafa Kemal"
    assert [seed.transcript.quote(span) for span in head.evidence.spans] == ["their National Government headed by you"]
    assert seed.entity(seed.entity(head.office).part_of).label == "National Government"


def test_a_name_within_a_name_is_a_mention_as_well(understand: Understand) -> None:
    reading = understand(letter_with("The peasants of Persia greet you."))
    assert wordings(reading, EntityKind.GROUP) == {"peasants of Persia": ["The peasants of Persia"]}
    assert wordings(reading, EntityKind.PLACE)["Persia"][-1] == "Persia"


def test_praise_belongs_to_the_mention_and_not_to_the_name(understand: Understand) -> None:
    reading = understand(letter_with("The whole brave Afghan people stands."))
    assert wordings(reading, EntityKind.GROUP) == {"Afghan people": ["The whole brave Afghan people"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We heard of the landing of British forces.", "British forces"),
        ("We heard of the presence of American troops.", "American troops"),
    ],
)
def test_the_article_of_another_noun_is_no_part_of_a_mention(understand: Understand, text: str, words: str) -> None:
    assert wordings(understand(letter_with(text)), EntityKind.GROUP) == {words: [words]}


@pytest.mark.parametrize("text", ["The two Greeks came.", "The rights of Greeks are many.", "Few Greeks came."])
def test_some_of_a_people_are_not_the_people(understand: Understand, text: str) -> None:
    assert wordings(understand(letter_with(text)), EntityKind.GROUP) == {}


def test_a_plural_means_the_people_where_no_forces_are_named(understand: Understand) -> None:
    reading = understand(letter_with("The Bulgarian people suffers. The Bulgarians bear it."))
    assert wordings(reading, EntityKind.GROUP) == {"Bulgarian people": ["The Bulgarian people", "The Bulgarians"]}


def test_the_invader_is_not_guessed_among_two_foreign_armies(understand: Understand) -> None:
    reading = understand(letter_with("The Greek troops and the Bulgarian army stand there. The invader must go."))
    assert wordings(reading, EntityKind.GROUP) == {
        "Greek troops": ["The Greek troops"],
        "Bulgarian army": ["the Bulgarian army"],
        "The invader": ["The invader"],
    }


def test_the_aggressor_is_none_of_the_two_sides_of_the_letter(understand: Understand) -> None:
    reading = understand(letter_with("The Afghan army holds out against the Greek troops. The aggressor must go."))
    assert wordings(reading, EntityKind.GROUP)["Greek troops"] == ["the Greek troops", "The aggressor"]


def test_your_troops_and_our_troops_are_two(understand: Understand) -> None:
    reading = understand(letter_with("Our troops and your troops are friends."))
    assert wordings(reading, EntityKind.GROUP) == {"Our troops": ["Our troops"], "your troops": ["your troops"]}


def test_your_land_and_our_land_are_two(understand: Understand) -> None:
    reading = understand(letter_with("He left your territory, our soil and your homeland."))
    described = {e.label for e in reading.entities if e.kind is EntityKind.PLACE and not e.named}
    assert described == {"your territory", "our soil"}
    assert wordings(reading, EntityKind.PLACE)["your territory"] == ["your territory", "your homeland"]


def test_the_population_of_a_town_is_not_that_of_the_devastated_areas(understand: Understand) -> None:
    assert wordings(understand(letter_with("The population of the capital is calm.")), EntityKind.GROUP) == {}


@pytest.mark.parametrize(
    "text", ["Those places where schools are to be opened are many.", "The towns that we know are far."]
)
def test_an_area_is_described_by_the_harm_or_the_change_of_hands(understand: Understand, text: str) -> None:
    assert not any(e.kind is EntityKind.PLACE and not e.named for e in understand(letter_with(text)).entities)


def test_a_described_area_ends_before_the_verb_of_its_sentence(understand: Understand) -> None:
    reading = understand(letter_with("The districts occupied by the invader are poor."))
    assert "The districts occupied by the invader" in wordings(reading, EntityKind.PLACE)


def test_the_rest_of_a_name_that_begins_a_sentence_is_no_organisation(understand: Understand) -> None:
    reading = understand(letter_with("Grand National Council decides. The Provisional National Council decides."))
    assert "National Council" not in wordings(reading, EntityKind.ORGANISATION)
    assert wordings(reading, EntityKind.ORGANISATION)["Provisional National Council"] == [
        "Provisional National Council"
    ]


def test_a_name_may_be_broken_at_the_end_of_a_line(understand: Understand) -> None:
    reading = understand(letter_with("We greet the Afghan\npeople and the Red Crescent\nSociety."))
    assert wordings(reading, EntityKind.GROUP) == {"Afghan people": ["the Afghan\npeople"]}
    assert wordings(reading, EntityKind.ORGANISATION)["Red Crescent Society"] == ["Red Crescent\nSociety"]


def test_windows_line_ends_move_the_mentions_and_change_nothing_else(understand: Understand, seed: Reading) -> None:
    other = understand(seed.transcript.text.replace("\n", "\r\n"))
    for kind in EntityKind:
        assert wordings(other, kind) == wordings(seed, kind)


ACTORS = st.sampled_from(["The Greek troops", "the Afghan people", "the Greeks", "your troops", "the invader", "We"])
VERBS = st.sampled_from(["devastate", "have triumphed over", "see", "liberated", "fight against", "thank"])
OTHERS = st.sampled_from(
    ["your territory", "the country", "the wounded", "imperialism", "500 rubles", "Persia", "those areas that he left"]
)
SENTENCES = st.lists(
    st.tuples(ACTORS, VERBS, OTHERS, st.sampled_from([".", ";", ",", "!", "\n"])), min_size=1, max_size=6
)


@given(SENTENCES)
def test_every_mention_is_made_by_a_described_rule_at_words_of_the_letter(
    sentences: list[tuple[str, str, str, str]],
) -> None:
    rules: Rules = load_rules("dvp-en", "en")
    text = letter_with(" ".join(f"{who} {does} {what}{end}" for who, does, what, end in sentences))
    reading = read_text(Transcript("x.txt", text, "en"), rules)
    known = {entity.id for entity in reading.entities}
    for mention in reading.mentions:
        words = reading.transcript.quote(mention.span)
        assert words == words.strip()
        assert mention.entity in known
        assert mention.rule in rules.descriptions
        assert reading.letter_at(mention.span) is not None
    assert {mention.entity for mention in reading.mentions} == known
