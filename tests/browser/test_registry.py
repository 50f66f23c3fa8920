"""The registry in a real browser: found, looked at, changed, imported."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from organizations.imports import filled
from organizations.models import Alias, Organization, Person, SocialChannel
from tests.world import World, appoint, make_organization

Visit = Callable[[Any], Page]


@pytest.fixture
def registry(transactional_db: None, world: World) -> World:
    ulytau = make_organization("ulytau", "member", world.union, "область Ұлытау", short_kk="Ұлытау облысы")
    for number in range(2, 6):
        make_organization(f"school-{number}", "primary", world.temirtau, f"Школа № {number}")
    make_organization("balkhash", "branch", world.karaganda, "город Балхаш", short_kk="Балқаш қаласы")
    appoint(None, ulytau, "chair", "Сәрсенова Гүлмира", elected_on=date(2021, 5, 20), term_end=date(2026, 5, 20))
    appoint(
        None, world.karaganda, "chair", "Прежний Председатель", from_day=date(2015, 1, 1), ended_on=date(2019, 12, 31)
    )
    Alias.objects.create(organization=world.temirtau, name="Магнитка")
    SocialChannel.objects.create(organization=world.karaganda, kind="telegram", address="@karaganda_union")
    world.karaganda.bin = "100140000003"
    world.karaganda.phone = "+7 7212 56 78 90"
    world.karaganda.email = "karaganda@example.kz"
    world.karaganda.address = "г. Караганда, проспект Бухар-Жырау, 1"
    world.karaganda.contacts_confirmed_on = timezone.localdate() - timedelta(days=500)
    world.karaganda.save()
    world.karaganda.rename(from_day=date(2022, 3, 1), short_ru="Карагандинская область", short_kk="Қарағанды облысы",
                           legal_name_ru="ОО «Карагандинская областная организация»")  # fmt: skip
    return world


def test_searching(registry: World, visit_as: Visit, look_at: Any, width: int) -> None:
    page = visit_as(registry.saule)
    page.goto("/organizations/")
    look_at(page, "organizations")
    if width == 320:
        page.click("[popovertarget=site-menu]")
    page.fill("#site-search", "улытау")
    page.press("#site-search", "Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    look_at(page, "organizations-found")
    page.goto("/organizations/?q=такого+нет")
    look_at(page, "organizations-nothing")


@pytest.mark.everywhere
def test_the_page_of_an_organization(registry: World, visit_as: Visit, look_at: Any) -> None:
    page = visit_as(registry.saule)
    page.goto("/organizations/karaganda/")
    look_at(page, "organization-staff")
    page = visit_as(registry.aigul)
    page.goto("/organizations/karaganda/")
    look_at(page, "organization-chair")
    page.goto("/organizations/school-1/")
    look_at(page, "organization-primary")


def test_a_chair_updates_the_contacts(registry: World, visit_as: Visit, look_at: Any) -> None:
    page = visit_as(registry.aigul)
    page.goto("/organizations/karaganda/contacts/")
    look_at(page, "contacts")
    page.fill("#id_phone", "спросить вахту")
    page.click("[data-test=submit]")
    expect(page.locator("[data-test=error-summary]")).to_be_focused()
    look_at(page, "contacts-wrong")
    page.fill("#id_phone", "+7 7212 11 22 33")
    page.click("[data-test=submit]")
    expect(page.locator(".notice--success")).to_be_visible()
    registry.karaganda.refresh_from_db()
    assert registry.karaganda.phone == "+7 7212 11 22 33"


def test_staff_change_the_registry(registry: World, visit_as: Visit, look_at: Any) -> None:
    page = visit_as(registry.saule)
    for name in ("edit", "rename", "move", "suspend", "close", "aliases", "appoint"):
        page.goto(f"/organizations/temirtau/{name}/")
        look_at(page, f"registry-{name}")
    page.goto("/organizations/new/?parent=karaganda")
    look_at(page, "registry-new")
    page.fill("#id_code", "saran")
    page.select_option("#id_level", "branch")
    page.select_option("#id_kind", "city")
    page.fill("#id_short_ru", "город Сарань")
    page.fill("#id_legal_name_ru", "Саранский филиал")
    page.click("[data-test=submit]")
    page.wait_for_url("**/organizations/saran/")


def test_two_editors_at_once(registry: World, visit_as: Visit, look_at: Any) -> None:
    mine, theirs = visit_as(registry.saule), visit_as(registry.asan)
    for page, name in ((mine, "Моё имя"), (theirs, "Их имя")):
        page.goto("/organizations/temirtau/edit/")
        page.fill("#id_short_ru", name)
    theirs.click("[data-test=submit]")
    theirs.wait_for_url("**/organizations/temirtau/")
    mine.click("[data-test=submit]")
    expect(mine.locator(".conflict")).to_be_visible()
    look_at(mine, "registry-conflict")
    mine.click("[data-test=submit]")
    mine.wait_for_url("**/organizations/temirtau/")


def test_a_chair_is_replaced_and_let_in(registry: World, visit_as: Visit, look_at: Any) -> None:
    page = visit_as(registry.saule)
    page.goto("/organizations/karaganda/chair/")
    page.fill("#id_name_ru", "Ибраев Болат")
    page.fill("#id_email", "bolat.new@example.kz")
    page.fill("#id_on", timezone.localdate().strftime("%d.%m.%Y"))
    page.click("[data-test=submit]")
    expect(page.locator("[data-test=error-summary]")).to_be_focused()
    look_at(page, "replace-chair")
    page.check("input[name=same][value=new]")
    page.click("[data-test=submit]")
    page.wait_for_url("**/organizations/karaganda/")
    person = Person.objects.get(email="bolat.new@example.kz")
    page.goto(f"/organizations/people/{person.pk}/")
    look_at(page, "person")
    page.goto(f"/organizations/people/{person.pk}/edit/")
    look_at(page, "person-edit")
    page.goto(f"/organizations/people/{person.pk}/")
    page.locator("form[action$='/code/'] button").click()
    expect(page.locator("[data-test=one-time-code]")).to_be_visible()
    look_at(page, "one-time-code")


def test_an_import(registry: World, visit_as: Visit, look_at: Any, tmp_path: Path) -> None:
    page = visit_as(registry.saule)
    page.goto("/organizations/import/")
    look_at(page, "import")
    file = tmp_path / "registry.csv"
    head = "code;level;parent_code;kind;short_ru;legal_name_ru;chair;phone"
    file.write_text(f"{head}\nsaran;branch;nowhere;city;Сарань;Саранский филиал;;\nx y;;;;;;;")
    page.set_input_files("#id_file", file)
    page.click("[data-test=submit]")
    expect(page.locator("[data-test=error-summary]")).to_be_visible()
    look_at(page, "import-errors")
    file.write_text(
        f"{head}\nsaran;branch;karaganda;city;Сарань;Саранский филиал;Ахметова Динара;\ntemirtau;;;;;;;+7 7213 91 00 00"
    )
    page.goto("/organizations/import/")
    page.set_input_files("#id_file", file)
    page.click("[data-test=submit]")
    look_at(page, "import-preview")
    page.click("[data-test=submit]")
    page.wait_for_url("**/organizations/")
    expect(page.locator(".notice--success")).to_be_visible()
    assert Organization.objects.get(code="saran").parent == registry.karaganda


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("language", ["ru"])
def test_our_own_file_makes_no_difference(registry: World, visit_as: Visit, tmp_path: Path) -> None:
    file = tmp_path / "registry.xlsx"
    file.write_bytes(filled.workbook(registry.saule, filled=True))
    page = visit_as(registry.saule)
    page.goto("/organizations/import/")
    page.set_input_files("#id_file", file)
    page.click("[data-test=submit]")
    expect(page.locator("input[name=reference]")).to_have_count(0)
