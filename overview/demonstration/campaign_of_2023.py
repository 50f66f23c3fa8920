"""The campaign of 2023–2024 as it stood on 4 September 2023: what came in, what was held, what was planned.

Everything is entered by staff that day: the documents are the apparatus's own papers.
"""

from datetime import date

from campaigns import periods
from campaigns.models import BranchSchedule, Campaign, Conference, CongressDate, Plan, Window
from decrees.models import Decree
from organizations.models import Organization
from overview.demonstration.days import Books, by_code, day_or_none, entered, rows
from overview.demonstration.decree_of_2023 import DECREE_DAY, LIST_DAY
from reporting.models import Obligation, Requirement

INFORMATION = "Информация о ходе подготовки и проведения отчетно-выборной кампании, 04.09.2023"
TABLE = "Таблица «График отчетов и выборов членских организаций Профсоюза», 04.09.2023"
WINDOWS = (
    ("primary", date(2023, 9, 1), date(2023, 12, 31)),
    ("branch", date(2024, 1, 1), date(2024, 3, 31)),
    ("member", date(2024, 3, 1), date(2024, 5, 31)),
)


def enter(books: Books) -> None:
    campaign = _campaign(books)
    organizations = by_code(Organization.objects.all())
    table = list(rows("campaign_2023_2024.csv"))
    numbers = {row["code"]: row["schedule_number"] for row in table}
    for row in rows("campaign_plans_2023_2024.csv"):
        _plan(books, campaign, organizations[row["code"]], row, numbers[row["code"]])
    for row in table:
        _facts(books, campaign, organizations[row["code"]], row)


def _campaign(books: Books) -> Campaign:
    decree = Decree.objects.get(adopted_on=DECREE_DAY)
    asked = by_code(Requirement.objects.all())
    campaign = Campaign(
        title_ru="Отчетно-выборная кампания 2023–2024 годов",
        title_kk="2023–2024 жылдардағы есеп беру-сайлау кампаниясы",
        first_day=date(2023, 1, 1),
        last_day=date(2024, 12, 31),
        decree=decree,
        term_source="Выведено из документов: 09.10.2018 → 09.10.2023; учреждены в 2020–2022 гг. → «после 2025–2027 гг.»",
        schedule_requirement=asked["schedule"],
        information_requirement=asked["progress_information"],
        protocol_requirement=asked["conference_protocol"],
        results_requirement=asked["conference_results"],
    )
    entered(campaign, by=books.staff)
    for level, first, last in WINDOWS:
        window = Window(campaign=campaign, level=level, first_day=first, last_day=last, decided_on=DECREE_DAY)
        window.decree_item = decree.items.get(number="5")
        entered(window, by=books.staff)
    congress = CongressDate(
        campaign=campaign,
        first_day=date(2024, 8, 1),
        last_day=date(2024, 9, 30),
        raw="август–сентябрь 2024 г. · 2024 ж. тамыз–қыркүйек",
        decided_on=DECREE_DAY,
        decree_item=decree.items.get(number="3"),
    )
    entered(congress, by=books.staff)
    return campaign


def _plan(books: Books, campaign: Campaign, organization: Organization, row: dict[str, str], number: str) -> None:
    from_table = row["source"] == Plan.Source.TABLE
    Plan.record(
        campaign=campaign,
        organization=organization,
        level=row["level"],
        period=periods.parse(row["planned_raw"], year=LIST_DAY.year),
        source=row["source"],
        source_note=TABLE if from_table else INFORMATION,
        number=int(number) if from_table else None,
        stated_on=LIST_DAY,
        approved_by=row["approved_by"],
        approved_on=day_or_none(row["approved_on"]),
        by=books.staff,
        at=books.at(LIST_DAY),
    )


def _facts(books: Books, campaign: Campaign, organization: Organization, row: dict[str, str]) -> None:
    held_on = day_or_none(row["held_on"])
    if held_on:
        _conference(books, campaign, organization, held_on, notified=row["notified_officially"] == "yes")
        _not_required(books, organization, "Отчетно-выборная конференция проведена", held_on)
    if row["exempt_because"]:
        _not_required(books, organization, row["exempt_because"].capitalize(), DECREE_DAY)
    if row["information_received_by_2023_09_04"] == "yes":
        _received(books, "schedule", organization)
        _received(books, "progress_information", organization)
    if row["branch_schedules_submitted"] == "yes":
        BranchSchedule.record(
            campaign=campaign,
            organization=organization,
            received_on=LIST_DAY,
            day_stated=False,
            source=INFORMATION,
            by=books.staff,
            at=books.at(LIST_DAY),
        )


def _conference(books: Books, campaign: Campaign, organization: Organization, held_on: date, *, notified: bool) -> None:
    conference = Conference.record(
        campaign=campaign,
        organization=organization,
        held_on=held_on,
        by=books.staff,
        at=books.at(LIST_DAY),
        source=INFORMATION,
    )
    if notified:
        conference.notify(on=LIST_DAY, day_stated=False, by=books.staff, at=books.at(LIST_DAY))


def _owed(code: str, organization: Organization) -> Obligation:
    return Obligation.objects.get(requirement__code=code, organization=organization, key="")


def _not_required(books: Books, organization: Organization, why: str, since: date) -> None:
    _owed("schedule", organization).exempt(
        decided_on=max(since, DECREE_DAY), reason=why, by=books.staff, at=books.at(LIST_DAY)
    )


def _received(books: Books, code: str, organization: Organization) -> None:
    """It was there by the day of the list; on which day it came is not stated."""
    _owed(code, organization).submit(
        received_on=LIST_DAY, day_stated=False, channel="unknown", by=books.staff, at=books.at(LIST_DAY, 17)
    )
