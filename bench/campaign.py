"""A campaign of the large union: windows, the plans of members and branches, and conferences held so far."""

from datetime import date, timedelta

from bench.decade import Books
from bench.people import entered
from bench.union import Size
from campaigns.models import Campaign, Conference, CongressDate, Plan, Window
from campaigns.periods import parse
from decrees.models import Decree
from organizations.models import Level, Organization
from reporting.models import Requirement

WINDOWS = ((Level.PRIMARY, -200, 10), (Level.BRANCH, -120, 40), (Level.MEMBER, -60, 90))


def enter(books: Books, size: Size) -> Campaign:
    today = books.today
    decree = Decree.objects.create(
        body="central_committee",
        number="1",
        adopted_on=today - timedelta(days=220),
        title_ru="О проведении отчетов и выборов",
        title_kk="Есеп беру мен сайлау өткізу туралы",
    )
    campaign = Campaign.objects.create(
        title_ru="Отчеты и выборы",
        title_kk="Есептер мен сайлаулар",
        first_day=decree.adopted_on,
        last_day=today + timedelta(days=150),
        decree=decree,
        protocol_requirement=_after_event(books, decree, "protocol", "Протокол", "Хаттама", 10),
        results_requirement=_after_event(books, decree, "results", "Итоги", "Қорытынды", 15),
    )
    for level, first, last in WINDOWS:
        span = {"first_day": today + timedelta(days=first), "last_day": today + timedelta(days=last)}
        Window.objects.create(campaign=campaign, level=level, decided_on=decree.adopted_on, source="пункт 3", **span)
    CongressDate.objects.create(
        campaign=campaign,
        first_day=today + timedelta(days=120),
        last_day=today + timedelta(days=122),
        raw="съезд",
        decided_on=decree.adopted_on,
        source="пункт 4",
    )
    _plans(books, campaign)
    _conferences(books, campaign, size)
    return campaign


def _after_event(books: Books, decree: Decree, code: str, ru: str, kk: str, days: int) -> Requirement:
    requirement = Requirement(
        code=code, title_ru=ru, title_kk=kk, citation_ru="пункт 5", due_kind="after_event", offset=days,
        asked_on=decree.adopted_on, audience_levels=["member", "branch", "primary"],
    )  # fmt: skip
    entered(requirement, books.staff)
    requirement.open(by=books.staff, at=books.at(decree.adopted_on), until=books.today)
    return requirement


def _plans(books: Books, campaign: Campaign) -> None:
    stated = campaign.first_day + timedelta(days=30)
    for body in Organization.objects.filter(level__in=[Level.MEMBER, Level.BRANCH]).order_by("code"):
        day = books.today + timedelta(days=books.chance.randint(-40, 80))
        raw = books.chance.choice([f"{day:%d.%m.%Y}", f"{(day.month + 2) // 3} квартал {day.year} г."])
        Plan.record(
            campaign=campaign, organization=body, level=body.level, period=parse(raw, year=day.year),
            source=Plan.Source.TABLE, stated_on=stated, by=books.staff, at=books.at(stated),
        )  # fmt: skip


def _conferences(books: Books, campaign: Campaign, size: Size) -> None:
    """Bottom-up: most of them meetings of primaries, a third of the branches, a few member organizations."""
    wanted = {Level.MEMBER: size.members // 4, Level.BRANCH: size.branches // 3}
    wanted[Level.PRIMARY] = max(size.conferences - sum(wanted.values()), 0)
    for level, number in wanted.items():
        for body in Organization.objects.filter(level=level).order_by("code")[:number]:
            held_on = _held_on(books, level)
            Conference.record(
                campaign=campaign, organization=body, held_on=held_on, by=books.staff, at=books.at(held_on, 18),
                kind="meeting" if level == Level.PRIMARY else "conference", source="протокол",
            )  # fmt: skip


def _held_on(books: Books, level: str) -> date:
    first = next(first for of, first, _last in WINDOWS if of == level)
    return books.today - timedelta(days=books.chance.randint(1, -first))
