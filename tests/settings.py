"""The project's settings, made quick and harmless for tests."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Whatever the shell of the developer says, tests run as on a real server over http, with nothing demonstrated.
for name in (
    "DEBUG",
    "DEMO",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "MEDIA_ROOT",
    "TIME_ZONE",
    "EMAIL_TIMEOUT",
    "REMINDERS",
):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "of-no-use-outside-the-tests-of-this-project-and-long-enough"

from unionreports.settings import *  # noqa: E402, F403
from unionreports.settings import DATABASES  # noqa: E402

SCRATCH = Path(tempfile.mkdtemp(prefix="unionreports-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

# A real check of a password takes a third of a second.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MEDIA_ROOT = str(SCRATCH / "media")

# Assets straight from their sources: a test needs no collectstatic after each change.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: requests of a browser run in threads, and each thread needs a connection of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
