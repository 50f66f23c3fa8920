"""Ten years of membership reports: fictional, but for what the documents state of the year 2022.

Years past came on paper and were accepted; around the day of the demonstration some are late, some are missing, some
came back because they do not add up.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial
from typing import Any

from accounts.models import User
from membership import checks
from membership.answers import Answers
from membership.checks import Failure
from membership.kept import ToKeep, keep_report, keep_reports, year_of
from membership.models import LockedYear, Parameter, TerritoryEvent
from membership.paper import remark
from organizations.access import Position
from organizations.models import Appointment, Organization
from overview.demonstration.days import Books, entered
from overview.demonstration.decrees_entered import ask
from overview.demonstration.fictional_deeds import HANDED_IN, do
from overview.demonstration.membership_figures import chance_of
from overview.demonstration.membership_told import BRANCHES, CARRIED, CODE, INVENTED, PRIMARIES, Told, membership_deeds
from overview.demonstration.registry import ENTERED, REFORM
from reporting.models import Obligation, Requirement, Submission
from reporting.models.together import together

DUE = (1, 2)  # day and month of the years past: 1 February
ONLINE_FROM = 2024
# What the papers that are wrong have wrong, by organization, in their first round.
WRONG = {"kyzylorda": "categories", "turkestan": "reasons", "pavlodar": "note"}


def enter(books: Books) -> None:
    told = Told.of_this_year()
    _parameters(books)
    _territory(books, told)
    _past(books, told)
    _below(books, told)
    _this_year(books, told)
    _lock(books, [told.first, told.first + 1])


# --- Entered ----------------------------------------------------------------------------------------------


def _parameters(books: Books) -> None:
    source = "Порог в документах не указан: взят обычный для отчетов такого рода (допущение демонстрации)"
    values = {**asdict(checks.Thresholds()), Parameter.Code.YOUTH_AGE: 35}
    for code, value in values.items():
        entered(Parameter(code=code, value=value, first_year=2000, source=source), by=books.staff)


def _lock(books: Books, years: Sequence[int]) -> None:
    for year in years:
        reason = f"Итоги года утверждены ({INVENTED.lower()})"
        LockedYear.lock(year, on=books.on, reason=reason, by=books.staff, at=books.at(books.on, 17))


def _territory(books: Books, told: Told) -> None:
    bodies = {one.code: one for one in Organization.objects.filter(level__in=["union", "member"])}
    for cell, origin, on in CARRIED:
        then = told.cells.answers(cell, on.year)
        is_reform = on == REFORM
        kind = TerritoryEvent.Kind.SPLIT if is_reform else TerritoryEvent.Kind.TRANSFER
        source = "День – из документов" if is_reform else "Учреждена новая организация: день – из документов"
        TerritoryEvent.record(
            kind=kind,
            on=on,
            origin=bodies[origin],
            target=bodies[cell],
            reason=TerritoryEvent.Reason.TERRITORY if is_reform else TerritoryEvent.Reason.OTHER,
            members_total=then["members_total"],
            members_employed=then["members_employed"],
            primaries=then["primaries"],
            source=f"{source}; число членов вымышлено для демонстрации",
            by=books.staff,
            at=books.at(ENTERED),
        )


def _past(books: Books, told: Told) -> None:
    """One requirement for the years before the fictional decree."""
    asked = _yearly(
        books,
        code="membership_yearly",
        title_ru="Статистический отчет о профсоюзном членстве за прошлые годы",
        title_kk="Өткен жылдардағы кәсіподақ мүшелігі туралы статистикалық есеп",
        audience=(),
        audience_levels=["member"],
        first_year=told.first,
        last_year=told.latest - 1,
    )
    _hand_in_all(books, told, asked)


def _below(books: Books, told: Told) -> None:
    if told.first_below > told.latest:
        return
    asked = _yearly(
        books,
        code="membership_below",
        title_ru="Статистический отчет о членстве филиалов и первичных организаций",
        title_kk="Филиалдар мен бастауыш ұйымдардың мүшелік туралы статистикалық есебі",
        audience=(*BRANCHES, *PRIMARIES),
        first_year=told.first_below,
        last_year=told.latest,
    )
    _hand_in_all(books, told, asked)


def _yearly(books: Books, *, audience: Sequence[str], first_year: int, **fields: Any) -> Requirement:
    return ask(
        books,
        until=books.on,
        audience=audience,
        kind=CODE,
        due_kind=Requirement.DueKind.YEARLY,
        due_day=DUE[0],
        due_month=DUE[1],
        opens_days_before=30,
        first_year=first_year,
        asked_on=date(first_year - 1, 12, 1),
        what_ru="Отчет и пояснительная записка к нему.",
        what_kk="Есеп және оған түсіндірме жазба.",
        citation_ru="Вымышленное основание для демонстрации",
        citation_kk="Көрсетілімге арналған ойдан шығарылған негіз",
        note_ru="Цифры вымышлены для демонстрации. Из документов взяты изменение числа работающих членов профсоюза шести "
        "организаций за 2022 год, охват 85,9 % и 92,9 тыс. не вовлеченных.",
        note_kk="Сандар көрсетілім үшін ойдан шығарылған. Құжаттардан алты ұйымның 2022 жылғы жұмыс істейтін кәсіподақ "
        "мүшелері санының өзгеруі, 85,9 % қамту және тартылмаған 92,9 мың адам алынды.",
        is_fictional=True,
        **fields,
    )  # fmt: skip


def _hand_in_all(books: Books, told: Told, asked: Requirement) -> None:
    kept: list[ToKeep] = []
    chairs = _chairs()
    with together(Obligation.objects.filter(requirement=asked).select_related("organization")) as owed:
        for obligation in owed:
            _hand_in(books, told, obligation, chairs.get(obligation.organization.code), kept)
    of_year: dict[int, list[ToKeep]] = defaultdict(list)
    for one in kept:
        of_year[year_of(one.submission.obligation)].append(one)
    for year, reports in of_year.items():
        keep_reports(reports, told.lists_of(year))


def _hand_in(books: Books, told: Told, owed: Obligation, chair: User | None, kept: list[ToKeep]) -> None:
    code, year = owed.organization.code, year_of(owed)
    chance = chance_of(f"{code} {year} days")
    is_late = chance.random() < 0.14
    day = owed.original_due_on + timedelta(days=chance.randint(2, 25) if is_late else -chance.randint(0, 20))
    if day > books.on or not (answers := told.answers(code, year)):
        return
    failed = chance.choice([0, 0, 0, 1, 2, 4])
    online = chair if year >= ONLINE_FROM else None
    owed.submit(
        by=online or books.staff,
        at=books.at(day, 11, 30),
        received_on=day,
        channel=Submission.Channel.ONLINE if online else Submission.Channel.PAPER,
        signed_by=online.person if online else None,
        incoming_number="" if online else f"Вх. {owed.pk}",
        then=lambda submission: kept.append(ToKeep(submission, answers, failed)),
    )
    accepted_on = day + timedelta(days=chance.randint(2, 9))
    if accepted_on <= books.on:
        owed.accept(accepted_on=accepted_on, by=books.staff, at=books.at(accepted_on, 15, 10))


def _chairs() -> dict[str, User]:
    offices = Appointment.objects.filter(position=Position.CHAIR, ended_on=None).exclude(person__user=None)
    found = offices.select_related("organization", "person__user__person")
    return {one.organization.code: one.person.user for one in found if one.person and one.person.user}


# --- Around the day of the demonstration ------------------------------------------------------------------


def _this_year(books: Books, told: Told) -> None:
    wrong: dict[str, list[Failure]] = {}
    for deed in membership_deeds():
        code = deed["code"]
        if deed["deed"] in HANDED_IN:
            # Only the first round of a paper is wrong.
            answers = told.answers(code, told.latest) if code in wrong else _as_it_came(told, code)
            wrong[code] = told.failures(code, told.latest, answers)
            do(books, deed, then=partial(_keep, told, answers, wrong[code]) if answers else None)
        else:
            remarks = [(failure.fields[0], remark(failure)) for failure in wrong.get(code, [])]
            do(books, deed, remarks=remarks)


def _as_it_came(told: Told, code: str) -> Answers:
    answers = told.answers(code, told.latest)
    return _spoilt(answers, WRONG[code]) if answers and code in WRONG else answers


def _keep(told: Told, answers: Answers, failures: list[Failure], submission: Submission) -> None:
    keep_report(submission, answers, told.lists_of(told.latest), failures=failures)


def _spoilt(answers: Answers, how: str) -> Answers:
    """As papers come: a sum forgotten, a row miscounted, no reasons of a fall."""
    if how == "categories":
        return {**answers, "members_total": answers["members_total"] + 230}
    if how == "reasons":
        return {**answers, "in_joined": answers["in_joined"] - 40, "out_dismissal": answers["out_dismissal"] + 25}
    return {name: value for name, value in answers.items() if not name.startswith(("why_", "note_"))}
