"""Moving the congress or a window: first whose flags change, by the same rule; then a version that overwrites nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import CongressDate, Delegate, Plan, Window
from campaigns.periods import parse
from campaigns.states import standings
from documents.registry import WHOLE_UNION
from tests.union_of_2023 import LIST_DAY, Union, union_with_facts
from tests.world import at, make_organization

SignIn = Callable[..., Client]
NEW = {"term": "июнь 2024 г.", "decided_on": "01.09.2023", "source": "протокол Исполкома"}


@pytest.fixture
def union(db: None) -> Union:
    return union_with_facts()


@pytest.fixture
def staff(union: Union, signed_in: SignIn) -> Client:
    return signed_in(union.staff)


def address(union: Union, level: str = "") -> str:
    if level:
        return reverse("campaigns:window_move", args=[union.campaign.pk, level])
    return reverse("campaigns:congress_move", args=[union.campaign.pk])


def flags(union: Union, name: str, as_of: date = LIST_DAY) -> dict[str, str | None]:
    return {one.organization.code: getattr(one, name) for one in standings(union.campaign, WHOLE_UNION, as_of)}


def shown(answer: Any) -> dict[str, tuple[str | None, str | None]]:
    return {flag.organization.code: (flag.before, flag.after) for flag in answer.context["flags"]}


def confirm(client: Client, union: Union, typed: dict[str, str], level: str = "") -> Any:
    """As a person does: look, then confirm what was shown."""
    first = client.post(address(union, level), typed | {"step": "preview"})
    return client.post(address(union, level), typed | {"step": "confirm", "seen": first.context["seen"]})


def test_the_preview_tells_whose_flags_change_and_keeps_nothing(union: Union, staff: Client) -> None:
    before = flags(union, "after_congress")
    answer = staff.post(address(union), NEW | {"step": "preview"})
    assert CongressDate.objects.count() == 1
    told = shown(answer)
    assert told == {
        "abai": ("no", "at_risk"), "vko": ("no", "at_risk"), "pavlodar": ("at_risk", "yes"),
    }  # fmt: skip
    assert answer.context["unchanged"] == sum(flag is not None for flag in before.values()) - len(told)


def test_what_was_shown_is_what_comes(union: Union, staff: Client) -> None:
    before = flags(union, "after_congress")
    told = shown(staff.post(address(union), NEW | {"step": "preview"}))
    assert confirm(staff, union, NEW).status_code == 302
    after = flags(union, "after_congress")
    changed = {code: (before[code], after[code]) for code in before if before[code] != after[code]}
    assert changed == told
    assert [version.raw for version in CongressDate.objects.all()] == ["август–сентябрь 2024 г.", "июнь 2024 г."]
    assert flags(union, "after_congress", date(2023, 8, 31)) == {**before, **_of_earlier(union)}


def _of_earlier(union: Union) -> dict[str, str | None]:
    """Plans told on 4 September were not known on 31 August: nothing is flagged that day."""
    return {
        one.organization.code: one.after_congress for one in standings(union.campaign, WHOLE_UNION, date(2023, 8, 31))
    }


def test_two_days_instead_of_words(union: Union, staff: Client) -> None:
    days = {"first_day": "15.10.2024", "last_day": "17.10.2024", "decided_on": "01.09.2023", "source": "протокол"}
    answer = staff.post(address(union), days | {"step": "preview"})
    assert shown(answer) == {"pavlodar": ("at_risk", "no"), "kyzylorda": ("yes", "at_risk")}
    assert confirm(staff, union, days).status_code == 302
    assert CongressDate.objects.last().raw == "15.10.2024–17.10.2024"


def test_nothing_is_confirmed_that_was_not_seen(union: Union, staff: Client) -> None:
    first = staff.post(address(union), NEW | {"step": "preview"})
    Plan.record(
        campaign=union.campaign, organization=union.members["ulytau"], level="member", period=parse("июнь 2024"),
        source="text", stated_on=LIST_DAY, by=union.staff, at=at(LIST_DAY),
    )  # fmt: skip
    answer = staff.post(address(union), NEW | {"step": "confirm", "seen": first.context["seen"]})
    assert answer.status_code == 200
    assert "ulytau" in shown(answer)
    assert CongressDate.objects.count() == 1
    assert staff.post(address(union), NEW | {"step": "confirm"}).status_code == 200
    assert CongressDate.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"term": "весной"}, "term"),
        ({"term": ""}, "term"),
        ({"term": "после 2024 г."}, "term"),
        ({"first_day": "01.06.2024"}, "first_day"),
        ({"term": "", "first_day": "02.06.2024", "last_day": "01.06.2024"}, "last_day"),
        ({"decided_on": "05.09.2023"}, "decided_on"),
        ({"decided_on": "23.06.2023"}, "decided_on"),
        ({"source": ""}, "source"),
    ],
)
def test_what_is_refused(union: Union, staff: Client, typed: dict[str, str], field: str) -> None:
    answer = staff.post(address(union), NEW | typed | {"step": "confirm"})
    assert field in answer.context["form"].errors
    assert CongressDate.objects.count() == 1


def test_a_congress_that_has_begun_is_not_moved(union: Union, staff: Client) -> None:
    who = {"by": union.staff, "at": at(LIST_DAY)}
    one = Delegate.record(
        campaign=union.campaign, organization=union.members["abai"], name="Смирнова", elected_on=date(2023, 9, 1),
        source="письмо", **who,
    )  # fmt: skip
    congress = CongressDate.objects.get()
    congress.first_day = LIST_DAY
    congress.save()
    one.mark(attended=True, on=LIST_DAY, **who)
    assert staff.post(address(union), NEW | {"step": "preview"}).context["form"].non_field_errors()


def test_a_new_window_shows_whose_check_changes(union: Union, staff: Client) -> None:
    typed = {"term": "апрель–июнь 2024 г.", "decided_on": "01.09.2023", "source": "протокол"}
    before = flags(union, "window_check")
    told = shown(staff.post(address(union, "member"), typed | {"step": "preview"}))
    assert told["abai"] == ("partly", "inside")
    assert told["sko"] == ("inside", "early")
    assert Window.objects.filter(level="member").count() == 1
    assert confirm(staff, union, typed, "member").status_code == 302
    after = flags(union, "window_check")
    assert told == {code: (before[code], after[code]) for code in before if before[code] != after[code]}
    assert Window.objects.filter(level="member").count() == 2
    assert Window.objects.filter(level="branch").count() == 1


def test_a_window_of_a_level_below(union: Union, staff: Client) -> None:
    typed = {"term": "II квартал 2024 г.", "decided_on": "01.09.2023", "source": "протокол"}
    told = shown(staff.post(address(union, "branch"), typed | {"step": "preview"}))
    assert told == {"vko": ("late", "inside"), "kyzylorda": ("late", "partly")}


def test_no_window_of_the_union(union: Union, staff: Client) -> None:
    assert staff.get(address(union, "union")).status_code == 404
    assert staff.get(address(union, "nothing")).status_code == 404


def test_a_conference_held_in_the_old_window_is_looked_at_as_well(union: Union, staff: Client) -> None:
    days = {"first_day": "01.04.2023", "last_day": "31.05.2024", "decided_on": "01.09.2023", "source": "протокол"}
    told = shown(staff.post(address(union, "member"), days | {"step": "preview"}))
    assert told["zhambyl"] == ("early", "inside")
    assert told["aktobe"] == ("early", "inside")


def test_single_primary_organizations_are_counted(union: Union, staff: Client) -> None:
    for n in range(3):
        school = make_organization(f"school-{n}", "primary", union.members["abai"], f"Школа {n}")
        Plan.record(
            campaign=union.campaign, organization=school, level="primary", period=parse("октябрь 2023"), source="text",
            stated_on=LIST_DAY, by=union.staff, at=at(LIST_DAY),
        )  # fmt: skip
    typed = {"term": "ноябрь 2023", "decided_on": "01.09.2023", "source": "протокол"}
    answer = staff.post(address(union, "primary"), typed | {"step": "preview"})
    flag = next(one for one in answer.context["flags"] if one.organization.code == "abai")
    assert (flag.term, flag.before, flag.after) == ("3", "inside", "early")
