"""The PDF of an issued letter, made from its own Word file by LibreOffice where that is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Below the thirty seconds after which the server gives up on a worker.
SECONDS = 20
PROGRAMS = ("soffice", "libreoffice")


def program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def to_pdf(docx: bytes) -> bytes:
    """Raises ValidationError with a sentence where the program is missing, slow, or made nothing. Every call has a
    profile folder of its own: two at once would wait for each other, or fail."""
    soffice = program()
    if soffice is None:
        raise ValidationError(
            _(
                "There is no PDF here, because LibreOffice is not installed on the server. Open the Word file and save it as PDF."
            ),
            code="not_installed",
        )
    with tempfile.TemporaryDirectory(prefix="letter-pdf-") as folder:
        place = Path(folder)
        (place / "letter.docx").write_bytes(docx)
        _convert(soffice, place)
        made = place / "letter.pdf"
        if not made.exists():
            raise ValidationError(
                _("LibreOffice could not make a PDF of this document. Open the Word file and save it as PDF."),
                code="nothing_made",
            )
        return made.read_bytes()


def _convert(soffice: str, place: Path) -> None:
    command = [
        soffice, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--nofirststartwizard", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(place),
        str(place / "letter.docx"),
    ]  # fmt: skip
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(place), "LANG": "C.UTF-8"}
    # A session of its own: the program starts others, and all of them end together.
    process = subprocess.Popen(  # noqa: S603 -- the program is the server's own, the file is ours
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ValidationError(
            _(
                "LibreOffice needed more than %(seconds)s seconds for the PDF. Try again later, or save the Word file as PDF."
            ),
            code="slow",
            params={"seconds": SECONDS},
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
