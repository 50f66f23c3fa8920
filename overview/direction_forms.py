"""Setting up a direction, ending it, entering evidence and taking it back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decrees.models import DecreeItem
from documents.fields import DayField, DecimalField, WholeNumberField
from organizations.models import Level, Organization
from organizations.versions import VersionedForm
from overview.models import Direction, Evidence
from overview.models.discipline import FIRST_YEAR, LAST_YEAR, TAKEN
from reporting.forms.requirement import ItemField, number_field
from reporting.measures import all_measures
from reporting.models import Requirement

Kind = Direction.Kind
SHORT, WIDE = {"class": "width-4"}, {"class": "width-10"}
# What each kind wants; of a fall one of the two.
WANTED: dict[str, tuple[str, ...]] = {
    Kind.BELOW: ("measure", "value"),
    Kind.ABOVE: ("measure", "value"),
    Kind.LOWEST: ("measure", "places"),
    Kind.OBLIGATION: ("requirement", "failure"),
    Kind.FALL: ("value", "places"),
    Kind.EVIDENCE: (),
}
ASKED = ("measure", "value", "places", "requirement", "failure")
NOTHING: dict[str, Any] = {"measure": "", "value": None, "places": None, "requirement": None, "failure": ""}
NEEDED = {
    "measure": _("Choose the indicator."),
    "value": _("State the value as a number, for example 1000 or 12,5."),
    "places": _("State how many places: a whole number from 1."),
    "requirement": _("Choose the requirement."),
    "failure": _("Say what counts."),
}


class DirectionForm(VersionedForm):
    first_year = number_field(_("From the year"), LAST_YEAR, FIRST_YEAR)
    last_year = number_field(_("To the year"), LAST_YEAR, FIRST_YEAR, help_text=_("Empty: until it is ended."))
    measure = forms.ChoiceField(label=_("Indicator"), required=False)
    value = DecimalField(
        label=_("Value"), required=False, min_value=None, widget=forms.TextInput(attrs=WIDE),
        help_text=_("Below or above which one is marked; of a fall: by how many members at least."),
    )  # fmt: skip
    places = WholeNumberField(
        label=_("Number of places"), required=False, min_value=1, max_value=500, widget=forms.TextInput(attrs=SHORT),
        help_text=_("How many of the lowest are marked, or how many of the deepest falls. Equals share a place."),
    )  # fmt: skip
    requirement = forms.ModelChoiceField(label=_("Requirement"), required=False, queryset=Requirement.objects.none())
    # Not of the direction: what it is tried on before it is kept.
    try_year = number_field(_("Year to try it on"), LAST_YEAR, FIRST_YEAR)

    class Meta:
        model = Direction
        fields = ["name_ru", "name_kk", "code", "position", "first_year", "last_year", "kind", *ASKED]
        widgets = {
            "code": forms.TextInput(attrs={"class": "width-20", "autocomplete": "off"}),
            "name_kk": forms.TextInput(attrs={"lang": "kk"}),
            "position": forms.TextInput(attrs={**SHORT, "inputmode": "numeric"}),
            "kind": forms.RadioSelect,
        }
        help_texts = {
            "code": _("The key of the column in files, for example low_coverage. It is not changed later."),
            "position": _("The smaller, the further to the left."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Kind.choices  # type: ignore[attr-defined]
        measures = [(code, one.title) for code, one in all_measures().items()]
        self.fields["measure"].choices = [("", "–"), *measures]  # type: ignore[attr-defined]
        visible = Requirement.objects.visible_to(user).order_by("-asked_on", "-pk")
        self.fields["requirement"].queryset = visible  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["code"].disabled = True
        if self.instance.value is not None:
            self.initial["value"] = f"{self.instance.value.normalize():f}".replace(".", ",")
        for name in ASKED:
            self.fields[name].depends = True  # type: ignore[attr-defined]
            self.fields[name].wanted_by = " ".join(kind for kind, names in WANTED.items() if name in names)  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in TAKEN:
            raise ValidationError(_("The matrix has a column of this name by itself. Choose another code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The last year lies before the first."))
        if kind := cleaned.get("kind"):
            self._clean_rule(kind, cleaned)
        return cleaned

    def _clean_rule(self, kind: str, cleaned: dict[str, Any]) -> None:
        """What the kind does not want is forgotten; what it wants must be there."""
        for name in ASKED:
            if name not in WANTED[kind]:
                cleaned[name] = NOTHING[name]
                self.errors.pop(name, None)
        wanted = [name for name in WANTED[kind] if name not in self.errors]
        missing = [name for name in wanted if cleaned.get(name) in (None, "")]
        if kind == Kind.FALL and not self.errors.keys() & {"value", "places"}:
            self._clean_fall(cleaned, missing)
            return
        for name in missing:
            self.add_error(name, ValidationError(NEEDED[name], code="required"))

    def _clean_fall(self, cleaned: dict[str, Any], missing: list[str]) -> None:
        if len(missing) != 1:
            self.add_error("value", _("Of a fall state either the value or the number of places."))
        elif cleaned.get("value") is not None and cleaned["value"] <= 0:
            self.add_error("value", _("State the fall as a number above zero."))

    def keep(self, *, by: Any) -> bool:
        try:
            self.save(commit=False).keep(by=by)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


class RetireForm(forms.Form):
    last_year = number_field(_("Last year in which it is asked about"), LAST_YEAR, FIRST_YEAR)
    reason = forms.CharField(label=_("Reason"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_year"].required = True

    def keep(self, direction: Direction, *, by: Any) -> bool:
        try:
            direction.retire(last_year=self.cleaned_data["last_year"], reason=self.cleaned_data["reason"], by=by)
        except ValidationError as refusal:
            _say(self, refusal)
            return False
        return True


class EvidenceForm(forms.Form):
    """One organization in one direction; the source is an item of a decree, or a paper in words."""

    direction = forms.ModelChoiceField(label=_("Direction"), queryset=Direction.objects.none())
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none(), to_field_name="code"
    )
    day = DayField(
        label=_("Day it speaks of"), widget=forms.TextInput(attrs=WIDE),
        help_text=_("The mark stands in every period that holds this day. Of a whole year: its last day."),
    )  # fmt: skip
    value = forms.CharField(
        label=_("Value"), max_length=100, required=False, widget=forms.TextInput(attrs={"class": "width-20"}),
        help_text=_("As the paper states it."),
    )  # fmt: skip
    decree_item = ItemField(label=_("Decree item"), required=False, queryset=DecreeItem.objects.none())
    source = forms.CharField(
        label=_("Source in words"), max_length=300, required=False,
        help_text=_("The paper it is written in, where it is not the item of a decree alone."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Organization.objects.visible_to(user).filter(level=Level.MEMBER).in_order(ranked=False)
        items = DecreeItem.objects.visible_to(user).select_related("decree")
        self._of("direction", Direction.objects.all())
        self._of("organization", members)
        self._of("decree_item", items.order_by("-decree__adopted_on", "position", "pk"))

    def _of(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def enter(self, *, by: Any, at: datetime) -> Evidence | None:
        try:
            return Evidence.enter(**self.cleaned_data, by=by, at=at)
        except ValidationError as refusal:
            _say(self, refusal)
            return None


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def take_back(self, evidence: Evidence, *, by: Any, at: datetime) -> bool:
        try:
            evidence.take_back(reason=self.cleaned_data["reason"], by=by, at=at)
        except ValidationError as refusal:
            _say(self, refusal)
            return False
        return True


def _say(form: forms.Form, refusal: ValidationError) -> None:
    """Beside the field it is about, where the form has that field."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, _flat(errors))


def _flat(errors: Iterable[ValidationError]) -> ValidationError:
    return ValidationError(list(errors))
