"""What surrounds a campaign: told by organizations or by staff with a paper, as of a day, and taken back with a reason."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns.models import Agreement, Campaign, Manual, ManualHandout, Preparation, Seminar
from campaigns.periods import parse
from documents import registry
from documents.registry import WHOLE_UNION
from organizations.models import Organization
from tests.made_files import pdf
from tests.matrix import campaign_of
from tests.world import NOON, TODAY, World

SignIn = Callable[..., Client]
JULY = date(2023, 7, 10)


@pytest.fixture
def campaign(world: World) -> Campaign:
    return campaign_of(world, world.requirement)


def about(world: World, campaign: Campaign, organization: Organization | None = None, **facts: Any) -> dict[str, Any]:
    where = {"campaign": campaign, "organization": organization or world.karaganda, "told_on": JULY, "source": "письмо"}
    return {**where, "by": world.saule, "at": NOON, **facts}


def table(campaign: Campaign, as_of: date = TODAY, user: Any = WHOLE_UNION) -> dict[str, dict[str, Any]]:
    built = registry.build("campaign_preparation", user=user, as_of=as_of, filters={"campaign": str(campaign.pk)})
    return {row["organization_code"]: row for row in built.records()} | {"": built.sums}


def url(name: str, *args: Any) -> str:
    return reverse(f"campaigns:{name}", args=args)


def test_nothing_told_is_a_dash_never_a_no(world: World, campaign: Campaign) -> None:
    Preparation.tell(**about(world, campaign, own_norm=100, norm_body="Пленум"))
    rows = table(campaign)
    keys = ("has_norm", "own_norm", "has_measures", "meeting", "seminars", "trained")
    assert [rows["karaganda"][key] for key in keys] == [True, 100, None, None, None, None]
    assert [rows["akmola"][key] for key in keys] == [None] * 6
    assert [table(campaign, JULY - timedelta(days=1))["karaganda"][key] for key in keys] == [None] * 6


def test_the_latest_word_counts_on_its_day(world: World, campaign: Campaign) -> None:
    Preparation.tell(**about(world, campaign, own_norm=100))
    Preparation.tell(**about(world, campaign, own_norm=120, told_on=TODAY))
    Preparation.tell(**about(world, campaign, own_norm=130, told_on=TODAY))
    assert table(campaign)["karaganda"]["own_norm"] == 130
    assert table(campaign, TODAY - timedelta(days=1))["karaganda"]["own_norm"] == 100
    assert Preparation.objects.count() == 2, "said again on the same day, it replaces the word of that day"
    assert Preparation.objects.get(told_on=TODAY).history.count() == 2


def test_the_planned_meeting_is_kept_as_written(world: World, campaign: Campaign) -> None:
    Preparation.tell(**about(world, campaign, meeting=parse("в конце текущего года", year=2023), meeting_body="Совет"))
    row = table(campaign)["karaganda"]
    assert [row[key] for key in ("meeting", "meeting_from", "meeting_to")] == [
        "в конце текущего года", date(2023, 10, 1), date(2023, 12, 31),
    ]  # fmt: skip


def test_seminars_of_the_bodies_below_count_with_their_organization(world: World, campaign: Campaign) -> None:
    Seminar.record(**about(world, campaign, topic="Первый", trained=40))
    Seminar.record(**about(world, campaign, world.temirtau, topic="Второй", trained=15))
    Seminar.record(**about(world, campaign, world.school, topic="Третий"))
    slip = Seminar.record(**about(world, campaign, topic="Не было", trained=900))
    slip.withdraw(on=date(2023, 8, 1), reason="Двойная запись", by=world.saule, at=NOON)
    assert [table(campaign)["karaganda"][key] for key in ("seminars", "trained")] == [3, 55]
    assert table(campaign, date(2023, 7, 31))["karaganda"]["trained"] == 955
    assert table(campaign)[""]["trained"] == 55


def test_agreements_count_while_they_are_in_force(world: World, campaign: Campaign) -> None:
    facts = {"subject": "О содействии", "parties": "Акимат", "signed_on": JULY}
    Agreement.record(**about(world, campaign, **facts, valid_until=date(2023, 8, 31)))
    Agreement.record(**about(world, campaign, **facts))
    assert table(campaign, date(2023, 8, 31))["karaganda"]["agreements"] == 2
    assert table(campaign, date(2023, 9, 1))["karaganda"]["agreements"] == 1


def test_no_more_copies_than_were_printed(world: World, campaign: Campaign) -> None:
    manual = Manual.record(**about(world, campaign, world.union, title="Памятка", copies=100))
    ManualHandout.record(**about(world, campaign, manual=manual, copies=60))
    with pytest.raises(ValidationError) as error:
        ManualHandout.record(**about(world, campaign, world.akmola, manual=manual, copies=41))
    assert error.value.error_dict.keys() == {"copies"}
    ManualHandout.record(**about(world, campaign, world.akmola, manual=manual, copies=40))
    assert table(campaign)["karaganda"]["copies"] == 60


@pytest.mark.parametrize(
    "facts",
    [
        {"told_on": TODAY + timedelta(days=1), "topic": "x"},
        {"topic": "x", "raw": "05.09.2023", "first_day": date(2023, 9, 5), "last_day": date(2023, 9, 5)},
    ],
)
def test_a_seminar_of_days_to_come_has_not_trained_anybody(world: World, campaign: Campaign, facts: dict) -> None:
    with pytest.raises(ValidationError):
        Seminar.record(**about(world, campaign, **facts))


def test_an_agreement_does_not_end_before_it_was_signed(world: World, campaign: Campaign) -> None:
    facts = {"subject": "x", "parties": "y", "signed_on": JULY, "valid_until": JULY - timedelta(days=1)}
    with pytest.raises(ValidationError) as error:
        Agreement.record(**about(world, campaign, **facts))
    assert error.value.error_dict.keys() == {"valid_until"}


@pytest.mark.parametrize(
    ("on", "reason"), [(JULY, " "), (JULY - timedelta(days=1), "x"), (TODAY + timedelta(days=1), "x")]
)
def test_taken_back_with_a_day_and_a_reason(world: World, campaign: Campaign, on: date, reason: str) -> None:
    seminar = Seminar.record(**about(world, campaign, topic="x"))
    with pytest.raises(ValidationError):
        seminar.withdraw(on=on, reason=reason, by=world.saule, at=NOON)


# --- Pages ------------------------------------------------------------------------------------------------------


def test_an_assistant_tells_and_staff_name_the_paper(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    address = url("preparation_tell", campaign.pk, "karaganda")
    assistant, staff = signed_in(world.dana), signed_in(world.saule)
    assert assistant.post(address, {"own_norm": "100", "version": "0"}).status_code == 302
    word = Preparation.objects.get()
    assert (word.own_norm, word.told_on, word.source, word.recorded_by) == (100, TODAY, "", world.dana)
    typed = {"own_norm": "120", "told_on": "10.07.2023", "version": _version(staff, address)}
    assert "source" in staff.post(address, typed).context["form"].errors
    assert staff.post(address, typed | {"source": "письмо № 3"}).status_code == 302
    assert Preparation.objects.get(told_on=JULY).source == "письмо № 3"


def _version(client: Client, address: str) -> str:
    return client.get(address).context["form"].initial["version"]


def test_who_comes_second_is_shown_both_sides(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    address = url("preparation_tell", campaign.pk, "karaganda")
    chair = signed_in(world.aigul)
    old = _version(chair, address)
    chair.post(address, {"own_norm": "100", "version": old})
    answer = chair.post(address, {"own_norm": "150", "version": old})
    assert {"mine": "150", "theirs": "100"}.items() <= answer.context["form"].conflict[0].items()
    assert Preparation.objects.get().own_norm == 100
    again = answer.context["form"].data["version"]
    assert chair.post(address, {"own_norm": "150", "version": again}).status_code == 302
    assert Preparation.objects.get().own_norm == 150


def test_the_plan_of_measures_comes_as_a_file_and_is_looked_into(
    world: World, campaign: Campaign, signed_in: SignIn
) -> None:
    address, chair = url("preparation_tell", campaign.pk, "karaganda"), signed_in(world.aigul)
    wrong = SimpleUploadedFile("план.pdf", b"MZ\x90 not a pdf")
    assert "measures_file" in chair.post(address, {"measures_file": wrong}).context["form"].errors
    right = SimpleUploadedFile("план мероприятий.pdf", pdf())
    assert chair.post(address, {"measures_file": right, "version": "0"}).status_code == 302
    word = Preparation.objects.get()
    answer = chair.get(url("measures_file", word.pk))
    assert b"".join(answer.streaming_content) == pdf()
    assert "attachment" in answer["Content-Disposition"]
    assert signed_in(world.erlan).get(url("measures_file", word.pk)).status_code == 404
    chair.post(address, {"own_norm": "90", "version": _version(chair, address)})
    assert Preparation.objects.get().measures_file_name == "план мероприятий.pdf", "the file stays"


def test_an_empty_form_tells_nothing(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    answer = signed_in(world.aigul).post(url("preparation_tell", campaign.pk, "karaganda"), {"version": "0"})
    assert answer.context["form"].non_field_errors()
    assert not Preparation.objects.exists()


@pytest.mark.parametrize(
    ("kind", "typed", "model"),
    [
        ("seminar", {"topic": "Как провести собрание", "when": "июнь 2023", "trained": "40"}, Seminar),
        ("manual", {"name": "Памятка", "copies": "1 000"}, Manual),
        ("agreement", {"kind": "memorandum", "subject": "x", "parties": "y", "signed_on": "10.07.2023"}, Agreement),
    ],
)
def test_facts_are_told_one_by_one(
    kind: str, typed: dict[str, str], model: Any, world: World, campaign: Campaign, signed_in: SignIn
) -> None:
    chair = signed_in(world.aigul)
    assert chair.post(url("fact_record", campaign.pk, "karaganda", kind), typed).status_code == 302
    fact = model.objects.get()
    assert fact.history.get().history_user == world.aigul
    page = chair.get(url("preparation", campaign.pk, "karaganda")).content.decode()
    assert str(fact) in page
    take_back = url("fact_take_back", kind, fact.pk)
    assert signed_in(world.erlan).post(take_back, {"on": "04.09.2023", "reason": "x"}).status_code == 404
    assert chair.post(take_back, {"on": "04.09.2023", "reason": "Ошибка"}).status_code == 302
    fact.refresh_from_db()
    assert (fact.withdrawn_on, fact.withdrawn_by) == (TODAY, world.aigul)


def test_a_manual_of_the_apparatus_is_everybodys_a_foreign_one_nobodys(
    world: World, campaign: Campaign, signed_in: SignIn
) -> None:
    ours = Manual.record(**about(world, campaign, world.union, title="Памятка аппарата"))
    foreign = Manual.record(**about(world, campaign, world.akmola, title="Памятка Акмолы"))
    chair, address = signed_in(world.aigul), url("fact_record", campaign.pk, "karaganda", "handout")
    assert list(chair.get(address).context["form"].fields["manual"].queryset) == [ours]
    assert "manual" in chair.post(address, {"manual": str(foreign.pk)}).context["form"].errors
    assert chair.post(address, {"manual": str(ours.pk), "copies": "10"}).status_code == 302
    assert chair.post(url("fact_take_back", "manual", ours.pk), {}).status_code == 403


def test_no_such_kind(world: World, campaign: Campaign, signed_in: SignIn) -> None:
    staff = signed_in(world.saule)
    assert staff.get(url("fact_record", campaign.pk, "karaganda", "party")).status_code == 404
    assert staff.get(url("fact_take_back", "party", 1)).status_code == 404
