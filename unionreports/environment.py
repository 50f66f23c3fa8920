"""Reads settings from the environment. What cannot be read is remembered for a system check to explain, and until
then something harmless stands in its place: nothing can be stored in it, nothing is lost with it."""

import warnings
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
DATABASES_ACCEPTED = "sqlite:///file or postgres://user:password@host/database"
# Refuses whatever is asked of it.
NO_DATABASE = {"ENGINE": "django.db.backends.dummy"}
# Nobody listens there, so letters wait in the outbox.
NO_MAIL = "smtp://127.0.0.1:1"
YES, NO = {"1", "true", "yes", "y", "ok", "on"}, {"0", "false", "no", "n", "off", ""}


@dataclass(frozen=True)
class Unreadable:
    """A variable with a value that means nothing; shown without passwords."""

    name: str
    value: str
    accepted: str


class Environment(environ.Env):
    def __init__(self) -> None:
        super().__init__()
        self.unreadable: list[Unreadable] = []

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.str(name, default="1" if default else "0").strip().lower()
        if value not in YES | NO:
            self._refuse(name, value, "1 or 0")
            return default
        return value in YES

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        url = self.str(name, default=default)
        try:
            with warnings.catch_warnings():
                # The library would print the password.
                warnings.simplefilter("ignore")
                found: dict[str, Any] = self.db_url_config(url)
        except (ValueError, ImproperlyConfigured):
            found = {}
        if found.get("ENGINE") in ENGINES:
            return found
        self._refuse(name, url, DATABASES_ACCEPTED)
        return NO_DATABASE

    def mail(self, name: str, *, default: str) -> dict[str, Any]:
        url = self.str(name, default=default)
        try:
            return dict(self.email_url_config(url))
        except (ValueError, ImproperlyConfigured):
            self._refuse(name, url, "smtp+tls://user:password@host:587, smtp+ssl://…:465, smtp://… or consolemail://")
            return dict(self.email_url_config(NO_MAIL))

    def time_zone(self, name: str, *, default: str) -> str:
        value = self.str(name, default=default)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._refuse(name, value, "Asia/Almaty and other names of the IANA list")
            return default
        return value

    def seconds(self, name: str, *, default: int) -> int:
        value = self.str(name, default=str(default)).strip()
        if value.isdecimal() and 0 < int(value) <= 600:
            return int(value)
        self._refuse(name, value, "whole seconds from 1 to 600")
        return default

    def _refuse(self, name: str, value: str, accepted: str) -> None:
        self.unreadable.append(Unreadable(name, without_password(value), accepted))


def without_password(value: str) -> str:
    """An address may hold a password; what stands before the host is left out."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return "…"
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
