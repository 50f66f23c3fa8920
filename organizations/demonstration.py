"""Whom one may be on the sign-in page of the demonstration: everybody with an office and a fictional address."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.demonstration import DOMAIN, Group, Role
from organizations.models import Appointment, Level


def people(day: date) -> Iterable[Group]:
    """The apparatus first, then chairs by level; an office is said without the name, which is fictional anyway."""
    offices = (
        Appointment.objects.current_on(day)
        .filter(person__user__email__endswith=f"@{DOMAIN}", person__user__is_active=True)
        .select_related("organization", "person__user")
    )
    lines: dict[str, list[Role]] = {level: [] for level in Level.values}
    for office in sorted(offices, key=_order):
        title = (
            f"{office.organization.name}: {office.title}" if office.organization.level != Level.UNION else office.title
        )
        lines[office.organization.level].append(Role(_email(office), title))
    titles = {
        Level.UNION: _("Apparatus and leadership"),
        Level.MEMBER: _("Member organizations"),
        Level.BRANCH: _("Branches"),
        Level.PRIMARY: _("Primary organizations"),
    }
    return [Group(titles[Level(level)], roles) for level, roles in lines.items() if roles]


def _email(office: Appointment) -> str:
    return office.person.user.email if office.person.user else ""


def _order(office: Appointment) -> tuple[str, str]:
    return _email(office).split("@")[0].split(".")[-1], office.position
