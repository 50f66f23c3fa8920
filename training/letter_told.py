"""What the report of an organization says of its training, beside the period before, the membership and the norm."""

from collections.abc import Collection
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from letters.facts import Fact, Figure, Listing, Row, Spoken, Two, Unknown
from reporting import badges
from reporting.models import Obligation
from reporting.periods import Period
from training import checks
from training.checks import Members
from training.known import State, members_of, states_of
from training.letter_about import About
from training.models import BudgetNorm, TraineeCategory, TrainingAsked, TrainingReport
from training.models.report import Counted, EventForm

NO_REPORT = _("no training report has come in")
NO_DATA = _("no data")
FORMS = {"name": _("Form"), "told": _("told in the report"), "held": _("by the events")}
CATEGORIES = {
    "name": _("Category"), "before": _("the same period of the year before"), "now": _("this period"),
    "held": _("attendances by the events"),
}  # fmt: skip


class ToldFacts:
    def __init__(self, about: About) -> None:
        self.about = about

    def facts(self) -> dict[str, Fact]:
        return {
            "report": self._report(),
            "forms": self._forms(),
            "categories": self._categories(),
            "trained": self._trained(),
            "budget": self._budget(),
        }

    @cached_property
    def _report_page(self) -> str:
        """The report; before there is one, what is owed; else the table."""
        if told := self._told.get(self.about.period):
            return reverse("training:report", args=[told.submission_id])
        if owed := self._owed:
            return owed.get_absolute_url()
        return self.about.table_page

    @cached_property
    def _told(self) -> dict[Period, TrainingReport]:
        """Of the period and of the same one a year before, as they count on the day."""
        told = TrainingReport.objects.visible_to(self.about.user).current_on(self.about.day)
        years = [self.about.period.year, self.about.earlier.year]
        found = told.filter(organization=self.about.organization, year__in=years, part=self.about.period.part)
        found = found.select_related("submission").prefetch_related("trained__category", "events")
        return {one.period: one for one in found.order_by("pk")}

    @property
    def _now(self) -> TrainingReport | None:
        return self._told.get(self.about.period)

    @cached_property
    def _owed(self) -> Obligation | None:
        owed = Obligation.objects.visible_to(self.about.user).with_status(self.about.day)
        asked = owed.filter(
            organization=self.about.organization, requirement__training_asked__part=self.about.period.part
        )
        found = asked.select_related("requirement__training_asked", "requirement__decree_item__decree")
        return next((one for one in found if self._asks(one.requirement.training_asked, one)), None)

    def _asks(self, asked: TrainingAsked, owed: Obligation) -> bool:
        return asked.period_of(owed) == self.about.period

    def _report(self) -> dict[str, Fact]:
        owed, now = self._owed, self._now
        facts = badges.facts(owed)
        return {
            "basis": self._basis(owed),
            "status": Spoken(lambda _language: badges.in_words(**facts)),
            "received_on": Figure(now.submission.received_on, self._report_page) if now else self._untold(),
            "is_there": now is not None,
            "feedback": now.feedback if now else "",
            "problems": now.problems if now else "",
            "proposals": now.proposals if now else "",
        }

    def _basis(self, owed: Obligation | None) -> Fact:
        if owed is None:
            return Unknown(_("the requirement that asks for the report of this period"), reverse("training:table"))
        return Spoken(lambda _language: owed.requirement.citation)

    def _untold(self) -> Unknown:
        return Unknown(NO_REPORT, self._report_page)

    def _number(self, value: Any, kind: Any = "", places: int = 1) -> Fact:
        """Of the report; nobody knows what it does not say."""
        if value is not None:
            return Figure(value, self._report_page, kind, places)
        return Unknown(NO_DATA if self._now else _("no report"), self._report_page)

    def _share(self, value: Decimal | None) -> Fact:
        return self._number(value, "decimal", 0 if value is None else checks.places_of(value))

    def _forms(self) -> Listing:
        """Those that the report or the events know."""
        told = {row.form: row.number for row in self._now.events.all()} if self._now else {}
        known = [one for one in EventForm if one in told or one in self.about.held.events]
        return Listing(
            title=Two("Формы обучения", "Оқыту нысандары"),
            nobody=Two("Сведений о формах обучения нет.", "Оқыту нысандары туралы мәлімет жоқ."),
            rows=[self._form(one, told.get(one)) for one in known],
            as_of=self.about.day,
            fields=FORMS,
            link=self._report_page,
        )

    def _form(self, form: EventForm, told: int | None) -> Row:
        values: dict[str, Fact] = {
            "name": Spoken(lambda _language: str(form.label)),
            "told": self._number(told),
            "held": Figure(self.about.held.events.get(form, 0), self.about.events_page),
        }
        return Row(form.value, values)

    def _categories(self) -> Listing:
        told = {
            period: {row.category_id: row.number for row in one.trained.all()} for period, one in self._told.items()
        }
        used = {pk for rows in told.values() for pk in rows}
        offered = [
            one for one in TraineeCategory.objects.all() if one.is_offered(self.about.period.year) or one.pk in used
        ]
        return Listing(
            title=Two("Обученные по категориям", "Санаттар бойынша оқытылғандар"),
            nobody=Two("Сведений об обученных нет.", "Оқытылғандар туралы мәлімет жоқ."),
            rows=[self._category(one, told) for one in offered],
            as_of=self.about.day,
            fields=CATEGORIES,
            link=self._report_page,
        )

    def _category(self, one: TraineeCategory, told: dict[Period, dict[int, int]]) -> Row:
        held = self.about.held.trained.get(one.code)
        values: dict[str, Fact] = {
            "name": Two(one.title_ru, one.title_kk),
            "before": self._earlier_number(told.get(self.about.earlier, {}).get(one.pk)),
            "now": self._number(told.get(self.about.period, {}).get(one.pk)),
            "held": "" if held is None else Figure(held, self.about.events_page),
        }
        return Row(one.code, values)

    def _earlier_number(self, value: Any, kind: Any = "") -> Fact:
        told = self._told.get(self.about.earlier)
        page = reverse("training:report", args=[told.submission_id]) if told else self._report_page
        if value is None:
            return Unknown(NO_DATA, page)
        return Figure(value, page, kind)

    def _trained(self) -> dict[str, Fact]:
        now, before = self._now, self._told.get(self.about.earlier)
        members, members_before = (self._members(one) for one in (self.about.period, self.about.earlier))
        membership = f"{reverse('membership:statistics')}?organization={self.about.organization.code}"
        counted = now.counted if now else ""
        attended = sum(self.about.held.trained.values()) if self.about.held.trained else None
        return {
            "total": self._number(now.trained_total if now else None),
            "total_before": self._earlier_number(before.trained_total if before else None),
            "attended": "" if attended is None else Figure(attended, self.about.events_page),
            "counted": Spoken(lambda _language: str(Counted(counted).label)) if counted else self._untold(),
            "share": self._number(checks.share(now.trained_total if now else None, members.total), "decimal"),
            "share_before": self._earlier_number(
                checks.share(before.trained_total if before else None, members_before.total), "decimal"
            ),
            **_of_members(members, membership, ""),
            **_of_members(members_before, membership, "_before"),
            "schools": self._number(now.schools_count if now else None),
            "schools_form": now.schools_form if now else "",
        }

    def _members(self, period: Period) -> Members:
        return members_of(self._states, period)

    @cached_property
    def _states(self) -> Collection[State]:
        periods = [self.about.period, self.about.earlier]
        return states_of([self.about.organization.pk], periods, self.about.day).get(self.about.organization.pk, [])

    # --- The budget ---------------------------------------------------------------------------------------

    def _budget(self) -> dict[str, Fact]:
        now, norm = self._now, BudgetNorm.in_force(self.about.period.year)
        page = reverse("training:budget")
        meets = checks.meets_norm(now.budget_share if now else None, norm.percent if norm else None)
        return {
            "plan": self._share(now.budget_plan if now else None),
            "fact": self._share(now.budget_share if now else None),
            "norm": Figure(norm.percent, page, "decimal", checks.places_of(norm.percent))
            if norm
            else Unknown(_("the norm of the budget"), page),
            "source": norm.source if norm else "",
            "is_known": meets is not None,
            "is_share_told": now is not None and now.budget_share is not None,
            "meets": bool(meets),
            "spent": self._number(now.spent if now else None, "decimal", 2),
        }


def _of_members(members: Members, page: str, suffix: str) -> dict[str, Fact]:
    """With the day they are of."""
    untold = Unknown(_("the membership near the end of the period"), page)
    if members.total is None or members.on is None:
        return {f"members{suffix}": untold, f"members_on{suffix}": untold}
    return {f"members{suffix}": Figure(members.total, page), f"members_on{suffix}": Figure(members.on, page)}
