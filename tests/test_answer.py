"""The general form: answer, check, submit; who may, when it is shut, and corrections."""

from datetime import date

import pytest

from mail.models import Letter
from organizations.access import Position
from reporting import kinds
from reporting.models import Draft, Submission
from tests.answering import ANSWER, ask, checked, give_back, hand_in, submit, url, write
from tests.made_files import pdf, png, upload
from tests.world import TODAY, appoint, at, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation(world):
    return ask(world)


@pytest.fixture
def aigul(world, signed_in):
    return signed_in(world.aigul)


def page_of(response):
    return response.content.decode()


# --- The way through ----------------------------------------------------------------------------------


def test_answer_check_submit_receipt(world, obligation, aigul):
    assert 'data-draft-version="0"' in page_of(aigul.get(url(obligation, "answer")))
    response = write(aigul, obligation)
    assert response.url == url(obligation, "check")
    html = page_of(aigul.get(response.url))
    assert 'data-test="check-answers"' in html
    assert ANSWER in html
    assert "вторник, 5 сентября 2023 г." in html
    response = submit(aigul, obligation)
    submission = Submission.objects.get()
    assert response.url == f"/reporting/submissions/{submission.pk}/receipt/"
    assert (submission.text, submission.submitted_by, submission.received_on) == (ANSWER, world.aigul, TODAY)
    assert submission.signed_by == world.aigul.person
    assert not Draft.objects.exists()
    assert Letter.objects.count() == 1


def test_nothing_is_an_answer_only_where_it_is_allowed(world, obligation, aigul):
    assert 'name="nothing_to_report"' not in page_of(aigul.get(url(obligation, "answer")))
    write(aigul, obligation, "", nothing_to_report="on")
    assert aigul.get(url(obligation, "check")).context["form"].errors["text"]
    allowed = ask(world, "may-be-nothing", allows_nothing=True)
    write(aigul, allowed, "", nothing_to_report="on")
    submit(aigul, allowed)
    assert Submission.objects.get().nothing_to_report


def test_nothing_together_with_files_is_asked_about(world, aigul):
    obligation = ask(world, allows_nothing=True)
    response = write(aigul, obligation, "", nothing_to_report="on", files=upload("фото.png", png()))
    assert "nothing_to_report" in response.context["form"].errors


def test_an_empty_answer_is_not_checked_but_kept(obligation, aigul):
    response = write(aigul, obligation, "   ")
    html = page_of(response)
    assert response.context["form"].errors["text"]
    assert 'data-test="error-summary"' in html
    assert 'href="#id_text"' in html
    assert Draft.of(obligation).data == {"text": "   "}


def test_too_long_a_text_stays_in_the_field(obligation, aigul):
    response = write(aigul, obligation, "я" * 50_001)
    assert "text" in response.context["form"].errors
    assert "я" * 50_001 in page_of(response)


def test_save_and_return_later(obligation, aigul):
    response = write(aigul, obligation, "полу", action="save")
    assert response.url == "/"
    assert ">\nполу</textarea>" in page_of(aigul.get(url(obligation, "answer")))
    # What is empty may be saved, too.
    assert write(aigul, obligation, "", action="save").url == "/"


def test_a_check_of_nothing_leads_to_the_form(obligation, aigul):
    assert aigul.get(url(obligation, "check")).url == url(obligation, "answer")


def test_what_was_typed_is_text_and_not_markup(obligation, aigul):
    write(aigul, obligation, "<script>alert(1)</script>")
    submit(aigul, obligation)
    for page in (url(obligation, "check"), f"/reporting/submissions/{Submission.objects.get().pk}/receipt/"):
        assert "<script>alert" not in page_of(aigul.get(page))


# --- Who may ------------------------------------------------------------------------------------------


def test_assistant_fills_but_does_not_submit(world, obligation, signed_in):
    dana = signed_in(world.dana)
    assert write(dana, obligation).status_code == 302
    html = page_of(dana.get(url(obligation, "check")))
    assert 'data-test="ask-chair"' in html
    assert "Жунусова Айгуль" in html
    assert "tel:" in html
    assert url(obligation, "submit") not in html
    sent = checked(signed_in(world.aigul), obligation)
    assert dana.post(url(obligation, "submit"), sent).status_code == 403
    assert not Submission.objects.exists()


def test_the_chair_goes_on_from_the_assistants_draft(world, obligation, signed_in):
    write(signed_in(world.dana), obligation)
    assert ANSWER in page_of(signed_in(world.aigul).get(url(obligation, "answer")))


def test_the_chair_above_may_hand_in_for_a_branch(world, signed_in):
    below = ask(world, "below", organization=world.temirtau)
    aigul = signed_in(world.aigul)
    write(aigul, below)
    submit(aigul, below)
    assert below.standing().signed_by == world.aigul.person


@pytest.mark.parametrize("page", ["answer", "check", "conflict"])
def test_pages_are_hidden_from_strangers_and_shut_to_readers(world, obligation, signed_in, page):
    assert signed_in(world.erlan).get(url(obligation, page)).status_code == 404
    assert signed_in(world.bolat).get(url(obligation, page)).status_code == 404
    for reader in (world.saule, world.leila):
        assert signed_in(reader).get(url(obligation, page)).status_code == 403
    deputy = make_user("deputy")
    appoint(deputy, world.karaganda, Position.DEPUTY, "Заместитель")
    assert signed_in(deputy).get(url(obligation, page)).status_code == 403


@pytest.mark.parametrize("page", ["answer", "submit", "draft-files", "conflict", "draft"])
def test_nothing_is_taken_from_strangers_and_readers(world, obligation, signed_in, page):
    sent = {"text": "чужое", "version": 0, "action": "mine"}
    assert signed_in(world.erlan).post(url(obligation, page), sent).status_code == 404
    assert signed_in(world.saule).post(url(obligation, page), sent).status_code == 403
    assert not Draft.objects.exists()


def test_another_kind_is_not_answered_here(world, aigul, monkeypatch):
    monkeypatch.setitem(kinds._kinds, "numbers", kinds.Kind("numbers", "Числа", fill="reporting:obligation"))
    numbers = ask(world, kind="numbers")
    for page in ("answer", "check", "submit"):
        assert aigul.get(url(numbers, page)).status_code == 404


# --- When it is shut ----------------------------------------------------------------------------------


def test_a_second_hand_in_is_refused_with_a_link_to_the_first(world, obligation, aigul):
    write(aigul, obligation)
    sent = checked(aigul, obligation)
    first = hand_in(obligation, world.aigul)
    for response in (
        aigul.get(url(obligation, "answer")),
        aigul.get(url(obligation, "check")),
        aigul.post(url(obligation, "answer"), {"text": "второе", "version": 1}),
        aigul.post(url(obligation, "submit"), sent),
    ):
        html = page_of(response)
        assert f"/reporting/submissions/{first.pk}/receipt/" in html
        assert first.receipt_number in html
        assert response.status_code == (409 if response.request["REQUEST_METHOD"] == "POST" else 200)
    assert Submission.objects.get() == first


def test_before_it_opens_the_day_is_said(world, aigul):
    shut = ask(world, "shut", due_on=date(2023, 12, 1), opens_on=date(2023, 11, 1))
    html = page_of(aigul.get(url(shut, "answer")))
    assert "01.11.2023" in html
    assert "<textarea" not in html
    assert write(aigul, shut).status_code == 409
    assert not Draft.objects.exists()


def test_an_exempt_one_is_told_so(world, obligation, aigul):
    obligation.exempt(by=world.saule, at=at(TODAY), decided_on=TODAY, reason="Учредительная конференция")
    assert "<textarea" not in page_of(aigul.get(url(obligation, "answer")))
    assert write(aigul, obligation).status_code == 409


# --- The same form twice, and a session that has ended ------------------------------------------------


def test_the_same_form_sent_twice_is_one_hand_in(obligation, aigul):
    write(aigul, obligation)
    sent = checked(aigul, obligation)
    first = aigul.post(url(obligation, "submit"), sent)
    again = aigul.post(url(obligation, "submit"), sent)
    assert first.url == again.url
    assert Submission.objects.count() == Letter.objects.count() == 1


def test_who_was_signed_out_while_submitting_lands_at_the_check(client, obligation, aigul, world):
    write(aigul, obligation)
    sent = checked(aigul, obligation)
    response = client.post(url(obligation, "submit"), sent)
    assert response.url == f"/accounts/sign-in/?next={url(obligation, 'submit')}"
    client.force_login(world.aigul, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url(obligation, "submit")).url == url(obligation, "check")
    assert client.get(url(obligation, "draft-files")).url == f"{url(obligation, 'answer')}#files"
    assert not Submission.objects.exists()


def test_a_form_without_its_mark_is_checked_once_more(obligation, aigul):
    write(aigul, obligation)
    for token in ("", "no uuid"):
        assert submit(aigul, obligation, token=token).url == url(obligation, "check")
    assert not Submission.objects.exists()


def test_a_file_added_after_the_check_is_seen_before_it_is_signed(obligation, aigul):
    write(aigul, obligation)
    sent = checked(aigul, obligation)
    write(aigul, obligation, files=upload("фото.png", png()))
    assert aigul.post(url(obligation, "submit"), sent).url == url(obligation, "check")
    assert not Submission.objects.exists()


# --- Corrections --------------------------------------------------------------------------------------


def test_a_correction_begins_with_what_was_handed_in(world, obligation, aigul):
    write(aigul, obligation, files=[upload("а.png", png()), upload("б.pdf", pdf())])
    submit(aigul, obligation)
    first = Submission.objects.get()
    give_back(obligation, world.saule, remarks=[("text", "Сколько делегатов?"), ("kept", "Не та подпись"), ("", "Всё")])
    html = page_of(aigul.get(url(obligation, "answer")))
    assert f">\n{ANSWER}</textarea>" in html
    assert html.index("Нет подписи") < html.index("<textarea")
    assert html.index("Всё") < html.index("Сколько делегатов?") < html.index("<textarea")
    assert "воскресенье, 10 сентября 2023 г." in html
    kept = first.files.first()
    assert f'value="{kept.pk}"' in html
    assert "Не та подпись" in html

    write(aigul, obligation, "Делегатов 40.", kept=[str(kept.pk)])
    html = page_of(aigul.get(url(obligation, "check")))
    assert ANSWER in html
    assert "Делегатов 40." in html
    submit(aigul, obligation)
    second = Submission.objects.get(round=2)
    assert [file.name for file in second.files.all()] == ["а.png"]
    with second.files.get().file.open() as file:
        assert file.read() == png()
    assert [file.name for file in first.files.all()] == ["а.png", "б.pdf"]


def test_files_of_another_round_or_organization_are_not_to_be_kept(world, obligation, aigul):
    write(aigul, obligation, files=upload("а.png", png()))
    submit(aigul, obligation)
    give_back(obligation, world.saule)
    foreign = hand_in(world.foreign, world.erlan).files.create(file="files/00/f.png", name="f", size=1, sha256="0")
    assert write(aigul, obligation, kept=[str(foreign.pk)]).context["form"].errors["kept"]
