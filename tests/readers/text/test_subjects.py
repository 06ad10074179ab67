"""What letters speak of: mentions, sums, gifts and events, each by rules that other letters of the kind meet as well."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from letterbook.letter import EntityKind, GiftStatus, Reading

Understand = Callable[[str], Reading]


def letter_with(*paragraphs: str) -> str:
    return "\n\n".join(
        [
            "Letter from the Minister of War of Persia to the Chairman of the Council of Afghanistan Aman Roe.",
            "1 May 1921",
            "Mr. Chairman,",
            *paragraphs,
        ]
    )


def mentions(reading: Reading, kind: EntityKind) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mention in reading.mentions:
        entity = reading.entity(mention.entity)
        if entity.kind is kind:
            found.setdefault(entity.label, []).append(reading.transcript.quote(mention.span))
    return found


def events(reading: Reading) -> dict[str, dict[str, str]]:
    return {e.type: {p.role: reading.entity(p.entity).label for p in e.participants} for e in reading.events}


def gift_roles(reading: Reading) -> list[dict[str, list[str]]]:
    result: list[dict[str, list[str]]] = []
    for gift in reading.gifts:
        roles: dict[str, list[str]] = {}
        for participant in gift.participants:
            roles.setdefault(participant.role, []).append(reading.entity(participant.entity).label)
        result.append(roles)
    return result


def test_a_people_and_an_army_are_groups_and_the_aggressor_is_the_foreign_army(second: Reading) -> None:
    assert mentions(second, EntityKind.GROUP) == {
        "British troops": ["the British troops", "the aggressor"],
        "the population": ["the population", "the wounded", "the victims"],
        "Persian people": ["The Persian people", "the Persian people"],
        "toilers of Russia": ["the toilers of Russia"],
    }


def test_the_gift_of_the_second_letter_and_the_thanks_for_it_are_one(second: Reading) -> None:
    assert [(s.amount, s.currency, s.specification, len(s.evidence.spans)) for s in second.sums] == [
        (Decimal(12500), "Turkish pound", "in gold", 2)
    ]
    assert gift_roles(second) == [
        {
            "donor": ["RSFSR", "toilers of Russia"],
            "intermediary": ["Ivan Karelin"],
            "offered-to": ["Minister of Foreign Affairs of Persia"],
            "recipient": ["Red Cross Society"],
            "beneficiary": ["the population"],
        }
    ]
    assert second.gifts[0].status.value == GiftStatus.TRANSFERRED


def test_a_gift_of_which_nobody_says_that_it_arrived_is_only_offered(third: Reading) -> None:
    assert [gift.status.value for gift in third.gifts] == [GiftStatus.OFFERED]
    assert "recipient" not in gift_roles(third)[0]


def test_events_have_those_who_are_named_in_them(second: Reading, third: Reading) -> None:
    assert events(second) == {
        "victory": {"by": "Persian people", "against": "British troops"},
        "retreat": {"by": "British troops"},
        "devastation": {"by": "British troops", "against": "the population", "place": "the whole country"},
        "massacre": {"by": "British troops", "against": "the population"},
    }
    assert events(third) == {
        "devastation": {"by": "Chinese troops", "place": "the villages that they left"},
        "struggle": {"by": "Mongolian people"},
    }


def test_every_event_is_asserted_by_a_letter_in_its_own_words(second: Reading) -> None:
    for event in second.events:
        for assertion in event.assertions:
            writers = {w.ordinal for s in assertion.evidence.spans if (w := second.writer_at(s))}
            assert writers == {assertion.letter}


def test_what_is_only_wished_for_has_not_happened(understand: Understand) -> None:
    reading = understand(letter_with("We wish you the speedy victory of the Afghan people over the invader."))
    assert reading.events == ()


def test_a_form_of_address_means_the_holder_of_that_office_alone(understand: Understand) -> None:
    reading = understand(letter_with("I ask you, Mr. Chairman, and not Mr. Minister, to read this."))
    assert mentions(reading, EntityKind.PERSON)["Aman Roe"] == ["Aman Roe", "Mr. Chairman", "Mr. Chairman"]
    assert all("Mr. Minister" not in words for words in mentions(reading, EntityKind.OFFICE).values())


def test_an_adjective_is_no_mention_of_a_country(understand: Understand) -> None:
    reading = understand(letter_with("The Greek troops left; the Greeks wrote nothing."))
    assert "Greece" not in mentions(reading, EntityKind.PLACE)
    assert mentions(reading, EntityKind.GROUP) == {"Greek troops": ["The Greek troops", "the Greeks"]}


def test_an_idea_that_acts_is_a_topic_and_no_organisation(understand: Understand) -> None:
    reading = understand(letter_with("Rapacious imperialism and Western capitalism and militarism only destroy."))
    assert set(mentions(reading, EntityKind.TOPIC)) == {"imperialism", "militarism"}
    assert "imperialism" not in mentions(reading, EntityKind.ORGANISATION)


def test_the_government_of_the_addressee_is_known_by_description_alone(understand: Understand) -> None:
    reading = understand(letter_with("Please tell your Government."))
    (entity,) = [e for e in reading.entities if e.label == "your Government"]
    assert (entity.kind, entity.named) == (EntityKind.ORGANISATION, False)


def test_a_body_headed_by_you_has_the_addressee_as_its_head(understand: Understand) -> None:
    reading = understand(letter_with("The people, led by their Provisional Government headed by you, stand firm."))
    held = [(reading.entity(h.person).label, reading.entity(h.office).label) for h in reading.holdings]
    assert ("Aman Roe", "head of the Provisional Government") in held
