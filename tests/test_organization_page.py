"""The organization's page: everything about one body as of a day, to whom it belongs."""

import json
from datetime import date
from typing import Any

import pytest

from campaigns.models import Campaign, Conference
from organizations.access import Position
from organizations.models import Alias, SocialChannel
from reporting.periods import Period
from tests.indicator_world import H1, asked_for, count, make_form, tell
from tests.membership_world import make_report, membership_requirement
from tests.world import NOON, TODAY, World, appoint, make_organization

PAGE = "/organizations/karaganda/"


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["saule", "asan", "leila", "gulnara", "aigul", "dana"])
def test_who_may_look(world: World, signed_in: Any, name: str) -> None:
    assert "Карагандинская область" in text_of(signed_in(getattr(world, name)).get(PAGE))


@pytest.mark.parametrize("name", ["erlan", "bolat"])
def test_a_stranger_and_who_stands_below_find_nothing(world: World, signed_in: Any, name: str) -> None:
    assert signed_in(getattr(world, name)).get(PAGE).status_code == 404


def test_an_unknown_code(world: World, signed_in: Any) -> None:
    assert signed_in(world.saule).get("/organizations/nowhere/").status_code == 404


def test_the_passport(world: World, signed_in: Any) -> None:
    world.karaganda.bin = "100140000003"
    world.karaganda.founding_conference_on = date(2022, 6, 1)
    world.karaganda.save()
    SocialChannel.objects.create(organization=world.karaganda, kind="telegram", address="@karaganda")
    text = text_of(signed_in(world.saule).get(PAGE))
    for said in ("100140000003", "1 июня 2022 г.", "Қарағанды облысы", "@karaganda", "Карагандинская область"):
        assert said in text


def test_the_chair_has_a_number_that_dials(world: World, signed_in: Any) -> None:
    assert f'href="tel:{world.aigul.person.phone.replace(" ", "")}"' in text_of(signed_in(world.saule).get(PAGE))


def test_the_way_up_is_a_link_only_where_one_may_go(world: World, signed_in: Any) -> None:
    assert 'href="/organizations/union/"' in text_of(signed_in(world.saule).get(PAGE))
    own = text_of(signed_in(world.bolat).get("/organizations/temirtau/"))
    assert 'href="/organizations/karaganda/"' not in own
    assert "Карагандинская область" in own


def test_what_stands_below(world: World, signed_in: Any) -> None:
    text = text_of(signed_in(world.aigul).get(PAGE))
    assert 'href="/organizations/temirtau/"' in text
    assert "parent=karaganda&amp;level=primary" in text


def test_its_obligations_as_of_a_day(world: World, signed_in: Any) -> None:
    client = signed_in(world.aigul)
    missing = text_of(client.get(PAGE))
    assert 'data-test="obligation-row" data-status="missing"' in missing
    before = text_of(client.get(PAGE, {"as_of": "31.08.2023"}))
    assert 'data-status="not_due"' in before
    assert 'data-test="obligation-row"' not in text_of(client.get(PAGE, {"as_of": "01.06.2023"}))


def test_the_table_of_its_obligations_leaves_as_a_file(world: World, signed_in: Any) -> None:
    answer = signed_in(world.aigul).get(PAGE, {"as": "json"})
    rows = json.loads(answer.content)["rows"]
    assert [(row["organization_code"], row["requirement"], row["status"]) for row in rows] == [
        ("karaganda", "schedule", "missing")
    ]


def test_obligations_of_a_closed_body_stay(world: World, signed_in: Any) -> None:
    world.school.close(on=date(2023, 9, 1), by=world.saule, reason="x")
    world.temirtau.close(on=date(2023, 9, 1), by=world.saule, reason="x")
    world.karaganda.close(on=date(2023, 9, 1), by=world.saule, reason="x")
    assert 'data-status="missing"' in text_of(signed_in(world.saule).get(PAGE))


def test_who_was_in_office_before(world: World, signed_in: Any) -> None:
    appoint(
        None,
        world.karaganda,
        Position.CHAIR,
        "Прежний Председатель",
        ended_on=date(2019, 12, 31),
        from_day=date(2015, 1, 1),
    )
    page = signed_in(world.saule).get(PAGE)
    assert "Прежний Председатель" in text_of(page)
    assert page.context["dossier"].chair.person == world.aigul.person
    then = signed_in(world.saule).get(PAGE, {"as_of": "2019-06-01"})
    assert then.context["dossier"].chair.person.name_ru == "Прежний Председатель"


def test_names_and_places_before(world: World, signed_in: Any) -> None:
    world.temirtau.rename(from_day=date(2023, 9, 1), by=world.saule, short_ru="Новый", legal_name_ru="Новый филиал")
    world.temirtau.move(world.akmola, from_day=date(2023, 9, 2), by=world.saule, reason="x")
    text = text_of(signed_in(world.saule).get("/organizations/temirtau/"))
    assert "ОО «Темиртау»" in text
    assert "Карагандинская область" in text


def test_a_conference_that_was_held(world: World, signed_in: Any) -> None:
    campaign = Campaign.objects.create(
        title_ru="Кампания", first_day=date(2023, 6, 24), last_day=date(2024, 12, 31), decree=world.decree
    )
    Conference.record(
        campaign=campaign, organization=world.karaganda, held_on=date(2023, 8, 16), by=world.saule, at=NOON, source="x"
    )
    text = text_of(signed_in(world.aigul).get(PAGE))
    assert "16 августа 2023 г." in text
    assert "16 августа 2023 г." not in text_of(signed_in(world.aigul).get(PAGE, {"as_of": "2023-08-01"}))


# --- What is out of order -----------------------------------------------------------------------


def flags(client: Any, page: str = PAGE) -> int:
    return len(client.get(page).context["dossier"].flags)


def test_unreachable_and_unconfirmed_are_said(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    world.karaganda.contacts_confirmed_on = TODAY
    world.karaganda.save()
    assert flags(client) == 0
    world.karaganda.contacts_confirmed_on = date(2022, 9, 3)
    world.karaganda.save()
    assert flags(client) == 1
    for office in world.karaganda.appointments.all():
        office.person.phone = ""
        office.person.save()
    assert flags(client) == 2


def test_suspended_and_closed_are_said(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    world.school.suspend(on=date(2023, 9, 1), by=world.saule, reason="x")
    before = flags(client, "/organizations/school-1/")
    world.school.resume(on=date(2023, 9, 2), by=world.saule, reason="x")
    assert flags(client, "/organizations/school-1/") == before - 1
    world.school.close(on=date(2023, 9, 3), by=world.saule, reason="x")
    assert flags(client, "/organizations/school-1/") == 1


# --- What one may do there ----------------------------------------------------------------------


def test_buttons_are_for_those_who_may_press_them(world: World, signed_in: Any) -> None:
    staff = text_of(signed_in(world.saule).get(PAGE))
    assert f"{PAGE}edit/" in staff
    assert f"{PAGE}chair/" in staff
    chair = text_of(signed_in(world.aigul).get(PAGE))
    assert f"{PAGE}contacts/" in chair
    for page in ("edit", "chair", "move", "close"):
        assert f"{PAGE}{page}/" not in chair
    leader = text_of(signed_in(world.leila).get(PAGE))
    for page in ("edit", "contacts", "chair"):
        assert f"{PAGE}{page}/" not in leader


def test_the_apparatus_is_shown_to_itself_only(world: World, signed_in: Any) -> None:
    page = signed_in(world.saule).get("/organizations/union/")
    assert {office.position for office in page.context["dossier"].offices} >= {"staff", "administrator"}
    assert signed_in(world.aigul).get("/organizations/union/").status_code == 404


def test_changes_are_for_the_staff(world: World, signed_in: Any) -> None:
    world.karaganda.phone = "+7 7212 11 11 11"
    world.karaganda._change_reason = "звонок"
    world.karaganda.save()
    assert "звонок" in text_of(signed_in(world.saule).get(PAGE))
    assert "звонок" not in text_of(signed_in(world.aigul).get(PAGE))


def test_as_many_queries_for_many_below_as_for_few(
    world: World, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(world.aigul)
    client.get(PAGE)
    with django_assert_max_num_queries(35) as few:
        client.get(PAGE)
    for number in range(40):
        body = make_organization(f"b-{number}", "branch", world.karaganda, f"Филиал {number}")
        appoint(None, body, Position.CHAIR, f"Председатель {number}")
        Alias.objects.create(organization=body, name=f"имя {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE)


def test_members_year_by_year_stand_on_the_page(world: World, signed_in: Any) -> None:
    client = signed_in(world.aigul)
    assert client.get(PAGE).context["dossier"].work.membership is None
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=90, employees=100)
    make_report(world.karaganda, 2023, employed=80, employees=100)
    table = client.get(PAGE).context["dossier"].work.membership
    assert [(row["year"], row["coverage"], row["employed_change"]) for row in table.records()] == [
        (2023, 80, -10), (2022, 90, None),
    ]  # fmt: skip
    assert client.get("/organizations/akmola/").status_code == 404


def test_the_latest_report_of_each_form_stands_on_the_page(world: World, signed_in: Any) -> None:
    form = make_form(world)
    asked_for(world, form)
    tell(world.karaganda, form, Period(2022, "h2"), found=1)
    latest = tell(world.karaganda, form, H1, found=2)
    tell(world.akmola, form, H1, found=3)
    counted = count(world.karaganda, make_form(world, "counted", entered_by="apparatus"), H1, day=TODAY, found=4)
    page = signed_in(world.aigul).get(world.karaganda.get_absolute_url())
    assert set(page.context["dossier"].work.activity) == {latest, counted}
    for report in (latest, counted):
        assert report.get_absolute_url() in page.content.decode()
        assert signed_in(world.aigul).get(report.get_absolute_url()).status_code == 200
    before = signed_in(world.aigul).get(world.karaganda.get_absolute_url(), {"as_of": "2023-06-30"})
    assert [one.period for one in before.context["dossier"].work.activity] == [Period(2022, "h2")]
