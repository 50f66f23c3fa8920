"""The key that a telephone and the server share, and the codes both compute from it and the time (TOTP)."""

from base64 import b32encode
from binascii import unhexlify
from datetime import datetime
from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from accounts.models import User

NAME = "app"


def new_key() -> str:
    return random_hex(20)


def address(user: User, key: str) -> str:
    """What the picture says to the app."""
    return TOTPDevice(user=user, key=key, name=NAME).config_url


def in_words(key: str) -> str:
    """For those who type: groups of four letters."""
    letters = b32encode(unhexlify(key)).decode().rstrip("=")
    return " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def picture(text: str) -> SafeString:
    """A QR code as SVG with attributes only, as the content policy wants; drawn from `text`, holds none of it."""
    stream = BytesIO()
    segno.make(text, error="m").save(
        stream, kind="svg", scale=5, border=3, light="#fff", xmldecl=False, svgclass="qr", lineclass=None
    )
    return mark_safe(stream.getvalue().decode())  # noqa: S308 - squares, no text


def prove(user: User, key: str, token: str, *, at: datetime) -> TOTPDevice | None:
    """The device, saved, when its first code is right."""
    totp = TOTP(unhexlify(key))
    totp.time = at.timestamp()
    if not totp.verify(int(token), tolerance=1):
        return None
    return TOTPDevice.objects.create(user=user, key=key, name=NAME, confirmed=True, last_t=totp.t())
