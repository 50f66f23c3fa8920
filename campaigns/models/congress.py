"""Delegates to the congress by name: elected, called in, withdrawn, present."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from campaigns.models.campaign import Campaign
from campaigns.models.conference import Conference
from campaigns.models.deciding import one_writer
from campaigns.models.delegate_checks import check_birth_year, election_day
from campaigns.models.norm import DelegateNorm, MemberBase, check_member
from campaigns.querysets import DelegateQuerySet
from organizations.access import Permission, can
from organizations.authors import sign
from organizations.models import Organization, Person
from organizations.search import fold


class Delegate(models.Model):
    """A delegate elected to the congress, or a substitute who may be called in his place."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("woman")
        MALE = "male", _("man")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="delegates", verbose_name=_("campaign")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="delegates", verbose_name=_("organization")
    )
    name = models.CharField(_("full name"), max_length=150, help_text=_("Surname first, as in the minutes."))
    name_folded = models.CharField(max_length=150, editable=False)
    position = models.CharField(_("position and workplace"), max_length=200, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    education = models.CharField(_("education"), max_length=10, choices=Person.Education, blank=True)
    first_time = models.BooleanField(_("delegate for the first time"), null=True, blank=True)
    is_substitute = models.BooleanField(_("substitute"), default=False)
    substitutes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("in place of"),
    )
    called_on = models.DateField(_("called in on"), null=True, blank=True)
    elected_on = models.DateField(_("elected on"))
    elected_at = models.ForeignKey(
        Conference, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("elected at")
    )
    protocol_number = models.CharField(_("number of the minutes"), max_length=30, blank=True)
    source = models.CharField(_("source in words"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdraw_reason = models.CharField(_("why the delegate was withdrawn"), max_length=500, blank=True)
    attended = models.BooleanField(_("present"), null=True, blank=True)
    attended_on = models.DateField(_("day of the attendance"), null=True, blank=True)
    attended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("attendance marked by"),
    )
    attended_at = models.DateTimeField(_("attendance marked at"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    history = HistoricalRecords(excluded_fields=["name_folded"])
    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["organization", "name", "pk"]
        indexes = [models.Index(fields=["campaign", "organization"], name="delegate_of_organization")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name_folded", "birth_year"],
                condition=Q(withdrawn_on=None, birth_year__isnull=False),
                name="delegate_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "name_folded"],
                condition=Q(withdrawn_on=None, birth_year=None),
                name="delegate_without_year_once",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__range=(1900, 2100)), name="delegate_birth_year_plausible"
            ),
            models.CheckConstraint(
                condition=Q(elected_at__isnull=False) | ~Q(source=""), name="delegate_elected_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(called_on=None) | Q(is_substitute=True, substitutes__isnull=False),
                name="delegate_called_in_place_of",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdraw_reason="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason=""),
                name="delegate_withdrawn_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("elected_on")), name="delegate_withdrawn_after"
            ),
            models.CheckConstraint(
                condition=Q(attended=None, attended_on=None, attended_by=None, attended_at=None)
                | Q(
                    attended__isnull=False,
                    attended_on__isnull=False,
                    attended_by__isnull=False,
                    attended_at__isnull=False,
                ),
                name="delegate_attended_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """For corrections: a corrected name or year is looked at as a new one is."""
        self.name = " ".join(self.name.split())
        check_birth_year(self.birth_year, self.elected_on)
        if self.withdrawn_on is None:
            self._check_once(None)

    @property
    def counts(self) -> bool:
        """Fills a place of the quota: a delegate, or a substitute who was called."""
        return self.withdrawn_on is None and (not self.is_substitute or self.called_on is not None)

    @classmethod
    @transaction.atomic
    def record(
        cls,
        *,
        campaign: Campaign,
        organization: Organization,
        name: str,
        by: Any,
        at: datetime,
        elected_at: Conference | None = None,
        elected_on: date | None = None,
        **facts: Any,
    ) -> "Delegate":
        """Enter one who was elected: at a conference of the organization, or on a day with its source in words.

        `facts`: position, sex, birth_year, education, first_time, is_substitute, substitutes, protocol_number, source.
        """
        one_writer(campaign)
        check_member(organization)
        day = election_day(organization, campaign, elected_at, elected_on, facts.get("source", ""), at)
        delegate = cls(
            campaign=campaign,
            organization=organization,
            name=" ".join(name.split()),
            elected_at=elected_at,
            elected_on=day,
            recorded_by=by,
            recorded_at=at,
            **facts,
        )
        check_birth_year(delegate.birth_year, day)
        delegate._check_once(by)
        delegate._check_in_place_of()
        if not delegate.is_substitute:
            delegate._check_quota(timezone.localdate(at))
        delegate._keep(by)
        return delegate

    @transaction.atomic
    def correct(self, *, reason: str, by: Any, at: datetime, **facts: Any) -> None:
        """A slip in what was entered; who entered it first stays in the history."""
        one_writer(self.campaign)
        self.refresh_from_db()
        self._check_standing()
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})
        for name, value in facts.items():
            setattr(self, name, value)
        self.name = " ".join(self.name.split())
        check_birth_year(self.birth_year, self.elected_on)
        self._check_once(by)
        self._keep(by, reason.strip())

    @transaction.atomic
    def withdraw(self, *, on: date, reason: str, by: Any, at: datetime) -> None:
        """The delegate steps down or is recalled; the place is free again, the row stays with the reason."""
        one_writer(self.campaign)
        self.refresh_from_db()
        self._check_standing()
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the reason is kept with the decision.")})
        if not (self.called_on or self.elected_on) <= on <= timezone.localdate(at):
            raise ValidationError({"on": _("The day lies between the election and today.")})
        if self.attended:
            raise ValidationError(_("The delegate was present at the Congress and cannot be withdrawn any more."))
        self.withdrawn_on, self.withdrawn_by, self.withdraw_reason = on, by, reason.strip()
        self._keep(by, reason.strip())

    @transaction.atomic
    def replace(self, *, substitute: "Delegate", on: date, reason: str, by: Any, at: datetime) -> None:
        """The substitute takes the place: the delegate is withdrawn, the substitute counts from that day on."""
        if self.is_substitute and not self.called_on:
            raise ValidationError(_("A substitute who was not called in has no place to give up."))
        self.withdraw(on=on, reason=reason, by=by, at=at)
        substitute.refresh_from_db()
        substitute._check_standing()
        if not substitute.is_substitute or substitute.called_on:
            raise ValidationError({"substitute": _("This is not a substitute who waits to be called in.")})
        if on < substitute.elected_on:
            raise ValidationError({"on": _("The substitute was elected later than this day.")})
        substitute.substitutes, substitute.called_on = self, on
        substitute._check_in_place_of()
        substitute._check_quota(timezone.localdate(at))
        substitute._keep(by, reason.strip())

    @transaction.atomic
    def mark(self, *, attended: bool | None, on: date, by: Any, at: datetime) -> None:
        """Present or absent on a day of the congress; None takes a mark back."""
        one_writer(self.campaign)
        self.refresh_from_db()
        self._check_standing()
        congress = self.campaign.congress_on(on)
        if congress is None:
            raise ValidationError(_("The days of the Congress are not set yet."))
        if not congress.first_day <= on <= timezone.localdate(at):
            sentence = _(
                "Attendance is marked from the first day of the Congress on: %(day)s. Days to come are refused."
            )
            raise ValidationError({"on": ValidationError(sentence, params={"day": f"{congress.first_day:%d.%m.%Y}"})})
        if attended and not self.counts:
            raise ValidationError(_("A substitute is marked as present after being called in."))
        known = attended is not None
        self.attended, self.attended_on = attended, on if known else None
        self.attended_by, self.attended_at = (by, at) if known else (None, None)
        self._keep(by)

    def _check_standing(self) -> None:
        if self.withdrawn_on:
            raise ValidationError(_("This delegate was withdrawn already."))

    def _check_once(self, by: Any) -> None:
        """The same name (folded) and year; an unknown year may be the same. To whom the other organization is
        invisible, it is not named."""
        same = Delegate.objects.filter(campaign=self.campaign, name_folded=fold(self.name), withdrawn_on=None)
        if self.birth_year:
            same = same.filter(Q(birth_year=self.birth_year) | Q(birth_year=None))
        twin = same.exclude(pk=self.pk).select_related("organization").first()
        if twin is None:
            return
        where = twin.organization.name if by and can(by, Permission.SEE, twin.organization) else ""
        sentence = (
            _("%(name)s is entered already, in %(where)s. If this is another person, write the full name and the year.")
            if where
            else _(
                "A delegate of this name and year is entered already. If this is another person, write the full name."
            )
        )
        raise ValidationError(
            {"name": ValidationError(sentence, code="twice", params={"name": twin.name, "where": where})}
        )

    def _check_in_place_of(self) -> None:
        other = self.substitutes
        if other is None:
            return
        if not self.is_substitute:
            raise ValidationError({"substitutes": _("Only a substitute stands for somebody.")})
        if (other.organization_id, other.campaign_id) != (self.organization_id, self.campaign_id):
            raise ValidationError({"substitutes": _("A substitute stands for a delegate of the same organization.")})

    def _check_quota(self, today: date) -> None:
        """No more than the quota; as long as it is not known, nothing is refused."""
        norm = DelegateNorm.on(self.campaign, today)
        if norm is None:
            return
        base = MemberBase.objects.for_norm(norm, today).filter(organization=self.organization).first()
        if base is None:
            return
        most = norm.most_of(base.members)
        standing = Delegate.objects.filter(campaign=self.campaign, organization=self.organization)
        if standing.counting_on(today).exclude(pk=self.pk).count() >= most:
            raise ValidationError(
                _("The norm gives this organization %(most)s delegates at most, and as many are entered. "
                  "Enter further ones as substitutes."),
                code="quota", params={"most": most},
            )  # fmt: skip

    def _keep(self, by: Any, reason: str = "") -> None:
        sign(self, by, reason)
        self.save()
