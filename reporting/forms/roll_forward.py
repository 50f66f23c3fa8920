"""Which requirements go on into the next year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.roll_forward import Step


class YearForm(forms.Form):
    """Which year is looked at: `offered`, the usual one first."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, data: Any, *, offered: list[int]) -> None:
        asked = data.get("year") or str(offered[0])
        super().__init__({"year": asked})
        self.fields["year"].choices = [(year, str(year)) for year in sorted(offered)]


class RollForwardForm(forms.Form):
    """Yearly requirements are chosen from the beginning, copies are not."""

    requirement = forms.MultipleChoiceField(
        label=_("Requirements"), error_messages={"required": _("Choose at least one requirement.")}
    )

    def __init__(self, data: Any = None, *, steps: list[Step]) -> None:
        super().__init__(data)
        possible = [step for step in steps if not step.refusal]
        self.fields["requirement"].choices = [(step.requirement.pk, step.requirement.title) for step in possible]
        self.usual = {step.requirement.pk for step in possible if not step.is_copy}

    @property
    def chosen(self) -> set[int]:
        """What is marked on the page."""
        if not self.is_bound:
            return self.usual
        return {int(pk) for pk in self.cleaned_data.get("requirement", [])} if self.is_valid() else set()
