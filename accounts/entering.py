"""What happens whenever a person comes in, by whichever door, and where they may be sent afterwards."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import user_has_device

from accounts.models import User

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
# In the session: this person has set up a second factor, so it is asked for whatever their role.
ASK_SECOND_FACTOR = "ask_second_factor"


def enter(request: HttpRequest, user: User, to: str) -> HttpResponse:
    """Signs the person in and leads on; pages come in the person's language unless this browser was told another."""
    login(request, user, backend=MODEL_BACKEND)
    request.session[ASK_SECOND_FACTOR] = user_has_device(user)
    response = redirect(to)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember_language(response, user.language)
    return response


def remember_language(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 60 * 60,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )


def next_page(request: HttpRequest, default: str = settings.LOGIN_REDIRECT_URL) -> str:
    """`next` of the form or the address, if it stays on this site; else the default."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe else default
