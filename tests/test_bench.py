"""The large union in small: what `make bench` builds can be built, looked at and handed in to."""

from collections import Counter

import pytest

from bench import build, decade, figures, letters
from bench.inviting import invite
from bench.union import Size, registry
from bench.visiting import Guests, Sample
from campaigns.models import Campaign, Conference, Plan
from organizations.models import Appointment, Organization
from reporting.models import Obligation, Submission
from reporting.statuses import Status
from tests.oracle import history_of
from tests.world import TODAY

SMALL = Size(members=2, branches=4, primaries=40, years=2, conferences=6)


@pytest.fixture
def union(db: None) -> None:
    build.build(SMALL, say=lambda line: None)


def test_the_union_is_built_by_the_verbs(union: None, client, settings) -> None:
    levels = Counter(Organization.objects.values_list("level", flat=True))
    assert levels == {"union": 1, "member": 2, "branch": 4, "primary": 40}
    assert Appointment.objects.filter(position="chair").count() == 46
    assert (Campaign.objects.count(), Conference.objects.count(), Plan.objects.count()) == (1, 6, 6)
    found = list(Obligation.objects.with_status(TODAY))
    assert {one.status for one in found} == set(Status.values), "every status is met"
    for one in found:
        assert history_of(one).status(TODAY) == one.status
    assert Submission.history.filter(history_type="+").count() == Submission.objects.count()

    guests = Guests(**invite(TODAY))
    assert guests.forms
    for path in guests.pages().values():
        client.cookies[settings.SESSION_COOKIE_NAME] = guests.staff[0]
        assert client.get(path).status_code == 200
    session, form = guests.forms[0]
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert client.get("/").status_code == 200
    assert client.get(f"/reporting/obligations/{form}/answer/").status_code == 200


def test_letters_are_measured(union: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "TIMES", 1)
    found = letters.letters()
    assert set(found) == {"campaign_progress", "decree_execution", "reminder", "passport", "membership_statistics"}
    told = letters.said({"slow": {"seconds": 1.5}, "annex": {"seconds": 4.0, "megabytes": 150, "bytes": 9}})
    assert told == "slow: 1.50 s  over the limit\nannex: 4.00 s, 150 MB"


def test_chance_is_the_same_every_time() -> None:
    assert registry(SMALL) == registry(SMALL)
    assert sum(decade.DUE.values()) == pytest.approx(1)
    assert sum(decade.AHEAD.values()) == pytest.approx(1)


def test_the_table_says_what_was_missed() -> None:
    quick = [Sample("board", 0.1, 9, 80)] * 19
    met = figures.figures([*quick, Sample("board", 0.9, 12, 90)])
    assert (met["board"].p95, met["board"].queries, met["board"].megabytes) == (pytest.approx(100), 12, 90)
    missed = figures.figures([*quick, *[Sample("board", 0.9, 12, 90)] * 2])
    assert "| 300: met |" in figures.table({"alone": met})
    assert "| 300: **missed** |" in figures.table({"alone": met, "50": missed})
