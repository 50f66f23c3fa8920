"""The page of a campaign as of a day: the states and what they add up to, deviations, the official schedule, exports."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from organizations.access import Position
from organizations.models import Organization
from tests.union_of_2023 import LIST_DAY, Union, union_with_facts
from tests.world import appoint, make_organization, make_user

SignIn = Callable[..., Client]


@pytest.fixture
def union(db: None) -> Union:
    return union_with_facts()


@pytest.fixture
def chair(union: Union) -> User:
    """The chair of Kyzylorda: the appointment of the paper, with a way to sign in."""
    user = make_user("gulnara.e")
    person = union.members["kyzylorda"].appointments.get(position=Position.CHAIR).person
    person.user = user
    person.save()
    return user


def page_of(union: Union, name: str = "campaign") -> str:
    return reverse(f"campaigns:{name}", args=[union.campaign.pk])


def exported(client: Client, url: str, form: str = "json") -> dict:
    answer = client.get(url, {"as": form, "as_of": LIST_DAY.isoformat()})
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


# --- What staff see ---------------------------------------------------------------------------------------


def test_the_headline_counts_lead_to_their_lists_and_add_up(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    context = client.get(page_of(union), {"as_of": "04.09.2023"}).context
    figures = {figure["state"].value: figure for figure in context["figures"]}
    assert {state: f["count"] for state, f in figures.items()} == {
        "held": 4,
        "exempt": 3,
        "sent": 11,
        "not_sent": 2,
        "awaited": 0,
        "no_data": 1,
    }
    assert "21" in context["total_text"]
    listed = client.get(page_of(union) + figures["not_sent"]["url"].split("#")[0] + "&as_of=2023-09-04")
    codes = [row.organization.code for row in listed.context["table"].items]
    assert sorted(codes) == ["karaganda", "ustaz"]
    assert listed.context["figures"][0]["count"] == 4  # a filter does not change the headline


def test_an_unreadable_day_is_said_and_today_is_shown(union: Union, signed_in: SignIn) -> None:
    answer = signed_in(union.staff).get(page_of(union), {"as_of": "31.02.2023"})
    assert "«31.02.2023»" in answer.content.decode()
    assert answer.context["as_of"] == date(2023, 9, 4)


def test_an_unknown_state_filters_nothing(union: Union, signed_in: SignIn) -> None:
    answer = signed_in(union.staff).get(page_of(union), {"state": "lost"})
    assert len(answer.context["table"].items) == 21


def test_the_page_names_windows_congress_and_their_items(union: Union, signed_in: SignIn) -> None:
    text = signed_in(union.staff).get(page_of(union)).content.decode()
    assert "01.03.2024–31.05.2024" in text
    assert "август–сентябрь 2024 г." in text
    assert union.campaign.windows.first().decree_item.citation in text


def test_a_later_decision_shows_on_later_days_only(union: Union, signed_in: SignIn) -> None:
    window = union.campaign.windows.get(level="member")
    window.pk, window.last_day, window.decided_on = None, date(2024, 8, 31), date(2023, 9, 10)
    window.save()
    client = signed_in(union.staff)
    assert "31.08.2024" not in client.get(page_of(union), {"as_of": "2023-09-09"}).content.decode()
    later = client.get(page_of(union), {"as_of": "2023-09-10"})
    assert "31.08.2024" in later.content.decode()
    states = {row.organization.code: row.window_check for row in later.context["table"].items}
    assert states["vko"] == "inside"


def test_the_page_says_who_departs_from_the_rules(union: Union, signed_in: SignIn) -> None:
    answer = signed_in(union.staff).get(page_of(union), {"as_of": "2023-09-04"})
    kinds = {kind.value: [one.organization.code for one in found] for kind, found in answer.context["deviations"]}
    assert sorted(kinds["not_notified"]) == ["akmola", "mangystau"]
    assert kinds["conflict"] == ["kyzylorda"]


def test_progress_below_counts_held_of_all(union: Union, signed_in: SignIn) -> None:
    from campaigns.models import Conference
    from tests.world import at

    abai = union.members["abai"]
    branches = [make_organization(f"abai-{n}", "branch", abai, f"Филиал {n}") for n in range(3)]
    Conference.record(
        campaign=union.campaign, organization=branches[0], held_on=LIST_DAY, source="x", by=union.staff, at=at(LIST_DAY)
    )
    answer = signed_in(union.staff).get(page_of(union))
    below = {s.organization.code: s.progress for s in answer.context["present"] if s.progress}
    found = {code: {level: (one.held, one.total) for level, one in levels.items()} for code, levels in below.items()}
    assert found == {"abai": {"branch": (1, 3)}}


# --- Files ------------------------------------------------------------------------------------------------


def test_the_page_and_its_files_are_one_table(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    told = exported(client, page_of(union))
    assert told["as_of"] == "2023-09-04"
    states = {row["organization_code"]: row["state"] for row in told["rows"]}
    assert states["ulytau"] == "no_data"
    assert len(states) == 21
    filtered = json.loads(client.get(page_of(union), {"as": "json", "state": "held"}).content)
    assert {row["state"] for row in filtered["rows"]} == {"held"}
    text = client.get(page_of(union), {"as": "csv", "as_of": "2023-09-04"}).content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 21


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_official_schedule_is_a_file(union: Union, signed_in: SignIn, form: str) -> None:
    answer = signed_in(union.staff).get(page_of(union, "schedule"), {"as": form, "as_of": "2023-09-04"})
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_the_official_schedule_on_the_page(union: Union, signed_in: SignIn) -> None:
    text = signed_in(union.staff).get(page_of(union, "schedule"), {"as_of": "2023-09-04"}).content.decode()
    assert "IV квартал 09.10.2023 г." in text
    assert "Ракишева Алмагуль Айтказиевна" in text
    empty = signed_in(union.staff).get(page_of(union, "schedule"), {"as_of": "2023-09-03"})
    assert empty.context["table"].items == []


# --- Who sees what ----------------------------------------------------------------------------------------


def test_a_chair_sees_the_own_organization_only(union: Union, chair: User, signed_in: SignIn) -> None:
    client = signed_in(chair)
    answer = client.get(page_of(union), {"as_of": "2023-09-04"})
    assert [row.organization.code for row in answer.context["table"].items] == ["kyzylorda"]
    assert "Павлодар" not in answer.content.decode()
    assert [row["organization_code"] for row in exported(client, page_of(union, "schedule"))["rows"]] == ["kyzylorda"]


def test_a_chair_of_a_branch_is_led_to_the_own_page(union: Union, signed_in: SignIn) -> None:
    branch = make_organization("panfilov", "branch", union.members["zhetysu"], "Панфилов")
    user = make_user("panfilov")
    appoint(user, branch, Position.CHAIR, "Иванов Иван")
    client = signed_in(user)
    answer = client.get(page_of(union))
    assert reverse("campaigns:plans", args=[union.campaign.pk, "panfilov"]) in answer.content.decode()
    assert client.get(reverse("campaigns:plans", args=[union.campaign.pk, "panfilov"])).status_code == 200


def test_another_organization_is_not_there(union: Union, chair: User, signed_in: SignIn) -> None:
    client = signed_in(chair)
    assert client.get(reverse("campaigns:plans", args=[union.campaign.pk, "kyzylorda"])).status_code == 200
    assert client.get(reverse("campaigns:plans", args=[union.campaign.pk, "abai"])).status_code == 404


def test_leadership_sees_all(union: Union, signed_in: SignIn) -> None:
    leila = make_user("leila")
    appoint(leila, union.root, Position.LEADERSHIP, "Ахметова Лейла")
    answer = signed_in(leila).get(page_of(union))
    assert len(answer.context["table"].items) == 21
    assert answer.context["sees_all"]


def test_someone_without_an_office_finds_no_campaign(union: Union, signed_in: SignIn) -> None:
    client = signed_in(make_user("nobody"))
    assert client.get(page_of(union)).status_code == 404
    assert list(client.get(reverse("campaigns:campaigns")).context["campaigns"]) == []


def test_the_pages_speak_kazakh(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    client.cookies["language"] = "kk"
    with translation.override("kk"):
        text = client.get(page_of(union)).content.decode()
    assert "Қызылорда облысы" in text


# --- One organization -------------------------------------------------------------------------------------


def test_the_page_of_an_organization_tells_each_statement_and_its_part(union: Union, signed_in: SignIn) -> None:
    url = reverse("campaigns:plans", args=[union.campaign.pk, "kyzylorda"])
    groups = signed_in(union.staff).get(url).context["groups"]
    assert [group.level for group in groups] == ["member", "branch", "primary"]
    own = {one.plan.source: one for one in groups[0].statements}
    assert own["text"].part != own["table"].part
    assert own["table"].window_check == "late"


# --- Speed ------------------------------------------------------------------------------------------------


def many_more(union: Union) -> None:
    """Three hundred member organizations and some bodies below them, without their histories."""
    for n in range(60):
        organization = make_organization(f"more-{n}", "member", union.root, f"Организация {n}")
        make_organization(f"more-{n}-branch", "branch", organization, f"Филиал {n}")


@pytest.mark.parametrize("name", ["campaign", "schedule"])
def test_the_number_of_queries_does_not_grow(
    union: Union, signed_in: SignIn, django_assert_max_num_queries: Callable, name: str
) -> None:
    client = signed_in(union.staff)
    client.get(page_of(union, name))
    with django_assert_max_num_queries(15) as few:
        client.get(page_of(union, name), {"as_of": "2023-09-04"})
    many_more(union)
    assert Organization.objects.filter(level="member").count() == 81
    with django_assert_max_num_queries(15) as many:
        client.get(page_of(union, name), {"as_of": "2023-09-04"})
    assert len(many.captured_queries) == len(few.captured_queries)
