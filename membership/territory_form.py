"""Staff record splits, mergers, transfers and withdrawals, and territories nobody covers."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.fields import WholeNumberField
from membership.checks import LARGEST
from membership.models import TerritoryEvent, UncoveredTerritory
from organizations.fields import OrganizationField
from organizations.models import Organization
from reporting.forms.verbs import day_field

CARRIED = ("members_total", "members_employed", "primaries")
KINDS = [choice for choice in TerritoryEvent.Kind.choices if choice[0] != TerritoryEvent.Kind.WITHDRAWAL]


def number_field(label: Any) -> WholeNumberField:
    widget = forms.TextInput(attrs={"class": "width-10"})
    return WholeNumberField(label=label, required=False, min_value=0, max_value=LARGEST, widget=widget)


class _Recorded(forms.Form):
    """Bodies are named by code or name, among those the reader sees."""

    named: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        for name in self.named:
            self.fields[name].choices_from = Organization.objects.visible_to(user).exclude(level="union")  # type: ignore[attr-defined]

    def act(self, *, by: Any, at: datetime) -> Any:
        raise NotImplementedError

    def try_to_act(self, *, by: Any, at: datetime) -> bool:
        """Whether it was done; a refusal stands beside the field it speaks of."""
        if not self.is_valid():
            return False
        try:
            self.act(by=by, at=at)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


class WithdrawalForm(_Recorded):
    named: tuple[str, ...] = ("origin",)
    title, button, done = _("Record a withdrawal"), _("Record"), _("The withdrawal is recorded.")

    origin = OrganizationField(label=_("Which organization"))
    on = day_field(_("Withdrawn on"))
    reason = forms.ChoiceField(label=_("Reason"), choices=TerritoryEvent.Reason.choices)
    destination = forms.CharField(label=_("Where it went"), max_length=300, required=False)
    members_total = number_field(_("Members at that time"))
    members_employed = number_field(_("Of them employed"))
    primaries = number_field(_("Primary organizations"))
    source = forms.CharField(
        label=_("Decree or source"), max_length=300, help_text=_("Decree with number and date, or the letter.")
    )

    @property
    def kind(self) -> str:
        return TerritoryEvent.Kind.WITHDRAWAL

    def act(self, *, by: Any, at: datetime) -> TerritoryEvent:
        given = {"kind": self.kind, **self.cleaned_data}
        return TerritoryEvent.record(by=by, at=at, **given)


class EventForm(WithdrawalForm):
    named = ("origin", "target")
    title, done = _("Record a change of territory"), _("The change of territory is recorded.")
    field_order = ["kind", "on", "origin", "target", "reason", *CARRIED, "source"]

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)  # type: ignore[assignment]
    target = OrganizationField(label=_("To the organization"))
    destination = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].label, self.fields["on"].label = _("From the organization"), _("Day")
        self.fields["members_total"].label, self.fields["source"].label = _("Members carried"), _("Source")


class UncoveredForm(_Recorded):
    named = ("organization",)
    title, button, done = _("Record a territory without a branch"), _("Record"), _("The territory is recorded.")

    organization = OrganizationField(label=_("Member organization"))
    name_ru = forms.CharField(label=_("District or city, in Russian"), max_length=150)
    name_kk = forms.CharField(label=_("District or city, in Kazakh"), max_length=150, required=False)
    since = day_field(_("Without a branch since"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
    is_largest = forms.BooleanField(label=_("Among the largest"), required=False)
    source = forms.CharField(label=_("Source"), max_length=300)

    def clean_since(self) -> date | None:
        since: date | None = self.cleaned_data["since"]
        if since and since > self.today:
            raise ValidationError(_("This day lies in the future."))
        return since

    def act(self, *, by: Any, at: datetime) -> UncoveredTerritory:
        territory = UncoveredTerritory(**self.cleaned_data)
        territory._history_user = by  # type: ignore[attr-defined]
        territory.save()
        return territory


class CoverForm(_Recorded):
    """A branch works there again."""

    title, button, done = _("A branch works there again"), _("Save"), _("The territory is covered again.")

    covered_on = day_field(_("Covered again on"))

    def __init__(self, *args: Any, territory: UncoveredTerritory, **kwargs: Any) -> None:
        self.territory = territory
        super().__init__(*args, **kwargs)

    def act(self, *, by: Any, at: datetime) -> UncoveredTerritory:
        day, since = self.cleaned_data["covered_on"], self.territory.since
        if day > self.today:
            raise ValidationError({"covered_on": _("This day lies in the future.")})
        if since and day < since:
            raise ValidationError({"covered_on": _("It cannot be covered before it was left without a branch.")})
        self.territory.covered_on = day
        self.territory._history_user = by  # type: ignore[attr-defined]
        self.territory.save()
        return self.territory
