"""A union to be looked at from above: every state of a report, membership of two years, a campaign; and a walk from the
numbers of a page to the lists that give them."""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from campaigns.models import LevelProgress
from organizations.models import Organization
from organizations.regions import REGIONS, enter_missing
from reporting.models import Obligation, Requirement
from tests.matrix import Sample, sample_of
from tests.membership_world import make_report, membership_requirement
from tests.world import NOON, TODAY, World, at, make_organization, make_requirement

JULY = date(2023, 7, 20)


def add_states(world: World, code: str, due_on: date, members: list[Organization]) -> None:
    """What `code` asks, in one state after another; nothing has come yet of what is due later."""
    requirement = make_requirement(code, due_on=due_on, asked_on=due_on.replace(month=1, day=10))
    requirement.audience.set(members)
    requirement.open(by=world.saule, at=at(requirement.asked_on), until=TODAY)
    for number, member in enumerate(members if due_on <= TODAY else ()):
        owed = Obligation.objects.get(requirement=requirement, organization=member)
        bring_about(world, owed, ("on_time", "late", "missing", "returned", "received", "exempt", "twice")[number % 7])


def bring_about(world: World, owed: Obligation, state: str) -> None:
    """The verbs that lead to a state, about the due day of what is owed."""
    who, due = {"by": world.saule, "at": NOON}, owed.original_due_on
    early, later = due.replace(day=1), min(due.replace(day=due.day + 2), TODAY)
    if state in ("on_time", "returned", "twice"):
        owed.submit(received_on=early, **who)
    if state in ("returned", "twice"):
        owed.return_(returned_on=early, correct_by=later, reason="Нет дат", remarks=[("", "Нет")], **who)
    if state in ("late", "twice"):
        owed.submit(received_on=later, **who)
    if state == "received":
        owed.submit(received_on=later, day_stated=False, channel="unknown", **who)
    if state == "exempt":
        owed.exempt(decided_on=early, reason="Учреждена недавно", **who)


def led(world: World) -> Sample:
    sample = sample_of(world)
    enter_missing(set(REGIONS))
    Organization.objects.filter(code="akmola").update(region="KZ-11")
    members = [world.karaganda, world.akmola]
    for iso in ("KZ-10", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33"):
        name_ru, name_kk = REGIONS[iso]
        members.append(
            make_organization(f"region-{iso[3:]}", "member", world.union, name_ru, short_kk=name_kk, region_id=iso)
        )
    add_states(world, "last_year", date(2022, 9, 20), members)
    add_states(world, "this_year", date(2023, 8, 28), members)
    add_states(world, "ahead", date(2023, 12, 20), members[:2] + members[5:6])
    Requirement.objects.filter(code="membership_report").update(code="of_the_matrix")
    membership_requirement(world)
    for number, member in enumerate(members[:6]):
        for year in (2022, 2023):
            make_report(member, year, employed=900 + 10 * number + year - 2022, employees=1000 + 10 * number)
    LevelProgress.record(
        campaign=sample.campaign, organization=world.karaganda, level="primary", held=3, total=7, told_on=JULY,
        source="письмо", by=world.saule, at=NOON,
    )  # fmt: skip
    return sample


# --- From numbers to lists ------------------------------------------------------------------------------------------


@dataclass
class Link:
    href: str
    behind: str
    text: str = ""


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []
        self.open: Link | None = None
        self.is_main = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        self.is_main = self.is_main or tag == "main"
        if tag == "a" and self.is_main and given.get("href"):
            self.open = Link(given["href"], given.get("data-behind") or "")
            self.found.append(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.open = None
        self.is_main = self.is_main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self.open is not None:
            self.open.text += data


NUMBER = re.compile(r"\s*(\d[\d\s\u00a0]*(?:,\d+)?)\s*(%?)")


def numbers_of(page: str) -> list[tuple[Link, float]]:
    """Links that begin with a number and lead elsewhere: a year is no number of anything."""
    parser = _Links()
    parser.feed(page)
    found = []
    for link in parser.found:
        if (said := NUMBER.match(link.text)) and not re.fullmatch(r"\s*20\d\d\s*", link.text):
            found.append((link, float(re.sub(r"\s", "", said[1]).replace(",", "."))))
    return found


def told_by_list(client: Client, link: Link, here: str, known: dict[str, Any]) -> float:
    """What the list behind a link says: its number of rows, or the sum that the link names."""
    address = urlsplit(link.href)
    asked = f"{address.path or here}?{address.query}"
    if asked not in known:
        answer = client.get(f"{asked}&as=json")
        assert answer.status_code == 200, (link.href, answer.content[:200])
        known[asked] = json.loads(answer.content)
    table = known[asked]
    key = link.behind or parse_qs(address.query).get("sort", ["rows"])[0]
    if key == "rows":
        return len(table["rows"])
    value = table["totals"][key]
    shown = Decimal(str(value)) * (100 if key.startswith("rate") else 1)
    return float(shown.quantize(Decimal("0.1"), ROUND_HALF_UP))


def walked(client: Client, address: str) -> tuple[int, list[tuple[str, float, float]]]:
    """How many numbers of the page lead to a list, and those whose list says another number."""
    answer = client.get(address)
    assert answer.status_code == 200
    links, known = numbers_of(answer.content.decode()), {}
    here = urlsplit(address).path
    told = [(link.href, number, told_by_list(client, link, here, known)) for link, number in links]
    return len(links), [one for one in told if one[1] != one[2]]
