"""What a decree's page shows of the core: the requirements that came of each item, and how they stand."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decrees import links
from decrees.models import DecreeItem
from organizations.access import Permission, can
from reporting import badges
from reporting.calendar import describe
from reporting.models import Requirement
from reporting.statuses import GRAVITY
from reporting.tables.requirements import counts

ASK_FOR_IT = links.Action(_("Ask for it"), "reporting:requirement_create", Permission.ASK)


def register() -> None:
    links.register_action(ASK_FOR_IT)
    links.register_panel(requirements_of)


def requirements_of(items: Iterable[DecreeItem], user: Any, day: date) -> dict[int, list[links.Born]]:
    """A chair sees the requirements that ask something of the organizations in sight, and their numbers only."""
    requirements = list(Requirement.objects.visible_to(user).filter(decree_item__in=items).order_by("asked_on", "pk"))
    numbers = counts(user, day, requirements)
    lists = can(user, Permission.SEE_TABLES)
    found: dict[int, list[links.Born]] = defaultdict(list)
    for requirement in requirements:
        by_gravity = sorted(numbers[requirement.pk].items(), key=lambda pair: GRAVITY[pair[0]])
        found[requirement.decree_item_id].append(  # type: ignore[index]
            links.Born(
                title=requirement.title,
                url=requirement.get_absolute_url(),
                note="" if requirement.opened_at else str(_("not opened yet")),
                rule=describe(requirement.rule),
                counts=[_count(requirement, status, number, lists) for status, number in by_gravity],
            )
        )
    return found


def _count(requirement: Requirement, status: str, number: int, lists: bool) -> links.Count:
    query = urlencode({"requirement": requirement.code, "status": status})
    url = f"{reverse('reporting:obligations')}?{query}" if lists else ""
    return links.Count(status=status, label=badges.label(status), number=number, url=url)
