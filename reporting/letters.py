"""Letters on what is owed: the reminder to one organization, and the execution of decrees over a period."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.dates import short_day
from documents.tables import Table
from letters.building import built_in
from letters.facts import Fact, Facts, Listing, Row, Spoken, Two, Unknown
from letters.kinds import Annex, Ask, Asking, LetterKind, Paragraph, register as register_kind
from letters.naming import chair_of, legally_named, named
from organizations.models import Level, Organization
from reporting import badges, execution
from reporting.models import Obligation
from reporting.querysets import ObligationQuerySet
from reporting.statuses import Status
from reporting.tables.obligations import build as build_obligations

TEXTS = Path(__file__).parent / "letter_texts"
DAYS_TO_REPLY = 7
COMING_DAYS = 30


def register() -> None:
    register_kind(REMINDER)
    register_kind(execution.KIND)


# --- The reminder -----------------------------------------------------------------------------------------------


def _addressee(asking: Asking) -> Organization:
    """With its chair on the day; the engine has looked whether the user sees it."""
    if asking.organization is None:
        raise ValidationError(_("Choose an organization."), code="organization")
    found = Organization.objects.visible_to(asking.user).with_chair(asking.as_of)
    return found.prefetch_related("former_names").get(pk=asking.organization.pk)


def _reply_by(asking: Asking) -> date:
    return date.fromisoformat(asking.asked["reply_by"])


def _check_reminder(asking: Asking) -> None:
    _addressee(asking)
    if _reply_by(asking) < asking.as_of:
        raise ValidationError(
            _("The day to reply by, %(day)s, lies before the day of the letter."),
            code="reply_by",
            params={"day": short_day(_reply_by(asking))},
        )


def _reminder(asking: Asking) -> Facts:
    organization = _addressee(asking)
    own = Obligation.objects.visible_to(asking.user).filter(organization=organization).with_status(asking.as_of)
    own = own.select_related("requirement__decree_item__decree")
    return {
        "organization": {
            "name": named(organization, asking.as_of),
            "legal_name": legally_named(organization, asking.as_of),
        },
        "chair": {"name": chair_of(organization, organization.get_absolute_url())},
        "reply_by": _reply_by(asking),
        "overdue": _overdue(own, asking.as_of),
        "coming": _coming(own, asking.as_of),
        "contact": {"phone": _phone(asking.user)},
    }


OWED = {"title": _("Requirement"), "basis": _("Basis"), "due_on": _("Due day"), "days": _("days")}


def _overdue(own: ObligationQuerySet, day: date) -> Listing:
    """What is missing, and what was returned and not corrected in time; what is due longest comes first."""
    late = sorted(own.overdue(), key=lambda one: (_until(one), one.pk))
    return Listing(
        title=Two("Просрочено", "Мерзімі өткен"),
        nobody=Two(
            "Представлено все, срок чего наступил. Благодарим за своевременную работу.",
            "Мерзімі келгеннің бәрі ұсынылған. Уақтылы жұмысыңызға алғыс білдіреміз.",
        ),
        rows=[_owed(one, one.days_late, status=_status(one)) for one in late],
        as_of=day,
        fields={**OWED, "status": _("Status")},
    )


def _coming(own: ObligationQuerySet, day: date) -> Listing:
    waiting = [one for one in own.filter(status__in=[Status.NOT_DUE, Status.RETURNED]) if one.days_left is not None]
    soon = sorted((one for one in waiting if one.days_left <= COMING_DAYS), key=lambda one: (_until(one), one.pk))
    return Listing(
        title=Two("Срок наступает", "Мерзімі жақындағандар"),
        nobody=Two("В ближайшие 30 дней сроков нет.", "Алдағы 30 күнде мерзім жоқ."),
        rows=[_owed(one, one.days_left) for one in soon],
        as_of=day,
        fields=OWED,
    )


def _owed(one: Obligation, days: int | None, **more: Fact) -> Row:
    requirement = one.requirement
    values: dict[str, Fact] = {
        "title": Two(requirement.title_ru, requirement.title_kk),
        "basis": Spoken(lambda _language: requirement.citation),
        "due_on": _until(one),
        "days": days or 0,
        **more,
    }
    return Row("-".join(filter(None, (requirement.code, one.key))), values, one.get_absolute_url())


def _until(one: Obligation) -> date:
    return one.correct_by if one.status == Status.RETURNED else one.due_on


def _status(one: Obligation) -> Spoken:
    return Spoken(lambda _language: badges.label(one.status))


def _phone(user: Any) -> "str | Unknown":
    """Of the apparatus: whom to call."""
    union = Organization.objects.visible_to(user).filter(level=Level.UNION).first()
    if union and union.phone:
        return union.phone
    return Unknown(_("the telephone of the apparatus"), union.get_absolute_url() if union else "")


def _list_of_overdue(asking: Asking) -> Table:
    filters = {"organization": _addressee(asking).code, "overdue": "yes"}
    return build_obligations(user=asking.user, as_of=asking.as_of, filters=filters)


REMINDER = LetterKind(
    slug="reminder",
    title=_("Reminder to an organization"),
    asks=(
        Ask("organization", _("organization"), kind="organization", levels=("member", "branch")),
        Ask(
            "reply_by",
            _("reply by"),
            kind="day",
            default=lambda _user, today: today + timedelta(days=DAYS_TO_REPLY),
        ),
    ),
    paragraphs=(Paragraph("remarks", _("remarks"), optional=True),),
    annexes=(Annex("overdue", _list_of_overdue, _("What is overdue")),),
    facts=_reminder,
    template=lambda language: built_in(TEXTS, "reminder", language),
    check=_check_reminder,
)
