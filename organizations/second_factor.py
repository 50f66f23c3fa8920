"""Staff and administrators show a second factor; the demonstration does not ask for it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from organizations.access import Permission, can

# Where a person without the second factor may still go: to give it, to sign out, to change the language.
OPEN_NAMESPACES = {"accounts"}


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
        if match and (match.namespace in OPEN_NAMESPACES or not getattr(view, "login_required", True)):
            return None
        return redirect("accounts:second_factor") if can(user, Permission.NEEDS_SECOND_FACTOR) else None
