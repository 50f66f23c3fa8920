"""What the apparatus counted about one organization."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from indicators.models import ActivityReport
from indicators.report_form import ReportForm
from indicators.task import Questions

LONGEST_SOURCE = 300


def usual_source() -> str:
    return gettext("counted by the apparatus")


class AboutForm(ReportForm):
    """`seen` is the number of what stood when the page was opened: who comes second looks once more."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=LONGEST_SOURCE,
        widget=forms.TextInput(attrs={"class": "width-30"}),
        help_text=_("Where the figures are from: a page, a list, a letter."),
    )

    def __init__(self, *args: Any, questions: Questions, standing: ActivityReport | None, **kwargs: Any) -> None:
        super().__init__(*args, questions=questions, **kwargs)
        self.standing = standing
        source = self.fields.pop("source")
        self.fields["source"] = source
        self.initial.setdefault("seen", str(standing.pk) if standing else "")
        self.initial.setdefault("source", standing.source if standing else usual_source())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        now = str(self.standing.pk) if self.standing else ""
        if cleaned.get("seen", "") != now:
            data: Any = self.data.copy()
            data["seen"] = now
            self.data = data
            sentence = _("Somebody has entered figures meanwhile. Compare them, then save once more to keep yours.")
            self.add_error(None, ValidationError(sentence, code="conflict"))
        return cleaned
