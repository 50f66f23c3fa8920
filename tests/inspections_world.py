"""Inspections of Karaganda, made by the verbs: planned, written, signed, given to the organization.

one = planned(world)                      # from 10 to 19 May 2023, outside every plan
one = written(world)                      # begun and ended in its time, three findings, three recommendations
one = signed(world)                       # on 25 May
one = handed_over(world)                  # on 1 June: due on 1 August, on 1 October, and within 30 days
"""

from datetime import date
from typing import Any

from inspections.models import Finding, FindingSection, Inspection, InspectionPlan, Inspector, Recommendation
from inspections.models.parts import write_part
from tests.world import World, at

FROM, TO = date(2023, 5, 10), date(2023, 5, 19)
SIGNED_ON, GIVEN_ON = date(2023, 5, 25), date(2023, 6, 1)
DUE_ON: tuple[date | None, ...] = (date(2023, 8, 1), date(2023, 10, 1), None)
FINDINGS = (("membership", "remark"), ("training", "in_order"), ("record_keeping", "remark"))


def plan_of_2023(world: World) -> InspectionPlan:
    return InspectionPlan.objects.create(
        year=2023, approved_by="Исполком", number="4", approved_on=date(2023, 1, 20), source="Протокол № 4"
    )


def planned(world: World, **fields: Any) -> Inspection:
    given: dict[str, Any] = {
        "organization": world.karaganda, "topic_ru": "Работа организации", "topic_kk": "Ұйымның жұмысы",
        "planned_from": FROM, "planned_to": TO, "reply_days": 30, **fields,
    }  # fmt: skip
    inspection = Inspection(**given)
    inspection.write(by=world.saule)
    return inspection


def inspected_by(inspection: Inspection, world: World, **fields: Any) -> Inspector:
    given: dict[str, Any] = {
        "person": world.saule.person,
        "position_text": "заведующая отделом",
        "leads": True,
        "signs": True,
    }
    inspector = Inspector(inspection=inspection, **{**given, **fields})
    write_part(inspector, by=world.saule)
    return inspector


def found(
    inspection: Inspection, world: World, section: str = "membership", mark: str = "remark", text: str = ""
) -> Finding:
    finding = Finding(
        inspection=inspection, section=FindingSection.objects.get(code=section), mark=mark,
        text=text or f"Изучено: {section}", position=inspection.findings.count() + 1,
    )  # fmt: skip
    write_part(finding, by=world.saule)
    return finding


def recommended(inspection: Inspection, world: World, due_on: date | None = None, **fields: Any) -> Recommendation:
    number = inspection.recommendations.count() + 1
    given: dict[str, Any] = {"text": f"Устранить замечание {number}", **fields}
    recommendation = Recommendation(inspection=inspection, number=number, due_on=due_on, **given)
    write_part(recommendation, by=world.saule)
    return recommendation


def begun(world: World, **fields: Any) -> Inspection:
    inspection = planned(world, **fields)
    inspection.begin(on=FROM, by=world.saule, at=at(FROM))
    return inspection


def written(world: World, **fields: Any) -> Inspection:
    inspection = begun(world, **fields)
    inspected_by(inspection, world)
    findings = [found(inspection, world, section, mark) for section, mark in FINDINGS]
    for finding, due_on in zip(findings, DUE_ON, strict=True):
        recommended(inspection, world, due_on, finding=finding)
    inspection.end(on=TO, by=world.saule, at=at(TO))
    return inspection


def signed(world: World, **fields: Any) -> Inspection:
    inspection = written(world, **fields)
    inspection.sign(on=SIGNED_ON, by=world.saule, at=at(SIGNED_ON))
    return inspection


def handed_over(world: World, **fields: Any) -> Inspection:
    inspection = signed(world, **fields)
    inspection.hand_over(on=GIVEN_ON, by=world.saule, at=at(GIVEN_ON))
    return inspection


def numbered(inspection: Inspection, number: int) -> Recommendation:
    return inspection.recommendations.select_related("obligation", "inspection").get(number=number)
