"""The page of a letter: the print with its facts, the parties, the dates, the source, and the letters around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from letterbook.catalogue.graph import fragment_of
from letterbook.catalogue.stated import roles, text_files
from letterbook.terms import Document, Term
from letterbook.web.pages.facts import SECTIONS, Fact, Piece, cut, read_facts
from letterbook.web.pages.frame import Frame
from letterbook.web.pages.graph import Graph, printable
from letterbook.web.pages.index import Card, Index
from letterbook.web.search import Entry

_GAP = re.compile(r"((?:[ \t]*\r?\n){2,})")
_MARGINAL = frozenset({"heading", "source-note", "dateline", "salutation", "closing", "signature", "postscript", "link",
                       "address", "editorial-note"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the print; ``part`` is what the letter has it as, ``own`` whether it belongs to this letter."""

    pieces: tuple[Piece, ...]
    part: Term | None
    own: bool
    gap: str


@dataclass(frozen=True, slots=True)
class LetterPages:
    """The page of a letter and the page of its evidence by their paths, and what search is to find of the letter."""

    pages: dict[str, dict[str, bytes]]
    entry: Entry
    named: tuple[str, ...]
    text: str
    language: str


def letter_pages(frame: Frame, document: Document, evidence: Document, transcript: str) -> LetterPages:
    """The pages of one letter."""
    graph, grounds, index = Graph(document.triples), Graph(evidence.triples), frame.index
    card, text = index.by_root[document.root], printable(transcript)
    frame.begin(graph, grounds)
    facts = read_facts(graph, grounds, frame.said, lambda node: is_place(index, graph, node), frame.label)
    sections = sections_of(facts)
    texts = text_files(graph, document.root)
    language = graph.text(texts[0], "schema:inLanguage") if texts else ""
    blocks = blocks_of(text, facts)
    page = frame.render(
        "letter.html",
        card.path,
        document,
        card=card,
        recorded=bool(graph.iris(document.root, "schema:subjectOf")),
        language=language,
        runs=runs_of(blocks),
        sections=sections,
        number=_number(graph, document.root),
        on_behalf=roles(graph, document.root, "on-behalf-of"),
        offices=_titles(graph, document.root),
        answered=[index.by_root[each] for each in card.answers if each in index.by_root],
        replies=index.replies.get(document.root, []),
        cites=[index.by_root[each] for each in card.cites if each in index.by_root],
        cited_in=index.cited.get(document.root, []),
        printed=card.printed in index.editions
        or any(graph.isa(fact.node, "schema:Chapter") and fact.sayings for fact in facts),
        volume=index.editions.get(card.printed) if card.printed else None,
        around=_around(index, card),
    )
    path = index.path(evidence.iri)
    proof = frame.render(
        "evidence.html",
        path,
        evidence,
        card=card,
        sections=sections,
        quote=lambda saying: text[saying.start : saying.end],
    )
    own = [piece for block in blocks if block.own for piece in block.pieces]
    first, last = (own[0].start, own[-1].start + len(own[-1].text)) if own else (0, len(text))
    nodes = (*card.senders, *card.addressees, *((card.place,) if card.place else ()))
    return LetterPages(
        {card.path: page, path: proof},
        Entry(card.path, frame.titles(card), language, first, last),
        tuple(words.text for node in nodes for words in index.labels.get(node, ())),
        text[first:last],
        language,
    )


def sections_of(facts: Iterable[Fact]) -> list[tuple[str, list[Fact]]]:
    """The facts by section, in the order of the sections; no section is empty."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.section, []).append(fact)
    return [(name, found[name]) for name in SECTIONS if name in found]


def is_place(index: Index, graph: Graph, node: Term) -> bool:
    """Whether the node is a place, of this letter or of the registers."""
    return (
        graph.isa(node, "crm:E53_Place")
        or index.pages.get(index.path(node)) == "place"
        or (fragment_of(node).startswith("place-"))
    )


def blocks_of(text: str, facts: list[Fact]) -> list[Block]:
    r"""The print in paragraphs; the pieces and the gaps between paragraphs together are the text.

    >>> [("".join(p.text for p in b.pieces), b.gap) for b in blocks_of("A,\n\nb.", [])]
    [('A,', '\n\n'), ('b.', '')]
    """
    parts = [(saying, fact) for fact in facts if fact.section == "parts" for saying in fact.sayings]
    first = min((saying.start for saying, _ in parts), default=0)
    last = max((saying.end for saying, _ in parts), default=len(text))
    blocks: list[Block] = []
    pieces: list[Piece] = []

    def close(gap: str) -> None:
        if not pieces and not gap:
            return
        start = pieces[0].start if pieces else 0
        end = pieces[-1].start + len(pieces[-1].text) if pieces else 0
        kind = next(
            (
                fact.labels[0]
                for saying, fact in parts
                if start <= saying.start <= start + 2 and fragment_of(Term(fact.labels[0])) in _MARGINAL
            ),
            None,
        )
        blocks.append(
            Block(tuple(pieces), Term(kind) if kind else None, bool(pieces) and start < last and end > first, gap)
        )
        pieces.clear()

    for piece in cut(text, facts):
        at = piece.start
        for number, run in enumerate(_GAP.split(piece.text)):
            if number % 2:
                close(run)
            elif run:
                pieces.append(replace(piece, start=at, text=run, starts=piece.starts if at == piece.start else ()))
            at += len(run)
    close("")
    return blocks


def runs_of(blocks: list[Block]) -> list[tuple[bool, list[Block]]]:
    """The paragraphs in runs; a run that is not of this letter and says nothing of it can be folded away."""

    def folds(block: Block) -> bool:
        return not block.own and not any(piece.facts for piece in block.pieces)

    return [(folded, list(run)) for folded, run in groupby(blocks, key=folds)]


def _number(graph: Graph, root: Term) -> str:
    found = graph.iris(root, "schema:identifier")
    return graph.text(found[0], "schema:value") if found else ""


def _titles(graph: Graph, root: Term) -> dict[Term, list[str]]:
    """The offices in which the parties act, as the print names them."""
    found: dict[Term, list[str]] = {}
    for node in graph.iris(root, "schema:sender", "schema:recipient"):
        if graph.isa(node, "schema:Role"):
            for agent in graph.iris(node, "schema:sender", "schema:recipient"):
                found.setdefault(agent, []).append(graph.text(node, "schema:roleName"))
    return found


def _around(index: Index, card: Card) -> list[tuple[str, Card | None, Card | None]]:
    """The letters before and after: by date, between the same parties, of each sender."""
    rows: list[tuple[str, Card | None, Card | None]] = [("by_date", *index.beside("cards", "", card))]
    if card.senders and card.addressees:
        rows.append(("by_parties", *index.beside("between", index.parties(card), card)))
    for sender in card.senders[:1]:
        rows.append(("by_sender", *index.beside("sent", sender, card)))
    return [row for row in rows if row[1] or row[2]]
