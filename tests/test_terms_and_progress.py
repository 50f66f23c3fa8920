"""Order and terms: ordinals, notice, terms of office, acting chairs; and what is told of the levels below."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from accounts.models import User
from campaigns import norms
from campaigns.deviations import Kind, deviations
from campaigns.models import Campaign, Conference, LevelProgress, Plan
from campaigns.ordinals import LARGEST, read_ordinal, roman
from campaigns.periods import parse
from campaigns.progress import add_progress
from campaigns.states import Standing, standings
from documents import registry
from documents.registry import WHOLE_UNION
from organizations.access import Position
from organizations.models import Appointment, Organization
from reporting.models import Obligation
from tests.union_of_2023 import LIST_DAY, Union, union_again
from tests.world import appoint, at, make_organization, make_user

SignIn = Callable[..., Client]


@pytest.fixture
def union(db: None) -> Union:
    return union_again()


def hold(union: Union, code: str, held_on: date, campaign: Campaign | None = None, **facts: object) -> Conference:
    organization = facts.pop("organization", None) or union.members[code]
    return Conference.record(
        campaign=campaign, organization=organization, held_on=held_on, source="письмо", by=union.staff, at=at(LIST_DAY),
        **facts,
    )  # fmt: skip


def standing_of(union: Union, code: str) -> Standing:
    present = standings(union.campaign, WHOLE_UNION, LIST_DAY)
    add_progress(present, WHOLE_UNION)
    return next(one for one in present if one.organization.code == code)


def texts(union: Union, kind: Kind) -> dict[str, str]:
    present = standings(union.campaign, WHOLE_UNION, LIST_DAY)
    add_progress(present, WHOLE_UNION)
    return {one.organization.code: one.text for found, them in deviations(present) for one in them if found == kind}


def rows(name: str) -> dict[tuple[str, str], dict]:
    table = registry.build(name, user=WHOLE_UNION, as_of=LIST_DAY, filters={})
    return {(row["organization_code"], row.get("level", "")): row for row in table.records()}


# --- Ordinal numbers --------------------------------------------------------------------------------------


@given(st.integers(1, LARGEST))
def test_ordinals_come_back_as_they_are_written(number: int) -> None:
    assert read_ordinal(roman(number)) == read_ordinal(str(number)) == read_ordinal(roman(number).lower()) == number


@pytest.mark.parametrize(("text", "number"), [("ХІІ", 12), ("7-я", 7), ("VII ", 7), ("4-ші", 4)])
def test_ordinals_as_clerks_type_them(text: str, number: int) -> None:
    assert read_ordinal(text) == number


@pytest.mark.parametrize("text", ["", "0", "IIII", "VX", "седьмая", "1000", "-7", "7.5"])
def test_what_is_no_ordinal(text: str) -> None:
    assert read_ordinal(text) is None


def test_an_ordinal_that_goes_backwards_is_refused(union: Union) -> None:
    hold(union, "karaganda", date(2018, 10, 9), ordinal=7)
    for ordinal in (6, 7):
        with pytest.raises(ValidationError) as refusal:
            hold(union, "karaganda", date(2023, 9, 1), union.campaign, ordinal=ordinal)
        assert "VII" in refusal.value.message_dict["ordinal"][0]
        assert "09.10.2018" in refusal.value.message_dict["ordinal"][0]
    assert hold(union, "karaganda", date(2023, 9, 1), union.campaign, ordinal=8).number == "VIII"


def test_an_earlier_conference_cannot_get_a_later_number(union: Union) -> None:
    hold(union, "karaganda", date(2023, 9, 1), union.campaign, ordinal=8)
    with pytest.raises(ValidationError, match=r"01\.09\.2023"):
        hold(union, "karaganda", date(2018, 10, 9), ordinal=8)


def test_details_are_completed_with_history_and_checked(union: Union) -> None:
    hold(union, "karaganda", date(2018, 10, 9), ordinal=7)
    conference = hold(union, "karaganda", date(2023, 9, 1), union.campaign)
    told = {"place": "Дом учителя", "announced_on": date(2023, 8, 1), "reason": "письмо № 4", "by": union.staff}
    with pytest.raises(ValidationError):
        conference.describe(ordinal=7, **told)
    with pytest.raises(ValidationError):
        conference.describe(ordinal=8, **{**told, "announced_on": date(2023, 9, 2)})
    conference.refresh_from_db()
    conference.describe(ordinal=8, **told)
    conference.refresh_from_db()
    assert (conference.number, conference.place, conference.notice_days) == ("VIII", "Дом учителя", 31)
    assert conference.history.first().history_change_reason == "письмо № 4"


# --- Outside a campaign -----------------------------------------------------------------------------------


def test_conferences_outside_a_campaign_oblige_to_nothing(union: Union) -> None:
    conference = hold(union, "karaganda", date(2023, 9, 1), is_extraordinary=True)
    assert not Obligation.objects.filter(key=conference.key).exists()
    assert standing_of(union, "karaganda").held_on is None
    assert [one.pk for one in standing_of(union, "karaganda").extraordinary] == [conference.pk]


def test_one_conference_a_day(union: Union) -> None:
    hold(union, "karaganda", date(2018, 10, 9))
    with pytest.raises(ValidationError) as refusal:
        hold(union, "karaganda", date(2018, 10, 9), is_extraordinary=True)
    assert refusal.value.message_dict.keys() == {"held_on"}


# --- Terms of office --------------------------------------------------------------------------------------


def test_the_term_runs_from_the_last_regular_conference(union: Union) -> None:
    hold(union, "karaganda", date(2018, 10, 9), ordinal=7)
    hold(union, "karaganda", date(2021, 5, 20), is_extraordinary=True)
    row = rows("campaign_terms")["karaganda", ""]
    assert (row["last_held_on"], row["next_by"], row["ordinal"]) == (date(2018, 10, 9), date(2023, 10, 9), "VII")
    assert row["extraordinary_on"] == date(2021, 5, 20)
    assert row["term_is_over"] is False


def test_a_founding_conference_begins_a_term_too(union: Union) -> None:
    assert rows("campaign_terms")["turkestan", ""]["next_by"] == date(2025, 11, 10)


def test_a_term_that_has_run_out_is_a_deviation_until_the_conference(union: Union) -> None:
    hold(union, "karaganda", date(2018, 9, 3))
    assert "03.09.2023" in texts(union, Kind.TERM_OVER)["karaganda"]
    hold(union, "karaganda", LIST_DAY, union.campaign)
    assert "karaganda" not in texts(union, Kind.TERM_OVER)
    assert rows("campaign_terms")["karaganda", ""]["next_by"] == date(2028, 9, 4)


def test_the_last_day_of_a_term_is_in_office(union: Union) -> None:
    hold(union, "karaganda", date(2018, 9, 4))
    assert "karaganda" not in texts(union, Kind.TERM_OVER)


def test_acting_chairs_are_named(union: Union) -> None:
    chair = Appointment.objects.filter(organization=union.members["astana"], position=Position.CHAIR).first()
    if chair is None:
        chair = appoint(None, union.members["astana"], Position.CHAIR, "Ахметов Ахмет")
    assert "astana" not in texts(union, Kind.ACTING)
    chair.is_acting = True
    chair.save()
    assert texts(union, Kind.ACTING) == {"astana": str(chair.person)}
    assert rows("campaign_terms")["astana", ""]["chair_is_acting"] is True


# --- Notice and quorum ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "short"), [(14, True), (15, False), (16, False)])
def test_the_notice_is_a_parameter_of_the_campaign(union: Union, days: int, short: bool) -> None:
    announced = date.fromordinal(LIST_DAY.toordinal() - days)
    hold(union, "karaganda", LIST_DAY, union.campaign, announced_on=announced)
    assert ("karaganda" in texts(union, Kind.NOTICE)) is short
    union.campaign.notice_days = 20
    assert "karaganda" in texts(union, Kind.NOTICE)


def test_a_quorum_of_a_meeting_is_more_than_half_and_of_a_conference_two_thirds(union: Union) -> None:
    def quorum(is_meeting: bool, expected: int, present: int) -> bool:
        return norms.has_quorum(is_meeting=is_meeting, expected=expected, present=present, campaign=union.campaign)

    assert [quorum(True, 10, n) for n in (5, 6)] == [False, True]
    assert [quorum(False, 9, n) for n in (5, 6)] == [False, True]
    assert [quorum(False, 100, n) for n in (66, 67)] == [False, True]
    assert quorum(True, 0, 0) is False


@pytest.mark.parametrize("share", ["", "x", "0/1", "3/2", "1/0", "0.5", "-1/2"])
def test_a_share_that_is_none_is_refused(share: str) -> None:
    with pytest.raises(ValidationError):
        norms.check_share(share)


def test_the_congress_is_announced_months_before(union: Union) -> None:
    assert norms.announce_congress_by(date(2024, 8, 31), union.campaign) == date(2024, 6, 30)


# --- Plans that changed -----------------------------------------------------------------------------------


def test_a_changed_plan_shows_what_it_was(union: Union) -> None:
    before = texts(union, Kind.CHANGED)
    for raw, day in (("II квартал 2024 г.", date(2023, 8, 1)), ("март 2024 г.", date(2023, 9, 1))):
        Plan.record(
            campaign=union.campaign, organization=union.members["ulytau"], level="member", period=parse(raw),
            source="table", stated_on=day, by=union.staff, at=at(LIST_DAY),
        )  # fmt: skip
    assert texts(union, Kind.CHANGED) == before | {"ulytau": "II квартал 2024 г. → март 2024 г."}


# --- Progress below ---------------------------------------------------------------------------------------


def below(union: Union, code: str, branches: int) -> list[Organization]:
    member = union.members[code]
    return [make_organization(f"{code}-{n}", "branch", member, f"Филиал {n}") for n in range(branches)]


def tell(union: Union, organization: Organization, level: str, held: int, total: int, day: date = LIST_DAY) -> None:
    LevelProgress.record(
        campaign=union.campaign, organization=organization, level=level, held=held, total=total, told_on=day,
        source="письмо", by=union.staff, at=at(LIST_DAY),
    )  # fmt: skip


def test_what_nobody_told_is_no_data_and_not_zero(union: Union) -> None:
    below(union, "aktobe", 3)
    row = rows("campaign_progress")["aktobe", "branch"]
    assert (row["held"], row["total"], row["told_on"]) == (None, 3, None)


def test_the_latest_word_by_the_day_counts(union: Union) -> None:
    below(union, "aktobe", 3)
    tell(union, union.members["aktobe"], "branch", 1, 3, date(2023, 8, 1))
    tell(union, union.members["aktobe"], "branch", 3, 3, date(2023, 9, 1))
    row = rows("campaign_progress")["aktobe", "branch"]
    assert (row["held"], row["total"], row["told_on"], row["differs"]) == (3, 3, date(2023, 9, 1), False)
    table = registry.build("campaign_progress", user=WHOLE_UNION, as_of=date(2023, 8, 15), filters={})
    assert [row["held"] for row in table.records() if row["organization_code"] == "aktobe"] == [1]


def test_single_conferences_and_the_registry_beside_what_was_told(union: Union) -> None:
    branches = below(union, "aktobe", 3)
    for branch in branches[:2]:
        hold(union, "", LIST_DAY, union.campaign, organization=branch)
    tell(union, union.members["aktobe"], "branch", 1, 4)
    row = rows("campaign_progress")["aktobe", "branch"]
    assert (row["held"], row["total"], row["entered"], row["registered"]) == (1, 4, 2, 3)
    progress = standing_of(union, "aktobe").progress["branch"]
    assert len(progress.differences) == 2
    tell(union, union.members["aktobe"], "branch", 3, 3)
    assert rows("campaign_progress")["aktobe", "branch"]["differs"] is False


def test_branches_tell_of_their_primary_organizations(union: Union) -> None:
    first, second = below(union, "aktobe", 2)
    for n in range(5):
        make_organization(f"p-{n}", "primary", first if n < 3 else second, f"Школа {n}")
    tell(union, first, "primary", 2, 3)
    tell(union, second, "primary", 1, 2)
    row = rows("campaign_progress")["aktobe", "primary"]
    assert (row["held"], row["total"]) == (3, 5)
    tell(union, union.members["aktobe"], "primary", 2, 5)
    assert rows("campaign_progress")["aktobe", "primary"]["differs"] is True


def test_levels_left_behind_are_a_deviation(union: Union) -> None:
    below(union, "akmola", 3)
    hold(union, "akmola", date(2023, 8, 16), union.campaign)
    tell(union, union.members["akmola"], "branch", 2, 3, date(2023, 8, 10))
    assert "akmola" not in texts(union, Kind.ORDER)
    tell(union, union.members["akmola"], "branch", 2, 3, date(2023, 8, 20))
    assert "16.08.2023" in texts(union, Kind.ORDER)["akmola"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held": 4}, "held"),
        ({"held": 0, "total": 0}, "total"),
        ({"told_on": date(2023, 9, 5)}, "told_on"),
        ({"level": "member"}, "level"),
    ],
)
def test_progress_that_cannot_be(union: Union, changes: dict, field: str) -> None:
    told = {"level": "branch", "held": 1, "total": 3, "told_on": LIST_DAY} | changes
    with pytest.raises(ValidationError) as refusal:
        LevelProgress.record(
            campaign=union.campaign, organization=union.members["aktobe"], source="письмо", by=union.staff,
            at=at(LIST_DAY), **told,
        )  # fmt: skip
    assert field in refusal.value.message_dict


# --- Pages ------------------------------------------------------------------------------------------------


def chair_of(union: Union, code: str) -> User:
    organization = union.members[code]
    Appointment.objects.filter(organization=organization, position=Position.CHAIR).update(ended_on=date(2023, 1, 1))
    user = make_user(f"chair-{code}")
    appoint(user, organization, Position.CHAIR, "Сериков Серик")
    return user


def test_a_chair_tells_that_the_conference_was_held(union: Union, signed_in: SignIn) -> None:
    client = signed_in(chair_of(union, "abai"))
    address = reverse("campaigns:conference_tell", args=[union.campaign.pk, "abai"])
    typed = {"kind": "conference", "held_on": "01.09.2023", "ordinal": "ІV", "place": "Семей"}
    asked = client.post(address, typed)
    assert "outside_reason" in asked.context["form"].errors
    assert client.post(address, typed | {"outside_reason": "Решение пленума"}).status_code == 302
    conference = Conference.objects.get(organization=union.members["abai"])
    assert (conference.notified_on, conference.number, conference.is_extraordinary) == (LIST_DAY, "IV", False)
    assert "Сериков Серик" in conference.source
    assert standing_of(union, "abai").state == "held"


def test_a_chair_confirms_a_conference_that_staff_entered(union: Union, signed_in: SignIn) -> None:
    conference = hold(union, "abai", date(2023, 9, 1), union.campaign)
    client = signed_in(chair_of(union, "abai"))
    page = reverse("campaigns:plans", args=[union.campaign.pk, "abai"])
    address = reverse("campaigns:conference_confirm", args=[conference.pk])
    assert address in client.get(page).content.decode()
    assert client.post(address).url == page
    conference.refresh_from_db()
    assert conference.notified_on == LIST_DAY
    assert address not in client.get(page).content.decode()
    client.post(address)
    assert conference.history.count() == 2


def test_a_chair_tells_of_a_branch_and_not_of_a_stranger(union: Union, signed_in: SignIn) -> None:
    (branch,) = below(union, "abai", 1)
    client = signed_in(chair_of(union, "abai"))
    assert client.get(reverse("campaigns:conference_tell", args=[union.campaign.pk, branch.code])).status_code == 200
    assert client.get(reverse("campaigns:conference_tell", args=[union.campaign.pk, "akmola"])).status_code == 404


def test_a_conference_ahead_is_not_held(union: Union, signed_in: SignIn) -> None:
    client = signed_in(chair_of(union, "abai"))
    address = reverse("campaigns:conference_tell", args=[union.campaign.pk, "abai"])
    answer = client.post(address, {"kind": "conference", "held_on": "05.09.2023", "outside_reason": "так"})
    assert "held_on" in answer.context["form"].errors
    assert not Conference.objects.filter(organization=union.members["abai"]).exists()


def test_a_day_before_the_decree_of_the_window_is_asked_about(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    address = reverse("campaigns:conference_record", args=[union.campaign.pk, "abai"])
    answer = client.post(address, {"kind": "conference", "held_on": "01.06.2023", "source": "письмо"})
    assert "24.06.2023" in answer.context["form"].errors["outside_reason"][0]


def test_a_chair_tells_progress_and_is_its_source(union: Union, signed_in: SignIn) -> None:
    client = signed_in(chair_of(union, "abai"))
    address = reverse("campaigns:progress_record", args=[union.campaign.pk, "abai"])
    typed = {"level": "branch", "held": "9", "total": "8", "told_on": "04.09.2023"}
    refused = client.post(address, typed)
    assert "held" in refused.context["form"].errors
    assert 'value="9"' in refused.content.decode()
    assert client.post(address, typed | {"held": "7"}).status_code == 302
    told = LevelProgress.objects.get()
    assert (told.held, told.total) == (7, 8)
    assert "Сериков Серик" in told.source


def test_staff_record_an_earlier_conference(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    address = reverse("campaigns:conference_outside", args=["karaganda"])
    typed = {"kind": "conference", "held_on": "09.10.2018", "ordinal": "VII", "source": "протокол № 1"}
    assert client.post(address, typed).status_code == 302
    page = client.get(reverse("campaigns:conferences", args=["karaganda"])).content.decode()
    assert "VII" in page
    assert "протокол № 1" in page
    assert client.post(address, typed).context["form"].errors["held_on"]
