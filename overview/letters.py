"""The passport of an organization on one page: what the rooms below know of it on a day."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from campaigns.asked import campaign_asked
from campaigns.models import Campaign
from campaigns.states import Standing, standings
from campaigns.wording import term_in
from documents.registry import BadFilter
from letters.building import built_in
from letters.facts import Fact, Facts, Figure, Listing, Row, Spoken, Two, Unknown
from letters.kinds import Ask, Asking, LetterKind, Paragraph, register as register_kind
from letters.naming import legally_named, named
from membership import reckoned
from membership.filters import UNDERSTOOD, Scope
from membership.known import state_day
from membership.statistics import MAIN
from membership.wording import signed
from organizations.access import path_of, within
from organizations.models import Appointment, Level, Organization
from organizations.models.organization import Kind
from reporting.calls import last_call_of
from reporting.models import Obligation
from reporting.querysets import due_between
from reporting.statuses import EXPECTED_STATUSES, Status

SLUG = "passport"
TEXTS = Path(__file__).parent / "letter_texts"
# On one page; the whole list is an annex of the reminder.
OVERDUE_SHOWN = 8
BELOW = (Level.BRANCH, Level.PRIMARY)
OVERDUE = {"title": _("Requirement"), "due_on": _("Due day"), "days": _("days")}


def register() -> None:
    register_kind(PASSPORT)


def _check(asking: Asking) -> None:
    if asking.organization is None:
        raise ValidationError(_("Choose an organization."), code="organization")


def _facts(asking: Asking) -> Facts:
    with translation.override("ru"):
        return _Passport(asking).facts()


class _Passport:
    def __init__(self, asking: Asking) -> None:
        self.asking, self.user, self.day = asking, asking.user, asking.as_of
        found = Organization.objects.visible_to(asking.user).select_related("region", "parent")
        code = asking.organization.code if asking.organization else ""
        self.organization = found.prefetch_related("former_names").get(code=code)

    def facts(self) -> Facts:
        return {
            "organization": self._organization(),
            "chair": self._chair(),
            "below": self._below(),
            "membership": self._membership(),
            "reports": self._reports(),
            "overdue": self._overdue(),
            "last_call": self._last_call(),
            "campaign": self._campaign(),
        }

    def _entered(self, value: Any, what: Any, name: str = "edit") -> Fact:
        """As the registry has it, or where it is entered."""
        return value or Unknown(what, reverse(f"organizations:{name}", args=[self.organization.code]))

    # --- The registry -------------------------------------------------------------------------------------

    def _organization(self) -> dict[str, Fact]:
        one, region = self.organization, self.organization.region
        return {
            "name": named(one, self.day),
            "legal_name": legally_named(one, self.day),
            "level": Spoken(lambda _language: str(Level(one.level).label)),
            # A primary organization is of its level and of no other kind.
            "kind": Spoken(lambda _language: str(Kind(one.kind).label)) if one.kind != one.level else "",
            "parent": named(one.parent, self.day) if one.parent else "",
            "region": self._entered(Two(region.name_ru, region.name_kk) if region else None, _("the region")),
            "bin": self._entered(one.bin, _("the BIN")),
            "founded_on": one.founded_on or "",
            "address": self._entered(one.address, _("the address"), "contacts"),
            "phone": self._entered(one.phone, _("the telephone"), "contacts"),
            "email": self._entered(one.email, _("the e-mail"), "contacts"),
        }

    def _chair(self) -> dict[str, Fact]:
        in_office = Appointment.objects.visible_to(self.user).chairs_on(self.day).filter(organization=self.organization)
        office = in_office.select_related("person").first()
        if office is None or office.person is None:
            nobody = Unknown(_("the chair is not entered"), self.organization.get_absolute_url())
            return {"name": nobody, "is_acting": False, "phone": "", "elected_on": "", "from_day": "", "term_end": ""}
        return {
            "name": Two(office.person.name_ru, office.person.name_kk),
            "is_acting": office.is_acting,
            "phone": office.person.phone,
            "elected_on": office.elected_on or "",
            "from_day": office.from_day or "",
            "term_end": office.term_end or "",
        }

    def _below(self) -> dict[str, Fact]:
        """How many bodies of each level stand below."""
        under = Organization.objects.visible_to(self.user).filter(within(path_of(self.organization)))
        existing = under.exclude(pk=self.organization.pk).existing_on(self.day)
        numbers = dict(existing.values_list("level").annotate(n=Count("pk")).order_by())
        link = f"{reverse('organizations:organizations')}?parent={self.organization.code}&level="
        return {level.value: Figure(numbers.get(level, 0), f"{link}{level.value}") for level in BELOW}

    # --- Membership ---------------------------------------------------------------------------------------

    def _membership(self) -> dict[str, Fact]:
        """Of the latest year with figures."""
        words = {"organization": self.organization.code}
        scope = Scope.from_words(words, user=self.user, as_of=self.day, understood=UNDERSTOOD)
        lines = reckoned.of_rows(scope, MAIN).lines(scope.year) if scope.year else []
        line = lines[0] if lines and lines[0].used else None
        link = f"{reverse('membership:statistics')}?organization={self.organization.code}&as_of={self.day}"
        untold = Unknown(_("no report has come in"), link)

        def figure(value: Any, kind: Any = "") -> Fact:
            return untold if value is None else Figure(value, link, kind)

        change = line.change.comparable if line else None
        return {
            "state_day": state_day(scope.year) if scope.year and line else untold,
            **{code: figure(line.figures.get(code) if line else None) for code in MAIN},
            "coverage": figure(line.coverage if line else None, "decimal"),
            "not_involved": figure(line.not_involved if line else None),
            "change": untold if change is None else Figure(Two(signed(change), signed(change)), link),
        }

    # --- Reports ------------------------------------------------------------------------------------------

    def _owed(self) -> Any:
        own = Obligation.objects.visible_to(self.user).filter(organization=self.organization)
        return own.with_status(self.day)

    def _reports(self) -> dict[str, Fact]:
        """Of what was due in the year of the letter by its day."""
        due = self._owed().filter(due_between(self.day, date(self.day.year, 1, 1), self.day))
        numbers: Counter[str] = Counter()
        for tally in due.tallied("organization"):
            numbers[tally.status] += tally.number
        link = f"{reverse('reporting:obligations')}?organization={self.organization.code}&as_of={self.day}"
        told = (Status.ON_TIME, Status.LATE, Status.RECEIVED, Status.RETURNED, Status.MISSING)
        return {
            "year": str(self.day.year),
            "expected": Figure(sum(numbers[status] for status in EXPECTED_STATUSES), link),
            **{status.value: Figure(numbers[status], f"{link}&status={status.value}") for status in told},
        }

    def _overdue(self) -> Listing:
        owed = sorted(
            self._owed().overdue().select_related("requirement"), key=lambda one: (-(one.days_late or 0), one.pk)
        )
        rows = [
            Row(
                "-".join(filter(None, (one.requirement.code, one.key))),
                {
                    "title": Two(one.requirement.title_ru, one.requirement.title_kk),
                    "due_on": one.correct_by if one.status == Status.RETURNED else one.due_on,
                    "days": one.days_late or 0,
                },
                one.get_absolute_url(),
            )
            for one in owed[:OVERDUE_SHOWN]
        ]
        link = f"{reverse('reporting:obligations')}?organization={self.organization.code}&overdue=yes&as_of={self.day}"
        return Listing(
            title=Two("Просрочено", "Мерзімі өткен"),
            nobody=Two("Просроченных отчетов нет.", "Мерзімі өткен есептер жоқ."),
            rows=rows,
            as_of=self.day,
            fields=OVERDUE,
            link=link,
        )

    def _last_call(self) -> dict[str, Fact]:
        """Bare days and words: nothing is known of a call that nobody noted, and nothing is lacking."""
        call = last_call_of(self.user, self.organization, self.day)
        if call is None:
            return dict.fromkeys(("called_on", "promised_by", "about", "note"), "")
        about = call.obligation.requirement
        return {
            "called_on": call.called_on,
            "promised_by": call.promised_by or "",
            "about": Two(about.title_ru, about.title_kk),
            "note": call.note,
        }

    # --- The campaign -------------------------------------------------------------------------------------

    def _campaign(self) -> dict[str, Fact]:
        """Of a member organization in the campaign of that day."""
        campaign = self._campaign_of_day()
        found = standings(campaign, self.user, self.day, self._only()) if campaign else []
        standing = found[0] if found else None
        if campaign is None or standing is None:
            return {**dict.fromkeys(("title", "state", "held_on", "term", "last_held_on", "next_by"), "")}
        return {
            "title": Two(campaign.title_ru, campaign.title_kk),
            "state": Spoken(lambda _language: standing.state_words),
            "held_on": standing.held_on or "",
            "term": _term(standing),
            "last_held_on": standing.last_held_on or "",
            "next_by": standing.term_ends_on or "",
        }

    def _campaign_of_day(self) -> Campaign | None:
        try:
            return campaign_asked(self.user, self.day, None)
        except BadFilter:
            return None

    def _only(self) -> Any:
        own = Organization.objects.visible_to(self.user).active_on(self.day)
        return own.filter(pk=self.organization.pk, level=Level.MEMBER)


def _term(standing: Standing) -> Fact:
    if standing.planned is None:
        return ""
    period = standing.planned.leading.period
    return Two(term_in("ru", period), term_in("kk", period))


PASSPORT = LetterKind(
    slug=SLUG,
    title=_("Passport of an organization"),
    asks=(Ask("organization", _("organization"), kind="organization", levels=("member", "branch")),),
    paragraphs=(Paragraph("remarks", _("remarks"), optional=True),),
    facts=_facts,
    template=lambda language: built_in(TEXTS, SLUG, language),
    check=_check,
    internal=True,
)
