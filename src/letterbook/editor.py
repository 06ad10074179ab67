"""What an editor may decide about a letter: the facts, the operations, and one decision as a value.

To add a fact: a line in ``FACTS``, and what to do with it in ``decisions/applying.py``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """What is done with a fact."""

    SET = "set"  # this is the value, whatever was read
    ADD = "add"  # one value more
    REJECT = "reject"  # this value is wrong; without a value: whatever is read is wrong
    CONFIRM = "confirm"  # what was read is right
    SAME_AS = "same-as"  # two names, or a name and a register row, are one
    NOT_SAME_AS = "not-same-as"


_VALUE = (Op.SET, Op.REJECT, Op.CONFIRM)

FACTS: dict[str, tuple[Op, ...]] = {
    "sender": (Op.SET, Op.ADD, Op.REJECT, Op.CONFIRM),
    "addressee": (Op.SET, Op.ADD, Op.REJECT, Op.CONFIRM),
    "date_sent": _VALUE,
    "date_received": _VALUE,
    "place": _VALUE,
    "number": _VALUE,
    "salutation": _VALUE,
    "closing": _VALUE,
    "signature": _VALUE,
    "kind": _VALUE,
    "mention": (Op.SET, Op.ADD, Op.REJECT, Op.CONFIRM),
    "entity": (Op.SAME_AS, Op.NOT_SAME_AS),
}
"""Each fact with the operations that it allows."""

OF_THE_TEXT = frozenset({"mention", "entity"})
"""Facts of the printed text as a whole; all others belong to one of its letters and are written "l1/sender"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of an editor.

    Form:    ``letter`` is the ordinal of the letter in the printed text, 0 for a fact of the whole text; ``fact`` a key of
             ``FACTS``; ``value`` a wording, an EDTF date, a register key ("actor/rsfsr") or a name, empty where the operation
             needs none; ``kind`` what a new name stands for; ``office`` the office in which a party acts. The anchor is
             ``quote``, the ``nth`` of its occurrences between ``before`` and ``after``. ``by`` is a name or initials as given,
             ``on`` an ISO date or empty. ``file`` and ``line`` say where it is written.
    """

    letter: int
    fact: str
    op: Op
    value: str = ""
    kind: str = ""
    office: str = ""
    quote: str = ""
    nth: int = 1
    before: str = ""
    after: str = ""
    by: str = ""
    on: str = ""
    why: str = ""
    file: str = ""
    line: int = 0

    @property
    def path(self) -> str:
        """The fact as it is written: "l2/date_sent", "mention"."""
        return f"l{self.letter}/{self.fact}" if self.letter else self.fact

    @property
    def id(self) -> str:
        """A name that depends on what is decided and not on where it stands in the file.

        >>> Decision(letter=1, fact="number", op=Op.CONFIRM).id
        'decision-l1-number-confirm-41b4b763'
        """
        told = "\t".join((self.path, self.op, self.value, self.quote, str(self.nth), self.before, self.after))
        digest = hashlib.sha256(told.encode()).hexdigest()[:8]
        return f"decision-{self.path.replace('/', '-')}-{self.op}-{digest}"

    def says(self) -> str:
        """The decision in a few words: "reject l2/date_sent 1921-04-12"."""
        return " ".join(filter(None, (self.op, self.path, self.value or (f'"{self.quote}"' if self.quote else ""))))
