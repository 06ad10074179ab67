"""The page of search as a server answers it: a question in its address is asked of the index of the same build."""

from __future__ import annotations

from urllib.parse import parse_qs

from letterbook.output import SEARCH
from letterbook.web.folder import Snapshot
from letterbook.web.search import SEARCH_FILE, ask, show_answer

PAGE = "browse/search.html"
LONGEST_QUESTION = 200
MOST_PAGES = 10_000


def answered(build: Snapshot, path: str, query: bytes) -> bytes | None:
    """The page at this path with what was found; None where it is no page of search, or nothing is asked."""
    if path != PAGE and not path.endswith(f"/{PAGE}"):
        return None
    asked = parse_qs(query.decode("ascii", "replace"))
    question = asked.get("q", [""])[0][:LONGEST_QUESTION]
    index, page = build.folder / SEARCH / SEARCH_FILE, _read(build, path)
    if not question.strip() or page is None or not index.is_file():
        return None
    word = asked.get("page", ["1"])[0]
    number = min(max(int(word), 1), MOST_PAGES) if word.isascii() and word.isdecimal() and len(word) < 9 else 1
    answer = ask(index, question, number, lambda letter: (_read(build, f"{letter}.txt") or b"").decode())
    return show_answer(page.decode(), answer, question, number).encode()


def _read(build: Snapshot, path: str) -> bytes | None:
    file = build.open_file(path)
    if file is None:
        return None
    with open(file.descriptor, "rb") as opened:  # noqa: PTH123 (a descriptor)
        return opened.read()
