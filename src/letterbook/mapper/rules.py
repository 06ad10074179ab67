"""The rules by which the mapper derives what no characters say; the readers' rules stand in their profiles.

To add one: an entry here, and ``Sheet.derive(node, "its-name", …)`` where it is used.
"""

from __future__ import annotations

from letterbook.decisions import RULES as DECISION_RULES
from letterbook.letter import PartKind

RULES: dict[str, str] = {
    **DECISION_RULES,
    "document-describes-letter": "Every letter has one document that describes it.",
    "transcript-of-print": "The transcript is the text as it was read from the source file.",
    "record-of-letter": "The record is what the source file says of the letter, in its own words, one a line.",
    "letter-has-sheet": "A letter that was sent was written on something; nothing is known of it but that.",
    "sender-wrote": "Whoever the edition names as sender is taken as the one who had the letter written.",
    "sender-sent": "Whoever the edition names as sender sent the letter.",
    "receipt-by-reply": "A letter that was answered was received by the one who answers it.",
    "receipt-as-printed": "The edition says that the letter was received.",
    "reply-belongs-to-conversation": "A letter and its reply belong to one conversation.",
    "office-table": "The source names the office and not its holder; by our table of office-holders exactly one person held it on the day of the letter.",
    "office-register": "The source names the office and not its holder; by the letterbook's table holders.csv exactly one person held it on the day of the letter.",
    "reference-whose": "A letter that is called yours was written by the addressee, one that is called mine by the writer.",
    "reference-linked": "Exactly one letter of the letterbook was written by the one to the other on the day and under the number that the reference names.",
    "reference-answered": "The letter says that it answers the one to which it refers.",
    "written-between": "A reply was written not before the letter that it answers, and not after its own receipt.",
    "written-before-receipt": "A letter was written not after its receipt.",
    "not-after-letter": "What a letter tells happened not after the letter, or not after its receipt where it has no date.",
    "sum-needs-money": "A sum that is given is given as money.",
    "claim-names": "A claim refers to whom and what its words name in that event.",
    "printed-once": "Letters that stand in one source note are printed together in that edition.",
    **{
        f"part-{kind}": f"These characters are read as the {kind} by where they stand and how they begin."
        for kind in PartKind
    },
}
