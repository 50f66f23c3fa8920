"""Photographs of papers: whatever a phone sends becomes an upright JPEG of moderate size that tells nothing but the page."""

import io
import warnings
from typing import Any

import pi_heif
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

PICTURES = frozenset({"jpg", "png", "heic"})
LONGEST_SIDE = 2_000  # an A4 page in 170 dots to the inch: small print is legible
THUMBNAIL = 160
QUALITY = 80
# A JPEG is read at an eighth of its size where that is enough; the others have to be unpacked whole.
MOST_PIXELS = {"JPEG": 170_000_000, "PNG": 50_000_000, "HEIF": 50_000_000}
PAPER = "white"

pi_heif.register_heif_opener(thumbnails=False)


def page_image(file: File, *, longest: int = LONGEST_SIDE) -> ContentFile:
    """The picture as a JPEG: turned as its camera says, on white, without place, time and name of the camera.

    Raises ValidationError with a code: too_many_pixels, broken. Leaves the file rewound.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # ours is stricter, and has a sentence
            file.seek(0)
            return _written(_upright(file, longest))
    except (ValidationError, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:  # a decoder raises whatever it stumbles over
        raise ValidationError(
            _("The picture is damaged: it does not open. Photograph the page again, or save the picture anew."),
            code="broken",
        ) from error
    finally:
        file.seek(0)


def thumbnail(file: Any) -> bytes:
    """A small picture of a page image of ours."""
    return page_image(file, longest=THUMBNAIL).read()


def _upright(file: File, longest: int) -> Image.Image:
    with Image.open(file, formats=list(MOST_PIXELS)) as picture:
        if picture.width * picture.height > MOST_PIXELS[picture.format or ""]:
            raise _too_large()
        picture.draft("RGB", (longest, longest))  # a JPEG only; it never becomes smaller than that
        smaller = picture.convert("RGBA") if _has_holes(picture) else picture.copy()
    smaller.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return _on_paper(ImageOps.exif_transpose(smaller))


def _has_holes(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _on_paper(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, PAPER)
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.point(lambda value: value / 256).convert("L")
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _written(picture: Image.Image) -> ContentFile:
    stream = io.BytesIO()
    # A new picture has no memory of the old one: nothing of EXIF, GPS, colour profile or comments is written.
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    bare.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return ContentFile(stream.getvalue(), name="page.jpg")


def _too_large() -> ValidationError:
    return ValidationError(
        _("The picture has too many points. Switch the camera to its usual size and photograph the page again."),
        code="too_many_pixels",
    )
