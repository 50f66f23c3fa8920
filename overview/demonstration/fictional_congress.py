"""A fictional congress: members nobody has, delegates nobody knows, and what surrounds the fictional campaign."""

from datetime import timedelta
from typing import Any

from campaigns.models import (
    Agreement,
    Campaign,
    Conference,
    Delegate,
    DelegateNorm,
    Manual,
    ManualHandout,
    MemberBase,
    Preparation,
    Seminar,
)
from campaigns.periods import parse
from campaigns.quota import Rounding
from documents.dates import short_day
from organizations.models import Organization
from overview.demonstration.days import Books, by_code, rows
from overview.demonstration.people import INVENTED

# The base date and the day the norm was decided, from the day of the fiction.
BASE_DAY, TOLD = -70, -55
SOURCE = "Вымышлено для демонстрации"


def enter(books: Books, campaign: Campaign) -> None:
    organizations = by_code(Organization.objects.filter(level="member"))
    _norm(books, campaign, organizations)
    held = {
        one.organization.code: one
        for one in Conference.objects.filter(campaign=campaign).select_related("organization", "campaign")
    }
    for row in rows("fictional_delegates.csv"):
        _delegate(books, held[row["code"]], row)
    _called_in(books, campaign)
    _surroundings(books, campaign, organizations)


def _norm(books: Books, campaign: Campaign, organizations: dict[str, Organization]) -> None:
    """The fictional decree chooses the rounding; one organization is so small that it sends nobody, two are unknown."""
    item = campaign.decree.items.get(number="8")
    who: dict[str, Any] = {"by": books.staff, "at": books.at(campaign.decree.adopted_on)}
    base_day = books.day(BASE_DAY)
    DelegateNorm.decide(
        campaign=campaign,
        members_per_delegate=5000,
        rounding=Rounding.HALF_UP,
        base="all",
        base_day=base_day,
        decided_on=campaign.decree.adopted_on,
        decree_item=item,
        **who,
    )
    for row in rows("fictional_members.csv"):
        told: dict[str, Any] = {"members": int(row["members"]), "base_day": base_day, "source": SOURCE}
        MemberBase.record(campaign=campaign, organization=organizations[row["code"]], **told, **who)


def _delegate(books: Books, conference: Conference, row: dict[str, str]) -> None:
    Delegate.record(
        campaign=conference.campaign,  # type: ignore[arg-type]
        organization=conference.organization,
        name=f"{row['name']} {INVENTED}",
        position=row["position"],
        sex=row["sex"],
        birth_year=int(row["birth_year"]),
        education=row["education"],
        first_time=row["first_time"] == "yes",
        is_substitute=row["substitute"] == "yes",
        elected_at=conference,
        protocol_number="1",
        by=books.staff,
        at=books.at(conference.held_on, 18),
    )


def _called_in(books: Books, campaign: Campaign) -> None:
    """One delegate steps down, and the substitute takes the place."""
    of_zhambyl = Delegate.objects.filter(campaign=campaign, organization__code="zhambyl")
    leaving = of_zhambyl.filter(is_substitute=False).order_by("birth_year").first()
    substitute = of_zhambyl.get(is_substitute=True)
    if leaving:
        day = books.day(-10)
        reason = "Выход на пенсию (вымышлено)"
        leaving.replace(substitute=substitute, on=day, reason=reason, by=books.staff, at=books.at(day))


def _surroundings(books: Books, campaign: Campaign, organizations: dict[str, Organization]) -> None:
    day, where = books.day(TOLD), {"campaign": campaign, "by": books.staff}
    told: dict[str, Any] = {**where, "told_on": day, "source": SOURCE, "at": books.at(day)}
    later = books.day(20)
    Preparation.tell(
        **told, organization=organizations["karaganda"], own_norm=150, norm_body="Пленум", norm_on=day,
        measures_body="Исполком", measures_on=day, meeting_body="Исполком", meeting=parse(short_day(later)),
        meeting_agenda="О подготовке к отчетно-выборной конференции", guests_higher=1, guests_partners=3,
        guests_authorities=2,
    )  # fmt: skip
    Preparation.tell(**told, organization=organizations["sko"], own_norm=100, norm_body="Пленум", measures_body="Совет")
    Preparation.tell(**told, organization=organizations["zko"], meeting_body="Совет", meeting=parse(short_day(later)))
    for code, topic, trained in (
        ("karaganda", "Как провести отчетно-выборное собрание", 48),
        ("karaganda", "Протокол и пакет документов", 25),
        ("sko", "Практикум для председателей первичных организаций", 60),
    ):
        held = parse(short_day(day - timedelta(days=3)))
        days: dict[str, Any] = {"raw": held.raw, "first_day": held.first, "last_day": held.last}
        Seminar.record(**told, organization=organizations[code], topic=topic, trained=trained, **days)
    union = Organization.objects.get(level="union")
    manual = Manual.record(**told, organization=union, title="Памятка делегату (вымышленная)", copies=2000)
    for code in ("karaganda", "sko", "astana"):
        ManualHandout.record(**told, organization=organizations[code], manual=manual, copies=120)
    Agreement.record(
        **told, organization=organizations["karaganda"], subject="О содействии в проведении конференций (вымышлено)",
        parties="Управление образования", signed_on=day, valid_until=books.day(365),
    )  # fmt: skip
