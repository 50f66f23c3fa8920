"""Django's mail over SMTP, which also knows whether a silence leaves a letter in doubt.

A server that falls silent before the letter itself was read to it has not got it. After that nobody can tell: it may
have taken the letter and died before it said so.
"""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Doubting:
    """Mixed into the connections of smtplib: `in_doubt` from the letter's first line until the server has answered."""

    in_doubt = False

    def mail(self, *args: Any, **kwargs: Any) -> Any:
        self.in_doubt = False
        return super().mail(*args, **kwargs)  # type: ignore[misc]

    def data(self, *args: Any, **kwargs: Any) -> Any:
        self.in_doubt = True
        answer = super().data(*args, **kwargs)  # type: ignore[misc]
        self.in_doubt = False
        return answer


class Plain(Doubting, smtplib.SMTP):
    pass


class Encrypted(Doubting, smtplib.SMTP_SSL):
    pass


class Backend(smtp.EmailBackend):
    @property
    def connection_class(self) -> Any:
        return Encrypted if self.use_ssl else Plain
