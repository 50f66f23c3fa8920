"""Work with a million small objects, all of which live until it ends.

Python looks through them again and again for circles that nobody holds; of nine thousand reports that took a third of
the time and found nothing. What is let go in the meantime is freed at once as ever.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Also a decorator. One inside another ends with the outer one."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()
