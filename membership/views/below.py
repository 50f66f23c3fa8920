"""The reports of an organization and of all bodies below it: how far each is, all of them in Excel, all that pass at once."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import waiting
from documents.responses import sheet_errors
from documents.uploads import CONTENT_TYPES
from membership import below_table
from membership.below import Below, Line, obligations_of, submit_ready
from membership.below_table import IncomingBelow
from organizations.access import Permission, can, require
from organizations.models import Organization
from reporting import drafts
from reporting.forms.round_trip import TableFileForm
from reporting.models import Draft, Obligation

PER_PAGE = 100
FIRST_YEAR, LAST_YEAR = 1990, 2100
# What needs a hand stands first.
ORDER = ("errors", "ready", "no_draft", "shut", "standing")
View = Callable[..., HttpResponse]


def of_below(permission: Permission) -> Callable[[View], View]:
    """The view gets the reports of that organization and year, of those who may do this for all of them."""

    def decorated(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, code: str, year: int) -> HttpResponse:
            root = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
            require(request.user, permission, root)
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise Http404
            today = timezone.localdate()
            owed = Obligation.objects.visible_to(request.user, permission).with_status(today)
            return view(request, Below(root, year, owed.filter(obligations_of(year, root)), today))

        return wrapped

    return decorated


def _about(below: Below) -> dict[str, Any]:
    return {"organization": below.root, "code": below.root.code, "year": below.year, "state_year": str(below.year)}


# --- How far they are -------------------------------------------------------------------------------------


@require_safe
@of_below(Permission.FILL)
def below(request: HttpRequest, below: Below) -> HttpResponse:
    lines = sorted(below.lines, key=_order)
    counts = Counter(line.state for line in lines)
    context = {
        **_about(below),
        "page_obj": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "counts": [(words, counts[state]) for state, words in _words().items() if counts[state]],
        "ready": counts["ready"],
        "may_submit": can(request.user, Permission.SUBMIT, below.root),
        "words": _words(),
    }
    return render(request, "membership/below.html", context)


def _order(line: Line) -> int:
    return ORDER.index(line.state)


def _words() -> dict[str, str]:
    return {
        "errors": _("Draft: to be corrected"),
        "ready": _("Draft: everything adds up"),
        "no_draft": _("No draft yet"),
        "shut": _("Not open"),
        "standing": _("Handed in"),
    }


@require_POST
@of_below(Permission.SUBMIT)
def below_submit(request: HttpRequest, below: Below) -> HttpResponse:
    """Every draft that passes; the others stay what they are."""
    try:
        made = submit_ready(below, by=request.user, at=timezone.now())
    except Draft.Conflict:
        messages.warning(request, _("A draft changed meanwhile, so nothing was submitted. Look once more."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        sentence = ngettext("{n} report was submitted.", "{n} reports were submitted.", len(made))
        messages.success(request, sentence.format(n=len(made)))
        if made:
            messages.info(request, _("The receipts are on the way to your e-mail."))
    return redirect("membership:below", below.root.code, below.year)


# --- Excel ------------------------------------------------------------------------------------------------


@require_safe
@of_below(Permission.FILL)
def below_template(request: HttpRequest, below: Below) -> HttpResponse:
    answer = HttpResponse(below_table.write(below), content_type=CONTENT_TYPES["xlsx"])
    name = f"membership_{below.root.code}_{below.year}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@of_below(Permission.FILL)
def below_upload(request: HttpRequest, below: Below) -> HttpResponse:
    """A file is read and its difference shown; the drafts stay as they are until that is confirmed."""
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        waiting.sweep(timezone.now())
        try:
            return _preview(request, below, form.cleaned_data["file"])
        except ValidationError as error:
            form.refuse(error)
    about = _about(below)
    template_url = reverse("membership:below_template", args=[about["code"], about["year"]])
    return render(request, "membership/below_upload.html", {**about, "form": form, "template_url": template_url})


@require_POST
@of_below(Permission.FILL)
def below_confirm(request: HttpRequest, below: Below) -> HttpResponse:
    """Reads the file once more: what becomes the drafts is what was shown, or it is shown anew."""
    kept = waiting.get(request.POST.get("reference", ""), purpose=_purpose(below), whose=request.user)
    if kept is None:
        messages.error(request, _("The file is no longer here. Choose it once more."))
        return redirect("membership:below_upload", below.root.code, below.year)
    file, shown = kept
    with file:
        return _confirmed(request, below, file, shown)


def _confirmed(request: HttpRequest, below: Below, file: File, shown: str) -> HttpResponse:
    try:
        incoming = below_table.read(below, file)
        if incoming.errors or incoming.fingerprint() != shown:
            raise ValidationError("")
        drafts.save_many(incoming.changed, by=request.user, at=timezone.now())
    except (Draft.Conflict, ValidationError):
        messages.warning(request, _("A draft changed meanwhile, so the difference is another one. Look once more."))
        try:
            return _preview(request, below.again(), file)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("membership:below_upload", below.root.code, below.year)
    waiting.drop(file)
    count = len(incoming.changed)
    sentence = ngettext("{n} draft was changed.", "{n} drafts were changed.", count).format(n=count)
    messages.success(request, _("{drafts} Nothing was submitted yet.").format(drafts=sentence))
    return redirect("membership:below", below.root.code, below.year)


def _preview(request: HttpRequest, below: Below, file: File) -> HttpResponse:
    incoming = below_table.read(below, file)
    if incoming.errors:
        upload_url = reverse("membership:below_upload", args=[below.root.code, below.year])
        title = _("Nothing is taken over: correct the file")
        return sheet_errors(request, incoming.errors, title=title, upload_url=upload_url)
    reference = ""
    if incoming.changed:
        reference = waiting.put(file, purpose=_purpose(below), whose=request.user, shown=incoming.fingerprint())
    shown = incoming.differences
    context = {
        **_about(below),
        "incoming": incoming,
        "told": _told(incoming),
        "differences": shown,
        "more": incoming.kinds.total() - len(shown),
        "reference": reference,
    }
    return render(request, "membership/below_preview.html", context)


def _purpose(below: Below) -> str:
    return f"membership-below:{below.root.pk}:{below.year}"


def _told(incoming: IncomingBelow) -> list[str]:
    kinds = incoming.kinds
    return [
        _("Organizations: {n}.").format(n=len(incoming.changed)),
        _("New: {n}.").format(n=kinds["new"]),
        _("Changed: {n}.").format(n=kinds["changed"]),
        _("Removed: {n}.").format(n=kinds["removed"]),
        _("Without a difference: {n}.").format(n=incoming.unchanged),
    ]
