"""Corrections by administrators: days and words that were entered wrong. What happened is changed by verbs, not here.

An administrator's page is a view, so the day is read here.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.admin_base import ReadOnlyAdmin, ReasonAdmin, ReasonForm
from organizations.models import Level
from reporting.forms.requirement import check_code
from reporting.models import Remark, SubmissionFile

# Facts of a verb: corrected where they are there, never made or taken away.
RETURN = ("returned_on", "correct_by", "return_reason")
ACCEPTANCE = ("accepted_on",)
VOIDING = ("voided_on", "void_reason")
REVOCATION = ("revoked_on", "revoke_reason")
FACTS = {*RETURN, *ACCEPTANCE, *VOIDING, *REVOCATION}
HAPPENED = (
    "received_on",
    "returned_on",
    "accepted_on",
    "voided_on",
    "decided_on",
    "revoked_on",
    "arose_on",
    "event_on",
)


class FactForm(ReasonForm):
    """No day lies in the future; a fact that is there is not emptied."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FACTS & set(self.fields):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        cleaned, today = super().clean(), timezone.localdate()
        for name in HAPPENED:
            day = cleaned.get(name)
            if name in self.changed_data and isinstance(day, date) and day > today:
                self.add_error(name, _("This day lies in the future."))
        return cleaned


class SubmissionForm(FactForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("received_on")
        if day and "received_on" in self.changed_data:
            self._refuse_day(day)
        return cleaned

    def _refuse_day(self, day: date) -> None:
        """In its place between what asked for it, the return before it and the round after it."""
        rounds = self.instance.obligation.submissions.filter(voided_on=None)
        before = rounds.filter(round__lt=self.instance.round).order_by("-round").first()
        after = rounds.filter(round__gt=self.instance.round).order_by("round").first()
        if day < self.instance.obligation.arose_on:
            self.add_error("received_on", _("This day lies before the obligation arose."))
        if before and before.returned_on and day < before.returned_on:
            self.add_error("received_on", _("The hand-in before it was returned later than that."))
        if after and day > after.received_on:
            self.add_error("received_on", _("The hand-in after it came earlier than that."))


class FactAdmin(ReasonAdmin):
    """`verbs`: fields that a verb fills together, named by the first of them."""

    form = FactForm
    identity: tuple[str, ...] = ()
    verbs: tuple[tuple[str, ...], ...] = ()
    list_select_related = ["obligation__requirement", "obligation__organization"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        absent = [name for verb in self.verbs if getattr(obj, verb[0], None) is None for name in verb]
        return [*self.identity, *absent]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A verb or the rule of a requirement makes it."""
        return False


class SeenInline(admin.TabularInline):
    """Rows that came with a hand-in: looked at here."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RemarkInline(SeenInline):
    model = Remark
    fields = ["field", "text"]


class FileInline(SeenInline):
    model = SubmissionFile
    fields = ["name", "size"]


class SubmissionAdmin(FactAdmin):
    form = SubmissionForm
    list_display = ["receipt_number", "obligation", "round", "received_on", "channel", "returned_on", "accepted_on"]
    list_filter = ["channel", "obligation__requirement"]
    search_fields = ["obligation__organization__search", "incoming_number"]
    autocomplete_fields = ["signed_by"]
    date_hierarchy = "received_on"
    inlines = [RemarkInline, FileInline]
    identity = (
        "obligation", "round", "submitted_by", "submitted_at", "returned_by", "returned_at", "accepted_by",
        "accepted_at", "voided_by", "voided_at",
    )  # fmt: skip
    verbs = (RETURN, ACCEPTANCE, VOIDING)


class ObligationAdmin(FactAdmin):
    list_display = ["requirement", "organization", "key", "arose_on", "original_due_on"]
    list_filter = ["requirement"]
    list_select_related = ["requirement", "organization"]
    search_fields = ["organization__search", "key"]
    date_hierarchy = "original_due_on"
    identity = ("requirement", "organization", "key")
    verbs = (("event_on",),)


class DecisionAdmin(FactAdmin):
    search_fields = ["obligation__organization__search", "reason"]


class PostponementAdmin(DecisionAdmin):
    list_display = ["obligation", "due_on", "decided_on", "reason"]
    identity = ("obligation", "decided_by", "decided_at")


class ExemptionAdmin(DecisionAdmin):
    list_display = ["obligation", "decided_on", "reason", "revoked_on"]
    identity = ("obligation", "decided_by", "decided_at", "revoked_by", "revoked_at")
    verbs = (REVOCATION,)


class RequirementCorrectionForm(ReasonForm):
    audience_levels = forms.MultipleChoiceField(
        label=_("Asked of all bodies of the level"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].validators.append(check_code)


class RequirementAdmin(ReasonAdmin):
    """Everyday work has a page of its own. What was made is not touched by a corrected rule."""

    form = RequirementCorrectionForm
    list_display = ["code", "title_ru", "kind", "due_kind", "asked_on", "opened_at"]
    list_filter = ["kind", "due_kind"]
    search_fields = ["code", "title_ru", "title_kk"]
    autocomplete_fields = ["decree_item", "audience"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        made = obj is not None and obj.obligations.exists()
        return ["opened_at", "opened_by", *(["code"] if made else [])]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class NonWorkingDayAdmin(admin.ModelAdmin):
    """Parameters of "working days": due days made before keep what they were made with."""

    list_display = ["day", "title", "is_worked"]
    date_hierarchy = "day"


class StandardRemarkAdmin(admin.ModelAdmin):
    list_display = ["text_ru", "text_kk"]


class DraftAdmin(ReadOnlyAdmin):
    """Nobody's fact: looked at when a chair calls, never written here."""

    list_display = ["obligation", "version", "saved_by", "saved_at"]
    list_select_related = ["obligation__requirement", "obligation__organization", "saved_by"]
    search_fields = ["obligation__organization__search"]
