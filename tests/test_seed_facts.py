"""The built graph of the two letters of 1921 says all that a careful historian reads in them, and nothing that he must not.

The truth stands in seed_facts.yaml; the graph is asked by SPARQL and by following its links, as any user of it would.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

BASE = "https://letterbook.example/"
CRM = Namespace("http://www.cidoc-crm.org/cidoc-crm/")
SCHEMA = Namespace("http://schema.org/")
OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")
T = Namespace(BASE + "vocab/types#")
L, R = Namespace(BASE + "letter/dvp-4-319#"), Namespace(BASE + "letter/dvp-4-319-reply#")
LETTERS = {1: L, 2: R}
ORDINALS: dict[Node, int] = {L.letter: 1, R.letter: 2}
TEXT = (Path(__file__).resolve().parents[1] / "data/letters/000_fe7cd0140cad9c37.txt").read_text(encoding="utf-8")
FACTS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "seed_facts.yaml").read_text(encoding="utf-8"))

Range = tuple[int, int]


@pytest.fixture(scope="module")
def graph(built: Path) -> Graph:
    return Graph().parse(data=(built / "letterbook.ttl").read_text(encoding="utf-8"), format="turtle")


def thing(key: str) -> URIRef:
    return URIRef(f"{BASE}{key}#it")


def spans(graph: Graph, node: Node) -> set[Range]:
    """The characters on which a node rests."""
    found: set[Range] = set()
    for annotation in graph.subjects(OA.hasBody, node):
        for target in graph.objects(annotation, OA.hasTarget):
            for selector in graph.objects(target, OA.hasSelector):
                start, end = graph.value(selector, OA.start), graph.value(selector, OA.end)
                if start is not None and end is not None:
                    found.add((int(str(start)), int(str(end))))
    return found


def qualified(graph: Graph, role: URIRef, *, domain: Node | None = None) -> Iterator[tuple[Node, Node, Node]]:
    """The qualifying nodes of a role: node, domain, range."""
    for predicate in (CRM["P14.1_in_the_role_of"], CRM["P67.1_has_type"], CRM["P107.1_kind_of_member"]):
        for node in graph.subjects(predicate, role):
            of, who = graph.value(node, CRM.P01_has_domain), graph.value(node, CRM.P02_has_range)
            assert of is not None
            assert who is not None
            if domain in (None, of):
                yield node, of, who


def overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def pairs(value: list[Any]) -> set[Range]:
    return {tuple(v) for v in value} if isinstance(value[0], list) else {(value[0], value[1])}


@pytest.fixture(scope="module")
def described(graph: Graph) -> dict[str, URIRef]:
    """The nodes of those who are known by description only, by their name in the facts."""
    found: dict[str, URIRef] = {}
    for name, fact in FACTS["described"].items():
        wanted = {span for key, at in fact.items() if key != "kind" for span in pairs(at)}
        (node,) = {
            who
            for mention, _, who in qualified(graph, T.mention)
            if spans(graph, mention) & wanted and str(who).startswith(BASE + "letter/")
        }
        found[name] = URIRef(str(node))
    return found


@pytest.mark.parametrize("number", [1, 2])
def test_every_part_of_the_letters_stands_where_it_is_printed(graph: Graph, number: int) -> None:
    for kind, wanted in FACTS["parts"][number].items():
        nodes = [
            part
            for part in graph.subjects(CRM.P2_has_type, T[kind])
            if str(part).startswith(str(LETTERS[number])) and (part, SCHEMA.position, None) in graph
        ]
        assert sorted(span for node in nodes for span in spans(graph, node)) == sorted(pairs(wanted)), kind
        for node in nodes:
            ((start, end),) = spans(graph, node)
            assert str(graph.value(node, SCHEMA.text)) == TEXT[start:end]


def test_the_words_of_the_edition_are_no_part_of_a_letter(graph: Graph) -> None:
    for letter, name in ((L, "heading"), (L, "source-note"), (R, "link")):
        assert graph.value(letter[name], SCHEMA.isPartOf) == L.printed
    assert "The following reply" not in str(graph.value(L.letter, SCHEMA.text))
    assert str(graph.value(R.letter, SCHEMA.text)) == TEXT[2100:3197]


def test_what_is_absent_stays_absent(graph: Graph) -> None:
    for kind in FACTS["absent"]:
        assert [s for s in graph.subjects(CRM.P2_has_type, T[kind]) if (s, SCHEMA.position, None) in graph] == []
    assert list(graph.objects(None, SCHEMA.locationCreated)) == []
    for letter in LETTERS.values():
        assert graph.value(letter.writing, CRM.P7_took_place_at) is None


def test_the_heading_gives_kind_sender_and_addressee(graph: Graph) -> None:
    header = FACTS["header"]
    assert (L.letter, CRM.P2_has_type, T[header["kind"]["type"]]) in graph
    assert spans(graph, L.letter) == pairs(header["kind"]["at"])
    sender, addressee = thing(header["sender"]["is"]), thing(header["addressee"]["is"])
    assert [who for _, _, who in qualified(graph, T.sender, domain=L.writing)] == [sender]
    assert [who for _, _, who in qualified(graph, T.addressee, domain=L.letter)] == [addressee]
    assert set(graph.objects(L.letter, SCHEMA.sender)) == {sender}
    assert set(graph.objects(L.letter, SCHEMA.recipient)) == {addressee, L["addressee-1-role"]}
    assert spans(graph, L["sender-1"]) == pairs(header["sender"]["at"])
    assert spans(graph, L["addressee-1"]) == pairs(header["addressee"]["at"])
    assert str(graph.value(L["addressee-1-role"], SCHEMA.roleName)) == header["addressee"]["role"]


def test_date_and_number_are_the_letters_own(graph: Graph) -> None:
    date, number = FACTS["header"]["date"], FACTS["header"]["number"]
    assert edtf(graph, L["t-written"]) == date["edtf"]
    assert str(graph.value(L.letter, SCHEMA.dateCreated)) == date["edtf"]
    assert spans(graph, L["t-written"]) == pairs(date["at"])
    assert str(graph.value(L.number, SCHEMA.value)) == number["value"]
    assert spans(graph, L.number) == pairs(number["at"])


def edtf(graph: Graph, node: Node) -> str:
    return str(graph.value(node, CRM.P170i_time_is_defined_by))


def test_the_source_edition_is_stated_with_volume_page_and_imprint(graph: Graph) -> None:
    source = FACTS["source"]
    book = graph.value(L.printed, SCHEMA.isPartOf)
    assert book is not None
    assert Literal(source["series"], lang="en") in set(graph.objects(book, SCHEMA.name))
    assert str(graph.value(book, SCHEMA.volumeNumber)) == source["volume"]
    assert str(graph.value(book, SCHEMA.datePublished)) == source["year"]
    assert graph.value(book, SCHEMA.publisher) == thing(source["publisher"]["is"])
    publication = graph.value(book, SCHEMA.publication)
    assert graph.value(publication, SCHEMA.location) == thing(source["place"]["is"])
    assert str(graph.value(L.printed, SCHEMA.pageStart)) == source["page"]["value"]
    assert spans(graph, L.page) == pairs(source["page"]["at"])
    assert spans(graph, L.printed) == pairs(source["at"])
    assert set(graph.objects(L.printed, CRM.P165_incorporates)) == {L.letter, R.letter}


def test_the_reply_has_its_own_parties_its_receipt_and_no_date_of_writing(graph: Graph) -> None:
    reply = FACTS["reply"]
    assert [who for _, _, who in qualified(graph, T.sender, domain=R.writing)] == [thing(reply["sender"]["is"])]
    assert [who for _, _, who in qualified(graph, T.addressee, domain=R.letter)] == [thing(reply["addressee"]["is"])]
    assert spans(graph, R["sender-1"]) == pairs(reply["sender"]["at"])
    assert spans(graph, R["addressee-1"]) == pairs(reply["addressee"]["at"])
    assert edtf(graph, R["t-received"]) == reply["received"]["edtf"]
    assert spans(graph, R["t-received"]) == pairs(reply["received"]["at"])
    assert graph.value(R.letter, SCHEMA.dateCreated) is None
    assert edtf(graph, R["t-written"]) == reply["written"]
    ((motive,),) = graph.query(f"SELECT ?m {{ ?a <{OA.hasBody}> <{R['t-written']}> ; <{OA.motivatedBy}> ?m }}")  # type: ignore[misc]
    assert motive == T.derived


def test_the_reply_answers_the_letter(graph: Graph) -> None:
    ((node, of, to),) = qualified(graph, T["reply-to"])
    assert (of, to) == (R.letter, L.letter)
    assert spans(graph, node) == pairs(FACTS["reply"]["reply_to"])
    assert (R.writing, CRM.P17_was_motivated_by, L.letter) in graph
    assert set(graph.objects(L.conversation, SCHEMA.hasPart)) == {L.letter, R.letter}


def test_addressed_is_not_received_but_the_answer_shows_the_receipt(graph: Graph) -> None:
    for letter, receiver in ((L, "actor/mustafa-kemal"), (R, "office/representative-nkid-turkey")):
        assert graph.value(letter.receiving, CRM.P29_custody_received_by) == thing(receiver)


def test_the_writer_acts_on_behalf_of_those_whom_he_names(graph: Graph) -> None:
    found = {str(who): spans(graph, node) for node, _, who in qualified(graph, T["on-behalf-of"], domain=L.letter)}
    assert found == {str(thing(key)): pairs(at) for key, at in FACTS["on_behalf_of"].items()}


def test_offices_have_the_holders_that_the_text_gives(graph: Graph) -> None:
    found = {str(office): (str(who), spans(graph, node)) for node, office, who in qualified(graph, T.holder)}
    wanted = {
        str(thing(office)): (str(thing(fact["person"])), pairs(fact["at"])) for office, fact in FACTS["holders"].items()
    }
    assert found == wanted
    for office, fact in FACTS["holders"].items():
        assert (thing(office), CRM.P107_has_current_or_former_member, thing(fact["person"])) in graph


def test_offices_and_bodies_belong_where_their_titles_say(graph: Graph) -> None:
    for part, whole in FACTS["belongs_to"].items():
        assert (thing(part), CRM.P107i_is_current_or_former_member_of, thing(whole)) in graph
    for office, place in FACTS["seat"].items():
        assert (thing(office), SCHEMA.areaServed, thing(place)) in graph


@pytest.mark.parametrize("key", FACTS["mentions"])
def test_every_mention_is_found_and_told_apart_by_who_speaks(graph: Graph, key: str) -> None:
    found: dict[object, set[Range]] = {}
    for node, of, who in qualified(graph, T.mention):
        if who == thing(key):
            speaker = ORDINALS.get(of, "edition")
            found.setdefault(speaker, set()).update(spans(graph, node))
    assert found == {speaker: pairs(at) for speaker, at in FACTS["mentions"][key].items()}


@pytest.mark.parametrize("name", FACTS["described"])
def test_those_known_by_description_are_one_in_both_letters(
    graph: Graph, described: dict[str, URIRef], name: str
) -> None:
    fact = FACTS["described"][name]
    found: dict[object, set[Range]] = {}
    for node, of, who in qualified(graph, T.mention):
        if who == described[name]:
            found.setdefault(ORDINALS[of], set()).update(spans(graph, node))
    assert found == {speaker: pairs(at) for speaker, at in fact.items() if speaker != "kind"}
    kind = {"group": CRM.E74_Group, "place": CRM.E53_Place, "organisation": SCHEMA.Organization}[fact["kind"]]
    assert (described[name], RDF.type, kind) in graph


def test_there_is_one_sum_in_the_words_of_both_letters(graph: Graph) -> None:
    (money,) = set(graph.subjects(RDF.type, CRM.E97_Monetary_Amount))
    fact = FACTS["sum"]
    assert [int(str(v)) for v in graph.objects(money, CRM.P90_has_value)] == [fact["amount"]]
    assert str(graph.value(money, SCHEMA.currency)) == fact["currency"]
    assert spans(graph, money) == pairs(fact["at"])


def test_there_is_one_gift_with_all_who_take_part(graph: Graph, described: dict[str, URIRef]) -> None:
    fact = FACTS["gift"]
    (gift,) = set(graph.subjects(RDF.type, SCHEMA.DonateAction))
    assert (gift, RDF.type, CRM.E8_Acquisition) in graph
    assert set(graph.objects(gift, CRM.P23_transferred_title_from)) == {thing(key) for key in fact["donors"]}
    assert set(graph.objects(gift, CRM.P22_transferred_title_to)) == {thing(fact["recipient"]["is"])}
    donors = {str(who): spans(graph, node) for node, _, who in qualified(graph, T.donor, domain=gift)}
    assert donors == {str(thing(key)): pairs(at) for key, at in fact["donors"].items()}
    ((node, _, who),) = qualified(graph, T["gift-recipient"], domain=gift)
    assert (who, spans(graph, node)) == (thing(fact["recipient"]["is"]), pairs(fact["recipient"]["at"]))
    ((_, _, who),) = qualified(graph, T["on-behalf-of-donor"], domain=gift)
    assert who == thing(fact["intermediary"])
    ((_, _, who),) = qualified(graph, T["offered-to"])
    assert who == thing(fact["offered_to"])
    ((node, _, who),) = qualified(graph, T.beneficiary)
    assert (who, spans(graph, node)) == (described["population"], pairs(fact["beneficiary"]["at"]))
    assert pairs(fact["at"]) <= spans(graph, gift)
    assert edtf(graph, graph.value(gift, CRM["P4_has_time-span"]) or gift) == f"[..{fact['not_after']}]"
    for letter in (L.letter, R.letter):
        assert (letter, SCHEMA.about, gift) in graph


@pytest.mark.parametrize("kind", FACTS["events"])
def test_every_event_is_a_claim_of_those_who_tell_it(graph: Graph, described: dict[str, URIRef], kind: str) -> None:
    fact = FACTS["events"][kind]
    (event,) = set(graph.subjects(CRM.P2_has_type, T[kind]))
    assert (event, CRM.P2_has_type, T["event-as-reported"]) in graph
    claims: dict[int, list[Node]] = {}
    for claim in graph.subjects(SCHEMA.about, event):
        if (claim, RDF.type, SCHEMA.Claim) in graph:
            claims.setdefault(ORDINALS[graph.value(claim, SCHEMA.appearance) or claim], []).append(claim)
    for number, wanted in fact["by_letter"].items():
        found = {span for claim in claims[number] for span in spans(graph, claim)}
        for span in pairs(wanted):
            assert any(overlap(span, each) for each in found), (number, span)
    assert set(claims) == set(fact["by_letter"])
    for role, name in (("by", "claimed-actor"), ("against", "claimed-opponent"), ("place", "claimed-place")):
        told = {who for node, of, who in qualified(graph, T[name]) for c in claims.values() if of in c}
        wanted_node = described.get(fact[role]) or thing(fact[role]) if role in fact else None
        assert told == ({wanted_node} if wanted_node else set()), role
    when = graph.value(event, CRM["P4_has_time-span"])
    if fact.get("ongoing"):
        assert when is None
    elif "not_after" in fact:
        assert edtf(graph, when or event) == f"[..{fact['not_after']}]"


def test_no_event_beside_those_is_stated(graph: Graph) -> None:
    kinds = {
        str(t).rpartition("#")[2]
        for e in graph.subjects(RDF.type, CRM.E5_Event)
        for t in graph.objects(e, CRM.P2_has_type)
    }
    assert kinds == {*FACTS["events"], "event-as-reported"}


def test_no_participant_stands_on_an_event_that_is_only_claimed(graph: Graph) -> None:
    for event in graph.subjects(RDF.type, CRM.E5_Event):
        allowed = {RDF.type, RDFS.label, CRM.P2_has_type, CRM["P4_has_time-span"], SCHEMA.name}
        assert set(graph.predicates(event)) <= allowed


def test_nothing_that_must_not_be_said_is_said(graph: Graph) -> None:
    persons = set(graph.subjects(RDF.type, CRM.E21_Person))
    assert persons == {thing("actor/mustafa-kemal")}  # no name for the sender, no "Mr. Chairman"
    assert [o for _, o in graph.subject_objects(SCHEMA.identifier) if o == L.number] == [L.number]
    numbers = {
        str(o)
        for s, o in graph.subject_objects(CRM.P190_has_symbolic_content)
        if (s, RDF.type, CRM.E42_Identifier) in graph
    }
    assert numbers == {"319", "58"}
    assert set(graph.subjects(CRM.P2_has_type, T["document-number"])) == set()
    assert {str(o) for s, o in graph.subject_objects(SCHEMA.dateCreated)} == {"1921-04-09"}
    assert "60000" not in {str(o) for o in graph.objects(None, SCHEMA.value)}
    assert {str(o) for o in graph.objects(None, SCHEMA.currency)} == {"ruble in gold"}
    organisations = set(graph.subjects(RDF.type, SCHEMA.Organization)) | set(graph.subjects(RDF.type, CRM.E74_Group))
    labels = {str(label).lower() for node in organisations for label in graph.objects(node, RDFS.label)}
    assert not any("imperialism" in label or "capitalism" in label for label in labels)
    places = {str(label) for p in graph.subjects(RDF.type, CRM.E53_Place) for label in graph.objects(p, RDFS.label)}
    assert "Greece" not in places
    crescent = {
        span
        for node, _, who in qualified(graph, T.mention)
        if who == thing("actor/red-crescent-society")
        for span in spans(graph, node)
    }
    assert all(start > 2100 for start, _ in crescent)  # only the reply speaks of it


def test_every_span_quotes_the_characters_it_names_and_says_whose_they_are(graph: Graph) -> None:
    count = 0
    editors = URIRef(BASE + "edition/dvp-4#editors")
    for target in set(graph.subjects(RDF.type, OA.SpecificResource)):
        selectors = list(graph.objects(target, OA.hasSelector))
        (start,) = [int(str(v)) for s in selectors for v in graph.objects(s, OA.start)]
        (end,) = [int(str(v)) for s in selectors for v in graph.objects(s, OA.end)]
        (exact,) = [str(v) for s in selectors for v in graph.objects(s, OA.exact)]
        assert exact == TEXT[start:end]
        assert str(target).endswith(f".txt#char={start},{end}")
        (speaker,) = graph.objects(target, PROV.wasAttributedTo)
        if start >= 2100 and end <= 3197:
            assert speaker == thing("actor/mustafa-kemal")
        elif 281 <= start < 2010:
            assert speaker == thing("office/representative-nkid-turkey")
        else:
            assert speaker == editors
        count += 1
    assert count > 80


def test_every_node_of_both_letters_is_traced(graph: Graph) -> None:
    bodies = set(graph.objects(None, OA.hasBody))
    motives = {T.stated, T.derived, T.registered, T.decided}
    for letter in LETTERS.values():
        page = str(letter).rstrip("#")
        nodes = {
            s for s in graph.subjects() if str(s) == page or str(s) == page + ".txt" or str(s).startswith(page + "#")
        }
        assert len(nodes) > 40
        assert nodes <= bodies
    for annotation in graph.subjects(RDF.type, OA.Annotation):
        assert set(graph.objects(annotation, OA.motivatedBy)) <= motives
        assert (annotation, OA.hasTarget, None) in graph
        (rule,) = graph.objects(annotation, PROV.wasDerivedFrom)
        assert (rule, SCHEMA.description, None) in graph, f"{rule} is not described"
