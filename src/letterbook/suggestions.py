"""Names that a spaCy model sees in a text: suggestions for an editor, and nothing that is ever published.

spaCy and its models are none of our dependencies: who wants them installs them, from where he trusts.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from letterbook.errors import UsageError
from letterbook.letter import EntityKind, Span

_KINDS = {
    "PERSON": EntityKind.PERSON,
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "GPE": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}
"""The labels of the usual models, and what they stand for; others are passed over."""


@dataclass(frozen=True, slots=True, order=True)
class Suggestion:
    """Words that may be a name, and of what kind."""

    span: Span
    kind: EntityKind


Suggester = Callable[[str], list[Suggestion]]
"""Takes a text and gives what it may name, in the order of the text."""


def load_suggester(model: str) -> Suggester:
    """The suggester of an installed spaCy model, by its name or the path of its folder.

    Raises:  UsageError where spaCy or the model is not there; it says what to install. Nothing is downloaded.
    """
    try:
        spacy = importlib.import_module("spacy")
    except ImportError as error:
        raise UsageError(
            f"--ner {model} needs spaCy, which is not installed ({error})",
            remedy="pip install spacy, and a model that fits the language; without --ner the review has all other doubts",
        ) from error
    try:
        pipeline = spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        raise UsageError(
            f"the spaCy model {model!r} cannot be loaded: {str(error).splitlines()[0]}",
            remedy=f"install it (python -m spacy download {model}), or give the folder of a model; "
            "a package of that name from elsewhere may be a stranger's",
        ) from error

    def suggest(text: str) -> list[Suggestion]:
        found = {
            Suggestion(Span(entity.start_char, entity.end_char), _KINDS[entity.label_])
            for entity in pipeline(text).ents
            if entity.label_ in _KINDS and entity.text.strip() == entity.text
        }
        return sorted(found)

    return suggest
