"""A letter before it is issued: what is asked, its paragraphs, and how it reads today."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.dates import long_day
from letters import issuing, kinds
from letters.asking import AskingForm, as_initial
from letters.context import Material
from letters.facts import Listing
from letters.forms import ParagraphForm
from letters.kinds import LetterKind, Paragraph
from letters.models import LetterText, OfficialLetter
from letters.saying import text_in
from letters.views.files import word_file
from letters.views.sight import (
    draft_in_sight,
    in_words,
    kind_in_sight,
    language_in_sight,
    language_of_reader,
    language_shown,
    language_tabs,
)
from letters.writing import write
from organizations.access import Permission, require

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ISSUE)
    return render(request, "letters/new.html", {"kinds": kinds.all_kinds()})


@FORM_PAGE
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    require(request.user, Permission.ISSUE)
    chosen = kind_in_sight(kind)
    # An address may say what is asked: a reminder to one organization is begun from its page.
    initial = {key: value for key, value in request.GET.items() if key != "language"}
    form = AskingForm(request.POST or None, kind=chosen, user=request.user, today=timezone.localdate(), initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            letter = form.begin(by=request.user, at=timezone.now())
        return redirect(letter)
    return _asking_page(request, form, chosen, reverse("letters:new"))


@FORM_PAGE
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The same question once more, answered as it was."""
    letter = draft_in_sight(request, pk)
    form = AskingForm(
        request.POST or None,
        kind=letter.letter_kind,
        user=request.user,
        today=timezone.localdate(),
        initial=as_initial(letter),
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.put_into(letter, by=request.user)
        return redirect(letter)
    return _asking_page(request, form, letter.letter_kind, letter.get_absolute_url(), letter)


def _asking_page(
    request: HttpRequest, form: AskingForm, kind: LetterKind, back_url: str, letter: OfficialLetter | None = None
) -> HttpResponse:
    context = {"form": form, "kind": kind, "back_url": back_url, "letter": letter}
    return render(request, "letters/asking.html", context)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    letter = draft_in_sight(request, pk)
    letter.delete()
    messages.success(request, _("The draft is dropped."))
    return redirect("letters:letters")


def draft_page(request: HttpRequest, letter: OfficialLetter) -> HttpResponse:
    language = language_shown(request)
    context: dict[str, Any] = {
        "letter": letter,
        "language": language,
        "tabs": language_tabs(request, language),
        "passport": _passport(letter),
    }
    try:
        letter.letter_kind.check(letter.asking(request.user))
        material = issuing.material_of(letter, request.user)
        template = issuing.Template.in_force(letter, language)
        written = write(template.content, material, language, draft=True)
    except ValidationError as refusal:
        return render(request, "letters/draft.html", context | {"refusal": refusal.messages})
    context |= {
        "blocks": written.blocks,
        "missing": in_words(issuing.missing(written.unknown), language),
        "paragraphs": _paragraphs(letter, material, language),
        "annexes": letter.letter_kind.annexes,
        "template": template.version,
    }
    return render(request, "letters/draft.html", context)


def _passport(letter: OfficialLetter) -> list[dict[str, Any]]:
    kind = letter.letter_kind
    days = letter.asking(None).days
    rows = [{"key": _("As of"), "value": long_day(letter.as_of)}]
    rows += [
        {"key": capfirst(text_in(language_of_reader(), dated.title)), "value": long_day(days[dated.key])}
        for dated in kind.dated
        if dated.key in days
    ]
    return [{"key": _("Subject"), "value": letter.subject}, *rows] if letter.subject else rows


def _paragraphs(letter: OfficialLetter, material: Material, language: str) -> list[dict[str, Any]]:
    """Places to write in, with what is written there; a paragraph for each row has many."""
    return [
        {
            "title": paragraph.title,
            "each": paragraph.each,
            "optional": paragraph.optional,
            "places": [
                _place(letter, material, paragraph, row, whom) for row, whom in _rows(paragraph, material, language)
            ],
        }
        for paragraph in letter.letter_kind.paragraphs
    ]


def _place(letter: OfficialLetter, material: Material, paragraph: Paragraph, row: str, whom: str) -> dict[str, Any]:
    text = material.own.get((paragraph.key, row))
    return {
        "whom": whom,
        "anchor": ".".join(filter(None, ("own", paragraph.key, row))),
        "text": text.in_language(language_of_reader()) if text else "",
        "half": text is not None and bool(text.ru.strip()) != bool(text.kk.strip()),
        "url": _paragraph_url(letter, paragraph.key, row),
    }


def _paragraph_url(letter: OfficialLetter, key: str, row: str) -> str:
    return (
        reverse("letters:paragraph_of", args=[letter.pk, key, row])
        if row
        else reverse("letters:paragraph", args=[letter.pk, key])
    )


def _rows(paragraph: Paragraph, material: Material, language: str) -> list[tuple[str, str]]:
    if not paragraph.each:
        return [("", "")]
    listing = material.facts.get(paragraph.each)
    if not isinstance(listing, Listing):
        return []
    shown = material.context(language)[paragraph.each]["rows"]
    return [(row.key, getattr(one.get("name"), "text", row.key)) for row, one in zip(listing.rows, shown, strict=True)]


@FORM_PAGE
def paragraph(request: HttpRequest, pk: int, key: str, row: str = "") -> HttpResponse:
    letter = draft_in_sight(request, pk)
    place = next((one for one in letter.letter_kind.paragraphs if one.key == key and bool(one.each) == bool(row)), None)
    if place is None:
        raise Http404
    material = issuing.material_of(letter, request.user)
    whom = dict(_rows(place, material, language_of_reader()))
    if row not in whom:
        raise Http404
    texts = LetterText.objects.visible_to(request.user)
    text = texts.filter(letter=letter, key=key, row=row).first() or LetterText(letter=letter, key=key, row=row)
    earlier = LetterText.earlier(letter, key, row, request.user)
    initial = _taken_over(earlier) if earlier and "again" in request.GET else None
    with transaction.atomic():
        form = ParagraphForm(request.POST or None, instance=text, initial=initial)
        if request.method == "POST" and form.is_valid():
            _save(form, request)
            return redirect(f"{letter.get_absolute_url()}#own.{key}{'.' + row if row else ''}")
    context = {
        "letter": letter,
        "form": form,
        "place": place,
        "whom": whom[row],
        "earlier": earlier,
        "conflict": form.conflict,
    }
    return render(request, "letters/paragraph.html", context, status=409 if form.conflict else 200)


def _taken_over(earlier: LetterText) -> dict[str, str]:
    return {"text_ru": earlier.text_ru, "text_kk": earlier.text_kk}


def _save(form: ParagraphForm, request: HttpRequest) -> None:
    text = form.save(commit=False)
    text.saved_at = timezone.now()
    text._history_user = request.user
    text.save()


@require_safe
def draft_file(request: HttpRequest, pk: int, language: str) -> FileResponse:
    """The draft as Word: what is not known yet is yellow and leads to where it is entered."""
    letter = draft_in_sight(request, pk)
    language = language_in_sight(language)
    material = issuing.material_of(letter, request.user)
    template = issuing.Template.in_force(letter, language)
    written = write(template.content, material, language, draft=True)
    return word_file(written.docx, f"draft-{letter.kind}-{letter.as_of.isoformat()}-{language}")
