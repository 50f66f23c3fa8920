"""Of a period in which an organization was not there, there is nothing to tell."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from reporting.periods import Period


def refuse_nonexistent(organization: Organization, period: Period) -> None:
    """Whoever was there on its first or on its last day has something to tell."""
    for day in (period.last_day, period.first_day):
        if Organization.objects.existing_on(day).filter(pk=organization.pk).exists():
            return
    raise ValidationError(
        _("“%(organization)s” did not exist in this period (%(period)s): there is nothing to report of it."),
        code="not_existing",
        params={"organization": organization.name, "period": period.title},
    )
