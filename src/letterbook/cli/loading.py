"""Commands that are loaded when they are run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True, slots=True)
class Named:
    """Where a command is: a module of this room, what it is called there, and the line by which help lists it."""

    module: str
    attribute: str
    line: str

    def load(self, name: str) -> Any:
        """The command itself, or the group of commands."""
        found = getattr(import_module(f"letterbook.cli.{self.module}"), self.attribute)
        if isinstance(found, typer.Typer):
            return get_group(found)
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(name)(found)
        return get_command(alone)


class Commands(TyperGroup):
    """A group that knows its commands by name and line, and loads the one that is run."""

    named: ClassVar[Mapping[str, Named]] = {}

    @staticmethod
    def of(named: Mapping[str, Named]) -> type[Commands]:
        """The group of these commands, in their order."""
        return type("Commands", (Commands,), {"named": named})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = {name: TyperCommand(name, help=each.line) for name, each in self.named.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is meant, loaded; its name and the rest of the arguments beside it."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, self.named[name].load(name) if name else None, rest
