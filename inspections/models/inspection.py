"""One inspection from the plan to the day its report was given to the organization."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.models import in_language
from inspections import states
from inspections.models.plan import InspectionPlan
from inspections.querysets import InspectionQuerySet
from inspections.refusals import check_day, refusal, said
from organizations.authors import sign as write_as
from organizations.constraints import both_or_none
from organizations.models import Level, Organization


class Inspection(models.Model):
    """Its state follows from its facts (`states.py`). What it says is written until it is signed."""

    class Kind(models.TextChoices):
        COMPREHENSIVE = "comprehensive", _("comprehensive inspection")
        THEMATIC = "thematic", _("thematic inspection")
        FOLLOW_UP = "follow_up", _("follow-up inspection")
        HELP_VISIT = "help_visit", _("visit to help")

    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.COMPREHENSIVE)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="inspections", verbose_name=_("organization")
    )
    topic_ru = models.CharField(_("topic in Russian"), max_length=300)
    topic_kk = models.CharField(_("topic in Kazakh"), max_length=300, blank=True)
    plan = models.ForeignKey(
        InspectionPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name=_("plan of inspections"),
        help_text=_("Empty: outside every plan."),
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("follows the inspection"),
    )
    planned_from = models.DateField(_("planned from"))
    planned_to = models.DateField(_("planned until"))
    studied_from = models.DateField(_("period studied, from"), null=True, blank=True)
    studied_to = models.DateField(_("period studied, until"), null=True, blank=True)
    reply_days = models.PositiveSmallIntegerField(
        _("days for the reply"), help_text=_("Within so many days a recommendation without a due day is replied to.")
    )
    is_fictional = models.BooleanField(_("fictional, for the demonstration"), default=False)
    began_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    signed_on = models.DateField(_("report signed on"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signature entered by"),
    )
    signed_at = models.DateTimeField(_("signature entered at"), null=True, blank=True)
    handed_over_on = models.DateField(_("given to the organization on"), null=True, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handing over entered by"),
    )
    handed_over_at = models.DateTimeField(_("handing over entered at"), null=True, blank=True)
    cancelled_on = models.DateField(_("inspection cancelled on"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("inspection cancelled by"),
    )
    cancelled_at = models.DateTimeField(_("cancellation entered at"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)

    history = HistoricalRecords()
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-planned_from", "-pk"]
        indexes = [models.Index(fields=["organization", "planned_from"], name="inspection_of_organization")]
        constraints = [
            models.CheckConstraint(condition=Q(planned_to__gte=F("planned_from")), name="inspection_plan_in_order"),
            models.CheckConstraint(
                condition=both_or_none("studied_from", "studied_to")
                & (Q(studied_from=None) | Q(studied_to__gte=F("studied_from"))),
                name="inspection_studied_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind="follow_up", follows__isnull=False) | ~Q(kind="follow_up") & Q(follows=None),
                name="inspection_follow_up_follows",
            ),
            models.CheckConstraint(condition=Q(reply_days__range=(1, 365)), name="inspection_reply_within_a_year"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(began_on__isnull=False, ended_on__gte=F("began_on")),
                name="inspection_ended_after_begun",
            ),
            models.CheckConstraint(
                condition=both_or_none("signed_on", "signed_by", "signed_at"), name="inspection_signed_who_and_when"
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(ended_on__isnull=False, signed_on__gte=F("ended_on")),
                name="inspection_signed_after_ended",
            ),
            models.CheckConstraint(
                condition=both_or_none("handed_over_on", "handed_over_by", "handed_over_at"),
                name="inspection_handed_over_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_on=None) | Q(signed_on__isnull=False, handed_over_on__gte=F("signed_on")),
                name="inspection_handed_over_after_signed",
            ),
            models.CheckConstraint(
                condition=both_or_none("cancelled_on", "cancelled_by", "cancelled_at")
                & (Q(cancelled_on=None, cancel_reason="") | Q(cancelled_on__isnull=False) & ~Q(cancel_reason="")),
                name="inspection_cancelled_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | Q(handed_over_on=None), name="inspection_cancelled_before_handed_over"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.organization}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:inspection", args=[self.pk])

    @property
    def topic(self) -> str:
        return in_language(self, "topic")

    def state_on(self, day: date) -> states.State:
        return states.state_on(self, day)

    @property
    def is_writable(self) -> bool:
        """Its report may be written: neither signed nor cancelled."""
        return self.signed_on is None and self.cancelled_on is None

    def figures_on(self, day: date) -> date:
        """The day the figures of the system are of: the end of the inspection, and while it lasts the day of looking."""
        return self.ended_on or day

    def clean(self) -> None:
        """What was typed: each sentence stands at its field."""
        if self.planned_from and self.planned_to and self.planned_to < self.planned_from:
            raise refusal(_("The end lies before the beginning."), field="planned_to")
        self._check_studied()
        self._check_follows()
        self._check_organization()

    def _check_studied(self) -> None:
        if bool(self.studied_from) != bool(self.studied_to):
            missing = "studied_to" if self.studied_from else "studied_from"
            raise refusal(_("Name both days of the period studied, or none."), field=missing)
        if self.studied_from and self.studied_to and self.studied_to < self.studied_from:
            raise refusal(_("The end lies before the beginning."), field="studied_to")

    def _check_follows(self) -> None:
        if self.kind == self.Kind.FOLLOW_UP and self.follows is None:
            raise refusal(_("Say which inspection it follows."), field="follows")
        if self.follows is None:
            return
        if self.kind != self.Kind.FOLLOW_UP:
            raise refusal(_("Only a follow-up inspection follows another one."), field="follows")
        if self.organization_id and self.follows.organization_id != self.organization_id:
            raise refusal(_("That was an inspection of another organization."), field="follows")
        if self.follows.handed_over_on is None:
            raise refusal(_("That report has not been given to the organization yet."), field="follows")

    def _check_organization(self) -> None:
        if not self.organization_id or not self.planned_from:
            return
        if self.organization.level == Level.UNION:
            raise refusal(_("The union itself is not inspected here: choose one of its bodies."), field="organization")
        day = self.began_on or self.planned_from
        if not Organization.objects.existing_on(day).filter(pk=self.organization_id).exists():
            raise refusal(_("This organization does not exist on {day}."), field="organization", day=day)

    # --- Verbs ----------------------------------------------------------------------------------

    @transaction.atomic
    def write(self, *, by: Any, reason: str = "") -> None:
        """Keep what was entered or changed, with history."""
        if self.pk:
            type(self).objects.select_for_update().get(pk=self.pk).refuse_written()
        self.full_clean()
        self._keep(by, reason)

    @transaction.atomic
    def begin(self, *, on: date, by: Any, at: datetime) -> None:
        self._lock()
        if self.began_on:
            raise refusal(_("It began on {day} already."), day=self.began_on)
        self._check_beginning(on, at, field="on")
        self.began_on = on
        self._keep(by)

    @transaction.atomic
    def end(self, *, on: date, by: Any, at: datetime) -> None:
        self._lock()
        if self.began_on is None:
            raise refusal(_("It has not begun yet."))
        if self.ended_on:
            raise refusal(_("It ended on {day} already."), day=self.ended_on)
        check_day(on, at, not_before=self.began_on)
        self.ended_on = on
        self._keep(by)

    @transaction.atomic
    def correct_days(self, *, began_on: date, ended_on: date | None, reason: str, by: Any, at: datetime) -> None:
        """Days that were entered wrong, while it is not signed: the figures of the system are of the day of its end.
        Without an end it is under way again."""
        self._lock()
        if self.began_on is None:
            raise refusal(_("It has not begun yet."))
        self._check_beginning(began_on, at, field="began_on")
        if ended_on:
            check_day(ended_on, at, not_before=began_on, field="ended_on")
        reason = said(reason)
        self.began_on, self.ended_on = began_on, ended_on
        self._keep(by, reason)

    def _check_beginning(self, day: date, at: datetime, *, field: str) -> None:
        check_day(day, at, field=field)
        if not Organization.objects.existing_on(day).filter(pk=self.organization_id).exists():
            raise refusal(_("This organization does not exist on {day}."), field=field, day=day)

    @transaction.atomic
    def sign(self, *, on: date, by: Any, at: datetime) -> None:
        """Enter that its signatories have signed the report. The figures beside the findings stay as they are now."""
        self._lock()
        if self.ended_on is None:
            raise refusal(_("Enter first on which day it ended."))
        check_day(on, at, not_before=self.ended_on)
        if not self.findings.exists():
            raise refusal(_("A report without findings is not signed: write at least one."))
        if not self.inspectors.filter(signs=True).exists():
            raise refusal(_("Nobody signs it: mark at least one of the inspectors as a signatory."))
        if numbers := list(self.judgements.filter(outcome="").values_list("recommendation__number", flat=True)):
            sentence = _("Judge these recommendations of the earlier inspection first: {numbers}.")
            raise refusal(sentence, numbers=", ".join(map(str, numbers)))
        from inspections.freezing import freeze

        freeze(self)
        self.signed_on, self.signed_by, self.signed_at = on, by, at
        self._keep(by)

    @transaction.atomic
    def take_signature_back(self, *, reason: str, by: Any, at: datetime) -> None:
        """Before the report is given to the organization: it may be written again, and the figures are alive again."""
        self._lock(signed=True)
        self._change_reason = said(reason)
        from inspections.freezing import thaw

        thaw(self)
        self.signed_on = self.signed_by = self.signed_at = None
        self._keep(by, self._change_reason)

    @transaction.atomic
    def hand_over(self, *, on: date, by: Any, at: datetime) -> None:
        """The report was given to the organization: from that day it sees it, and its recommendations are owed."""
        self._lock(signed=True)
        check_day(on, at, not_before=self.signed_on)
        recommendations = list(self.recommendations.all())
        for one in recommendations:
            if one.due_on and one.due_on < on:
                raise refusal(
                    _("Recommendation {number} is due on {day}, before the report is given to the organization."),
                    number=one.number,
                    day=one.due_on,
                )
        self.handed_over_on, self.handed_over_by, self.handed_over_at = on, by, at
        self._keep(by)
        for one in recommendations:
            one.inspection = self
            one.oblige(by=by, at=at)

    @transaction.atomic
    def cancel(self, *, on: date, reason: str, by: Any, at: datetime) -> None:
        """It is not held, or its report is not used. One that was given to the organization stays: single
        recommendations of it are exempted."""
        self._lock(signed=None)
        happened = [day for day in (self.began_on, self.ended_on, self.signed_on) if day]
        check_day(on, at, not_before=max(happened, default=None))
        self.cancel_reason = said(reason)
        self.cancelled_on, self.cancelled_by, self.cancelled_at = on, by, at
        self._keep(by, reason)

    def refuse_written(self) -> None:
        """Raises the sentence why its report may not be changed, where there is one."""
        if self.cancelled_on:
            raise refusal(_("It was cancelled on {day}."), day=self.cancelled_on)
        if self.handed_over_on:
            raise refusal(_("It was given to the organization on {day} and stays as it is."), day=self.handed_over_on)
        if self.signed_on:
            raise refusal(_("It was signed on {day}. Take the signature back first."), day=self.signed_on)

    def _lock(self, signed: bool | None = False) -> None:
        """One at a time, and as the books stand now. `signed`: whether it must be; None: either way."""
        type(self).objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()
        if self.cancelled_on or self.handed_over_on or (signed is False and self.signed_on):
            self.refuse_written()
        if signed and self.signed_on is None:
            raise refusal(_("It has not been signed yet."))

    def _keep(self, by: Any, reason: str = "") -> None:
        write_as(self, by, reason)
        self.save()
