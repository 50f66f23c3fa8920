"""Events of the training: entered by a chair, planned beside held, refused where they cannot be; plans, programmes, persons."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from campaigns.periods import parse
from documents.registry import WHOLE_UNION, BadFilter, build
from organizations.models import Appointment, Person
from tests.training_world import make_event, make_plan, make_programme, make_responsible
from tests.world import NOON, TODAY, World
from training.models import (
    EventParticipants,
    EventState,
    Programme,
    ProgrammeModule,
    Responsible,
    Speaker,
    TrainingEvent,
    TrainingPlan,
)

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
HELD = {
    "title": "Школа председателя", "form": "seminar", "held_from": "04.05.2023", "held_to": "05.05.2023", "place": "Балхаш",
    "hours": "12", "certificates": "20", "spent": "150 000,50", "participants_chairs": "15", "participants_members": "0",
    "speakers-TOTAL_FORMS": "2", "speakers-INITIAL_FORMS": "0", "speakers-0-name": "Ким А. Б.",
    "speakers-0-position": "юрист", "speakers-1-name": "",
}  # fmt: skip


def new(client: Client, code: str = "karaganda", **answers: str) -> HttpResponse:
    return client.post(reverse("training:event_new", args=[code]), {**HELD, **answers})


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


@pytest.fixture
def aigul(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.aigul)


# --- Entered ------------------------------------------------------------------------------------------------


def test_what_is_entered_is_what_was_typed(world: World, aigul: Client) -> None:
    answer = new(aigul)
    assert answer.status_code == 302, errors(answer)
    made = TrainingEvent.objects.get()
    assert (made.organization, made.held_from, made.held_to) == (world.karaganda, date(2023, 5, 4), date(2023, 5, 5))
    assert (made.hours, made.certificates, str(made.spent), made.plan) == (12, 20, "150000.50", None)
    assert dict(made.participants.values_list("category__code", "number")) == {"chairs": 15, "members": 0}
    assert [str(one) for one in made.speakers.all()] == ["Ким А. Б., юрист"]
    assert made.history.get().history_user == world.aigul
    page = aigul.get(answer.url)
    assert (page.context["came"], page.context["state"]) == (15, EventState.HELD)


def test_planned_first_and_told_after_it_was_held(world: World, aigul: Client) -> None:
    plan = make_plan(world.karaganda, 2023)
    planned = dict.fromkeys(HELD, "") | {
        "title": "Форум", "form": "forum", "planned": "ноябрь 2023", "plan": str(plan.pk),
        "speakers-TOTAL_FORMS": "0", "speakers-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert new(aigul, **planned).status_code == 302
    made = TrainingEvent.objects.get()
    assert made.state_on(TODAY) == EventState.PLANNED
    assert made.state_on(date(2023, 12, 1)) == EventState.OVERDUE
    url = reverse("training:event_edit", args=[made.pk])
    form = aigul.get(url).context["form"]
    assert form["planned"].value() == "ноябрь 2023"
    told = {**HELD, "planned": "ноябрь 2023", "plan": str(plan.pk), "version": str(form.initial["version"])}
    assert aigul.post(url, told).status_code == 302
    made.refresh_from_db()
    assert (made.state_on(TODAY), made.planned_raw, made.plan) == (EventState.HELD, "ноябрь 2023", plan)


def test_a_name_corrected_is_a_correction_and_a_row_emptied_is_gone(world: World, aigul: Client) -> None:
    made = make_event(world.karaganda, date(2023, 5, 4), chairs=3, activists=8, speakers=("Ким", "Ли"))
    kim, _li = made.speakers.all()
    url = reverse("training:event_edit", args=[made.pk])
    version = str(aigul.get(url).context["form"].initial["version"])
    sent = {
        **HELD, "version": version, "participants_members": "", "participants_activists": "", "participants_chairs": "4",
        "speakers-INITIAL_FORMS": "2", "speakers-0-name": "Ким Анна",
    }  # fmt: skip
    assert aigul.post(url, sent).status_code == 302
    assert dict(made.participants.values_list("category__code", "number")) == {"chairs": 4}
    assert list(made.speakers.values_list("pk", "name")) == [(kim.pk, "Ким Анна")]
    assert EventParticipants.history.filter(history_type="-").count() == 1


def test_who_saves_second_sees_both_sides(world: World, aigul: Client) -> None:
    made = make_event(world.karaganda, date(2023, 5, 4))
    url = reverse("training:event_edit", args=[made.pk])
    version = str(aigul.get(url).context["form"].initial["version"])
    make_title = TrainingEvent.objects.get()
    make_title.title = "Иначе"
    make_title.keep(speakers=[], participants={}, by=world.saule, today=TODAY)
    answer = aigul.post(url, {**HELD, "version": version})
    assert answer.context["form"].conflict
    assert TrainingEvent.objects.get().title == "Иначе"


def test_both_sides_show_who_came_the_term_the_subject_and_the_speakers(world: World, aigul: Client) -> None:
    programme = make_programme()
    made = make_event(world.karaganda, date(2023, 5, 4), chairs=10, planned="май 2023", speakers=("Ким",))
    url = reverse("training:event_edit", args=[made.pk])
    version = str(aigul.get(url).context["form"].initial["version"])
    chairs = made.participants.get().category
    other = TrainingEvent.objects.get()
    other.planned, other.programme = parse("июнь 2023"), programme
    other.keep(speakers=[Speaker(name="Ли")], participants={chairs: 100}, by=world.saule, today=TODAY)
    form = aigul.post(url, {**HELD, "version": version, "planned": "май 2023"}).context["form"]
    sides = {str(row["key"]): (row["mine"], row["theirs"]) for row in form.conflict if row["differs"]}
    assert sides[str(chairs)] == ("15", "100")
    assert sides["Запланировано"] == ("май 2023", "июнь 2023")
    assert sides["Лекторы"] == ("Ким А. Б., юрист", "Ли")
    assert any(theirs == "программа в целом" for _mine, theirs in sides.values())


def test_the_history_tells_who_came_and_who_spoke(world: World, aigul: Client) -> None:
    made = make_event(world.karaganda, date(2023, 5, 4), chairs=10, speakers=("Ким",))
    chairs = made.participants.get().category
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        made.keep(speakers=[Speaker(name="Ли")], participants={chairs: 100}, by=world.saule, today=TODAY)
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        made.keep(speakers=list(made.speakers.all()), participants={}, by=world.aigul, today=TODAY)
    told = aigul.get(made.get_absolute_url()).context["history"]
    assert [(one["who"], one["what"]) for one in told[:1]] == [
        (world.aigul, f"Удалено: участники категории, {chairs}: 100")
    ]
    assert {(one["who"], one["what"]) for one in told[1:4]} == {
        (world.saule, f"Изменено: участники категории, {chairs}: 100"),
        (world.saule, "Удалено: лектор, Ким, лектор"),
        (world.saule, "Внесено: лектор, Ли"),
    }
    (number,) = (change for one in told[1:4] for change in one["changes"])
    assert (number["before"], number["after"]) == ("10", "100")
    assert "Внесено" in [one["what"] for one in told[4:]]


def test_an_assistant_enters_and_another_oblast_sees_nothing(world: World, signed_in: SignIn) -> None:
    assert new(signed_in(world.dana)).status_code == 302
    made = TrainingEvent.objects.get()
    erlan = signed_in(world.erlan)
    assert erlan.get(made.get_absolute_url()).status_code == 404
    assert new(erlan).status_code == 404
    assert new(signed_in(world.leila)).status_code == 403
    assert "Школа председателя" not in erlan.get("/training/events/?year=2023").content.decode()


def test_a_chair_enters_for_a_branch_and_is_led_to_the_own_organization(world: World, aigul: Client) -> None:
    assert new(aigul, "temirtau").status_code == 302
    assert TrainingEvent.objects.get().organization == world.temirtau
    page = aigul.get(reverse("training:event_whose"))
    assert page.context["form"]["organization"].value() == "karaganda"
    assert aigul.get(reverse("training:event_whose"), {"organization": "Темиртау"}).url.endswith("/temirtau/")
    assert aigul.get(reverse("training:event_whose"), {"organization": "Акмолинская"}).context["form"].errors


# --- Refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("held_to", {"held_to": "03.05.2023"}),
        ("held_to", {"held_from": "04.05.2024", "held_to": "05.05.2024"}),
        ("held_from", {"held_from": "31.02.2023"}),
        ("held_from", {"held_from": "", "held_to": "05.05.2023"}),
        ("held_from", {"held_from": "", "held_to": "", "planned": "ноябрь 2023"}),
        ("planned", {"held_from": "", "held_to": "", "participants_chairs": "", "participants_members": ""}),
        ("planned", {"planned": "когда-нибудь"}),
        ("participants_chairs", {"participants_chairs": "-1"}),
        ("participants_chairs", {"participants_chairs": "много"}),
        ("participants_chairs", {"participants_chairs": "9" * 30}),
        ("title", {"title": "x" * 301}),
        ("title", {"title": ""}),
        ("topic", {"topic": "x" * 501}),
        ("form", {"form": "picnic"}),
        ("spent", {"spent": "-1"}),
        ("hours", {"hours": "1,5"}),
        ("subject", {"subject": "m999"}),
        ("planned", {"planned": "после 01.03.2026"}),
        ("planned", {"planned": "конец 2023 года"}),
        ("planned", {"planned": "25.09.2023" + " " * 150 + "г."}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept_as_typed(
    aigul: Client, field: str, typed: dict[str, str]
) -> None:
    answer = new(aigul, **typed)
    assert answer.status_code == 200
    assert set(errors(answer)) == {field}
    assert "»" not in errors(answer)[field][0] or "training_" not in errors(answer)[field][0]
    for name, text in typed.items():
        assert answer.context["form"][name].value() == text
    assert not TrainingEvent.objects.exists()


def test_a_speaker_without_a_name_is_asked_for_it(aigul: Client) -> None:
    answer = new(aigul, **{"speakers-1-position": "доцент"})
    assert answer.context["speakers"].forms[1].errors
    assert not TrainingEvent.objects.exists()


def test_the_plan_of_another_organization_is_refused(world: World, aigul: Client) -> None:
    foreign = make_plan(world.akmola, 2023)
    assert set(errors(new(aigul, plan=str(foreign.pk)))) == {"plan"}
    with pytest.raises(ValidationError):
        make_event(world.karaganda, date(2023, 5, 4), plan=foreign)


def test_an_organization_that_was_not_there_held_nothing(world: World, aigul: Client) -> None:
    world.karaganda.placements.update(from_day=date(2023, 6, 1))
    (sentence,) = errors(new(aigul))["held_from"]
    assert "Карагандинская область" in sentence


def test_the_database_refuses_what_a_console_would_slip_in(world: World) -> None:
    made = make_event(world.karaganda, date(2023, 5, 4), chairs=1)
    for wrong in (
        {"held_to": date(2023, 5, 3)}, {"held_from": None}, {"held_from": None, "held_to": None}, {"spent": -1},
        {"planned_raw": "май"}, {"cancelled_on": TODAY},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingEvent.objects.filter(pk=made.pk).update(**wrong)


# --- Cancelled ----------------------------------------------------------------------------------------------


def test_what_will_not_take_place_is_cancelled_with_its_reason(world: World, aigul: Client) -> None:
    made = make_event(world.karaganda, planned="ноябрь 2023")
    url = reverse("training:event_cancel", args=[made.pk])
    assert aigul.post(url, {"on": "04.09.2023", "reason": " "}).context["form"].errors
    assert aigul.post(url, {"on": "05.09.2023", "reason": "Нет лектора"}).context["form"].errors
    assert "01.01.2022" in str(aigul.post(url, {"on": "31.12.2021", "reason": "Рано"}).context["form"].errors)
    planned = make_event(
        world.karaganda, planned="ноябрь 2023", plan=make_plan(world.karaganda, 2023, approved_on=TODAY)
    )
    with pytest.raises(ValidationError, match=r"04\.09\.2023"):
        planned.cancel(on=date(2023, 9, 3), reason="До плана", by=world.aigul, at=NOON)
    planned.cancel(on=TODAY, reason="В день плана", by=world.aigul, at=NOON)
    assert aigul.post(url, {"on": "04.09.2023", "reason": "Нет лектора"}).status_code == 302
    made.refresh_from_db()
    assert (made.cancel_reason, made.cancelled_by) == ("Нет лектора", world.aigul)
    assert aigul.post(url, {"on": "04.09.2023", "reason": "Ещё раз"}).context["form"].errors
    edited = aigul.post(reverse("training:event_edit", args=[made.pk]), {**HELD, "version": "0"})
    assert edited.status_code == 200
    held = make_event(world.karaganda, date(2023, 5, 4))
    with pytest.raises(ValidationError):
        held.cancel(on=TODAY, reason="Ошибка", by=world.aigul, at=NOON)


# --- Lists --------------------------------------------------------------------------------------------------


def test_a_state_is_the_same_in_the_database_and_in_python(world: World) -> None:
    for number, told in enumerate(
        [
            {"planned": "май 2023"},
            {"planned": "ноябрь 2023"},
            {"planned": "май 2023"},
            {"planned": "04.09.2023"},
            {},
            {},
        ]
    ):
        held = [None, None, date(2023, 6, 1), None, TODAY, date(2023, 5, 5)][number]
        make_event(world.karaganda, held, **told)
    cancelled = make_event(world.karaganda, planned="июнь 2023")
    cancelled.cancel(on=date(2023, 7, 1), reason="Нет лектора", by=world.aigul, at=NOON)
    for day in (date(2023, 5, 5), date(2023, 6, 15), date(2023, 7, 1), TODAY, date(2023, 9, 5), date(2024, 1, 1)):
        by_database = {
            state: set(TrainingEvent.objects.in_state(state, day).values_list("pk", flat=True)) for state in EventState
        }
        by_python = {
            state: {one.pk for one in TrainingEvent.objects.all() if one.state_on(day) == state} for state in EventState
        }
        assert by_database == by_python, day


def rows(name: str, **filters: str) -> list[dict[str, Any]]:
    return list(build(name, user=WHOLE_UNION, as_of=TODAY, filters=filters).records())


def test_the_list_is_narrowed_by_period_form_state_and_organization(world: World) -> None:
    make_event(world.karaganda, date(2023, 5, 4), title="А", chairs=3, members=4, spent=100)
    make_event(world.temirtau, date(2023, 8, 4), title="Б", form="forum", chairs=2)
    make_event(world.akmola, planned="декабрь 2023", title="В")
    make_event(world.akmola, date(2022, 5, 4), title="Г")
    titles = lambda **filters: {row["title"] for row in rows("training_events", **filters)}  # noqa: E731
    assert titles() == {"А", "Б", "В"}
    assert titles(year="2022") == {"Г"}
    assert titles(part="h1") == {"А"}
    assert titles(part="h2") == {"Б", "В"}
    assert titles(form="forum") == {"Б"}
    assert titles(state="planned") == {"В"}
    assert titles(organization="karaganda") == {"А", "Б"}, "with the bodies below it"
    assert titles(region="KZ-35") == {"А", "Б"}
    with pytest.raises(BadFilter):
        titles(form="picnic")
    table = build("training_events", user=WHOLE_UNION, as_of=TODAY, filters={})
    assert (table.sums["participants"], table.sums["participants_chairs"], table.sums["spent"]) == (9, 5, 100)


# --- Plans --------------------------------------------------------------------------------------------------


def test_planned_beside_held(world: World, signed_in: SignIn, aigul: Client) -> None:
    plan = make_plan(world.karaganda, 2023, approved_on=date(2023, 1, 12))
    make_event(world.karaganda, date(2023, 5, 4), plan=plan, planned="май 2023")
    make_event(world.karaganda, planned="июнь 2023", plan=plan)
    make_event(world.karaganda, planned="ноябрь 2023", plan=plan)
    make_event(world.karaganda, date(2023, 8, 1))
    (row,) = (row for row in rows("training_plans", year="2023") if row["organization_code"] == "karaganda")
    assert (row["planned"], row["held"], row["overdue"], row["cancelled"], row["outside"]) == (3, 1, 1, 0, 1)
    assert row["plan"] == "Президиум, № 4, 12.01.2023"
    (other,) = (row for row in rows("training_plans", year="2023") if row["organization_code"] == "akmola")
    assert (other["planned"], other["outside"], other["plan"]) == (None, 0, None)
    page = aigul.get(reverse("training:plan", args=["karaganda", 2023]))
    assert [number for _state, number in page.context["numbers"]] == [1, 1, 1, 0]
    assert page.context["page"].paginator.count == 4


def test_a_plan_without_an_approval_is_not_called_approved(world: World, aigul: Client) -> None:
    make_plan(world.karaganda, 2023, body="", number="")
    page = aigul.get(reverse("training:plan", args=["karaganda", 2023])).content.decode()
    assert "Утвержден:" not in page
    assert "План внесен" in page


def test_a_second_plan_of_a_year_is_refused(world: World, aigul: Client) -> None:
    url = reverse("training:plan_edit", args=["karaganda", 2023])
    sent = {"year": "2023", "body": "Президиум", "number": "4", "approved_on": "12.01.2023"}
    assert aigul.post(url, sent).status_code == 302
    assert TrainingPlan.objects.get().history.get().history_user == world.aigul
    later = aigul.post(reverse("training:plan_edit", args=["karaganda", 2024]), {**sent, "year": "2023"})
    assert "2023" in str(later.context["form"].errors)
    sent["version"] = str(aigul.get(url).context["form"].initial["version"])
    assert set(errors(aigul.post(url, {**sent, "approved_on": "05.09.2023"}))) == {"approved_on"}
    assert set(errors(aigul.post(url, {**sent, "year": "23"}))) == {"year"}
    assert aigul.get(reverse("training:plan", args=["karaganda", 1200])).status_code == 404
    assert TrainingPlan.objects.count() == 1


def test_plans_are_signed_for_and_not_by_assistants(world: World, signed_in: SignIn) -> None:
    url = reverse("training:plan_edit", args=["karaganda", 2023])
    assert signed_in(world.dana).get(url).status_code == 403
    assert signed_in(world.saule).post(url, {"year": "2023"}).status_code == 302


# --- Programmes ---------------------------------------------------------------------------------------------

PROGRAMME = {
    "name_ru": "Школа профактива", "name_kk": "Актив мектебі", "first_year": "2021", "last_year": "2025",
    "body": "Исполком", "number": "7", "approved_on": "15.12.2020", "modules-TOTAL_FORMS": "2", "modules-INITIAL_FORMS": "0",
    "modules-0-title_ru": "Право", "modules-0-level": "advanced", "modules-0-hours": "8", "modules-1-level": "basic",
}  # fmt: skip


def test_a_programme_with_its_modules(world: World, signed_in: SignIn, aigul: Client) -> None:
    saule = signed_in(world.saule)
    assert saule.post(reverse("training:programme_new"), PROGRAMME).status_code == 302
    programme = Programme.objects.get()
    (module,) = programme.modules.all()
    assert (module.title, module.level, module.hours) == ("Право", "advanced", 8)
    assert new(aigul, subject=f"m{module.pk}").status_code == 302
    made = TrainingEvent.objects.get()
    assert (made.programme, made.module) == (programme, module)
    url = reverse("training:programme_edit", args=[programme.pk])
    version = str(saule.get(url).context["form"].initial["version"])
    gone = {
        **PROGRAMME,
        "version": version,
        "modules-INITIAL_FORMS": "1",
        "modules-0-title_ru": "",
        "modules-0-hours": "",
    }
    assert "Право" in str(saule.post(url, gone).context["form"].errors), "an event speaks of it"
    assert errors(saule.post(url, {**gone, "last_year": "2020"})).keys() == {"last_year"}


def test_a_programme_of_an_organization_is_read_there_and_below_it(world: World, signed_in: SignIn) -> None:
    make_programme(name_ru="Союза")
    make_programme(name_ru="Караганды", organization=world.karaganda)
    names = {
        person: {
            one.name
            for one, _kept in signed_in(getattr(world, person)).get("/training/programmes/").context["programmes"]
        }
        for person in ("aigul", "bolat", "erlan", "saule")
    }
    both = {"Союза", "Караганды"}
    assert names == {"aigul": both, "bolat": both, "erlan": {"Союза"}, "saule": both}


def test_programmes_of_the_union_are_kept_by_its_staff(world: World, signed_in: SignIn) -> None:
    Appointment.objects.create(
        person=world.erlan.person, organization=world.akmola, position="staff", from_day=date(2023, 1, 1)
    )
    erlan, saule = signed_in(world.erlan), signed_in(world.saule)
    whole, foreign = make_programme(), make_programme(organization=world.karaganda)
    own = make_programme(organization=world.akmola)
    for one, code in ((whole, 403), (foreign, 404), (own, 200)):
        url = reverse("training:programme_edit", args=[one.pk])
        assert erlan.get(url).status_code == code
        assert erlan.post(url, {**PROGRAMME, "organization": "akmola"}).status_code == code
        assert saule.get(url).status_code == 200
    assert [kept for _one, kept in erlan.get("/training/programmes/").context["programmes"]].count(True) == 1
    new_url = reverse("training:programme_new")
    assert errors(erlan.post(new_url, PROGRAMME)).keys() == {"organization"}
    assert errors(erlan.post(new_url, {**PROGRAMME, "organization": "karaganda"})).keys() == {"organization"}
    assert Programme.objects.count() == 3


def test_both_sides_of_a_programme_show_its_modules(world: World, signed_in: SignIn) -> None:
    programme = make_programme(modules=("Право",))
    saule, url = signed_in(world.saule), reverse("training:programme_edit", args=[programme.pk])
    version = str(saule.get(url).context["form"].initial["version"])
    programme.keep([*programme.modules.all(), ProgrammeModule(title_ru="Переговоры", hours=4)], by=world.saule)
    form = saule.post(url, {**PROGRAMME, "version": version}).context["form"]
    sides = form.conflict[-1]
    assert "Переговоры" in sides["theirs"]
    assert sides["mine"].startswith("Право")
    assert "\n" not in sides["mine"], "the empty row is no module"
    assert sides["differs"]


# --- On the page of the organization ------------------------------------------------------------------------


def test_the_page_of_an_organization_shows_its_training(world: World, aigul: Client, signed_in: SignIn) -> None:
    make_plan(world.karaganda, 2023)
    make_event(world.karaganda, date(2023, 5, 4))
    make_event(world.karaganda, planned="ноябрь 2023")
    make_event(world.karaganda, date(2022, 5, 4))
    shown = aigul.get("/organizations/karaganda/").context["dossier"].work.training
    assert shown["numbers"] == [(EventState.PLANNED.label, 1), (EventState.HELD.label, 1)]
    assert shown["plan"] == "Президиум, № 4"
    assert signed_in(world.leila).get("/organizations/akmola/").context["dossier"].work.training == {}


# --- Persons ------------------------------------------------------------------------------------------------


def name_url(code: str = "karaganda") -> str:
    return reverse("training:responsible_name", args=[code])


def test_a_person_is_named_and_the_registry_knows_them(world: World, signed_in: SignIn, aigul: Client) -> None:
    sent = {"name_ru": "Смағұлова Әсел", "phone": "+7 701 777 00 00", "on": "10.01.2023", "basis": "Постановление № 3"}
    assert aigul.post(name_url(), sent).status_code == 302
    office = Responsible.objects.get()
    assert (office.person.name_ru, office.from_day, office.ended_on) == ("Смағұлова Әсел", date(2023, 1, 10), None)
    assert (office.reached_by, office.person.phone) == ("+7 701 777 00 00", ""), "not of whoever signs in"
    assert office.person in Person.objects.visible_to(world.saule)
    assert office.person not in Person.objects.visible_to(world.erlan)
    (row,) = (row for row in rows("training_responsible") if row["organization_code"] == "karaganda")
    assert row["person"] == "Смағұлова Әсел"
    assert {row["organization_code"] for row in rows("training_responsible", missing="yes")} == {"akmola"}
    again = signed_in(world.saule).post(name_url("temirtau"), sent)
    assert "same" in again.context["form"].fields, "known people are asked about and not doubled"


def test_a_chair_writes_no_contacts_into_the_registry(world: World, signed_in: SignIn, aigul: Client) -> None:
    """Who could, would be let in as somebody else: links go to the e-mail, codes are read out to the telephone."""
    known = world.dana.person
    Person.objects.filter(pk=known.pk).update(phone="", email="", name_kk="")
    before = Person.objects.filter(pk=known.pk).values().get()
    sent = {
        "name_ru": known.name_ru, "name_kk": "Басқа", "phone": "+7 701 777 00 00", "email": "thief@example.kz",
        "on": "10.01.2023",
    }  # fmt: skip
    assert "email" not in aigul.get(name_url()).context["form"].fields
    written = Person.history.count()
    assert aigul.post(name_url(), {**sent, "same": str(known.pk)}).status_code == 302
    assert Person.objects.filter(pk=known.pk).values().get() == before
    assert Person.history.count() == written
    assert aigul.post(name_url("temirtau"), {**sent, "same": "new"}).status_code == 302
    made = Responsible.objects.get(organization=world.temirtau).person
    assert (made.name_kk, made.email, made.phone, made.user) == ("Басқа", "", "", None)
    staff = {**sent, "same": str(known.pk)}
    assert signed_in(world.saule).post(name_url("akmola"), staff).status_code == 302
    known.refresh_from_db()
    assert (known.email, known.phone) == ("thief@example.kz", "+7 701 777 00 00"), "the registry is theirs to keep"


def test_never_two_at_a_time(world: World, aigul: Client) -> None:
    office = make_responsible(world.karaganda)
    sent = {"name_ru": "Ким Анна", "on": "01.02.2023"}
    (sentence,) = errors(aigul.post(name_url(), sent))["on"]
    assert "Смағұлова" in sentence
    end = reverse("training:responsible_end", args=[office.pk])
    assert aigul.post(end, {"on": "01.01.2021"}).context["form"].errors
    assert aigul.post(end, {"on": "01.03.2023"}).status_code == 302
    assert errors(aigul.post(name_url(), sent)).keys() == {"on"}, "they overlap in February"
    assert aigul.post(name_url(), {**sent, "on": "01.03.2023"}).status_code == 302
    assert Responsible.objects.filter(ended_on=None).count() == 1
    assert Person.objects.filter(name_ru="Ким Анна").count() == 1, "what was refused left nobody behind"


def test_a_day_in_the_future_or_before_the_organization_is_refused(world: World, aigul: Client) -> None:
    assert errors(aigul.post(name_url(), {"name_ru": "Ким", "on": "05.09.2023"})).keys() == {"on"}
    world.karaganda.placements.update(from_day=date(2023, 6, 1))
    assert errors(aigul.post(name_url(), {"name_ru": "Ким", "on": "01.05.2023"})).keys() == {"on"}
