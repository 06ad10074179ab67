"""Series profiles tried on folders: for the one who writes a profile, and for the choice of one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from letterbook.errors import ReadError
from letterbook.letter import Transcript
from letterbook.readers.files import find_sources, is_text, read_transcript
from letterbook.readers.text import (
    LEAST,
    Example,
    Fit,
    fit,
    fits,
    language_of,
    load_rules,
    propose_form,
    run_examples,
    sample_of,
)

_PROPOSED = 5


@dataclass(frozen=True, slots=True)
class ProfileFits:
    """How profiles fit a folder, the best first; the language most texts are in; how headings of a new profile could look."""

    fits: tuple[Fit, ...]
    language: str
    forms: tuple[str, ...]

    @property
    def chosen(self) -> str:
        """The profile that would be taken without being named; empty where none fits."""
        return self.fits[0].profile if self.fits[0].share >= LEAST else ""


def sample_texts(paths: list[Path], *, root: Path, encoding: str = "") -> list[Transcript]:
    """The transcripts of a sample of files, without those that are empty or no text."""
    texts = [path for path in paths if is_text(path)]
    read = (read_transcript(path, root=root, language="", encoding=encoding)[0] for path in sample_of(texts))
    return [each for each in read if each is not None and each.text.strip()]


def profile_examples(profile: str) -> list[Example]:
    """The examples of a profile, run; ``profile`` is a name of ours or the path of a YAML file.

    Raises:  RulesError where the profile is missing or not as it should be.
    """
    return list(run_examples(load_rules(*_named(profile))))


def profile_fits(folder: Path, profile: str = "") -> ProfileFits:
    """How one profile, or each there is, fits the texts of a folder; a letterbook's own profiles are tried too.

    Raises:  ReadError where there is no such folder or no text in it; RulesError for a broken profile.
    """
    if not folder.is_dir():
        raise ReadError(f"there is no folder {str(folder)!r}", remedy="name a folder with text files")
    letters = folder / "letters" if (folder / "letters").is_dir() else folder
    texts = sample_texts(find_sources(letters)[0], root=letters)
    if not texts:
        raise ReadError(f"there are no texts in {str(letters)!r}", remedy="put text files into the folder")
    if profile:
        name, _, own = _named(profile)
        found = [fit(name, texts, own)]
    else:
        found = fits(texts, folder)
    votes = [language_of(each.text) or "en" for each in texts]
    language = max(sorted(set(votes)), key=votes.count)
    proposed = (propose_form(line.text, language) for line in found[0].unmatched)
    forms = [form for form in dict.fromkeys(proposed) if form]
    return ProfileFits(tuple(found), language, tuple(forms[:_PROPOSED]))


def _named(profile: str) -> tuple[str, str, Path | None]:
    path = Path(profile)
    return (path.name, "", path.parent) if path.suffix in (".yaml", ".yml") else (profile, "", None)
