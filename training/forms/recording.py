"""A report that came on paper, typed by staff; and one that staff correct on behalf of its organization."""

from datetime import datetime
from typing import Any

from reporting import drafts
from reporting.forms.paper import FiguresOnPaperForm
from reporting.models import Obligation, Submission
from reporting.round_trip import Said
from training.kept import keep_report
from training.models import TrainingReport
from training.report_form import ReportForm
from training.task import Task


class PaperForm(FiguresOnPaperForm):
    """What is said of the paper; its figures stand in a form of their own."""

    def __init__(self, *args: Any, task: Task, user: Any, **kwargs: Any) -> None:
        self.task, self.user = task, user
        super().__init__(*args, obligation=task.obligation, today=task.day, **kwargs)

    def figures_of(self, standing: Submission) -> TrainingReport | None:
        return TrainingReport.objects.visible_to(self.user).filter(submission=standing).first()

    def record(self, figures: ReportForm, *, by: Any, at: datetime) -> Submission:
        def then(made: Submission) -> None:
            keep_report(made, figures.cleaned_data, period=self.task.period, categories=self.task.categories)

        return self.enter(by=by, at=at, then=then)


def on_paper(obligation: Obligation, data: drafts.Data, said: Said) -> tuple[PaperForm, ReportForm]:
    """The forms of a filled table that came to the apparatus."""
    task = Task(obligation, said.day)
    return PaperForm(said.facts, said.files, task=task, user=said.user), task.form(drafts.as_post(data))
