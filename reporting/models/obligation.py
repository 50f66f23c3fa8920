"""One organization, one requirement, one due day; and every verb that acts on it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.models import Organization
from reporting import kinds
from reporting.books import COLUMNS, OPEN, UNEXAMINED, Told
from reporting.models.decisions import Exemption, Postponement
from reporting.models.requirement import Requirement
from reporting.models.submission import Draft, Remark, Submission
from reporting.models.together import Booked, verb
from reporting.querysets import ObligationQuerySet
from reporting.statuses import Status


class Obligation(Booked, Told):
    """What one organization owes under one requirement. Its status is computed for a day, never stored.

    Every verb takes `by` (the user), `at` (the aware moment of recording) and the effective day it speaks of;
    it locks the obligation, and refuses with a ValidationError whose sentence is meant for the reader.
    """

    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("requirement")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("organization")
    )
    key = models.CharField(
        _("key"), max_length=60, blank=True, help_text=_("Year or event, for example 2024 or conference:17.")
    )
    arose_on = models.DateField(_("arose on"))
    event_on = models.DateField(_("day of the event"), null=True, blank=True)
    opens_on = models.DateField(_("online form opens on"), null=True, blank=True)
    original_due_on = models.DateField(_("original due day"))

    # Where the title of the requirement does not tell it from others; said by `kinds.entitled`.
    own_title = ""

    if TYPE_CHECKING:  # what `with_status` adds
        as_of: date
        status: str
        due_on: date
        first_due_on: date
        first_received_on: date
        last_received_on: date | None
        correct_by: date
        returned_on: date | None
        accepted_on: date | None
        rounds: int
        day_stated: bool | None

    history = HistoricalRecords(excluded_fields=COLUMNS)
    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["original_due_on", "pk"]
        indexes = [
            models.Index(fields=["organization", "arose_on"], name="obligation_of_organization"),
            models.Index(fields=["requirement", "arose_on"], name="obligation_of_requirement"),
            models.Index(fields=["original_due_on"], name="obligation_due"),
            models.Index(fields=["original_due_on"], condition=Q(books_due_on__isnull=False), name="obligation_moved"),
            models.Index(fields=["organization"], condition=OPEN, name="obligation_open"),
            # With what a page asks beside: the number is told by the index alone, and the oldest come first.
            models.Index(
                fields=["books_last_received_on", "organization", "arose_on"],
                condition=UNEXAMINED,
                name="obligation_unexamined",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "organization", "key"], name="obligation_identity"),
            models.CheckConstraint(condition=Q(original_due_on__gte=F("arose_on")), name="due_after_arose"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} · {self.organization}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:obligation", args=[self.pk])

    # --- What a day says; needs `with_status` ---------------------------------------------------

    @property
    def days_late(self) -> int | None:
        """Days past the due day: of the first hand-in, of a missing one until `as_of`, of a correction not come."""
        if self.status == Status.LATE:
            return (self.first_received_on - self.first_due_on).days
        if self.status == Status.MISSING:
            return (self.as_of - self.due_on).days
        if self.status == Status.RETURNED:
            return max((self.as_of - self.correct_by).days, 0)
        return None

    @property
    def days_left(self) -> int | None:
        """Days until the due day, or until the correct-by day of a returned one; 0 on the day itself."""
        untils: dict[str, date] = {Status.NOT_DUE: self.due_on, Status.RETURNED: self.correct_by}
        until = untils.get(self.status)
        return (until - self.as_of).days if until and until >= self.as_of else None

    @property
    def title(self) -> str:
        return self.own_title or self.requirement.title

    @property
    def kind(self) -> kinds.Kind:
        return kinds.get(self.requirement.kind)

    @property
    def about(self) -> list[dict[str, Any]]:
        """What exactly it asks, in rows of definitions, where the requirement says it for many."""
        return self.kind.about(self) if self.kind.about else []

    @property
    def fill_url(self) -> str:
        return reverse(self.kind.fill, args=[self.pk])

    # --- Verbs ----------------------------------------------------------------------------------

    @verb
    def submit(
        self,
        *,
        by: Any,
        at: datetime,
        received_on: date,
        channel: str = Submission.Channel.ONLINE,
        day_stated: bool = True,
        token: Any = None,
        then: Callable[[Submission], None] | None = None,
        **facts: Any,
    ) -> Submission:
        """Hand in, as a new round. The same form (`token`) sent again answers with the hand-in it made.

        `facts`: text, nothing_to_report, signed_by, incoming_number. `then` does what belongs to a hand-in made now,
        in its transaction and once: files, rows of the domain, the receipt.
        """
        self._look()
        if token and (sent := self._sent_as(UUID(str(token)))):
            return sent
        self._refuse_change()
        self._check_day(received_on, at, not_before=self.arose_on)
        self.refuse_submitting(received_on, channel, **facts)
        last_round = max((one.round for one in self._submissions()), default=0)
        submission = Submission(
            obligation=self,
            round=last_round + 1,
            received_on=received_on,
            day_stated=day_stated,
            channel=channel,
            submitted_by=by,
            submitted_at=at,
            token=token,
            **facts,
        )
        self._save(submission, by)
        if then:
            self._then(partial(then, submission))
        return submission

    def refuse_submitting(self, received_on: date, channel: str, nothing_to_report: bool = False, **facts: Any) -> None:
        """Raises the sentence why nothing can be handed in on that day, where there is one."""
        if standing := self.standing():
            raise _refusal(
                _("A hand-in already stands: No. {number} of {day}. It must be returned first."),
                code="standing",
                number=standing.receipt_number,
                day=standing.received_on,
            )
        if channel == Submission.Channel.ONLINE and self.opens_on and received_on < self.opens_on:
            raise _refusal(_("The form opens on {day}."), code="closed", day=self.opens_on)
        if self._exempt():
            raise _refusal(_("This is not required of your organization: an exemption is in force."), code="exempt")
        if nothing_to_report and not self.requirement.allows_nothing:
            raise _refusal(_("“Nothing to report” is not an answer here."), code="nothing")
        last = next(reversed(self._not_voided()), None)
        if last and last.returned_on and received_on < last.returned_on:
            raise _refusal(
                _("The hand-in before it was returned on {day}; a correction cannot have come earlier."),
                day=last.returned_on,
            )

    @verb
    def return_(
        self,
        *,
        by: Any,
        at: datetime,
        returned_on: date,
        correct_by: date,
        reason: str,
        remarks: Iterable[tuple[str, str]] = (),
    ) -> Submission:
        """Give the standing hand-in back with remarks (field code, sentence); its first day keeps its timeliness."""
        submission = self._standing_or_refuse()
        self._refuse_change()
        self._check_day(returned_on, at, not_before=submission.received_on)
        if correct_by < returned_on:
            raise _refusal(_("The day to correct by lies before the return."), field="correct_by")
        submission.return_reason = _said(reason)
        submission.returned_on, submission.returned_by, submission.returned_at = returned_on, by, at
        submission.correct_by = correct_by
        self._save(submission, by)
        self._note([Remark(submission=submission, field=field, text=text) for field, text in remarks])
        return submission

    @verb
    def accept(self, *, by: Any, at: datetime, accepted_on: date) -> Submission:
        submission = self._standing_or_refuse()
        if submission.accepted_on:
            raise _refusal(_("It was accepted on {day} already."), day=submission.accepted_on)
        self._check_day(accepted_on, at, not_before=submission.received_on)
        submission.accepted_on, submission.accepted_by, submission.accepted_at = accepted_on, by, at
        return self._save(submission, by)

    @verb
    def void(self, submission: Submission, *, by: Any, at: datetime, voided_on: date, reason: str) -> Submission:
        """Take out a hand-in that was empty or of another thing; it counts until that day."""
        self._look()
        submission = self._of_its_own(submission)
        if submission.voided_on:
            raise _refusal(_("It was voided on {day} already."), day=submission.voided_on)
        self._refuse_change()
        if any(one.round > submission.round for one in self._not_voided()):
            raise _refusal(_("A later hand-in stands on this one: void that first."))
        self._check_day(voided_on, at, not_before=submission.returned_on or submission.received_on)
        submission.void_reason = _said(reason)
        submission.voided_on, submission.voided_by, submission.voided_at = voided_on, by, at
        return self._save(submission, by)

    @verb
    def exempt(self, *, by: Any, at: datetime, decided_on: date, reason: str) -> Exemption:
        """Nothing is asked from that day on; days before keep what they showed."""
        self._look()
        if self.standing():
            raise _refusal(_("A hand-in stands, so there is nothing to exempt from. Return or void it first."))
        if self._exempt():
            raise _refusal(_("An exemption is in force already."))
        self._check_day(decided_on, at, not_before=self._last_decision(self.arose_on))
        exemption = Exemption(
            obligation=self, decided_on=decided_on, reason=_said(reason), decided_by=by, decided_at=at
        )
        return self._save(exemption, by)

    @verb
    def revoke_exemption(self, *, by: Any, at: datetime, revoked_on: date, new_due_on: date, reason: str) -> Exemption:
        """Ask again, by a new due day."""
        self._look()
        exemption = self._exempt()
        if exemption is None:
            raise _refusal(_("No exemption is in force."))
        self._check_day(revoked_on, at, not_before=exemption.decided_on)
        self._check_due(new_due_on, revoked_on)
        exemption.revoke_reason = _said(reason)
        exemption.revoked_on, exemption.revoked_by, exemption.revoked_at = revoked_on, by, at
        self._save(exemption, by)
        self._new_due_day(new_due_on, revoked_on, exemption.revoke_reason, by, at)
        return exemption

    @verb
    def postpone(self, *, by: Any, at: datetime, decided_on: date, new_due_on: date, reason: str) -> Postponement:
        """A later due day from that day on. After the due day the status is "not yet due" again from the decision on.

        A wrong postponement is corrected by another one, back to the original due day at the earliest.
        """
        self._look()
        if self._not_voided():
            raise _refusal(_("It has been handed in; a due day is not moved afterwards."))
        if any(one.is_in_force_on(decided_on) for one in self._exemptions()):
            raise _refusal(_("An exemption is in force; revoke it and name the new due day there."))
        self._check_day(decided_on, at, not_before=self._last_decision(self.arose_on))
        if new_due_on == self.due_by(decided_on):
            raise _refusal(_("That is the due day already."), field="new_due_on")
        self._check_due(new_due_on, decided_on)
        if new_due_on < self.original_due_on:
            raise _refusal(
                _("The new due day lies before the original one, {day}."), field="new_due_on", day=self.original_due_on
            )
        return self._new_due_day(new_due_on, decided_on, _said(reason), by, at)

    @verb
    def redate(self, *, by: Any, at: datetime, event_on: date, reason: str, due_on: date | None = None) -> None:
        """Correct a wrong day of the event: the due day follows for every day asked about, with history. Where the event
        names the due day itself, `due_on` is what it ought to have been."""
        self._look()
        self._check_day(event_on, at, not_before=date.min)
        earliest = min(self._not_voided(), key=lambda one: one.received_on, default=None)
        if earliest and earliest.received_on < event_on:
            raise _refusal(_("It was handed in on {day}, before this day of the event."), day=earliest.received_on)
        decided = [one.decided_on for one in self._postponements()]
        decided += [one.decided_on for one in self._exemptions()]
        if decided and min(decided) < event_on:
            raise _refusal(_("A decision about it was made on {day}, before this day of the event."), day=min(decided))
        self._change_reason = _said(reason)
        for field, value in self.requirement.dates_after(event_on, due_on).items():
            setattr(self, field, value)
        self._save(self, by)

    @verb
    def save_draft(self, data: dict[str, Any], *, version: int, by: Any, at: datetime) -> Draft:
        """Keep what is being typed. Raises Draft.Conflict when somebody else has saved since `version`."""
        self._lock()
        draft = Draft.of(self)
        if not draft.replaced_by(data, version):
            raise Draft.Conflict(draft)
        if draft.pk is None or data != draft.data:
            draft.data, draft.version, draft.saved_by, draft.saved_at = data, draft.version + 1, by, at
            draft.save()
        return draft

    # --- What the verbs share -------------------------------------------------------------------

    def _standing_or_refuse(self) -> Submission:
        self._look()
        if submission := self.standing():
            return submission
        raise _refusal(_("No hand-in stands here."), code="nothing_standing")

    def _refuse_change(self) -> None:
        """Figures of some kinds become final: the room that brought the kind says when. Asked of many, it is asked once
        for those that are alike in it."""
        refuse = self.kind.refuse_change
        if refuse is None:
            return
        alike = (self.requirement_id, self.key, self.original_due_on)
        if self.book is None or alike not in self.book.free:
            refuse(self)
            if self.book:
                self.book.free.add(alike)

    def _check_day(self, day: date, at: datetime, *, not_before: date) -> None:
        if day > timezone.localdate(at):
            raise _refusal(_("{day} lies in the future."), code="future", day=day)
        if day < not_before:
            raise _refusal(
                _("{day} lies before {first}, the day of what it acts on."), code="too_early", day=day, first=not_before
            )

    def _check_due(self, due_on: date, decided_on: date) -> None:
        if due_on < max(decided_on, self.arose_on):
            raise _refusal(_("The new due day lies before the decision."), field="new_due_on")

    def _last_decision(self, start: date) -> date:
        """Decisions follow one another in time: none is put before another one."""
        days = [start, *(one.decided_on for one in self._postponements())]
        for one in self._exemptions():
            days += [one.decided_on, one.revoked_on or one.decided_on]
        return max(days)

    def _new_due_day(self, due_on: date, decided_on: date, reason: str, by: Any, at: datetime) -> Postponement:
        postponement = Postponement(
            obligation=self, due_on=due_on, decided_on=decided_on, reason=reason, decided_by=by, decided_at=at
        )
        return self._save(postponement, by)


def _refusal(sentence: str | Promise, *, code: str = "refused", field: str = "", **facts: Any) -> ValidationError:
    """A refusal in a sentence; days in it are written as tables write them."""
    shown = {
        name: date_format(fact, "SHORT_DATE_FORMAT") if isinstance(fact, date) else fact for name, fact in facts.items()
    }
    error = ValidationError(str(sentence).format(**shown), code=code)
    return ValidationError({field: error}) if field else error


def _said(reason: str) -> str:
    if not reason.strip():
        raise _refusal(_("Say why: the reason is kept with the decision."), field="reason")
    return reason.strip()
