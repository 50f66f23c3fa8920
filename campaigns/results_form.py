"""The results of a conference as a form: every question of section 5, the levels below, and the checks beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from campaigns import results_checks as checks
from campaigns.models import Conference, ConferenceResults, LevelResults
from campaigns.models.results import LEVEL_FIGURES, LONGEST_IN_OFFICE, OLDEST_CHAIR, YOUNGEST_CHAIR, quorum_of
from campaigns.results_sections import EXPLANATION, INFORMATION, LEVEL_TITLES, Section
from campaigns.results_tally import Tally
from documents.cells import grouped
from documents.fields import WholeNumberField
from reporting.models import Submission

LONGEST_INFORMATION = 50_000
MOST_NAMED = 3  # differences named in one sentence
BOUNDS = {"chair_age": (YOUNGEST_CHAIR, OLDEST_CHAIR), "chair_years": (0, LONGEST_IN_OFFICE)}
HINTS = {
    "took_part": _("Those who signed the list of those present."),
    "body_youth": _("35 years old and younger."),
    "candidates": _("How many names were put to the vote."),
    "chair_years": _("Whole years as chair of this organization; 0 if elected for the first time."),
}
HINTS_OF_LEVEL = {
    "organizations_held": _("Meetings or conferences that were held."),
    "with_quorum": _("Of those held."),
    "body_youth": HINTS["body_youth"],
}
NOT_GIVEN = _("Give the number; 0 if there were none.")
LABELS = {
    one.name: capfirst(one.verbose_name)
    for model in (LevelResults, ConferenceResults)
    for one in model._meta.local_fields
}
LABELS[INFORMATION] = _("Written information")


def yes_or_no(typed: str) -> bool | None:
    return {"yes": True, "no": False}.get(typed)


class Explained(forms.CharField):
    """Asked for where it is needed, which the form says; so are the two below."""

    depends = True


class YesOrNo(forms.TypedChoiceField):
    depends = True


class FigureBelow(WholeNumberField):
    depends = True


class ResultsForm(forms.Form):
    """The questions of some sections; `summed`: by level, what came in from below."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        sections: Iterable[Section],
        conference: Conference,
        summed: Mapping[str, Tally],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections, self.conference, self.summed = list(sections), conference, summed
        # Field and sentence of what is strange, yet may be.
        self.warnings: list[tuple[str, str]] = []
        for section in self.sections:
            for name in section.figures:
                self.fields[section.prefix + name] = _field(name, section.level)
            if section.level:
                self.fields[section.prefix + EXPLANATION] = _explanation()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        own = {name: data.get(name) for section in self.sections if not section.level for name in section.figures}
        self._clean_reserve(own)
        self._tell(checks.of_conference(own, LABELS, has_quorum=quorum_of(self.conference, own)))
        for section in self.sections:
            if section.level:
                self._clean_level(section, data)
        return data

    def _clean_reserve(self, own: dict[str, Any]) -> None:
        """Whether from the reserve is asked of a new chair only."""
        if own.get("chair_replaced") and own.get("chair_from_reserve") is None and "chair_from_reserve" in self.fields:
            sentence = _("The chair was replaced: say whether the new one comes from the reserve.")
            self._refuse("chair_from_reserve", ValidationError(sentence, code="required"))

    def _clean_level(self, section: Section, data: dict[str, Any]) -> None:
        stated = {name: data.get(section.prefix + name) for name in LEVEL_FIGURES}
        if not self._is_stated(section):
            return
        for name in ("organizations_total", "organizations_held"):
            if stated[name] is None:
                self._refuse(section.prefix + name, ValidationError(NOT_GIVEN, code="required"))
        self._tell(checks.of_level(stated, LABELS), section.prefix)
        self._ask_why(section, stated, data.get(section.prefix + EXPLANATION, ""))

    def _is_stated(self, section: Section) -> bool:
        """Whether anything is typed on its page; a page left empty states nothing."""
        return any(str(self.data.get(name, "")).strip() for name in section.names)

    def _ask_why(self, section: Section, stated: Mapping[str, Any], explanation: str) -> None:
        """A difference from the sum is accepted with an explanation; without one the sentence asks for it."""
        found = checks.differences(stated, self.summed.get(section.level, {}), LEVEL_FIGURES)
        if found and not explanation.strip():
            named = "; ".join(self._difference(section, name, stated) for name in list(found)[:MOST_NAMED])
            sentence = ngettext(
                "{n} figure differs from the sum of what came in from below ({named}). Correct it, or say why.",
                "{n} figures differ from the sum of what came in from below ({named}). Correct them, or say why.",
                len(found),
            )
            error = ValidationError(sentence.format(n=len(found), named=named), code="differs")
            self._refuse(section.prefix + EXPLANATION, error)

    def _difference(self, section: Section, name: str, stated: Mapping[str, Any]) -> str:
        words = gettext("“{name}”: {stated}, sum {sum}")
        summed = self.summed[section.level][name] or 0
        return words.format(name=LABELS[name], stated=grouped(stated[name]), sum=grouped(summed))

    def _tell(self, findings: Iterable[checks.Finding], prefix: str = "") -> None:
        """Errors beside their fields; nothing more is said of a field that cannot be read."""
        for finding in findings:
            involved = [prefix + name for name in (finding.field, *finding.fields)]
            if finding.severity == "warning":
                self.warnings.append((prefix + finding.field, finding.sentence))
            elif not any(name in self.errors for name in involved):
                self._refuse(prefix + finding.field, ValidationError(finding.sentence, code=finding.code))

    def _refuse(self, name: str, error: ValidationError) -> None:
        if name in self.fields and name not in self.errors:
            self.add_error(name, error)

    # --- What a page shows ---------------------------------------------------------------------------

    def shown(self, section: Section, remarks: Mapping[str, list[str]]) -> Iterator[tuple[Any, list["Shown"]]]:
        """The questions of a section in their groups, each with what stands beside it."""
        summed = self.summed.get(section.level, {})
        for title, names in section.groups:
            yield title, [self._shown(section.prefix + name, summed.get(name), remarks) for name in names]

    def _shown(self, name: str, summed: int | None, remarks: Mapping[str, list[str]]) -> "Shown":
        try:
            typed = self.fields[name].clean(self[name].value() or "")
        except ValidationError:
            typed = None
        return Shown(self[name], remarks.get(name, []), summed, typed if summed is not None else None)

    # --- What becomes of it --------------------------------------------------------------------------

    def save_for(self, submission: Submission, *, by: Any, at: datetime) -> None:
        """The rows of a hand-in, in its transaction."""
        data = self.cleaned_data
        facts = {
            name: data[name]
            for section in self.sections
            if not section.level
            for name in section.figures
            if name != INFORMATION
        }
        results = ConferenceResults.objects.create(
            submission=submission, conference=self.conference, entered_by=by, entered_at=at, **facts
        )
        for section in self.sections:
            if section.level and self._is_stated(section):
                LevelResults.objects.create(
                    results=results,
                    level=section.level,
                    explanation=data[section.prefix + EXPLANATION].strip(),
                    **{name: data[section.prefix + name] for name in LEVEL_FIGURES},
                )


@dataclass(frozen=True)
class Shown:
    """A question with its remarks, and the sum from below where there is one."""

    field: Any
    remarks: list[str] = field(default_factory=list)
    summed: int | None = None
    typed: int | None = None

    @property
    def sum_text(self) -> str:
        return grouped(self.summed) if self.summed is not None else ""

    @property
    def difference(self) -> int:
        return self.typed - self.summed if self.typed is not None and self.summed is not None else 0

    @property
    def difference_text(self) -> str:
        """With its sign."""
        return f"{'+' if self.difference > 0 else '−'}{grouped(abs(self.difference))}" if self.difference else ""


def _field(name: str, level: str) -> forms.Field:
    """The question for a column; figures of a level may be left empty, those of the own conference may not."""
    if name == INFORMATION:
        return Explained(
            label=LABELS[name],
            required=False,
            max_length=LONGEST_INFORMATION,
            widget=forms.Textarea(attrs={"rows": 10}),
        )
    column: Any = (LevelResults if level else ConferenceResults)._meta.get_field(name)
    common: dict[str, Any] = {"label": LABELS[name], "help_text": (HINTS_OF_LEVEL if level else HINTS).get(name, "")}
    if isinstance(column, models.BooleanField):
        return _yes_or_no(required=name != "chair_from_reserve", **common)
    if column.choices:
        return forms.ChoiceField(choices=column.choices, widget=forms.RadioSelect(attrs={"class": "inline"}), **common)
    least, most = BOUNDS.get(name, (0, 1_000_000))
    kind = FigureBelow if level else WholeNumberField
    number = kind(
        required=not level,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"class": "width-10"}),
        **common,
    )
    number.error_messages["required"] = NOT_GIVEN
    return number


def _yes_or_no(**common: Any) -> forms.Field:
    return YesOrNo(
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=yes_or_no,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        **common,
    )


def _explanation() -> forms.Field:
    return Explained(
        label=_("Why your figures differ from the sum"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: three organizations sent their figures on paper."),
    )


# --- Reading it back -------------------------------------------------------------------------------------


def typed_value(value: Any) -> str:
    """A stored value as the form would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return grouped(value) if isinstance(value, int) else str(value)


def answers_of(submission: Submission, sections: Iterable[Section]) -> dict[str, str]:
    """A hand-in as the form would have typed it; the figures of one on paper may not be there."""
    answers = {INFORMATION: submission.text}
    results = ConferenceResults.objects.filter(submission=submission).first()
    levels = {one.level: one for one in results.levels.all()} if results else {}
    for section in sections:
        row = levels.get(section.level) if section.level else results
        for name in (*section.figures, *([EXPLANATION] if section.level else [])):
            if row is not None and name != INFORMATION:
                answers[section.prefix + name] = typed_value(getattr(row, name))
    return answers


def shown_value(name: str, typed: Any) -> str:
    """An answer as people read it: the words of a choice, what was typed otherwise."""
    text = str(typed or "").strip()
    if not text or name == INFORMATION:
        return text
    column: Any = _column(name)
    if isinstance(column, models.BooleanField):
        return {"yes": gettext("yes"), "no": gettext("no")}.get(text, text)
    return str(dict(column.flatchoices).get(text, text)) if column.choices else text


def _column(name: str) -> Any:
    own = {one.name for one in ConferenceResults._meta.local_fields}
    return (ConferenceResults if name in own else LevelResults)._meta.get_field(name)


def label_of(section: Section, name: str) -> str:
    """Of a field in a list of all: a figure of a level says which."""
    label = gettext("Why your figures differ from the sum") if name == EXPLANATION else str(LABELS[name])
    return f"{LEVEL_TITLES[section.level]}: {label}" if section.level else label
