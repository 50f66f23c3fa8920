"""The menu: what each person finds in it, and which line is the present one."""

from typing import Any

import pytest

from tests.world import World

pytestmark = pytest.mark.django_db
WITHIN = [
    "/reporting/",
    "/reporting/rates/",
    "/reporting/reminders/",
    "/reporting/requests/",
    "/reporting/requirements/",
    "/discipline/",
]


def menu(client: Any, address: str) -> list[dict[str, Any]]:
    return list(client.get(address, follow=True).context["navigation"])


def test_what_is_done_with_what_is_owed_is_one_line_that_opens(world: World, signed_in: Any) -> None:
    staff = signed_in(world.saule)
    lines = menu(staff, "/reporting/requests/")
    section, _activity = [line for line in lines if line.get("below")]
    assert [one["url"] for one in section["below"]] == WITHIN
    assert section["url"] == WITHIN[0]
    assert [line["title"] for line in lines if line["current"]] == [section["title"]]
    assert [one["url"] for one in section["below"] if one["current"]] == ["/reporting/requests/"]
    assert [line["url"] for line in menu(staff, "/") if line["current"]] == ["/"]


def test_requirements_are_shown_to_who_asks(world: World, signed_in: Any) -> None:
    section, _activity = [line for line in menu(signed_in(world.leila), "/") if line.get("below")]
    assert [one["url"] for one in section["below"]] == [url for url in WITHIN if url != "/reporting/requirements/"]


def test_a_chair_has_single_lines(world: World, signed_in: Any) -> None:
    lines = menu(signed_in(world.aigul), "/")
    assert not any(line.get("below") for line in lines)
    assert lines[0]["url"] == "/"
    assert lines[0]["current"]
