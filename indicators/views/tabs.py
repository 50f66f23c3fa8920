"""What the pages of one form share."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from indicators.models import ActivityForm
from organizations.access import Permission, can

# What an address of one page says to the others.
CARRIED = ("as_of", "year", "part", "region", "organization", "parent", "level")


def tabs(form: ActivityForm, current: str, request: HttpRequest) -> list[dict[str, Any]]:
    kept = urlencode({name: value for name in CARRIED if (value := request.GET.get(name))})
    pages = [("table", _("By organization")), ("years", _("Three years")), ("ranking", _("Ranking"))]
    if form.is_by_apparatus and can(request.user, Permission.RECORD):
        pages.append(("about", _("Enter figures")))
    pages.append(("definition", _("What is asked")))
    return [
        {
            "title": title,
            "url": reverse(f"indicators:{name}", args=[form.code])
            + (f"?{kept}" if kept and name != "definition" else ""),
            "current": name == current,
        }
        for name, title in pages
    ]
