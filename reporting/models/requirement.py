"""What is asked, of whom, by when; and the obligations that follow from it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

from decrees.models import DecreeItem, in_language
from organizations.models import Level, Organization
from reporting import kinds, ladder
from reporting.calendar import DueRule, due_day
from reporting.querysets import RequirementQuerySet

if TYPE_CHECKING:
    from reporting.models.obligation import Obligation


Occurrence: TypeAlias = tuple[str, date, date | None, date]  # key, arose on, opens on, due on


class WorkingCalendar(TypedDict):
    """As `due_day` takes it: holidays, and weekend days that are worked."""

    holidays: frozenset[date]
    working_weekends: frozenset[date]


class NonWorkingDay(models.Model):
    """A public holiday, or a weekend day that is worked: a parameter of "working days"."""

    day = models.DateField(_("day"), primary_key=True)
    title = models.CharField(_("title"), max_length=150)
    is_worked = models.BooleanField(_("a weekend day that is worked"), default=False)

    class Meta:
        verbose_name = _("holiday or moved working day")
        verbose_name_plural = _("holidays and moved working days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} · {self.title}"

    @classmethod
    def calendar(cls) -> "WorkingCalendar":
        """All days staff have entered, one query."""
        days = cls.objects.values_list("day", "is_worked")
        return WorkingCalendar(
            holidays=frozenset(day for day, worked in days if not worked),
            working_weekends=frozenset(day for day, worked in days if worked),
        )


class Requirement(models.Model):
    """What a decree item (or a citation in words) asks of organizations, and the rule of its due day."""

    class DueKind(models.TextChoices):
        FIXED = "fixed", _("on one day")
        AFTER_EVENT = "after_event", _("some time after an event")
        YEARLY = "yearly", _("every year")

    class Unit(models.TextChoices):
        CALENDAR_DAYS = "calendar_days", _("calendar days")
        WORKING_DAYS = "working_days", _("working days")
        MONTHS = "months", _("months")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("form"), max_length=40, default=kinds.GENERAL)
    title_ru = models.CharField(_("title in Russian"), max_length=200)
    title_kk = models.CharField(_("title in Kazakh"), max_length=200, blank=True)
    what_ru = models.TextField(_("what to hand in, in Russian"), blank=True)
    what_kk = models.TextField(_("what to hand in, in Kazakh"), blank=True)
    decree_item = models.ForeignKey(
        DecreeItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name=_("decree item"),
    )
    citation_ru = models.CharField(_("basis in words, in Russian"), max_length=300, blank=True)
    citation_kk = models.CharField(_("basis in words, in Kazakh"), max_length=300, blank=True)
    note_ru = models.CharField(
        _("note in Russian"), max_length=500, blank=True, help_text=_("Assumptions, for example.")
    )
    note_kk = models.CharField(_("note in Kazakh"), max_length=500, blank=True)

    audience_levels = models.JSONField(_("asked of all bodies of the level"), default=list, blank=True)
    audience = models.ManyToManyField(
        Organization, blank=True, related_name="+", verbose_name=_("asked of these organizations only")
    )

    due_kind = models.CharField(_("due"), max_length=12, choices=DueKind, default=DueKind.FIXED)
    asked_on = models.DateField(_("asked on"), help_text=_("The day of the decree or of the request."))
    opens_on = models.DateField(_("online form opens on"), null=True, blank=True)
    due_on = models.DateField(_("due day"), null=True, blank=True)
    offset = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    unit = models.CharField(_("of what"), max_length=14, choices=Unit, default=Unit.CALENDAR_DAYS)
    due_month = models.PositiveSmallIntegerField(_("month of the due day"), null=True, blank=True)
    due_day = models.PositiveSmallIntegerField(_("day of the due day"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    opens_days_before = models.PositiveSmallIntegerField(_("form opens so many days before the due day"), default=60)
    move_to_working_day = models.BooleanField(_("a due day on a weekend moves to the next working day"), default=False)
    applies_from = models.DateField(_("applies to events from"), null=True, blank=True)
    books_open_on = models.DateField(
        _("books open on"), null=True, blank=True, help_text=_("Earlier events make no obligations.")
    )
    allows_nothing = models.BooleanField(_("“nothing to report” is an answer"), default=False)
    reminders_on = models.BooleanField(_("reminders are sent"), default=True)
    reminder_days = models.JSONField(_("days of the reminders"), default=ladder.default, validators=[ladder.check])
    reminders_weekly = models.BooleanField(_("then every week"), default=True)
    is_fictional = models.BooleanField(_("fictional, for the demonstration"), default=False)

    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    history = HistoricalRecords(m2m_fields=[audience])
    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(due_kind="fixed") | Q(due_on__isnull=False), name="fixed_has_due_day"),
            models.CheckConstraint(
                condition=~Q(due_kind="after_event") | Q(offset__isnull=False), name="event_has_offset"
            ),
            models.CheckConstraint(
                condition=~Q(due_kind="yearly")
                | Q(due_month__range=(1, 12), due_day__range=(1, 31), first_year__isnull=False),
                name="yearly_has_day",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None) | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="opened_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reporting:requirement", args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def what(self) -> str:
        return in_language(self, "what")

    @property
    def note(self) -> str:
        return in_language(self, "note")

    @property
    def citation(self) -> str:
        """The decree item, or the basis in words."""
        return self.decree_item.citation if self.decree_item else in_language(self, "citation")

    @property
    def rule(self) -> DueRule:
        return DueRule(
            kind=self.due_kind,
            unit=self.unit,
            offset=self.offset or 0,
            due_on=self.due_on,
            month=self.due_month,
            day=self.due_day,
            move_to_working_day=self.move_to_working_day,
        )

    def clean(self) -> None:
        needed = {"fixed": ["due_on"], "after_event": ["offset"], "yearly": ["due_month", "due_day", "first_year"]}
        missing = {
            field: _("Needed for this kind of due day.")
            for field in needed[self.due_kind]
            if getattr(self, field) is None
        }
        if missing:
            raise ValidationError(missing)
        if self.due_kind == self.DueKind.FIXED and self.due_on and self.asked_on and self.due_on < self.asked_on:
            raise ValidationError({"due_on": _("The due day lies before the day it was asked.")})
        self._check_first_year()
        if not self.decree_item and not self.citation_ru:
            raise ValidationError({"citation_ru": _("Name the decree item, or the basis in words.")})

    def _check_first_year(self) -> None:
        if self.due_kind != self.DueKind.YEARLY or not self.first_year or not self.asked_on:
            return
        if due_day(self.rule, year=self.first_year, **NonWorkingDay.calendar()) < self.asked_on:
            sentence = _("In that year the due day lies before the day it was asked: begin with a later year.")
            raise ValidationError({"first_year": sentence})

    @property
    def label_levels(self) -> list[str]:
        return [str(Level(level).label) for level in self.audience_levels]

    def audience_on(self, day: date) -> Any:
        """Whom it asks when the obligations are made on that day: the organizations named, or all active of the levels."""
        if self.pk and self.audience.exists():
            return self.audience.active_on(day)
        return Organization.objects.active_on(day).filter(level__in=self.audience_levels)

    def occurrences(self, until: date) -> Iterable[Occurrence]:
        """(key, arose on, opens on, due on) of everything this rule asks without an event, arisen by `until`."""
        calendar = NonWorkingDay.calendar()
        if self.due_kind == self.DueKind.FIXED:
            if self.asked_on <= until:
                yield "", self.asked_on, self.opens_on, due_day(self.rule, **calendar)
        elif self.due_kind == self.DueKind.YEARLY:
            for year in range(self.first_year or until.year, (self.last_year or until.year + 1) + 1):
                due = due_day(self.rule, year=year, **calendar)
                opens = max(due - timedelta(days=self.opens_days_before), self.asked_on)
                # Of a year whose due day had passed when it was asked, nothing was asked.
                if opens <= min(until, due):
                    yield str(year), opens, opens, due

    @transaction.atomic
    def open(self, *, by: Any, at: datetime, until: date) -> int:
        """Start asking: from now on the obligations are made. Returns how many were."""
        if self.opened_at is None:
            self.opened_at, self.opened_by = at, by
            self._history_user = by
            self.save()
        return self.open_obligations(until=until, by=by)

    @transaction.atomic
    def open_obligations(self, *, until: date, by: Any = None) -> int:
        """Make the missing obligations arisen by `until`; what is there is never touched. Returns how many were made."""
        return self._make(self.occurrences(until), by)

    @transaction.atomic
    def go_on(self, year: int, *, by: Any, today: date) -> int:
        """A rule that was to end earlier goes on until that year. What of it has arisen is made now, the rest on the day
        it arises, for those who are there then. Returns how many were made."""
        if self.last_year is not None and self.last_year < year:
            self.last_year = year
            self._history_user = by
            self.save()
        return self._make([found for found in self.of_year(year) if found[1] <= today], by)

    def of_year(self, year: int) -> list[Occurrence]:
        """What a yearly rule asks in that year."""
        return [found for found in self.occurrences(date(year, 12, 31)) if found[0] == str(year)]

    def _make(self, occurrences: Iterable[Occurrence], by: Any) -> int:
        from reporting.models.obligation import Obligation

        made: list[Obligation] = []
        for key, arose_on, opens_on, due_on in occurrences:
            present = Obligation.objects.filter(requirement=self, key=key).values("organization")
            for organization in self.audience_on(arose_on).exclude(pk__in=present):
                made.append(
                    Obligation(
                        requirement=self,
                        organization=organization,
                        key=key,
                        arose_on=arose_on,
                        opens_on=opens_on,
                        original_due_on=due_on,
                    )
                )
        bulk_create_with_history(made, Obligation, batch_size=1000, default_user=by)
        return len(made)

    @transaction.atomic
    def oblige(
        self, organization: Organization, *, key: str, event_on: date, by: Any, due_on: date | None = None
    ) -> "Obligation | None":
        """The obligation born of an event; None for events before the rule applies or its books open. Idempotent.

        `due_on`: where the event itself names the day by which, and the rule does not say it.
        """
        from reporting.models.obligation import Obligation

        if self.opened_at is None or not self.covers(event_on):
            return None
        obligation, made = Obligation.objects.get_or_create(
            requirement=self, organization=organization, key=key, defaults=self.dates_after(event_on, due_on)
        )
        if made:
            obligation.history.update(history_user=by)
        return obligation

    def covers(self, event_on: date) -> bool:
        start = max(filter(None, [self.applies_from, self.books_open_on]), default=None)
        return start is None or event_on >= start

    def dates_after(self, event_on: date, due_on: date | None = None) -> dict[str, date | None]:
        """The dates of an obligation born of an event on that day. One with a due day of its own follows no event: its
        due day is corrected by itself."""
        if due_on:
            return {"arose_on": event_on, "event_on": None, "original_due_on": due_on}
        return {
            "arose_on": event_on,
            "event_on": event_on,
            "original_due_on": due_day(self.rule, event_on=event_on, **NonWorkingDay.calendar()),
        }
