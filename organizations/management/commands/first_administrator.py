"""`manage.py first_administrator EMAIL`: the first person of an empty registry, who lets in everybody else."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import OneTimeKey, User
from organizations.access import Position
from organizations.authors import sign
from organizations.models import Appointment, Kind, LegalKind, Level, Organization, Person


class Command(BaseCommand):
    help = "Appoints the first administrator and prints a link to choose a password, good once and for 72 hours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", help="Full name, surname first; default: the e-mail")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        email = _checked(options["email"])
        present = Appointment.objects.current_on(timezone.localdate(now)).filter(position=Position.ADMINISTRATOR)
        if present.filter(person__user__is_active=True).exclude(person__user__last_login=None).exists():
            raise CommandError("An administrator is in office and has signed in: let them appoint others on the site.")
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, None)
        if not Appointment.objects.filter(person__user=user, position=Position.ADMINISTRATOR, ended_on=None).exists():
            _appoint(user, options["name"] or email)
        secret = OneTimeKey.issue(user, OneTimeKey.Kind.LINK, by=user, at=now)
        path = reverse("accounts:invitation", args=[secret])
        self.stdout.write(f"Choose a password here, once and within 72 hours:\n{settings.SITE_URL}{path}")


def _checked(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"“{email}” is no e-mail.") from error
    return email.strip().lower()


def _appoint(user: User, name: str) -> None:
    person = Person.objects.filter(user=user).first() or Person(name_ru=name, email=user.email, user=user)
    office = Appointment(person=person, organization=_union(user), position=Position.ADMINISTRATOR)
    for record in (person, office):
        sign(record, user, "first_administrator")
        record.save()


def _union(user: User) -> Organization:
    union = Organization.objects.filter(level=Level.UNION).first()
    if union is None:
        names: dict[str, str] = {}
        for language in ("ru", "kk"):
            with translation.override(language):
                name = gettext("Kazakhstan sectoral trade union of workers of education, science and higher education")
                names |= {f"legal_name_{language}": name, f"short_{language}": name[:150]}
        union = Organization(code="union", level=Level.UNION, kind=Kind.UNION, legal_kind=LegalKind.UNION, **names)
        sign(union, user, "first_administrator")
        union.save()
    return union
