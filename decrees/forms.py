"""Forms of decrees: the decree itself, its items, what it changes, and the mark of an item."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from decrees.models import Body, Decree, DecreeItem, DecreeLink
from decrees.tables import CONTROL
from documents.fields import DayField, RowsField, UploadField
from documents.uploads import clean_name
from organizations.models import Level, Person
from organizations.versions import VersionedForm

ANY = [("", _("any"))]
LONG = {"rows": 5}


class DecreeFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Words of the title or the number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = forms.ChoiceField(label=_("Issuing body"), required=False, choices=[*ANY, *Body.choices])
    control = forms.ChoiceField(label=_("Control"), required=False, choices=[*ANY, *CONTROL.items()])

    def chosen(self) -> dict[str, str]:
        """Filters as the table takes them; what does not fit is left out."""
        if not self.is_valid():
            self.data = {name: value for name, value in self.data.items() if name not in self.errors}
            self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self, name: str) -> str:
        choices = dict(getattr(self.fields[name], "choices", []))
        value = self.cleaned_data[name]
        return f"{self.fields[name].label}: {choices.get(value, value)}"


class DecreeForm(VersionedForm):
    adopted_on = DayField(label=_("Adopted on"), widget=forms.TextInput(attrs={"class": "width-10"}))
    attachment = UploadField(
        label=_("Original"),
        required=False,
        help_text=_("A scan or the file of the decree. A new file takes the place of the one before it."),
    )

    class Meta:
        model = Decree
        fields = [
            "body", "body_note", "number", "session", "adopted_on", "title_ru", "title_kk", "legal_basis_ru",
            "legal_basis_kk", "preamble_ru", "preamble_kk", "signed_by", "controllers", "attachment",
        ]  # fmt: skip
        field_classes = {"controllers": RowsField}
        help_texts = {
            "body_note": _("For example, when the heading names another body than the text."),
            "title_kk": _("As in the decree; it may follow later."),
            "controllers": _("Those on whom the decree lays the control of its execution. They may mark its items."),
        }
        widgets = {
            "number": forms.TextInput(attrs={"class": "width-10"}),
            "session": forms.TextInput(attrs={"class": "width-10"}),
            "title_ru": forms.Textarea(attrs={"rows": 3}),
            "title_kk": forms.Textarea(attrs={"rows": 3, "lang": "kk"}),
            "preamble_ru": forms.Textarea(attrs=LONG),
            "preamble_kk": forms.Textarea(attrs={**LONG, "lang": "kk"}),
            "controllers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["controllers"].queryset = _controllers(user, self.instance)

    def clean_attachment(self) -> Any:
        file = self.cleaned_data["attachment"]
        if hasattr(file, "accepted"):
            self.instance.attachment_name = clean_name(file.name)
        return file


def _controllers(user: Any, decree: Decree) -> Any:
    """People of the union's own bodies, and whom the decree names already."""
    of_the_union = Q(appointments__organization__level=Level.UNION, appointments__ended_on=None)
    named = Q(decrees=decree.pk) if decree.pk else Q()
    return Person.objects.visible_to(user).filter(of_the_union | named).distinct().order_by("name_ru")


class ItemForm(VersionedForm):
    addressee_levels = forms.MultipleChoiceField(
        label=_("Addressed to bodies of the level"),
        required=False,
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DecreeItem
        fields = ["number", "kind", "text_ru", "text_kk", "addressee_levels", "addressees_note"]
        help_texts = {"addressees_note": _("Where levels do not say it: names or functions.")}
        widgets = {
            "number": forms.TextInput(attrs={"class": "width-5"}),
            "kind": forms.RadioSelect,
            "text_ru": forms.Textarea(attrs=LONG),
            "text_kk": forms.Textarea(attrs={**LONG, "lang": "kk"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = DecreeItem.Kind.choices

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip()
        if self.instance.decree.items.filter(number=number).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This decree has an item with this number already."))
        return number


class ChangeForm(forms.ModelForm):
    """One decree amends or repeals another one."""

    class Meta:
        model = DecreeLink
        fields = ["kind", "target", "note"]
        labels = {"kind": _("This decree"), "target": _("Which decree"), "note": _("Which items")}
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Decree.objects.visible_to(user).exclude(pk=self.instance.decree.pk)
        self.fields["target"].queryset = others.filter(adopted_on__lte=self.instance.decree.adopted_on)
        self.fields["kind"].choices = DecreeLink.Kind.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        links = self.instance.decree.changes.filter(kind=cleaned.get("kind"), target=cleaned.get("target"))
        if links.exists():
            raise ValidationError(_("This is entered already."))
        return cleaned


class MarkForm(forms.Form):
    mark = forms.ChoiceField(label=_("Mark"), choices=DecreeItem.Mark.choices, widget=forms.RadioSelect)
    on = DayField(label=_("On which day"), widget=forms.TextInput(attrs={"class": "width-10"}))
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was done, or why control is no longer needed. It stays in the register."),
    )
