"""Years whose figures are final: which they are, who locked and unlocked them, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext, gettext_lazy as _

from membership.models import LockedYear
from reporting.forms.verbs import day_field, reason_field


@dataclass(frozen=True)
class Decision:
    """Somebody locked or unlocked a year, as _components/history.html shows it."""

    what: str
    who: Any
    when: datetime
    why: str


@dataclass(frozen=True)
class Year:
    """`locked`: the lock in force; `reports`: how many organizations have reported, `not_accepted`: of them."""

    year: int
    locked: LockedYear | None
    reports: int
    not_accepted: int


def years(visible: Any, day: date) -> list[Year]:
    """Of every year that was reported or locked, the latest first. `visible`: the reports in sight."""
    waiting = Count("pk", filter=Q(submission__accepted_on=None) | Q(submission__accepted_on__gt=day))
    counted = visible.current_on(day).order_by().values("year").annotate(reports=Count("pk"), not_accepted=waiting)
    found = {row["year"]: (row["reports"], row["not_accepted"]) for row in counted}
    locked = {one.year: one for one in LockedYear.objects.select_related("locked_by")}
    return [Year(year, locked.get(year), *found.get(year, (0, 0))) for year in sorted({*found, *locked}, reverse=True)]


def decisions() -> list[Decision]:
    """All that was ever locked and unlocked, the latest first."""
    history = LockedYear.history.select_related("history_user").order_by("-history_date", "-history_id")
    return [
        Decision(
            _said(one.year, one.history_type),
            one.history_user,
            one.history_date,
            (one.history_change_reason or "") if one.history_type == "-" else one.reason,
        )
        for one in history
    ]


def _said(year: int, how: str) -> str:
    sentence = {"+": gettext("The year {year} is locked."), "-": gettext("The year {year} is unlocked.")}
    return sentence.get(how, gettext("The lock of the year {year} is corrected.")).format(year=year)


class LockForm(forms.Form):
    year = forms.TypedChoiceField(label=_("State on 1 January of"), coerce=int)
    locked_on = day_field(_("Locked on"))
    reason = reason_field(help_text=_("For example: the results were approved by the plenum on 12.03.2027."))

    def __init__(self, data: Any = None, *, offered: Sequence[int], today: date) -> None:
        super().__init__(data, initial={"locked_on": today})
        self.fields["year"].choices = [("", "—"), *((year, str(year)) for year in offered)]  # type: ignore[attr-defined]

    def act(self, *, by: Any, at: datetime) -> LockedYear:
        given = self.cleaned_data
        return LockedYear.lock(given["year"], on=given["locked_on"], reason=given["reason"], by=by, at=at)


class UnlockForm(forms.Form):
    reason = reason_field(_("Why it is unlocked"))


def try_to(form: forms.Form, act: Any) -> bool:
    """Whether it was done; a refusal stands in the form, beside its field where it names one."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as refusal:
        named = {"on": "locked_on"}
        told: dict[str, Any] = refusal.error_dict if hasattr(refusal, "error_dict") else {"": refusal}
        for field, errors in told.items():
            form.add_error(named.get(field, field) or None, errors)
        return False
    return True


def offered(visible: Any, today: date) -> list[int]:
    """Years that can be locked: this one and those reported, but not the ones locked already."""
    reported = set(visible.order_by().values_list("year", flat=True).distinct())
    locked = set(LockedYear.objects.values_list("year", flat=True))
    return sorted({today.year, *reported} - locked, reverse=True)
