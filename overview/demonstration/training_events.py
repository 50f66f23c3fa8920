"""Programme, plans, events and persons of the training in the demonstration: all of it fictional. Some organizations keep
their events, and their reports say what those add up to; one of them says otherwise, and why."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

from campaigns.periods import Period as Term, Precision
from organizations.models import Organization, Person
from overview.demonstration import people
from overview.demonstration.days import Books, by_code, entered
from overview.demonstration.membership_figures import chance_of
from reporting.periods import Period
from training.answers import EVENTS, Answers, events_name, trained_name
from training.models import (
    Programme,
    ProgrammeModule,
    Responsible,
    Speaker,
    TraineeCategory,
    TrainingEvent,
    TrainingPlan,
)
from training.models.report import Counted

KEEPERS = ("karaganda", "pavlodar", "sko", "turkestan")
# Of whom the report of the last year counts other chairs than came.
OTHERWISE = "sko"
INVENTED = "вымышлено"
# Of this year the documents say who trained fewest: nobody else's figures are made smaller.
REAL = 2022
# Organization, name.
PERSONS = (
    ("karaganda", "Смағұлова Әсел"), ("pavlodar", "Гончаренко Ирина"), ("sko", "Ахметжанов Болат"),
    ("turkestan", "Үсенова Перизат"), ("astana", "Лебедева Светлана"), ("vko", "Оразов Дәурен"),
)  # fmt: skip
MODULES = (
    ("Трудовое право и коллективный договор", "Еңбек құқығы және ұжымдық шарт", "basic", 8),
    ("Социальный диалог и переговоры", "Әлеуметтік диалог және келіссөздер", "intermediate", 12),
    ("Общественный контроль", "Қоғамдық бақылау", "intermediate", 10),
    ("Медиация и разрешение споров", "Медиация және дауларды шешу", "advanced", 16),
)
# Form, title, month; the last of each year is outside the plan.
YEARLY = (
    ("seminar", "Семинар председателей первичных организаций", 3),
    ("training", "Тренинг по ведению переговоров", 4),
    ("seminar", "Школа молодого профлидера", 5),
    ("round_table", "Круглый стол с социальными партнерами", 6),
    ("outgoing", "Выездной семинар в районах", 9),
    ("online", "Онлайн-лекция об общественном контроле", 10),
    ("seminar", "Семинар контрольно-ревизионных комиссий", 11),
    ("forum", "Форум профсоюзного актива", 8),
)
SPEAKERS = (("Ержанов К.", "правовой инспектор труда"), ("Соколова М.", "преподаватель"), ("Құсайынова Г.", "медиатор"))
FORMS = tuple(dict.fromkeys(form for form, _title, _month in YEARLY))


class Events:
    def __init__(self, books: Books) -> None:
        self.books = books
        self.bodies: dict[str, Organization] = by_code(Organization.objects.filter(code__in=[*KEEPERS, *dict(PERSONS)]))
        self.categories: dict[str, TraineeCategory] = by_code(TraineeCategory.objects.all())
        self.programme = self._programme()
        self.plans: dict[tuple[str, int], TrainingPlan] = {}

    def _programme(self) -> Programme:
        first = self.books.on.year - 3
        programme = Programme(
            name_ru="Школа профсоюзного актива (вымышленная программа)",
            name_kk="Кәсіподақ активінің мектебі (ойдан шығарылған бағдарлама)",
            first_year=first, last_year=first + 4, body="Исполнительный комитет (вымышлено)", number="7",
            approved_on=date(first - 1, 12, 15),
        )  # fmt: skip
        modules = [
            ProgrammeModule(title_ru=ru, title_kk=kk, level=level, hours=hours) for ru, kk, level, hours in MODULES
        ]
        programme.keep(modules, by=self.books.staff)
        return programme

    def enter(self) -> None:
        """What no report speaks of yet: persons, and the years without one."""
        for code, name in PERSONS:
            person: Person = entered(Person(name_ru=f"{name} {people.INVENTED}", phone=""), by=self.books.staff)
            office = Responsible(organization=self.bodies[code], person=person, from_day=self.books.day(-700))
            office.basis = f"Постановление президиума ({INVENTED})"
            office.begin(by=self.books.staff, today=self.books.on)
        for code, year in product(KEEPERS, (self.books.on.year - 1, self.books.on.year)):
            if (code, year) not in self.plans:
                self._year(code, year, {})

    # --- As the report says -------------------------------------------------------------------------------

    def told(self, code: str, period: Period, told: Answers) -> Answers:
        """The answers of a report, and the events that say the same; of others the answers as they are."""
        if code not in KEEPERS or period.year < self.books.on.year - 2:
            return told
        numbers = {one: number for one in self.categories if (number := told.get(trained_name(one))) is not None}
        if period.year != REAL:
            numbers = {one: number // 4 for one, number in numbers.items()}
        found = {**told, **dict.fromkeys(EVENTS), **{trained_name(one): number for one, number in numbers.items()}}
        found |= {"counted": Counted.ATTENDANCES, "trained_total": sum(numbers.values())}
        found["spent"] = self._year(code, period.year, numbers)
        for form in FORMS:
            found[events_name(form)] = sum(form == one for one, _title, _month in YEARLY)
        if code == OTHERWISE and period.year == self.books.on.year - 1:
            found[trained_name("chairs")] += 2
            found["trained_total"] += 2
        return found

    def _year(self, code: str, year: int, came: dict[str, int]) -> Decimal:
        """Of a year that is over all are held, with these numbers in all; of the present one those before the day."""
        chance, spent = chance_of(f"events {code} {year}"), Decimal(0)
        plan = self._plan(code, year)
        for place, (form, title, month) in enumerate(YEARLY):
            day = date(year, month, chance.randint(2, 24))
            event = TrainingEvent(organization=self.bodies[code], form=form, title=title)
            if place < len(YEARLY) - 1:
                event.plan, event.planned = plan, _month(year, month)
            if day > self.books.on - timedelta(days=2):
                if event.plan:
                    event.keep(speakers=[], participants={}, by=self.books.staff, today=self.books.on)
                continue
            self._held(event, day, place, chance)
            numbers = (
                _shared(came, place) if came else {"chairs": chance.randint(5, 20), "activists": chance.randint(5, 40)}
            )
            spent += event.spent or 0
            speakers = [
                Speaker(name=name, position=position) for name, position in chance.sample(SPEAKERS, 1 + place % 2)
            ]
            participants = {self.categories[one]: number for one, number in numbers.items()}
            event.keep(speakers=speakers, participants=participants, by=self.books.staff, today=self.books.on)
        self._cancelled(code, year, plan)
        return spent

    def _plan(self, code: str, year: int) -> TrainingPlan:
        plan = TrainingPlan(
            organization=self.bodies[code], year=year, body=f"Президиум ({INVENTED})", number=str(year % 100)
        )
        plan.approved_on = min(date(year - 1, 12, 20), self.books.on)
        plan.keep(by=self.books.staff, today=self.books.on)
        self.plans[code, year] = plan
        return plan

    def _held(self, event: TrainingEvent, day: date, place: int, chance: Random) -> None:
        event.held_from = day
        event.held_to = min(day + timedelta(days=place % 3), self.books.on)
        event.place, event.hours = f"Зал заседаний ({INVENTED})", chance.choice([4, 6, 8, 16])
        event.certificates = chance.choice([None, 0, 15, 25])
        event.spent = Decimal(chance.randint(40, 400)) * 1000
        module = self.programme.modules.all()[place % len(MODULES)]
        event.programme, event.module = self.programme, module
        event.topic = module.title_ru

    def _cancelled(self, code: str, year: int, plan: TrainingPlan) -> None:
        if code != KEEPERS[0] or date(year, 7, 1) > self.books.on:
            return
        event = TrainingEvent(organization=self.bodies[code], plan=plan, form="exchange")
        event.title, event.planned = "Обмен опытом с соседней областью", _month(year, 7)
        event.keep(speakers=[], participants={}, by=self.books.staff, today=self.books.on)
        on = min(date(year, 7, 10), self.books.on)
        event.cancel(
            on=on, reason=f"Перенесено на следующий год ({INVENTED})", by=self.books.staff, at=self.books.at(on)
        )


def _month(year: int, month: int) -> Term:
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return Term(first, last, Precision.MONTH, f"{month:02}.{year}")


def _shared(came: dict[str, int], place: int) -> dict[str, int]:
    """An equal part of all for each event; what is left over came to the first."""
    number = len(YEARLY)
    return {one: whole // number + (whole % number if place == 0 else 0) for one, whole in came.items()}
