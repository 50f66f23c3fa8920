"""Figures of the membership: the latest report that counts on the day, with the change to the year before."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from inspections.figures_known import CHANGE, COUNT, PERCENT, YES_NO, About, Figures
from membership import reckoned
from membership.checks import percent
from membership.figures import FIGURES
from membership.filters import UNDERSTOOD, Scope
from membership.known import state_day
from membership.models import MembershipReport
from membership.statistics import NO_CHANGE, Line

# By section, as the reports name them.
TOLD: Mapping[str, Iterable[str]] = {
    "structure": (
        "branches", "primaries", "groups", "institutions_with_union", "institutions_without_state",
        "institutions_without_private",
    ),
    "membership": (
        "employees_total", "members_total", "members_employed", "members_students", "members_pensioners",
        "members_childcare_leave", "admitted_total", "left_total",
    ),
    "personnel": ("chairs_total", "chairs_full_time", "staff_members"),
    "legal_work": ("collective_agreements", "agreement_employees"),
    "record_keeping": ("e_cards",),
    "youth_and_women": ("members_women", "members_youth", "chairs_women", "chairs_youth"),
}  # fmt: skip
# Where those of the report need its other lines beside them, or the registry counts the same in its own way.
TITLES = {
    "branches": _("Branches by the membership report"),
    "primaries": _("Primary organizations by the membership report"),
    "agreement_employees": _("Employees covered by collective agreements"),
}
SHARES = (
    ("women_share", _("Share of women among the members"), "members_women", "members_total"),
    ("youth_share", _("Share of youth among the members"), "members_youth", "members_total"),
    ("chairs_women_share", _("Share of women among the chairs"), "chairs_women", "chairs_total"),
)


def figures(about: About) -> Figures:
    line = _line(about)
    year = line.year if line and line.used else None
    day = state_day(year) if year else about.day
    query = {"year": year} if year else {}
    url = about.url("membership:statistics", organization=about.organization.code, **query)
    for section, code, title, value, unit in _told(line):
        yield about.figure(section, code, title, value, unit, as_of=day, url=url)


def _line(about: About) -> Line | None:
    """Of the latest year it told of itself; of who told nothing, the latest that is summed up from below."""
    words = {"organization": about.organization.code}
    own = MembershipReport.objects.visible_to(about.user).current_on(about.day).filter(organization=about.organization)
    if year := own.aggregate(latest=Max("year"))["latest"]:
        words["year"] = str(year)
    scope = Scope.from_words(words, user=about.user, as_of=about.day, understood=UNDERSTOOD)
    codes = tuple(code for told in TOLD.values() for code in told)
    lines = reckoned.of_rows(scope, codes).lines(scope.year) if scope.year else []
    return lines[0] if lines else None


def _told(line: Line | None) -> Iterable[tuple[str, str, Any, Decimal | int | None, str]]:
    known: Mapping[str, Any] = line.figures if line else {}
    for section, codes in TOLD.items():
        for code in codes:
            yield section, code, TITLES.get(code, FIGURES[code].title), known.get(code), COUNT
    for code, title, part, whole in SHARES:
        yield "youth_and_women", code, title, percent(known.get(part), known.get(whole)), PERCENT
    change = line.change if line else NO_CHANGE
    for code, title, value, unit in (
        ("coverage", _("Coverage by membership"), line.coverage if line else None, PERCENT),
        ("not_involved", _("Not involved"), line.not_involved if line else None, COUNT),
        ("employed_change", _("Change of the employed members over the year"), change.reported, CHANGE),
        (
            "employed_change_comparable",
            _("Change of the employed members on comparable territory"),
            change.comparable,
            CHANGE,
        ),
    ):
        yield "membership", code, title, value, unit
    yield "record_keeping", "failed_checks", _("Checks that the membership report failed"), _failed(line), COUNT
    yield "record_keeping", "base_submitted", _("Member base handed over"), _base(line), YES_NO


def _failed(line: Line | None) -> int | None:
    return line.failed_checks if line else None


def _base(line: Line | None) -> int | None:
    return None if line is None or line.base_submitted is None else int(line.base_submitted)
