"""What pages say about obligations: `{% obligation_badge o dense=True %}`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from reporting import badges

register = template.Library()


@register.simple_tag
def obligation_badge(obligation: Any, dense: bool = False) -> SafeString:
    """Icon, word, colour and days of an obligation with its status (`with_status`); None is "no data"."""
    return badges.badge(**badges.facts(obligation), dense=dense)


@register.simple_tag
def status_badge(status: str, dense: bool = False) -> SafeString:
    """A status alone, as in heads and totals."""
    return badges.badge(status, dense=dense)
