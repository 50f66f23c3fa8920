"""Days in words, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from documents.dates import day_and_time, long_day, long_moment, short_day, weekday_day

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("language", "long", "with_weekday"),
    [
        ("ru", "30 ноября 2026 г.", "понедельник, 30 ноября 2026 г."),
        ("kk", "2026 ж. 30 қараша", "2026 ж. 30 қараша, дүйсенбі"),
    ],
)
def test_days_in_words(language, long, with_weekday):
    assert long_day(DAY, language) == long
    assert weekday_day(DAY, language) == with_weekday
    with translation.override(language):
        assert long_day(DAY) == long


def test_the_days_of_the_contract():
    assert long_day(date(2023, 9, 1), "ru") == "1 сентября 2023 г."
    assert long_day(date(2023, 9, 1), "kk") == "2023 ж. 1 қыркүйек"
    assert short_day(date(2023, 9, 1)) == "01.09.2023"


def test_a_moment_is_shown_in_local_time():
    # 20:30 in UTC is already the next day in Almaty (+5).
    moment = datetime(2026, 11, 29, 20, 30, tzinfo=UTC)
    assert day_and_time(moment) == "30.11.2026 01:30"
    assert long_day(moment, "ru") == "30 ноября 2026 г."
    assert long_moment(moment, "kk") == "2026 ж. 30 қараша, 01:30"


def test_filters_follow_the_language_of_the_page():
    page = Template(
        "{% load dates %}{{ d|day }}|{{ d|long_day }}|{{ d|weekday_day }}|{{ d|iso }}|{{ n|day|dash }}|{{ z|dash }}"
    )
    context = Context({"d": DAY, "n": None, "z": 0})
    with translation.override("ru"):
        expected = "30.11.2026|30 ноября 2026 г.|понедельник, 30 ноября 2026 г.|2026-11-30|—|0"
        assert page.render(context) == expected
    with translation.override("kk"):
        assert "2026 ж. 30 қараша, дүйсенбі" in page.render(context)
