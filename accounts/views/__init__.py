"""Signing in and out, passwords, the second factor, the language; and what a refused form is told."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from another sign-in, or after the session ended; what was typed is kept as a draft."""
    return render(request, "403_csrf.html", status=403)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many failures for this account from this address; opens by itself."""
    return render(request, "accounts/locked_out.html", status=429)
