"""Forms that change what is kept of the training: versioned, and refusing in a sentence at the field."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.forms import explain_in
from documents.fields import WholeNumberField
from organizations.versions import VersionedForm
from training import checks


def number_field(label: Any, *, largest: int = checks.LARGEST, **kwargs: Any) -> WholeNumberField:
    widget = forms.TextInput(attrs={"class": "width-5"})
    return WholeNumberField(label=label, **{"required": False, "max_value": largest, "widget": widget, **kwargs})


class KeepForm(VersionedForm):
    """Saved by the verb of its model: what that refuses stands at its field."""

    title: Any = ""
    button: Any = _("Save")
    is_grave = False
    use_required_attribute = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_constraints(self) -> None:
        """The verb says it in a sentence."""

    def explain(self, refusal: ValidationError) -> None:
        explain_in(self, refusal)

    def act(self, *, by: Any, at: datetime) -> str:
        raise NotImplementedError
