"""Builds, measures, prints: `make bench`. Arguments make another union: `scripts/bench --primaries=300`. Needs DATABASE_URL of a PostgreSQL server on which databases may be made."""

import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from bench import crowd, databases
from bench.figures import Figure, figures, table
from bench.serving import options, site
from bench.visiting import Guests, Sample

FIGURES = databases.KEPT / "figures.md"
VISIT, RUSH = 100, 20  # seconds


def guests_of(database: str) -> Guests:
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "guests.json"
        databases.run(database, "-m", "bench.inviting", str(paper), DJANGO_SETTINGS_MODULE="bench.settings")
        return Guests.read(paper)


def main() -> None:
    started = time.perf_counter()
    said: list[str] = []

    def say(text: str) -> None:
        print(text, flush=True)
        said.append(text)

    def step(text: str) -> None:
        print(f"[{time.perf_counter() - started:4.0f} s, load {os.getloadavg()[0]:.1f}] {text}", flush=True)

    step("The import of 9 300 organizations")
    databases.create("empty")
    databases.run("empty", "manage.py", "migrate", "--verbosity=0")
    imported = json.loads(databases.run("empty", "-m", "bench.importing"))
    step("Ten years")
    databases.built("ten", "--years=10", *sys.argv[1:])
    step("A morning's reminders")
    reminded = json.loads(databases.run("ten", "-m", "bench.reminding"))
    step("One year")
    databases.built("one", "--years=1", *sys.argv[1:])
    runs: dict[str, dict[str, Figure]] = {}
    for name, words in (("ten", "alone, ten years"), ("one", "alone, one year")):
        step(words)
        guests = guests_of(name)
        with site(name) as port:
            runs[words] = figures(crowd.alone(port, guests))
    low, high = crowd.THINKING
    with site("ten") as port:
        guests = guests_of("ten")
        step(f"50 people, each thinking {low:.0f} to {high:.0f} seconds between two pages")
        calm, seconds = crowd.timed(lambda: crowd.Crowd(port, guests, crowd.THINKING).visit(VISIT))
        runs["50 people, ten years"] = figures(calm)
        step("50 people who do not think")
        guests = guests_of("ten")
        rush, rush_seconds = crowd.timed(lambda: crowd.Crowd(port, guests, None).visit(RUSH))
    step("Done")
    say(f"\n{_machine()}\n\nMilliseconds: median / 95th percentile.\n")
    say(table(runs))
    say(
        f"\n50 people, {low:.0f} to {high:.0f} s between two pages: {len(calm)} requests in {seconds:.0f} s, "
        f"{len(calm) / seconds:.1f} a second.\n50 people without a pause: {len(rush) / rush_seconds:.1f} requests a "
        f"second; median {_median(rush):.0f} ms, because each waits for the other 49.\n"
        f"Import of {imported['rows']:.0f} organizations: {imported['reading'] + imported['writing']:.1f} s "
        f"(reading {imported['reading']:.1f}, writing {imported['writing']:.1f}), {imported['megabytes']:.0f} MB; the "
        f"difference shown before it: {imported['difference']:.1f} s. Aim: 20 s, 300 MB.\n"
        f"Reminders of the worst morning: {reminded['digests']} digests, {reminded['reminders']} lines in "
        f"{reminded['seconds']:.1f} s and {reminded['megabytes']:.0f} MB. Aim: 60 s, 300 MB."
    )
    FIGURES.write_text("\n".join(said) + "\n", encoding="utf-8")


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
