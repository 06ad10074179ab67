"""Long lists stand on several pages, and everything listed stands on one of them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from pathlib import Path

import pytest

from letterbook.publication import open_letterbook
from letterbook.serializers import nquads
from letterbook.web.pages import Index, page_frame, write_lists
from letterbook.web.pages.browse import ROWS

MORE = 3 * ROWS
PLACE = "place/turkey"


@pytest.fixture(scope="module")
def written(built: Path, data: Path) -> dict[str, str]:
    """The lists of a letterbook that has some thousand places more than the sample."""
    book = open_letterbook(data)
    index, made = Index(book.configuration.base), dict[str, bytes]()
    for path in sorted((built / "site").rglob("*.nq")):
        if path.relative_to(built / "site").parts[0] in ("letter", "actor", "office", "place", "edition"):
            index.add(nquads.read(path.read_bytes()))
    one = (built / f"site/{PLACE}.nq").read_bytes()
    for number in range(MORE):
        index.add(nquads.read(one.replace(PLACE.encode(), f"{PLACE}-{number}".encode())))
    index.finish()
    write_lists(page_frame(index, book.prefixes), made.__setitem__)
    return {path: page.decode() for path, page in made.items()}


def test_every_name_stands_on_one_page_of_the_names(written: dict[str, str]) -> None:
    pages = {path: page for path, page in written.items() if path.startswith("browse/names")}
    assert len(pages) > MORE // ROWS
    found = Counter(name for page in pages.values() for name in re.findall(rf'"[./]*{PLACE}(?:-\d+)?\.html', page))
    names = Counter(name.strip('"').lstrip("./") for name in found.elements())
    assert set(names.values()) == {1}
    assert len(names) == MORE + 1


def test_each_page_leads_to_its_neighbours_and_to_where_a_kind_begins(written: dict[str, str]) -> None:
    for path, page in written.items():
        if not path.startswith("browse/names"):
            continue
        others = re.search(r'<nav class="pages".*?</nav>', page, re.DOTALL)
        assert others
        for link in re.findall(r'href="([^"#]+)"', others[0]):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) in written
        start = re.search(r'href="([^"]*)#place"', page)
        assert start
        to = posixpath.normpath(posixpath.join(posixpath.dirname(path), start[1])) if start[1] else path
        assert 'id="place"' in written[to]
