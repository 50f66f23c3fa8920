"""An event of the training: planned, held or cancelled, with its speakers and with who came (statistics.md, section 3)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from campaigns.periods import Period, Precision
from campaigns.wording import reading
from documents.dates import short_day
from organizations.authors import sign
from organizations.models import Organization
from training.models.lists import TraineeCategory
from training.models.programme import Programme, ProgrammeModule, TrainingPlan
from training.models.rows import put_rows
from training.querysets import TrainingEventQuerySet


def refuse_unclear(term: Period | None) -> None:
    """An event falls due by its last planned day: a term that has none, or that may be read in two ways, is asked again."""
    if term is None:
        return
    if term.open_ended:
        sentence = _("Until when? A term “after” a day never ends: write a day, a month or a quarter, or both ends.")
        raise ValidationError(sentence, code="open_ended")
    if term.ambiguous:
        sentence = _("%(reading)s, and may be meant otherwise: write a day, a month or a quarter, or both ends.")
        raise ValidationError(sentence, code="ambiguous", params={"reading": reading(term.raw, term)})


class EventState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("event", "planned")
    OVERDUE = "overdue", _("not held in time")
    HELD = "held", pgettext_lazy("event", "held")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")


class FormOfEvent(models.TextChoices):
    """Of one event; the report counts them by the same codes (`EventForm`)."""

    SEMINAR = "seminar", pgettext_lazy("one event", "seminar")
    TRAINING = "training", pgettext_lazy("one event", "training session")
    ROUND_TABLE = "round_table", pgettext_lazy("one event", "round table")
    EXCHANGE = "exchange", pgettext_lazy("one event", "exchange of experience")
    FORUM = "forum", pgettext_lazy("one event", "forum")
    OUTGOING = "outgoing", pgettext_lazy("one event", "outgoing event")
    ONLINE = "online", pgettext_lazy("one event", "online event")


class TrainingEvent(models.Model):
    """`planned_raw` as it was written, with the days it means. Days that are not told yet are empty."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="training_events", verbose_name=_("organization")
    )
    plan = models.ForeignKey(
        TrainingPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("plan"),
        help_text=_("Empty: outside the plan."),
    )  # fmt: skip
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("programme")
    )
    module = models.ForeignKey(
        ProgrammeModule, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("module")
    )  # fmt: skip
    title = models.CharField(_("title of the event"), max_length=300)
    form = models.CharField(_("form"), max_length=12, choices=FormOfEvent)
    planned_raw = models.CharField(pgettext_lazy("event", "planned"), max_length=150, blank=True)
    planned_first = models.DateField(_("planned, first day"), null=True, blank=True)
    planned_last = models.DateField(_("planned, last day"), null=True, blank=True)
    held_from = models.DateField(_("first day"), null=True, blank=True)
    held_to = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    topic = models.CharField(_("topic"), max_length=500, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    certificates = models.PositiveIntegerField(_("certificates handed out"), null=True, blank=True)
    spent = models.DecimalField(_("spent, tenge"), max_digits=14, decimal_places=2, null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)

    history = HistoricalRecords()
    objects = TrainingEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("training event")
        verbose_name_plural = _("training events")
        ordering = ["-held_to", "-planned_last", "-pk"]
        indexes = [
            models.Index(fields=["organization", "held_to"], name="training_event_held"),
            models.Index(fields=["held_to"], name="training_event_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_raw="", planned_first=None, planned_last=None)
                | ~Q(planned_raw="") & Q(planned_first__isnull=False, planned_last__gte=F("planned_first")),
                name="training_event_planned_in_order",
            ),
            models.CheckConstraint(
                condition=Q(held_from=None, held_to=None) | Q(held_from__isnull=False, held_to__gte=F("held_from")),
                name="training_event_held_in_order",
            ),
            models.CheckConstraint(
                condition=Q(planned_first__isnull=False) | Q(held_from__isnull=False), name="training_event_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_by=None, cancelled_at=None, cancel_reason="")
                | Q(cancelled_on__isnull=False, cancelled_by__isnull=False, cancelled_at__isnull=False)
                & ~Q(cancel_reason=""),
                name="training_event_cancelled_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | Q(held_from=None), name="training_event_held_or_cancelled"
            ),
            models.CheckConstraint(condition=Q(spent=None) | Q(spent__gte=0), name="training_event_spent_positive"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:event", args=[self.pk])

    @property
    def planned(self) -> Period | None:
        if self.planned_first is None or self.planned_last is None:
            return None
        precision = Precision.DAY if self.planned_first == self.planned_last else Precision.RANGE
        return Period(self.planned_first, self.planned_last, precision, self.planned_raw)

    @planned.setter
    def planned(self, term: Period | None) -> None:
        """Kept are two days, between which the event falls: an end that is open would be lost."""
        refuse_unclear(term)
        days = (term.raw, term.first, term.last) if term else ("", None, None)
        self.planned_raw, self.planned_first, self.planned_last = days

    def state_on(self, day: date) -> EventState:
        """As `in_state` asks it of the database."""
        if self.cancelled_on and self.cancelled_on <= day:
            return EventState.CANCELLED
        if self.held_to and self.held_to <= day:
            return EventState.HELD
        return EventState.OVERDUE if self.planned_last and self.planned_last < day else EventState.PLANNED

    # --- Verbs --------------------------------------------------------------------------------------------

    @transaction.atomic
    def keep(
        self, *, speakers: "Sequence[Speaker]", participants: Mapping[TraineeCategory, int], by: Any, today: date
    ) -> None:
        """With its speakers in their order and who came; a category without a number is no data."""
        self._refuse(participants, today)
        sign(self, by)
        self.save()
        for place, one in enumerate(speakers, start=1):
            one.event, one.position_in_list = self, place
        put_rows(self.speakers.exclude(pk__in=[one.pk for one in speakers]), speakers, by=by)
        rows = {row.category_id: row for row in self.participants.all()}
        kept = [rows.get(one.pk) or EventParticipants(event=self, category=one) for one in participants]
        for row, number in zip(kept, participants.values(), strict=True):
            row.number = number
        put_rows(self.participants.exclude(category__in=list(participants)), kept, by=by)

    def _refuse(self, participants: Mapping[TraineeCategory, int], today: date) -> None:
        if self.cancelled_on:
            raise ValidationError(_("This event is cancelled: nothing is changed in it any more."))
        if self.held_to and self.held_from and self.held_to < self.held_from:
            raise ValidationError({"held_to": _("The event ended before it began.")})
        if self.held_to and self.held_to > today:
            raise ValidationError({"held_to": _("This day lies in the future: say when the event is planned.")})
        if self.held_from is None and self.planned_first is None:
            raise ValidationError({"planned": _("Say when the event is planned, or when it was held.")})
        if participants and self.held_to is None:
            raise ValidationError(
                {"held_from": _("Who came is told of an event that was held: name its days, or leave the numbers out.")}
            )
        if self.plan and self.plan.organization_id != self.organization_id:
            raise ValidationError({"plan": _("This plan belongs to another organization.")})
        if self.module and self.module.programme_id != self.programme_id:
            raise ValidationError({"programme": _("This module belongs to another programme.")})
        self._refuse_nonexistent()

    def _refuse_nonexistent(self) -> None:
        name, day = ("held_from", self.held_from) if self.held_from else ("planned", self.planned_last)
        if day and not Organization.objects.existing_on(day).filter(pk=self.organization_id).exists():
            raise ValidationError(
                {name: ValidationError(
                    _("“%(name)s” did not exist on this day."), code="not_existing",
                    params={"name": self.organization.name},
                )}
            )  # fmt: skip

    @transaction.atomic
    def cancel(self, *, on: date, reason: str, by: Any, at: datetime) -> None:
        """What was planned will not take place."""
        present = TrainingEvent.objects.select_for_update(no_key=True).get(pk=self.pk)
        if present.cancelled_on:
            raise ValidationError(_("This event is cancelled already."))
        if present.held_from:
            raise ValidationError(_("This event was held: it cannot be cancelled."))
        if on > timezone.localdate(at):
            raise ValidationError({"on": _("This day lies in the future.")})
        if on < (first := present._first_known()):
            raise ValidationError(
                {"on": ValidationError(
                    _("Nobody planned this event yet: name a day from %(day)s on."), code="early",
                    params={"day": short_day(first)},
                )}
            )  # fmt: skip
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})
        self.cancelled_on, self.cancelled_by, self.cancelled_at, self.cancel_reason = on, by, at, reason.strip()
        sign(self, by, self.cancel_reason)
        self.save()

    def _first_known(self) -> date:
        """When its plan was approved; where nobody told it, the beginning of the year before it, when plans are made.
        It may be entered long after: the day of that says nothing."""
        if self.plan and self.plan.approved_on:
            return self.plan.approved_on
        first = self.planned_first or date.max
        return date(max(first.year - 1, 1), 1, 1)


class Speaker(models.Model):
    event = models.ForeignKey(
        TrainingEvent, on_delete=models.CASCADE, related_name="speakers", verbose_name=_("training event")
    )
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position and place of work"), max_length=200, blank=True)
    position_in_list = models.PositiveSmallIntegerField(_("place in the list"), default=1)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["event", "position_in_list", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}" if self.position else self.name


class EventParticipants(models.Model):
    """Who came of one category: attendances, for nobody asks whether they came before. What is no data has no row."""

    event = models.ForeignKey(
        TrainingEvent, on_delete=models.CASCADE, related_name="participants", verbose_name=_("training event")
    )
    category = models.ForeignKey(
        TraineeCategory, on_delete=models.PROTECT, related_name="+", verbose_name=_("category of the trained")
    )
    number = models.PositiveIntegerField(_("participants"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("participants of a category")
        verbose_name_plural = _("participants by category")
        ordering = ["event", "category__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "category"], name="event_participants_once")]

    def __str__(self) -> str:
        return f"{self.category}: {self.number}"
