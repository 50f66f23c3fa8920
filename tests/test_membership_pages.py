"""Pages of the statistics: what staff, leadership and chairs see there, of which day, through which filters, in what files."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from membership.models import TerritoryEvent
from organizations.models import Region
from tests.membership_world import make_report, membership_requirement, return_report
from tests.world import TODAY, World, at, make_organization

SignIn = Callable[[User], Client]
PAGES = ("", "changes/", "trend/", "years/", "regions/", "errors/")
MOST = 15


@pytest.fixture
def reported(world: World) -> World:
    membership_requirement(world)
    world.akmola.region = Region.objects.create(iso="KZ-11", name_ru="Акмолинская область", name_kk="Ақмола облысы")
    world.akmola.save()
    for year, employed in ((2021, 1010), (2022, 1000), (2023, 900)):
        make_report(world.karaganda, year, employed=employed, employees=1100)
    make_report(world.akmola, 2022, employed=400, employees=800)
    make_report(world.akmola, 2023, employed=440, employees=800)
    TerritoryEvent.record(
        kind="transfer", on=date(2022, 6, 8), origin=world.karaganda, target=world.akmola, source="письмо",
        members_employed=30, by=world.saule, at=at(TODAY),
    )  # fmt: skip
    return world


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("\u00a0", " ")


def charts(page: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg xmlns=.*?</svg>", page, re.DOTALL)]


# --- What is seen -------------------------------------------------------------------------------------------------


def test_staff_see_the_union_its_map_its_ranking_and_its_years(reported: World, signed_in: SignIn) -> None:
    page = shown(signed_in(reported.saule), "/membership/")
    for words in ("1 340", "1 900", "70,5 %", "560", "2 / 2"):  # employed, employees, coverage, not involved, reported
        assert words in page
    for chart in ("regions", "changes", "years"):
        assert f'data-test="chart-{chart}"' in page
    assert "−70" in page
    assert "81,8 %" in page
    assert len(charts(page)) == 6  # three pictures, each for wide and for narrow screens


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_is_well_formed_and_without_style(name: str, reported: World, signed_in: SignIn) -> None:
    page = shown(signed_in(reported.leila), f"/membership/{name}")
    assert " style=" not in page
    assert all(chart.tag.endswith("svg") for chart in charts(page))


def test_a_chair_sees_the_own_organization_and_nothing_of_others(reported: World, signed_in: SignIn) -> None:
    client = signed_in(reported.aigul)
    for name in PAGES:
        page = shown(client, f"/membership/{name}")
        # As the other side of an event that touched Karaganda it is named; nothing else is told of it.
        assert page.replace("→ Акмолинская", "").count("Акмолинская") == 0
    page = shown(client, "/membership/")
    assert "440" not in page
    assert 'data-test="chart-regions"' not in page
    assert 'data-organization="akmola"' not in page
    assert "900" in page


def test_a_chair_cannot_look_into_another_organization(reported: World, signed_in: SignIn) -> None:
    page = shown(signed_in(reported.erlan), "/membership/?organization=karaganda")
    assert 'data-organization="karaganda"' not in page
    assert "1 100" not in page
    assert signed_in(reported.erlan).get("/membership/?organization=karaganda&as=json").status_code == 400


def test_a_chair_of_a_branch_without_reports_is_told_so(reported: World, signed_in: SignIn) -> None:
    page = shown(signed_in(reported.bolat), "/membership/")
    assert "empty--nothing_yet" in page
    make_report(reported.temirtau, 2023, employed=77)
    assert "77" in shown(signed_in(reported.bolat), "/membership/")


def test_who_is_missing_from_the_sums_is_said(reported: World, signed_in: SignIn) -> None:
    make_organization("abai", "member", reported.union, "область Абай")
    with translation.override("en"):
        page = shown(signed_in(reported.saule), "/membership/")
    assert "2 / 3" in page
    assert 'class="warning-text"' in page


# --- Of which day and year, through which filters ---------------------------------------------------------------


def test_the_page_of_an_earlier_day_knows_what_was_there_then(reported: World, signed_in: SignIn) -> None:
    report = reported.akmola.membership_reports.get(year=2023)
    return_report(report, on=date(2023, 1, 25))
    client = signed_in(reported.saule)
    assert "1 340" in shown(client, "/membership/?as_of=24.01.2023")
    page = shown(client, "/membership/?as_of=26.01.2023")
    assert "1 340" not in page
    assert "1 / 2" in page
    assert "1 400" in shown(client, "/membership/?as_of=2022-09-01")


def test_a_year_a_level_and_a_region(reported: World, signed_in: SignIn) -> None:
    client = signed_in(reported.saule)
    assert "1 400" in shown(client, "/membership/?year=2022")
    of_region = shown(client, "/membership/?region=KZ-11")
    assert 'data-organization="akmola"' in of_region
    assert 'data-organization="karaganda"' not in of_region
    make_report(reported.temirtau, 2023, employed=77)
    branches = shown(client, "/membership/?level=branch")
    assert 'data-organization="temirtau"' in branches
    assert "1 340" in branches  # the sums stay those of the union
    below = shown(client, "/membership/?parent=karaganda&level=branch")
    assert "ОО «Карагандинская область»" in below


@pytest.mark.parametrize("query", ["year=1066", "year=x", "level=x", "region=KZ-99", "organization=x", "parent=%27"])
def test_a_filter_that_cannot_be_read_is_marked_and_a_file_of_it_refused(
    query: str, reported: World, signed_in: SignIn
) -> None:
    client = signed_in(reported.saule)
    assert "field__error" in shown(client, f"/membership/?{query}") or query.startswith(("organization", "parent"))
    assert client.get(f"/membership/?{query}&as=csv").status_code == 400


@pytest.mark.parametrize("name", PAGES)
def test_an_unreadable_day_is_said_and_today_shown(name: str, reported: World, signed_in: SignIn) -> None:
    assert "notice--error" in shown(signed_in(reported.saule), f"/membership/{name}?as_of=32.13.2023")


@pytest.mark.parametrize("name", PAGES)
def test_before_the_first_report_there_is_nothing_yet(name: str, world: World, signed_in: SignIn) -> None:
    assert "empty--nothing_yet" in shown(signed_in(world.saule), f"/membership/{name}")


def test_links_keep_the_day_and_the_year(reported: World, signed_in: SignIn) -> None:
    page = shown(signed_in(reported.saule), "/membership/?as_of=2023-08-01&year=2022").replace("&amp;", "&")
    assert "/membership/changes/?as_of=2023-08-01&year=2022" in page
    assert "/membership/regions/?as_of=2023-08-01&year=2022&as=xlsx" in page


# --- In what files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("form", ["xlsx", "docx", "csv", "json"])
def test_every_page_goes_out_as_a_file(name: str, form: str, reported: World, signed_in: SignIn) -> None:
    answer = signed_in(reported.saule).get(f"/membership/{name}?as={form}")
    assert answer.status_code == 200
    assert f".{form}" in answer["Content-Disposition"]


def test_the_file_says_what_the_page_says(reported: World, signed_in: SignIn) -> None:
    text = signed_in(reported.saule).get("/membership/?as=csv&sort=members_employed").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["organization_code"], row["members_employed"]) for row in rows] == [
        ("akmola", "440"),
        ("karaganda", "900"),
    ]
    assert rows[0]["opening_total"] == "460"  # all figures, not those of the page only


@pytest.mark.parametrize("sort", ["coverage", "-coverage", "employed_change_comparable", "-organization", "nonsense"])
def test_rows_can_be_sorted(sort: str, reported: World, signed_in: SignIn) -> None:
    page = shown(signed_in(reported.saule), f"/membership/?sort={sort}")
    found = re.findall(r'<tr data-test="membership-row" data-organization="(\w+)"', page)
    expected = {"coverage": ["akmola", "karaganda"], "employed_change_comparable": ["karaganda", "akmola"]}
    expected["-coverage"], expected["-organization"] = ["karaganda", "akmola"], ["karaganda", "akmola"]
    assert found == expected.get(sort, ["akmola", "karaganda"])


# --- How often the database is asked --------------------------------------------------------------------------------


def add_members(world: World, numbers: range) -> None:
    """Each with a branch; every third is silent itself, and its branch has reported."""
    for n in numbers:
        member = make_organization(f"member-{n}", "member", world.union, f"Область {n}", region=world.akmola.region)
        branch = make_organization(f"branch-{n}", "branch", member, f"Филиал {n}")
        for year in (2021, 2022, 2023):
            make_report(branch if n % 3 == 0 else member, year, employed=100 + n)


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured.captured_queries)


def test_pages_ask_as_often_for_many_as_for_few(reported: World, signed_in: SignIn) -> None:
    addresses = [f"/membership/{name}" for name in PAGES]
    addresses += ["/membership/?as=xlsx", "/membership/?level=all", "/membership/trend/?level=branch"]
    client, counts = signed_in(reported.saule), []
    for numbers in (range(3), range(3, 24)):
        add_members(reported, numbers)
        counts.append({address: asked(client, address) for address in addresses})
    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= MOST, counts[1]


def test_a_chair_costs_as_much(reported: World, signed_in: SignIn) -> None:
    client: Any = signed_in(reported.aigul)
    assert max(asked(client, f"/membership/{name}") for name in PAGES) <= MOST
