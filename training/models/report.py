"""A training report: its rows belong to one hand-in and are never changed afterwards."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from reporting.models import Submission
from reporting.periods import Period
from training.models.asked import PARTS
from training.models.lists import TraineeCategory
from training.querysets import TrainingReportQuerySet


class Counted(models.TextChoices):
    """Somebody who came to three seminars is one person and three attendances."""

    PERSONS = "persons", _("persons: each is counted once")
    ATTENDANCES = "attendances", _("attendances: who came three times is counted three times")


class EventForm(models.TextChoices):
    SEMINAR = "seminar", _("Seminars")
    TRAINING = "training", _("Training sessions")
    ROUND_TABLE = "round_table", _("Round tables")
    EXCHANGE = "exchange", _("Exchanges of experience")
    FORUM = "forum", _("Forums")
    OUTGOING = "outgoing", _("Outgoing events")
    ONLINE = "online", _("Online events")


class TrainingReport(models.Model):
    """What an organization told of its training in one period (statistics.md, section 3). Empty is no data, never zero."""

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="training_report", verbose_name=_("hand-in")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="training_reports", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    part = models.CharField(_("part of the year"), max_length=4, choices=[(one, one) for one in PARTS])
    # Of the period: said here, so that the database can tell what comes first.
    first_day = models.DateField(_("first day of the period"))
    last_day = models.DateField(_("last day of the period"))

    counted = models.CharField(_("What is counted"), max_length=11, choices=Counted)
    trained_total = models.PositiveIntegerField(_("Trained in all"))
    stated_share = models.DecimalField(
        _("Involved in training as you state it, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    schools_count = models.PositiveIntegerField(_("Schools of activists"), null=True, blank=True)
    schools_form = models.CharField(_("Form of their work"), max_length=300, blank=True)
    budget_plan = models.DecimalField(
        _("Share of training in the expenditure, plan, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    budget_share = models.DecimalField(
        _("Share of training in the expenditure, fact, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    spent = models.DecimalField(_("Spent on training, tenge"), max_digits=14, decimal_places=2, null=True, blank=True)
    feedback = models.TextField(_("Feedback of those trained"), blank=True)
    problems = models.TextField(_("Problems"), blank=True)
    proposals = models.TextField(_("Proposals"), blank=True)
    explanation = models.TextField(_("Explanation of what looks strange"), blank=True)

    objects = TrainingReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("training report")
        verbose_name_plural = _("training reports")
        ordering = ["-first_day", "organization", "pk"]
        indexes = [models.Index(fields=["year", "part", "organization"], name="training_of_period")]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=PARTS), name="training_part_known"),
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="training_period_in_order"),
            models.CheckConstraint(
                condition=(Q(budget_plan=None) | Q(budget_plan__range=(0, 100)))
                & (Q(budget_share=None) | Q(budget_share__range=(0, 100)))
                & (Q(stated_share=None) | Q(stated_share__range=(0, 100))),
                name="training_shares_of_a_hundred",
            ),
            models.CheckConstraint(condition=Q(spent=None) | Q(spent__gte=0), name="training_spent_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.period.slug}"

    @property
    def period(self) -> Period:
        return Period(self.year, self.part)


class TrainedRow(models.Model):
    """Those trained of one category; what is no data has no row."""

    report = models.ForeignKey(TrainingReport, on_delete=models.CASCADE, related_name="trained")
    category = models.ForeignKey(
        TraineeCategory, on_delete=models.PROTECT, related_name="+", verbose_name=_("category of the trained")
    )
    number = models.PositiveIntegerField(_("trained"))

    class Meta:
        verbose_name = _("trained of a category")
        verbose_name_plural = _("trained by category")
        ordering = ["report", "category__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "category"], name="trained_category_once")]

    def __str__(self) -> str:
        return f"{self.category}: {self.number}"


class EventsRow(models.Model):
    """Events of one form; what is no data has no row."""

    report = models.ForeignKey(TrainingReport, on_delete=models.CASCADE, related_name="events")
    form = models.CharField(_("form of events"), max_length=12, choices=EventForm)
    number = models.PositiveIntegerField(_("events held"))

    class Meta:
        verbose_name = _("events of a form")
        verbose_name_plural = _("events by form")
        ordering = ["report", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "form"], name="events_form_once")]

    def __str__(self) -> str:
        return f"{self.get_form_display()}: {self.number}"
