"""How the templates are compiled: an attribute, an item and a call are those of Python, and markup is not made markup again.

Jinja does each by a function of its own, which takes an item for an attribute where there is none, and gives its context to
functions that want it. No template here needs that, and a name that is not there is an error either way.

Source:  https://jinja.palletsprojects.com/en/stable/api/#jinja2.Environment.code_generator_class
"""

from __future__ import annotations

from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape


class _Compiler(CodeGenerator):
    """The compiler of Jinja but for these four."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the names are Jinja's
        """An attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """An item."""
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """A call of a function or a macro."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.shown(")


class Templates(jinja2.Environment):
    """An environment whose templates escape what they show and are compiled in this way."""

    code_generator_class = _Compiler

    @staticmethod
    def shown(value: Any) -> str:
        """A value as it stands in a page."""
        return value if type(value) is Markup else escape(value)
