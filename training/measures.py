"""What organizations can be measured by in the training: the share of members trained in the latest period told of."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from organizations.models import Level, Organization
from reporting.measures import Measure, Span
from training.filters import Scope, periods_of
from training.models import TrainingReport
from training.statistics import Told


def measures() -> Iterator[Measure]:
    yield Measure("training.share_of_members", _("Share of members trained, %"), values, behind, places=1)


def told_within(span: Span, user: Any) -> Told | None:
    """What the member organizations told of the latest period within; None where nobody told of any. Shares of two
    periods do not add up: who was trained in both is one person. Of a year and its second half the year is taken."""
    scope = Scope.from_words({"level": Level.MEMBER.value}, user=user, as_of=span.as_of)
    current = TrainingReport.objects.visible_to(user).current_on(span.as_of)
    told = periods_of(current.filter(organization__level=Level.MEMBER))
    within = (one for one in told if span.first <= one.first_day and one.last_day <= span.last)
    if not (period := next(within, None)):
        return None
    scope.chosen.update(year=str(period.year), part=period.part)
    return Told(scope, [period.year])


def values(span: Span, user: Any) -> Mapping[int, Decimal]:
    told = told_within(span, user)
    lines = told.lines() if told else []
    return {one.organization.pk: one.share_of_members for one in lines if one.share_of_members is not None}


def behind(span: Span, organization: Organization) -> str:
    words = {"year": str(span.last.year), "organization": organization.code, "as_of": span.as_of.isoformat()}
    return f"{reverse('training:table')}?{urlencode(words)}"
