"""A page that is drawn holds nothing of what it was drawn from."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.template import TemplateDoesNotExist, engines


class Row:
    name = "Қоянды"


@pytest.fixture
def unsearched() -> Iterator[None]:
    """Nobody looks for circles, so that only what is held by nobody goes."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("unsearched")
def test_rows_are_gone_with_their_page() -> None:
    row = Row()
    held = weakref.ref(row)
    template = engines["django"].from_string("{% for row in rows %}{{ row.name }}{% endfor %}")
    assert template.render({"rows": [row]}, HttpRequest()) == "Қоянды"
    del row
    assert held() is None


def test_a_template_that_is_not_there_is_named() -> None:
    template = engines["django"].from_string("{% include 'no_such.html' %}")
    with pytest.raises(TemplateDoesNotExist, match=r"no_such\.html"):
        template.render({}, HttpRequest())
