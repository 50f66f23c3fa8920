"""A packet from its pages: one upload at a time that can be retried, limits, files that are not what they say, who may."""

import io
import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from campaigns import packet_files
from campaigns.models import PacketFile
from campaigns.models.packet import Details
from reporting.models import Draft, Submission
from tests.made_files import docx, jpg, pdf, phone_heic, photograph, turned, upload
from tests.packets import DUE, HELD, complete, hand_in, held, lay, packet_campaign, part, picture
from tests.world import TODAY, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(world):
    return packet_campaign(world)


@pytest.fixture
def obligation(world, campaign):
    return held(world, campaign)


@pytest.fixture
def aigul(world, signed_in):
    return signed_in(world.aigul)


def page(obligation, name=""):
    return f"/campaigns/obligations/{obligation.pk}/packet/{name}"


def send(client, obligation, file, part="minutes", name=None):
    """What static/js/packet.js sends."""
    return client.post(
        page(obligation, "files/"),
        {"part": part, "upload": str(name or uuid4()), "file": file},
        headers={"accept": "application/json"},
    )


def checked(client, obligation, **changes):
    """What pressing "check" and then "submit" sends."""
    client.post(page(obligation), form(obligation, action="check"))
    html = client.get(page(obligation, "check/")).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    sent.pop("csrfmiddlewaretoken", None)
    return {**sent, **changes}


def submit(client, obligation, **changes):
    return client.post(page(obligation, "submit/"), checked(client, obligation, **changes))


def form(obligation, **fields):
    return {"version": Draft.of(obligation).version, **fields}


def opened(client, address):
    """A file given back, read to its end, which closes it."""
    answer = client.get(address)
    answer.held = b"".join(answer.streaming_content)
    return answer


# --- One at a time ---------------------------------------------------------------------------------------


def test_a_file_sent_again_after_a_lost_answer_is_kept_once(obligation, aigul):
    name = uuid4()
    first = send(aigul, obligation, picture("1.jpg"), name=name)
    again = send(aigul, obligation, picture("1.jpg"), name=name)
    assert (first.status_code, again.status_code) == (200, 200)
    assert obligation.packet_files.count() == 1
    assert first.json()["room"] == packet_files.MOST_IN_PART - 1
    assert "packet-file" in first.json()["html"]


def test_the_same_photograph_chosen_twice_is_kept_once_in_a_part(obligation, aigul):
    content = photograph(50, 60)
    for _ in range(2):
        send(aigul, obligation, upload("1.jpg", content))
    send(aigul, obligation, upload("1.jpg", content), part="bodies")
    assert list(obligation.packet_files.values_list("part__code", flat=True).order_by("part__position")) == [
        "minutes",
        "bodies",
    ]


def test_a_photograph_is_kept_as_it_came_and_as_a_page(obligation, aigul):
    original = photograph(2400, 1200, exif=turned())
    send(aigul, obligation, upload("IMG_1.JPG", original))
    send(aigul, obligation, upload("IMG_2.heic", phone_heic()))
    first, second = obligation.packet_files.all()
    with first.file.open() as kept, first.page.open() as made:
        assert kept.read() == original
        assert Image.open(made).size == (1000, 2000)
    with second.page.open() as made:
        assert (Image.open(made).format, Image.open(made).size) == ("JPEG", (48, 64))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("протокол.pdf", photograph(), "content"),
        ("IMG_1.jpg", pdf(), "content"),
        ("IMG_1.jpg", docx(), "content"),
        ("протокол.docx", b"MZ\x90\0", "content"),
        ("протокол.exe", b"MZ\x90\0", "extension"),
        ("IMG_1.jpg", jpg(), "broken"),
        ("IMG_1.jpg", b"", "empty"),
    ],
)
def test_what_is_not_what_it_says_has_its_sentence(obligation, aigul, name, content, code):
    send(aigul, obligation, picture())
    answer = send(aigul, obligation, upload(name, content))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert len(answer.json()["message"]) > 20
    assert obligation.packet_files.count() == 1, "the others are kept"


@pytest.mark.once
def test_two_hundred_photographs(world, obligation, aigul, monkeypatch):
    """From the limit on each gets the sentence, before anything of it is unpacked; what was there stays."""
    opened = []
    real = packet_files.page_image
    monkeypatch.setattr(packet_files, "page_image", lambda file: opened.append(file) or real(file))
    answers = [send(aigul, obligation, picture(f"{number}.jpg")) for number in range(200)]
    assert [answer.status_code for answer in answers] == [200] * 40 + [400] * 160
    assert {answer.json()["code"] for answer in answers[40:]} == {"full"}
    assert "40" in answers[-1].json()["message"]
    assert "PDF" in answers[-1].json()["message"]
    assert len(opened) == 40
    assert obligation.packet_files.count() == 40
    assert send(aigul, obligation, picture(), part="bodies").status_code == 200, "other parts go on"


def test_two_hundred_at_once_stop_at_the_first_that_does_not_fit(world, obligation):
    files = [picture(f"{number}.jpg") for number in range(200)]
    refusals = packet_files.add_files(obligation, part(obligation, "minutes"), files, by=world.aigul, at=at(TODAY))
    assert (obligation.packet_files.count(), len(refusals)) == (40, 1)


@pytest.mark.parametrize("limit", ["MOST_IN_PACKET", "MOST_BYTES"])
def test_the_whole_packet_has_a_limit(obligation, aigul, monkeypatch, limit):
    monkeypatch.setattr(packet_files, limit, 2 if limit == "MOST_IN_PACKET" else 2 * len(photograph(60, 80)) + 200)
    codes = [send(aigul, obligation, picture(), part=code).status_code for code in ("minutes", "bodies", "counting")]
    assert codes == [200, 200, 400]


@pytest.mark.parametrize("data", [{}, {"part": "minutes"}, {"part": "nothing", "file": pdf()}])
def test_what_no_script_sends(obligation, aigul, data):
    fields = {**data, **({"file": upload("a.pdf", data["file"])} if "file" in data else {})}
    assert aigul.post(page(obligation, "files/"), fields).status_code == 400


# --- Order, and away again -------------------------------------------------------------------------------


def names(obligation):
    return [file.name for file in obligation.packet_files.current()]


def test_pages_are_put_in_order_and_taken_away(world, obligation, aigul):
    laid = lay(obligation, world.aigul, "minutes", *(picture(f"{number}.jpg") for number in (1, 2, 3)))

    def press(file, verb, **fields):
        return aigul.post(f"/campaigns/packet-files/{file.pk}/{verb}/", form(obligation, number_minutes="5", **fields))

    assert press(laid[2], "move", to="up").status_code == 302
    assert names(obligation) == ["1.jpg", "3.jpg", "2.jpg"]
    press(laid[0], "move", to="up")
    assert names(obligation) == ["1.jpg", "3.jpg", "2.jpg"], "the first stays the first"
    press(laid[0], "move", to="down")
    storage, stored = laid[1].file.storage, [laid[1].file.name, laid[1].page.name]
    assert all(storage.exists(name) for name in stored)
    press(laid[1], "remove")
    assert names(obligation) == ["3.jpg", "1.jpg"]
    assert Draft.of(obligation).data == {"number_minutes": "5"}, "what is typed comes along"


def test_what_was_never_handed_in_goes_without_a_trace(world, obligation, django_capture_on_commit_callbacks):
    [file] = lay(obligation, world.aigul, "minutes")
    storage, stored = file.file.storage, [file.file.name, file.page.name]
    with django_capture_on_commit_callbacks(execute=True):
        packet_files.remove(file, by=world.aigul, at=at(TODAY))
    assert not any(storage.exists(name) for name in stored)


def test_what_was_handed_in_is_left_out_and_kept(world, obligation):
    laid = lay(obligation, world.aigul, "minutes", picture("1.jpg"), picture("2.jpg"))
    first = hand_in(obligation, world.aigul)
    with pytest.raises(ValidationError):
        packet_files.remove(laid[0], by=world.aigul, at=at(TODAY))
    with pytest.raises(ValidationError):
        lay(obligation, world.aigul, "minutes")
    obligation.return_(by=world.saule, at=at(TODAY), returned_on=TODAY, correct_by=DUE, reason="Размыто")
    packet_files.remove(laid[0], by=world.aigul, at=at(TODAY))
    second = hand_in(obligation, world.aigul)
    pages = [[page.file.name for page in one.packet_documents.get().pages.all()] for one in (first, second)]
    assert pages == [["1.jpg", "2.jpg"], ["2.jpg"]]
    kept = PacketFile.objects.get(name="1.jpg")
    assert (kept.left_out_by, kept.file.storage.exists(kept.file.name)) == (world.aigul, True)


# --- The form without scripts ----------------------------------------------------------------------------


def test_without_scripts_one_form_carries_files_and_answers(obligation, aigul):
    data = form(obligation, action="add", number_minutes="5", files_minutes=picture("1.jpg"))
    answer = aigul.post(page(obligation), data)
    assert answer.url == page(obligation) + "#part_minutes"
    assert names(obligation) == ["1.jpg"]
    assert Draft.of(obligation).data["number_minutes"] == "5"


def test_a_refusal_stands_at_its_part_and_the_rest_is_kept(obligation, aigul):
    data = form(
        obligation, action="check", number_minutes="5", files_minutes=upload("протокол.pdf", b"MZ"), files_bodies=picture()
    )  # fmt: skip
    html = aigul.post(page(obligation), data).content.decode()
    section = html[html.index('id="part_minutes"') : html.index('id="part_attendance"')]
    assert "протокол.pdf" in section
    assert 'value="5"' in section
    assert obligation.packet_files.get().part.code == "bodies"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("05.09.2023", ""), ("27.08.2023", "28.08.2023"), ("32.13.2023", "")],
)
def test_a_wrong_day_stands_at_its_field(world, obligation, aigul, day, sentence):
    lay(obligation, world.aigul, "minutes")
    answer = aigul.post(page(obligation), form(obligation, action="check", day_minutes=day))
    assert answer.status_code == 200
    assert answer.context["form"].errors["day_minutes"]
    assert day in answer.content.decode()
    assert sentence in str(answer.context["form"].errors)


def test_a_report_may_be_older_than_the_conference(world, obligation, aigul):
    lay(obligation, world.aigul, "committee_report")
    answer = aigul.post(page(obligation), form(obligation, action="check", day_committee_report="20.08.2023"))
    assert answer.status_code == 302


def test_nothing_at_all_is_not_handed_in(obligation, aigul):
    answer = aigul.post(page(obligation), form(obligation, action="check"))
    assert answer.context["form"].non_field_errors()
    assert aigul.get(page(obligation, "check/")).context["form"].non_field_errors()


def test_who_opens_the_check_first_is_led_to_the_form(obligation, aigul):
    assert aigul.get(page(obligation, "check/")).url == page(obligation)


def test_two_people_at_once_see_both_versions_and_no_file_is_lost(world, obligation, aigul, signed_in):
    aigul.post(page(obligation), form(obligation, action="save", number_minutes="5"))
    stale = {"version": 0, "action": "save", "number_minutes": "6", "files_minutes": picture("1.jpg")}
    answer = signed_in(world.dana).post(page(obligation), stale)
    assert answer.status_code == 409
    assert {"5", "6"} <= {row[side] for row in answer.context["rows"] for side in ("mine", "theirs")}
    assert names(obligation) == ["1.jpg"]


# --- Check and hand in -----------------------------------------------------------------------------------


def test_an_incomplete_packet_is_handed_in_knowingly(world, obligation, aigul):
    lay(obligation, world.aigul, "minutes")
    aigul.post(page(obligation), form(obligation, action="check"))
    answer = aigul.get(page(obligation, "check/"))
    lacks = [(lack.part.code, lack.what) for lack in answer.context["lacking"]]
    assert lacks[:3] == [("minutes", "number"), ("minutes", "day"), ("attendance", "paper")]
    refused = submit(aigul, obligation)
    assert refused.status_code == 200
    assert refused.context["form"].errors
    assert not Submission.objects.filter(obligation=obligation).exists()
    done = submit(aigul, obligation, rest_follows="on")
    assert "/receipt/" in done.url
    document = obligation.submissions.get().packet_documents.get()
    assert (document.part.code, document.received_on, document.recorded_by) == ("minutes", TODAY, world.aigul)
    assert not Draft.objects.filter(obligation=obligation).exists()


def test_a_file_added_since_the_check_is_seen_before_it_is_signed(world, obligation, aigul):
    lay(obligation, world.aigul, "minutes")
    sent = checked(aigul, obligation, rest_follows="on")
    lay(obligation, world.dana, "bodies")
    answer = aigul.post(page(obligation, "submit/"), sent)
    assert answer.url == page(obligation, "check/")
    assert not obligation.submissions.exists()


def test_pressed_twice_is_handed_in_once(world, obligation, aigul):
    lay(obligation, world.aigul, "minutes")
    sent = checked(aigul, obligation, rest_follows="on")
    urls = {aigul.post(page(obligation, "submit/"), sent).url for _ in range(2)}
    assert len(urls) == obligation.submissions.count() == 1


def test_the_form_of_a_packet_that_stands_leads_to_it(world, obligation, aigul):
    submission = complete(obligation, world.aigul)
    assert aigul.get(page(obligation)).url == f"/campaigns/submissions/{submission.pk}/packet/"
    assert send(aigul, obligation, picture()).status_code == 409


def test_what_is_lacking_follows_from_its_page(world, obligation, aigul):
    lay(obligation, world.aigul, "minutes")
    submission = hand_in(obligation, world.aigul, {"minutes": Details("5", HELD)})
    rest = f"/campaigns/submissions/{submission.pk}/packet/rest/"
    html = aigul.get(rest).content.decode()
    assert 'id="part_minutes"' not in html, "what has come is not asked again"
    assert send(aigul, obligation, picture(), part="counting").status_code == 200
    aigul.post(rest, {"action": "send", "number_counting": "3", "day_counting": "28.08.2023"})
    document = submission.packet_documents.get(part__code="counting")
    assert (document.number, document.day, document.received_on) == ("3", HELD, TODAY)
    nothing = aigul.post(rest, {"action": "send"}, follow=True)
    assert submission.packet_documents.count() == 2
    assert nothing.status_code == 200


def test_the_assistant_prepares_and_the_chair_sends(world, obligation, signed_in):
    lay(obligation, world.aigul, "minutes")
    submission = hand_in(obligation, world.aigul)
    dana, rest = signed_in(world.dana), f"/campaigns/submissions/{submission.pk}/packet/rest/"
    assert send(dana, obligation, picture(), part="counting").status_code == 200
    assert dana.get(rest).status_code == 200
    assert dana.post(rest, {"action": "send"}).status_code == 403
    assert submission.packet_documents.count() == 1


def test_staff_record_what_came_on_paper(world, obligation, signed_in):
    submission = obligation.submit(by=world.saule, at=at(TODAY), received_on=TODAY, channel="paper")
    staff, record = signed_in(world.saule), f"/campaigns/submissions/{submission.pk}/packet/record/"
    wrong = staff.post(record, {"part": "minutes", "received_on": "05.09.2023", "day": "27.08.2023"})
    assert set(wrong.context["form"].errors) == {"received_on", "day"}
    staff.post(record, {"part": "minutes", "received_on": "01.09.2023", "number": "5", "day": "28.08.2023"})
    document = submission.packet_documents.get()
    assert (document.on_paper, document.received_on.day, document.recorded_by) == (True, 1, world.saule)


# --- Who may ---------------------------------------------------------------------------------------------


def test_waiting_files_are_seen_by_those_who_fill_in_alone(world, obligation, signed_in):
    [file] = lay(obligation, world.aigul, "minutes")
    addresses = [f"/campaigns/packet-files/{file.pk}/", f"/campaigns/packet-files/{file.pk}/thumbnail/"]
    for address in addresses:
        assert opened(signed_in(world.dana), address).status_code == 200
        for stranger in (world.erlan, world.bolat, world.saule):
            assert signed_in(stranger).get(address).status_code == 404
    hand_in(obligation, world.aigul)
    for address in addresses:
        answer = opened(signed_in(world.saule), address)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert signed_in(world.erlan).get(address).status_code == 404
        assert opened(signed_in(world.leila), address).status_code == 200
    small = opened(signed_in(world.saule), addresses[1]).held
    assert Image.open(io.BytesIO(small)).format == "JPEG"


def test_who_sends_files(world, obligation, signed_in):
    answers = {
        name: send(signed_in(getattr(world, name)), obligation, picture()).status_code
        for name in ("aigul", "dana", "saule", "leila", "erlan", "bolat")
    }
    assert answers == {"aigul": 200, "dana": 200, "saule": 403, "leila": 403, "erlan": 404, "bolat": 404}


def test_an_obligation_of_another_form_has_no_packet(world, aigul):
    assert aigul.get(page(world.obligation)).status_code == 404


def test_a_campaign_without_a_checklist_says_so(world, campaign, obligation, aigul):
    campaign.packet_parts.all().delete()
    assert aigul.get(page(obligation)).templates[0].name == "campaigns/no_campaign.html"
    assert send(aigul, obligation, picture()).status_code == 409
