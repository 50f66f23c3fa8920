"""Files of a packet, one request each: laid down by a script that may try again, put in order, taken away, given back."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import packet_files, packet_form
from campaigns.models import PacketFile, PacketPart
from campaigns.packet_form import PART
from campaigns.views import packet as filling
from documents.pictures import thumbnail
from documents.uploads import attachment
from organizations.access import Permission
from reporting import drafts
from reporting.models import Draft, Submission
from reporting.views.filling import conflict_page, shut_page

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def packet_file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One file, for static/js/packet.js: {html, words} of its part, or {message} why it is refused. `upload` names
    this file, so that one sent again after a lost answer is kept once."""
    task = filling.task_of(request, pk)
    if isinstance(task, HttpResponse):
        return JsonResponse({}, status=409)
    shut = drafts.shut(task.obligation, timezone.localdate())
    if shut and shut.code != "standing":
        return JsonResponse({"message": shut.sentence}, status=409)
    part = next((one for one in task.packet.parts if one.code == request.POST.get("part")), None)
    file = request.FILES.get("file")
    if part is None or file is None:
        return JsonResponse({}, status=400)
    try:
        packet_files.add_file(
            task.obligation, part, file, by=request.user, at=timezone.now(), upload=_uuid(request.POST.get("upload"))
        )
    except ValidationError as error:
        code = next(iter(error.error_list)).code
        return JsonResponse({"message": error.messages[0], "code": code}, status=409 if code == "sent" else 400)
    return JsonResponse(_as_it_lies(request, task, part))


def _as_it_lies(request: HttpRequest, task: filling.Task, part: PacketPart) -> dict[str, object]:
    """The files of a part as the page shows them."""
    context = filling.lines_context(task, task.form())
    line = next(line for line in context["lines"] if line.part.pk == part.pk)
    html = render_to_string("campaigns/packet/_files.html", {"line": line}, request)
    return {"html": html, "room": packet_files.room_in(task.obligation, part)}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@FORM_PAGE
def packet_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    return _changed(request, pk, lambda file: packet_files.remove(file, by=request.user, at=timezone.now()))


@FORM_PAGE
def packet_file_move(request: HttpRequest, pk: int) -> HttpResponse:
    """`to`: up or down, among the files of its part."""
    step = {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0)
    return _changed(request, pk, lambda file: packet_files.move(file, step))


def _changed(request: HttpRequest, pk: int, act: Callable[[PacketFile], None]) -> HttpResponse:
    """The typed answers come along and are kept, so nothing of them is lost without scripts."""
    lying = PacketFile.objects.visible_to(request.user, Permission.FILL).current().select_related("part", "obligation")
    file = get_object_or_404(lying, pk=pk)
    task = filling.task_of(request, file.obligation_id)
    if isinstance(task, HttpResponse):
        return task
    place = f"{PART}{file.part.code}"
    standing = task.obligation.standing()
    if standing is None and (page := shut_page(request, task.obligation)):
        return page
    if request.method != "POST":
        return redirect(f"{task.url}#{place}")
    if standing:
        return _changed_later(request, task, standing, file, act)
    try:
        filling.keep(request, task)
    except Draft.Conflict as conflict:
        return conflict_page(request, task.obligation, conflict.draft, packet_form.typed(request.POST))
    act(file)
    return redirect(f"{task.url}#{place}")


def _changed_later(
    request: HttpRequest, task: filling.Task, standing: Submission, file: PacketFile, act: Callable[[PacketFile], None]
) -> HttpResponse:
    """Among what waits to follow a hand-in: there is no draft any more, the page itself keeps what is typed."""
    from campaigns.views.packet_rest import rest_page

    try:
        act(file)
    except ValidationError as refusal:
        return render(
            request,
            "reporting/answer_shut.html",
            {
                "obligation": task.obligation,
                "shut": drafts.Shut("sent", refusal.messages[0], standing),
            },
            status=409,
        )
    return rest_page(request, task, standing, task.form(initial=packet_form.typed(request.POST)))


# --- Given back -----------------------------------------------------------------------------------------------------


@require_safe
def packet_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it came."""
    kept = get_object_or_404(_seen(request), pk=pk)
    return attachment(kept.file.open(), kept.name)


@require_safe
def packet_thumbnail(request: HttpRequest, pk: int) -> FileResponse:
    kept = get_object_or_404(_seen(request).exclude(page=""), pk=pk)
    with kept.page.open() as page:
        return attachment(ContentFile(thumbnail(page)), "page.jpg")


def _seen(request: HttpRequest) -> QuerySet[PacketFile]:
    """Handed in: by everybody who sees the organization. Waiting: only by those who fill in, and nobody's fact yet."""
    handed_in = Exists(PacketFile.documents.through.objects.filter(file=OuterRef("pk")))
    filled = PacketFile.objects.visible_to(request.user, Permission.FILL).values("pk")
    return PacketFile.objects.visible_to(request.user).filter(Q(handed_in) | Q(pk__in=filled))
