"""The figures of the system beside the findings: alive until the report is signed, kept from then on."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from inspections.figures import Figure, figures_of
from inspections.models.findings import Finding, FindingFigure
from inspections.models.inspection import Inspection

PLACES = Decimal("0.0001")


def freeze(inspection: Inspection) -> None:
    """Each figure is kept at the first finding of its section."""
    assert inspection.ended_on is not None  # noqa: S101 -- only what has ended is signed
    figures = live(inspection, inspection.ended_on)
    kept: list[FindingFigure] = []
    for finding in first_of_sections(inspection.findings.select_related("section")):
        of_section = (one for one in figures if one.section == finding.section.code)
        kept += [_kept(finding, figure, place) for place, figure in enumerate(of_section)]
    FindingFigure.objects.bulk_create(kept)


def thaw(inspection: Inspection) -> None:
    FindingFigure.objects.filter(finding__inspection=inspection).delete()


def live(inspection: Inspection, day: date) -> list[Figure]:
    """What the system says of the day of the inspection."""
    studied = {"studied_from": inspection.studied_from, "studied_to": inspection.studied_to}
    return figures_of(inspection.organization, inspection.figures_on(day), **studied)


def first_of_sections(findings: Iterable[Finding]) -> list[Finding]:
    seen: dict[int, Finding] = {}
    for finding in findings:
        seen.setdefault(finding.section_id, finding)
    return list(seen.values())


def as_kept(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(PLACES)


def _kept(finding: Finding, figure: Figure, place: int) -> FindingFigure:
    return FindingFigure(
        finding=finding,
        code=figure.code,
        title_ru=figure.title_ru,
        title_kk=figure.title_kk,
        value=as_kept(figure.value),
        unit=figure.unit,
        as_of=figure.as_of,
        position=place,
    )
