"""Saving the filters of a list under a name."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from overview.models import SavedView
from overview.saved_views import PAGES, kept_of, unknown_in
from reporting.filters import Filters

LONGEST = 80


class ViewForm(forms.Form):
    """A view that is there: its name, and who opens what with it."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "width-30", "autocomplete": "off"}),
        error_messages={
            "required": _("Give the view a name."),
            "max_length": _("The name has more than %(limit_value)d characters. Shorten it."),
        },
    )
    is_default = forms.BooleanField(label=_("Open the page with this view"), required=False)
    is_shared = forms.BooleanField(label=_("Show it to the whole department; only you can change it"), required=False)

    def __init__(self, *args: Any, view: SavedView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({name: getattr(view, name) for name in ("name", "is_default", "is_shared")})
        self.view = view

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def save(self, *, at: datetime, replace: bool = False) -> bool:
        """Whether it could be; if not, the form says why."""
        for name in ("name", "is_default", "is_shared"):
            setattr(self.view, name, self.cleaned_data[name])
        try:
            self.view.keep(at=at, replace=replace)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


class NewViewForm(ViewForm):
    """And the filters of the page it was saved on, which travel as an address."""

    replace = forms.BooleanField(label=_("Replace the view of this name"), required=False)
    page = forms.ChoiceField(choices=SavedView.Page, widget=forms.HiddenInput)
    query = forms.CharField(max_length=1000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, view=SavedView(owner=user), **kwargs)
        self.user = user

    @property
    def asks_to_replace(self) -> bool:
        return self.has_error("name", "taken") or bool(self.data.get("replace"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "page" in cleaned and "query" in cleaned:
            self.view.page, self.view.query = cleaned["page"], self._filters(cleaned["page"], cleaned["query"])
        return cleaned

    def _filters(self, page: str, asked: str) -> str:
        """A view that is new asks for nothing that does not exist."""
        query = QueryDict(asked)
        if unknown := unknown_in(query, page):
            raise ValidationError(_("This page has no filter “%(name)s”."), params={"name": unknown[0][:40]})
        filters = Filters(query, user=self.user, understood=PAGES[page].understood)
        for name, messages in filters.errors.items():
            raise ValidationError(
                _("The filter “%(filter)s” cannot be saved: %(why)s"),
                params={"filter": filters.fields[name].label, "why": messages[0]},
            )
        kept = kept_of(query, page)
        if not kept:
            raise ValidationError(_("Choose a filter first: a view keeps what a list is narrowed to."))
        return urlencode(kept)
