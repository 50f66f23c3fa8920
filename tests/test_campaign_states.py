"""The state of every member organization on a day, as the paper of 4 September 2023 tells it."""

from datetime import date

import pytest

from campaigns.deviations import Kind, deviations
from campaigns.models import Conference, Plan
from campaigns.periods import parse
from campaigns.states import Standing, State, headline, standings, state_of
from documents.registry import WHOLE_UNION, BadFilter, build
from organizations.models import Organization
from tests.union_of_2023 import DECREE_DAY, LIST_DAY, Union, union_with_facts
from tests.world import at

DAY = date(2023, 9, 4)

# By hand, from the information of September 2023 and its table.
STATES = {
    "held": {"akmola", "mangystau", "zhambyl", "zhetysu"},
    "sent": {
        "abai",
        "aktobe",
        "almaty-city",
        "astana",
        "atyrau",
        "vko",
        "zko",
        "kyzylorda",
        "pavlodar",
        "sko",
        "shymkent",
    },
    "not_sent": {"ustaz", "karaganda"},
    "exempt": {"turkestan", "kostanay", "almaty-oblast"},
    "no_data": {"ulytau"},
}
# Raw text of the table, first and last day, against 01.03–31.05.2024, against August–September 2024.
PLANS = {
    "abai": ("II квартал 2024 г.", "2024-04-01", "2024-06-30", "partly", "no"),
    "aktobe": ("IV квартал 2023 г.", "2023-10-01", "2023-12-31", "early", "no"),
    "ustaz": ("I квартал 2024 г.", "2024-01-01", "2024-03-31", "partly", "no"),
    "almaty-city": ("Апрель 2024 г.", "2024-04-01", "2024-04-30", "inside", "no"),
    "astana": ("Май 2024 г.", "2024-05-01", "2024-05-31", "inside", "no"),
    "atyrau": ("Январь 2024 г.", "2024-01-01", "2024-01-31", "early", "no"),
    "vko": ("II квартал 2024 г.", "2024-04-01", "2024-06-30", "partly", "no"),
    "zko": ("13 октября 2023 г.", "2023-10-13", "2023-10-13", "early", "no"),
    "karaganda": ("IV квартал 09.10.2023 г.", "2023-10-09", "2023-10-09", "early", "no"),
    "kyzylorda": ("IV квартал 2024 г.", "2024-10-01", "2024-12-31", "late", "yes"),
    "pavlodar": ("III квартал 2024 г.", "2024-07-01", "2024-09-30", "late", "at_risk"),
    # "I квартал" of the table is refined by "март" of the text.
    "sko": ("I квартал 2024 г.", "2024-03-01", "2024-03-31", "inside", "no"),
    "shymkent": ("IV квартал 2023 г.", "2023-10-01", "2023-12-31", "early", "no"),
}
HELD = {"zhambyl": "2023-04-26", "zhetysu": "2023-06-21", "mangystau": "2023-07-05", "akmola": "2023-08-16"}


@pytest.fixture
def union(db: None) -> Union:
    return union_with_facts()


def told(as_of: date = DAY, **filters: str) -> dict[str, dict]:
    table = build("campaign_states", user=WHOLE_UNION, as_of=as_of, filters=filters)
    return {record["organization_code"]: record for record in table.records()}


def standing_of(union: Union, code: str, as_of: date = DAY) -> Standing:
    return next(s for s in standings(union.campaign, WHOLE_UNION, as_of) if s.organization.code == code)


def say(union: Union, code: str, raw: str, **facts: object) -> Plan:
    defaults = {"level": "member", "source": "text", "stated_on": DAY, "by": union.staff, "at": at(DAY)}
    organization = union.members[code]
    return Plan.record(campaign=union.campaign, organization=organization, period=parse(raw), **{**defaults, **facts})


# --- The 21 -----------------------------------------------------------------------------------------------


def test_each_organization_is_in_the_state_of_the_paper(union: Union) -> None:
    found: dict[str, set[str]] = {}
    for code, record in told().items():
        found.setdefault(record["state"], set()).add(code)
    assert found == STATES


def test_the_sum_is_the_number_of_organizations_in_the_registry(union: Union) -> None:
    counts = headline(standings(union.campaign, WHOLE_UNION, DAY))
    registry = Organization.objects.filter(level="member", closed_on=None).count()
    assert sum(counts.values()) == registry == 21
    assert {state.value: n for state, n in counts.items() if n} == {
        "held": 4,
        "sent": 11,
        "not_sent": 2,
        "exempt": 3,
        "no_data": 1,
    }


def test_the_keys_are_those_of_the_contract(union: Union) -> None:
    assert set(told()["abai"]) == {
        "organization",
        "organization_code",
        "state",
        "planned_raw",
        "planned_from",
        "planned_to",
        "window_check",
        "after_congress",
        "held_on",
        "notified",
        "branch_schedules",
        "protocol_status",
        "results_status",
        "conflicts",
    }


def test_the_thirteen_plans_against_window_and_congress(union: Union) -> None:
    records = told()
    found = {
        code: (
            record["planned_raw"],
            record["planned_from"].isoformat(),
            record["planned_to"].isoformat(),
            record["window_check"],
            record["after_congress"],
        )
        for code, record in records.items()
        if record["window_check"]
    }
    assert found == PLANS
    without = {record["after_congress"] for code, record in records.items() if code not in PLANS}
    assert without == {None}


def test_what_else_is_known_of_each(union: Union) -> None:
    records = told()
    assert {code: r["held_on"].isoformat() for code, r in records.items() if r["held_on"]} == HELD
    assert {code for code, r in records.items() if r["notified"]} == {"zhambyl", "zhetysu"}
    submitted = {code for code, r in records.items() if r["branch_schedules"]}
    assert submitted == {"abai", "atyrau", "vko", "zko", "kyzylorda"}
    assert {code: r["conflicts"] for code, r in records.items() if r["conflicts"]} == {"kyzylorda": 1}
    # Nobody knows from the papers who sent them: the books of these requirements open on this day.
    assert {r["protocol_status"] for r in records.values()} == {r["results_status"] for r in records.values()} == {None}


def test_the_founded_have_an_exact_next_day(union: Union) -> None:
    present = standings(union.campaign, WHOLE_UNION, DAY)
    exact = {s.organization.code: s.next_conference_on for s in present if s.state == State.EXEMPT}
    assert exact == {
        "turkestan": date(2025, 11, 10),
        "kostanay": date(2027, 1, 5),
        "almaty-oblast": date(2027, 6, 1),
    }


# --- On other days ----------------------------------------------------------------------------------------


def test_the_day_before_the_list_nothing_had_come(union: Union) -> None:
    """The information was due on the 3rd: on that very day it is awaited, from nobody is it missing."""
    states = {code: record["state"] for code, record in told(date(2023, 9, 3)).items()}
    assert {code for code, state in states.items() if state == "awaited"} == STATES["sent"] | STATES["not_sent"]
    assert told(date(2023, 9, 3))["kyzylorda"]["planned_raw"] is None


def test_before_it_was_asked_there_is_no_data(union: Union) -> None:
    assert told(date(2023, 8, 28))["abai"]["state"] == "no_data"


def test_a_conference_counts_from_its_day(union: Union) -> None:
    assert told(date(2023, 8, 15))["akmola"]["state"] == "no_data"
    assert told(date(2023, 8, 16))["akmola"]["state"] == "held"


def test_the_exemption_ends_on_the_exact_day(union: Union) -> None:
    assert standing_of(union, "turkestan", date(2025, 11, 9)).state == State.EXEMPT
    assert standing_of(union, "turkestan", date(2025, 11, 10)).state == State.NO_DATA


def test_the_day_before_the_founding_nobody_is_exempt(union: Union) -> None:
    assert standing_of(union, "almaty-oblast", date(2022, 5, 31)).next_conference_on is None


# --- The rule alone ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"held_on": DAY, "next_conference_on": date(2030, 1, 1), "information": "on_time"}, "held"),
        ({"held_on": date(2023, 9, 5), "information": "late"}, "sent"),
        ({"next_conference_on": date(2023, 9, 5), "information": "on_time"}, "exempt"),
        ({"next_conference_on": DAY, "information": "received"}, "sent"),
        ({"information": "missing"}, "not_sent"),
        ({"information": "not_due"}, "awaited"),
        ({"information": "returned", "correct_by": DAY}, "awaited"),
        ({"information": "returned", "correct_by": date(2023, 9, 3)}, "not_sent"),
        ({"information": "exempt"}, "no_data"),
        ({}, "no_data"),
    ],
)
def test_the_first_state_that_fits(facts: dict, state: str) -> None:
    assert state_of(as_of=DAY, **facts) == state


# --- Statements -------------------------------------------------------------------------------------------


def test_the_latest_table_wins_and_the_earlier_one_is_history(union: Union) -> None:
    say(union, "abai", "май 2024 г.", source="form", stated_on=date(2023, 9, 4))
    record = told()["abai"]
    assert (record["planned_raw"], record["window_check"], record["conflicts"]) == ("май 2024 г.", "inside", 0)
    planned = standing_of(union, "abai").planned
    assert [plan.raw for plan in planned.superseded] == ["II квартал 2024 г."]
    assert planned.number == 1  # of the official table


def test_text_never_replaces_the_table(union: Union) -> None:
    say(union, "abai", "октябрь 2024 г.")
    record = told()["abai"]
    assert (record["planned_raw"], record["window_check"], record["conflicts"]) == ("II квартал 2024 г.", "partly", 1)


def test_a_conflict_stands_until_a_statement_is_set_aside(union: Union) -> None:
    text = Plan.objects.get(organization__code="kyzylorda", level="member", source="text")
    text.set_aside(on=DAY, reason="Подтверждён IV квартал", by=union.staff, at=at(DAY))
    assert told()["kyzylorda"]["conflicts"] == 0
    table = Plan.objects.get(organization__code="kyzylorda", level="member", source="table")
    assert told(date(2023, 9, 4))["kyzylorda"]["planned_raw"] == table.raw


def test_setting_the_table_aside_leaves_the_text(union: Union) -> None:
    table = Plan.objects.get(organization__code="kyzylorda", level="member", source="table")
    table.set_aside(on=DAY, reason="Ошибка в таблице", by=union.staff, at=at(DAY))
    record = told()["kyzylorda"]
    assert (record["planned_raw"], record["conflicts"]) == ("2-3 кварталы 2024 года", 0)


def test_an_ambiguous_term_is_confirmed_by_saying_it_plainly(union: Union) -> None:
    assert standing_of(union, "karaganda").planned.is_ambiguous
    say(union, "karaganda", "9 октября 2023 г.")
    assert not standing_of(union, "karaganda").planned.is_ambiguous


# --- Deviations -------------------------------------------------------------------------------------------


def found_deviations(union: Union, kind: Kind) -> list[tuple[str, str]]:
    groups = dict(deviations(standings(union.campaign, WHOLE_UNION, DAY)))
    return [(deviation.organization.code, deviation.level) for deviation in groups.get(kind, [])]


def test_who_did_not_notify_is_computed(union: Union) -> None:
    assert {code for code, _ in found_deviations(union, Kind.NOT_NOTIFIED)} == {"akmola", "mangystau"}


def test_the_four_were_held_before_the_window_and_without_a_plan(union: Union) -> None:
    assert {code for code, _ in found_deviations(union, Kind.HELD_OUTSIDE)} == set(HELD)
    assert {code for code, _ in found_deviations(union, Kind.WITHOUT_PLAN)} == set(HELD)


def test_levels_are_held_against_their_own_windows(union: Union) -> None:
    outside = found_deviations(union, Kind.OUTSIDE)
    below = [(code, level) for code, level in outside if level != "member"]
    assert sorted(below) == [("kyzylorda", "branch"), ("kyzylorda", "primary"), ("vko", "branch")]
    members = {code for code, level in outside if level == "member"}
    assert members == {code for code, plan in PLANS.items() if plan[3] != "inside"}


def test_a_lower_level_after_the_higher_one_is_seen(union: Union) -> None:
    """District and oblast conferences of vko lie in one quarter; kyzylorda's primaries and branches in one half-year."""
    assert sorted(found_deviations(union, Kind.ORDER)) == [("kyzylorda", "primary"), ("vko", "branch")]
    say(union, "vko", "III квартал 2024 г.", level="primary")
    say(union, "sko", "апрель 2024 г.", level="branch")
    assert ("sko", "branch") in found_deviations(union, Kind.ORDER)


def test_the_rest_is_flagged_too(union: Union) -> None:
    assert {code for code, _ in found_deviations(union, Kind.AFTER_CONGRESS)} == {"kyzylorda", "pavlodar"}
    assert found_deviations(union, Kind.CONFLICT) == [("kyzylorda", "member")]
    assert found_deviations(union, Kind.AMBIGUOUS) == [("karaganda", "member")]


# --- The official table, and the command ------------------------------------------------------------------


def test_the_official_table_is_that_of_the_paper(union: Union) -> None:
    table = build("campaign_schedule", user=WHOLE_UNION, as_of=DAY)
    records = list(table.records())
    assert [record["number"] for record in records] == list(range(1, 14))
    assert [record["organization_code"] for record in records] == [
        "abai",
        "aktobe",
        "ustaz",
        "almaty-city",
        "astana",
        "atyrau",
        "vko",
        "zko",
        "karaganda",
        "kyzylorda",
        "pavlodar",
        "sko",
        "shymkent",
    ]
    assert records[8]["term"] == "IV квартал 09.10.2023 г."
    assert records[8]["chair"] == "Ракишева Алмагуль Айтказиевна"
    assert records[8]["legal_name"].startswith("ОО «Карагандинская областная организация")
    assert [column.key for column in table.shown] == ["number", "legal_name", "chair", "term"]


def test_the_names_are_those_of_the_day(union: Union) -> None:
    abai = union.members["abai"]
    abai.names_from = DECREE_DAY
    abai.rename(from_day=date(2023, 9, 5), legal_name_ru="ОО «Новое имя»")
    legal = {r["organization_code"]: r["legal_name"] for r in build_schedule(DAY)}
    assert legal["abai"].startswith("ОО «Профсоюзная организация области Абай")
    assert next(iter(build_schedule(date(2023, 9, 5))))["legal_name"] == "ОО «Новое имя»"


def build_schedule(as_of: date) -> list[dict]:
    return list(build("campaign_schedule", user=WHOLE_UNION, as_of=as_of).records())


def test_the_command_finds_the_real_campaign_of_the_day(union: Union) -> None:
    union.campaign.pk, union.campaign.is_fictional = None, True
    union.campaign.save()
    assert told()["akmola"]["state"] == "held"
    assert len(told(state="held")) == 4
    assert told(campaign=str(union.campaign.pk))["akmola"]["state"] == "no_data"


@pytest.mark.parametrize("filters", [{"campaign": "999"}, {"campaign": "x"}, {"state": "lost"}, {"colour": "red"}])
def test_a_wrong_filter_is_refused(union: Union, filters: dict) -> None:
    with pytest.raises(BadFilter):
        told(**filters)


def test_an_extraordinary_conference_is_not_that_of_the_campaign(union: Union) -> None:
    Conference.record(
        campaign=union.campaign,
        organization=union.members["abai"],
        held_on=LIST_DAY,
        source="письмо",
        is_extraordinary=True,
        by=union.staff,
        at=at(LIST_DAY),
    )
    assert told()["abai"]["state"] == "sent"
