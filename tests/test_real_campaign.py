"""The campaign of 2023–2024 as of 04.09.2023, against what the papers of the union say, counted by hand from them."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from campaigns.models import Campaign, Conference, Plan
from organizations.models import Organization
from reporting.models import Obligation
from tests.demonstration import standing
from tests.world import TODAY

pytestmark = pytest.mark.django_db

HELD = {"akmola", "mangystau", "zhambyl", "zhetysu"}
SENT = {
    "abai", "aktobe", "almaty-city", "astana", "atyrau", "vko", "zko", "kyzylorda", "pavlodar", "sko", "shymkent",
}  # fmt: skip
NOT_SENT = {"ustaz", "karaganda"}
FOUNDED_RECENTLY = {"turkestan", "kostanay", "almaty-oblast"}
UNNAMED = {"ulytau"}


@pytest.fixture(scope="module", autouse=True, params=[date(2026, 11, 22), TODAY], ids=["fiction later", "on that day"])
def demo(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker, request.param):
        yield


def table(name: str, day: str, **filters: str) -> dict:
    written = StringIO()
    pairs = [f"{key}={value}" for key, value in filters.items()]
    call_command("table", name, *pairs, as_of=day, format="json", stdout=written)
    return json.loads(written.getvalue())


def column(name: str, day: str, key: str, **filters: str) -> dict[str, object]:
    return {row["organization_code"]: row[key] for row in table(name, day, **filters)["rows"]}


def statuses(code: str, day: date) -> dict[str, str]:
    rows = Obligation.objects.with_status(day).filter(requirement__code=code).select_related("organization")
    return {row.organization.code: row.status for row in rows}


def by_status(found: dict[str, str]) -> dict[str, set[str]]:
    return {status: {code for code, of in found.items() if of == status} for status in set(found.values())}


def test_the_21_states() -> None:
    states = column("campaign_states", "2023-09-04", "state")
    assert len(states) == 21
    assert by_status(states) == {
        "held": HELD, "sent": SENT, "not_sent": NOT_SENT, "exempt": FOUNDED_RECENTLY, "no_data": UNNAMED,
    }  # fmt: skip


def test_two_of_the_four_were_notified() -> None:
    notified = column("campaign_states", "2023-09-04", "notified")
    assert {code for code in HELD if notified[code]} == {"zhambyl", "zhetysu"}


def test_five_schedules_of_branches() -> None:
    received = column("campaign_states", "2023-09-04", "branch_schedules")
    assert {code for code, came in received.items() if came} == {"abai", "atyrau", "vko", "zko", "kyzylorda"}


def test_plans_against_their_window_and_the_congress() -> None:
    checks = column("campaign_states", "2023-09-04", "window_check")
    assert by_status({code: checks[code] for code in SENT | NOT_SENT}) == {
        "inside": {"almaty-city", "astana", "sko"},
        "partly": {"abai", "ustaz", "vko"},
        "early": {"aktobe", "atyrau", "zko", "karaganda", "shymkent"},
        "late": {"kyzylorda", "pavlodar"},
    }
    congress = column("campaign_states", "2023-09-04", "after_congress")
    assert congress["kyzylorda"] == "yes"
    assert congress["pavlodar"] == "at_risk"
    assert {congress[code] for code in SENT | NOT_SENT} == {"yes", "at_risk", "no"}


def test_only_kyzylorda_says_two_things() -> None:
    conflicts = column("campaign_states", "2023-09-04", "conflicts")
    assert {code for code, number in conflicts.items() if number} == {"kyzylorda"}


def test_the_schedules_on_the_day_of_the_list() -> None:
    assert by_status(statuses("schedule", date(2023, 9, 4))) == {
        "received": SENT,
        "missing": NOT_SENT | UNNAMED,
        "exempt": HELD | FOUNDED_RECENTLY,
    }


def test_nothing_is_missing_on_the_due_day() -> None:
    assert Counter(statuses("schedule", date(2023, 9, 1)).values()) == {"not_due": 14, "exempt": 7}
    assert Counter(statuses("schedule", date(2023, 9, 2)).values()) == {"missing": 14, "exempt": 7}


def test_exempt_since_the_decree_or_the_conference_whichever_is_later() -> None:
    assert by_status(statuses("schedule", date(2023, 7, 4)))["exempt"] == FOUNDED_RECENTLY | {"zhambyl", "zhetysu"}
    assert by_status(statuses("schedule", date(2023, 7, 5)))["exempt"] == HELD - {"akmola"} | FOUNDED_RECENTLY
    assert by_status(statuses("schedule", date(2023, 8, 16)))["exempt"] == HELD | FOUNDED_RECENTLY


def test_the_information_on_the_progress() -> None:
    assert Counter(statuses("progress_information", date(2023, 9, 3)).values()) == {"not_due": 13}
    assert not statuses("progress_information", date(2023, 8, 28))
    assert by_status(statuses("progress_information", date(2023, 9, 4))) == {"received": SENT, "missing": NOT_SENT}


def test_the_table_of_obligations_says_the_same() -> None:
    rows = table("obligations", "2023-09-04", requirement="schedule")["rows"]
    assert Counter(row["status"] for row in rows) == {"received": 11, "missing": 3, "exempt": 7}


def test_nothing_is_claimed_about_protocols_of_the_four() -> None:
    real = Campaign.objects.get(is_fictional=False)
    assert {conference.organization.code for conference in Conference.objects.filter(campaign=real)} == HELD
    assert not any(conference.obligations().exists() for conference in Conference.objects.filter(campaign=real))


def test_the_official_schedule_is_that_of_the_document() -> None:
    rows = table("campaign_schedule", "2023-09-04")["rows"]
    assert [row["number"] for row in rows] == list(range(1, 14))
    assert rows[8]["chair"] == "Ракишева Алмагуль Айтказиевна"
    assert rows[8]["term"] == "IV квартал 09.10.2023 г."
    assert rows[4]["legal_name"] == "ОО «Профессиональный союз работников образования города Астаны»"
    assert Plan.objects.filter(campaign__is_fictional=False).count() == 29


def test_ulytau_is_in_the_registry_and_counted() -> None:
    members = set(Organization.objects.filter(level="member").values_list("code", flat=True))
    assert members == HELD | SENT | NOT_SENT | FOUNDED_RECENTLY | UNNAMED
