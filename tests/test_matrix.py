"""Every address × every person × GET and POST: who is answered, who is refused, and for whom it does not exist.

And beside the table: a GET writes and sends nothing, nobody reads another's rows in any list, form or export.
"""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.db import connection, models, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils.translation import override

from accounts.models import User
from campaigns.models import Conference
from organizations.models import Region
from reporting.models import Obligation
from tests.matrix import (
    ANONYMOUS,
    EVERYBODY,
    PAGES,
    PEOPLE,
    SIGN_IN,
    Page,
    Sample,
    sample_of,
)
from tests.world import NOON, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignIn = Callable[[User], Client]
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b", re.I)
# A session keeps what one browser is told once, and is nobody's data.
OF_SESSIONS = re.compile(r'"django_session"')
SIGN_IN_PAGE = "/accounts/sign-in/"


@pytest.fixture
def sample(world: World) -> Sample:
    return sample_of(world)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Thousands of pages: nobody asks which templates drew them, and refusals are what is expected."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def clients(world: World, signed_in: SignIn) -> dict[str, Client]:
    made = {person: Client() if person == ANONYMOUS else signed_in(getattr(world, person)) for person in PEOPLE}
    for client in made.values():
        client.raise_request_exception = False
    return made


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Whatever a request did is taken back, so that no line of the table depends on the one before."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collects what is written to the database, sessions excepted."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql) and not OF_SESSIONS.search(sql):
            written.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


@dataclass
class Answer:
    """Read to its end, which closes a file."""

    response: Any
    said: bytes

    @property
    def status(self) -> int | str:
        """The status, or that the way leads to the sign-in page."""
        if self.response.status_code == 302 and self.response["Location"].startswith(f"{SIGN_IN_PAGE}?next="):
            return SIGN_IN
        status: int = self.response.status_code
        return status

    @property
    def is_page(self) -> bool:
        return "html" in self.response.get("Content-Type", "html")

    @property
    def text(self) -> str:
        """All that it says, archives opened."""
        if not self.said.startswith(b"PK"):
            return self.said.decode(errors="replace")
        with zipfile.ZipFile(io.BytesIO(self.said)) as archive:
            return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def ask(client: Client, address: str, query: dict[str, str] | None = None, method: str = "get") -> Answer:
    response = getattr(client, method)(address, query or {})
    said = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(response, said)


@pytest.fixture(autouse=True)
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may have a PDF is asked here dozens of times; that it is made, tests/test_letter_pdf.py sees once."""
    monkeypatch.setattr("letters.pdf.program", lambda: None)


def counts() -> Counter[str]:
    """Rows of every table, sessions excepted."""
    managed = [model for model in apps.get_models() if model._meta.app_label != "sessions"]
    return Counter({model._meta.label: model._default_manager.count() for model in managed})


def addresses(sample: Sample) -> Iterator[tuple[str, Page, str]]:
    for name, page in PAGES.items():
        yield name, page, reverse(name, kwargs=page.kwargs(sample))


# --- The table is complete -------------------------------------------------------------------------------------------


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Every named address of our own; Django's administrators' site is asked apart."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace or ""]))
            if inner != "admin":
                yield from names(pattern, inner)
        else:
            yield f"{namespace}:{pattern.name}" if pattern.name else f"{namespace} {pattern.pattern} has no name"


def test_every_address_is_in_the_table() -> None:
    known = set(names(get_resolver()))
    assert sorted(known - PAGES.keys()) == [], "not in tests/matrix.py"
    assert sorted(PAGES.keys() - known) == [], "in tests/matrix.py, yet no address any more"


def test_the_table_can_fail() -> None:
    """A rule that is wrong in one person is noticed: the answers are not all alike."""
    for method in ("GET", "POST"):
        given = {page.answers(person, method) for page in PAGES.values() for person in PEOPLE}
        assert {frozenset({403}), frozenset({404}), frozenset({405}), frozenset({SIGN_IN})} <= given


# --- The matrix ------------------------------------------------------------------------------------------------------


def test_every_get_is_answered_by_the_table_and_writes_nothing(sample: Sample, clients: dict[str, Client]) -> None:
    """Neither for those who are answered nor for those who are refused; and no letter leaves."""
    before, wrong = counts(), []
    for name, page, address in addresses(sample):
        for person, client in clients.items():
            expected = page.answers(person, "GET")
            with watched() as written:
                got = ask(client, address).status
            if got not in expected:
                wrong.append(f"{name} by {person}: {got}, not {sorted(map(str, expected))}")
            wrong += [f"{name} by {person} writes: {sql}" for sql in written]
    assert wrong == []
    assert counts() == before
    assert mail.outbox == []


def test_every_post_is_answered_by_the_table(sample: Sample, clients: dict[str, Client]) -> None:
    """Each sends its form empty, and what it did is taken back before the next one."""
    wrong = []
    for name, page, address in addresses(sample):
        for person, client in clients.items():
            expected = page.answers(person, "POST")
            with undone(client):
                got = ask(client, address, method="post").status
            if got not in expected:
                wrong.append(f"{name} by {person}: {got}, not {sorted(map(str, expected))}")
    assert wrong == []


def test_looking_back_and_exporting_writes_nothing(sample: Sample, clients: dict[str, Client]) -> None:
    before = counts()
    for name, page, address in addresses(sample):
        for person in ("asan", "aigul"):
            if page.get is None or person not in page.rule.may:
                continue
            with watched() as written:
                answer = ask(clients[person], address, {"as_of": "2023-07-11", "as": "json"})
                ask(clients[person], address, method="head")
                if not answer.is_page:
                    ask(clients[person], address, {"as": "xlsx"})
            assert written == [], f"{name} by {person}"
    assert counts() == before


def test_the_watch_sees_what_is_written(world: World) -> None:
    with watched() as written:
        world.item.save()
    assert written


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(method: str, sample: Sample, clients: dict[str, Client]) -> None:
    wrong = []
    for name, _page, address in addresses(sample):
        got = ask(clients["asan"], address, method=method).status
        if got != 405:
            wrong.append(f"{name}: {got}")
    assert wrong == []


def test_what_does_not_exist_looks_like_what_is_invisible(sample: Sample, clients: dict[str, Client]) -> None:
    """The number of a thing of somebody else tells no more than a number never given out."""
    wrong = []
    for name, page, address in addresses(sample):
        if "pk" not in page.given or "erlan" in page.rule.may | page.rule.forbidden:
            continue
        nowhere = reverse(name, kwargs={**page.kwargs(sample), "pk": 999_999})
        answers = [clients["erlan"].get(one) for one in (address, nowhere)]
        pages = [
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"|999999|/\d+/', "", a.content.decode()) for a in answers
        ]
        if answers[0].status_code != answers[1].status_code or pages[0] != pages[1]:
            wrong.append(name)
    assert wrong == []


def test_without_the_second_factor_staff_get_nowhere(sample: Sample) -> None:
    """Only where it can be given, and out again."""
    client = Client()
    client.force_login(sample.world.saule, backend="django.contrib.auth.backends.ModelBackend")
    wrong = []
    for name, page, address in addresses(sample):
        if name.startswith("accounts:") or page.rule.may == frozenset(PEOPLE):
            continue
        for answer in (client.get(address), client.post(address, {})):
            if answer.status_code != 302 or not answer["Location"].startswith(reverse("accounts:second_factor")):
                wrong.append((name, answer.status_code))
    assert wrong == []


def test_who_holds_no_office_sees_nothing(sample: Sample, signed_in: SignIn) -> None:
    """An account alone opens nothing: neither before the first appointment nor after the last."""
    sample.world.aigul.person.appointments.update(ended_on=NOON.date())
    told = ("Карагандин", "Касымова", sample.campaign.title, sample.decree.title, sample.world.requirement.title)
    client = signed_in(sample.world.aigul)
    wrong = []
    for name, page, address in addresses(sample):
        if page.rule.may == frozenset(PEOPLE) or name.startswith("accounts:"):
            continue
        answer = ask(client, address)
        wrong += [f"{name} tells “{word}”" for word in told if word in answer.text]
    assert wrong == []


# --- Other people's rows ---------------------------------------------------------------------------------------------

OF_AKMOLA = ("Акмолин", "Ақмола", "akmola", "Токтаров", "erlan@")
OF_KARAGANDA = ("Карагандин", "Қарағанды", "karaganda", "Жунусова", "aigul@", "Темиртау", "Касымова", "dana@")
BESIDE_BOLAT = ("Школа № 99", "Касымова", "dana@", *OF_AKMOLA)
READS = {"aigul": OF_AKMOLA, "bolat": BESIDE_BOLAT, "erlan": OF_KARAGANDA}


def fill_akmola(sample: Sample) -> None:
    """Akmola has the same, so that there is something to leak; regions, known to everybody, bear other names here."""
    Region.objects.update(name_ru="Регион 35", name_kk="35-өңір")
    world, by = sample.world, {"by": sample.world.erlan, "at": NOON}
    for obligation in Obligation.objects.filter(organization=world.akmola).exclude(
        requirement__code="membership_report"
    ):
        if not obligation.standing() and not obligation.exemptions.exists():
            obligation.submit(received_on=NOON.date(), text="Акмолинская область сдала", **by)
    Conference.record(
        campaign=sample.campaign, organization=world.akmola, held_on=NOON.date(), source="письмо Акмолинской области",
        by=world.saule, at=NOON,
    )  # fmt: skip


def leaks(client: Client, address: str, foreign: tuple[str, ...]) -> Iterator[str]:
    """The page, the page searched for everything, and each export where there is one."""
    queries: list[dict[str, str]] = [{"q": "а", "handed": "all"}, {}, {"as": "json"}]
    for query in queries:
        # Names are written in the language of the reader.
        client.cookies["language"] = "ru" if query else "kk"
        answer = ask(client, address, query)
        if answer.status != 200:
            return
        yield from (f"{query} tells “{word}”" for word in foreign if word in answer.text)
        if query == {"as": "json"} and not answer.is_page:
            queries += [{"as": form} for form in ("csv", "xlsx", "docx")]


@pytest.mark.parametrize("person", READS)
def test_nobody_reads_of_others(person: str, sample: Sample, clients: dict[str, Client]) -> None:
    """Pages, choices in their forms, searches and exports; in both languages."""
    fill_akmola(sample)
    client, foreign, found = clients[person], READS[person], []
    for name, page, address in addresses(sample):
        if page.get is not None and person in page.rule.may:
            found += [f"{name} {leak}" for leak in leaks(client, address, foreign)]
    assert found == []


def test_staff_do_read_of_both(sample: Sample, clients: dict[str, Client]) -> None:
    """Or the test before would pass on empty pages."""
    with override("ru"):
        said = ask(clients["saule"], reverse("reporting:obligations"), {"as": "json"}).text
        assert "Акмолин" in said
        assert "Карагандин" in said
        own = ask(clients["aigul"], reverse("organizations:organizations"), {"as": "json"}).text
        assert "Карагандин" in own


# --- The administrators' site ----------------------------------------------------------------------------------------


def admin_addresses() -> Iterator[tuple[str, type[models.Model] | None]]:
    """Every page of it: of the site, and of each model with its first row."""
    for name in ("index", "jsi18n", "password_change", "password_change_done"):
        yield reverse(f"admin:{name}"), None
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{stem}_changelist"), model
        yield reverse(f"{stem}_add"), model
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            for page in ("change", "delete", "history"):
                yield reverse(f"{stem}_{page}", args=[row.pk]), model


def test_the_administrators_site_is_for_administrators(sample: Sample, clients: dict[str, Client]) -> None:
    wrong = []
    for address, _model in admin_addresses():
        for person, method in product(("saule", ANONYMOUS), ("get", "post")):
            answer = getattr(clients[person], method)(address)
            if answer.status_code != 302 or not answer["Location"].startswith((SIGN_IN_PAGE, reverse("admin:login"))):
                wrong.append(f"{method} {address} by {person}: {answer.status_code}")
    assert wrong == []


def test_everybody_else_is_refused_there(sample: Sample, clients: dict[str, Client]) -> None:
    """That site has no sign-in page of its own; who is signed in already is told so."""
    for person in EVERYBODY - {"asan"}:
        answer = clients[person].get(reverse("admin:organizations_person_changelist"), follow=True)
        assert answer.status_code == 403, person
    answer = clients["disabled"].get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(SIGN_IN_PAGE)


def test_administrators_never_meet_a_failure_and_a_get_writes_nothing(
    sample: Sample, clients: dict[str, Client]
) -> None:
    wrong, client = [], clients["asan"]
    for address, _model in admin_addresses():
        with watched() as written:
            got = ask(client, address).status
        wrong += [f"get {address} writes {sql}" for sql in written]
        if got not in {200, 302, 403, 405}:
            wrong.append(f"get {address}: {got}")
        with undone(client):
            got = ask(client, address, method="post").status
        if got not in {200, 302, 403, 405}:
            wrong.append(f"post {address}: {got}")
    assert wrong == []


def test_every_page_of_the_administrators_site_opens(sample: Sample, clients: dict[str, Client]) -> None:
    """Lists with a search and every filter; the page of a row; its history."""
    wrong = []
    for address, model in admin_addresses():
        if model is None or address.endswith(("/add/", "/delete/")):
            continue
        searched = admin.site._registry[model].search_fields and address.count("/") == 4
        for query in ({}, {"q": "Караганда"}) if searched else ({},):
            got = ask(clients["asan"], address, query).status
            if got != 200:
                wrong.append(f"{address} {query}: {got}")
    assert wrong == []
