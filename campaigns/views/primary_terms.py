"""The list behind the counts: each primary organization below a body with its planned term."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from campaigns.primary_tables import CHECKS, primaries_table
from campaigns.wording import check_choices
from documents.as_of import as_of_day
from documents.responses import respond
from organizations.models import Organization

PER_PAGE = 50


@require_safe
def primaries(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """`?check=late` and its like show some of them."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user).with_terms(), pk=pk)
    organization = get_object_or_404(Organization.objects.visible_to(request.user), code=code)
    today = timezone.localdate()
    as_of = as_of_day(request, today)
    check = request.GET.get("check", "")
    check = check if check in CHECKS else ""
    table = primaries_table(found, organization, request.user, as_of, check)
    context = {
        "campaign": found,
        "organization": organization,
        "as_of": as_of,
        "today": today,
        "check": check,
        "checks": check_choices(),
    }
    return respond(request, table, template="campaigns/primaries.html", context=context, per_page=PER_PAGE)
