"""Doubt and decisions: what an editor has decided is applied to a reading, what is not trusted enough is withheld."""

from letterbook.decisions.anchors import CONTEXT_CHARACTERS, Lost, anchor_of, find_anchor, nearest, occurrences
from letterbook.decisions.applying import RULES, decide
from letterbook.decisions.confidence import (
    FILE_NAME,
    PUBLISHED,
    Band,
    Fact,
    band,
    checked_confidences,
    facts_of,
    load_confidences,
    weigh,
)
from letterbook.decisions.doubts import withhold
from letterbook.decisions.files import ENDING, DecisionsFile, decisions_path, load_decisions
from letterbook.decisions.texts import DecisionsOnTexts, text_id

__all__ = [
    "CONTEXT_CHARACTERS",
    "ENDING",
    "FILE_NAME",
    "PUBLISHED",
    "RULES",
    "Band",
    "DecisionsFile",
    "DecisionsOnTexts",
    "Fact",
    "Lost",
    "anchor_of",
    "band",
    "checked_confidences",
    "decide",
    "decisions_path",
    "facts_of",
    "find_anchor",
    "load_confidences",
    "load_decisions",
    "nearest",
    "occurrences",
    "text_id",
    "weigh",
    "withhold",
]
