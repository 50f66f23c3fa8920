"""The issued report for the organization it speaks of: to be read there from the day it was handed over, and not before."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.registry import WHOLE_UNION
from inspections.letters import SLUG
from inspections.models import Inspection
from letters.models import LetterFile, OfficialLetter
from letters.views.files import word_file
from letters.views.sight import language_in_sight


def issued_report(inspection: Inspection) -> OfficialLetter | None:
    """The one issued last since the report was signed: an earlier one, or one issued before the signature was taken
    back, does not say what was signed. It belongs to the union, so whoever asks must have been let in to the inspection."""
    if inspection.signed_at is None:
        return None
    issued = OfficialLetter.objects.visible_to(WHOLE_UNION).issued().filter(issued_at__gte=inspection.signed_at)
    return issued.filter(kind=SLUG, asked__inspection=str(inspection.pk)).order_by("issued_at", "pk").last()


@require_safe
def report_file(request: HttpRequest, pk: int, language: str) -> FileResponse:
    """Whoever sees the inspection reads its report as it was issued."""
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user), pk=pk)
    letter = issued_report(inspection)
    if letter is None:
        raise Http404
    files = LetterFile.objects.visible_to(WHOLE_UNION)
    kept = get_object_or_404(files, letter=letter, language=language_in_sight(language), annex="")
    return word_file(kept.content, f"{letter.kind}-{letter.year}-{letter.number}-{language}")
