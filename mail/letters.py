"""One look for every letter, as text and as HTML, in the language that is switched on."""

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string

from mail.models import Letter, post


def write(
    *,
    to: str,
    subject: str,
    paragraphs: Sequence[str],
    at: datetime,
    url: str = "",
    url_text: str = "",
    contact: str = "",
) -> Letter:
    """Queue a letter: paragraphs, one link after all but the last of them, and a person to call (`contact`)."""
    *before, last = paragraphs
    context = {"subject": subject, "before": before, "last": last, "url": url, "url_text": url_text, "contact": contact}
    return post(
        to=to,
        subject=subject,
        text=render_to_string("mail/letter.txt", context),
        html=render_to_string("mail/letter.html", context),
        at=at,
    )
