"""Planned terms: every notation of the union's papers, both languages, and what follows from the days."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import example, given, settings, strategies as st

from campaigns.periods import (
    Period,
    Precision,
    UnreadablePeriod,
    after_congress,
    against_window,
    disjoint,
    parse,
    refines,
    render,
    resolve,
)

DAY, MONTH, QUARTER = Precision.DAY, Precision.MONTH, Precision.QUARTER
HALF_YEAR, YEAR, RANGE = Precision.HALF_YEAR, Precision.YEAR, Precision.RANGE

WINDOW = (date(2024, 3, 1), date(2024, 5, 31))
CONGRESS = (date(2024, 8, 1), date(2024, 9, 30))


def days(text: str) -> tuple[date, date]:
    """The two days written in the text, or the one day twice."""
    stated = [date.fromisoformat(day) for day in text.split()]
    return stated[0], stated[-1]


def term(text: str, precision: Precision) -> Period:
    return Period(*days(text), precision)


# --- reading ---------------------------------------------------------------------------------------

READ = [
    # The notations of the documents.
    ("II квартал 2024 г.", QUARTER, "2024-04-01 2024-06-30"),
    ("I квартал 2024 г.", QUARTER, "2024-01-01 2024-03-31"),
    ("III квартал 2024 г.", QUARTER, "2024-07-01 2024-09-30"),
    ("IV квартал 2023 г.", QUARTER, "2023-10-01 2023-12-31"),
    ("4 квартал 2023 года", QUARTER, "2023-10-01 2023-12-31"),
    ("во II квартале 2024 г.", QUARTER, "2024-04-01 2024-06-30"),
    ("Апрель 2024 г.", MONTH, "2024-04-01 2024-04-30"),
    ("на май 2024 г.", MONTH, "2024-05-01 2024-05-31"),
    ("13 октября 2023 г.", DAY, "2023-10-13"),
    ("05 июля 2023 г.", DAY, "2023-07-05"),
    ("26.04.2023 г.", DAY, "2023-04-26"),
    ("1 сентября 2023 года", DAY, "2023-09-01"),
    ("2-3 кварталы 2024 года", RANGE, "2024-04-01 2024-09-30"),
    ("2024 жылғы қаңтар-наурыз айлары", RANGE, "2024-01-01 2024-03-31"),
    ("2023 жылғы қыркүйек-желтоқсан айларында", RANGE, "2023-09-01 2023-12-31"),
    ("2024 жылғы тамыз-қыркүйек айларында", RANGE, "2024-08-01 2024-09-30"),
    ("2023 жылғы 1 қыркүйек", DAY, "2023-09-01"),
    ("II тоқсан 2024 ж.", QUARTER, "2024-04-01 2024-06-30"),
    ("2025–2027 гг.", RANGE, "2025-01-01 2027-12-31"),
    ("2021-2022г.г.", RANGE, "2021-01-01 2022-12-31"),
    ("2023 год", YEAR, "2023-01-01 2023-12-31"),
    # Days.
    ("2023-10-13", DAY, "2023-10-13"),
    ("13/10/2023", DAY, "2023-10-13"),
    ("13-10-2023", DAY, "2023-10-13"),
    ("13. 10. 2023 г.", DAY, "2023-10-13"),
    ("13.X.2023", DAY, "2023-10-13"),
    ("13.Х.2023", DAY, "2023-10-13"),  # Cyrillic Х
    ("1.IX.2023", DAY, "2023-09-01"),
    ("29 февраля 2024", DAY, "2024-02-29"),
    ("30 қараша 2026", DAY, "2026-11-30"),
    ("2026 ж. 30 қараша", DAY, "2026-11-30"),
    ("2023 жылдың 13 қазанында", DAY, "2023-10-13"),
    ("2023 ж. 13-қазан", DAY, "2023-10-13"),
    # Months.
    ("в мае 2024 г.", MONTH, "2024-05-01 2024-05-31"),
    ("февраль 2024", MONTH, "2024-02-01 2024-02-29"),
    ("в феврале месяце 2023 года", MONTH, "2023-02-01 2023-02-28"),
    ("сент. 2023", MONTH, "2023-09-01 2023-09-30"),
    ("2024 ж. сәуір", MONTH, "2024-04-01 2024-04-30"),
    ("2024 жылдың сәуірінде", MONTH, "2024-04-01 2024-04-30"),
    ("2024 жылғы мамыр айында", MONTH, "2024-05-01 2024-05-31"),
    ("қыркүйекте 2023", MONTH, "2023-09-01 2023-09-30"),
    ("қыр. 2023 ж.", MONTH, "2023-09-01 2023-09-30"),
    ("04.2024", MONTH, "2024-04-01 2024-04-30"),
    ("2024-04", MONTH, "2024-04-01 2024-04-30"),
    # Quarters and half-years.
    ("4 кв. 2023", QUARTER, "2023-10-01 2023-12-31"),
    ("4кв.2023г.", QUARTER, "2023-10-01 2023-12-31"),
    ("IVкв. 2023", QUARTER, "2023-10-01 2023-12-31"),
    ("2-й квартал 2024", QUARTER, "2024-04-01 2024-06-30"),
    ("во втором квартале 2024 года", QUARTER, "2024-04-01 2024-06-30"),
    ("2024 ж. II тоқсан", QUARTER, "2024-04-01 2024-06-30"),
    ("2024 ж. 2-тоқсан", QUARTER, "2024-04-01 2024-06-30"),
    ("2024 жылдың 2-ші тоқсанында", QUARTER, "2024-04-01 2024-06-30"),
    ("2024 жылғы екінші тоқсан", QUARTER, "2024-04-01 2024-06-30"),
    ("2 тоқ. 2024", QUARTER, "2024-04-01 2024-06-30"),
    ("I полугодие 2024", HALF_YEAR, "2024-01-01 2024-06-30"),
    ("второе полугодие 2024 г.", HALF_YEAR, "2024-07-01 2024-12-31"),
    ("2024 ж. I жартыжылдық", HALF_YEAR, "2024-01-01 2024-06-30"),  # Latin I
    ("2024 ж. І жартыжылдық", HALF_YEAR, "2024-01-01 2024-06-30"),  # Cyrillic І
    ("2024 жылдың 2-жарты жылдығында", HALF_YEAR, "2024-07-01 2024-12-31"),
    # Years.
    ("2024", YEAR, "2024-01-01 2024-12-31"),
    ("в течение 2024 года", YEAR, "2024-01-01 2024-12-31"),
    ("2024 жыл", YEAR, "2024-01-01 2024-12-31"),
    ("1990", YEAR, "1990-01-01 1990-12-31"),
    ("2100", YEAR, "2100-01-01 2100-12-31"),
    # Ranges.
    ("сентябрь-декабрь 2023", RANGE, "2023-09-01 2023-12-31"),
    ("с сентября по декабрь 2023 г.", RANGE, "2023-09-01 2023-12-31"),
    ("декабрь 2023 – январь 2024", RANGE, "2023-12-01 2024-01-31"),
    ("апрель, май и июнь 2024", RANGE, "2024-04-01 2024-06-30"),
    ("2024 жылғы сәуір мен мамыр", RANGE, "2024-04-01 2024-05-31"),
    ("01.09–31.12.2023", RANGE, "2023-09-01 2023-12-31"),
    ("01.03.2024-31.05.2024", RANGE, "2024-03-01 2024-05-31"),
    ("2024-03-01 — 2024-05-31", RANGE, "2024-03-01 2024-05-31"),
    ("с 1 по 15 марта 2024", RANGE, "2024-03-01 2024-03-15"),
    ("с 28 марта по 3 апреля 2024", RANGE, "2024-03-28 2024-04-03"),
    ("с 28 декабря 2023 г. до 3 января 2024 г.", RANGE, "2023-12-28 2024-01-03"),
    ("2024 жылғы 1-15 наурыз аралығында", RANGE, "2024-03-01 2024-03-15"),
    ("1-9.10.2023", RANGE, "2023-10-01 2023-10-09"),
    ("март 1-15 2024", RANGE, "2024-03-01 2024-03-15"),
    ("II и III кварталы 2024 г.", RANGE, "2024-04-01 2024-09-30"),
    ("2024 ж. 2-3 тоқсан", RANGE, "2024-04-01 2024-09-30"),
    ("IV квартал 2023 - I квартал 2024", RANGE, "2023-10-01 2024-03-31"),
    ("I-II полугодие 2024", RANGE, "2024-01-01 2024-12-31"),
    ("2025-2027 жж.", RANGE, "2025-01-01 2027-12-31"),
    # One unit on both sides of the dash is that unit.
    ("май - май 2024", MONTH, "2024-05-01 2024-05-31"),
    # Letters, cases, spaces and dashes of real keyboards.
    ("  АПРЕЛЬ\u00a02024\u202fГ. ", MONTH, "2024-04-01 2024-04-30"),
    ("Mай 2024", MONTH, "2024-05-01 2024-05-31"),  # Latin M
    ("ІІ квартал 2024", QUARTER, "2024-04-01 2024-06-30"),  # Cyrillic І twice
    ("ІV квартал 2023", QUARTER, "2023-10-01 2023-12-31"),  # Cyrillic І, Latin V
    ("ІУ квартал 2023", QUARTER, "2023-10-01 2023-12-31"),  # Cyrillic У for V
    ("lV квартал 2023", QUARTER, "2023-10-01 2023-12-31"),  # small L
    ("Ⅳ квартал 2023", QUARTER, "2023-10-01 2023-12-31"),  # one sign
    ("П квартал 2024", QUARTER, "2024-04-01 2024-06-30"),
    ("Ш кв. 2024", QUARTER, "2024-07-01 2024-09-30"),
    ("2024 жылгы кыркуйек", MONTH, "2024-09-01 2024-09-30"),  # no Kazakh keyboard
    ("2023 жыл, қазан", MONTH, "2023-10-01 2023-10-31"),
    ("сентябрь‑декабрь 2023", RANGE, "2023-09-01 2023-12-31"),  # non-breaking hyphen
    ("сентябрь—декабрь 2023", RANGE, "2023-09-01 2023-12-31"),
    ("сен\u00adтябрь 2023", MONTH, "2023-09-01 2023-09-30"),  # soft hyphen
    ("маи\u0306 2024", MONTH, "2024-05-01 2024-05-31"),  # й in two pieces
]


@pytest.mark.parametrize(("text", "precision", "stated"), READ)
def test_a_term_is_read(text, precision, stated):
    period = parse(text)
    assert (period.first, period.last) == days(stated)
    assert period.precision is precision
    assert not period.ambiguous
    assert not period.open_ended


@pytest.mark.parametrize(("text", "precision", "stated"), READ)
def test_a_term_read_prints_as_the_same_term_in_both_languages(text, precision, stated):
    period = parse(text)
    assert parse(render(period, "ru")) == period
    assert parse(render(period, "kk")) == period


MONTH_NAMES = [
    ("январь", "января", "январе", "янв.", "қаңтар", "қаңтарда", "қаңтарында", "қаң."),
    ("февраль", "февраля", "феврале", "фев.", "ақпан", "ақпанда", "ақпанында", "ақп."),
    ("март", "марта", "марте", "мар.", "наурыз", "наурызда", "наурызында", "нау."),
    ("апрель", "апреля", "апреле", "апр.", "сәуір", "сәуірде", "сәуірінде", "сәу."),
    ("май", "мая", "мае", "май", "мамыр", "мамырда", "мамырында", "мам."),
    ("июнь", "июня", "июне", "июн.", "маусым", "маусымда", "маусымында", "мау."),
    ("июль", "июля", "июле", "июл.", "шілде", "шілдеде", "шілдесінде", "шіл."),
    ("август", "августа", "августе", "авг.", "тамыз", "тамызда", "тамызында", "там."),
    ("сентябрь", "сентября", "сентябре", "сен.", "қыркүйек", "қыркүйекте", "қыркүйегінде", "қыр."),
    ("октябрь", "октября", "октябре", "окт.", "қазан", "қазанда", "қазанында", "қаз."),
    ("ноябрь", "ноября", "ноябре", "нояб.", "қараша", "қарашада", "қарашасында", "қар."),
    ("декабрь", "декабря", "декабре", "дек.", "желтоқсан", "желтоқсанда", "желтоқсанында", "жел."),
]


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_read_in_every_form(number):
    for name in MONTH_NAMES[number - 1]:
        for text in (f"{name} 2024", f"2024 ж. {name}", name.upper() + " 2024 Г."):
            period = parse(text)
            assert (period.first, period.precision) == (date(2024, number, 1), MONTH), text
            assert (period.last + timedelta(days=1)).day == 1, text


@pytest.mark.parametrize(
    ("text", "precision", "stated"),
    [
        ("IV квартал 09.10.2023 г.", DAY, "2023-10-09"),
        ("IV квартал, 9 октября 2023 г.", DAY, "2023-10-09"),
        ("IV квартал – 09.10.2023", DAY, "2023-10-09"),
        ("9 октября (IV квартал) 2023 г.", DAY, "2023-10-09"),
        # The quarter contradicts the day: the day is read, a person is asked.
        ("III квартал 09.10.2023 г.", DAY, "2023-10-09"),
        ("I квартал (март) 2024 г.", MONTH, "2024-03-01 2024-03-31"),
        ("I полугодие, II квартал 2024", QUARTER, "2024-04-01 2024-06-30"),
        ("IV квартал 9-13 октября 2023", RANGE, "2023-10-09 2023-10-13"),
        ("в конце 2023 года", QUARTER, "2023-10-01 2023-12-31"),
        ("2023 жылдың соңында", QUARTER, "2023-10-01 2023-12-31"),
        ("в конце сентября 2023", MONTH, "2023-09-01 2023-09-30"),
    ],
)
def test_an_ambiguous_term_is_read_and_flagged(text, precision, stated):
    period = parse(text)
    assert (period.first, period.last) == days(stated)
    assert period.precision is precision
    assert period.ambiguous


@pytest.mark.parametrize(
    ("text", "precision", "stated"),
    [
        ("в конце текущего года", QUARTER, "2023-10-01 2023-12-31"),
        ("ағымдағы жылдың соңында", QUARTER, "2023-10-01 2023-12-31"),
        ("25 сентября т.г.", DAY, "2023-09-25"),
        ("в текущем году", YEAR, "2023-01-01 2023-12-31"),
        ("IV квартал т. г.", QUARTER, "2023-10-01 2023-12-31"),
    ],
)
def test_the_current_year_is_the_year_of_the_paper(text, precision, stated):
    period = parse(text, year=2023)
    assert (period.first, period.last) == days(stated)
    assert period.precision is precision
    assert period.ambiguous == ("конце" in text or "соңында" in text)
    with pytest.raises(UnreadablePeriod) as refusal:
        parse(text)
    assert refusal.value.code == "current_year"


def test_a_reference_year_is_not_guessed_into_a_term_without_one():
    with pytest.raises(UnreadablePeriod) as refusal:
        parse("сентябрь", year=2023)
    assert refusal.value.code == "no_year"


@pytest.mark.parametrize("text", ["после 2025-2027 гг.", "2025–2027 жылдардан кейін", "2025-2027 жж. кейін"])
def test_after_some_years_is_read_as_these_years_without_end(text):
    period = parse(text)
    assert (period.first, period.last) == days("2025-01-01 2027-12-31")
    assert period.precision is RANGE
    assert period.open_ended
    assert period.ambiguous
    assert period.latest == date.max


def test_the_text_is_kept_as_it_was_written_without_its_margins():
    assert parse("  IV  Квартал 2023 г. ").raw == "IV  Квартал 2023 г."


def test_equal_are_statements_of_the_same_days_whatever_their_words():
    assert parse("Май 2024 г.") == parse("2024 ж. мамыр")
    assert parse("IV квартал 09.10.2023 г.") == parse("09.10.2023")
    assert parse("01.05.2024-31.05.2024") != parse("май 2024")
    assert parse("после 2025 года") != parse("2025 год")


# --- refusing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t\u00a0", "empty"),
        ("скоро", "unreadable"),
        ("по согласованию", "unreadable"),
        ("2023-2024 учебный год", "unreadable"),
        ("-", "unreadable"),
        ("г.", "unreadable"),
        ("квартал", "unreadable"),
        ("квартал 2024", "unreadable"),
        ("V квартал 2024", "unreadable"),
        ("0 квартал 2024", "unreadable"),
        ("III полугодие 2024", "unreadable"),
        ("у мая 2024", "unreadable"),
        ("5 2024", "unreadable"),
        ("123 2024", "unreadable"),
        ("20244", "unreadable"),
        ("до 15 марта 2024", "unreadable"),
        ("по 15 марта 2024", "unreadable"),
        ("с 1 марта 2024 по", "unreadable"),
        ("апрель и июнь 2024", "unreadable"),
        ("май и апрель 2024", "unreadable"),
        ("1 - 5 - 9 марта 2024", "unreadable"),
        ("13 октября 14 ноября 2023", "unreadable"),
        ("2023 2024", "unreadable"),
        ("2023 - май 2024", "unreadable"),
        ("13.10.23", "unreadable"),
        ("10:30 13.10.2023", "unreadable"),
        ("=1+1", "unreadable"),
        ("<b>май 2024</b>", "unreadable"),
        ("май 2024 " * 40, "unreadable"),
        ("31.02.2024", "impossible_day"),
        ("29.02.2023", "impossible_day"),
        ("31 апреля 2024", "impossible_day"),
        ("2024-02-30", "impossible_day"),
        ("0 мая 2024", "impossible_day"),
        ("32 мамыр 2024", "impossible_day"),
        ("10.13.2023", "impossible_day"),
        ("13.2023", "impossible_day"),
        ("2024-00", "impossible_day"),
        ("31.05.2024-01.03.2024", "reversed"),
        ("15-1 марта 2024", "reversed"),
        ("2027-2025 гг.", "reversed"),
        ("декабрь-январь 2024", "reversed"),
        ("III-II кварталы 2024", "reversed"),
        ("1989 год", "year_out_of_range"),
        ("13 октября 2101", "year_out_of_range"),
        ("2025-9999 гг.", "year_out_of_range"),
        ("0000", "year_out_of_range"),
        ("13 октября", "no_year"),
        ("II квартал", "no_year"),
        ("сентябрь-декабрь", "no_year"),
        ("01.09-31.12", "no_year"),
    ],
)
def test_what_is_no_term_is_refused_with_its_own_sentence(text, code):
    with pytest.raises(UnreadablePeriod) as refusal:
        parse(text)
    assert refusal.value.code == code
    assert str(refusal.value) == str(refusal.value.message)


def sentence(text: str, language: str = "en") -> str:
    with pytest.raises(UnreadablePeriod) as refusal:
        parse(text)
    with translation.override(language):
        return str(refusal.value.message)


@pytest.mark.parametrize("text", ["когда-нибудь", "", "сентябрь"])
def test_the_sentence_shows_examples_that_are_accepted(text):
    for language in ("ru", "kk", "en"):
        examples = sentence(text, language).rstrip(".").rsplit(": ", 1)[1].split("; ")
        assert len(examples) > 4
        for accepted in examples:
            assert parse(accepted).first.year in (2023, 2024)


def test_the_examples_are_in_the_reader_s_language():
    assert "II тоқсан" in sentence("когда-нибудь", "kk")
    assert "II квартал" in sentence("когда-нибудь", "ru")


def test_an_impossible_day_and_a_reversed_range_are_told_as_such():
    assert "31.02.2024" in sentence("31.02.2024")
    assert "does not exist" in sentence("31.02.2024")
    assert "ends before it begins" in sentence("2027-2025 гг.")
    assert "1990" in sentence("1989")
    assert "2100" in sentence("1989")


def test_a_long_text_is_quoted_in_part():
    assert len(sentence("ж" * 5000)) < 400


@given(st.text(max_size=250))
@example("9" * 200)
@example("9²")
@example("٣ мая 2024")
@example("Ⅳ")
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_never_worse(text):
    try:
        period = parse(text)
    except UnreadablePeriod:
        return
    assert 1990 <= period.first.year <= period.last.year <= 2100


SCRAPS = ["2024", "2023", "1", "15", "31", "II", "IV", "квартал", "тоқсан", "май", "қазан", "полугодие", "г."]
SCRAPS += ["-", "–", ",", "и", "с", "по", "после", "кейін", "в конце", "13.10.2023", "01.09", "2024-04", "т.г."]


@given(st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=7).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_heap_of_known_words_is_read_or_refused(text):
    try:
        period = parse(text, year=2023)
    except UnreadablePeriod:
        return
    assert period.first <= period.last
    assert parse(render(period, "kk")) == period


# --- printing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "russian", "kazakh"),
    [
        (term("2023-10-13", DAY), "13 октября 2023 г.", "2023 ж. 13 қазан"),
        (term("2024-04-01 2024-04-30", MONTH), "апрель 2024 г.", "2024 ж. сәуір"),
        (term("2024-04-01 2024-06-30", QUARTER), "II квартал 2024 г.", "2024 ж. II тоқсан"),
        (term("2024-07-01 2024-12-31", HALF_YEAR), "II полугодие 2024 г.", "2024 ж. II жартыжылдық"),
        (term("2024-01-01 2024-12-31", YEAR), "2024 год", "2024 жыл"),
        (term("2025-01-01 2027-12-31", RANGE), "2025–2027 гг.", "2025–2027 жж."),
        (term("2024-04-01 2024-09-30", RANGE), "II–III кварталы 2024 г.", "2024 ж. II–III тоқсан"),
        (
            term("2023-10-01 2024-03-31", RANGE),
            "IV квартал 2023 г. – I квартал 2024 г.",
            "2023 ж. IV тоқсан – 2024 ж. I тоқсан",
        ),
        (term("2024-01-01 2024-03-31", RANGE), "январь–март 2024 г.", "2024 ж. қаңтар–наурыз"),
        (
            term("2023-12-01 2024-01-31", RANGE),
            "декабрь 2023 г. – январь 2024 г.",
            "2023 ж. желтоқсан – 2024 ж. қаңтар",
        ),
        (term("2024-03-01 2024-03-15", RANGE), "1–15 марта 2024 г.", "2024 ж. 1–15 наурыз"),
        (term("2024-03-01 2024-03-31", RANGE), "1–31 марта 2024 г.", "2024 ж. 1–31 наурыз"),
        (term("2024-03-28 2024-04-03", RANGE), "28 марта – 3 апреля 2024 г.", "2024 ж. 28 наурыз – 3 сәуір"),
        (
            term("2023-12-28 2024-01-03", RANGE),
            "28 декабря 2023 г. – 3 января 2024 г.",
            "2023 ж. 28 желтоқсан – 2024 ж. 3 қаңтар",
        ),
    ],
)
def test_the_canonical_text(period, russian, kazakh):
    assert render(period, "ru") == russian
    assert render(period, "kk") == kazakh


@pytest.mark.parametrize(
    ("text", "russian", "kazakh"),
    [
        ("после 2025-2027 гг.", "после 2025–2027 гг.", "2025–2027 жылдардан кейін"),
        ("после апреля 2024", "после апреля 2024 г.", "2024 ж. сәуірден кейін"),
        ("после II квартала 2024", "после II квартала 2024 г.", "2024 ж. II тоқсаннан кейін"),
        ("после I полугодия 2024", "после I полугодия 2024 г.", "2024 ж. I жартыжылдықтан кейін"),
        ("после 2024 года", "после 2024 года", "2024 жылдан кейін"),
        ("после 13.10.2023", "после 13 октября 2023 г.", "2023 ж. 13 қазаннан кейін"),
        ("после 2-3 кварталов 2024", "после II–III кварталов 2024 г.", "2024 ж. II–III тоқсаннан кейін"),
        ("после марта-мая 2024", "после марта–мая 2024 г.", "2024 ж. наурыз–мамырдан кейін"),
    ],
)
def test_an_open_ended_term_is_printed_with_its_after(text, russian, kazakh):
    assert render(parse(text), "ru") == russian
    assert render(parse(text), "kk") == kazakh


def test_a_language_other_than_kazakh_prints_as_the_papers_do():
    assert render(parse("май 2024"), "en-us") == "май 2024 г."
    assert render(parse("май 2024"), "kk-kz") == "2024 ж. мамыр"


ANY_DAY = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MONTHS_IN = {MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12}


def unit_around(day: date, precision: Precision) -> tuple[date, date]:
    """The first and last day of the unit the day lies in, found by walking day by day."""

    def same(other: date) -> bool:
        size = MONTHS_IN[precision]
        return (other.year, (other.month - 1) // size) == (day.year, (day.month - 1) // size)

    first = last = day
    while same(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while same(last + timedelta(days=1)):
        last += timedelta(days=1)
    return first, last


@st.composite
def periods(draw):
    open_ended = draw(st.booleans())
    precision = draw(st.sampled_from(Precision))
    day = draw(ANY_DAY)
    if precision is DAY:
        return Period(day, day, DAY, open_ended=open_ended)
    if precision is not RANGE:
        return Period(*unit_around(day, precision), precision, open_ended=open_ended)
    # Ranges of loose days, and ranges that begin and end with whole months, quarters, years.
    other = draw(st.one_of(ANY_DAY, st.integers(1, 400).map(lambda n: min(day + timedelta(n), date(2100, 12, 31)))))
    first, last = min(day, other), max(day, other)
    if unit := draw(st.sampled_from([None, MONTH, QUARTER, YEAR])):
        first, last = unit_around(first, unit)[0], unit_around(last, unit)[1]
    if first == last:
        return Period(first, last, DAY, open_ended=open_ended)
    return Period(first, last, RANGE, open_ended=open_ended)


@given(periods(), st.sampled_from(["ru", "kk"]))
@example(Period(date(2024, 2, 1), date(2024, 2, 29), RANGE), "ru")
@example(Period(date(2024, 1, 1), date(2024, 12, 31), RANGE), "kk")
@example(Period(date(2024, 1, 1), date(2024, 6, 30), RANGE), "kk")
@settings(max_examples=400, deadline=None)
def test_what_is_printed_reads_back_as_the_same_term(period, language):
    read = parse(render(period, language))
    assert (read.first, read.last, read.precision, read.open_ended) == (
        period.first,
        period.last,
        period.precision,
        period.open_ended,
    )


# --- the period itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "precision"),
    [
        ("2024-01-02 2024-01-01", RANGE),
        ("2024-01-01 2024-01-01", RANGE),
        ("2024-01-01 2024-01-02", DAY),
        ("2024-02-01 2024-02-28", MONTH),
        ("2024-02-01 2024-04-30", QUARTER),
        ("2024-04-01 2024-09-30", HALF_YEAR),
        ("2024-01-01 2024-12-30", YEAR),
    ],
)
def test_days_that_do_not_fit_the_precision_make_no_period(stated, precision):
    with pytest.raises(ValueError, match="is no"):
        Period(*days(stated), precision)


def test_a_precision_as_it_comes_from_the_database_is_accepted():
    period = Period(date(2024, 5, 1), date(2024, 5, 31), "month")
    assert period.precision is MONTH
    assert f"{period.precision}" == "month"


# --- windows, the congress, several statements -------------------------------------------------------

# The 13 plans of the campaign of 2023–2024: the table's text, what the text of the document adds, and what
# campaigns.md says of each against 01.03–31.05.2024.
PLANS = {
    "abai": (["II квартал 2024 г."], "partly"),
    "aktobe": (["IV квартал 2023 г.", "2023 год", "4 квартал 2023 года"], "early"),
    "almaty-city": (["Апрель 2024 г."], "inside"),
    "ustaz": (["I квартал 2024 г."], "partly"),
    "astana": (["Май 2024 г.", "май 2024 г."], "inside"),
    "atyrau": (["Январь 2024 г."], "early"),
    "vko": (["II квартал 2024 г.", "II квартал 2024 г."], "partly"),
    "zko": (["13 октября 2023 г.", "2023 год"], "early"),
    "karaganda": (["IV квартал 09.10.2023 г.", "2023 год"], "early"),
    "kyzylorda": (["IV квартал 2024 г.", "2-3 кварталы 2024 года"], "late"),
    "pavlodar": (["III квартал 2024 г."], "late"),
    "sko": (["I квартал 2024 г.", "март 2024 г."], "inside"),
    "shymkent": (["IV квартал 2023 г.", "2023 год"], "early"),
}


def resolved(code: str):
    return resolve([parse(text) for text in PLANS[code][0]])


@pytest.mark.parametrize("code", PLANS)
def test_the_thirteen_plans_against_their_window(code):
    assert against_window(resolved(code).period, *WINDOW) == PLANS[code][1]


def test_of_the_thirteen_plans_only_sko_is_refined_and_only_kyzylorda_contradicts_itself():
    assert {code for code in PLANS if resolved(code).refined_by} == {"sko"}
    assert resolved("sko").period.raw == "март 2024 г."
    assert {code: len(resolved(code).conflicts) for code in PLANS if resolved(code).conflicts} == {"kyzylorda": 1}
    assert resolved("kyzylorda").period.raw == "IV квартал 2024 г."
    assert resolved("kyzylorda").conflicts[0].raw == "2-3 кварталы 2024 года"
    assert {code for code in PLANS if resolved(code).period.ambiguous} == {"karaganda"}


def test_of_the_thirteen_plans_kyzylorda_lies_after_the_congress_and_pavlodar_may():
    states = {code: after_congress(resolved(code).period, *CONGRESS) for code in PLANS}
    assert {code: state for code, state in states.items() if state != "no"} == {
        "kyzylorda": "yes",
        "pavlodar": "at_risk",
    }


def test_plans_below_against_the_windows_of_their_own_levels():
    primary, branch = days("2023-09-01 2023-12-31"), days("2024-01-01 2024-03-31")
    assert against_window(parse("IV квартал 2023 г."), *primary) == "inside"  # vko
    assert against_window(parse("II квартал 2024 г."), *branch) == "late"  # vko
    assert against_window(parse("2-3 кварталы 2024 года"), *primary) == "late"  # kyzylorda
    assert against_window(parse("2-3 кварталы 2024 года"), *branch) == "late"


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("01.03.2024", "inside"),
        ("31.05.2024", "inside"),
        ("29.02.2024", "early"),
        ("01.06.2024", "late"),
        ("01.03.2024-31.05.2024", "inside"),
        ("29.02.2024-01.03.2024", "partly"),
        ("31.05.2024-01.06.2024", "partly"),
        ("2024 год", "partly"),
        ("после 2025-2027 гг.", "late"),
        # Without an end it is neither inside the window nor over before it.
        ("после апреля 2024", "partly"),
        ("после 2023 года", "partly"),
    ],
)
def test_the_edges_of_a_window(text, check):
    assert against_window(parse(text), *WINDOW) == check


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("31.07.2024", "no"),
        ("01.08.2024", "no"),
        ("02.08.2024", "at_risk"),
        ("30.09.2024", "at_risk"),
        ("01.10.2024", "yes"),
        ("июль-август 2024", "at_risk"),
        ("2024 год", "at_risk"),
        ("после мая 2024", "at_risk"),
        ("после 2025-2027 гг.", "yes"),
    ],
)
def test_the_edges_of_the_congress(text, state):
    assert after_congress(parse(text), *CONGRESS) == state


def test_inside_and_apart():
    first_quarter, march, april = parse("I квартал 2024"), parse("март 2024"), parse("апрель 2024")
    assert refines(march, first_quarter)
    assert not refines(first_quarter, march)
    assert refines(march, march)
    assert disjoint(first_quarter, april)
    assert disjoint(april, first_quarter)
    assert not disjoint(march, first_quarter)
    assert disjoint(parse("31.03.2024"), parse("01.04.2024"))
    assert not disjoint(parse("после 2023 года"), march)
    assert not refines(parse("после марта 2024"), first_quarter)
    assert refines(march, parse("после 2023 года")) is True


@pytest.mark.parametrize(
    ("texts", "used", "refined", "conflicts"),
    [
        (["II квартал 2024"], 0, False, []),
        # A wider statement confirms the table's.
        (["май 2024", "II квартал 2024"], 0, False, []),
        # Overlapping, neither inside: no conflict, no refinement.
        (["II квартал 2024", "июнь-июль 2024"], 0, False, []),
        # The narrowest of several that agree, wherever it stands.
        (["2024 год", "март 2024", "I квартал 2024"], 1, True, []),
        (["2024 год", "I квартал 2024", "15.03.2024"], 2, True, []),
        # Equally narrow, both inside, overlapping: the earlier.
        (["I квартал 2024", "январь-февраль 2024", "10.01.2024-09.03.2024"], 1, True, []),
        # Two refinements that exclude one another are a conflict: the table's is used.
        (["I квартал 2024", "январь 2024", "март 2024"], 0, False, [2]),
        # A refinement does not settle a conflict with a third statement.
        (["II квартал 2024", "апрель 2024", "IV квартал 2024"], 0, False, [2]),
        (["II квартал 2024", "IV квартал 2024", "III квартал 2024"], 0, False, [1, 2]),
        # The same thing said again adds nothing.
        (["IV квартал 2024", "4 кв. 2024"], 0, False, []),
    ],
)
def test_several_statements_of_one_plan(texts, used, refined, conflicts):
    statements = [parse(text) for text in texts]
    resolution = resolve(statements)
    assert resolution.period is statements[used]
    assert resolution.refined_by is (statements[used] if refined else None)
    assert [texts.index(conflict.raw) for conflict in resolution.conflicts] == conflicts


def test_no_statement_is_no_plan():
    with pytest.raises(ValueError, match="not enough values"):
        resolve([])
