"""Persons are found by titles, forenames, initials and registers, and again by their surnames; places and streets beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import EntityKind, Reading, Transcript
from letterbook.readers.text import NO_NAMES, KnownNames, known_names, load_rules, read_text


@pytest.fixture(scope="module")
def french() -> Callable[..., Reading]:
    rules = load_rules("lettre-fr", "fr")

    def understand(body: str, known: KnownNames = NO_NAMES) -> Reading:
        text = f"M. Aubry à M. Bertin, Genève, 9 avril 1721\n\nMonsieur,\n\n{body}\n"
        return read_text(Transcript("x.txt", text, "fr"), rules, names=known)

    return understand


def persons(reading: Reading) -> list[str]:
    """The wordings that name persons below the heading."""
    return [
        reading.transcript.quote(mention.span)
        for mention in reading.mentions
        if reading.entity(mention.entity).kind is EntityKind.PERSON and mention.span.start > 43
    ]


def labels(reading: Reading) -> list[str]:
    return [each.label for each in reading.entities if each.kind is EntityKind.PERSON][2:]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("On a vu M. Lenoir hier.", ["M. Lenoir"]),
        ("On a vu MM. Lenoir et Dupré.", ["MM. Lenoir"]),
        ("On a vu le général Lenoir.", ["général Lenoir"]),
        ("On a vu M. le comte de Marsan.", ["M. le comte de Marsan"]),
        ("On a vu le comte de Dreux-Lenoir hier.", ["comte de Dreux-Lenoir"]),
        ("On a vu Monsieur le Président N. M. LENOIR hier.", ["Monsieur le Président N. M. LENOIR"]),
        ("On a vu le président Lenoir.", ["président Lenoir"]),
        ("On a vu notre ami Lenoir.", ["Lenoir"]),
        ("On a vu Jules Lenoir et H. Dupré.", ["Jules Lenoir", "H. Dupré"]),
        ("On a vu l'empereur Guillaume II à table.", ["empereur Guillaume II"]),
        ("On a vu Mme d'Arbois.", ["Mme d'Arbois"]),
    ],
)
def test_a_title_a_forename_or_an_initial_shows_a_person(
    french: Callable[..., Reading], body: str, named: list[str]
) -> None:
    assert persons(french(body)) == named


@pytest.mark.parametrize(
    "body",
    [
        "On a vu le ministre de la Guerre et le président du Conseil.",
        "Il habite rue Jules Lenoir.",
        "La Dotation et le Comité sont là.",
        "Nous avons vu la paix. Le père de la Paix est venu.",
        "Demain, mardi 3 Janvier, rien.",
        "P.S. Rien de nouveau.",
    ],
)
def test_offices_streets_and_common_words_are_no_persons(french: Callable[..., Reading], body: str) -> None:
    assert persons(french(body)) == []


def test_a_surname_is_found_again_where_no_title_stands(french: Callable[..., Reading]) -> None:
    reading = french("M. Lenoir est venu. LENOIR dort ; demain Lenoir part, et Dupré reste.")
    assert persons(reading) == ["M. Lenoir", "LENOIR", "Lenoir"]
    assert labels(reading) == ["Lenoir"]


def test_a_surname_alone_is_the_person_who_was_named_with_it(french: Callable[..., Reading]) -> None:
    assert labels(french("Jules Lenoir est venu, puis Lenoir est parti.")) == ["Jules Lenoir"]
    assert labels(french("Jules Lenoir et Paul Lenoir sont venus, Lenoir est parti.")) == [
        "Jules Lenoir",
        "Paul Lenoir",
        "Lenoir",
    ]


def test_a_womans_title_tells_her_from_a_man_of_her_name(french: Callable[..., Reading]) -> None:
    assert labels(french("M. Lenoir et Madame Lenoir sont venus.")) == ["Lenoir", "Madame Lenoir"]


def test_the_parties_of_the_heading_are_known(french: Callable[..., Reading]) -> None:
    reading = french("Votre ami Bertin dit que Aubry viendra.")
    assert [reading.entity(mention.entity).label for mention in reading.mentions if mention.span.start > 43] == [
        "Bertin",
        "Aubry",
    ]


def test_a_register_gives_names_that_nothing_in_the_text_shows(french: Callable[..., Reading]) -> None:
    body = "Hier Lenoir lisait Anatole Dupré ; le petit Blanc et Petit riaient."
    assert persons(french(body)) == ["Anatole Dupré"]
    known = known_names(["Lenoir, Jules", "Petit, Paul"])
    assert persons(french(body, known)) == ["Lenoir", "Anatole Dupré"]  # "petit" stands in small letters, too


def test_a_register_gives_places_with_and_without_their_article(french: Callable[..., Reading]) -> None:
    body = "Je vais à La Combe, puis du côté de la Combe ; COMBE est loin, et Le Val-Noir (Oise) aussi."
    known = known_names([], ["La Combe (Oise)", "Le Val-Noir"])
    reading = french(body, known)
    rule = "named-in-gazetteer"
    found = [reading.transcript.quote(each.span) for each in reading.mentions if each.rule == rule]
    assert [each for each in found if each != "Genève"] == ["La Combe", "Combe", "COMBE", "Le Val-Noir", "Oise"]


def test_streets_are_places(french: Callable[..., Reading]) -> None:
    reading = french("Il habite rue Jules Lenoir, non boulevard Saint-Martin.")
    named = [reading.transcript.quote(each.span) for each in reading.mentions if each.rule == "place-street"]
    assert named == ["rue Jules Lenoir", "boulevard Saint-Martin"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("I saw General Doe and Mrs. Doe.", ["General Doe", "Mrs. Doe"]),
        ("He saw President Doe. Later Doe left.", ["President Doe", "Doe"]),
        ("By General Order No. 5 the order was made.", []),
        ("The U. S. Navy and H. M. S. Lion came.", []),
        ("Mr. Secretary, the Minister of War has come.", []),
    ],
)
def test_english_letters_name_persons_in_their_way(body: str, named: list[str]) -> None:
    text = f"Mr. Pike to Mr. Seward.\n\nSir,\n\n{body}\n"
    reading = read_text(Transcript("x.txt", text, "en"), load_rules("frus", "en"))
    found = [each for each in reading.mentions if reading.entity(each.entity).kind is EntityKind.PERSON]
    assert [reading.transcript.quote(each.span) for each in found if each.span.start > 24] == named


@given(st.text(alphabet="AaBbÉé .,'-\n", max_size=120))
def test_whatever_stands_in_a_text_the_mentions_lie_in_it(body: str) -> None:
    text = f"M. Aubry à M. Bertin, Genève, 9 avril 1721\n\nMonsieur,\n\nM. Abba {body}\n"
    reading = read_text(Transcript("x.txt", text, "fr"), load_rules("lettre-fr", "fr"), names=known_names(["Ab Ba"]))
    assert all(reading.transcript.quote(each.span).strip() for each in reading.mentions)
