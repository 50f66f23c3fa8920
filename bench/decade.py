"""Years of requirements, and what every organization did about them: by the verbs of reporting, many at a time."""

import multiprocessing
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connections, transaction
from django.utils import timezone

from accounts.models import User
from bench import membership_figures
from bench.people import entered
from reporting.models import Obligation, Requirement, Submission, together

ALL = ["member", "branch", "primary"]
UPPER = ["member", "branch"]
# Asked every year of everybody: code, title in both languages, month and day of the due day.
YEARLY = (
    (membership_figures.KIND, "Статистический отчет о членстве", "Мүшелік туралы статистикалық есеп", 1, 15),
    ("legal-work", "Отчет о правовой работе", "Құқықтық жұмыс туралы есеп", 3, 1),
    ("labour-safety", "Отчет об охране труда", "Еңбекті қорғау туралы есеп", 11, 1),
)
# Asked anew each year by a decree: code, title, asked on (month, day), days until the due day, levels.
OF_DECREES = (
    ("training", "Сведения об обучении актива", "Белсенділерді оқыту туралы мәліметтер", (2, 1), 40, UPPER),
    ("spartakiad", "Заявка на спартакиаду", "Спартакиадаға өтінім", (4, 10), 30, UPPER),
    ("summer", "Информация об оздоровлении", "Сауықтыру туралы ақпарат", (6, 1), 60, UPPER),
    ("collective", "Сведения о коллективных договорах", "Ұжымдық шарттар туралы мәліметтер", (9, 15), 45, UPPER),
    ("plan", "План работы", "Жұмыс жоспары", (11, 10), 50, ["member"]),
)
CHUNK = 5_000


@dataclass
class Books:
    """Who enters, until which day; `chairs` by the code of the organization, or of the nearest above that has one."""

    staff: User
    today: date
    now: datetime
    chairs: dict[str, User] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(20260101))
    # Hand-ins of membership reports whose figures are not in the books yet.
    reports: list[Submission] = field(default_factory=list)

    def at(self, day: date, hour: int = 15) -> datetime:
        moment = timezone.make_aware(datetime.combine(day, time(hour, self.chance.randrange(60))))
        return min(moment, self.now)


def ask(books: Books, years: int) -> list[Requirement]:
    """Requirements of so many years until now, with their obligations."""
    first = books.today.year - years + 1
    asked = [_yearly(row, first) for row in YEARLY]
    asked += [one for year in range(first, books.today.year + 1) for one in _of_a_year(books, year)]
    for requirement in asked:
        requirement.full_clean()
        entered(requirement, books.staff)
        requirement.open(by=books.staff, at=books.at(requirement.asked_on), until=books.today)
    return asked


def _yearly(row: tuple[str, str, str, int, int], first: int) -> Requirement:
    code, ru, kk, month, day = row
    return Requirement(
        code=code,
        kind=membership_figures.KIND if code == membership_figures.KIND else "general",
        title_ru=ru,
        title_kk=kk,
        what_ru="Форма, утвержденная Исполнительным комитетом.",
        citation_ru="Положение об отчетности",
        citation_kk="Есептілік туралы ереже",
        audience_levels=ALL,
        due_kind="yearly",
        due_month=month,
        due_day=day,
        asked_on=date(first - 1, 11, 1),
        first_year=first,
        allows_nothing=True,
    )


def _of_a_year(books: Books, year: int) -> Iterator[Requirement]:
    for code, ru, kk, (month, day), until_due, levels in OF_DECREES:
        asked_on = date(year, month, day)
        if asked_on <= books.today:
            yield Requirement(
                code=f"{code}-{year}",
                title_ru=f"{ru}, {year} год",
                title_kk=f"{kk}, {year} жыл",
                citation_ru=f"Постановление Исполнительного комитета от {day:02d}.{month:02d}.{year}",
                citation_kk=f"Атқару комитетінің {day:02d}.{month:02d}.{year} қаулысы",
                audience_levels=levels,
                asked_on=asked_on,
                due_on=asked_on + timedelta(days=until_due),
            )


# --- What became of them ------------------------------------------------------------------------------


def answer(books: Books, hands: int = 1) -> None:
    """Every obligation is left alone or goes one of the ways below, by chance; the same ways every time.

    `hands`: so many processes share the work, each with connections of its own.
    """
    keys = list(Obligation.objects.order_by("pk").values_list("pk", flat=True))
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    if hands == 1:
        return _answer(books, chunks)
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=_answer, args=(books, chunks[hand::hands])) for hand in range(hands)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("Not all hand-ins are entered.")


def _answer(books: Books, chunks: list[list[int]]) -> None:
    for keys in chunks:
        books.chance.seed(keys[0])
        chunk = Obligation.objects.filter(pk__in=keys).order_by("pk")
        with transaction.atomic():
            with together(chunk.select_related("organization__parent__parent")) as owed:
                for one in owed:
                    _way(books, one)(books, one)
            membership_figures.keep(books.reports)
            books.reports.clear()


def _way(books: Books, one: Obligation) -> "Callable[[Books, Obligation], None]":
    ways, weights = zip(*(DUE if one.original_due_on < books.today else AHEAD).items(), strict=True)
    way: Callable[[Books, Obligation], None] = books.chance.choices(ways, weights)[0]
    return way


def _between(books: Books, first: date, last: date) -> date:
    """A day in that span that is not in the future."""
    last = max(min(last, books.today), first)
    return first + timedelta(days=books.chance.randint(0, (last - first).days))


def _author(books: Books, one: Obligation) -> User:
    """The chair, or the one of the body above: whoever may fill in and has an account."""
    body = one.organization
    while body.code not in books.chairs and body.parent:
        body = body.parent
    return books.chairs.get(body.code, books.staff)


def _hand_in(books: Books, one: Obligation, day: date, **facts: object) -> Submission:
    made = one.submit(
        by=_author(books, one),
        at=books.at(day),
        received_on=day,
        **{"text": "Сведения по организации приведены полностью.", **facts},  # type: ignore[arg-type]
    )
    if _is_membership(one):
        books.reports.append(made)
    return made


def _is_membership(one: Obligation) -> bool:
    return one.requirement.kind == membership_figures.KIND


def _accepted(books: Books, one: Obligation, day: date) -> None:
    """Most are; of the membership reports nearly all: next year's begin where they end."""
    if books.chance.random() < (0.97 if _is_membership(one) else 0.6):
        accepted = _between(books, day, day + timedelta(days=20))
        one.accept(by=books.staff, at=books.at(accepted, 17), accepted_on=accepted)


def nothing(books: Books, one: Obligation) -> None:
    """Missing, or not yet due."""


def in_time(books: Books, one: Obligation) -> None:
    opened = one.opens_on or one.arose_on
    day = _between(books, opened, one.original_due_on)
    _hand_in(books, one, day)
    _accepted(books, one, day)


def late(books: Books, one: Obligation) -> None:
    day = _between(books, one.original_due_on + timedelta(days=1), one.original_due_on + timedelta(days=50))
    _hand_in(books, one, day)
    if _is_membership(one):
        _accepted(books, one, day)


def on_paper(books: Books, one: Obligation) -> None:
    """Found on a list after the due day: the day it came is not stated."""
    day = _between(books, one.original_due_on, one.original_due_on + timedelta(days=50))
    made = one.submit(by=books.staff, at=books.at(day), received_on=day, day_stated=False, channel="paper")
    if _is_membership(one):
        books.reports.append(made)


def returned(books: Books, one: Obligation) -> None:
    in_between = _between(books, one.opens_on or one.arose_on, one.original_due_on)
    _hand_in(books, one, in_between)
    day = _between(books, in_between, in_between + timedelta(days=10))
    one.return_(
        by=books.staff,
        at=books.at(day, 17),
        returned_on=day,
        correct_by=day + timedelta(days=10),
        reason="Итоги по графам не сходятся.",
        remarks=[("text", "Нет данных по ветеранам.")],
    )


def corrected(books: Books, one: Obligation) -> None:
    returned(books, one)
    standing = max(one._submissions(), key=lambda sent: sent.round)
    day = _between(
        books, standing.returned_on or books.today, (standing.correct_by or books.today) + timedelta(days=10)
    )
    _hand_in(books, one, day)
    if _is_membership(one):
        _accepted(books, one, day)


def exempt(books: Books, one: Obligation) -> None:
    day = _between(books, one.arose_on, one.original_due_on)
    one.exempt(by=books.staff, at=books.at(day), decided_on=day, reason="Организация учреждена недавно.")


def postponed(books: Books, one: Obligation) -> None:
    day = _between(books, one.arose_on, one.original_due_on)
    one.postpone(
        by=books.staff,
        at=books.at(day),
        decided_on=day,
        new_due_on=one.original_due_on + timedelta(days=20),
        reason="Председатель болен.",
    )
    if one.original_due_on < books.today and books.chance.random() < 0.9:
        _hand_in(books, one, _between(books, day, one.original_due_on + timedelta(days=25)))


DUE = {
    in_time: 0.79, late: 0.08, on_paper: 0.03, nothing: 0.03, returned: 0.01, corrected: 0.03, exempt: 0.01,
    postponed: 0.02,
}  # fmt: skip
AHEAD = {nothing: 0.68, in_time: 0.25, returned: 0.03, exempt: 0.02, postponed: 0.02}
