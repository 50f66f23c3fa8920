# ruff: noqa: E402 (Django is set up before its models are imported)
"""Activity reports at the size of the issue: a form of 40 indicators, 220 organizations, ten years. In a database of its own:

    DATABASE_URL=… python manage.py migrate && DATABASE_URL=… python -m bench.activity

Prints milliseconds (median / 95th percentile, and the mean of what this process computed) of pages asked one after another
in this process, and seconds of recording 220 filled templates that came by mail: looked at, then confirmed.
"""

import os
import re
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")

import django

django.setup()

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.people import sign_in
from indicators import report_table
from indicators.asking import DueAfter, ask
from indicators.checks import Stated
from indicators.kept import new_report
from indicators.models import ActivityForm, ActivityReport, Figure, FormAsked, Indicator
from indicators.task import Task
from organizations.access import Position
from organizations.models import Appointment, Organization, Person
from reporting.models import Obligation, together
from reporting.periods import Period

ORGANIZATIONS, INDICATORS, FIRST, LAST = 220, 40, 2014, 2023
TIMES = 40
NOW = datetime(2024, 1, 15, 12, tzinfo=ZoneInfo("Asia/Almaty"))


def user_of(name: str, organization: Organization, position: str) -> User:
    user = User.objects.create_user(f"{name}@bench.kz", "a long password")
    person = Person.objects.create(name_ru=name, user=user)
    Appointment.objects.create(person=person, organization=organization, position=position, from_day=date(2010, 1, 1))
    return user


@transaction.atomic
def build() -> tuple[ActivityForm, User, User]:
    union = Organization(code="union", level="union", kind="union", short_ru="Профсоюз", legal_name_ru="Профсоюз")
    union.save()
    staff, bodies = user_of("staff", union, Position.STAFF), []
    for n in range(ORGANIZATIONS):
        name = f"Область {n}"
        one = Organization(
            code=f"m-{n}", level="member", kind="oblast", parent=union, short_ru=name, legal_name_ru=name
        )
        one.save()
        one.placed(union, from_day=None)
        bodies.append(one)
    chair = user_of("chair", bodies[0], Position.CHAIR)
    form = ActivityForm.objects.create(code="big", title_ru="Большая форма", title_kk="Үлкен нысан", cadence="year")
    version = form.begin_version(by=staff)
    for n in range(INDICATORS):
        Indicator.objects.create(
            form_version=version,
            code=f"i{n}",
            title_ru=f"Показатель {n}",
            position=n,
            nature="level" if n % 4 else "flow",
        )
    version.put_to_use(applies_from=date(2000, 1, 1), by=staff, at=NOW)
    basis: dict[str, Any] = {"citation_ru": "письмо", "asked_on": date(2014, 12, 1), "levels": ["member"]}
    (asked,) = ask(form, due=DueAfter(2, 1), first_year=FIRST, last_year=None, by=staff, **basis)
    asked.requirement.open(by=staff, at=NOW, until=date(2024, 3, 1))
    tell(asked, staff)
    return ActivityForm.objects.get(pk=form.pk), staff, chair


def tell(asked: FormAsked, staff: User) -> None:
    version = asked.form.versions.get()
    indicators, reports, figures = version.in_order(), [], []
    past = Obligation.objects.filter(requirement=asked.requirement).exclude(key=str(LAST + 1))
    with together(past.select_related("organization")) as owed:
        for one in owed:
            made = one.submit(by=staff, at=NOW, received_on=one.original_due_on, channel="paper")
            reports.append(new_report(version, one.organization, asked.period_of(one), submission=made))
    ActivityReport.objects.bulk_create(reports)
    for report in reports:
        for place, indicator in enumerate(indicators):
            number = Decimal((report.organization_id * 7 + place * 13 + report.year) % 500)
            figures.append(Figure(report=report, indicator=indicator, number=number))
    Figure.objects.bulk_create(figures, batch_size=5000)


def measured(client: Client, name: str, address: str) -> None:
    client.get(address)
    took, computing = [], time.process_time()
    for _n in range(TIMES):
        began = time.perf_counter()
        assert client.get(address).status_code == 200, address
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    computing = (time.process_time() - computing) * 1000 / TIMES
    print(
        f"{name}: {statistics.median(took):.0f} / {took[int(TIMES * 0.95)]:.0f} ms, {computing:.0f} ms of them computing",
        flush=True,
    )


def templates(form: ActivityForm, staff: User) -> None:
    """Every organization's template filled in; all of them sent to the page for tables that came by mail."""
    day = timezone.localdate()
    key = {"requirement__activity_form__form": form, "key": str(LAST + 1)}
    owed = list(Obligation.objects.filter(**key).select_related("organization", "requirement"))
    files = []
    for one in owed:
        task = Task(one, day)
        answers = {indicator.code: Stated(Decimal(n)) for n, indicator in enumerate(task.indicators)}
        content = report_table.write_one(task, task.typed(answers))
        files.append(SimpleUploadedFile(f"{one.organization.code}.xlsx", content))
    client, facts = signed_in(staff), {"channel": "mail", "received_on": day.isoformat(), "day_stated": "yes"}
    address = reverse("reporting:batch", args=[owed[0].requirement_id])
    shown = timed(f"{len(files)} templates, looked at", lambda: client.post(address, {**facts, "files": files}))
    reference = re.search(rb'name="reference" value="([^"]+)"', shown.content)
    assert reference
    facts["reference"] = reference[1].decode()
    timed("and recorded", lambda: client.post(f"{address}confirm/", facts))
    told = ActivityReport.objects.filter(form=form, year=LAST).count()
    assert told == len(files), told


def timed(words: str, act: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = act()
    print(f"{words}: {time.perf_counter() - began:.1f} s, load {os.getloadavg()[0]:.1f}", flush=True)
    return found


def signed_in(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = sign_in(user)
    return client


def main() -> None:
    form, staff, chair = timed("Built", build)
    owed = Obligation.objects.get(organization__code="m-0", key=str(LAST + 1))
    leader = user_of("leader", Organization.objects.get(code="union"), Position.LEADERSHIP)
    client = signed_in(leader)
    assert Period(LAST).last_day < NOW.date()
    measured(signed_in(chair), "entry", f"/indicators/fill/{owed.pk}/")
    for name in ("", "years/", "ranking/"):
        measured(client, name or "table", f"/indicators/{form.code}/{name}?year={LAST}&part=year")
    measured(client, "years of one", f"/indicators/{form.code}/years/?year={LAST}&part=year&organization=m-5")
    templates(form, staff)


if __name__ == "__main__":
    main()
