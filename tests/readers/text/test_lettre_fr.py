"""French letters under titles of the editors: salutations, closings, datelines and headings of four centuries."""

from __future__ import annotations

import pytest

from letterbook.letter import Letter, Reading, Transcript
from letterbook.readers.text import load_rules, read_text


def read(below: str, *, heading: str = "M. Aubry à M. Bertin") -> Reading:
    return read_text(Transcript("x.txt", f"{heading}\n\n{below}\n", "fr"), load_rules("lettre-fr", "fr"))


def party(reading: Reading, letter: Letter) -> list[tuple[str, str]]:
    """Name and office of sender and addressee."""
    found = []
    for each in (*letter.senders, *letter.addressees):
        name = each.person or each.body
        found.append(
            (reading.entity(name).label if name else "", reading.entity(each.office).label if each.office else "")
        )
    return found


@pytest.mark.parametrize(
    "salutation",
    [
        "Monsieur le Ministre,",
        "Mon cher ami,",
        "Sire,",
        "Madame,",
        "Excellence,",
        "Monseigneur,",
        "Cher Monsieur,",
        "Mon Général,",
        "Ma chère maman,",
        "Très cher et honoré ami,",
        "Monsieur le Comte,",
        "Citoyen Ministre,",
        "Citoyens,",
        "Mon révérend Père,",
        "M. le Président,",
        "Chère Madame et amie,",
        "Monsieur et cher collègue,",
        "Votre Excellence,",
        "Mon bon ami !",
        "Messieurs les Députés,",
        "Très Saint-Père,",
        "Mademoiselle,",
        "Mon cher Monsieur Dupré,",
        "Madame la Duchesse,",
        "Monsieur mon frère,",
        "Cher maître,",
    ],
)
def test_a_line_of_address_opens_the_letter(salutation: str) -> None:
    found = read(f"Genève, le 3 mars 1900\n\n{salutation}\n\nLe temps est beau.").letter(1).salutation
    assert found is not None
    assert found.value == salutation.rstrip(" ,!.")


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("Monsieur, j'ai l'honneur de vous écrire.", "Monsieur"),
        ("Monsieur le Comte, la lettre est arrivée.", "Monsieur le Comte"),
        ("Sire, la paix est faite.", "Sire"),
        ("Madame, — Je vous écris.", "Madame"),
    ],
)
def test_an_address_before_a_comma_is_no_part_of_the_paragraph(paragraph: str, words: str) -> None:
    found = read(f"Genève, le 3 mars 1900\n\n{paragraph}").letter(1).salutation
    assert found is not None
    assert found.value == words


@pytest.mark.parametrize(
    "sentence", ["Monsieur le Maire est parti hier.", "Mon frère est parti hier.", "Il fait beau."]
)
def test_a_sentence_is_no_salutation(sentence: str) -> None:
    assert read(f"Genève, le 3 mars 1900\n\n{sentence}").letter(1).salutation is None


@pytest.mark.parametrize(
    "closing",
    [
        "Veuillez agréer, Monsieur le Ministre, l'assurance de ma haute considération.",
        "Agréez, Monsieur, l'assurance de ma haute considération.",
        "J'ai l'honneur d'être avec respect, Monsieur, votre très humble et très obéissant serviteur,",
        "J'ay l'honneur d'estre, Monsieur, vostre très-humble et très-obéissant serviteur.",
        "Je suis, Monsieur, votre très humble et très obéissante servante,",
        "Je suis avec un profond respect, Sire, de Votre Majesté, le très humble, très obéissant et très fidèle sujet et serviteur",
        "Votre tout dévoué,",
        "Bien à vous,",
        "Votre bien Devoué",
        "de vôtre Dévoué serviteur et collègue",
        "Tout à vous de cœur,",
        "Salut et fraternité,",
        "Croyez, mon cher ami, à mes sentiments les plus affectueux.",
        "Recevez, mon cher Comte, les assurances de mon amitié.",
        "Je vous prie d'agréer, Monsieur, l'expression de mes sentiments distingués.",
        "J'ai l'honneur, Monsieur, de vous presenter mes Compliments les plus respectueux & distinguées",
        "Agréez l'expression des sentimens de toute Consideration",
        "Votre affectueusement dévoué,",
        "Affectueusement à vous,",
        "Mille amitiés.",
        "Je vous embrasse de tout mon cœur.",
        "Ton ami dévoué,",
        "Votre vieil ami,",
        "Votre respectueuse et dévouée,",
        "Avec mes meilleurs sentiments,",
        "Je suis, etc.",
        "J'ai l'honneur d'être, etc.",
        "Sur ce, je prie Dieu qu'il vous ait en sa sainte et digne garde.",
        "Soyez assuré, Monsieur, de mes sentiments dévoués.",
    ],
)
def test_a_formula_closes_the_letter_and_the_name_below_it_signs(closing: str) -> None:
    letter = read(f"Monsieur,\n\nLe temps est beau. Rien de nouveau ici.\n\n{closing}\n\nL. d'Aubry").letter(1)
    assert letter.closing is not None
    assert letter.closing.value == closing.rstrip(" ,.")
    assert letter.signature is not None
    assert letter.signature.value == "L. d'Aubry"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Genève, le 3 mars 1900", "Genève"),
        ("À Versailles, ce 3 mars 1900.", "Versailles"),
        ("De Vienne, le 3 mars 1900", "Vienne"),
        ("Clermont (Oise), 3 mars 1900", "Clermont"),
        ("Ce mardi 3 mars 1900", ""),
    ],
)
def test_the_place_of_a_dateline_is_what_stands_before_the_words_of_the_day(line: str, place: str) -> None:
    reading = read(f"{line}\n\nMonsieur,\n\nTexte.")
    letter = reading.letter(1)
    assert letter.date is not None
    assert letter.date.date.edtf == "1900-03-03"
    assert (reading.entity(letter.place).label if letter.place else "") == place


@pytest.mark.parametrize(
    ("heading", "parties"),
    [
        (
            "M. Dupré, ambassadeur de France à Rome, à M. Lenoir, président du Conseil",
            [("Dupré", "ambassadeur de France à Rome"), ("Lenoir", "président du Conseil")],
        ),
        (
            "Le Commissaire du Peuple aux Affaires étrangères au Représentant plénipotentiaire à Paris",
            [
                ("", "Commissaire du Peuple aux Affaires étrangères"),
                ("", "Représentant plénipotentiaire à Paris"),
            ],
        ),
        ("Le duc de Marsan au comte de Brion", [("de Marsan", ""), ("de Brion", "")]),
        (
            "Note verbale de l'ambassade de France au ministère des Affaires étrangères",
            [("ambassade de France", ""), ("ministère des Affaires étrangères", "")],
        ),
        ("Lettre de Louis XIV à Charles II", [("Louis XIV", ""), ("Charles II", "")]),
    ],
)
def test_a_heading_names_parties_with_their_offices(heading: str, parties: list[tuple[str, str]]) -> None:
    reading = read("Monsieur,\n\nTexte.", heading=heading)
    assert party(reading, reading.letter(1)) == parties
