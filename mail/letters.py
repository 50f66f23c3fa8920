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
    text, html = texts_of(subject=subject, paragraphs=paragraphs, url=url, url_text=url_text, contact=contact)
    return post(to=to, subject=subject, text=text, html=html, at=at)


def texts_of(
    *, subject: str, paragraphs: Sequence[str], url: str = "", url_text: str = "", contact: str = ""
) -> tuple[str, str]:
    """As text and as HTML, for who queues many letters at once."""
    *before, last = paragraphs
    context = {"subject": subject, "before": before, "last": last, "url": url, "url_text": url_text, "contact": contact}
    return render_to_string("mail/letter.txt", context), render_to_string("mail/letter.html", context)
