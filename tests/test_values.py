"""Values that are made fast differ from other frozen dataclasses by nothing but the time that they take."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from letterbook.values import made_fast


@made_fast
@dataclass(frozen=True, slots=True)
class Fast:
    first: int
    second: str = "b"
    third: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Usual:
    first: int
    second: str = "b"
    third: tuple[int, ...] = ()


@made_fast
@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    first: int
    second: str = ""


def test_the_constructor_takes_what_that_of_the_dataclass_takes() -> None:
    made, usual = (inspect.signature(cls).parameters.values() for cls in (Fast, Usual))
    assert [(each.name, each.kind, each.default) for each in made] == [(e.name, e.kind, e.default) for e in usual]
    assert Fast(1, third=(2,)) == Fast(1, "b", (2,)) != Fast(1)
    assert repr(Fast(1)) == repr(Usual(1)).replace("Usual", "Fast")


def test_fields_that_must_be_named_are_named() -> None:
    assert Named(first=1).second == ""
    with pytest.raises(TypeError, match="positional"):
        Named(1)  # type: ignore[call-arg]


def test_a_value_stays_as_it_was_made() -> None:
    with pytest.raises(FrozenInstanceError):
        Fast(1).first = 2  # type: ignore[misc]


def test_a_value_is_changed_by_a_copy_and_survives_the_way_to_another_process() -> None:
    changed = replace(Fast(1), second="c")
    assert (changed.first, changed.second) == (1, "c")
    assert pickle.loads(pickle.dumps(changed)) == changed
    assert hash(changed) == hash(Fast(1, "c"))
