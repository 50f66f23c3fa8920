"""Writing and removing a part of a report: an inspector, a finding, a recommendation, a judgement."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inspections.models.inspection import Inspection
from inspections.refusals import refusal
from organizations.authors import sign as write_as


@transaction.atomic
def write_part(part: Any, *, by: Any) -> None:
    """Keep an inspector, a finding, a recommendation, a judgement, while the report may be written."""
    Inspection.objects.select_for_update().get(pk=part.inspection_id).refuse_written()
    part.full_clean()
    write_as(part, by)
    part.save()


@transaction.atomic
def remove_part(part: Any, *, by: Any) -> None:
    refuse_removed(part)
    write_as(part, by)
    part.delete()


def refuse_removed(part: Any) -> None:
    """One at a time, and as the books stand now: somebody else may have removed or renumbered it meanwhile."""
    Inspection.objects.select_for_update().get(pk=part.inspection_id).refuse_written()
    if not type(part).objects.filter(pk=part.pk).exists():
        raise refusal(_("It was removed already."))
    part.refresh_from_db()
