"""What makes daily work easier and is nobody else's business: columns of tables, keys of the keyboard."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.columns import forget, remember
from accounts.entering import next_page
from accounts.models import User, signed_in
from documents import registry

KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")
MOST_OFFERED = 500


@require_POST
def columns(request: HttpRequest, table: str) -> HttpResponse:
    """Which columns of a table are shown from now on; or the usual ones again. Keys of columns that are no longer there
    do nothing."""
    if table not in registry.names():
        raise Http404
    if "usual" in request.POST:
        forget(signed_in(request), table)
        messages.success(request, _("All usual columns are shown again."))
        return redirect(next_page(request))
    offered = [key for key in request.POST.getlist("offered")[:MOST_OFFERED] if KEY.fullmatch(key)]
    chosen = set(request.POST.getlist("column")) & set(offered)
    if not chosen:
        messages.error(request, _("Choose at least one column."))
        return redirect(next_page(request))
    remember(signed_in(request), table, offered, chosen)
    messages.success(request, _("The columns are remembered for you."))
    return redirect(next_page(request))


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Whether single keys of the keyboard do anything."""
    uses = request.POST.get("keys") == "on"
    User.objects.filter(pk=signed_in(request).pk).update(uses_keys=uses)
    said = _("The keys of the keyboard work.") if uses else _("The keys of the keyboard are switched off.")
    messages.success(request, said)
    return redirect(next_page(request, default="accounts:profile"))
