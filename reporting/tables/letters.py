"""Letters that somebody has to decide about: handed over and never confirmed, or refused for good."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.cutting import ByKey
from documents.tables import Column, Table
from mail.models import Letter, LetterQuerySet
from organizations.access import Permission, can

IN_DOUBT, FAILED = "in_doubt", "failed"
STATES: dict[str, str | Promise] = {IN_DOUBT: _("in doubt"), FAILED: _("not delivered")}


def troubled(user: Any, at: datetime) -> LetterQuerySet:
    """Of every room, for those who see tables."""
    return Letter.objects.troubled(at) if can(user, Permission.SEE_TABLES) else Letter.objects.none()


def state(letter: Letter) -> str:
    return FAILED if letter.failed_at else IN_DOUBT


def letters_table(user: Any, at: datetime, *, deciding: bool = False) -> Table:
    """The latest on top. The text is not shown, for it may hold a link that signs its reader in."""
    decide = [Column(key="decide", title=_("Decide"), value=lambda row: None, cell="reporting/_decide_letter.html")]
    return Table(
        name="undelivered_letters",
        title=_("Letters not delivered or in doubt"),
        columns=[
            Column(key="subject", title=_("Subject of the letter"), width=50),
            Column(key="to", title=_("To whom"), href=lambda row: f"mailto:{row.to}", width=30),
            Column(key="state", title=_("What became of it"), value=state, text=lambda row: STATES[state(row)]),
            Column(key="queued_at", title=_("Written"), kind="datetime"),
            Column(key="last_error", title=_("The mail server said"), width=50),
            *(decide if deciding else []),
        ],
        rows=ByKey(troubled(user, at).order_by("-queued_at", "-pk")),
        empty=_("Every letter has been delivered or is on its way."),
    )
