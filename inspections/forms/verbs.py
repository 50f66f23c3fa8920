"""One form per verb of an inspection."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.forms import REASON, VerbForm
from documents.dates import short_day
from inspections.forms.writing import day_field
from inspections.models import Inspection, Recommendation


class InspectionVerb(VerbForm):
    """The days of most verbs are today."""

    def __init__(self, *args: Any, inspection: Inspection, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspection = inspection
        if "on" in self.fields:
            self.fields["on"].initial = today


class BeginForm(InspectionVerb):
    title = _("The inspection has begun")
    on = day_field(_("Began on"))

    def act(self, *, by: Any, at: datetime) -> str:
        self.inspection.begin(**self.cleaned_data, by=by, at=at)
        return gettext("The inspection has begun: write what is found.")


class EndForm(InspectionVerb):
    title = _("The inspection has ended")
    on = day_field(_("Ended on"))

    def act(self, *, by: Any, at: datetime) -> str:
        self.inspection.end(**self.cleaned_data, by=by, at=at)
        return gettext("The inspection has ended. Complete the report and enter its signature.")


class CorrectDaysForm(InspectionVerb):
    title = _("Correct the days")
    button = _("Correct the days")
    began_on = day_field(_("Began on"))
    ended_on = day_field(_("Ended on"), required=False, help_text=_("Empty: the inspection is still under way."))
    reason = forms.CharField(label=_("Why it is corrected"), max_length=500, widget=REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(began_on=self.inspection.began_on, ended_on=self.inspection.ended_on)

    def act(self, *, by: Any, at: datetime) -> str:
        self.inspection.correct_days(**self.cleaned_data, by=by, at=at)
        return gettext("The days of the inspection are corrected.")


class SignForm(InspectionVerb):
    title = _("The report is signed")
    button = _("Enter the signature")
    on = day_field(
        _("Report signed on"),
        help_text=_("From the signature on the report and the figures of the system in it stay as they are."),
    )

    def act(self, *, by: Any, at: datetime) -> str:
        self.inspection.sign(**self.cleaned_data, by=by, at=at)
        return gettext("The report is signed; the figures of the system are kept in it.")


class TakeSignatureBackForm(InspectionVerb):
    title = _("Take the signature back")
    button = _("Take the signature back")
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=REASON)

    def act(self, *, by: Any, at: datetime) -> str:
        self.inspection.take_signature_back(**self.cleaned_data, by=by, at=at)
        return gettext("The report may be written again.")


class HandOverForm(InspectionVerb):
    title = _("Give the report to the organization")
    button = _("Give the report")
    on = day_field(
        _("Given on"),
        help_text=_("From then on the organization sees the report, and its recommendations stand among its tasks."),
    )

    def act(self, *, by: Any, at: datetime) -> str:
        self.inspection.hand_over(**self.cleaned_data, by=by, at=at)
        return gettext("The organization sees the report; its recommendations stand on the board.")


class CancelForm(InspectionVerb):
    title = _("Cancel the inspection")
    button = _("Cancel the inspection")
    is_grave = True
    on = day_field(_("Inspection cancelled on"))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=REASON)

    def act(self, *, by: Any, at: datetime) -> str:
        self.inspection.cancel(**self.cleaned_data, by=by, at=at)
        return gettext("The inspection is cancelled.")


class RedateForm(VerbForm):
    title = _("Correct the due day of the recommendation")
    due_on = day_field(
        _("Due day"),
        help_text=_("What was entered wrong is corrected here. A later day that was agreed on is a postponement."),
    )
    reason = forms.CharField(label=_("Why it is corrected"), max_length=500, widget=REASON)

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        if recommendation.obligation:
            self.fields["due_on"].initial = recommendation.obligation.original_due_on

    def act(self, *, by: Any, at: datetime) -> str:
        self.recommendation.redate(**self.cleaned_data, by=by, at=at)
        return gettext("The due day is corrected to {day}.").format(day=short_day(self.cleaned_data["due_on"]))


VERBS: dict[str, type[InspectionVerb]] = {
    "begin": BeginForm,
    "end": EndForm,
    "correct_days": CorrectDaysForm,
    "sign": SignForm,
    "take_signature_back": TakeSignatureBackForm,
    "hand_over": HandOverForm,
    "cancel": CancelForm,
}
