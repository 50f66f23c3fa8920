"""Staff and administrators show a second factor, and whoever has set one up; the demonstration does not ask for it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.entering import ASK_SECOND_FACTOR
from organizations.access import Permission, can

# Where a person without the second factor may still go, beside the pages of everybody.
OPEN = {"accounts:second_factor"}


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if settings.DEMO or not user.is_authenticated or user.is_verified():
            return None
        match = request.resolver_match
        if not getattr(view, "login_required", True) or (match and match.view_name in OPEN):
            return None
        asked = request.session.get(ASK_SECOND_FACTOR) or can(user, Permission.NEEDS_SECOND_FACTOR)
        return _to_second_factor(request) if asked else None


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    address = reverse("accounts:second_factor")
    if request.method in {"GET", "HEAD"} and request.path != "/":
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
