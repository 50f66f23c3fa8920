"""How many delegates an organization sends by a norm such as "one per 5 000 members" (campaigns.md, R6).

The decree does not say how a remainder is rounded, so all four ways stand side by side until a decree chooses one.
Whole numbers throughout: no fraction is ever rounded twice.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rounding(models.TextChoices):
    """What becomes of the members that are left over after the last full norm."""

    FLOOR = "floor", _("rounded down")
    HALF_UP = "half_up", _("to the nearest, a half up")
    CEIL = "ceil", _("rounded up")
    AT_LEAST_ONE = "at_least_one", _("down, at least one")


def quota(members: int, norm: int, rounding: str) -> int:
    """`at_least_one` is `floor`, raised to one delegate wherever it would be none, however few the members are.

    4 999 members by a norm of 5 000: 0, 1, 1, 1. 7 500: 1, 2, 2, 1. 10 000: 2 in every way.
    """
    if members < 0 or norm < 1:
        raise ValueError("A norm counts from one member on, and members from none.")
    if rounding == Rounding.HALF_UP:
        return (2 * members + norm) // (2 * norm)
    if rounding == Rounding.CEIL:
        return -(-members // norm)
    return max(members // norm, 1 if rounding == Rounding.AT_LEAST_ONE else 0)


def side_by_side(members: int, norm: int) -> dict[str, int]:
    """The quota in every way of rounding."""
    return {rounding: quota(members, norm, rounding) for rounding in Rounding.values}


def share(part: int, whole: int) -> int | None:
    """Tenths of a per cent, half up: 1 of 8 is 125, 1 of 16 is 63. None of nobody."""
    return (2000 * part + whole) // (2 * whole) if whole else None
