"""The named world (see world.py) and the fixed day: 4 September 2023, noon in Almaty."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import translation
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.world import NOON, World, remember_world, world_again
from unionreports.room import with_room


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    """Pytest's own, in the room that the server has, too: a quarter less of the time of tests that ask for pages."""
    return with_room(session.config.pluginmanager.getplugin("main").pytest_runtestloop)(session)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database: the rest has run beside it, and says the same."""
    if not on_postgresql():
        return
    elsewhere = [item for item in items if not touches_database(item)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if touches_database(item)]


def on_postgresql() -> bool:
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


def touches_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return (
        marked
        or item.get_closest_marker("once") is not None
        or bool({"db", "transactional_db"} & set(getattr(item, "fixturenames", ())))
    )


@pytest.fixture(autouse=True)
def fixed_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """A browser has a clock of its own, so tests that open one travel by themselves where they must."""
    if request.node.get_closest_marker("browser"):
        yield
        return
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def russian() -> Iterator[None]:
    """Each test begins in the site's first language, whatever the one before switched to."""
    with translation.override("ru"):
        yield


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """PostgreSQL walks through the migrations. SQLite gets the tables that the models describe, in a tenth of the
    time; tests/test_migrations.py says that the migrations lead to the same."""
    return on_postgresql()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Builds the world once, by the application's own verbs, and remembers its rows; the database stays empty."""
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=False), translation.override("ru"):
        remember_world()


@pytest.fixture
def world(db: None) -> World:
    """The remembered rows, put back: a tenth of the time that building takes, for hundreds of tests."""
    return world_again()


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """`signed_in(user)`: a client of that person, past the second factor; `verified=False` stands before it."""

    def sign_in(user: User, *, verified: bool = True) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        if verified:
            device = TOTPDevice.objects.create(user=user, name="test")
            session = client.session
            session[DEVICE_ID_SESSION_KEY] = device.persistent_id
            session.save()
        return client

    return sign_in
