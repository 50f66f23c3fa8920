"""Of which period a requirement asks the training report."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reporting.forms.requirement import number_field
from reporting.models import Requirement
from reporting.periods import FIRST_YEAR, LAST_YEAR, part_title
from training.models import TrainingAsked
from training.models.asked import PARTS


class ConnectForm(forms.Form):
    part = forms.ChoiceField(label=_("Period"))
    year = number_field(_("Year"), LAST_YEAR, FIRST_YEAR)
    shift = forms.TypedChoiceField(
        label=_("Year of the period"),
        coerce=int,
        choices=[(-1, _("the year before the due day")), (0, _("the year of the due day"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirement = requirement
        self.fields["part"].choices = [(part, part_title(part)) for part in PARTS]
        is_yearly = requirement.due_kind == Requirement.DueKind.YEARLY
        del self.fields["year" if is_yearly else "shift"]
        if not is_yearly:
            self.fields["year"].required = True

    def try_to_act(self, *, by: Any) -> bool:
        if not self.is_valid():
            return False
        try:
            TrainingAsked.connect(self.requirement, by=by, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True
