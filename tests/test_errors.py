"""Errors carry what was found, where, and what to do."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from letterbook import errors

# What design and manual promise to scripts: findings 1, usage 2, input 3, limit or lock or output 4, network 5.
EXIT_CODES = {
    "UsageError": 2,
    "ReadError": 3,
    "DateError": 3,
    "RulesError": 2,
    "LedgerError": 1,
    "TermError": 3,
    "SerializationError": 4,
    "ShapesError": 2,
    "StoreError": 4,
    "QueryError": 2,
    "LimitError": 4,
    "NetworkError": 5,
    "OutputError": 4,
    "VerificationError": 4,
    "WorkerError": 4,
}


def tree(root: type[errors.LetterbookError]) -> list[type[errors.LetterbookError]]:
    here = [child for child in root.__subclasses__() if child.__module__ == errors.__name__]
    return [root, *(each for child in here for each in tree(child))]


every_error = pytest.mark.parametrize("kind", tree(errors.LetterbookError), ids=lambda kind: kind.__name__)


@every_error
def test_an_error_survives_a_process_boundary(kind: type[errors.LetterbookError]) -> None:
    error = kind("found x", "a.txt, line 3", "do y")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (type(again), again.message, again.where, again.remedy) == (kind, "found x", "a.txt, line 3", "do y")
        assert str(again) == str(error)


@every_error
def test_an_error_says_its_place_and_its_remedy_where_it_has_them(kind: type[errors.LetterbookError]) -> None:
    assert str(kind("found x")) == "found x"
    assert str(kind("found x", "a.txt, line 3")) == "found x\n    at a.txt, line 3"
    assert str(kind("found x", remedy="do y")) == "found x\n    → do y"
    assert str(kind("found x", "a.txt, line 3", "do y")) == "found x\n    at a.txt, line 3\n    → do y"


def drawn() -> list[tuple[int, str, str]]:
    """The lines of the tree in the module's words: depth, name, exit code or nothing."""
    lines = re.findall(r"^( *)([A-Z]\w+Error)\b(?:.*?exit (\d))?", errors.__doc__ or "", re.MULTILINE)
    return [(len(indent) // 4, name, code) for indent, name, code in lines]


def test_the_tree_that_is_drawn_is_the_tree_that_is_there() -> None:
    path: list[str] = []
    found = {}
    for depth, name, _ in drawn():
        path[depth:] = [name]
        found[name] = path[depth - 1] if depth else ""
    there = {kind.__name__: kind.__bases__[0].__name__ for kind in tree(errors.LetterbookError)}
    assert found == {**there, "LetterbookError": ""}


@every_error
def test_every_error_has_the_exit_code_that_is_promised_and_drawn(kind: type[errors.LetterbookError]) -> None:
    if kind is errors.LetterbookError:
        assert kind.exit_code == 1
        return
    assert kind.exit_code == EXIT_CODES[kind.__name__]
    (code,) = [code for _, name, code in drawn() if name == kind.__name__]
    if code:
        assert int(code) == kind.exit_code


def test_faults_of_what_is_read_are_value_errors_too() -> None:
    for kind in (errors.ReadError, errors.DateError, errors.RulesError, errors.TermError):
        assert issubclass(kind, ValueError)
