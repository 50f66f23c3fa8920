"""Corrections of lists, with a reason. Inspections are looked at here and written on their own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from inspections.models import FindingSection, Inspection, InspectionPlan, Recommendation, ReplyTerm
from organizations.admin_base import ReadOnlyAdmin, ReasonAdmin


@admin.register(FindingSection)
class FindingSectionAdmin(ReasonAdmin):
    """A section keeps its code: the figures of the system are found by it. It is closed instead of deleted."""

    list_display = ["code", "name_ru", "name_kk", "position", "closed_on"]
    search_fields = ["code", "name_ru", "name_kk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(ReplyTerm)
class ReplyTermAdmin(ReasonAdmin):
    list_display = ["from_day", "days", "source"]


@admin.register(InspectionPlan)
class InspectionPlanAdmin(ReadOnlyAdmin):
    list_display = ["year", "approved_by", "number", "approved_on"]


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ["organization", "kind", "planned_from", "ended_on", "signed_on", "handed_over_on"]
    list_filter = ["kind"]
    list_select_related = ["organization"]
    search_fields = ["organization__code", "organization__short_ru", "topic_ru"]


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    list_display = ["inspection", "number", "text", "due_on"]
    list_select_related = ["inspection__organization"]
