"""System checks: a wrong or missing setting is explained in a sentence, with what is accepted."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register as register_check

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}


def site() -> SplitResult:
    """SITE_URL in its parts; all empty where it is no address at all."""
    try:
        return urlsplit(settings.SITE_URL)
    except ValueError:
        return urlsplit("")


def secret_key(**_: Any) -> list[CheckMessage]:
    """An error for a site others reach; on one's own machine a warning, so that commands work without a server."""
    if settings.SECRET_KEY_GIVEN or settings.DEBUG:
        return []
    local = site().hostname in LOCAL_HOSTS
    return [
        (Warning if local else Error)(
            "SECRET_KEY is not set, so sign-ins would not outlive a restart.",
            hint="Set it to a random text of 50 characters or more; `make run` makes one under var/ by itself.",
            id="unionreports.W002" if local else "unionreports.E001",
        )
    ]


def site_url(**_: Any) -> list[CheckMessage]:
    parts = site()
    if parts.scheme in {"http", "https"} and parts.hostname and parts.path in {"", "/"}:
        return []
    return [
        Error(
            f"SITE_URL is “{settings.SITE_URL}”, which is not the address of a site.",
            hint="Links in mail begin with it. Accepted: https://reports.example.kz or http://127.0.0.1:8000.",
            id="unionreports.E002",
        )
    ]


def allowed_hosts(**_: Any) -> list[CheckMessage]:
    host = site().hostname
    if not host or settings.DEBUG or host in settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            f"ALLOWED_HOSTS does not name “{host}”, the host of SITE_URL, so every page would be refused.",
            hint=f"Set ALLOWED_HOSTS={host} (several: separated by commas).",
            id="unionreports.E003",
        )
    ]


def unreadable(**_: Any) -> list[CheckMessage]:
    """Values of the environment that mean nothing; unionreports/environment.py put something harmless in their place."""
    return [
        Error(
            f"{wrong.name} is “{wrong.value}”, which cannot be read.",
            hint=f"Accepted: {wrong.accepted}.",
            id="unionreports.E004",
        )
        for wrong in settings.UNREADABLE
    ]


def demonstration(**_: Any) -> list[CheckMessage]:
    if not (settings.DEMO and settings.SECURE):
        return []
    return [
        Warning(
            "DEMO is on for a site on https: everybody who reads the sign-in page can enter, without a second factor.",
            hint="Unset DEMO unless this site shows the demonstration only.",
            id="unionreports.W001",
        )
    ]


def register() -> None:
    for check in (unreadable, secret_key, site_url, allowed_hosts, demonstration):
        register_check(check)
