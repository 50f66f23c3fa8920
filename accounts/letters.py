"""Letters that let a person in. Links begin with SITE_URL: the host that a request claims is not trusted."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts.models import User
from mail.letters import write
from mail.models import Letter

# Whoever presses the button again at once, or for somebody else, fills no mailbox.
PAUSE = timedelta(minutes=5)


def post_reset(user: User, *, at: datetime) -> Letter | None:
    with translation.override(user.language):
        subject = _("A new password for union reports")
        if Letter.objects.filter(to=user.email, subject=subject, queued_at__gt=at - PAUSE).exists():
            return None
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        path = reverse("accounts:password_reset_confirm", args=[uid, default_token_generator.make_token(user)])
        return write(
            to=user.email,
            subject=subject,
            paragraphs=[
                _("Somebody, most likely you, asked for a new password. Choose it on this page:"),
                _("The link works once and for 72 hours. If it was not you, do nothing: the old password stays."),
            ],
            url=f"{settings.SITE_URL}{path}",
            url_text=_("Choose a new password"),
            at=at,
        )


def post_invitation(user: User, secret: str, *, office: str, contact: str, at: datetime) -> Letter:
    """`office`: what the person is appointed to, in words; `contact`: whom to call."""
    with translation.override(user.language):
        path = reverse("accounts:invitation", args=[secret])
        return write(
            to=user.email,
            subject=_("Your sign-in to union reports"),
            paragraphs=[
                _("You are invited to union reports: {office}.").format(office=office),
                _("Open the page and choose a password:"),
                _("The link works once and for 72 hours."),
            ],
            url=f"{settings.SITE_URL}{path}",
            url_text=_("Choose a password and sign in"),
            contact=contact,
            at=at,
        )
