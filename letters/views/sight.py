"""Which letter a page is about: 404 for what the reader does not see, 403 for what they may not do to it."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from letters import kinds
from letters.context import LANGUAGES, Mark
from letters.facts import Unknown
from letters.kinds import LetterKind
from letters.models import OfficialLetter
from letters.saying import text_in
from organizations.access import Permission, require


def letter_in_sight(request: HttpRequest, pk: int) -> OfficialLetter:
    related = ("organization", "issued_by__person", "made_by__person", "template_ru", "template_kk")
    letters = OfficialLetter.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(letters, pk=pk)


def draft_in_sight(request: HttpRequest, pk: int) -> OfficialLetter:
    """A draft to work on; one that was issued meanwhile is no draft."""
    letter = letter_in_sight(request, pk)
    require(request.user, Permission.ISSUE, letter.organization)
    if letter.is_issued:
        raise Http404
    kind_in_sight(letter.kind)
    return letter


def issued_in_sight(request: HttpRequest, pk: int) -> OfficialLetter:
    letter = letter_in_sight(request, pk)
    if not letter.is_issued:
        raise Http404
    return letter


def kind_in_sight(slug: str) -> LetterKind:
    try:
        return kinds.kind_of(slug)
    except kinds.UnknownKind as error:
        raise Http404 from error


def language_of_reader() -> str:
    return "kk" if get_language() == "kk" else "ru"


def language_shown(request: HttpRequest) -> str:
    """`?language=kk`, else the reader's own."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else language_of_reader()


def language_in_sight(language: str) -> str:
    if language not in LANGUAGES:
        raise Http404
    return language


def language_tabs(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    titles = {"kk": "Қазақша", "ru": "Русский"}
    return [
        {"title": titles[one], "url": f"{request.path}?language={one}", "current": one == language}
        for one in ("kk", "ru")
    ]


def in_words(marks: list[Mark], language: str) -> list[dict[str, str]]:
    """What is not known, each thing once, however often the letter names it."""
    found = {
        (text_in(language, mark.figure.what), mark.link): None for mark in marks if isinstance(mark.figure, Unknown)
    }
    return [{"words": words, "link": link} for words, link in found]
