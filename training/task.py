"""One report to be made: whose, of which period, what is known of it already."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from reporting import drafts
from reporting.existing import refuse_nonexistent
from reporting.models import Draft, Obligation, Submission
from reporting.periods import Period
from training.answers import Answers, answers_of, as_typed, from_events, trained_name
from training.checks import Held, Known
from training.held import held_in
from training.known import beside, known_of
from training.models import TraineeCategory, TrainingAsked, TrainingReport
from training.report_form import ReportForm


class Questions:
    """The report of one organization and one period, whoever looks at it. `day`: on which it is looked at."""

    def __init__(self, organization: Organization, period: Period, day: date) -> None:
        self.organization, self.period, self.day = organization, period, day

    @cached_property
    def categories(self) -> list[TraineeCategory]:
        return list(TraineeCategory.objects.in_year(self.period.year))

    @cached_property
    def last(self) -> TrainingReport | None:
        return beside(self.organization, self.period, self.day)

    @cached_property
    def last_answers(self) -> Answers:
        return answers_of(self.last) if self.last else {}

    @property
    def last_title(self) -> str:
        return self.last.period.title if self.last else ""

    @cached_property
    def known(self) -> Known:
        return known_of(self.organization, self.period, self.day, last=self.last, held=self.held)

    @cached_property
    def held(self) -> Held:
        return held_in(self.organization, self.period)


class Task(Questions):
    """Of an obligation: the requirement says of which period."""

    def __init__(self, obligation: Obligation, day: date) -> None:
        self.obligation = obligation
        asked = TrainingAsked.objects.filter(requirement=obligation.requirement).first()
        if asked is None:
            sentence = _("This requirement does not say yet of which period it asks. Call the department.")
            raise ValidationError(sentence, code="unconnected")
        super().__init__(obligation.organization, asked.period_of(obligation), day)

    def refuse(self) -> None:
        """Raises the sentence why nothing can be told, where there is one."""
        refuse_nonexistent(self.organization, self.period)

    @cached_property
    def former(self) -> Submission | None:
        """The returned hand-in that is being corrected."""
        # The page has read how often something came in: mostly never.
        return None if getattr(self.obligation, "rounds", None) == 0 else drafts.to_correct(self.obligation)

    def data(self, draft: Draft) -> drafts.Data:
        """The draft; before there is one, what was returned; before anything, what the events say."""
        if draft.pk:
            return dict(draft.data)
        former = TrainingReport.objects.filter(submission=self.former).first() if self.former else None
        return self.start_of(former) or self.by_events

    @cached_property
    def by_events(self) -> drafts.Data:
        """As the form would have had it typed."""
        return dict(as_typed(from_events(self.held, self.categories)))

    def filled_in(self, typed: drafts.Data) -> drafts.Data:
        """What was typed, with what the events say in its place; the total is of the categories that then stand there."""
        data = typed | self.by_events
        if "trained_total" in self.by_events:
            form = self.judged(data)
            told = (form.cleaned_data.get(trained_name(one.code)) for one in self.categories)
            data |= as_typed({"trained_total": sum(number for number in told if number is not None)})
        return data

    def start_of(self, report: TrainingReport | None) -> drafts.Data:
        return dict(as_typed(answers_of(report))) if report else {}

    def form(self, *args: Any, **kwargs: Any) -> ReportForm:
        return ReportForm(*args, categories=self.categories, known=lambda: self.known, **kwargs)

    def judged(self, data: Mapping[str, Any]) -> ReportForm:
        form = self.form(drafts.as_post(dict(data)))
        form.full_clean()
        return form
