"""Corrections of campaigns, with a reason. Statements and conferences are entered by the verbs of their own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.models import (
    Agreement,
    BranchSchedule,
    Campaign,
    Conference,
    CongressDate,
    Delegate,
    DelegateNorm,
    LevelProgress,
    Manual,
    ManualHandout,
    MemberBase,
    PacketDocument,
    PacketPart,
    Plan,
    Preparation,
    Seminar,
    Window,
)
from organizations.admin_base import ReasonAdmin

RECORDED = ["recorded_by", "recorded_at"]


@admin.action(description=_("Give the usual checklist of the protocol packet, where parts of it are missing"))
def give_checklist(modeladmin: ReasonAdmin, request: HttpRequest, campaigns: Any) -> None:
    made = sum(PacketPart.standard_for(campaign, by=request.user) for campaign in campaigns)
    modeladmin.message_user(request, gettext("Parts added: {count}.").format(count=made))


@admin.register(Campaign)
class CampaignAdmin(ReasonAdmin):
    actions = [give_checklist]
    list_display = ["title_ru", "first_day", "last_day", "decree", "is_fictional"]
    list_select_related = ["decree"]
    search_fields = ["title_ru", "title_kk"]
    autocomplete_fields = ["decree"]


class VersionAdmin(ReasonAdmin):
    """A new decision is a new row, and pages of earlier days keep the one before; a slip is corrected in its row."""

    list_select_related = ["campaign", "decree_item__decree"]
    autocomplete_fields = ["campaign", "decree_item"]
    search_fields = ["campaign__title_ru"]


@admin.register(Window)
class WindowAdmin(VersionAdmin):
    list_display = ["campaign", "level", "first_day", "last_day", "decided_on", "decree_item"]
    list_filter = ["level"]


@admin.register(CongressDate)
class CongressDateAdmin(VersionAdmin):
    list_display = ["campaign", "raw", "first_day", "last_day", "decided_on", "decree_item"]


class FactAdmin(ReasonAdmin):
    """Entered elsewhere, by a verb that checks it; whose it is never changes."""

    list_select_related = ["campaign", "organization"]
    search_fields = ["organization__code", "organization__search"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Plan)
class PlanAdmin(FactAdmin):
    """A corrected text is read again: precision and days follow it."""

    list_display = ["organization", "level", "raw", "first_day", "last_day", "source", "stated_on", "set_aside_on"]
    list_filter = ["campaign", "source", "level"]
    readonly_fields = [
        "campaign", "organization", "level", "source", "precision", "first_day", "last_day", "is_ambiguous",
        "is_open_ended", "submission", "set_aside_on", "set_aside_by", "set_aside_reason", *RECORDED,
    ]  # fmt: skip


@admin.register(Conference)
class ConferenceAdmin(FactAdmin):
    """Its day is corrected, and it is cancelled, on its own page: what is due after it follows there."""

    list_display = ["organization", "kind", "held_on", "notified_on", "is_extraordinary", "cancelled_on"]
    list_filter = ["campaign", "kind"]
    readonly_fields = [
        "campaign",
        "organization",
        "held_on",
        "ordinal",
        "announced_on",
        "cancelled_on",
        "cancel_reason",
        *RECORDED,
    ]


@admin.register(BranchSchedule)
class BranchScheduleAdmin(FactAdmin):
    list_display = ["organization", "received_on", "day_stated", "source"]
    list_filter = ["campaign"]
    readonly_fields = ["campaign", "organization", *RECORDED]


@admin.register(LevelProgress)
class LevelProgressAdmin(FactAdmin):
    """A wrong number is corrected here, with a reason; a new word is a new row of the organization's page."""

    list_display = ["organization", "level", "held", "total", "told_on", "source"]
    list_filter = ["campaign", "level"]
    readonly_fields = ["campaign", "organization", "level", *RECORDED]


@admin.register(DelegateNorm)
class DelegateNormAdmin(VersionAdmin):
    list_display = ["campaign", "members_per_delegate", "rounding", "base", "base_day", "decided_on", "decree_item"]


@admin.register(MemberBase)
class MemberBaseAdmin(FactAdmin):
    """A slip of a figure is corrected here; a newer figure is typed on the sheet of the members."""

    list_display = ["organization", "members", "base", "base_day", "source"]
    list_filter = ["campaign", "base"]
    readonly_fields = ["campaign", "organization", *RECORDED]


@admin.register(Delegate)
class DelegateAdmin(FactAdmin):
    """Who was elected is entered, called in, withdrawn and marked as present on the pages of the congress."""

    list_display = ["name", "organization", "is_substitute", "elected_on", "called_on", "withdrawn_on", "attended"]
    list_filter = ["campaign", "is_substitute", "attended"]
    search_fields = ["name", "organization__code", "organization__search"]
    readonly_fields = [
        "campaign", "organization", "is_substitute", "substitutes", "called_on", "elected_on", "elected_at",
        "withdrawn_on", "withdrawn_by", "withdraw_reason", "attended", "attended_on", "attended_by", "attended_at",
        *RECORDED,
    ]  # fmt: skip


@admin.register(Preparation)
class PreparationAdmin(FactAdmin):
    """What was told on a day; a file is changed on the page of the organization alone, where it is looked into."""

    list_display = ["organization", "told_on", "norm_body", "measures_body", "meeting_raw", "source"]
    list_filter = ["campaign"]
    exclude = ["measures_file"]
    readonly_fields = ["campaign", "organization", "told_on", "meeting_raw", "meeting_first", "meeting_last", *RECORDED]


class ToldAdmin(FactAdmin):
    """Taken back on the page of the organization, with a reason; a slip of the pen is corrected here."""

    list_filter = ["campaign"]
    readonly_fields = [
        "campaign", "organization", "told_on", "withdrawn_on", "withdrawn_by", "withdraw_reason", *RECORDED,
    ]  # fmt: skip


class DatedAdmin(ToldAdmin):
    readonly_fields = [*ToldAdmin.readonly_fields, "raw", "first_day", "last_day"]


@admin.register(Seminar)
class SeminarAdmin(DatedAdmin):
    list_display = ["topic", "organization", "raw", "trained", "told_on", "withdrawn_on"]


@admin.register(Manual)
class ManualAdmin(DatedAdmin):
    list_display = ["title", "organization", "raw", "copies", "told_on", "withdrawn_on"]


@admin.register(ManualHandout)
class ManualHandoutAdmin(DatedAdmin):
    list_display = ["manual", "organization", "raw", "copies", "told_on", "withdrawn_on"]
    list_select_related = ["campaign", "organization", "manual"]
    readonly_fields = [*DatedAdmin.readonly_fields, "manual"]


@admin.register(Agreement)
class AgreementAdmin(ToldAdmin):
    list_display = ["subject", "kind", "organization", "parties", "signed_on", "valid_until", "withdrawn_on"]


@admin.register(PacketPart)
class PacketPartAdmin(ReasonAdmin):
    """The checklist of a campaign. A part that is not asked any more is set to that: papers that came stay."""

    list_display = ["campaign", "position", "title_ru", "of_conferences", "of_meetings", "asks_number", "asks_day"]
    list_filter = ["campaign"]
    list_select_related = ["campaign"]
    search_fields = ["title_ru", "title_kk", "code"]
    autocomplete_fields = ["campaign"]


@admin.register(PacketDocument)
class PacketDocumentAdmin(ReasonAdmin):
    """A wrong number or day is corrected here; what came, and when, is entered on the page of the packet."""

    list_display = ["submission", "part", "number", "day", "received_on", "on_paper"]
    list_filter = ["part__campaign", "on_paper"]
    list_select_related = ["submission__obligation__organization", "submission__obligation__requirement", "part"]
    search_fields = ["submission__obligation__organization__code", "submission__obligation__organization__search"]
    readonly_fields = ["submission", "part", "bound", "received_on", "on_paper", *RECORDED]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
