"""Staff define a form without a programmer, and ask for it through the requirements of the core."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from indicators.asking import DueAfter, ask, connect
from indicators.kept import keep_report
from indicators.models import ActivityForm, FormAsked, FormVersion, Indicator
from reporting.models import Obligation, Requirement
from reporting.periods import Period
from reporting.roll_forward import copy_of
from tests.indicator_world import H1, asked_for, make_form, obligation_of, tell
from tests.world import NOON, TODAY, World, make_requirement

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def saule(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.saule)


def send(client: Client, name: str, *arguments: Any, **data: Any) -> HttpResponse:
    return client.post(reverse(f"indicators:{name}", args=arguments), data)


def indicator(client: Client, version: FormVersion, **facts: Any) -> HttpResponse:
    return send(client, "indicator_add", version.pk, **{"answer": "number", "nature": "flow", "title_kk": "қ", **facts})


def errors(answer: HttpResponse) -> str:
    assert answer.status_code in (200, 409), answer.status_code
    return " ".join(" ".join(map(str, found)) for found in answer.context["form"].errors.values())


# --- From nothing to a form that is asked -------------------------------------------------------------------


def test_a_form_is_made_asked_and_owed_without_a_programmer(world: World, saule: Client) -> None:
    made = send(
        saule, "form_create", title_ru="Спорт", title_kk="Спорт", code="sport", cadence="half_year",
        entered_by="organization",
    )  # fmt: skip
    assert made.status_code == 302
    form = ActivityForm.objects.get(code="sport")
    version = form.in_preparation()
    assert version
    assert send(saule, "group_add", version.pk, title_ru="Секции", title_kk="Секциялар").status_code == 302
    group = version.groups.get()
    assert indicator(saule, version, title_ru="Секций", group=group.pk, is_required="on").status_code == 302
    assert indicator(saule, version, title_ru="Людей", code="people", unit_ru="чел.", decimals="1").status_code == 302
    assert [(one.code, one.decimals) for one in version.in_order()] == [("people", 1), ("indicator_1", 0)]
    assert send(saule, "version_use", version.pk, year="2023", part="h1").status_code == 302
    asked = send(
        saule, "ask", "sport", audience_levels="member", citation_ru="письмо", asked_on="01.01.2023", due_day="20",
        due_months="1", first_year="2023",
    )  # fmt: skip
    assert asked.status_code == 302
    requirements = {one.part: one.requirement for one in form.asked.all()}
    assert {part: (one.code, one.due_month, one.first_year) for part, one in requirements.items()} == {
        "h1": ("sport_h1", 7, 2023), "h2": ("sport_h2", 1, 2024),
    }  # fmt: skip
    assert not Obligation.objects.filter(requirement__in=requirements.values()).exists()
    saule.post(reverse("reporting:requirement_open", args=[requirements["h1"].pk]))
    owed = Obligation.objects.get(requirement=requirements["h1"], organization=world.karaganda)
    assert (owed.original_due_on, form.asked.get(part="h1").period_of(owed)) == (date(2023, 7, 20), H1)
    page = saule.get(reverse("indicators:definition", args=["sport"])).content.decode()
    assert "Секций" in page


def test_the_second_half_is_due_in_the_year_after(world: World) -> None:
    form = make_form(world)
    asked_for(world, form)
    owed = obligation_of(world.karaganda, form, Period(2022, "h2"))
    assert (owed.key, owed.original_due_on) == ("2023", date(2023, 1, 20))


# --- What is refused ----------------------------------------------------------------------------------------


@pytest.fixture
def version(world: World) -> FormVersion:
    form = make_form(world)
    return form.begin_version(by=world.saule)


def test_a_circle_is_refused_where_it_is_made(version: FormVersion, saule: Client) -> None:
    found = version.indicators.get(code="found")
    eliminated = version.indicators.get(code="eliminated")
    facts = {
        "title_ru": found.title_ru, "title_kk": found.title_kk, "code": "found", "answer": "number", "nature": "flow",
        "subset_of": eliminated.pk, "version": found.history.latest().history_id,
    }  # fmt: skip
    answer = send(saule, "indicator_edit", found.pk, **facts)
    assert "→" in errors(answer)
    found.refresh_from_db()
    assert found.subset_of is None


@pytest.mark.parametrize(
    "facts",
    [
        {"title_ru": "Х", "code": "found"},
        {"title_ru": "Х", "code": "Плохой код"},
        {"title_ru": "Х", "code": "status"},
        {"title_ru": "", "code": "x"},
        {"title_ru": "Х", "code": "x", "decimals": "4"},
        {"title_ru": "Х", "code": "x", "answer": "share"},
        {"title_ru": "Х", "code": "x", "subset_of": "inspectors"},
        {"title_ru": "Х", "code": "x", "part_of": "topics"},
    ],
    ids=["twice", "letters", "reserved", "nameless", "decimals", "share", "other nature", "part of words"],
)
def test_an_indicator_that_cannot_be_is_refused(version: FormVersion, saule: Client, facts: dict[str, str]) -> None:
    for name in ("subset_of", "part_of"):
        if name in facts:
            facts = {**facts, name: str(version.indicators.get(code=facts[name]).pk)}
    before = version.indicators.count()
    assert errors(indicator(saule, version, **facts))
    assert version.indicators.count() == before


def test_what_is_in_use_is_not_changed(world: World, saule: Client) -> None:
    version = make_form(world).versions.get()
    one = version.indicators.first()
    for name, pk in (
        ("indicator_edit", one.pk), ("indicator_remove", one.pk), ("indicator_add", version.pk),
        ("group_add", version.pk), ("version_drop", version.pk), ("version_use", version.pk),
    ):  # fmt: skip
        assert send(saule, name, pk, title_ru="Х", code="x").status_code == 302
    assert Indicator.objects.filter(form_version=version).count() == 11
    assert not Indicator.objects.filter(title_ru="Х").exists()


def test_an_indicator_others_need_is_not_removed(version: FormVersion, saule: Client) -> None:
    send(saule, "indicator_remove", version.indicators.get(code="injured").pk)
    assert version.indicators.filter(code="injured").exists()
    send(saule, "indicator_remove", version.indicators.get(code="topics").pk)
    assert not version.indicators.filter(code="topics").exists()


def test_before_a_version_is_used_staff_read_whose_drafts_hold_what_it_drops(world: World, saule: Client) -> None:
    form = make_form(world)
    asked_for(world, form)
    obligation_of(world.karaganda, form, H1).save_draft({"i_topics": "Отпуска"}, version=0, by=world.aigul, at=NOON)
    version = form.begin_version(by=world.saule)
    page = send(saule, "indicator_remove", version.indicators.get(code="topics").pk)
    assert page.status_code == 302
    (told,) = saule.get(reverse("indicators:version_use", args=[version.pk])).context["notices"]
    assert "Темы" in told
    assert "1" in told


def test_a_version_that_nobody_used_can_be_dropped(version: FormVersion, saule: Client) -> None:
    assert send(saule, "version_drop", version.pk).status_code == 302
    assert not FormVersion.objects.filter(pk=version.pk).exists()
    assert Indicator.objects.filter(form_version__form=version.form).count() == 11


def test_two_people_at_one_indicator_are_shown_both_sides(version: FormVersion, saule: Client) -> None:
    one = version.indicators.get(code="topics")
    before = one.history.latest().history_id
    one.title_ru = "Темы недели"
    one.save()
    facts = {"title_ru": "Главное", "title_kk": "қ", "code": "topics", "answer": "text", "nature": "flow"}
    answer = send(saule, "indicator_edit", one.pk, **facts, version=before)
    assert answer.status_code == 409
    assert "Темы недели" in answer.content.decode()


def test_how_often_is_not_changed_under_figures(world: World, saule: Client) -> None:
    form = make_form(world)
    asked_for(world, form)
    tell(world.karaganda, form, H1, found=1)
    page = saule.get(reverse("indicators:form_edit", args=[form.code]))
    assert page.context["form"].fields["cadence"].disabled


# --- Asking -------------------------------------------------------------------------------------------------

BASIS = {"citation_ru": "письмо", "asked_on": date(2020, 12, 1)}


def test_nobody_is_asked_twice_of_overlapping_periods(world: World) -> None:
    form = make_form(world)
    asked_for(world, form)
    for levels in (["member"], ["branch", "member"]):
        with pytest.raises(ValidationError, match="2025"):
            ask(form, due=DueAfter(2, 1), first_year=2025, last_year=None, levels=levels, by=world.saule, **BASIS)
    named = [world.karaganda]
    with pytest.raises(ValidationError):
        ask(form, due=DueAfter(2, 1), first_year=2025, last_year=None, bodies=named, by=world.saule, **BASIS)
    assert form.asked.count() == 2
    assert (
        len(ask(form, due=DueAfter(2, 1), first_year=2025, last_year=None, levels=["branch"], by=world.saule, **BASIS))
        == 2
    )


def test_a_year_overlaps_with_its_halves(world: World) -> None:
    form = make_form(world)
    asked_for(world, form)
    whole = make_requirement("whole", kind="activity_report", due_on=date(2024, 2, 1))
    with pytest.raises(ValidationError):
        connect(whole, form, part="year", year=2023, by=world.saule)
    connect(whole, form, part="year", year=2021, by=world.saule)


def test_a_rule_that_ends_makes_room_for_the_next(world: World) -> None:
    form = make_form(world)
    first = asked_for(world, form, first_year=2021)
    for one in first:
        one.requirement.last_year = 2022 - one.shift
        one.requirement.save()
    made = ask(form, due=DueAfter(1, 10), first_year=2023, last_year=None, levels=["member"], by=world.saule, **BASIS)
    assert [one.years() for one in made] == [(2023, None)] * 2


def test_a_requirement_copied_at_the_years_end_is_told_its_form(world: World, saule: Client, signed_in: SignIn) -> None:
    form = make_form(world, cadence="year")
    asked = make_requirement("work_2022", kind="activity_report", due_on=date(2023, 9, 10))
    connect(asked, form, part="year", year=2022, by=world.saule)
    copy = copy_of(asked, "work_2023", by=world.saule)
    copy.open(by=world.saule, at=NOON, until=date(2024, 9, 1))
    owed = Obligation.objects.get(requirement=copy, organization=world.karaganda)
    Obligation.objects.filter(pk=owed.pk).update(arose_on=TODAY)
    page = signed_in(world.aigul).get(owed.fill_url)
    assert page.status_code == 200
    assert "form" not in page.context or page.context.get("blocks") is None
    assert list(saule.get(reverse("indicators:definition", args=[form.code])).context["unconnected"]) == [copy]
    assert errors(send(saule, "connect", copy.pk, form=form.pk, part="h1", year="2023"))
    assert errors(send(saule, "connect", copy.pk, form=form.pk, part="year", year="2022"))
    assert send(saule, "connect", copy.pk, form=form.pk, part="year", year="2023").status_code == 302
    assert FormAsked.objects.get(requirement=copy).period_of(owed) == Period(2023)


def test_what_was_said_in_error_is_said_anew_until_figures_have_come(world: World, saule: Client) -> None:
    wrong, right = make_form(world, "wrong", cadence="year"), make_form(world, "right", cadence="year")
    asked = make_requirement("work_2022", kind="activity_report", due_on=date(2023, 9, 10))
    connect(asked, wrong, part="year", year=2021, by=world.saule)
    asked.open(by=world.saule, at=NOON, until=TODAY)
    page = saule.get(reverse("indicators:definition", args=[wrong.code])).content.decode()
    assert reverse("indicators:connect", args=[asked.pk]) in page
    begun = saule.get(reverse("indicators:connect", args=[asked.pk])).context["form"]
    assert (begun["form"].value(), begun["year"].value()) == (wrong.pk, 2021)
    assert send(saule, "connect", asked.pk, form=right.pk, part="year", year="2022").status_code == 302
    said = FormAsked.objects.get(requirement=asked)
    assert (said.form, said.year, said.history.count()) == (right, 2022, 2)
    owed = Obligation.objects.get(requirement=asked, organization=world.karaganda)
    made = owed.submit(by=world.saule, at=NOON, received_on=TODAY, channel="paper")
    version = right.version_for(Period(2022))
    assert version
    keep_report(made, {}, version=version, indicators=version.in_order(), period=Period(2022))
    assert send(saule, "connect", asked.pk, form=wrong.pk, part="year", year="2022").status_code == 404
    with pytest.raises(ValidationError):
        connect(asked, wrong, part="year", year=2022, by=world.saule)
    page = saule.get(reverse("indicators:definition", args=[right.code])).content.decode()
    assert reverse("indicators:connect", args=[asked.pk]) not in page


def test_a_form_of_the_apparatus_is_asked_of_nobody(world: World, saule: Client) -> None:
    form = make_form(world, "counted", entered_by="apparatus")
    assert saule.get(reverse("indicators:ask", args=[form.code])).status_code == 404
    with pytest.raises(ValidationError):
        ask(form, due=DueAfter(1, 10), first_year=2023, last_year=None, levels=["member"], by=world.saule, **BASIS)
    assert not Requirement.objects.filter(kind="activity_report").exists()
