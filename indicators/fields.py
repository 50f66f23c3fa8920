"""A figure as people write it: 1 234, ≈ 1 200, около 1200, шамамен 1200; a dash is no data."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.cells import grouped
from documents.fields import ReadField
from documents.reading import read_decimal, read_integer
from indicators.checks import LARGEST, Stated
from indicators.showing import number
from reporting.answer_cells import DASHES

ABOUT = re.compile(r"^(?:≈|~|±|около|примерно|приблизительно|шамамен|жуық шамамен)\s*(?=\d)", re.IGNORECASE)


class FigureField(ReadField):
    """`decimals`: so many digits after the comma at most; more are refused and not rounded."""

    def __init__(self, *, decimals: int = 0, **kwargs: Any) -> None:
        self.decimals = decimals
        # On a phone the digits come first; who writes “about” has the letters one key away.
        self.inputmode = "decimal" if decimals else "numeric"
        super().__init__(**{"widget": forms.TextInput(attrs={"class": "width-20"}), "required": False, **kwargs})

    def read(self, value: Any) -> Stated | None:
        if isinstance(value, Stated):
            return value
        text = value.strip() if isinstance(value, str) else value
        if isinstance(text, str) and (not text or text in DASHES):
            return None
        about = ABOUT.match(text) if isinstance(text, str) else None
        read = self._number(text[about.end() :] if about else text, value)
        return None if read is None else Stated(read, bool(about))

    def _number(self, text: Any, typed: Any) -> Decimal | None:
        found = read_decimal(text) if self.decimals else read_integer(text)
        if found is None:
            return None
        read = Decimal(found)
        if read < 0:
            raise ValidationError(_("A figure cannot be less than zero."), code="negative")
        if read >= LARGEST:
            raise ValidationError(
                _("“%(value)s” is too large a number."), code="too_large", params={"value": str(typed)[:60]}
            )
        exponent = read.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.decimals:
            raise ValidationError(
                _("At most %(places)s digits after the comma."), code="places", params={"places": self.decimals}
            )
        return read

    def print(self, value: Any) -> str:
        return number(value, self.decimals) if isinstance(value, Stated) else grouped(value, self.decimals)


class YesNoField(forms.ChoiceField):
    """Yes, no, or no data."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("yes", _("yes")), ("no", _("no")), ("", _("no data"))]
        super().__init__(choices=choices, required=False, widget=forms.RadioSelect(attrs={"class": "inline"}), **kwargs)

    def clean(self, value: Any) -> Stated | None:
        return {"yes": Stated(Decimal(1)), "no": Stated(Decimal(0))}.get(super().clean(value))
