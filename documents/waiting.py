"""An uploaded file between preview and confirmation: on disk under a random name, known to one person for an hour."""

from datetime import datetime, timedelta
from pathlib import PurePosixPath
from secrets import token_hex
from typing import Any

from django.core import signing
from django.core.files.base import File
from django.core.files.storage import default_storage

from documents.uploads import kind_by_name

FOLDER = "imports"
SALT = "documents.waiting"
WAITS = timedelta(hours=1)
KEPT = timedelta(days=1)


def put(file: File, *, purpose: str, whose: Any, shown: str) -> str:
    """A reference that only this person can use, for this purpose, and only for the effect that was shown."""
    name = default_storage.save(f"{FOLDER}/{token_hex(16)}.{kind_by_name(file.name or '')}", file)
    return signing.dumps([PurePosixPath(name).name, purpose, whose.pk, shown], salt=SALT)


def get(reference: str, *, purpose: str, whose: Any) -> tuple[File, str] | None:
    """The file and the fingerprint of what was shown; None for a stale or foreign reference."""
    try:
        name, meant, owner, shown = signing.loads(reference, salt=SALT, max_age=WAITS)
    except (signing.BadSignature, ValueError):
        return None
    path = f"{FOLDER}/{name}"
    if meant != purpose or owner != whose.pk or not default_storage.exists(path):
        return None
    return default_storage.open(path), shown


def drop(file: File) -> None:
    file.close()
    default_storage.delete(f"{FOLDER}/{PurePosixPath(file.name or '').name}")


def sweep(now: datetime) -> None:
    """Files whose confirmation never came."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < now - KEPT:
            default_storage.delete(f"{FOLDER}/{name}")
