"""The congress and the preparation of 2023 as the papers tell them: the norm without a rounding, who prepared how.

Nobody's members are in the papers, so nobody's quota is known; what they do not say stays empty.
"""

from typing import Any

from campaigns.models import Campaign, DelegateNorm, Manual, ManualHandout, Preparation, Seminar
from campaigns.periods import parse
from organizations.models import Organization
from overview.demonstration.campaign_of_2023 import INFORMATION
from overview.demonstration.days import Books, by_code, day_or_none, rows
from overview.demonstration.decree_of_2023 import DECREE_DAY, LIST_DAY


def enter(books: Books) -> None:
    campaign = Campaign.objects.get(is_fictional=False)
    told: dict[str, Any] = {"campaign": campaign, "by": books.staff, "at": books.at(LIST_DAY)}
    DelegateNorm.decide(
        **told,
        members_per_delegate=5000,
        decided_on=DECREE_DAY,
        decree_item=campaign.decree.items.get(number="4"),
    )
    told |= {"told_on": LIST_DAY, "source": INFORMATION}
    organizations = by_code(Organization.objects.filter(level="member"))
    for row in rows("preparation_2023.csv"):
        _preparation(organizations[row.pop("code")], row, told)
    for row in rows("seminars_2023.csv"):
        facts = {"topic": row["topic"], "place": row["place"], **_days(row["when"])}
        Seminar.record(organization=organizations[row["code"]], **facts, **told)
    abai = organizations["abai"]
    manual = Manual.record(
        organization=abai, title="Методические пособия в помощь председателям первичных организаций", **told
    )
    ManualHandout.record(organization=abai, manual=manual, recipients="председатели первичных организаций", **told)


def _preparation(organization: Organization, row: dict[str, str], told: dict[str, Any]) -> None:
    days = {name: day_or_none(row.pop(name)) for name in ("norm_on", "measures_on")}
    meeting = row.pop("meeting")
    facts: dict[str, Any] = {**row, **days, **told}
    Preparation.tell(
        organization=organization,
        meeting=parse(meeting, year=LIST_DAY.year) if meeting else None,
        **facts,
    )


def _days(when: str) -> dict[str, Any]:
    """Two seminars have a month, one has none."""
    period = parse(when, year=LIST_DAY.year) if when else None
    return {"raw": period.raw, "first_day": period.first, "last_day": period.last} if period else {}
