"""Nothing is left in English: the catalogues are complete, agree with the sources, and Kazakh pages find every text."""

import ast
import logging
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import ngettext, trans_real

from documents.dates import long_day, weekday_day
from reporting.badges import badge, in_words
from tests.matrix import PAGES, Sample, sample_of
from tests.messages import (
    KEYWORDS,
    LANGUAGES,
    ROOT,
    Key,
    catalogue,
    extracted,
    key,
    placeholders,
    po_path,
    renewed,
    sources,
    texts,
)
from tests.world import World

KAZAKH, RUSSIAN = catalogue("kk"), catalogue("ru")
# Spelled alike in both languages.
ALIKE = {
    "12 цифр.", "{count} файл", "Квота", "Орган", "Семинар", "Съезд:", "делегат", "меморандум", "онлайн", "семинар", "Динамика", "Код", "Конференция", "Паспорт", "Матрица", "Пленум", "Русский", "Сайт", "Съезд", "Телефон", "Файл",
    "Норматив, %", "Смета", "Модуль", "модуль", "тренинг", "форум",
    "абзац", "кампания", "код", "конференция", "норма", "сайт", "съезд", "телефон", "файл", "филиал",
}  # fmt: skip

# --- The catalogues -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_what_the_sources_say_and_nothing_else(language: str) -> None:
    asked = {key(message) for message in extracted(language) if message.id}
    held = {key(message) for message in catalogue(language) if message.id}
    assert held == asked, "python -m tests.messages"
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_in_all_its_plural_forms(language: str) -> None:
    translated = catalogue(language)
    forms = {key(message): texts(message.string) for message in translated if message.id}
    assert [one for one, said in forms.items() if not all(said)] == []
    several = {key(message): len(texts(message.string)) for message in translated if message.pluralizable}
    assert {one: n for one, n in several.items() if n != translated.num_plurals} == {}
    assert [key(message) for message in translated if message.fuzzy and message.id] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_source(language: str) -> None:
    wrong = [
        (key(message), said)
        for message in catalogue(language)
        if message.id
        for said in texts(message.string)
        if placeholders(said) != placeholders(texts(message.id)[-1])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_bringing_a_catalogue_up_to_date_changes_nothing_more(language: str) -> None:
    assert renewed(language) == (po_path(language).read_bytes(), [])


def test_no_text_hides_inside_a_formatted_string() -> None:
    """What stands in the braces of an f-string is not collected, so nobody would be asked to translate it."""
    known = {text for message in KAZAKH if message.id for text in texts(message.id)}
    hidden = [
        (str(path.relative_to(ROOT)), argument.value)
        for path in sources()
        if path.suffix == ".py"
        for part in ast.walk(ast.parse(path.read_text()))
        if isinstance(part, ast.FormattedValue)
        for call in ast.walk(part)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {*KEYWORDS, "_"}
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and argument.value not in known
    ]
    assert hidden == []


def test_kazakh_is_not_russian() -> None:
    russian: dict[Key, tuple[str, ...]] = {key(message): texts(message.string) for message in RUSSIAN if message.id}
    cyrillic = re.compile("[а-яё]", re.IGNORECASE)
    alike = {
        said
        for message in KAZAKH
        if message.id and key(message) in russian
        for said in texts(message.string)
        if said in russian[key(message)] and cyrillic.search(said)
    }
    assert alike == ALIKE


def test_no_kazakh_ending_hangs_on_a_placeholder() -> None:
    """Endings follow the last vowel of a name that nobody knows here; a hyphen joins only a number to its noun."""
    ending = re.compile(r"(?:%\(\w+\)[sd]|\{\w+\})(?:[а-яёәғқңөұүһі]|-(?!жол\b|тармақ\b|ұсыным))", re.IGNORECASE)
    hanging = [said for message in KAZAKH if message.id for said in texts(message.string) if ending.search(said)]
    assert hanging == []


def test_words_that_mean_something_else_here_are_not_used() -> None:
    """ "Освобождён" is dismissed, "сдан" is what pupils do; "есеп комиссиясы" counts money."""
    for wrong, translated in (("сдан|сдач|освобо|невыполн", RUSSIAN), ("есеп комиссия|есептік комиссия", KAZAKH)):
        found = [
            said for message in translated if message.id for said in texts(message.string) if re.search(wrong, said)
        ]
        assert found == []


def test_what_is_unsure_in_kazakh_stands_in_the_review() -> None:
    review = (ROOT / "docs" / "kazakh-review.md").read_text()
    marked = [
        texts(message.id)[0] for message in KAZAKH if any(note.startswith("GK") for note in message.user_comments)
    ]
    assert marked
    assert [one for one in marked if f"| {one} |" not in review] == []


# --- Words of the union ---------------------------------------------------------------------------------------------

STATUSES = [
    ({"status": "on_time"}, "Представлено в срок", "Мерзімінде ұсынылды"),
    ({"status": "late", "days": 1}, "Представлено с опозданием: 1 дн.", "Кешіктіріп ұсынылды: 1 күн"),
    ({"status": "late", "days": 3}, "Представлено с опозданием: 3 дн.", "Кешіктіріп ұсынылды: 3 күн"),
    ({"status": "received"}, "Представлено, день не указан", "Ұсынылды, күні көрсетілмеген"),
    ({"status": "missing", "days": 2}, "Не представлено, просрочка: 2 дн.", "Ұсынылмады, мерзімі өткеніне 2 күн"),
    (
        {"status": "returned", "until": date(2023, 9, 15)},
        "Возвращено, исправить до 15.09.2023",
        "Түзетуге қайтарылды, мерзімі: 15.09.2023",
    ),
    ({"status": "not_due"}, "Срок не наступил", "Мерзімі келген жоқ"),
    ({"status": "not_due", "days": 5}, "Осталось: 5 дн.", "5 күн қалды"),
    ({"status": "not_due", "days": 0}, "Сегодня последний день", "Бүгін — соңғы күн"),
    ({"status": "exempt"}, "Не требуется", "Талап етілмейді"),
    ({"status": "no_data"}, "Нет данных", "Дерек жоқ"),
    ({"status": "under_review"}, "На проверке", "Тексерілуде"),
    ({"status": "accepted"}, "Принято", "Қабылданды"),
]


@pytest.mark.parametrize(("facts", "russian", "kazakh"), STATUSES)
def test_a_status_is_said_in_the_words_of_the_union(facts: dict[str, Any], russian: str, kazakh: str) -> None:
    for language, words in (("ru", russian), ("kk", kazakh)):
        with translation.override(language):
            assert in_words(**facts) == words
            assert words in badge(**facts)


def test_an_exemption_says_why() -> None:
    shown = {"ru": "Не требуется (новая)", "kk": "Талап етілмейді (новая)"}
    for language, words in shown.items():
        with translation.override(language):
            assert words in badge("exempt", reason="новая")


# --- Days and numbers -----------------------------------------------------------------------------------------------

FIRST_OF_SEPTEMBER = date(2023, 9, 1)


@pytest.mark.parametrize(
    ("language", "long", "weekday", "month", "number"),
    [
        ("ru", "1 сентября 2023 г.", "пятница, 1 сентября 2023 г.", "1 сентября", "1\xa0234\xa0567,5"),
        ("kk", "2023 ж. 1 қыркүйек", "2023 ж. 1 қыркүйек, жұма", "1 қыркүйек", "1\xa0234\xa0567,5"),
    ],
)
def test_days_and_numbers(language: str, long: str, weekday: str, month: str, number: str) -> None:
    with translation.override(language):
        assert formats.date_format(FIRST_OF_SEPTEMBER) == long_day(FIRST_OF_SEPTEMBER) == long
        assert weekday_day(FIRST_OF_SEPTEMBER) == weekday
        assert formats.date_format(FIRST_OF_SEPTEMBER, "MONTH_DAY_FORMAT") == month
        assert formats.date_format(FIRST_OF_SEPTEMBER, "SHORT_DATE_FORMAT") == "01.09.2023"
        assert formats.number_format(1234567.5, decimal_pos=1, force_grouping=True) == number


def test_months_of_both_languages_are_written_small() -> None:
    for language in LANGUAGES:
        with translation.override(language):
            months = [formats.date_format(date(2023, month, 1), "j E").split()[1] for month in range(1, 13)]
        assert months == [month.lower() for month in months]
        assert len(set(months)) == 12


@pytest.mark.parametrize(
    ("count", "russian", "kazakh"),
    [
        (1, "1 рабочий день", "1 жұмыс күні"),
        (2, "2 рабочих дня", "2 жұмыс күні"),
        (5, "5 рабочих дней", "5 жұмыс күні"),
        (11, "11 рабочих дней", "11 жұмыс күні"),
        (21, "21 рабочий день", "21 жұмыс күні"),
        (112, "112 рабочих дней", "112 жұмыс күні"),
    ],
)
def test_plurals(count: int, russian: str, kazakh: str) -> None:
    for language, words in (("ru", russian), ("kk", kazakh)):
        with translation.override(language):
            assert ngettext("{count} working day", "{count} working days", count).format(count=count) == words


# --- Kazakh pages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills with every text that is asked for in Kazakh and not found there, which would come out in Russian."""
    kazakh, missed = trans_real.translation("kk"), []
    texts_of, gettext, ngettext = kazakh._catalog, kazakh.gettext, kazakh.ngettext

    def looked_up(message: str) -> str:
        if message not in texts_of:
            missed.append(message)
        return gettext(message)

    def counted(singular: str, plural: str, number: int) -> str:
        try:
            texts_of.plural(singular, number)
        except KeyError:
            missed.append(singular)
        return ngettext(singular, plural, number)

    monkeypatch.setattr(kazakh, "gettext", looked_up)
    monkeypatch.setattr(kazakh, "ngettext", counted)
    return missed


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def sample(world: World) -> Sample:
    return sample_of(world)


def test_the_tracer_sees_what_is_missing(untranslated: list[str]) -> None:
    page = Template('{% load i18n %}{% translate "No such text" %}{% translate "Back" %}')
    with translation.override("kk"):
        assert page.render(Context()) == "No such textАртқа"
        ngettext("no such day", "no such days", 2)
    assert untranslated == ["No such text", "no such day"]


def in_kazakh(client: Client) -> Client:
    client.cookies["language"] = "kk"
    return client


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", ["saule", "aigul", "erlan"])
def test_every_page_and_every_refusal_is_kazakh(
    name: str, sample: Sample, signed_in: Callable[..., Client], untranslated: list[str]
) -> None:
    """Each form is also sent empty; Erlan of Akmola gets mostly refusals."""
    client = in_kazakh(signed_in(getattr(sample.world, name)))
    missed: dict[str, set[str]] = {}
    for view, page in PAGES.items():
        if view in ("accounts:sign_out", "accounts:language"):
            continue
        address = reverse(view, kwargs=page.kwargs(sample))
        for answer in (client.get, client.post):
            untranslated.clear()
            response = answer(address)
            said = response.getvalue()
            for close in response._resource_closers:
                close()
            if b"<html" in said:
                assert b'<html lang="kk"' in said, address
            if untranslated:
                missed.setdefault(f"{answer.__name__} {address}", set()).update(untranslated)
    assert missed == {}


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("quiet")
def test_the_site_of_corrections_is_kazakh(
    sample: Sample, signed_in: Callable[..., Client], untranslated: list[str]
) -> None:
    client = in_kazakh(signed_in(sample.world.asan))
    addresses = [reverse("admin:index")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        if one := model._base_manager.first():
            addresses += [reverse(f"{name}_{page}", args=[one.pk]) for page in ("change", "history")]
    for address in addresses:
        client.get(address)
        if address.endswith(("/add/", "/change/")):
            client.post(address, {})
    assert sorted(set(untranslated)) == []
