"""Forms of the doors: password, one-time code, new password, second factor."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import passwords
from accounts.models import User

WRONG = _("The e-mail or the password is wrong. Check the language of the keyboard and Caps Lock.")
WRONG_CODE = _("The e-mail or the code is wrong, or the code has expired. Ask for a new one by telephone.")


class AddressField(forms.EmailField):
    """The address people sign in by, in one spelling, so that a lock cannot be got around with capitals."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"required": _("Enter your e-mail."), "invalid": _("Enter an e-mail like name@example.kz.")}
        widget = forms.EmailInput(attrs={"autocomplete": "username", "class": "width-30"})
        super().__init__(**{"label": _("E-mail"), "error_messages": words, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        return super().clean(value).lower()


def password_field(label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "width-30"})
    words = {"required": _("Enter the password.")}
    return forms.CharField(label=label, strip=False, widget=widget, error_messages=words, **kwargs)


class SignInForm(forms.Form):
    """`user` after validation. The answer is the same for an unknown address, a wrong password, a disabled user."""

    username = AddressField()
    password = password_field(_("Password"), "current-password")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.user: User | None = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "username" in cleaned and "password" in cleaned:
            found = authenticate(self.request, username=cleaned["username"], password=cleaned["password"])
            if not isinstance(found, User):
                raise ValidationError(WRONG, code="wrong")
            self.user = found
        return cleaned


class CodeForm(forms.Form):
    username = AddressField()
    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        help_text=_("Eight digits that the department reads out by telephone. Valid for 30 minutes."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "width-10"}),
        error_messages={"required": _("Enter the code.")},
    )


class ResetForm(forms.Form):
    email = AddressField()


class NewPasswordForm(forms.Form):
    password = password_field(_("New password"), "new-password", help_text=passwords.HINT)
    again = password_field(_("The same password once more"), "new-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        passwords.check(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean_again(self) -> str:
        if "password" in self.cleaned_data and self.cleaned_data["again"] != self.cleaned_data["password"]:
            raise ValidationError(_("The two passwords differ. Type both once more."))
        return self.cleaned_data["again"]

    def save(self) -> None:
        self.user.set_password(self.cleaned_data["password"])
        self.user.save(update_fields=["password"])


class ChangePasswordForm(NewPasswordForm):
    """Asks for the present password, unless the person came by invitation or code and has none."""

    present = password_field(_("Present password"), "current-password")
    field_order = ["present", "password", "again"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        if not user.has_usable_password():
            del self.fields["present"]

    def clean_present(self) -> str:
        if not self.user.check_password(self.cleaned_data["present"]):
            raise ValidationError(_("The present password is wrong."))
        return self.cleaned_data["present"]


class SecondFactorForm(forms.Form):
    token = forms.CharField(
        label=_("Code from the app"),
        max_length=12,
        help_text=_("Six digits that change every 30 seconds."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "width-5"}),
        error_messages={"required": _("Enter the code.")},
    )

    def clean_token(self) -> str:
        digits = "".join(self.cleaned_data["token"].split())
        if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
            raise ValidationError(_("The code has six digits."))
        return digits
