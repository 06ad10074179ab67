"""A CMIF file is checked by the rules of the format: what passes the official schema passes here, what fails it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from letterbook.errors import ReadError
from letterbook.validation.cmif import check_cmif

GOOD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>
<fileDesc><titleStmt><title>Letters</title><editor>N. N.</editor></titleStmt>
<publicationStmt><publisher>P.</publisher><idno type="url">https://a.example/cmif.xml</idno><date when="2026-01-01"/>
<availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY</licence></availability></publicationStmt>
<sourceDesc><bibl type="print" xml:id="b0b7c9d2-1111-4222-8333-123456789abc">Letters, 1921</bibl></sourceDesc></fileDesc>
<profileDesc><correspDesc source="#b0b7c9d2-1111-4222-8333-123456789abc">
<correspAction type="sent"><persName ref="https://d-nb.info/gnd/118505580">A. B.</persName><date when="1921-04-09">9 April</date></correspAction>
<correspAction type="received"><persName ref="https://viaf.org/viaf/1">C. D.</persName></correspAction>
</correspDesc></profileDesc></teiHeader><text><body><p/></body></text></TEI>
"""

SLIPS = {
    "no sender's side": ('type="sent"', 'type="received"', "L260", 6, "type sent"),
    "an unknown action": ('type="sent"', 'type="forwarded"', "L260", 7, "'forwarded'"),
    "a date without a day": (' when="1921-04-09"', "", "L260", 7, "machine-readable"),
    "a day that is none": ('"1921-04-09"', '"9.4.1921"', "L260", 7, "'9.4.1921'"),
    "a source that is nowhere": ('source="#b0', 'source="#c0', "L260", 6, "no bibl"),
    "no licence": ("<licence", "<licens", "L260", 4, "in availability"),
    "a licence without an address": (' target="https://creativecommons.org/licenses/by/4.0/"', "", "L260", 4, "licence/@target"),
    "no editor": ("<editor>N. N.</editor>", "", "L260", 2, "in titleStmt"),
    "things in another order": ('<date when="2026-01-01"/>', "", "L260", 3, "in publicationStmt"),
    "an attribute of TEI that CMIF has not": ("<persName ref", "<persName role='x' ref", "L260", 7, "attribute role"),
    "a stranger": ("<p/>", '<p/><x xmlns="urn:x"/>', "L260", 9, "not an element of TEI"),
    "no UUID": ('xml:id="b0b7c9d2-1111-4222-8333-123456789abc"', 'xml:id="b1"', "L261", 5, "no UUID"),
    "no authority": (' ref="https://viaf.org/viaf/1"', "", "L262", 0, "1 of those"),
}  # fmt: skip


def checked(folder: Path, text: str) -> list[tuple[str, int, str]]:
    file = folder / "cmif.xml"
    file.write_text(text, encoding="utf-8")
    _, findings = check_cmif(file)
    return [(each.code, each.line, each.message) for each in findings]


def test_what_is_right_is_found_right(tmp_path: Path) -> None:
    assert checked(tmp_path, GOOD) == []
    assert check_cmif(tmp_path / "cmif.xml")[0] == 1


@pytest.mark.parametrize("slip", SLIPS)
def test_each_rule_is_told_with_its_line(tmp_path: Path, slip: str) -> None:
    old, new, code, line, words = SLIPS[slip]
    assert old in GOOD
    text = GOOD.replace(old, new).replace("</licence>", "</licens>" if "<licens" in new else "</licence>")
    assert any(found == code and at == line and words in message for found, at, message in checked(tmp_path, text)), (
        checked(tmp_path, text)
    )


@pytest.mark.parametrize("text", ["", "<TEI>", '<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/passwd">]><x>&a;</x>', "<x/>"])
def test_what_is_no_cmif_at_all_is_told_and_nothing_is_fetched(tmp_path: Path, text: str) -> None:
    try:
        assert any(code == "L260" for code, _, _ in checked(tmp_path, text))
    except ReadError as error:
        assert error.exit_code == 3


@pytest.mark.shared
def test_the_verdict_is_that_of_the_official_schema(tmp_path: Path, shared: Path) -> None:
    """On every slip that is against the schema itself; what the Schematron asks for besides is ours alone."""
    schema = etree.RelaxNG(etree.parse(str(shared / "suites/cmif-schema/schema/cmi-customization.rng")))
    only_schematron = {
        "no sender's side",
        "a date without a day",
        "a source that is nowhere",
        "no UUID",
        "no authority",
    }
    assert schema.validate(etree.fromstring(GOOD))
    for name, (old, new, *_) in SLIPS.items():
        text = GOOD.replace(old, new).replace("</licence>", "</licens>" if "<licens" in new else "</licence>")
        assert schema.validate(etree.fromstring(text)) == (name in only_schematron), name


@pytest.mark.shared
def test_a_large_file_of_others_is_judged_as_the_schema_judges_it(shared: Path) -> None:
    file = shared / "corpora/spener-cmif/letters.xml"
    schema = etree.RelaxNG(etree.parse(str(shared / "suites/cmif-schema/schema/cmi-customization.rng")))
    letters, findings = check_cmif(file)
    assert letters == 2_435
    assert schema.validate(etree.parse(str(file))) == (not any(each.code == "L260" for each in findings))
