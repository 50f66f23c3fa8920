"""People at their browsers: a session, the pages they open, the form a chair hands in."""

import http.client
import json
import re
import time
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from bench.noting import HEADER

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
CARRIED = {"csrfmiddlewaretoken", "version", "token", "files", "text"}


@dataclass(frozen=True)
class Sample:
    page: str
    seconds: float
    queries: int
    megabytes: int


@dataclass
class Guests:
    """Whom the built union lets in, as `bench.inviting` wrote it down."""

    cookie: str
    staff: list[str]
    chairs: list[str]
    campaign: int
    year: int
    # A session, and the numbers of obligations whose form is open to it.
    forms: list[tuple[str, int]]

    @classmethod
    def read(cls, path: Path) -> "Guests":
        return cls(**json.loads(path.read_text()))

    def pages(self) -> dict[str, str]:
        """What the apparatus opens: a hundred rows each; totals over one level and one year."""
        of_a_year = f"level=primary&year={self.year}"
        return {
            "board": f"/?{of_a_year}",
            "attention": "/attention/",
            "leadership": "/leadership/",
            "obligations": f"/reporting/?{of_a_year}",
            "rates": f"/reporting/rates/?{of_a_year}",
            "campaign": f"/campaigns/{self.campaign}/",
            "search": f"/organizations/?q={quote('мектеп Теміртау')}",
            "membership": "/membership/",
            "by primaries": f"/membership/?{of_a_year}",
            "changes": f"/membership/changes/?{of_a_year}",
            "trend": "/membership/trend/?level=primary",
            "years": "/membership/years/",
            "regions": "/membership/regions/",
            "errors": f"/membership/errors/?{of_a_year}",
        }

    def pages_of_chair(self) -> dict[str, str]:
        """What the chair of the largest member organization opens."""
        return {
            "tasks": "/",
            "own membership": "/membership/",
            "own discipline": "/organizations/m-00/discipline/",
            "reports below": f"/membership/organizations/m-00/{self.year}/",
        }


class Refused(Exception):
    """An answer that is no page: the figures would be those of an error."""


@dataclass
class Visitor:
    port: int
    cookie: str
    session: str
    samples: list[Sample] = field(default_factory=list)
    csrf: str = ""

    def get(self, page: str, path: str) -> str:
        return self._ask(page, "GET", path, None)

    def post(self, page: str, path: str, data: list[tuple[str, str]]) -> str:
        return self._ask(page, "POST", path, urlencode(data))

    def _ask(self, page: str, method: str, path: str, body: str | None) -> str:
        headers = {"Cookie": f"{self.cookie}={self.session}; csrf={self.csrf}", "Host": f"127.0.0.1:{self.port}"}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.csrf}
        started = time.perf_counter()
        # gunicorn's plain workers close after each answer, as behind a proxy that does not hold connections.
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read().decode()
        seconds = time.perf_counter() - started
        connection.close()
        self._keep_csrf(answer)
        if answer.status not in ({200} if body is None else {302}):
            raise Refused(f"{method} {path}: {answer.status}")
        queries, megabytes = map(int, (answer.getheader(HEADER) or "0 0").split())
        self.samples.append(Sample(page, seconds, queries, megabytes))
        return content if body is None else str(answer.getheader("Location"))

    def _keep_csrf(self, answer: Any) -> None:
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("csrf="):
                self.csrf = cookie.split(";")[0].removeprefix("csrf=")

    def hand_in(self, obligation: int) -> None:
        """The whole way: the form, its answers kept, the check, the hand-in, the receipt."""
        place = f"/reporting/obligations/{obligation}"
        page = self.get("form", f"{place}/answer/")
        text = "Сведения по организации приведены полностью. " * 20
        self.post("save", f"{place}/answer/", [*_hidden(page), ("text", text), ("action", "check")])
        check = self.get("check", f"{place}/check/")
        receipt = self.post("submit", f"{place}/submit/", _hidden(check))
        self.get("receipt", receipt)


def _hidden(page: str) -> list[tuple[str, str]]:
    """What the form carries beside what is typed."""
    found = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    return [(name, value) for name, value in found.items() if name in CARRIED]
