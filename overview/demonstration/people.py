"""People of the demonstration: the chairs the documents name, fictional ones where they name none, and the apparatus.

Telephone numbers are invented for everybody, and look it. Who is not in the documents is marked in the name.
"""

from functools import cache

from django.contrib.auth.hashers import make_password

from accounts.models import User
from organizations.access import Position
from organizations.models import Appointment, Level, Organization, Person
from overview.demonstration.days import entered, rows

PASSWORD = "demo"
DOMAIN = "demo.example"
INVENTED = "(демонстрация)"

APPARATUS = (
    ("staff", Position.STAFF, "Омарова Сауле"),
    ("leader", Position.LEADERSHIP, "Ахметова Лейла"),
    ("admin", Position.ADMINISTRATOR, "Серіков Асан"),
)
# Whose papers come in Kazakh: a guess of the demonstration.
WRITE_KAZAKH = {
    "abai", "almaty-oblast", "assistant.karaganda", "atyrau", "karaganda", "kyzylorda", "mangystau", "panfilov",
    "turkestan", "ulytau", "zhambyl", "zhetysu",
}  # fmt: skip


def address(name: str) -> str:
    return f"{name}@{DOMAIN}"


STAFF = address("staff")


def chair_of_member(row: dict[str, str], number: int) -> dict[str, str]:
    """As the import of the registry takes a chair. Every member organization has one, named in the papers or not."""
    name = row["chair"] or f"{_chairs_invented()[row['code']]} {INVENTED}"
    return {"chair": name, "chair_phone": f"+7 700 000 01 {number:02}", "chair_email": address(row["code"])}


def chair_below(row: dict[str, str]) -> dict[str, str]:
    """One body has no chair and one chair has no telephone, so that both are seen. Only Panfilov's signs in."""
    if not row["chair_ru"]:
        return {}
    email = address(row["code"]) if row["code"] == "panfilov" else ""
    return {"chair": f"{row['chair_ru']} {INVENTED}", "chair_phone": row["phone"], "chair_email": email}


@cache
def _chairs_invented() -> dict[str, str]:
    return {row["code"]: row["name_ru"] for row in rows("chairs.csv")}


def enter_apparatus_users() -> User:
    """The users of the apparatus come first: every later line has an author."""
    for name, _position, _person in APPARATUS:
        _user(name)
    return User.objects.get(email=STAFF)


def enter(*, by: User) -> None:
    """Offices of the apparatus and of the assistant; and the chairs of the registry sign in."""
    union, karaganda = (Organization.objects.get(code=code) for code in ("union", "karaganda"))
    for number, (name, position, person) in enumerate(APPARATUS, start=1):
        _appointed(union, position, person, f"+7 700 000 00 0{number}", _user(name), by)
    assistant = _user("assistant.karaganda")
    _appointed(karaganda, Position.ASSISTANT, "Касымова Дана", "+7 700 000 01 90", assistant, by)
    chairs = Appointment.objects.filter(position=Position.CHAIR).select_related("person", "organization")
    for office in chairs.exclude(person__email="").exclude(organization__level=Level.UNION):
        office.person.user = _user(office.organization.code)
        entered(office.person, by=by)


def _appointed(organization: Organization, position: str, name: str, phone: str, user: User, by: User) -> None:
    person = entered(Person(name_ru=f"{name} {INVENTED}", phone=phone, email=user.email, user=user), by=by)
    entered(Appointment(person=person, organization=organization, position=position), by=by)


def _user(name: str) -> User:
    language = "kk" if name in WRITE_KAZAKH else "ru"
    user, made = User.objects.get_or_create(email=address(name), defaults={"language": language})
    if made:
        user.password = _password_hash()
        user.save(update_fields=["password"])
    return user


@cache
def _password_hash() -> str:
    """Once: a slow hash for each of thirty people would be felt."""
    return make_password(PASSWORD)
