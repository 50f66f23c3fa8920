"""People of the demonstration: the chairs the documents name, fictional ones where they name none, and the apparatus.

Telephone numbers are invented for everybody, and look it. Who is not in the documents is marked in the name.
"""

from functools import cache

from django.contrib.auth.hashers import make_password

from accounts.models import User
from organizations.access import Position
from organizations.models import Appointment, Level, Organization, Person
from overview.demonstration.days import by_code, entered, rows

PASSWORD = "demo"
DOMAIN = "demo.example"
STAFF = f"staff@{DOMAIN}"
INVENTED = "(демонстрация)"

APPARATUS = (
    ("staff", Position.STAFF, "Омарова Сауле"),
    ("leader", Position.LEADERSHIP, "Ахметова Лейла"),
    ("admin", Position.ADMINISTRATOR, "Серіков Асан"),
)
# Chairs of the documents whose papers come in Kazakh: a guess of the demonstration.
WRITE_KAZAKH = {"abai", "atyrau", "karaganda", "kyzylorda"}


def enter_apparatus_users() -> User:
    """The users of the apparatus come first: every later line has an author."""
    for name, _position, _person in APPARATUS:
        _user(name)
    return User.objects.get(email=STAFF)


def enter(union: Organization, *, by: User) -> None:
    for number, (name, position, person) in enumerate(APPARATUS, start=1):
        _appointed(union, position, f"{person} {INVENTED}", f"+7 700 000 00 0{number}", by, user=_user(name))
    _chairs_of_members(by)
    _chairs_below(by)
    karaganda = Organization.objects.get(code="karaganda")
    assistant = _user("assistant.karaganda", "kk")
    _appointed(karaganda, Position.ASSISTANT, f"Касымова Дана {INVENTED}", "+7 700 000 01 90", by, user=assistant)


def _chairs_of_members(by: User) -> None:
    members = by_code(Organization.objects.filter(level=Level.MEMBER))
    invented = {row["code"]: row for row in rows("chairs.csv")}
    for number, row in enumerate(rows("organizations.csv"), start=1):
        code, other = row["code"], invented.get(row["code"])
        kazakh = other["language"] == "kk" if other else code in WRITE_KAZAKH
        name = f"{other['name_ru']} {INVENTED}" if other else row["chair"]
        user = _user(code, "kk" if kazakh else "ru")
        _appointed(members[code], Position.CHAIR, name, f"+7 700 000 01 {number:02}", by, user=user)


def _chairs_below(by: User) -> None:
    """Only the chair of Panfilov signs in; one body has no chair and one chair cannot be reached, so that it is seen."""
    for row in filter(lambda row: row["chair_ru"], rows("branches.csv")):
        organization = Organization.objects.get(code=row["code"])
        user = _user(row["code"], "kk") if row["code"] == "panfilov" else None
        _appointed(organization, Position.CHAIR, f"{row['chair_ru']} {INVENTED}", row["phone"], by, user=user)


def _appointed(
    organization: Organization, position: str, name: str, phone: str, by: User, *, user: User | None
) -> None:
    person = Person(name_ru=name, phone=phone, email=user.email if user else "", user=user)
    entered(person, by=by)
    entered(Appointment(person=person, organization=organization, position=position), by=by)


def _user(name: str, language: str = "ru") -> User:
    user, made = User.objects.get_or_create(email=f"{name}@{DOMAIN}", defaults={"language": language})
    if made:
        user.password = _password_hash()
        user.save(update_fields=["password"])
    return user


@cache
def _password_hash() -> str:
    """Once: a slow hash for each of thirty people would be felt."""
    return make_password(PASSWORD)
