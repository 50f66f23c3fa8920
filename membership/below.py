"""The reports of an organization and of all bodies below it, which its chair may fill in and hand in together.

Whatever their number, the questions to the database are the same few.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from documents.undisturbed import undisturbed
from membership.answers import Answers, Lists, answers_of_many
from membership.judging import Judgement
from membership.kept import ToKeep, keep_reports
from membership.known import backgrounds, state_day
from membership.models import LockedYear, MembershipReport, Parameter
from membership.models.years import FROM_BELOW, owed_for
from membership.report_form import fields_of, read_answers
from membership.sections import sections_of
from membership.task import Task
from organizations.access import within
from organizations.models import Organization
from reporting import drafts, receipts
from reporting.models import Draft, Obligation, Submission, together
from reporting.statuses import Status
from reporting.tasks import TO_DO

# Of thousands of organizations what nobody asks for here.
NOT_READ = [f"organization__{name}" for name in ("search", "address", "phone", "email", "site", "bin")]


def obligations_of(year: int, root: Organization) -> Q:
    """Of a year, for an organization and all bodies below it."""
    return within(root.path or "", "organization__path") & owed_for(year)


@dataclass(frozen=True)
class Line:
    """One body: what it owes, how far it is. `judgement`: of its draft, where there is one."""

    obligation: Obligation
    draft: Draft
    is_open: bool
    judgement: Judgement | None
    unread: int

    @property
    def organization(self) -> Organization:
        return self.obligation.organization

    @property
    def problems(self) -> int:
        return self.unread + (sum(1 for _error in self.judgement.errors) if self.judgement else 0)

    @property
    def state(self) -> str:
        """standing, shut, no_draft, errors, ready"""
        if not self.is_open:
            return "standing" if self.obligation.status not in TO_DO and self.obligation.rounds else "shut"
        if self.judgement is None:
            return "no_draft"
        return "errors" if self.problems else "ready"


class Below:
    """`owed`: obligations of `obligations_of`, with their status, in the order in which they are shown."""

    def __init__(self, root: Organization, year: int, owed: QuerySet[Obligation], day: date) -> None:
        self.root, self.year, self.day, self._asked = root, year, day, owed

    @cached_property
    def owed(self) -> list[Obligation]:
        existing = Organization.objects.existing_on(state_day(self.year))
        related = self._asked.filter(organization__in=existing).select_related("organization").defer(*NOT_READ)
        ordered = related.prefetch_related("requirement").order_by("original_due_on", "pk")
        # Of two requirements of one year, the one that is due later.
        by_organization = {one.organization_id: one for one in ordered}
        return sorted(by_organization.values(), key=lambda one: one.organization.path or "")

    def again(self) -> "Below":
        """The same, as the books stand now."""
        return Below(self.root, self.year, self._asked.all(), self.day)

    def forget(self) -> None:
        """What was judged is not needed any more while the books are written: of thousands it is the greater part."""
        for known in ("tasks", "kept", "owed", "to_fill"):
            self.__dict__.pop(known, None)

    def is_open(self, obligation: Obligation) -> bool:
        opened = obligation.opens_on is None or obligation.opens_on <= self.day
        return opened and obligation.status in TO_DO

    @cached_property
    def to_fill(self) -> list[Obligation]:
        return [one for one in self.owed if self.is_open(one)]

    @cached_property
    def lists(self) -> Lists:
        return Lists.of(self.year)

    @cached_property
    def kept(self) -> dict[int, Draft]:
        return drafts.of_many(self.owed)

    @cached_property
    def tasks(self) -> dict[int, Task]:
        """By the number of the organization, of everything that is open; each knows what it would ask for."""
        known = backgrounds([one.organization_id for one in self.to_fill], self.root, self.year, self.day)
        returned = self._returned()
        sections, thresholds = sections_of(self.lists), Parameter.thresholds(self.year)
        tasks = {}
        for obligation in self.to_fill:
            task, found = Task(obligation, self.day), known[obligation.organization_id]
            task.lists, task.sections, task.thresholds, task.background = self.lists, sections, thresholds, found
            task.former_answers = returned.get(obligation.pk)
            tasks[obligation.organization_id] = task
        return tasks

    def _returned(self) -> dict[int, dict[str, Any]]:
        """What was returned and has no draft yet, as it was handed in."""
        begun = {pk for pk, draft in self.kept.items() if draft.pk}
        wanted = [one.pk for one in self.to_fill if one.status == Status.RETURNED and one.pk not in begun]
        if not wanted:
            return {}
        found = MembershipReport.objects.filter(submission__obligation__in=wanted, submission__voided_on=None)
        latest = {one.submission.obligation_id: one for one in found.select_related("submission").order_by("submission__round")}  # fmt: skip
        answers = answers_of_many(latest.values())
        return {pk: answers[report.pk] for pk, report in latest.items()}

    @cached_property
    def fields(self) -> dict[str, Any]:
        return fields_of(self.lists, sections_of(self.lists))

    def judge(self, obligation: Obligation, data: drafts.Data) -> tuple[Judgement, int]:
        """As the form would, and how many answers cannot be read."""
        task = self.tasks[obligation.organization_id]
        answers, unread = read_answers(self.fields, data)
        judgement = Judgement(
            answers, set(unread), year=self.year, level=obligation.organization.level, lists=self.lists,
            background=task.background, thresholds=task.thresholds,
        )  # fmt: skip
        return judgement, len(unread)

    @property
    def lines(self) -> Iterator[Line]:
        return map(self._line, self.owed)

    def lines_of(self, level: str) -> Iterator[Line]:
        return (self._line(one) for one in self.owed if one.organization.level == level)

    def _line(self, obligation: Obligation) -> Line:
        draft, is_open = self.kept[obligation.pk], self.is_open(obligation)
        judged = self.judge(obligation, draft.data) if is_open and draft.pk else (None, 0)
        return Line(obligation, draft, is_open, *judged)


@undisturbed()
@transaction.atomic
def submit_ready(below: Below, *, by: Any, at: datetime) -> list[Submission]:
    """Hands in every draft that passes, all or nothing: the verbs of the core, and the rows, said together; the receipts
    come in one letter."""
    LockedYear.refuse(below.year)
    below = below.again()
    begun = {one.organization.level for one in below.to_fill if below.kept[one.pk].pk}
    made: list[Submission] = []
    for level in FROM_BELOW:
        if level in begun:
            some = _submit_level(below, level, by, at)
            made, below = made + some, below.again() if some else below
    page = reverse("membership:below", args=[below.root.code, below.year])
    receipts.post_many(made, to=by, at=at, url=page)
    return made


class _Ready(NamedTuple):
    """What is to be handed in, and of which version of its draft."""

    organization: Organization
    answers: Answers
    failures: int
    version: int


def _submit_level(below: Below, level: str, by: Any, at: datetime) -> list[Submission]:
    ready = {
        one.obligation.pk: _Ready(one.organization, found.answers, len(found.failures), one.draft.version)
        for one in below.lines_of(level)
        if one.state == "ready" and (found := one.judgement)
    }
    if not ready:
        return []
    _refuse_changed(ready)
    below.forget()
    with together(Obligation.objects.filter(pk__in=list(ready))) as owed:
        for obligation in owed:
            obligation.organization = ready[obligation.pk].organization
        facts = {"by": by, "at": at, "received_on": below.day, "signed_by": getattr(by, "person", None)}
        made = [obligation.submit(**facts) for obligation in owed]
    judged = ((submission, ready[submission.obligation_id]) for submission in made)
    keep_reports((ToKeep(one, said.answers, said.failures) for one, said in judged), below.lists)
    Draft.objects.filter(obligation__in=list(ready)).only("pk").delete()
    return made


def _refuse_changed(ready: Mapping[int, _Ready]) -> None:
    """What was looked at is what is handed in: the drafts are locked from here on."""
    for draft in Draft.objects.select_for_update().filter(obligation__in=list(ready)).defer("data"):
        if draft.version != ready[draft.obligation_id].version:
            raise Draft.Conflict(draft)
