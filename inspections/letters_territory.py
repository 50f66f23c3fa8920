"""What the report of an inspection names of the territory: where no branch is, and who left the union."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from letters.facts import Listing, Row, Two
from letters.naming import named
from membership.models import TerritoryEvent, UncoveredTerritory
from organizations.access import path_of, within
from organizations.models import Organization

UNCOVERED = {"name": _("name"), "since": _("since"), "reason": _("reason"), "is_largest": _("among the largest")}
LEFT = {"name": _("Organization"), "on": _("on"), "members": _("members carried"), "destination": _("where it went")}


def uncovered(organization: Organization, user: Any, day: date) -> Listing:
    entered = UncoveredTerritory.objects.visible_to(user).filter(organization=organization)
    return Listing(
        title=Two("Территории без филиала", "Филиалы жоқ аумақтар"),
        nobody=Two("Территорий без филиала в реестре нет.", "Тізілімде филиалы жоқ аумақтар жоқ."),
        rows=[_territory(one) for one in entered.standing_on(day)],
        as_of=day,
        fields=UNCOVERED,
        link=_page("uncovered", organization, day),
    )


def _territory(one: UncoveredTerritory) -> Row:
    return Row(
        f"territory-{one.pk}",
        {
            "name": Two(one.name_ru, one.name_kk),
            "since": one.since or "",
            "reason": one.reason,
            "is_largest": one.is_largest,
        },
    )


def withdrawals(organization: Organization, user: Any, day: date, between: tuple[date, date]) -> Listing:
    """Of the organization and of bodies below it."""
    left = TerritoryEvent.objects.visible_to(user).filter(
        within(path_of(organization), "origin__path"), kind=TerritoryEvent.Kind.WITHDRAWAL, on__range=between
    )
    return Listing(
        title=Two("Вышедшие организации", "Шыққан ұйымдар"),
        nobody=Two(
            "За изучаемый период организации из Профсоюза не выходили.",
            "Зерделенген кезеңде Кәсіподақтан шыққан ұйымдар жоқ.",
        ),
        rows=[_left(one) for one in left.select_related("origin").prefetch_related("origin__former_names")],
        as_of=day,
        fields=LEFT,
        link=_page("withdrawals", organization, day),
    )


def _left(one: TerritoryEvent) -> Row:
    return Row(
        f"withdrawal-{one.pk}",
        {
            "name": named(one.origin, one.on),
            "on": one.on,
            "members": "" if one.members_total is None else one.members_total,
            "destination": one.destination,
        },
    )


def _page(name: str, organization: Organization, day: date) -> str:
    query = urlencode({"organization": organization.code, "as_of": day.isoformat()})
    return f"{reverse(f'membership:{name}')}?{query}"
