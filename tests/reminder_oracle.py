"""Whom a morning's reminders reach, in plain Python, from the raw facts and from what it expected before.

Written from issue 7 and docs/decisions/0014. Shares no code with `reporting.digests`, `ladder` or `recipients`; the
status comes from tests/oracle.py.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from organizations.models import Appointment, Organization, Person
from reporting.models import Obligation
from tests.oracle import HandIn, History

OPEN = {"missing", "not_due", "returned"}


@dataclass(frozen=True)
class Told:
    """One line of a digest."""

    obligation: int
    url: str
    until: date
    stage: int


@dataclass
class Mornings:
    """`expected(day)` is asked once for each morning on which the command runs, in their order."""

    told: dict[tuple[int, int], list[Told]] = field(default_factory=lambda: defaultdict(list))

    def expected(self, day: date) -> dict[str, set[Told]]:
        """By address, what its digest says."""
        self._look(day)
        found: dict[str, set[Told]] = defaultdict(set)
        for obligation in self.obligations.values():
            for person, line in self._lines(obligation, day):
                self.told[obligation.pk, person.pk].append(line)
                found[address_of(person)].add(line)
        return found

    def _look(self, day: date) -> None:
        self.bodies = {one.pk: one for one in Organization.objects.all()}
        self.offices = [
            one
            for one in Appointment.objects.select_related("person__user")
            if (one.from_day is None or one.from_day <= day) and (one.ended_on is None or one.ended_on > day)
        ]

        related = Obligation.objects.select_related("requirement__decree_item__decree", "organization")
        found = related.prefetch_related("submissions", "postponements", "exemptions").filter(arose_on__lte=day)
        self.obligations = {one.pk: one for one in found}

    def leaves(self, day: date, written: dict[str, set[Told]]) -> dict[str, set[Told]]:
        """What of that morning's digests still holds when they leave, later on the same day."""
        self._look(day)
        found: dict[str, set[Told]] = {}
        for address, lines in written.items():
            kept = {line for line in lines if self._holds(address, line, day)}
            if kept:
                found[address] = kept
        return found

    def _holds(self, address: str, line: Told, day: date) -> bool:
        obligation = self.obligations[line.obligation]
        body = self.bodies[obligation.organization_id]
        people = {address_of(person) for person, _fills in self._people(obligation, body, line.stage)}
        return address in people and self._until(obligation, day) == line.until

    def _until(self, obligation: Obligation, day: date) -> date | None:
        """The day its ladder hangs on; None where nothing is owed."""
        body, history = self.bodies[obligation.organization_id], history_in_memory(obligation)
        status = history.status(day)
        asleep = body.suspended_on and body.suspended_on <= day and not (body.resumed_on and body.resumed_on <= day)
        gone = asleep or (body.closed_on and body.closed_on <= day)
        shut = obligation.opens_on and obligation.opens_on > day
        if status not in OPEN or gone or shut:
            return None
        if status != "returned":
            return history.due_at(day)
        live = [one for one in obligation.submissions.all() if one.voided_on is None]
        return max(live, key=lambda one: one.round).correct_by

    def _lines(self, obligation: Obligation, day: date) -> list[tuple[Person, Told]]:
        requirement, body = obligation.requirement, self.bodies[obligation.organization_id]
        until = self._until(obligation, day)
        if until is None or not requirement.reminders_on:
            return []
        stages = list(requirement.reminder_days)
        if requirement.reminders_weekly:
            stages += [max(stages) + 7 * week for week in range(1, 300)]
        fallen = [stage for stage in stages if until + timedelta(days=stage) <= day]
        if not fallen:
            return []
        stage = max(fallen)
        lines: dict[Person, Told] = {}
        for person, fills in self._people(obligation, body, stage):
            before = self.told[obligation.pk, person.pk]
            if address_of(person) and not any(one.until == until and one.stage >= stage for one in before):
                url = obligation.fill_url if fills else obligation.get_absolute_url()
                lines.setdefault(person, Told(obligation.pk, url, until, stage))
        return list(lines.items())

    def _people(self, obligation: Obligation, body: Organization, stage: int) -> list[tuple[Person, bool]]:
        """With whether they may fill it in: the chair; from the day after, the chair above, too; after a week the
        staff who asked for it; after two the controllers of the decree who still hold an office in the apparatus."""
        people = [(chair, True) for chair in self._chair(body)]
        if stage > 0:
            above = self.bodies[body.parent_id] if body.parent_id else None
            while above and above.level != "union":
                if chairs := [one for one in self._chair(above) if address_of(one)]:
                    people.append((chairs[0], True))
                    break
                above = self.bodies[above.parent_id] if above.parent_id else None
        if stage >= 7:
            staff = [one.person for one in self.offices if one.position == "staff"]
            asked = [one for one in staff if one.user_id and one.user_id == obligation.requirement.opened_by_id]
            people += [(one, False) for one in asked or staff]
        if stage >= 14 and obligation.requirement.decree_item:
            named = set(obligation.requirement.decree_item.decree.controllers.all())
            apparatus = {"staff", "controller", "leadership", "administrator"}
            held = {one.person for one in self.offices if one.position in apparatus}
            people += [(one, False) for one in named & held]
        return people

    def _chair(self, body: Organization) -> list[Person]:
        held = [one for one in self.offices if one.organization_id == body.pk and one.position == "chair"]
        held.sort(key=lambda one: (one.from_day or date.min, one.pk))
        return [held[-1].person] if held else []


def address_of(person: Person) -> str:
    return person.user.email if person.user and person.user.is_active else person.email


def history_in_memory(obligation: Obligation) -> History:
    """As `tests.oracle.history_of`, of facts that are at hand."""
    return History(
        arose=obligation.arose_on,
        due=obligation.original_due_on,
        hand_ins=[
            HandIn(one.round, one.received_on, one.day_stated, one.returned_on, one.voided_on)
            for one in obligation.submissions.all()
        ],
        postponed=[
            (one.decided_on, one.due_on) for one in sorted(obligation.postponements.all(), key=lambda one: one.pk)
        ],
        exempted=[(one.decided_on, one.revoked_on) for one in obligation.exemptions.all()],
    )
