"""Users seen by administrators. Roles are not here: they come with appointments."""

from typing import Any

import django.contrib.auth.admin  # noqa: F401 -- registers the groups
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import OneTimeKey, User

# Rights come with appointments, not with groups; Django's module is imported for it to have registered them by now.
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Made by an invitation; here one is switched off, or gets another address or language."""

    list_display = ["email", "language", "is_active", "last_login"]
    list_filter = ["is_active", "language"]
    search_fields = ["email"]
    fields = ["email", "language", "is_active", "joined_on", "last_login"]
    readonly_fields = ["joined_on", "last_login"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OneTimeKey)
class OneTimeKeyAdmin(admin.ModelAdmin):
    """Who let whom in, and when; the secret itself is kept nowhere."""

    list_display = ["user", "kind", "issued_by", "issued_at", "expires_at", "used_at", "failures"]
    list_select_related = ["user", "issued_by"]
    list_filter = ["kind"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
