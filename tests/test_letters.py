"""A letter from its draft to the issued copy: what stands in it, who sees it, and that it never changes."""

import io
import re
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from lxml import etree

from letters import issuing, kinds
from letters.docx_text import text_of_docx
from letters.kinds import Paragraph
from letters.models import LetterCounter, LetterFile, LetterScan, LetterText, OfficialLetter, WordTemplate
from tests.letters_world import about_one, docx, kind
from tests.made_files import pdf
from tests.world import NOON, TODAY, at

UNSAFE = "Ұлт & «сыны» <b>\"кавычки\"</b> 'одни' 😀 \u202eоборот\u202c ӘҒҚҢӨҰҮҺІ ₸ {{ 7*7 }} {% x %}"


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (kind(), about_one()):
        monkeypatch.setitem(kinds._kinds, one.slug, one)


@pytest.fixture
def staff(world, signed_in):
    return signed_in(world.saule)


def begun(staff, slug: str = "telephones", **asked: str) -> OfficialLetter:
    answer = staff.post(f"/letters/new/{slug}/", {"as_of": "04.09.2023", **asked})
    assert answer.status_code == 302, answer.context["form"].errors
    return OfficialLetter.objects.get(pk=int(answer.url.strip("/").split("/")[-1]))


def issued(staff, letter: OfficialLetter, **other: str) -> OfficialLetter:
    page = staff.get(f"/letters/{letter.pk}/issue/")
    seen = page.context["form"]["seen"].value()
    answer = staff.post(f"/letters/{letter.pk}/issue/", {"seen": seen, "with_gaps": "on", **other})
    assert answer.status_code == 302, answer.context["form"].errors
    return OfficialLetter.objects.get(pk=letter.pk)


def text(letter: OfficialLetter, language: str = "ru") -> str:
    return text_of_docx(letter.files.get(language=language, annex="").content)


def page_of(client, letter: OfficialLetter, language: str = "ru") -> str:
    return client.get(f"/letters/{letter.pk}/?language={language}").content.decode()


# --- The draft ------------------------------------------------------------------------------------------------------


def test_a_draft_comes_filled_and_unknown_ones_are_yellow_with_a_link(world, staff) -> None:
    world.akmola.phone = "+7 717 000 00 00"
    world.akmola.save()
    letter = begun(staff)
    page = page_of(staff, letter)
    assert "По состоянию на " in page
    assert "4 сентября 2023 года" in page
    assert '<a href="/organizations/akmola/">+7 717 000 00 00</a>' in page
    assert '<mark><a href="/organizations/karaganda/">' in page
    assert [one["link"] for one in staff.get(f"/letters/{letter.pk}/").context["missing"]] == [
        "/organizations/karaganda/"
    ]


def test_the_draft_in_word_has_yellow_words_that_lead_there(staff) -> None:
    letter = begun(staff)
    content = staff.get(f"/letters/{letter.pk}/draft/ru/").getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body, links = archive.read("word/document.xml").decode(), archive.read("word/_rels/document.xml.rels").decode()
    assert body.count('<w:highlight w:val="yellow"/>') >= 3
    assert "/organizations/karaganda/" in links
    assert 'TargetMode="External"' in links
    assert "\ue000" not in body
    assert "figure=" not in body


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"as_of": "05.09.2023"}, "Этот день еще не наступил"),
        ({"as_of": "31.12.2022"}, "Кампания тогда ещё не началась"),
        ({"as_of": "04.09.2023", "day_members": "05.09.2023"}, "Этот день еще не наступил"),
        ({"as_of": "вчера-позавчера"}, "вчера-позавчера"),
        ({"as_of": ""}, "as_of"),
    ],
)
def test_days_that_cannot_be_are_refused_and_stay_typed(typed, words, staff) -> None:
    answer = staff.post("/letters/new/telephones/", typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert words in answer.content.decode()
    assert not OfficialLetter.objects.exists()


def test_a_list_has_a_day_of_its_own(world, staff) -> None:
    world.akmola.closed_on = date(2023, 9, 2)
    world.akmola.save()
    both = begun(staff)
    earlier = begun(staff, day_members="31.08.2023")
    assert earlier.days == {"members": "2023-08-31"}
    assert both.days == {}
    facts = [issuing.material_of(one, world.saule).facts["members"] for one in (both, earlier)]
    assert [one.as_of for one in facts] == [TODAY, date(2023, 8, 31)]
    assert [len(one.rows) for one in facts] == [1, 2]


def test_nobody_in_a_list_is_a_sentence(monkeypatch, staff, world) -> None:
    monkeypatch.setitem(kinds._kinds, "telephones", kind(facts=lambda asking: _nobody(asking)))
    done = issued(staff, begun(staff))
    assert "Ни одной организации." in text(done)
    assert "Бірде-бір ұйым жоқ." in text(done, "kk")


def _nobody(asking):
    from dataclasses import replace

    facts = dict(kind().facts(asking))
    return {**facts, "members": replace(facts["members"], rows=[])}


def test_what_is_asked_may_be_changed_and_a_draft_dropped(staff) -> None:
    letter = begun(staff)
    staff.post(f"/letters/{letter.pk}/change/", {"as_of": "01.09.2023"})
    letter.refresh_from_db()
    assert letter.as_of == date(2023, 9, 1)
    assert staff.post(f"/letters/{letter.pk}/drop/").status_code == 302
    assert not OfficialLetter.objects.exists()


# --- Paragraphs -----------------------------------------------------------------------------------------------------


def test_paragraphs_are_kept_printed_and_offered_again(staff) -> None:
    letter = begun(staff)
    typed = {"text_ru": "Первый абзац.\n\nВторой абзац.", "text_kk": "Бірінші.\n\nЕкінші.", "version": "0"}
    assert staff.post(f"/letters/{letter.pk}/paragraphs/conclusions/", typed).status_code == 302
    assert (
        staff.post(
            f"/letters/{letter.pk}/paragraphs/told/karaganda/",
            {"text_ru": "Готовятся.", "text_kk": "Дайын.", "version": "0"},
        ).status_code
        == 302
    )
    done = issued(staff, letter)
    assert "Первый абзац.\nВторой абзац." in text(done)
    assert "Готовятся." in text(done)
    assert "Готовятся." not in text(done, "kk")
    assert "Дайын." in text(done, "kk")
    again = begun(staff)
    page = staff.get(f"/letters/{again.pk}/paragraphs/conclusions/")
    assert page.context["earlier"].text_ru == typed["text_ru"]
    taken = staff.get(f"/letters/{again.pk}/paragraphs/conclusions/?again=1")
    assert taken.context["form"]["text_kk"].value() == typed["text_kk"]
    assert not LetterText.objects.filter(letter=again).exists(), "looking writes nothing"


def test_a_russian_paragraph_does_not_stand_in_a_kazakh_letter(staff, monkeypatch) -> None:
    told = kind(paragraphs=(Paragraph("conclusions", "Выводы"), Paragraph("told", "x", each="members", optional=True)))
    monkeypatch.setitem(kinds._kinds, "telephones", told)
    letter = begun(staff)
    staff.post(f"/letters/{letter.pk}/paragraphs/conclusions/", {"text_ru": "Вывод.", "text_kk": "", "version": "0"})
    done = issued(staff, letter)
    assert "Вывод." in text(done)
    assert "Вывод." not in text(done, "kk")


def test_two_who_write_the_same_paragraph_are_both_shown(staff) -> None:
    letter = begun(staff)
    address = f"/letters/{letter.pk}/paragraphs/conclusions/"
    staff.post(address, {"text_ru": "Первая", "text_kk": "Бірінші", "version": "0"})
    version = staff.get(address).context["form"]["version"].value()
    staff.post(address, {"text_ru": "Вторая", "text_kk": "Екінші", "version": version})
    answer = staff.post(address, {"text_ru": "Третья", "text_kk": "Үшінші", "version": version})
    assert answer.status_code == 409
    assert LetterText.objects.get().text_ru == "Вторая"
    assert "Третья" in answer.content.decode()
    assert "Вторая" in answer.content.decode()


@pytest.mark.parametrize("place", ["nothing", "told", "told/nobody", "conclusions/karaganda"])
def test_a_paragraph_that_is_no_part_of_the_letter_is_not_there(place, staff) -> None:
    letter = begun(staff)
    assert staff.get(f"/letters/{letter.pk}/paragraphs/{place}/").status_code == 404


# --- The issue ------------------------------------------------------------------------------------------------------


def test_numbers_are_given_in_a_row_by_kind_and_year(staff) -> None:
    first, second = issued(staff, begun(staff)), issued(staff, begun(staff))
    other = issued(staff, begun(staff, "telephone_reminder", organization="karaganda"))
    assert [one.full_number for one in (first, second, other)] == ["1/2023", "2/2023", "1/2023"]
    assert "ИНФОРМАЦИЯ № 2" in text(second)
    assert "АҚПАРАТ № 2" in text(second, "kk")


def test_an_issue_keeps_all_it_was_made_of(world, staff) -> None:
    version = WordTemplate.add("telephones", "ru", docx("Свой шаблон {{ share }}"), name="x", by=world.saule, at=NOON)
    done = issued(staff, begun(staff))
    assert (done.issued_on, done.issued_by, done.issued_at) == (TODAY, world.saule, at(TODAY))
    assert (done.template_ru, done.template_kk) == (version, None)
    assert text(done).startswith("Свой шаблон 85,9")
    assert done.recorded["facts"]["share"] == {
        "value": 0.859,
        "ru": "85,9\xa0%",
        "kk": "85,9\xa0%",
        "link": "/membership/",
    }
    assert set(done.recorded["facts"]["members"]["list"]) == {"karaganda", "akmola"}
    assert {(one.annex, one.language) for one in done.files.all()} == {
        ("", "ru"), ("", "kk"), ("members", "ru"), ("members", "kk"),
    }  # fmt: skip


def test_the_same_form_twice_gives_one_number(staff) -> None:
    letter = begun(staff)
    seen = staff.get(f"/letters/{letter.pk}/issue/").context["form"]["seen"].value()
    answers = [staff.post(f"/letters/{letter.pk}/issue/", {"seen": seen, "with_gaps": "on"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert LetterCounter.objects.get().last == 1
    assert letter.files.count() == 4


def test_an_issue_that_fails_leaves_no_gap_and_no_file(staff, monkeypatch, settings) -> None:
    letter = begun(staff)
    seen = staff.get(f"/letters/{letter.pk}/issue/").context["form"]["seen"].value()
    keep = issuing._keep
    before = _stored(settings)

    def full_disk(one, language, annex, content, kept):
        if language == "kk":
            raise OSError("No space left on device")
        keep(one, language, annex, content, kept)

    monkeypatch.setattr(issuing, "_keep", full_disk)
    with pytest.raises(OSError, match="No space"):
        staff.post(f"/letters/{letter.pk}/issue/", {"seen": seen, "with_gaps": "on"})
    letter.refresh_from_db()
    assert not letter.is_issued
    assert not LetterFile.objects.exists()
    assert _stored(settings) == before
    monkeypatch.setattr(issuing, "_keep", keep)
    assert issued(staff, letter).number == 1


def _stored(settings) -> set[str]:
    from pathlib import Path

    return {str(one) for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()}


def test_what_changed_since_the_page_was_shown_is_not_issued(world, staff) -> None:
    letter = begun(staff)
    seen = staff.get(f"/letters/{letter.pk}/issue/").context["form"]["seen"].value()
    world.karaganda.phone = "+7 721 111 11 11"
    world.karaganda.save()
    answer = staff.post(f"/letters/{letter.pk}/issue/", {"seen": seen, "with_gaps": "on"})
    assert answer.status_code == 200
    assert not OfficialLetter.objects.issued().exists()
    again = answer.context["form"]["seen"].value()
    assert again != seen
    assert staff.post(f"/letters/{letter.pk}/issue/", {"seen": again, "with_gaps": "on"}).status_code == 302


def test_gaps_are_issued_only_knowingly_and_as_a_dash(staff) -> None:
    letter = begun(staff)
    seen = staff.get(f"/letters/{letter.pk}/issue/").context["form"]["seen"].value()
    answer = staff.post(f"/letters/{letter.pk}/issue/", {"seen": seen})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    letter.refresh_from_db()
    assert not letter.is_issued
    assert LetterCounter.objects.filter(last__gt=0).count() == 0
    done = issued(staff, letter)
    assert ": —;" in text(done) or ": —." in text(done)


def test_a_draft_of_a_day_to_come_is_not_issued(world, staff) -> None:
    """It may stand in the books from a script; the verb refuses it."""
    letter = begun(staff)
    OfficialLetter.objects.filter(pk=letter.pk).update(as_of=TODAY + timedelta(days=1))
    letter.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        issuing.issue(letter, by=world.saule, at=NOON, today=TODAY, seen="")
    assert caught.value.code == "future"


# --- It never changes -----------------------------------------------------------------------------------------------


def test_an_issued_document_takes_no_change(world, staff) -> None:
    done = issued(staff, begun(staff))
    for field, value in {
        "as_of": date(2023, 9, 1),
        "number": 7,
        "recorded": {},
        "subject_ru": "x",
        "blocks_ru": [],
    }.items():
        fresh = OfficialLetter.objects.get(pk=done.pk)
        setattr(fresh, field, value)
        with pytest.raises(ValidationError):
            fresh.save()
    with pytest.raises(ValidationError):
        OfficialLetter.objects.filter(pk=done.pk).update(as_of=date(2023, 9, 1))
    with pytest.raises(ValidationError):
        OfficialLetter.objects.all().delete()
    with pytest.raises(ValidationError):
        done.delete()
    with pytest.raises(ValidationError):
        LetterText.objects.create(letter=done, key="conclusions", text_ru="x", saved_at=NOON)
    file = done.files.first()
    for attempt in (file.save, file.delete, LetterFile.objects.all().delete):
        with pytest.raises(ValidationError):
            attempt()
    for place in ("change", "paragraphs/conclusions", "draft/ru"):
        assert staff.get(f"/letters/{done.pk}/{place}/").status_code == 404
    assert staff.post(f"/letters/{done.pk}/drop/").status_code == 404


def test_a_file_changed_on_the_disk_is_not_given_out(staff) -> None:
    done = issued(staff, begun(staff))
    file = done.files.get(language="ru", annex="")
    with file.file.storage.open(file.file.name, "wb") as stored:
        stored.write(b"other")
    with pytest.raises(ValidationError):
        _ = file.content


def test_half_an_issue_is_no_row(world, staff) -> None:
    letter = begun(staff)
    letter.number = 5
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save()


def test_a_later_change_of_facts_is_a_list_of_differences(world, staff) -> None:
    done = issued(staff, begun(staff))
    assert "Документ" not in staff.get(f"/letters/{done.pk}/changed/").context["rows"]
    assert staff.get(f"/letters/{done.pk}/changed/").context["rows"] == []
    before = text(done)
    world.karaganda.phone = "+7 721 111 11 11"
    world.karaganda.save()
    world.akmola.short_ru = "Акмола"
    world.akmola.save()
    found = {one.path: one for one in staff.get(f"/letters/{done.pk}/changed/").context["rows"]}
    assert set(found) == {"members.karaganda.phone", "members.akmola.name"}
    assert (found["members.karaganda.phone"].issued, found["members.karaganda.phone"].present) == (
        None,
        "+7 721 111 11 11",
    )
    assert found["members.karaganda.phone"].link == "/organizations/karaganda/"
    assert found["members.akmola.name"].present == "Акмола"
    assert text(OfficialLetter.objects.get(pk=done.pk)) == before


# --- Afterwards -----------------------------------------------------------------------------------------------------


def test_outgoing_number_and_scan_are_told_afterwards(world, staff) -> None:
    done = issued(staff, begun(staff))
    scan = SimpleUploadedFile("скан.pdf", pdf(), content_type="application/pdf")
    answer = staff.post(f"/letters/{done.pk}/outgoing/", {"number": "01-15/77", "on": "04.09.2023", "scan": scan})
    assert answer.status_code == 302
    done.refresh_from_db()
    assert (done.outgoing_number, done.outgoing_on) == ("01-15/77", TODAY)
    kept = LetterScan.objects.get()
    assert staff.get(f"/letters/scans/{kept.pk}/file/").getvalue() == pdf()
    assert "01-15/77" in page_of(staff, done)
    assert done.history.latest().history_user == world.saule
    staff.post(f"/letters/scans/{kept.pk}/set-aside/")
    assert staff.get(f"/letters/scans/{kept.pk}/file/").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "1", "on": "03.09.2023"},
        {"number": "1", "on": "05.09.2023"},
        {"number": "", "on": "04.09.2023"},
        {"number": "1" * 51},
    ],
)
def test_what_cannot_have_gone_out_so_is_refused(typed, staff) -> None:
    done = issued(staff, begun(staff))
    answer = staff.post(f"/letters/{done.pk}/outgoing/", typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    done.refresh_from_db()
    assert (done.outgoing_number, done.outgoing_on) == ("", None)


def test_a_scan_that_is_no_scan_is_refused(staff) -> None:
    done = issued(staff, begun(staff))
    scan = SimpleUploadedFile("скан.pdf", b"MZ program", content_type="application/pdf")
    assert staff.post(f"/letters/{done.pk}/outgoing/", {"scan": scan}).context["form"].errors["scan"]
    assert not LetterScan.objects.exists()


# --- Who sees it ----------------------------------------------------------------------------------------------------


def test_chairs_see_what_is_issued_about_them_and_nothing_else(world, staff, signed_in) -> None:
    draft = begun(staff, "telephone_reminder", organization="karaganda")
    done = issued(staff, begun(staff, "telephone_reminder", organization="karaganda"))
    union = issued(staff, begun(staff))
    aigul, erlan, leila = (signed_in(one) for one in (world.aigul, world.erlan, world.leila))
    assert aigul.get(f"/letters/{done.pk}/").status_code == 200
    assert aigul.get(f"/letters/{done.pk}/document/kk/").status_code == 200
    assert [aigul.get(f"/letters/{one.pk}/").status_code for one in (draft, union)] == [404, 404]
    assert [erlan.get(f"/letters/{one.pk}/").status_code for one in (draft, done, union)] == [404] * 3
    assert erlan.get(f"/letters/{done.pk}/document/ru/").status_code == 404
    assert [leila.get(f"/letters/{one.pk}/").status_code for one in (draft, done, union)] == [404, 200, 200]
    assert f"/letters/{done.pk}/" in aigul.get("/letters/").content.decode()
    assert f"/letters/{done.pk}/" not in erlan.get("/letters/").content.decode()
    sheet = aigul.get(f"/letters/{done.pk}/").content.decode().split('data-test="sheet"')[1].split("</section>")[0]
    assert "<a " not in sheet, "lists behind figures are of those who see tables"


def test_an_internal_document_is_not_for_chairs(world, staff, signed_in, monkeypatch) -> None:
    from dataclasses import replace

    monkeypatch.setitem(kinds._kinds, "telephone_reminder", replace(about_one(), internal=True))
    done = issued(staff, begun(staff, "telephone_reminder", organization="karaganda"))
    assert signed_in(world.aigul).get(f"/letters/{done.pk}/").status_code == 404
    assert signed_in(world.leila).get(f"/letters/{done.pk}/").status_code == 200


def test_an_organization_that_is_not_offered_is_refused(staff) -> None:
    answer = staff.post("/letters/new/telephone_reminder/", {"as_of": "04.09.2023", "organization": "nobody"})
    assert answer.context["form"].errors["organization"]


def test_the_list_is_filtered_by_kind_and_year(staff) -> None:
    one, other = (
        issued(staff, begun(staff)),
        issued(staff, begun(staff, "telephone_reminder", organization="karaganda")),
    )
    page = staff.get("/letters/?kind=telephones&year=2023").content.decode()
    assert f"/letters/{one.pk}/" in page
    assert f"/letters/{other.pk}/" not in page
    assert staff.get("/letters/?kind=nonsense&year=abc").status_code == 200
    rows = staff.get("/letters/?as=json").json()["rows"]
    assert {row["organization_code"] for row in rows} == {"union", "karaganda"}


# --- Documents as files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_names_of_any_kind_come_out_as_they_are(language, world, staff) -> None:
    for one in (world.karaganda, world.akmola):
        one.short_ru = one.short_kk = UNSAFE
        one.phone = "1"
        one.save()
    letter = begun(staff)
    typed = {"text_ru": UNSAFE, "text_kk": UNSAFE, "version": "0"}
    staff.post(f"/letters/{letter.pk}/paragraphs/conclusions/", typed)
    for content in (
        staff.get(f"/letters/{letter.pk}/draft/{language}/").getvalue(),
        issued(staff, letter).files.get(language=language, annex="").content,
    ):
        assert text_of_docx(content).count(UNSAFE) == 5
        _sound(content)
    page = page_of(staff, letter, language)
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert "49" not in re.sub(r"\D49\D", "", page.split("sheet")[1][:500])


def _sound(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert archive.testzip() is None
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        core = archive.read("docProps/core.xml").decode()
    assert "python-docx" not in core


def test_both_languages_say_the_same_facts(world, staff) -> None:
    world.karaganda.phone = world.akmola.phone = "+7 700 000 00 00"
    letter = begun(staff)
    material = issuing.material_of(letter, world.saule)
    from letters.writing import write

    ru, kk = (write(issuing.Template.in_force(letter, one).content, material, one, draft=True) for one in ("ru", "kk"))
    assert ru.paths == kk.paths
    assert "members.karaganda.phone" in ru.paths


def test_an_annex_holds_numbers_and_days(staff, world) -> None:
    world.karaganda.founded_on = date(1990, 5, 1)
    world.karaganda.short_ru = "=1+1"
    world.karaganda.save()
    done = issued(staff, begun(staff))
    content = staff.get(f"/letters/{done.pk}/annexes/members/ru/").getvalue()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    rows = {row[0].value: row for row in sheet.iter_rows()}
    assert rows["=1+1"][0].data_type == "s"
    assert rows["=1+1"][1].value.date() == date(1990, 5, 1)
    assert rows["=1+1"][2].value == 12345
    assert sheet.freeze_panes
    assert sheet.print_area
    assert sheet.column_dimensions["A"].width > 20
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
