"""A report that came on paper, typed by staff; and a report that staff correct on behalf of its organization.

Figures that do not add up are kept as they came, and the report is returned at once with what is wrong as remarks.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from membership.answers import answers_of
from membership.checks import Failure, Report, Thresholds, check_state_date
from membership.kept import keep_report
from membership.known import state_day
from membership.models import MembershipReport
from membership.report_form import ReportForm
from membership.task import Task, as_typed
from reporting import drafts
from reporting.forms.paper import FiguresOnPaperForm
from reporting.forms.verbs import LONGEST_REMARK, day_field, usual_correct_by
from reporting.models import Obligation, Submission
from reporting.round_trip import Said


class PaperForm(FiguresOnPaperForm):
    """What is said of the paper; its figures stand in a form of their own."""

    state_on = day_field(_("The state on which day the paper shows"))
    as_written = forms.BooleanField(
        label=_("The paper says so: keep it and return it at once with what is wrong"), required=False
    )
    field_order = ["channel", "received_on", "day_stated", "incoming_number", "state_on", "files", "correction"]

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        self.task = task
        super().__init__(*args, obligation=task.obligation, today=task.day, **kwargs)

    def figures_of(self, standing: Submission) -> MembershipReport | None:
        return MembershipReport.objects.filter(submission=standing).first()

    def opening(self) -> dict[str, Any]:
        return {**super().opening(), "state_on": state_day(self.task.year)}

    def start(self) -> dict[str, Any]:
        """The figures that the other form begins with."""
        return as_typed(answers_of(self.former)) if self.former else {}

    def wrong_in(self, figures: ReportForm) -> list[Failure]:
        """What would be returned at once."""
        report = Report(self.task.year, {}, state_on=self.cleaned_data.get("state_on"))
        return [*check_state_date(report, self.task.background.known, Thresholds()), *figures.judgement.wrong]

    def ask_about(self, figures: ReportForm) -> None:
        """A slip of the one who types is no error of the paper."""
        if self.wrong_in(figures) and not self.cleaned_data.get("as_written"):
            sentence = _("The figures do not add up. Correct what was mistyped, or say that the paper has it so.")
            self.add_error("as_written", ValidationError(sentence, code="wrong"))

    @transaction.atomic
    def record(self, figures: ReportForm, *, by: Any, at: datetime) -> Submission:
        wrong, failures = self.wrong_in(figures), figures.judgement.failures
        failures = [*(one for one in wrong if one not in failures), *failures]
        submission = self.enter(by=by, at=at, then=lambda made: self._keep(made, figures, failures))
        if wrong:
            return_at_once(self.obligation, figures, wrong, by=by, at=at)
        return submission

    def done(self, submission: Submission, figures: ReportForm) -> str:
        if wrong := self.wrong_in(figures):
            return gettext("The report is kept as it came and returned with {n} remarks.").format(n=len(wrong))
        return super().done(submission, figures)

    def _keep(self, submission: Submission, figures: ReportForm, failures: list[Failure]) -> None:
        keep_report(
            submission,
            figures.judgement.answers,
            self.task.lists,
            failures=failures,
            state_on=self.cleaned_data["state_on"],
        )


def on_paper(obligation: Obligation, data: drafts.Data, said: Said) -> tuple[PaperForm, ReportForm]:
    """The forms of a filled table that came to the apparatus; its state is that of the year it was made for."""
    task = Task(obligation, said.day, is_paper=True)
    said.facts["state_on"] = state_day(task.year).isoformat()
    return PaperForm(said.facts, said.files, task=task), task.form(drafts.as_post(data))


def return_at_once(obligation: Obligation, figures: ReportForm, wrong: list[Failure], *, by: Any, at: datetime) -> None:
    """Nobody knows in which language the chair will read: both, Kazakh first."""
    today = timezone.localdate(at)
    obligation.return_(
        by=by,
        at=at,
        returned_on=today,
        correct_by=usual_correct_by(today),
        reason=in_both_languages(lambda: _reason(len(wrong))),
        remarks=[(figures.judgement.field_of(failure) or "", remark(failure)) for failure in wrong],
    )


def _reason(count: int) -> str:
    sentence = ngettext("The figures do not add up: {n} check failed.", "The figures do not add up: {n} checks failed.", count)  # fmt: skip
    return sentence.format(n=count)


def remark(failure: Failure) -> str:
    return in_both_languages(lambda: failure.text)[:LONGEST_REMARK]


def in_both_languages(sentence: Callable[[], Any]) -> str:
    told = []
    for code, _title in sorted(settings.LANGUAGES, key=lambda language: language[0] != "kk"):
        with translation.override(code):
            told.append(str(sentence()))
    return " / ".join(dict.fromkeys(told))
