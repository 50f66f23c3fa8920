"""The administrators' site: Django's own, open to the role of administrator and signed in through our page."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from organizations.access import Permission, can


class UnionAdminSite(admin.AdminSite):
    site_header = _("Corrections")
    site_title = _("Corrections")
    index_title = _("What can be corrected")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and can(request.user, Permission.ADMINISTER)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """One sign-in page for everybody, with its throttle and second factor; who is signed in would return in a circle."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path))
