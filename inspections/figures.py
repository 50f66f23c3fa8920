"""What the system knows of an organization as of a day, by sections of an inspection (statistics.md, section 5).

Nothing is reckoned here: rooms below are asked, and what they say stands under the section it belongs to. A figure of
which there is no data is there all the same, with None.
"""

from datetime import date
from typing import Any

from documents.registry import WHOLE_UNION
from inspections import figures_of_bodies, figures_of_membership, figures_of_reports
from inspections.figures_known import ABOUT, CHANGE, COUNT, PERCENT, YES_NO, About, Figure, in_words, period_of
from organizations.models import Organization

__all__ = [
    "ABOUT", "CHANGE", "COUNT", "PERCENT", "SECTIONS", "YES_NO", "Figure", "figures_of", "in_words", "period_of",
]  # fmt: skip
# In the order of the sections that a new installation begins with.
SECTIONS = (
    "structure", "membership", "legal_work", "personnel", "information", "training", "record_keeping",
    "youth_and_women", "labour_safety",
)  # fmt: skip


def figures_of(
    organization: Organization,
    as_of: date,
    *,
    studied_from: date | None = None,
    studied_to: date | None = None,
    user: Any = WHOLE_UNION,
) -> list[Figure]:
    """Section by section. The period studied, within which due days are looked at, is the year up to the day where none
    is named; `user`: for whose eyes, by default those of the union, which an inspection speaks for."""
    first, last = studied_from or date(as_of.year, 1, 1), studied_to or as_of
    about = About(organization, as_of, first, last, user)
    found = [
        figure
        for room in (figures_of_bodies, figures_of_membership, figures_of_reports)
        for figure in room.figures(about)
    ]
    return sorted(found, key=_place)


def _place(figure: Figure) -> int:
    return SECTIONS.index(figure.section) if figure.section in SECTIONS else len(SECTIONS)
