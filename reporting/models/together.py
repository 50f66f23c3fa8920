"""How the verbs of an obligation read and write the books: of one at once, of many together.

    with together(Obligation.objects.filter(…)) as owed:
        for obligation in owed:
            obligation.submit(…)

The verbs are the same, with their rules, sentences and history. What the rules read is fetched once for all; nothing
is in the books before the block is left, and nothing at all when an error leaves it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from reporting.books import own_fields, restate
from reporting.models.decisions import Exemption, Postponement
from reporting.models.inserting import BATCH, insert, insert_values
from reporting.models.submission import Submission

if TYPE_CHECKING:
    from reporting.models.obligation import Obligation

P = ParamSpec("P")
R = TypeVar("R")
B = TypeVar("B", bound="Booked")
T = TypeVar("T", bound=models.Model)

# Where the facts lie while a verb looks at them.
KNOWN = {"submissions": "known_submissions", "exemptions": "known_exemptions", "postponements": "known_postponements"}
LISTS: dict[type[models.Model], str] = {
    Submission: "submissions",
    Exemption: "exemptions",
    Postponement: "postponements",
}


def verb(method: Callable[Concatenate[B, P], R]) -> Callable[Concatenate[B, P], R]:
    """One transaction; of an obligation among many, a part of theirs."""

    @wraps(method)
    def act(obligation: B, *args: P.args, **kwargs: P.kwargs) -> R:
        if obligation.book:
            return method(obligation, *args, **kwargs)
        try:
            with transaction.atomic():
                return method(obligation, *args, **kwargs)
        finally:
            obligation.forget()

    return act


@contextmanager
def together(obligations: "QuerySet[Obligation]") -> "Iterator[list[Obligation]]":
    """The obligations, locked and looked at; their verbs are written when the block is left."""
    with transaction.atomic():
        owed = list(obligations.prefetch_related("requirement").select_for_update(of=("self",)))
        look_at(owed)
        book = Book()
        for obligation in owed:
            obligation.book = book
        try:
            yield owed
        finally:
            for obligation in owed:
                obligation.book = None
                obligation.forget()
        book.write()


def look_at(obligations: "Sequence[Booked]") -> None:
    """Fetch what the rules read, whatever was known before: three queries for any number of obligations."""
    for obligation in obligations:
        obligation.forget()
    prefetch_related_objects(list(obligations), *(Prefetch(name, to_attr=known) for name, known in KNOWN.items()))


class Booked(models.Model):
    """The facts of one obligation, as its verbs see them under the lock and add to them."""

    # Set while the verbs of many are written together.
    book: "Book | None" = None

    if TYPE_CHECKING:
        original_due_on: date

    class Meta:
        abstract = True

    def due_by(self, day: date) -> date:
        """The due day in force on `day`."""
        # On one day the last entered counts: they come in that order.
        decided = sorted(
            (one for one in self._postponements() if one.decided_on <= day), key=lambda one: one.decided_on
        )
        return decided[-1].due_on if decided else self.original_due_on

    def standing(self) -> Submission | None:
        """The hand-in that is neither returned nor voided."""
        return next((one for one in self._submissions() if one.is_standing), None)

    def returned_before(self, round: int) -> Submission | None:
        """The hand-in that was given back last before that round."""
        earlier = (one for one in reversed(self._not_voided()) if one.round < round and one.returned_on)
        return next(earlier, None)

    def forget(self) -> None:
        """What was looked at under a lock is worth nothing after it."""
        for known in KNOWN.values():
            self.__dict__.pop(known, None)

    def _lock(self) -> None:
        """One writer at a time on this obligation (on SQLite the transaction itself is the lock)."""
        type(self)._default_manager.select_for_update().get(pk=self.pk)

    def _look(self) -> None:
        """What the rules read, as it stands under the lock; among many it has been looked at once for all."""
        if self.book is None:
            self._lock()
            look_at([self])

    def _known(self, name: str) -> list[Any]:
        """In the order of entry: hand-ins by round, decisions by their day and number."""
        known: list[Any] | None = self.__dict__.get(KNOWN[name])
        return list(getattr(self, name).all()) if known is None else known

    def _submissions(self) -> list[Submission]:
        return self._known("submissions")

    def _exemptions(self) -> list[Exemption]:
        return self._known("exemptions")

    def _postponements(self) -> list[Postponement]:
        return self._known("postponements")

    def _not_voided(self) -> list[Submission]:
        return [one for one in self._submissions() if one.voided_on is None]

    def _of_its_own(self, submission: Submission) -> Submission:
        """The same hand-in as it stands under the lock."""
        for one in self._submissions():
            if one is submission or (one.pk and one.pk == submission.pk):
                return one
        raise Submission.DoesNotExist

    def _sent_as(self, token: UUID) -> Submission | None:
        return next((one for one in self._submissions() if one.token and UUID(str(one.token)) == token), None)

    def _exempt(self) -> Exemption | None:
        """The exemption in force, as the books stand."""
        return next((one for one in self._exemptions() if one.revoked_on is None), None)

    def _save(self, fact: T, by: Any) -> T:
        fact._history_user = by  # type: ignore[attr-defined]
        if self.book:
            self._keep(self.book, fact)
        else:
            fact.save()
        return fact

    def _keep(self, book: "Book", fact: models.Model) -> None:
        """The verbs after this one see it as if it were in the books."""
        if name := LISTS.get(type(fact)):
            known = self._known(name)
            if not any(fact is one for one in known):
                known.append(fact)
        book.keep(fact)

    def _note(self, rows: list[Any]) -> None:
        """Rows of one kind that have no history of their own."""
        if self.book:
            self.book.notes += rows
        elif rows:
            type(rows[0])._default_manager.bulk_create(rows)

    def _then(self, act: Callable[[], Any]) -> None:
        """What needs the number of a row: as soon as it has one."""
        if self.book:
            self.book.afterwards.append(act)
        else:
            act()


class Book:
    """What the verbs of many have said and the database has not been told yet, in the order it was said."""

    def __init__(self) -> None:
        self.new: dict[type[models.Model], list[Any]] = defaultdict(list)
        self.changed: dict[type[models.Model], dict[int, Any]] = defaultdict(dict)
        self.said: dict[type[models.Model], list[tuple[Any, dict[str, Any], bool]]] = defaultdict(list)
        self.notes: list[Any] = []
        self.known: set[int] = set()
        self.afterwards: list[Callable[[], Any]] = []
        # Requirement, key and due day of what may be changed.
        self.free: set[tuple[int, str, date]] = set()

    def keep(self, fact: Any) -> None:
        """As it stands now: a fact that is said and then changed has two entries in its history."""
        model = type(fact)
        is_new = fact.pk is None and id(fact) not in self.known
        self.known.add(id(fact))
        if is_new:
            self.new[model].append(fact)
        elif fact.pk is not None:
            self.changed[model][fact.pk] = fact
        self.said[model].append((fact, fact.__dict__.copy(), is_new))

    def write(self) -> None:
        """Changes first: they make room for what is new."""
        for model, facts in self.changed.items():
            upsert(model, facts.values())
        for rows in self.new.values():
            insert(rows)
        for model in {type(note) for note in self.notes}:
            notes = [note for note in self.notes if type(note) is model]
            model._base_manager.bulk_create(notes, batch_size=BATCH)
        for model, said in self.said.items():
            self._write_history(model, said)
        restate({fact.obligation_id for model in LISTS for fact, _as_said, _is_new in self.said[model]})
        for act in self.afterwards:
            act()

    @staticmethod
    def _write_history(model: Any, said: list[tuple[Any, dict[str, Any], bool]]) -> None:
        """First what is new, then what changed. The library writes the first entry of each, and so says the moment and
        how an entry looks; the others are written like it."""
        for is_new, kind in ((True, "+"), (False, "~")):
            told = [{**as_said, "id": fact.pk} for fact, as_said, was_new in said if was_new is is_new]
            if not told:
                continue
            like = object.__new__(model)
            like.__dict__.update(told[0])
            (first,) = model.history.bulk_history_create([like], update=not is_new, default_change_reason=None)
            entries = (
                {
                    **one,
                    "history_date": first.history_date,
                    "history_type": kind,
                    "history_user_id": getattr(one.get("_history_user"), "pk", None),
                    "history_change_reason": one.get("_change_reason"),
                }
                for one in told[1:]
            )
            insert_values(model.history.model, entries)


def upsert(model: type[models.Model], rows: Iterable[Any]) -> None:
    """Many rows changed by few statements; `bulk_update` takes half a minute for ten thousand."""
    fields = own_fields(model)
    model._base_manager.bulk_create(
        list(rows), batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )
