"""The vocabulary check finds what SHACL passes over: terms that do not exist, and terms in the wrong place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from letterbook.terms import Document, Term, Triple, document
from letterbook.validation import TermTables, check_terms

Read = Callable[[str], list[Triple]]
Node = Callable[[str], Term]
PAGE = "https://letters.example/letter/1"

FAULTS = {
    "a class with another dash": ("L:t a crm:E52_Time_Span .", "L402", "L:t", "crm:E52_Time-Span"),
    "a class in capitals": ("L:x a crm:PC14_Carried_Out_By .", "L402", "L:x", "crm:PC14_carried_out_by"),
    "a class that schema.org does not have": ("L:x a schema:Letter .", "L402", "L:x", "schema:Letter"),
    "a property that schema.org does not have": (
        "L:x a schema:Message ; schema:inReplyTo L:y . L:y a schema:Message .", "L402", "L:x", "schema:inReplyTo"),
    "an amount by a property of a newer version": (
        "L:gift a crm:E8_Acquisition ; crm:P181_has_amount L:sum . L:sum a crm:E97_Monetary_Amount .", "L402", "L:gift", "crm:P181_has_amount"),
    "a namespace with a hash": ("L:x a <http://www.cidoc-crm.org/cidoc-crm/#E21_Person> .", "L402", "L:x", "E21_Person"),
    "a namespace with https": ("L:x a <https://www.cidoc-crm.org/cidoc-crm/E21_Person> .", "L402", "L:x", "crm:E21_Person"),
    "a datatype of CIDOC-CRM": (
        'L:t a crm:E52_Time-Span ; crm:P82_at_some_time_within "1850"^^crm:E61_Time_Primitive .', "L402", "L:t", "crm:E61_Time_Primitive"),
    "a move whose subject is no move": (
        "L:x a crm:E7_Activity ; crm:P26_moved_to L:p . L:p a crm:E53_Place .", "L403", "L:x", "crm:E9_Move"),
    "an event used as an object": (
        "L:x a crm:E7_Activity ; crm:P16_used_specific_object L:e . L:e a crm:E5_Event .", "L403", "L:x", "crm:E70_Thing"),
    "a gift of an amount instead of a thing": (
        "L:x a crm:E8_Acquisition ; crm:P24_transferred_title_of L:s . L:s a crm:E97_Monetary_Amount .", "L403", "L:x", "crm:E18_Physical_Thing"),
    "words where a thing is asked": (
        'L:x a crm:E7_Activity ; crm:P14_carried_out_by "the harbour" .', "L403", "L:x", "a thing, not words"),
    "a thing where words are asked": (
        "L:x a crm:E42_Identifier ; crm:P190_has_symbolic_content L:y .", "L403", "L:x", "words or a number"),
    "pages on a message": ('L:x a schema:Message ; schema:pageStart "4" .', "L403", "L:x", "schema:Chapter"),
    "a day as the moment of sending": ('L:x a schema:Message ; schema:dateSent "1850-03-02"^^xsd:date .', "L403", "L:x", "schema:DateTime"),
    "words as a sender": ('L:x a schema:Message ; schema:sender "the harbour" .', "L403", "L:x", "schema:Person"),
    "a group without a class of schema.org as a sender": (
        "L:x a schema:Message ; schema:sender L:y . L:y a crm:E74_Group .", "L403", "L:x", "crm:E74_Group"),
    "a node of which nothing is known": ("L:x a schema:Message ; schema:sender L:y .", "L403", "L:x", "nothing that is known"),
    "a number in words": ('L:x a schema:MonetaryAmount ; schema:value 20 ; schema:validFrom "spring" .', "L403", "L:x", "schema:DateTime"),
    "a status that is none": ("L:x a schema:DonateAction ; schema:actionStatus schema:Paperback .", "L403", "L:x", "schema:ActionStatusType"),
    "a role without its plain property": (
        "L:x a crm:PC14_carried_out_by ; crm:P01_has_domain L:w ; crm:P02_has_range L:a . L:w a crm:E65_Creation . L:a a crm:E21_Person .",
        "L404", "L:x", "crm:P14_carried_out_by"),
    "a role with the plain property of another": (
        "L:x a crm:PC14_carried_out_by ; crm:P01_has_domain L:w ; crm:P02_has_range L:a . L:a a crm:E21_Person ."
        "L:w a crm:E65_Creation ; crm:P14_carried_out_by L:b . L:b a crm:E21_Person .", "L404", "L:x", "crm:P14_carried_out_by"),
    "a role of nobody": ("L:x a crm:PC14_carried_out_by ; crm:P01_has_domain L:w . L:w a crm:E65_Creation .", "L404", "L:x", "crm:P02_has_range"),
    "a class of schema.org with https": ("L:x a <https://schema.org/Message> .", "L405", "L:x", "http://schema.org/"),
    "a property of schema.org with https": (
        'L:x a schema:Message ; <https://schema.org/text> "Sir" .', "L405", "L:x", "http://schema.org/"),
    "a value of schema.org with https": (
        "L:x a schema:DonateAction ; schema:actionStatus <https://schema.org/CompletedActionStatus> .", "L405", "L:x", "http://schema.org/"),
    "a datatype of schema.org with https": (
        'L:x a schema:Message ; schema:text "Sir"^^<https://schema.org/Text> .', "L405", "L:x", "http://schema.org/"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_faults_that_are_common_in_published_data_are_found(
    name: str, triples: Read, node: Node, tables: TermTables
) -> None:
    turtle, code, focus, said = FAULTS[name]
    found = check_terms(document(PAGE, node("L:letter"), triples(turtle)), tables, {})
    told = [v for v in found if v.code == code]
    assert [v.focus for v in told] == [node(focus)]
    assert said in told[0].message + told[0].value


RIGHT = {
    "a class below the domain": "L:w a crm:E65_Creation ; crm:P14_carried_out_by L:a . L:a a crm:E21_Person .",
    "a role between a letter and its sender": 'L:x a schema:Message ; schema:sender L:r . L:r a schema:Role ; schema:sender L:a ; schema:roleName "master" . L:a a schema:Person .',
    "a web address for a URL": "L:x a schema:Person ; schema:sameAs <https://names.example/a> .",
    "anything where any thing may stand": "L:x a schema:ReplyAction ; schema:object L:y ; schema:result L:y .",
    "a property of any thing": 'L:x a crm:E74_Group ; schema:name "The town"@en .',
    "a named value": "L:x a schema:DonateAction ; schema:actionStatus schema:CompletedActionStatus .",
    "a year as a date": 'L:x a schema:Book ; schema:datePublished "1901"^^xsd:gYear .',
    "a whole number as a number": "L:x a schema:MonetaryAmount ; schema:value 20 .",
    "a role in both vocabularies": "L:x a crm:PC14_carried_out_by ; crm:P01_has_domain L:w ; crm:P02_has_range L:a ; crm:P14.1_in_the_role_of t:author ."
    "L:w a crm:E65_Creation ; crm:P14_carried_out_by L:a . L:a a crm:E21_Person . t:author a crm:E55_Type .",
    "words about https in a text": 'L:x a schema:Message ; schema:text "see https://schema.org/Message" .',
    "terms of vocabularies that have no table": "L:x a skos:Concept ; skos:inScheme t:scheme .",
    "a claim of CRMinf": "L:x a crminf:I4_Proposition_Set ; crminf:J28_contains_entity_reference L:e . L:e a crm:E5_Event .",
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_the_vocabularies_allow_is_passed(name: str, triples: Read, node: Node, tables: TermTables) -> None:
    assert check_terms(document(PAGE, node("L:letter"), triples(RIGHT[name])), tables, {}) == []


def test_classes_of_other_documents_are_taken_from_the_context(triples: Read, node: Node, tables: TermTables) -> None:
    one = document(PAGE, node("L:letter"), triples("L:x a schema:Message ; schema:sender <actor/a#it> ."))
    person = {node("actor/a#it"): (node("schema:Person"), node("crm:E21_Person"))}
    place = {node("actor/a#it"): (node("schema:Place"),)}
    assert check_terms(one, tables, person) == []
    assert [v.code for v in check_terms(one, tables, place)] == ["L403"]


def test_the_sample_is_without_a_fault(
    sample: Mapping[str, Document], tables: TermTables, types: Mapping[Term, tuple[Term, ...]], node: Node
) -> None:
    kinds = {node(f"t:{name}"): (node("crm:E55_Type"), node("schema:DefinedTerm")) for name in (
        "letter", "letter-number", "addressee", "author", "sender", "sending", "paragraph", "gift", "sum-of-money",
        "event-as-reported", "victory", "claim", "holder", "page-number", "reference", "reply-to", "official-position", "publishing",
    )}  # fmt: skip
    for name, each in sample.items():
        assert check_terms(each, tables, {**types, **kinds}) == [], name


def test_a_misspelt_term_is_told_with_the_nearest_that_exists(triples: Read, node: Node, tables: TermTables) -> None:
    one = document(PAGE, node("L:letter"), triples("L:x a schema:Mesage ."))
    (violation,) = check_terms(one, tables, {})
    assert (
        violation.message == "schema:Mesage is not a class of the vocabulary; the nearest that exists is schema:Message"
    )
