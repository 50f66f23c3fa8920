"""Forms of the staff's verbs, and the field that reads a planned term."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.models import BranchSchedule, Campaign, Conference, Plan, Window
from campaigns.periods import Period, Precision, UnreadablePeriod, against_window, parse
from campaigns.wording import days_of, reading, window_words
from documents.dates import short_day
from documents.fields import DayField, ReadField, WholeNumberField
from organizations.models import Level, Organization

TERM_EXAMPLES = _("For example: 13.10.2023, апрель 2024, II квартал 2024 г., 2024 жылғы наурыз–мамыр.")
REASON = forms.Textarea(attrs={"rows": 3})


class TermField(ReadField):
    """A planned term as people write it. Blank is None; what cannot be read is refused with accepted examples."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": TERM_EXAMPLES, **kwargs})
        self.widget.attrs |= {"maxlength": 150, "data-term": "", "class": "width-30"}

    def read(self, value: Any) -> Period | None:
        text = str(value).strip()
        try:
            return parse(text) if text else None
        except UnreadablePeriod as error:
            raise ValidationError(error.message, code=error.code) from error

    def print(self, value: Period) -> str:
        return value.raw


class ReasonField(forms.CharField):
    """Asked for where a term calls for it, which the form says: so it is never called optional, nor asked always."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 500, "widget": forms.Textarea(attrs={"rows": 2}), **kwargs})

    def validate(self, value: Any) -> None: ...


def ask_why_outside(period: Period, window: Window | None, reason: str) -> None:
    """A term outside the window of its level is accepted with a reason; without one the sentence asks for it."""
    if window is None or reason.strip():
        return
    check = against_window(period, window.first_day, window.last_day)
    if check != "inside":
        sentence = gettext("“{term}” lies {where} ({window}). Make the term more exact, or say why.")
        raise ValidationError(
            sentence.format(
                term=period.raw,
                where=window_words(check),
                window=f"{short_day(window.first_day)}–{short_day(window.last_day)}",
            ),
            code="outside",
        )


def ask_to_confirm(period: Period, confirmed: bool) -> None:
    """A reading that a person has to look at; an open end is no doubt."""
    if period.ambiguous and not period.open_ended and not confirmed:
        sentence = gettext("{reading}. Confirm it, or write the term in another way.")
        raise ValidationError(sentence.format(reading=reading(period.raw, period)), code="ambiguous")


def confirmed(period: Period) -> Period:
    """The same term after somebody looked at its reading."""
    return Period(period.first, period.last, period.precision, period.raw, False, period.open_ended)


class VerbForm(forms.Form):
    """One act on a campaign's facts: `act` does it and answers with the sentence that says so."""

    title: Any = ""
    button: Any = _("Record")
    # Grave acts get a button of that colour.
    is_grave = False
    use_required_attribute = False

    def act(self, *, by: Any, at: datetime) -> str:
        raise NotImplementedError

    def explain(self, refusal: ValidationError) -> None:
        """The sentence of a verb that refused, at its field where this form has it."""
        if hasattr(refusal, "error_dict"):
            for field, errors in refusal.error_dict.items():
                self.add_error(field if field in self.fields else None, errors)
        else:
            self.add_error(None, refusal)


class PlanForm(VerbForm):
    title = _("Record a planned term")
    level = forms.ChoiceField(label=_("Whose conference"), widget=forms.RadioSelect)
    term = TermField(label=_("Planned term"))
    confirm = forms.BooleanField(label=_("The term is read correctly"), required=False)
    outside_reason = ReasonField(label=_("Reason for a term outside the window"))
    source = forms.ChoiceField(
        label=_("Where it is said"),
        widget=forms.RadioSelect,
        choices=[(Plan.Source.TABLE, Plan.Source.TABLE.label), (Plan.Source.TEXT, Plan.Source.TEXT.label)],
        help_text=_("A table replaces the table before it; text makes it more exact or contradicts it."),
    )
    source_note = forms.CharField(
        label=_("Which paper"), max_length=300, help_text=_("For example: letter No. 15 of 01.09.2023.")
    )
    stated_on = DayField(label=_("Day of the paper"), widget=forms.TextInput(attrs={"class": "width-10"}))
    number = WholeNumberField(
        label=_("Number in the official table"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"class": "width-4"}),
    )
    approved_by = forms.CharField(
        label=_("Approved by"), required=False, max_length=100, help_text=_("Executive Committee, Plenum or Council.")
    )
    approved_on = DayField(label=_("Approved on"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))
    approval_number = forms.CharField(
        label=_("Number of the approval"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "width-10"}),
    )

    def __init__(self, *args: Any, campaign: Campaign, organization: Organization, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"level": organization.level, "source": Plan.Source.TABLE, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.campaign, self.organization, self.today = campaign, organization, today
        self.fields["level"].choices = level_choices(organization)
        self.fields["stated_on"].initial = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        period = data.get("term")
        if period is None or "level" not in data:
            return data
        try:
            ask_to_confirm(period, data["confirm"])
        except ValidationError as error:
            self.add_error("confirm", error)
        window = self.campaign.windows_on(self.today).get(data["level"])
        try:
            ask_why_outside(period, window, data.get("outside_reason", ""))
        except ValidationError as error:
            self.add_error("outside_reason", error)
        return data

    @property
    def echo(self) -> str:
        """How the term that stands in the form is read."""
        period = self._typed()
        return reading(period.raw, period) if period else ""

    @property
    def asks_confirmation(self) -> bool:
        period = self._typed()
        return bool(period and period.ambiguous and not period.open_ended)

    @property
    def asks_reason(self) -> bool:
        return bool(self["outside_reason"].value() or self["outside_reason"].errors)

    def _typed(self) -> Period | None:
        try:
            return self.fields["term"].clean(self["term"].value() or "")
        except ValidationError:
            return None

    def act(self, *, by: Any, at: datetime) -> str:
        data = self.cleaned_data
        period = confirmed(data["term"]) if data["confirm"] else data["term"]
        facts = ("source", "source_note", "stated_on", "number", "approved_by", "approved_on", "approval_number")
        Plan.record(
            campaign=self.campaign,
            organization=self.organization,
            level=data["level"],
            period=period,
            outside_reason=data["outside_reason"].strip(),
            by=by,
            at=at,
            **{name: data[name] for name in facts},
        )
        return gettext("Recorded: {reading}.").format(reading=reading(period.raw, period))


def level_choices(organization: Organization) -> list[tuple[str, Any]]:
    """The organization's own conference, then those of all its bodies of each level below."""
    words = {Level.BRANCH: _("all branches"), Level.PRIMARY: _("all primary organizations")}
    lower = Level.values[Level.values.index(organization.level) + 1 :]
    return [(organization.level, organization.name), *((level, words[Level(level)]) for level in lower)]


class ConferenceForm(VerbForm):
    title = _("Record a conference that was held")
    kind = forms.ChoiceField(
        label=_("What was held"),
        widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in (Conference.Kind.CONFERENCE, Conference.Kind.MEETING)],
        initial=Conference.Kind.CONFERENCE,
    )
    is_extraordinary = forms.BooleanField(label=_("Extraordinary, outside the campaign"), required=False)
    held_on = DayField(label=_("Held on"), widget=forms.TextInput(attrs={"class": "width-10"}))
    outside_reason = forms.CharField(
        label=_("Reason for a day outside the window"), required=False, max_length=500, widget=REASON
    )
    source = forms.CharField(
        label=_("How it became known"), max_length=300, help_text=_("For example: letter No. 15 of 01.09.2023.")
    )
    notified_on = DayField(
        label=_("Officially notified on"), required=False, widget=forms.TextInput(attrs={"class": "width-10"})
    )

    def __init__(self, *args: Any, campaign: Campaign, organization: Organization, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.organization, self.today = campaign, organization, today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        held_on = data.get("held_on")
        if held_on and held_on <= self.today and not data.get("is_extraordinary"):
            window = self.campaign.windows_on(self.today).get(self.organization.level)
            held = Period(held_on, held_on, Precision.DAY, short_day(held_on))
            try:
                ask_why_outside(held, window, data.get("outside_reason", ""))
            except ValidationError as error:
                self.add_error("outside_reason", error)
        return data

    def act(self, *, by: Any, at: datetime) -> str:
        data = self.cleaned_data
        notified_on = data.pop("notified_on")
        conference = Conference.record(campaign=self.campaign, organization=self.organization, by=by, at=at, **data)
        if notified_on:
            conference.notify(on=notified_on, by=by, at=at)
        return gettext("The conference of {day} is recorded; protocol and results are due from that day.").format(
            day=short_day(conference.held_on)
        )


class ConferenceVerb(VerbForm):
    def __init__(self, *args: Any, conference: Conference, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        if "on" in self.fields:
            self.fields["on"].initial = today


class RedateForm(ConferenceVerb):
    title = _("Correct the day of the conference")
    held_on = DayField(label=_("Held on"), widget=forms.TextInput(attrs={"class": "width-10"}))
    reason = forms.CharField(label=_("Why it is corrected"), max_length=500, widget=REASON)

    def act(self, *, by: Any, at: datetime) -> str:
        self.conference.redate(**self.cleaned_data, by=by, at=at)
        return gettext("The day is corrected to {day}; the due days of protocol and results have followed.").format(
            day=short_day(self.conference.held_on)
        )


class NotifyForm(ConferenceVerb):
    title = _("Record the official notification")
    on = DayField(label=_("Notified on"), widget=forms.TextInput(attrs={"class": "width-10"}))
    day_stated = forms.BooleanField(label=_("The paper states this day"), required=False, initial=True)

    def act(self, *, by: Any, at: datetime) -> str:
        self.conference.notify(**self.cleaned_data, by=by, at=at)
        return gettext("The notification is recorded.")


class CancelForm(ConferenceVerb):
    title = _("The conference was not held")
    button = _("It was not held")
    is_grave = True
    on = DayField(label=_("Found on"), widget=forms.TextInput(attrs={"class": "width-10"}))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=REASON)

    def act(self, *, by: Any, at: datetime) -> str:
        self.conference.cancel(**self.cleaned_data, by=by, at=at)
        return gettext("The conference no longer counts; its protocol and results are not required.")


class SetAsideForm(VerbForm):
    title = _("Set a statement aside")
    button = _("Set aside")
    is_grave = True
    on = DayField(label=_("Decided on"), widget=forms.TextInput(attrs={"class": "width-10"}))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=REASON, help_text=_("The statement stays readable, with the reason.")
    )

    def __init__(self, *args: Any, plan: Plan, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["on"].initial = today

    def act(self, *, by: Any, at: datetime) -> str:
        self.plan.set_aside(**self.cleaned_data, by=by, at=at)
        return gettext("Set aside: {reading}.").format(reading=f"«{self.plan.raw}» ({days_of(self.plan.period)})")


class BranchScheduleForm(VerbForm):
    title = _("Record that schedules of branches came in")
    received_on = DayField(label=_("Received on"), widget=forms.TextInput(attrs={"class": "width-10"}))
    day_stated = forms.BooleanField(label=_("The paper states this day"), required=False, initial=True)
    source = forms.CharField(
        label=_("Which paper"), max_length=300, help_text=_("For example: letter No. 15 of 01.09.2023.")
    )

    def __init__(self, *args: Any, campaign: Campaign, organization: Organization, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.organization = campaign, organization
        self.fields["received_on"].initial = today

    def act(self, *, by: Any, at: datetime) -> str:
        BranchSchedule.record(campaign=self.campaign, organization=self.organization, by=by, at=at, **self.cleaned_data)
        return gettext("The schedules of the branches are recorded.")
