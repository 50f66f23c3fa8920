"""What the report of an inspection says: facts of the inspection, and beside each section the figures of the system, kept
when it was signed and alive before."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from decrees.naming import body_in_both
from inspections.figures import SECTIONS as FIGURE_SECTIONS, Figure
from inspections.freezing import live
from inspections.letters_figures import FIGURES, TABLES, figure_rows, no_data_rows, table_rows
from inspections.letters_territory import uncovered, withdrawals
from inspections.models import Finding, FindingSection, Inspection, Inspector, Recommendation
from letters.facts import Fact, Facts, Listing, Row, Spoken, Two, Unknown
from letters.kinds import Asking
from letters.naming import legally_named, named
from organizations.models import Appointment, Level, Person
from organizations.personnel import personnel_of

PEOPLE = {"name": _("name"), "position": _("position"), "leads": _("whether the person leads the inspection")}
FINDINGS = {"text": _("what was found"), "is_remark": _("whether it is a remark")}
NAMES = {"name": _("name")}
SECTIONS: dict[str, Any] = {
    "code": _("Code"),
    "name": _("section"),
    "nothing": _("what stands where nothing was found"),
    "findings": FINDINGS,
    "figures": FIGURES,
    "tables": TABLES,
    "no_data": NAMES,
}
RECOMMENDED = {
    "no": _("number"),
    "text": _("recommendation"),
    "due_on": _("due day"),
    "reply_days": _("days for the reply"),
    "responsible": _("responsible person"),
}


class Report:
    def __init__(self, inspection: Inspection, asking: Asking) -> None:
        self.inspection, self.user = inspection, asking.user
        self.organization = inspection.organization
        self.day = inspection.figures_on(asking.as_of)
        self.link = inspection.get_absolute_url()

    def facts(self) -> Facts:
        return {
            "inspection": self._inspection(),
            "plan": self._plan(),
            "follows": self._follows(),
            "organization": self._organization(),
            "chair": self._chair(),
            "inspectors": self._people(
                self.inspection.inspectors.all(),
                Two("Проверяющие", "Тексерушілер"),
                Two("Проверяющие не названы.", "Тексерушілер көрсетілмеген."),
            ),
            "signatories": self._signatories(),
            "missing": self._missing(),
            "figures_on": self.day,
            "sections": self._sections(),
            "uncovered": uncovered(self.organization, self.user, self.day),
            "withdrawals": withdrawals(self.organization, self.user, self.day, self._studied),
            "recommendations": self._recommendations(),
        }

    def _entered(self, value: Any, what: Any) -> Fact:
        """As it was entered, or where it is entered."""
        return value or Unknown(what, self.link)

    def _list(self, title: Two, nobody: Two, rows: Iterable[Row], fields: dict[str, Any]) -> Listing:
        return Listing(title=title, nobody=nobody, rows=list(rows), as_of=self.day, fields=fields, link=self.link)

    # --- The inspection -----------------------------------------------------------------------------------

    def _inspection(self) -> dict[str, Fact]:
        one = self.inspection
        return {
            "kind": Spoken(partial(_kind_of, one)),
            "topic": Two(one.topic_ru, one.topic_kk),
            "began_on": self._entered(one.began_on, _("the day it began")),
            "ended_on": self._entered(one.ended_on, _("the day it ended")),
            "studied_from": self._entered(one.studied_from, _("the period studied")),
            "studied_to": self._entered(one.studied_to, _("the period studied")),
            "handed_over_on": one.handed_over_on or "",
            "reply_days": one.reply_days,
        }

    def _plan(self) -> dict[str, Fact]:
        """Empty of an inspection outside every plan."""
        plan = self.inspection.plan
        if plan is None:
            return dict.fromkeys(("year", "approved_by", "number", "approved_on"), "")
        return {
            "year": str(plan.year),
            "approved_by": body_in_both(plan.approved_by),
            "number": plan.number,
            "approved_on": plan.approved_on,
        }

    def _follows(self) -> dict[str, Fact]:
        before = self.inspection.follows
        if before is None:
            return {"kind": "", "ended_on": ""}
        return {"kind": Spoken(partial(_kind_of, before)), "ended_on": before.ended_on or ""}

    def _organization(self) -> dict[str, Fact]:
        one = self.organization
        return {
            "name": named(one, self.day),
            "legal_name": legally_named(one, self.day),
            "parent": named(one.parent, self.day) if one.parent else "",
            # Only those are divided into districts and cities.
            "has_territory": one.level == Level.MEMBER,
        }

    def _chair(self) -> dict[str, Fact]:
        """In office on the day of the figures."""
        office = self._personnel.chair
        if office is None:
            nobody = Unknown(_("the chair is not entered"), self.organization.get_absolute_url())
            return {"name": nobody, "is_acting": False, "elected_on": "", "term_end": ""}
        return {
            "name": _name(office.person),
            "is_acting": office.is_acting,
            "elected_on": self._of_term(office, office.elected_on, _("the day of the election")),
            "term_end": self._of_term(office, office.term_end, _("the end of the term")),
        }

    def _of_term(self, office: Appointment, value: date | None, what: Any) -> Fact:
        """Nobody elects those who only act for a chair."""
        return value or ("" if office.is_acting else Unknown(what, self.organization.get_absolute_url()))

    @property
    def _studied(self) -> tuple[date, date]:
        """Within which days withdrawals are looked at; as of the figures, so that nothing later is told."""
        one = self.inspection
        return one.studied_from or date(self.day.year, 1, 1), min(one.studied_to or self.day, self.day)

    @cached_property
    def _personnel(self) -> Any:
        return personnel_of(self.user, [self.organization], self.day)[0]

    # --- Who inspected, who signs -------------------------------------------------------------------------

    def _people(self, people: Iterable[Inspector], title: Two, nobody: Two) -> Listing:
        rows = [
            Row(
                f"inspector-{one.pk}",
                {
                    "name": _name(one.person) if one.person else Two(one.typed_name, one.typed_name),
                    "position": one.position_text,
                    "leads": one.leads,
                },
                self.link,
            )
            for one in people
        ]
        return self._list(title, nobody, rows, PEOPLE)

    def _signatories(self) -> Listing:
        return self._people(
            [one for one in self.inspection.inspectors.all() if one.signs],
            Two("Подписывают", "Қол қоятындар"),
            Two("Подписывающие не названы.", "Қол қоятындар көрсетілмеген."),
        )

    def _missing(self) -> dict[str, Fact]:
        """What no report is without: yellow while nobody entered it."""
        people = list(self.inspection.inspectors.all())
        signs = [one for one in people if one.signs]
        return {
            "inspectors": "" if people else Unknown(_("who inspects"), self.link),
            "signatories": "" if signs else Unknown(_("who signs"), self.link),
        }

    # --- Sections -----------------------------------------------------------------------------------------

    @cached_property
    def _live(self) -> list[Figure]:
        return live(self.inspection, self.day)

    def _figures(self, section: FindingSection, findings: Sequence[Finding]) -> list[Figure]:
        """Those kept when it was signed, each with the page it came from; else those of the system."""
        present = [one for one in self._live if one.section == section.code]
        urls = {one.code: one.url for one in present}
        kept = [
            Figure(
                section.code, one.code, one.title_ru, one.title_kk, one.value, one.unit, one.as_of,
                urls.get(one.code, self.link),
            )
            for finding in findings
            for one in finding.figures.all()
        ]  # fmt: skip
        return kept if self.inspection.signed_on and kept else present

    def _sections(self) -> Listing:
        findings: dict[FindingSection, list[Finding]] = {}
        for one in self.inspection.findings.all():
            findings.setdefault(one.section, []).append(one)
        return self._list(
            Two("По разделам", "Бөлімдер бойынша"),
            Two("Выводы по разделам не записаны.", "Бөлімдер бойынша тұжырымдар жазылмаған."),
            [self._section(one, findings.get(one, [])) for one in self._told(findings)],
            SECTIONS,
        )

    def _told(self, findings: Iterable[FindingSection]) -> list[FindingSection]:
        """A comprehensive inspection looks at every section that figures may stand in, another one at those it wrote
        about."""
        told = set(findings)
        if self.inspection.kind == Inspection.Kind.COMPREHENSIVE:
            told |= set(FindingSection.objects.offered_on(self.day).filter(code__in=FIGURE_SECTIONS))
        return sorted(told, key=lambda one: (one.position, one.pk))

    def _section(self, section: FindingSection, findings: Sequence[Finding]) -> Row:
        figures = self._figures(section, findings)
        values: dict[str, Fact] = {
            "code": section.code,
            "name": Two(section.name_ru, section.name_kk),
            "nothing": "" if findings else self._nothing(),
            "findings": self._list(Two("", ""), Two("", ""), map(self._finding, findings), FINDINGS),
            "figures": self._list(Two("", ""), self._no_figures(figures), figure_rows(figures), FIGURES),
            "tables": self._list(Two("", ""), Two("", ""), table_rows(figures, self.day), TABLES),
            "no_data": self._list(Two("", ""), Two("", ""), no_data_rows(figures), NAMES),
        }
        return Row(section.code, values, self.link)

    def _no_figures(self, figures: Sequence[Figure]) -> Two:
        if any(one.value is not None for one in figures):
            return Two("", "")
        return Two("Сведений в информационной системе нет.", "Ақпараттық жүйеде мәлімет жоқ.")

    def _nothing(self) -> Fact:
        """While it may be written, it is lacking."""
        if self.inspection.is_writable:
            return Unknown(_("what was found in this section"), self.link)
        return Two("Выводы по этому разделу не записаны.", "Бұл бөлім бойынша тұжырымдар жазылмаған.")

    def _finding(self, finding: Finding) -> Row:
        remark = finding.mark == Finding.Mark.REMARK
        return Row(f"finding-{finding.pk}", {"text": finding.text.strip(), "is_remark": remark}, self.link)

    # --- Recommendations ----------------------------------------------------------------------------------

    def _recommendations(self) -> Listing:
        return self._list(
            Two("Рекомендации", "Ұсынымдар"),
            Two("Рекомендаций нет.", "Ұсынымдар жоқ."),
            map(self._recommendation, self.inspection.recommendations.all()),
            RECOMMENDED,
        )

    def _recommendation(self, one: Recommendation) -> Row:
        named_person = _name(one.responsible) if one.responsible else one.responsible_text
        values: dict[str, Fact] = {
            "no": str(one.number),
            "text": one.text.strip(),
            "due_on": one.due_on or "",
            "reply_days": self.inspection.reply_days,
            "responsible": self._entered(named_person, _("responsible person")),
        }
        return Row(f"recommendation-{one.number}", values, one.get_absolute_url())


def _name(person: Person) -> Two:
    return Two(person.name_ru, person.name_kk)


def _kind_of(inspection: Inspection, _language: str) -> str:
    return str(Inspection.Kind(inspection.kind).label)
