"""Invitations and passwords."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import letters
from accounts.entering import enter
from accounts.forms import ChangePasswordForm, NewPasswordForm, ResetForm
from accounts.models import OneTimeKey, User, signed_in

GET_AND_POST = ["GET", "HEAD", "POST"]


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(GET_AND_POST)
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The link from the mail. Looking at it spends nothing: programs that check mail look at links, too."""
    now = timezone.now()
    user = OneTimeKey.invited_by(secret, at=now)
    if user is None:
        return render(request, "accounts/link_gone.html", status=410)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if OneTimeKey.redeem_link(secret, at=now) is None:
                return render(request, "accounts/link_gone.html", status=410)
            form.save()
        messages.success(request, _("Welcome. From now on you sign in with your e-mail and this password."))
        return enter(request, user, settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})


@login_not_required
@never_cache
@require_http_methods(GET_AND_POST)
def password_reset(request: HttpRequest) -> HttpResponse:
    """The same answer whether the address is known or not."""
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(email=form.cleaned_data["email"], is_active=True).first()
        if user:
            letters.post_reset(user, at=timezone.now())
        return redirect("accounts:password_reset_sent")
    return render(request, "accounts/password_reset.html", {"form": form})


@login_not_required
@require_safe
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_sent.html")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(GET_AND_POST)
def password_reset_confirm(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    user = _user_of(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "accounts/link_gone.html", {"is_reset": True}, status=410)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The new password is saved. Sign in with it."))
        return redirect("accounts:sign_in")
    return render(request, "accounts/password_reset_confirm.html", {"form": form})


def _user_of(uid: str) -> User | None:
    try:
        return User.objects.filter(pk=int(urlsafe_base64_decode(uid)), is_active=True).first()
    except (ValueError, OverflowError):
        return None


@sensitive_post_parameters("present", "password", "again")
@require_http_methods(GET_AND_POST)
def password_change(request: HttpRequest) -> HttpResponse:
    """Other sessions of this person end; this one stays."""
    form = ChangePasswordForm(signed_in(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, signed_in(request))
        messages.success(request, _("The new password is saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/password_change.html", {"form": form})
