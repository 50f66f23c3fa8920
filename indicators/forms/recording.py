"""A report that came on paper, typed by staff; and one that staff correct on behalf of its organization."""

from datetime import datetime
from typing import Any

from django.db import transaction

from indicators.kept import keep_report
from indicators.models import ActivityReport
from indicators.report_form import EXPLANATION, ReportForm
from indicators.task import Task
from reporting.forms.verbs import RecordForm, chair_on, keep_files
from reporting.models import Submission

# Facts of a hand-in that stands already: it came in time, and its figures are typed now.
OF_HAND_IN = ("channel", "received_on", "day_stated", "incoming_number")


class PaperForm(RecordForm):
    """What is said of the paper; its figures stand in a form of their own."""

    def __init__(self, *args: Any, task: Task, user: Any, **kwargs: Any) -> None:
        self.task = task
        super().__init__(*args, obligation=task.obligation, today=task.day, **kwargs)
        standing = self.standing
        self.former = ActivityReport.objects.visible_to(user).filter(submission=standing).first() if standing else None
        for name in ("text", "nothing_to_report", *((*OF_HAND_IN, "correction") if self.completes else ())):
            self.fields.pop(name, None)

    @property
    def completes(self) -> bool:
        """A hand-in stands of which no figures have been typed yet."""
        return self.standing is not None and self.former is None

    @transaction.atomic
    def record(self, figures: ReportForm, *, by: Any, at: datetime) -> Submission:
        if self.standing is not None and self.completes:
            keep_files(self.standing, self.cleaned_data["files"])
            self._keep(self.standing, figures)
            return self.standing
        return self._submit(figures, by, at)

    def _submit(self, figures: ReportForm, by: Any, at: datetime) -> Submission:
        """Where one stands already, it is returned with the reason and this one is a new round."""
        given = {name: self.cleaned_data[name] for name in ("token", *OF_HAND_IN)}
        given["day_stated"] = given["day_stated"] == "yes"
        day = given["received_on"]
        if self.standing is not None:
            reason = self.cleaned_data["correction"]
            self.obligation.return_(by=by, at=at, returned_on=day, correct_by=day, reason=reason)

        def then(submission: Submission) -> None:
            keep_files(submission, self.cleaned_data["files"])
            self._keep(submission, figures)

        nothing = figures.says_nothing
        signer = chair_on(self.obligation, day)
        return self.obligation.submit(by=by, at=at, signed_by=signer, then=then, nothing_to_report=nothing, **given)

    def _keep(self, submission: Submission, figures: ReportForm) -> None:
        keep_report(
            submission,
            figures.answers,
            version=self.task.version,
            indicators=self.task.indicators,
            period=self.task.period,
            explanation=figures.cleaned_data.get(EXPLANATION, ""),
        )
