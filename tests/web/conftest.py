"""Pages parsed as a browser parses them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

Parse = Callable[[Path], Element]


@pytest.fixture(scope="session")
def parse() -> Parse:
    """Reads a page as HTML, once; whatever the standard calls a parse error is an error. No test changes a page or its tree."""

    @cache
    def read(page: Path) -> Element:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)  # type: ignore[no-untyped-call]
        tree: Element = parser.parse(page.read_text(encoding="utf-8"))  # type: ignore[no-untyped-call]
        return tree

    return read


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The site of the ready letterbook; read only."""
    return built / "site"
