"""The file of a round trip, and many of them that came by mail."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.fields import MultipleUploadField
from documents.uploads import SPREADSHEETS, Accepted, kind_by_name
from reporting.forms.verbs import RecordForm, day_field
from reporting.models import Submission

MOST_AT_ONCE = 300
LARGEST_AT_ONCE = 40 * 1024 * 1024


class TableFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("The filled template or a table of your own, as an Excel workbook (.xlsx)."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose a file.")},
    )

    def refuse(self, error: Any) -> None:
        self.add_error("file", error)


class ManyFilesField(MultipleUploadField):
    """Files that are looked into one by one later: a wrong one among hundreds is refused alone."""

    def check(self, file: Any) -> Accepted:
        return Accepted(kind_by_name(file.name or ""), file.size)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = super().clean(data, initial)
        if sum(file.size for file in files) > LARGEST_AT_ONCE:
            raise ValidationError(
                _("Together the files are larger than %(limit)s MB. Send them in several parts."),
                code="too_large",
                params={"limit": LARGEST_AT_ONCE // 1024 // 1024},
            )
        return files


class SaidOfAllForm(forms.Form):
    """What is said of every file of a batch; each is a hand-in of its own."""

    channel = forms.ChoiceField(label=_("How they came"), widget=forms.RadioSelect(attrs={"class": "inline"}))
    received_on = day_field(_("Day"))
    day_stated = forms.ChoiceField(
        label=_("What the day says"), choices=RecordForm.DAY_STATED, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        opening = {"channel": Submission.Channel.MAIL, "received_on": today, "day_stated": "yes"}
        super().__init__(*args, **{"initial": opening, **kwargs})
        self.today = today
        channels = [choice for choice in Submission.Channel.choices if choice[0] != Submission.Channel.ONLINE]
        self.fields["channel"].choices = channels

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > self.today:
            raise ValidationError(_("This day lies in the future."), code="future")
        return day

    @property
    def facts(self) -> dict[str, str]:
        """As they were typed; once they are well filled in."""
        return {name: self.data.get(name, "") for name in SaidOfAllForm.base_fields}


class BatchForm(SaidOfAllForm):
    files = ManyFilesField(  # type: ignore[assignment]
        label=_("Filled tables"),
        kinds=SPREADSHEETS,
        most=MOST_AT_ONCE,
        help_text=_("Excel workbooks (.xlsx), up to 300 at once. Whose each is stands inside it."),
        error_messages={"required": _("Choose the files.")},
    )
    field_order = ["files"]
