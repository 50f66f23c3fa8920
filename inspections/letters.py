"""The report of an inspection as a letter: who inspected whom and when, what was found, what is recommended.

The letter belongs to the union, so that the apparatus and the leadership read it; the inspected organization gets the
issued copy by `letters_given.py`, once the report was handed over to it.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from documents.dates import short_day
from inspections.letters_facts import Report
from inspections.models import Inspection
from letters.building import built_in
from letters.facts import Facts, Two
from letters.kinds import Ask, Asking, LetterKind, Paragraph, register as register_kind
from letters.naming import named

SLUG = "inspection_report"
TEXTS = Path(__file__).parent / "letter_texts"


def register() -> None:
    register_kind(REPORT)


def begin_url(inspection: Inspection) -> str:
    """Where a draft about it is begun."""
    return f"{reverse('letters:begin', args=[SLUG])}?{urlencode({'inspection': inspection.pk})}"


def _inspections(user: Any, today: date) -> Iterator[tuple[str, str]]:
    """Those that have begun, the latest first."""
    found = Inspection.objects.visible_to(user).filter(began_on__lte=today, cancelled_on=None)
    for one in found.select_related("organization").order_by("-began_on", "-pk"):
        yield str(one.pk), f"{one}, {_days(one)}"


def _days(inspection: Inspection) -> str:
    return "–".join(short_day(day) for day in (inspection.began_on, inspection.ended_on) if day)


def _inspection(asking: Asking) -> Inspection:
    related = ("organization__parent", "plan", "follows")
    found = Inspection.objects.visible_to(asking.user).select_related(*related)
    found = found.prefetch_related(
        "organization__former_names",
        "inspectors__person",
        "findings__section",
        "findings__figures",
        "recommendations__responsible",
    )
    key = asking.asked.get("inspection", "")
    inspection = found.filter(pk=key).first() if key.isdecimal() else None
    if inspection is None:
        raise ValidationError(_("Choose an inspection."), code="inspection")
    return inspection


def _check(asking: Asking) -> None:
    inspection = _inspection(asking)
    if inspection.cancelled_on:
        raise ValidationError(
            _("This inspection was cancelled on %(day)s: there is nothing to report."),
            code="cancelled",
            params={"day": short_day(inspection.cancelled_on)},
        )
    if inspection.began_on is None:
        raise ValidationError(_("This inspection has not begun yet."), code="not_begun")
    if asking.as_of < inspection.began_on:
        raise ValidationError(
            _("This inspection began on %(first)s; the letter cannot speak of %(day)s."),
            code="before_inspection",
            params={"first": short_day(inspection.began_on), "day": short_day(asking.as_of)},
        )


def _facts(asking: Asking) -> Facts:
    return Report(_inspection(asking), asking).facts()


def _subject(asking: Asking) -> Two:
    inspection = _inspection(asking)
    name, days = named(inspection.organization, asking.as_of), _days(inspection)
    return Two(f"{name.ru}, {days}", f"{name.kk or name.ru}, {days}")


REPORT = LetterKind(
    slug=SLUG,
    title=_("Report of an inspection"),
    asks=(Ask("inspection", _("inspection"), choices=_inspections),),
    paragraphs=(Paragraph("conclusions", _("conclusions"), optional=True),),
    facts=_facts,
    template=lambda language: built_in(TEXTS, SLUG, language),
    subject=_subject,
    check=_check,
    internal=True,
)
