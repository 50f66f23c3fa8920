"""New days of the congress, a new window of a level: decided on a day, by an item of a decree or as a paper says."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.congress_forms import SOURCE_HINT, day_input, items_for
from campaigns.forms import TermField, VerbForm
from campaigns.models import Campaign, CongressDate, Window
from campaigns.models.deciding import check_decided_on, decide
from campaigns.periods import Period, Precision
from campaigns.wording import days_of
from decrees.models import DecreeItem
from documents.dates import short_day
from documents.fields import DayField
from organizations.models import Level
from reporting.forms.requirement import ItemField


class MoveForm(VerbForm):
    """The days in words or as two days; what they mean is shown before anything is kept."""

    term = TermField(label=_("New days, as the decree writes them"), required=False)
    first_day = DayField(label=_("Or the first day"), required=False, widget=day_input())
    last_day = DayField(label=_("And the last day"), required=False, widget=day_input())
    decided_on = DayField(label=_("Decided on"), widget=day_input())
    decree_item = ItemField(label=_("Decree item"), queryset=DecreeItem.objects.none(), required=False)
    source = forms.CharField(label=_("Source in words"), required=False, max_length=300, help_text=SOURCE_HINT)
    # What the preview showed, so that nothing else is confirmed.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign, user: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.now = campaign, now
        kinds = [DecreeItem.Kind.WINDOW, DecreeItem.Kind.DUTY]
        item: Any = self.fields["decree_item"]
        item.queryset = items_for(user, kinds)

    @property
    def siblings(self) -> Any:
        """The versions before it."""
        raise NotImplementedError

    def version(self, period: Period) -> Any:
        """The new version, not saved yet."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            data["period"] = self._period(data)
        if data.get("decided_on"):
            check_decided_on(data["decided_on"], self.siblings, self.now)
        if data.get("decree_item") is None and not (data.get("source") or "").strip():
            self.add_error("source", _("Choose the item of the decree, or say in words who decided it."))
        return data

    def _period(self, data: dict[str, Any]) -> Period:
        term, first, last = data.get("term"), data.get("first_day"), data.get("last_day")
        if term and (first or last):
            raise ValidationError({"first_day": _("Write the days once: in words, or as two days.")})
        if term:
            return _ended(term)
        if not first or not last:
            raise ValidationError({"term": _("Write the new days: in words, or as two days.")})
        if last < first:
            raise ValidationError({"last_day": _("The last day lies before the first.")})
        raw = short_day(first) if first == last else f"{short_day(first)}–{short_day(last)}"
        return Period(first, last, Precision.DAY if first == last else Precision.RANGE, raw)

    @property
    def new(self) -> Any:
        return self.version(self.cleaned_data["period"])

    @property
    def reading(self) -> str:
        return days_of(self.cleaned_data["period"])

    def _decided(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("decided_on", "decree_item", "source")}

    def act(self, *, by: Any, at: datetime) -> str:
        new = self.new
        decide(new, self.siblings, by=by, at=at)
        return gettext("Kept: {days}, decided on {day}. What stood before stays readable.").format(
            days=self.reading, day=short_day(new.decided_on)
        )


def _ended(period: Period) -> Period:
    if period.open_ended:
        raise ValidationError({"term": _("The last day is open. Write until when.")})
    return period


class MoveCongressForm(MoveForm):
    title = _("Move the Congress")

    @property
    def siblings(self) -> Any:
        return self.campaign.congress_dates.all()

    def version(self, period: Period) -> CongressDate:
        days = {"first_day": period.first, "last_day": period.last, "raw": period.raw[:100]}
        return CongressDate(campaign=self.campaign, **days, **self._decided())

    def clean(self) -> dict[str, Any]:
        """A congress whose delegates were marked as present has begun."""
        data = super().clean()
        if self.campaign.delegates.exclude(attended=None).exists():
            raise ValidationError(_("Attendance is marked already: a Congress that has begun is not moved."))
        return data


class MoveWindowForm(MoveForm):
    title = _("Move the window")

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        self.level = level
        super().__init__(*args, **kwargs)

    @property
    def level_title(self) -> str:
        return str(Level(self.level).label)

    @property
    def siblings(self) -> Any:
        return self.campaign.windows.filter(level=self.level)

    def version(self, period: Period) -> Window:
        days = {"first_day": period.first, "last_day": period.last, "level": self.level}
        return Window(campaign=self.campaign, **days, **self._decided())
