"""What is written down of a report: of a hand-in, or of what the apparatus counted about an organization."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from indicators.answers import Answers, rows_of
from indicators.models import ActivityForm, ActivityReport, Figure, FormVersion, Indicator
from organizations.models import Organization
from organizations.versions import lock
from reporting.existing import refuse_nonexistent
from reporting.models import Submission
from reporting.periods import Period


def version_or_refuse(form: ActivityForm, period: Period) -> FormVersion:
    if period.part not in form.parts:
        raise ValidationError(
            _("“%(form)s” is not told for this period: %(period)s."),
            code="part",
            params={"form": form.title, "period": period.title},
        )
    version = form.version_for(period)
    if version is None:
        raise ValidationError(
            _("What “%(form)s” asks of this period (%(period)s) is not defined yet."),
            code="no_version",
            params={"form": form.title, "period": period.title},
        )
    return version


def keep_report(
    submission: Submission,
    answers: Answers,
    *,
    version: FormVersion,
    indicators: Sequence[Indicator],
    period: Period,
    explanation: str = "",
) -> ActivityReport:
    """The rows of a hand-in; called in its transaction."""
    organization = submission.obligation.organization
    refuse_nonexistent(organization, period)
    report = new_report(version, organization, period, explanation, submission=submission)
    return _write(report, indicators, answers)


def new_report(
    version: FormVersion, organization: Organization, period: Period, explanation: str = "", **more: Any
) -> ActivityReport:
    return ActivityReport(
        form_id=version.form_id,
        version=version,
        organization=organization,
        year=period.year,
        part=period.part,
        first_day=period.first_day,
        last_day=period.last_day,
        explanation=explanation,
        **more,
    )


def _write(report: ActivityReport, indicators: Sequence[Indicator], answers: Answers) -> ActivityReport:
    report.save()
    Figure.objects.bulk_create(rows_of(report, indicators, answers))
    return report


@transaction.atomic
def record_about(
    form: ActivityForm,
    organization: Organization,
    period: Period,
    answers: Answers,
    *,
    source: str,
    explanation: str = "",
    by: Any,
    at: datetime,
    day: date,
    indicators: Sequence[Indicator] | None = None,
) -> ActivityReport:
    """By the apparatus, about an organization. What was entered of that period before is set aside, not overwritten."""
    if not form.is_by_apparatus:
        raise ValidationError(_("This form is handed in by the organizations themselves."))
    if period.last_day >= day:
        raise ValidationError(
            _("The period is not over yet: %(period)s."), code="not_over", params={"period": period.title}
        )
    version = version_or_refuse(form, period)
    refuse_nonexistent(organization, period)
    lock(organization)
    standing = ActivityReport.objects.filter(form=form, organization=organization, set_aside_on=None)
    standing.filter(first_day=period.first_day, last_day=period.last_day, submission=None).update(
        set_aside_on=day, set_aside_by=by, set_aside_at=at
    )
    who = {"source": source, "recorded_on": day, "recorded_by": by, "recorded_at": at}
    report = new_report(version, organization, period, explanation, **who)
    return _write(report, version.in_order() if indicators is None else indicators, answers)
