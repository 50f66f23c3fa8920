"""The report of one inspection as its page shows it: sections with findings and figures, recommendations, what is next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from decrees.models import in_language
from documents.dates import long_day, short_day
from inspections.figures import Figure, in_words
from inspections.forms.verbs import VERBS
from inspections.freezing import as_kept, live
from inspections.keeping import may_inspect
from inspections.letters import begin_url
from inspections.letters_given import issued_report
from inspections.models import Finding, FindingFigure, FindingSection, FollowUp, Inspection, Inspector, Recommendation
from inspections.states import State
from letters.models import OfficialLetter
from organizations import changes
from organizations.access import Permission, can, can_over_the_union
from reporting import drafts
from reporting.models import Obligation


@dataclass
class Shown:
    """A figure: as it was kept, or as it is now; `now` where the kept one and what the system says now differ."""

    title: str
    value: str
    as_of: date
    url: str = ""
    now: str = ""


@dataclass
class Section:
    section: FindingSection
    findings: list[Finding] = field(default_factory=list)
    figures: list[Shown] = field(default_factory=list)


@dataclass
class Asked:
    """A recommendation with what is owed under it, where the reader answers, and what follow-up inspections found of it."""

    recommendation: Recommendation
    obligation: Any
    fill_url: str
    judged: list[FollowUp]


# Which verbs are offered in a state, the first one first.
NEXT: dict[State, tuple[str, ...]] = {
    State.PLANNED: ("begin", "cancel"),
    State.OVERDUE: ("begin", "cancel"),
    State.UNDER_WAY: ("end", "correct_days", "cancel"),
    State.ENDED: ("sign", "correct_days", "cancel"),
    State.SIGNED: ("hand_over", "take_signature_back", "cancel"),
    State.HANDED_OVER: (),
    State.CANCELLED: (),
}


class Report:
    def __init__(self, inspection: Inspection, user: Any, day: date) -> None:
        self.inspection, self.user, self.day = inspection, user, day

    @cached_property
    def keeps(self) -> bool:
        return may_inspect(self.user, self.inspection.organization)

    @property
    def writes(self) -> bool:
        return self.keeps and self.inspection.is_writable

    @cached_property
    def state(self) -> State:
        """As the books stand."""
        return self.inspection.state_on(self.day)

    @property
    def verbs(self) -> list[dict[str, Any]]:
        if not self.keeps:
            return []
        return [
            {
                "title": VERBS[name].title,
                "url": reverse(f"inspections:{name}", args=[self.inspection.pk]),
                "name": name,
                "is_grave": VERBS[name].is_grave,
            }
            for name in NEXT[self.state]
        ]

    @property
    def next_step(self) -> str:
        """What the apparatus is to do now."""
        one = self.inspection
        return {
            State.PLANNED: _("It begins by the plan on {day}.").format(day=long_day(one.planned_from)),
            State.OVERDUE: _("By the plan it was to end on {day}, and it has not begun. Begin it or cancel it.").format(
                day=long_day(one.planned_to)
            ),
            State.UNDER_WAY: _("Write the findings and the recommendations; enter the day on which it ended."),
            State.ENDED: _("Complete the report and enter the signature."),
            State.SIGNED: _("Give the report to the organization: from that day the recommendations are owed."),
            State.HANDED_OVER: "",
            State.CANCELLED: "",
        }[self.state]

    # --- As a document ------------------------------------------------------------------------------

    @property
    def letter_url(self) -> str:
        """Where the report is begun as a letter, for those who issue letters."""
        told = self.keeps and self.inspection.began_on and not self.inspection.cancelled_on
        return begin_url(self.inspection) if told and can(self.user, Permission.ISSUE) else ""

    @cached_property
    def issued(self) -> OfficialLetter | None:
        """For whoever sees the inspection."""
        return issued_report(self.inspection)

    # --- What it says -----------------------------------------------------------------------------

    @property
    def facts(self) -> list[dict[str, Any]]:
        one = self.inspection
        rows = [
            {"key": _("Kind"), "value": one.get_kind_display()},
            {"key": _("Topic"), "value": one.topic},
            {"key": _("Planned"), "value": _span(one.planned_from, one.planned_to)},
        ]
        if can_over_the_union(self.user, Permission.SEE_TABLES):
            plan = {"value": str(one.plan), "url": one.plan.get_absolute_url()} if one.plan else None
            rows.append({"key": _("Plan"), **(plan or {"value": _("outside every plan")})})
        if one.follows:
            rows.append({"key": _("Follows"), "value": _titled(one.follows), "url": one.follows.get_absolute_url()})
        rows += [
            {"key": title, "value": long_day(day)}
            for title, day in (
                (_("Began on"), one.began_on),
                (_("Ended on"), one.ended_on),
                (_("Report signed on"), one.signed_on),
                (_("Given to the organization on"), one.handed_over_on),
            )
            if day
        ]
        if one.studied_from and one.studied_to:
            rows.insert(2, {"key": _("Period studied"), "value": _span(one.studied_from, one.studied_to)})
        return rows

    @cached_property
    def inspectors(self) -> list[Inspector]:
        found = Inspector.objects.visible_to(self.user).filter(inspection=self.inspection)
        return list(found.select_related("person"))

    @cached_property
    def findings(self) -> list[Finding]:
        found = Finding.objects.visible_to(self.user).filter(inspection=self.inspection)
        return list(found.select_related("section"))

    @cached_property
    def remarks(self) -> int:
        return sum(one.mark == Finding.Mark.REMARK for one in self.findings)

    @property
    def figures_day(self) -> date:
        return self.inspection.figures_on(self.day)

    @cached_property
    def sections(self) -> list[Section]:
        found: dict[int, Section] = {}
        for finding in self.findings:
            found.setdefault(finding.section_id, Section(finding.section)).findings.append(finding)
        figures = self._figures() if found else {}
        for one in found.values():
            one.figures = figures.get(one.section.code, [])
        return list(found.values())

    def _figures(self) -> dict[str, list[Shown]]:
        now = live(self.inspection, self.day)
        if self.inspection.signed_on is None:
            return _by_section((one.section, _alive(one)) for one in now)
        kept = FindingFigure.objects.visible_to(self.user).filter(finding__inspection=self.inspection)
        today = {one.code: one for one in now}
        ordered = kept.select_related("finding__section").order_by("finding__position", "position")
        return _by_section((one.finding.section.code, _beside(one, today.get(one.code))) for one in ordered)

    # --- What is recommended, and what came of it ---------------------------------------------------

    @cached_property
    def recommendations(self) -> list[Asked]:
        found = Recommendation.objects.visible_to(self.user).filter(inspection=self.inspection)
        rows = list(found.select_related("responsible", "finding__section"))
        for one in rows:
            one.inspection = self.inspection
        owed = self._owed([one.obligation_id for one in rows if one.obligation_id])
        judged = self._judged(rows)
        return [
            Asked(one, owed.get(one.obligation_id), self._fill_url(owed.get(one.obligation_id)), judged.get(one.pk, []))
            for one in rows
        ]

    def _judged(self, rows: list[Recommendation]) -> dict[int, list[FollowUp]]:
        """By the follow-up inspections in the reader's sight."""
        found: dict[int, list[FollowUp]] = {}
        if self.inspection.handed_over_on:
            seen = FollowUp.objects.visible_to(self.user).filter(recommendation__in=rows).exclude(outcome="")
            for one in seen.select_related("inspection").order_by("inspection__planned_from", "pk"):
                found.setdefault(one.recommendation_id, []).append(one)
        return found

    def _owed(self, pks: list[int]) -> dict[int | None, Any]:
        if not pks:
            return {}
        asked = Obligation.objects.visible_to(self.user).with_status(self.day).filter(pk__in=pks)
        found = asked.with_exempt_reason(self.day).select_related("requirement", "organization")
        return {one.pk: one for one in found}

    def _fill_url(self, obligation: Any) -> str:
        if obligation is None or not can(self.user, Permission.FILL, obligation.organization):
            return ""
        return "" if drafts.shut(obligation, self.day) else obligation.fill_url

    @cached_property
    def judgements(self) -> list[FollowUp]:
        """Of a follow-up inspection: the recommendations of the one before, as it found them."""
        found = FollowUp.objects.visible_to(self.user).filter(inspection=self.inspection)
        return list(found.select_related("recommendation"))

    @cached_property
    def follow_ups(self) -> list[Inspection]:
        return list(Inspection.objects.visible_to(self.user).filter(follows=self.inspection))

    @property
    def history(self) -> list[dict[str, Any]]:
        """The apparatus's own notes of who changed what."""
        parts = (Inspector, Finding, Recommendation, FollowUp)
        return changes.entries_with(self.inspection, parts, silent={"obligation"}) if self.keeps else []


def _titled(inspection: Inspection) -> str:
    return f"{inspection.get_kind_display()}, {short_day(inspection.began_on or inspection.planned_from)}"


def _span(first: date, last: date) -> str:
    return f"{short_day(first)} – {short_day(last)}" if first != last else short_day(first)


def _by_section(figures: Iterable[tuple[str, Shown]]) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {}
    for section, shown in figures:
        found.setdefault(section, []).append(shown)
    return found


def _alive(figure: Figure) -> Shown:
    return Shown(_in_language(figure), figure.in_words, figure.as_of, figure.url)


def _beside(kept: FindingFigure, now: Figure | None) -> Shown:
    shown = Shown(kept.title, kept.in_words, kept.as_of, now.url if now else "")
    if now is None:
        shown.now = _("not told any more")
    elif as_kept(now.value) != kept.value:
        shown.now = in_words(now.value, now.unit)
    return shown


def _in_language(figure: Figure) -> str:
    return in_language(figure, "title")
