"""Rules of a new password, each refusal in our own words: Django's are not in Kazakh."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User

HINT = _("At least 10 characters. A few words in a row are easy to remember and hard to guess.")
SENTENCES = {
    "password_too_short": _("The password is too short: it needs at least 10 characters."),
    "password_too_common": _("This password is on the list of the most used ones. Choose another."),
    "password_too_similar": _("The password resembles your e-mail. Choose another."),
    "password_entirely_numeric": _("The password has digits only. Add a few letters."),
}


def check(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError(
            [ValidationError(SENTENCES.get(one.code or "", one.message), code=one.code) for one in error.error_list]
        ) from error
