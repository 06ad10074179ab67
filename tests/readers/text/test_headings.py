"""A heading names the kind of the paper and its two parties, with their offices, bodies, seats and names; no more than it prints."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from letterbook.letter import EntityKind, Form, Party, Span
from letterbook.readers.text import Rules, load_rules
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.headings import Heading, read_heading
from letterbook.readers.text.parties import PartyReader
from letterbook.readers.text.zones import unwrapped, view_of


@dataclass(frozen=True)
class Read:
    """A heading as read, with what it put into the table."""

    text: str
    heading: Heading | None
    table: EntityTable

    def party(self, side: str) -> Party:
        assert self.heading is not None
        parties: tuple[Party, ...] = getattr(self.heading, f"{side}s")
        party = parties[0] if parties else None
        assert party is not None
        return party

    def label(self, entity: str) -> str:
        return self.table.get(entity).label if entity else ""

    def names(self, side: str) -> tuple[str, str, str]:
        """Person, office and body of a side; empty where there is none."""
        party = self.party(side)
        return self.label(party.person), self.label(party.office), self.label(party.body)

    def office(self, side: str) -> tuple[str, str]:
        """What the office of a side belongs to, and its seat."""
        office = self.table.get(self.party(side).office)
        return self.label(office.part_of), self.label(office.seat)

    def mentions(self) -> list[tuple[str, str, str]]:
        """Every mention: the words, the kind of what they mean, and how."""
        return [
            (self.text[m.span.start : m.span.end], self.table.get(m.entity).kind, m.form) for m in self.table.mentions()
        ]


def read(text: str, rules: Rules) -> Read:
    table = EntityTable()
    reader = PartyReader(text, unwrapped(view_of(text)), rules, table)
    return Read(text, read_heading(Span(0, len(text)), reader), table)


SEED = (
    "Letter from the Representative of the People's Commissariat of Foreign Affairs of the RSFSR in Turkey "
    "to the Chairman of the Grand National Assembly of Turkey Mustafa Kemal."
)


def test_long_titles_of_offices_are_taken_apart(rules: Rules) -> None:
    found = read(SEED, rules)
    assert found.heading is not None
    assert found.heading.kind is not None
    assert (found.heading.kind.value, found.heading.kind.evidence.spans) == ("letter", (Span(0, 6),))
    office = "Representative of the People's Commissariat of Foreign Affairs of the RSFSR in Turkey"
    assert found.names("sender") == ("", office, "")
    assert found.office("sender") == ("People's Commissariat of Foreign Affairs of the RSFSR", "Turkey")
    assert found.names("addressee") == ("Mustafa Kemal", "Chairman of the Grand National Assembly of Turkey", "")
    assert found.office("addressee") == ("Grand National Assembly of Turkey", "")
    assert [found.party(side).evidence.spans for side in ("sender", "addressee")] == [
        (Span(12, 101),),
        (Span(105, 172),),
    ]
    (holding,) = found.heading.holdings
    assert holding.evidence.spans == (Span(109, 172),)


def test_every_name_within_a_title_is_a_mention_of_its_own(rules: Rules) -> None:
    assert set(read(SEED, rules).mentions()) == {
        ("the Representative of the People's Commissariat of Foreign Affairs of the RSFSR in Turkey",
         EntityKind.OFFICE, Form.OFFICE),
        ("People's Commissariat of Foreign Affairs of the RSFSR", EntityKind.ORGANISATION, Form.NAME),
        ("RSFSR", EntityKind.POLITY, Form.NAME),
        ("Turkey", EntityKind.PLACE, Form.NAME),
        ("Chairman of the Grand National Assembly of Turkey", EntityKind.OFFICE, Form.NAME),
        ("Grand National Assembly of Turkey", EntityKind.ORGANISATION, Form.NAME),
        ("Mustafa Kemal", EntityKind.PERSON, Form.NAME),
    }  # fmt: skip


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\r", "\u00a0"])
@pytest.mark.parametrize(
    "at",
    [
        "from the",
        "the Representative",
        "of the",
        "RSFSR in",
        "in Turkey",
        "to the",
        "Turkey Mustafa",
        "Mustafa Kemal",
        "Foreign Affairs",
    ],
)
def test_a_heading_broken_over_lines_says_the_same(rules: Rules, blank: str, at: str) -> None:
    broken = read(SEED.replace(at, at.replace(" ", blank, 1)), rules)
    whole = read(SEED, rules)
    assert [broken.names(side) for side in ("sender", "addressee")] == [
        whole.names(side) for side in ("sender", "addressee")
    ]


def test_a_typographic_apostrophe_is_as_good_as_a_plain_one(rules: Rules) -> None:
    found = read(SEED.replace("'", "’"), rules)
    assert found.names("sender") == read(SEED, rules).names("sender")
    assert found.party("sender").as_printed.count("’") == 1


@pytest.mark.parametrize(
    ("heading", "sender", "addressee"),
    [
        ("Mr. Adams to Mr. Seward.", ("Adams", "", ""), ("Seward", "", "")),
        ("Lord Roe to Count Doe", ("Roe", "", ""), ("Doe", "", "")),
        ("Letter from A. B. Roe to J. Doe.", ("A. B. Roe", "", ""), ("J. Doe", "", "")),
        ("Letter from von Roe to Doe", ("von Roe", "", ""), ("Doe", "", "")),
        ("The Ambassador in Great Britain (Page) to the Secretary of State",
         ("Page", "Ambassador in Great Britain", ""), ("", "Secretary of State", "")),
        ("The Commercial Adviser of the British Embassy (Roe) to the Consul in Smyrna",
         ("Roe", "Commercial Adviser of the British Embassy", ""), ("", "Consul in Smyrna", "")),
        ("The Ambassador to France to the Secretary of State",
         ("", "Ambassador to France", ""), ("", "Secretary of State", "")),
        ("Letter from John Roe, Ambassador of Great Britain in Turkey, to the Grand Vizier",
         ("John Roe", "Ambassador of Great Britain in Turkey", ""), ("", "Grand Vizier", "")),
        ("Letter from the Chairman of the Grand National Assembly of Turkey, Ali Roe, to the Consul in Smyrna",
         ("Ali Roe", "Chairman of the Grand National Assembly of Turkey", ""), ("", "Consul in Smyrna", "")),
        ("Letter to the Consul in Smyrna Mr. Roe from the Emir of Afghanistan Aman Doe Khan",
         ("Aman Doe Khan", "Emir of Afghanistan", ""), ("Roe", "Consul in Smyrna", "")),
        ("Reply note of the Ministry of Foreign Affairs of Afghanistan to the Plenipotentiary Representative of the RSFSR in Afghanistan",
         ("", "", "Ministry of Foreign Affairs of Afghanistan"),
         ("", "Plenipotentiary Representative of the RSFSR in Afghanistan", "")),
        ("Telegram from the Government of the RSFSR to the Governments of Great Britain, France and Italy.",
         ("", "", "Government of the RSFSR"), ("", "", "Governments of Great Britain, France and Italy")),
        ("Note from the RSFSR to Turkey", ("", "", "RSFSR"), ("", "", "Turkey")),
        ("Message from the Red Cross Society to the workers of Europe",
         ("", "", "Red Cross Society"), ("", "", "workers of Europe")),
        ("Letter from Ivan Roe to the People's Commissar of Foreign Affairs of the RSFSR",
         ("Ivan Roe", "", ""), ("", "People's Commissar of Foreign Affairs of the RSFSR", "")),
    ],
)  # fmt: skip
def test_a_party_is_a_person_an_office_or_a_body(
    rules: Rules, heading: str, sender: tuple[str, str, str], addressee: tuple[str, str, str]
) -> None:
    found = read(heading, rules)
    assert (found.names("sender"), found.names("addressee")) == (sender, addressee)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("the RSFSR", EntityKind.POLITY),
        ("Turkey", EntityKind.POLITY),
        ("the Government of Turkey", EntityKind.ORGANISATION),
        ("the Red Cross Society", EntityKind.ORGANISATION),
        ("the workers of Europe", EntityKind.GROUP),
        ("Ali Roe", EntityKind.PERSON),
    ],
)
def test_states_bodies_and_peoples_are_no_persons(rules: Rules, title: str, kind: EntityKind) -> None:
    found = read(f"Letter from the Consul in Smyrna to {title}", rules)
    assert found.table.get(found.party("addressee").agent).kind is kind


@pytest.mark.parametrize(
    ("office", "part_of", "seat"),
    [
        ("Representative of the RSFSR in Turkey", "RSFSR", "Turkey"),
        ("People's Commissar of Foreign Affairs of the RSFSR", "RSFSR", ""),
        ("Consul in Smyrna", "", "Smyrna"),
        ("Minister of Foreign Affairs of Greece", "", ""),
        (
            "Chairman of the Council of People's Commissars of the RSFSR",
            "Council of People's Commissars of the RSFSR",
            "",
        ),
        ("Ambassador of Turkey in the RSFSR", "", ""),
        ("Representative of Great Britain in Russia", "", ""),
        ("Grand Vizier", "", ""),
    ],
)
def test_an_office_belongs_to_what_its_title_says_and_is_held_where_it_says(
    rules: Rules, office: str, part_of: str, seat: str
) -> None:
    """An envoy of one state in another is not of the state that he is sent to."""
    found = read(f"Letter from the {office} to Mr. Roe", rules)
    assert found.label(found.party("sender").office) == office
    assert found.office("sender") == (part_of, seat)


@pytest.mark.parametrize(
    "title", ["Chairman of the Grand National Assembly of Turkey", "Consul in Smyrna", "Minister of War"]
)
def test_no_person_is_made_from_an_office(rules: Rules, title: str) -> None:
    found = read(f"Letter from the {title} to the {title}.", rules)
    assert found.heading is not None
    assert found.heading.holdings == ()
    assert EntityKind.PERSON not in [entity.kind for entity in found.table.entities()]


def test_one_office_named_twice_is_one_entity(rules: Rules) -> None:
    found = read("Letter from the Consul in Smyrna to the Consul in Smyrna", rules)
    assert found.party("sender").office == found.party("addressee").office


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Letter", "letter"),
        ("Note", "note"),
        ("Reply note", "note"),
        ("Reply\u00a0note", "note"),
        ("Telegram", "telegram"),
        ("Memorandum", "memorandum"),
        ("Note verbale", "note-verbale"),
    ],
)
def test_the_first_words_name_the_kind(rules: Rules, word: str, kind: str) -> None:
    found = read(f"{word} from the Consul in Smyrna to the Grand Vizier", rules)
    assert found.heading is not None
    assert found.heading.kind is not None
    assert (found.heading.kind.value, found.heading.kind.text) == (kind, word)


@pytest.mark.parametrize(
    "line",
    [
        "Mr. Chairman,",
        "April 9, 1921 No. 319",
        "The road to Smyrna",
        "How we came to the Legation of Persia",
        "An appeal to the Government",
        "Letter",
        "Letter from to .",
        "We gave it to the Minister of War.",
        "1921",
    ],
)
def test_what_names_no_two_parties_is_no_heading(rules: Rules, line: str) -> None:
    assert read(line, rules).heading is None


@pytest.mark.parametrize(
    ("profile", "title", "senders", "addressees"),
    [
        ("dvp-en", "Letter from Mr. Richard Roe or Mr. John Doe to Mr. Paul Poe", 0, 1),
        ("dvp-en", "Letter from Mr. Paul Poe to the Ambassador in Turkey or the Consul in Smyrna", 1, 0),
        ("brief-de", "Brief von Karl Roth oder Otto Weiß an Frieda Braun vom 3. Mai 1834", 0, 1),
        ("lettre-fr", "M. Jean Roux à M. Paul Blanc ou à M. Luc Vert, Paris, 9 avril 1721", 1, 0),
        ("dvp-en", "Letter from an unknown person to Mr. Paul Poe", 0, 1),
        ("lettre-fr", "Inconnu à M. Paul Blanc, Paris, 9 avril 1721", 0, 1),
        ("dvp-en", "Letter from Mr. Richard Roe to Mr. Orlando or Roe", 1, 0),
        ("dvp-en", "Letter from the Order of Malta to the Oregon Corps", 1, 1),
    ],
)
def test_one_of_two_and_an_unknown_person_are_no_party(profile: str, title: str, senders: int, addressees: int) -> None:
    """Fault case L4: "A or B" is neither of the two, nor a third person of both names."""
    found = read(title, load_rules(profile))
    assert found.heading is not None
    assert (len(found.heading.senders), len(found.heading.addressees)) == (senders, addressees)
    undecided = [found.text[span.start : span.end] for span in found.heading.undecided]
    assert len(undecided) == sum(word in title.split() for word in ("or", "oder", "ou"))
    assert not any(name in label for label in labels(found) for name in undecided)


def labels(found: Read) -> list[str]:
    return [entity.label for entity in found.table.entities()]


def test_who_writes_to_himself_is_one_person_on_both_sides(rules: Rules) -> None:
    """Fault case L4."""
    found = read("Letter from Mr. Richard Roe to Mr. Richard Roe", rules)
    assert found.party("sender").person == found.party("addressee").person != ""


@example(words=", Consul Government to Government".split())
@given(
    st.lists(
        st.sampled_from(
            "Letter Note from to of in the Mr. Roe Doe Consul Turkey RSFSR (Roe) , . Smyrna Government".split()
        ),
        max_size=14,
    )
)
def test_no_heading_breaks_the_reader_and_its_words_are_those_of_the_text(words: list[str]) -> None:
    text = " ".join(words) or "x"
    found = read(text, load_rules("dvp-en", "en"))
    parties = [*found.heading.senders, *found.heading.addressees] if found.heading else []
    for party in parties:
        (span,) = party.evidence.spans
        assert text[span.start : span.end] == party.as_printed
        assert found.table.get(party.agent)
    for mention in found.table.mentions():
        assert mention.span.end <= len(text)
