"""What the information on the execution of decrees says of discipline: by direction of the matrix, who is named."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from letters import parts
from letters.facts import Facts, Figure, Listing, Row, Two
from letters.kinds import Asking
from letters.naming import named
from organizations.models import Organization
from overview.matrix import Cell, Matrix, Row as Marked
from overview.models import Direction
from reporting.execution import SLUG as OF_LETTER, first_and_last
from reporting.measures import Span

SLUG = "discipline"
TEXTS = Path(__file__).parent / "letter_texts"
NAMES = {"name": _("Organization"), "figure": _("figure")}
FIELDS: dict[str, Any] = {"name": _("direction"), "who": NAMES}


def register() -> None:
    parts.register(OF_LETTER, parts.Part(SLUG, _facts, lambda language: parts.text_from(TEXTS, SLUG, language)))


def _facts(asking: Asking) -> Facts:
    """Falls of the membership stand in the part of that room, with their figures."""
    first, last = first_and_last(asking)
    matrix = Matrix(Span(first, last, asking.as_of), asking.user)
    prefetch_related_objects(matrix.organizations, "former_names")
    told = [one for one in matrix.columns.values() if one.kind != Direction.Kind.FALL]
    rows = [_row(matrix, one, asking.as_of) for one in told]
    return {
        "directions": Listing(
            title=Two("По направлениям", "Бағыттар бойынша"),
            nobody=Two("Ни одна организация не отмечена.", "Бірде-бір ұйым белгіленген жоқ."),
            rows=[row for row, is_told in rows if is_told],
            as_of=asking.as_of,
            fields=FIELDS,
            link=_link(matrix),
        )
    }


def _row(matrix: Matrix, direction: Direction, day: date) -> tuple[Row, bool]:
    marked = [row for row in matrix.rows if row.cells[direction.code].is_marked]
    who = Listing(title="", nobody="", rows=_names(matrix, direction, marked, day), as_of=day, fields=NAMES)
    name = Two(direction.name_ru, direction.name_kk)
    return Row(direction.code, {"name": name, "who": who}, _link(matrix)), bool(marked)


def _names(matrix: Matrix, direction: Direction, marked: Sequence[Marked], day: date) -> list[Row]:
    """With what marks each: the figure, else what staff entered; nothing where neither says a value."""
    rows = []
    for row in marked:
        one, link = row.organization, matrix.url(direction.code, row.organization)
        said = _said(row.cells[direction.code], one)
        rows.append(Row(one.code, {"name": named(one, day), "figure": Figure(said, link) if said else ""}, link))
    return rows


def _said(cell: Cell, organization: Organization) -> str:
    for one in cell.computed:
        if one.measure and not one.measure.is_yes_no:
            return one.figure(organization)
    return next((one.value for one in cell.evidence if one.value), "")


def _link(matrix: Matrix) -> str:
    return reverse("overview:discipline") + matrix.query
