"""Entering, correcting, moving and closing an organization. `today` and `user` come from the view."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.fields import DayField
from organizations.fields import RESERVED, OrganizationField, PhoneField
from organizations.models import Level, Organization, Region, SocialChannel
from organizations.versions import VersionedForm

NAMES = ("legal_name_kk", "legal_name_ru", "short_kk", "short_ru")
DAYS = ("founded_on", "founding_conference_on")
WIDTHS = {"bin": "width-20", "code": "width-20", **dict.fromkeys(DAYS, "width-10")}


def past_day(day: date | None, today: date) -> date | None:
    if day and day > today:
        raise ValidationError(_("This day lies in the future."), code="future")
    return day


class PassportForm(VersionedForm):
    """What was entered wrong is corrected here; a new name from a day on is a renaming and has its own form."""

    class Meta:
        model = Organization
        fields = [*NAMES, "kind", "legal_kind", "region", "bin", *DAYS, "predecessor"]
        field_classes = dict.fromkeys(DAYS, DayField)

    predecessor = OrganizationField(label=_("Predecessor"), required=False)
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Kept in the history beside what was changed.")
    )

    def __init__(self, *args: Any, user: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["predecessor"].choices_from = Organization.objects.visible_to(user)
        _dress(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in DAYS:
            try:
                past_day(cleaned.get(name), self.today)
            except ValidationError as error:
                self.add_error(name, error)
        if cleaned.get("predecessor") == self.instance:
            self.add_error("predecessor", ValidationError(_("A body does not succeed itself.")))
        return cleaned

    def clean_bin(self) -> str | None:
        return self.cleaned_data["bin"] or None


class NewOrganizationForm(PassportForm):
    field_order = ["parent", "level", "code", *NAMES]

    class Meta(PassportForm.Meta):
        fields = ["code", "level", "parent", *PassportForm.Meta.fields]

    parent = OrganizationField(label=_("Higher body"))
    from_day = DayField(
        label=_("Stands under it since"),
        required=False,
        help_text=_("Leave empty when it always did, or nobody knows."),
        widget=forms.TextInput(attrs={"class": "width-10"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["parent"].choices_from = Organization.objects.visible_to(user)
        self.fields["level"].choices = [choice for choice in Level.choices if choice[0] != Level.UNION]
        self.fields["code"].help_text = _("Latin letters, digits and hyphens; it stays for ever: scripts rely on it.")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        if code in RESERVED:
            raise ValidationError(_("This word is taken by a page of the site. Choose another code."))
        return code

    def clean_from_day(self) -> date | None:
        return past_day(self.cleaned_data["from_day"], self.today)

    def save(self, commit: bool = True) -> Organization:
        organization = super().save(commit)
        organization.placed(organization.parent, from_day=self.cleaned_data["from_day"])
        return organization


class ContactsForm(VersionedForm):
    """Saving says: this is right today."""

    class Meta:
        model = Organization
        fields = ["phone", "email", "address", "site"]

    phone = PhoneField()
    site = forms.URLField(
        label=_("Site"),
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "class": "width-30"}),
        error_messages={"invalid": _("Write the address of the site like example.kz.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["class"] = "width-30"


class ChannelForm(forms.ModelForm):
    class Meta:
        model = SocialChannel
        fields = ["kind", "address"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].help_text = _("Address of the page, or the name that begins with @.")

    @property
    def title(self) -> str:
        return str(self.instance) if self.instance.pk else str(_("Another channel"))


ChannelFormSet = forms.inlineformset_factory(
    Organization, SocialChannel, form=ChannelForm, extra=1, can_delete=True, max_num=10
)


class DecisionForm(forms.Form):
    """A day and a reason. What a verb refuses is said at its field."""

    on = DayField(label=_("From"), widget=forms.TextInput(attrs={"class": "width-10"}))
    reason = forms.CharField(
        label=_("Basis"), max_length=300, help_text=_("Minutes, decree or letter, with number and date.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date | None:
        return past_day(self.cleaned_data["on"], self.today)

    def refuse(self, error: ValidationError) -> None:
        """Names of a verb's arguments become names of fields."""
        renamed = {"from_day": "on"}
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                field = renamed.get(name, name)
                self.add_error(field if field in self.fields else None, errors)
        else:
            self.add_error(None, error)


class MoveForm(DecisionForm):
    field_order = ["parent", "on", "reason"]
    parent = OrganizationField(label=_("New higher body"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices_from = Organization.objects.visible_to(user)


class RenameForm(DecisionForm):
    field_order = [*NAMES, "on", "reason"]
    legal_name_kk = forms.CharField(label=_("New legal name in Kazakh"), max_length=300, required=False)
    legal_name_ru = forms.CharField(label=_("New legal name in Russian"), max_length=300)
    short_kk = forms.CharField(label=_("New short name in Kazakh"), max_length=150, required=False)
    short_ru = forms.CharField(label=_("New short name in Russian"), max_length=150)

    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NAMES}


class CloseForm(DecisionForm):
    field_order = ["on", "successor", "reason"]
    successor = OrganizationField(
        label=_("Successor"), required=False, help_text=_("The body that takes over, by code or name.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices_from = Organization.objects.visible_to(user)
        self.fields["on"].label = _("Exists until")


class AliasForm(forms.Form):
    name = forms.CharField(
        label=_("Another spelling"),
        max_length=150,
        help_text=_("As people write or say it. For finding only: papers carry the official names."),
    )


def _dress(form: forms.ModelForm) -> None:
    for name, css in WIDTHS.items():
        if name in form.fields:
            form.fields[name].widget.attrs["class"] = css
    if "region" in form.fields:
        form.fields["region"].queryset = Region.objects.order_by("name_ru")
    if "bin" in form.fields:
        form.fields["bin"].help_text = _("12 digits.")
        form.fields["bin"].widget.attrs["inputmode"] = "numeric"
