"""Frozen values that are made fast.

The constructor of a frozen dataclass sets each field by ``object.__setattr__``, which looks for its slot by name. Hundreds of values
are made for every letter; set by the slots themselves they take half the time.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def made_fast(cls: type[_Value]) -> type[_Value]:
    """The class, a frozen dataclass with slots and without ``__post_init__``, with a constructor that sets its slots themselves.

    Form:    the constructor takes the same arguments; a field has no default, or one that never changes.
    """
    names: dict[str, Any] = {}
    arguments, lines, keywords = [], [], False
    for field in fields(cls):  # type: ignore[arg-type]
        names[f"set_{field.name}"] = vars(cls)[field.name].__set__
        lines.append(f" set_{field.name}(self, {field.name})")
        if field.kw_only and not keywords:
            arguments.append("*")
            keywords = True
        if field.default is MISSING:
            arguments.append(field.name)
        else:
            names[f"default_{field.name}"] = field.default
            arguments.append(f"{field.name}=default_{field.name}")
    exec("\n".join([f"def __init__(self, {', '.join(arguments)}):", *lines]), names)  # noqa: S102 - as dataclasses itself does, of names of fields alone
    cls.__init__ = names["__init__"]  # type: ignore[method-assign]
    return cls
