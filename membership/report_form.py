"""The form of a report: one set of fields and one judgement, whether it is typed, recorded from paper or imported."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.fields import DecimalField, WholeNumberField
from membership import checks
from membership.answers import WORDS, Answers, Lists, as_checked
from membership.checks import LARGEST, Failure, Severity, Thresholds, run
from membership.known import Background
from membership.sections import HANDED_OVER, Section, labels_of, names_in_order

LONGEST = 5_000
# What a failure speaks of, where that is no field of the form.
SPOKEN_OF = {"note_reasons": "why_", "note_measures": "note_measures"}
ROWS_OF = {"admitted_total": "in_", "left_total": "out_"}
HINTS: Mapping[str, Any] = {
    "opening_total": _("As the last accepted report ended. If that is wrong, correct it and say why."),
    "opening_source": _("For example: registration cards counted on 01.01.2023."),
    "base_submitted": _("The register of members as a file, to the Central Committee."),
    "note_text": _("In a few sentences: where, when and why members were lost."),
}


def number_field(name: str, label: str) -> forms.Field:
    return WholeNumberField(
        label=label,
        required=False,
        max_value=LARGEST,
        help_text=HINTS.get(name, ""),
        widget=forms.TextInput(attrs={"class": "width-10"}),
    )


def words_field(name: str, label: str) -> forms.Field:
    if name == "base_submitted":
        radios = forms.RadioSelect(attrs={"class": "inline"})
        return forms.ChoiceField(label=label, choices=HANDED_OVER, required=False, widget=radios, help_text=HINTS[name])
    if name == "stated_coverage":
        return DecimalField(label=label, required=False, max_value=100, widget=forms.TextInput({"class": "width-5"}))
    if name == "opening_source":
        return forms.CharField(label=label, required=False, max_length=300, help_text=HINTS[name])
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=area, help_text=HINTS.get(name, ""), strip=True
    )


class ReportForm(forms.Form):
    """`failures`: every check that fails, after validation. A paper report is kept as it came, so its form refuses
    nothing but what cannot be read, and what is missing."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        year: int,
        level: str,
        lists: Lists,
        sections: Iterable[Section],
        background: Background,
        thresholds: Thresholds,
        is_paper: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.level, self.lists, self.is_paper = year, level, lists, is_paper
        self.sections = tuple(sections)
        self.background, self.thresholds = background, thresholds
        self.failures: list[Failure] = []
        # What could be read, whatever the checks say of it.
        self.answers: Answers = {}
        self.unread: set[str] = set()
        labels = labels_of(lists)
        for name in names_in_order(self.sections):
            make = words_field if name in WORDS else number_field
            field = make(name, labels[name])
            # Whether it is needed is said by the checks.
            field.depends = True  # type: ignore[attr-defined]
            self.fields[name] = field

    # --- Judging --------------------------------------------------------------------------------------------

    def clean(self) -> Answers:
        data = super().clean() or {}
        if "base_submitted" in data:
            data["base_submitted"] = {"yes": True, "no": False}.get(data["base_submitted"])
        self.answers, self.unread = dict(data), set(self.errors)
        found = run(self._report(), self.background.known, self.thresholds)
        self.failures = [failure for failure in found if not self._is_blurred(failure)]
        for failure in self.failures:
            if self.is_paper and failure.code != "required":
                continue
            if failure.severity == Severity.ERROR:
                self.add_error(self.field_of(failure), ValidationError(failure.text, code=failure.code))
        if not self.is_paper:
            self._ask_why(data)
        return data

    def _ask_why(self, data: Answers) -> None:
        """What looks strange is handed in with an explanation."""
        if self.below_differs and not data.get("difference"):
            self.add_error("difference", _("Say why your figures differ from the sum of the levels below."))
        if self.strange and not data.get("explanation"):
            self.add_error("explanation", _("Explain what looks strange, or correct the figures."))
        needs_source = checks.expected_opening(self.background.known) is None and data.get("opening_total")
        if needs_source and not data.get("opening_source"):
            self.add_error(
                "opening_source",
                _("No accepted report stands before this one: say where the opening figure comes from."),
            )

    def _report(self) -> checks.Report:
        return as_checked(self.answers, self.lists, year=self.year, level=self.level)

    def _is_blurred(self, failure: Failure) -> bool:
        """It speaks of a figure that could not be read, which has a sentence of its own already."""
        touched = set(failure.fields)
        if failure.code == "reasons":
            prefix = ROWS_OF[failure.fields[0]]
            touched |= {name for name in self.unread if name.startswith(prefix)}
        if failure.code == "types":
            touched |= {name for name in self.unread if name.startswith("type_")}
        return bool(touched & self.unread)

    def field_of(self, failure: Failure) -> str | None:
        """Where the sentence stands."""
        for name in failure.fields:
            if name in self.fields:
                return name
            if prefix := SPOKEN_OF.get(name):
                return next((field for field in self.fields if field.startswith(prefix)), None)
        return None

    @property
    def warnings(self) -> list[Failure]:
        return [failure for failure in self.failures if failure.severity == Severity.WARNING]

    @property
    def below_differs(self) -> list[Failure]:
        return [failure for failure in self.warnings if failure.code == "children"]

    @property
    def strange(self) -> list[Failure]:
        return [failure for failure in self.warnings if failure.code != "children"]

    @property
    def wrong(self) -> list[Failure]:
        return checks.errors(self.failures)

    @property
    def is_complete(self) -> bool:
        """Every figure that is asked of everybody is there: before that, nothing is being handed in."""
        return all(failure.code != "required" for failure in self.failures)

    # --- For the pages --------------------------------------------------------------------------------------

    @property
    def fall(self) -> int | None:
        """By how many the employed members fell, where a note is due for it."""
        return checks.needs_note(self._report(), self.background.known, self.thresholds)

    @property
    def coverage(self) -> Decimal | None:
        return checks.coverage(self.answers)

    @property
    def not_involved(self) -> int | None:
        return checks.not_involved(self.answers)
