"""Query results as a table for people."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from typing import TextIO

import pyoxigraph
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from letterbook.cli.talk import printable


def table_of(solutions: pyoxigraph.QuerySolutions, out: TextIO, prefixes: Mapping[str, str]) -> str:
    """The solutions as a table as wide as the terminal; where ``out`` is none, every row on one line.

    Form:    IRIs are shortened by the prefixes and literals stand bare.
    """
    names = [variable.value for variable in solutions.variables]
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    rows = [[_cell(solution[name], prefixes) for name in names] for solution in solutions]
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    lines = io.StringIO()
    width = shutil.get_terminal_size().columns if out.isatty() else _width(names, rows)
    Console(file=lines, highlight=False, width=width, color_system=None, force_terminal=False).print(table)
    return "".join(f"{line.rstrip()}\n" for line in lines.getvalue().splitlines())


def _width(names: list[str], rows: list[list[str]]) -> int:
    columns = zip(names, *rows, strict=True) if rows else ((name,) for name in names)
    return max(1, sum(max(map(cell_len, column)) + 2 for column in columns))


def _cell(term: object, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    text = term.value if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal) else str(term)
    if isinstance(term, pyoxigraph.NamedNode):
        for prefix, namespace in prefixes.items():
            if text.startswith(namespace) and len(text) > len(namespace):
                text = f"{prefix}:{text[len(namespace) :]}" if prefix else text[len(namespace) :]
                break
    plain = " ".join(text.split("\n")).replace("\t", " ")
    return printable(plain)
