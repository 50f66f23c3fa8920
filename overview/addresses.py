"""Where the numbers of the leadership's screen lead: the lists that give them, of the same level, period and day."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from overview.leadership import PERIOD, Screen


class Addresses:
    def __init__(self, screen: Screen) -> None:
        chosen = screen.selection.chosen
        asked = {name: chosen[name] for name in PERIOD if chosen.get(name)}
        self.day = {"as_of": screen.as_of} if screen.as_of != screen.today else {}
        self.level, self.screen = {"level": screen.level}, screen
        self.kept = {**self.level, **asked, **self.day}

    def obligations(self, **more: Any) -> str:
        return _address("reporting:obligations", {**self.kept, **more})

    def rates(self, **more: Any) -> str:
        return _address("reporting:rates", {**self.kept, **more})

    def here(self, page: str = "leadership", **more: Any) -> str:
        return _address(f"overview:{page}", {**self.kept, **more})

    def of_year(self, year: int) -> str:
        """The screen of another year."""
        return _address("overview:leadership", {**self.level, "year": year, **self.day})

    def year(self, row: Any) -> dict[str, Any]:
        """What narrows a list to the year of the row, whatever the period of the screen."""
        return dict.fromkeys(PERIOD, "") | {"year": row["year"]}

    def changes(self, status: str) -> str:
        return _address(
            "reporting:obligations", {**self.level, **self.day, "since": self.screen.since, "status": status}
        )

    def members(self, year: int, figure: str) -> str:
        return _address("membership:statistics", {"year": year, "sort": figure, **self.day}, "organizations")

    def campaign(self, name: str, pk: int, **more: str) -> str:
        return _address(f"campaigns:{name}", {**more, **self.day}, args=[pk])


def _address(name: str, query: dict[str, Any], place: str = "", args: Any = ()) -> str:
    words = {key: value.isoformat() if isinstance(value, date) else value for key, value in query.items()}
    asked = urlencode({key: value for key, value in words.items() if value not in (None, "")})
    return f"{reverse(name, args=args)}{'?' if asked else ''}{asked}{'#' if place else ''}{place}"
