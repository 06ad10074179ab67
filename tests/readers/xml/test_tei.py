"""Letters of TEI files: what the header says, what the text marks, and where the two differ."""

from __future__ import annotations

import pytest

from letterbook.letter import EntityKind, Origin, PartKind

SENT = (
    "<correspAction type='sent'><persName ref='https://d-nb.info/gnd/1 https://d-nb.info/gnd/1'>Ada Bell</persName>"
    "<placeName ref='http://www.geonames.org/5/'>Ulm</placeName><date {date}>{words}</date></correspAction>"
    "<correspAction type='received'><orgName>Guild of Bakers</orgName></correspAction>"
)
FRUS = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"><teiHeader/><text><body>
<div type="chapter"><div type="document" xml:id="d1">
<head>The Ambassador in Ruritania (<persName type="from">Moor</persName>) to the <gloss type="to">Secretary of State</gloss><note>A note.</note></head>
<dateline><placeName><hi>Legation</hi>,<lb/>[Strelsau]</placeName>, <date when="1894-03-04">March 4, 1894</date>.</dateline>
<p>No. 7.]</p>
<p>I have the honor to re-<lb break="no"/>port.</p>
<closer><signed>A. Moor</signed></closer>
<frus:attachment><head><persName type="from">Rupert</persName> to Mr. <persName type="to">Moor</persName></head>
<div type="document"><dateline><placeName>Zenda</placeName></dateline><p>We agree.</p></div></frus:attachment>
<frus:attachment><p>A list of flags.</p></frus:attachment>
</div>
<div type="document" n="2"><head><gloss type="from">Secretary of State</gloss> to Mr. <persName type="to">Moor</persName></head><p>Noted.</p></div>
</div></body></text></TEI>"""


def test_the_description_gives_parties_place_and_date(read, letter) -> None:  # type: ignore[no-untyped-def]
    (reading,), findings = read(letter(SENT.format(date="when='1901-02-03'", words="3 February 1901")))
    one = reading.letters[0]
    assert findings == []
    assert [party.as_printed for party in (*one.senders, *one.addressees)] == ["Ada Bell", "Guild of Bakers"]
    assert reading.entity(one.senders[0].person).same_as == ("https://d-nb.info/gnd/1",)
    assert reading.entity(one.addressees[0].body).kind is EntityKind.ORGANISATION
    assert reading.entity(one.place).label == "Ulm"
    assert one.date.date.edtf == "1901-02-03"
    assert one.senders[0].evidence.origin is Origin.METADATA
    assert one.senders[0].evidence.source == "a.xml#line=1,2"
    assert reading.transcript.language == "en"


@pytest.mark.parametrize(
    ("attributes", "words", "edtf"),
    [
        ("when='1901-02-03T10:00:00+01:00'", "", "1901-02-03"),
        ("when-iso='1901-02'", "", "1901-02"),
        ("notBefore='1901-02-03' notAfter='1901-02-05'", "", "[1901-02-03..1901-02-05]"),
        ("notBefore='1901'", "", "[1901..]"),
        ("notAfter='1901-02-05'", "", "[..1901-02-05]"),
        ("from='1901-02-03' to='1901-02-05'", "", "1901-02-03/1901-02-05"),
        ("when='1901-02-03' cert='low'", "", "1901-02-03?"),
        ("when='1853-01-01'", "[1853]", "1853"),
        ("when='1853-11-01'", "November 1853", "1853-11"),
        ("when='1853-11-01'", "1. November 1853", "1853-11-01"),
        ("when='1000-04-05'", "05. April", ""),
        ("", "in spring", ""),
    ],
)
def test_a_date_says_as_much_as_its_attributes_and_words(read, letter, attributes: str, words: str, edtf: str) -> None:  # type: ignore[no-untyped-def]
    (reading,), _ = read(letter(SENT.format(date=attributes, words=words)))
    date = reading.letters[0].date.date
    assert date.edtf == edtf
    assert words in ("", date.wording)


@pytest.mark.parametrize("value", ["1901-02-30", "1901/02", "1901-", "19o1", "1901-2-3"])
def test_a_malformed_date_is_told_and_invents_nothing(read, letter, value: str) -> None:  # type: ignore[no-untyped-def]
    (reading,), (finding,) = read(letter(SENT.format(date=f"when='{value}'", words="one day")))
    assert (finding.code, finding.line) == ("L221", 2)
    assert value in finding.message or "day" in finding.message
    assert reading.letters[0].date.date.edtf == ""


def test_the_title_tells_which_of_two_in_one_action_wrote(read, letter) -> None:  # type: ignore[no-untyped-def]
    action = (
        "<correspAction type='sent'><persName type='addressee'>Ada Bell</persName>"
        "<persName type='sender'>Carl Dorn</persName></correspAction>"
    )
    (reading,), (finding,) = read(letter(action, title="Ada Bell an Carl Dorn, Ulm, 3. Mai 1850"))
    one = reading.letters[0]
    assert [one.senders[0].as_printed, one.addressees[0].as_printed] == ["Ada Bell", "Carl Dorn"]
    assert finding.code == "L220"


def test_a_dateline_from_elsewhere_is_told_and_kept(read, letter) -> None:  # type: ignore[no-untyped-def]
    body = "<opener><dateline><placeName>Linz</placeName>, 1911</dateline></opener><p>Dear aunt.</p>"
    (reading,), findings = read(letter(SENT.format(date="when='1901-02-03'", words=""), body))
    assert [finding.code for finding in findings] == ["L220", "L220"]
    assert reading.entity(reading.letters[0].place).label == "Ulm"
    assert "Linz" in {entity.label for entity in reading.entities}


def test_a_dateline_in_capitals_contradicts_nothing(read, letter) -> None:  # type: ignore[no-untyped-def]
    body = "<opener><dateline><placeName ref='#p9'>ULM</placeName>, 1901</dateline></opener><p>Dear aunt.</p>"
    _, findings = read(letter(SENT.format(date="when='1901'", words=""), body))
    assert "L220" not in [finding.code for finding in findings]


def test_an_unknown_action_is_told_with_whom_it_names(read, letter) -> None:  # type: ignore[no-untyped-def]
    more = "<correspAction type='dictated'><persName>Eva Funk</persName></correspAction>"
    (reading,), (finding,) = read(letter(SENT.format(date="when='1901'", words="") + more))
    assert finding.code == "L221"
    assert "'dictated'" in finding.message
    assert "Eva Funk" in finding.message
    assert len(reading.letters[0].senders) == 1


def test_two_ids_in_one_key_are_told_and_a_name_is_no_list_of_ids(read, letter) -> None:  # type: ignore[no-untyped-def]
    """Fault case X10."""
    action = "<correspAction type='sent'><persName key='{}'>The sisters</persName></correspAction>"
    assert [finding.code for finding in read(letter(action.format("p1 p2")))[1]] == ["L221"]
    (reading,), findings = read(letter(action.format("Bell (of Ulm) Ada")))
    assert findings == []
    assert reading.entities[0].same_as == ("Bell (of Ulm) Ada",)


def test_each_description_has_the_text_that_points_to_it(read, letter) -> None:  # type: ignore[no-untyped-def]
    text = letter(
        "<correspAction type='sent'><persName>Ada Bell</persName></correspAction></correspDesc><correspDesc xml:id='b'>"
        "<correspAction type='sent'><persName>Carl Dorn</persName></correspAction>",
        "<div decls='#b'><p>Second.</p></div><div decls='#a'><p>First.</p></div>",
    ).replace("<correspDesc>", "<correspDesc xml:id='a'>", 1)
    readings, _ = read(text)
    assert [(each.transcript.source, each.transcript.text) for each in readings] == [
        ("a.xml#a", "First."),
        ("a.xml#b", "Second."),
    ]


def test_the_reading_text_has_no_notes_breaks_or_deletions(read, letter) -> None:  # type: ignore[no-untyped-def]
    body = (
        "<p>He was <choice><sic>hier</sic><corr>here</corr></choice>,<note>An editor.</note> the <del>old</del>\n   man of the vil-"
        "<lb break='no'/>lage<pb/> <choice><abbr>Dr</abbr><expan>Doctor</expan></choice><lb/>Bell &amp; I.</p>\n<p>Second.</p>"
    )
    (reading,), _ = read(letter("<correspAction type='sent'/>", body))
    assert reading.transcript.text == "He was here, the man of the village Doctor Bell & I.\n\nSecond."


def test_every_part_leads_back_to_its_element(read, letter) -> None:  # type: ignore[no-untyped-def]
    body = (
        "\n<opener><salute>Dear aunt,</salute></opener>\n<p xml:id='p7'>One.</p>\n<postscript><p>More.</p></postscript>"
    )
    (reading,), _ = read(letter("<correspAction type='sent'/>", body))
    text, parts = reading.transcript, reading.letters[0].parts
    assert [part.kind for part in parts] == [PartKind.SALUTATION, PartKind.PARAGRAPH, PartKind.POSTSCRIPT]
    marks = [text.mark(part.span.start) for part in parts]
    assert [(mark.line, text.position(mark.start)) for mark in marks] == [(4, (4, 0)), (5, (5, 0)), (6, (6, 0))]
    assert marks[1].path == "//*[@xml:id='p7']"
    assert marks[2].path.endswith("/body[1]/postscript[1]")


def test_a_volume_is_a_reading_for_each_document(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(FRUS)
    assert findings == []
    assert [each.transcript.source for each in readings] == ["a.xml#d1", "a.xml#2"]
    outer, inner = readings[0].letters
    named = {entity.id: entity.label for entity in readings[0].entities}
    assert (named[outer.senders[0].person], named[outer.senders[0].office]) == ("Moor", "Ambassador in Ruritania")
    assert (outer.addressees[0].person, named[outer.addressees[0].office]) == ("", "Secretary of State")
    assert (named[outer.place], outer.date.date.edtf, outer.number.value) == ("Strelsau", "1894-03-04", "7")
    assert (inner.inside, named[inner.senders[0].person], named[inner.place]) == (1, "Rupert", "Zenda")
    assert outer.extent.holds(inner.extent)
    assert "report." in readings[0].transcript.text
    enclosed = [readings[0].transcript.quote(part.span) for part in outer.parts if part.kind is PartKind.ENCLOSED]
    assert enclosed == ["A list of flags."]


def test_every_span_quotes_what_its_element_says(read) -> None:  # type: ignore[no-untyped-def]
    reading = read(FRUS)[0][0]
    said = {(reading.entity(each.entity).label, reading.transcript.quote(each.span)) for each in reading.mentions}
    assert said == {
        ("Moor", "Moor"),
        ("Ambassador in Ruritania", "Ambassador in Ruritania"),
        ("Secretary of State", "Secretary of State"),
        ("Strelsau", "Strelsau"),
        ("Rupert", "Rupert"),
        ("Zenda", "Zenda"),
    }


def test_a_description_without_a_text_is_a_letter_without_parts(read, letter) -> None:  # type: ignore[no-untyped-def]
    (reading,), _ = read(letter(SENT.format(date="when='1901'", words=""), "<p/>"))
    one = reading.letters[0]
    assert one.parts == ()
    assert reading.transcript.text == "Ada Bell\nUlm\n1901\nGuild of Bakers"
    assert [reading.transcript.quote(span) for span in one.addressees[0].evidence.spans] == ["Guild of Bakers"]


def test_a_file_without_letters_is_told(read) -> None:  # type: ignore[no-untyped-def]
    readings, (finding,) = read(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><p>A sermon.</p></text></TEI>'
    )
    assert (readings, finding.code) == ([], "L219")


def test_a_receipt_in_brackets_has_the_first_such_day_from_the_letter_on(read) -> None:  # type: ignore[no-untyped-def]
    dated = '<date when="1894-12-20">December 20, 1894</date>'
    text = FRUS.replace(
        "<teiHeader/>",
        '<teiHeader><profileDesc><langUsage><language ident="en"/></langUsage></profileDesc></teiHeader>',
    )
    text = text.replace('<date when="1894-03-04">March 4, 1894</date>.', f"{dated}. (Received January 5.)")
    (first, _), findings = read(text)
    letter = first.letters[0]
    assert findings == []
    assert letter.date_received.date.edtf == "1895-01-05"
    assert first.transcript.quote(letter.date_received.evidence.spans[0]) == "January 5"


def test_an_attribute_against_its_own_words_is_told(read) -> None:  # type: ignore[no-untyped-def]
    text = FRUS.replace("<teiHeader/>", '<teiHeader xml:lang="en"/>').replace("1894-03-04", "1894-04-04")
    text = text.replace("<TEI ", '<TEI xml:lang="en" ')
    readings, (finding,) = read(text)
    assert (finding.code, finding.line) == ("L220", 4)
    assert readings[0].letters[0].date.date.wording == "March 4, 1894"


def test_two_documents_with_one_number_have_two_sources(read) -> None:  # type: ignore[no-untyped-def]
    readings, _ = read(FRUS.replace('xml:id="d1"', 'n="2"'))
    assert [each.transcript.source for each in readings] == ["a.xml#2", "a.xml#2-2"]


def test_two_whom_nobody_knows_are_not_one(read, letter) -> None:  # type: ignore[no-untyped-def]
    actions = (
        "<correspAction type='sent'><persName>Unknown</persName></correspAction>\n"
        "<correspAction type='received'><persName>Unknown</persName></correspAction>"
    )
    (reading,), findings = read(letter(actions))
    one = reading.letters[0]
    assert findings == []
    assert one.senders[0].person != one.addressees[0].person
    assert [entity.named for entity in reading.entities] == [False, False]


def test_who_redirects_a_letter_is_no_party(read, letter) -> None:  # type: ignore[no-untyped-def]
    passing = "".join(
        f"<correspAction type='{kind}' subtype='redirecting'><persName>Eva Funk</persName></correspAction>"
        for kind in ("received", "sent")
    )
    (reading,), findings = read(letter(SENT.format(date="when='1901'", words="") + passing))
    one = reading.letters[0]
    assert findings == []
    assert [party.as_printed for party in (*one.senders, *one.addressees)] == ["Ada Bell", "Guild of Bakers"]


def test_a_letter_received_before_it_was_written_has_no_day_of_receipt(read, letter) -> None:  # type: ignore[no-untyped-def]
    actions = (
        "<correspAction type='sent'><persName>Ada Bell</persName></correspAction>"
        "<correspAction type='received'><persName>Carl Dorn</persName><date when='1901-02-01'/></correspAction>"
    )
    body = "<opener><dateline><date when='1901-02-03'>3 February 1901</date></dateline></opener><p>Dear aunt.</p>"
    (reading,), (finding,) = read(letter(actions, body))
    assert reading.letters[0].date_received is None
    assert reading.letters[0].date.date.edtf == "1901-02-03"
    assert (finding.code, "1901-02-01" in finding.message) == ("L204", True)


def test_the_ids_of_each_volume_of_a_corpus_are_its_own(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(f"<teiCorpus xmlns='http://www.tei-c.org/ns/1.0'>{FRUS}{FRUS}</teiCorpus>")
    assert findings == []
    assert [each.transcript.source for each in readings] == ["a.xml#d1", "a.xml#2", "a.xml#d1-3", "a.xml#2-4"]


def test_a_letter_that_nothing_describes_is_known_by_its_parts(read) -> None:  # type: ignore[no-untyped-def]
    body = "<opener><salute>Dear aunt,</salute></opener><p>All is well.</p><closer><signed>Ada</signed></closer>"
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{body}</body></text></TEI>'
    (reading,), findings = read(text)
    assert findings == []
    assert (reading.transcript.source, reading.letters[0].signature.value) == ("a.xml", "Ada")


def test_a_word_in_place_of_a_pointer_makes_two_places_no_one(read, letter) -> None:  # type: ignore[no-untyped-def]
    body = "<p>From <placeName ref='where'>Linz</placeName> to <placeName ref='where'>Graz</placeName>.</p>"
    (reading,), _ = read(letter("<correspAction type='sent'/>", body))
    assert [(entity.label, entity.same_as) for entity in reading.entities] == [("Linz", ()), ("Graz", ())]


def test_a_register_among_the_letters_is_told_as_one(read) -> None:  # type: ignore[no-untyped-def]
    lists = "<listPerson><person xml:id='p1'><persName>A. Roe</persName></person></listPerson>"
    readings, (finding,) = read(
        f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/><text><body>{lists}</body></text></TEI>"
    )
    assert (readings, finding.code) == ([], "L219")
    assert "this is a register" in finding.message


@pytest.mark.parametrize(("stated", "language"), [("en_US", "en-US"), ("rus-Cyrl-petr1708", "rus-Cyrl-petr1708")])
def test_the_language_of_a_file_is_a_tag_of_bcp_47(read, stated: str, language: str) -> None:  # type: ignore[no-untyped-def]
    """Fault case I4: an underscore is read as a hyphen, and that is told once."""
    (reading,), findings = read(in_language(stated))
    assert reading.transcript.language == language
    assert [(each.code, each.line) for each in findings] == ([("L229", 2)] if "_" in stated else [])


def test_a_language_that_is_no_tag_loses_no_letter(read) -> None:  # type: ignore[no-untyped-def]
    """Fault case I4: the language is that of the words."""
    (reading,), findings = read(in_language("unibo.it"))
    assert ("Your letter" in reading.transcript.text, reading.transcript.language) == (True, "en")
    assert [(each.code, each.line) for each in findings] == [("L229", 2)]
    assert "'unibo.it'" in findings[0].message


def in_language(tag: str) -> str:
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc>\n'
        f'<langUsage><language ident="{tag}"/></langUsage>'
        "<correspDesc><correspAction type='sent'><persName>Ada Bell</persName></correspAction></correspDesc></profileDesc>"
        "</teiHeader><text><body><p>Your letter has come, and I thank you for all that you have said in it to me, and for "
        "the books which the post has brought with it this morning.</p></body></text></TEI>"
    )


WRAPPED = (
    "<div type='transcription'>{before}<div type='letter'><dateline><placeName>Ulm</placeName></dateline><salute>My dear Carl,</salute>"
    "<p>See below.</p><signed>Ada</signed></div>{behind}</div>"
)
ANNEX = "<div type='annex'><salute>Dear Sir,</salute><p>I have it.</p><signed>Eva</signed></div>"


@pytest.mark.parametrize(("before", "behind"), [("", ""), ("", ANNEX), (ANNEX, ""), ("<head>No. 1</head>", ANNEX)])
def test_what_holds_a_letter_and_its_annexes_is_no_letter(read, letter, before: str, behind: str) -> None:  # type: ignore[no-untyped-def]
    action = "<correspAction type='sent'><persName>Ada Bell</persName><placeName>Bern</placeName></correspAction>"
    (reading,), findings = read(letter(action, WRAPPED.format(before=before, behind=behind)))
    first, *annexes = reading.letters
    assert [first.salutation.text, first.signature.text] == ["My dear Carl,", "Ada"]
    assert first.senders
    assert [(each.inside, each.signature.text) for each in annexes] == [(1, "Eva")] * ((before + behind).count("annex"))
    assert [(finding.code, "dateline has 'Ulm'" in finding.message) for finding in findings] == [("L220", True)]


def test_of_two_letters_in_one_file_with_one_description_neither_is_taken_for_the_other(read, letter) -> None:  # type: ignore[no-untyped-def]
    action = "<correspAction type='sent'><persName>Ada Bell</persName></correspAction>"
    one = "<div type='letter'><salute>{}</salute><p>Yes.</p></div>"
    (reading,), _ = read(letter(action, f"<div>{one.format('Dear A,')}{one.format('Dear B,')}</div>"))
    assert [each.inside for each in reading.letters] == [0, 1, 1]
