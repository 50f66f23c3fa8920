"""An inspection, or a part of one, in the reader's sight; and whether they keep it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from inspections.keeping import require_keeper
from inspections.models import Inspection


def inspection_seen(request: HttpRequest, pk: int) -> Inspection:
    visible = Inspection.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("organization__parent", "plan", "follows__organization"), pk=pk)


def inspection_kept(request: HttpRequest, pk: int) -> Inspection:
    found = inspection_seen(request, pk)
    require_keeper(request.user, found)
    return found


def part_kept(request: HttpRequest, model: Any, pk: int) -> Any:
    """An inspector, a finding, a recommendation or a judgement of an inspection that the person keeps."""
    visible = model.objects.visible_to(request.user).select_related("inspection__organization__parent")
    part = get_object_or_404(visible, pk=pk)
    require_keeper(request.user, part.inspection)
    return part
