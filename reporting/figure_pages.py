"""What pages of reports with figures are told: fields under headings (`reporting/figure_block.html`), and rows to be read."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Question:
    """`last`: what stands in the period beside. `known`: what the house knows of this figure from elsewhere."""

    field: Any
    last: str = ""
    remarks: list[str] = field(default_factory=list)
    known: str = ""


@dataclass(frozen=True)
class Block:
    title: str | Promise
    questions: list[Question]
    # Several figures side by side where there is room.
    is_grid: bool


@dataclass(frozen=True)
class Rows:
    """As `_components/summary_list.html` takes them."""

    title: str | Promise
    rows: list[dict[str, Any]]
