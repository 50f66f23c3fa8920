"""Page images bound into one PDF, A4 upright or across; a JPEG goes in as it is, so nothing is blurred a second time."""

from collections.abc import Iterable
from typing import IO, Any

from PIL import Image

A4 = (595.28, 841.89)
COLOURS = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}
CATALOG, PAGES, FACTS, FIRST_PAGE = 1, 2, 3, 4
OBJECTS_OF_A_PAGE = 3


def bind(pages: Iterable[Any], stream: IO[bytes], *, title: str) -> None:
    """Writes the PDF to `stream`, one page in memory at a time. `pages`: open JPEGs as documents.pictures makes them."""
    pdf = _Writer(stream)
    count = 0
    for count, page in enumerate(pages, start=1):
        _write_page(pdf, FIRST_PAGE + (count - 1) * OBJECTS_OF_A_PAGE, page)
    kids = " ".join(f"{FIRST_PAGE + number * OBJECTS_OF_A_PAGE} 0 R" for number in range(count))
    pdf.write_object(CATALOG, f"<< /Type /Catalog /Pages {PAGES} 0 R >>")
    pdf.write_object(PAGES, f"<< /Type /Pages /Count {count} /Kids [{kids}] >>")
    pdf.write_object(FACTS, f"<< /Title <FEFF{title.encode('utf-16-be').hex().upper()}> >>")
    pdf.finish()


def _write_page(pdf: "_Writer", number: int, page: Any) -> None:
    page.seek(0)
    with Image.open(page, formats=["JPEG"]) as picture:
        (width, height), colour = picture.size, COLOURS[picture.mode]
    paper = A4 if height >= width else A4[::-1]
    scale = min(paper[0] / width, paper[1] / height)
    shown = (width * scale, height * scale)
    left, bottom = ((paper[side] - shown[side]) / 2 for side in (0, 1))
    drawing = f"q {shown[0]:.2f} 0 0 {shown[1]:.2f} {left:.2f} {bottom:.2f} cm /Page Do Q".encode()
    pdf.write_object(
        number,
        f"<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 {paper[0]} {paper[1]}] /Contents {number + 1} 0 R "
        f"/Resources << /XObject << /Page {number + 2} 0 R >> >> >>",
    )
    pdf.write_object(number + 1, f"<< /Length {len(drawing)} >>", drawing)
    page.seek(0)
    content = page.read()
    pdf.write_object(
        number + 2,
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {colour} "
        f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(content)} >>",
        content,
    )


class _Writer:
    """Objects one after the other, and at the end the table of where each begins."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.offsets = stream, {0: 0}
        # Bytes above 127 in the second line say that this is no text.
        stream.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def write_object(self, number: int, body: str, content: bytes | None = None) -> None:
        self.offsets[number] = self.stream.tell()
        self.stream.write(f"{number} 0 obj\n{body}\n".encode())
        if content is not None:
            self.stream.write(b"stream\n" + content + b"\nendstream\n")
        self.stream.write(b"endobj\n")

    def finish(self) -> None:
        start, size = self.stream.tell(), len(self.offsets)
        rows = [b"0000000000 65535 f \n", *(b"%010d 00000 n \n" % self.offsets[n] for n in range(1, size))]
        self.stream.write(b"xref\n0 %d\n" % size + b"".join(rows))
        self.stream.write(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (size, CATALOG, FACTS))
        self.stream.write(b"startxref\n%d\n%%%%EOF\n" % start)
