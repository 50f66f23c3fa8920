"""Drafts: kept as one types, never overwritten unseen, gone with the hand-in."""

import json
from uuid import uuid4

import pytest
from django.core.exceptions import BadRequest, ValidationError

from reporting import drafts
from reporting.models import Draft
from tests.answering import ANSWER, ask, checked, give_back, hand_in, submit, url, write
from tests.world import TODAY, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation(world):
    return ask(world)


@pytest.fixture
def aigul(world, signed_in):
    return signed_in(world.aigul)


@pytest.fixture
def dana(world, signed_in):
    return signed_in(world.dana)


def type_in(client, obligation, data, version=0):
    """What static/js/draft.js sends."""
    return client.post(url(obligation, "draft"), {"version": version, "data": data}, content_type="application/json")


# --- As one types -------------------------------------------------------------------------------------


def test_each_save_answers_with_the_next_version(world, obligation, aigul):
    assert type_in(aigul, obligation, {"text": "а"}).json() == {"version": 1}
    assert type_in(aigul, obligation, {"text": "аб"}, 1).json() == {"version": 2}
    draft = Draft.of(obligation)
    assert (draft.data, draft.saved_by) == ({"text": "аб"}, world.aigul)


def test_the_same_sent_again_is_no_conflict(obligation, aigul):
    """The answer was lost on the way: the script sends once more from the version it knows."""
    type_in(aigul, obligation, {"text": "а"})
    assert type_in(aigul, obligation, {"text": "а"}).json() == {"version": 1}


def test_the_assistant_may_keep_a_draft_a_stranger_not(world, obligation, dana, signed_in, client):
    assert type_in(dana, obligation, {"text": "а"}).status_code == 200
    assert type_in(signed_in(world.erlan), obligation, {"text": "б"}, 1).status_code == 404
    assert type_in(signed_in(world.saule), obligation, {"text": "б"}, 1).status_code == 403
    assert Draft.of(obligation).data == {"text": "а"}


def test_who_is_signed_out_is_led_to_the_sign_in_and_nothing_is_kept(obligation, client):
    response = type_in(client, obligation, {"text": "а"})
    assert (response.status_code, "/accounts/sign-in/" in response.url) == (302, True)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"version": 0}',
        '{"version": "x", "data": {}}',
        '{"version": null, "data": {}}',
        '{"version": 0, "data": []}',
        '{"version": 0, "data": {"text": 5}}',
        '{"version": 0, "data": {"text": {"a": "b"}}}',
        '{"version": 0, "data": {"text": [["a"]]}}',
        "[" * 100_000,
        json.dumps({"version": 0, "data": {"text": "я" * 1_000_001}}),
        json.dumps({"version": 0, "data": {str(n): "" for n in range(10_001)}}),
        b"\xff\xfe",
    ],
)
def test_what_no_form_sends_is_refused(obligation, aigul, body):
    response = aigul.post(url(obligation, "draft"), body, content_type="application/json")
    assert response.status_code == 400
    assert not Draft.objects.exists()


def test_characters_that_no_database_keeps_are_left_out(obligation, aigul):
    assert type_in(aigul, obligation, {"te\0xt": "а\0б\ud800в"}).status_code == 200
    assert Draft.of(obligation).data == {"text": "абв"}


def test_both_ways_of_sending_have_one_shape():
    typed = drafts.tidy({"text": "а\nб", "kept": ["7"], "none": [], "two": ["1", "2"]})
    post = drafts.as_post({"text": "а\r\nб", "kept": "7", "two": ["1", "2"], "version": "3", "token": "t"})
    assert typed == drafts.posted(post) == {"text": "а\nб", "kept": "7", "two": ["1", "2"]}
    assert drafts.posted(drafts.as_post(typed)) == typed
    with pytest.raises(BadRequest):
        drafts.tidy({"text": None})


@pytest.mark.parametrize("text", ["", "-1", "1.5", "x", "²", "9" * 30])
def test_a_version_that_is_none_fits_no_draft(text):
    assert drafts.version_of({"version": text}) == -1


# --- Two at once --------------------------------------------------------------------------------------


def test_the_later_of_two_is_shown_both_versions(obligation, aigul, dana):
    type_in(aigul, obligation, {"text": "от Айгуль"})
    response = type_in(dana, obligation, {"text": "от Даны"})
    assert (response.status_code, response.json()) == (409, {"url": url(obligation, "conflict")})
    assert Draft.of(obligation).data == {"text": "от Айгуль"}
    html = dana.get(url(obligation, "conflict")).content.decode()
    assert html.index("от Даны") < html.index("от Айгуль")
    assert "Жунусова Айгуль" in html
    assert 'class="conflict__differs"' in html


def test_what_one_typed_is_not_shown_to_the_other(obligation, aigul, dana):
    type_in(aigul, obligation, {"text": "от Айгуль"})
    type_in(dana, obligation, {"text": "от Даны"})
    assert aigul.get(url(obligation, "conflict")).url == url(obligation, "answer")


def test_a_form_without_scripts_meets_the_same_page(obligation, aigul, dana):
    write(aigul, obligation, "от Айгуль", action="save")
    response = write(dana, obligation, "от Даны", version=0)
    html = response.content.decode()
    assert response.status_code == 409
    assert "от Даны" in html
    assert "от Айгуль" in html
    assert Draft.of(obligation).data == {"text": "от Айгуль"}


def test_mine_goes_on(world, obligation, aigul, dana):
    type_in(aigul, obligation, {"text": "от Айгуль"})
    type_in(dana, obligation, {"text": "от Даны"})
    chosen = {"action": "mine", "version": 1, "text": "от Даны"}
    assert dana.post(url(obligation, "conflict"), chosen).url == f"{url(obligation, 'answer')}?fresh=1"
    draft = Draft.of(obligation)
    assert (draft.data, draft.version, draft.saved_by) == ({"text": "от Даны"}, 2, world.dana)
    # Decided is decided.
    assert dana.get(url(obligation, "conflict")).url == url(obligation, "answer")


def test_theirs_goes_on(obligation, aigul, dana):
    type_in(aigul, obligation, {"text": "от Айгуль"})
    type_in(dana, obligation, {"text": "от Даны"})
    dana.post(url(obligation, "conflict"), {"action": "theirs", "version": 1, "text": "от Даны"})
    assert Draft.of(obligation).data == {"text": "от Айгуль"}


def test_the_page_left_for_the_form_forgets_what_the_device_kept(obligation, aigul):
    assert "data-draft-clear" not in aigul.get(url(obligation, "answer")).content.decode()
    assert "data-draft-clear" in aigul.get(url(obligation, "answer"), {"fresh": "1"}).content.decode()


def test_a_third_version_between_is_compared_again(obligation, aigul, dana):
    type_in(aigul, obligation, {"text": "от Айгуль"})
    type_in(dana, obligation, {"text": "от Даны"})
    type_in(aigul, obligation, {"text": "снова Айгуль"}, 1)
    response = dana.post(url(obligation, "conflict"), {"action": "mine", "version": 1, "text": "от Даны"})
    assert response.status_code == 409
    assert "снова Айгуль" in response.content.decode()


def test_changed_after_the_check_is_compared_and_not_submitted(obligation, aigul, dana):
    write(aigul, obligation, "проверено")
    sent = checked(aigul, obligation)
    type_in(dana, obligation, {"text": "другое"}, 1)
    response = aigul.post(url(obligation, "submit"), sent)
    html = response.content.decode()
    assert response.status_code == 409
    assert "проверено" in html
    assert "другое" in html
    assert obligation.standing() is None


def test_a_page_left_open_since_before_a_hand_in_fits_no_later_draft(world, obligation, aigul, dana):
    type_in(dana, obligation, {"text": "старое"})
    write(aigul, obligation, ANSWER)
    submit(aigul, obligation)
    give_back(obligation, world.saule)
    assert write(aigul, obligation, "исправлено", action="save").status_code == 302
    for version in (0, 1, 2):
        assert type_in(dana, obligation, {"text": "старое"}, version).status_code == 409
    assert Draft.of(obligation).data == {"text": "исправлено"}


def test_typing_on_after_somebody_handed_in_leads_to_the_receipt(world, obligation, dana):
    submission = hand_in(obligation, world.aigul)
    response = type_in(dana, obligation, {"text": "поздно"})
    assert response.status_code == 409
    page = dana.get(response.json()["url"]).content.decode()
    assert submission.receipt_number in page
    assert not Draft.objects.exists()


# --- Handing in, without a page -----------------------------------------------------------------------


def test_what_goes_wrong_after_the_hand_in_takes_it_back(world, obligation):
    obligation.save_draft({"text": ANSWER}, version=0, by=world.dana, at=at(TODAY))

    def fails(submission):
        raise ValidationError("Строки не сходятся.")

    with pytest.raises(ValidationError, match="не сходятся"):
        drafts.hand_in(obligation, by=world.aigul, at=at(TODAY), today=TODAY, token=None, then=fails)
    assert obligation.standing() is None
    assert Draft.of(obligation).pk


def test_rows_of_the_domain_are_written_once(world, obligation):
    rows = []
    hand = {"by": world.aigul, "at": at(TODAY), "today": TODAY, "token": "0" * 32, "then": rows.append}
    first = drafts.hand_in(obligation, **hand)
    assert drafts.hand_in(obligation, **hand) == first
    assert rows == [first]


def test_without_a_reader_the_names_of_the_fields_must_do(obligation, monkeypatch):
    monkeypatch.setattr(drafts, "_readers", {})
    assert drafts.comparison(obligation, {"a": "1"}, {"a": "1", "b": ["2", "3"]}) == [
        {"key": "a", "mine": "1", "theirs": "1", "differs": False},
        {"key": "b", "mine": "", "theirs": "2\n3", "differs": True},
    ]


def test_the_mark_of_a_form_is_its_own_for_each_obligation(world, obligation, aigul):
    other = ask(world, "another")
    token = str(uuid4())
    for one in (obligation, other):
        write(aigul, one)
        assert submit(aigul, one, token=token).status_code == 302
    assert obligation.submissions.count() == other.submissions.count() == 1
