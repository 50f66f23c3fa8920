"""Consolidated membership statistics as a letter, and what the information on decrees says of membership."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from documents.tables import Table
from letters import parts
from letters.building import built_in
from letters.facts import Facts, Two
from letters.kinds import Annex, Ask, Asking, LetterKind, Paragraph, register as register_kind
from membership import change_tables, reckoned, tables
from membership.error_tables import build_errors
from membership.filters import UNDERSTOOD, Scope
from membership.known import state_day
from membership.letter_facts import YearFacts
from membership.statistics import MAIN
from organizations.models import Level

SLUG = "membership"
TEXTS = Path(__file__).parent / "letter_texts"

# As many as a sheet of A4 holds.
COUNTED = (
    "employees_total", "members_total", "members_employed", "members_students", "members_pensioners",
    "members_childcare_leave", "members_women", "members_youth",
)  # fmt: skip
ANNEXED = {
    "organization", "organization_code", *COUNTED, "coverage", "not_involved", "employed_change",
    "employed_change_comparable",
}  # fmt: skip


def register() -> None:
    register_kind(KIND)
    parts.register("decree_execution", parts.Part(SLUG, _part_facts, lambda lang: parts.text_from(TEXTS, "part", lang)))


# --- What is asked ----------------------------------------------------------------------------------------------


def _scope(asking: Asking, year: str | None) -> Scope:
    words = {"year": year, "level": Level.MEMBER.value} if year else {"level": Level.MEMBER.value}
    return Scope.from_words(words, user=asking.user, as_of=asking.as_of, understood=UNDERSTOOD)


def _years(user: Any, today: date) -> Iterator[tuple[str, str]]:
    """Years that somebody has reported on, the latest first."""
    form = Scope.from_words({}, user=user, as_of=today, understood=UNDERSTOOD).form
    yield from ((str(year), f"01.01.{year}") for year in form.years)


def _check(asking: Asking) -> None:
    year = asking.asked["year"]
    if year not in dict(_years(asking.user, asking.as_of)):
        raise ValidationError(
            _("By that day nobody has reported on the state of 01.01.%(year)s."), code="year", params={"year": year}
        )


def _facts(asking: Asking) -> Facts:
    with translation.override("ru"):
        return YearFacts(_scope(asking, asking.asked["year"])).facts()


# --- In the information on decrees ------------------------------------------------------------------------------


def _part_facts(asking: Asking) -> Facts:
    """Falls, coverage and errors of the latest year reported on by the day of the letter."""
    found = YearFacts(_scope(asking, None), MAIN)
    together = found.together
    return {
        "year": str(found.year),
        "state_day": state_day(found.year),
        "coverage": found.number(together.coverage, "decimal"),
        "not_involved": found.number(together.not_involved),
        **found.changes(),
        **found.owed(),
        "errors": found.errors(),
    }


# --- The kind ---------------------------------------------------------------------------------------------------


def _annex(asking: Asking, level: Level = Level.MEMBER) -> Table:
    """The figures of the letter, organization by organization: what else the reports hold stands in the table of the
    page, which nobody prints."""
    words = {"year": asking.asked["year"], "level": level.value}
    scope = Scope.from_words(words, user=asking.user, as_of=asking.as_of, understood=UNDERSTOOD)
    table = tables.membership_table(scope, reckoned.of_rows(scope, COUNTED))
    return replace(table, columns=[column for column in table.columns if column.key in ANNEXED])


def _of_primaries(asking: Asking) -> Table:
    return _annex(asking, Level.PRIMARY)


def _changes_annex(asking: Asking) -> Table:
    scope = _scope(asking, asking.asked["year"])
    return change_tables.changes_table(scope, reckoned.of_rows(scope, MAIN))


def _errors_annex(asking: Asking) -> Table:
    return build_errors(user=asking.user, as_of=asking.as_of, filters={"year": asking.asked["year"]})


KIND = LetterKind(
    slug="membership_statistics",
    title=_("Consolidated membership statistics"),
    asks=(Ask("year", _("State on 1 January of"), choices=_years),),
    paragraphs=(
        Paragraph("reasons", _("reasons of the changes"), optional=True),
        Paragraph("conclusions", _("conclusions"), optional=True),
    ),
    annexes=(
        Annex("membership", _annex, _("Membership by organization")),
        Annex("primaries", _of_primaries, _("Membership by primary organization")),
        Annex("changes", _changes_annex, _("Falls and growth of employed members")),
        Annex("errors", _errors_annex, _("Errors in the reports")),
    ),
    facts=_facts,
    template=lambda language: built_in(TEXTS, "membership_statistics", language),
    subject=lambda asking: Two(f"01.01.{asking.asked['year']}", f"01.01.{asking.asked['year']}"),
    check=_check,
)
