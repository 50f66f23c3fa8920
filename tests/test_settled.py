"""A server has read everything before its first visitor, and keeps it out of every search for circles."""

import gc
from collections.abc import Iterator

import pytest
from django.template import engines

from unionreports.settled import settle


@pytest.fixture
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("unfrozen")
def test_every_template_is_read_and_set_aside() -> None:
    (cached,) = engines["django"].engine.template_loaders
    cached.reset()
    settle()
    read = {template.origin.template_name for template in cached.get_template_cache.values()}
    assert {"base.html", "overview/leadership.html", "reporting/receipt_lines.txt"} <= read
    assert gc.get_freeze_count() > 100_000
