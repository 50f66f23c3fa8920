"""Coming in and going out."""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import demonstration
from accounts.entering import enter, next_page, remember_language
from accounts.forms import WRONG_CODE, CodeForm, SignInForm
from accounts.models import OneTimeKey, User
from accounts.views import locked_out


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and request.method != "POST":
        return redirect(next_page(request))
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.user:
        return enter(request, form.user, next_page(request))
    context = {"form": form, "next": next_page(request, default="")}
    if settings.DEMO:
        groups = demonstration.groups(timezone.localdate())
        context |= {"demo_groups": groups, "demo_password": demonstration.PASSWORD}
    return render(request, "accounts/sign_in.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """By a code that staff read out. Wrong ones count towards the lock of the account, and spend the code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        credentials = {"username": form.cleaned_data["username"]}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request)
        user = OneTimeKey.redeem_code(credentials["username"], form.cleaned_data["code"], at=timezone.now())
        if user:
            return enter(request, user, next_page(request))
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        form.add_error(None, WRONG_CODE)
    return render(request, "accounts/sign_in_code.html", {"form": form, "next": next_page(request, default="")})


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign_in")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Kazakh or Russian, for this browser and, signed in, for the letters too. The page stays."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("There is no such language here."), content_type="text/plain; charset=utf-8")
    response = redirect(next_page(request))
    remember_language(response, code)
    if isinstance(request.user, User) and request.user.language != code:
        User.objects.filter(pk=request.user.pk).update(language=code)
    return response
