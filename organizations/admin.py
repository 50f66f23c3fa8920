"""Corrections of the registry, with a reason; everyday work has pages of its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from organizations.admin_base import ReadOnlyAdmin, ReasonAdmin
from organizations.models import (
    Alias,
    Appointment,
    ConsultativeBody,
    FormerName,
    Organization,
    Person,
    Placement,
    Region,
    ReserveEntry,
    SocialChannel,
)


@admin.register(Organization)
class OrganizationAdmin(ReasonAdmin):
    list_display = ["code", "short_ru", "short_kk", "level", "kind", "region", "closed_on"]
    list_filter = ["level", "kind", "region"]
    search_fields = ["search"]
    autocomplete_fields = ["parent", "predecessor"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Scripts and addresses rely on the code; "move" changes the higher body and keeps where it stood."""
        return ["code", "level", "parent"] if obj else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The page of the registry makes them: it places them in the tree, too."""
        return False


@admin.register(Person)
class PersonAdmin(ReasonAdmin):
    list_display = ["name_ru", "name_kk", "phone", "email", "user"]
    search_fields = ["name_ru", "name_kk", "phone", "email"]
    autocomplete_fields = ["user"]


@admin.register(Appointment)
class AppointmentAdmin(ReasonAdmin):
    list_display = ["person", "organization", "position", "is_acting", "from_day", "ended_on"]
    list_filter = ["position", "is_acting"]
    list_select_related = ["person", "organization"]
    search_fields = ["person__name_ru", "person__name_kk", "organization__code"]
    autocomplete_fields = ["person", "organization"]


@admin.register(ReserveEntry)
class ReserveEntryAdmin(ReasonAdmin):
    list_display = ["person", "organization", "position", "approved_on", "removed_on"]
    list_filter = ["position"]
    list_select_related = ["person", "organization"]
    search_fields = ["person__name_ru", "person__name_kk", "organization__code"]
    autocomplete_fields = ["person", "organization"]


@admin.register(ConsultativeBody)
class ConsultativeBodyAdmin(ReasonAdmin):
    list_display = ["organization", "kind", "name_ru", "head", "since", "ended_on"]
    list_filter = ["kind"]
    list_select_related = ["organization", "head"]
    search_fields = ["organization__code", "name_ru", "name_kk"]
    autocomplete_fields = ["organization", "head"]


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ["iso", "name_ru", "name_kk", "exists_from", "split_from"]


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    list_display = ["organization", "parent", "from_day", "to_day"]
    list_select_related = ["organization", "parent"]
    search_fields = ["organization__code", "organization__short_ru"]


@admin.register(FormerName)
class FormerNameAdmin(ReadOnlyAdmin):
    list_display = ["organization", "short_ru", "valid_from", "valid_to"]
    list_select_related = ["organization"]
    search_fields = ["organization__code", "organization__short_ru"]


@admin.register(Alias)
class AliasAdmin(ReadOnlyAdmin):
    list_display = ["name", "organization"]
    list_select_related = ["organization"]
    search_fields = ["name"]


@admin.register(SocialChannel)
class SocialChannelAdmin(ReadOnlyAdmin):
    list_display = ["organization", "kind", "address", "confirmed_on"]
    list_select_related = ["organization"]
