"""Places at the congress by organization: the quota in every rounding, the chosen one, and who was elected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext, ngettext

from campaigns.models import Campaign, Conference, Delegate, DelegateNorm, MemberBase
from campaigns.quota import Rounding, side_by_side
from campaigns.states import member_organizations
from documents.dates import short_day
from organizations.models import Level, Organization

# What elects delegates.
ELECTING = (Conference.Kind.CONFERENCE, Conference.Kind.MEETING)


@dataclass(frozen=True)
class Places:
    """One organization as of a day. What is not known is None, never 0."""

    organization: Organization
    as_of: date
    norm: DelegateNorm | None
    base: MemberBase | None
    elected: int = 0
    substitutes: int = 0
    attended: int | None = None
    # Whether the conference that elects them has been held.
    is_held: bool = False

    @property
    def members(self) -> int | None:
        return self.base.members if self.base else None

    def by(self, rounding: str) -> int | None:
        if self.norm is None or self.base is None:
            return None
        return side_by_side(self.base.members, self.norm.members_per_delegate)[rounding]

    @property
    def by_floor(self) -> int | None:
        return self.by(Rounding.FLOOR)

    @property
    def by_ceil(self) -> int | None:
        return self.by(Rounding.CEIL)

    @property
    def chosen(self) -> int | None:
        return self.norm.quota_of(self.base.members) if self.norm and self.base else None

    @property
    def warning(self) -> str:
        """What a reader of the numbers must see: nobody, too few, too many, members of another day."""
        if self.chosen is None:
            return ""
        return "; ".join(filter(None, [self._about_elected(self.chosen), self._about_day()]))

    @property
    def is_wrong(self) -> bool:
        """Somebody has to act: delegates are missing after the conference, too many, or none at all by the norm."""
        waits = not self.is_held and self.chosen is not None and 0 <= self.elected < self.chosen
        return bool(self.warning) and not waits

    def _about_elected(self, chosen: int) -> str:
        if chosen == 0 and not self.elected:
            return gettext("the quota is zero: nobody represents this organization")
        missing = chosen - self.elected
        if missing > 0 and not self.is_held:
            return ngettext("{n} still to be elected", "{n} still to be elected", missing).format(n=missing)
        if missing > 0:
            return ngettext("{n} delegate missing", "{n} delegates missing", missing).format(n=missing)
        over = -missing
        return ngettext("{n} more than the quota", "{n} more than the quota", over).format(n=over) if over else ""

    def _about_day(self) -> str:
        if not (self.base and self.norm and self.norm.base_day) or self.base.base_day == self.norm.base_day:
            return ""
        return gettext("members of another day than the norm's {day}").format(day=short_day(self.norm.base_day))


def places(campaign: Campaign, user: Any, as_of: date) -> list[Places]:
    """Every active member organization the user may see, in the order of names; a fixed number of queries."""
    norm = DelegateNorm.on(campaign, as_of)
    organizations = list(member_organizations(user, as_of).prefetch_related("former_names").in_order())
    bases = bases_of(norm or DelegateNorm(campaign=campaign), user, as_of)
    elected, held = _elected(campaign, user, as_of), _held(campaign, user, as_of)
    return [
        Places(one, as_of, norm, bases.get(one.pk), *elected.get(one.pk, (0, 0, None)), one.pk in held)
        for one in organizations
    ]


def _held(campaign: Campaign, user: Any, as_of: date) -> set[int]:
    held = Conference.objects.visible_to(user).filter(campaign=campaign, organization__level=Level.MEMBER)
    return set(held.held_by(as_of).filter(kind__in=ELECTING).values_list("organization", flat=True))


def bases_of(norm: DelegateNorm, user: Any, as_of: date) -> dict[int, MemberBase]:
    """By organization the figure that counts: the first of those the norm may use."""
    found: dict[int, MemberBase] = {}
    for base in MemberBase.objects.visible_to(user).for_norm(norm, as_of):
        found.setdefault(base.organization_id, base)
    return found


def _elected(campaign: Campaign, user: Any, as_of: date) -> dict[int, tuple[int, int, int | None]]:
    """By organization: delegates, substitutes who wait, and how many were present once that was marked."""
    called = Q(is_substitute=False) | Q(called_on__lte=as_of)
    marked = called & Q(attended_on__lte=as_of)
    rows = (
        Delegate.objects.visible_to(user)
        .filter(campaign=campaign)
        .standing_on(as_of)
        .order_by()
        .values("organization")
        .annotate(
            n=Count("pk", filter=called),
            waiting=Count("pk", filter=~called),
            marked=Count("pk", filter=marked),
            present=Count("pk", filter=marked & Q(attended=True)),
        )
    )
    return {row["organization"]: (row["n"], row["waiting"], row["present"] if row["marked"] else None) for row in rows}


def without_any(rows: Iterable[Places]) -> list[Places]:
    """Those whom the chosen quota leaves without a delegate."""
    return [row for row in rows if row.chosen == 0]


def to_come_words(rows: Sequence[Places]) -> str:
    """Those whose conference is still to come are nobody's fault."""
    waiting = [row for row in rows if row.warning and not row.is_wrong]
    left = sum((row.chosen or 0) - row.elected for row in waiting)
    if not waiting:
        return ""
    return gettext("Conferences still to come: {organizations}; delegates they elect: {n}.").format(
        organizations=len(waiting), n=left
    )


def typed_words(rows: Sequence[Places]) -> str:
    """How far the members are known."""
    typed = sum(row.members is not None for row in rows)
    return gettext("Members are known of {typed} of {total} organizations.").format(typed=typed, total=len(rows))
