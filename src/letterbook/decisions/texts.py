"""The decisions beside one source, given to the texts in it as they come: to the one, or to each of several by its id."""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.decisions.files import DecisionsFile
from letterbook.findings import Finding
from letterbook.letter import Transcript


def text_id(transcript: Transcript) -> str:
    """The id of one of several texts in a file; empty for the only one."""
    return transcript.source.partition("#")[2] if transcript.file else ""


class DecisionsOnTexts:
    """The decisions of one file, and which of them have found their text."""

    def __init__(self, file: DecisionsFile, name: str) -> None:
        self._file = file
        self._name = name
        self._left = dict(file.texts)
        self._several = False

    def on(self, transcript: Transcript) -> DecisionsFile:
        """The decisions on a text."""
        identifier = text_id(transcript)
        if not identifier:
            return self._file
        self._several = True
        return self._left.pop(identifier, DecisionsFile())

    def without_text(self) -> Iterator[Finding]:
        """Findings L216 for decisions that are on no text of the file, once all of its texts have come."""
        if self._several:
            yield from self._file.findings
        for decision in self._file.decisions[:1] if self._several else ():
            message = "these decisions do not say which of the texts in the file they are on, and are not applied"
            yield self._finding(message, "write them under texts and the id of the text", decision.line)
        for identifier, section in self._left.items():
            message = f"the file has no text {identifier!r}; the decisions on it are not applied"
            yield self._finding(message, "the id of a text stands behind # in letterbook read", section.line)

    def _finding(self, message: str, remedy: str, line: int) -> Finding:
        return Finding(code="L216", message=message, remedy=remedy, file=self._name, line=line)
