"""Statistics on the results of a conference or meeting, and the consolidated ones of a level below (campaigns.md, 5).

Rows of a hand-in: they belong to its round and are never changed; a correction is a new round with new rows.
"""

from collections.abc import Iterable
from functools import reduce
from operator import add
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from campaigns.models.conference import Conference
from campaigns.norms import has_quorum
from campaigns.querysets import ConferenceResultsQuerySet, LevelResultsQuerySet
from campaigns.results_checks import OF_CONFERENCE, OF_LEVEL, AtMost
from organizations.models import Level
from reporting.models import Submission

YOUTH = 35  # years of age, the last that counts as youth
LONG_SERVING = 5  # in office for more than so many years: more than one term
YOUNGEST_CHAIR, OLDEST_CHAIR, LONGEST_IN_OFFICE = 16, 100, 70


def _count(title: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(title, null=True, blank=True)


def _constraints(rules: Iterable[AtMost], prefix: str) -> list[models.CheckConstraint]:
    """The same rules as the form's; a figure that is not known breaks none."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{rule.whole}__gte": reduce(add, (Coalesce(part, 0) for part in rule.parts))}),
            name=f"{prefix}_{rule.code}"[:63],
        )
        for rule in rules
    ]


class Figures(models.Model):
    """What can be counted at one conference and at all of a level together. Empty is no data, zero is zero."""

    registered = _count(_("members on the register"))
    took_part = _count(_("members who took part"))
    delegates_elected = _count(_("delegates elected"))
    delegates_present = _count(_("delegates present"))
    speakers = _count(_("people who spoke"))
    proposals = _count(_("proposals and remarks"))
    candidates = _count(_("candidates for chair"))
    body_size = _count(_("members of elected bodies"))
    body_women = _count(_("women in elected bodies"))
    body_youth = _count(_("youth up to 35 in elected bodies"))
    body_first_time = _count(_("elected to the bodies for the first time"))
    guests_higher_body = _count(_("guests from the higher body"))
    guests_social_partner = _count(_("guests from social partners"))
    guests_local_authority = _count(_("guests from local authorities"))
    seminars = _count(_("seminars before the campaign"))
    seminar_trained = _count(_("people trained at the seminars"))
    publications = _count(_("publications on the campaign"))

    class Meta:
        abstract = True


class ConferenceResults(Figures):
    """The figures of one conference or meeting, as one hand-in states them."""

    class Assessment(models.TextChoices):
        SATISFACTORY = "satisfactory", _("satisfactory")
        UNSATISFACTORY = "unsatisfactory", _("unsatisfactory")
        NONE = "none", _("no assessment")

    class Voting(models.TextChoices):
        OPEN = "open", pgettext_lazy("voting", "open")
        SECRET = "secret", pgettext_lazy("voting", "secret")
        ONLINE = "online", pgettext_lazy("voting", "online")

    class Sex(models.TextChoices):
        WOMAN = "woman", _("woman")
        MAN = "man", _("man")

    class Education(models.TextChoices):
        HIGHER = "higher", _("higher education")
        VOCATIONAL = "vocational", _("vocational education")
        SECONDARY = "secondary", _("secondary education")

    class Engagement(models.TextChoices):
        FULL_TIME = "full_time", _("full-time")
        VOLUNTARY = "voluntary", _("voluntary")

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="conference_results", verbose_name=_("hand-in")
    )
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="results", verbose_name=_("conference")
    )
    assessment = models.CharField(_("assessment of the work"), max_length=15, choices=Assessment, blank=True)
    voting_form = models.CharField(_("form of voting"), max_length=10, choices=Voting, blank=True)
    chair_replaced = models.BooleanField(_("the chair was replaced"), null=True, blank=True)
    chair_first_time = models.BooleanField(_("the chair is elected for the first time"), null=True, blank=True)
    chair_from_reserve = models.BooleanField(_("the chair comes from the reserve"), null=True, blank=True)
    chair_sex = models.CharField(_("sex of the chair"), max_length=10, choices=Sex, blank=True)
    chair_age = models.PositiveSmallIntegerField(_("age of the chair"), null=True, blank=True)
    chair_education = models.CharField(_("education of the chair"), max_length=15, choices=Education, blank=True)
    chair_years = models.PositiveSmallIntegerField(_("years of the chair in office"), null=True, blank=True)
    chair_engagement = models.CharField(_("how the chair works"), max_length=10, choices=Engagement, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    objects = ConferenceResultsQuerySet.as_manager()

    class Meta:
        verbose_name = _("results of a conference")
        verbose_name_plural = _("results of conferences")
        constraints = [
            *_constraints(OF_CONFERENCE, "results"),
            models.CheckConstraint(
                condition=~Q(chair_from_reserve=True, chair_replaced=False), name="results_reserve_is_new"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference} · {self.submission.receipt_number}"

    @property
    def has_quorum(self) -> bool | None:
        return quorum_of(self.conference, vars(self))


def quorum_of(conference: Conference, figures: Any) -> bool | None:
    """By the norms of the campaign; None while the numbers are not known."""
    is_meeting = conference.kind == Conference.Kind.MEETING
    names = ("registered", "took_part") if is_meeting else ("delegates_elected", "delegates_present")
    expected, present = (figures.get(name) for name in names)
    if expected is None or present is None:
        return None
    return has_quorum(is_meeting=is_meeting, expected=expected, present=present, campaign=conference.campaign)


class LevelResults(Figures):
    """The consolidated figures of a level below, as the organization states them.

    `explanation` says why they differ from the sum of what came in from below; neither overwrites the other.
    """

    results = models.ForeignKey(
        ConferenceResults, on_delete=models.CASCADE, related_name="levels", verbose_name=_("results of a conference")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    explanation = models.CharField(_("why it differs from the sum"), max_length=1000, blank=True)
    organizations_total = _count(_("organizations in all"))
    organizations_held = _count(_("organizations that held"))
    with_quorum = _count(_("held with a quorum"))
    satisfactory = _count(_("work found satisfactory"))
    unsatisfactory = _count(_("work found unsatisfactory"))
    not_assessed = _count(_("work not assessed"))
    chairs_replaced = _count(_("chairs replaced"))
    chairs_first_time = _count(_("chairs elected for the first time"))
    chairs_from_reserve = _count(_("chairs from the reserve"))
    chairs_women = _count(_("women among the chairs"))
    chairs_youth = _count(_("chairs up to 35 years old"))
    chairs_higher_education = _count(_("chairs with higher education"))
    chairs_long_serving = _count(_("chairs in office for more than 5 years"))
    chairs_full_time = _count(_("full-time chairs"))
    chairs_voluntary = _count(_("voluntary chairs"))
    voting_open = _count(_("voted openly"))
    voting_secret = _count(_("voted secretly"))
    voting_online = _count(_("voted online"))

    objects = LevelResultsQuerySet.as_manager()

    class Meta:
        verbose_name = _("consolidated results of a level")
        verbose_name_plural = _("consolidated results of levels")
        ordering = ["results", "level"]
        constraints = [
            models.UniqueConstraint(fields=["results", "level"], name="level_results_once"),
            *_constraints(OF_LEVEL, "level_results"),
        ]

    def __str__(self) -> str:
        return f"{self.results} · {self.get_level_display()}"


COMMON_FIGURES = tuple(field.name for field in Figures._meta.local_fields)
LEVEL_FIGURES = tuple(
    field.name for field in LevelResults._meta.local_fields if isinstance(field, models.PositiveIntegerField)
)
