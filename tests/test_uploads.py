"""What may be handed in as a file, and the sentence each other thing gets."""

import io
import struct
import time
import zipfile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from documents import ole, uploads
from documents.fields import MultipleUploadField, UploadField
from documents.uploads import attachment, check_upload, clean_name, random_name
from tests.made_files import (
    archive,
    changed,
    compound,
    doc,
    docx,
    heic,
    jpg,
    parts_of,
    pdf,
    png,
    record,
    upload,
    xls,
    xlsx,
)

GOOD = {
    "table.xlsx": (xlsx, "xlsx"),
    "ТАБЛИЦА.XLSX": (xlsx, "xlsx"),
    "old.xls": (xls, "xls"),
    "letter.docx": (docx, "docx"),
    "old.doc": (doc, "doc"),
    "scan.pdf": (pdf, "pdf"),
    "photo.jpg": (jpg, "jpg"),
    "photo.JPEG": (jpg, "jpg"),
    "scan.png": (png, "png"),
    "phone.heic": (heic, "heic"),
}


@pytest.mark.parametrize("name", GOOD)
def test_accepted(name):
    make, kind = GOOD[name]
    file = upload(name, make())
    accepted = check_upload(file)
    assert accepted.kind == kind
    assert accepted.content_type == uploads.CONTENT_TYPES[kind]
    assert file.tell() == 0


def macro_book():
    return changed(xlsx(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def macro_types():
    """Called .xlsx, but the list of contents says that it is an .xlsm."""
    types = parts_of(xlsx())["[Content_Types].xml"]
    new = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return changed(xlsx(), {"[Content_Types].xml": new})


def encrypted_archive():
    """The flag of encryption on every part, in both places where it stands."""
    content = bytearray(xlsx())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(mark)
        while at != -1:
            content[at + offset] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def damaged_part():
    content = bytearray(xlsx())
    info = zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 30 + len(info.filename)
    for at in range(start + 5, start + 25):
        content[at] ^= 0xFF
    return bytes(content)


def bomb(megabytes):
    return changed(xlsx(), {"xl/media/zeros.bin": b"\0" * megabytes * 1024 * 1024})


def many_parts():
    return changed(xlsx(), {f"xl/media/{number}.bin": b"" for number in range(2_001)})


def looping_ole():
    """A directory whose chain of sectors leads back to itself."""
    content = bytearray(doc())
    directory = struct.unpack_from("<I", content, 48)[0]
    struct.pack_into("<I", content, 512 + 4 * directory, directory)
    return bytes(content)


BAD = {
    "nothing": ("empty.pdf", lambda: b"", "empty"),
    "program": ("setup.exe", lambda: b"MZ", "extension"),
    "no extension": ("report", pdf, "extension"),
    "two extensions": ("report.pdf.exe", pdf, "extension"),
    "macro extension": ("table.xlsm", xlsx, "extension"),
    "web page": ("page.html", lambda: b"<script>", "extension"),
    "text called pdf": ("scan.pdf", lambda: b"hello", "content"),
    "web page called xls": ("export.xls", lambda: b"<html><table>", "content"),
    "rtf called doc": ("letter.doc", lambda: b"{\\rtf1}", "content"),
    "xlsx called docx": ("letter.docx", xlsx, "content"),
    "docx called xlsx": ("table.xlsx", docx, "content"),
    "xlsx called xls": ("table.xls", xlsx, "content"),
    "doc called xls": ("table.xls", doc, "content"),
    "png called jpg": ("photo.jpg", png, "content"),
    "film called heic": ("film.heic", lambda: heic(b"isom", b"mp42"), "content"),
    "archive called xlsx": ("table.xlsx", lambda: archive({"a.txt": b"a"}), "content"),
    "macros": ("table.xlsx", macro_book, "macros"),
    "macros by type": ("table.xlsx", macro_types, "macros"),
    "macros in xls": ("old.xls", lambda: compound({"Workbook": b"\0" * 4096}, ["_VBA_PROJECT_CUR"]), "macros"),
    "macros in doc": ("old.doc", lambda: compound({"WordDocument": b"\0" * 4096}, ["Macros", "VBA"]), "macros"),
    "macro sheet in xls": ("old.xls", lambda: xls(record(0x85, b"\0\0\0\0\0\1\1\0a")), "macros"),
    "password": (
        "table.xlsx",
        lambda: compound({"EncryptedPackage": b"\0" * 4096, "EncryptionInfo": b"\0" * 100}),
        "password",
    ),
    "password on parts": ("table.xlsx", encrypted_archive, "password"),
    "password of xls": ("old.xls", lambda: xls(record(0x2F, b"\0" * 6)), "password"),
    "password of a small xls": ("old.xls", lambda: compound({"Workbook": record(0x2F, b"\0" * 6)}), "password"),
    "password of doc": ("old.doc", lambda: doc(flags=0x0100), "password"),
    "password of pdf": ("scan.pdf", lambda: pdf(b"<< /Root 1 0 R /Encrypt 5 0 R >>"), "password"),
    "bomb of size": ("table.xlsx", lambda: bomb(201), "bomb"),
    "bomb of density": ("table.xlsx", lambda: bomb(30), "bomb"),
    "bomb of parts": ("table.xlsx", many_parts, "bomb"),
    "cut off archive": ("table.xlsx", lambda: xlsx()[:-100], "broken"),
    "damaged part": ("table.xlsx", damaged_part, "broken"),
    "cut off ole": ("old.doc", lambda: doc()[:600], "broken"),
    "looping ole": ("old.doc", looping_ole, "broken"),
}


@pytest.mark.parametrize("case", BAD)
def test_refused(case):
    name, make, code = BAD[case]
    with pytest.raises(ValidationError) as refusal:
        check_upload(upload(name, make()))
    assert refusal.value.code == code


def test_the_limit_is_twenty_megabytes(monkeypatch):
    assert uploads.LARGEST == 20 * 1024 * 1024
    monkeypatch.setattr(uploads, "LARGEST", len(pdf()))
    assert check_upload(upload("a.pdf", pdf()))
    with pytest.raises(ValidationError) as refusal:
        check_upload(upload("a.pdf", pdf() + b"\n"))
    assert refusal.value.code == "too_large"


def test_each_kind_of_trouble_has_a_sentence_of_its_own():
    sentences = {}
    with translation.override(None):
        for name, make, code in BAD.values():
            with pytest.raises(ValidationError) as refusal:
                check_upload(upload(name, make()))
            sentences.setdefault(code, refusal.value.message)
    assert set(sentences) == {"empty", "extension", "content", "macros", "password", "bomb", "broken"}
    assert len(set(sentences.values())) == len(sentences)


def test_a_macro_is_looked_for_in_the_directory_and_not_in_the_text():
    """A letter about macros is no macro."""
    text = "_VBA_PROJECT EncryptedPackage".encode("utf-16-le").ljust(4096, b"\0")
    content = compound({"WordDocument": b"\0" * 4096, "1Table": text})
    assert check_upload(upload("about.doc", content)).kind == "doc"


def test_small_streams_are_read_too():
    file = ole.Compound(compound({"Workbook": b"x" * 200, "Other": b"y" * 5000}))
    assert file.stream("workbook") == b"x" * 200
    assert file.stream("other") == b"y" * 5000
    assert file.stream("none") == b""


def test_only_the_kinds_asked_for():
    with pytest.raises(ValidationError) as refusal:
        check_upload(upload("scan.pdf", pdf()), kinds=("xlsx",))
    assert refusal.value.code == "extension"
    assert "xlsx" in refusal.value.messages[0]
    assert "pdf" not in refusal.value.messages[0]


def test_a_bomb_is_refused_quickly():
    content = bomb(201)
    started = time.monotonic()
    with pytest.raises(ValidationError):
        check_upload(upload("table.xlsx", content))
    assert time.monotonic() - started < 1


class Hand(forms.Form):
    scan = UploadField()


class Hands(forms.Form):
    scans = MultipleUploadField(required=False)


def test_the_field_says_what_the_file_is():
    form = Hand({}, {"scan": upload("scan.pdf", pdf())})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["scan"].accepted.kind == "pdf"
    assert 'accept=".xlsx,' in str(form["scan"])


def test_the_field_refuses_with_the_sentence_of_the_check():
    form = Hand({}, {"scan": upload("scan.pdf", b"")})
    assert form.errors.as_data()["scan"][0].code == "empty"
    assert Hand({}, {}).errors.as_data()["scan"][0].code == "required"


def test_several_files_are_checked_each_by_its_name():
    good, bad, worse = upload("a.pdf", pdf()), upload("b.pdf", b"no"), upload("c.exe", b"MZ")
    form = Hands({}, MultiValueDict({"scans": [good, bad, worse]}))
    assert [error.code for error in form.errors.as_data()["scans"]] == ["content", "extension"]
    assert "b.pdf" in form.errors["scans"][0]
    assert "a.pdf" not in str(form.errors)


def test_several_good_files_and_none():
    form = Hands({}, MultiValueDict({"scans": [upload("a.pdf", pdf()), upload("b.png", png())]}))
    assert form.is_valid(), form.errors
    assert [file.accepted.kind for file in form.cleaned_data["scans"]] == ["pdf", "png"]
    assert Hands({}, {}).is_valid()
    assert "multiple" in str(Hands()["scans"])
    many = MultiValueDict({"scans": [upload(f"{number}.pdf", pdf()) for number in range(21)]})
    assert Hands({}, many).errors.as_data()["scans"][0].code == "too_many"


def test_stored_names_cannot_be_guessed_and_say_nothing():
    names = {random_name(None, "Иванов И.И. заявление.PDF") for _number in range(50)}
    assert len(names) == 50
    assert all(name.endswith(".pdf") and name.isascii() for name in names)
    assert "." not in random_name(None, "../../etc/passwd.exe")


def test_a_stored_name_fits_into_migrations():
    from django.db.migrations.serializer import serializer_factory

    assert serializer_factory(random_name).serialize()[0] == "documents.uploads.random_name"


def test_files_are_given_back_as_attachments():
    response = attachment(io.BytesIO(b"x"), "Протокол №1.pdf")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert attachment(io.BytesIO(b"x"), "a.html")["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\fake\\a.pdf", "a.pdf"),
        ("../a.pdf", "a.pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.exe"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("", "file"),
    ],
)
def test_names_of_files_hide_nothing(given, kept):
    assert clean_name(given) == kept
