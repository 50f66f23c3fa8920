"""Corrections of lists, thresholds and recorded changes, with a reason. Reports are looked at here and never changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from membership.models import (
    Classifier,
    FirstCheck,
    LockedYear,
    MembershipReport,
    Parameter,
    TerritoryEvent,
    UncoveredTerritory,
)
from organizations.admin_base import ReadOnlyAdmin, ReasonAdmin


@admin.register(Classifier)
class ClassifierAdmin(ReasonAdmin):
    """A row that reports have used keeps its code: it is closed with a last year instead of being renamed."""

    list_display = ["list", "code", "title_ru", "title_kk", "position", "first_year", "last_year"]
    list_filter = ["list"]
    search_fields = ["code", "title_ru", "title_kk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["list", "code"] if obj else []


@admin.register(Parameter)
class ParameterAdmin(ReasonAdmin):
    list_display = ["code", "value", "first_year", "source"]
    list_filter = ["code"]


@admin.register(TerritoryEvent)
class TerritoryEventAdmin(ReasonAdmin):
    list_display = ["on", "kind", "origin", "target", "reason", "members_total", "members_employed"]
    list_filter = ["kind", "reason"]
    list_select_related = ["origin", "target"]
    search_fields = ["origin__code", "target__code", "source"]
    autocomplete_fields = ["origin", "target"]
    readonly_fields = ["recorded_by", "recorded_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The page of the staff records them, with its checks."""
        return False


@admin.register(UncoveredTerritory)
class UncoveredTerritoryAdmin(ReasonAdmin):
    list_display = ["organization", "name_ru", "since", "is_largest", "covered_on"]
    list_select_related = ["organization"]
    search_fields = ["organization__code", "name_ru", "name_kk"]
    autocomplete_fields = ["organization"]


@admin.register(LockedYear)
class LockedYearAdmin(ReasonAdmin):
    list_display = ["year", "locked_on", "locked_by", "reason"]
    readonly_fields = ["year", "locked_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(MembershipReport)
class MembershipReportAdmin(ReadOnlyAdmin):
    list_display = ["organization", "year", "members_total", "members_employed", "failed_checks", "submission"]
    list_filter = ["year"]
    list_select_related = [
        "organization",
        "submission__obligation__requirement",
        "submission__obligation__organization",
    ]
    search_fields = ["organization__code", "organization__short_ru"]


@admin.register(FirstCheck)
class FirstCheckAdmin(ReadOnlyAdmin):
    list_display = ["obligation", "failed_checks", "by", "at"]
    list_select_related = ["obligation__requirement", "obligation__organization", "by"]
