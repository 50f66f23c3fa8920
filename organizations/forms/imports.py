"""The file of a registry import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RegistryFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("The filled template (.xlsx), or a table with the same codes of columns (.csv)."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file.")},
    )

    def refuse(self, error: Any) -> None:
        self.add_error("file", error)
