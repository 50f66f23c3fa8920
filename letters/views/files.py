"""Files of a letter as answers: never shown in the page's own origin, never kept by a cache."""

import io

from django.http import FileResponse

from documents.uploads import attachment


def word_file(content: bytes, name: str) -> FileResponse:
    return attachment(io.BytesIO(content), f"{name}.docx")


def named_file(content: bytes, name: str) -> FileResponse:
    return attachment(io.BytesIO(content), name)
