"""The schedule between typing and handing in: what it begins with, how its pages join in one draft, how it is read out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext, ngettext

from campaigns.models import Campaign, Plan
from campaigns.periods import Period
from campaigns.schedule_form import APPROVAL, ScheduleForm, TermsForm
from campaigns.schedule_lines import (
    BRANCH,
    OWN,
    PRIMARIES,
    PRIMARY,
    Group,
    Line,
    is_single,
    key_in,
    key_of,
    numbers_in,
)
from campaigns.statements import Planned, read_together
from campaigns.states import grouped
from campaigns.wording import days_of, window_words
from documents.dates import short_day
from organizations.access import within
from organizations.models import Level, Organization
from reporting import drafts
from reporting.drafts import Answer, Data
from reporting.models import Draft, Obligation, Submission

SINGLE = models.Q(organization__level=Level.PRIMARY)


def campaign_of(obligation: Obligation) -> Campaign | None:
    """The campaign that asks for this schedule."""
    return Campaign.objects.with_terms().filter(schedule_requirement=obligation.requirement).first()


def told_before(whose: Organization, campaign: Campaign, day: date, only: models.Q | None = None) -> dict[str, Planned]:
    """What was said about each line by that day, by anybody; `only` some of the statements."""
    plans = Plan.objects.told_by(day).filter(within(whose.path or "", "organization__path"), campaign=campaign)
    found: dict[str, Planned] = {}
    for (level, _organization), statements in grouped(plans.filter(only) if only else plans).items():
        key = key_of(level, statements[0].organization, whose)
        planned = read_together(statements)
        if key and planned:
            found[key] = planned
    return found


def told_of_main(whose: Organization, campaign: Campaign, day: date) -> dict[str, Planned]:
    """Without single primary organizations: these have pages of their own."""
    return told_before(whose, campaign, day, None if whose.level == Level.PRIMARY else ~SINGLE)


def told_of(lines: Iterable[Line], whose: Organization, campaign: Campaign, day: date) -> dict[str, Planned]:
    organizations = [line.organization.pk for line in lines]
    return told_before(whose, campaign, day, models.Q(organization__in=organizations) & SINGLE)


# --- What a draft begins with -----------------------------------------------------------------------------


def start(obligation: Obligation, campaign: Campaign, day: date) -> Data:
    """What was handed in and returned; else what staff entered from the official table: the chair corrects it rather
    than type it again."""
    former = drafts.to_correct(obligation)
    if former:
        return answers_of(former)
    before = told_before(obligation.organization, campaign, day)
    return {f"term_{key}": planned.raw for key, planned in before.items() if planned.in_table}


def as_it_stands(obligation: Obligation, draft: Draft, campaign: Campaign, day: date) -> Data:
    return draft.data if draft.pk else start(obligation, campaign, day)


def answers_of(submission: Submission) -> Data:
    """A hand-in as the form would have typed it."""
    whose = submission.obligation.organization
    answers: Data = {}
    for plan in submission.plans.select_related("organization"):
        key = key_of(plan.level, plan.organization, whose)
        if key is None:
            continue
        answers[f"term_{key}"] = plan.raw
        if plan.outside_reason:
            answers[f"reason_{key}"] = plan.outside_reason
        answers |= {
            "approved_by": plan.approved_by,
            "approved_on": short_day(plan.approved_on) if plan.approved_on else "",
            "approval_number": plan.approval_number,
        }
    return answers


def joined(obligation: Obligation, sent: Data, day: date) -> Data:
    """The whole draft after one of its pages was sent: the page of the schedule holds everything but single primary
    organizations, a page of these holds some of them."""
    draft = Draft.of(obligation)
    campaign = campaign_of(obligation)
    if campaign is None:
        return sent
    present = as_it_stands(obligation, draft, campaign, day)
    keys = {key_in(name) for name in sent if is_single(name)}
    if keys:
        sent = {name: value for name, value in sent.items() if is_single(name)}
    kept = {name: value for name, value in present.items() if (key_in(name) not in keys if keys else is_single(name))}
    return {name: value for name, value in {**kept, **sent}.items() if value or not is_single(name)}


# --- Reading it out ---------------------------------------------------------------------------------------


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
    """The lines that stand in the data, whatever has become of the tree since; without data, every line but those of
    single primary organizations."""
    whose = obligation.organization
    below = Organization.objects.filter(within(whose.path or ""))
    branches = below.filter(level=Level.BRANCH).exclude(pk=whose.pk)
    if data:
        branches = branches.filter(pk__in=numbers_in(data, BRANCH))
    primaries = below.filter(level=Level.PRIMARY, pk__in=numbers_in(data, PRIMARY))
    return [
        Line(OWN, gettext("Own conference"), whose, whose.level, None),
        *(Line(f"{BRANCH}{one.pk}", one.name, one, one.level, None) for one in branches.in_order()),
        Line(PRIMARIES, gettext("All primary organizations"), whose, Level.PRIMARY, None),
        *(Line(f"{PRIMARY}{one.pk}", one.name, one, one.level, None) for one in primaries.in_order()),
    ]


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
    return rows


def group_rows(groups: Iterable[Group], form: TermsForm, urls: Mapping[int, str]) -> list[dict[str, Any]]:
    """Check your answers: the primary organizations of each branch by the terms they name, not line by line."""
    periods = {line.key: period for line, period, _reason in form.statements()}
    rows = []
    for group in groups:
        told = [(line, periods[line.key]) for line in group.lines if line.key in periods]
        if not told:
            continue
        rows.append(
            {
                "key": group.title
                if group.is_own
                else gettext("{branch}: primary organizations").format(branch=group.title),
                "value": "\n".join(terms_with_counts(period.raw for _line, period in told)),
                "note": _group_note(group, told),
                "previous": "",
                "change_url": urls[group.organization.pk],
            }
        )
    return rows


def terms_with_counts(terms: Iterable[str]) -> list[str]:
    """Each term once, the most frequent first: "март 2024 г. – 30"."""
    counts: dict[str, int] = {}
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    return [f"{term} – {count}" for term, count in sorted(counts.items(), key=lambda one: -one[1])]


def _group_note(group: Group, told: list[tuple[Line, Period]]) -> str:
    outside = sum(line.check(period) not in (None, "inside") for line, period in told)
    total = gettext("terms named: {stated} of {total}").format(stated=len(told), total=len(group.lines))
    return ", ".join(filter(None, [total, outside_words(outside)]))


def outside_words(count: int) -> str:
    return (
        ngettext("{n} term outside the window", "{n} terms outside the window", count).format(n=count) if count else ""
    )


def _note(line: Line, period: Period | None) -> str:
    if period is None:
        return ""
    check = line.check(period)
    days = gettext("read as {days}").format(days=days_of(period))
    return ", ".join(filter(None, [days, "" if check == "inside" else window_words(check)]))


def approval_rows(data: Mapping[str, Any], form_url: str) -> list[dict[str, Any]]:
    fields = ScheduleForm.base_fields
    approved_on = data["approved_on"]
    values = {**data, "approved_on": short_day(approved_on) if approved_on else ""}
    return [
        {"key": fields[name].label, "value": values[name], "previous": "", "change_url": f"{form_url}#id_{name}"}
        for name in APPROVAL
    ]
