"""What organizations and staff did about what the fictional decree asks: one row, one verb of an obligation."""

from collections.abc import Callable, Sequence
from typing import Any

from accounts.models import User
from organizations.access import Position
from organizations.models import Appointment
from overview.demonstration.days import Books
from reporting.models import Call, Draft, Obligation, Submission

ANSWERS = {
    "ru": "Вымышленный ответ для демонстрации: сведения по организации приведены полностью.",
    "kk": "Көрсетілімге арналған ойдан шығарылған жауап: ұйым бойынша мәліметтер толық берілді.",
}
HANDED_IN = {"submit", "received", "nothing"}


def do(
    books: Books,
    deed: dict[str, str],
    *,
    then: Callable[[Submission], None] | None = None,
    remarks: Sequence[tuple[str, str]] = (),
    draft: dict[str, str] | None = None,
) -> None:
    """`then` writes the rows of a hand-in, `remarks` go with a return, `draft` is what a form of its own holds. Nothing where nothing is owed: a conference before the books of its requirement opened asks for nothing."""
    owed = Obligation.objects.filter(requirement__code=deed["requirement"], organization__code=deed["code"])
    obligation = owed.order_by("arose_on").last()
    if obligation is None:
        return
    if deed["deed"] in HANDED_IN:
        _hand_in(books, obligation, deed, then)
    elif deed["deed"] == "draft":
        _draft(books, obligation, deed, draft)
    else:
        _decide(books, obligation, deed, remarks)


def _hand_in(
    books: Books, obligation: Obligation, deed: dict[str, str], then: Callable[[Submission], None] | None
) -> None:
    day = books.day(int(deed["day"]))
    chair = _chair(obligation) if deed["channel"] == "online" else None
    by = chair or books.staff
    number = obligation.pk if deed["channel"] in {"paper", "mail"} else None
    obligation.submit(
        by=by,
        at=books.at(day, 11, 20),
        received_on=day,
        channel=deed["channel"],
        day_stated=deed["deed"] != "received",
        nothing_to_report=deed["deed"] == "nothing",
        text="" if deed["deed"] == "nothing" or then or not chair else ANSWERS[by.language],
        signed_by=chair.person if chair else None,
        incoming_number=f"Вх. {number}" if number else "",
        then=then,
    )


def _draft(books: Books, obligation: Obligation, deed: dict[str, str], data: dict[str, str] | None) -> None:
    by = _assistant(obligation) or _chair(obligation) or books.staff
    moment = books.at(books.day(int(deed["day"])), 15, 5)
    obligation.save_draft(data or {"text": deed["text"]}, version=Draft.of(obligation).version, by=by, at=moment)


def _decide(books: Books, obligation: Obligation, deed: dict[str, str], remarks: Sequence[tuple[str, str]]) -> None:
    day = books.day(int(deed["day"]))
    said: dict[str, Any] = {"by": books.staff, "at": books.at(day, 16, 40)}
    until = books.day(int(deed["until"] or deed["day"]))
    match deed["deed"]:
        case "accept":
            obligation.accept(accepted_on=day, **said)
        case "return":
            obligation.return_(returned_on=day, correct_by=until, reason=deed["text"], remarks=remarks, **said)
        case "void":
            submission = obligation.submissions.standing().get()
            obligation.void(submission, voided_on=day, reason=deed["text"], **said)
        case "exempt":
            obligation.exempt(decided_on=day, reason=deed["text"], **said)
        case "postpone":
            obligation.postpone(decided_on=day, new_due_on=until, reason=deed["text"], **said)
        case "call":
            promised = until if deed["until"] else None
            Call.record(obligation, called_on=day, promised_by=promised, note=deed["text"], **said)
        case unknown:
            raise ValueError(unknown)


def _chair(obligation: Obligation) -> User | None:
    return _holding(obligation, Position.CHAIR)


def _assistant(obligation: Obligation) -> User | None:
    return _holding(obligation, Position.ASSISTANT)


def _holding(obligation: Obligation, position: str) -> User | None:
    held = Appointment.objects.filter(organization=obligation.organization, position=position, ended_on=None)
    appointment = held.exclude(person__user=None).select_related("person__user").first()
    return appointment.person.user if appointment and appointment.person else None
