"""The import of the whole registry from a spreadsheet into an empty database: `python -m bench.importing`."""

import json
import os
import resource
import sys
import time
from itertools import pairwise

import django


def measure() -> dict[str, float]:
    """Seconds of reading, of the difference shown, and of the import itself; and the peak of memory in MB."""
    from django.core.files.base import ContentFile
    from django.utils import timezone, translation

    from bench import people
    from bench.union import Size, registry
    from documents.registry import WHOLE_UNION
    from documents.workbook_templates import write_template
    from organizations import imports
    from organizations.imports.columns import TEMPLATE

    with translation.override("ru"):
        file = ContentFile(write_template(TEMPLATE, rows=registry(Size())), "registry.xlsx")
        staff, now = people.first_user(), timezone.now()
        marks = [time.perf_counter()]
        records = imports.read_file(file).records
        marks.append(time.perf_counter())
        imports.dry_run(records, by=staff, at=now, scope=WHOLE_UNION)
        marks.append(time.perf_counter())
        outcome = imports.import_records(records, by=staff, at=now, scope=WHOLE_UNION)
        marks.append(time.perf_counter())
    reading, dry, writing = (after - before for before, after in pairwise(marks))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": len(outcome.created), "reading": reading, "difference": dry, "writing": writing, "megabytes": peak}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")
    django.setup()
    json.dump(measure(), sys.stdout)
