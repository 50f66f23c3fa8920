"""What a server has loaded, it keeps: all code and all templates, before the first visitor comes.

Python looks through everything it holds for circles that nobody needs. Of half a million objects that are never let go
that took 150 ms, of whichever request happened to be next.
"""

import gc

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

KINDS = frozenset({".html", ".txt"})


def settle() -> None:
    """Load addresses with their views, and templates; leave them out of every later search. Before workers part, so that
    they share them."""
    get_resolver().reverse_dict  # noqa: B018 -- reads the addresses of all rooms, whose views come with them
    for name in _templates():
        get_template(name)
    gc.collect()
    gc.freeze()


def _templates() -> list[str]:
    """Our own; those of libraries are read when they are first asked for."""
    folder = settings.BASE_DIR / "templates"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in KINDS)
