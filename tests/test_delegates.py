"""Delegates to the Congress: the quota of each organization, the delegates by name, and what is refused."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign, Conference, Delegate, DelegateNorm, MemberBase
from documents import registry
from documents.registry import WHOLE_UNION, BadFilter
from organizations.models import Organization
from tests.matrix import campaign_of
from tests.world import NOON, TODAY, World, at, make_organization

SignIn = Callable[..., Client]
HELD = date(2023, 7, 10)


@pytest.fixture
def campaign(world: World) -> Campaign:
    return campaign_of(world, world.requirement)


@pytest.fixture
def conference(world: World, campaign: Campaign) -> Conference:
    return hold(campaign, world.karaganda, world)


def hold(campaign: Campaign, organization: Organization, world: World) -> Conference:
    return Conference.record(
        campaign=campaign, organization=organization, held_on=HELD, source="письмо", by=world.saule, at=NOON
    )


def decide(world: World, campaign: Campaign, rounding: str = "floor", norm: int = 5000, **facts: Any) -> DelegateNorm:
    facts = {"decided_on": date(2023, 6, 24), "decree_item": world.item, **facts}
    return DelegateNorm.decide(
        campaign=campaign, members_per_delegate=norm, rounding=rounding, by=world.saule, at=NOON, **facts
    )


def count(world: World, campaign: Campaign, organization: Organization, members: int, **facts: Any) -> MemberBase:
    facts = {"base_day": HELD, "source": "письмо", **facts}
    return MemberBase.record(
        campaign=campaign, organization=organization, members=members, by=world.saule, at=NOON, **facts
    )


def elect(world: World, conference: Conference, name: str = "Смирнова Дарья", **facts: Any) -> Delegate:
    facts = {"by": world.aigul, "at": NOON, "birth_year": 1975, **facts}
    return Delegate.record(
        campaign=conference.campaign, organization=conference.organization, elected_at=conference, name=name, **facts
    )


def table(campaign: Campaign, as_of: date = TODAY, user: Any = WHOLE_UNION) -> dict[str, dict[str, Any]]:
    built = registry.build("delegates", user=user, as_of=as_of, filters={"campaign": str(campaign.pk)})
    return {row["organization_code"]: row for row in built.records()} | {"": built.sums}


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


# --- The table ---------------------------------------------------------------------------------------------------


def test_every_rounding_stands_beside_the_chosen_one(world: World, campaign: Campaign) -> None:
    decide(world, campaign, "half_up")
    count(world, campaign, world.karaganda, 12_500)
    rows = table(campaign)
    expected = {"members": 12_500, "floor": 2, "half_up": 3, "ceil": 3, "at_least_one": 2, "chosen": 3, "elected": 0}
    assert {key: rows["karaganda"][key] for key in expected} == expected
    unknown = ("members", "floor", "half_up", "ceil", "at_least_one", "chosen", "base_day")
    assert [rows["akmola"][key] for key in unknown] == [None] * 7, "no base is no data, never 0"
    assert rows[""] == expected | {"substitutes": 0, "attended": None}


def test_nothing_is_chosen_until_a_decree_chooses(world: World, campaign: Campaign) -> None:
    count(world, campaign, world.karaganda, 12_500)
    assert table(campaign)["karaganda"]["floor"] is None, "without a norm there is no quota at all"
    decide(world, campaign, "")
    assert table(campaign)["karaganda"]["chosen"] is None
    assert table(campaign)["karaganda"]["ceil"] == 3
    decide(world, campaign, "ceil", decided_on=date(2023, 9, 1))
    assert table(campaign)["karaganda"]["chosen"] == 3
    assert table(campaign, date(2023, 8, 31))["karaganda"]["chosen"] is None, "each day shows the norm of that day"


def test_the_figure_of_the_day_counts(world: World, campaign: Campaign) -> None:
    decide(world, campaign, base_day=date(2023, 8, 1), base="all")
    count(world, campaign, world.karaganda, 10_000, base_day=date(2023, 7, 1))
    count(world, campaign, world.karaganda, 15_000, base_day=date(2023, 8, 1))
    count(world, campaign, world.karaganda, 16_000, base_day=date(2023, 8, 1))
    count(world, campaign, world.karaganda, 99_000, base_day=date(2023, 9, 1))
    count(world, campaign, world.karaganda, 5_000, base_day=date(2023, 8, 1), base="employed")
    assert table(campaign)["karaganda"]["members"] == 16_000, "the last word of the norm's base date"
    assert table(campaign, date(2023, 7, 31))["karaganda"]["members"] == 10_000
    assert "01.08.2023" in table(campaign, date(2023, 7, 31))["karaganda"]["warning"]
    assert table(campaign, date(2023, 6, 30))["karaganda"]["members"] is None
    decide(world, campaign, base="employed", decided_on=TODAY)
    assert table(campaign)["karaganda"]["members"] == 5_000


def test_a_table_of_a_day_knows_who_was_elected_by_then(
    world: World, campaign: Campaign, conference: Conference
) -> None:
    decide(world, campaign)
    count(world, campaign, world.karaganda, 10_000)
    one = elect(world, conference)
    elect(world, conference, "Петренко Игорь", is_substitute=True)
    assert [table(campaign)["karaganda"][key] for key in ("elected", "substitutes", "attended")] == [1, 1, None]
    assert table(campaign, HELD - timedelta(days=1))["karaganda"]["elected"] == 0
    one.withdraw(on=date(2023, 8, 1), reason="Выбыл", by=world.aigul, at=NOON)
    assert table(campaign)["karaganda"]["elected"] == 0
    assert table(campaign, date(2023, 7, 31))["karaganda"]["elected"] == 1


@pytest.mark.parametrize(
    ("members", "elected", "words"),
    [(4_999, 0, "нол"), (10_000, 1, "1"), (10_000, 2, ""), (None, 1, "")],
)
def test_what_does_not_fit_is_said(
    world: World, campaign: Campaign, conference: Conference, members: int | None, elected: int, words: str
) -> None:
    decide(world, campaign)
    if members is not None:
        count(world, campaign, world.karaganda, members)
    for n in range(elected):
        elect(world, conference, f"Делегат {n}")
    warning = table(campaign)["karaganda"]["warning"]
    assert bool(warning) is bool(words)


def test_a_quota_that_shrank_leaves_a_warning(world: World, campaign: Campaign, conference: Conference) -> None:
    decide(world, campaign)
    count(world, campaign, world.karaganda, 10_000)
    elect(world, conference)
    elect(world, conference, "Петренко Игорь")
    count(world, campaign, world.karaganda, 5_000, base_day=date(2023, 8, 1))
    row = table(campaign)["karaganda"]
    assert (row["chosen"], row["elected"]) == (1, 2)
    assert row["warning"]


def test_the_table_is_scoped_and_refuses_what_it_does_not_know(world: World, campaign: Campaign) -> None:
    assert set(table(campaign, user=world.erlan)) == {"akmola", ""}
    with pytest.raises(BadFilter):
        registry.build("delegates", user=WHOLE_UNION, as_of=TODAY, filters={"rounding": "floor"})


# --- The norm and the members ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", [{"decree_item": None}, {"decided_on": TODAY + timedelta(days=1)}])
def test_a_norm_has_a_source_and_no_day_to_come(world: World, campaign: Campaign, facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        decide(world, campaign, **facts)


def test_an_older_decision_does_not_follow_a_later_one(world: World, campaign: Campaign) -> None:
    decide(world, campaign)
    with pytest.raises(ValidationError, match=r"24\.06\.2023"):
        decide(world, campaign, decided_on=date(2023, 6, 1))


def test_a_norm_of_zero_elects_nobody(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    staff, address = signed_in(world.saule), reverse("campaigns:norm", args=[campaign.pk])
    answer = staff.post(address, {"members_per_delegate": "0", "decided_on": "24.06.2023", "source": "x"})
    assert "members_per_delegate" in answer.context["form"].errors
    with pytest.raises(IntegrityError), transaction.atomic():
        campaign.delegate_norms.create(members_per_delegate=0, decided_on=TODAY, source="x")


def test_a_choice_that_leaves_somebody_out_is_asked_about(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    staff, address = signed_in(world.saule), reverse("campaigns:norm", args=[campaign.pk])
    count(world, campaign, world.karaganda, 4_999)
    typed = {"members_per_delegate": "5 000", "rounding": "floor", "decided_on": "01.09.2023", "source": "протокол"}
    answer = staff.post(address, typed)
    assert "Карагандинская" in answer.context["form"].errors["confirm"][0]
    assert not DelegateNorm.objects.exists()
    assert staff.post(address, typed | {"confirm": "on"}).status_code == 302
    assert DelegateNorm.objects.get().rounding == "floor"
    assert staff.post(address, typed | {"rounding": "at_least_one"}).status_code == 302, "nobody is left out"


def test_members_are_typed_on_one_sheet(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    staff, address = signed_in(world.saule), reverse("campaigns:members", args=[campaign.pk])
    typed = {"base_day": "01.07.2023", "base": "all", "source": "сводка", "members-karaganda": "12 345"}
    assert staff.post(address, typed).status_code == 302
    base = MemberBase.objects.get()
    assert (base.organization, base.members, base.base_day) == (world.karaganda, 12_345, date(2023, 7, 1))
    assert base.history.get().history_user == world.saule
    empty = staff.post(address, typed | {"members-karaganda": ""})
    assert empty.context["form"].non_field_errors()
    future = staff.post(address, typed | {"base_day": "05.09.2023"})
    assert "base_day" in future.context["form"].errors


# --- Who is entered, and who is refused ---------------------------------------------------------------------------------


def test_no_more_delegates_than_the_quota(world: World, campaign: Campaign, conference: Conference) -> None:
    decide(world, campaign)
    count(world, campaign, world.karaganda, 12_500)
    elect(world, conference, "Первая")
    elect(world, conference, "Второй")
    with pytest.raises(ValidationError) as error:
        elect(world, conference, "Третья")
    assert "2" in refusal(error)
    elect(world, conference, "Третья", is_substitute=True)


def test_before_the_rounding_is_chosen_the_widest_is_the_limit(
    world: World, campaign: Campaign, conference: Conference
) -> None:
    decide(world, campaign, "")
    count(world, campaign, world.karaganda, 5_001)
    elect(world, conference, "Первая")
    elect(world, conference, "Второй")
    with pytest.raises(ValidationError):
        elect(world, conference, "Третья")


def test_without_a_known_quota_nothing_is_refused(world: World, campaign: Campaign, conference: Conference) -> None:
    for n in range(5):
        elect(world, conference, f"Делегат {n}")
    assert Delegate.objects.count() == 5


@pytest.mark.parametrize("name", ["Смирнова  Дарья", "смирнова дарья", "CMИPHOBA ДАРЬЯ", "Смирнова, Дарья"])
def test_a_delegate_is_entered_once(world: World, conference: Conference, name: str) -> None:
    """However the name is typed; Latin look-alikes and spaces make no second person."""
    elect(world, conference)
    with pytest.raises(ValidationError) as error:
        elect(world, conference, name)
    assert error.value.error_dict.keys() == {"name"}
    elect(world, conference, name, birth_year=1976)


def test_an_unknown_year_may_be_the_same_person(world: World, conference: Conference) -> None:
    elect(world, conference)
    with pytest.raises(ValidationError):
        elect(world, conference, birth_year=None)


def test_who_was_withdrawn_may_be_elected_again(world: World, conference: Conference) -> None:
    elect(world, conference).withdraw(on=TODAY, reason="Отозвана", by=world.aigul, at=NOON)
    assert elect(world, conference).counts


def test_a_delegate_of_another_organization_is_not_named_to_a_chair(world: World, campaign: Campaign) -> None:
    ours, theirs = (hold(campaign, one, world) for one in (world.karaganda, world.akmola))
    elect(world, theirs, by=world.erlan)
    with pytest.raises(ValidationError) as error:
        elect(world, ours)
    assert "Акмол" not in refusal(error)
    with pytest.raises(ValidationError) as error:
        elect(world, ours, by=world.saule)
    assert "Акмол" in refusal(error)


@pytest.mark.parametrize("year", [1800, 1922, 2008, 2023, 197])
def test_nobody_is_elected_too_young_or_too_old(world: World, conference: Conference, year: int) -> None:
    with pytest.raises(ValidationError) as error:
        elect(world, conference, birth_year=year)
    assert error.value.error_dict.keys() == {"birth_year"}


@pytest.mark.parametrize("year", [1923, 2007])
def test_the_youngest_and_the_oldest(world: World, conference: Conference, year: int) -> None:
    assert elect(world, conference, birth_year=year).pk


def test_elected_at_a_conference_of_another_organization(
    world: World, campaign: Campaign, conference: Conference
) -> None:
    with pytest.raises(ValidationError) as error:
        Delegate.record(
            campaign=campaign, organization=world.akmola, name="Чужой", elected_at=conference, by=world.saule, at=NOON
        )
    assert error.value.error_dict.keys() == {"elected_at"}


def test_elected_at_a_conference_that_was_not_held(world: World, conference: Conference) -> None:
    conference.cancel(on=TODAY, reason="Не состоялась", by=world.saule, at=NOON)
    with pytest.raises(ValidationError):
        elect(world, conference)


def test_branches_send_no_delegates_of_their_own(world: World, campaign: Campaign) -> None:
    with pytest.raises(ValidationError):
        Delegate.record(
            campaign=campaign, organization=world.temirtau, name="Кто-то", elected_on=HELD, source="x", by=world.saule,
            at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize(
    "facts", [{}, {"elected_on": HELD}, {"elected_on": TODAY + timedelta(days=1), "source": "письмо"}]
)
def test_without_a_conference_a_day_and_a_paper_are_named(world: World, campaign: Campaign, facts: dict) -> None:
    with pytest.raises(ValidationError):
        Delegate.record(
            campaign=campaign, organization=world.karaganda, name="Кто-то", by=world.saule, at=NOON, **facts
        )


# --- Withdrawn, called in, present -----------------------------------------------------------------------------------------


def test_a_substitute_takes_the_place(world: World, campaign: Campaign, conference: Conference) -> None:
    decide(world, campaign)
    count(world, campaign, world.karaganda, 5_000)
    one = elect(world, conference)
    other = elect(world, conference, "Петренко Игорь", is_substitute=True)
    one.replace(substitute=other, on=date(2023, 8, 1), reason="Болезнь", by=world.aigul, at=NOON)
    other.refresh_from_db()
    assert other.counts
    assert (other.substitutes, other.called_on) == (one, date(2023, 8, 1))
    assert one.withdraw_reason == "Болезнь"
    assert [table(campaign)["karaganda"][key] for key in ("elected", "substitutes")] == [1, 0]
    assert [table(campaign, date(2023, 7, 31))["karaganda"][key] for key in ("elected", "substitutes")] == [1, 1]


def test_a_substitute_of_a_foreign_delegate_is_refused(world: World, campaign: Campaign) -> None:
    ours, theirs = (hold(campaign, one, world) for one in (world.karaganda, world.akmola))
    one = elect(world, ours)
    foreign = elect(world, theirs, "Чужая Анна", is_substitute=True, by=world.erlan)
    with pytest.raises(ValidationError) as error, transaction.atomic():
        one.replace(substitute=foreign, on=TODAY, reason="Болезнь", by=world.aigul, at=NOON)
    assert error.value.error_dict.keys() == {"substitutes"}
    one.refresh_from_db()
    foreign.refresh_from_db()
    assert one.withdrawn_on is None, "nothing is half done"
    assert foreign.called_on is None


@pytest.mark.parametrize(
    ("on", "reason"), [(TODAY + timedelta(days=1), "x"), (HELD - timedelta(days=1), "x"), (TODAY, "  ")]
)
def test_who_is_withdrawn_needs_a_day_and_a_reason(world: World, conference: Conference, on: date, reason: str) -> None:
    one = elect(world, conference)
    with pytest.raises(ValidationError):
        one.withdraw(on=on, reason=reason, by=world.aigul, at=NOON)


def test_withdrawn_twice(world: World, conference: Conference) -> None:
    one = elect(world, conference)
    one.withdraw(on=TODAY, reason="Выбыла", by=world.aigul, at=NOON)
    with pytest.raises(ValidationError):
        one.withdraw(on=TODAY, reason="Ещё раз", by=world.aigul, at=NOON)


def test_no_attendance_before_the_congress(world: World, campaign: Campaign, conference: Conference) -> None:
    one = elect(world, conference)
    first = date(2024, 10, 1)
    with pytest.raises(ValidationError, match=r"01\.10\.2024"):
        one.mark(attended=True, on=TODAY, by=world.saule, at=NOON)
    with pytest.raises(ValidationError):
        one.mark(attended=True, on=first, by=world.saule, at=NOON)
    one.mark(attended=True, on=first, by=world.saule, at=at(first))
    assert table(campaign, first)["karaganda"]["attended"] == 1
    assert table(campaign, first - timedelta(days=1))["karaganda"]["attended"] is None
    with pytest.raises(ValidationError):
        one.withdraw(on=first, reason="Выбыла", by=world.saule, at=at(first))
    one.mark(attended=None, on=first, by=world.saule, at=at(first))
    assert table(campaign, first)["karaganda"]["attended"] is None


def test_a_waiting_substitute_is_not_present(world: World, conference: Conference) -> None:
    waiting = elect(world, conference, is_substitute=True)
    first = date(2024, 10, 1)
    with pytest.raises(ValidationError):
        waiting.mark(attended=True, on=first, by=world.saule, at=at(first))


# --- Pages ---------------------------------------------------------------------------------------------------------------


def url(name: str, *args: Any) -> str:
    return reverse(f"campaigns:{name}", args=args)


def test_a_chair_enters_after_the_conference(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    chair, address = signed_in(world.aigul), url("delegate_record", campaign.pk, "karaganda")
    assert chair.get(address).context["too_early"]
    typed = {
        "name": "Смирнова Дарья",
        "birth_year": "1975",
        "sex": "female",
        "education": "higher",
        "first_time": "yes",
    }
    assert chair.post(address, typed | {"elected_on": "01.07.2023", "source": "x"}).status_code == 200
    assert not Delegate.objects.exists()
    conference = hold(campaign, world.karaganda, world)
    assert chair.post(address, typed | {"elected_at": str(conference.pk)}).status_code == 302
    one = Delegate.objects.get()
    assert (one.elected_on, one.recorded_by, one.first_time, one.sex) == (HELD, world.aigul, True, "female")
    page = chair.get(url("organization_delegates", campaign.pk, "karaganda")).content.decode()
    assert "Смирнова Дарья" in page
    assert "1975" in page, "a year has no space in it"


def test_a_chair_posts_for_nobody_else(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    foreign = hold(campaign, world.akmola, world)
    chair = signed_in(world.aigul)
    assert chair.post(url("delegate_record", campaign.pk, "akmola"), {"name": "Чужой"}).status_code == 404
    typed = {"name": "Чужой", "elected_at": str(foreign.pk)}
    hold(campaign, world.karaganda, world)
    answer = chair.post(url("delegate_record", campaign.pk, "karaganda"), typed)
    assert "elected_at" in answer.context["form"].errors
    assert not Delegate.objects.exists()


def test_staff_name_a_day_and_a_paper(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    staff = signed_in(world.saule)
    typed = {"name": "Смирнова Дарья", "elected_on": "01.07.2023", "source": "протокол № 1"}
    assert staff.post(url("delegate_record", campaign.pk, "karaganda"), typed).status_code == 302
    assert Delegate.objects.get().elected_on == date(2023, 7, 1)
    conference = hold(campaign, world.karaganda, world)
    both = typed | {"name": "Петренко Игорь", "elected_at": str(conference.pk)}
    answer = staff.post(url("delegate_record", campaign.pk, "karaganda"), both)
    assert "elected_on" in answer.context["form"].errors, "a day beside the conference is not dropped without a word"


def test_a_slip_is_corrected_with_a_reason_and_seen_by_both(
    world: World, conference: Conference, signed_in: SignIn
) -> None:
    one = elect(world, conference)
    address, chair = url("delegate_correct", one.pk), signed_in(world.aigul)
    version = chair.get(address).context["form"].initial["version"]
    typed = {"name": "Смирнова Дарья Ивановна", "birth_year": "1976", "version": str(version)}
    assert "reason" in chair.post(address, typed).context["form"].errors
    assert chair.post(address, typed | {"reason": "Опечатка"}).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.birth_year) == ("Смирнова Дарья Ивановна", 1976)
    assert one.history.first().history_change_reason == "Опечатка"
    late = signed_in(world.saule).post(address, typed | {"reason": "Позже", "birth_year": "1977"})
    assert late.context["form"].conflict, "who comes second is shown both sides"
    one.refresh_from_db()
    assert one.birth_year == 1976


def test_the_sheet_of_attendance(world: World, campaign: Campaign, conference: Conference, signed_in: SignIn) -> None:
    one = elect(world, conference)
    congress = campaign.congress_dates.get()
    congress.first_day = congress.last_day = HELD
    congress.save()
    address = url("attendance", campaign.pk, "karaganda")
    staff = signed_in(world.saule)
    assert staff.post(address, {"on": "10.07.2023", f"delegate-{one.pk}": "present"}).status_code == 302
    one.refresh_from_db()
    assert (one.attended, one.attended_on, one.attended_by) == (True, HELD, world.saule)
    written = one.history.count()
    staff.post(address, {"on": "10.07.2023", f"delegate-{one.pk}": "present"})
    assert one.history.count() == written, "what did not change is not written"


def test_the_page_and_the_export_say_the_same(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    decide(world, campaign, "half_up")
    count(world, campaign, world.karaganda, 12_500)
    staff, address = signed_in(world.saule), url("delegates", campaign.pk)
    page = staff.get(address).content.decode()
    assert "№ 6" in page, "the decree of the choice is cited"
    said = json.loads(staff.get(address, {"as": "json"}).content)
    keys = ["members", "floor", "half_up", "ceil", "at_least_one", "chosen", "elected"]
    row = next(row for row in said["rows"] if row["organization_code"] == "karaganda")
    assert [row[key] for key in keys] == [12_500, 2, 3, 3, 2, 3, 0]
    assert [said["totals"][key] for key in keys] == [12_500, 2, 3, 3, 2, 3, 0]


@pytest.mark.parametrize(
    "name", ["delegates", "delegate_list", "credentials", "campaign_preparation", "congress_move", "members"]
)
def test_pages_ask_as_often_for_many_as_for_few(name: str, world: World, campaign: Campaign, signed_in: SignIn) -> None:
    decide(world, campaign)
    staff, asked = signed_in(world.saule), []
    for numbers in (range(3), range(3, 20)):
        for n in numbers:
            member = make_organization(f"member-{n}", "member", world.union, f"Область {n}")
            count(world, campaign, member, 5_000)
            elect(world, hold(campaign, member, world), f"Делегат {n}", by=world.saule)
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(url(name, campaign.pk)).status_code == 200
        asked.append(len(captured.captured_queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 15
