"""What every page of corrections has in common: a reason is asked, history kept, nobody overwrites anybody."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from organizations.versions import VersionedForm

REASON_LENGTH = 500


class ReasonForm(VersionedForm):
    """`change_reason` is kept in the history beside what was changed."""

    change_reason = forms.CharField(
        label=_("reason of the correction"),
        max_length=REASON_LENGTH,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=_("One sentence: it stays in the history for ever, beside what was before and after."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "change_reason" in self.fields:
            self.fields["change_reason"].required = False

    def _refuse_older(self, now: int) -> None:
        """The admin has one place for errors, so both sides are said there, field by field."""
        try:
            super()._refuse_older(now)
        except forms.ValidationError as error:
            differ = [
                forms.ValidationError(
                    _("%(field)s: yours “%(mine)s”, saved meanwhile “%(theirs)s”."),
                    code="conflict",
                    params={"field": row["key"], "mine": row["mine"], "theirs": row["theirs"]},
                )
                for row in self.conflict
                if row["differs"]
            ]
            raise forms.ValidationError([error, *differ]) from error


class ReasonAdmin(SimpleHistoryAdmin):
    """For models with `history`. Nothing is deleted here: what was wrong is corrected, with a reason."""

    form = ReasonForm
    own_fields = ("change_reason", "version")
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in super().get_fields(request, obj) if name not in self.own_fields]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        return [*fieldsets, (_("Why"), {"fields": list(self.own_fields)})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = form.cleaned_data.get("change_reason", "")
        super().save_model(request, obj, form, change)

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The library hides the button that would write an old version over the new one; its POST is refused, too."""
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """Facts that are looked at here and written elsewhere."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
