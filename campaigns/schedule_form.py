"""The chair's schedule as forms: terms as free text, one outside the window with a reason, an ambiguous one confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.forms import TERM_EXAMPLES, ReasonField, TermField, ask_to_confirm, ask_why_outside, confirmed
from campaigns.models import Campaign, Plan
from campaigns.periods import Period
from campaigns.schedule_lines import Line
from campaigns.wording import reading, window_words
from documents.fields import DayField
from reporting.models import Submission

APPROVAL = ("approved_by", "approved_on", "approval_number")


@dataclass(frozen=True)
class Shown:
    """A line as a page shows it: its fields, the reading of what is typed, what staff remarked."""

    line: Line
    term: Any
    confirm: Any
    reason: Any
    reading: str
    asks_reason: bool
    asks_confirmation: bool
    remarks: list[str]


class TermsForm(forms.Form):
    """The terms of some lines of a schedule."""

    use_required_attribute = False

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self._add_fields(line)

    def _add_fields(self, line: Line) -> None:
        label, examples = (_("Planned term"), TERM_EXAMPLES) if line.is_own else (line.title, "")
        term = TermField(label=label, required=line.is_own, help_text=examples)
        term.error_messages["required"] = _("Say when the own conference is planned: an approximate term will do.")
        term.depends = not line.is_own  # type: ignore[attr-defined]  # said once above the lines, not at each of them
        term.widget.attrs |= {"data-term-level": line.level}
        self.fields[line.term] = term
        self.fields[line.confirm] = forms.BooleanField(
            label=gettext("{line}: the term is read correctly").format(line=line.title), required=False
        )
        self.fields[line.reason] = ReasonField(
            label=gettext("{line}: reason for a term outside the window").format(line=line.title)
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for line in self.lines:
            if period := data.get(line.term):
                self._look_at(line, period, data)
                if line.check(period) == "inside":
                    data[line.reason] = ""  # of a term that has been corrected since
        return data

    def _look_at(self, line: Line, period: Period, data: dict[str, Any]) -> None:
        for field, look in (
            (line.confirm, lambda: ask_to_confirm(period, bool(data.get(line.confirm)))),
            (line.reason, lambda: ask_why_outside(period, line.window, data.get(line.reason, ""))),
        ):
            try:
                look()
            except ValidationError as error:
                self.add_error(field, error)

    def shown(self, remarks: Mapping[str, list[str]]) -> Iterable[Shown]:
        """Each line with what its page needs; a reason and a confirmation are asked where the term calls for them."""
        for line in self.lines:
            period = self._typed(line)
            check = line.check(period) if period else None
            yield Shown(
                line=line,
                term=self[line.term],
                confirm=self[line.confirm],
                reason=self[line.reason],
                reading=in_full(period, check) if period else "",
                asks_reason=check not in (None, "inside") or bool(self[line.reason].value()),
                asks_confirmation=bool(period and period.ambiguous and not period.open_ended),
                remarks=[text for name in (line.term, line.reason) for text in remarks.get(name, ())],
            )

    def _typed(self, line: Line) -> Period | None:
        try:
            return self.fields[line.term].clean(self[line.term].value() or "")
        except ValidationError:
            return None

    def statements(self) -> Iterable[tuple[Line, Period, str]]:
        """Each line that has a term, with the reason for one outside the window."""
        data = self.cleaned_data
        for line in self.lines:
            if period := data[line.term]:
                yield line, confirmed(period) if data[line.confirm] else period, data[line.reason].strip()


class ScheduleForm(TermsForm):
    """The own conference, the branches, all primary organizations together, and the approval of the whole."""

    approved_by = forms.CharField(
        label=_("Which body approved the schedule"),
        required=False,
        max_length=100,
        help_text=_("Executive Committee, Plenum or Council."),
    )
    approved_on = DayField(
        label=_("Day of the approval"),
        required=False,
        help_text=_("For example: 24.08.2023."),
        widget=forms.TextInput(attrs={"class": "width-10"}),
    )
    approval_number = forms.CharField(
        label=_("Number of the approval"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "width-10"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("approved_on") and not data.get("approved_by"):
            self.add_error("approved_by", ValidationError(_("Say which body approved the schedule on this day.")))
        if data.get("approved_by") and "approved_on" in data and not data["approved_on"]:
            self.add_error("approved_on", ValidationError(_("Say on which day the schedule was approved.")))
        if data.get("approved_on") and data["approved_on"] > self.today:
            self.add_error("approved_on", ValidationError(_("This day lies in the future.")))
        return data

    def save_for(self, submission: Submission, campaign: Campaign, single: TermsForm) -> None:
        """The statements of a hand-in: its rows, of this round only, those of `single` primary organizations with them.
        Called in its transaction."""
        data = self.cleaned_data
        plans = [
            Plan(
                campaign=campaign,
                organization=line.organization,
                level=line.level,
                source=Plan.Source.FORM,
                source_note=submission.receipt_number,
                stated_on=submission.received_on,
                approved_by=data["approved_by"].strip(),
                approved_on=data["approved_on"],
                approval_number=data["approval_number"].strip(),
                outside_reason=reason,
                submission=submission,
                **Plan.period_fields(period),
            )
            for form in (self, single)
            for line, period, reason in form.statements()
        ]
        Plan.record_all(plans, by=submission.submitted_by, at=submission.submitted_at)


def in_full(period: Period, check: str | None) -> str:
    """How a term was read, and where it lies."""
    return ", ".join(filter(None, [reading(period.raw, period), window_words(check)]))
