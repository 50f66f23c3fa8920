"""One morning's reminders of the large union: `python -m bench.reminding` in a built database; nothing of it is kept.

Every body has something to be told of at once: a requirement of all primary organizations falls due in three days,
and what ten years have left open is told for the first time. The worst morning there can be.
"""

import json
import os
import resource
import sys
import time
from datetime import timedelta
from typing import Any

import django


def measure() -> dict[str, Any]:
    """Seconds, those of them Python worked itself, the peak of memory in MB, and how much was written."""
    from django.db import transaction
    from django.utils import timezone, translation

    from accounts.models import User
    from bench.union import address
    from reporting import reminding
    from reporting.models import Requirement

    now = timezone.now()
    today = timezone.localdate(now)
    with translation.override("ru"), transaction.atomic():
        staff = User.objects.get(email=address("staff-00"))
        asked = Requirement.objects.create(
            code="bench_reminding",
            title_ru="Сведения о подготовке к учебному году",
            citation_ru="письмо аппарата",
            audience_levels=["primary"],
            asked_on=today - timedelta(days=20),
            due_on=today + timedelta(days=3),
        )
        made = asked.open(by=staff, at=now, until=today)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        started, worked = time.perf_counter(), time.process_time()
        told = reminding.remind(today, at=now)
        seconds, work = time.perf_counter() - started, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        transaction.set_rollback(True)
    return {
        "asked": made, "digests": told.letters, "reminders": told.reminders, "seconds": seconds, "work": work, "megabytes": peak,
        "megabytes_before": before,
    }  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")
    django.setup()
    json.dump(measure(), sys.stdout)
