"""Directions of the matrix, and what the information on the execution of decrees of 2021-2022 says of each organization.

The fall of the employed members and the bases not handed over are in the reports of the membership: they are computed.
Of the rest no figures exist for 2022, so it is entered as evidence.
"""

from datetime import date
from typing import Any

from organizations.models import Organization
from overview.demonstration.days import Books, by_code, rows
from overview.models import Direction, Evidence
from reporting.models import Requirement

Kind = Direction.Kind
# The last day of the year that the paper speaks of, and a day on which it could be entered.
DAY, ENTERED = date(2022, 12, 31), date(2023, 3, 1)
SOURCE = "Информация о ходе выполнения постановлений Центрального комитета и Исполкома, принятых в 2021–2022 гг."
# From here on the counts of the apparatus say it.
COUNTED_FROM = 2023

# In the order of the columns of the file.
DIRECTIONS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (
        "employed_members_change", "Снижение числа работающих членов профсоюза",
        "Жұмыс істейтін кәсіподақ мүшелері санының азаюы", {"kind": Kind.FALL, "value": 1000},
    ),
    (
        "low_public_control", "Низкий охват общественным контролем", "Қоғамдық бақылаумен қамтудың төмендігі",
        {"kind": Kind.EVIDENCE},
    ),
    (
        "fewest_publications", "Наименьшее число публикаций", "Жарияланымдардың ең аз саны",
        {"kind": Kind.EVIDENCE, "last_year": COUNTED_FROM - 1},
    ),
    (
        "no_own_channel", "Нет своей информационной площадки", "Өзінің ақпараттық алаңы жоқ", {"kind": Kind.EVIDENCE},
    ),
    (
        "lowest_training_coverage", "Наименьший охват профсоюзной учебой", "Кәсіподақ оқуымен ең аз қамтылуы",
        {"kind": Kind.EVIDENCE},
    ),
    (
        "passive_in_digital_seminars", "Пассивное участие в семинарах по цифровизации",
        "Цифрландыру семинарларына белсенді қатыспауы", {"kind": Kind.EVIDENCE},
    ),
    (
        "member_base_not_handed_over", "Не передана база членов профсоюза", "Кәсіподақ мүшелерінің базасы тапсырылмаған",
        {"kind": Kind.BELOW, "measure": "membership.base_submitted", "value": 1},
    ),
)  # fmt: skip
COMPUTED = frozenset({"employed_members_change", "member_base_not_handed_over"})


def enter(books: Books) -> None:
    directions = {}
    for place, (code, name_ru, name_kk, rule) in enumerate(DIRECTIONS, start=1):
        one = Direction(code=code, name_ru=name_ru, name_kk=name_kk, position=10 * place, **rule)
        one.keep(by=books.staff)
        directions[code] = one
    _enter_evidence(books, directions)
    _since_counted(books, directions["fewest_publications"])


def _enter_evidence(books: Books, directions: dict[str, Direction]) -> None:
    organizations = by_code(Organization.objects.filter(level="member"))
    for row in rows("decree_execution_2022.csv"):
        for code, direction in directions.items():
            if row[code] and code not in COMPUTED:
                Evidence.enter(
                    direction, organizations[row["code"]], day=DAY, source=SOURCE, by=books.staff, at=books.at(ENTERED)
                )


def _since_counted(books: Books, before: Direction) -> None:
    """The direction goes on by figures; and reports of the membership that come late are a direction of their own."""
    Direction(
        code=before.code, name_ru=before.name_ru, name_kk=before.name_kk, position=before.position, kind=Kind.LOWEST,
        measure="publications.publications", places=5, first_year=COUNTED_FROM,
    ).keep(by=books.staff)  # fmt: skip
    Direction(
        code="membership_report_late", name_ru="Статистический отчет о членстве не в срок",
        name_kk="Мүшелік туралы статистикалық есеп мерзімінде тапсырылмаған", position=80, kind=Kind.OBLIGATION,
        requirement=Requirement.objects.get(code="membership_report"), failure=Direction.Failure.EITHER,
        first_year=COUNTED_FROM,
    ).keep(by=books.staff)  # fmt: skip
