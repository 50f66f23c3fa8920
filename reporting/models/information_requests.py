"""A question asked at short notice. It is a requirement; here stands what only a question has: the letter it cites, the
form that goes with it, and that it was asked in error."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _
from simple_history.models import HistoricalRecords

from documents.dates import short_day
from organizations.constraints import both_or_none
from organizations.models import Organization
from organizations.querysets import OrganizationQuerySet
from organizations.versions import version_of
from reporting import ladder
from reporting.books import OPEN
from reporting.models.obligation import Obligation
from reporting.models.requirement import Requirement
from reporting.models.submission import StoredFile
from reporting.models.together import together

MOST_FILES = 10


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    def visible_to(self, user: object) -> "InformationRequestQuerySet":
        seen = Requirement.objects.visible_to(user).filter(pk=OuterRef("requirement"))
        return self.filter(Exists(seen))


class RequirementFileQuerySet(models.QuerySet["RequirementFile"]):
    def visible_to(self, user: object) -> "RequirementFileQuerySet":
        """Who sees what is asked sees the form that goes with it."""
        seen = Requirement.objects.visible_to(user).filter(pk=OuterRef("requirement"))
        return self.filter(Exists(seen))


class RequirementFile(StoredFile):
    """A form that goes out with what is asked, to be downloaded, filled in and sent back."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="files")

    objects = RequirementFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("form that goes with a requirement")
        verbose_name_plural = _("forms that go with requirements")
        ordering = ["pk"]

    def remove(self) -> None:
        """Taken away before anybody was asked: nothing of it stays."""
        name, storage = str(self.file.name), self.file.storage
        self.delete()
        transaction.on_commit(lambda: storage.delete(name))


class InformationRequest(models.Model):
    """Begun, looked at, asked; perhaps withdrawn. Whom it asks is named one by one in the requirement's audience."""

    requirement = models.OneToOneField(
        Requirement, on_delete=models.PROTECT, related_name="information_request", verbose_name=_("requirement")
    )
    letter_number = models.CharField(_("number of the letter"), max_length=50, blank=True)
    letter_on = models.DateField(_("day of the letter"), null=True, blank=True)
    # The form's own mark: the same form sent twice is one request.
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    withdrawn_on = models.DateField(_("request withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("request withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawal recorded at"), null=True, blank=True)
    withdraw_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    history = HistoricalRecords()
    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for information")
        verbose_name_plural = _("requests for information")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=both_or_none("withdrawn_on", "withdrawn_by", "withdrawn_at"), name="withdrawn_who_and_when"
            ),
            models.CheckConstraint(condition=Q(withdrawn_on=None) | ~Q(withdraw_reason=""), name="withdrawn_why"),
        ]

    def __str__(self) -> str:
        return str(self.requirement)

    def get_absolute_url(self) -> str:
        return reverse("reporting:request", args=[self.pk])

    @property
    def is_asked(self) -> bool:
        return self.requirement.opened_at is not None

    # --- Before it is asked -----------------------------------------------------------------------

    def cite(self, asked_on: date) -> None:
        """Its basis in words, in both languages: the letter, else the day on which it is asked."""
        for language in ("ru", "kk"):
            with translation.override(language):
                setattr(self.requirement, f"citation_{language}", self._cited(self.letter_on or asked_on))

    def _cited(self, day: date) -> str:
        if not self.letter_number:
            return gettext("Request of the Apparatus of the Central Committee of {day}").format(day=short_day(day))
        sentence = gettext("Request of the Apparatus of the Central Committee of {day}, No. {number}")
        return sentence.format(day=short_day(day), number=self.letter_number)

    def asks_on(self, today: date) -> date:
        """The day it is asked: of the letter, where one went before."""
        return min(self.letter_on or today, today)

    def addressees(self, today: date) -> OrganizationQuerySet:
        """Whom it would ask today: of those named, who stands today and stood on the day of the letter."""
        named: OrganizationQuerySet = self.requirement.audience.active_on(today)
        asked_on = self.asks_on(today)
        return named if asked_on == today else named.filter(pk__in=Organization.objects.active_on(asked_on))

    def seen(self, today: date) -> str:
        """What a page that was looked at showed: another text, file, day or body is not what was confirmed. Whoever adds
        or takes away a file saves the request, too."""
        shown = [
            [self.asks_on(today), version_of(self), version_of(self.requirement)],
            self.addressees(today).order_by("pk").values_list("pk", flat=True),
        ]
        return hashlib.sha256(" / ".join(",".join(map(str, part)) for part in shown).encode()).hexdigest()

    @transaction.atomic
    def add_organizations(self, organizations: Iterable[Organization], *, by: Any) -> None:
        self._still_free(by).audience.add(*organizations)

    @transaction.atomic
    def take_organizations_away(self, organizations: Iterable[Organization], *, by: Any) -> None:
        self._still_free(by).audience.remove(*organizations)

    def _still_free(self, by: Any) -> Requirement:
        self._lock()
        if self.is_asked:
            raise ValidationError(_("It has been asked already; whom it asks stays as it is."), code="asked")
        self.requirement._history_user = by
        return self.requirement

    @transaction.atomic
    def drop(self, *, by: Any) -> None:
        """Forget one that nobody was asked."""
        requirement = self._still_free(by)
        for file in requirement.files.all():
            file.remove()
        self._history_user = by
        self.delete()
        requirement.audience.clear()
        requirement.delete()

    # --- Asking and withdrawing -------------------------------------------------------------------

    @transaction.atomic
    def ask(self, *, by: Any, at: datetime, today: date, seen: str) -> bool:
        """Ask those who were looked at. False where it has been asked already: the same button pressed twice."""
        self._lock()
        if self.is_asked:
            return False
        requirement, asked_on = self.requirement, self.asks_on(today)
        self._refuse_asking(requirement, today)
        if self.seen(today) != seen:
            raise ValidationError(
                _("Something has changed since you looked at it: the text, the day or the organizations. Look again."),
                code="changed",
            )
        standing = list(self.addressees(today))
        requirement.asked_on, requirement._history_user = asked_on, by
        requirement.reminder_days = stages_after(asked_on, requirement.due_on or asked_on)
        self.cite(asked_on)
        requirement.audience.set(standing)
        requirement.open(by=by, at=at, until=today)
        return True

    def _refuse_asking(self, requirement: Requirement, today: date) -> None:
        if requirement.due_on is None or requirement.due_on < today:
            raise ValidationError(_("The due day has passed. Name a later one."), code="past")
        if not self.addressees(today).exists():
            raise ValidationError(_("It asks nobody. Choose at least one organization."), code="nobody")

    @transaction.atomic
    def withdraw(self, *, by: Any, at: datetime, today: date, reason: str) -> list[Obligation]:
        """Asked in error: nobody owes an answer from today on; what was answered stays. Answers whom it freed."""
        self._lock()
        if not self.is_asked:
            raise ValidationError(_("It has not been asked yet."), code="not_asked")
        if self.withdrawn_on:
            raise ValidationError(
                _("It was withdrawn on %(day)s already."),
                code="withdrawn",
                params={"day": short_day(self.withdrawn_on)},
            )
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: those who were asked read it.")})
        with together(Obligation.objects.filter(OPEN, requirement=self.requirement).order_by("pk")) as owed:
            for obligation in owed:
                obligation.exempt(by=by, at=at, decided_on=today, reason=reason)
        self.withdrawn_on, self.withdrawn_by, self.withdrawn_at = today, by, at
        self.withdraw_reason, self._history_user = reason.strip(), by
        self.save()
        return owed

    def _lock(self) -> None:
        """One at a time, and as the books stand now."""
        type(self).objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()
        self.requirement = Requirement.objects.get(pk=self.requirement_id)


def stages_after(asked_on: date, due_on: date, days: Collection[int] = ladder.DEFAULT) -> list[int]:
    """The ladder of a question asked so late: stages that had fallen when it was asked would only say it again."""
    left = (due_on - asked_on).days
    return [day for day in days if day > -left]
