"""A yearly membership report: its rows belong to one hand-in and are never changed afterwards."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership import checks
from membership.books import Told
from membership.figures import CATEGORIES, FIGURES
from membership.models.lists import Classifier
from membership.querysets import MembershipReportQuerySet
from organizations.models import Organization
from reporting.models import Submission

CATEGORY_CHOICES = [(code, FIGURES[code].title) for code in CATEGORIES]


class Figures(models.Model):
    """The typed columns of the report, in persons or pieces; empty is no data and never zero. What everybody must state
    is required by the checks and not here: a paper that lacks it is kept as it came, and returned."""

    employees_total = models.PositiveIntegerField(_("Employees in all"), null=True, blank=True)
    members_total = models.PositiveIntegerField(_("Members in all"), null=True, blank=True)
    members_employed = models.PositiveIntegerField(_("Employed"), null=True, blank=True)
    members_students = models.PositiveIntegerField(_("Students"), null=True, blank=True)
    members_pensioners = models.PositiveIntegerField(_("Non-working pensioners"), null=True, blank=True)
    members_childcare_leave = models.PositiveIntegerField(_("On childcare leave"), null=True, blank=True)
    members_women = models.PositiveIntegerField(_("Women among the members"), null=True, blank=True)
    members_youth = models.PositiveIntegerField(_("Youth among the members"), null=True, blank=True)
    opening_total = models.PositiveIntegerField(_("Members at the beginning of the year"), null=True, blank=True)
    admitted_total = models.PositiveIntegerField(_("Admitted"), null=True, blank=True)
    left_total = models.PositiveIntegerField(_("Left"), null=True, blank=True)
    branches = models.PositiveIntegerField(_("Branches"), null=True, blank=True)
    primaries = models.PositiveIntegerField(_("Primary organizations"), null=True, blank=True)
    primaries_direct = models.PositiveIntegerField(_("Of them directly under the organization"), null=True, blank=True)
    groups = models.PositiveIntegerField(_("Union groups"), null=True, blank=True)
    institutions_with_union = models.PositiveIntegerField(
        _("Institutions with a union organization"), null=True, blank=True
    )
    institutions_without_state = models.PositiveIntegerField(_("State institutions without one"), null=True, blank=True)
    institutions_without_private = models.PositiveIntegerField(
        _("Private institutions without one"), null=True, blank=True
    )
    chairs_total = models.PositiveIntegerField(_("Chairs of primary organizations"), null=True, blank=True)
    chairs_women = models.PositiveIntegerField(_("Women among the chairs"), null=True, blank=True)
    chairs_youth = models.PositiveIntegerField(_("Youth among the chairs"), null=True, blank=True)
    chairs_full_time = models.PositiveIntegerField(_("Full-time chairs"), null=True, blank=True)
    committee_members = models.PositiveIntegerField(_("Members of committees"), null=True, blank=True)
    audit_members = models.PositiveIntegerField(_("Members of audit commissions"), null=True, blank=True)
    commission_members = models.PositiveIntegerField(_("Members of other commissions"), null=True, blank=True)
    staff_members = models.PositiveIntegerField(_("Staff of the organization"), null=True, blank=True)
    collective_agreements = models.PositiveIntegerField(_("Collective agreements"), null=True, blank=True)
    agreement_employees = models.PositiveIntegerField(_("Employees they cover"), null=True, blank=True)
    agreement_members = models.PositiveIntegerField(_("Members they cover"), null=True, blank=True)
    e_cards = models.PositiveIntegerField(_("Electronic membership cards"), null=True, blank=True)

    class Meta:
        abstract = True


class MembershipReport(Figures, Told):
    """The state of the membership of an organization on 1 January of `year`, and what moved in the year before.

    A report recorded from paper may hold figures that do not add up: they are kept as they came, and it is returned
    with what is wrong. Online nothing of that kind can be handed in.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="membership_report", verbose_name=_("hand-in")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="membership_reports", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("state on 1 January of"))
    state_on = models.DateField(_("state on the day"))
    base_submitted = models.BooleanField(_("the digital base was handed over"), null=True, blank=True)
    stated_coverage = models.DecimalField(
        _("coverage as stated, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    disagreement = models.TextField(_("why the opening figure differs"), blank=True)
    opening_source = models.CharField(_("source of the opening figure"), max_length=300, blank=True)
    difference = models.TextField(_("why it differs from the levels below"), blank=True)
    explanation = models.TextField(_("explanation of what looks strange"), blank=True)
    note_text = models.TextField(_("explanatory note"), blank=True)
    note_measures = models.TextField(_("measures"), blank=True)
    # Of the first round of its obligation, carried on to the later ones.
    failed_checks = models.PositiveSmallIntegerField(_("checks failed when first handed in"), default=0)

    objects = MembershipReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership report")
        verbose_name_plural = _("membership reports")
        ordering = ["-year", "organization", "pk"]
        indexes = [models.Index(fields=["year", "organization"], name="membership_of_year")]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(1990, 2100)), name="membership_year_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.year}"

    @property
    def figures(self) -> dict[str, int | None]:
        """By code, as the checks take them."""
        return {code: getattr(self, code) for code in FIGURES}

    @property
    def coverage(self) -> Any:
        return checks.coverage(self.figures)

    @property
    def not_involved(self) -> int | None:
        return checks.not_involved(self.figures)

    def as_checked(self) -> checks.Report:
        """The whole of it as the checks take it; reads its rows."""
        flow = {
            (row.classifier.list, row.classifier.code): row.members for row in self.flow.select_related("classifier")
        }
        return checks.Report(
            year=self.year,
            figures=self.figures,
            state_on=self.state_on,
            level=self.organization.level,
            admitted={code: members for (name, code), members in flow.items() if name == Classifier.List.ADMISSION},
            left={code: members for (name, code), members in flow.items() if name == Classifier.List.LEAVING},
            by_type={
                row.type.code: checks.TypeFigures(row.primaries, row.employees, row.members)
                for row in self.types.select_related("type")
            },
            note=checks.Note(
                reasons={row.reason.code: row.members for row in self.note_reasons.select_related("reason")},
                text=self.note_text,
                measures=self.note_measures,
            ),
            stated_coverage=self.stated_coverage,
            disagreement=self.disagreement,
        )


class FlowRow(models.Model):
    """Members admitted in one way, or left for one reason, within the year."""

    report = models.ForeignKey(MembershipReport, on_delete=models.CASCADE, related_name="flow")
    classifier = models.ForeignKey(Classifier, on_delete=models.PROTECT, related_name="+", verbose_name=_("row"))
    members = models.PositiveIntegerField(_("members"))

    class Meta:
        verbose_name = _("admitted or left")
        verbose_name_plural = _("admitted and left")
        ordering = ["classifier", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "classifier"], name="flow_row_once")]

    def __str__(self) -> str:
        return f"{self.classifier}: {self.members}"


class MovedRow(models.Model):
    """Members who went from one category to another and remain members; a fall of the employed may come from this."""

    report = models.ForeignKey(MembershipReport, on_delete=models.CASCADE, related_name="moved")
    from_category = models.CharField(_("from the category"), max_length=30, choices=CATEGORY_CHOICES)
    to_category = models.CharField(_("to the category"), max_length=30, choices=CATEGORY_CHOICES)
    members = models.PositiveIntegerField(_("members"))

    class Meta:
        verbose_name = _("moved between categories")
        verbose_name_plural = _("moved between categories")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "from_category", "to_category"], name="moved_row_once"),
            models.CheckConstraint(condition=~Q(from_category=models.F("to_category")), name="moved_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_category_display()} → {self.get_to_category_display()}: {self.members}"


class TypeRow(models.Model):
    """One type of institutions: preschools, schools, colleges …"""

    report = models.ForeignKey(MembershipReport, on_delete=models.CASCADE, related_name="types")
    type = models.ForeignKey(Classifier, on_delete=models.PROTECT, related_name="+", verbose_name=_("type"))
    primaries = models.PositiveIntegerField(_("primary organizations"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    members = models.PositiveIntegerField(_("members"), null=True, blank=True)

    class Meta:
        verbose_name = _("type of institutions")
        verbose_name_plural = _("types of institutions")
        ordering = ["type", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "type"], name="type_row_once")]

    def __str__(self) -> str:
        return f"{self.type}: {self.members}"


class NoteReason(models.Model):
    """A reason of the fall with the members it explains."""

    report = models.ForeignKey(MembershipReport, on_delete=models.CASCADE, related_name="note_reasons")
    reason = models.ForeignKey(Classifier, on_delete=models.PROTECT, related_name="+", verbose_name=_("reason"))
    members = models.PositiveIntegerField(_("members"))

    class Meta:
        verbose_name = _("reason in the note")
        verbose_name_plural = _("reasons in the note")
        ordering = ["reason", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "reason"], name="note_reason_once")]

    def __str__(self) -> str:
        return f"{self.reason}: {self.members}"
