"""Form fields of the registry: a body named by code or name, a telephone number that dials."""

import re
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from organizations.querysets import OrganizationQuerySet

# Addresses of this room that a code would hide.
RESERVED = {"new", "import", "people", "personnel"}
MOST_NAMED = 5
NUMBER = re.compile(r"\+?[\d\s()\-.]+")
FEWEST_DIGITS, MOST_DIGITS = 5, 15


def clean_phone(text: str) -> str:
    """One number with single spaces. A second one would make the link that dials call nobody."""
    number = " ".join(text.replace("\u00a0", " ").split())
    digits = sum(map(str.isdigit, number))
    if number and not (NUMBER.fullmatch(number) and FEWEST_DIGITS <= digits <= MOST_DIGITS):
        raise ValidationError(_("Write one telephone number, like +7 701 555 00 00."), code="phone")
    return number


class PhoneField(forms.CharField):
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off", "class": "width-20"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "required": False, "label": _("Telephone"), **kwargs})

    def clean(self, value: Any) -> str:
        return clean_phone(super().clean(value))


class OrganizationField(forms.CharField):
    """Thousands of bodies are too many for a list: people write the code, or words of the name that fit one only.

    `choices_from` is set by the form to what the person may see.
    """

    choices_from: OrganizationQuerySet

    def __init__(self, **kwargs: Any) -> None:
        hint = _("Code, or words of the name that fit one body only.")
        super().__init__(**{"max_length": 150, "help_text": hint, **kwargs})
        self.widget.attrs.update({"class": "width-30", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Organization):
            return value
        text = super().to_python(value)
        if not text:
            return None
        validators.ProhibitNullCharactersValidator()(text)
        if exact := self.choices_from.filter(code=text.lower()).first():
            return exact
        found = list(self.choices_from.found_by(text).in_order()[: MOST_NAMED + 1])
        if not found:
            raise ValidationError(_("No body was found by “%(text)s”."), params={"text": text}, code="unknown")
        if len(found) > 1:
            raise _several(found)
        return found[0]

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Organization):
            return value.code
        if isinstance(value, int):
            return self.choices_from.filter(pk=value).values_list("code", flat=True).first() or ""
        return value


def _several(found: list[Organization]) -> ValidationError:
    named = "; ".join(f"{one.name} – {one.code}" for one in found[:MOST_NAMED])
    more = " …" if len(found) > MOST_NAMED else ""
    return ValidationError(
        _("Several bodies fit, write the code of one: %(named)s"), params={"named": named + more}, code="several"
    )
