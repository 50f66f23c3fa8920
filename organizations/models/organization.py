"""An organization of the union, its place in the tree over time, and all its names."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast, Collate, Concat, LPad, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, ngettext
from simple_history.models import HistoricalRecords

from organizations.authors import sign
from organizations.bin import validate_bin
from organizations.models.names import Names
from organizations.models.placement import Placement
from organizations.models.region import Region
from organizations.querysets import OrganizationQuerySet
from organizations.search import searchable


class Level(models.TextChoices):
    """Place in the hierarchy; the Charter's term for each kind of body is `Kind`."""

    UNION = "union", _("union")
    MEMBER = "member", _("member organization")
    BRANCH = "branch", _("branch")
    PRIMARY = "primary", _("primary organization")


class Kind(models.TextChoices):
    UNION = "union", _("sectoral trade union")
    OBLAST = "oblast", _("oblast organization")
    CAPITAL = "capital", _("organization of the capital")
    REPUBLICAN_CITY = "republican_city", _("organization of a city of republican significance")
    DISTRICT = "district", _("district organization")
    CITY = "city", _("city organization")
    PRIMARY = "primary", _("primary organization")


class LegalKind(models.TextChoices):
    ORGANIZATION = "organization", _("organization")
    UNION = "union", _("trade union")
    LOCAL_UNION = "local_union", _("local trade union")
    BRANCH = "branch", _("branch of a legal person")
    NONE = "none", _("not a legal person")


PARENT_LEVELS = {
    Level.MEMBER: {Level.UNION},
    Level.BRANCH: {Level.MEMBER},
    Level.PRIMARY: {Level.MEMBER, Level.BRANCH, Level.PRIMARY},
}


class Organization(Names):
    """A body of the union. Its names and parent are today's; `FormerName` and `Placement` keep the past."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    legal_kind = models.CharField(_("legal kind"), max_length=20, choices=LegalKind, default=LegalKind.ORGANIZATION)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("region"))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("higher body")
    )
    # Null only between the first INSERT and the path, which needs the primary key.
    path = models.CharField(max_length=60, unique=True, null=True, editable=False)  # noqa: DJ001
    bin = models.CharField(_("BIN"), max_length=12, unique=True, null=True, blank=True, validators=[validate_bin])
    names_from = models.DateField(_("bears its present names from"), null=True, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founding_conference_on = models.DateField(_("founding conference on"), null=True, blank=True)
    suspended_on = models.DateField(_("suspended on"), null=True, blank=True)
    resumed_on = models.DateField(_("resumed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    site = models.URLField(_("site"), blank=True)
    contacts_confirmed_on = models.DateField(_("contacts last confirmed on"), null=True, blank=True)
    search = models.TextField(editable=False, default="")

    history = HistoricalRecords(excluded_fields=["search", "path"])
    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["code"]
        indexes = [
            models.Index("level", Collate("short_ru", "kk-x-icu"), name="organization_by_name_ru"),
            models.Index("level", Collate("short_kk", "kk-x-icu"), name="organization_by_name_kk"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="union") | Q(parent__isnull=False), name="organization_has_parent"
            ),
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True)
                | Q(suspended_on__isnull=False, resumed_on__gte=models.F("suspended_on")),
                name="resumed_after_suspended",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The room above that composes the organization's page puts its address here (ABSOLUTE_URL_OVERRIDES)."""
        return f"{reverse('organizations:organizations')}?q={self.code}"

    def clean(self) -> None:
        self.bin = self.bin or None
        if self.level not in Level.values:
            return
        if self.parent and self.parent.level not in PARENT_LEVELS.get(Level(self.level), set()):
            raise ValidationError({"parent": _("A body of this level does not stand directly under that higher body.")})
        if self.level != Level.UNION and self.parent is None:
            raise ValidationError({"parent": _("Name the higher body.")})
        if self.pk and self.parent and self.path and (self.parent.path or "").startswith(self.path):
            raise ValidationError({"parent": _("A body cannot stand under itself.")})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else ''}{self.pk:06d}"
        if path != self.path:
            self._move_subtree(path)
        self.refresh_search()

    def _move_subtree(self, path: str) -> None:
        old, self.path = self.path, path
        Organization.objects.filter(pk=self.pk).update(path=path)
        if old:
            below = Organization.objects.filter(path__startswith=old).exclude(pk=self.pk)
            tail = Substr("path", len(old) + 1)
            below.update(path=Concat(models.Value(path), tail))

    @classmethod
    def fill_paths(cls) -> None:
        """For rows written in bulk: one statement a level, whatever their number."""
        number = LPad(Cast("pk", models.CharField()), 6, models.Value("0"))
        above = Organization.objects.filter(pk=models.OuterRef("parent")).values("path")
        lacking = Organization.objects.filter(path=None)
        lacking.filter(parent=None).update(path=number)
        while lacking.filter(parent__path__isnull=False).update(path=Concat(models.Subquery(above), number)):
            pass

    def refresh_search(self) -> None:
        """Keep the folded text in step with names, aliases, people and phones."""
        text = self._search_text()
        if text != self.search:
            self.search = text
            Organization.objects.filter(pk=self.pk).update(search=text)

    def _search_text(self) -> str:
        names = [self.code, self.short_ru, self.short_kk, self.legal_name_ru, self.legal_name_kk]
        names += self.aliases.values_list("name", flat=True)
        for former in self.former_names.all():
            names += [former.short_ru, former.short_kk, former.legal_name_ru, former.legal_name_kk]
        phones = [self.phone]
        for ru, kk, phone in self.appointments.filter(ended_on=None).values_list(
            "person__name_ru", "person__name_kk", "person__phone"
        ):
            names += [ru, kk]
            phones.append(phone)
        return searchable(names, phones)

    def placed(self, parent: "Organization", *, from_day: date | None) -> Placement:
        """Put under `parent` from that day on (None: since ever); the placement before it ends that day."""
        self.placements.filter(to_day=None).update(to_day=from_day)
        placement = self.placements.create(parent=parent, from_day=from_day)
        if self.parent_id != parent.pk:
            self.parent = parent
            self.save()
        return placement

    def rename(self, *, from_day: date, by: Any = None, reason: str = "", **names: str) -> None:
        """New names from `from_day`; the names borne until then are kept with their validity."""
        if self.names_from and from_day <= self.names_from:
            raise ValidationError({"from_day": _("The present names are borne since that day or later.")})
        present = {field.name: getattr(self, field.name) for field in Names._meta.get_fields()}
        self.former_names.create(valid_from=self.names_from, valid_to=from_day, **present)
        for field, value in names.items():
            setattr(self, field, value)
        self.names_from = from_day
        self._keep(by, reason)

    def names_on(self, day: date) -> Names:
        """The names borne on `day`: of a former validity, else today's."""
        former = self.former_names.filter(Q(valid_from=None) | Q(valid_from__lte=day), valid_to__gt=day).first()
        return former or self

    # --- Verbs: `on` is a day that is not in the future, `by` the user, `reason` stays in the history -------

    @transaction.atomic
    def move(self, parent: "Organization", *, from_day: date, by: Any, reason: str) -> Placement:
        """Under another higher body from that day on; what stands below moves along."""
        present = self.placements.filter(to_day=None).first()
        if parent.pk == self.parent_id:
            raise ValidationError({"parent": _("It stands under this body already.")})
        if present and present.from_day and from_day <= present.from_day:
            raise ValidationError({"from_day": _("It stands under the present body only since that day or later.")})
        if parent.closed_on:
            raise ValidationError({"parent": _("That body is closed.")})
        former, self.parent = self.parent, parent
        try:
            self.clean()
        finally:
            self.parent = former
        sign(self, by, reason)
        return self.placed(parent, from_day=from_day)

    def suspend(self, *, on: date, by: Any, reason: str) -> None:
        """From that day nothing new is asked of it and it stands in no report."""
        if self.suspended_on and not self.resumed_on:
            raise ValidationError(_("Its activity is suspended already."))
        if self.resumed_on and on < self.resumed_on:
            raise ValidationError({"on": _("It resumed its activity later than that day.")})
        self.suspended_on, self.resumed_on = on, None
        self._keep(by, reason)

    def resume(self, *, on: date, by: Any, reason: str) -> None:
        if not self.suspended_on or self.resumed_on:
            raise ValidationError(_("Its activity is not suspended."))
        if on < self.suspended_on:
            raise ValidationError({"on": _("It was suspended later than that day.")})
        self.resumed_on = on
        self._keep(by, reason)

    @transaction.atomic
    def close(self, *, on: date, by: Any, reason: str, successor: "Organization | None" = None) -> None:
        """It exists until that day; its people leave office, so they no longer see it."""
        if self.closed_on:
            raise ValidationError(_("It is closed already."))
        if (below := self.children.existing_on(on).count()) > 0:
            raise ValidationError(
                ngettext(
                    "%(n)s body stands directly below: move or close it first.",
                    "%(n)s bodies stand directly below: move or close them first.",
                    below,
                ),
                params={"n": below},
            )
        if successor:
            successor.succeed(self, by=by, reason=reason)
        for office in self.appointments.filter(ended_on=None):
            office.end(on=on, reason=reason, by=by)
        self.closed_on = on
        self._keep(by, reason)

    def succeed(self, predecessor: "Organization", *, by: Any, reason: str) -> None:
        if self.pk == predecessor.pk:
            raise ValidationError({"successor": _("A body does not succeed itself.")})
        if self.predecessor_id and self.predecessor_id != predecessor.pk:
            raise ValidationError(
                {"successor": _("That body has a predecessor already: {name}.").format(name=self.predecessor)}
            )
        self.predecessor = predecessor
        self._keep(by, reason)

    def _keep(self, by: Any, reason: str) -> None:
        sign(self, by, reason)
        self.save()
