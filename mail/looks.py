"""A last look before a letter leaves: between writing and sending its reader may have lost the office it speaks of.

Rooms above register, in `AppConfig.ready()`, who looks at the letters they write.
"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mail.models import Letter


class Verdict(Enum):
    SEND = "send"
    HOLD = "hold"  # not now; it is looked at again later
    WITHDRAW = "withdraw"  # never


# May change the letter's address, subject and texts, and tells why it is withdrawn in `last_error`.
Look: TypeAlias = "Callable[[Letter, datetime], Verdict]"
_looks: dict[str, Look] = {}


def register(purpose: str, look: Look) -> None:
    if _looks.setdefault(purpose, look) is not look:
        raise ValueError(f"Two rooms look at letters for “{purpose}”.")


def look_at(letter: "Letter", at: datetime) -> Verdict:
    look = _looks.get(letter.purpose)
    return look(letter, at) if look else Verdict.SEND
