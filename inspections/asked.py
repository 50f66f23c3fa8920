"""What the pages of an obligation say of the recommendation that it asks to execute."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from documents.dates import short_day
from inspections.models import Recommendation
from reporting.models import Obligation

TITLE_LETTERS = 120


def about(obligation: Obligation) -> list[dict[str, Any]]:
    recommendation = (
        Recommendation.objects.select_related("inspection", "finding__section", "responsible")
        .filter(obligation=obligation)
        .first()
    )
    if recommendation is None:
        return []
    inspection, finding = recommendation.inspection, recommendation.finding
    rows = [{"key": _("Inspection"), "value": cited(recommendation), "url": inspection.get_absolute_url()}]
    if finding:
        rows.append({"key": _("Finding"), "value": f"{finding.section}: {finding.text}"})
    rows.append(
        {"key": _("Recommendation {number}").format(number=recommendation.number), "value": recommendation.text}
    )
    if recommendation.responsible_name:
        rows.append({"key": _("Responsible"), "value": recommendation.responsible_name})
    return rows


def cited(recommendation: Recommendation) -> str:
    inspection = recommendation.inspection
    words = f"{inspection.get_kind_display()}: {inspection.topic}"
    if inspection.handed_over_on is None:
        return words
    return _("{inspection}, report given on {day}").format(inspection=words, day=short_day(inspection.handed_over_on))


def named(obligations: Iterable[Obligation]) -> Mapping[int, str]:
    """One question for all of them."""
    found = Recommendation.objects.filter(obligation__in=list(obligations)).only("obligation", "number", "text")
    return {
        one.obligation_id: _("Recommendation {number}: {text}").format(
            number=one.number, text=Truncator(one.text).chars(TITLE_LETTERS)
        )
        for one in found
        if one.obligation_id
    }
