"""Makers of training reports, through the verbs: a requirement of whole years or of one half, figures that add up.

rule = training_asked(world)                                # years 2020 to 2022, each due on 25 January after it
tell(world.karaganda, Period(2022), chairs=3, members=20)   # the rest of the answers by their names
make_event(world.karaganda, date(2022, 5, 4), chairs=3)     # held that day; planned="май 2022" for one that is not held yet
"""

from datetime import date
from typing import Any

from accounts.models import User
from campaigns.periods import parse
from organizations.models import Organization, Person
from reporting.models import Obligation, Submission
from reporting.periods import YEAR, Period
from tests.world import TODAY, World, at, make_requirement
from training.answers import trained_name
from training.kept import keep_report
from training.models import (
    Programme,
    ProgrammeModule,
    Responsible,
    Speaker,
    TraineeCategory,
    TrainingAsked,
    TrainingEvent,
    TrainingPlan,
    TrainingReport,
)
from training.models.asked import KIND

Y2022 = Period(2022)
# Day and month of the due day, and the year of the period less its year.
DUE = {YEAR: (25, 1, -1), "h1": (25, 7, 0), "h2": (25, 1, -1)}


def training_asked(
    world: World, part: str = YEAR, *, first: int = 2020, last: int = 2022, opened: bool = True, **fields: Any
) -> TrainingAsked:
    """Of the periods from `first` to `last`; its obligations made."""
    day, month, shift = DUE[part]
    given: dict[str, Any] = {
        "kind": KIND, "due_kind": "yearly", "due_on": None, "due_day": day, "due_month": month,
        "first_year": first - shift, "last_year": last - shift, "asked_on": date(2019, 12, 1),
        "title_ru": f"Обучение {part}", "title_kk": f"Оқыту {part}", **fields,
    }  # fmt: skip
    requirement = make_requirement(f"training_{part}", **given)
    rule = TrainingAsked.connect(requirement, part=part, shift=shift, by=world.saule)
    if opened:
        requirement.open(by=world.saule, at=at(TODAY), until=TODAY)
    return rule


def obligation_of(organization: Organization, period: Period) -> Obligation:
    """Its own of that period; made where the organization was not there when it was asked."""
    rule = TrainingAsked.objects.get(part=period.part)
    due = date(period.year - rule.shift, rule.requirement.due_month or 1, rule.requirement.due_day or 1)
    found, _made = Obligation.objects.get_or_create(
        requirement=rule.requirement, organization=organization, key=str(due.year),
        defaults={"arose_on": period.last_day, "original_due_on": due},
    )  # fmt: skip
    return found


def answers(*, total: int | None = None, **told: Any) -> dict[str, Any]:
    """Numbers by category code, the other answers by their names; the total is the sum unless it is named."""
    codes = set(TraineeCategory.objects.values_list("code", flat=True))
    trained = {trained_name(code): number for code, number in told.items() if code in codes}
    rest = {name: value for name, value in told.items() if name not in codes}
    summed = sum(number for number in trained.values() if number is not None)
    return {"counted": "persons", **trained, "trained_total": summed if total is None else total, **rest}


def make_event(
    organization: Organization,
    held_to: date | None = None,
    *,
    planned: str = "",
    by: Any = None,
    speakers: tuple[str, ...] = (),
    today: date = TODAY,
    **told: Any,
) -> TrainingEvent:
    """`told`: participants by category code, and fields of the event."""
    codes = {one.code: one for one in TraineeCategory.objects.all()}
    came = {codes[code]: number for code, number in told.items() if code in codes}
    rest = {name: value for name, value in told.items() if name not in codes}
    rest = {"title": "Семинар", "form": "seminar", "held_from": held_to, "held_to": held_to, **rest}
    event = TrainingEvent(organization=organization, **rest)
    event.planned = parse(planned) if planned else None
    rows = [Speaker(name=name, position="лектор") for name in speakers]
    event.keep(speakers=rows, participants=came, by=by, today=today)
    return event


def make_plan(
    organization: Organization, year: int, *, by: Any = None, today: date = TODAY, **fields: Any
) -> TrainingPlan:
    plan = TrainingPlan(organization=organization, year=year, **{"body": "Президиум", "number": "4", **fields})
    plan.keep(by=by, today=today)
    return plan


def make_programme(
    *, by: Any = None, modules: tuple[str, ...] = ("Охрана труда", "Переговоры"), **fields: Any
) -> Programme:
    told = {
        "name_ru": "Школа профактива",
        "name_kk": "Кәсіподақ активінің мектебі",
        "first_year": 2021,
        "last_year": 2025,
    }
    programme = Programme(**{**told, **fields})
    rows = [ProgrammeModule(title_ru=title, title_kk=f"{title} (қаз.)", hours=6) for title in modules]
    programme.keep(rows, by=by)
    return programme


def make_responsible(
    organization: Organization,
    name: str = "Смағұлова Әсел",
    *,
    from_day: date = date(2022, 1, 10),
    by: Any = None,
    today: date = TODAY,
) -> Responsible:
    person = Person.objects.create(name_ru=name, phone="+7 701 777 00 00")
    office = Responsible(organization=organization, person=person, from_day=from_day, basis="Постановление № 3")
    office.begin(by=by, today=today)
    return office


def tell(
    organization: Organization, period: Period, *, received_on: date | None = None, by: User | None = None, **told: Any
) -> TrainingReport:
    """Handed in for its obligation; the day after the period, unless another day is named."""
    by = by or User.objects.get(email="saule@example.kz")
    day = received_on or min(date.fromordinal(period.last_day.toordinal() + 1), TODAY)
    obligation, made = obligation_of(organization, period), []
    categories = list(TraineeCategory.objects.all())

    def then(submission: Submission) -> None:
        made.append(keep_report(submission, answers(**told), period=period, categories=categories))

    obligation.submit(by=by, at=at(day), received_on=day, channel=Submission.Channel.PAPER, then=then)
    return made[0]
