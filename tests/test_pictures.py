"""Photographs of papers become upright JPEGs of moderate size; what cannot be opened gets its sentence."""

import io
import itertools
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader

from documents.picture_pdf import A4, bind
from documents.pictures import LONGEST_SIDE, MOST_PIXELS, THUMBNAIL, page_image, thumbnail
from tests.made_files import heic, jpg, pdf, phone_heic, photograph, png, turned


def made(content, name="IMG.jpg"):
    return page_image(ContentFile(content, name=name))


def opened(content):
    return Image.open(made(content))


def is_red(pixel):
    return pixel[0] > 180 and pixel[1] < 80


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_small_picture_keeps_its_size(kind):
    page = opened(photograph(400, 300, kind=kind))
    assert (page.format, page.size, page.mode) == ("JPEG", (400, 300), "RGB")
    assert is_red(page.getpixel((10, 10)))


@pytest.mark.parametrize(("size", "expected"), [((4000, 3000), (2000, 1500)), ((1000, 5000), (400, 2000))])
def test_a_large_one_becomes_smaller_in_its_shape(size, expected):
    assert opened(photograph(*size)).size == expected
    assert max(expected) == LONGEST_SIDE


# Where the red corner, above on the left in the file, stands once the picture is turned as its camera says (EXIF 2.3).
CORNERS = {
    1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1),
}  # fmt: skip


@pytest.mark.parametrize("orientation", CORNERS)
def test_it_stands_as_the_camera_says(orientation):
    page = opened(photograph(400, 200, exif=turned(orientation)))
    assert page.size == ((200, 400) if orientation >= 5 else (400, 200))
    right, below = CORNERS[orientation]
    for x, y in itertools.product((0, 1), repeat=2):
        at = (10 + x * (page.width - 20), 10 + y * (page.height - 20))
        assert is_red(page.getpixel(at)) == ((x, y) == (right, below))


def test_nothing_tells_where_and_with_what_it_was_taken():
    with_place = photograph(exif=turned(), comment=b"secret")
    assert b"Camera of somebody" in with_place
    page = made(with_place)
    assert not Image.open(page).getexif()
    assert not {"exif", "comment", "icc_profile"} & set(Image.open(page).info)
    page.seek(0)
    assert b"Camera of somebody" not in page.read()


def test_heic_of_a_phone():
    page = opened(phone_heic())
    assert page.size == (48, 64), "turned once, not twice"
    assert is_red(page.getpixel((40, 5)))
    assert page.getpixel((5, 60))[2] > 180
    assert not page.getexif()


def png_of(mode, colour, **options):
    stream = io.BytesIO()
    picture = Image.new(mode, (20, 20), colour)
    if mode == "P":
        picture.putpalette([level for level in range(256) for _ in range(3)])
    picture.save(stream, options.pop("kind", "PNG"), **options)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (png_of("RGBA", (0, 0, 0, 0)), 255),
        (png_of("RGBA", (0, 0, 0, 255)), 0),
        (png_of("LA", (0, 0)), 255),
        (png_of("P", 3, transparency=3), 255),
        (png_of("P", 90), 90),
        (png_of("1", 1), 255),
        (png_of("L", 100), 100),
        (png_of("I;16", 100 * 256), 100),
        (png_of("CMYK", (0, 0, 0, 0), kind="JPEG"), 255),
    ],
    ids=["holes", "black", "grey holes", "palette holes", "palette", "bits", "grey", "sixteen bits", "print"],
)
def test_every_kind_of_picture_lies_on_white(content, expected):
    page = opened(content)
    assert page.mode in ("L", "RGB")
    assert page.convert("L").getpixel((10, 10)) == pytest.approx(expected, abs=2)


@pytest.mark.parametrize("content", [jpg(), png(), heic(), pdf(), b"", photograph()[:900], phone_heic()[:400]])
def test_a_broken_picture_has_a_sentence(content):
    file = ContentFile(content, name="IMG.jpg")
    with pytest.raises(ValidationError, match=r"повре|damaged") as refusal:
        page_image(file)
    assert refusal.value.code == "broken"
    assert file.tell() == 0


def giant_png(width, height):
    """A few hundred bytes that claim to be that large."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 6_000), (60_000, 60_000)])
def test_a_picture_that_would_fill_the_memory_is_not_unpacked(size):
    with pytest.raises(ValidationError) as refusal:
        made(giant_png(*size), "IMG.png")
    assert refusal.value.code == "too_many_pixels"


def test_a_telephone_of_a_hundred_million_points_is_read_at_a_part_of_its_size():
    assert MOST_PIXELS["JPEG"] > 12_000 * 9_000
    assert opened(photograph(12_000, 9_000)).size == (2000, 1500)


def test_the_small_picture():
    small = Image.open(io.BytesIO(thumbnail(made(photograph(900, 600)))))
    assert max(small.size) == THUMBNAIL


# --- Bound -----------------------------------------------------------------------------------------------


def bound(pages, title="Протокол № 1 «ә»"):
    stream = io.BytesIO()
    bind(pages, stream, title=title)
    return PdfReader(stream, strict=True)


def test_pages_in_their_order_on_paper_of_their_shape():
    upright, across = made(photograph(300, 500)), made(photograph(500, 300, colour="blue"))
    grey = made(png_of("L", 100))
    pdf = bound([upright, across, grey])
    assert pdf.metadata.title == "Протокол № 1 «ә»"
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in pdf.pages]
    assert sizes == [A4, A4[::-1], A4]
    for page, source in zip(pdf.pages, (upright, across, grey), strict=True):
        source.seek(0)
        picture = page["/Resources"]["/XObject"]["/Page"]
        assert picture._data == source.read(), "the very bytes: nothing is blurred a second time"


def test_a_page_fills_the_paper_and_stays_on_it():
    for size in [(300, 500), (500, 300), (2000, 20), (20, 2000), (400, 400)]:
        [page] = bound([made(photograph(*size))]).pages
        numbers = [float(one) for one in page.get_contents().get_data().split()[1:7]]
        width, height, left, bottom = numbers[0], numbers[3], numbers[4], numbers[5]
        paper = float(page.mediabox.width), float(page.mediabox.height)
        assert width / height == pytest.approx(size[0] / size[1], rel=0.01)
        assert max(width / paper[0], height / paper[1]) == pytest.approx(1, abs=0.001)
        assert min(left, bottom) >= 0
        assert left * 2 + width == pytest.approx(paper[0], abs=0.1)
        assert bottom * 2 + height == pytest.approx(paper[1], abs=0.1)
