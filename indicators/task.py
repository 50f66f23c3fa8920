"""One report to be made: which form, whose, of which period, what is known of it already."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators import checks
from indicators.answers import answers_by_period, answers_of, figures_of
from indicators.asking import asked_of
from indicators.drafts_in_use import field_name, titles_ever
from indicators.kept import version_or_refuse
from indicators.models import ActivityForm, ActivityReport, FormVersion, Indicator
from indicators.report_form import ReportForm
from indicators.showing import Answer, as_typed
from indicators.structure import Asked
from organizations.models import Organization
from reporting import drafts
from reporting.existing import refuse_nonexistent
from reporting.models import Draft, Obligation, Submission
from reporting.periods import Period, previous


class Questions:
    """A form of one period about one organization, whoever fills it in. `day`: on which it is looked at."""

    allows_nothing = False

    def __init__(self, form: ActivityForm, organization: Organization, period: Period, day: date) -> None:
        self.form_of, self.organization, self.period, self.day = form, organization, period, day

    def refuse(self) -> None:
        """Raises the sentence why nothing can be told, where there is one."""
        _known = self.version
        refuse_nonexistent(self.organization, self.period)

    @cached_property
    def version(self) -> FormVersion:
        return version_or_refuse(self.form_of, self.period)

    @cached_property
    def indicators(self) -> list[Indicator]:
        return self.version.in_order()

    @cached_property
    def asked(self) -> list[Asked]:
        return [one.as_asked() for one in self.indicators]

    @cached_property
    def last(self) -> tuple[Period, dict[str, Answer]] | None:
        """The same period of the year before; the period just before where nothing was told of that. One question."""
        wanted = [self.period.years_before(1), previous(self.period)]
        current = ActivityReport.objects.current_on(self.day).filter(form=self.form_of, organization=self.organization)
        told = current.filter(first_day__in=[one.first_day for one in wanted])
        found = answers_by_period(told.order_by("pk"))
        return next(((one, found[one]) for one in wanted if one in found), None)

    @cached_property
    def last_answers(self) -> dict[str, Answer]:
        if self.last is None:
            return {}
        told = self.last[1]
        return {**told, **checks.reckoned(self.asked, figures_of(told))}

    @property
    def last_title(self) -> str:
        return self.last[0].title if self.last else ""

    def form(self, *args: Any, **kwargs: Any) -> ReportForm:
        return ReportForm(*args, questions=self, **kwargs)

    def judged(self, data: drafts.Data) -> ReportForm:
        form = self.form(drafts.as_post(data))
        form.full_clean()
        return form

    def typed(self, answers: Mapping[str, Answer]) -> drafts.Data:
        """Answers as the form would have had them typed."""
        return {
            field_name(one.code): as_typed(one, answers[one.code])
            for one in self.indicators
            if not one.as_asked().is_computed and answers.get(one.code) is not None
        }


class Task(Questions):
    """Of an obligation: the requirement says which form, and of which period."""

    def __init__(self, obligation: Obligation, day: date) -> None:
        self.obligation = obligation
        asked = asked_of(obligation.requirement)
        if asked is None:
            sentence = _("This requirement does not say yet which form it asks. Call the department.")
            raise ValidationError(sentence, code="unconnected")
        super().__init__(asked.form, obligation.organization, asked.period_of(obligation), day)
        self.allows_nothing = obligation.requirement.allows_nothing

    @cached_property
    def former(self) -> Submission | None:
        """The returned hand-in that is being corrected."""
        # The page has read how often something came in: mostly never.
        return None if getattr(self.obligation, "rounds", None) == 0 else drafts.to_correct(self.obligation)

    @cached_property
    def former_report(self) -> ActivityReport | None:
        return ActivityReport.objects.filter(submission=self.former).first() if self.former else None

    def data(self, draft: Draft) -> drafts.Data:
        """The draft; before there is one, what was returned."""
        if draft.pk:
            return dict(draft.data)
        return self.start_of(self.former_report)

    def start_of(self, report: ActivityReport | None) -> drafts.Data:
        if report is None:
            return {}
        said = {"explanation": report.explanation} if report.explanation else {}
        return {**self.typed(answers_of(report)), **said}

    def same_as_last(self, data: Mapping[str, Any]) -> drafts.Data:
        """The figures of the period beside, where nothing is filled in yet."""
        return {name: value for name, value in self.typed(self.last_answers).items() if value and not data.get(name)}

    def asked_no_more(self, data: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What the draft was begun with and the version in use does not ask: names and what was typed."""
        asked = {field_name(one.code) for one in self.indicators}
        left = {name: value for name, value in data.items() if name.startswith(field_name("")) and value}
        gone = {name: str(value) for name, value in left.items() if name not in asked}
        if not gone:
            return []
        titles = titles_ever(self.form_of)
        return [(titles.get(name.removeprefix(field_name("")), name), value) for name, value in gone.items()]
