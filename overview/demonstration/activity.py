"""Activity reports of the demonstration: three years of legal work and of publications, and what the fictional decree
asks about the latest half-year. All figures are fictional."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from accounts.models import User
from indicators.answers import Answers
from indicators.asking import DueAfter, ask, connect
from indicators.checks import Stated
from indicators.kept import keep_report, record_about
from indicators.models import ActivityForm
from organizations.access import Position
from organizations.models import Appointment, Organization
from overview.demonstration.days import Books, entered, rows
from overview.demonstration.fictional_deeds import HANDED_IN, do
from overview.demonstration.membership_figures import chance_of
from reporting.existing import refuse_nonexistent
from reporting.models import Obligation, Requirement, Submission
from reporting.models.together import together
from reporting.periods import Period, finished

YEARS = 3
# Owes nothing, and is thanked.
DILIGENT = "mangystau"
# What the fictional decree asks and these forms answer, with what somebody has begun to type.
DRAFTS: dict[str, dict[str, str]] = {
    "legal_work": {"i_consultations": "214", "i_written_appeals": "37", "i_money_returned": "около 1200000"},
    "labour_safety": {"i_technical_inspectors": "12", "i_production_councils": "140"},
    "information_work": {"i_materials": "18", "i_materials_social": "18"},
}
NOTE: dict[str, Any] = {
    "note_ru": "Цифры вымышлены для демонстрации.",
    "note_kk": "Сандар көрсетілім үшін ойдан шығарылған.",
    "is_fictional": True,
}


def enter(books: Books) -> None:
    forms = {form.code: form for form in ActivityForm.objects.with_versions()}
    latest = next(finished("half_year", books.on, 1))
    for code in DRAFTS:
        requirement = Requirement.objects.get(code=code)
        connect(requirement, forms[code], part=latest.part, year=latest.year, by=books.staff)
    _past(books, forms["legal_work"], latest)
    _publications(books, forms["publications"])
    for deed in rows("fictional_deeds.csv"):
        if deed["requirement"] in DRAFTS:
            _do(books, forms[deed["requirement"]], latest, deed)


def _do(books: Books, form: ActivityForm, period: Period, deed: dict[str, str]) -> None:
    if deed["deed"] not in HANDED_IN:
        do(books, deed, draft=DRAFTS[form.code])
        return
    answers = {} if deed["deed"] == "nothing" else figures(form.code, deed["code"], period)
    do(books, deed, then=partial(_keep, form, period, answers))


def _keep(form: ActivityForm, period: Period, answers: Answers, submission: Submission) -> None:
    version = form.version_for(period)
    if version:
        keep_report(submission, answers, version=version, indicators=version.in_order(), period=period)


# --- Years past -------------------------------------------------------------------------------------------


def _past(books: Books, form: ActivityForm, latest: Period) -> None:
    """The half-years before the one that the fictional decree asks about."""
    first = latest.year - YEARS
    made = ask(
        form, due=DueAfter(1, 20), levels=["member"], first_year=first, last_year=latest.year - 1,
        asked_on=date(first, 1, 10), by=books.staff, citation_ru="Вымышленное основание для демонстрации",
        citation_kk="Көрсетілімге арналған ойдан шығарылған негіз", **NOTE,
    )  # fmt: skip
    parts = [one.part for one in made]
    for one in made:
        if parts.index(one.part) < parts.index(latest.part) and one.requirement.last_year:
            one.requirement.last_year += 1
            entered(one.requirement, by=books.staff)
        one.requirement.open(by=books.staff, at=books.at(date(first, 1, 10)), until=books.on)
        _hand_in_all(books, form, one.requirement, one.period_of)


def _hand_in_all(
    books: Books, form: ActivityForm, requirement: Requirement, period_of: Callable[[Obligation], Period]
) -> None:
    kept: list[tuple[Submission, Period]] = []
    chairs = _chairs()
    with together(Obligation.objects.filter(requirement=requirement).select_related("organization")) as owed:
        for obligation in owed:
            period = period_of(obligation)
            _hand_in(books, obligation, chairs.get(obligation.organization.code), period, kept)
    for submission, period in kept:
        refuse_nonexistent(submission.obligation.organization, period)
        _keep(form, period, figures(form.code, submission.obligation.organization.code, period), submission)


def _hand_in(
    books: Books, owed: Obligation, chair: User | None, period: Period, kept: list[tuple[Submission, Period]]
) -> None:
    chance = chance_of(f"{owed.organization.code} {period.slug} day")
    day = owed.original_due_on + timedelta(
        days=chance.randint(2, 15) if chance.random() < 0.15 else -chance.randint(0, 15)
    )
    is_silent = chance.random() < 0.06 and owed.organization.code != DILIGENT
    if day > books.on or day <= period.last_day or is_silent:
        return
    by = chair or books.staff
    owed.submit(
        by=by, at=books.at(day, 10, 40), received_on=day, signed_by=chair.person if chair else None,
        channel=Submission.Channel.ONLINE if chair else Submission.Channel.PAPER,
        then=lambda submission: kept.append((submission, period)),
    )  # fmt: skip
    accepted_on = day + timedelta(days=3)
    if accepted_on <= books.on:
        owed.accept(accepted_on=accepted_on, by=books.staff, at=books.at(accepted_on, 15, 20))


def _chairs() -> dict[str, User]:
    offices = Appointment.objects.filter(position=Position.CHAIR, ended_on=None).exclude(person__user=None)
    found = offices.select_related("organization", "person__user__person")
    return {one.organization.code: one.person.user for one in found if one.person and one.person.user}


def _publications(books: Books, form: ActivityForm) -> None:
    """Counted by the apparatus on the page of the union, whoever sent them or not."""
    version = form.version_for(Period(books.on.year))
    indicators = version.in_order() if version else []
    for period in finished(form.cadence, books.on, YEARS):
        day = min(period.last_day + timedelta(days=12), books.on)
        existing = Organization.objects.existing_on(period.last_day)
        for body in existing.filter(level="member"):
            record_about(
                form, body, period, figures(form.code, body.code, period), by=books.staff, at=books.at(day, 12),
                day=day, source="Страница Профсоюза (вымышлено для демонстрации)", indicators=indicators,
            )  # fmt: skip


# --- Figures ----------------------------------------------------------------------------------------------


def figures(form: str, code: str, period: Period) -> dict[str, Any]:
    """The same every time; an organization of size keeps its size from year to year."""
    size = chance_of(f"{form} {code}").uniform(0.4, 2.0) * (1 + 0.05 * (period.year - 2023))
    return dict(MAKERS[form](chance_of(f"{form} {code} {period.slug}"), max(size, 0.2)))


def _stated(number: float, *, about: bool = False) -> Stated:
    return Stated(Decimal(max(round(number), 0)), about)


def _legal(chance: Random, size: float) -> Iterator[tuple[str, Stated]]:
    found = round(size * chance.uniform(10, 40))
    yield "written_appeals", _stated(size * chance.uniform(20, 60))
    yield "consultations", _stated(size * chance.uniform(120, 300))
    yield "violations_found", _stated(found)
    yield "violations_eliminated", _stated(found * chance.uniform(0.5, 1))
    yield "reinstated", _stated(chance.choice([0, 0, 0, 1, 2]))
    yield "legal_inspectors", _stated(chance.choice([0, 1, 1, 2]))
    if chance.random() < 0.8:
        yield "controlled", _stated(size * chance.uniform(15, 50))
        yield "legal_seminars", _stated(size * chance.uniform(1, 6))
    if chance.random() < 0.7:
        yield "money_returned", _stated(size * chance.uniform(100, 900) * 1000, about=chance.random() < 0.3)


def _safety(chance: Random, size: float) -> Iterator[tuple[str, Stated]]:
    light, severe = chance.randint(0, 4), chance.choice([0, 0, 1])
    inspectors = round(size * chance.uniform(5, 25))
    yield "injured", _stated(light + severe)
    yield "injured_light", _stated(light)
    yield "injured_severe", _stated(severe)
    yield "injured_fatal", _stated(0)
    yield "technical_inspectors", _stated(inspectors)
    yield "technical_inspectors_trained", _stated(inspectors * chance.uniform(0.3, 0.9))
    yield "production_councils", _stated(size * chance.uniform(60, 180))
    yield "joint_checks", _stated(size * chance.uniform(2, 20))


def _information(chance: Random, size: float) -> Iterator[tuple[str, Any]]:
    site, social, press = (round(size * chance.uniform(*span)) for span in ((2, 20), (10, 60), (0, 5)))
    instagram = chance.choice([0, 1, 1, 2])
    yield "site_accounts", _stated(chance.choice([0, 1]))
    yield "facebook_accounts", _stated(chance.choice([0, 1]))
    yield "instagram_accounts", _stated(instagram)
    yield "telegram_accounts", _stated(chance.choice([0, 0, 1]))
    yield "materials", _stated(site + social + press)
    yield "materials_site", _stated(site)
    yield "materials_social", _stated(social)
    yield "materials_press", _stated(press)
    yield "topics", "Социальное партнёрство, охрана труда (вымышлено)"


def _published(chance: Random, size: float) -> Iterator[tuple[str, Stated]]:
    count = round(size * chance.uniform(3, 20))
    yield "publications", _stated(count)
    yield "publications_own", _stated(count * chance.uniform(0.2, 0.9))


MAKERS: dict[str, Callable[[Random, float], Iterator[tuple[str, Any]]]] = {
    "legal_work": _legal,
    "labour_safety": _safety,
    "information_work": _information,
    "publications": _published,
}
