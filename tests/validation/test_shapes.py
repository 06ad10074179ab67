"""Every shape of ``shapes/`` has a document that conforms and one that just fails, and both engines say so alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
import pytest

from letterbook.findings import Severity
from letterbook.letter import Transcript
from letterbook.mapper import MappedLetter, Names
from letterbook.publication.checking import Checker
from letterbook.terms import Document, Term, Triple
from letterbook.validation import Shapes, TermTables, disagreement, spans_of

Read = Callable[[str], list[Triple]]
Context = Callable[[Document], list[Triple]]
Change = Callable[[Document, Iterable[Triple], Iterable[Triple]], Document]
BASE = "https://letters.example/"
TEXT = "𝔑o 7 —\n\nSir, the gift is here."
URN = "urn:letterbook:shapes:"
SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True)
class Case:
    """A shape and the least that must change in a document of the sample so that it fails.

    ``shape`` is the shape whose message is told, ``path`` what the report names beside the focus node.
    """

    shape: str
    where: str
    focus: str
    path: str
    less: str = ""
    more: str = ""
    name: str = ""


LETTER, EVIDENCE, REPLY = "letter/1", "letter/1/evidence", "letter/1-reply"


def letter(shape: str, focus: str, path: str, less: str = "", more: str = "", name: str = "") -> Case:
    return Case(shape, LETTER, focus, path, less, more, name)


def evidence(shape: str, focus: str, path: str, less: str = "", more: str = "", name: str = "") -> Case:
    return Case(shape, EVIDENCE, focus, path, less, more, name)


def authority(shape: str, where: str, path: str, less: str = "", more: str = "", focus: str = "") -> Case:
    return Case(shape, where, focus or f"{where}#it", path, less, more)


BEGIN, END = "crm:P82a_begin_of_the_begin", "crm:P82b_end_of_the_end"
OLD_BEGIN = f'L:t-written {BEGIN} "1850-03-02T00:00:00"^^xsd:dateTime .'
OLD_END = f'L:t-written {END} "1850-03-02T23:59:59"^^xsd:dateTime .'
PLACE = "E:source-line-4-5 dcterms:conformsTo <https://www.rfc-editor.org/info/rfc5147> ;"
SPAN_7 = "letter/1.txt#char=3,4"

CASES = [
    # letter.ttl
    letter("letter", "L:letter", "", "L:letter a crm:E33_Linguistic_Object ."),
    letter("letter-label", "L:letter", "rdfs:label", 'L:letter rdfs:label "Letter from the harbour office"@en .'),
    letter("letter-label", "L:letter", "rdfs:label", more='L:letter rdfs:label "Another label"@en .', name="twice"),
    letter("letter-name", "L:letter", "schema:name", more='L:letter schema:name "Something else"@de .'),
    letter("letter-kind", "L:letter", "schema:genre", "L:letter schema:genre t:letter ."),
    letter("letter-kind", "L:letter", "schema:genre", more="L:letter schema:genre t:note .", name="twice"),
    letter("letter-number", "L:letter", "schema:identifier", more="L:letter schema:identifier L:page ."),
    letter("letter-text", "L:letter", "schema:text", 'L:letter schema:text "Sir, the gift is here."@en .', 'L:letter schema:text " \\n"@en .'),
    letter("letter-source", "L:letter", "", "L:letter schema:encoding <letter/1.txt> ."),
    letter("letter-source", "L:letter", "", "L:letter schema:workExample L:printed .", name="print"),
    letter("letter-source", "L:letter", "", "L:letter schema:encoding <letter/1.txt> .", "L:letter schema:subjectOf <letter/1.txt> .", "record"),
    letter("letter-sheet", "L:letter", "^crm:P128_carries", "L:item crm:P128_carries L:letter ."),
    letter("letter-writing", "L:letter", "^crm:P94_has_created", "L:writing crm:P94_has_created L:letter ."),
    letter("number-content", "L:number", "crm:P190_has_symbolic_content", 'L:number crm:P190_has_symbolic_content "7" .'),
    letter("number-kind", "L:number", "crm:P2_has_type", "L:number crm:P2_has_type t:letter-number ."),
    letter("part-kind", "L:paragraph-1", "crm:P2_has_type", more="L:paragraph-1 crm:P2_has_type t:closing ."),
    letter("part-text", "L:paragraph-1", "schema:text", more='L:paragraph-1 crm:P190_has_symbolic_content "Sir"@en .'),
    letter("part-position", "L:paragraph-1", "schema:position", "L:paragraph-1 schema:position 1 .", "L:paragraph-1 schema:position 0 ."),
    letter("part-whole", "L:paragraph-1", "schema:isPartOf", "L:paragraph-1 schema:isPartOf L:letter ."),
    letter("transcript-letter", "letter/1.txt", "schema:encodesCreativeWork", "<letter/1.txt> schema:encodesCreativeWork L:letter ."),
    letter("transcript-print", "letter/1.txt", "schema:isBasedOn", "<letter/1.txt> schema:isBasedOn L:printed ."),
    letter("transcript-language", "letter/1.txt", "schema:inLanguage", '<letter/1.txt> schema:inLanguage "en" .', '<letter/1.txt> schema:inLanguage "English words" .'),
    letter(
        "transcript-digest", "letter/1.txt", "schema:sha256",
        '<letter/1.txt> schema:sha256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" .',
        '<letter/1.txt> schema:sha256 "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef" .',
    ),
    letter("record-letter", "letter/1.txt", "crm:P70_documents", more="<letter/1.txt> a crm:E31_Document ."),
    letter("sheet-text", "L:item", "crm:P128_carries", "L:item crm:P128_carries L:letter ."),
    letter("page-subject", LETTER, "schema:mainEntity", "<letter/1> schema:mainEntity L:letter ."),
    letter("page-licence", LETTER, "schema:license", more='<letter/1> schema:license "free" .'),
    # parties.ttl
    letter("letter-sender", "L:letter", "schema:sender", more='L:letter schema:sender "The harbour" .'),
    letter("letter-addressee", "L:letter", "schema:recipient", more='L:letter schema:recipient "The lighthouse" .'),
    letter("letter-to-oneself", "L:letter", "schema:sender", more="L:letter schema:recipient <office/harbour#it> ."),
    letter("role", "L:sender-1-role", "", more="L:sender-1-role schema:recipient <actor/b#it> ."),
    letter("role-name", "L:sender-1-role", "schema:roleName", 'L:sender-1-role schema:roleName "Harbour master"@en .'),
    letter("relation-from", "L:addressee-1", "crm:P01_has_domain", more="L:addressee-1 crm:P01_has_domain L:printed ."),
    letter("relation-to", "L:addressee-1", "crm:P02_has_range", "L:addressee-1 crm:P02_has_range <actor/b#it> .", "L:addressee-1 crm:P02_has_range L:letter ."),
    letter("acting-role", "L:sender-1", "crm:P14.1_in_the_role_of", "L:sender-1 crm:P14.1_in_the_role_of t:author , t:sender ."),
    letter("referring-role", "L:addressee-1", "crm:P67.1_has_type", more="L:addressee-1 crm:P67.1_has_type <topic/storms#it> ."),
    letter("membership-role", "L:holding-1", "crm:P107.1_kind_of_member", "L:holding-1 crm:P107.1_kind_of_member t:holder ."),
    # references.ttl
    letter("reference", "L:reference-1", "", "L:reference-1 crm:P67_refers_to L:reference-1-number , L:t-reference-1 ."),
    letter("reference-days", "L:reference-1", "crm:P67_refers_to", more="L:reference-1 crm:P67_refers_to L:t-written ."),
    letter("reference-numbers", "L:reference-1", "crm:P67_refers_to", more="L:reference-1 crm:P67_refers_to L:number ."),
    letter("reference-letters", "L:reference-1", "crm:P67_refers_to", more="L:reference-1 crm:P67_refers_to L:letter , R:letter ."),
    # events.ttl
    letter("writing-letter", "L:writing", "crm:P94_has_created", "L:writing crm:P94_has_created L:letter ."),
    letter("writing-time", "L:writing", "crm:P4_has_time-span", more="L:writing crm:P4_has_time-span L:t-received ."),
    letter("writing-writer", "L:writing", "crm:P14_carried_out_by", more='L:writing crm:P14_carried_out_by "A." .'),
    letter("sending", "L:sending", "", "L:sending a crm:E7_Activity ."),
    letter("sending-letter", "L:sending", "schema:object", more="L:sending schema:object L:item ."),
    letter("sending-sender", "L:sending", "crm:P14_carried_out_by", "L:sending crm:P14_carried_out_by <office/harbour#it> ."),
    letter("sending-sheet", "L:sending", "crm:P16_used_specific_object", "L:sending crm:P16_used_specific_object L:item ."),
    letter("receiving", "L:receiving", "", "L:receiving a crm:E10_Transfer_of_Custody ."),
    letter("receiving-letter", "L:receiving", "schema:object", "L:receiving schema:object L:letter ."),
    letter("receiving-receiver", "L:receiving", "crm:P29_custody_received_by", "L:receiving crm:P29_custody_received_by <actor/b#it> ."),
    letter("receiving-sheet", "L:receiving", "crm:P30_transferred_custody_of", "L:receiving crm:P30_transferred_custody_of L:item .", "L:receiving crm:P30_transferred_custody_of L:letter ."),
    letter("receiving-time", "L:receiving", "crm:P4_has_time-span", more="L:receiving crm:P4_has_time-span L:t-written ."),
    letter(
        "received-before-written", "L:receiving", "",
        "L:receiving crm:P4_has_time-span L:t-received .",
        f'L:receiving crm:P4_has_time-span L:t-early . L:t-early a crm:E52_Time-Span ; {END} "1850-03-01T23:59:59"^^xsd:dateTime ;'
        ' crm:P170i_time_is_defined_by "[..1850-03-01]"^^edtf:EDTF .',
    ),
    Case("replying", REPLY, "R:writing", "", "R:writing a crm:E65_Creation ."),
    Case("replying-answered", REPLY, "R:writing", "schema:object", "R:writing schema:object L:letter ."),
    Case("replying-answered", REPLY, "R:writing", "schema:object", "", "R:writing schema:object R:letter .", "itself"),
    Case("replying-reply", REPLY, "R:writing", "schema:result", "R:writing schema:result R:letter ."),
    Case("answering-reference", REPLY, "R:letter", "crm:P67_refers_to", "R:letter crm:P67_refers_to L:letter , <office/harbour#it> ."),
    letter("conversation", "L:conversation", "", "L:conversation a crm:E73_Information_Object ."),
    letter("conversation-letters", "L:conversation", "schema:hasPart", "L:conversation schema:hasPart R:letter ; crm:P106_is_composed_of R:letter ."),
    # dates.ttl
    letter("time-span", "L:t-empty", "", more="L:t-empty a crm:E52_Time-Span ."),
    letter("time-span-label", "L:t-written", "rdfs:label", more='L:t-written rdfs:label "the second"@en .'),
    letter("time-span-begin", "L:t-received", BEGIN, f'L:t-received {BEGIN} "1850-03-03T00:00:00"^^xsd:dateTime .', f'L:t-received {BEGIN} "1850-02-29T00:00:00"^^xsd:dateTime .'),
    letter("time-span-begin", "L:t-received", BEGIN, f'L:t-received {BEGIN} "1850-03-03T00:00:00"^^xsd:dateTime .', f'L:t-received {BEGIN} "1850-03-03T00:00:00" .', "words"),
    letter("time-span-end", "L:t-received", END, f'L:t-received {END} "1850-03-31T23:59:59"^^xsd:dateTime .', f'L:t-received {END} "1850-03-31T23:59:59Z"^^xsd:dateTime .'),
    letter("time-span-order", "L:t-written", "", OLD_END, f'L:t-written {END} "1850-03-01T23:59:59"^^xsd:dateTime .'),
    letter("time-span-edtf", "L:t-written", "crm:P170i_time_is_defined_by", 'L:t-written crm:P170i_time_is_defined_by "1850-03-02"^^edtf:EDTF .'),
    letter("time-span-edtf", "L:t-written", "crm:P170i_time_is_defined_by", 'L:t-written crm:P170i_time_is_defined_by "1850-03-02"^^edtf:EDTF .', 'L:t-written crm:P170i_time_is_defined_by "2 March"^^edtf:EDTF .', "words"),
    letter("date-of-letter", "L:letter", "schema:dateCreated", 'L:letter schema:dateCreated "1850-03-02"^^xsd:date .', 'L:letter schema:dateCreated "1850-02-30"^^xsd:date .'),
    # money.ttl
    letter("sum", "L:sum-1", "", "L:sum-1 a schema:MonetaryAmount ."),
    letter("sum-amount", "L:sum-1", "crm:P90_has_value", "L:sum-1 crm:P90_has_value 20 ; schema:value 20 .", "L:sum-1 crm:P90_has_value 0 ; schema:value 0 ."),
    letter("sum-amount", "L:sum-1", "crm:P90_has_value", "L:sum-1 schema:value 20 .", "L:sum-1 schema:value 21 .", "differs"),
    letter("sum-currency", "L:sum-1", "crm:P180_has_currency", "L:sum-1 crm:P180_has_currency <currency/crown#it> ."),
    letter("sum-currency-words", "L:sum-1", "schema:currency", 'L:sum-1 schema:currency "crown" .', 'L:sum-1 schema:currency " " .'),
    letter("sum-label", "L:sum-1", "rdfs:label", 'L:sum-1 rdfs:label "20 crowns"@en .'),
    letter("money-sum", "L:sum-1-money", "crm:P43_has_dimension", "L:sum-1-money crm:P43_has_dimension L:sum-1 ."),
    letter("gift", "L:gift-1", "", "L:gift-1 a crm:E8_Acquisition .", "L:gift-1 a crm:E7_Activity .", "offered and completed"),
    letter("gift", "L:gift-1", "", "L:gift-1 schema:actionStatus schema:CompletedActionStatus .", "L:gift-1 schema:actionStatus schema:PotentialActionStatus .", "handed over and potential"),
    letter("gift-sum", "L:gift-1", "schema:object", "L:gift-1 schema:object L:sum-1 ."),
    letter("gift-status", "L:gift-1", "schema:actionStatus", more="L:gift-1 schema:actionStatus schema:ActiveActionStatus ."),
    letter("gift-purpose", "L:gift-1", "schema:description", more='L:gift-1 schema:description "lamps" .'),
    letter("gift-giver", "L:gift-1", "schema:agent", more="L:gift-1 schema:recipient <office/harbour#it> ."),
    letter("acquisition-thing", "L:gift-1", "crm:P24_transferred_title_of", "L:gift-1 crm:P24_transferred_title_of L:sum-1-money .", "L:gift-1 crm:P24_transferred_title_of L:sum-1 ."),
    letter("acquisition-giver", "L:gift-1", "crm:P23_transferred_title_from", "L:gift-1 crm:P23_transferred_title_from <office/harbour#it> ."),
    letter("acquisition-receiver", "L:gift-1", "crm:P22_transferred_title_to", "L:gift-1 crm:P22_transferred_title_to <actor/b#it> ."),
    # claims.ttl
    letter("claim", "L:victory-1-claim-1", "", "L:victory-1-claim-1 a schema:Claim ."),
    letter("claim-letter", "L:victory-1-claim-1", "crm:P148i_is_component_of", "L:victory-1-claim-1 schema:appearance L:letter .", "L:victory-1-claim-1 schema:appearance R:letter ."),
    letter("claim-words", "L:victory-1-claim-1", "schema:text", 'L:victory-1-claim-1 schema:text "we have mastered the storm"@en .'),
    letter("claim-event", "L:victory-1-claim-1", "crminf:J28_contains_entity_reference", "L:victory-1-claim-1 crminf:J28_contains_entity_reference L:victory-1 ."),
    letter("told-event", "L:victory-1", "", "L:victory-1 a schema:Event ."),
    letter("told-event-label", "L:victory-1", "rdfs:label", 'L:victory-1 rdfs:label "Victory over the storm"@en .'),
    letter("told-event-kind", "L:victory-1", "crm:P2_has_type", "L:victory-1 crm:P2_has_type t:event-as-reported ."),
    letter("told-event-claim", "L:victory-1", "^crminf:J28_contains_entity_reference", "L:victory-1-claim-1 crminf:J28_contains_entity_reference L:victory-1 ."),
    letter("told-event-doer", "L:victory-1", "crm:P14_carried_out_by", more="L:victory-1 crm:P14_carried_out_by <actor/a#it> ."),
    letter("told-event-participant", "L:victory-1", "crm:P11_had_participant", more="L:victory-1 crm:P11_had_participant <actor/a#it> ."),
    letter("told-event-place", "L:victory-1", "crm:P7_took_place_at", more="L:victory-1 crm:P7_took_place_at <place/coast#it> ."),
    # edition.ttl
    letter("print", "L:printed", "", "L:printed a crm:E33_Linguistic_Object ."),
    letter("print-label", "L:printed", "rdfs:label", 'L:printed rdfs:label "Letters of the coast, p. 4"@en .'),
    letter("print-letter", "L:printed", "crm:P165_incorporates", "L:printed crm:P165_incorporates L:letter , R:letter ."),
    letter("print-volume", "L:printed", "schema:isPartOf", "L:printed crm:P106i_forms_part_of <edition/coast#it> ."),
    letter("print-first-page", "L:printed", "schema:pageStart", 'L:printed schema:pageStart "4" .', 'L:printed schema:pageStart "4 f." .'),
    letter("print-last-page", "L:printed", "schema:pageEnd", more='L:printed schema:pageEnd "6" .'),
    letter("print-number", "L:printed", "crm:P1_is_identified_by", more="L:printed crm:P1_is_identified_by L:item ."),
    letter("paged-from", "L:printed", "schema:pageStart", 'L:printed schema:pageStart "4" .'),
    authority("volume", "edition/coast", "", "<edition/coast#it> a crm:E73_Information_Object ."),
    authority("volume-name", "edition/coast", "schema:name", '<edition/coast#it> schema:name "Letters of the coast"@en .'),
    authority("volume-number", "edition/coast", "schema:volumeNumber", more='<edition/coast#it> schema:volumeNumber "3" .'),
    authority("volume-publication", "edition/coast", "schema:publication", "<edition/coast#it> schema:publication <edition/coast#publication> ."),
    authority("volume-year", "edition/coast", "schema:datePublished", '<edition/coast#it> schema:datePublished "1901"^^xsd:gYear .', '<edition/coast#it> schema:datePublished "about 1901" .'),
    authority("publication", "edition/coast", "", "<edition/coast#publication> a crm:E7_Activity .", focus="edition/coast#publication"),
    authority("publication-volume", "edition/coast", "crm:P16_used_specific_object", "<edition/coast#publication> crm:P16_used_specific_object <edition/coast#it> .", focus="edition/coast#publication"),
    authority("publication-place", "edition/coast", "schema:location", "<edition/coast#publication> crm:P7_took_place_at <place/coast#it> .", focus="edition/coast#publication"),
    authority("publication-publisher", "edition/coast", "schema:publishedBy", "<edition/coast#publication> schema:publishedBy <actor/town#it> .", focus="edition/coast#publication"),
    authority("publication-time", "edition/coast", "crm:P4_has_time-span", more="<edition/coast#publication> crm:P4_has_time-span L:t-written .", focus="edition/coast#publication"),
    # authorities.ttl
    authority("person", "actor/a", "", "<actor/a#it> a schema:Person ."),
    authority("person-alone", "actor/a", "rdf:type", more="<actor/a#it> a crm:E74_Group ."),
    authority("label", "actor/a", "rdfs:label", '<actor/a#it> rdfs:label "A. of the Harbour"@en .'),
    authority("label", "currency/crown", "rdfs:label", '<currency/crown#it> rdfs:label "crown"@en .', '<currency/crown#it> rdfs:label "  "@en .'),
    authority("label", "actor/town", "rdfs:label", more='<actor/town#it> rdfs:label "The port"@en .'),
    authority("same-as", "actor/a", "schema:sameAs", more="<actor/a#it> schema:sameAs <urn:isni:0> ."),
    authority("body-alone", "actor/town", "rdf:type", more="<actor/town#it> a schema:Country ."),
    authority("body-part-of", "office/harbour", "schema:parentOrganization", more="<office/harbour#it> schema:parentOrganization <actor/b#it> ."),
    authority("place-kind", "place/coast", "rdf:type", "<place/coast#it> a schema:Place ."),
    authority("latitude", "place/coast", "schema:latitude", "<place/coast#coordinates> schema:latitude 43.95 .", "<place/coast#coordinates> schema:latitude 90.01 .", focus="place/coast#coordinates"),
    authority("longitude", "place/coast", "schema:longitude", "<place/coast#coordinates> schema:longitude -1.5 .", "<place/coast#coordinates> schema:longitude -180.01 .", focus="place/coast#coordinates"),
    authority("type", "topic/storms", "", '<topic/storms#it> rdfs:label "storms"@en .'),
    authority("name-words", "actor/a", "crm:P190_has_symbolic_content", more='<actor/a#name-en-1> crm:P190_has_symbolic_content "A."@en .', focus="actor/a#name-en-1"),
    authority("name-bearer", "actor/a", "^crm:P1_is_identified_by", "<actor/a#it> crm:P1_is_identified_by <actor/a#name-en-1> .", focus="actor/a#name-en-1"),
    authority("concept", "vocab/types", "", "t:letter a crm:E55_Type .", focus="t:letter"),
    authority("concept-label", "vocab/types", "skos:prefLabel", 't:letter skos:prefLabel "letter"@en .', focus="t:letter"),
    authority("concept-definition", "vocab/types", "skos:definition", 't:letter skos:definition "A text that one addresses to another."@en .', focus="t:letter"),
    authority("concept-list", "vocab/types", "skos:inScheme", "t:letter schema:inDefinedTermSet t:scheme .", focus="t:letter"),
    # evidence.ttl
    evidence("evidence-letter", EVIDENCE, "schema:about", f"<{EVIDENCE}> schema:about L:letter ."),
    evidence("evidence-page", EVIDENCE, "schema:isPartOf", f"<{EVIDENCE}> schema:isPartOf <letter/1> ."),
    evidence("annotation-node", "E:number", "oa:hasBody", more="E:number oa:hasBody L:page ."),
    evidence("annotation-node", "E:number", "oa:hasBody", more="E:number oa:hasTarget L:number .", name="itself"),
    evidence("annotation-target", "E:sending", "oa:hasTarget", "E:sending oa:hasTarget L:letter ."),
    evidence("annotation-motive", "E:sending", "oa:motivatedBy", "E:sending oa:motivatedBy t:derived .", "E:sending oa:motivatedBy oa:linking ."),
    evidence("annotation-rule", "E:sending", "prov:wasDerivedFrom", more="E:sending prov:wasDerivedFrom rule:another ."),
    evidence("annotation-of-words", "E:sending", "", "E:sending oa:motivatedBy t:derived .", "E:sending oa:motivatedBy t:stated ."),
    evidence("annotation-of-row", "E:sender-1", "", "E:sender-1 prov:wasDerivedFrom <registers/offices.csv#harbour> ."),
    evidence("annotation-status", "E:place", "dcterms:type", more="E:place dcterms:type t:unreviewed ."),
    evidence("annotation-of-decision", "E:place", "", "E:place prov:wasDerivedFrom E:decision-1 ."),
    evidence("decision-words", "E:decision-1", "rdfs:label", 'E:decision-1 rdfs:label "set the place"@en .'),
    evidence("decision-about", "E:decision-1", "schema:about", "E:decision-1 schema:about L:place ."),
    evidence("decision-by", "E:decision-1", "prov:wasAttributedTo", "E:editor a prov:Agent ."),
    evidence("source-place-label", "E:source-line-4-5", "rdfs:label", more=f'{PLACE} rdf:value "line=4,5" ; crm:P106i_forms_part_of E:source .'),
    evidence("source-place-fragment", "E:source-line-4-5", "rdf:value", more=f'{PLACE} rdfs:label "a.xml, line 5" ; rdf:value "5" ; crm:P106i_forms_part_of E:source .'),
    evidence("source-place-file", "E:source-line-4-5", "crm:P106i_forms_part_of", more=f'{PLACE} rdfs:label "a.xml, line 5" ; rdf:value "line=4,5" .'),
    evidence("span-source", SPAN_7, "oa:hasSource", f"<{SPAN_7}> oa:hasSource <letter/1.txt> ."),
    evidence("span-selectors", SPAN_7, "oa:hasSelector", more=f"<{SPAN_7}> oa:hasSelector E:third ."),
    evidence("span-position", SPAN_7, "oa:hasSelector", f"<{SPAN_7}> oa:hasSelector E:position-3-4 ."),
    evidence("span-quote", SPAN_7, "oa:hasSelector", f"<{SPAN_7}> oa:hasSelector E:quote-3-4 ."),
    evidence("span-speaker", SPAN_7, "prov:wasAttributedTo", more=f'<{SPAN_7}> prov:wasAttributedTo "the editors" .'),
    evidence("spans-inside", EVIDENCE, "", "E:position-8-30 oa:end 30 .", "E:position-8-30 oa:end 31 ."),
    evidence("spans-quoted", EVIDENCE, "", 'E:quote-3-4 oa:exact "7" .', 'E:quote-3-4 oa:exact "8" .'),
    evidence("spans-address", EVIDENCE, "", "E:position-3-4 oa:start 3 .", "E:position-3-4 oa:start 2 ."),
    evidence("position-start", "E:position-3-4", "oa:start", "E:position-3-4 oa:start 3 .", "E:position-3-4 oa:start 4 ."),
    evidence("position-end", "E:position-3-4", "oa:end", more="E:position-3-4 oa:end 5 ."),
    evidence("quote-words", "E:quote-3-4", "oa:exact", 'E:quote-3-4 oa:exact "7" .'),
    evidence("quote-before", "E:quote-3-4", "oa:prefix", 'E:quote-3-4 oa:prefix "𝔑o " .'),
    evidence("quote-after", "E:quote-3-4", "oa:suffix", more='E:quote-3-4 oa:suffix "more" .'),
]  # fmt: skip

INSIDE = {
    "letter-source": "has-transcript letter-transcript letter-print has-record letter-record",
    "role": "role-of-sender role-sender role-of-addressee role-addressee",
    "reference": "is-reference-kind names-day-span names-number-identifier",
    "time-span": "time-span-in-words time-span-words time-span-in-edtf time-span-any-edtf",
    "date-of-letter": "plain-day plain-month plain-year",
    "gift": "gift-handed-over gift-changes-owner gift-completed gift-offered gift-is-activity gift-potential",
    "type": "type-labelled type-in-list",
    "annotation-of-words": "not-stated not-stated-motive has-words has-words-target",
    "annotation-of-decision": "not-decided not-decided-motive has-decision has-decision-source",
    "annotation-of-row": "not-registered not-registered-motive has-row has-row-source",
}
"""Shapes that stand inside an alternative: the report names the shape that holds them, whose case is theirs."""


@pytest.fixture(scope="module")
def messages(root: Path) -> Mapping[str, str]:
    """The message of each shape and SPARQL constraint that has one, by its local name."""
    found = {}
    for path in sorted((root / "shapes").glob("*.ttl")):
        for q in pyoxigraph.parse(path.read_bytes(), pyoxigraph.RdfFormat.TURTLE):
            if str(q.predicate) == f"<{SH}message>" and isinstance(q.object, pyoxigraph.Literal):
                found[str(q.subject)[1:-1].removeprefix(URN)] = q.object.value
    return found


def test_every_shape_has_a_case(messages: Mapping[str, str]) -> None:
    """A shape without a document that just fails could be one that never fails."""
    inside = {name for names in INSIDE.values() for name in names.split()}
    assert {case.shape for case in CASES} | inside >= set(messages)
    assert set(INSIDE) <= {case.shape for case in CASES}


def test_the_sample_conforms_whichever_engine_reads_it(
    sample: Mapping[str, Document], shapes: Shapes, context: Context
) -> None:
    for name, document in sample.items():
        assert shapes.validate(document, context(document)) == [], name
        assert shapes.confirm(document, context(document)) == [], name


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.shape} {case.name or case.where}")
def test_a_shape_names_focus_node_and_path_of_what_just_fails(
    case: Case,
    sample: Mapping[str, Document],
    shapes: Shapes,
    context: Context,
    triples: Read,
    node: Callable[[str], Term],
    changed: Change,
    messages: Mapping[str, str],
) -> None:
    document = changed(sample[case.where], triples(case.less), triples(case.more))
    found = shapes.validate(document, context(document))
    told = [v for v in found if v.message == messages[case.shape]]
    assert {(v.focus, v.path) for v in told} == {(node(case.focus), case.path)}
    confirmed = shapes.confirm(document, context(document))
    difference = disagreement(found, confirmed)
    assert not difference
    assert (difference.first_only, difference.second_only) == ((), ())
    assert {(v.focus, v.path, v.message, v.severity) for v in found} == {
        (v.focus, v.path, v.message, v.severity) for v in confirmed
    }


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.where in (LETTER, EVIDENCE)],
    ids=lambda case: f"{case.shape} {case.name or case.where}",
)
def test_what_fails_in_a_letter_is_found_at_file_line_and_column(
    case: Case,
    sample: Mapping[str, Document],
    shapes: Shapes,
    tables: TermTables,
    types: Mapping[Term, tuple[Term, ...]],
    triples: Read,
    node: Callable[[str], Term],
    changed: Change,
    messages: Mapping[str, str],
) -> None:
    """The characters that the finding names are those on which the node rests, else the letter's own."""
    document = changed(sample[case.where], triples(case.less), triples(case.more))
    letter, evidence = (document if case.where == where else sample[where] for where in (LETTER, EVIDENCE))
    transcript = Transcript("letter.txt", TEXT, "en")
    checker = Checker(shapes, tables, Names(BASE), confirmations_left=0)
    found = checker.letter(MappedLetter("1", letter, evidence), transcript, types)
    told = [finding for finding in found if finding.code == "L401" and messages[case.shape] in finding.message]
    assert told
    spans = spans_of(evidence)
    start = next((spans[each][0] for each in (node(case.focus), letter.root) if each in spans), 0)
    for finding in told:
        assert (finding.file, finding.letter) == ("letter.txt", "1")
        assert case.path in finding.message
        assert 1 <= finding.line <= TEXT.count("\n") + 1
        assert finding.column >= 1
        if case.focus != EVIDENCE:  # there the span at fault says where
            assert (finding.line, finding.column) == transcript.position(start)


@pytest.mark.parametrize("name", ["letter-to-oneself", "received-before-written", "acquisition-giver"])
def test_what_may_be_so_in_the_source_is_a_warning_only(
    name: str,
    sample: Mapping[str, Document],
    shapes: Shapes,
    context: Context,
    triples: Read,
    changed: Change,
) -> None:
    case = next(each for each in CASES if each.shape == name)
    document = changed(sample[case.where], triples(case.less), triples(case.more))
    assert {v.severity for v in shapes.validate(document, context(document))} == {Severity.WARNING}


def test_a_span_that_fails_is_the_node_to_look_at(
    sample: Mapping[str, Document],
    shapes: Shapes,
    context: Context,
    triples: Read,
    node: Callable[[str], Term],
    changed: Change,
) -> None:
    document = changed(sample[EVIDENCE], triples('E:quote-3-4 oa:exact "7" .'), triples('E:quote-3-4 oa:exact "8" .'))
    (violation,) = shapes.validate(document, context(document))
    assert (violation.focus, violation.node) == (document.iri, node(SPAN_7))


def test_every_message_says_what_to_do_in_words_without_jargon(messages: Mapping[str, str]) -> None:
    """Messages that an editor sees have a remedy behind a semicolon, and no word of the machinery."""
    inside = {name for names in INSIDE.values() for name in names.split()}
    jargon = {"iri", "triple", "literal", "node", "shape", "datatype", "graph", "predicate", "rdf", "uri", "class"}
    for name, message in messages.items():
        assert message.endswith("."), name
        assert name in inside or ";" in message, name
        assert not jargon & set(message.lower().replace(",", " ").replace(".", " ").replace(";", " ").split()), name


def test_the_shapes_ask_nothing_that_is_quadratic_or_inferred(root: Path) -> None:
    """FILTER NOT EXISTS is quadratic in the compiled engine; classes are stated, so no path goes through subclasses."""
    for path in sorted((root / "shapes").glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        assert "NOT EXISTS" not in text.upper(), path.name
        assert "subClassOf" not in text, path.name
