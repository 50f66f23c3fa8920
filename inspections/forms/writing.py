"""What staff write: the inspection itself, its plan, inspectors, findings, recommendations, judgements."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from documents.fields import DayField, WholeNumberField
from inspections.follow_ups import copy_open
from inspections.keeping import may_inspect
from inspections.models import (
    Finding,
    FindingSection,
    FollowUp,
    Inspection,
    InspectionPlan,
    Inspector,
    Recommendation,
    ReplyTerm,
)
from inspections.models.parts import write_part
from organizations.access import Permission, can_over_the_union
from organizations.authors import sign
from organizations.fields import OrganizationField
from organizations.forms.registry import past_day
from organizations.models import Appointment, Level, Organization, Person
from organizations.versions import VersionedForm
from reporting.periods import FIRST_YEAR, LAST_YEAR

DAY = {"class": "width-10"}


def day_field(label: Any, **kwargs: Any) -> DayField:
    return DayField(label=label, widget=forms.TextInput(attrs=DAY), **kwargs)


class WrittenForm(VersionedForm):
    """Saved with its author. A sentence about what this form does not ask stands above it."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict") and set(error.error_dict) - {*self.fields, NON_FIELD_ERRORS}:
            error = ValidationError(error.messages)
        super().add_error(field, error)

    def keep(self, *, by: Any) -> Any:
        write_part(self.instance, by=by)
        return self.instance

    def try_to_keep(self, *, by: Any) -> bool:
        """Whether it was kept; a refusal stands in the form, with what was typed."""
        if not self.is_valid():
            return False
        try:
            self.keep(by=by)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


class PlanForm(WrittenForm):
    year = WholeNumberField(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.TextInput(attrs={"class": "width-4"})
    )
    approved_on = day_field(_("Approved on"))

    class Meta:
        model = InspectionPlan
        fields = ["year", "approved_by", "number", "approved_on", "source"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["approved_by"].help_text = _("For example: Executive Committee.")
        self.fields["number"].widget.attrs["class"] = "width-10"
        self.fields["source"].help_text = _("For example: minutes No. 3 of 15.01.2026.")

    def clean_approved_on(self) -> date | None:
        return past_day(self.cleaned_data["approved_on"], self.today)

    def keep(self, *, by: Any) -> InspectionPlan:
        sign(self.instance, by)
        self.instance.save()
        return self.instance


class InspectionForm(WrittenForm):
    """A follow-up inspection begins from the page of the inspection it follows: what is inspected is settled then."""

    organization = OrganizationField(label=_("Organization inspected"))
    planned_from, planned_to = day_field(_("To begin by the plan")), day_field(_("To end by the plan"))
    studied_from = day_field(_("Period studied, from"), required=False)
    studied_to = day_field(_("Period studied, until"), required=False)
    reply_days = WholeNumberField(
        label=_("Days for the reply"),
        min_value=1,
        max_value=365,
        widget=forms.TextInput(attrs={"class": "width-4"}),
        help_text=_("Within so many days a recommendation without a due day is replied to."),
    )

    class Meta:
        model = Inspection
        fields = [
            "kind", "organization", "topic_kk", "topic_ru", "plan", "planned_from", "planned_to", "studied_from",
            "studied_to", "reply_days",
        ]  # fmt: skip
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, user: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        kinds = [one for one in Inspection.Kind.choices if one[0] != Inspection.Kind.FOLLOW_UP]
        self.fields["kind"].choices = kinds
        visible = Organization.objects.visible_to(user).exclude(level=Level.UNION)
        self.fields["organization"].choices_from = visible
        self.fields["plan"].queryset = InspectionPlan.objects.visible_to(user)
        self.fields["plan"].empty_label = _("outside every plan")
        if not can_over_the_union(user, Permission.SEE_TABLES):
            del self.fields["plan"]
        if self.instance.pk is None:
            self.initial["reply_days"] = self.instance.reply_days or ReplyTerm.in_force(today)
        if self.instance.follows_id:
            del self.fields["kind"], self.fields["organization"]

    def clean_organization(self) -> Organization:
        organization: Organization = self.cleaned_data["organization"]
        if not may_inspect(self.user, organization):
            raise ValidationError(_("Inspections of this organization are not yours to keep."), code="not_yours")
        return organization

    def keep(self, *, by: Any) -> Inspection:
        is_new = self.instance.pk is None
        self.instance.write(by=by)
        if is_new and self.instance.follows:
            copy_open(self.instance, self.user, self.today, by=by)
        return self.instance


class InspectorForm(WrittenForm):
    person = forms.ModelChoiceField(
        label=_("Person of the apparatus"), queryset=Person.objects.none(), required=False, empty_label=_("not chosen")
    )

    class Meta:
        model = Inspector
        fields = ["person", "typed_name", "position_text", "leads", "signs"]

    def __init__(self, *args: Any, user: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Appointment.objects.visible_to(user).current_on(today).filter(organization__level=Level.UNION)
        people = Person.objects.visible_to(user).filter(Exists(offices.filter(person=OuterRef("pk"))))
        self.fields["person"].queryset = people
        self.fields["typed_name"].label = _("Name, where the person is not on the list")
        self.fields["typed_name"].widget.attrs["class"] = "width-30"


class FindingForm(WrittenForm):
    class Meta:
        model = Finding
        fields = ["section", "mark", "text"]
        widgets = {"mark": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = FindingSection.objects.offered_on(today) | FindingSection.objects.filter(pk=self.instance.section_id)
        self.fields["section"].queryset = offered.distinct()
        self.fields["mark"].choices = Finding.Mark.choices

    def keep(self, *, by: Any) -> Finding:
        """A new one stands last."""
        if self.instance.pk is None:
            last = self.instance.inspection.findings.order_by("position").last()
            self.instance.position = last.position + 1 if last else 1
        return super().keep(by=by)


class RecommendationForm(WrittenForm):
    due_on = day_field(
        _("Due day"),
        required=False,
        help_text=_("Empty: no day is named, and a reply is due within the days for the reply."),
    )
    finding = forms.ModelChoiceField(
        label=_("Finding"), queryset=Finding.objects.none(), required=False, empty_label=_("none in particular")
    )
    responsible = forms.ModelChoiceField(
        label=_("Responsible person"), queryset=Person.objects.none(), required=False, empty_label=_("not chosen")
    )

    class Meta:
        model = Recommendation
        fields = ["text", "finding", "due_on", "responsible", "responsible_text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, user: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inspection = self.instance.inspection
        offices = Appointment.objects.visible_to(user).current_on(today).filter(organization=inspection.organization)
        people = Person.objects.visible_to(user).filter(Exists(offices.filter(person=OuterRef("pk"))))
        findings = Finding.objects.visible_to(user).filter(inspection=inspection).select_related("section")
        self.fields["responsible"].queryset, self.fields["finding"].queryset = people, findings
        self.fields["finding"].label_from_instance = lambda one: f"{one.section}: {one.text[:80]}"
        self.fields["responsible_text"].label = _("Responsible, in words")

    def keep(self, *, by: Any) -> Recommendation:
        if self.instance.pk is None:
            last = self.instance.inspection.recommendations.order_by("number").last()
            self.instance.number = last.number + 1 if last else 1
        return super().keep(by=by)


class JudgementForm(WrittenForm):
    outcome = forms.ChoiceField(
        label=_("What was found of it"), choices=FollowUp.Outcome.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = FollowUp
        fields = ["outcome", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
