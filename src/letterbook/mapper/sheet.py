"""The sheet on which a letter's document is written: statements on one side, what they rest on on the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from letterbook.letter import Entity, EntityKind, Evidence, Letter, Origin, Reading, Span
from letterbook.mapper.names import local_name
from letterbook.mapper.statements import Statements
from letterbook.terms import Document, Term, document, iri, literal, with_fragment

SCHEMA_AGENTS = frozenset({EntityKind.PERSON, EntityKind.OFFICE, EntityKind.ORGANISATION, EntityKind.POLITY})
"""Kinds that schema.org knows as a person or an organisation; a people or an army is neither."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a node rests on.

    Form:    ``motive`` is stated, described, derived, registered or decided; ``spans`` the characters, or the premises of what is
             derived; ``premises`` nodes; ``rule``, ``source`` and ``confidence`` as in ``Evidence``; ``decisions`` are the ids of
             all decisions on it.
    """

    motive: str
    rule: str
    spans: tuple[Span, ...] = ()
    premises: tuple[Term, ...] = ()
    source: str = ""
    decisions: tuple[str, ...] = ()
    confidence: float = 1.0


_transcript = lru_cache(maxsize=8)(iri)
_MOTIVES = {
    Origin.TEXT: "stated",
    Origin.INFERRED: "derived",
    Origin.METADATA: "described",
    Origin.REGISTER: "registered",
    Origin.EDITOR: "decided",
}


@dataclass(kw_only=True)
class Sheet(Statements):
    """One letter while it is mapped.

    Form:    ``ids`` gives the id of every letter of the reading by its ordinal.
    """

    reading: Reading
    letter: Letter
    ids: Mapping[int, str]
    licence: str = ""
    traces: dict[Term, Trace] = field(default_factory=dict)

    @property
    def letter_id(self) -> str:
        """The id of this letter."""
        return self.ids[self.letter.ordinal]

    @property
    def iri(self) -> str:
        """The document's IRI."""
        return self.names.letter(self.letter_id)

    @property
    def language(self) -> str:
        """The language of the printed text."""
        return self.reading.transcript.language

    @property
    def root(self) -> Term:
        """The letter itself."""
        return self.node("letter")

    def node(self, name: str, *, letter: int = 0) -> Term:
        """A node of this letter's document, or of another letter's of the reading."""
        return with_fragment(self.names.letter(self.ids[letter or self.letter.ordinal]), name)

    def text(self, words: str) -> Term:
        """Words in the language of the print."""
        return literal(words, language=self.language)

    def label(self, subject: Term, words: str) -> None:
        """Label the node with words of the print."""
        self.add(subject, "rdfs:label", self.text(words))

    def describe(self, subject: Term, words: str, *, schema: bool = False) -> None:
        """Label the node with our own words, which are English whatever the language of the print.

        Form:    named in schema.org as well where that is asked.
        """
        for name in ("rdfs:label", "schema:name")[: 2 if schema else 1]:
            self.add(subject, name, literal(words, language="en"))

    def qualify(self, node: Term, property_class: str, subject: Term, value: Term, *roles: str) -> None:
        """State a property with its role: ``PC14_carried_out_by`` beside the plain ``P14_carried_out_by``.

        Source:  CIDOC CRM 7.1.3, module of property classes: an instance never stands without its property.
        """
        code, _, name = property_class.partition("_")
        base = f"crm:P{code[2:]}_{name}"
        role = {"14": "P14.1_in_the_role_of", "67": "P67.1_has_type", "107": "P107.1_kind_of_member"}[code[2:]]
        self.classify(node, f"crm:{property_class}")
        self.add(node, "crm:P01_has_domain", subject)
        self.add(node, "crm:P02_has_range", value)
        self.add(node, f"crm:{role}", *(self.names.type(each) for each in roles))
        self.add(subject, base, value)

    def rest(self, node: Term, evidence: Evidence) -> None:
        """Note what the node rests on; a second note adds its spans and its decision."""
        before = self.traces.get(node)
        spans = evidence.spans if not before else (*before.spans, *evidence.spans)
        if len(spans) > 1:
            spans = tuple(sorted(set(spans)))
        source = before.source if before else ""
        if not before or evidence.origin is Origin.METADATA:  # of what is derived, the place from which it is
            source = source or evidence.source
        decided = dict.fromkeys((*(before.decisions if before else ()), evidence.decision))
        self.traces[node] = Trace(
            before.motive if before else _MOTIVES[evidence.origin],
            before.rule if before else evidence.rule,
            spans,
            before.premises if before else (),
            source,
            tuple(filter(None, decided)),
            min(before.confidence, evidence.confidence) if before else evidence.confidence,
        )

    def derive(self, node: Term, rule: str, *premises: Term, spans: Iterable[Span] = ()) -> None:
        """Note that the node follows by a rule of the mapper from other nodes or from spans, else from the letter as it is."""
        found = tuple(spans)
        if len(found) > 1:
            found = tuple(sorted(set(found)))
        self.traces[node] = Trace("derived", rule, found, premises or (() if found else (self.root,)))

    def entity(self, entity_id: str) -> Term:
        """The node of an entity: its authority, or a node of the letter that mentions it first."""
        found = self.reading.entity(entity_id)
        if found.key:
            return self.names.authority(found.key)
        return self.node(local_name(found), letter=self.home_of(found))

    def home_of(self, entity: Entity) -> int:
        """The ordinal of the letter in whose document an entity without a key is described."""
        for mention in self.reading.mentions:
            if mention.entity == entity.id:
                home = self.reading.letter_at(mention.span)
                if home:
                    return home.ordinal
        return 1

    def kind(self, entity_id: str) -> EntityKind:
        """The kind of an entity."""
        return self.reading.entity(entity_id).kind

    def schema_agents(self, entity_ids: Iterable[str]) -> list[Term]:
        """The nodes of those entities that schema.org takes as a person or an organisation."""
        return [self.entity(each) for each in entity_ids if self.kind(each) in SCHEMA_AGENTS]

    def document(self) -> Document:
        """The finished document."""
        return document(self.iri, self.root, self.triples)

    @property
    def transcript(self) -> Term:
        """The printed text as a file."""
        return _transcript(self.names.transcript(self.letter_id))
