"""Room for the calls of a program: one wide frame at the bottom, in whose chunk of memory all others find a place.

Python keeps the frames of its calls in chunks of 16 kB. A loop that happens to run at the end of one asks the system
for another chunk at every call, and gives it back at every return (python/cpython, issue 142183, still so in what
Debian has). Pages were made at just such a depth: eight thousand chunks each, a third of their time
(docs/decisions/0024-room-for-calls.md).
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# In pointers. Python takes the next power of two above them, here a megabyte, of which half is left for the calls;
# the system gives of it what is touched, some 50 kB.
WIDTH = 1 << 16


def with_room(function: Callable[P, R]) -> Callable[P, R]:
    def roomy(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=WIDTH)
    return roomy
