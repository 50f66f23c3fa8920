"""What is reckoned for a page or a file: which rows, which sums, of which years, for whom."""

from collections.abc import Sequence

from membership.bodies import Bodies
from membership.figures import FIGURES
from membership.filters import Scope
from membership.statistics import MAIN, Statistics


def of_rows(scope: Scope, codes: Sequence[str] = tuple(FIGURES)) -> Statistics:
    """The rows of one year, with the year before for their changes."""
    return _statistics(scope, row_years=[scope.year - 1, scope.year] if scope.year else [], codes=codes)


def of_tops(scope: Scope, *, latest_only: bool = False) -> Statistics:
    years = scope.trend[-1:] if latest_only else scope.trend
    return _statistics(scope, top_years=[years[0] - 1, *years] if years else [], codes=MAIN)


def of_trend(scope: Scope) -> Statistics:
    return _statistics(scope, row_years=scope.trend, codes=MAIN)


def of_page(scope: Scope, codes: Sequence[str]) -> Statistics:
    """Rows of the year and sums of ten years, reckoned together."""
    years = scope.trend
    before = [years[0] - 1, *years] if years else []
    return _statistics(scope, row_years=before[-2:], top_years=before, codes=codes)


def _statistics(
    scope: Scope, *, row_years: Sequence[int] = (), top_years: Sequence[int] = (), codes: Sequence[str]
) -> Statistics:
    first = min(scope.form.years, default=0)
    row_years, top_years = ([year for year in some if year >= first] for some in (row_years, top_years))
    years = sorted({*row_years, *top_years})
    rows, tops = (scope.rows if row_years else scope.tops), (scope.tops if top_years else scope.rows)
    bodies = Bodies.found(scope.visible, rows, tops, years, ranked=scope.is_ranked) if years else Bodies()
    return Statistics(bodies, as_of=scope.as_of, row_years=row_years, top_years=top_years, codes=codes)
