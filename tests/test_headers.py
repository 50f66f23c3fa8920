"""What every answer tells the browser, errors and files included; and what a site on https adds to it."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import OneTimeKey, User
from mail.models import Letter
from reporting.models import SubmissionFile
from tests.matrix import PAGES, Sample, sample_of
from tests.world import NOON, TODAY, World, at

ROOT = Path(__file__).parent.parent
SignIn = Callable[[User], Client]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


def get(client: Client, address: str) -> Any:
    """Read to its end, which closes a file."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def missing(answer: Any) -> list[str]:
    """What the headers of an answer lack."""
    told = [f"{name}: {value}" for name, value in ALWAYS.items() if answer.get(name) != value]
    policy = {part.strip() for part in answer.get("Content-Security-Policy", "").split(";") if part.strip()}
    return told + [f"Content-Security-Policy: {part}" for part in sorted(POLICY ^ policy)]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are what is asked for here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def sample(world: World) -> Sample:
    return sample_of(world)


def addresses(sample: Sample) -> list[str]:
    return [reverse(name, kwargs=page.kwargs(sample)) for name, page in PAGES.items()]


# --- Every page ------------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_every_page_has_them_and_is_kept_by_no_cache(world: World, sample: Sample, signed_in: SignIn) -> None:
    """Of staff and of a chair, of the administrators' site, files, refusals of the method and of the person."""
    wrong = []
    for user in (world.asan, world.aigul):
        client = signed_in(user)
        for address in [*addresses(sample), "/admin/", "/admin/organizations/person/", "/no/such/page/"]:
            answer = get(client, address)
            lacks = missing(answer)
            if "no-store" not in answer.get("Cache-Control", ""):
                lacks.append("Cache-Control: no-store")
            wrong += [f"{user} {address} {answer.status_code}: {lack}" for lack in lacks]
    assert wrong == []


@pytest.mark.once
def test_every_page_of_a_stranger_has_them(sample: Sample) -> None:
    client = Client()
    wrong = []
    for address in [*addresses(sample), "/no/such/page/", "/admin/"]:
        wrong += [f"{address}: {lack}" for lack in missing(get(client, address))]
    assert wrong == []


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, lambda client: client.get("/accounts/sign-in/", headers={"host": "elsewhere.example"})),
        (403, lambda client: Client(enforce_csrf_checks=True).post("/accounts/sign-in/", {})),
        (404, lambda client: client.get("/no/such/page/")),
        (405, lambda client: client.get(reverse("accounts:sign_out"))),
    ],
)
def test_refusals_have_them_too(status: int, ask: Callable[[Client], Any], world: World, signed_in: SignIn) -> None:
    answer = ask(signed_in(world.aigul))
    assert answer.status_code == status
    assert missing(answer) == []


def test_a_failure_has_them_and_names_nothing(world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("Жунусова Айгуль, +7 701 555 04 00")

    monkeypatch.setattr("accounts.views.second_factor.render", fail)
    client = signed_in(world.aigul)
    client.raise_request_exception = False
    answer = client.get(reverse("accounts:profile"))
    assert answer.status_code == 500
    assert missing(answer) == []
    assert "Жунусова" not in answer.content.decode()


def test_a_file_is_an_attachment_that_no_browser_opens_as_a_page(world: World, signed_in: SignIn) -> None:
    submission = world.obligation.submit(by=world.aigul, at=at(TODAY), received_on=TODAY)
    for name in ("скан.pdf", 'a"b\r\nX-Forged: 1.pdf', "=cmd.pdf"):
        content = ContentFile(b"%PDF-1.4 <script>alert(1)</script>", name="x.pdf")
        file = SubmissionFile.objects.create(submission=submission, file=content, name=name, size=30, sha256="0" * 64)
        answer = get(signed_in_once(world.aigul), reverse("reporting:file", args=[file.pk]))
        assert answer.status_code == 200
        assert missing(answer) == []
        assert answer["Content-Disposition"].startswith("attachment")
        assert "X-Forged" not in answer
        assert "no-store" in answer["Cache-Control"]
        assert "html" not in answer["Content-Type"]
        assert "Жунусова" not in str(answer.headers)


def signed_in_once(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.once
def test_no_page_carries_script_or_style_of_its_own(world: World, sample: Sample, signed_in: SignIn) -> None:
    """The policy would stop them; so nobody may need them."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:", re.I
    )
    wrong = []
    for user in (world.saule, world.aigul):
        client = signed_in(user)
        for address in addresses(sample):
            answer = get(client, address)
            if answer.get("Content-Type", "").startswith("text/html"):
                wrong += [f"{address}: {found}" for found in inline.findall(answer.content.decode())]
    assert wrong == []


# --- Cross-site requests ---------------------------------------------------------------------------------------------


@pytest.mark.once
def test_nothing_is_posted_without_the_token(world: World, sample: Sample, signed_in: SignIn) -> None:
    """Neither by a stranger nor by somebody signed in; the administrators' site included."""
    admin = signed_in(world.asan)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = admin.cookies
    wrong = []
    for client in (strict, Client(enforce_csrf_checks=True)):
        for address in [*addresses(sample), "/admin/organizations/person/add/", "/admin/logout/"]:
            answer = client.post(address, {})
            if answer.status_code not in {403, 405} or (answer.status_code == 405 and "POST" in answer["Allow"]):
                wrong.append((address, answer.status_code))
    assert wrong == []


def test_the_token_of_a_page_is_accepted(world: World) -> None:
    """Or the test before would pass on a site where nothing can be posted at all."""
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("accounts:sign_in")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    answer = client.post(reverse("accounts:language"), {"csrfmiddlewaretoken": token[1], "language": "kk", "next": "/"})
    assert answer.status_code == 302


# --- Hosts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "127.0.0.1:8000@elsewhere.example"]
)
@override_settings(ALLOWED_HOSTS=["127.0.0.1", "localhost"])
def test_another_host_is_refused(db: None, host: str) -> None:
    assert Client().get(reverse("accounts:sign_in"), headers={"host": host}).status_code == 400


@override_settings(ALLOWED_HOSTS=["127.0.0.1", "localhost"])
def test_what_a_proxy_claims_is_not_believed(db: None) -> None:
    claims = {"x-forwarded-host": "elsewhere.example", "x-forwarded-proto": "https", "host": "localhost"}
    answer = Client().get(reverse("accounts:profile"), headers=claims)
    assert "elsewhere.example" not in answer["Location"]
    assert not answer.wsgi_request.is_secure()
    assert answer.wsgi_request.get_host() == "localhost"


@override_settings(ALLOWED_HOSTS=["*"], SITE_URL="https://reports.example.kz")
def test_links_in_letters_come_from_the_setting(world: World, signed_in: SignIn) -> None:
    """Even where every host is let in: who asks for a new password does not choose where its link leads."""
    Client().post(reverse("accounts:password_reset"), {"email": world.aigul.email}, headers={"host": "evil.example"})
    letter = Letter.objects.get()
    assert "https://reports.example.kz/accounts/" in letter.text
    assert "evil.example" not in letter.text + letter.html + letter.subject


# --- A site on https -------------------------------------------------------------------------------------------------

SCRIPT = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from django.urls import reverse
page = Client(headers={"host": "reports.example.kz"})
plain = page.get("/accounts/sign-in/")
answer = page.get("/accounts/sign-in/", secure=True)
print("ANSWER" + json.dumps({
    "plain": [plain.status_code, plain.get("Location")],
    "hsts": answer.get("Strict-Transport-Security"),
    "cookies": {name: dict(morsel) for name, morsel in answer.cookies.items()},
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.LANGUAGE_COOKIE_SECURE],
    "domains": [settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN, settings.LANGUAGE_COOKIE_DOMAIN],
    "paths": [settings.SESSION_COOKIE_PATH, settings.CSRF_COOKIE_PATH, settings.LANGUAGE_COOKIE_PATH],
    "only_http": [settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_HTTPONLY, settings.LANGUAGE_COOKIE_HTTPONLY],
    "trusted": settings.CSRF_TRUSTED_ORIGINS,
    "proxy": settings.SECURE_PROXY_SSL_HEADER,
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A process of its own: these settings are made when it begins."""
    place = tmp_path_factory.mktemp("production")
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "unionreports.settings",
        "SITE_URL": "https://reports.example.kz",
        "ALLOWED_HOSTS": "reports.example.kz",
        "SECRET_KEY": "".join(f"{n * 7919 % 997:03x}" for n in range(30)),
        "DATABASE_URL": f"sqlite:///{place / 'db.sqlite3'}",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "PYTHONPATH": str(ROOT),
    }
    # Static files are hashed at set-up, which these tests do not need.
    script = (
        f"import django.conf as c\nc.settings.STORAGES['staticfiles'] = {settings.STORAGES['staticfiles']!r}\n{SCRIPT}"
    )
    for command in (["manage.py", "migrate", "--verbosity=0"], ["-c", script]):
        ran = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )
        assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.rpartition("ANSWER")[2])
    return found


def test_plain_http_is_led_to_https(production: dict[str, Any]) -> None:
    assert production["plain"] == [301, "https://reports.example.kz/accounts/sign-in/"]
    assert production["hsts"] == "max-age=31536000; includeSubDomains; preload"


def test_cookies_belong_to_this_host_and_to_https_alone(production: dict[str, Any]) -> None:
    """What a name beginning with __Host- promises: secure, of the whole site, of no other domain."""
    assert all(name.startswith("__Host-") for name in production["names"])
    assert production["secure"] == production["only_http"] == [True] * 3
    assert production["domains"] == [None] * 3
    assert production["paths"] == ["/"] * 3
    assert production["cookies"].keys() == {"__Host-csrf"}
    (cookie,) = production["cookies"].values()
    assert (cookie["secure"], cookie["path"], cookie["domain"], cookie["samesite"]) == (True, "/", "", "Lax")


def test_no_proxy_is_trusted_unless_told(production: dict[str, Any]) -> None:
    assert production["proxy"] is None
    assert production["trusted"] == ["https://reports.example.kz"]


# --- Cookies of any site ---------------------------------------------------------------------------------------------


def test_a_session_is_read_by_no_script_and_renewed_at_sign_in(world: World) -> None:
    client = Client()
    client.get(reverse("accounts:sign_in"))
    client.post(reverse("accounts:sign_in"), {"username": world.aigul.email, "password": "a long password"})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    client.post(reverse("accounts:sign_out"))
    assert not client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_secret_in_an_address_is_told_to_nobody(world: World) -> None:
    """The invitation's own page: no referrer leaves the site, no cache keeps it."""
    secret = OneTimeKey.issue(world.aigul, OneTimeKey.Kind.LINK, by=world.saule, at=NOON)
    answer = Client().get(reverse("accounts:invitation", args=[secret]))
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "no-store" in answer.get("Cache-Control", "")
