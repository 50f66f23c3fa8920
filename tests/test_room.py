"""Calls at any depth find their place: no loop asks the system for memory at each of its calls."""

import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from unionreports.room import with_room

# Deeper by far than one chunk of Python's, whatever the frames below are.
DEPTH, CALLS, BY_THE_WAY = 200, 500, 50


def test_what_a_function_says_is_said() -> None:
    assert with_room(sorted)([3, 1, 2], reverse=True) == [3, 2, 1]


def test_no_depth_takes_memory_anew_at_every_call() -> None:
    # A thread has chunks of its own, and the suite itself runs in a wide one.
    with ThreadPoolExecutor(1) as thread:
        faults = thread.submit(with_room(_faults)).result()
    assert len(faults) == DEPTH
    assert max(faults) < BY_THE_WAY, faults


def _faults() -> list[int]:
    """By depth how many pages of memory a loop of calls was given there."""
    found: list[int] = []
    _deeper(DEPTH, lambda: found.append(_faults_of_a_loop()))
    return found


def _deeper(depth: int, act: Callable[[], None]) -> None:
    if depth:
        act()
        _deeper(depth - 1, act)


def _faults_of_a_loop() -> int:
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _time in range(CALLS):
        _nothing()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def _nothing() -> None:
    return None


# Wider than a step downwards, so that no end of a chunk is stepped over.
_nothing.__code__ = _nothing.__code__.replace(co_stacksize=100)
