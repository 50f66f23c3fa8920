"""The form of a report, made from its indicators: one judgement, whether it is typed, recorded from paper or imported."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from documents.fields import DayField
from indicators import checks, structure
from indicators.answers import figures_of
from indicators.checks import Failure
from indicators.drafts_in_use import field_name
from indicators.fields import FigureField, YesNoField
from indicators.models import Indicator
from indicators.showing import Answer

if TYPE_CHECKING:
    from indicators.task import Questions

LONGEST, LONGEST_TEXT = 5_000, 500
EXPLANATION, NOTHING = "explanation", "nothing_to_report"


def field_of(indicator: Indicator) -> forms.Field:
    facts: dict[str, Any] = {"label": indicator.titled, "help_text": indicator.hint}
    field: Any
    if indicator.answer == structure.YES_NO:
        field = YesNoField(**facts)
    elif indicator.answer == structure.DAY:
        field = DayField(required=False, widget=forms.TextInput(attrs={"class": "width-10"}), **facts)
    elif indicator.answer == structure.TEXT:
        field = forms.CharField(
            required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), **facts
        )
    else:
        field = FigureField(decimals=indicator.decimals, **facts)
    # What must be stated is told by the form as a whole: nothing is, when there is nothing to report.
    field.depends = indicator.is_required
    return field


def fields_of(indicators: list[Indicator]) -> dict[str, forms.Field]:
    """By name, in the order of the form; what is reckoned is not typed."""
    return {field_name(one.code): field_of(one) for one in indicators if one.answer not in structure.COMPUTED}


class ReportForm(forms.Form):
    """`answers` and `failures`: what was read and what the checks say, after validation."""

    use_required_attribute = False
    nothing_to_report = forms.BooleanField(label=gettext_lazy("Nothing to report"), required=False)
    explanation = forms.CharField(
        label=gettext_lazy("Explanation of what looks strange"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, questions: "Questions", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        explanation, nothing = self.fields.pop(EXPLANATION), self.fields.pop(NOTHING)
        if questions.allows_nothing:
            self.fields[NOTHING] = nothing
        self.fields.update(fields_of(questions.indicators))
        self.fields[EXPLANATION] = explanation
        self.answers: dict[str, Answer] = {}
        self.failures: list[Failure] = []

    @property
    def says_nothing(self) -> bool:
        return bool(self.cleaned_data.get(NOTHING))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.answers = self._answers(cleaned)
        if cleaned.get(NOTHING):
            if any(answer is not None for answer in self.answers.values()):
                self.add_error(NOTHING, _("Figures are filled in. Either there is nothing to report, or they stay."))
            return cleaned
        self._require()
        self._judge()
        return cleaned

    def _answers(self, cleaned: Mapping[str, Any]) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for one in self.questions.indicators:
            value: Any = cleaned.get(field_name(one.code))
            answers[one.code] = value.isoformat() if hasattr(value, "isoformat") else value or None
        return answers

    def _require(self) -> None:
        for one in self.questions.indicators:
            name = field_name(one.code)
            if one.is_required and name in self.fields and name not in self.errors and self.answers[one.code] is None:
                self.add_error(name, ValidationError(self._needed(one), code="required"))

    @staticmethod
    def _needed(one: Indicator) -> str:
        if one.answer == structure.NUMBER:
            return _("This figure must be stated. Where there was none, write 0; “no data” is not accepted here.")
        return _("This must be stated.")

    def _judge(self) -> None:
        """What the database or the form could not read is not judged: its own sentence stands beside it."""
        asked = self.questions.asked
        self.failures = checks.run(asked, figures_of(self.answers), figures_of(self.questions.last_answers))
        unread = {code for one in asked if field_name(code := one.code) in self.errors and self.answers[code] is None}
        for failure in checks.errors(self.failures):
            if unread.isdisjoint(failure.fields):
                self.add_error(field_name(failure.fields[0]), ValidationError(failure.text, code=failure.code))
        # What is wrong is mended first: a warning may go with it.
        if not self.errors and self.warnings and not str(self.cleaned_data.get(EXPLANATION) or "").strip():
            told = " ".join(one.text for one in self.warnings)
            sentence = _("Say in a few words why. {warnings}")
            self.add_error(EXPLANATION, ValidationError(sentence.format(warnings=told), code="explanation"))

    @property
    def warnings(self) -> list[Failure]:
        return checks.warnings(self.failures)

    @property
    def known(self) -> dict[str, Answer]:
        """What was typed and what follows from it."""
        return {**self.answers, **checks.reckoned(self.questions.asked, figures_of(self.answers))}
