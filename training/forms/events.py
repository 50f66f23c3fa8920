"""An event as a chair or staff enter it: planned first, and after it was held with who came and who spoke."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from campaigns.forms import TermField, VerbForm
from campaigns.periods import Period
from documents.fields import DayField, DecimalField
from organizations.fields import OrganizationField
from organizations.models import Organization
from organizations.versions import rows_beside
from training.forms.acts import KeepForm, number_field
from training.models import Programme, Speaker, TraineeCategory, TrainingEvent, TrainingPlan
from training.models.event import refuse_unclear

DAY = {"class": "width-10"}
MOST_SPEAKERS = 30
FREE_ROWS = 2


class EventForm(KeepForm):
    """`participants_<code>`: who came of one category."""

    title = _("Training event")
    # Bound to the same post.
    speakers: Any = None

    subject = forms.ChoiceField(label=_("By the programme"), required=False)
    planned = TermField(
        label=pgettext_lazy("event", "Planned"), required=False, help_text=_("As the plan says: 25.09.2023, June 2023.")
    )
    held_from = DayField(label=_("First day"), required=False, widget=forms.TextInput(attrs=DAY))
    held_to = DayField(
        label=_("Last day"), required=False, widget=forms.TextInput(attrs=DAY), help_text=_("Empty: it took one day.")
    )
    hours = number_field(_("Hours"), largest=10_000)
    certificates = number_field(_("Certificates handed out"))
    spent = DecimalField(
        label=_("Spent, tenge"), required=False, max_digits=14, widget=forms.TextInput(attrs={"class": "width-10"})
    )

    class Meta:
        model = TrainingEvent
        fields = ["title", "form", "topic", "plan", "held_from", "held_to", "place", "hours", "certificates", "spent"]
        widgets = {"topic": forms.Textarea(attrs={"rows": 2})}

    GROUPS = (
        (_("About the event"), ("title", "form", "topic", "subject"), False),
        (_("When it is planned"), ("planned", "plan"), False),
        (_("When and where it was held"), ("held_from", "held_to", "place", "hours"), True),
        (_("Who came"), (), True),
        (_("Certificates and money"), ("certificates", "spent"), True),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = self._offered()
        told = self._came_of(self.instance)
        for one in self.categories:
            self.fields[came_name(one)] = field = number_field(one.title)
            # Empty is an answer here: no data.
            field.depends = True
            self.initial[came_name(one)] = told[came_name(one)]
        self.initial["planned"] = self.instance.planned
        self._offer_plans(user)
        self._offer_subjects(user)
        self.fields["form"].choices = [one for one in self.fields["form"].choices if one[0]]

    def _came_of(self, event: TrainingEvent) -> dict[str, int | None]:
        told = {row.category_id: row.number for row in event.participants.all()} if event.pk else {}
        return {came_name(one): told.get(one.pk) for one in self.categories}

    def _offered(self) -> list[TraineeCategory]:
        """Those of the year, and those that the event used."""
        used = set(self.instance.participants.values_list("category", flat=True)) if self.instance.pk else set()
        year = (self.instance.held_to or self.today).year
        return [one for one in TraineeCategory.objects.all() if one.is_offered(year) or one.pk in used]

    def _offer_plans(self, user: Any) -> None:
        field: Any = self.fields["plan"]
        field.queryset = TrainingPlan.objects.visible_to(user).filter(organization=self.instance.organization)
        field.label, field.help_text = _("In the plan of"), ""
        field.empty_label = gettext("outside the plan")
        field.label_from_instance = lambda plan: str(plan.year)
        sentence = _("This plan belongs to another organization, or is no more. Choose one of the list.")
        field.error_messages["invalid_choice"] = sentence

    def _offer_subjects(self, user: Any) -> None:
        """A programme as a whole, or one of its modules."""
        organization = self.instance.organization
        found = Programme.objects.visible_to(user).of(organization).prefetch_related("modules")
        self.subjects: dict[str, dict[str, Any]] = {"": {"programme": None, "module": None}}
        groups = []
        for one in found:
            self.subjects[f"p{one.pk}"] = {"programme": one, "module": None}
            self.subjects |= {f"m{row.pk}": {"programme": one, "module": row} for row in one.modules.all()}
            modules = [(f"m{row.pk}", row.title) for row in one.modules.all()]
            groups.append((one.name, [(f"p{one.pk}", gettext("the programme as a whole")), *modules]))
        field: Any = self.fields["subject"]
        field.choices = [("", gettext("by no programme")), *groups]
        self.initial["subject"] = subject_of(self.instance)

    @property
    def groups(self) -> Iterator[tuple[Any, list[Any], bool]]:
        """The fields under their headings, for the template; whether several stand side by side."""
        for title, names, is_grid in self.GROUPS:
            yield title, [self[name] for name in names or map(came_name, self.categories)], is_grid

    def clean_planned(self) -> Period | None:
        term: Period | None = self.cleaned_data["planned"]
        refuse_unclear(term)
        return term

    def saved_values(self, saved: Any) -> dict[str, Any]:
        own = {"planned": saved.planned, "subject": subject_of(saved)}
        return super().saved_values(saved) | own | self._came_of(saved)

    def beside(self, saved: Any) -> list[dict[str, Any]]:
        shown = [(one.name, one.position) for one in saved.speakers.all()]
        return [*super().beside(saved), rows_beside(_("Speakers"), self.speakers, ("name", "position"), "name", shown)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("held_from"), data.get("held_to")
        if first and not last and "held_to" not in self.errors:
            data["held_to"] = last = first
        if last and not first and "held_from" not in self.errors:
            self.add_error("held_from", ValidationError(_("The first day is missing."), code="required"))
        if first and last and last < first:
            self.add_error("held_to", ValidationError(_("The event ended before it began."), code="order"))
        return data

    @property
    def participants(self) -> dict[TraineeCategory, int]:
        told = {one: self.cleaned_data.get(came_name(one)) for one in self.categories}
        return {one: number for one, number in told.items() if number is not None}

    def keep(self, speakers: list[Speaker], *, by: Any) -> TrainingEvent:
        event = self.instance
        event.planned = self.cleaned_data["planned"]
        for name, value in self.subjects[self.cleaned_data["subject"]].items():
            setattr(event, name, value)
        event.keep(speakers=speakers, participants=self.participants, by=by, today=self.today)
        return event

    def explain(self, refusal: ValidationError) -> None:
        """The module and the programme are one question here."""
        if hasattr(refusal, "error_dict") and "programme" in refusal.error_dict:
            refusal = ValidationError({"subject": refusal.error_dict["programme"]})
        super().explain(refusal)


def subject_of(event: TrainingEvent) -> str:
    if event.module_id:
        return f"m{event.module_id}"
    return f"p{event.programme_id}" if event.programme_id else ""


def came_name(category: TraineeCategory) -> str:
    return f"participants_{category.code}"


# --- Speakers ---------------------------------------------------------------------------------------------


class SpeakerForm(forms.Form):
    """A row left empty is no speaker."""

    use_required_attribute = False
    name = forms.CharField(label=_("Speaker"), max_length=150, required=False)
    position = forms.CharField(label=_("Position and place of work"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("position") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", ValidationError(_("Who? Write the name."), code="required"))
        return data


_Speakers = forms.formset_factory(
    SpeakerForm, extra=FREE_ROWS, max_num=MOST_SPEAKERS, absolute_max=100, validate_max=True
)


def speakers_form(data: Any, event: TrainingEvent) -> Any:
    rows = [{"name": one.name, "position": one.position} for one in event.speakers.all()] if event.pk else []
    return _Speakers(data, prefix="speakers", initial=rows)


def speakers_of(formset: Any, event: TrainingEvent) -> list[Speaker]:
    """Rows keep their speaker by their place: a name corrected is a correction."""
    there = list(event.speakers.all()) if event.pk else []
    found = []
    for place, form in enumerate(formset):
        told: Mapping[str, str] = form.cleaned_data
        if not told.get("name"):
            continue
        one = there[place] if place < len(there) else Speaker()
        one.name, one.position = told["name"], told.get("position", "")
        found.append(one)
    return found


# --- Cancelled; begun -------------------------------------------------------------------------------------


class CancelForm(VerbForm):
    title = _("The event will not take place")
    button = _("Cancel the event")
    is_grave = True
    on = DayField(label=_("Cancelled on"), widget=forms.TextInput(attrs=DAY))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, event: TrainingEvent, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["on"].initial = today

    def act(self, *, by: Any, at: datetime) -> str:
        self.event.cancel(**self.cleaned_data, by=by, at=at)
        return gettext("The event is cancelled.")


class WhoseForm(forms.Form):
    """Of which organization the event is."""

    organization = OrganizationField(label=_("Organization"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].choices_from = Organization.objects.visible_to(user)
