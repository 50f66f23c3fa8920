"""The form of a report: one set of fields and one judgement, whether it is typed or recorded from paper."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from documents.fields import DecimalField, WholeNumberField
from training import checks
from training.answers import Answers, as_checked, events_name, trained_name
from training.checks import Failure, Known
from training.models import TraineeCategory, TrainingReport
from training.models.report import Counted, EventForm

LONGEST = 5_000
HINTS: dict[str, Any] = {
    "trained_total": _(
        "The sum of the categories. A category without data stays empty and adds nothing; zero is zero."
    ),
    "stated_share": _("Where you name such a share elsewhere, so that the two can be compared."),
    "schools_form": _("For example: monthly, in person, by programme."),
    "budget_share": _("What was spent on training of all that was spent, per cent."),
    "spent": _("On events and schools, with all that they cost."),
}


def words_of(name: str) -> Any:
    """The label of a column."""
    return TrainingReport._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def number_field(label: Any, name: str = "") -> forms.Field:
    narrow = forms.TextInput(attrs={"class": "width-10"})
    hint = HINTS.get(name, "")
    field = WholeNumberField(label=label, required=False, max_value=checks.LARGEST, help_text=hint, widget=narrow)
    # Empty is an answer here: no data.
    field.depends = True  # type: ignore[attr-defined]
    return field


def share_field(name: str) -> forms.Field:
    narrow = forms.TextInput(attrs={"class": "width-5"})
    return DecimalField(
        label=words_of(name),
        required=False,
        max_value=100,
        max_digits=5,
        help_text=HINTS.get(name, ""),
        widget=narrow,
    )


def money_field() -> forms.Field:
    narrow = forms.TextInput(attrs={"class": "width-10"})
    return DecimalField(label=words_of("spent"), required=False, max_digits=14, help_text=HINTS["spent"], widget=narrow)


def area_field(name: str) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=words_of(name), required=False, max_length=LONGEST, widget=area)


def fields_of(categories: Sequence[TraineeCategory]) -> dict[str, forms.Field]:
    """By name, in the order of the page."""
    total = number_field(words_of("trained_total"), "trained_total")
    total.required = True
    return {
        "counted": forms.ChoiceField(label=words_of("counted"), choices=Counted.choices, widget=forms.RadioSelect),
        **{trained_name(one.code): number_field(one.title) for one in categories},
        "trained_total": total,
        "stated_share": share_field("stated_share"),
        **{events_name(code): number_field(label) for code, label in EventForm.choices},
        "schools_count": number_field(words_of("schools_count")),
        "schools_form": forms.CharField(
            label=words_of("schools_form"), required=False, max_length=300, help_text=HINTS["schools_form"]
        ),
        "budget_plan": share_field("budget_plan"),
        "budget_share": share_field("budget_share"),
        "spent": money_field(),
        **{name: area_field(name) for name in ("feedback", "problems", "proposals", "explanation")},
    }


class ReportForm(forms.Form):
    """`failures`: what the checks say, after validation. What is known besides is asked for only then."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, categories: Sequence[TraineeCategory], known: Callable[[], Known], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories, self.known = categories, known
        self.fields.update(fields_of(categories))
        for name in ("trained_total", "counted"):
            self.fields[name].error_messages["required"] = _("This must be stated.")
        self.failures: list[Failure] = []

    def clean(self) -> Answers:
        answers = super().clean() or {}
        self.failures = checks.run(as_checked(answers, self.categories), self.known())
        for failure in checks.errors(self.failures):
            # What could not be read has its own sentence.
            if not set(failure.fields) & set(self.errors):
                self.add_error(failure.fields[0], ValidationError(failure.text, code=failure.code))
        asked = [one.text for one in self.failures if one.asks]
        # What is wrong is mended first: a warning may go with it.
        if not self.errors and asked and not str(answers.get("explanation") or "").strip():
            sentence = gettext("Say in a few words why. {warnings}").format(warnings=" ".join(asked))
            self.add_error("explanation", ValidationError(sentence, code="explanation"))
        return answers

    @property
    def warnings(self) -> list[Failure]:
        return checks.warnings(self.failures)
