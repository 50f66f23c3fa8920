"""What people write is shown as they wrote it: never markup, never a template, never a formula, never a statement."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import Conference
from mail.models import Letter
from reporting import receipts
from tests.matrix import PAGES, Sample, sample_of
from tests.world import NOON, World

pytestmark = pytest.mark.once
SignIn = Callable[[User], Client]
# Each in one piece, because a page is drawn in a hundred of them; cut where a field is shorter.
PAYLOADS = [
    '"><img src=x onerror=z><script>alert(1)</script>{{7*7}}',
    "</title></textarea><svg/onload=z>{% load z %}'; DROP TABLE z; --",
]
ASKED = [*PAYLOADS, "javascript:alert(1)", "{{7*7}}", "'; DROP TABLE reporting_obligation; --"]
# Fields that are read as something else than text: a code, an address, days as written, a kind.
NOT_TEXT = (models.SlugField, models.EmailField, models.URLField, models.FileField)
NOT_FREE = {"path", "search", "bin", "key", "kind", "raw", "precision", "digest", "sha256", "number", "password", "iso"}
OURS = ("organizations", "decrees", "reporting", "campaigns", "indicators", "training", "inspections")


def text_fields(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, NOT_TEXT)
        and not field.choices
        and field.name not in NOT_FREE
    ]


def ours() -> Iterator[type[models.Model]]:
    for label in OURS:
        yield from apps.get_app_config(label).get_models()


def write_everywhere(payload: str) -> int:
    """The payload in every text of every row, past forms and verbs; an empty text stays empty where it must."""
    written = 0
    for model in ours():
        for field in text_fields(model):
            try:
                with transaction.atomic():
                    text = payload[: field.max_length or None]
                    written += model._default_manager.all().update(**{field.name: text})
            except IntegrityError:
                continue
    return written


@pytest.fixture
def sample(world: World) -> Sample:
    sample = sample_of(world)
    sample.answered.return_(
        by=world.saule,
        at=NOON,
        returned_on=NOON.date(),
        correct_by=NOON.date(),
        reason="x",
        remarks=[("", "x"), ("text", "x")],
    )
    sample.world.obligation.postpone(
        by=world.saule, at=NOON, decided_on=NOON.date(), new_due_on=NOON.date(), reason="Болезнь"
    )
    world.karaganda.rename(from_day=NOON.date(), short_ru="Область")
    world.karaganda.social_channels.create(kind="other", address="x")
    Conference.record(
        campaign=sample.campaign, organization=world.akmola, held_on=NOON.date(), source="x", by=world.saule, at=NOON
    )
    world.item.set_mark("executed", on=NOON.date(), reason="x", by=world.saule, at=NOON)
    sample.obligation.save_draft({"text": "x"}, version=1, by=world.aigul, at=NOON)
    return sample


class Markup(HTMLParser):
    """Collects what a browser would take from a page: tags, and attributes that do something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += [value for _, value in attrs if value]
        for name, value in attrs:
            if name.startswith("on") or (
                name in {"href", "src", "action"} and (value or "").strip().startswith("javascript:")
            ):
                self.bad.append(f"<{tag} {name}={value}>")
        if (
            tag == "script"
            and not any(name == "src" for name, _ in attrs)
            and dict(attrs).get("type") != "application/json"
        ):
            self.bad.append("<script>")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def pages(client: Client, sample: Sample) -> Iterator[tuple[str, str]]:
    for name, page in PAGES.items():
        if page.get is None:
            continue
        answer = client.get(reverse(name, kwargs=page.kwargs(sample)))
        if answer.streaming:
            b"".join(answer.streaming_content)
        elif "html" in answer["Content-Type"]:
            yield f"{name} ({answer.status_code})", answer.content.decode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_page_takes_it_for_anything_but_text(payload: str, sample: Sample, signed_in: SignIn) -> None:
    assert write_everywhere(payload) > 30
    kept, shown, bad = sample.obligation.draft, 0, []
    kept.data = {"text": payload, payload: payload}
    kept.save()
    for person in (sample.world.saule, sample.world.aigul):
        for name, html in pages(signed_in(person), sample):
            if payload in html and re.search(r"[<>\"']", payload):
                bad.append(f"{name}: as it stands")
            markup = Markup()
            markup.feed(html)
            bad += [f"{name}: {found}" for found in markup.bad]
            shown += payload in "\n".join(markup.text)
            if "<script>alert(1)</script>49" in "".join(markup.text):
                bad.append(f"{name}: calculated")
            if "(500)" in name:
                bad.append(name)
    assert bad == []
    assert shown > 15, "the payload is hardly shown: nothing was proved"


@pytest.mark.parametrize("payload", ASKED)
def test_what_is_searched_for_is_text_too(payload: str, sample: Sample, signed_in: SignIn) -> None:
    """In the address, in filters, in what a refused form gives back."""
    client = signed_in(sample.world.saule)
    for address in ("/", "/organizations/", "/reporting/", "/reporting/rates/", "/decrees/"):
        for name in ("q", "status", "level", "requirement", "as_of", "sort", "page", "as", "organization", "state"):
            answer = client.get(address, {name: payload})
            assert answer.status_code in {200, 400, 404}, (address, name)
            if "html" in answer["Content-Type"]:
                markup = Markup()
                markup.feed(answer.content.decode())
                assert markup.bad == [], (address, name)
                assert payload not in answer.content.decode() or not re.search(r"[<>\"']", payload), (address, name)


@pytest.mark.parametrize("payload", [*ASKED, "\x00", "%", "_", "\\", "' OR 1=1 --", "а" * 5000])
def test_a_search_finds_nothing_it_should_not(payload: str, sample: Sample, signed_in: SignIn) -> None:
    answer = signed_in(sample.world.erlan).get("/organizations/", {"q": payload, "as": "json"})
    assert answer.status_code in {200, 400}
    assert "Карагандин" not in answer.content.decode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_letters_carry_no_markup_of_others(payload: str, sample: Sample) -> None:
    """The receipt by mail quotes titles and names."""
    write_everywhere(payload)
    sample.submission.refresh_from_db()
    submission = type(sample.submission).objects.get(pk=sample.submission.pk)
    receipts.post(submission, to=sample.world.aigul, at=NOON)
    letter = Letter.objects.latest("pk")
    markup = Markup()
    markup.feed(letter.html)
    assert markup.bad == []
    assert "\n" not in letter.subject
    assert payload not in letter.html or not re.search(r"[<>\"']", payload)
