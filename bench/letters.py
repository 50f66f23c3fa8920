"""How long letters take, and their largest annex: `python -m bench.letters letters | annex`.

`letters` writes every kind that the database has facts for, facts included. `annex` writes the table of the primary organizations as a
spreadsheet, in a process that has done nothing else, so that its peak of memory is its own.
"""

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import django

TIMES = 5
# Seconds of a letter in one language; seconds and MB of the annex of 9 300 rows.
LETTER, ANNEX, MEMORY = 1.0, 5.0, 200


def letters() -> dict[str, dict[str, float]]:
    from letters import kinds

    day = _day()
    found = {}
    for kind in kinds.all_kinds():
        asked = _asked(kind.slug, day)
        if asked is not None:
            found[kind.slug] = {"seconds": _median(lambda kind=kind, asked=asked: _write(kind, asked, day))}  # type: ignore[misc]
    return found


def _day() -> date:
    """The last on which anything was asked, which is the day the union was built for."""
    from reporting.models import Obligation

    latest = Obligation.objects.order_by("-arose_on").values_list("arose_on", flat=True).first()
    return max(latest or date.min, date(2023, 9, 4))


def _asked(slug: str, day: date) -> dict[str, str] | None:
    """What a clerk would choose; None where the union has nothing of the kind."""
    from campaigns.models import Campaign
    from documents.registry import WHOLE_UNION
    from organizations.models import Organization

    campaign = Campaign.objects.visible_to(WHOLE_UNION).first()
    member = Organization.objects.visible_to(WHOLE_UNION).filter(level="member").order_by("code").first()
    reported = _year()
    code = member.code if member else ""
    return {
        "campaign_progress": {"campaign": str(campaign.pk)} if campaign else None,
        "decree_execution": {"first": day.replace(month=1, day=1).isoformat(), "last": day.isoformat()},
        "reminder": {"organization": code, "reply_by": day.isoformat()},
        "passport": {"organization": code},
        "membership_statistics": {"year": str(reported)} if reported else None,
    }.get(slug)


def _year() -> int | None:
    """The last of which anybody has reported the membership."""
    from documents.registry import WHOLE_UNION
    from membership.models import MembershipReport

    reports = MembershipReport.objects.visible_to(WHOLE_UNION)
    return reports.order_by("-year").values_list("year", flat=True).first()


def _write(kind: Any, asked: dict[str, str], day: date) -> None:
    from documents.registry import WHOLE_UNION
    from letters.asking import asking_of
    from letters.writing import write_docx

    asking = asking_of(kind, WHOLE_UNION, asked, day)
    kind.check(asking)
    write_docx(kind.template("ru"), kind.facts(asking), language="ru", kind=kind, as_of=day)


def _median(act: Callable[[], None]) -> float:
    """Of some, the first of which warms the caches, as in a server that runs."""
    act()
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def annex() -> dict[str, dict[str, float]]:
    from documents import xlsx
    from documents.registry import WHOLE_UNION
    from letters import kinds
    from letters.asking import asking_of

    kind = kinds.kind_of("membership_statistics")
    table = next(one for one in kind.annexes if one.slug == "primaries")
    began = time.perf_counter()
    content = xlsx.render(table.build(asking_of(kind, WHOLE_UNION, {"year": str(_year())}, _day())))
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"annex of 9 300 rows": {"seconds": seconds, "megabytes": peak, "bytes": len(content)}}


def said(found: dict[str, dict[str, float]]) -> str:
    """For people, with what is not reached."""
    lines = []
    for name, figures in found.items():
        most = ANNEX if "megabytes" in figures else LETTER
        memory = f", {figures['megabytes']:.0f} MB" if "megabytes" in figures else ""
        over = figures["seconds"] > most or figures.get("megabytes", 0) > MEMORY
        lines.append(f"{name}: {figures['seconds']:.2f} s{memory}{'  over the limit' if over else ''}")
    return "\n".join(lines)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")
    django.setup()
    from django.utils import translation

    with translation.override("ru"):
        json.dump({"letters": letters, "annex": annex}[sys.argv[1]](), sys.stdout)
