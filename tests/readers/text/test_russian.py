"""Russian letters: the case divides the parties, labels stand in the nominative, and what no table knows stays as printed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Letter, PartKind, Reading, Transcript
from letterbook.readers.text import Rules, load_rules, read_text
from letterbook.readers.text.rules import citation_words

LETTERS = Path(__file__).parent / "letters"
SHARED = Path(__file__).parents[3] / ".." / "shared" / "extraction"


@pytest.fixture(scope="module")
def russian() -> Rules:
    return load_rules("dvp-ru", "ru")


def understood(name: str, rules: Rules) -> Reading:
    return read_text(Transcript(name, (LETTERS / name).read_text(encoding="utf-8"), "ru"), rules)


def headed(heading: str, rules: Rules) -> Reading:
    return read_text(Transcript("x.txt", f"{heading}\n\nТекст.\n", "ru"), rules)


def parties(reading: Reading, number: int = 1) -> tuple[list[str], list[str]]:
    letter = reading.letter(number)
    senders, addressees = (
        [reading.entity(p.agent).label for p in side] for side in (letter.senders, letter.addressees)
    )
    return senders, addressees


def parts(reading: Reading, letter: Letter) -> list[tuple[PartKind, str]]:
    text = reading.transcript.text
    return [(part.kind, text[part.span.start : part.span.end].split()[0]) for part in letter.parts]


def value(wording: object) -> str:
    return str(getattr(wording, "value", ""))


def test_a_letter_and_the_reply_in_it_are_read_whole(russian: Rules) -> None:
    reading = understood("ru_letter.txt", russian)
    first, reply = reading.letters
    sender = "Представитель Народного Комиссариата Иностранных Дел РСФСР в Персии"
    addressee = "Председатель Национального Собрания Персии"
    assert parties(reading) == ([sender], [addressee])
    assert first.date is not None
    assert (first.date.date.edtf, value(first.number), reading.entity(first.place).label) == (
        "1922-04-09",
        "47",
        "Тегеран",
    )
    assert value(first.salutation) == "Господин Председатель"
    assert value(first.closing).startswith("Примите, господин Председатель, уверения")
    assert value(first.signature) == "Представитель НКИД"
    assert parties(reading, 2) == ([addressee], [sender])
    assert reply.inside == 1
    assert reply.date is None
    assert reply.date_received is not None
    assert reply.date_received.date.edtf == "1922-04-12"
    assert value(reply.closing).endswith("уважении")


def test_a_source_note_at_the_end_is_that_of_the_edition(russian: Rules) -> None:
    note, telegram = (understood(name, russian) for name in ("ru_note.txt", "ru_telegram.txt"))
    for reading in (note, telegram):
        assert reading.letters[0].parts[-1].kind is PartKind.SOURCE
    assert note.citation is not None
    assert (note.citation.series, note.citation.as_printed.evidence.rule) == (None, "archive-mark")
    assert telegram.citation is not None
    assert value(telegram.citation.series) == "Документы внешней политики СССР"
    assert (value(telegram.citation.volume), value(telegram.citation.pages)) == ("4", "280–281")
    assert telegram.entity(telegram.citation.place).label == "Москва"


def test_a_signature_may_have_the_office_above_the_name(russian: Rules) -> None:
    reading = understood("ru_note.txt", russian)
    assert value(reading.letters[0].signature).split("\n") == ["Народный Комиссар Иностранных Дел РСФСР", "Г. Чичерин"]
    assert parties(reading) == (["Г. В. Чичерин"], ["Министр Иностранных Дел Норвегии"])


def test_what_is_printed_is_kept_in_its_case(russian: Rules) -> None:
    reading = headed("Нота Посла Турции в РСФСР Министру Иностранных Дел Польши Скирмунту", russian)
    letter = reading.letter(1)
    assert [p.as_printed for p in (*letter.senders, *letter.addressees)] == [
        "Посла Турции в РСФСР",
        "Министру Иностранных Дел Польши Скирмунту",
    ]
    office = reading.entity(letter.addressees[0].office)
    assert (office.label, reading.entity(letter.addressees[0].person).label) == (
        "Министр Иностранных Дел Польши",
        "Скирмунт",
    )


@pytest.mark.parametrize(
    ("heading", "sender", "addressee"),
    [
        ("Письмо Председателя Российской Делегации Министру Иностранных Дел Литвы",
         "Председатель Российской Делегации", "Министр Иностранных Дел Литвы"),
        ("Нота Правительства РСФСР Польской Делегации", "Правительство РСФСР", "Польская Делегация"),
        ("Телеграмма Народного Комиссара Иностранных Дел полномочному представителю РСФСР в Грузии",
         "Народный Комиссар Иностранных Дел", "полномочный представитель РСФСР в Грузии"),
        ("Письмо Г. В. Чичерина Мустафе Кемалю", "Г. В. Чичерин", "Мустафа Кемаль"),
        ("Письмо Министру Иностранных Дел Греции", "", "Министр Иностранных Дел Греции"),
        ("Декларация Советского Правительства", "Советское Правительство", ""),
        ("Запись беседы Народного Комиссара Иностранных Дел с Послом Турции", "", ""),
        ("Письмо графа Нессельроде князю Меншикову", "Нессельроде", "Меншиков"),
        ("Письмо г-на Вильтона господину Министру Иностранных Дел", "Вильтон", "Министр Иностранных Дел"),
        ("Воззвание ВЦИК к трудящимся Польши", "ВЦИК", "трудящиеся Польши"),
    ],
)  # fmt: skip
def test_the_first_office_or_body_in_the_dative_begins_the_addressee(
    russian: Rules, heading: str, sender: str, addressee: str
) -> None:
    senders, addressees = parties(headed(heading, russian))
    assert (senders, addressees) == ([sender] if sender else [], [addressee] if addressee else [])


@pytest.mark.parametrize(
    ("name", "case", "nominative"),
    [
        ("Мустафе Кемалю", "dative", "Мустафа Кемаль"),
        ("Г. В. Чичерину", "dative", "Г. В. Чичерин"),
        ("Керзону", "dative", "Керзон"),
        ("Ллойд-Джорджу", "dative", "Ллойд-Джордж"),
        ("Литвинову", "dative", "Литвинов"),
        ("Воровскому", "dative", "Воровский"),
        ("Потёмкину", "dative", "Потёмкин"),
        ("Л. Б. Красина", "genitive", "Л. Б. Красин"),
        ("Воровского", "genitive", "Воровский"),
        ("А. М. Коллонтай", "dative", "А. М. Коллонтай"),
        ("Бекир Сами", "dative", "Бекир Сами"),
        ("Стасовой", "dative", "Стасова"),
        ("Николаю", "dative", "Николай"),
        ("Керим-хану", "dative", "Керим-хан"),
        ("Мустафе Кемаль-паше", "dative", "Мустафа Кемаль-паша"),
    ],
)
def test_a_name_is_brought_to_the_nominative(russian: Rules, name: str, case: str, nominative: str) -> None:
    assert russian.cases.name(name, case) == nominative


@pytest.mark.parametrize("name", ["Неру", "Гёте", "Фрунзе", "Трубецкому", "Золя", "Шоу"])
def test_a_name_whose_nominative_is_not_certain_stays(russian: Rules, name: str) -> None:
    if find_spec("pymorphy3"):
        pytest.skip("pymorphy3 knows more than the tables")
    assert russian.cases.name(name, "dative") == name


def test_the_analyser_answers_where_the_tables_do_not(russian: Rules) -> None:
    if find_spec("pymorphy3") is None:
        pytest.skip("pymorphy3 is not installed: pip install letterbook[ru]")
    assert russian.cases.name("Никите", "dative") == "Никита"


@pytest.mark.parametrize(
    ("title", "nominative"),
    [
        ("Чрезвычайному и Полномочному Послу", "Чрезвычайный и Полномочный Посол"),
        (
            "Чрезвычайному Посланнику и Полномочному Министру Дании",
            "Чрезвычайный Посланник и Полномочный Министр Дании",
        ),
        ("Полномочному Представителю РСФСР", "Полномочный Представитель РСФСР"),
        ("ПОЛНОМОЧНОМУ ПРЕДСТАВИТЕЛЮ РСФСР", "ПОЛНОМОЧНЫЙ ПРЕДСТАВИТЕЛЬ РСФСР"),
        ("Великому Визирю", "Великий Визирь"),
        ("Премьер-Министру Великобритании", "Премьер-Министр Великобритании"),
        ("Полномочной Делегации Финляндии", "Полномочная Делегация Финляндии"),
        ("неведомому Сановнику", "неведомому Сановнику"),
    ],
)
def test_a_title_is_brought_to_the_nominative_where_all_its_words_are_known(
    russian: Rules, title: str, nominative: str
) -> None:
    assert russian.cases.title(title, "dative")[0] == nominative


@given(st.text(st.sampled_from("абвгдеиоуюяйкмнскЧКП -."), max_size=30), st.sampled_from(["genitive", "dative", ""]))
def test_no_word_breaks_the_declension_and_the_nominative_keeps_the_first_letter(words: str, case: str) -> None:
    cases = load_rules("dvp-ru", "ru").cases
    assert cases.name(words, "") == words
    assert cases.name(words, case)[:1] == words[:1]
    assert cases.title(words, case)[0].count(" ") == words.count(" ")


@pytest.mark.parametrize(
    "line",
    [
        "Господин Председатель,",
        "Милостивый государь,",
        "Уважаемый товарищ Чичерин,",
        "Ваше Превосходительство,",
        "Товарищ А.!",
        "Уважаемый Г. В. Чичерин!",
        "Милостивый Государь, Георгий Васильевич,",
    ],
)
def test_a_salutation_opens_the_letter(russian: Rules, line: str) -> None:
    reading = read_text(Transcript("x.txt", f"Нота Правительства РСФСР\n\n{line}\n\nТекст письма.\n", "ru"), russian)
    assert value(reading.letter(1).salutation) == line[:-1].rstrip(".")


@pytest.mark.parametrize(
    "line",
    [
        "Примите, господин Министр, уверения в моём совершенном почтении.",
        "С коммунистическим приветом",
        "С глубоким уважением",
        "Пользуюсь случаем, чтобы выразить Вам, господин Посол, уверения в моем глубоком уважении.",
        "Имею честь быть Вашим покорным слугою",
    ],
)
def test_a_closing_formula_closes_the_letter(russian: Rules, line: str) -> None:
    text = f"Нота Правительства РСФСР\n\nГосподин Министр,\n\nТекст письма.\n\n{line}\n\nГ. Чичерин\n"
    letter = read_text(Transcript("x.txt", text, "ru"), russian).letter(1)
    assert (value(letter.closing), value(letter.signature)) == (line.rstrip("."), "Г. Чичерин")


@pytest.mark.shared
@pytest.mark.parametrize("language", ["ru", "tr"])
def test_the_headings_of_the_table_are_divided_where_it_says(language: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared folder is not here")
    rules = load_rules({"ru": "dvp-ru", "tr": "mektup-tr"}[language], language)
    rows = [line.split("\t") for line in (SHARED / "headings.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    mine = [row for row in rows if row[0] == language]
    assert len(mine) >= 4
    for _, _, heading, sender, sender_name, _, addressee, addressee_name, *_, kind in mine:
        reading = headed(heading, rules)
        letter = reading.letter(1)
        found = []
        for side in (letter.senders, letter.addressees):
            printed = side[0].as_printed if side else "-"
            found.append((printed, reading.entity(side[0].person).label if side and side[0].person else "-"))
        assert found[0][0] == sender
        assert found[0][1] in sender_name.split("|")
        assert found[1][0] == addressee
        assert found[1][1] in addressee_name.split("|")
        assert value(letter.kind) == kind


def test_short_names_of_places_stand_for_one_place_each() -> None:
    places = citation_words()["places"]
    assert places["М"] == "Москва"
    assert all(name[0].isupper() and not name.endswith(".") for name in places)


@pytest.mark.parametrize(
    ("text", "salutation"),
    [
        ("Уважаемый господин Посол, я получил Ваше письмо.", "Уважаемый господин Посол"),
        ("Милостивый государь! Имею честь сообщить.", "Милостивый государь"),
        ("Ваше Превосходительство, имею честь сообщить.", "Ваше Превосходительство"),
        ("Товарищ А. Роу! Сообщаю Вам о приезде.", "Товарищ А. Роу"),
        ("Господин Роу получил наше письмо.", None),
        ("Господин Роу, который вчера приехал, здесь.", None),
        ("Ваше Превосходительство получили наше письмо.", None),
    ],
)
def test_a_salutation_ends_before_the_sentence_that_it_runs_into(
    russian: Rules, text: str, salutation: str | None
) -> None:
    reading = read_text(Transcript("x.txt", f"Нота Правительства РСФСР\n\n{text}\n\nТекст.\n", "ru"), russian)
    assert value(reading.letter(1).salutation) == (salutation or "")
    paragraphs = [reading.transcript.quote(p.span) for p in reading.letter(1).parts if p.kind is PartKind.PARAGRAPH]
    assert paragraphs == [text.removeprefix(salutation or "").lstrip(" ,!"), "Текст."]
