"""Who looks at the pages: the apparatus and chairs of every level, with accounts and sessions as after signing in."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from bench.union import Size, address
from organizations.access import Position
from organizations.models import Appointment, Organization, Person
from organizations.sign_in import user_of

STAFF = 20
CHAIRS_OF_PRIMARIES = 20
BACKEND = "django.contrib.auth.backends.ModelBackend"


def entered(fact: Any, by: User) -> None:
    """Saved with its author in the history, as a form would."""
    fact._history_user = by
    fact.save()


def first_user() -> User:
    """Every later line has an author."""
    return User.objects.create_user(address("staff-00"))


def appoint_staff(by: User) -> None:
    union = Organization.objects.get(code="union")
    for n in range(STAFF):
        email = address(f"staff-{n:02d}")
        user, _made = User.objects.get_or_create(email=email)
        person = Person(name_ru=f"Сотрудник {n}", phone=f"+7 700 000 01 {n:02d}", email=email, user=user)
        office = Appointment(person=person, organization=union, position=Position.STAFF, from_day=date(2010, 1, 1))
        for fact in (person, office):
            entered(fact, by)


def let_chairs_in(size: Size, *, by: User, at: datetime) -> dict[str, User]:
    """Chairs of members and branches, and some of primaries; by the code of their organization."""
    codes = [f"m-{n:02d}" for n in range(size.members)] + [f"b-{n:03d}" for n in range(size.branches)]
    codes += [f"p-{n * 37 % size.primaries:05d}" for n in range(min(CHAIRS_OF_PRIMARIES, size.primaries))]
    offices = Appointment.objects.filter(position=Position.CHAIR, organization__code__in=codes)
    return {
        office.organization.code: user_of(office.person, language="kk" if n % 3 == 0 else "ru", by=by, at=at)
        for n, office in enumerate(offices.select_related("person", "organization").order_by("organization__code"))
    }


def sign_in(user: User) -> str:
    """The key of a session as it is after the password and, for the apparatus, the second factor."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    device, _made = TOTPDevice.objects.get_or_create(user=user, name="bench")
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.set_expiry(settings.SESSION_COOKIE_AGE)
    session.create()
    return str(session.session_key)
