"""The tables of the membership as scripts get them: keys of the contract, filters, sums, errors, ten years, regions."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from documents import registry
from documents.renderers import FORMATS
from membership.figures import FIGURES
from membership.models import FirstCheck, TerritoryEvent
from organizations.models import Region
from tests.membership_world import make_report, membership_requirement, return_report
from tests.world import TODAY, World, at

CONTRACT = {
    "organization_code", "organization", "year", *FIGURES, "coverage", "employed_change", "employed_change_comparable",
    "failed_checks",
}  # fmt: skip
NAMES = (
    "membership",
    "membership_union",
    "membership_changes",
    "membership_errors",
    "membership_trend",
    "membership_regions",
)


def table(capsysbinary: Any, name: str, *words: str) -> dict[str, Any]:
    call_command("table", name, *words)
    return json.loads(capsysbinary.readouterr().out)


def row_of(answer: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in answer["rows"] if row["organization_code"] == code)


@pytest.fixture
def reported(world: World) -> World:
    """Karaganda states 1000 and 900 employed members, Akmola 400 and 410; 30 of Karaganda's went over to Akmola."""
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=1000, employees=1200)
    make_report(world.karaganda, 2023, employed=900, employees=1100, failed_checks=3, accepted_on=date(2023, 2, 1))
    make_report(world.akmola, 2022, employed=400, employees=800)
    make_report(world.akmola, 2023, employed=410, employees=800, facts={"base_submitted": True})
    TerritoryEvent.record(
        kind="transfer", on=date(2022, 6, 8), origin=world.karaganda, target=world.akmola, source="письмо",
        members_employed=30, by=world.saule, at=at(TODAY),
    )  # fmt: skip
    return world


def test_every_table_is_known_by_its_name(reported: World) -> None:
    assert set(NAMES) <= set(registry.names())


def test_membership_by_the_contract(reported: World, capsysbinary: Any) -> None:
    answer = table(capsysbinary, "membership")
    assert answer["name"] == "membership"
    row = row_of(answer, "karaganda")
    assert set(row) >= CONTRACT
    assert (row["year"], row["members_employed"], row["employees_total"]) == (2023, 900, 1100)
    assert (row["coverage"], row["not_involved"], row["failed_checks"]) == (81.8, 200, 3)
    assert (row["employed_change"], row["employed_change_comparable"]) == (-100, -70)
    assert (row["source"], row["status"], row["base_submitted"]) == ("stated", "on_time", None)
    assert row_of(answer, "akmola")["base_submitted"] is True
    assert row["groups"] is None
    assert answer["totals"]["members_employed"] == 1310
    assert answer["totals"]["coverage"] == 68.9


def test_a_year_a_level_and_a_part_of_the_union(reported: World, capsysbinary: Any) -> None:
    make_report(reported.temirtau, 2023, employed=70)
    assert row_of(table(capsysbinary, "membership", "year=2022"), "karaganda")["members_employed"] == 1000
    assert [row["organization_code"] for row in table(capsysbinary, "membership", "level=branch")["rows"]] == [
        "temirtau"
    ]
    of_region = table(capsysbinary, "membership", "region=KZ-35")
    assert [row["organization_code"] for row in of_region["rows"]] == ["karaganda"]
    below = table(capsysbinary, "membership", "parent=karaganda", "level=all")
    assert {row["organization_code"] for row in below["rows"]} == {"temirtau", "school-1"}
    assert below["totals"]["members_employed"] == 70
    one = table(capsysbinary, "membership", "organization=temirtau")
    assert [row["organization_code"] for row in one["rows"]] == ["temirtau"]


def test_all_levels_together_count_nobody_twice(reported: World, capsysbinary: Any) -> None:
    make_report(reported.temirtau, 2023, employed=70)
    answer = table(capsysbinary, "membership", "level=all")
    assert len(answer["rows"]) == 4
    assert answer["totals"]["members_employed"] == 1310


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["year=1999"], "Accepted: 2023, 2022"),
        (["year=words"], "year"),
        (["organization=nowhere"], "organization"),
        (["colour=red"], "Unknown filter: colour"),
        (["level=county"], "Accepted: member, branch, primary, all"),
    ],
)
def test_a_wrong_filter_is_refused_and_says_what_is_accepted(reported: World, words: list[str], said: str) -> None:
    with pytest.raises(CommandError) as error:
        call_command("table", "membership", *words)
    assert said in str(error.value)


def test_another_day_knows_only_what_had_come_by_then(reported: World, capsysbinary: Any) -> None:
    answer = table(capsysbinary, "membership", "--as-of", "2022-05-01")
    assert {row["year"] for row in answer["rows"]} == {2022}
    assert table(capsysbinary, "membership", "--as-of", "2020-05-01")["rows"] == []


def test_the_union_by_year(reported: World, capsysbinary: Any) -> None:
    answer = table(capsysbinary, "membership_union")
    newest, before = answer["rows"]
    assert (newest["year"], newest["members_employed"], newest["coverage"], newest["not_involved"]) == (
        2023,
        1310,
        68.9,
        590,
    )
    assert (newest["employed_change"], newest["employed_change_comparable"]) == (-90, -90)
    assert (newest["organizations"], newest["reported"], newest["without_figures"]) == (2, 2, 0)
    assert (before["year"], before["employed_change"]) == (2022, None)


def test_changes_begin_with_the_deepest_fall_and_name_the_events(reported: World, capsysbinary: Any) -> None:
    rows = table(capsysbinary, "membership_changes")["rows"]
    assert [row["organization_code"] for row in rows] == ["karaganda", "akmola"]
    assert [row["employed_change_comparable"] for row in rows] == [-70, -20]
    assert [row["change_percent"] for row in rows] == [-7.2, -4.7]
    assert (rows[0]["taken"], rows[1]["brought"]) == (30, 30)
    assert "08.06.2022" in rows[0]["events"]
    assert "Карагандинская область → Акмолинская область" in rows[0]["events"]


def test_errors_tell_the_first_attempt_the_rounds_and_the_returns(reported: World, capsysbinary: Any) -> None:
    report = reported.akmola.membership_reports.get(year=2023)
    return_report(report, on=date(2023, 2, 5))
    make_report(reported.akmola, 2023, employed=415, received_on=date(2023, 2, 10), failed_checks=4)
    FirstCheck.keep(report.submission.obligation, 4, by=reported.saule, at=at(date(2023, 1, 20)))
    rows = table(capsysbinary, "membership_errors")["rows"]
    assert [row["organization_code"] for row in rows] == ["akmola", "karaganda"]
    assert [(row["failed_checks"], row["rounds"], row["returned"]) for row in rows] == [(4, 2, 1), (3, 1, 0)]
    early = row_of(table(capsysbinary, "membership_errors", "--as-of", "2023-02-04"), "akmola")
    assert (early["rounds"], early["returned"]) == (1, 0)


def test_who_owes_and_never_reported_stands_among_the_errors_without_a_number(world: World, capsysbinary: Any) -> None:
    membership_requirement(world)
    make_report(world.akmola, 2023)
    row = row_of(table(capsysbinary, "membership_errors"), "karaganda")
    assert (row["status"], row["failed_checks"], row["rounds"], row["returned"]) == ("missing", None, 0, 0)


def test_ten_years_of_each(reported: World, capsysbinary: Any) -> None:
    row = row_of(table(capsysbinary, "membership_trend"), "karaganda")
    assert (row["year_2022"], row["year_2023"], row["change"]) == (1000, 900, -100)
    row = row_of(table(capsysbinary, "membership_trend", "figure=coverage"), "akmola")
    assert (row["year_2022"], row["year_2023"], row["change"]) == (50.0, 51.3, 1.3)


def test_coverage_by_region(reported: World, capsysbinary: Any) -> None:
    reported.akmola.region = Region.objects.create(iso="KZ-11", name_ru="Акмолинская область", name_kk="Ақмола облысы")
    reported.akmola.save()
    Region.objects.create(iso="KZ-55", name_ru="Павлодарская область", name_kk="Павлодар облысы")
    rows = {row["region"]: row for row in table(capsysbinary, "membership_regions")["rows"]}
    assert set(rows) == {"KZ-11", "KZ-35"}
    assert (rows["KZ-35"]["coverage"], rows["KZ-35"]["not_involved"], rows["KZ-35"]["organizations"]) == (81.8, 200, 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_table_goes_out_in_every_format(name: str, language: str, reported: World, tmp_path: Any) -> None:
    for form in FORMATS:
        target = tmp_path / f"{name}.{form}"
        call_command("table", name, "--format", form, "--language", language, "--output", str(target))
        assert target.stat().st_size > 100


def test_a_chair_gets_the_own_rows_only(reported: World, capsysbinary: Any) -> None:
    for name in NAMES:
        answer = table(capsysbinary, name, "--user", "aigul@example.kz")
        codes = {row["organization_code"] for row in answer["rows"] if "organization_code" in row}
        assert codes <= {"karaganda"}
    assert table(capsysbinary, "membership_union", "--user", "aigul@example.kz")["rows"][0]["members_employed"] == 900
