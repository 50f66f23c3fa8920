"""How a status looks and reads: one badge and one wording for pages, spreadsheets and Word."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from reporting.statuses import NO_DATA, NO_DATA_LABEL, OVERDUE_STATUSES, Status

if TYPE_CHECKING:
    from reporting.models import Obligation


def facts(obligation: "Obligation | None") -> dict[str, Any]:
    """What the badge is told of an obligation with its status: status, days, until, reason. None is no data."""
    if obligation is None:
        return {"status": NO_DATA}
    found: dict[str, Any] = {"status": str(obligation.status)}
    if obligation.status in (Status.LATE, Status.MISSING):
        found["days"] = obligation.days_late
    elif obligation.status == Status.NOT_DUE:
        found["days"] = obligation.days_left
    elif obligation.status == Status.RETURNED:
        found["until"] = obligation.correct_by
    elif obligation.status == Status.EXEMPT:
        found["reason"] = getattr(obligation, "exempt_reason", "") or ""
    return found


def is_overdue(obligation: "Obligation") -> bool:
    """As `ObligationQuerySet.overdue`, for one that is at hand."""
    return obligation.status in OVERDUE_STATUSES and bool(obligation.days_late)


def badge(
    status: str, *, days: int | None = None, until: date | None = None, reason: str = "", dense: bool = False
) -> SafeString:
    return _rendered("badge", get_language(), status, days, until, reason, dense)


def in_words(status: str, *, days: int | None = None, until: date | None = None, reason: str = "") -> str:
    """The words of the badge, for files. They are filled with numbers and days only, so nothing in them is escaped."""
    words = str(_rendered("status_word", get_language(), status, days, until, "", False)).strip()
    return f"{words}: {reason}" if reason else words


def label(status: str) -> str:
    """The status in one or two words, without days."""
    return str(NO_DATA_LABEL if status == NO_DATA else Status(status).label)


def number_badge(status: str, number: int) -> SafeString:
    """How many are in that status: sign and number for the eye, the word for the ear."""
    shown = get_template("_components/badge.html").render({"status": status, "text": str(number)})
    return format_html('<span class="visually-hidden">{}: </span>{}', label(status), shown)


@lru_cache(maxsize=4096)
def _rendered(
    component: str, language: str, status: str, days: int | None, until: date | None, reason: str, dense: bool
) -> SafeString:
    """A board has hundreds of badges and a few dozen different ones."""
    context = {"status": status, "days": days, "until": until, "reason": reason, "dense": dense}
    rendered: Any = get_template(f"_components/{component}.html").render(context)
    return rendered
