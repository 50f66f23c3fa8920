"""A form as staff define it. What is in use is never changed under its figures: a change is a new version."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decrees.models import in_language
from indicators import structure
from indicators.querysets import ActivityFormQuerySet
from indicators.structure import Asked
from organizations.authors import sign
from reporting.periods import Cadence, Period


class ActivityForm(models.Model):
    """Legal work, labour safety, information work … (statistics.md, section 4): one set of questions, asked for periods."""

    class EnteredBy(models.TextChoices):
        ORGANIZATION = "organization", _("the organization itself")
        APPARATUS = "apparatus", _("the apparatus, about each organization")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200)
    title_kk = models.CharField(_("title in Kazakh"), max_length=200, blank=True)
    hint_ru = models.TextField(_("guidance in Russian"), blank=True)
    hint_kk = models.TextField(_("guidance in Kazakh"), blank=True)
    cadence = models.CharField(_("how often"), max_length=10, choices=Cadence, default=Cadence.YEAR)
    entered_by = models.CharField(_("who enters"), max_length=12, choices=EnteredBy, default=EnteredBy.ORGANIZATION)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_fictional = models.BooleanField(_("fictional, for the demonstration"), default=False)

    history = HistoricalRecords()
    objects = ActivityFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form of indicators")
        verbose_name_plural = _("forms of indicators")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("indicators:table", args=[self.code])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def hint(self) -> str:
        return in_language(self, "hint")

    @property
    def is_by_apparatus(self) -> bool:
        return self.entered_by == self.EnteredBy.APPARATUS

    @property
    def parts(self) -> tuple[str, ...]:
        return Cadence(self.cadence).parts

    def versions_in_use(self) -> list["FormVersion"]:
        """The latest first; of the form as it was read."""
        used = [one for one in self.versions.all() if one.applies_from is not None]
        return sorted(used, key=lambda one: (one.applies_from, one.number), reverse=True)

    def version_for(self, period: Period) -> "FormVersion | None":
        """What is asked of a period: the latest version that applied on its first day."""
        return next((one for one in self.versions_in_use() if one.applies_from <= period.first_day), None)  # type: ignore[operator]

    def in_preparation(self) -> "FormVersion | None":
        return next((one for one in self.versions.all() if one.applies_from is None), None)

    @transaction.atomic
    def begin_version(self, *, by: Any) -> "FormVersion":
        """A version to work on: a copy of the latest one, or an empty first one. The one begun already, where there is."""
        if begun := self.versions.filter(applies_from=None).first():
            return begun
        latest = self.versions.order_by("number").last()
        version = FormVersion(form=self, number=latest.number + 1 if latest else 1)
        sign(version, by)
        version.save()
        if latest:
            version._copy_from(latest, by=by)
        return version


class FormVersion(models.Model):
    """`applies_from` is empty while it is prepared; then it may be changed, and afterwards never."""

    form = models.ForeignKey(ActivityForm, on_delete=models.PROTECT, related_name="versions", verbose_name=_("form"))
    number = models.PositiveSmallIntegerField(_("number"))
    applies_from = models.DateField(_("applies to periods from"), null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    used_at = models.DateTimeField(_("put to use at"), null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        ordering = ["form", "number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.UniqueConstraint(fields=["form"], condition=Q(applies_from=None), name="one_version_in_preparation"),
            models.UniqueConstraint(fields=["form", "applies_from"], name="form_version_from_a_day"),
            # Of the forms a new installation begins with nobody is the author.
            models.CheckConstraint(
                condition=Q(used_by=None, used_at=None)
                | Q(applies_from__isnull=False, used_by__isnull=False, used_at__isnull=False),
                name="version_used_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.number}"

    @property
    def is_in_use(self) -> bool:
        return self.applies_from is not None

    def asked(self) -> list[Asked]:
        """Its indicators as the rules take them, in the order of the form."""
        return [one.as_asked() for one in self.in_order()]

    def in_order(self) -> list["Indicator"]:
        """Groups in their order, ungrouped indicators first; those they lead to are read along."""
        rows = list(self.indicators.select_related("group"))
        by_pk = {one.pk: one for one in rows}
        for one in rows:
            for name in LINKS:
                if pk := getattr(one, f"{name}_id"):
                    setattr(one, name, by_pk[pk])
        return sorted(rows, key=lambda one: one.order)

    def _copy_from(self, other: "FormVersion", *, by: Any) -> None:
        """The same groups and indicators, with one another as they were."""
        groups: dict[int | None, IndicatorGroup | None] = {None: None}
        for group in other.groups.all():
            groups[group.pk] = _saved(group.copy_to(self), by)
        made = {old.pk: _saved(old.copy_to(self, groups[old.group_id]), by) for old in other.indicators.all()}
        for old in other.indicators.all():
            new, links = made[old.pk], {name: getattr(old, f"{name}_id") for name in LINKS}
            if any(links.values()):
                for name, pk in links.items():
                    setattr(new, name, made[pk] if pk else None)
                _saved(new, by)

    @transaction.atomic
    def put_to_use(self, *, applies_from: date, by: Any, at: datetime) -> None:
        """From the first period that begins on that day or later. Figures that stand keep the version they were told in."""
        if self.is_in_use:
            raise ValidationError(_("This version is in use already."))
        for fault in structure.faults(self.asked()):
            raise ValidationError(str(fault))
        before = self.form.versions.exclude(applies_from=None).order_by("applies_from").last()
        if before and before.applies_from and applies_from <= before.applies_from:
            sentence = _("Version {number} applies from {day}: a later one can only begin after it.")
            raise _refusal(sentence, number=before.number, day=f"{before.applies_from:%d.%m.%Y}")
        if before:
            for fault in structure.changed_meaning(before.asked(), self.asked()):
                raise ValidationError(str(fault))
        self._refuse_under_figures(applies_from)
        self.applies_from, self.used_by, self.used_at = applies_from, by, at
        sign(self, by)
        self.save()

    def _refuse_under_figures(self, applies_from: date) -> None:
        told = self.form.reports.filter(last_day__gte=applies_from, set_aside_on=None)
        told = told.filter(Q(submission=None) | Q(submission__voided_on=None))
        if latest := told.order_by("first_day").last():
            sentence = _("Figures of {period} stand in version {number}: a new version can begin after that period.")
            raise _refusal(sentence, period=latest.period.title, number=latest.version.number)


def _saved(row: Any, by: Any) -> Any:
    sign(row, by)
    row.save()
    return row


def _refusal(sentence: Any, **facts: Any) -> ValidationError:
    return ValidationError({"applies_from": str(sentence).format(**facts)})


class IndicatorGroup(models.Model):
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.CASCADE, related_name="groups", verbose_name=_("version")
    )
    title_ru = models.CharField(_("title in Russian"), max_length=200)
    title_kk = models.CharField(_("title in Kazakh"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("group of indicators")
        verbose_name_plural = _("groups of indicators")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def order(self) -> tuple[int, int]:
        return self.position, self.pk

    def copy_to(self, version: FormVersion) -> "IndicatorGroup":
        return _copy(self, form_version=version)


class Indicator(models.Model):
    """One question. Its code is the same in all versions and means the same in all of them."""

    class Answer(models.TextChoices):
        NUMBER = structure.NUMBER, _("a number")
        YES_NO = structure.YES_NO, _("yes or no")
        DAY = structure.DAY, _("a day")
        TEXT = structure.TEXT, _("words")
        SHARE = structure.SHARE, _("reckoned: a share in per cent")
        NONE_OF = structure.NONE_OF, _("reckoned: yes where all its parts are zero")

    class Nature(models.TextChoices):
        FLOW = structure.FLOW, _("what happened within the period; periods add up")
        LEVEL = structure.LEVEL, _("the state on the last day of the period")

    form_version = models.ForeignKey(
        FormVersion, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("version")
    )
    group = models.ForeignKey(
        IndicatorGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators",
        verbose_name=_("group"),
    )  # fmt: skip
    code = models.SlugField(_("code"), max_length=40)
    title_ru = models.CharField(_("name in Russian"), max_length=200)
    title_kk = models.CharField(_("name in Kazakh"), max_length=200, blank=True)
    hint_ru = models.CharField(_("hint in Russian"), max_length=300, blank=True)
    hint_kk = models.CharField(_("hint in Kazakh"), max_length=300, blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.NUMBER)
    nature = models.CharField(_("what it counts"), max_length=5, choices=Nature, default=Nature.FLOW)
    unit_ru = models.CharField(_("unit in Russian"), max_length=30, blank=True)
    unit_kk = models.CharField(_("unit in Kazakh"), max_length=30, blank=True)
    decimals = models.PositiveSmallIntegerField(_("digits after the comma"), default=0)
    is_required = models.BooleanField(_("must be stated"), default=False)
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of the sum")
    )
    subset_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subsets", verbose_name=_("subset of")
    )
    share_part = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("share: the part")
    )
    share_whole = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("share: the whole")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["form_version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_version", "code"], name="indicator_once_in_a_version"),
            models.CheckConstraint(condition=Q(decimals__lte=3), name="indicator_decimals_few"),
            models.CheckConstraint(
                condition=(Q(part_of=None) | ~Q(part_of=F("pk"))) & (Q(subset_of=None) | ~Q(subset_of=F("pk"))),
                name="indicator_not_within_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def hint(self) -> str:
        return in_language(self, "hint")

    @property
    def unit(self) -> str:
        return "%" if self.answer == structure.SHARE else in_language(self, "unit")

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Its place in the form: what stands in no group comes first."""
        group = self.group.order if self.group else (-1, 0)
        return (*group, self.position, self.pk)

    @property
    def titled(self) -> str:
        """With its unit, as a form asks and a table heads it."""
        return f"{self.title}, {self.unit}" if self.unit else self.title

    def as_asked(self) -> Asked:
        share = (self._code_of("share_part"), self._code_of("share_whole"))
        return Asked(
            code=self.code,
            title=self.title,
            answer=self.answer,
            nature=self.nature,
            unit=self.unit_ru,
            decimals=self.decimals,
            is_required=self.is_required,
            part_of=self._code_of("part_of"),
            subset_of=self._code_of("subset_of"),
            share_of=share if all(share) else None,
        )

    def _code_of(self, name: str) -> str:
        other = getattr(self, name)
        return other.code if other else ""

    def copy_to(self, version: FormVersion, group: IndicatorGroup | None) -> "Indicator":
        return _copy(self, form_version=version, group=group, **dict.fromkeys(LINKS))


LINKS = ("part_of", "subset_of", "share_part", "share_whole")


def _copy(row: Any, **other: Any) -> Any:
    facts = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.is_relation}
    facts.pop("id")
    return type(row)(**facts, **other)


def next_position(rows: Iterable[Any] | models.QuerySet) -> int:
    """Behind the last one, with room between."""
    last = rows.aggregate(last=Max("position"))["last"] if isinstance(rows, models.QuerySet) else None
    return 10 if last is None else min(last + 10, 32_000)
