"""What the books say of an obligation once every fact in them counts: kept beside it, in columns named `books_…`.

Facts are stored and status is computed (the architecture page). These columns are facts said shorter: on a day not
before `books_until`, the last day of which any fact speaks, they answer what would else be asked of three tables for
each obligation, which is most of what a page of thirty thousand obligations takes. A day before it is computed from
the facts. `restate` alone writes them: see docs/decisions/0010-books-said-shorter.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import DateField, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from organizations.access import ScopedQuerySet

NOTHING_YET = date.min
BATCH = 1000


class Told(models.Model):
    """The columns. `books_due_on` and `books_first_due_on` are null where the due day was not moved."""

    books_until = models.DateField(default=NOTHING_YET, editable=False)
    books_exempt = models.BooleanField(default=False, editable=False)
    books_due_on = models.DateField(null=True, editable=False)
    books_first_received_on = models.DateField(null=True, editable=False)
    books_first_due_on = models.DateField(null=True, editable=False)
    books_day_stated = models.BooleanField(null=True, editable=False)
    books_last_received_on = models.DateField(null=True, editable=False)
    books_rounds = models.PositiveSmallIntegerField(default=0, editable=False)
    books_returned_on = models.DateField(null=True, editable=False)
    books_correct_by = models.DateField(null=True, editable=False)
    books_accepted_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Of an obligation that is in the books already, everything but the columns, which others may have told since."""
        if update_fields is None and not self._state.adding:
            update_fields = own_fields(type(self))
        super().save(*args, update_fields=update_fields, **kwargs)


COLUMNS = tuple(field.name for field in Told._meta.local_fields)


def own_fields(model: type[models.Model]) -> list[str]:
    """The fields that are written when a row of `model` is."""
    return [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in COLUMNS]


class FactQuerySet(ScopedQuerySet):
    """Of facts about obligations: changed or taken away many at once, they are told as well."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            restate(fact.obligation_id for fact in made)  # type: ignore[attr-defined]
        return made

    def update(self, **kwargs: Any) -> int:
        with self._telling():
            return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        with self._telling():
            return super().delete()

    update.alters_data = delete.alters_data = True  # type: ignore[attr-defined]

    @contextmanager
    def _telling(self) -> Iterator[None]:
        with transaction.atomic(using=self.db):
            touched = set(self.order_by().values_list("obligation", flat=True))
            yield
            restate(touched)


class Fact(models.Model):
    """A fact about one obligation. Saved or taken away, it is told in the columns in the same transaction."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            restate([self.obligation_id])  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            gone = super().delete(*args, **kwargs)
            restate([self.obligation_id])  # type: ignore[attr-defined]
        return gone


# What rooms above keep beside their own rows and tell anew together with the columns, by the numbers of obligations.
_told_further: list[Callable[[Sequence[int]], None]] = []


def tell_further(act: Callable[[Sequence[int]], None]) -> None:
    if act not in _told_further:
        _told_further.append(act)


def restate(obligations: Iterable[int]) -> None:
    """Write the columns of these obligations anew, from the facts, and what other rooms keep of the same facts."""
    owed = apps.get_model("reporting", "Obligation")._base_manager
    numbers = sorted(set(obligations))
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        owed.filter(pk__in=some).update(**_columns())
        for act in _told_further:
            act(some)


def _columns() -> dict[str, Any]:
    """Each column as an expression over the facts of the obligation that is being updated."""
    hand_ins, exemptions, postponed = (_of("Submission"), _of("Exemption"), _of("Postponement"))
    live = hand_ins.filter(voided_on=None)
    first, last = live.order_by("received_on", "round"), live.order_by("-round")
    by_then = _facts("Postponement").filter(obligation=OuterRef("obligation"), decided_on__lte=OuterRef("received_on"))
    return {
        "books_until": Greatest(
            _latest(hand_ins, "received_on", "returned_on", "accepted_on", "voided_on"),
            _latest(exemptions, "decided_on", "revoked_on"),
            _latest(postponed, "decided_on"),
        ),
        "books_exempt": Exists(exemptions.filter(revoked_on=None)),
        "books_due_on": latest_due(postponed),
        "books_first_received_on": Subquery(first.values("received_on")[:1]),
        "books_first_due_on": Subquery(first.annotate(due_then=latest_due(by_then)).values("due_then")[:1]),
        "books_day_stated": Subquery(first.values("day_stated")[:1]),
        "books_last_received_on": Subquery(last.values("received_on")[:1]),
        "books_rounds": Coalesce(Subquery(last.values("round")[:1]), 0),
        "books_returned_on": Subquery(last.values("returned_on")[:1]),
        "books_correct_by": Subquery(last.values("correct_by")[:1]),
        "books_accepted_on": Subquery(last.values("accepted_on")[:1]),
    }


def latest_due(postponements: QuerySet) -> Subquery:
    """The new due day of the latest of them; on one day the last entered counts."""
    return Subquery(postponements.order_by("-decided_on", "-pk").values("due_on")[:1])


def _facts(model: str) -> QuerySet:
    return apps.get_model("reporting", model)._base_manager.all()


def _of(model: str) -> QuerySet:
    return _facts(model).filter(obligation=OuterRef("pk"))


def _latest(facts: QuerySet, always: str, *sometimes: str) -> Coalesce:
    """The last day of which any of `facts` speaks in these fields, the first of which is never empty."""
    days = [Max(always), *(Coalesce(Max(field), Max(always)) for field in sometimes)]
    day = Greatest(*days) if sometimes else days[0]
    told = facts.order_by().values("obligation").annotate(until=day).values("until")
    return Coalesce(Subquery(told), Value(NOTHING_YET), output_field=DateField())


# --- What a day reads from the columns --------------------------------------------------------------


def settled(as_of: date) -> Q:
    """Nothing in the books speaks of a day after `as_of`, so the columns hold on it."""
    return Q(books_until__lte=as_of)


# Columns that say what `with_status` adds under the same name.
AS_TOLD = (
    "first_received_on", "day_stated", "last_received_on", "rounds", "returned_on", "correct_by", "accepted_on",
)  # fmt: skip
# What is still owed by all that is known: an index finds these few among all that was ever asked.
OPEN = Q(books_exempt=False) & (Q(books_first_received_on=None) | Q(books_returned_on__isnull=False))
# What came in and nobody has examined, by all that is known: the same without reckoning a status for each.
UNEXAMINED = Q(
    books_exempt=False, books_first_received_on__isnull=False, books_returned_on=None, books_accepted_on=None
)
DUE_ON = Coalesce("books_due_on", "original_due_on")
DUE_ON_RECEIPT = Coalesce("books_first_due_on", "original_due_on")
