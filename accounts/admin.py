"""Users seen by administrators. Roles are not here: they come with appointments."""

from typing import Any

import django.contrib.auth.admin  # noqa: F401 -- registers what is taken away below
import django_otp.plugins.otp_totp.admin  # noqa: F401 -- likewise
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import OneTimeKey, User

# Rights come with appointments, not with groups; nobody looks at the keys of another's second factor.
admin.site.unregister([Group, TOTPDevice])


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Made by an invitation; here one is switched off, or gets another address or language."""

    list_display = ["email", "language", "is_active", "last_login"]
    list_filter = ["is_active", "language"]
    search_fields = ["email"]
    fields = ["email", "language", "is_active", "joined_on", "last_login"]
    readonly_fields = ["joined_on", "last_login"]

    actions = ["forget_second_factor"]

    @admin.action(description=_("Forget the second factor (a lost telephone)"))
    def forget_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """The person sets up a new one at the next sign-in, where the role needs one."""
        TOTPDevice.objects.filter(user__in=users).delete()
        messages.success(request, _("The second factor of the chosen people is forgotten."))

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
