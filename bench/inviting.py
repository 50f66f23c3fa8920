"""Lets people in to a built union, and writes down who they are and which forms are open: `python -m bench.inviting FILE`."""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import django

STAFF, CHAIRS, FORMS = 20, 30, 12


def invite(today: date) -> dict[str, Any]:
    from django.conf import settings

    from accounts.models import User
    from bench.people import sign_in
    from bench.union import address
    from campaigns.models import Campaign

    users = User.objects.filter(email__endswith=address("")).order_by("email")
    staff = list(users.filter(email__startswith="staff-")[:STAFF])
    chairs: list[User] = []
    for level, share in (("m-", CHAIRS // 3), ("b-", CHAIRS // 3), ("p-", CHAIRS)):
        chairs += users.filter(email__startswith=level)[: min(share, CHAIRS - len(chairs))]
    sessions = {user.pk: sign_in(user) for user in (*staff, *chairs)}
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "staff": [sessions[user.pk] for user in staff],
        "chairs": [sessions[user.pk] for user in chairs],
        "campaign": Campaign.objects.values_list("pk", flat=True).get(),
        "year": today.year,
        "forms": [(sessions[user.pk], pk) for user in chairs for pk in _open_forms(user, today)],
    }


def _open_forms(user: Any, today: date) -> list[int]:
    """Of their own body first: no two people are sent to one form."""
    from organizations.access import Permission, appointments_of
    from reporting.models import Obligation

    own = [office.organization_id for office in appointments_of(user)]
    owed = Obligation.objects.visible_to(user, Permission.FILL).filter(
        organization__in=own, requirement__kind="general", submissions=None, exemptions=None
    )  # fmt: skip
    return [one.pk for one in owed if not one.opens_on or one.opens_on <= today][:FORMS]


def main() -> None:
    django.setup()
    from django.utils import timezone

    Path(sys.argv[1]).write_text(json.dumps(invite(timezone.localdate())))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    main()
