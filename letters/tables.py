"""Issued documents and drafts as lists."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents import registry
from documents.registry import BadFilter, refuse_unknown
from documents.tables import Column, Table
from letters import kinds
from letters.models import OfficialLetter
from letters.querysets import OfficialLetterQuerySet

FILTERS = ("kind", "year", "organization")


def register() -> None:
    registry.register("letters", build)


def build(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return issued_table(select(user, as_of, filters), as_of)


def select(user: Any, as_of: date, filters: Mapping[str, str]) -> OfficialLetterQuerySet:
    """Issued by the end of the day, the latest first."""
    refuse_unknown(filters, FILTERS)
    found = OfficialLetter.objects.visible_to(user).issued().filter(issued_on__lte=as_of)
    if kind := filters.get("kind"):
        known = [one.slug for one in kinds.all_kinds()]
        if kind not in known:
            raise BadFilter(f"Unknown kind: {kind}. Accepted: {', '.join(known)}.")
        found = found.filter(kind=kind)
    if year := filters.get("year"):
        if not (year.isdecimal() and len(year) == 4):
            raise BadFilter(f"A year has four digits, not {year}.")
        found = found.filter(year=int(year))
    if organization := filters.get("organization"):
        found = found.filter(organization__code=organization)
    related = found.select_related("organization", "issued_by__person").defer("recorded", "blocks_ru", "blocks_kk")
    return related.order_by("-issued_on", "-pk")


def issued_table(letters: Any, as_of: date) -> Table:
    return Table(
        name="letters",
        title=_("Issued documents"),
        columns=COLUMNS,
        rows=letters,
        as_of=as_of,
        row_data=lambda letter: {"test": "letter", "kind": letter.kind},
    )


def drafts_table(user: Any) -> Table:
    drafts = OfficialLetter.objects.visible_to(user).drafts().select_related("organization", "made_by__person")
    return Table(
        name="letter_drafts",
        title=_("Drafts"),
        columns=DRAFT_COLUMNS,
        rows=drafts.order_by("-made_at"),
        row_data=lambda letter: {"test": "letter-draft", "kind": letter.kind},
    )


def _who(user: Any) -> str:
    return str(getattr(user, "person", user) or "")


ABOUT = (
    Column(key="subject", title=_("Subject"), value=lambda letter: letter.subject, width=34),
    Column(key="as_of", title=_("As of"), kind="date"),
)
OF_ORGANIZATION = (
    Column(key="organization_code", title=_("Code"), value="organization.code", hidden=True),
    Column(key="organization", title=_("Organization"), value="organization.name", hidden=True, width=34),
)
COLUMNS = (
    Column(key="number", title=_("No."), value="full_number", href=lambda letter: letter.get_absolute_url(), width=10),
    Column(key="issued_on", title=_("Issued on"), kind="date"),
    Column(
        key="title",
        title=_("Document"),
        value=lambda letter: letter.title,
        href=lambda letter: letter.get_absolute_url(),
        width=40,
    ),
    Column(key="kind", title=_("Kind"), hidden=True),
    *ABOUT,
    *OF_ORGANIZATION,
    Column(key="issued_by", title=_("Issued by"), value=lambda letter: _who(letter.issued_by), width=24),
    Column(key="outgoing_number", title=_("Outgoing number"), width=14),
    Column(key="outgoing_on", title=_("Outgoing day"), kind="date"),
)
DRAFT_COLUMNS = (
    Column(
        key="title",
        title=_("Document"),
        value=lambda letter: letter.title,
        href=lambda letter: letter.get_absolute_url(),
        width=40,
    ),
    *ABOUT,
    Column(key="made_by", title=_("Begun by"), value=lambda letter: _who(letter.made_by)),
    Column(key="made_at", title=_("Begun at"), kind="datetime"),
)
