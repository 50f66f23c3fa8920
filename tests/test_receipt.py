"""The receipt: number, moment, due day, in time or late; on the page and by mail in the language of its reader."""

from datetime import date

import pytest

from mail.models import Letter
from reporting.models import Submission
from reporting.receipts import receipt_of
from tests.answering import ANSWER, ask, give_back, hand_in, submit, write
from tests.world import NOON, TODAY, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation(world):
    return ask(world)


def address(submission):
    return f"/reporting/submissions/{submission.pk}/receipt/"


def send(client, obligation):
    write(client, obligation)
    submit(client, obligation)
    return obligation.submissions.get(returned_on=None)


def test_in_time(world, obligation, signed_in):
    aigul = signed_in(world.aigul)
    submission = send(aigul, obligation)
    html = aigul.get(address(submission)).content.decode()
    for shown in (
        'data-test="receipt"',
        f"2023-{submission.pk:06d}",
        "4 сентября 2023 г., 12:00",
        "5 сентября 2023 г.",
        "вторник",
        'data-status="on_time"',
        "Жунусова Айгуль",
        "data-print",
        ANSWER,
        "aigul@example.kz",
        'data-draft-clear="',
    ):
        assert shown in html


def test_late_by_three_days(world, signed_in):
    aigul = signed_in(world.aigul)
    submission = send(aigul, world.obligation)
    assert receipt_of(submission).days_late == 3
    assert 'data-status="late"' in aigul.get(address(submission)).content.decode()


def test_a_postponed_day_is_the_due_day(world, signed_in):
    world.obligation.postpone(
        by=world.saule, at=at(TODAY), decided_on=TODAY, new_due_on=date(2023, 9, 20), reason="Паводок"
    )
    receipt = receipt_of(send(signed_in(world.aigul), world.obligation))
    assert (receipt.due_on, receipt.days_late) == (date(2023, 9, 20), 0)


def test_a_correction_is_judged_by_its_own_day(world, signed_in):
    aigul = signed_in(world.aigul)
    first = send(aigul, world.obligation)
    give_back(world.obligation, world.saule)
    second = send(aigul, world.obligation)
    receipt = receipt_of(second)
    assert (receipt.corrects, receipt.due_on, receipt.days_late) == (first, date(2023, 9, 10), 0)
    # What was returned says so, and leads to what came after it.
    html = aigul.get(address(first)).content.decode()
    assert "Нет подписи" in html
    assert address(second) in html
    assert "data-draft-clear" not in html


def test_after_a_voided_one_it_is_judged_as_the_first(world):
    empty = hand_in(world.obligation, world.aigul)
    world.obligation.void(empty, by=world.saule, at=at(TODAY), voided_on=TODAY, reason="Пустой лист")
    receipt = receipt_of(hand_in(world.obligation, world.aigul))
    assert (receipt.corrects, receipt.days_late) == (None, 3)


def test_on_paper_the_day_and_not_the_moment_of_entering(world, signed_in):
    submission = hand_in(world.obligation, world.saule, received_on=date(2023, 8, 31), channel="paper")
    html = signed_in(world.aigul).get(address(submission)).content.decode()
    assert "31 августа 2023 г." in html
    assert "12:00" not in html
    assert "saule@example.kz" not in html


def test_where_the_day_is_not_stated_nothing_is_judged(world):
    submission = hand_in(world.obligation, world.saule, day_stated=False, channel="unknown")
    receipt = receipt_of(submission)
    assert (receipt.due_on, receipt.days_late) == (None, 0)


def test_seen_by_who_sees_the_organization(world, obligation, signed_in):
    submission = hand_in(obligation, world.aigul)
    for user in (world.aigul, world.dana, world.saule, world.leila, world.gulnara):
        assert signed_in(user).get(address(submission)).status_code == 200
    for user in (world.erlan, world.bolat):
        assert signed_in(user).get(address(submission)).status_code == 404


def test_old_papers_keep_the_old_chair(world, obligation, signed_in):
    from organizations.models import Person
    from organizations.models.people import replace_chair

    submission = send(signed_in(world.aigul), obligation)
    replace_chair(world.karaganda, Person.objects.create(name_ru="Новый Председатель"), on=TODAY, reason="выборы")
    assert receipt_of(Submission.objects.get(pk=submission.pk)).by == "Жунусова Айгуль"


# --- By mail ------------------------------------------------------------------------------------------


def test_by_mail_with_the_fact_first(world, obligation, signed_in, settings):
    settings.SITE_URL = "https://reports.example.kz"
    submission = send(signed_in(world.aigul), obligation)
    letter = Letter.objects.get()
    assert letter.to == "aigul@example.kz"
    assert letter.queued_at == NOON
    assert submission.receipt_number in letter.subject
    assert obligation.requirement.title in letter.subject
    for body in (letter.text, letter.html):
        assert f"https://reports.example.kz{address(submission)}" in body
        assert submission.receipt_number in body
        assert "вторник, 5 сентября 2023 г." in body
        assert "+7 7172 00 00 01" in body
    assert "testserver" not in letter.text + letter.html


def test_in_the_language_of_its_reader(world, obligation, signed_in):
    world.aigul.language = "kk"
    world.aigul.save()
    send(signed_in(world.aigul), obligation)
    letter = Letter.objects.get()
    assert "Есеп progress" in letter.subject
    assert "2023 ж. 5 қыркүйек, сейсенбі" in letter.text
    assert '<html lang="kk">' in letter.html


def test_text_is_text_and_html_is_escaped(world, signed_in):
    obligation = ask(world, "marked", title_ru="«А» & <b>Б</b>")
    send(signed_in(world.aigul), obligation)
    letter = Letter.objects.get()
    assert "«А» & <b>Б</b>" in letter.text
    assert "<b>Б</b>" not in letter.html


def test_no_letter_without_a_hand_in(world, obligation, signed_in):
    aigul = signed_in(world.aigul)
    write(aigul, obligation)
    hand_in(obligation, world.aigul)
    submit_url = f"/reporting/obligations/{obligation.pk}/submit/"
    aigul.post(submit_url, {"token": "0" * 32, "version": 1, "text": ANSWER})
    assert not Letter.objects.exists()
