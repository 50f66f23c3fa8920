"""Walks the site as a signed-in person: follows links and sends every form empty, so that its errors are seen, too."""

import html
import re
from collections import Counter, deque
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import resolve

LINK = re.compile(r'<a\s[^>]*?href="([^"]+)"')
FORM = re.compile(r"<form\b([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')
# They end the walk or switch its language.
LEFT_ALONE = {"sign_out", "language", "logout", "jsi18n"}
Seen = Callable[[str, str], None]


def walk(client: Client, start: str, seen: Seen, *, each: int = 2) -> Counter[str]:
    """Calls `seen(address, page)` for every page; opens at most `each` addresses of one view and one set of filters."""
    opened: Counter[str] = Counter()
    waiting = deque([("GET", start)])
    while waiting:
        method, address = waiting.popleft()
        kind = f"{method} {_kind(address)}"
        if opened[kind] >= each or resolve(urlsplit(address).path).url_name in LEFT_ALONE:
            continue
        opened[kind] += 1
        response = client.get(address) if method == "GET" else client.post(address, {})
        if response.get("Location"):
            waiting.append(("GET", _inside(address, response["Location"])))
        elif response.get("Content-Type", "").startswith("text/html"):
            page = response.content.decode()
            seen(address, page)
            waiting.extend(_next(address, page))
    return opened


def _kind(address: str) -> str:
    """The view and the names of what stands after "?"."""
    parts = urlsplit(address)
    names = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    return f"{resolve(parts.path).view_name} {' '.join(names)}".strip()


def _next(address: str, page: str) -> list[tuple[str, str]]:
    found = [("GET", _inside(address, html.unescape(link))) for link in LINK.findall(page)]
    for attributes in FORM.findall(page):
        form = dict(ATTRIBUTE.findall(attributes))
        if form.get("method", "").lower() == "post":
            found.append(("POST", _inside(address, html.unescape(form.get("action") or address))))
    return [(method, link) for method, link in found if link]


def _inside(address: str, link: str) -> str:
    """An address of this site without its fragment; empty when it leads elsewhere or to a file."""
    joined = urldefrag(urljoin(f"http://testserver{address}", link)).url
    parts = urlsplit(joined)
    if parts.netloc != "testserver" or parts.path.startswith(("/static/", "/media/")):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
