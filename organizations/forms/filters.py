"""What a list of organizations can be narrowed by; the address holds it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Collate
from django.utils.translation import get_language, gettext_lazy as _

from organizations.models import Level, Organization, Region
from organizations.tables import UNREACHABLE

ANY = [("", _("any"))]


class OrganizationFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Name, code, chair or telephone"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[*ANY, *Level.choices])
    region = forms.ModelChoiceField(
        label=_("Region"), required=False, queryset=Region.objects.none(), empty_label=_("any")
    )
    parent = forms.ModelChoiceField(
        label=_("Below"),
        required=False,
        queryset=Organization.objects.none(),
        to_field_name="code",
        empty_label=_("the whole union"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("existing")),
            ("suspended", _("suspended")),
            ("closed", _("closed")),
            ("all", _("all, also closed")),
        ],
    )
    reachable = forms.ChoiceField(
        label=_("A person can be reached"),
        required=False,
        choices=[*ANY, ("yes", _("yes")), (UNREACHABLE, _("no: nobody has a telephone or e-mail"))],
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kazakh = get_language() == "kk"
        regions = Region.objects.order_by(Collate("name_kk" if kazakh else "name_ru", "kk-x-icu"))
        self.fields["region"].queryset = regions
        asked = Q(level=Level.MEMBER) | Q(code=self.data.get("parent", ""))
        above = Organization.objects.visible_to(user).filter(asked).exclude(level=Level.UNION).in_order()
        self.fields["parent"].queryset = above

    def chosen(self) -> dict[str, str]:
        """Filters as the table takes them; what does not fit is left out."""
        if not self.is_valid():
            self.data = {name: value for name, value in self.data.items() if name not in self.errors}
            self.full_clean()
        texts = {name: _code(value) for name, value in self.cleaned_data.items()}
        return {name: text for name, text in texts.items() if text}


def _code(value: Any) -> str:
    if isinstance(value, Organization):
        return value.code
    return value.pk if isinstance(value, Region) else str(value or "")
