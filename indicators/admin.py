"""Corrections of words and links, with a reason. What is counted how is changed by a new version; reports are looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from indicators.models import ActivityForm, ActivityReport, Figure, FormAsked, FormVersion, Indicator, IndicatorGroup
from organizations.admin_base import ReadOnlyAdmin, ReasonAdmin

WORDS = ("title_ru", "title_kk", "hint_ru", "hint_kk", "unit_kk", "position")


@admin.register(ActivityForm)
class ActivityFormAdmin(ReasonAdmin):
    list_display = ["code", "title_ru", "title_kk", "cadence", "entered_by", "position"]
    list_filter = ["cadence", "entered_by"]
    search_fields = ["code", "title_ru", "title_kk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The page of the staff makes a form, with its first version."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code", "cadence", "entered_by"]


class OfAVersionAdmin(ReasonAdmin):
    """Its words only: figures stand under what it counts."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = [field.name for field in self.model._meta.fields if field.editable and not field.primary_key]
        return [name for name in names if name not in WORDS]


@admin.register(FormVersion)
class FormVersionAdmin(ReadOnlyAdmin):
    list_display = ["form", "number", "applies_from", "used_by", "used_at"]
    list_filter = ["form"]
    list_select_related = ["form", "used_by"]


@admin.register(IndicatorGroup)
class IndicatorGroupAdmin(OfAVersionAdmin):
    list_display = ["title_ru", "title_kk", "form_version", "position"]
    list_select_related = ["form_version__form"]
    search_fields = ["title_ru", "title_kk"]


@admin.register(Indicator)
class IndicatorAdmin(OfAVersionAdmin):
    list_display = ["code", "title_ru", "title_kk", "form_version", "answer", "nature", "is_required"]
    list_filter = ["answer", "nature", "form_version__form"]
    list_select_related = ["form_version__form"]
    search_fields = ["code", "title_ru", "title_kk"]


@admin.register(FormAsked)
class FormAskedAdmin(ReasonAdmin):
    list_display = ["form", "requirement", "part", "year", "shift"]
    list_filter = ["form"]
    list_select_related = ["form", "requirement"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The pages of the staff refuse what overlaps."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["form", "requirement"]


class FigureInline(admin.TabularInline):
    model = Figure
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ActivityReport)
class ActivityReportAdmin(ReadOnlyAdmin):
    list_display = ["form", "organization", "year", "part", "submission", "recorded_on", "set_aside_on"]
    list_filter = ["form", "year"]
    list_select_related = [
        "form",
        "organization",
        "submission__obligation__requirement",
        "submission__obligation__organization",
    ]
    search_fields = ["organization__code", "organization__short_ru"]
    inlines = [FigureInline]
