"""What a piece of work has asked: the one home of what it depends on.

A source is read with the registers, a page is written with the index of all letters. What either looks up there is noted by the
table itself, whoever asks it, so that no dependency can be forgotten. When a table changes, those are done again that have asked
for an entry which is another one now, or for all of the table.

Form:    a question is kept as a number made of the table's name and the key.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from dataclasses import replace
from hashlib import blake2b
from typing import Any, TypeVar

from letterbook.registers import Registers

Key = TypeVar("Key")
Value = TypeVar("Value")
ALL = "*"
"""The key of the question that asks for a whole table."""


def question(table: str, key: object = ALL) -> int:
    """A question as a number."""
    return int.from_bytes(blake2b(f"{table}\0{key!r}".encode(), digest_size=8).digest(), "big")


class Watched(Mapping[Key, Value]):
    """A table that notes what is asked of it."""

    def __init__(self, name: str, table: Mapping[Key, Value], asked: set[int]) -> None:
        self._name = name
        self._table = table
        self._asked = asked
        self._numbers: dict[Any, int] = {}

    def _note(self, key: object) -> None:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = question(self._name, key)
        self._asked.add(number)

    def __getitem__(self, key: Key) -> Value:
        self._note(key)
        return self._table[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """The entry, or the default."""
        self._note(key)
        return self._table.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._table

    def __iter__(self) -> Iterator[Key]:
        self._note(ALL)
        return iter(self._table)

    def __len__(self) -> int:
        self._note(ALL)
        return len(self._table)

    def items(self) -> ItemsView[Key, Value]:
        """All of it."""
        self._note(ALL)
        return self._table.items()

    def values(self) -> ValuesView[Value]:
        """All of it."""
        self._note(ALL)
        return self._table.values()


class WatchedList(list[Value]):
    """A list that notes when it is asked for, which is always all of it."""

    def __init__(self, name: str, values: list[Value], asked: set[int]) -> None:
        super().__init__(values)
        self._note = (asked, question(name))

    def __iter__(self) -> Iterator[Value]:
        self._note[0].add(self._note[1])
        return super().__iter__()

    def __getitem__(self, place: Any) -> Any:
        self._note[0].add(self._note[1])
        return super().__getitem__(place)

    def __len__(self) -> int:
        self._note[0].add(self._note[1])
        return super().__len__()


def changed(name: str, one: Mapping[Any, Any], other: Mapping[Any, Any]) -> set[int]:
    """The questions to a table that have another answer now."""
    keys = {key for key, value in one.items() if key not in other or other[key] != value}
    keys |= other.keys() - one.keys()
    return {question(name, key) for key in keys} | ({question(name)} if keys else set())


def watched_registers(registers: Registers, asked: set[int]) -> Registers:
    """The registers, whose tables note what a reader of letters asks of them."""
    watched: dict[str, Any] = {name: Watched(name, table, asked) for name, table in tables_of(registers).items()}
    return replace(registers, **watched)


def tables_of(registers: Registers) -> dict[str, Mapping[Any, Any]]:
    """The tables of the registers by name."""
    return {
        "records": registers.records,
        "names": registers.names,
        "addresses": registers.addresses,
        "rows": registers.rows,
    }


def plain_tables(registers: Registers) -> dict[str, dict[Any, Any]]:
    """The tables to be compared with those of another build; a row is without its line, which moves with those before it."""
    tables = {name: dict(table) for name, table in tables_of(registers).items()}
    tables["records"] = {key: replace(record, line=0) for key, record in tables["records"].items()}
    return tables


def changed_tables(one: Mapping[str, Mapping[Any, Any]], other: Mapping[str, Mapping[Any, Any]]) -> set[int]:
    """The questions to some tables that have another answer now."""
    return {number for name in {*one, *other} for number in changed(name, one.get(name, {}), other.get(name, {}))}
