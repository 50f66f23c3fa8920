"""The one requirement under which the recommendations of all inspections are owed."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from inspections.models.lists import ReplyTerm
from inspections.models.recommendation import KIND
from reporting.models import Requirement


def standing_requirement(*, by: Any, at: datetime) -> Requirement:
    """Made by the first report that is handed over; staff may afterwards change its words."""
    requirement, made = Requirement.objects.get_or_create(
        code="inspection_recommendation",
        defaults={
            "kind": KIND,
            "title_ru": "Исполнение рекомендации проверки",
            "title_kk": "Тексеру ұсынымын орындау",
            "what_ru": "Сообщите, что сделано по рекомендации, и приложите подтверждающие документы.",
            "what_kk": "Ұсыным бойынша не істелгенін хабарлаңыз және растайтын құжаттарды қоса тіркеңіз.",
            "citation_ru": "Справка о проверке, вручённая организации",
            "citation_kk": "Ұйымға табыс етілген тексеру анықтамасы",
            "due_kind": Requirement.DueKind.AFTER_EVENT,
            "offset": ReplyTerm.in_force(timezone.localdate(at)) or 30,
            "asked_on": date(2000, 1, 1),
            "opened_at": at,
            "opened_by": by,
        },
    )
    if made:
        requirement.history.update(history_user=by)
    return requirement
