"""One report to be made: whose, of which year, what is known of it already, and its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _, ngettext

from documents.cells import grouped
from membership.answers import Answers, Lists, answers_of
from membership.checks import Thresholds, expected_opening
from membership.kept import year_of
from membership.known import Background, background_of
from membership.models import MembershipReport, Parameter
from membership.report_form import ReportForm
from membership.sections import Section, sections_of
from reporting import drafts
from reporting.models import Draft, Obligation, Submission

# Figures for which it must be said who is young.
OF_YOUTH = ("members_youth", "chairs_youth")


@dataclass(frozen=True)
class Step:
    """A section in the list. `state`: done, errors, empty (to be filled in), optional (may stay empty)."""

    section: Section
    state: str
    problems: int = 0
    remarks: int = 0

    @property
    def words(self) -> str:
        if self.state == "errors":
            return ngettext("{n} place to correct", "{n} places to correct", self.problems).format(n=self.problems)
        states = {"done": _("Filled in"), "empty": _("Not filled in yet"), "optional": _("May stay empty")}
        return states[self.state]


class Task:
    """`day` is the day on which it is looked at."""

    def __init__(self, obligation: Obligation, day: date, *, is_paper: bool = False) -> None:
        self.obligation, self.organization, self.day = obligation, obligation.organization, day
        self.year, self.is_paper = year_of(obligation), is_paper

    @cached_property
    def lists(self) -> Lists:
        return Lists.of(self.year)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return sections_of(self.lists, is_paper=self.is_paper)

    @cached_property
    def background(self) -> Background:
        return background_of(self.organization, self.year, self.day)

    @cached_property
    def thresholds(self) -> Thresholds:
        return Parameter.thresholds(self.year)

    @cached_property
    def last(self) -> Answers:
        """What the last accepted report said."""
        return answers_of(self.background.last) if self.background.last else {}

    @cached_property
    def former(self) -> Submission | None:
        """The returned hand-in that is being corrected."""
        return drafts.to_correct(self.obligation)

    @cached_property
    def former_answers(self) -> Answers | None:
        """What the returned hand-in said."""
        report = MembershipReport.objects.filter(submission=self.former).first() if self.former else None
        return answers_of(report) if report else None

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)

    def after(self, section: Section) -> Section | None:
        following = self.sections[self.sections.index(section) + 1 :]
        return following[0] if following else None

    def form(self, *args: Any, **kwargs: Any) -> ReportForm:
        form = ReportForm(
            *args,
            year=self.year,
            level=self.organization.level,
            lists=self.lists,
            sections=self.sections,
            background=self.background,
            thresholds=self.thresholds,
            is_paper=self.is_paper,
            **kwargs,
        )
        if not self.carried():
            form.fields["opening_total"].help_text = ""
        if age := Parameter.youth_age(self.year):
            for name in OF_YOUTH:
                form.fields[name].help_text = _("Up to {age} years of age, that age included.").format(age=age)
        return form

    def judged(self, data: drafts.Data) -> ReportForm:
        form = self.form(drafts.as_post(data))
        form.full_clean()
        return form

    # --- What the form begins with --------------------------------------------------------------------------

    def data(self, draft: Draft) -> drafts.Data:
        """The draft; before there is one, what was returned, or what is carried from the last report."""
        if draft.pk:
            return dict(draft.data)
        return as_typed(self.former_answers) if self.former_answers else self.carried()

    def carried(self) -> drafts.Data:
        opening = expected_opening(self.background.known)
        if opening is None:
            return {}
        sources = {event.source for event in self.background.carried.events}  # type: ignore[attr-defined]
        carried = {"opening_total": grouped(opening)}
        return carried if self.background.last else {**carried, "opening_source": "; ".join(sorted(sources))[:300]}

    def same_as_last(self, section: Section, data: Mapping[str, Any]) -> drafts.Data:
        """Last year's figures where nothing is filled in yet."""
        last = as_typed(self.last)
        return {name: last[name] for name in section.names if last.get(name) and not data.get(name)}

    def sums_taken(self, section: Section) -> drafts.Data:
        """The sums of the levels below for the figures of a section, rows included. What is carried from the last report
        stays: another opening figure is a disagreement, which is said in words."""
        below = background_of(self.organization, self.year, self.day, codes=self.lists.counted).sums
        own = self.carried()
        taken = {name: below[name] for name in section.names if below.get(name) is not None and name not in own}
        return as_typed(taken)

    # --- How far it is --------------------------------------------------------------------------------------

    def steps(self, data: drafts.Data, form: ReportForm, remarks: Mapping[str, list[str]]) -> list[Step]:
        begun = any(self.is_begun(section, data) for section in self.sections)
        return [self._step(section, data, form, remarks, begun) for section in self.sections]

    @staticmethod
    def is_begun(section: Section, data: Mapping[str, Any]) -> bool:
        """The carried opening figure is nobody's typing."""
        return any(data.get(name) for name in section.names if name != "opening_total")

    def _step(
        self, section: Section, data: drafts.Data, form: ReportForm, remarks: Mapping[str, list[str]], begun: bool
    ) -> Step:
        """Of a form that nobody has begun there is nothing to be explained yet."""
        problems = [name for name in section.names if name in form.errors]
        touched = self.is_begun(section, data)
        remarked = sum(name in remarks for name in section.names)
        if touched or (begun and problems and section.code == "explanations"):
            return Step(section, "errors" if problems else "done", len(problems), remarked)
        needed = not section.is_optional or bool(begun and problems)
        return Step(section, "empty" if needed else "optional", 0, remarked)


def as_typed(answers: Mapping[str, Any]) -> drafts.Data:
    """Answers as the form would have had them typed."""
    return {name: typed(value) for name, value in answers.items()}


def typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return grouped(value)
    return str(value).replace(".", ",") if not isinstance(value, str) else value
