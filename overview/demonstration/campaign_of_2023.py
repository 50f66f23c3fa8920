"""The campaign of 2023–2024 as it stood on 4 September 2023: what came in, what was held, what was planned.

Everything is entered by staff that day: the documents are the apparatus's own papers.
"""

from datetime import date
from typing import Any

from campaigns.imports import import_facts, import_plans
from campaigns.models import Campaign, Conference, CongressDate, PacketPart, Window
from decrees.models import Decree
from organizations.models import Organization
from overview.demonstration.days import Books, by_code, document, entered, rows
from overview.demonstration.decree_of_2023 import DECREE_DAY, LIST_DAY
from reporting.models import Requirement

INFORMATION = "Информация о ходе подготовки и проведения отчетно-выборной кампании, 04.09.2023"
TABLE = "Таблица «График отчетов и выборов членских организаций Профсоюза», 04.09.2023"
WINDOWS = (
    ("primary", date(2023, 9, 1), date(2023, 12, 31)),
    ("branch", date(2024, 1, 1), date(2024, 3, 31)),
    ("member", date(2024, 3, 1), date(2024, 5, 31)),
)


def enter(books: Books) -> None:
    campaign = _campaign(books)
    table = list(rows("campaign_2023_2024.csv"))
    told: dict[str, Any] = {"told_on": LIST_DAY, "by": books.staff, "at": books.at(LIST_DAY)}
    import_plans(
        campaign,
        rows("campaign_plans_2023_2024.csv"),
        notes={"table": TABLE, "text": INFORMATION},
        numbers={row["code"]: row["schedule_number"] for row in table},
        **told,
    )
    retold = document("letter_2023-09-04.toml")["organizations"]
    answered = [row | {"information_text": _in_other_words(retold.get(row["code"]))} for row in table]
    import_facts(campaign, answered, source=INFORMATION, **told)
    _conference_of_2018(books)


def _in_other_words(paragraph: dict[str, str] | None) -> str:
    """The answers themselves are not among the papers; what the department made of them is, and says so."""
    return f"В изложении отдела организационной работы (04.09.2023): {paragraph['ru'].strip()}" if paragraph else ""


def _conference_of_2018(books: Books) -> None:
    """The one earlier conference that the papers name; the terms of the others are not known from them."""
    Conference.record(
        campaign=None,
        organization=Organization.objects.get(code="karaganda"),
        held_on=date(2018, 10, 9),
        source=INFORMATION,
        by=books.staff,
        at=books.at(LIST_DAY),
    )


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
    PacketPart.standard_for(campaign, by=books.staff)
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
