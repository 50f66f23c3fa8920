"""Requests for information: asked once of those who were looked at, answered as any requirement is, read side by side."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from documents import registry
from documents.registry import WHOLE_UNION
from mail import outbox
from mail.models import Letter
from organizations.models import Appointment, Organization
from reporting.calendar import is_working_day
from reporting.ladder import DEFAULT
from reporting.models import InformationRequest, NonWorkingDay, Obligation, Reminder, Requirement, SubmissionFile
from reporting.models.information_requests import stages_after
from reporting.tables.information_requests import requests_table
from reporting.tables.request_answers import answers_table
from tests.made_files import pdf, upload
from tests.matrix import stored
from tests.world import NOON, TODAY, World, at, make_organization

SignIn = Callable[..., Client]
NEW = "/reporting/requests/new/"
DUE = date(2023, 9, 8)
FORM: dict[str, Any] = {
    "title_ru": "Ход подготовки", "title_kk": "Дайындық барысы", "what_ru": "Как идет подготовка?",
    "what_kk": "Дайындық қалай жүріп жатыр?", "due_on": "08.09.2023", "whom": "member", "version": "0",
}  # fmt: skip


def filled(**changes: Any) -> dict[str, Any]:
    return {**FORM, "token": str(uuid4()), **changes}


def prepare(client: Client, **changes: Any) -> InformationRequest:
    """The form as staff send it."""
    response = client.post(NEW, filled(**changes))
    assert response.status_code == 302, response.context["form"].errors
    return InformationRequest.objects.get()


def page(asked: InformationRequest, name: str) -> str:
    return reverse(f"reporting:request_{name}" if name else "reporting:request", args=[asked.pk])


def ask(client: Client, asked: InformationRequest) -> Any:
    """The button under what was looked at."""
    seen = client.get(page(asked, "preview")).context["seen"]
    return client.post(page(asked, "ask"), {"seen": seen})


def owed(asked: InformationRequest) -> dict[str, Obligation]:
    found = Obligation.objects.filter(requirement=asked.requirement).select_related("organization", "requirement")
    return {one.organization.code: one for one in found}


@pytest.fixture
def staff(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.saule)


# --- The question -------------------------------------------------------------------------------------


def test_a_question_becomes_a_requirement_of_all_member_organizations(world: World, staff: Client) -> None:
    asked = prepare(staff, letter_number="12-3", letter_on="29.08.2023")
    assert not Obligation.objects.filter(requirement=asked.requirement).exists()
    assert not Letter.objects.exists()
    ask(staff, asked)
    requirement = Requirement.objects.get(information_request=asked)
    assert set(owed(asked)) == {"karaganda", "akmola"}
    assert requirement.citation_ru == "Запрос Аппарата Центрального комитета от 29.08.2023 № 12-3"
    assert "29.08.2023" in requirement.citation_kk
    assert "12-3" in requirement.citation_kk
    assert {one.arose_on for one in owed(asked).values()} == {date(2023, 8, 29)}
    assert {one.original_due_on for one in owed(asked).values()} == {DUE}


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("title_kk", "Не указана тема на казахском языке"),
        ("title_ru", "Не указана тема на русском языке"),
        ("what_kk", "Нет вопроса на казахском языке"),
        ("what_ru", "Нет вопроса на русском языке"),
    ],
)
def test_a_question_in_one_language_is_refused(staff: Client, field: str, sentence: str) -> None:
    response = staff.post(NEW, filled(**{field: " "}))
    assert sentence in response.content.decode()
    assert "Ход подготовки" in response.content.decode() or field == "title_ru"
    assert not Requirement.objects.filter(code__startswith="request_").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": "03.09.2023"}, "03.09.2023 уже прошло. Принимается: 04.09.2023 или позже."),
        ({"due_on": "31.02.2024"}, "31.02.2024"),
        ({"letter_on": "05.09.2023"}, "05.09.2023 еще не наступило"),
        ({"due_on": ""}, "Обязательное поле"),
    ],
)
def test_wrong_days_are_refused_once_and_kept(staff: Client, changes: dict[str, str], sentence: str) -> None:
    response = staff.post(NEW, filled(**changes))
    [field] = changes
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert len(errors[field]) == 1
    if changes[field]:
        assert changes[field] in response.content.decode()
    assert sentence in response.content.decode() or not changes[field]


def test_a_form_of_a_forbidden_kind_is_refused(staff: Client) -> None:
    response = staff.post(NEW, filled(files=[upload("форма.exe", b"MZ"), upload("форма.pdf", pdf())]))
    assert "форма.exe" in response.content.decode()
    assert "выберите их еще раз" in response.content.decode()
    assert not InformationRequest.objects.exists()


def test_the_same_form_sent_twice_is_one_request(staff: Client) -> None:
    sent = filled()
    first, second = (staff.post(NEW, sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert InformationRequest.objects.count() == 1


def test_a_day_on_which_nobody_works_is_said_before_asking(staff: Client) -> None:
    NonWorkingDay.objects.create(day=date(2023, 9, 11), title="Выходной")
    shown = staff.get(page(prepare(staff, due_on="09.09.2023"), "preview")).content.decode()
    assert "суббота, 9 сентября 2023" in shown
    assert "вторник, 12 сентября 2023" in shown


@given(left=st.integers(0, 40), begins=st.dates(date(2023, 1, 1), date(2024, 12, 31)))
@pytest.mark.django_db
def test_working_days_left_are_counted_day_by_day(left: int, begins: date) -> None:
    from reporting.asked_days import shortness

    due = begins + timedelta(left)
    counted = shortness(due, begins)
    days = [begins + timedelta(n) for n in range(1, left + 1)]
    assert counted.working == len([day for day in days if day.weekday() < 5])
    assert (counted.moves_to is None) == is_working_day(due)


# --- Whom ---------------------------------------------------------------------------------------------


def test_chosen_by_region_and_one_by_one(world: World, staff: Client) -> None:
    asked = prepare(staff, whom="chosen")
    whom = page(asked, "whom")
    staff.post(f"{whom}?level=all&region=KZ-35", {"step": "add_all"})
    named = asked.requirement.audience
    assert set(named.values_list("code", flat=True)) == {"karaganda", "temirtau", "school-1"}
    staff.post(whom, {"step": "remove", "organization": ["school-1"]})
    staff.post(whom, {"step": "add", "organization": ["akmola"]})
    assert set(named.values_list("code", flat=True)) == {"karaganda", "temirtau", "akmola"}
    found = staff.get(f"{whom}?q=Токтаров").content.decode()
    assert 'value="akmola"' in found
    assert 'value="karaganda"' not in found
    assert staff.post(whom, {"step": "add", "organization": ["union"]}).status_code == 404


def test_nobody_chosen_nobody_asked(staff: Client) -> None:
    asked = prepare(staff, whom="chosen")
    shown = staff.get(page(asked, "preview"))
    assert 'data-test="submit"' not in shown.content.decode()
    answer = staff.post(page(asked, "ask"), {"seen": shown.context["seen"]}, follow=True)
    assert "Никто не выбран" in answer.content.decode()
    assert not InformationRequest.objects.get().is_asked


def test_the_preview_says_whom_no_letter_reaches(world: World, staff: Client) -> None:
    alone = make_organization("abai", "member", world.union, "область Абай")
    world.erlan.is_active = False
    world.erlan.save()
    asked = prepare(staff)
    shown = staff.get(page(asked, "preview"))
    assert [(row.code, row.reach) for row in shown.context["table"].items] == [
        (alone.code, 0), ("akmola", 1), ("karaganda", 2),
    ]  # fmt: skip
    assert (shown.context["number"], shown.context["by_letter"]) == (3, 1)
    ask(staff, asked)
    assert set(owed(asked)) == {"abai", "akmola", "karaganda"}
    assert list(Letter.objects.values_list("to", flat=True)) == [world.aigul.email]


def test_a_body_closed_meanwhile_is_not_asked(world: World, staff: Client) -> None:
    asked = prepare(staff)
    seen = staff.get(page(asked, "preview")).context["seen"]
    Organization.objects.filter(code="akmola").update(closed_on=TODAY)
    answer = staff.post(page(asked, "ask"), {"seen": seen}, follow=True)
    assert "что-то изменилось" in answer.content.decode()
    assert owed(asked) == {}
    assert "1 из выбранных организаций" in answer.content.decode()
    ask(staff, asked)
    assert set(owed(asked)) == {"karaganda"}


def test_what_was_changed_since_the_look_is_looked_at_again(staff: Client) -> None:
    asked = prepare(staff)
    seen = staff.get(page(asked, "preview")).context["seen"]
    version = staff.get(page(asked, "edit")).context["form"]["version"].value()
    staff.post(page(asked, "edit"), filled(title_ru="Другое", version=version))
    staff.post(page(asked, "ask"), {"seen": seen})
    assert not InformationRequest.objects.get().is_asked
    assert InformationRequest.objects.get().requirement.title_ru == "Другое"


# --- Asked --------------------------------------------------------------------------------------------


def test_asked_by_double_click_is_asked_once(world: World, staff: Client) -> None:
    asked = prepare(staff)
    seen = staff.get(page(asked, "preview")).context["seen"]
    for _ in range(2):
        assert staff.post(page(asked, "ask"), {"seen": seen})["Location"] == page(asked, "")
    assert sorted(Letter.objects.values_list("to", flat=True)) == sorted([world.aigul.email, world.erlan.email])
    assert Reminder.objects.filter(channel="asked").count() == 2


def test_the_letter_speaks_the_language_of_its_reader(world: World, staff: Client) -> None:
    world.aigul.language, world.erlan.language = "kk", "ru"
    world.aigul.save()
    world.erlan.save()
    asked = prepare(staff, files=[upload("форма.pdf", pdf())])
    ask(staff, asked)
    kazakh, russian = (Letter.objects.get(to=one.email) for one in (world.aigul, world.erlan))
    assert "Дайындық қалай жүріп жатыр?" in kazakh.text
    assert "Как идет подготовка?" in russian.text
    assert owed(asked)["karaganda"].fill_url in kazakh.text
    assert owed(asked)["akmola"].fill_url in russian.text
    assert "форма.pdf" in russian.text
    assert "8 сентября 2023" in russian.subject


def test_who_chairs_two_bodies_gets_one_letter(world: World, staff: Client) -> None:
    Appointment.objects.filter(organization=world.temirtau).delete()
    Appointment.objects.create(person=world.aigul.person, organization=world.temirtau, position="chair")
    asked = prepare(staff, whom="chosen")
    staff.post(page(asked, "whom"), {"step": "add", "organization": ["karaganda", "temirtau"]})
    ask(staff, asked)
    letter = Letter.objects.get()
    assert "Карагандинская область, Темиртау" in letter.text
    assert Reminder.objects.filter(letter=letter, channel="asked").count() == 2


def test_a_chair_who_left_before_the_letter_did_is_not_written_to(world: World, staff: Client) -> None:
    ask(staff, prepare(staff))
    Appointment.objects.filter(person=world.erlan.person).update(ended_on=TODAY)
    outbox.run(lambda: NOON)
    assert [one.to for one in Letter.objects.filter(sent_at__isnull=False)] == [world.aigul.email]


def test_no_reminder_repeats_the_request_on_its_own_day(world: World, staff: Client) -> None:
    asked = prepare(staff)
    ask(staff, asked)
    call_command("send_reminders", on=TODAY.isoformat(), verbosity=0)
    reminded = Reminder.objects.filter(channel="ladder", obligation__requirement=asked.requirement)
    assert not reminded.exists()
    call_command("send_reminders", on="2023-09-05", verbosity=0)
    assert {one.stage for one in reminded.all()} == {-3}


@given(left=st.integers(0, 400))
def test_stages_that_had_fallen_are_left_out(left: int) -> None:
    asked_on = date(2023, 9, 4)
    due_on = asked_on + timedelta(left)
    kept = stages_after(asked_on, due_on)
    assert kept == [stage for stage in DEFAULT if due_on + timedelta(stage) > asked_on]
    assert kept


def test_a_letter_not_sent_yet_is_dropped_when_nothing_is_owed(world: World, staff: Client) -> None:
    asked = prepare(staff)
    ask(staff, asked)
    owed(asked)["akmola"].submit(by=world.erlan, at=NOON, received_on=TODAY, text="Идет")
    outbox.run(lambda: NOON)
    assert Letter.objects.get(to=world.aigul.email).sent_at
    withdrawn = Letter.objects.get(to=world.erlan.email)
    assert withdrawn.withdrawn_at
    assert not withdrawn.sent_at


def test_a_request_asks_only_on_its_own_pages(staff: Client) -> None:
    """The page of requirements would ask without a letter."""
    asked = prepare(staff)
    for name in ("requirement_open", "requirement_edit", "requirement_preview"):
        address = reverse(f"reporting:{name}", args=[asked.requirement_id])
        assert staff.post(address).status_code in (302, 405)
        if name != "requirement_open":
            assert staff.get(address)["Location"].startswith("/reporting/requests/")
    assert not InformationRequest.objects.get().is_asked


def test_after_it_is_asked_only_words_are_corrected(world: World, staff: Client) -> None:
    asked = prepare(staff)
    ask(staff, asked)
    version = staff.get(page(asked, "edit")).context["form"]["version"].value()
    staff.post(page(asked, "edit"), filled(what_ru="Точнее?", due_on="01.10.2023", letter_number="7", version=version))
    requirement = Requirement.objects.get(information_request=asked)
    assert (requirement.what_ru, requirement.due_on) == ("Точнее?", DUE)
    assert requirement.citation_ru.endswith("04.09.2023 № 7")
    assert Letter.objects.count() == 2
    assert staff.post(page(asked, "whom"), {"step": "add", "organization": ["temirtau"]}).status_code == 302
    assert set(owed(asked)) == {"akmola", "karaganda"}
    assert staff.post(page(asked, "drop")).status_code == 302
    assert InformationRequest.objects.filter(pk=asked.pk).exists()


def test_one_that_nobody_was_asked_is_deleted_with_its_form(world: World, staff: Client) -> None:
    asked = prepare(staff, files=[upload("форма.pdf", pdf())])
    file = asked.requirement.files.get()
    staff.post(page(asked, "drop"))
    assert not Requirement.objects.filter(pk=asked.requirement_id).exists()
    assert file.name == "форма.pdf"
    gone = Requirement.history.filter(id=asked.requirement_id, history_type="-").get()
    assert gone.history_user == world.saule


# --- Who has answered ---------------------------------------------------------------------------------


@pytest.fixture
def answered(world: World, staff: Client) -> InformationRequest:
    """Asked on the 4th, due on the 8th: Karaganda answers on the 6th with two files of one name, Akmola on the 11th."""
    asked = prepare(staff)
    ask(staff, asked)
    of = owed(asked)
    first = of["karaganda"].submit(by=world.aigul, at=at(date(2023, 9, 6)), received_on=date(2023, 9, 6), text="=Идет")
    for _ in range(2):
        stored(SubmissionFile, submission=first)
    of["akmola"].submit(by=world.erlan, at=at(date(2023, 9, 11)), received_on=date(2023, 9, 11), text="Позже")
    return InformationRequest.objects.select_related("requirement").get()


def test_the_command_knows_the_tables(answered: InformationRequest) -> None:
    of = {"requirement": answered.requirement.code, "state": "answered"}
    table = registry.build("request_answers", user=WHOLE_UNION, as_of=date(2023, 9, 8), filters=of)
    assert [row["organization_code"] for row in table.records()] == ["karaganda"]
    for wrong in ({}, {**of, "state": "later"}, {**of, "level": "member"}):
        with pytest.raises(registry.BadFilter):
            registry.build("request_answers", user=WHOLE_UNION, as_of=TODAY, filters=wrong)


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (date(2023, 9, 3), (0, 0, 0, 0, 0)),
        (date(2023, 9, 5), (2, 0, 0, 0, 2)),
        (date(2023, 9, 8), (2, 1, 0, 0, 1)),
        (date(2023, 9, 9), (2, 1, 0, 1, 0)),
        (date(2023, 9, 11), (2, 2, 1, 0, 0)),
    ],
)
def test_who_has_answered_on_any_day(answered: InformationRequest, day: date, numbers: tuple[int, ...]) -> None:
    [row] = requests_table(WHOLE_UNION, day).records()
    assert tuple(row[name] for name in ("asked", "answered", "late", "missing", "not_due")) == numbers


@time_machine.travel(at(date(2023, 9, 12)), tick=False)
def test_answers_as_of_a_day_before_the_last_one(answered: InformationRequest, world: World) -> None:
    of_day = {row["organization_code"]: row for row in answers_table(answered, WHOLE_UNION, date(2023, 9, 8)).records()}
    assert (of_day["karaganda"]["answer"], of_day["karaganda"]["status"]) == ("=Идет", "on_time")
    assert (of_day["akmola"]["answer"], of_day["akmola"]["answered_on"]) == (None, None)
    now = {row["organization_code"]: row for row in answers_table(answered, WHOLE_UNION, date(2023, 9, 12)).records()}
    assert (now["akmola"]["answer"], now["akmola"]["days_late"]) == ("Позже", 3)


@time_machine.travel(at(date(2023, 9, 12)), tick=False)
def test_a_body_closed_after_it_was_asked_stays_in_the_list(answered: InformationRequest, world: World) -> None:
    Organization.objects.filter(code="akmola").update(closed_on=date(2023, 9, 12))
    codes = {row["organization_code"] for row in answers_table(answered, WHOLE_UNION, date(2023, 9, 12)).records()}
    assert codes == {"akmola", "karaganda"}


@time_machine.travel(at(date(2023, 9, 12)), tick=False)
def test_the_spreadsheet_has_real_days_and_no_formulas(answered: InformationRequest, staff: Client) -> None:
    sheet = load_workbook(io.BytesIO(staff.get(f"{page(answered, 'answers')}?as=xlsx").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    codes = next(row for row in rows if "organization_code" in row)
    of = {row[codes.index("organization_code")]: row for row in rows}
    assert of["karaganda"][codes.index("answered_on")].date() == date(2023, 9, 6)
    assert of["karaganda"][codes.index("answer")] == "=Идет"
    word = staff.get(f"{page(answered, 'answers')}?as=docx").content
    assert "Позже" in zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()


@time_machine.travel(at(date(2023, 9, 12)), tick=False)
def test_all_files_in_one_archive_in_folders(answered: InformationRequest, staff: Client) -> None:
    answer = staff.get(page(answered, "files"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == ["karaganda/протокол.pdf", "karaganda/протокол (2).pdf"]
        assert archive.read("karaganda/протокол.pdf") == pdf()


@time_machine.travel(at(date(2023, 9, 12)), tick=False)
def test_a_narrowed_page_and_its_file_show_the_same(answered: InformationRequest, staff: Client) -> None:
    for state, codes in {"late": ["akmola"], "answered": ["akmola", "karaganda"], "waiting": []}.items():
        rows = staff.get(f"{page(answered, '')}?state={state}&as=json").json()["rows"]
        assert sorted(row["organization_code"] for row in rows) == codes
        shown = staff.get(f"{page(answered, '')}?state={state}").content.decode()
        assert [code for code in ("akmola", "karaganda") if f'data-organization="{code}"' in shown] == codes
    assert staff.get(f"{page(answered, '')}?state=wrong").status_code == 400


@time_machine.travel(at(date(2023, 9, 7)), tick=False)
def test_whoever_has_not_answered_is_reminded_or_given_more_time(world: World, staff: Client) -> None:
    """By the very pages that do it for every requirement."""
    asked = prepare(staff, due_on="12.09.2023")
    ask(staff, asked)
    owed(asked)["karaganda"].submit(by=world.aigul, at=at(date(2023, 9, 7)), received_on=date(2023, 9, 7), text="Идет")
    shown = staff.get(page(asked, ""))
    assert shown.context["waiting"] == [owed(asked)["akmola"].pk]
    plan = staff.post(reverse("reporting:remind"), {"obligation": shown.context["waiting"], "step": "choose"})
    assert [one["told"].reader.name_ru for one in plan.context["letters"]] == ["Токтаров Ерлан"]
    prolong = {"obligation": shown.context["waiting"], "step": "choose"}
    assert staff.post(reverse("reporting:bulk", args=["postpone"]), prolong).status_code == 200


# --- Withdrawn ----------------------------------------------------------------------------------------


def test_withdrawing_frees_those_who_have_not_answered_and_tells_them(world: World, staff: Client) -> None:
    asked = prepare(staff)
    ask(staff, asked)
    outbox.run(lambda: NOON)
    owed(asked)["karaganda"].submit(by=world.aigul, at=NOON, received_on=TODAY, text="Идет")
    refused = staff.post(page(asked, "withdraw"), {"reason": " "})
    assert refused.status_code == 200
    staff.post(page(asked, "withdraw"), {"reason": "Спросили дважды"})
    states = dict(
        Obligation.objects.with_status(TODAY).filter(requirement=asked.requirement).values_list(
            "organization__code", "status"
        )
    )  # fmt: skip
    assert states == {"karaganda": "on_time", "akmola": "exempt"}
    back = Letter.objects.get(subject__startswith="Отвечать не нужно")
    assert back.to == world.erlan.email
    assert "Спросили дважды" in back.text
    assert "Спросили дважды" in staff.get(page(asked, "")).content.decode()
    again = staff.post(page(asked, "withdraw"), {"reason": "Еще раз"})
    assert "уже отозван" in again.content.decode()
    assert Letter.objects.filter(subject__startswith="Отвечать не нужно").count() == 1


def test_withdrawn_before_the_letter_left_writes_nothing_more(world: World, staff: Client) -> None:
    asked = prepare(staff)
    ask(staff, asked)
    staff.post(page(asked, "withdraw"), {"reason": "Спросили дважды"})
    outbox.run(lambda: NOON)
    assert not Letter.objects.filter(sent_at__isnull=False).exists()
    assert Letter.objects.filter(withdrawn_at__isnull=False).count() == 2


# --- Those who are asked ------------------------------------------------------------------------------


def test_a_chair_sees_the_own_and_those_below(world: World, staff: Client, signed_in: SignIn) -> None:
    asked = prepare(staff, whom="chosen", files=[upload("форма.pdf", pdf())])
    staff.post(page(asked, "whom"), {"step": "add", "organization": ["karaganda", "temirtau", "akmola"]})
    assert signed_in(world.aigul).get(page(asked, "")).status_code == 404
    ask(staff, asked)
    owed(asked)["temirtau"].submit(by=world.bolat, at=NOON, received_on=TODAY, text="Ответ Темиртау")
    owed(asked)["akmola"].submit(by=world.erlan, at=NOON, received_on=TODAY, text="Ответ Акмолы")
    aigul, bolat = signed_in(world.aigul), signed_in(world.bolat)
    shown = aigul.get(page(asked, "answers") + "?state=answered").content.decode()
    assert "Ответ Темиртау" in shown
    assert "Ответ Акмолы" not in shown
    assert {row["organization_code"] for row in aigul.get(page(asked, "") + "?as=json").json()["rows"]} == {
        "karaganda", "temirtau",
    }  # fmt: skip
    form = aigul.get(owed(asked)["karaganda"].fill_url).content.decode()
    assert "Как идет подготовка?" in form
    file = reverse("reporting:request_form_file", args=[asked.requirement.files.get().pk])
    assert file in form
    assert b"".join(bolat.get(file).streaming_content) == pdf()
    assert {row["organization_code"] for row in bolat.get(page(asked, "") + "?as=json").json()["rows"]} == {"temirtau"}
