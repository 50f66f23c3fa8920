"""The note on the training of an organization: its figures are those of the books, in both languages; what is unknown leads
to where it is entered."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from documents.registry import WHOLE_UNION
from letters.facts import Unknown
from letters.kinds import Asking
from reporting.execution import KIND as EXECUTION
from reporting.periods import Period
from tests.letter_files import said_by, written
from tests.membership_world import make_report, membership_requirement
from tests.training_world import (
    Y2022,
    make_event,
    make_plan,
    make_programme,
    make_responsible,
    tell,
    training_asked,
)
from tests.world import NOON, TODAY, World
from training.letters import KIND
from training.models import BudgetNorm

pytestmark = pytest.mark.django_db


def asking(world: World, code: str = "karaganda", period: str = "2022", **more: Any) -> Asking:
    asked = {"organization": code, "period": period}
    return Asking(**{"user": WHOLE_UNION, "as_of": TODAY, "asked": asked, "organization": getattr(world, code), **more})


@pytest.fixture
def told(world: World) -> World:
    """Two years of Karaganda: plan, programme, person, events, reports, membership."""
    training_asked(world)
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=980, primaries=15)
    make_report(world.karaganda, 2023, employed=1980, primaries=15)
    plan = make_plan(world.karaganda, 2022, approved_on=date(2022, 1, 14))
    make_programme(body="Исполком", number="7", approved_on=date(2020, 12, 15))
    make_responsible(world.karaganda, from_day=date(2022, 1, 10))
    make_event(
        world.karaganda, date(2022, 5, 5), held_from=date(2022, 5, 4), title="Школа", plan=plan, planned="05.2022", chairs=16,
        members=104, hours=12, place="Балхаш", speakers=("Ким", "Ли"), spent=Decimal("1500.50"),
    )  # fmt: skip
    make_event(world.temirtau, date(2022, 9, 1), title="Форум", form="forum", members=30)
    make_event(world.karaganda, planned="07.2022", plan=plan, title="Поездка").cancel(
        on=date(2022, 7, 1), reason="нет транспорта", by=world.saule, at=NOON
    )
    tell(world.karaganda, Period(2021), members=90, chairs=10, received_on=date(2022, 1, 20))
    tell(
        world.karaganda, Y2022, members=134, chairs=16, counted="attendances", events_seminar=1, events_forum=1,
        budget_plan=10, budget_share=Decimal("9.25"), spent=Decimal("1500.50"), schools_count=2,
        problems="Мало лекторов.", explanation="Смета уточнена", received_on=date(2023, 1, 20),
    )  # fmt: skip
    return world


def test_the_figures_are_those_of_the_books(told: World) -> None:
    letter = written(KIND, asking(told), "ru")
    rows = {row[0]: row[1:] for row in letter.table("Категория")}
    assert rows["члены Профсоюза"] == ["90", "134", "134"]
    assert rows["председатели профорганизаций"] == ["10", "16", "16"]
    assert rows["профактив"] == ["—", "—", "—"]
    assert rows["Всего обучено"] == ["100", "150", "150"]
    # 1 000 and 2 000 members, of whom twenty do not work in each year: as tests/membership_world.py makes them.
    assert rows["На дату"][:2] == ["01.01.2022", "01.01.2023"]
    members = [int(text.replace("\u00a0", "")) for text in rows["Членов Профсоюза"][:2]]
    shares = [Decimal(text.replace(",", ".")) for text in rows["Доля обученных, %"][:2]]
    assert shares == [round(Decimal(100 * part) / whole, 1) for part, whole in zip((100, 150), members, strict=True)]
    events = letter.table("Дни")[1:]
    assert [row[1].partition(";")[0] for row in events] == ["Школа", "Форум (Темиртау)"]
    assert events[0][3:] == ["04.05.2022 – 05.05.2022", "Балхаш", "120", "12"]
    assert "лекторы: Ким, лектор; Ли, лектор" in events[0][1]
    assert letter.list_after("Не проведено в срок или отменено") == [
        "Поездка (07.2022): отменено, причина – нет транспорта."
    ]
    (programme,) = letter.list_after("Программы, действующие в 2022 году")
    assert "утверждена: Исполком, № 7, 15.12.2020; модулей: 2, часов: 12." in programme
    budget = letter.paragraph("Доля обучения в расходной части")
    assert "план – 10 %, факт – 9,25 %; норматив – не менее 10 %" in budget
    assert "Норматив не соблюден" in budget
    assert "1\u00a0500,50" in letter.paragraph("Израсходовано")
    assert letter.paragraph("Проблемы:") == "Проблемы: Мало лекторов."
    assert letter.paragraph("Предложения") == "Предложения в отчете не указаны."
    assert "Президиум, № 4, 14.01.2022" in letter.paragraph("План обучения на 2022 год утвержден")


@pytest.mark.parametrize("period", ["2022", "2022-h1", "2021"])
def test_both_languages_say_the_same(told: World, period: str) -> None:
    told.karaganda.legal_name_kk = "«Қарағанды облысы» ҚБ"
    told.karaganda.save()
    asked = asking(told, period=period)
    russian, kazakh = (said_by(written(KIND, asked, language).text, language) for language in ("ru", "kk"))
    assert russian == kazakh
    assert russian["days"]
    assert russian["organizations"]["karaganda"] == 1


def test_what_is_unknown_leads_to_where_it_is_entered(world: World) -> None:
    facts: Any = KIND.facts(asking(world))
    links = {
        "plan": facts["plan"]["is_there"], "person": facts["responsible"]["name"], "report": facts["report"]["received_on"],
        "basis": facts["report"]["basis"], "members": facts["trained"]["members"],
    }  # fmt: skip
    assert all(isinstance(one, Unknown) for one in links.values())
    assert {name: one.link.partition("?")[0] for name, one in links.items()} == {
        "plan": "/training/plans/karaganda/2022/",
        "person": "/training/responsible/karaganda/",
        "report": "/training/",
        "basis": "/training/",
        "members": "/membership/",
    }
    text = written(KIND, asking(world), "ru").text
    assert "Программа обучения на этот год не внесена." in text
    assert "Мероприятия этого периода в системе не внесены." in text


def test_events_after_the_day_of_the_letter_are_not_in_it(told: World) -> None:
    facts: Any = KIND.facts(asking(told, as_of=date(2022, 6, 1)))
    assert [row.values["title"] for row in facts["events"].rows] == ["Школа"]
    assert (facts["held"]["number"].value, facts["trained"]["attended"].value) == (1, 120)


@pytest.mark.parametrize(
    ("period", "day"),
    [("2022-q1", TODAY), ("nonsense", TODAY), ("", TODAY), ("2024", TODAY), ("2023-h2", date(2023, 6, 30))],
)
def test_a_period_that_cannot_be_is_refused(world: World, period: str, day: date) -> None:
    with pytest.raises(ValidationError):
        KIND.check(asking(world, period=period, as_of=day))


def test_an_organization_that_was_not_there_is_refused(world: World) -> None:
    world.karaganda.placements.update(from_day=date(2023, 6, 1))
    with pytest.raises(ValidationError, match="2022"):
        KIND.check(asking(world))


def test_a_chair_asks_about_the_own_organization_only(world: World) -> None:
    other = make_event(world.akmola, date(2022, 5, 4))
    facts: Any = KIND.facts(asking(world, user=world.aigul))
    assert other.title not in [row.values["title"] for row in facts["events"].rows]


def in_decrees(first: str, last: str) -> tuple[Any, str]:
    """What the information on the execution of decrees says of training: facts, and the Russian text."""
    asked = Asking(user=WHOLE_UNION, as_of=TODAY, asked={"first": first, "last": last}, organization=None)
    facts: Any = EXECUTION.facts(asked)["training"]
    return facts, written(EXECUTION, asked, "ru").text


def test_the_information_on_decrees_names_who_is_under_the_norm(told: World) -> None:
    tell(told.akmola, Y2022, members=66, budget_share=Decimal(10))
    facts, text = in_decrees("2022-01-01", "2022-12-31")
    assert (facts["organizations"].value, facts["trained"].value, facts["attended"].value) == (2, 66, 150)
    assert [(row.key, row.values["share"].value) for row in facts["under_norm"].rows] == [
        ("karaganda", Decimal("9.25"))
    ]
    assert "обучено человек – 66; посещений учебных мероприятий – 150." in text
    assert "Карагандинская область – 9,25 %." in text


def test_the_information_on_decrees_tells_attendances_alone_as_such(told: World) -> None:
    text = in_decrees("2022-01-01", "2022-12-31")[1]
    assert "обучено человек" not in text
    assert "(организаций: 1) посещений учебных мероприятий – 150." in text


def test_the_period_is_one_that_members_told_of(world: World) -> None:
    """A branch that tells of a later one does not decide of what the union speaks."""
    training_asked(world)
    tell(world.karaganda, Period(2021), members=7)
    tell(world.temirtau, Y2022, members=5)
    facts, _text = in_decrees("2021-01-01", "2022-12-31")
    assert (facts["organizations"].value, facts["trained"].value) == (1, 7)


def test_why_the_norm_cannot_be_compared(told: World) -> None:
    BudgetNorm.objects.all().delete()
    text = written(KIND, asking(told), "ru").text
    assert "нельзя: норматив не задан." in text
    assert "не указана" not in text


def test_the_information_on_decrees_is_silent_of_a_period_nobody_told(told: World) -> None:
    facts, text = in_decrees("2023-01-01", "2023-06-30")
    assert facts["organizations"].value == 0
    assert isinstance(facts["trained"], Unknown)
    assert "Профсоюзная учеба" not in text
