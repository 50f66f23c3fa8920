"""The plan of a year, a programme with its modules, and who answers for the training."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.forms import VerbForm
from documents.fields import DayField
from organizations.access import Permission, can
from organizations.fields import OrganizationField
from organizations.forms.people import OfficeForm
from organizations.models import Level, Organization, Person
from organizations.versions import rows_beside
from reporting.forms.requirement import number_field as year_field
from training.forms.acts import KeepForm, number_field
from training.models import Programme, ProgrammeModule, Responsible, TrainingPlan
from training.models.programme import FIRST_YEAR, LAST_YEAR

FREE_ROWS, MOST_MODULES = 3, 60
NUMBER = {"class": "width-10"}


class ApprovedForm(KeepForm):
    """By which paper it was approved."""

    approved_on = DayField(label=_("Approved on"), required=False, widget=forms.TextInput(attrs=NUMBER))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs["class"] = "width-10"
        self.fields["body"].help_text = _("Executive Committee, Plenum or Council.")

    def clean_approved_on(self) -> date | None:
        day: date | None = self.cleaned_data["approved_on"]
        if day and day > self.today:
            raise ValidationError(_("This day lies in the future."), code="future")
        return day


class PlanForm(ApprovedForm):
    title = _("Training plan")
    year = year_field(_("Year"), LAST_YEAR, FIRST_YEAR)

    class Meta:
        model = TrainingPlan
        fields = ["year", "body", "number", "approved_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].required = True

    def act(self, *, by: Any, at: datetime) -> str:
        self.instance.keep(by=by, today=self.today)
        return gettext("The plan is kept.")


# --- Programmes -------------------------------------------------------------------------------------------


def may_keep(user: Any, organization: Organization | None) -> bool:
    """Programmes of an organization: its staff and that of the bodies above it; of the whole union: the union's."""
    union = Organization.objects.visible_to(user).filter(level=Level.UNION)
    of = organization or union.first()
    return of is not None and can(user, Permission.RECORD, of)


class ProgrammeForm(ApprovedForm):
    title = _("Training programme")
    # Bound to the same post.
    modules: Any = None
    organization = OrganizationField(
        label=_("Organization"), required=False, help_text=_("Empty: a programme of the whole union.")
    )
    first_year = year_field(_("First year"), LAST_YEAR, FIRST_YEAR)
    last_year = year_field(_("Last year"), LAST_YEAR, FIRST_YEAR)

    class Meta:
        model = Programme
        fields = [
            "name_kk", "name_ru", "organization", "first_year", "last_year", "body", "number", "approved_on",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        theirs = Organization.objects.visible_to(user, Permission.RECORD)
        self.fields["organization"].choices_from = theirs.exclude(level=Level.UNION)
        for name in ("first_year", "last_year"):
            self.fields[name].required = True
        for name in ("name_ru", "name_kk"):
            self.fields[name].widget.attrs["class"] = "width-30"

    def clean_organization(self) -> Organization | None:
        chosen: Organization | None = self.cleaned_data["organization"]
        if not may_keep(self.user, chosen):
            sentence = _("Only staff of the union keep programmes of the whole union: name your organization.")
            raise ValidationError(sentence, code="union")
        return chosen

    def beside(self, saved: Any) -> list[dict[str, Any]]:
        shown = [[getattr(one, name) for name in OF_MODULE] for one in saved.modules.all()]
        return [*super().beside(saved), rows_beside(_("Modules"), self.modules, OF_MODULE, "title_ru", shown)]

    def keep(self, modules: list[ProgrammeModule], *, by: Any) -> str:
        self.instance.keep(modules, by=by)
        return gettext("The programme is kept.")


class ModuleForm(forms.Form):
    """A row without a title is no module."""

    use_required_attribute = False
    title_kk = forms.CharField(label=_("Title in Kazakh"), max_length=300, required=False)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=300, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=ProgrammeModule.Level)
    hours = number_field(_("Hours"), largest=10_000)
    # Which module the row is of; of a new one nothing.
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def title(self) -> str:
        return self.initial.get("title_ru") or gettext("Another module")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = data.get("title_kk") or data.get("hours") is not None
        if said and not data.get("title_ru") and "title_ru" not in self.errors:
            self.add_error("title_ru", ValidationError(_("Write the title in Russian."), code="required"))
        return data


_Modules = forms.formset_factory(ModuleForm, extra=FREE_ROWS, max_num=MOST_MODULES, absolute_max=100, validate_max=True)
OF_MODULE = ("title_kk", "title_ru", "level", "hours")


def modules_form(data: Any, programme: Programme) -> Any:
    rows = list(programme.modules.values("pk", *OF_MODULE)) if programme.pk else []
    return _Modules(data, prefix="modules", initial=rows)


def modules_of(formset: Any, programme: Programme) -> list[ProgrammeModule]:
    """A row whose titles were taken out is dropped."""
    there = {one.pk: one for one in programme.modules.all()} if programme.pk else {}
    found = []
    for form in formset:
        told = form.cleaned_data
        if not told.get("title_ru"):
            continue
        one = there.get(told.get("pk")) or ProgrammeModule()
        for name in OF_MODULE:
            setattr(one, name, told[name])
        found.append(one)
    return found


# --- Who answers for it -----------------------------------------------------------------------------------


class ResponsibleForm(OfficeForm):
    """A person whom the registry knows is asked about and not doubled. E-mail and telephone of a person let in: only who
    keeps the registry writes them, and what anybody else tells of a telephone is of this office alone."""

    title = _("Who is responsible for training")
    button = _("Save")
    is_grave = False

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.keeps_registry = can(self.user, Permission.KEEP_REGISTRY, organization)
        if not self.keeps_registry:
            del self.fields["email"]
        self.fields["on"].label = _("Responsible from")
        for name in ("elected_on", "term_end", "is_full_time", "from_reserve"):
            del self.fields[name]

    def person(self) -> Person:
        if self.keeps_registry:
            return super().person()
        told = self.cleaned_data
        return self.chosen() or Person(name_ru=told["name_ru"], name_kk=told["name_kk"])

    @property
    def is_registry_changed(self) -> bool:
        """Somebody new enters it, or its keeper adds to what it knows."""
        return self.keeps_registry or self.chosen() is None

    def begin(self, person: Person, *, by: Any) -> Responsible:
        told = self.cleaned_data
        office = Responsible(organization=self.organization, person=person, from_day=told["on"], basis=told["basis"])
        office.phone = "" if self.keeps_registry else told["phone"]
        office.begin(by=by, today=self.today)
        return office


class EndForm(VerbForm):
    title = _("No longer responsible for training")
    button = _("Save")
    on = DayField(
        label=_("Responsible until"), widget=forms.TextInput(attrs=NUMBER),
        help_text=_("From this day on another person may be named."),
    )  # fmt: skip

    def __init__(self, *args: Any, office: Responsible, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.today = office, today
        self.fields["on"].initial = today

    def act(self, *, by: Any, at: datetime) -> str:
        self.office.end(on=self.cleaned_data["on"], by=by, today=self.today)
        return gettext("Kept: nobody is responsible from that day on until you name the next person.")
