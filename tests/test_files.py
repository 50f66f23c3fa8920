"""Files beside an answer: each to be added and taken away without scripts, given back to those who may see them."""

from pathlib import Path

import pytest
from django.conf import settings

from reporting.models import Draft, DraftFile, SubmissionFile
from tests.answering import ask, submit, url, write
from tests.made_files import docx, pdf, png, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation(world):
    return ask(world)


@pytest.fixture
def aigul(world, signed_in):
    return signed_in(world.aigul)


def add(client, obligation, *files, text="текст"):
    sent = {"text": text, "version": Draft.of(obligation).version, "files": files}
    return client.post(url(obligation, "draft-files"), sent)


def names(obligation):
    return [file.name for file in Draft.of(obligation).files.all()]


def on_disk(name):
    return (Path(settings.MEDIA_ROOT) / name).exists()


def test_several_at_once_and_what_was_typed_stays(obligation, aigul):
    response = add(aigul, obligation, upload("скан.png", png()), upload("отчёт.docx", docx()))
    assert response.url == f"{url(obligation, 'answer')}#files"
    assert names(obligation) == ["скан.png", "отчёт.docx"]
    assert Draft.of(obligation).data == {"text": "текст"}
    html = aigul.get(url(obligation, "answer")).content.decode()
    assert "скан.png" in html
    assert "отчёт.docx" in html


def test_chosen_but_not_added_they_come_with_the_check(obligation, aigul):
    write(aigul, obligation, files=[upload("скан.png", png())])
    assert "скан.png" in aigul.get(url(obligation, "check")).content.decode()


def test_a_file_alone_is_an_answer(obligation, aigul):
    write(aigul, obligation, "", files=[upload("скан.png", png())])
    assert submit(aigul, obligation).status_code == 302
    assert obligation.standing().files.get().name == "скан.png"


def test_a_bad_one_is_named_and_the_good_ones_are_kept(obligation, aigul):
    response = add(aigul, obligation, upload("скан.png", png()), upload("вирус.exe", b"MZ"), upload("пусто.pdf", b""))
    html = response.content.decode()
    assert names(obligation) == ["скан.png"]
    assert "вирус.exe" in html
    assert "пусто.pdf" in html
    assert 'data-test="error-summary"' in html
    assert 'href="#id_files"' in html
    assert ">\nтекст</textarea>" in html


def test_a_bad_one_stops_the_check(obligation, aigul):
    response = write(aigul, obligation, files=[upload("вирус.exe", b"MZ")])
    assert response.status_code == 200
    assert "вирус.exe" in response.content.decode()


def test_taken_away_nothing_stays_and_what_was_typed_is_kept(obligation, aigul, django_capture_on_commit_callbacks):
    add(aigul, obligation, upload("скан.png", png()), upload("б.pdf", pdf()))
    file = DraftFile.objects.first()
    assert on_disk(file.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        aigul.post(f"/reporting/draft-files/{file.pk}/remove/", {"text": "дальше", "version": 1})
    assert names(obligation) == ["б.pdf"]
    assert Draft.of(obligation).data == {"text": "дальше"}
    assert not on_disk(file.file.name)


def test_the_same_file_twice_is_kept_once(obligation, aigul):
    add(aigul, obligation, upload("скан.png", png()))
    add(aigul, obligation, upload("скан.png", png()))
    assert names(obligation) == ["скан.png"]


def test_no_more_than_twenty(obligation, aigul):
    add(aigul, obligation, *[upload(f"{n}.png", png() + bytes([n])) for n in range(19)])
    response = add(aigul, obligation, upload("x.png", png() + b"x"), upload("y.png", png() + b"y"))
    assert len(names(obligation)) == 20
    assert "y.png" in response.content.decode()


def test_handed_in_it_is_the_same_file(obligation, aigul):
    add(aigul, obligation, upload("скан.png", png()))
    kept = DraftFile.objects.get()
    assert len(kept.sha256) == 64
    submit(aigul, obligation)
    file = SubmissionFile.objects.get()
    assert (file.name, file.size, file.sha256, file.file.name) == (
        "скан.png", kept.size, kept.sha256, kept.file.name,
    )  # fmt: skip
    assert not DraftFile.objects.exists()
    assert on_disk(file.file.name)


def test_two_at_once_lose_no_file(world, obligation, aigul, signed_in):
    write(signed_in(world.dana), obligation, "от Даны", action="save")
    response = aigul.post(
        url(obligation, "draft-files"), {"text": "от Айгуль", "version": 0, "files": upload("скан.png", png())}
    )
    assert response.status_code == 409
    assert names(obligation) == ["скан.png"]


def test_a_conflict_takes_nothing_away(world, obligation, aigul, signed_in):
    add(aigul, obligation, upload("скан.png", png()))
    file = DraftFile.objects.get()
    write(signed_in(world.dana), obligation, "от Даны", action="save")
    aigul.post(f"/reporting/draft-files/{file.pk}/remove/", {"text": "иное", "version": 1})
    assert names(obligation) == ["скан.png"]


# --- Given back ---------------------------------------------------------------------------------------


def test_to_those_who_see_the_obligation_and_as_attachment_only(world, obligation, aigul, signed_in):
    write(aigul, obligation, files=[upload("<b>скан</b>.png", png())])
    submit(aigul, obligation)
    address = f"/reporting/files/{SubmissionFile.objects.get().pk}/"
    for user in (world.aigul, world.dana, world.saule, world.leila):
        response = signed_in(user).get(address)
        assert response.getvalue() == png()
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "no-store"
    for stranger in (world.erlan, world.bolat):
        assert signed_in(stranger).get(address).status_code == 404
    assert aigul.post(address).status_code == 405


def test_those_of_a_draft_only_to_who_fills_in(world, obligation, aigul, signed_in):
    add(aigul, obligation, upload("скан.png", png()))
    address = f"/reporting/draft-files/{DraftFile.objects.get().pk}/"
    for user in (world.aigul, world.dana):
        assert signed_in(user).get(address).getvalue() == png()
    for user in (world.saule, world.leila, world.erlan, world.bolat):
        client = signed_in(user)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}remove/").status_code == 404
    assert names(obligation) == ["скан.png"]


def test_a_get_takes_nothing_away(obligation, aigul):
    add(aigul, obligation, upload("скан.png", png()))
    address = f"/reporting/draft-files/{DraftFile.objects.get().pk}/remove/"
    assert aigul.get(address).url == f"{url(obligation, 'answer')}#files"
    assert names(obligation) == ["скан.png"]
