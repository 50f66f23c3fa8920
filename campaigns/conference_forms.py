"""Forms about conferences that were held: recorded by staff, told by chairs, corrected."""

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.forms import REASON, VerbForm, ask_why_outside
from campaigns.models import Campaign, Conference
from campaigns.ordinals import read_ordinal, roman
from campaigns.periods import Period, Precision
from documents.dates import short_day
from documents.fields import DayField, ReadField
from organizations.models import Level, Organization

# Of a campaign; a founding conference is one of its own kind and obliges to nothing.
ROUND = (Conference.Kind.CONFERENCE, Conference.Kind.MEETING)


def day_input() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "width-10"})


class OrdinalField(ReadField):
    """The number of a conference, Roman as the union writes it or Arabic."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.TextInput(attrs={"class": "width-5"}), **kwargs})

    def read(self, value: Any) -> int:
        if number := read_ordinal(str(value)):
            return number
        raise ValidationError(_("Write the number in Roman or Arabic numerals: VII or 7."), code="ordinal")

    def print(self, value: int) -> str:
        return roman(value)


class AboutConference(VerbForm):
    """What is told of a conference, whoever tells it."""

    kind = forms.ChoiceField(label=_("What was held"), widget=forms.RadioSelect)
    is_extraordinary = forms.BooleanField(label=_("Extraordinary"), required=False)
    held_on = DayField(label=_("Held on"), widget=day_input())
    outside_reason = forms.CharField(
        label=_("Reason for a day outside the window"), required=False, max_length=500, widget=REASON
    )
    ordinal = OrdinalField(label=_("Which conference in number"), help_text=_("For example: VII."))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    announced_on = DayField(label=_("When it was announced to those who take part"), required=False, widget=day_input())

    def __init__(
        self, *args: Any, campaign: Campaign | None, organization: Organization, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.organization, self.today = campaign, organization, today
        kinds = [kind for kind in ROUND if kind == Conference.Kind.MEETING or organization.level != Level.PRIMARY]
        kinds = kinds if campaign else [*ROUND, Conference.Kind.FOUNDING]
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [(one.value, one.label) for one in kinds]
        kind.initial = kinds[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        held_on, announced_on = data.get("held_on"), data.get("announced_on")
        if held_on and held_on > self.today:
            sentence = _("%(day)s lies ahead: a conference that was held has a day up to today.")
            self.add_error("held_on", ValidationError(sentence, params={"day": short_day(held_on)}))
        if held_on and announced_on and announced_on > held_on:
            self.add_error("announced_on", _("A conference is announced before it is held."))
        if held_on and held_on <= self.today and not data.get("is_extraordinary"):
            self._look_at_window(held_on, data)
        return data

    def _look_at_window(self, held_on: date, data: dict[str, Any]) -> None:
        window = self.campaign.windows_on(self.today).get(self.organization.level) if self.campaign else None
        held = Period(held_on, held_on, Precision.DAY, short_day(held_on))
        try:
            ask_why_outside(held, window, data.get("outside_reason", ""))
        except ValidationError as error:
            self.add_error("outside_reason", error)

    def recorded(self, *, by: Any, at: datetime, source: str) -> Conference:
        data = self.cleaned_data
        facts = ("kind", "is_extraordinary", "held_on", "ordinal", "announced_on")
        return Conference.record(
            campaign=self.campaign,
            organization=self.organization,
            source=source,
            place=data["place"].strip(),
            outside_reason=data["outside_reason"].strip() if "outside_reason" in data else "",
            by=by,
            at=at,
            **{name: data[name] for name in facts},
        )


class ConferenceForm(AboutConference):
    title = _("Record a conference that was held")
    source = forms.CharField(
        label=_("How it became known"), max_length=300, help_text=_("For example: letter No. 15 of 01.09.2023.")
    )
    notified_on = DayField(label=_("Officially notified on"), required=False, widget=day_input())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        held_on, notified_on = data.get("held_on"), data.get("notified_on")
        if notified_on and notified_on > self.today:
            self.add_error("notified_on", _("This day lies in the future."))
        elif held_on and notified_on and notified_on < held_on:
            self.add_error("notified_on", _("It cannot be notified as held before it was held."))
        return data

    def act(self, *, by: Any, at: datetime) -> str:
        conference = self.recorded(by=by, at=at, source=self.cleaned_data["source"].strip())
        if notified_on := self.cleaned_data["notified_on"]:
            conference.notify(on=notified_on, by=by, at=at)
        return gettext("The conference of {day} is recorded; protocol and results are due from that day.").format(
            day=short_day(conference.held_on)
        )


class ToldForm(AboutConference):
    """The chair says that a conference was held: that is the official notification, of today."""

    title = _("Tell that a conference was held")
    button = _("Notify the apparatus")

    def act(self, *, by: Any, at: datetime) -> str:
        who = getattr(by, "person", by)
        conference = self.recorded(by=by, at=at, source=gettext("told online by {who}").format(who=who))
        conference.notify(on=self.today, by=by, at=at)
        return gettext(
            "The apparatus has been notified of the conference of {day}. Protocol and results stand in your tasks."
        ).format(day=short_day(conference.held_on))


class OutsideForm(AboutConference):
    """A conference of earlier years, or an extraordinary one between two campaigns: nothing becomes due from it."""

    title = _("Record a conference outside the campaigns")
    source = forms.CharField(
        label=_("How it became known"), max_length=300, help_text=_("For example: letter No. 15 of 01.09.2023.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, campaign=None, **kwargs)
        del self.fields["outside_reason"]

    def act(self, *, by: Any, at: datetime) -> str:
        conference = self.recorded(by=by, at=at, source=self.cleaned_data["source"].strip())
        return gettext("The conference of {day} is recorded.").format(day=short_day(conference.held_on))


class ConferenceVerb(VerbForm):
    def __init__(self, *args: Any, conference: Conference, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        if "on" in self.fields:
            self.fields["on"].initial = today


class RedateForm(ConferenceVerb):
    title = _("Correct the day of the conference")
    held_on = DayField(label=_("Held on"), widget=day_input())
    reason = forms.CharField(label=_("Why it is corrected"), max_length=500, widget=REASON)

    def act(self, *, by: Any, at: datetime) -> str:
        self.conference.redate(**self.cleaned_data, by=by, at=at)
        return gettext("The day is corrected to {day}; the due days of protocol and results have followed.").format(
            day=short_day(self.conference.held_on)
        )


class DetailsForm(ConferenceVerb):
    title = _("Number, place and announcement of the conference")
    ordinal = OrdinalField(label=_("Which conference in number"), help_text=_("For example: VII."))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    announced_on = DayField(label=_("When it was announced to those who take part"), required=False, widget=day_input())
    reason = forms.CharField(label=_("Where it is known from"), max_length=500, widget=REASON)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        told = {name: getattr(conference, name) for name in ("ordinal", "place", "announced_on")}
        super().__init__(*args, conference=conference, initial=told, **kwargs)

    def act(self, *, by: Any, at: datetime) -> str:
        self.conference.describe(**self.cleaned_data, by=by)
        return gettext("What is told of the conference is kept.")


class NotifyForm(ConferenceVerb):
    title = _("Record the official notification")
    on = DayField(label=_("Notified on"), widget=day_input())
    day_stated = forms.BooleanField(label=_("The paper states this day"), required=False, initial=True)

    def act(self, *, by: Any, at: datetime) -> str:
        self.conference.notify(**self.cleaned_data, by=by, at=at)
        return gettext("The notification is recorded.")


class CancelForm(ConferenceVerb):
    title = _("The conference was not held")
    button = _("It was not held")
    is_grave = True
    on = DayField(label=_("Found on"), widget=day_input())
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=REASON)

    def act(self, *, by: Any, at: datetime) -> str:
        self.conference.cancel(**self.cleaned_data, by=by, at=at)
        return gettext("The conference no longer counts; its protocol and results are not required.")
