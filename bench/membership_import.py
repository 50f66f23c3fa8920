"""9 300 membership reports from one spreadsheet: read, compared, kept as drafts, judged and handed in with history.

Usage: scripts/postgresql .venv/bin/python -m bench.membership_import [--primaries 300]
The database must be empty. Beside it, on the same file and in the same run: django-import-export with its default
settings, which judges nothing. Seconds and the peak of memory of each, in a process of its own.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django

YEAR, DAY = 2024, date(2024, 1, 20)
NOON = datetime(2024, 1, 20, 12, tzinfo=ZoneInfo("Asia/Almaty"))
MOST_SECONDS, MOST_MEGABYTES = 15, 300


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--primaries", type=int, default=9300)
    words.add_argument("--only", choices=["write", "theirs", "ours"])
    words.add_argument("--file", default="")
    asked = words.parse_args()
    if asked.only:
        set_up()
        print(json.dumps({"write": write, "theirs": theirs, "ours": ours}[asked.only](asked)))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "reports.xlsx")
        run = [sys.executable, "-m", "bench.membership_import", f"--primaries={asked.primaries}", f"--file={file}"]
        said = {
            who: json.loads(subprocess.run([*run, f"--only={who}"], stdout=subprocess.PIPE, check=True).stdout)
            for who in ("write", "theirs", "ours")
        }
    for who in ("theirs", "ours"):
        seconds = ", ".join(f"{name} {value:.1f} s" for name, value in said[who]["seconds"].items())
        total = sum(said[who]["seconds"].values())
        print(f"{who:8} {said[who]['rows']} rows: {total:.1f} s ({seconds}), {said[who]['megabytes']:.0f} MB at most")
    times = sum(said["theirs"]["seconds"].values()) / sum(said["ours"]["seconds"].values())
    print(f"{times:.1f} times as fast. Aim: {MOST_SECONDS} s, {MOST_MEGABYTES} MB.")


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.utils import translation

    translation.activate("ru")


def measured(marks: dict[str, float], rows: int) -> dict[str, Any]:
    """`marks`: by name when each part was done, the beginning first."""
    named = list(marks.items())
    seconds = {name: after - before for (_first, before), (name, after) in pairwise(named)}
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "rows": rows, "megabytes": megabytes}


# --- The file -----------------------------------------------------------------------------------------------


def write(asked: Any) -> dict[str, Any]:
    """The registry, what is owed, and the file that everybody's figures stand in."""
    from django.core.management import call_command

    from bench.membership_data import Size, fill
    from documents.workbook_templates import write_template
    from membership.below_table import template_of
    from organizations.models import Organization
    from reporting.models import Obligation, Requirement

    call_command("migrate", verbosity=0)
    fill(Size(primaries=asked.primaries, silent_members=0), random.Random(4), years=range(0))
    requirement = Requirement.objects.get()
    Obligation.objects.bulk_create(
        (
            Obligation(
                requirement=requirement, organization=one, key=str(YEAR), arose_on=date(YEAR - 1, 12, 3),
                original_due_on=date(YEAR, 2, 1),
            )
            for one in Organization.objects.filter(level="primary")
        ),
        batch_size=2000,
    )  # fmt: skip
    content = write_template(
        template_of(below(), is_written=True), rows=_rows(), organization_code="union", empty_rows=0
    )
    Path(asked.file).write_bytes(content)
    return {}


def _rows() -> Iterator[dict[str, Any]]:
    from bench.membership_data import figures
    from organizations.models import Organization

    chance = random.Random(5)
    for one in Organization.objects.filter(level="primary").order_by("pk"):
        told: dict[str, Any] = dict(figures(one, chance))
        told |= {"opening_source": "книга учёта"}
        told |= {"in_joined": told["admitted_total"], "out_own_wish": told["left_total"]}
        yield {"code": one.code, **told}


def below() -> Any:
    from membership.below import Below, obligations_of
    from organizations.models import Organization
    from reporting.models import Obligation

    union = Organization.objects.get(level="union")
    return Below(union, YEAR, Obligation.objects.with_status(DAY).filter(obligations_of(YEAR, union)), DAY)


# --- Ours -----------------------------------------------------------------------------------------------------


def ours(asked: Any) -> dict[str, Any]:
    from django.core.files.base import ContentFile

    from accounts.models import User
    from membership import below_table
    from membership.below import submit_ready
    from reporting import drafts

    staff = User.objects.get()
    marks = {"": time.perf_counter()}
    found = below()
    incoming = below_table.read(found, ContentFile(Path(asked.file).read_bytes(), "reports.xlsx"))
    if incoming.errors:
        raise SystemExit("\n".join(map(str, incoming.errors[:5])))
    marks["read and compared"] = time.perf_counter()
    drafts.save_many(incoming.changed, by=staff, at=NOON)
    marks["kept as drafts"] = time.perf_counter()
    made = submit_ready(below(), by=staff, at=NOON)
    marks["judged and handed in"] = time.perf_counter()
    if len(made) < asked.primaries:
        states = Counter(line.state for line in below().lines)
        raise SystemExit(f"{len(made)} of {len(incoming.changed)} changed drafts handed in: {states}")
    return measured(marks, len(made))


# --- Theirs ---------------------------------------------------------------------------------------------------


def theirs(asked: Any) -> dict[str, Any]:
    """The settings of the library as they come; hand-ins are made one by one, as their rows are saved one by one."""
    from django.db import transaction

    from membership.models import MembershipReport

    marks = {"": time.perf_counter()}
    with transaction.atomic():
        dataset = _dataset(asked.file)
        marks["read"] = time.perf_counter()
        result = _resource()().import_data(dataset, raise_errors=True)
        marks["imported"] = time.perf_counter()
        rows = MembershipReport.objects.count()
        transaction.set_rollback(True)
    if result.has_errors() or rows != len(dataset):
        raise SystemExit("django-import-export has not imported everything")
    return measured(marks, rows)


def _dataset(file: str) -> Any:
    """The same rows, below the row of codes."""
    import tablib
    from openpyxl import load_workbook

    from membership.figures import FIGURES

    rows = [list(row) for row in load_workbook(file, data_only=True).worksheets[0].values]
    head = next(place for place, row in enumerate(rows) if "members_total" in row)
    columns = {name: rows[head].index(name) for name in ("code", *FIGURES) if name in rows[head]}
    told = [row for row in rows[head + 1 :] if isinstance(row[columns["members_total"]], int | float)]
    return tablib.Dataset(
        *([YEAR, *(row[place] for place in columns.values())] for row in told), headers=["year", *columns]
    )


def _resource() -> Any:
    from import_export import fields, resources, widgets

    from accounts.models import User
    from membership.figures import FIGURES
    from membership.models import MembershipReport
    from organizations.models import Organization
    from reporting.models import Obligation, Submission

    staff = User.objects.get()

    class ReportResource(resources.ModelResource):
        organization = fields.Field(
            attribute="organization", column_name="code", widget=widgets.ForeignKeyWidget(Organization, "code")
        )

        class Meta:
            model = MembershipReport
            fields = ("organization", "year", *FIGURES)
            import_id_fields = ("organization", "year")

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            owed = Obligation.objects.get(organization=instance.organization, key=str(YEAR))
            instance.state_on = date(YEAR, 1, 1)
            instance.submission = Submission.objects.create(
                obligation=owed, round=1, received_on=DAY, day_stated=True, channel="paper", submitted_by=staff,
                submitted_at=NOON,
            )  # fmt: skip

    return ReportResource


if __name__ == "__main__":
    main()
