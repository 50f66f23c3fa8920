"""Corrections of decrees, with a reason; everyday work has pages of its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from decrees.models import Decree, DecreeItem, DecreeLink
from organizations.admin_base import ReasonAdmin


@admin.register(Decree)
class DecreeAdmin(ReasonAdmin):
    list_display = ["title_ru", "number", "session", "adopted_on", "body", "is_fictional"]
    list_filter = ["body"]
    search_fields = ["title_ru", "title_kk", "number"]
    autocomplete_fields = ["controllers"]
    readonly_fields = ["attachment"]


@admin.register(DecreeItem)
class DecreeItemAdmin(ReasonAdmin):
    """The mark is put on the page of the decree, where the day and the reason are asked."""

    list_display = ["decree", "number", "kind", "mark", "marked_on"]
    list_filter = ["kind", "mark"]
    list_select_related = ["decree"]
    search_fields = ["text_ru", "text_kk", "decree__number"]
    autocomplete_fields = ["decree"]
    readonly_fields = ["mark", "marked_on", "marked_by", "mark_reason"]


@admin.register(DecreeLink)
class DecreeLinkAdmin(admin.ModelAdmin):
    """What was linked by mistake is taken away here: it keeps no history of its own."""

    list_display = ["decree", "kind", "target", "note"]
    list_select_related = ["decree", "target"]
    autocomplete_fields = ["decree", "target"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
