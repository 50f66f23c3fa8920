"""The figures of a yearly membership report, block by block (statistics.md, section 1).

One list behind the columns of the model, the form, the template and the tables. `NULL` is no data and never zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Figure:
    """`code` is the column's name and the key of tables; `subset_of` the figure it cannot exceed."""

    code: str
    title: str | Promise
    subset_of: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class Block:
    code: str
    title: str | Promise
    figures: tuple[Figure, ...]


BLOCKS = (
    Block(
        "workforce",
        _("Employees"),
        (Figure("employees_total", _("Employees in all"), is_required=True),),
    ),
    Block(
        "members",
        _("Members of the union"),
        (
            Figure("members_total", _("Members in all"), is_required=True),
            Figure("members_employed", _("Employed"), "members_total", is_required=True),
            Figure("members_students", _("Students"), "members_total", is_required=True),
            Figure("members_pensioners", _("Non-working pensioners"), "members_total", is_required=True),
            Figure("members_childcare_leave", _("On childcare leave"), "members_total", is_required=True),
            Figure("members_women", _("Women among the members"), "members_total"),
            Figure("members_youth", _("Youth among the members"), "members_total"),
        ),
    ),
    Block(
        "flow",
        _("Admitted and left"),
        (
            Figure("opening_total", _("Members at the beginning of the year"), is_required=True),
            Figure("admitted_total", _("Admitted"), is_required=True),
            Figure("left_total", _("Left"), is_required=True),
        ),
    ),
    Block(
        "structure",
        _("Structure"),
        (
            Figure("branches", _("Branches")),
            Figure("primaries", _("Primary organizations")),
            Figure("primaries_direct", _("Of them directly under the organization"), "primaries"),
            Figure("groups", _("Union groups")),
            Figure("institutions_with_union", _("Institutions with a union organization")),
            Figure("institutions_without_state", _("State institutions without one")),
            Figure("institutions_without_private", _("Private institutions without one")),
        ),
    ),
    Block(
        "bodies",
        _("Chairs and bodies"),
        (
            Figure("chairs_total", _("Chairs of primary organizations"), "primaries"),
            Figure("chairs_women", _("Women among the chairs"), "chairs_total"),
            Figure("chairs_youth", _("Youth among the chairs"), "chairs_total"),
            Figure("chairs_full_time", _("Full-time chairs"), "chairs_total"),
            Figure("committee_members", _("Members of committees")),
            Figure("audit_members", _("Members of audit commissions")),
            Figure("commission_members", _("Members of other commissions")),
            Figure("staff_members", _("Staff of the organization")),
        ),
    ),
    Block(
        "agreements",
        _("Collective agreements"),
        (
            Figure("collective_agreements", _("Collective agreements")),
            Figure("agreement_employees", _("Employees they cover"), "employees_total"),
            Figure("agreement_members", _("Members they cover"), "agreement_employees"),
        ),
    ),
    Block("digital", _("Digital base"), (Figure("e_cards", _("Electronic membership cards"), "members_total"),)),
)
CATEGORIES = ("members_employed", "members_students", "members_pensioners", "members_childcare_leave")
FIGURES: dict[str, Figure] = {figure.code: figure for block in BLOCKS for figure in block.figures}
# The figures that rows by institution type break down.
BY_TYPE = {"primaries": "primaries", "employees": "employees_total", "members": "members_total"}


def required() -> Iterator[str]:
    """The totals and the four categories of members: without them nothing can be reckoned."""
    return (figure.code for figure in FIGURES.values() if figure.is_required)
