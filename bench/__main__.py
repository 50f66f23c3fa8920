"""Builds, measures, prints: `make bench`. Arguments make another union: `scripts/bench --primaries=300`. Needs DATABASE_URL of a PostgreSQL server on which databases may be made."""

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import crowd, databases, letters
from bench.figures import Figure, figures, table
from bench.serving import options, site
from bench.visiting import Guests, Sample

FIGURES = databases.KEPT / "figures.md"
# Seconds; long enough that each page is asked for some forty times, or the 95th percentile is but the slowest.
VISIT, RUSH = 240, 20


def guests_of(database: str) -> Guests:
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "guests.json"
        databases.run(database, "-m", "bench.inviting", str(paper), DJANGO_SETTINGS_MODULE="bench.settings")
        return Guests.read(paper)


class Bench:
    """One run: what it does is told as it goes, what it finds is kept for the end."""

    def __init__(self, size: Sequence[str]) -> None:
        self.size, self.started = size, time.perf_counter()

    def step(self, text: str) -> None:
        passed = time.perf_counter() - self.started
        print(f"[{passed:4.0f} s, load {os.getloadavg()[0]:.1f}] {text}", flush=True)

    def run(self) -> Iterator[str]:
        """Everything in its order; the lines of the report."""
        imported, reminded, reports = self._build()
        runs = self._alone()
        crowds = self._together()
        runs["50 people, ten years"] = figures(crowds.calm)
        self.step("Letters, and an annex of 9 300 rows")
        written = _letters()
        self.step("Done")
        yield f"\n{_machine()}\n\nMilliseconds: median / 95th percentile.\n"
        yield table(runs)
        yield f"\n{crowds}\n{_of_import(imported)}\n{_of_morning(reminded)}\n\n{written}"
        yield from of_reports(reports)

    def _build(self) -> tuple[dict[str, float], dict[str, float], dict[str, Any]]:
        """The databases, with what the imports into them cost."""
        self.step("The import of 9 300 organizations")
        databases.create("empty")
        databases.run("empty", "manage.py", "migrate", "--verbosity=0")
        imported = json.loads(databases.run("empty", "-m", "bench.importing"))
        self.step("Ten years")
        databases.built("ten", "--years=10", *self.size)
        self.step("A morning's reminders")
        reminded = json.loads(databases.run("ten", "-m", "bench.reminding"))
        self.step("One year")
        databases.built("one", "--years=1", *self.size)
        self.step("9 300 membership reports from a spreadsheet, by us and by django-import-export")
        return imported, reminded, membership_reports()

    def _alone(self) -> dict[str, dict[str, Figure]]:
        runs = {}
        for name, words in (("ten", "alone, ten years"), ("one", "alone, one year")):
            self.step(words)
            guests = guests_of(name)
            with site(name) as port:
                crowd.warm(port, guests)
                runs[words] = figures(crowd.alone(port, guests))
        return runs

    def _together(self) -> "Crowds":
        low, high = crowd.THINKING
        with site("ten") as port:
            guests = guests_of("ten")
            crowd.warm(port, guests)
            self.step(f"50 people, each thinking {low:.0f} to {high:.0f} seconds between two pages")
            calm = crowd.timed(lambda: crowd.Crowd(port, guests, crowd.THINKING).visit(VISIT))
            self.step("50 people who do not think")
            guests = guests_of("ten")
            rush = crowd.timed(lambda: crowd.Crowd(port, guests, None).visit(RUSH))
        return Crowds(*calm, *rush)


@dataclass(frozen=True)
class Crowds:
    """Fifty people who think between two pages, and the same without a pause."""

    calm: list[Sample]
    seconds: float
    rush: list[Sample]
    rush_seconds: float

    def __str__(self) -> str:
        low, high = crowd.THINKING
        return (
            f"50 people, {low:.0f} to {high:.0f} s between two pages: {len(self.calm)} requests in {self.seconds:.0f} s, "
            f"{len(self.calm) / self.seconds:.1f} a second.\n"
            f"50 people without a pause: {len(self.rush) / self.rush_seconds:.1f} requests a second; median "
            f"{_median(self.rush):.0f} ms, because each waits for the other 49."
        )


def main() -> None:
    said = []
    for text in Bench(sys.argv[1:]).run():
        print(text, flush=True)
        said.append(text)
    FIGURES.write_text("\n".join(said) + "\n", encoding="utf-8")


def _of_import(measured: Mapping[str, float]) -> str:
    return (
        f"Import of {measured['rows']:.0f} organizations: {measured['reading'] + measured['writing']:.1f} s "
        f"(reading {measured['reading']:.1f}, writing {measured['writing']:.1f}), {measured['megabytes']:.0f} MB; the "
        f"difference shown before it: {measured['difference']:.1f} s. Aim: 20 s, 300 MB."
    )


def _of_morning(measured: Mapping[str, float]) -> str:
    return (
        f"Reminders of the worst morning: {measured['digests']} digests, {measured['reminders']} lines in "
        f"{measured['seconds']:.1f} s and {measured['megabytes']:.0f} MB. Aim: 60 s, 300 MB."
    )


def membership_reports() -> dict[str, Any]:
    """Of a year more, after the ten; in a copy."""
    databases.copied("reports", "ten")
    with tempfile.TemporaryDirectory() as folder:
        command = ("-m", "bench.membership_import")
        file = str(Path(folder) / "reports.xlsx")
        return {
            step: json.loads(databases.run("reports", *command, step, file)) for step in ("prepare", "theirs", "ours")
        }


def of_reports(measured: Mapping[str, Any]) -> Iterator[str]:
    for name in ("ours", "theirs"):
        one = measured[name]
        seconds = ", ".join(f"{part} {took:.1f}" for part, took in one["seconds"].items())
        yield (
            f"Membership reports, {name}: {one['rows']} rows, {sum(one['seconds'].values()):.1f} s ({seconds}), "
            f"{one['cpu']:.1f} s of them computing in Python; {one['megabytes']:.0f} MB."
        )
    times = sum(measured["theirs"]["seconds"].values()) / sum(measured["ours"]["seconds"].values())
    yield f"{times:.1f} times as fast as django-import-export with its defaults. Aim: 15 s, 300 MB, 10 times."


def _letters() -> str:
    found = [
        letters.said(json.loads(databases.run("ten", "-m", "bench.letters", what))) for what in ("letters", "annex")
    ]
    return (
        f"A letter in one language, facts included (aim {letters.LETTER:.0f} s); its annex (aim {letters.ANNEX:.0f} s, "
        f"{letters.MEMORY} MB).\n{found[0]}\n{found[1]}"
    )


def _median(samples: list[Sample]) -> float:
    return sorted(sample.seconds for sample in samples)[len(samples) // 2] * 1000


def _machine() -> str:
    with open("/proc/meminfo", encoding="ascii") as memory:
        gigabytes = int(memory.readline().split()[1]) / 1024**2
    return (
        f"{time.strftime('%d.%m.%Y')}, {os.cpu_count()} cores, {gigabytes:.0f} GB, Python {platform.python_version()}, "
        f"gunicorn {' '.join(options())}; load at the end {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
