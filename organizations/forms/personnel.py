"""The personnel reserve and consultative bodies. `today` and `user` come from the view."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.fields import WholeNumberField
from organizations.forms.people import OfficeForm
from organizations.forms.registry import DecisionForm
from organizations.models import ConsultativeBody, Person
from organizations.models.reserve import RESERVED_FOR

NOT_OF_RESERVE = ("elected_on", "term_end", "is_full_time", "from_reserve")


class PreparedForm(OfficeForm):
    """A person of whom less is known than of one in office."""

    birth_year = WholeNumberField(
        label=_("Year of birth"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"class": "width-4"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_OF_RESERVE:
            del self.fields[name]
        self.order_fields(["same", *self.first_fields, "name_ru", "name_kk", "birth_year"])

    first_fields: tuple[str, ...] = ()

    def person(self) -> Person:
        person = super().person()
        if not person.birth_year:
            person.birth_year = self.cleaned_data["birth_year"]
        return person


class ReserveForm(PreparedForm):
    first_fields = ("position",)
    position = forms.ChoiceField(label=_("For the position"), choices=RESERVED_FOR)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Approved on")
        basis = self.fields["basis"]
        basis.label, basis.required = _("Approved by"), True
        basis.help_text = _("Which body, minutes or decree, number and date.")


class ConsultativeForm(PreparedForm):
    first_fields = ("kind", "body_ru", "body_kk")
    kind = forms.ChoiceField(label=_("Kind"), choices=ConsultativeBody.Kind.choices)
    body_ru = forms.CharField(label=_("Name of the body in Russian"), max_length=150, required=False)
    body_kk = forms.CharField(label=_("Name of the body in Kazakh"), max_length=150, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Since")
        self.fields["name_ru"].label, self.fields["name_ru"].required = _("Head: full name in Russian spelling"), False
        self.fields["name_kk"].label = _("Head: full name in Kazakh spelling")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == ConsultativeBody.Kind.OTHER and not cleaned.get("body_ru"):
            self.add_error("body_ru", ValidationError(_("Say what the body is called.")))
        return cleaned


class LeaveForm(DecisionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label, self.fields["reason"].label = _("Until"), _("Reason")
        self.fields["reason"].max_length = 200
