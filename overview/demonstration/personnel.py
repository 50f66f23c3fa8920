"""Ages, the reserve, bodies that advise, a district without a branch: all of it fictional, of fictional people."""

from datetime import date

from membership.models import TerritoryEvent, UncoveredTerritory
from organizations.models import ConsultativeBody, Organization, Person, ReserveEntry
from overview.demonstration import people
from overview.demonstration.days import Books, by_code, entered
from overview.demonstration.membership_figures import chance_of

INVENTED = "Вымышлено для демонстрации"
# Organization, position, name, year of birth.
RESERVE = (
    ("karaganda", "chair", "Есенова Динара", 1985),
    ("karaganda", "deputy", "Литвинов Сергей", 1990),
    ("zhetysu", "chair", "Қалиев Ержан", 1988),
    ("vko", "chair", "Белова Наталья", 1979),
    ("astana", "chair", "Тұрсынов Асқар", 1992),
)
BODIES = (
    ("union", "youth", "Мұратов Айдос", 1994),
    ("union", "women", "Жарылқасынова Гүлнар", 1972),
    ("karaganda", "youth", "Пак Виктория", 1997),
)
# Organization, names, among the largest.
UNCOVERED = (("karaganda", "Актогайский район", "Ақтоғай ауданы", False), ("vko", "город Алтай", "Алтай қаласы", True))


def enter(books: Books) -> None:
    bodies = by_code(Organization.objects.all())
    for person in Person.objects.filter(name_ru__endswith=people.INVENTED):
        person.birth_year = chance_of(person.name_ru).randint(1961, 1991)
        entered(person, by=books.staff)
    approved = books.day(-200)
    for code, position, name, year in RESERVE:
        entry = ReserveEntry(organization=bodies[code], position=position, person=_person(books, name, year))
        entry.approved_on, entry.approved_by = approved, INVENTED
        entered(entry, by=books.staff)
    for code, kind, name, year in BODIES:
        body = ConsultativeBody(organization=bodies[code], kind=kind, head=_person(books, name, year), since=approved)
        body.basis = INVENTED
        entered(body, by=books.staff)
    _territory(books, bodies, approved)


def _person(books: Books, name: str, birth_year: int) -> Person:
    person = Person(name_ru=f"{name} {people.INVENTED}", birth_year=birth_year)
    return entered(person, by=books.staff)


def _territory(books: Books, bodies: dict[str, Organization], since: date) -> None:
    for code, name_ru, name_kk, is_largest in UNCOVERED:
        territory = UncoveredTerritory(organization=bodies[code], name_ru=name_ru, name_kk=name_kk, since=since)
        territory.is_largest, territory.source, territory.reason = is_largest, INVENTED, "Нет председателя"
        entered(territory, by=books.staff)
    TerritoryEvent.record(
        kind=TerritoryEvent.Kind.WITHDRAWAL,
        on=books.day(-40),
        origin=bodies["temirtau-college"],
        reason=TerritoryEvent.Reason.OTHER_UNION,
        destination="Другой отраслевой профсоюз (вымышлено)",
        members_total=64,
        members_employed=61,
        primaries=1,
        source=INVENTED,
        by=books.staff,
        at=books.at(books.day(-38)),
    )
