"""Form fields for what clerks type and files they hand in. The wrong value stays in the field as it was typed."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from documents.cells import grouped
from documents.dates import short_day
from documents.reading import read_date, read_decimal, read_integer, row_number
from documents.uploads import ALLOWED, Accepted, check_upload

LARGEST_WHOLE = 2_147_483_647
MOST_FILES = 20


class ReadField(forms.Field):
    """Text on the page, a value behind it: `read` turns one into the other, `print` the other way."""

    widget = forms.TextInput
    inputmode = "text"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": self.inputmode, "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        return None if value in self.empty_values else self.read(value)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, (str, list)) else self.print(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def read(self, value: Any) -> Any:
        raise NotImplementedError

    def print(self, value: Any) -> str:
        return str(value)


class DayField(ReadField):
    """A day in any of the ways people write it. On a phone the keypad with digits and a comma is enough:
    30,11,2026 and 30112026 are read as well."""

    inputmode = "decimal"

    def read(self, value: Any) -> date | None:
        return read_date(value)

    def print(self, value: date | datetime) -> str:
        return short_day(value)


class _BoundedField(ReadField):
    def __init__(self, *, min_value: Any = 0, max_value: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_value, self.max_value = min_value, max_value
        if min_value is not None:
            self.validators.append(validators.MinValueValidator(min_value))
        if max_value is not None:
            self.validators.append(validators.MaxValueValidator(max_value))
        self.bounds = len(self.validators)


class WholeNumberField(_BoundedField):
    inputmode = "numeric"

    def run_validators(self, value: Any) -> None:
        """Millions are read of spreadsheets: what lies within the bounds is not asked twice."""
        if type(value) is int and self._lies_within(value) and len(self.validators) == self.bounds:
            return
        super().run_validators(value)

    def _lies_within(self, value: int) -> bool:
        above = self.min_value is None or self.min_value <= value
        return above and (self.max_value is None or value <= self.max_value)

    def __init__(self, *, max_value: int | None = LARGEST_WHOLE, **kwargs: Any) -> None:
        super().__init__(max_value=max_value, **kwargs)

    def read(self, value: Any) -> int | None:
        return read_integer(value)

    def print(self, value: Any) -> str:
        return grouped(value)


class DecimalField(_BoundedField):
    """At most `places` digits after the comma; more are refused, not rounded."""

    inputmode = "decimal"

    def __init__(self, *, places: int = 2, max_digits: int = 12, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(validators.DecimalValidator(max_digits, places))

    def read(self, value: Any) -> Decimal | None:
        return read_decimal(value)

    def print(self, value: Any) -> str:
        return str(value).replace(".", ",")


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their numbers. A number that no database counts to is a wrong choice like any other."""

    def clean(self, value: Any) -> Any:
        for pk in value if isinstance(value, (list, tuple)) else ():
            if row_number(str(pk)) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": pk}
                )
        return super().clean(value)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


def _accept(kinds: Collection[str]) -> str:
    return ",".join(f".{kind}" for kind in (*kinds, *(["jpeg"] if "jpg" in kinds else [])))


class UploadField(forms.FileField):
    """A file of the allow-list, looked into. What it really is stands in `file.accepted`."""

    widget = forms.FileInput

    def __init__(self, *, kinds: Collection[str] = ALLOWED, **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        # An empty file gets the sentence of the check, not Django's.
        super().__init__(**{"allow_empty_file": True, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": _accept(self.kinds)}

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if data and file is data:
            file.accepted = self.check(file)
        return file

    def check(self, file: File) -> Accepted:
        return check_upload(file, kinds=self.kinds)


class MultipleUploadField(UploadField):
    """Several files at once, up to `most`; a refusal names the file it is about."""

    widget = FilesInput

    def __init__(self, *, most: int = MOST_FILES, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        if not files:
            super().clean(None, initial)
            return []
        if len(files) > self.most:
            raise ValidationError(_("At most %(limit)s files at once."), code="too_many", params={"limit": self.most})
        errors: list[ValidationError] = []
        cleaned = [self._one(file, errors) for file in files]
        if errors:
            raise ValidationError(errors)
        return cleaned

    def _one(self, file: Any, errors: list[ValidationError]) -> Any:
        try:
            return super().clean(file)
        except ValidationError as refusal:
            errors += [
                ValidationError(
                    _("File “%(name)s”: %(message)s"),
                    code=error.code,
                    params={"name": file.name, "message": error.messages[0]},
                )
                for error in refusal.error_list
            ]
            return None
