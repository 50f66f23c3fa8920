"""On control, executed, removed from control: the mark of one item."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decrees import marks
from decrees.forms import MarkForm
from decrees.models import DecreeItem


@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(DecreeItem.objects.visible_to(request.user).select_related("decree"), pk=pk)
    if not marks.may_mark(request.user, item.decree):
        raise PermissionDenied
    form = MarkForm(request.POST or None, initial={"mark": item.mark, "on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _marked(request, item, form):
        messages.success(request, _("Item {number}: {mark}.").format(number=item.number, mark=item.get_mark_display()))
        return redirect(f"{item.decree.get_absolute_url()}#item-{item.pk}")
    told = marks.histories(item.decree).get(item.pk, [])
    return render(request, "decrees/mark.html", {"form": form, "item": item, "decree": item.decree, "history": told})


def _marked(request: HttpRequest, item: DecreeItem, form: MarkForm) -> bool:
    data = form.cleaned_data
    try:
        item.set_mark(data["mark"], on=data["on"], reason=data["reason"], by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
