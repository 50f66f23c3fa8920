"""The information on the progress as of 04.09.2023, against the paper of the union, read and typed by hand from it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from campaigns.letters import PROGRESS
from campaigns.models import Campaign, Conference
from documents.registry import WHOLE_UNION
from letters.kinds import Asking
from letters.models import LetterText, OfficialLetter
from organizations.models import Organization
from tests.demonstration import standing
from tests.letter_files import Letter, written
from tests.world import at

pytestmark = pytest.mark.django_db

LIST_DAY = date(2023, 9, 4)
# Lists of the paper, organizations by the names of the registry.
SENT = {
    "область Абай", "Актюбинская область", "город Алматы", "город Астана", "Атырауская область",
    "Восточно-Казахстанская область", "Западно-Казахстанская область", "Кызылординская область",
    "Павлодарская область", "Северо-Казахстанская область", "город Шымкент",
}  # fmt: skip
NOT_SENT = {"«Ұстаз» (Алматы)", "Карагандинская область"}
FOUNDED = {
    "Туркестанская область": "10.11.2020",
    "«Қорғау» (Костанайская область)": "05.01.2022",
    "Алматинская область": "01.06.2022",
}
NOTIFIED = {"Жамбылская область", "область Жетісу"}
THIS_YEAR = {"Актюбинская область", "Западно-Казахстанская область", "Карагандинская область", "город Шымкент"}
BRANCH_SCHEDULES = {
    "область Абай", "Атырауская область", "Восточно-Казахстанская область", "Западно-Казахстанская область",
    "Кызылординская область",
}  # fmt: skip
HELD = [
    ("Жамбылская область", "26.04.2023"),
    ("область Жетісу", "21.06.2023"),
    ("Мангистауская область", "05.07.2023"),
    ("Акмолинская область", "16.08.2023"),
]
FORGOTTEN = "область Ұлытау"
SCHEDULE = [
    ("области Абай", "Ибраев Сабит Молдатьянович", "II квартал 2024 г."),
    ("Актюбинская", "Серикова Раушан Серикқызы", "IV квартал 2023 г."),
    ("«Ұстаз»", "Байгуттинов Серикжан Кадралинович", "I квартал 2024 г."),
    ("Алматинская городская", "Саматокина Галина Михайловна", "Апрель 2024 г."),
    ("города Астаны", "Алиев Батыр Алиевич", "Май 2024 г."),
    ("Атырауской", "Сүндетұлы Қылышбай", "Январь 2024 г."),
    ("Восточно-Казахстанской", "Касенова Назгуль Базарбаевна", "II квартал 2024 г."),
    ("Западно-Казахстанская", "Даупаев Марат Оразалиевич", "13 октября 2023 г."),
    ("Карагандинская", "Ракишева Алмагуль Айтказиевна", "IV квартал 09.10.2023 г."),
    ("Кызылординская", "Ескалиева Гульнара Бабабековна", "IV квартал 2024 г."),
    ("Павлодарская", "Науразбаева Гульбарам Ауэзхановна", "III квартал 2024 г."),
    ("Северо-Казахстанская", "Аюпов Берик Елюбаевич", "I квартал 2024 г."),
    ("Шымкентская", "Тургинбаева Лариса Владимировна", "IV квартал 2023 г."),
]


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker):
        yield


def asking(day: date = LIST_DAY, **days: date) -> Asking:
    campaign = Campaign.objects.get(is_fictional=False)
    return Asking(user=WHOLE_UNION, as_of=day, asked={"campaign": str(campaign.pk)}, days=days)


@pytest.fixture(scope="module")
def letter(demo: None, django_db_blocker: Any) -> Letter:
    with django_db_blocker.unblock(), translation.override("ru"):
        return written(PROGRESS, asking(held=date(2023, 9, 1)), "ru")


def names(items: list[str]) -> set[str]:
    """Of a list: what stands before the dash or the end."""
    return {item.split(" – ")[0].strip(" ;.") for item in items}


def test_who_sent_the_information_and_who_did_not(letter: Letter) -> None:
    assert names(letter.list_after("соответствующую информацию направили")) == SENT
    assert names(letter.list_after("Информацию не представили")) == NOT_SENT


def test_who_was_founded_recently_with_the_days(letter: Letter) -> None:
    items = letter.list_after("В связи с проведением учредительных конференций")
    assert names(items) == set(FOUNDED)
    for item in items:
        assert f"учредительная конференция {FOUNDED[item.split(' – ')[0]]}" in item


def test_who_notified_and_who_plans_this_year(letter: Letter) -> None:
    assert names(letter.list_after("официально уведомили")) == NOTIFIED
    planned = letter.list_after("В текущем, 2023 году")
    assert names(planned) == THIS_YEAR
    assert "09.10.2018" in next(item for item in planned if "Карагандинская" in item)


def test_schedules_of_branches(letter: Letter) -> None:
    assert names(letter.list_after("в филиалах")) == BRANCH_SCHEDULES


def test_the_four_conferences_with_their_days_as_of_the_first(letter: Letter) -> None:
    items = letter.list_after("По состоянию на 1 сентября 2023 года")
    assert [tuple(item.strip(".;").split(" – ")) for item in items] == HELD


def test_the_organization_the_paper_forgot(letter: Letter) -> None:
    assert names(letter.list_after("Остальные членские организации")) == {FORGOTTEN}
    assert "Всего членских организаций – 21, из них: конференции проведены – 4" in letter.text


def test_the_thirteen_rows_of_the_table(letter: Letter) -> None:
    _head, *rows = letter.table("Наименование членской организации")
    assert [row[0] for row in rows] == [f"{number}." for number in range(1, 14)]
    for row, (name, chair, term) in zip(rows, SCHEDULE, strict=True):
        assert name in row[1]
        assert row[2:] == [chair, term]


def test_what_was_asked_and_by_which_decree(letter: Letter) -> None:
    assert "постановлением Центрального комитета от 24 июня 2023 года № 6, 2-т." in letter.text
    assert "к 1 сентября 2023 года представить в Центральный комитет Профсоюза графики" in letter.text
    assert "29 августа 2023 года Аппаратом Центрального комитета запрошена информация" in letter.text


def test_nobody_is_accused_of_a_protocol_that_nobody_knows_of(letter: Letter) -> None:
    assert "Этот срок не соблюден" not in letter.text
    assert "Нарушений этого срока" not in letter.text, "of these four nobody knows either"
    untold = letter.paragraph("Конференции, состоявшиеся до начала учета протоколов")
    assert "(4)" in untold
    assert all(name in untold for name, _day in HELD)


def test_an_empty_list_has_its_sentence() -> None:
    letter = written(PROGRESS, asking(date(2023, 1, 10)), "ru")
    for sentence in (
        "Официальных уведомлений о проведении отчетно-выборных конференций",
        "На текущий год других отчетно-выборных конференций членских организаций не запланировано.",
        "Информацию не направила ни одна членская организация.",
        "Членских организаций, не представивших информацию в срок, нет.",
        "Отчетно-выборные конференции членских организаций еще не проводились.",
        "Графики к этому дню не поступили.",
    ):
        assert sentence in letter.text


def test_a_day_before_the_campaign_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"01\.01\.2023"):
        PROGRESS.check(asking(date(2022, 12, 31)))
    with pytest.raises(ValidationError, match=r"31\.12\.2022"):
        PROGRESS.check(asking(LIST_DAY, held=date(2022, 12, 31)))


def test_who_was_late_with_a_protocol_is_named() -> None:
    """A conference on 13 October: the protocol is due on the 23rd, the results on 13 November."""
    campaign = Campaign.objects.get(is_fictional=False)
    zko = Organization.objects.get(code="zko")
    held = {"held_on": date(2023, 10, 13), "source": "письмо", "notified_on": date(2023, 10, 16)}
    staff = User.objects.get(email="staff@demo.example")
    Conference.record(campaign=campaign, organization=zko, by=staff, at=at(date(2023, 10, 16)), **held)

    letter = written(PROGRESS, asking(date(2023, 10, 30)), "ru")
    assert letter.list_after("Протокол конференции направляется") == [
        "Западно-Казахстанская область: конференция 13.10.2023, срок 23.10.2023; не представлено, просрочка: 7 дн."
    ]
    assert "(4): Жамбылская область" in letter.paragraph("до начала учета протоколов")
    results = letter.paragraph("Письменная информация и статистические данные об итогах")
    assert "Этот срок не соблюден" not in results
    assert "уведомление 16.10.2023" in letter.text


def test_the_demonstration_holds_it_as_a_draft() -> None:
    draft = OfficialLetter.objects.drafts().get()
    assert (draft.kind, draft.as_of, draft.days) == ("campaign_progress", LIST_DAY, {"held": "2023-09-01"})
    told = {text.row for text in LetterText.objects.filter(letter=draft, key="prepared")}
    assert told == {"abai", "aktobe", "astana", "vko", "kyzylorda", "pavlodar", "sko"}
    assert not LetterText.objects.filter(letter=draft, text_kk="").exists()
