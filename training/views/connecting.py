"""Staff say of which period a requirement asks, where it has not been said."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.access import Permission, require
from reporting.models import Requirement
from training.forms.connecting import ConnectForm
from training.models.asked import KIND


@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Requirement.objects.visible_to(request.user).select_related("decree_item__decree")
    requirement = get_object_or_404(visible, pk=pk)
    require(request.user, Permission.ASK)
    if not visible.filter(pk=pk, kind=KIND, training_asked=None).exists():
        raise Http404
    form = ConnectForm(request.POST or None, requirement=requirement)
    with transaction.atomic():
        done = request.method == "POST" and form.try_to_act(by=request.user)
    if done:
        sentence = _("“{requirement}” says now of which period it asks.")
        messages.success(request, sentence.format(requirement=requirement.title))
        return redirect("training:table")
    return render(request, "training/connect.html", {"form": form, "requirement": requirement})
