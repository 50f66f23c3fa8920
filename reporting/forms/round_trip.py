"""The file of a round trip."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
