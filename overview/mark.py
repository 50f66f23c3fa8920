"""What stands behind one cell of the matrix, in words: figures with their pages, evidence with its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.dates import short_day
from organizations.models import Organization
from overview.directions import Computed
from overview.matrix import Cell, Matrix
from overview.models import Direction, Evidence
from overview.rules import rule_in_words


@dataclass
class Mark:
    matrix: Matrix
    code: str
    organization: Organization

    @property
    def direction(self) -> Direction:
        return self.matrix.columns[self.code]

    @property
    def cell(self) -> Cell:
        return self.matrix.rows[0].cells[self.code]

    def figures(self) -> Iterator[dict[str, Any]]:
        """Of each rule by figures in the period, also where it marks nobody here."""
        for one in self.matrix.computed[self.code]:
            if one.direction.kind != Direction.Kind.EVIDENCE:
                yield {
                    "rule": rule_in_words(one.direction, one.measure),
                    "rows": list(self._rows(one)),
                    "is_marked": self.organization.pk in one.marked,
                }

    def _rows(self, one: Computed) -> Iterator[dict[str, Any]]:
        number = one.values.get(self.organization.pk)
        is_count = one.direction.kind == Direction.Kind.OBLIGATION
        key = _("Obligations that failed") if is_count else _("Figure")
        if number is None:
            yield {"key": key, "value": "0" if is_count else _("no data")}
            return
        yield {"key": key, "value": one.figure(self.organization), "url": one.behind(self.organization)}
        if one.measure:
            below = sum(other < number for other in one.values.values())
            place = _("{place} of {n}").format(place=below + 1, n=len(one.values))
            yield {"key": _("Place from the lowest"), "value": place}

    @cached_property
    def entered(self) -> list[Evidence]:
        """Everything ever entered of the period, also what was taken back."""
        told = Evidence.objects.visible_to(self.matrix.user).filter(
            organization=self.organization, direction__code=self.code,
            day__range=(self.matrix.span.first, self.matrix.span.last),
        )  # fmt: skip
        people = ("entered_by__person", "taken_back_by__person", "decree_item__decree")
        return list(told.select_related("direction", *people).order_by("-day", "-pk"))

    def standing(self) -> list[dict[str, Any]]:
        return [
            {"evidence": one, "rows": _said(one), "url": reverse("overview:evidence_take_back", args=[one.pk])}
            for one in self.entered
            if one.taken_back_on is None
        ]

    def history(self) -> list[dict[str, Any]]:
        told = [
            {"when": one.entered_at, "who": one.entered_by, "what": _entered(one), "why": one.source}
            for one in self.entered
        ]
        told += [
            {"when": one.taken_back_at, "who": one.taken_back_by, "what": _taken_back(one), "why": one.take_back_reason}
            for one in self.entered
            if one.taken_back_on
        ]
        return sorted(told, key=lambda entry: entry["when"], reverse=True)


def _said(one: Evidence) -> list[dict[str, Any]]:
    item = one.decree_item
    decree = [{"key": _("Decree item"), "value": item.citation, "url": item.decree.get_absolute_url()}] if item else []
    source = [{"key": _("Source"), "value": one.source}] if one.source else []
    return [
        {"key": _("Day it speaks of"), "value": short_day(one.day)},
        {"key": _("Value"), "value": one.value},
        *decree,
        *source,
        {"key": _("Entered by"), "value": str(one.entered_by)},
    ]


def _entered(one: Evidence) -> str:
    return _("Evidence of {day} is entered").format(day=short_day(one.day))


def _taken_back(one: Evidence) -> str:
    return _("Evidence of {day} is taken back").format(day=short_day(one.day))
