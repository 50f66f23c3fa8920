"""The receipt of a hand-in: number, moment, due day, in time or late by how many days; on the page and by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from documents.dates import long_moment
from mail.letters import write
from organizations.models import Level, Organization
from reporting.models import Submission
from reporting.models.together import look_at

LONGEST_SUBJECT = 250


@dataclass(frozen=True)
class Receipt:
    """As the component shows it. `corrects` is the returned hand-in that this one answers: then the due day is its
    correct-by day, and how timely the report is stays as the first hand-in left it."""

    number: str
    title: str
    organization: str
    received_at: datetime | date
    due_on: date | None
    days_late: int
    by: str
    corrects: Submission | None


def receipt_of(submission: Submission) -> Receipt:
    """In the language now active."""
    obligation = submission.obligation
    corrects = corrected_by(submission)
    is_online = submission.channel == Submission.Channel.ONLINE
    due_on = (corrects and corrects.correct_by) or obligation.due_by(submission.received_on)
    return Receipt(
        number=submission.receipt_number,
        title=obligation.requirement.title,
        organization=obligation.organization.legal_name,
        received_at=submission.submitted_at if is_online else submission.received_on,
        due_on=due_on if submission.day_stated else None,
        days_late=max((submission.received_on - due_on).days, 0) if submission.day_stated else 0,
        by=str(submission.signed_by or (submission.submitted_by if is_online else "")),
        corrects=corrects,
    )


def corrected_by(submission: Submission) -> Submission | None:
    """The returned hand-in before this one."""
    return submission.obligation.returned_before(submission.round)


def post(submission: Submission, *, to: Any, at: datetime) -> None:
    """The receipt as a letter to the user, in their language; it leaves when the transaction is committed."""
    with translation.override(to.language):
        receipt = receipt_of(submission)
        subject = gettext("Submitted: {title}. Receipt No. {number}")
        write(
            to=to.email,
            subject=subject.format(title=receipt.title, number=receipt.number)[:LONGEST_SUBJECT],
            paragraphs=[
                gettext("Your hand-in has been received."),
                _lines(receipt),
                gettext("Keep this letter: it shows when the report came."),
            ],
            url=settings.SITE_URL + reverse("reporting:receipt", args=[submission.pk]),
            url_text=gettext("The receipt, to be looked at and printed"),
            contact=_phone(),
            at=at,
        )


def post_many(submissions: Sequence[Submission], *, to: Any, at: datetime, url: str) -> None:
    """The receipts of what was handed in together, in one letter. `url`: the page on which all of them stand."""
    if len(submissions) == 1:
        post(submissions[0], to=to, at=at)
    if len(submissions) < 2:
        return
    look_at([one.obligation for one in submissions])
    prefetch_related_objects(list(submissions), "obligation__organization")
    with translation.override(to.language):
        told, first = [receipt_of(one) for one in submissions], submissions[0]
        subject = gettext("Submitted: {title}. Receipts: {n}").format(title=told[0].title, n=len(told))
        write(
            to=to.email,
            subject=subject[:LONGEST_SUBJECT],
            paragraphs=[
                gettext("Your hand-ins have been received."),
                gettext("Received: {moment}").format(moment=long_moment(first.submitted_at)),
                _list(told),
                gettext("Keep this letter: it shows when the reports came."),
            ],
            url=settings.SITE_URL + url,
            url_text=gettext("The reports, each with its receipt"),
            contact=_phone(),
            at=at,
        )


def _lines(receipt: Receipt) -> str:
    """As plain text: what a template renders counts as markup already, and the letter would not escape it."""
    rendered = render_to_string("reporting/receipt_lines.txt", {"receipt": receipt})
    return "\n".join(line for line in rendered.splitlines() if line.strip())


def _list(receipts: Sequence[Receipt]) -> str:
    """A line for each; thousands of them say the same few things of their time."""
    words = {days: _of_time(days) for days in {one.days_late for one in receipts}}
    return "\n".join(f"{one.number} · {one.organization} · {words[one.days_late]}" for one in receipts)


def _of_time(days_late: int) -> str:
    status = {"status": "late", "days": days_late} if days_late else {"status": "on_time"}
    return render_to_string("_components/status_word.html", status).strip()


def _phone() -> str:
    """Of the department that answers questions."""
    return Organization.objects.filter(level=Level.UNION).values_list("phone", flat=True).first() or ""
