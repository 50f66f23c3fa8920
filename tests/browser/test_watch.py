"""What watches over every page notices what it is there for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Watch, violations

SITE = "http://site.invalid"
STRICT = {"content-security-policy": "default-src 'self'", "content-type": "text/html; charset=utf-8"}
PAGE = '<!doctype html><html lang="kk"><head><title>Бет</title></head><body><main><h1>Бет</h1>{}</main></body></html>'


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[[str], tuple[Page, Watch]]]:
    """`show(html)`: a page of a site that exists in the browser only, and what was noted about it."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    watch = Watch(SITE)
    watch.over(context)

    def answer(route: Route) -> None:
        if route.request.url == f"{SITE}/":
            route.fulfill(body=PAGE.format(body), headers=STRICT)
        else:
            route.fulfill(status=404)

    def open_page(html: str) -> tuple[Page, Watch]:
        nonlocal body
        body = html
        page = context.new_page()
        page.goto(f"{SITE}/")
        return page, watch

    body = ""
    context.route("**/*", answer)
    yield open_page
    context.close()


def test_a_good_page_gives_no_cause(show: Any, axe: Any, fits: Any) -> None:
    page, watch = show("<p>Бәрі тапсырылды</p>")
    axe(page)
    fits(page)
    assert not watch.complaints


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<script>1</script>", "Content Security Policy"),
        ('<p style="color: red">x</p>', "Content Security Policy"),
        ('<img alt="" src="http://elsewhere.invalid/x.png">', "asked another site: http://elsewhere.invalid/x.png"),
        ('<img alt="" src="/missing.png">', f"404 for {SITE}/missing.png"),
    ],
)
def test_what_a_page_must_not_do_is_noted(show: Any, html: str, complaint: str) -> None:
    _, watch = show(html)
    assert any(complaint in noted for noted in watch.complaints), watch.complaints


def test_what_a_script_must_not_do_is_noted(show: Any) -> None:
    page, watch = show("")
    page.evaluate("() => { setTimeout(() => { throw new Error('broken') }) }")
    page.evaluate("() => console.error('bad')")
    page.evaluate("() => alert('stop')")
    page.wait_for_timeout(50)
    assert {"console: bad", "dialog: stop"} < set(watch.complaints)
    assert any("broken" in noted for noted in watch.complaints)


def test_axe_names_the_rule_and_the_place(show: Any) -> None:
    page, _ = show('<img src="/x.png">')
    (found,) = violations(page)
    assert found.startswith("image-alt: ")
    assert '<img src="/x.png">' in found


def test_a_page_that_is_too_wide_is_noticed(show: Any, fits: Any) -> None:
    page, _ = show("<p>" + "ұ" * 400 + "</p>")
    with pytest.raises(AssertionError, match="wider than the window"):
        fits(page)
