"""Ten at once: the same form is one hand-in with one receipt number, and nobody's draft is overwritten.

The controls take the lock away and see the race appear, so that the tests above them are known to be able to fail.
On SQLite a transaction takes the only write lock when it begins: there the race must not appear even then.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections
from django.test import Client

from mail.models import Letter
from reporting.models import Draft, Obligation, Submission, SubmissionFile
from reporting.views import answer as answer_views
from tests.answering import ANSWER, ask, checked, url, write
from tests.made_files import png, upload
from tests.world import NOON, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

TEN = 10
GUARDS = {"round_once", "one_standing_submission", "form_sent_once"}


@pytest.fixture
def obligation(world):
    return ask(world)


@pytest.fixture
def aigul(world, signed_in):
    return signed_in(world.aigul)


@pytest.fixture
def slow_check(monkeypatch):
    """Between looking whether a hand-in stands and writing one there is time enough for everybody to look."""
    look = Obligation.refuse_submitting

    def look_and_wait(self, *args, **facts):
        look(self, *args, **facts)
        time.sleep(0.1)

    monkeypatch.setattr(Obligation, "refuse_submitting", look_and_wait)


@pytest.fixture
def without_lock(monkeypatch):
    monkeypatch.setattr(Obligation, "_lock", lambda self: None)


@pytest.fixture
def without_guards(transactional_db):
    """The database's own constraints taken away as well, and put back when the table is empty again."""
    if connection.vendor == "sqlite":
        yield
        return
    guards = [one for one in Submission._meta.constraints if one.name in GUARDS]
    with connection.schema_editor() as editor:
        for guard in guards:
            editor.remove_constraint(Submission, guard)
    yield
    SubmissionFile.objects.all().delete()
    Submission.objects.all().delete()
    with connection.schema_editor() as editor:
        for guard in guards:
            editor.add_constraint(Submission, guard)


def at_once(act):
    """`act(number)` ten times, started together; a refusal is an answer, too."""
    start = threading.Barrier(TEN)

    def one(number):
        start.wait(timeout=30)
        try:
            return act(number)
        except (IntegrityError, ValidationError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TEN) as pool:
        return list(pool.map(one, range(TEN)))


def twin_of(client):
    """Another browser of the same person."""
    twin = Client()
    twin.cookies = client.cookies
    return twin


def submit_at_once(client, obligation, tokens=None):
    sent = checked(client, obligation)
    tokens = tokens or sent["token"] * TEN
    return at_once(lambda number: twin_of(client).post(url(obligation, "submit"), {**sent, "token": tokens[number]}))


def verbs_at_once(world, obligation):
    """The verb itself, past pages and drafts: the same form each time."""
    facts = {"by": world.aigul, "at": NOON, "received_on": TODAY, "token": UUID(int=1), "text": ANSWER}
    return at_once(lambda number: Obligation.objects.get(pk=obligation.pk).submit(**facts))


def refused(answers):
    """Answers that only the database's constraints have prevented from being hand-ins."""
    return [one for one in answers if isinstance(one, IntegrityError)]


# --- With the lock ------------------------------------------------------------------------------------


def test_the_same_form_ten_times_at_once_is_one_hand_in(obligation, aigul, slow_check):
    write(aigul, obligation, files=[upload("скан.png", png())])
    answers = submit_at_once(aigul, obligation)
    submission = Submission.objects.get()
    assert [answer.status_code for answer in answers] == [302] * TEN
    assert {answer.url for answer in answers} == {f"/reporting/submissions/{submission.pk}/receipt/"}
    assert submission.files.count() == 1
    assert Letter.objects.count() == 1
    assert not Draft.objects.exists()


def test_the_same_form_handed_in_while_its_files_are_compared_leads_to_its_receipt(obligation, aigul, monkeypatch):
    write(aigul, obligation, files=[upload("скан.png", png())])
    sent = checked(aigul, obligation)
    compare = answer_views._fingerprint

    def handed_in_just_before(draft):
        monkeypatch.setattr(answer_views, "_fingerprint", compare)
        twin_of(aigul).post(url(obligation, "submit"), sent)
        return compare(draft)

    monkeypatch.setattr(answer_views, "_fingerprint", handed_in_just_before)
    response = aigul.post(url(obligation, "submit"), sent)
    assert response.url == f"/reporting/submissions/{Submission.objects.get().pk}/receipt/"
    assert "что-то изменилось" not in aigul.get(response.url).content.decode()


def test_ten_forms_at_once_are_one_hand_in_and_nine_refusals(obligation, aigul, slow_check):
    write(aigul, obligation)
    answers = submit_at_once(aigul, obligation, tokens=[f"{number:032x}" for number in range(TEN)])
    submission = Submission.objects.get()
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (TEN - 1)
    for answer in answers:
        if answer.status_code == 409:
            assert submission.receipt_number in answer.content.decode()
    assert Letter.objects.count() == 1


def test_ten_drafts_at_once_from_one_version_are_one_saved_and_nine_shown_beside_it(obligation, aigul):
    def send(number):
        sent = {"version": 0, "data": {"text": f"версия {number}"}}
        return twin_of(aigul).post(url(obligation, "draft"), sent, content_type="application/json")

    answers = at_once(send)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (TEN - 1)
    saved = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
    assert Draft.objects.get().data == {"text": f"версия {saved}"}


def test_the_lock_alone_is_enough(world, obligation, slow_check, without_guards):
    answers = verbs_at_once(world, obligation)
    assert {answer.pk for answer in answers} == {Submission.objects.get().pk}


# --- Controls: without it -----------------------------------------------------------------------------


def test_without_the_lock_there_are_many_hand_ins(world, obligation, slow_check, without_lock, without_guards):
    answers = verbs_at_once(world, obligation)
    numbers = {answer.receipt_number for answer in answers}
    assert len(numbers) == Submission.objects.count()
    assert len(numbers) == 1 if connection.vendor == "sqlite" else len(numbers) > 1


def test_without_the_lock_the_race_reaches_the_constraints(obligation, aigul, slow_check, without_lock):
    write(aigul, obligation)
    answers = submit_at_once(aigul, obligation)
    assert Submission.objects.count() == 1
    assert not refused(answers) if connection.vendor == "sqlite" else refused(answers)
