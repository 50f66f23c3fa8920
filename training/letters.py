"""The note on the training of an organization for a period (letter 3 of the documents)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from documents.tables import Table
from letters.building import built_in
from letters.facts import Facts, Two
from letters.kinds import Annex, Ask, Asking, LetterKind, Paragraph, register as register_kind
from organizations.models import Organization
from reporting.existing import refuse_nonexistent
from reporting.periods import Period
from training import event_tables
from training.filters import UNDERSTOOD, YEARS_COMPARED, Filters
from training.letter_facts import NoteFacts
from training.models.asked import PARTS

TEXTS = Path(__file__).parent / "letter_texts"


def register() -> None:
    register_kind(KIND)


def _periods(user: Any, today: date) -> Iterator[tuple[str, str]]:
    """Those told of, the latest first; then the others of these years."""
    told = Filters({}, user=user, as_of=today, understood=UNDERSTOOD).told
    years = range(today.year, today.year - YEARS_COMPARED, -1)
    others = [Period(year, part) for year in years for part in PARTS]
    for one in dict.fromkeys([*told, *others]):
        yield one.slug, one.title


def _period(asking: Asking) -> Period:
    period = Period.read(asking.asked.get("period", ""))
    if period is None or period.part not in PARTS:
        raise ValidationError(_("Choose the period."), code="period")
    return period


def _organization(asking: Asking) -> Organization:
    if asking.organization is None:
        raise ValidationError(_("Choose an organization."), code="organization")
    found = Organization.objects.visible_to(asking.user).prefetch_related("former_names")
    return found.get(pk=asking.organization.pk)


def _check(asking: Asking) -> None:
    period, organization = _period(asking), _organization(asking)
    if asking.as_of < period.first_day:
        raise ValidationError(_("The period begins after the day of the letter."), code="early")
    refuse_nonexistent(organization, period)


def _subject(asking: Asking) -> Two:
    one, period = _organization(asking), _period(asking)
    titles = []
    for language, name in (("ru", one.short_ru), ("kk", one.short_kk or one.short_ru)):
        with translation.override(language):
            titles.append(f"{name}, {period.title}")
    return Two(*titles)


def _facts(asking: Asking) -> Facts:
    with translation.override("ru"):
        return NoteFacts(_organization(asking), _period(asking), asking.user, asking.as_of).facts()


def _events(asking: Asking) -> Table:
    period = _period(asking)
    words = {"organization": _organization(asking).code, "year": str(period.year), "part": period.part}
    return event_tables.build_events(user=asking.user, as_of=asking.as_of, filters=words)


KIND = LetterKind(
    slug="training_note",
    title=_("Note on the training of an organization"),
    asks=(
        Ask("organization", _("organization"), kind="organization", levels=("member", "branch")),
        Ask("period", _("period"), choices=_periods),
    ),
    paragraphs=(Paragraph("conclusions", _("conclusions"), optional=True),),
    annexes=(Annex("events", _events, _("Training events")),),
    facts=_facts,
    template=lambda language: built_in(TEXTS, "training_note", language),
    subject=_subject,
    check=_check,
)
