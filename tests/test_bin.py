"""The business identification number and its checksum."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, strategies as st

from organizations.bin import check_digit, validate_bin

ELEVEN = st.from_regex(r"\A[0-9]{11}\Z")


def code(number: str) -> str:
    with pytest.raises(ValidationError) as refused:
        validate_bin(number)
    return refused.value.code


def test_a_right_number_passes() -> None:
    validate_bin("100140000003")


@pytest.mark.parametrize(
    "number", ["", "10014000000", "1001400000033", "10014000000x", "100140 00003", "１００１４０００００３３"]
)
def test_another_shape(number: str) -> None:
    assert code(number) == "bin_shape"


def test_a_wrong_last_digit_says_which_is_right() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_bin("100140000004")
    assert refused.value.code == "bin_checksum"
    assert refused.value.params == {"expected": 3, "found": "4"}


@given(ELEVEN)
def test_exactly_one_last_digit_is_right_or_none(first: str) -> None:
    right = [digit for digit in range(10) if _passes(f"{first}{digit}")]
    expected = check_digit(first)
    assert right == ([] if expected is None else [expected])


def _first_remainder(eleven: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(eleven, range(1, 12), strict=True)) % 11


@given(ELEVEN, st.integers(0, 9), st.integers(1, 9))
def test_one_mistyped_digit_is_noticed_where_the_first_weights_decide(first: str, place: int, shift: int) -> None:
    """The eleventh digit has the weight 11, which the remainder does not feel: its slips pass, as the rules have it."""
    wrong = f"{first[:place]}{(int(first[place]) + shift) % 10}{first[place + 1 :]}"
    assume(_first_remainder(first) < 10 and _first_remainder(wrong) < 10)
    assert not _passes(f"{wrong}{check_digit(first)}")


def _passes(number: str) -> bool:
    try:
        validate_bin(number)
    except ValidationError:
        return False
    return True
