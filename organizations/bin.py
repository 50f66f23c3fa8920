"""Business identification number (BIN): 12 digits, the last a checksum (rules of section 6 of the statistics page)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit for these eleven; None when no number with them is in use."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(int(digit) * weight for digit, weight in zip(first_eleven, weights, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None


def validate_bin(number: str) -> None:
    if len(number) != 12 or not number.isascii() or not number.isdigit():
        raise ValidationError(_("BIN has 12 digits, for example 100140000003."), code="bin_shape")
    expected = check_digit(number[:11])
    if expected is None:
        raise ValidationError(_("No BIN begins with these eleven digits: check them."), code="bin_unused")
    if expected != int(number[11]):
        raise ValidationError(
            _("The last digit of this BIN must be %(expected)s, not %(found)s: check all digits."),
            code="bin_checksum",
            params={"expected": expected, "found": number[11]},
        )
