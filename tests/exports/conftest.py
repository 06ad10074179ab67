"""A small letterbook made from CMIF that has what exports stumble over: doubt, two addressees, nobody, signs that formats use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook.catalogue import Catalogue, open_catalogue
from letterbook.exports import find_export
from letterbook.exports.form import Wish
from letterbook.findings import Finding
from letterbook.publication import build

LETTERS = (
    ("A. Roe", "http://d-nb.info/gnd/118616099", "B. Doe", "", "Ulm", 'when="1921-04-09"', "9. April 1921"),
    ("A. Roe", "http://d-nb.info/gnd/118616099", "B. Doe", "", "Ulm", 'when="1922"', "1922"),
    (
        "B. Doe",
        "",
        "A. Roe",
        "http://d-nb.info/gnd/118616099",
        "",
        'notBefore="1923-01-02" notAfter="1923-02-03"',
        "Winter",
    ),
    ("B. Doe", "", "A. Roe", "http://d-nb.info/gnd/118616099", "", 'when="1924-05" cert="low"', "[Mai 1924]"),
    (
        "B. Doe",
        "",
        "=cmd|'x', \"Ltd\" & <Co>",
        "http://www.wikidata.org/entity/Q42",
        "",
        'notAfter="1930-01-01"',
        "vor 1930",
    ),
    ("B. Doe", "", "A. Roe", "http://d-nb.info/gnd/118616099", "", "", ""),
)


def cmif_source() -> str:
    described = []
    for sender, sender_ref, addressee, addressee_ref, place, dating, words in LETTERS:
        escaped = addressee.replace("&", "&amp;").replace("<", "&lt;")
        refs = [f' ref="{ref}"' if ref else "" for ref in (sender_ref, addressee_ref)]
        where = f'<placeName ref="http://www.geonames.org/2820256">{place}</placeName>' if place else ""
        when = f"<date {dating}>{words}</date>" if dating else ""
        described.append(
            f'<correspDesc><correspAction type="sent"><persName{refs[0]}>{sender}</persName>{where}{when}</correspAction>'
            f'<correspAction type="received"><persName{refs[1]}>{escaped}</persName></correspAction></correspDesc>'
        )
    profile = "\n".join(described)
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
        "<publicationStmt><publisher>P</publisher></publicationStmt><sourceDesc><bibl>B</bibl></sourceDesc></fileDesc>"
        f"<profileDesc>{profile}</profileDesc></teiHeader><text><body><p/></body></text></TEI>"
    )


def plant(folder: Path, source: str) -> Path:
    (folder / "letters").mkdir(parents=True)
    (folder / "letters/cmif.xml").write_text(source, encoding="utf-8")
    settings = 'title = "Roe & Doe"\nlanguage = "de"\npublisher = "An archive"\npublished = "2026-11-24"\n'
    (folder / "letterbook.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def planted() -> Callable[[Path, str], Path]:
    """Makes a letterbook of one XML source."""
    return plant


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the small letterbook; read only."""
    folder = tmp_path_factory.mktemp("exports")
    out = folder / "build"
    build(plant(folder / "book", cmif_source()), out)
    return out


@pytest.fixture
def sample(sample_build: Path) -> Catalogue:
    """The small letterbook as a catalogue."""
    return open_catalogue(sample_build)


@pytest.fixture
def seed(built: Path) -> Catalogue:
    """The ready letterbook as a catalogue."""
    return open_catalogue(built)


class Exported:
    """Exports in memory: files by name, with what was told."""

    def __init__(self) -> None:
        self.told: list[Finding] = []

    def files(self, name: str, catalogue: Catalogue, **wishes: object) -> dict[str, bytes]:
        wish = Wish(tell=self.told.append, **wishes)  # type: ignore[arg-type]
        return {path: b"".join(pieces) for path, pieces in find_export(name).write(catalogue, wish)}

    def text(self, name: str, catalogue: Catalogue, **wishes: object) -> str:
        (data,) = self.files(name, catalogue, **wishes).values()
        return data.decode()


@pytest.fixture
def exported() -> Exported:
    """Writes exports into memory."""
    return Exported()
