"""A decree that never was, around the day of the demonstration: on the first day every status is on the board."""

from datetime import date
from typing import Any

from campaigns.models import Campaign, Conference, CongressDate, Plan, Window
from campaigns.periods import Period, Precision
from decrees.models import Decree, DecreeItem, DecreeLink
from documents.dates import short_day
from organizations.models import Organization
from overview.demonstration import fictional_congress, fictional_packets, fictional_results, fictional_terms
from overview.demonstration.days import Books, by_code, document, entered, rows
from overview.demonstration.decrees_entered import ask, enter_decree
from overview.demonstration.fictional_deeds import do
from reporting.models import Requirement, StandardRemark

ADOPTED = -60
INVENTED = "Вымышлено для демонстрации"
# Level, first and last day of the window.
WINDOWS = (("primary", -60, 30), ("branch", -30, 60), ("member", -45, 90))
CONGRESS = (120, 150)
# Their reports have figures: see membership.py, activity.py and training.py.
MEMBERSHIP, ACTIVITY = "membership_report", frozenset({"legal_work", "labour_safety", "information_work"})
TRAINING = "training_report"


def enter(books: Books) -> None:
    StandardRemark.objects.bulk_create(StandardRemark(**row) for row in rows("standard_remarks.csv"))
    decree = _decree(books)
    campaign = _campaign(books, decree)
    _conferences(books, campaign)
    fictional_terms.enter(books, campaign)
    for deed in rows("fictional_deeds.csv"):
        if deed["requirement"] not in {MEMBERSHIP, TRAINING, *ACTIVITY}:
            do(books, deed)
    fictional_congress.enter(books, campaign)
    fictional_results.enter(books, campaign)
    fictional_packets.enter(books, campaign)


def _decree(books: Books) -> Decree:
    paper = document("fictional_decree.toml")
    due = {asked["item"]: books.day(asked["due"]) for asked in paper["requirements"]}
    for item in paper["items"]:
        for text in ("text_ru", "text_kk"):
            item[text] = item[text].replace("{due}", short_day(due.get(item["number"], books.on)))
    decree = enter_decree(paper, by=books.staff, adopted_on=books.day(ADOPTED), is_fictional=True)
    for asked in paper["requirements"]:
        _requirement(books, decree, asked)
    _mark(books, decree.items.get(number="6"))
    _amend(books, decree)
    return decree


def _requirement(books: Books, decree: Decree, asked: dict) -> Requirement:
    words = {name: asked[name] for name in ("code", "title_ru", "title_kk", "what_ru", "what_kk")}
    return ask(
        books,
        until=books.on,
        decree_item=decree.items.get(number=asked["item"]),
        audience_levels=asked["levels"],
        asked_on=decree.adopted_on,
        allows_nothing=asked.get("allows_nothing", False),
        is_fictional=True,
        note_ru="Вымышленное требование для демонстрации.",
        note_kk="Көрсетілімге арналған ойдан шығарылған талап.",
        **_due(books.day(asked["due"]), asked["code"]),
        **words,
    )


def _due(day: date, code: str) -> dict[str, Any]:
    """The report of the membership is of one year: the state on its 1 January."""
    if code != MEMBERSHIP:
        kinds = {TRAINING: TRAINING, **dict.fromkeys(ACTIVITY, "activity_report")}
        return {"due_on": day, **({"kind": kinds[code]} if code in kinds else {})}
    return {
        "kind": MEMBERSHIP,
        "due_kind": Requirement.DueKind.YEARLY,
        "due_day": day.day,
        "due_month": day.month,
        "first_year": day.year,
        "last_year": day.year,
    }


def _mark(books: Books, item: DecreeItem) -> None:
    day = books.day(-55)
    item.set_mark(
        DecreeItem.Mark.EXECUTED, on=day, reason="Формы разосланы (вымышлено)", by=books.staff, at=books.at(day)
    )


def _amend(books: Books, decree: Decree) -> None:
    """A later decree that amends the first one, so that both sides of it can be looked at."""
    paper = {
        "body": decree.body,
        "body_note": decree.body_note,
        "number": "15",
        "signed_by": decree.signed_by,
        "title_ru": "О внесении дополнения в постановление № 14 (вымышленное постановление для демонстрации)",
        "title_kk": "№ 14 қаулыға толықтыру енгізу туралы (көрсетілімге арналған ойдан шығарылған қаулы)",
        "items": [
            {
                "number": "1",
                "kind": "duty",
                "levels": ["member"],
                "text_ru": "Дополнить пункт 5 словами «со ссылками на публикации».",
                "text_kk": "5-тармақ «жарияланымдарға сілтемелермен» деген сөздермен толықтырылсын.",
            }
        ],
    }
    later = enter_decree(paper, by=books.staff, adopted_on=books.day(-25), is_fictional=True)
    DecreeLink.objects.create(decree=later, kind=DecreeLink.Kind.AMENDS, target=decree, note="п. 5")


def _campaign(books: Books, decree: Decree) -> Campaign:
    asked = by_code(Requirement.objects.all())
    campaign = Campaign(
        title_ru="Учебная кампания (вымышленная, для демонстрации)",
        title_kk="Оқу кампаниясы (көрсетілімге арналған, ойдан шығарылған)",
        first_day=books.day(ADOPTED),
        last_day=books.day(CONGRESS[1]),
        decree=decree,
        term_source=INVENTED,
        protocol_requirement=asked["conference_protocol"],
        results_requirement=asked["conference_results"],
        is_fictional=True,
    )
    entered(campaign, by=books.staff)
    item = decree.items.get(number="7")
    for level, first, last in WINDOWS:
        days = {"first_day": books.day(first), "last_day": books.day(last), "decided_on": decree.adopted_on}
        entered(Window(campaign=campaign, level=level, decree_item=item, **days), by=books.staff)
    opening, closing = map(books.day, CONGRESS)
    raw = f"{short_day(opening)} – {short_day(closing)}"
    congress = CongressDate(
        campaign=campaign,
        first_day=opening,
        last_day=closing,
        raw=raw,
        decided_on=decree.adopted_on,
        decree_item=item,
    )
    entered(congress, by=books.staff)
    return campaign


def _conferences(books: Books, campaign: Campaign) -> None:
    organizations = by_code(Organization.objects.all())
    for row in rows("fictional_conferences.csv"):
        organization = organizations[row["code"]]
        if row["planned_first"]:
            first, last = books.day(int(row["planned_first"])), books.day(int(row["planned_last"]))
            _plan(books, campaign, organization, first, last)
        if row["held"]:
            held_on = books.day(int(row["held"]))
            Conference.record(
                campaign=campaign,
                organization=organization,
                held_on=held_on,
                by=books.staff,
                at=books.at(held_on, 18),
                source=INVENTED,
            )


def _plan(books: Books, campaign: Campaign, organization: Organization, first: date, last: date) -> None:
    one_day = first == last
    raw = short_day(first) if one_day else f"{short_day(first)} – {short_day(last)}"
    Plan.record(
        campaign=campaign,
        organization=organization,
        level="member",
        period=Period(first, last, Precision.DAY if one_day else Precision.RANGE, raw),
        source=Plan.Source.TEXT,
        source_note=INVENTED,
        stated_on=books.day(ADOPTED),
        by=books.staff,
        at=books.at(books.day(ADOPTED)),
    )
