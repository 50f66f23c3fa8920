"""Every link of the demonstration leads somewhere: whoever follows it from page to page meets no refusal."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from accounts.models import User
from tests.demonstration import standing

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# A file, another language, the way out, the admin with pages of its own.
ELSEWHERE = re.compile(r"/(admin|static|media|accounts/sign-out)/|[?&]as=")
# One page of each address is enough, whatever row it is about. Of bodies too, for those who see all of them; to a chair
# each may be out of sight.
ROW = re.compile(r"(?<=/)\d+(?=/)")
ROW_OR_BODY = re.compile(rf"{ROW.pattern}|(?<=/organizations/)[\w-]+")
ENOUGH = 220


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker):
        yield


@pytest.mark.parametrize(
    ("who", "one_of"), [("karaganda", ROW), ("panfilov", ROW), ("assistant.karaganda", ROW), ("staff", ROW_OR_BODY)]
)
def test_no_link_is_dead(who: str, one_of: re.Pattern[str], signed_in: Any) -> None:
    def kind_of(address: str) -> str:
        return one_of.sub("N", address.partition("?")[0])

    client = signed_in(User.objects.get(email=f"{who}@demo.example"))
    waiting, met = [("/", "the door")], {"/"}
    while waiting and len(met) < ENOUGH:
        address, source = waiting.pop(0)
        response = client.get(address, follow=True)
        assert response.status_code == 200, f"{address}, a link of {source}: {response.status_code}"
        if "html" not in response["Content-Type"]:
            continue
        for link in re.findall(r'href="(/[^"#]*)', response.content.decode()):
            if not ELSEWHERE.search(link) and kind_of(link) not in met:
                met.add(kind_of(link))
                waiting.append((unescape(link), address))
