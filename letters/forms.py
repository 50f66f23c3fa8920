"""Forms of letters: paragraphs, what is told after the issue, templates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.fields import DayField, UploadField
from letters import kinds
from letters.models import LetterText
from organizations.versions import VersionedForm

SCANS = ("pdf", "jpg", "png", "heic")


class ParagraphForm(VersionedForm):
    """One paragraph in both languages."""

    use_required_attribute = False

    class Meta:
        model = LetterText
        fields = ["text_ru", "text_kk"]
        widgets = {
            "text_kk": forms.Textarea(attrs={"rows": 8, "lang": "kk"}),
            "text_ru": forms.Textarea(attrs={"rows": 8, "lang": "ru"}),
        }

    # Kazakh first, where both stand.
    field_order = ["text_kk", "text_ru"]


class IssueForm(forms.Form):
    """`seen`: what the page showed, so that nothing else goes out."""

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    with_gaps = forms.BooleanField(
        label=_("Issue it with a dash where something is not known"),
        required=False,
    )

    def __init__(self, *args: Any, has_gaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_gaps:
            del self.fields["with_gaps"]


class OutgoingForm(forms.Form):
    """From the journal of outgoing letters; a signed scan comes with it or later."""

    use_required_attribute = False
    number = forms.CharField(
        label=_("Outgoing number"), required=False, max_length=50, widget=forms.TextInput(attrs={"class": "width-10"})
    )
    on = DayField(label=_("Outgoing day"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))
    scan = UploadField(
        label=_("Signed scan"), required=False, kinds=SCANS, help_text=_("A PDF or photographs: jpg, png, heic.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("on") and not data.get("number") and "number" not in self.errors:
            self.add_error("number", _("Say the outgoing number, too."))
        return data


class TemplateForm(forms.Form):
    """A Word template; what it holds is checked by the trial letter."""

    use_required_attribute = False
    file = UploadField(label=_("Word template"), kinds=("docx",), help_text=_("A file .docx, saved from Word."))


class LetterFilterForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        self.fields["kind"].choices = [*everything, *((one.slug, one.title) for one in kinds.all_kinds())]
        self.fields["year"].choices = [*everything, *((str(year), str(year)) for year in years)]

    def chosen(self) -> dict[str, str]:
        """What can be read of it; the rest of an address does not count."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self, name: str) -> str:
        words = dict(self.fields[name].choices)
        return f"{self.fields[name].label}: {words.get(self.cleaned_data[name], '')}"
