"""How a form is asked for: a requirement of the core for each part of the year, with the audience, the basis and the due
day that staff choose. What is asked twice of the same organization is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from indicators.models import ActivityForm, ActivityReport, FormAsked, FormVersion
from organizations.authors import sign
from organizations.models import Organization
from reporting.models import Requirement, both_ask
from reporting.periods import Period, part_title

KIND = "activity_report"
YEAR = "year"


@dataclass(frozen=True)
class DueAfter:
    """So many months after the end of a period, on that day of the month."""

    months: int
    day: int

    def month_and_shift(self, part: str) -> tuple[int, int]:
        """The month of the due day, and the year of the period less its year."""
        months = Period(2000, part).last_day.month + self.months - 1
        return months % 12 + 1, -(months // 12)


@transaction.atomic
def ask(
    form: ActivityForm,
    *,
    due: DueAfter,
    first_year: int,
    last_year: int | None,
    levels: Sequence[str] = (),
    bodies: Sequence[Organization] = (),
    by: Any,
    **facts: Any,
) -> list[FormAsked]:
    """Nobody is asked yet: each requirement is looked at and opened on its own page. `facts`: of the requirement."""
    if form.is_by_apparatus:
        raise ValidationError(_("This form is entered by the apparatus: nobody is asked for it."))
    made = []
    for part in form.parts:
        month, shift = due.month_and_shift(part)
        requirement = Requirement(
            code=free_code(form.code if part == YEAR else f"{form.code}_{part}"),
            kind=KIND,
            **_titles(form, part),
            audience_levels=[] if bodies else list(levels),
            due_kind=Requirement.DueKind.YEARLY,
            due_month=month,
            due_day=due.day,
            first_year=first_year - shift,
            last_year=None if last_year is None else last_year - shift,
            **facts,
        )
        requirement.full_clean()
        sign(requirement, by)
        requirement.save()
        requirement.audience.set(bodies)
        made.append(connect(requirement, form, part=part, shift=shift, by=by))
    return made


def connect(
    requirement: Requirement, form: ActivityForm, *, part: str, shift: int = 0, year: int | None = None, by: Any
) -> FormAsked:
    """Says of a requirement which form it asks, and of which periods; what was said in error, anew."""
    if is_told(requirement):
        sentence = _("Figures have been told for this requirement: what it asks stays as it is.")
        raise ValidationError(sentence, code="told")
    asked = FormAsked.objects.filter(requirement=requirement).first() or FormAsked(requirement=requirement)
    asked.form, asked.part, asked.shift, asked.year = form, part, shift, year
    refuse_twice(asked)
    sign(asked, by)
    asked.save()
    return asked


def is_told(requirement: Requirement) -> bool:
    return ActivityReport.objects.filter(submission__obligation__requirement=requirement).exists()


def refuse_twice(asked: FormAsked) -> None:
    """Two requirements that ask the same organizations the same form of overlapping periods."""
    others = FormAsked.objects.filter(form=asked.form).exclude(pk=asked.pk).select_related("requirement")
    for other in others:
        period = asked.asks_also(other)
        if period and both_ask(asked.requirement, other.requirement):
            raise ValidationError(
                _("“%(other)s” asks for this form of a period that overlaps with %(period)s already."),
                code="overlap",
                params={"other": other.requirement.title, "period": period.title},
            )


def free_code(code: str) -> str:
    """The code itself, or with a number behind it where it is taken."""
    taken = set(Requirement.objects.filter(code__startswith=code).values_list("code", flat=True))
    number, found = 1, code
    while found in taken:
        number += 1
        found = f"{code}_{number}"
    return found


def _titles(form: ActivityForm, part: str) -> dict[str, str]:
    titles = {}
    for language in ("ru", "kk"):
        with translation.override(language):
            titles[f"title_{language}"] = form.title if part == YEAR else f"{form.title}, {part_title(part)}"[:200]
    return titles


def asked_with_told(form: ActivityForm, requirements: Any) -> Any:
    """Who is asked for the form, among those requirements; `is_told`: figures have come of it."""
    reports = ActivityReport.objects.filter(submission__obligation__requirement=OuterRef("requirement"))
    found = FormAsked.objects.filter(form=form, requirement__in=requirements)
    return found.annotate(is_told=Exists(reports)).select_related("requirement__decree_item__decree")


def unconnected(requirements: Any) -> Iterable[Requirement]:
    """Requirements of this kind that name no form: copies made at the year's end, and those that came from a decree."""
    return requirements.filter(kind=KIND, activity_form=None)


def asked_of(requirement: Requirement) -> FormAsked | None:
    """With its form and the versions of that, by one question."""
    of_it = {"form__asked__requirement": requirement}
    facts = {f"asked_{name}": F(f"form__asked__{name}") for name in ("id", "part", "year", "shift")}
    versions = list(FormVersion.objects.filter(**of_it).select_related("form").annotate(**facts))
    if not versions:
        return FormAsked.objects.filter(requirement=requirement).select_related("form").first()
    form, said = (
        versions[0].form,
        {name: getattr(versions[0], f"asked_{name}") for name in ("id", "part", "year", "shift")},
    )
    form._prefetched_objects_cache = {"versions": versions}  # type: ignore[attr-defined]
    return FormAsked(form=form, requirement=requirement, **said)
