"""The example queries: SPARQL files whose first line says in words what they answer."""

from __future__ import annotations

from importlib.resources import files

from letterbook.errors import UsageError

_FOLDER = files(__name__)


def example_names() -> list[str]:
    """The names of the example queries, in alphabetical order."""
    return sorted(path.name.removesuffix(".rq") for path in _FOLDER.iterdir() if path.name.endswith(".rq"))


def example_text(name: str) -> str:
    """The SPARQL of an example query.

    Raises:  UsageError, which lists the names there are.
    """
    if name not in example_names():
        raise UsageError(f"there is no example query {name!r}", remedy=f"choose one of: {', '.join(example_names())}")
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def example_title(name: str) -> str:
    """The question that an example query answers, in words."""
    return example_text(name).splitlines()[0].lstrip("# ")
