"""Many files as one archive, for who wants all of them on the desk at once."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from documents.uploads import clean_name

CHUNK = 1024 * 1024
# Kept in memory up to here, on the disk above.
IN_MEMORY = 8 * CHUNK


def zipped(files: Iterable[tuple[str, str, Any]]) -> IO[bytes]:
    """(folder, name, file) each; two of one name in a folder get numbers. What is kept is packed already, so nothing
    is packed once more."""
    # Not closed here: the answer reads it, then closes it.
    archive_file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    with zipfile.ZipFile(archive_file, "w", zipfile.ZIP_STORED) as archive:
        for name, file in _named(files):
            with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
    archive_file.seek(0)
    return archive_file


def _named(files: Iterable[tuple[str, str, Any]]) -> Iterator[tuple[str, Any]]:
    taken: set[str] = set()
    for folder, given, file in files:
        name = clean_name(given)
        # As Windows sees it: АКТ.pdf and акт.pdf would overwrite one another.
        path, number = f"{folder}/{name}", 1
        while path.casefold() in taken:
            number += 1
            stem = PurePosixPath(name)
            path = f"{folder}/{stem.stem} ({number}){stem.suffix}"
        taken.add(path.casefold())
        yield path, file
