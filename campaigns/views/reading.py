"""The server's echo while a term is being typed: how it is read and how it stands to the window of its level."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from campaigns.periods import UnreadablePeriod, against_window, parse
from campaigns.wording import reading as in_words, window_words


@require_safe
def reading(request: HttpRequest, pk: int) -> JsonResponse:
    """`?text=…&level=…`: {text, outside, ambiguous}; `text` is empty where nothing was typed."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    typed = request.GET.get("text", "").strip()
    if not typed:
        return JsonResponse({"text": "", "readable": True, "outside": False, "ambiguous": False})
    try:
        period = parse(typed)
    except UnreadablePeriod as error:
        return JsonResponse({"text": str(error.message), "readable": False, "outside": False, "ambiguous": False})
    window = campaign.windows_on(timezone.localdate()).get(request.GET.get("level", ""))
    check = against_window(period, window.first_day, window.last_day) if window else None
    words = ", ".join(filter(None, [in_words(typed, period), window_words(check)]))
    return JsonResponse(
        {
            "text": words,
            "readable": True,
            "outside": check not in (None, "inside"),
            "ambiguous": period.ambiguous and not period.open_ended,
        }
    )
