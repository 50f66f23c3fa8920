"""Corrections of campaigns, with a reason. Statements and conferences are entered by the verbs of their own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from campaigns.models import BranchSchedule, Campaign, Conference, CongressDate, LevelProgress, Plan, Window
from organizations.admin_base import ReasonAdmin

RECORDED = ["recorded_by", "recorded_at"]


@admin.register(Campaign)
class CampaignAdmin(ReasonAdmin):
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
