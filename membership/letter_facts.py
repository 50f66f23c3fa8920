"""The membership of a year as letters tell it: sums, organizations, falls and growth, who owes a report, errors."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from letters.facts import Fact, Figure, Listing, Row, Spoken, Two, Unknown
from letters.naming import named
from membership import checks, reckoned
from membership.figures import FIGURES
from membership.filters import Scope
from membership.known import state_day
from membership.statistics import MAIN, Line, Statistics, Together, obligations_of
from membership.wording import signed
from organizations.models import Organization
from reporting import badges
from reporting.models import Obligation
from reporting.statuses import Status

IN_LETTER = (
    "employees_total", "members_total", "members_employed", "members_students", "members_pensioners",
    "members_childcare_leave", "members_women", "members_youth", "admitted_total", "left_total", "branches", "primaries",
    "chairs_total", "collective_agreements", "e_cards",
)  # fmt: skip
# Parts of all members that the union watches.
SHARES = {"women_share": "members_women", "youth_share": "members_youth"}
NAME = {"name": _("Organization")}
CHANGED = {
    **NAME,
    "change": _("Comparable change"),
    "percent": _("Comparable change, %"),
    "reported": _("Change as reported"),
}
ROWS: dict[str, Any] = {
    **NAME,
    **{code: FIGURES[code].title for code in MAIN},
    "coverage": _("Coverage, %"),
    "not_involved": _("Not involved"),
    "reported": _("Change as reported"),
    "change": _("Comparable change"),
}
OWED = {**NAME, "status": _("Report")}
FAILED = {**NAME, "failed_checks": _("Failed checks")}


class YearFacts:
    """Of one year, as a reader of the day sees it. `codes`: which figures are wanted."""

    def __init__(self, scope: Scope, codes: Iterable[str] = IN_LETTER) -> None:
        self.scope, self.day = scope, scope.as_of
        self.year = scope.year or scope.as_of.year
        self.statistics: Statistics = reckoned.of_page(scope, tuple(codes))

    def facts(self) -> dict[str, Fact]:
        return {
            "year": str(self.year),
            "state_day": state_day(self.year),
            "state_day_before": state_day(self.year - 1),
            "totals": self._totals(),
            "before": self._before(),
            "organizations": self._organizations(),
            **self.changes(),
            **self.owed(),
            "errors": self.errors(),
        }

    # --- Sums ---------------------------------------------------------------------------------------------

    @property
    def together(self) -> Together:
        return self.statistics.together(self.year)

    def _page(self, name: str = "statistics", **query: str) -> str:
        asked = "&".join(f"{key}={value}" for key, value in {"year": self.year, "as_of": self.day, **query}.items())
        return f"{reverse(f'membership:{name}')}?{asked}"

    def number(self, value: Any, kind: str = "") -> Fact:
        if value is None:
            return Unknown(_("no report holds this figure"), self._page())
        return Figure(value, self._page(), kind)  # type: ignore[arg-type]

    def _signed(self, value: Any) -> Fact:
        return (
            Figure(Two(signed(value), signed(value)), self._page("changes")) if value is not None else self.number(None)
        )

    def _totals(self) -> dict[str, Fact]:
        found = self.together
        return {
            **{code: self.number(found.figures.get(code)) for code in IN_LETTER},
            **{name: self._share(found, code) for name, code in SHARES.items()},
            "coverage": self.number(found.coverage, "decimal"),
            "not_involved": self.number(found.not_involved),
            "change": self._signed(found.change.comparable),
            "reported": self._signed(found.change.reported),
            "organizations": self.number(found.bodies),
            "stated": self.number(found.stated),
            "summed": self.number(found.summed),
            "without": self.number(found.without),
        }

    def _share(self, found: Together, code: str) -> Fact:
        part, whole = found.figures.get(code), found.figures.get("members_total")
        return self.number(checks.percent(part, whole) if part is not None and whole else None, "decimal")

    def _before(self) -> dict[str, Fact]:
        """The same a year before, where there is a year before."""
        first = min(self.statistics.top_years, default=self.year)
        before = self.statistics.together(self.year - 1) if first < self.year else None
        figures = before.figures if before else {}
        return {
            **{code: self.number(figures.get(code)) for code in MAIN},
            "coverage": self.number(before.coverage if before else None, "decimal"),
        }

    # --- Lists --------------------------------------------------------------------------------------------

    def _list(self, title: Two, nobody: Two, rows: Iterable[Row], fields: dict[str, Any], link: str) -> Listing:
        return Listing(title=title, nobody=nobody, rows=list(rows), as_of=self.day, fields=fields, link=link)

    def _row(self, line: Line, **values: Fact) -> Row:
        one = self._organizations_by_number[line.organization.pk]
        return Row(one.code, {"name": named(one, self.day), **values}, one.get_absolute_url())

    @cached_property
    def _organizations_by_number(self) -> dict[int, Organization]:
        """With the names they have borne, which the figures know nothing of."""
        visible = Organization.objects.visible_to(self.scope.user)
        return visible.prefetch_related("former_names").in_bulk([line.organization.pk for line in self.lines])

    @property
    def lines(self) -> list[Line]:
        return self.statistics.lines(self.year)

    def _organizations(self) -> Listing:
        def values(line: Line) -> dict[str, Fact]:
            return {
                **{code: self.number(line.figures.get(code)) for code in MAIN},
                "coverage": self.number(line.coverage, "decimal"),
                "not_involved": self.number(line.not_involved),
                "reported": self._signed(line.change.reported),
                "change": self._signed(line.change.comparable),
            }

        return self._list(
            Two("По организациям", "Ұйымдар бойынша"),
            Two("Отчетов к этому дню не поступило.", "Бұл күнге есептер келіп түскен жоқ."),
            (self._row(line, **values(line)) for line in self.lines),
            ROWS,
            self._page(),
        )

    def changes(self) -> dict[str, Listing]:
        """Falls and growth of employed members on comparable territory, the largest first."""
        known = [line for line in self.lines if line.change.comparable is not None]
        falls = sorted((one for one in known if _changed(one) < 0), key=_changed)
        growth = sorted((one for one in known if _changed(one) > 0), key=_changed, reverse=True)
        return {
            "falls": self._list(
                Two("Снижение", "Азаю"),
                Two(
                    "Снижения числа работающих членов профсоюза не наблюдается.",
                    "Жұмыс істейтін кәсіподақ мүшелері санының азаюы байқалмайды.",
                ),
                (self._row(one, **self._change(one)) for one in falls),
                CHANGED,
                self._page("changes"),
            ),
            "growth": self._list(
                Two("Рост", "Өсу"),
                Two(
                    "Роста числа работающих членов профсоюза не наблюдается.",
                    "Жұмыс істейтін кәсіподақ мүшелері санының өсуі байқалмайды.",
                ),
                (self._row(one, **self._change(one)) for one in growth),
                CHANGED,
                self._page("changes"),
            ),
        }

    def _change(self, line: Line) -> dict[str, Fact]:
        """By how many, without a sign: the list says whether it fell or grew."""
        percent = line.change_percent
        return {
            "change": Figure(abs(_changed(line)), self._page("changes")),
            "percent": Figure(abs(percent), self._page("changes"), "decimal") if percent is not None else "",
            "reported": self._signed(line.change.reported),
        }

    def owed(self) -> dict[str, Listing]:
        """Who was late with the report, sent nothing, or has it back."""
        bodies = {line.organization.pk: line for line in self.lines}
        visible = Obligation.objects.visible_to(self.scope.user).with_status(self.day)
        owed = obligations_of(visible, set(bodies), self.year)
        found = [(line, owed[pk]) for pk, line in bodies.items() if pk in owed]
        told = {
            "missing": (Status.MISSING, Two("Не представили", "Ұсынбағандар")),
            "late": (Status.LATE, Two("Представили с опозданием", "Кешіктіріп ұсынғандар")),
            "returned": (Status.RETURNED, Two("Возвращено на исправление", "Түзетуге қайтарылғандар")),
        }
        nobody = Two("Таких организаций нет.", "Мұндай ұйымдар жоқ.")
        return {
            name: self._list(
                title,
                nobody,
                [self._row(line, status=_status(one)) for line, one in found if one.status == status],
                OWED,
                self._page(),
            )
            for name, (status, title) in told.items()
        }

    def errors(self) -> Listing:
        failed = [line for line in self.lines if line.failed_checks]
        failed.sort(key=lambda line: -(line.failed_checks or 0))
        return self._list(
            Two("Отчеты с ошибками", "Қателері бар есептер"),
            Two("Отчетов, не прошедших проверки, нет.", "Тексеруден өтпеген есептер жоқ."),
            (self._row(line, failed_checks=line.failed_checks or 0) for line in failed),
            FAILED,
            self._page("errors"),
        )


def _changed(line: Line) -> int:
    return line.change.comparable or 0


def _status(obligation: Obligation) -> Spoken:
    facts = badges.facts(obligation)
    return Spoken(lambda _language: badges.in_words(**facts))
