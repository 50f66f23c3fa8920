"""New decree → its items → what they ask: the forms of staff."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decrees.forms import ChangeForm, DecreeForm, ItemForm
from decrees.models import Decree, DecreeItem, DecreeLink
from organizations.access import Permission, require

form_page = require_http_methods(["GET", "POST"])


@form_page
def create(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ASK)
    form = DecreeForm(request.POST or None, request.FILES or None, user=request.user)
    if _saved(request, form):
        messages.success(request, _("The decree is entered. Now enter its items."))
        return redirect("decrees:item_create", form.instance.pk)
    return render(request, "decrees/decree_form.html", {"form": form})


@form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    decree = _writable(request, pk)
    form = DecreeForm(request.POST or None, request.FILES or None, instance=decree, user=request.user)
    if _saved(request, form):
        messages.success(request, _("Saved."))
        return redirect(decree)
    return render(request, "decrees/decree_form.html", {"form": form, "decree": _unchanged(decree)})


@form_page
def item_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The next number stands there already: items are entered one after the other."""
    decree = _writable(request, pk)
    last = decree.items.aggregate(last=Max("position"))["last"] or 0
    item = DecreeItem(decree=decree, position=last + 1)
    form = ItemForm(request.POST or None, instance=item, initial={"number": str(last + 1)})
    if _saved(request, form):
        messages.success(request, _("Item {number} is entered.").format(number=item.number))
        return redirect("decrees:item_create", pk) if "another" in request.POST else redirect(_place_of(item))
    return render(request, "decrees/item_form.html", {"form": form, "decree": decree})


@form_page
def item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(DecreeItem.objects.visible_to(request.user).select_related("decree"), pk=pk)
    require(request.user, Permission.ASK)
    form = ItemForm(request.POST or None, instance=item)
    if _saved(request, form):
        messages.success(request, _("Saved."))
        return redirect(_place_of(item))
    return render(request, "decrees/item_form.html", {"form": form, "decree": item.decree, "item": item})


@form_page
def change_create(request: HttpRequest, pk: int) -> HttpResponse:
    """That this decree amends or repeals another one."""
    decree = _writable(request, pk)
    form = ChangeForm(request.POST or None, instance=DecreeLink(decree=decree), user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(decree)
    return render(request, "decrees/change_form.html", {"form": form, "decree": decree})


def _writable(request: HttpRequest, pk: int) -> Decree:
    decree = get_object_or_404(Decree.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.ASK)
    return decree


def _unchanged(decree: Decree) -> Decree:
    """As saved: a refused form has written what was typed into the object at hand."""
    return type(decree)._default_manager.get(pk=decree.pk)


def _place_of(item: DecreeItem) -> str:
    return f"{item.decree.get_absolute_url()}#item-{item.pk}"


def _saved(request: HttpRequest, form: Any) -> bool:
    """Checked and saved in one transaction, so that nobody saves in between; the author goes into the history."""
    if request.method != "POST":
        return False
    with transaction.atomic():
        if not form.is_valid():
            return False
        form.instance._history_user = request.user
        form.save()
    return True
