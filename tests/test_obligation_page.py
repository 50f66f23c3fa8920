"""One obligation: what stands on its page, who may do what, and what each verb of the staff does and refuses."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reporting.models import Obligation, Remark, StandardRemark, Submission
from tests.made_files import pdf
from tests.world import TODAY, World, at, make_requirement

JULY = date(2023, 7, 10)
VERBS = ("accept", "return", "record", "postpone", "exempt", "revoke_exemption", "redate", "void")


def page_of(client: Client, obligation: Obligation, query: str = "") -> str:
    return client.get(obligation.get_absolute_url() + query).content.decode()


def address(verb: str, obligation: Obligation) -> str:
    return reverse(f"reporting:{verb}", args=[obligation.pk])


def form_of(answer: HttpResponse) -> dict[str, Any]:
    """What a browser would send back of a page as it stands."""
    form = answer.context["form"]
    fields = {bound.html_name: bound for bound in form}
    values = {name: bound.field.prepare_value(bound.value()) for name, bound in fields.items()}
    if hasattr(form, "remarks"):
        values |= {f"remarks-{name}": 0 for name in ("INITIAL_FORMS", "MIN_NUM_FORMS")} | {
            "remarks-TOTAL_FORMS": 3,
            "remarks-MAX_NUM_FORMS": 50,
        }
    return {name: value for name, value in values.items() if value is not None}


def act(client: Client, verb: str, obligation: Obligation, **typed: Any) -> HttpResponse:
    """Open the form of a verb, type, send."""
    url = address(verb, obligation)
    return client.post(url, form_of(client.get(url)) | typed)


def status(obligation: Obligation, day: date = TODAY) -> str:
    return Obligation.objects.with_status(day).get(pk=obligation.pk).status


def handed_in(world: World, day: date = JULY) -> Submission:
    return world.obligation.submit(by=world.aigul, at=at(day), received_on=day, text="Кесте жоспары")


# --- The page ---------------------------------------------------------------------------------------


def test_what_is_asked_with_its_basis_and_the_due_day(world: World, signed_in: Any) -> None:
    page = page_of(signed_in(world.saule), world.obligation)
    assert world.item.citation in page
    assert world.decree.get_absolute_url() in page
    assert "01.09.2023" in page  # how it was computed
    assert 'data-status="missing"' in page
    assert "Жунусова Айгуль" in page
    assert "tel:+77015550400" in page


def test_the_status_is_of_the_day_asked_about(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    assert 'data-status="not_due"' in page_of(client, world.obligation, "?as_of=01.09.2023")
    before = page_of(client, world.obligation, "?as_of=2023-06-01")
    assert 'data-test="obligation-row"' not in before


def test_hand_ins_stand_by_round_with_all_that_belongs_to_them(world: World, signed_in: Any) -> None:
    submission = handed_in(world)
    world.obligation.return_(
        by=world.saule, at=at(JULY), returned_on=JULY, correct_by=TODAY, reason="Нет протокола",
        remarks=[("text", "Укажите день")],
    )  # fmt: skip
    second = world.obligation.submit(
        by=world.saule, at=at(TODAY), received_on=TODAY, channel="paper", incoming_number="17/23"
    )
    answer = signed_in(world.saule).get(world.obligation.get_absolute_url())
    page = answer.content.decode()
    assert [one["submission"].round for one in answer.context["hand_ins"]] == [2, 1]
    for words in (submission.receipt_number, second.receipt_number, "17/23", "Нет протокола", "Укажите день"):
        assert words in page


def test_the_whole_history_newest_first_with_who_and_why(world: World, signed_in: Any) -> None:
    world.obligation.postpone(
        by=world.saule, at=at(JULY), decided_on=JULY, new_due_on=date(2023, 9, 20), reason="Отпуска"
    )
    handed_in(world, date(2023, 8, 1))
    world.obligation.return_(
        by=world.saule, at=at(date(2023, 8, 2)), returned_on=date(2023, 8, 2), correct_by=TODAY, reason="Нет подписи"
    )
    world.obligation.submit(by=world.aigul, at=at(date(2023, 8, 3)), received_on=date(2023, 8, 3))
    world.obligation.accept(by=world.saule, at=at(date(2023, 8, 4)), accepted_on=date(2023, 8, 4))
    entries = signed_in(world.saule).get(world.obligation.get_absolute_url()).context["entries"]
    assert [entry.verb or "-" for entry in entries] == ["accepted", "-", "returned", "-", "-", "-"]
    assert [entry.who for entry in entries] == [
        "Омарова Сауле", "Жунусова Айгуль", "Омарова Сауле", "Жунусова Айгуль", "Омарова Сауле", "Омарова Сауле"
    ]  # fmt: skip
    assert [entry.why for entry in entries if entry.why] == ["Нет подписи", "Отпуска"]


def test_a_redate_shows_before_and_after(world: World, signed_in: Any) -> None:
    protocol = make_requirement("protocol", due_kind="after_event", due_on=None, offset=10)
    protocol.open(by=world.saule, at=at(TODAY), until=TODAY)
    obligation = protocol.oblige(world.karaganda, key="conference:1", event_on=date(2023, 8, 16), by=world.saule)
    assert obligation
    act(signed_in(world.saule), "redate", obligation, event_on="20.08.2023", reason="Опечатка в протоколе")
    entry = signed_in(world.saule).get(obligation.get_absolute_url()).context["entries"][0]
    assert entry.why == "Опечатка в протоколе"
    assert {(change.before, change.after) for change in entry.changes} == {
        ("16.08.2023", "20.08.2023"), ("26.08.2023", "30.08.2023")
    }  # fmt: skip


def test_the_chair_reads_the_page_without_the_verbs_of_staff(world: World, signed_in: Any) -> None:
    client = signed_in(world.aigul)
    answer = client.get(world.obligation.get_absolute_url())
    assert answer.status_code == 200
    assert answer.context["verbs"] == []
    assert answer.context["fill_url"] == world.obligation.fill_url
    assert client.get(world.foreign.get_absolute_url()).status_code == 404


def test_leadership_reads_and_changes_nothing(world: World, signed_in: Any) -> None:
    client = signed_in(world.leila)
    answer = client.get(world.obligation.get_absolute_url())
    assert (answer.status_code, answer.context["verbs"], answer.context["fill_url"]) == (200, [], "")


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_but_staff_acts(world: World, signed_in: Any, verb: str) -> None:
    for reader, code in ((world.aigul, 403), (world.leila, 403), (world.gulnara, 403), (world.erlan, 404)):
        client = signed_in(reader)
        assert client.get(address(verb, world.obligation)).status_code == code
        assert client.post(address(verb, world.obligation), {}).status_code == code


def offered(client: Client, obligation: Obligation) -> list[str]:
    return [verb["name"] for verb in client.get(obligation.get_absolute_url()).context["verbs"]]


def test_the_verbs_offered_follow_what_stands(world: World, signed_in: Any) -> None:
    client = signed_in(world.saule)
    assert offered(client, world.obligation) == ["record", "postpone", "exempt"]
    handed_in(world)
    assert offered(client, world.obligation) == ["accept", "return", "record", "void"]
    act(client, "accept", world.obligation)
    assert offered(client, world.obligation) == ["return", "record", "void"]
    act(client, "exempt", world.foreign, reason="Учреждена недавно")
    assert offered(client, world.foreign) == ["revoke_exemption"]


# --- Verbs ------------------------------------------------------------------------------------------


def test_one_click_accepts(world: World, signed_in: Any) -> None:
    submission, client = handed_in(world), signed_in(world.saule)
    seen = client.get(world.obligation.get_absolute_url()).context["seen"]
    answer = client.post(address("accept", world.obligation), {"seen": seen, "accepted_on": "2023-09-04"})
    assert answer.status_code == 302
    submission.refresh_from_db()
    assert (submission.accepted_on, submission.accepted_by) == (TODAY, world.saule)


def test_a_return_carries_remarks_on_fields_standard_ones_and_a_day(world: World, signed_in: Any) -> None:
    submission = handed_in(world)
    standard = StandardRemark.objects.create(text_ru="Нет подписи", text_kk="Қолы жоқ")
    act(
        signed_in(world.saule), "return", world.obligation, reason="Исправьте", standard=[standard.pk],
        **{"remarks-0-field": "text", "remarks-0-text": "Укажите день", "remarks-2-field": "", "remarks-2-text": "Всё"},
    )  # fmt: skip
    submission.refresh_from_db()
    # Five working days after Monday, 4 September.
    assert (submission.returned_on, submission.correct_by) == (TODAY, date(2023, 9, 11))
    assert submission.return_reason == "Исправьте"
    assert list(Remark.objects.values_list("field", "text")) == [
        ("", "Қолы жоқ / Нет подписи"), ("text", "Укажите день"), ("", "Всё")
    ]  # fmt: skip
    assert status(world.obligation) == "returned"


def test_a_refusal_stands_beside_its_field_and_what_was_typed_is_kept(world: World, signed_in: Any) -> None:
    handed_in(world)
    answer = act(signed_in(world.saule), "return", world.obligation, reason="Исправьте", correct_by="01.09.2023")
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["correct_by"]
    assert 'value="01.09.2023"' in answer.content.decode()
    assert "Исправьте" in answer.content.decode()
    assert status(world.obligation) == "on_time"


def test_an_unreadable_day_is_said_with_examples(world: World, signed_in: Any) -> None:
    answer = act(signed_in(world.saule), "postpone", world.obligation, new_due_on="скоро", reason="x")
    assert "30.11.2026" in answer.context["form"].errors["new_due_on"][0]


def test_a_paper_hand_in_is_recorded_with_its_day_number_files_and_signer(world: World, signed_in: Any) -> None:
    scan = SimpleUploadedFile("скан.pdf", pdf(), "application/pdf")
    act(
        signed_in(world.saule), "record", world.obligation, channel="paper", received_on="31.08.2023",
        incoming_number="112", files=[scan],
    )  # fmt: skip
    submission = world.obligation.submissions.get()
    assert (submission.received_on, submission.channel, submission.incoming_number) == (
        date(2023, 8, 31),
        "paper",
        "112",
    )
    assert (submission.submitted_by, submission.signed_by) == (world.saule, world.aigul.person)
    assert [file.name for file in submission.files.all()] == ["скан.pdf"]
    assert submission.files.get().sha256
    assert status(world.obligation) == "on_time"


def test_a_day_that_is_not_stated_makes_it_received(world: World, signed_in: Any) -> None:
    act(
        signed_in(world.saule), "record", world.obligation, received_on="04.09.2023", day_stated="no", channel="unknown"
    )
    assert status(world.obligation) == "received"


def test_the_same_record_form_sent_twice_is_one_hand_in(world: World, signed_in: Any) -> None:
    client, url = signed_in(world.saule), address("record", world.obligation)
    data = form_of(client.get(url))
    assert client.post(url, data).status_code == client.post(url, data).status_code == 302
    assert world.obligation.submissions.count() == 1


def test_a_forbidden_file_is_refused_and_nothing_recorded(world: World, signed_in: Any) -> None:
    script = SimpleUploadedFile("run.exe", b"MZ")
    answer = act(signed_in(world.saule), "record", world.obligation, files=[script])
    assert "files" in answer.context["form"].errors
    assert not world.obligation.submissions.exists()


def test_recording_over_one_that_stands_needs_a_reason_and_is_a_new_round(world: World, signed_in: Any) -> None:
    first, client = handed_in(world), signed_in(world.saule)
    assert "correction" in act(client, "record", world.obligation, channel="mail").context["form"].errors
    act(client, "record", world.obligation, channel="mail", correction="Уточнены цифры")
    first.refresh_from_db()
    assert (first.returned_on, first.return_reason) == (TODAY, "Уточнены цифры")
    assert world.obligation.standing().round == 2
    assert status(world.obligation) == "on_time"


def test_a_correction_that_is_refused_returns_nothing_either(world: World, signed_in: Any) -> None:
    first = handed_in(world)
    act(signed_in(world.saule), "record", world.obligation, correction="x", received_on="05.09.2023")
    first.refresh_from_db()
    assert first.returned_on is None
    assert world.obligation.submissions.count() == 1


def test_voiding_postponing_exempting_and_revoking(world: World, signed_in: Any) -> None:
    client, obligation = signed_in(world.saule), world.obligation
    handed_in(world)
    act(client, "void", obligation, reason="Пустой файл")
    assert status(obligation) == "missing"
    act(client, "postpone", obligation, new_due_on="20.09.2023", reason="Отпуска")
    assert status(obligation) == "not_due"
    act(client, "exempt", obligation, reason="Учреждена недавно")
    assert status(obligation) == "exempt"
    offered_day = client.get(address("revoke_exemption", obligation)).context["form"]["new_due_on"].value()
    assert offered_day == "20.09.2023"
    act(client, "revoke_exemption", obligation, new_due_on="30.09.2023", reason="Ошибка")
    assert status(obligation) == "not_due"


@pytest.mark.parametrize("verb", ["void", "postpone", "exempt"])
def test_no_verb_without_its_reason(world: World, signed_in: Any, verb: str) -> None:
    if verb == "void":
        handed_in(world)
    answer = act(signed_in(world.saule), verb, world.obligation, reason=" ", new_due_on="20.09.2023")
    assert "reason" in answer.context["form"].errors


@pytest.mark.parametrize("verb", ["accept", "return", "void", "revoke_exemption"])
def test_a_verb_with_nothing_to_act_on_says_so_instead_of_its_form(world: World, signed_in: Any, verb: str) -> None:
    answer = signed_in(world.saule).get(address(verb, world.obligation))
    assert answer.status_code == 200
    assert 'data-test="submit"' not in answer.content.decode()


def test_only_what_an_event_made_can_be_redated(world: World, signed_in: Any) -> None:
    assert signed_in(world.saule).get(address("redate", world.obligation)).status_code == 404


def test_the_author_and_the_hour_cannot_be_forged(world: World, signed_in: Any) -> None:
    act(signed_in(world.saule), "record", world.obligation, submitted_by=world.leila.pk, by=world.leila.pk)
    assert world.obligation.submissions.get().submitted_by == world.saule


# --- Two at once ------------------------------------------------------------------------------------


def test_a_form_filled_in_against_an_older_state_gets_both_sides(world: World, signed_in: Any) -> None:
    handed_in(world)
    client, url = signed_in(world.saule), address("return", world.obligation)
    mine = form_of(client.get(url)) | {"reason": "Нет протокола"}
    world.obligation.accept(by=world.asan, at=at(TODAY), accepted_on=TODAY)
    answer = client.post(url, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert world.obligation.standing()
    assert "Нет протокола" in page
    assert "Серіков Асан" in page
    (row,) = [row for row in answer.context["rows"] if row["differs"]]
    assert row["mine"] != row["theirs"]
    assert client.post(url, form_of(answer)).status_code == 302
    assert world.obligation.standing() is None


def test_a_page_that_shows_the_present_state_is_no_conflict(world: World, signed_in: Any) -> None:
    handed_in(world)
    world.obligation.accept(by=world.asan, at=at(TODAY), accepted_on=TODAY)
    assert act(signed_in(world.saule), "return", world.obligation, reason="x").status_code == 302


def test_words_of_chairs_and_clerks_are_text(world: World, signed_in: Any) -> None:
    attack = "<script>alert(1)</script>"
    world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY, text=attack)
    act(signed_in(world.saule), "return", world.obligation, reason=attack, **{"remarks-0-text": attack})
    assert attack not in page_of(signed_in(world.saule), world.obligation)
