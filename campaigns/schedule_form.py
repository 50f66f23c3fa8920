"""The chair's schedule: the own conference, every branch, and all primary organizations, on one page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.forms import TERM_EXAMPLES, ReasonField, TermField, ask_to_confirm, ask_why_outside, confirmed
from campaigns.models import Campaign, Plan, Window
from campaigns.periods import Period, against_window
from campaigns.statements import Planned, read_together
from campaigns.states import grouped
from campaigns.wording import days_of, reading, window_words
from documents.dates import short_day
from documents.fields import DayField
from documents.reading import row_number
from organizations.access import within
from organizations.models import Level, Organization
from reporting.drafts import Answer
from reporting.models import Obligation, Submission

OWN, BRANCH, PRIMARIES = "own", "branch_", "primaries"
APPROVAL = ("approved_by", "approved_on", "approval_number")


@dataclass(frozen=True)
class Line:
    """One conference of the schedule, or all those of the primary organizations together."""

    key: str
    title: str
    organization: Organization
    level: str
    window: Window | None

    @property
    def term(self) -> str:
        return f"term_{self.key}"

    @property
    def confirm(self) -> str:
        return f"confirm_{self.key}"

    @property
    def reason(self) -> str:
        return f"reason_{self.key}"

    @property
    def is_own(self) -> bool:
        return self.key == OWN

    @property
    def window_days(self) -> str:
        return f"{short_day(self.window.first_day)}–{short_day(self.window.last_day)}" if self.window else ""

    def check(self, period: Period) -> str | None:
        return against_window(period, self.window.first_day, self.window.last_day) if self.window else None


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


def lines_of(organization: Organization, campaign: Campaign, day: date) -> list[Line]:
    """The own conference first, then the branches of the tree of that day, then the primary organizations."""
    windows = campaign.windows_on(day)
    lines = [Line(OWN, gettext("Own conference"), organization, organization.level, windows.get(organization.level))]
    if organization.level == Level.MEMBER:
        branches = Organization.objects.existing_on(day).filter(within(organization.path or ""), level=Level.BRANCH)
        lines += [
            Line(f"{BRANCH}{branch.pk}", branch.name, branch, Level.BRANCH, windows.get(Level.BRANCH))
            for branch in branches.in_order()
        ]
    if organization.level != Level.PRIMARY:
        window = windows.get(Level.PRIMARY)
        lines.append(Line(PRIMARIES, gettext("All primary organizations"), organization, Level.PRIMARY, window))
    return lines


class ScheduleForm(forms.Form):
    """Terms as free text. One outside the window is accepted with a reason, an ambiguous one is confirmed."""

    use_required_attribute = False

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

    def __init__(self, *args: Any, lines: list[Line], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.today = lines, today
        for line in lines:
            self._add_fields(line)

    def _add_fields(self, line: Line) -> None:
        label, examples = (_("Planned term"), TERM_EXAMPLES) if line.is_own else (line.title, "")
        term = TermField(label=label, required=line.is_own, help_text=examples)
        term.error_messages["required"] = _("Say when the own conference is planned: an approximate term will do.")
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
        if data.get("approved_on") and not data.get("approved_by"):
            self.add_error("approved_by", ValidationError(_("Say which body approved the schedule on this day.")))
        if data.get("approved_by") and "approved_on" in data and not data["approved_on"]:
            self.add_error("approved_on", ValidationError(_("Say on which day the schedule was approved.")))
        if data.get("approved_on") and data["approved_on"] > self.today:
            self.add_error("approved_on", ValidationError(_("This day lies in the future.")))
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

    def save_for(self, submission: Submission, campaign: Campaign) -> None:
        """The statements of a hand-in: its rows, of this round only. Called in its transaction."""
        data = self.cleaned_data
        for line in self.lines:
            if period := data[line.term]:
                Plan.record(
                    campaign=campaign,
                    organization=line.organization,
                    level=line.level,
                    period=confirmed(period) if data[line.confirm] else period,
                    source=Plan.Source.FORM,
                    source_note=submission.receipt_number,
                    stated_on=submission.received_on,
                    approved_by=data["approved_by"].strip(),
                    approved_on=data["approved_on"],
                    approval_number=data["approval_number"].strip(),
                    outside_reason=data[line.reason].strip(),
                    submission=submission,
                    by=submission.submitted_by,
                    at=submission.submitted_at,
                )


def in_full(period: Period, check: str | None) -> str:
    """How a term was read, and where it lies."""
    return ", ".join(filter(None, [reading(period.raw, period), window_words(check)]))


# --- What is known already --------------------------------------------------------------------------------


def told_before(lines: list[Line], campaign: Campaign, day: date) -> dict[str, Planned]:
    """What was said about each line by that day, by anybody."""
    organizations = {line.organization.pk for line in lines}
    plans = Plan.objects.told_by(day).filter(campaign=campaign, organization__in=organizations)
    groups = grouped(plans)
    found = {line.key: read_together(groups.get((line.level, line.organization.pk), [])) for line in lines}
    return {key: planned for key, planned in found.items() if planned}


def answers_of(submission: Submission, lines: list[Line]) -> dict[str, str]:
    """A hand-in as the form would have typed it."""
    by_line = {(line.level, line.organization.pk): line for line in lines}
    answers: dict[str, str] = {}
    for plan in submission.plans.all():
        line = by_line.get((plan.level, plan.organization_id))
        if line is None:
            continue
        answers |= {line.term: plan.raw, line.reason: plan.outside_reason}
        answers |= {
            "approved_by": plan.approved_by,
            "approved_on": short_day(plan.approved_on) if plan.approved_on else "",
            "approval_number": plan.approval_number,
        }
    return answers


def prefilled(lines: list[Line], before: Mapping[str, Planned]) -> dict[str, str]:
    """What staff entered from the official table; the chair corrects it rather than type it again."""
    return {line.term: before[line.key].raw for line in lines if line.key in before and before[line.key].in_table}


def read_out(obligation: Obligation, data: Mapping[str, Any]) -> list[Answer]:
    """A draft as people read it, where two versions of it are compared."""
    answers = []
    for line in _lines_in(obligation, data):
        reason = gettext("{line}: reason for a term outside the window").format(line=line.title)
        answers += [
            Answer(line.term, line.title, str(data.get(line.term, ""))),
            Answer(line.reason, reason, str(data.get(line.reason, ""))),
        ]
    approval = [Answer(name, str(ScheduleForm.base_fields[name].label), str(data.get(name, ""))) for name in APPROVAL]
    return [answer for answer in answers if answer.shown or not answer.name.startswith("reason_")] + approval


def _lines_in(obligation: Obligation, data: Mapping[str, Any]) -> list[Line]:
    """The lines that stand in the data, whatever has become of the tree since; without data, every line there can be."""
    organization = obligation.organization
    branches = Organization.objects.filter(within(organization.path or ""), level=Level.BRANCH)
    if data:
        typed = {name.removeprefix(f"term_{BRANCH}") for name in data if name.startswith(f"term_{BRANCH}")}
        branches = branches.filter(pk__in=filter(None, map(row_number, typed)))
    lines = [Line(OWN, gettext("Own conference"), organization, organization.level, None)]
    lines += [Line(f"{BRANCH}{branch.pk}", branch.name, branch, branch.level, None) for branch in branches.in_order()]
    return [*lines, Line(PRIMARIES, gettext("All primary organizations"), organization, Level.PRIMARY, None)]


def answer_rows(form: ScheduleForm, before: Mapping[str, Planned], form_url: str) -> list[dict[str, Any]]:
    """Check your answers: each term with its reading and what was said before."""
    data, rows = form.cleaned_data, []
    for line in form.lines:
        period, earlier = data[line.term], before.get(line.key)
        rows.append(
            {
                "key": line.title,
                "value": "\n".join(filter(None, [period.raw, data[line.reason].strip()])) if period else "",
                "note": _note(line, period),
                "previous": earlier.raw if earlier else "",
                "change_url": f"{form_url}#id_{line.term}",
            }
        )
    return [*rows, *_approval_rows(data, form_url)]


def _note(line: Line, period: Period | None) -> str:
    if period is None:
        return ""
    check = line.check(period)
    days = gettext("read as {days}").format(days=days_of(period))
    return ", ".join(filter(None, [days, "" if check == "inside" else window_words(check)]))


def _approval_rows(data: Mapping[str, Any], form_url: str) -> list[dict[str, Any]]:
    fields = ScheduleForm.base_fields
    approved_on = data["approved_on"]
    values = {**data, "approved_on": short_day(approved_on) if approved_on else ""}
    return [
        {"key": fields[name].label, "value": values[name], "previous": "", "change_url": f"{form_url}#id_{name}"}
        for name in APPROVAL
    ]
