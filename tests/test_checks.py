"""Each wrong setting is explained in a sentence with what is accepted; a right one is passed over in silence."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage, Error, Warning, registry
from django.test import override_settings

from unionreports import checks
from unionreports.environment import Environment, Unreadable

ROOT = Path(__file__).parent.parent
REACHED = "https://reports.example.kz"

# check, settings, the level it speaks on, what the reader must find in the sentence or its hint
WRONG: list[tuple[Any, dict[str, Any], type[CheckMessage], str]] = [
    (checks.secret_key, {"SECRET_KEY_GIVEN": "", "SITE_URL": REACHED}, Error, "SECRET_KEY is not set"),
    (checks.secret_key, {"SECRET_KEY_GIVEN": "", "SITE_URL": "http://127.0.0.1:8000"}, Warning, "make run"),
    (checks.site_url, {"SITE_URL": "reports.example.kz"}, Error, "“reports.example.kz”"),
    (checks.site_url, {"SITE_URL": ""}, Error, "https://reports.example.kz"),
    (checks.site_url, {"SITE_URL": "ftp://reports.example.kz"}, Error, "SITE_URL"),
    (checks.site_url, {"SITE_URL": "https://example.kz/reports"}, Error, "SITE_URL"),
    (checks.allowed_hosts, {"SITE_URL": REACHED, "ALLOWED_HOSTS": ["localhost"]}, Error, "reports.example.kz"),
    (checks.allowed_hosts, {"SITE_URL": REACHED, "ALLOWED_HOSTS": []}, Error, "ALLOWED_HOSTS=reports.example.kz"),
    (checks.unreadable, {"UNREADABLE": [Unreadable("DEMO", "perhaps", "1 or 0")]}, Error, "DEMO is “perhaps”"),
    (checks.demonstration, {"DEMO": True, "SECURE": True}, Warning, "DEMO"),
]
RIGHT: list[tuple[Any, dict[str, Any]]] = [
    (checks.secret_key, {"SECRET_KEY_GIVEN": "x" * 50, "SITE_URL": REACHED}),
    (checks.secret_key, {"SECRET_KEY_GIVEN": "", "DEBUG": True, "SITE_URL": REACHED}),
    (checks.site_url, {"SITE_URL": REACHED}),
    (checks.site_url, {"SITE_URL": "http://127.0.0.1:8000"}),
    (checks.allowed_hosts, {"SITE_URL": REACHED, "ALLOWED_HOSTS": ["reports.example.kz"]}),
    (checks.allowed_hosts, {"SITE_URL": REACHED, "ALLOWED_HOSTS": ["*"]}),
    (checks.unreadable, {"UNREADABLE": []}),
    (checks.demonstration, {"DEMO": True, "SECURE": False}),
    (checks.demonstration, {"DEMO": False, "SECURE": True}),
]


def said(check: Any, values: dict[str, Any]) -> list[CheckMessage]:
    """Shown to the check alone: nothing else in the process believes them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setattr(f"django.conf.settings.{name}", value)
        return check(app_configs=None)


@pytest.mark.parametrize(("check", "values", "level", "words"), WRONG)
def test_a_wrong_setting_is_explained(
    check: Any, values: dict[str, Any], level: type[CheckMessage], words: str
) -> None:
    (message,) = said(check, values)
    assert type(message) is level
    assert words in f"{message.msg} {message.hint}"
    assert message.msg.endswith(".")
    assert message.hint
    assert message.id.startswith("unionreports.")


@pytest.mark.parametrize(("check", "values"), RIGHT)
def test_a_right_setting_is_passed_over(check: Any, values: dict[str, Any]) -> None:
    assert said(check, values) == []


def test_every_check_is_registered_and_has_a_number_of_its_own() -> None:
    written = {value for name, value in vars(checks).items() if getattr(value, "__module__", "") == checks.__name__}
    called = written - {checks.register, checks.site}
    assert called <= set(registry.registry.registered_checks)
    assert called == {check for check, *_ in WRONG} == {check for check, *_ in RIGHT}
    numbers = {(check, message.id) for check, values, *_ in WRONG for message in said(check, values)}
    assert len({number for _, number in numbers}) == len(numbers)


@override_settings(SECRET_KEY_GIVEN="x" * 50)
def test_the_settings_of_the_tests_themselves_are_right() -> None:
    for check, _ in RIGHT:
        assert check(app_configs=None) == []


# --- What cannot be read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "read", "stand_in"),
    [
        ("DATABASE_URL", "mysql://u:p@host/db", "database", {"ENGINE": "django.db.backends.dummy"}),
        ("DATABASE_URL", "nonsense", "database", {"ENGINE": "django.db.backends.dummy"}),
        ("DATABASE_URL", "", "database", {"ENGINE": "django.db.backends.dummy"}),
        ("DATABASE_URL", "postgres://u:p@host:port/db", "database", {"ENGINE": "django.db.backends.dummy"}),
        ("EMAIL_URL", "mail.example.kz:25", "mail", {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1}),
        ("EMAIL_URL", "", "mail", {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1}),
        ("TIME_ZONE", "Asia/Karaganda", "time_zone", "Asia/Almaty"),
        ("TIME_ZONE", "", "time_zone", "Asia/Almaty"),
        ("TIME_ZONE", "../etc/passwd", "time_zone", "Asia/Almaty"),
        ("EMAIL_TIMEOUT", "soon", "seconds", 20),
        ("EMAIL_TIMEOUT", "0", "seconds", 20),
        ("EMAIL_TIMEOUT", "-5", "seconds", 20),
    ],
)
def test_something_harmless_stands_for_what_cannot_be_read(
    name: str, value: str, read: str, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is stored where it would be forgotten, no letter is lost, and the check has the value to show."""
    monkeypatch.setenv(name, value)
    environment = Environment()
    defaults = {"database": "sqlite:///x", "mail": "consolemail://", "time_zone": "Asia/Almaty", "seconds": 20}
    given = getattr(environment, read)(name, default=defaults[read])
    assert stand_in.items() <= given.items() if isinstance(stand_in, dict) else given == stand_in
    (wrong,) = environment.unreadable
    assert wrong.name == name
    assert "p@" not in wrong.value


@pytest.mark.parametrize(
    ("value", "answer"),
    [("1", True), ("yes", True), ("True", True), ("0", False), ("off", False), ("", False), ("perhaps", None)],
)
def test_a_flag_is_yes_or_no(value: str, answer: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other word leaves the default and is reported: a guess would switch something on or off."""
    monkeypatch.setenv("DEMO", value)
    for default in (True, False):
        environment = Environment()
        assert environment.flag("DEMO", default=default) is (default if answer is None else answer)
        assert bool(environment.unreadable) == (answer is None)


# --- As an operator meets them --------------------------------------------------------------------------------------


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` with only that environment, as on a fresh machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | {"SECRET_KEY": "k3y-" * 20, "DATABASE_URL": "sqlite:///:memory:"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SITE_URL": "reports.example.kz"}, "SITE_URL is “reports.example.kz”"),
        ({"SITE_URL": REACHED}, "ALLOWED_HOSTS does not name “reports.example.kz”"),
        ({"SITE_URL": "http://[::"}, "SITE_URL is “http://[::”"),
        ({"DATABASE_URL": "mysql://u:secret@host/db"}, "DATABASE_URL is “mysql://host/db”"),
        ({"EMAIL_URL": "nonsense", "TIME_ZONE": "Asia/Karaganda"}, "TIME_ZONE is “Asia/Karaganda”"),
    ],
)
def test_the_command_line_says_it_too(environment: dict[str, str], words: str) -> None:
    """In one sentence, not in a traceback."""
    answer = manage("check", **environment)
    assert answer.returncode != 0
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "secret@" not in answer.stderr


def test_a_site_on_https_passes_the_check_for_deployment() -> None:
    answer = manage(
        "check",
        "--deploy",
        "--fail-level=WARNING",
        SITE_URL=REACHED,
        ALLOWED_HOSTS="reports.example.kz",
        SECRET_KEY="".join(f"{n * 7919 % 997:03x}" for n in range(30)),
        EMAIL_URL="smtp://localhost:25",
    )
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout
