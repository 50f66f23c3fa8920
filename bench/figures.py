"""Samples as a table: median, 95th percentile, queries, memory; and whether the aim is met."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bench.visiting import Sample

# Milliseconds at the 95th percentile.
AIMS = {"submit": 200}
AIM = 300
ORDER = (
    "board", "attention", "leadership", "obligations", "rates", "campaign", "tasks", "search",
    "membership", "by primaries", "changes", "trend", "years", "regions", "errors", "own membership", "own discipline",
    "reports below", "form", "save", "check", "submit", "receipt",
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    number: int
    median: float
    p95: float
    queries: int
    megabytes: int


def figures(samples: Iterable[Sample]) -> dict[str, Figure]:
    found: dict[str, list[Sample]] = {}
    for sample in samples:
        found.setdefault(sample.page, []).append(sample)
    return {page: _figure(found[page]) for page in sorted(found, key=ORDER.index)}


def _figure(samples: list[Sample]) -> Figure:
    took = sorted(sample.seconds * 1000 for sample in samples)
    return Figure(
        number=len(took),
        median=statistics.median(took),
        p95=took[max(-(-len(took) * 95 // 100) - 1, 0)],
        queries=max(sample.queries for sample in samples),
        megabytes=max(sample.megabytes for sample in samples),
    )


def table(columns: Mapping[str, Mapping[str, Figure]]) -> str:
    """One row a page; of each run median / p95 in ms; queries and MB of the first run."""
    first = next(iter(columns.values()))
    lines = [
        "| page | " + " | ".join(columns) + " | queries | MB of a worker | aim |",
        "|---|" + "---|" * (len(columns) + 3),
    ]
    for page in ORDER:
        if page not in first:
            continue
        shown = [_shown(run.get(page)) for run in columns.values()]
        aim = AIMS.get(page, AIM)
        met = "met" if all(run[page].p95 <= aim for run in columns.values() if page in run) else "**missed**"
        lines.append(
            f"| {page} | {' | '.join(shown)} | {first[page].queries} | {first[page].megabytes} | {aim}: {met} |"
        )
    return "\n".join(lines)


def _shown(figure: Figure | None) -> str:
    return f"{figure.median:.0f} / {figure.p95:.0f}" if figure else "–"
