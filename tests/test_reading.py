"""Days and numbers as clerks write them, and the sentences for what cannot be read."""

import contextlib
from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from documents.dates import long_day, short_day, weekday_day
from documents.fields import DayField, DecimalField, WholeNumberField
from documents.reading import read_date, read_decimal, read_integer

LAST_OF_NOVEMBER = [
    "30.11.2026",
    "30.11.26",
    "2026-11-30",
    "30/11/2026",
    "30-11-2026",
    "30,11,2026",
    "30 11 2026",
    "30112026",
    "20261130",
    " 30.11.2026. ",
    "30..11.2026",
    "30 . 11 . 2026",
    "30.11.2026г.",
    "30 ноября 2026",
    "30 ноября 2026 г.",
    "30 ноября 2026 года",
    "«30» ноября 2026 г.",
    "30 нояб. 2026",
    "30 НОЯБРЯ 2026",
    "30\u00a0ноября\u00a02026\u202fг.",
    "понедельник, 30 ноября 2026 г.",
    "30 қараша 2026",
    "30 қараша 2026 ж.",
    "30 караша 2026",
    "2026 ж. 30 қараша",
    "2026 жылғы 30 қараша",
    "2026 жылдың 30 қарашасы",
    "2026 ж. 30 қараша, дүйсенбі",
    "30–11–2026",
    "３０.１１.２０２６",
]


@pytest.mark.parametrize("text", LAST_OF_NOVEMBER)
def test_a_day_is_read_however_it_is_written(text):
    assert read_date(text) == date(2026, 11, 30)


@pytest.mark.parametrize(
    "text",
    ["завтра", "30 ноября", "ноябрь 2026", "30.11", "2026", "30.11.2026 30.11.2026", "30:11:2026", "-30.11.2026",
     "30.11.026", "300.11.2026", "30 ноябрь декабрь", "30.11.2026 12:00", "=30.11.2026", "<b>", "٣٠.١١.٢٠٢٦x"],
)  # fmt: skip
def test_text_that_is_no_day_is_unreadable(text):
    with pytest.raises(ValidationError) as refusal:
        read_date(text)
    assert refusal.value.code == "unreadable"


@pytest.mark.parametrize("text", ["31.02.2026", "31 ноября 2026", "29.02.2026", "11/30/2026", "00.11.2026", "1.1.1899"])
def test_a_day_that_does_not_exist_is_impossible(text):
    with pytest.raises(ValidationError) as refusal:
        read_date(text)
    assert refusal.value.code == "impossible"


def test_both_sentences_show_accepted_examples_and_differ():
    sentences = set()
    for text in ("когда-нибудь", "31.02.2026"):
        with pytest.raises(ValidationError) as refusal:
            read_date(text)
        (sentence,) = refusal.value.messages
        assert text in sentence
        assert "30.11.2026" in sentence
        assert "30 қараша 2026" in sentence
        sentences.add(sentence.replace(text, ""))
    assert len(sentences) == 2


@pytest.mark.parametrize("blank", [None, "", "   ", "\u00a0"])
def test_blank_is_no_answer_and_no_error(blank):
    assert read_date(blank) is None
    assert read_integer(blank) is None
    assert read_decimal(blank) is None


def test_a_day_that_is_a_day_already_stays():
    assert read_date(date(2026, 11, 30)) == date(2026, 11, 30)
    assert read_date(datetime(2026, 11, 30, 23, 59)) == date(2026, 11, 30)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["ru", "kk"]))
def test_what_the_house_prints_it_reads_back(day, language):
    assert read_date(short_day(day)) == day
    assert read_date(day.isoformat()) == day
    assert read_date(long_day(day, language)) == day
    assert read_date(weekday_day(day, language)) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    for read in (read_date, read_integer, read_decimal):
        with contextlib.suppress(ValidationError):
            read(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1234", 1234), ("1 234", 1234), ("1\u00a0234\u202f567", 1234567), ("1\u2009234", 1234), (" 0 ", 0), ("-5", -5),
     ("−5", -5), ("007", 7), (12.0, 12), ("12,0", 12), (7, 7), (Decimal("3"), 3)],
)  # fmt: skip
def test_whole_numbers(text, number):
    assert read_integer(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [("12,5", "not_whole"), ("12.5", "not_whole"), (1.5, "not_whole"), ("двенадцать", "unreadable"),
     ("12 34", "unreadable"), ("1 2345", "unreadable"), ("12 чел.", "unreadable"), ("1e5", "unreadable"),
     ("--5", "unreadable"), (True, "unreadable"), (date(2026, 1, 1), "unreadable"), ("9" * 16, "too_large"),
     (float("inf"), "unreadable"), (float("nan"), "unreadable")],
)  # fmt: skip
def test_what_is_no_whole_number(text, code):
    with pytest.raises(ValidationError) as refusal:
        read_integer(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "number"),
    [("12,5", "12.5"), ("12.5", "12.5"), ("1 234,56", "1234.56"), ("0,30", "0.30"), (0.1 + 0.2, "0.3"), (7, "7")],
)
def test_decimals(text, number):
    assert read_decimal(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1,2,3", "1.234,5", "12,", ",5", "12,5 %"])
def test_what_is_no_decimal(text):
    with pytest.raises(ValidationError):
        read_decimal(text)


class Answers(forms.Form):
    day = DayField()
    members = WholeNumberField()
    share = DecimalField(required=False, places=1)


def test_fields_read_what_people_type():
    form = Answers({"day": "30 қараша 2026", "members": "1 234", "share": "12,5"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"day": date(2026, 11, 30), "members": 1234, "share": Decimal("12.5")}


def test_the_wrong_value_stays_in_the_field():
    form = Answers({"day": "31.02.2026", "members": "много", "share": "12,55"})
    assert set(form.errors) == {"day", "members", "share"}
    assert 'value="31.02.2026"' in str(form["day"])
    assert 'value="много"' in str(form["members"])


def test_fields_show_values_as_people_write_them():
    form = Answers(initial={"day": date(2026, 9, 1), "members": 1234, "share": Decimal("12.5")})
    assert 'value="01.09.2026"' in str(form["day"])
    assert 'value="1\u00a0234"' in str(form["members"])
    assert 'value="12,5"' in str(form["share"])
    assert 'inputmode="numeric"' in str(form["members"])


def test_a_field_left_as_it_was_has_not_changed():
    initial = {"day": date(2026, 9, 1), "members": 1234, "share": None}
    same = Answers({"day": "01.09.2026", "members": "1\u00a0234", "share": ""}, initial=initial)
    assert same.changed_data == []
    other = Answers({"day": "02.09.2026", "members": "1\u00a0234", "share": ""}, initial=initial)
    assert other.changed_data == ["day"]


@pytest.mark.parametrize(("value", "valid"), [("-1", False), ("0", True), ("2147483647", True), ("2147483648", False)])
def test_whole_numbers_keep_within_what_the_database_holds(value, valid):
    assert Answers({"day": "1.1.2026", "members": value}).is_valid() is valid


def test_blank_required_answers_are_asked_for():
    assert set(Answers({"day": " ", "members": ""}).errors) == {"day", "members"}
