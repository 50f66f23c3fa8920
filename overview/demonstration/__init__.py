"""The demonstration: the real campaign of 2023 and a fictional decree, entered as people would enter them.

No fixture is loaded. Organizations, decrees, requirements, hand-ins and conferences come in through the verbs and
imports of their rooms, so that building the demonstration is itself a test of them.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from decrees.models import Decree
from organizations.models import Organization
from overview.demonstration import (
    activity,
    campaign_of_2023,
    decree_of_2023,
    discipline_of_2022,
    fiction,
    inspections,
    letter_of_2023,
    membership,
    people,
    personnel,
    registry,
    surroundings_of_2023,
    training,
)
from overview.demonstration.days import Books


class OtherData(Exception):
    """The database holds something that is not the demonstration."""


@transaction.atomic
def build(*, on: date, now: datetime) -> bool:
    """Whether it was built by this call; False when it stood already, whatever `on` says."""
    if is_built():
        return False
    if User.objects.exists() or Organization.objects.exists() or Decree.objects.exists():
        raise OtherData
    staff = people.enter_apparatus_users()
    books = Books(staff=staff, on=on, now=now)
    registry.enter(books)
    people.enter(by=staff)
    decree_of_2023.enter(books)
    campaign_of_2023.enter(books)
    surroundings_of_2023.enter(books)
    letter_of_2023.enter(books)
    fiction.enter(books)
    membership.enter(books)
    activity.enter(books)
    training.enter(books)
    inspections.enter(books)
    discipline_of_2022.enter(books)
    personnel.enter(books)
    return True


def is_built() -> bool:
    return User.objects.filter(email=people.STAFF).exists() and Decree.objects.filter(is_fictional=True).exists()
