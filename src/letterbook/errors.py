"""What can go wrong, as a tree.

LetterbookError                 (carries the exit code of the command line)
    UsageError                  a command, an option or letterbook.toml is not as it should be      exit 2
    ReadError                   a source cannot be read as letters      (also a ValueError)         exit 3
        DateError               a date is not EDTF, or not a day of its calendar
        RulesError              a language or series profile is itself broken
    LedgerError                 a pinned identifier would change, vanish or be used twice           exit 1
    TermError                   a value cannot be an RDF term           (also a ValueError)         exit 3
    SerializationError          a document does not fit the format                                  exit 4
    ShapesError                 the shapes graph itself is broken                                   exit 2
    StoreError                  the store will not load or answer                                   exit 4
        QueryError              a query is not SPARQL, or asks what is not allowed                  exit 2
        LimitError              a query takes more than it may: time, memory, a turn                exit 4
    NetworkError                a service that was to be asked does not answer as it should         exit 5
    OutputError                 the output cannot be written; the earlier build stands              exit 4
    WorkerError                 a process that did a part of the work has died                      exit 4
    VerificationError           a new build differs from what was mapped; the earlier build stands  exit 4

A letter that does not conform is no error but a finding (``findings.py``).
"""

from __future__ import annotations


class LetterbookError(Exception):
    """A fault with a message, the place where it was met and what to do about it.

    Form:    ``message`` quotes what was found and says what was expected; ``where`` is a file, with
             line and column if known; ``remedy`` is one sentence in the imperative, or empty.
    """

    exit_code = 1

    def __init__(self, message: str, where: str = "", remedy: str = "") -> None:
        super().__init__(message, where, remedy)  # args mirror the signature, so it pickles
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        text = self.message
        if self.where:
            text += f"\n    at {self.where}"
        if self.remedy:
            text += f"\n    → {self.remedy}"
        return text


class UsageError(LetterbookError):
    """A command, an option or the configuration is not as it should be."""

    exit_code = 2


class ReadError(LetterbookError, ValueError):
    """A source cannot be read as letters."""

    exit_code = 3


class DateError(ReadError):
    """A date is not EDTF, or not a day of its calendar."""


class RulesError(ReadError):
    """A language or series profile is itself broken."""

    exit_code = 2


class LedgerError(LetterbookError):
    """A pinned identifier would change, vanish or be used twice."""


class TermError(LetterbookError, ValueError):
    """A value cannot be an RDF term."""

    exit_code = 3


class SerializationError(LetterbookError):
    """A document does not fit the format."""

    exit_code = 4


class ShapesError(LetterbookError):
    """The shapes graph itself is broken."""

    exit_code = 2


class StoreError(LetterbookError):
    """The store will not load or answer."""

    exit_code = 4


class QueryError(StoreError):
    """A query is not SPARQL, or asks what is not allowed."""

    exit_code = 2


class LimitError(StoreError):
    """A query takes more than it may: time, memory, or more turns than others leave it."""


class NetworkError(LetterbookError):
    """A service that was to be asked does not answer, or not as it should."""

    exit_code = 5


class OutputError(LetterbookError):
    """The output cannot be written; the earlier build stands."""

    exit_code = 4


class VerificationError(LetterbookError):
    """A new build differs from what was mapped; the earlier build stands."""

    exit_code = 4


class WorkerError(LetterbookError):
    """A process that did a part of the work has died."""

    exit_code = 4
