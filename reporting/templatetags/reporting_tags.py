"""What pages say about obligations: `{% obligation_badge o dense=True %}`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from reporting import badges
from reporting.tables import people

register = template.Library()


@register.simple_tag
def obligation_badge(obligation: Any, dense: bool = False) -> SafeString:
    """Icon, word, colour and days of an obligation with its status (`with_status`); None is "no data"."""
    return badges.badge(**badges.facts(obligation), dense=dense)


@register.simple_tag
def status_number(status: str, number: int) -> SafeString:
    """How many are in that status, as a small badge; its word is there for those who do not see the sign."""
    return badges.number_badge(status, number)


@register.filter
def chair_name(row: Any) -> str:
    """Of an organization or obligation with the chair of the day (`with_chair`)."""
    return people.chair_name(row) or ""


@register.filter
def is_reachable(row: Any) -> bool:
    return people.is_reachable(row)


@register.filter
def is_overdue(obligation: Any) -> bool:
    return badges.is_overdue(obligation)


@register.simple_tag
def status_badge(status: str, dense: bool = False) -> SafeString:
    """A status alone, as in heads and totals."""
    return badges.badge(status, dense=dense)
