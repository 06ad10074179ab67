"""Errors carry what was found, where, and what to do."""

from __future__ import annotations

import pickle

import pytest

from letterbook import errors


def tree(root: type[errors.LetterbookError]) -> list[type[errors.LetterbookError]]:
    return [root, *(each for child in root.__subclasses__() for each in tree(child))]


@pytest.mark.parametrize("kind", tree(errors.LetterbookError), ids=lambda kind: kind.__name__)
def test_an_error_survives_a_process_boundary(kind: type[errors.LetterbookError]) -> None:
    error = pickle.loads(pickle.dumps(kind("found x", "a.txt, line 3", "do y")))
    assert (type(error), error.message, error.where, error.remedy) == (kind, "found x", "a.txt, line 3", "do y")
    assert str(error) == "found x\n    at a.txt, line 3\n    → do y"


@pytest.mark.parametrize("kind", tree(errors.LetterbookError), ids=lambda kind: kind.__name__)
def test_every_error_stands_in_the_tree_that_is_drawn_with_its_exit_code(kind: type[errors.LetterbookError]) -> None:
    (line,) = [text for text in (errors.__doc__ or "").splitlines() if text.split()[:1] == [kind.__name__]]
    assert 1 <= kind.exit_code <= 4
    if "exit" in line and kind is not errors.LetterbookError:
        assert line.rstrip().endswith(str(kind.exit_code))
