"""Sets of obligations, and the one place where their status on a day is computed."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from organizations.access import ScopedQuerySet
from reporting.statuses import GRAVITY, Status

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Needs `with_status`; the day itself to correct by is in time.
OVERDUE = Q(status=Status.MISSING) | Q(status=Status.RETURNED, correct_by__lt=F("as_of"))


def dated(field: str, day: date) -> Q:
    """The fact named by `field` has happened by the end of `day`."""
    return Q(**{f"{field}__lte": day})


def not_yet(field: str, day: date) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": day})


class SubmissionQuerySet(ScopedQuerySet):
    organization_lookup = "obligation__organization"

    def live_on(self, day: date) -> Self:
        """Received by the end of `day` and not voided by then."""
        return self.filter(dated("received_on", day) & not_yet("voided_on", day))

    def standing(self) -> Self:
        """Neither voided nor returned, as the books stand: at most one for an obligation."""
        return self.filter(voided_on=None, returned_on=None)


class ExemptionQuerySet(ScopedQuerySet):
    organization_lookup = "obligation__organization"

    def in_force_on(self, day: date) -> Self:
        """Decided by the end of `day` and not revoked by then."""
        return self.filter(dated("decided_on", day) & not_yet("revoked_on", day))


class PostponementQuerySet(ScopedQuerySet):
    organization_lookup = "obligation__organization"


class SubmissionFileQuerySet(ScopedQuerySet):
    organization_lookup = "submission__obligation__organization"


class DraftQuerySet(ScopedQuerySet):
    organization_lookup = "obligation__organization"


class DraftFileQuerySet(ScopedQuerySet):
    organization_lookup = "draft__obligation__organization"


class RequirementQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> Self:
        """All to those who see tables; to others what asks something of an organization they see."""
        from organizations.access import Permission, can

        if can(user, Permission.SEE_TABLES):
            return self.all()
        obligations = apps.get_model("reporting", "Obligation").objects.visible_to(user)
        return self.filter(Exists(obligations.filter(requirement=OuterRef("pk"))))

    def opened(self) -> Self:
        return self.filter(opened_at__isnull=False)


class ObligationQuerySet(ScopedQuerySet):
    def existing_on(self, day: date) -> Self:
        return self.filter(arose_on__lte=day)

    def with_status(self, as_of: date) -> Self:
        """Obligations that exist on `as_of`, each with its status at the end of that local day.

        Reads effective days (received, returned, decided, voided), not moments of recording. Adds `as_of`,
        `due_on` (on that day), `first_received_on`, `first_due_on` (the due day when the first hand-in came),
        `day_stated`, `last_received_on`, `rounds`, `returned_on`, `correct_by`, `accepted_on`, `status`.
        """
        live = _manager("Submission").live_on(as_of).filter(obligation=OuterRef("pk"))
        first, last = live.order_by("received_on", "round"), live.order_by("-round")
        exemptions = _manager("Exemption").in_force_on(as_of).filter(obligation=OuterRef("pk"))
        facts = self.existing_on(as_of).annotate(
            as_of=Value(as_of, output_field=models.DateField()),
            is_exempt=Exists(exemptions),
            first_received_on=Subquery(first.values("received_on")[:1]),
            day_stated=Subquery(first.values("day_stated")[:1]),
            last_received_on=Subquery(last.values("received_on")[:1]),
            rounds=Coalesce(Subquery(last.values("round")[:1]), 0),
            returned_on=_if_by(as_of, last, "returned_on"),
            correct_by=Subquery(last.values("correct_by")[:1]),
            accepted_on=_if_by(as_of, last, "accepted_on"),
            due_on=_due_on(as_of),
        )
        return facts.annotate(first_due_on=_due_on(OuterRef("first_received_on"))).annotate(status=_status(as_of))

    def with_gravity(self) -> Self:
        """Adds `gravity`, the rank of the status; 0 is the gravest. Needs `with_status`."""
        whens = [When(status=status, then=Value(rank)) for status, rank in GRAVITY.items()]
        return self.annotate(gravity=Case(*whens, output_field=models.PositiveSmallIntegerField()))

    def with_chair(self, day: date) -> Self:
        """Adds the chair of the organization as `OrganizationQuerySet.with_chair` does."""
        chairs = apps.get_model("organizations", "Appointment").objects.chairs_on(day)
        chair = chairs.filter(organization=OuterRef("organization"))
        return self.annotate(
            chair_ru=Subquery(chair.values("person__name_ru")[:1]),
            chair_kk=Subquery(chair.values("person__name_kk")[:1]),
            chair_phone=Subquery(chair.values("person__phone")[:1]),
            chair_email=Subquery(chair.values("person__email")[:1]),
        )

    def with_exempt_reason(self, day: date) -> Self:
        """Adds `exempt_reason`, of the exemption in force on `day`."""
        exemptions = _manager("Exemption").in_force_on(day).filter(obligation=OuterRef("pk"))
        return self.annotate(exempt_reason=Subquery(exemptions.values("reason")[:1]))

    def overdue(self) -> Self:
        """Missing, or returned and past its correct-by day. Needs `with_status`."""
        return self.filter(OVERDUE)


def _manager(model: str) -> Any:
    """By name: the models import these querysets, not the other way round."""
    return apps.get_model("reporting", model).objects.all()


def _if_by(as_of: date, submissions: "QuerySet", field: str) -> Subquery:
    """The day in `field` of the first of `submissions`, unless it lies after `as_of`."""
    day = Case(When(**{f"{field}__lte": as_of}, then=F(field)), output_field=models.DateField())
    return Subquery(submissions.annotate(day_by=day).values("day_by")[:1])


def _due_on(day: date | OuterRef) -> Coalesce:
    """due(x): of the latest postponement decided by `day`, else the original due day."""
    postponements = _manager("Postponement").filter(obligation=OuterRef("pk"), decided_on__lte=day)
    latest = postponements.order_by("-decided_on", "-pk").values("due_on")[:1]
    return Coalesce(Subquery(latest), F("original_due_on"))


def _status(as_of: date) -> Case:
    """The first line that fits, in the order of the architecture page."""
    return Case(
        When(is_exempt=True, then=Value(Status.EXEMPT)),
        When(returned_on__isnull=False, then=Value(Status.RETURNED)),
        When(first_received_on__lte=F("first_due_on"), then=Value(Status.ON_TIME)),
        When(first_received_on__isnull=False, day_stated=False, then=Value(Status.RECEIVED)),
        When(first_received_on__isnull=False, then=Value(Status.LATE)),
        When(due_on__lt=as_of, then=Value(Status.MISSING)),
        default=Value(Status.NOT_DUE),
        output_field=models.CharField(),
    )
