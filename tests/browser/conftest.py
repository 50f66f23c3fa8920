"""A real browser: the system's Chromium, a phone and a desk, both languages, and what every page must keep.

A test that takes `page` (a visitor) or calls `visit_as(user)` runs twice: on a phone of 320 pixels in Kazakh, at a desk of
1280 in Russian. One that looks at pages runs `everywhere`, in all four. One that needs others says so:
`@pytest.mark.parametrize("width", [320])`, `@pytest.mark.parametrize("language", ["kk"])`.
Each ends by failing if any page it opened asked another site, broke the content policy or complained in the console.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, Response, WebError

# Playwright keeps an event loop in this thread, and Django would take every query of a test for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HEIGHTS = {320: 640, 1280: 800}
USUAL = {(320, "kk"), (1280, "ru")}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",  # as root Chromium starts in no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Beside what axe does by itself: targets of 24 pixels belong to WCAG 2.2 AA, but are off by default.
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    own = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in own:
        item.add_marker("browser")
    left_out = {item for item in own if runs_elsewhere(item)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def runs_elsewhere(item: pytest.Item) -> bool:
    """Whether neither the test nor what it looks at asks for this width in this language."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    said = {name for mark in item.iter_markers("parametrize") for name in str(mark.args[0]).split(",")}
    if (
        item.get_closest_marker("everywhere")
        or {"width", "language"} & said
        or not {"width", "language"} <= set(params)
    ):
        return False
    return (params["width"], params["language"]) not in USUAL


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "Chromium is needed (Debian: apt install chromium)."
    return {**browser_type_launch_args, "executable_path": found, "args": list(QUIET)}


@pytest.fixture(params=HEIGHTS)
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(params=["ru", "kk"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any, width: int) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "viewport": {"width": width, "height": HEIGHTS[width]},
        "has_touch": width == 320,
        "timezone_id": settings.TIME_ZONE,
        "reduced_motion": "reduce",
    }


class Watch:
    """Notes what no page may do, whatever the test is about."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.complaints: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._leaves_the_site)
        context.on("response", self._fails)
        context.on("console", self._complains)
        context.on("weberror", self._breaks)
        context.on("dialog", self._interrupts)

    def _leaves_the_site(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:", "about:")):
            self.complaints.append(f"asked another site: {request.url}")

    def _fails(self, response: Response) -> None:
        # A document or an answer to a script may well say 404 or 409: that is for the test to judge.
        meant = response.request.resource_type in {"document", "fetch", "xhr"}
        if response.status >= (500 if meant else 400):
            self.complaints.append(f"{response.status} for {response.url}")

    def _complains(self, message: ConsoleMessage) -> None:
        # Violations of the content policy come here too. What did not load is judged by its response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _breaks(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _interrupts(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            self.complaints.append(f"dialog: {dialog.message}")
            dialog.dismiss()


@pytest.fixture
def watch(live_server: Any) -> Iterator[Watch]:
    watch = Watch(live_server.url)
    yield watch
    if watch.complaints:
        pytest.fail("\n".join(watch.complaints))


@pytest.fixture
def new_context(
    watch: Watch, new_context: Callable[..., BrowserContext], live_server: Any, language: str
) -> Callable[..., BrowserContext]:
    """Contexts that speak the language and are watched; `watch` stands first, so it judges after they have closed."""

    def make(**options: Any) -> BrowserContext:
        context = new_context(locale=language, **options)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
        watch.over(context)
        return context

    return make


@pytest.fixture
def visit_as(new_context: Callable[..., BrowserContext], live_server: Any) -> Callable[..., Page]:
    """`visit_as(user)`: a page in a browser of their own, signed in with the second factor given. Options are the
    browser's: `java_script_enabled=False`."""

    def visit(user: Any, **options: Any) -> Page:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        device, _ = TOTPDevice.objects.get_or_create(user=user, name="tests")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        context = new_context(**options)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}]
        )
        return context.new_page()

    return visit


def violations(page: Page) -> list[str]:
    """What axe finds, one paragraph per rule: the rule, and each place with what to mend."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return ["\n".join([f"{rule['id']}: {rule['help']}", *map(_place, rule["nodes"])]) for rule in found]


def _place(node: dict[str, Any]) -> str:
    return f"    {node['target']} {node['html'][:160]}\n        {node['failureSummary']}"


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no accessibility violation on the page as it stands."""

    def check(page: Page) -> None:
        found = violations(page)
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """`fits(page)`: nobody has to scroll sideways to read the page."""

    def check(page: Page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} pixels wider than the window"

    return check


@pytest.fixture
def screenshot(width: int) -> Callable[[Page, str], None]:
    """`screenshot(page, "board")`: the whole page under var/screenshots/, for people to look at."""

    def take(page: Page, name: str) -> None:
        language = page.locator("html").get_attribute("lang")
        page.screenshot(
            path=settings.VAR / "screenshots" / f"{name}-{language}-{width}.png", full_page=True, animations="disabled"
        )

    return take


@pytest.fixture
def look_at(
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
    language: str,
) -> Callable[[Page, str], None]:
    """`look_at(page, "board")`: a picture is left, the page speaks the language, fits, and hinders nobody."""

    def look(page: Page, name: str) -> None:
        screenshot(page, name)
        assert page.locator("html").get_attribute("lang") == language
        fits(page)
        axe(page)

    return look
