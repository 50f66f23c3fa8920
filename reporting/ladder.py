"""The ladder of reminders: on which day which stage falls, and who is told of it. Nothing here asks the database.

A stage is a number of days after the due day in force (after the correct-by day of what was returned); before it when
negative. Days and persons follow issue 7 of the project: 14, 7, 3 and 1 days before, the day itself, 1 and 3 days
after, then weekly; the chair, then the chair of the body above as well, then the department, then the controller whom
the decree names. From which day the department and the controller are told is an assumption (docs/decisions/0014).
"""

import re
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

DEFAULT = (-14, -7, -3, -1, 0, 1, 3)
LOWEST, HIGHEST = -365, 365
WEEK = 7
# The first and the second weekly stage of the default ladder are +10 and +17.
DEPARTMENT_FROM, CONTROLLER_FROM = 7, 14


class Role(models.TextChoices):
    """As whom a person is told; of several, the first counts."""

    CHAIR = "chair", _("chair")
    ABOVE = "above", _("chair of the body above")
    DEPARTMENT = "department", _("department")
    CONTROLLER = "controller", _("controller")


def default() -> list[int]:
    return list(DEFAULT)


def stage_on(days: Sequence[int], weekly: bool, until: date, day: date) -> int | None:
    """The latest stage that has fallen by `day`; None before the first one."""
    passed = (day - until).days
    last = max(days)
    if weekly and passed >= last + WEEK:
        return last + (passed - last) // WEEK * WEEK
    return max((one for one in days if one <= passed), default=None)


def roles_at(stage: int) -> tuple[Role, ...]:
    """Who is told at that stage: more of them the later it is, and nobody less."""
    from_when = {Role.CHAIR: LOWEST, Role.ABOVE: 1, Role.DEPARTMENT: DEPARTMENT_FROM, Role.CONTROLLER: CONTROLLER_FROM}
    return tuple(role for role, first in from_when.items() if stage >= first)


# --- As people write it -----------------------------------------------------------------------------


def written(days: Sequence[int]) -> str:
    """−14, −7, 0, +1"""
    return ", ".join("0" if day == 0 else f"{day:+d}".replace("-", "−") for day in days)


def in_words(days: Sequence[int], *, on: bool, weekly: bool) -> str:
    if not on:
        return gettext("not sent")
    sentence = (
        gettext("{days} days from the due day, then every week") if weekly else gettext("{days} days from the due day")
    )
    return sentence.format(days=written(days))


def read(text: str) -> list[int]:
    """Stages in order; a sentence where they are none."""
    parts = [part for part in re.split(r"[\s,;]+", re.sub(r"[−–—]", "-", text)) if part]
    if not parts:
        raise ValidationError(_("Name at least one day, or switch the reminders of this requirement off."))
    for part in parts:
        if not re.fullmatch(r"[+-]?\d{1,4}", part):
            raise ValidationError(
                _("“%(part)s” is not a whole number of days. Accepted: −14, −7, 0, 3."), params={"part": part}
            )
    days = [int(part) for part in parts]
    check(days)
    return sorted(days)


def check(days: object) -> None:
    """Of the field of a requirement, however it is filled."""
    if not isinstance(days, list) or not days or not all(type(day) is int for day in days):
        raise ValidationError(_("A ladder is a list of whole days."))
    for day in days:
        if not LOWEST <= day <= HIGHEST:
            raise ValidationError(
                _("%(day)s lies too far from the due day. Accepted: from %(lowest)s to %(highest)s days."),
                params={"day": day, "lowest": LOWEST, "highest": HIGHEST},
            )
        if days.count(day) > 1:
            raise ValidationError(_("Day %(day)s stands in the ladder twice."), params={"day": day})
