"""The figures of the system beside the findings: alive until the report is signed, kept from then on."""

from inspections.figures import Figure, figures_of
from inspections.models.findings import Finding, FindingFigure
from inspections.models.inspection import Inspection


def freeze(inspection: Inspection) -> None:
    """Each figure is kept at the first finding of its section."""
    assert inspection.ended_on is not None  # noqa: S101 -- only what has ended is signed
    figures = figures_of(inspection.organization, inspection.ended_on)
    kept: list[FindingFigure] = []
    for finding in first_of_sections(inspection):
        kept += [
            _kept(finding, figure, place)
            for place, figure in enumerate(one for one in figures if one.section == finding.section.code)
        ]
    FindingFigure.objects.bulk_create(kept)


def thaw(inspection: Inspection) -> None:
    FindingFigure.objects.filter(finding__inspection=inspection).delete()


def first_of_sections(inspection: Inspection) -> list[Finding]:
    seen: dict[int, Finding] = {}
    for finding in inspection.findings.select_related("section"):
        seen.setdefault(finding.section_id, finding)
    return list(seen.values())


def _kept(finding: Finding, figure: Figure, place: int) -> FindingFigure:
    return FindingFigure(
        finding=finding,
        code=figure.code,
        title_ru=figure.title_ru,
        title_kk=figure.title_kk,
        value=figure.value,
        unit=figure.unit,
        as_of=figure.as_of,
        position=place,
    )
