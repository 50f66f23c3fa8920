"""Forms of the staff's verbs, and the field that reads a planned term."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.models import BranchSchedule, Campaign, LevelProgress, Plan, Window
from campaigns.periods import Period, UnreadablePeriod, against_window, parse
from campaigns.wording import days_of, reading, window_words
from documents.dates import short_day
from documents.fields import DayField, ReadField, WholeNumberField
from organizations.models import Level, Organization

TERM_EXAMPLES = _("For example: 13.10.2023, апрель 2024, II квартал 2024 г., 2024 жылғы наурыз–мамыр.")
# As long as the columns that keep terms as they were written.
LONGEST_TERM = 150
REASON = forms.Textarea(attrs={"rows": 3})


class TermField(ReadField):
    """A planned term as people write it. Blank is None; what cannot be read is refused with accepted examples."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": TERM_EXAMPLES, **kwargs})
        self.widget.attrs |= {"maxlength": LONGEST_TERM, "data-term": "", "class": "width-30"}

    def read(self, value: Any) -> Period | None:
        text = str(value).strip()
        if len(text) > LONGEST_TERM:
            sentence = _("A term takes at most %(most)s characters. %(examples)s")
            raise ValidationError(sentence, code="max_length", params={"most": LONGEST_TERM, "examples": TERM_EXAMPLES})
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
    if period.last < window.decided_on:
        sentence = gettext("“{term}” lies before {day}, when this window was decided. Correct the term, or say why.")
        raise ValidationError(sentence.format(term=period.raw, day=short_day(window.decided_on)), code="early")
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


def explain_in(form: forms.BaseForm, refusal: ValidationError) -> None:
    """The sentence of a verb that refused, at its field where the form has it."""
    if hasattr(refusal, "error_dict"):
        for field, errors in refusal.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, refusal)


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
        explain_in(self, refusal)


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


class ProgressForm(VerbForm):
    """Held X of Y at a level below. A chair who tells it is the source."""

    title = _("Record the progress of a level below")
    level = forms.ChoiceField(label=_("Which level"), widget=forms.RadioSelect)
    held = WholeNumberField(label=_("How many have held"), widget=forms.TextInput(attrs={"class": "width-5"}))
    total = WholeNumberField(
        label=_("Of how many"),
        min_value=1,
        widget=forms.TextInput(attrs={"class": "width-5"}),
        help_text=_("As many as there are, held or not."),
    )
    told_on = DayField(label=_("Day of which it is told"), widget=forms.TextInput(attrs={"class": "width-10"}))
    source = forms.CharField(
        label=_("Which paper"), max_length=300, help_text=_("For example: letter No. 15 of 01.09.2023.")
    )

    def __init__(
        self,
        *args: Any,
        campaign: Campaign,
        organization: Organization,
        today: date,
        source_known: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.organization, self.today = campaign, organization, today
        self.fields["level"].choices = level_choices(organization)[1:]
        self.fields["level"].initial = next((level for level, _words in self.fields["level"].choices), None)
        self.fields["told_on"].initial = today
        if source_known:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        held, total, told_on = data.get("held"), data.get("total"), data.get("told_on")
        if held is not None and total is not None and held > total:
            sentence = _("%(held)s held of %(total)s: more than there are. Correct one of the two numbers.")
            self.add_error("held", ValidationError(sentence, params={"held": held, "total": total}))
        if told_on and told_on > self.today:
            self.add_error("told_on", _("This day lies in the future."))
        return data

    def act(self, *, by: Any, at: datetime) -> str:
        data = self.cleaned_data
        source = data.pop("source", "").strip() or gettext("told online by {who}").format(who=getattr(by, "person", by))
        told = LevelProgress.record(
            campaign=self.campaign, organization=self.organization, source=source, by=by, at=at, **data
        )
        return gettext("Recorded: held {held} of {total}.").format(held=told.held, total=told.total)
