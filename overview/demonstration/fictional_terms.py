"""Terms below the member organizations of the fictional campaign, and a window that was changed once."""

from campaigns.models import Campaign, Plan, Window
from campaigns.periods import Period, Precision
from documents.dates import short_day
from organizations.models import Level, Organization
from overview.demonstration.days import Books, by_code, entered, rows

INVENTED = "Вымышлено для демонстрации"
STATED, CHANGED = -50, -25


def enter(books: Books, campaign: Campaign) -> None:
    organizations = by_code(Organization.objects.all())
    for row in rows("fictional_terms.csv"):
        organization = organizations[row["code"]]
        first, last = books.day(int(row["first"])), books.day(int(row["last"]))
        one_day = first == last
        raw = short_day(first) if one_day else f"{short_day(first)} – {short_day(last)}"
        Plan.record(
            campaign=campaign,
            organization=organization,
            level=organization.level,
            period=Period(first, last, Precision.DAY if one_day else Precision.RANGE, raw),
            source=Plan.Source.TEXT,
            source_note=INVENTED,
            stated_on=books.day(STATED),
            by=books.staff,
            at=books.at(books.day(STATED)),
        )
    present = campaign.windows.get(level=Level.PRIMARY)
    later = Window(
        campaign=campaign,
        level=Level.PRIMARY,
        first_day=present.first_day,
        last_day=books.day(45),
        decided_on=books.day(CHANGED),
        source=INVENTED,
    )
    entered(later, by=books.staff)
