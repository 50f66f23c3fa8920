"""A report that came on paper, typed by staff; and one that staff correct on behalf of its organization."""

from datetime import datetime
from typing import Any

from indicators.kept import keep_report
from indicators.models import ActivityReport
from indicators.report_form import EXPLANATION, ReportForm
from indicators.task import Task
from reporting import drafts
from reporting.forms.paper import FiguresOnPaperForm
from reporting.models import Obligation, Submission
from reporting.round_trip import Said


class PaperForm(FiguresOnPaperForm):
    """What is said of the paper; its figures stand in a form of their own."""

    def __init__(self, *args: Any, task: Task, user: Any, **kwargs: Any) -> None:
        self.task, self.user = task, user
        super().__init__(*args, obligation=task.obligation, today=task.day, **kwargs)

    def figures_of(self, standing: Submission) -> ActivityReport | None:
        return ActivityReport.objects.visible_to(self.user).filter(submission=standing).first()

    def record(self, figures: ReportForm, *, by: Any, at: datetime) -> Submission:
        return self.enter(
            by=by, at=at, then=lambda made: self._keep(made, figures), nothing_to_report=figures.says_nothing
        )

    def _keep(self, submission: Submission, figures: ReportForm) -> None:
        keep_report(
            submission,
            figures.answers,
            version=self.task.version,
            indicators=self.task.indicators,
            period=self.task.period,
            explanation=figures.cleaned_data.get(EXPLANATION, ""),
        )


def on_paper(obligation: Obligation, data: drafts.Data, said: Said) -> tuple[PaperForm, ReportForm]:
    """The forms of a filled table that came to the apparatus."""
    task = Task(obligation, said.day)
    return PaperForm(said.facts, said.files, task=task, user=said.user), task.form(drafts.as_post(data))
