"""How long the pages of the membership statistics take over ten years and 9 300 primary organizations.

Usage: scripts/postgresql .venv/bin/python -m bench.membership [--repeat 40] [--small]
The database must be empty; it is filled first. Every page is asked for as staff see it, in turn, and each answer is
judged by its 95th percentile and by the number of its queries. Also measured: the worst case, in which no member
organization and no branch has stated anything, so that all is summed up from the primary organizations.
"""

import argparse
import os
import random
import statistics
import sys
import time
from dataclasses import dataclass

import django

PAGES = (
    "/membership/", "/membership/years/", "/membership/changes/", "/membership/trend/", "/membership/regions/",
    "/membership/errors/", "/membership/?level=branch", "/membership/?as=json",
)  # fmt: skip
MOST_SECONDS, MOST_QUERIES = 0.3, 15


@dataclass(frozen=True)
class Measured:
    page: str
    seconds: list[float]
    queries: int

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]

    @property
    def is_good(self) -> bool:
        return self.p95 <= MOST_SECONDS and self.queries <= MOST_QUERIES

    def __str__(self) -> str:
        median = statistics.median(self.seconds)
        mark = "" if self.is_good else "  over the limit"
        return (
            f"{self.page:32} p50 {median * 1000:5.0f} ms  p95 {self.p95 * 1000:5.0f} ms  {self.queries:2} queries{mark}"
        )


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--repeat", type=int, default=40)
    words.add_argument("--small", action="store_true", help="a twentieth of the union, to try the benchmark itself")
    asked = words.parse_args()
    set_up()
    from bench.membership_data import Size, fill

    size = Size(branches=22, primaries=460) if asked.small else Size()
    began = time.perf_counter()
    fill(size, random.Random(4))
    analyze()
    print(f"{size.primaries} primary organizations, ten years: filled in {time.perf_counter() - began:.0f} s")
    good = measured("members have stated their figures", asked.repeat)
    silence()
    measured("worst case: everything summed up from the primary organizations", asked.repeat)
    return 0 if good else 1


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    settings.DEMO = True  # no second factor is asked
    call_command("migrate", verbosity=0)
    setup_test_environment()


def analyze() -> None:
    """What the server does by itself within a minute of a large import."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measured(title: str, repeat: int) -> bool:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    staff = get_user_model().objects.get(email="staff@bench.example")
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    print(f"\n{title}")
    results = [measure(client, page, repeat) for page in PAGES]
    for result in results:
        print(f"  {result}")
    return all(result.is_good for result in results)


def measure(client: object, page: str, repeat: int) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection):
        ask(client, page)  # and warms the caches of templates
        queries = len(connection.queries)
    seconds = []
    for _ in range(repeat):
        began = time.perf_counter()
        ask(client, page)
        seconds.append(time.perf_counter() - began)
    return Measured(page, seconds, queries)


def ask(client: object, page: str) -> None:
    answer = client.get(page, {**_query(page), "as_of": "2023-09-04"})  # type: ignore[attr-defined]
    if answer.status_code != 200:
        raise SystemExit(f"{page} answers {answer.status_code}")


def _query(page: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in page.partition("?")[2].split("&") if pair)


def silence() -> None:
    """Members and branches take back what they stated; only the primary organizations' reports stand."""
    from membership.models import MembershipReport

    MembershipReport.objects.exclude(organization__level="primary").delete()
    analyze()


if __name__ == "__main__":
    sys.exit(main())
