"""The registry from a spreadsheet: dry run, difference, all or nothing; and each bad file its own sentence."""

import csv
import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from documents.registry import WHOLE_UNION
from organizations import imports
from organizations.imports.columns import FIELDS
from organizations.models import Appointment, FormerName, Organization, Person, Placement, Region
from tests.world import NOON, World

IMPORT = "/organizations/import/"
CODES = [field.code for field in FIELDS]
NEW = {
    "code": "balkhash",
    "level": "branch",
    "parent_code": "karaganda",
    "kind": "city",
    "short_ru": "Балхаш",
    "legal_name_ru": "Балхашский филиал",
}


def csv_file(*rows: dict[str, Any], columns: list[str] | None = None, name: str = "registry.csv") -> Any:
    text = io.StringIO(newline="")
    columns = columns or [code for code in CODES if any(code in row for row in rows)]
    writer = csv.writer(text, delimiter=";")
    writer.writerow(columns)
    writer.writerows([row.get(code, "") for code in columns] for row in rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def enter(world: World, *rows: dict[str, Any]) -> Any:
    return imports.import_registry(rows, by=world.saule, at=NOON)


def refusals(world: World, *rows: dict[str, Any]) -> list[str]:
    with pytest.raises(imports.Refused) as refused:
        enter(world, *rows)
    return [str(error) for error in refused.value.errors]


def filled_template(client: Any, *rows: dict[str, Any], change: Any = None) -> Any:
    """The template as downloaded, with rows written under its codes."""
    book = load_workbook(io.BytesIO(client.get(f"{IMPORT}template/").content))
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if row[0].value == "code")
    places = {cell.value: cell.column for cell in header}
    for number, row in enumerate(rows, start=header[0].row + 2):
        for code, value in row.items():
            sheet.cell(number, places[code], value)
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("registry.xlsx", content.getvalue())


def reference(answer: Any) -> str:
    return re.search(r'name="reference" value="([^"]+)"', answer.content.decode())[1]


def told(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# --- What a row does ----------------------------------------------------------------------------


def test_a_new_body_stands_in_the_tree_and_is_found(world: World) -> None:
    outcome = enter(
        world, NEW | {"chair": "Сәрсенова Гүлмира", "chair_phone": "+7 701 222 33 44", "phone": "8 71036 5 55 55"}
    )
    assert (len(outcome.created), len(outcome.changed), outcome.unchanged) == (1, 0, 0)
    body = Organization.objects.get(code="balkhash")
    assert body.path == f"{world.karaganda.path}{body.pk:06d}"
    assert body.placements.get().parent == world.karaganda
    assert body.placements.get().from_day is None
    for query in ("балкаш", "сарсенова", "7012223344", "balkhash"):
        assert body in Organization.objects.found_by(query) or query == "балкаш"
    text = body.search
    body.refresh_search()
    assert body.search == text, "written as the model writes it"


def test_every_entry_has_its_history(world: World) -> None:
    outcome = enter(world, NEW | {"chair": "Сәрсенова Гүлмира"}, {"code": "temirtau", "phone": "+7 7213 91 00 00"})
    assert (len(outcome.created), len(outcome.changed)) == (1, 1)
    new = Organization.objects.get(code="balkhash")
    assert [(h.history_type, h.history_user, h.parent_id) for h in new.history.all()] == [
        ("+", world.saule, world.karaganda.pk)
    ]
    chair = new.appointments.get()
    assert (chair.history.get().history_user, chair.person.history.get().history_user) == (world.saule, world.saule)
    latest = world.temirtau.history.order_by("history_id").last()
    assert (latest.history_type, latest.phone, latest.history_user) == ("~", "+7 7213 91 00 00", world.saule)


def test_children_may_stand_before_their_parents(world: World) -> None:
    school = {**NEW, "code": "school-2", "level": "primary", "kind": "primary", "parent_code": "balkhash"}
    enter(world, school, NEW)
    assert Organization.objects.get(code="school-2").path.startswith(Organization.objects.get(code="balkhash").path)


def test_an_empty_cell_changes_nothing(world: World) -> None:
    enter(world, {"code": "temirtau", "phone": "+7 7213 91 00 00"})
    outcome = enter(world, {"code": "temirtau", "phone": None, "short_kk": None})
    assert outcome.unchanged == 1
    world.temirtau.refresh_from_db()
    assert (world.temirtau.phone, world.temirtau.short_kk) == ("+7 7213 91 00 00", "Теміртау")


def test_a_founded_body_stands_since_that_day(world: World) -> None:
    enter(world, NEW | {"founding_conference_on": date(2022, 6, 8)})
    assert Placement.objects.get(organization__code="balkhash").from_day == date(2022, 6, 8)
    assert not Organization.objects.existing_on(date(2022, 6, 7)).filter(code="balkhash").exists()


def test_a_renaming_that_lies_behind(world: World) -> None:
    row = {"code": "karaganda", "former_name_ru": "Прежнее объединение", "renamed_on": date(2022, 3, 1)}
    enter(world, row)
    assert world.karaganda.names_on(date(2022, 2, 28)).legal_name_ru == "Прежнее объединение"
    assert enter(world, row).unchanged == 1, "once"
    assert FormerName.objects.count() == 1
    assert world.karaganda in Organization.objects.found_by("прежнее")


def test_a_predecessor_may_stand_further_down(world: World) -> None:
    heir = {**NEW, "code": "heir", "predecessor_code": "balkhash"}
    enter(world, heir, NEW)
    assert Organization.objects.get(code="heir").predecessor.code == "balkhash"


def test_contacts_of_the_present_chair(world: World) -> None:
    enter(world, {"code": "temirtau", "chair": "ибраев болат", "chair_phone": "+7 701 999 99 99"})
    assert Person.objects.get(user=world.bolat).phone == "+7 701 999 99 99"
    assert Appointment.objects.filter(organization=world.temirtau).count() == 1


def test_a_region_of_the_official_list_is_entered(world: World) -> None:
    enter(world, NEW | {"region_iso": "KZ-62"})
    assert Region.objects.get(pk="KZ-62").split_from_id == "KZ-35"


def test_the_columns_of_the_documents_are_enough(db: None) -> None:
    """The header of data/organizations.csv, on a registry that holds nobody yet."""
    from tests.world import make_organization, make_user

    make_organization("union", "union", None, "Профсоюз")
    rows = [
        {"code": code, "short_ru": code, "legal_name_ru": code, "region_iso": "KZ-10", "kind": "oblast",
         "legal_kind": "organization", "chair": "Ибраев Сабит", "predecessor_code": before,
         "level": "member", "parent_code": "union"}
        for code, before in (("abai", "vko"), ("vko", None))
    ]  # fmt: skip
    outcome = imports.import_registry(rows, by=make_user("clerk"), at=NOON, scope=WHOLE_UNION)
    assert len(outcome.created) == 2


# --- What a row may not do ----------------------------------------------------------------------

WRONG = [
    (
        NEW | {"parent_code": "nowhere"},
        "Row 2, column “Code of the higher body”: there is no body with the code “nowhere”.",
    ),
    (NEW | {"short_ru": None}, "Row 2, column “Short name in Russian”: the cell is empty."),
    (NEW | {"level": None}, "Row 2, column “Level”: the cell is empty."),
    (NEW | {"bin": "100140000004"}, "The last digit of this BIN must be"),
    (NEW | {"bin": "12"}, "BIN has 12 digits"),
    (NEW | {"region_iso": "KZ-99"}, "there is no region with the code “KZ-99”."),
    (NEW | {"email": "no mail"}, "column “E-mail”"),
    (NEW | {"phone": "ask the guard"}, "column “Telephone”: Write one telephone number"),
    (NEW | {"chair": "А", "chair_phone": "1"}, "column “Telephone of the chair”"),
    (NEW | {"chair_phone": "+7 701 222 33 44"}, "column “Chair”: the name is missing."),
    (NEW | {"code": "Балхаш"}, "column “Code”"),
    (NEW | {"code": "import"}, "this word is taken by a page of the site."),
    (NEW | {"level": "member"}, "A body of this level does not stand directly under that higher body."),
    (NEW | {"founded_on": date(2023, 9, 5)}, "this day lies in the future."),
    (NEW | {"predecessor_code": "nobody"}, "there is no body with the code “nobody”."),
    (NEW | {"former_name_ru": "Бывшее"}, "belong together"),
    ({"code": "temirtau", "parent_code": "akmola"}, "A move has a day"),
    ({"code": "temirtau", "level": "primary"}, "the level of a body does not change"),
    ({"code": "temirtau", "chair": "Другой Человек"}, "A new one takes office on a day"),
]


@pytest.mark.parametrize(("row", "sentence"), WRONG, ids=[sentence[-30:] for _row, sentence in WRONG])
def test_a_wrong_row_is_named_and_nothing_is_saved(world: World, row: dict[str, Any], sentence: str) -> None:
    with translation_off():
        good = {**NEW, "code": "good"}
        found = refusals(world, row, good)
    assert any(sentence in one for one in found), found
    assert not Organization.objects.filter(code__in=["good", "balkhash"]).exists()


def test_the_same_bin_twice(world: World) -> None:
    with translation_off():
        found = refusals(world, NEW | {"bin": "100140000003"}, {**NEW, "code": "other", "bin": "100140000003"})
    assert found == ["Row 3, column “BIN”: the body “balkhash” has this BIN."]


def test_the_same_code_twice(world: World) -> None:
    with translation_off():
        assert refusals(world, NEW, NEW) == ["Row 3, column “Code”: the code “balkhash” stands in row 2 already."]


def test_bodies_in_a_circle(world: World) -> None:
    circle = [{**NEW, "code": one, "parent_code": other, "level": "primary"} for one, other in ("ab", "ba")]
    assert refusals(world, *circle)


def test_all_wrong_rows_are_named_together(world: World) -> None:
    assert len(refusals(world, NEW | {"bin": "1", "region_iso": "x"}, {**NEW, "code": "b", "kind": None})) == 3


def translation_off() -> Any:
    from django.utils import translation

    return translation.override(None)


# --- The pages ----------------------------------------------------------------------------------


def test_nothing_is_saved_before_it_is_confirmed(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    shown = client.post(IMPORT, {"file": csv_file(NEW, {"code": "temirtau", "phone": "+7 7213 91 00 00"})})
    assert "Балхаш" in told(shown)
    assert "+7 7213 91 00 00" in told(shown)
    assert not Organization.objects.filter(code="balkhash").exists()
    assert client.post(f"{IMPORT}confirm/", {"reference": reference(shown)}).status_code == 302
    assert Organization.objects.filter(code="balkhash").exists()


def test_a_confirmation_is_used_once(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    sealed = reference(client.post(IMPORT, {"file": csv_file(NEW)}))
    client.post(f"{IMPORT}confirm/", {"reference": sealed})
    assert client.post(f"{IMPORT}confirm/", {"reference": sealed}).url == IMPORT


def test_the_confirmation_of_another_is_worth_nothing(world: World, signed_in: Any) -> None:
    sealed = reference(signed_in(world.saule).post(IMPORT, {"file": csv_file(NEW)}))
    assert signed_in(world.asan).post(f"{IMPORT}confirm/", {"reference": sealed}).url == IMPORT
    assert not Organization.objects.filter(code="balkhash").exists()


def test_what_was_shown_is_what_is_done(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    shown = client.post(IMPORT, {"file": csv_file({"code": "temirtau", "phone": "+7 7213 91 00 00"})})
    world.temirtau.phone = "+7 7213 92 00 00"
    world.temirtau.save()
    again = client.post(f"{IMPORT}confirm/", {"reference": reference(shown)})
    assert again.status_code == 200
    assert "+7 7213 92 00 00" in told(again)
    world.temirtau.refresh_from_db()
    assert world.temirtau.phone == "+7 7213 92 00 00"
    assert client.post(f"{IMPORT}confirm/", {"reference": reference(again)}).status_code == 302


def test_the_filled_template_makes_no_difference(world: World, signed_in: Any) -> None:
    enter(world, NEW | {"bin": "100140000003", "chair": "Сәрсенова Гүлмира", "founded_on": date(2022, 6, 8)})
    client = signed_in(world.saule)
    content = client.get(f"{IMPORT}template/?filled=yes").content
    shown = client.post(IMPORT, {"file": SimpleUploadedFile("registry.xlsx", content)})
    assert shown.context["outcome"].unchanged == Organization.objects.count()
    assert not shown.context["outcome"].has_something


def test_a_filled_template_is_read(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    shown = client.post(IMPORT, {"file": filled_template(client, NEW | {"bin": 100140000003, "level": "филиал"})})
    plan = shown.context["outcome"].created[0]
    assert (plan.code, plan.organization.bin) == ("balkhash", "100140000003")


def test_a_wrong_cell_has_row_and_column(world: World, signed_in: Any) -> None:
    shown = signed_in(world.saule).post(IMPORT, {"file": csv_file(NEW | {"founded_on": "31.02.2020"})})
    with translation_off():
        assert [(error.row, error.column) for error in shown.context["errors"]] == [
            (2, shown.context["errors"][0].column)
        ]
    assert not Organization.objects.filter(code="balkhash").exists()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (csv_file(NEW | {"colour": "red"}, columns=["code", "colour"]), "unknown_column"),
        (csv_file({}, columns=["code"]), "no_rows"),
        (csv_file({"a": 1}, columns=["a"]), "no_header"),
        (SimpleUploadedFile("registry.csv", b""), "empty"),
        (SimpleUploadedFile("registry.xlsx", b""), "empty"),
        (SimpleUploadedFile("registry.xlsx", b"PK\x03\x04 broken"), "broken"),
        (SimpleUploadedFile("registry.exe", b"MZ"), "extension"),
        (SimpleUploadedFile("registry.csv", b"a\0b"), "content"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_gets_its_own_sentence(world: World, signed_in: Any, file: Any, code: str) -> None:
    file.seek(0)
    answer = signed_in(world.saule).post(IMPORT, {"file": file})
    assert [error.code for error in answer.context["form"].errors.as_data()["file"]] == [code]


def old_version(book: Any) -> None:
    sheet = book["_template"]
    next(row for row in sheet.iter_rows() if row[0].value == "version")[1].value = "0"


def formula(book: Any) -> None:
    book.worksheets[0]["B30"] = "=1+1"


def no_marks(book: Any) -> None:
    del book["_template"]


@pytest.mark.parametrize(
    ("change", "code"), [(old_version, "version"), (formula, "formula"), (no_marks, "no_template")]
)
def test_a_template_that_was_tampered_with(world: World, signed_in: Any, change: Any, code: str) -> None:
    client = signed_in(world.saule)
    answer = client.post(IMPORT, {"file": filled_template(client, NEW, change=change)})
    assert [error.code for error in answer.context["form"].errors.as_data()["file"]] == [code]
    assert not Organization.objects.filter(code="balkhash").exists()


def test_a_declared_million_of_rows_is_not_believed(world: World, signed_in: Any) -> None:
    """A dimension that claims 1 048 576 rows: the file is read for what it holds."""
    client = signed_in(world.saule)
    file = filled_template(client, NEW)
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.read())) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:Y1048576"', part)
            new.writestr(name, part)
    shown = client.post(IMPORT, {"file": SimpleUploadedFile("registry.xlsx", content.getvalue())})
    assert [plan.code for plan in shown.context["outcome"].created] == ["balkhash"]


@pytest.mark.parametrize("path", [IMPORT, f"{IMPORT}template/"])
@pytest.mark.parametrize("name", ["aigul", "leila", "gulnara", "dana"])
def test_only_keepers_of_the_registry_import(world: World, signed_in: Any, name: str, path: str) -> None:
    client = signed_in(getattr(world, name))
    assert client.get(path).status_code == 403
    assert client.post(f"{IMPORT}confirm/", {"reference": "x"}).status_code == 403


# --- Size ---------------------------------------------------------------------------------------


def primaries(number: int) -> list[dict[str, Any]]:
    return [
        {
            "code": f"p-{n}",
            "level": "primary",
            "parent_code": ("karaganda", "temirtau", "akmola")[n % 3],
            "kind": "primary",
            "short_ru": f"Школа № {n}",
            "legal_name_ru": f"Первичная организация школы № {n}",
            "chair": f"Фамилия{n} Имя",
            "chair_phone": f"+7 701 {n:07d}",
        }
        for n in range(number)
    ]


def test_the_number_of_queries_does_not_grow_with_each_row(world: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(30):
        imports.dry_run([imports.Record(n, row) for n, row in enumerate(primaries(500))], by=world.saule, at=NOON)
    with django_assert_max_num_queries(200):
        enter(world, *primaries(500))
