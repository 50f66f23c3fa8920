"""Training reports of the demonstration: some years past, and what the fictional decree asks about the year before its day.
All figures are fictional; those of the years past lean on the membership that the demonstration tells."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import User
from organizations.access import Position
from organizations.models import Appointment, Organization
from overview.demonstration.days import Books, rows
from overview.demonstration.decrees_entered import ask
from overview.demonstration.fictional_deeds import HANDED_IN, do
from overview.demonstration.membership_figures import chance_of
from overview.demonstration.training_events import Events
from reporting.models import Obligation, Requirement, Submission
from reporting.models.together import together
from reporting.periods import Period
from training import checks
from training.answers import Answers, as_checked, trained_name
from training.checks import Known, Members
from training.held import held_in
from training.kept import keep_report
from training.known import members_of, states_of
from training.models import BudgetNorm, TraineeCategory, TrainingAsked
from training.models.asked import KIND
from training.models.report import Counted

YEARS = 4
CODE = "training_report"
# Of whom the decree of 2022 says that they trained fewest.
FEWEST_OF_2022 = frozenset({"almaty-city", "atyrau", "kostanay"})
# More chairs than primary organizations; everybody involved, as it says.
MANY_CHAIRS, ALL_INVOLVED = "zhambyl", "shymkent"
EXPLAINED = "Пояснение вымышлено для демонстрации."
NOTE: dict[str, Any] = {
    "note_ru": "Цифры вымышлены для демонстрации.",
    "note_kk": "Сандар көрсетілім үшін ойдан шығарылған.",
    "is_fictional": True,
}


def enter(books: Books) -> None:
    events = Events(books)
    figures = Figures(books, events)
    _past(books, figures)
    period = Period(books.on.year - 1)
    TrainingAsked.connect(Requirement.objects.get(code=CODE), part=period.part, year=period.year, by=books.staff)
    for deed in rows("fictional_deeds.csv"):
        if deed["requirement"] != CODE:
            continue
        # What came by messenger waits for somebody to type its figures.
        is_typed = deed["deed"] in HANDED_IN and deed["channel"] != "messenger"
        do(books, deed, then=figures.keeper(period) if is_typed else None)
    events.enter()


def _past(books: Books, figures: "Figures") -> None:
    """Every year is due in the January after it."""
    last = books.on.year - 1
    first = last - YEARS + 1
    asked = ask(
        books,
        until=books.on,
        code="training_yearly",
        kind=KIND,
        title_ru="Отчет об обучении профсоюзного актива за прошлые годы",
        title_kk="Өткен жылдардағы кәсіподақ активін оқыту туралы есеп",
        what_ru="Сколько человек обучено по категориям, мероприятия, школы актива, смета.",
        what_kk="Санаттар бойынша қанша адам оқытылды, іс-шаралар, актив мектептері, смета.",
        citation_ru="Вымышленное основание для демонстрации",
        citation_kk="Көрсетілімге арналған ойдан шығарылған негіз",
        audience_levels=["member"],
        due_kind=Requirement.DueKind.YEARLY,
        due_day=25,
        due_month=1,
        opens_days_before=40,
        first_year=first,
        last_year=last,
        asked_on=date(first - 1, 12, 1),
        **NOTE,
    )
    rule, chairs = TrainingAsked.connect(asked, part="year", shift=-1, by=books.staff), _chairs()
    kept: list[Submission] = []
    with together(Obligation.objects.filter(requirement=asked).select_related("organization")) as owed:
        for obligation in owed:
            _hand_in(books, obligation, chairs.get(obligation.organization.code), kept)
    for submission in kept:
        figures.keep(submission, rule.period_of(submission.obligation))


def _hand_in(books: Books, owed: Obligation, chair: User | None, kept: list[Submission]) -> None:
    chance = chance_of(f"training {owed.organization.code} {owed.key} day")
    is_late, is_silent = chance.random() < 0.15, chance.random() < 0.06
    day = owed.original_due_on + timedelta(days=chance.randint(2, 15) if is_late else -chance.randint(0, 18))
    if day > books.on or (is_silent and owed.organization.code not in FEWEST_OF_2022):
        return
    owed.submit(
        by=chair or books.staff, at=books.at(day, 12, 15), received_on=day, signed_by=chair.person if chair else None,
        channel=Submission.Channel.ONLINE if chair else Submission.Channel.PAPER, then=kept.append,
    )  # fmt: skip
    accepted_on = day + timedelta(days=4)
    if accepted_on <= books.on:
        owed.accept(accepted_on=accepted_on, by=books.staff, at=books.at(accepted_on, 15, 40))


def _chairs() -> dict[str, User]:
    offices = Appointment.objects.filter(position=Position.CHAIR, ended_on=None).exclude(person__user=None)
    found = offices.select_related("organization", "person__user__person")
    return {one.organization.code: one.person.user for one in found if one.person and one.person.user}


# --- Figures ----------------------------------------------------------------------------------------------


class Figures:
    """The same every time; they never look strange without an explanation."""

    def __init__(self, books: Books, events: Events) -> None:
        self._events = events
        bodies = Organization.objects.filter(level__in=["member", "branch"]).values("pk")
        periods = [Period(books.on.year - 1 - YEARS), Period(books.on.year - 1)]
        self._states = states_of(bodies, periods, books.on)
        self._norm = BudgetNorm.in_force(books.on.year)
        self._categories = list(TraineeCategory.objects.all())

    def keeper(self, period: Period) -> Any:
        return lambda submission: self.keep(submission, period)

    def keep(self, submission: Submission, period: Period) -> None:
        body = submission.obligation.organization
        members = members_of(self._states.get(body.pk, []), period)
        told = self._events.told(body.code, period, _answers(body.code, period, members))
        known = Known(members, self._norm.percent if self._norm else None, held=held_in(body, period))
        if any(one.asks for one in checks.run(as_checked(told, self._categories), known)):
            told["explanation"] = EXPLAINED
        keep_report(submission, told, period=period, categories=self._categories)


def _answers(code: str, period: Period, members: Members) -> Answers:
    chance = chance_of(f"training {code} {period.slug}")
    trained = _trained(code, period, members, chance)
    seminars = chance.randint(2, 14)
    return {
        "counted": Counted.ATTENDANCES if chance.random() < 0.12 else Counted.PERSONS,
        **{trained_name(category): number for category, number in trained.items()},
        "trained_total": sum(number for number in trained.values() if number is not None),
        "stated_share": Decimal(100) if code == ALL_INVOLVED else None,
        "events_seminar": seminars,
        "events_training": chance.choice([0, 1, 2, 4, None]),
        "events_round_table": chance.choice([0, 1, 3, None]),
        "events_exchange": chance.choice([0, 1, 2, None]),
        "events_forum": chance.choice([0, 0, 1, None]),
        "events_outgoing": chance.choice([1, 3, 5, None]),
        "events_online": chance.randint(1, 9),
        "schools_count": chance.choice([0, 1, 1, 2, 4, None]),
        "schools_form": "Ежемесячные занятия (вымышлено)" if chance.random() < 0.6 else "",
        "budget_plan": _percent(chance, 9, 14),
        "budget_share": _percent(chance, 6, 14) if chance.random() < 0.9 else None,
        "problems": "Не хватает преподавателей (вымышлено)" if chance.random() < 0.5 else "",
        "proposals": "Проводить онлайн-занятия для отдаленных районов (вымышлено)" if chance.random() < 0.4 else "",
    }


def _percent(chance: Random, least: float, most: float) -> Decimal:
    return Decimal(str(round(chance.uniform(least, most), 1)))


def _trained(code: str, period: Period, members: Members, chance: Random) -> dict[str, int | None]:
    """Shares of a total that itself is a share of the members; one category in four has no data."""
    few = period.year == 2022 and code in FEWEST_OF_2022
    share = chance.uniform(0.02, 0.035) if few else chance.uniform(0.07, 0.3) * (1 + 0.05 * (period.year - 2023))
    total = max(round((members.total or 900) * max(share, 0.02)), 20)
    primaries = members.primaries or 25
    audit, activists, conciliation = (_part(total, chance, span) for span in ((5, 12), (15, 30), (2, 8)))
    chairs = min(_part(total, chance, (6, 14)), primaries)
    if code == MANY_CHAIRS:
        chairs = primaries + 1
    rest = max(total - audit - activists - chairs - conciliation, 0)
    return {
        "members": rest,
        "audit": audit,
        "activists": activists,
        "chairs": chairs,
        "conciliation": conciliation if chance.random() < 0.75 else None,
    }


def _part(total: int, chance: Random, span: Sequence[int]) -> int:
    return round(total * chance.randint(*span) / 100)
