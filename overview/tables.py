"""The tables of this room by their names."""

from documents import registry
from overview import discipline, execution, leadership_tables, matrix


def register() -> None:
    registry.register("discipline", matrix.build)
    registry.register("execution", execution.build)
    registry.register("leadership", leadership_tables.build)
    registry.register("leadership_regions", leadership_tables.build_regions)
    registry.register("leadership_years", leadership_tables.build_years)
    registry.register("organization_discipline", discipline.build)
