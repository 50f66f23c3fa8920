"""Sets of obligations, and the one place where their status on a day is computed."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from organizations.access import ScopedQuerySet
from reporting.books import AS_TOLD, DUE_ON, DUE_ON_RECEIPT, FactQuerySet, latest_due, settled
from reporting.statuses import GRAVITY, Status

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Needs `with_status`; the day itself to correct by is in time.
OVERDUE = Q(status=Status.MISSING) | Q(status=Status.RETURNED, correct_by__lt=F("as_of"))

# Materialized, so that the database does not repeat the status for every use of it either.
_TALLY = f"""
WITH told (part, body, status, correct_by, as_of) AS MATERIALIZED ({{told}})
SELECT part, status, COUNT(*), COUNT(CASE WHEN status = '{Status.MISSING}'
    OR (status = '{Status.RETURNED}' AND correct_by < as_of) THEN 1 END)
FROM told GROUP BY part, status
"""  # noqa: S608 -- the words of this file around what Django has compiled

# Lines without a status, that say under how many organizations' names a part stands.
_BODIES = "UNION ALL SELECT part, NULL, COUNT(DISTINCT body), 0 FROM told GROUP BY part"


class Tally(NamedTuple):
    """`part`: the value of the field it was counted by."""

    part: Any
    status: str
    number: int
    overdue: int


class Tallies(list[Tally]):
    """`bodies`: how many organizations each part has obligations of, where that was asked."""

    bodies: dict[Any, int]

    def __init__(self, tallies: Iterable[Tally] = ()) -> None:
        super().__init__(tallies)
        self.bodies = {}


def dated(field: str, day: date) -> Q:
    """The fact named by `field` has happened by the end of `day`."""
    return Q(**{f"{field}__lte": day})


def not_yet(field: str, day: date) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": day})


class SubmissionQuerySet(FactQuerySet):
    organization_lookup = "obligation__organization"

    def live_on(self, day: date) -> Self:
        """Received by the end of `day` and not voided by then."""
        return self.filter(dated("received_on", day) & not_yet("voided_on", day))

    def returned_by(self, day: date) -> Self:
        """Rounds returned by the end of `day`; what was voided by then was returned by mistake."""
        return self.filter(dated("returned_on", day) & not_yet("voided_on", day))

    def standing(self) -> Self:
        """Neither voided nor returned, as the books stand: at most one for an obligation."""
        return self.filter(voided_on=None, returned_on=None)


class ExemptionQuerySet(FactQuerySet):
    organization_lookup = "obligation__organization"

    def in_force_on(self, day: date) -> Self:
        """Decided by the end of `day` and not revoked by then."""
        return self.filter(dated("decided_on", day) & not_yet("revoked_on", day))


class PostponementQuerySet(FactQuerySet):
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

    def with_status(self, as_of: date, *, today: date | None = None) -> Self:
        """Obligations that exist on `as_of`, each with its status at the end of that local day.

        Reads effective days (received, returned, decided, voided), not moments of recording. Adds `as_of`,
        `due_on` (on that day), `first_received_on`, `first_due_on` (the due day when the first hand-in came),
        `day_stated`, `last_received_on`, `rounds`, `returned_on`, `correct_by`, `accepted_on`, `status`.
        `today`, from who reads the clock: no fact is dated later, so a question about it is a shorter one.
        """
        told = _told(as_of)
        if today is None or as_of < today:
            holds, computed = settled(as_of), _computed(as_of)
            told = {name: Case(When(holds, then=told[name]), default=computed[name]) for name in told}
        return self.existing_on(as_of).annotate(as_of=_day(as_of), **told)

    def tallied(self, by: str, *, bodies: bool = False) -> "Tallies":
        """How many obligations of each status, and how many of them overdue, by one field; with `bodies`, of how many
        organizations. Needs `with_status`.

        The status of each is computed once, in the inner query: Django alone would repeat it for every column.
        """
        told = self.order_by().values_list(by, "organization", "status", "correct_by", "as_of")
        try:
            sql, params = told.query.sql_with_params()
        except EmptyResultSet:
            return Tallies()
        with connections[self.db].cursor() as cursor:
            cursor.execute(_TALLY.format(told=sql) + (_BODIES if bodies else ""), params)
            lines = [Tally(*row) for row in cursor.fetchall()]
        found = Tallies(line for line in lines if line.status)
        found.bodies = {line.part: line.number for line in lines if not line.status}
        return found

    def untouched_by(self, day: date) -> Self:
        """Nothing live came in by `day`, and nobody freed it: the books answer without reckoning a status."""
        live = _manager("Submission").live_on(day).filter(obligation=OuterRef("pk"))
        freed = _manager("Exemption").in_force_on(day).filter(obligation=OuterRef("pk"))
        as_told = settled(day) & Q(books_first_received_on=None, books_exempt=False)
        return self.filter(as_told | ~settled(day) & ~Exists(live) & ~Exists(freed))

    def came_in(self, as_of: date, first: date | None, last: date | None) -> Self:
        """Something that stood on `as_of` came within these days, an open end being None."""
        came = _manager("Submission").live_on(as_of).filter(received_on__range=(first or date.min, last or date.max))
        return self.filter(pk__in=came.values("obligation"))

    def due_within(self, first: date, last: date) -> Self:
        """Whose due day in force lies within these days, in one question. Needs `with_status`."""
        moved = _manager("Postponement").filter(due_on__range=(first, last))
        perhaps = Q(original_due_on__range=(first, last)) | Q(pk__in=moved.values("obligation"))
        return self.filter(perhaps, due_on__range=(first, last))

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

    def ever_returned(self, day: date) -> Self:
        """At least one round of it was returned by `day`."""
        return self.filter(Exists(_manager("Submission").returned_by(day).filter(obligation=OuterRef("pk"))))

    def with_last_call(self, day: date) -> Self:
        """Adds `called_on` and `promised_by` of the last call about it by `day`."""
        last = _manager("Call").made_by(day).latest_first().filter(obligation=OuterRef("pk"))
        return self.annotate(
            called_on=Subquery(last.values("called_on")[:1]), promised_by=Subquery(last.values("promised_by")[:1])
        )

    def with_reminders(self, day: date) -> Self:
        """Adds `reminders`: how many have gone to anybody by `day`, in whatever way; the letter that asked is none."""
        told = _manager("Reminder").in_force().exclude(channel="asked")
        told = told.filter(obligation=OuterRef("pk"), claimed_on__lte=day)
        number = told.order_by().values("obligation").annotate(n=Count("pk")).values("n")
        return self.annotate(reminded=Coalesce(Subquery(number), 0))

    def overdue(self) -> Self:
        """Missing, or returned and past its correct-by day. Needs `with_status`."""
        return self.filter(OVERDUE)


def due_between(as_of: date, first: date | None, last: date | None) -> Q:
    """Whose due day in force on `as_of` lies within these days, an open end being None.

    Few due days are ever moved. Those are asked about at once, so that the rest is found by the original day: of a
    condition that computes every due day PostgreSQL cannot guess how many rows it leaves, and plans badly.
    """
    span = (first or date.min, last or date.max)
    original = Q(original_due_on__range=span)
    moved = _manager("Obligation").filter(books_due_on__isnull=False).order_by()
    touched = moved.filter(original | Q(postponements__due_on__range=span)).annotate(due_then=_due_on(as_of))
    days = dict(touched.values_list("pk", "due_then"))
    inside = {pk for pk, day in days.items() if span[0] <= day <= span[1]}
    return (original & ~Q(pk__in=days.keys() - inside)) | Q(pk__in=inside)


def _manager(model: str) -> Any:
    """By name: the models import these querysets, not the other way round."""
    return apps.get_model("reporting", model).objects.all()


def _told(as_of: date) -> dict[str, Any]:
    """What `with_status` adds, from the columns beside the obligation."""
    received = Q(books_first_received_on__isnull=False)
    return {
        **{name: F(f"books_{name}") for name in AS_TOLD},
        "first_due_on": Case(When(received, then=DUE_ON_RECEIPT)),
        "due_on": DUE_ON,
        "status": _case(
            (Q(books_exempt=True), Status.EXEMPT),
            (Q(books_returned_on__isnull=False), Status.RETURNED),
            (Q(books_first_received_on__lte=DUE_ON_RECEIPT), Status.ON_TIME),
            (received & Q(books_day_stated=False), Status.RECEIVED),
            (received, Status.LATE),
            default=_nothing_in(as_of, DUE_ON),
        ),
    }


def _computed(as_of: date) -> dict[str, Any]:
    """The same from the facts."""
    live = _manager("Submission").live_on(as_of).filter(obligation=OuterRef("pk"))
    first, last = live.order_by("received_on", "round"), live.order_by("-round")
    return {
        "first_received_on": Subquery(first.values("received_on")[:1]),
        "first_due_on": Subquery(first.annotate(due_then=_due_when_received()).values("due_then")[:1]),
        "day_stated": Subquery(first.values("day_stated")[:1]),
        "last_received_on": Subquery(last.values("received_on")[:1]),
        "rounds": Coalesce(Subquery(last.values("round")[:1]), 0),
        "returned_on": _if_by(as_of, last, "returned_on"),
        "correct_by": Subquery(last.values("correct_by")[:1]),
        "accepted_on": _if_by(as_of, last, "accepted_on"),
        "due_on": _due_as_decided(as_of),
        "status": _status(as_of, first, last),
    }


def _status(as_of: date, first: "QuerySet", last: "QuerySet") -> Case:
    """The first line that fits, in the order of the architecture page. Each part is asked once, and only when those
    before it did not answer."""
    exemptions = _manager("Exemption").in_force_on(as_of).filter(obligation=OuterRef("pk"))
    returned = _case((Q(returned_on__lte=as_of), Status.RETURNED))
    received = _case(
        (Q(received_on__lte=_due_when_received()), Status.ON_TIME),
        (Q(day_stated=False), Status.RECEIVED),
        default=Value(Status.LATE),
    )
    return _case(
        (Exists(exemptions), Status.EXEMPT),
        default=Coalesce(
            Subquery(last.annotate(verdict=returned).values("verdict")[:1]),
            Subquery(first.annotate(verdict=received).values("verdict")[:1]),
            _nothing_in(as_of, _due_as_decided(as_of)),
        ),
    )


def _if_by(as_of: date, submissions: "QuerySet", field: str) -> Subquery:
    """The day in `field` of the first of `submissions`, unless it lies after `as_of`."""
    day = Case(When(**{f"{field}__lte": as_of}, then=F(field)), output_field=models.DateField())
    return Subquery(submissions.annotate(day_by=day).values("day_by")[:1])


def _due_on(day: date) -> Case:
    """due(x): of the latest postponement decided by `day`, else the original due day."""
    return Case(When(settled(day), then=DUE_ON), default=_due_as_decided(day))


def _due_as_decided(day: date) -> Coalesce:
    decided = _manager("Postponement").filter(obligation=OuterRef("pk"), decided_on__lte=day)
    return Coalesce(latest_due(decided), F("original_due_on"))


def _due_when_received() -> Coalesce:
    """due(x) of a hand-in of `with_status`, x being the day it came."""
    of_it = _manager("Postponement").filter(obligation=OuterRef("obligation"), decided_on__lte=OuterRef("received_on"))
    return Coalesce(latest_due(of_it), OuterRef("original_due_on"), output_field=models.DateField())


def _nothing_in(as_of: date, due_on: Coalesce) -> Case:
    return _case((LessThan(due_on, _day(as_of)), Status.MISSING), default=Value(Status.NOT_DUE))


def _case(*lines: tuple[Any, Status], default: Any = None) -> Case:
    whens = [When(condition, then=Value(status)) for condition, status in lines]
    return Case(*whens, default=default, output_field=models.CharField())


def _day(day: date) -> Value:
    return Value(day, output_field=models.DateField())
