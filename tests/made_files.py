"""Files made for tests: good ones by the libraries that write them, bad ones byte by byte."""

import base64
import io
import struct
import zipfile

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def xlsx(rows=(("a", "b"), (1, 2))):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(write, **options):
    """A workbook by xlsxwriter: `write(book)` fills it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, options) as book:
        write(book)
    return stream.getvalue()


def docx(text="Информация"):
    document = Document()
    document.add_paragraph(text)
    return saved(document)


def pdf(trailer=b"<< /Root 1 0 R >>"):
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n" + trailer + b"\nstartxref\n9\n%%EOF\n"


def png():
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def jpg():
    return b"\xff\xd8\xff\xe0" + b"\0" * 32


def heic(brand=b"heic", compatible=b"mif1"):
    return struct.pack(">I", 20) + b"ftyp" + brand + b"\0\0\0\0" + compatible + b"\0" * 16


def photograph(width=400, height=300, *, kind="JPEG", exif=None, colour="white", **options):
    """A picture that opens: white with a red corner above on the left; of that colour, so that two differ."""
    picture = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), fill="red")
    stream = io.BytesIO()
    picture.save(stream, kind, **({"exif": exif} if exif else {}), **options)
    return stream.getvalue()


def turned(orientation=6):
    """EXIF of a camera held on its side, with the place where it was."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera of somebody"
    exif[0x8825] = {1: "N", 2: (51.0, 8.0, 0.0)}
    return exif.tobytes()


# 64 × 48, turned by its camera to 48 × 64, with a place; made once by an encoder that no test needs: red stood above on the
# left, blue below on the right.
PHONE_HEIC = """
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA
ADRpbG9jAAAAAERAAAIAAQAAAAAB7AABAAAAAAAAALAAAgAAAAACnAABAAAAAAAAAGYAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA
AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAA
kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq
5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh
cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEA
AQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAR5tZGF0AAAArCgBrxOA5Ta3/7oDX8/oB6w2pruSLKF+XpH0v1/I
ZliDcdPE/n1T4ndX8w7EFGdzf/30GRuB2jrUZ7Nvoj9AqfxJ8Es2D74NPvHCH+z5Czd8DDBP6Gf4uz9TYl9OuP8RF/A2IGeQs77n
D/oYI3O/7W/2Tz3jcyvohYD7B43n7BR6VcDlBIiDx5UONgoyr8f3oGkn6uVy0PiGiRYipLKfrXh8W09jkomCF+o0SfgAAAAGRXhp
ZgAATU0AKgAAAAgAAgESAAMAAAABAAYAAIglAAQAAAABAAAAJgAAAAAAAgABAAIAAAACTgAAAAACAAUAAAADAAAARAAAAAAAAAAz
AAAAAQAAAAgAAAABAAAAAAAAAAE=
"""


def phone_heic():
    return base64.b64decode(PHONE_HEIC)


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def changed(content, changes):
    """The same archive with some parts put in the place of others, or added."""
    return archive({**parts_of(content), **changes})


def with_sheet(xml, rows=(("a",),)):
    """A workbook whose first sheet is this XML."""
    sheet = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">{xml}</worksheet>'
    return changed(xlsx(rows), {"xl/worksheets/sheet1.xml": sheet.encode()})


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def xls(*records):
    stream = record(0x809, b"\0" * 16) + b"".join(records) + record(0x0A)
    return compound({"Workbook": stream.ljust(4096, b"\0")})


def doc(flags=0):
    return compound({"WordDocument": (b"\xec\xa5" + b"\0" * 8 + struct.pack("<H", flags)).ljust(4096, b"\0")})


def compound(streams, storages=()):
    """An OLE2 file: the table of sectors first, then the directory, the streams, the small streams."""
    large = {name: data for name, data in streams.items() if len(data) >= 4096}
    small = {name: data for name, data in streams.items() if len(data) < 4096}
    sectors, fat = [], []

    def add(data):
        start, count = len(fat) + 1, -(-len(data) // 512)
        sectors.append(data.ljust(count * 512, b"\0"))
        fat.extend([*range(start + 1, start + count), END])
        return start

    heap, small_fat, small_starts = b"", [], {}
    for name, data in small.items():
        small_starts[name], count = len(small_fat), -(-len(data) // 64)
        heap += data.ljust(count * 64, b"\0")
        small_fat += [*range(len(small_fat) + 1, len(small_fat) + count), END]
    starts = {name: add(data) for name, data in large.items()}
    root = add(heap) if heap else END
    table = add(struct.pack(f"<{len(small_fat)}I", *small_fat).ljust(512, b"\xff")) if heap else END
    entries = [_entry("Root Entry", 5, root, len(heap))]
    entries += [_entry(name, 1, 0, 0) for name in storages]
    entries += [_entry(name, 2, starts.get(name, small_starts.get(name)), len(data)) for name, data in streams.items()]
    directory = add(b"".join(entries))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    header += struct.pack(
        "<HHHHH6sIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, directory, 0, 4096, table, 1, END, 0, 0
    )
    header += struct.pack("<108I", *[FREE] * 108)
    allocation = struct.pack(f"<{len(fat) + 1}I", FAT, *fat).ljust(512, b"\xff")
    return header[:512] + allocation + b"".join(sectors)


def _entry(name, kind, start, size):
    coded = name.encode("utf-16-le")
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded) + 2, kind, 1) + struct.pack("<III", FREE, FREE, FREE)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)
