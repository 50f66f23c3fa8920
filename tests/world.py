"""The named world of the tests: a small union in which everybody has a name and a reason to be there.

Karaganda is ours: Aigul chairs it, Dana assists her, Bolat chairs its branch Temirtau. Akmola is the stranger:
Erlan chairs it and sees nothing of Karaganda. Saule is staff, Leila leads, Asan administers, Gulnara controls.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar, cast
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from accounts.models import User
from decrees.models import Decree, DecreeItem
from organizations.access import Position
from organizations.models import Appointment, Organization, Person, Region
from reporting.models import Obligation, Requirement

T = TypeVar("T")

ALMATY = ZoneInfo("Asia/Almaty")
TODAY = date(2023, 9, 4)
NOON = datetime(2023, 9, 4, 12, 0, tzinfo=ALMATY)


def at(day: date, hour: int = 12) -> datetime:
    """An hour of a local day, as verbs take it."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ALMATY)


def make_user(name: str, **fields: Any) -> User:
    return User.objects.create_user(f"{name}@example.kz", "a long password", **fields)


def appoint(user: User | None, organization: Organization, position: str, name: str, **fields: Any) -> Appointment:
    """A person of that name, with a telephone, in office since 2020."""
    phone = f"+7 701 555 {Person.objects.count():02d} 00"
    person = Person.objects.create(name_ru=name, phone=phone, user=user)
    defaults = {"from_day": date(2020, 1, 1)}
    return Appointment.objects.create(
        person=person, organization=organization, position=position, **{**defaults, **fields}
    )


def make_organization(code: str, level: str, parent: Organization | None, name: str, **fields: Any) -> Organization:
    kinds = {"union": "union", "member": "oblast", "branch": "city", "primary": "primary"}
    organization = Organization(
        code=code, level=level, parent=parent, kind=kinds[level], short_ru=name, legal_name_ru=f"ОО «{name}»", **fields
    )
    organization.save()
    if parent:
        organization.placed(parent, from_day=None)
    return organization


def make_requirement(code: str, **fields: Any) -> Requirement:
    """Fixed, general, due on 1 September 2023, asked of member organizations by citation; not yet opened."""
    defaults: dict[str, Any] = {
        "title_ru": f"Отчёт {code}",
        "title_kk": f"Есеп {code}",
        "citation_ru": "письмо аппарата",
        "citation_kk": "аппарат хаты",
        "asked_on": date(2023, 6, 24),
        "due_on": date(2023, 9, 1),
        "audience_levels": ["member"],
    }
    return Requirement.objects.create(code=code, **{**defaults, **fields})


@dataclass
class World:
    union: Organization
    karaganda: Organization
    temirtau: Organization
    school: Organization
    akmola: Organization
    saule: User
    leila: User
    asan: User
    gulnara: User
    aigul: User
    dana: User
    bolat: User
    erlan: User
    disabled: User
    decree: Decree
    item: DecreeItem
    requirement: Requirement

    @property
    def obligation(self) -> Obligation:
        """What Karaganda owes: due on 1 September 2023, nothing handed in."""
        return Obligation.objects.get(requirement=self.requirement, organization=self.karaganda)

    @property
    def foreign(self) -> Obligation:
        """The same of Akmola."""
        return Obligation.objects.get(requirement=self.requirement, organization=self.akmola)


def make_world() -> World:
    region = Region.objects.create(iso="KZ-35", name_ru="Карагандинская область", name_kk="Қарағанды облысы")
    union = make_organization("union", "union", None, "Профсоюз", short_kk="Кәсіподақ", phone="+7 7172 00 00 01")
    karaganda = make_organization(
        "karaganda", "member", union, "Карагандинская область", short_kk="Қарағанды облысы", region=region
    )
    temirtau = make_organization("temirtau", "branch", karaganda, "Темиртау", short_kk="Теміртау", region=region)
    school = make_organization("school-1", "primary", temirtau, "Школа № 1", short_kk="№ 1 мектеп", region=region)
    akmola = make_organization("akmola", "member", union, "Акмолинская область", short_kk="Ақмола облысы")
    users = {name: make_user(name) for name in ("saule", "leila", "asan", "gulnara", "aigul", "dana", "bolat", "erlan")}
    disabled = make_user("disabled", is_active=False)
    appoint(users["saule"], union, Position.STAFF, "Омарова Сауле")
    appoint(users["leila"], union, Position.LEADERSHIP, "Ахметова Лейла")
    appoint(users["asan"], union, Position.ADMINISTRATOR, "Серіков Асан")
    gulnara = appoint(users["gulnara"], union, Position.CONTROLLER, "Бекова Гульнара")
    appoint(users["aigul"], karaganda, Position.CHAIR, "Жунусова Айгуль")
    appoint(users["dana"], karaganda, Position.ASSISTANT, "Касымова Дана")
    appoint(users["bolat"], temirtau, Position.CHAIR, "Ибраев Болат")
    appoint(users["erlan"], akmola, Position.CHAIR, "Токтаров Ерлан")
    appoint(disabled, karaganda, Position.ASSISTANT, "Уволенная Мария")
    decree = Decree.objects.create(
        body="central_committee",
        number="6",
        session="2-т.",
        adopted_on=date(2023, 6, 24),
        title_ru="О проведении",
        title_kk="Өткізу туралы",
    )
    decree.controllers.add(gulnara.person)
    item = DecreeItem.objects.create(
        decree=decree, number="6", kind="deadline", text_ru="Представить графики", text_kk="Кестелер ұсынылсын"
    )
    requirement = make_requirement(
        "schedule", decree_item=item, title_ru="График конференций", title_kk="Конференциялар кестесі"
    )
    requirement.open(by=users["saule"], at=at(date(2023, 6, 24)), until=TODAY)
    return World(
        union=union, karaganda=karaganda, temirtau=temirtau, school=school, akmola=akmola, **users, disabled=disabled,
        decree=decree, item=item, requirement=requirement,
    )  # fmt: skip


class Remembered(Generic[T]):
    """What a builder makes by the verbs, its rows kept in memory and put back: a tenth of the time of making it."""

    def __init__(self, make: Callable[[], T]) -> None:
        self.make = make
        self.made: T | None = None
        self.rows: list[tuple[type[models.Model], list[models.Model]]] = []

    def remember(self) -> None:
        """Build it, keep its rows, leave the database as it was."""
        with transaction.atomic():
            before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in _models()}
            self.made = self.make()
            for model, known in before.items():
                if found := list(model._base_manager.exclude(pk__in=known)):
                    self.rows.append((model, found))
            transaction.set_rollback(True)

    def again(self) -> T:
        """What was made, in the database once more."""
        if self.made is None:
            self.remember()
        self.put_back()
        return deepcopy(cast(T, self.made))

    def put_back(self) -> None:
        """The rows as they were, with their keys; keys made after them follow on."""
        with transaction.atomic():
            for model, rows in self.rows:
                model._base_manager.bulk_create(rows)
            resets = connection.ops.sequence_reset_sql(no_style(), [model for model, _ in self.rows])
            if resets:
                with connection.cursor() as cursor:
                    cursor.execute("".join(resets))


def _models() -> list[type[models.Model]]:
    return apps.get_models(include_auto_created=True)


_world = Remembered(make_world)
remember_world = _world.remember


def world_again() -> World:
    _world.put_back()
    organizations = {one.code.replace("-1", ""): one for one in Organization.objects.select_related("parent", "region")}
    people = {user.email.split("@")[0]: user for user in User.objects.all()}
    item = DecreeItem.objects.select_related("decree").get()
    requirement = Requirement.objects.select_related("decree_item__decree").get()
    return World(**organizations, **people, decree=item.decree, item=item, requirement=requirement)
