"""The chair beside a row, and the number to call: of the day the table speaks of."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from documents.tables import Column

CHAIR: str | Promise = _("Chair")
PHONE: str | Promise = _("Telephone")


def chair_name(row: Any) -> str | None:
    """Of a row of `with_chair`, in the spelling of the reader."""
    return (row.chair_kk if get_language() == "kk" else "") or row.chair_ru or None


def is_reachable(row: Any) -> bool:
    """Somebody in office can be called or written to."""
    return bool(row.chair_phone or row.chair_email)


def chair_columns(found: str = "", *, hidden: bool = True) -> list[Column]:
    """`found` is the attribute of the row that carries the chair, where it is not the row itself."""

    def carrier(row: Any) -> Any:
        return getattr(row, found) if found else row

    return [
        Column(key="chair", title=CHAIR, value=lambda row: chair_name(carrier(row)), hidden=hidden, width=30),
        Column(key="phone", title=PHONE, value=lambda row: carrier(row).chair_phone, hidden=hidden, width=18),
    ]


def organization_columns(found: str = "organization", **shown: Any) -> list[Column]:
    """Every row about an organization carries its code and its name; `shown` dresses the name on the page."""
    return [
        Column(key="organization_code", title=_("Code"), value=f"{found}.code", hidden=True, width=16),
        Column(key="organization", title=_("Organization"), value=f"{found}.name", width=34, **shown),
    ]
