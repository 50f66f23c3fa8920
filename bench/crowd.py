"""How long the pages take: for one person alone, and for fifty at once."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.visiting import Guests, Sample, Visitor

ROUNDS = 25
# Twice as many as there are workers, who take requests as it comes.
FIRST_LOOKS = 8
# Between two pages a person reads and thinks: so many seconds, evenly spread.
THINKING = (5.0, 15.0)
SHARE_OF_FORMS = 0.15


def warm(port: int, guests: Guests) -> None:
    """Every page of every worker once or more: a server that runs has read its templates."""
    for session, pages in ((guests.staff[0], guests.pages()), (guests.chairs[0], guests.pages_of_chair())):
        visitor = Visitor(port, guests.cookie, session)
        for page, path in pages.items():
            for _time in range(FIRST_LOOKS):
                visitor.get(page, path)


def alone(port: int, guests: Guests) -> list[Sample]:
    """One after another."""
    staff = Visitor(port, guests.cookie, guests.staff[0])
    chair = Visitor(port, guests.cookie, guests.chairs[0])
    for page, path in guests.pages().items():
        for _time in range(ROUNDS):
            staff.get(page, path)
    for page, path in guests.pages_of_chair().items():
        for _time in range(ROUNDS):
            chair.get(page, path)
    filling = []
    for session, obligation in guests.forms[:ROUNDS]:
        visitor = Visitor(port, guests.cookie, session)
        visitor.hand_in(obligation)
        filling += visitor.samples
    return [*staff.samples, *chair.samples, *filling]


@dataclass
class Crowd:
    """Fifty people with a session each; every one asks for a page, reads, and asks for another."""

    port: int
    guests: Guests
    thinking: tuple[float, float] | None

    def __post_init__(self) -> None:
        self.visitors = [
            Visitor(self.port, self.guests.cookie, session) for session in (*self.guests.staff, *self.guests.chairs)
        ]
        self.forms = list(self.guests.forms[ROUNDS:])
        self.taking = threading.Lock()
        self.errors: list[Exception] = []

    def visit(self, seconds: float) -> list[Sample]:
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._one, args=(visitor, n, until)) for n, visitor in enumerate(self.visitors)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.errors:
            raise self.errors[0]
        return [sample for visitor in self.visitors for sample in visitor.samples]

    def _one(self, visitor: Visitor, n: int, until: float) -> None:
        chance = random.Random(n)
        act = self._as_staff if n < len(self.guests.staff) else self._as_chair
        if self.thinking:
            time.sleep(chance.uniform(0, self.thinking[1]))
        try:
            while time.monotonic() < until:
                act(visitor, chance)
                if self.thinking:
                    time.sleep(chance.uniform(*self.thinking))
        except Exception as error:
            self.errors.append(error)

    def _as_staff(self, visitor: Visitor, chance: random.Random) -> None:
        visitor.get(*chance.choice(list(self.guests.pages().items())))

    def _as_chair(self, visitor: Visitor, chance: random.Random) -> None:
        """Looks at the tasks; now and then a form is filled in, by whoever it is open to."""
        form = self._form_of(visitor) if chance.random() < SHARE_OF_FORMS else None
        if form:
            visitor.hand_in(form)
        else:
            visitor.get("tasks", "/")

    def _form_of(self, visitor: Visitor) -> int | None:
        with self.taking:
            mine = next((form for form in self.forms if form[0] == visitor.session), None)
            if mine:
                self.forms.remove(mine)
            return mine[1] if mine else None


def timed(act: Callable[[], list[Sample]]) -> tuple[list[Sample], float]:
    started = time.perf_counter()
    samples = act()
    return samples, time.perf_counter() - started
