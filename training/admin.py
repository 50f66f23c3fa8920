"""Corrections of lists and of the norm, with a reason. Reports are looked at here and never changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from organizations.admin_base import ReadOnlyAdmin, ReasonAdmin
from training.models import (
    BudgetNorm,
    EventParticipants,
    EventsRow,
    Programme,
    ProgrammeModule,
    Responsible,
    Speaker,
    TrainedRow,
    TraineeCategory,
    TrainingAsked,
    TrainingEvent,
    TrainingPlan,
    TrainingReport,
)


@admin.register(TraineeCategory)
class TraineeCategoryAdmin(ReasonAdmin):
    """A category that reports have used keeps its code: it is closed with a last year instead of being renamed."""

    list_display = ["code", "title_ru", "title_kk", "position", "first_year", "last_year"]
    search_fields = ["code", "title_ru", "title_kk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(BudgetNorm)
class BudgetNormAdmin(ReasonAdmin):
    list_display = ["first_year", "percent", "source"]


@admin.register(TrainingAsked)
class TrainingAskedAdmin(ReasonAdmin):
    list_display = ["requirement", "part", "year", "shift"]
    list_select_related = ["requirement"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The page of the staff refuses what overlaps."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["requirement"]


class OfOneThing(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TrainedInline(OfOneThing):
    model = TrainedRow


class EventsInline(OfOneThing):
    model = EventsRow


@admin.register(TrainingReport)
class TrainingReportAdmin(ReadOnlyAdmin):
    list_display = ["organization", "year", "part", "trained_total", "budget_share", "submission"]
    list_filter = ["year", "part"]
    list_select_related = [
        "organization",
        "submission__obligation__requirement",
        "submission__obligation__organization",
    ]
    search_fields = ["organization__code", "organization__short_ru"]
    inlines = [TrainedInline, EventsInline]


# --- What has pages of its own: looked at here, with its history ------------------------------------------


class ModuleInline(OfOneThing):
    model = ProgrammeModule


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ["name_ru", "first_year", "last_year", "organization"]
    list_select_related = ["organization"]
    search_fields = ["name_ru", "name_kk"]
    inlines = [ModuleInline]


@admin.register(TrainingPlan)
class TrainingPlanAdmin(ReadOnlyAdmin):
    list_display = ["organization", "year", "body", "number", "approved_on"]
    list_filter = ["year"]
    list_select_related = ["organization"]
    search_fields = ["organization__code", "organization__short_ru"]


class SpeakerInline(OfOneThing):
    model = Speaker


class ParticipantsInline(OfOneThing):
    model = EventParticipants


@admin.register(TrainingEvent)
class TrainingEventAdmin(ReadOnlyAdmin):
    list_display = ["title", "organization", "form", "planned_raw", "held_from", "held_to", "cancelled_on"]
    list_filter = ["form"]
    list_select_related = ["organization"]
    search_fields = ["title", "organization__code", "organization__short_ru"]
    inlines = [SpeakerInline, ParticipantsInline]


@admin.register(Responsible)
class ResponsibleAdmin(ReasonAdmin):
    """A day that was entered wrong is corrected here; who comes next is named on the page."""

    list_display = ["organization", "person", "from_day", "ended_on"]
    list_select_related = ["organization", "person"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["organization", "person"]
