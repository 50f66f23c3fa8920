"""How a person of the registry gets an account, and who may let whom in."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organizations.access import PERMISSIONS, Permission, appointments_of, can
from organizations.authors import sign
from organizations.models import Level, Organization, Person


def may_let_in(keeper: Any, person: Person, day: date) -> bool:
    """Staff let in everybody below; into the apparatus only administrators do: a code for its account is the account."""
    offices = person.appointments.current_on(day).select_related("organization")
    powerful = any(Permission.KEEP_REGISTRY in PERMISSIONS[office.position] for office in offices)
    if powerful or any(office.organization.level == Level.UNION for office in offices):
        return can(keeper, Permission.ADMINISTER)
    return can(keeper, Permission.KEEP_REGISTRY)


def may_appoint(keeper: Any, organization: Organization) -> bool:
    """Whoever holds an office of the union itself sees all of it, so only administrators give one."""
    permission = Permission.ADMINISTER if organization.level == Level.UNION else Permission.KEEP_REGISTRY
    return can(keeper, permission, organization)


def user_of(person: Person, *, language: str, by: Any, at: datetime) -> User:
    """The account of this person, made when there is none: without a password, so that only keys let in."""
    if person.user:
        if not person.user.is_active:
            raise ValidationError(_("This person may not sign in. Allow it first."))
        return person.user
    if not person.email:
        raise ValidationError(_("Enter the person's e-mail first: people sign in by it."))
    email = person.email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise ValidationError(_("Somebody else signs in with this e-mail. Every person needs one of their own."))
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    person.user = User.objects.create_user(email, None, language=language, joined_on=timezone.localdate(at))
    sign(person, by, str(_("Account made")))
    person.save()
    return person.user


def office_in_words(person: Person, user: User) -> str:
    """For the letter, in the language of its reader."""
    with translation.override(user.language):
        offices = person.appointments.filter(ended_on=None).select_related("organization")
        return "; ".join(f"{office.organization.name}, {office.title}" for office in offices) or person.name


def contact(keeper: Any) -> str:
    """Whom to call about the letter: the one who sent it, and the number of the apparatus."""
    me = next((office.person for office in appointments_of(keeper)), None)
    union = Organization.objects.visible_to(keeper).filter(level=Level.UNION).first()
    phone = (me.phone if me else "") or (union.phone if union else "")
    return ", ".join(filter(None, [me.name if me else "", phone]))
