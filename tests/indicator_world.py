"""Makers of activity reports, through the verbs: a form of every nature, asked of all member organizations, figures told.

form = make_form(world)                                  # code work, half-years; version 1 applies since 2000
owed = asked_for(world, form)                            # requirements of I and II half-year, opened
tell(world.karaganda, form, Period(2023, "h1"), found=5, eliminated=3, about=("found",))
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from indicators.answers import Answers
from indicators.asking import DueAfter, ask
from indicators.checks import Stated
from indicators.kept import keep_report, record_about
from indicators.models import ActivityForm, ActivityReport, FormAsked, FormVersion, Indicator, IndicatorGroup
from organizations.models import Organization
from reporting.models import Obligation, Submission
from reporting.periods import Period
from tests.world import NOON, TODAY, World, at

SINCE = date(2000, 1, 1)
H1 = Period(2023, "h1")
INDICATORS: tuple[dict[str, Any], ...] = (
    {"code": "found", "title_ru": "Выявлено нарушений", "is_required": True},
    {"code": "eliminated", "title_ru": "Устранено нарушений", "subset_of": "found"},
    {"code": "injured", "title_ru": "Пострадало", "unit_ru": "чел."},
    {"code": "light", "title_ru": "лёгких", "unit_ru": "чел.", "part_of": "injured"},
    {"code": "severe", "title_ru": "тяжёлых", "unit_ru": "чел.", "part_of": "injured"},
    {"code": "inspectors", "title_ru": "Инспекторов", "unit_ru": "чел.", "nature": "level"},
    {"code": "money", "title_ru": "Возвращено", "unit_ru": "тенге", "decimals": 2},
    {"code": "handed_over", "title_ru": "База передана", "answer": "yes_no", "nature": "level"},
    {"code": "on_day", "title_ru": "Когда", "answer": "day", "nature": "level"},
    {"code": "topics", "title_ru": "Темы", "answer": "text"},
    {"code": "share", "title_ru": "Доля устранённых", "answer": "share", "decimals": 1,
     "share": ("eliminated", "found")},
)  # fmt: skip
LINKS = ("part_of", "subset_of")


def make_form(
    world: World,
    code: str = "work",
    *,
    indicators: Iterable[dict[str, Any]] = INDICATORS,
    cadence: str = "half_year",
    in_use: bool = True,
    **fields: Any,
) -> ActivityForm:
    form = ActivityForm.objects.create(
        code=code, **{"title_ru": "Работа", "title_kk": "Жұмыс", "cadence": cadence, **fields}
    )
    version = form.begin_version(by=world.saule)
    fill(version, indicators)
    if in_use:
        version.put_to_use(applies_from=SINCE, by=world.saule, at=NOON)
    return ActivityForm.objects.with_versions().get(pk=form.pk)


def fill(version: FormVersion, indicators: Iterable[dict[str, Any]]) -> None:
    group, made = IndicatorGroup.objects.create(form_version=version, title_ru="Показатели"), {}
    for place, facts in enumerate(indicators, start=1):
        plain = {name: value for name, value in facts.items() if name not in (*LINKS, "share")}
        kk = {"title_kk": f"{facts['title_ru']} қаз"}
        made[facts["code"]] = Indicator.objects.create(
            form_version=version, group=group, position=place, **{**kk, **plain}
        )
    for facts in indicators:
        links = {name: made[facts[name]] for name in LINKS if name in facts}
        if "share" in facts:
            links["share_part"], links["share_whole"] = (made[code] for code in facts["share"])
        for name, other in links.items():
            setattr(made[facts["code"]], name, other)
        made[facts["code"]].save()


def asked_for(world: World, form: ActivityForm, *, first_year: int = 2022, **facts: Any) -> list[FormAsked]:
    """Due on the 20th of the month after the period, asked since the end of 2020; obligations made until today."""
    given = {"levels": ["member"], "asked_on": date(2020, 12, 1), "citation_ru": "письмо аппарата", **facts}
    made = ask(form, due=DueAfter(1, 20), first_year=first_year, last_year=None, by=world.saule, **given)
    for one in made:
        one.requirement.open(by=world.saule, at=NOON, until=TODAY)
    return made


def obligation_of(organization: Organization, form: ActivityForm, period: Period) -> Obligation:
    asked = FormAsked.objects.get(form=form, part=period.part)
    return Obligation.objects.get(
        requirement=asked.requirement, organization=organization, key=str(period.year - asked.shift)
    )


def said(about: Iterable[str] = (), **figures: Any) -> Answers:
    return {
        code: value if value is None or isinstance(value, str) else Stated(Decimal(str(value)), code in set(about))
        for code, value in figures.items()
    }


def tell(
    organization: Organization,
    form: ActivityForm,
    period: Period,
    *,
    about: Iterable[str] = (),
    received_on: date | None = None,
    by: User | None = None,
    **figures: Any,
) -> ActivityReport:
    """Handed in for its obligation; the day after the period, unless another day is named."""
    by = by or User.objects.get(email="saule@example.kz")
    day = received_on or min(date.fromordinal(period.last_day.toordinal() + 1), TODAY)
    obligation, made = obligation_of(organization, form, period), []
    version = form.version_for(period)
    assert version

    def then(submission: Submission) -> None:
        answers = said(about, **figures)
        made.append(keep_report(submission, answers, version=version, indicators=version.in_order(), period=period))

    obligation.submit(by=by, at=at(day), received_on=day, channel=Submission.Channel.PAPER, then=then)
    return made[0]


def count(
    organization: Organization, form: ActivityForm, period: Period, *, day: date = TODAY, **figures: Any
) -> ActivityReport:
    """Entered by the apparatus."""
    by = User.objects.get(email="saule@example.kz")
    return record_about(form, organization, period, said(**figures), source="страница", by=by, at=at(day), day=day)
