"""The Word templates staff own: which is in force, which fields it may use, earlier versions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.uploads import clean_name
from letters import kinds
from letters.asking import usual_asking
from letters.context import Envelope, Material, fields_of
from letters.forms import TemplateForm
from letters.kinds import LetterKind
from letters.models import WordTemplate
from letters.views.files import word_file
from letters.views.sight import kind_in_sight, language_in_sight, language_of_reader
from letters.word_templates import check_template, read_template
from organizations.access import Permission, require

NAMES = {"kk": "Қазақша", "ru": "Русский"}


@dataclass(frozen=True)
class Side:
    """One language of a kind."""

    language: str
    title: str
    in_force: WordTemplate | None
    versions: list[WordTemplate]


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ISSUE)
    latest = {}
    for one in WordTemplate.objects.order_by("version").select_related("uploaded_by__person"):
        latest[one.kind, one.language] = one
    rows = [
        {
            "kind": kind,
            "sides": [_side(kind, language, latest.get((kind.slug, language)), []) for language in ("kk", "ru")],
        }
        for kind in kinds.all_kinds()
    ]
    return render(request, "letters/templates.html", {"rows": rows})


def _side(kind: LetterKind, language: str, in_force: WordTemplate | None, versions: list[WordTemplate]) -> Side:
    return Side(language, NAMES[language], in_force, versions)


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Fields with their present values, and the versions of both languages."""
    require(request.user, Permission.ISSUE)
    chosen = kind_in_sight(kind)
    return _page(request, chosen)


def _page(
    request: HttpRequest, chosen: LetterKind, form: TemplateForm | None = None, language: str = ""
) -> HttpResponse:
    versions = list(WordTemplate.objects.filter(kind=chosen.slug).select_related("uploaded_by__person", "restores"))
    sides = []
    for one in ("kk", "ru"):
        own = [version for version in versions if version.language == one]
        sides.append(_side(chosen, one, own[0] if own else None, own))
    context: dict[str, Any] = {"kind": chosen, "sides": sides, "form": form or TemplateForm(), "faulty": language}
    try:
        context["fields"] = list(fields_of(usual_material(chosen, request.user), language_of_reader()))
    except ValidationError as refusal:
        context["no_fields"] = refusal.messages[0]
    return render(request, "letters/template.html", context)


def usual_material(kind: LetterKind, user: Any, today: date | None = None) -> Material:
    """The letter as it would be begun today: what a template is tried with."""
    asking = usual_asking(kind, user, today or timezone.localdate())
    if asking is None:
        raise ValidationError(
            _("There is nothing yet that such a letter could be about, so a template cannot be tried."), code="nothing"
        )
    return Material(kind, kind.facts(asking), Envelope(kind.title, asking.as_of, kind.subject(asking)))


@require_POST
def upload(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    require(request.user, Permission.ISSUE)
    chosen, language = kind_in_sight(kind), language_in_sight(language)
    form = TemplateForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = read_template(file)
            check_template(content, usual_material(chosen, request.user), language)
            made = WordTemplate.add(
                chosen.slug, language, content, name=clean_name(file.name or ""), by=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            messages.success(request, _("Version {version} is in force.").format(version=made.version))
            return redirect("letters:template", chosen.slug)
    return _page(request, chosen, form, language)


@require_safe
def current(request: HttpRequest, kind: str, language: str) -> FileResponse:
    """The template in force, to be edited in Word."""
    require(request.user, Permission.ISSUE)
    chosen, language = kind_in_sight(kind), language_in_sight(language)
    version = WordTemplate.in_force(chosen.slug, language)
    content = version.content if version else chosen.template(language)
    return word_file(content, f"{chosen.slug}-{language}-{version.version if version else 0}")


@require_safe
def version_file(request: HttpRequest, pk: int) -> FileResponse:
    require(request.user, Permission.ISSUE)
    version = get_object_or_404(WordTemplate, pk=pk)
    kind_in_sight(version.kind)
    return word_file(version.content, f"{version.kind}-{version.language}-{version.version}")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier version is tried like a new one: fields may have gone since."""
    require(request.user, Permission.ISSUE)
    version = get_object_or_404(WordTemplate, pk=pk)
    kind = kind_in_sight(version.kind)
    try:
        check_template(version.content, usual_material(kind, request.user), version.language)
        made = WordTemplate.restore(version, by=request.user, at=timezone.now())
        messages.success(request, _("Version {version} is in force.").format(version=made.version))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("letters:template", kind.slug)


@require_POST
def built_in(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    require(request.user, Permission.ISSUE)
    chosen, language = kind_in_sight(kind), language_in_sight(language)
    WordTemplate.return_to_built_in(chosen.slug, language, by=request.user, at=timezone.now())
    messages.success(request, _("The built-in template is in force."))
    return redirect("letters:template", chosen.slug)
