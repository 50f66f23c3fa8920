"""The second factor: six digits of an app on the telephone, set up once, asked for at every sign-in."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import devices_for_user, login as show_device, verify_token

from accounts import one_time_passwords
from accounts.entering import ASK_SECOND_FACTOR, next_page
from accounts.forms import SecondFactorForm
from accounts.models import signed_in

SALT = "accounts.second_factor"
SETTING_UP = 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Gives the code where a device is known, sets one up where none is."""
    if signed_in(request).is_verified():
        return redirect(next_page(request, default="accounts:profile"))
    device = next(devices_for_user(signed_in(request)), None)
    return _give(request, device) if device else _set_up(request)


def _give(request: HttpRequest, device: Any) -> HttpResponse:
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verified = verify_token(signed_in(request), device.persistent_id, form.cleaned_data["token"])
        if verified:
            return _shown(request, verified)
        form.add_error("token", _refusal(device))
    return render(request, "accounts/second_factor.html", {"form": form, "next": next_page(request, default="")})


def _refusal(device: Any) -> str:
    device.refresh_from_db()
    allowed, why = device.verify_is_allowed()
    if not allowed and why and why.get("locked_until"):
        seconds = max(int((why["locked_until"] - timezone.now()).total_seconds()), 1)
        return _("The code is wrong. The next attempt is possible in {seconds} s.").format(seconds=seconds)
    return _wrong()


def _set_up(request: HttpRequest) -> HttpResponse:
    """The key travels in the form, signed, until its first code proves that the app has it: a GET writes nothing."""
    key = _travelling_key(request) or one_time_passwords.new_key()
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = one_time_passwords.prove(signed_in(request), key, form.cleaned_data["token"], at=timezone.now())
        if device:
            messages.success(request, _("The second factor is set up. Keep the telephone with the app at hand."))
            return _shown(request, device)
        form.add_error("token", _wrong())
    address = one_time_passwords.address(signed_in(request), key)
    context = {
        "form": form,
        "next": next_page(request, default=""),
        "sealed_key": signing.dumps([signed_in(request).pk, key], salt=SALT),
        "picture": one_time_passwords.picture(address),
        "key_in_words": one_time_passwords.in_words(key),
    }
    return render(request, "accounts/second_factor_set_up.html", context)


def _wrong() -> str:
    return _("The code is wrong. Take the one that the app shows now; the clock of the telephone must be right.")


def _travelling_key(request: HttpRequest) -> str | None:
    try:
        whose, key = signing.loads(request.POST.get("sealed_key", ""), salt=SALT, max_age=SETTING_UP)
    except (signing.BadSignature, ValueError):
        return None
    return key if whose == signed_in(request).pk else None


def _shown(request: HttpRequest, device: Any) -> HttpResponse:
    show_device(request, device)
    request.session[ASK_SECOND_FACTOR] = True
    request.session.cycle_key()
    return redirect(next_page(request))


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    context = {
        "has_second_factor": any(devices_for_user(signed_in(request))),
        "has_password": signed_in(request).has_usable_password(),
    }
    return render(request, "accounts/profile.html", context)


@require_POST
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """By the person who has just shown it; the role that needs one asks for a new one at once."""
    if not signed_in(request).is_verified():
        raise PermissionDenied
    for device in devices_for_user(signed_in(request)):
        device.delete()
    request.session[ASK_SECOND_FACTOR] = False
    messages.success(request, _("The second factor is off."))
    return redirect("accounts:profile")
