"""9 300 membership reports of a new year from one spreadsheet, with ten years before them: `python -m bench.membership_import`.

The whole way of it, as the pages go it: read and compared, shown; read again and kept as drafts; judged and handed in
with history. On the same file django-import-export with its default settings, which goes the same way (a dry run, shown;
then the import) and judges nothing. `prepare` writes the file; `theirs` leaves nothing; `ours` hands in.
"""

import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django

ALMATY = ZoneInfo("Asia/Almaty")


class Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.last, self.cpu = time.perf_counter(), time.process_time()

    def mark(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0) + now - self.last
        self.last = now

    def told(self, rows: int) -> dict[str, Any]:
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cpu = time.process_time() - self.cpu
        return {"seconds": self.seconds, "cpu": cpu, "rows": rows, "megabytes": megabytes}


def requirement() -> Any:
    from bench.membership_figures import KIND
    from reporting.models import Requirement

    return Requirement.objects.get(kind=KIND)


def next_year() -> int:
    """The year whose reports are handed in: the last that is asked."""
    from reporting.models import Obligation

    return max(map(int, Obligation.objects.filter(requirement=requirement()).values_list("key", flat=True).distinct()))


def handed_in(year: int) -> tuple[date, datetime]:
    return date(year, 1, 10), datetime(year, 1, 10, 12, tzinfo=ALMATY)


def below(year: int) -> Any:
    from membership.below import Below, obligations_of
    from organizations.models import Organization
    from reporting.models import Obligation

    union, (day, _noon) = Organization.objects.get(level="union"), handed_in(year)
    return Below(union, year, Obligation.objects.with_status(day).filter(obligations_of(year, union)), day)


def staff() -> Any:
    from accounts.models import User
    from bench.union import address

    return User.objects.get(email=address("staff-00"))


# --- The file -----------------------------------------------------------------------------------------------


def prepare(file: Path) -> dict[str, Any]:
    from django.db import connection

    from documents.workbook_templates import write_template
    from membership.below_table import template_of

    requirement().open_obligations(until=handed_in(next_year() + 1)[0], by=staff())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = below(next_year())
    content = write_template(
        template_of(found, is_written=True), rows=_rows(found), organization_code="union", empty_rows=0
    )
    file.write_bytes(content)
    return {}


def _rows(below: Any) -> Iterator[dict[str, Any]]:
    """Of every primary organization: what it began with is said where the last accepted report ended otherwise."""
    from bench.membership_figures import answers_of
    from membership.checks import expected_opening

    for one in below.to_fill:
        if one.organization.level == "primary":
            answers = answers_of(one.organization, below.year)
            expected = expected_opening(below.tasks[one.organization_id].background.known)
            if expected not in (None, answers["opening_total"]):
                answers["disagreement"] = "Сверено по учётным карточкам."
            yield {"code": one.organization.code, "explanation": "Проверено.", **answers}


# --- Ours -----------------------------------------------------------------------------------------------------


def ours(file: Path) -> dict[str, Any]:
    from django.core.files.base import ContentFile

    from membership import below_table
    from membership.below import submit_ready
    from reporting import drafts

    year, by = next_year(), staff()
    _day, noon = handed_in(year)
    upload, clock = ContentFile(file.read_bytes(), "reports.xlsx"), Clock()
    shown = below_table.read(below(year), upload).fingerprint()
    clock.mark("read and compared")
    incoming = below_table.read(below(year), upload)
    if incoming.errors or incoming.fingerprint() != shown:
        raise SystemExit("\n".join(map(str, incoming.errors[:5])))
    clock.mark("read again")
    drafts.save_many(incoming.changed, by=by, at=noon)
    clock.mark("kept as drafts")
    rows = len(incoming.changed)
    del incoming
    made = submit_ready(below(year), by=by, at=noon)
    clock.mark("judged and handed in")
    if len(made) < rows:
        raise SystemExit(f"{len(made)} of {rows} handed in: {Counter(line.state for line in below(year).lines)}")
    return clock.told(rows)


# --- Theirs ---------------------------------------------------------------------------------------------------


def theirs(file: Path) -> dict[str, Any]:
    """The settings of the library as they come; hand-ins are made one by one, as their rows are saved one by one."""
    from django.db import transaction

    from membership.models import MembershipReport

    year, clock = next_year(), Clock()
    with transaction.atomic():
        for name, dry in (("read and compared", True), ("read again and imported", False)):
            dataset = _dataset(file, year)
            result = _resource(year)().import_data(dataset, dry_run=dry, raise_errors=True)
            clock.mark(name)
        rows = MembershipReport.objects.filter(year=year).count()
        transaction.set_rollback(True)
    if result.has_errors() or rows != len(dataset):
        raise SystemExit("django-import-export has not imported everything")
    return clock.told(rows)


def _dataset(file: Path, year: int) -> Any:
    """The same rows, below the row of codes."""
    import tablib
    from openpyxl import load_workbook

    from membership.figures import FIGURES

    rows = [list(row) for row in load_workbook(file, data_only=True).worksheets[0].values]
    head = next(place for place, row in enumerate(rows) if "members_total" in row)
    columns = {name: rows[head].index(name) for name in ("code", *FIGURES) if name in rows[head]}
    told = [row for row in rows[head + 1 :] if isinstance(row[columns["members_total"]], int | float)]
    return tablib.Dataset(
        *([year, *(row[place] for place in columns.values())] for row in told), headers=["year", *columns]
    )


def _resource(year: int) -> Any:
    from import_export import fields, resources, widgets

    from membership.figures import FIGURES
    from membership.models import MembershipReport
    from organizations.models import Organization
    from reporting.models import Obligation, Submission

    by, (day, noon) = staff(), handed_in(year)

    class ReportResource(resources.ModelResource):
        organization = fields.Field(
            attribute="organization", column_name="code", widget=widgets.ForeignKeyWidget(Organization, "code")
        )

        class Meta:
            model = MembershipReport
            fields = ("organization", "year", *FIGURES)
            import_id_fields = ("organization", "year")

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            owed = Obligation.objects.get(
                requirement__kind="membership_report", organization=instance.organization, key=str(year)
            )
            instance.state_on = date(year, 1, 1)
            instance.submission = Submission.objects.create(
                obligation=owed, round=1, received_on=day, day_stated=True, channel="online", submitted_by=by,
                submitted_at=noon,
            )  # fmt: skip

    return ReportResource


def main() -> None:
    step, file = sys.argv[1:]
    django.setup()
    from django.utils import translation

    steps: dict[str, Callable[[Path], dict[str, Any]]] = {"prepare": prepare, "theirs": theirs, "ours": ours}
    with translation.override("ru"):
        json.dump(steps[step](Path(file)), sys.stdout)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")
    main()
