"""What the leadership's page shows beside its table: headline figures, the week, the worst, membership, the campaign."""

from typing import Any

from django.utils.translation import gettext as _

from campaigns.wording import bodies_of
from documents.cells import grouped
from membership import pictures as membership_pictures
from membership.figures import FIGURES
from membership.wording import signed
from organizations.models import Level
from overview import leadership_pictures, leadership_tables
from overview.addresses import Addresses
from overview.leadership import Membership, Progress, Screen
from reporting.filters import EXPECTED
from reporting.statuses import Status
from reporting.tables.rates import TITLES

# So many requirements stand on paper; the foot sums all.
ON_PAPER = 7
TONES = {
    Status.LATE: "late", Status.MISSING: "missing", Status.RETURNED: "returned",
    Status.RECEIVED: "quiet", Status.NOT_DUE: "quiet",
}  # fmt: skip


def on_screen(screen: Screen) -> dict[str, Any]:
    addresses = Addresses(screen)
    regions, years = leadership_tables.regions_table(screen), leadership_tables.years_table(screen)
    return {
        "figures": _figures(screen, addresses),
        "shares": _shares(screen, addresses),
        "years_tabs": _years(screen, addresses),
        "more_on_paper": max(len(screen.requirements) - ON_PAPER, 0),
        "worst": leadership_tables.worst_table(screen),
        "worst_url": addresses.rates(sort="rate"),
        "changes": _changes(screen, addresses),
        "membership": _membership(screen.membership, addresses) if screen.membership else None,
        "campaign": _campaign(screen.progress, addresses) if screen.progress else None,
        "charts": {
            "regions": _chart("regions", leadership_pictures.of_regions(screen), regions, addresses),
            "years": _chart("years", leadership_pictures.of_years(screen.years, screen.as_of), years, addresses),
        },
    }


def _chart(name: str, drawn: Any, twin: Any, addresses: Addresses) -> dict[str, Any]:
    page = f"leadership_{name}"
    return {
        "id": name, "chart": drawn, "twin": twin,
        "twin_url": addresses.here(page), "export_url": addresses.here(page, **{"as": "xlsx"}),
    }  # fmt: skip


def _figures(screen: Screen, addresses: Addresses) -> list[dict[str, Any]]:
    """Expected is the sum of what follows it; what seldom happens is told where there is any."""
    totals = screen.totals
    shown = [Status.ON_TIME, Status.LATE, Status.RECEIVED, Status.RETURNED, Status.MISSING, Status.NOT_DUE]
    shown = [one for one in shown if totals[one] or one in (Status.ON_TIME, Status.LATE, Status.MISSING)]
    return [
        {"value": totals[EXPECTED], "label": _("Expected"), "url": addresses.obligations(status=EXPECTED)},
        *(
            {
                "value": totals[one],
                "label": TITLES[one],
                "url": addresses.obligations(status=one),
                "tone": TONES.get(one, ""),
            }
            for one in shown
        ),
    ]


def _shares(screen: Screen, addresses: Addresses) -> list[dict[str, Any]]:
    titles = {"rate_on_time": _("in time"), "rate": _("handed in")}
    return [
        {"key": key, "label": title, "value": leadership_pictures.share(value), "url": addresses.rates(sort=key)}
        for key, title in titles.items()
        if (value := screen.totals[key]) is not None
    ]


def _years(screen: Screen, addresses: Addresses) -> list[dict[str, Any]]:
    return [
        {"title": str(row["year"]), "url": addresses.of_year(row["year"]), "current": row["year"] == screen.year}
        for row in screen.years
    ]


def _changes(screen: Screen, addresses: Addresses) -> list[dict[str, Any]]:
    words = {
        Status.ON_TIME: _("Came in, in time"),
        Status.LATE: _("Came in late"),
        Status.RECEIVED: _("Came in, day not stated"),
        Status.MISSING: _("Fell overdue"),
        Status.RETURNED: _("Was returned"),
        Status.EXEMPT: _("Is required no more"),
        Status.NOT_DUE: _("Newly asked"),
    }
    always = (Status.ON_TIME, Status.LATE, Status.MISSING, Status.RETURNED)
    return [
        {"label": label, "value": number, "url": addresses.changes(status) if number else ""}
        for status, label in words.items()
        if (number := screen.changes[status]) or status in always
    ]


def _membership(told: Membership, addresses: Addresses) -> dict[str, Any]:
    """Figures of the year beside the year before. Sums that lack somebody are not subtracted from one another: the
    change of the employed members is that of the organizations with figures of both years."""
    rows = [
        _beside(told, addresses, key) for key in ("employees_total", "members_employed", "members_total", "coverage")
    ]
    change = told.now.change
    return {
        "year": told.year,
        "last_year": told.year - 1,
        "rows": rows,
        "compared": any(row["change"] for row in rows),
        "without": told.now.without,
        "change": signed(change.reported),
        "comparable": signed(change.comparable),
    }


def _beside(told: Membership, addresses: Addresses, key: str) -> dict[str, Any]:
    both = [one.coverage if key == "coverage" else one.figures.get(key) for one in (told.now, told.before)]
    words = [None if value is None else _words(key, value) for value in both]
    urls = [addresses.members(year, key) if word else "" for word, year in zip(words, _both_years(told), strict=True)]
    now, before = both
    whole = now is not None and before is not None and not told.now.without and not told.before.without
    return {
        "label": _("Coverage") if key == "coverage" else FIGURES[key].title,
        "key": key,
        "years": list(zip(words, urls, strict=True)),
        "change": signed(now - before) if whole else "",  # type: ignore[operator]
    }


def _both_years(told: Membership) -> tuple[int, int]:
    return told.year, told.year - 1


def _words(key: str, value: Any) -> str:
    return membership_pictures.share(value) if key == "coverage" else grouped(value)


def _campaign(told: Progress, addresses: Addresses) -> dict[str, Any]:
    pk = told.campaign.pk
    return {
        "title": told.campaign.title,
        "url": addresses.campaign("campaign", pk),
        "levels": [
            {
                "label": _("Member organizations") if one.level == Level.MEMBER else bodies_of(one.level),
                "held": one.held,
                "total": one.total,
                "share": one.held / one.total if one.held is not None and one.total else None,
                **_behind(one.level, pk, addresses),
            }
            for one in told.levels
        ],
    }


def _behind(level: str, pk: int, addresses: Addresses) -> dict[str, str]:
    """Of member organizations the list of their states, of the others the progress that was told and entered."""
    if level == Level.MEMBER:
        return {
            "held_url": addresses.campaign("campaign", pk, state="held"),
            "total_url": addresses.campaign("campaign", pk),
            "held_key": "rows",
            "total_key": "rows",
        }
    listed = addresses.campaign("progress", pk, level=level)
    return {"held_url": listed, "total_url": listed, "held_key": "held", "total_key": "total"}
