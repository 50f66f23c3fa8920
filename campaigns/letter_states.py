"""Lists of the information on the progress that follow from the states of the organizations on a day."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.letter_lists import Lists, by_day, term_of
from campaigns.states import Standing, State
from letters.facts import Listing, Two

# Those who were asked for information, each with the sentence where nobody is in it.
ASKED = {
    "sent": (
        State.SENT,
        Two("Направили информацию", "Ақпарат жібергендер"),
        Two("Информацию не направила ни одна членская организация.", "Бірде-бір мүшелік ұйым ақпарат жібермеді."),
        "information",
    ),
    "not_sent": (
        State.NOT_SENT,
        Two("Не представили информацию", "Ақпарат ұсынбағандар"),
        Two(
            "Членских организаций, не представивших информацию в срок, нет.",
            "Ақпаратты мерзімінде ұсынбаған мүшелік ұйым жоқ.",
        ),
        "information",
    ),
    "awaited": (
        State.AWAITED,
        Two("Срок представления не наступил", "Ұсыну мерзімі келмегендер"),
        Two(
            "Членских организаций, срок ответа которых не наступил, нет.",
            "Жауап беру мерзімі келмеген мүшелік ұйым жоқ.",
        ),
        "information",
    ),
    "no_data": (
        State.NO_DATA,
        Two("Нет данных", "Дерек жоқ"),
        Two("Сведения имеются по всем членским организациям.", "Барлық мүшелік ұйымдар бойынша мәліметтер бар."),
        "",
    ),
}


def state_lists(lists: Lists) -> dict[str, Listing]:
    asked = {name: lists.in_state(*about) for name, about in ASKED.items()}
    return {"notified": _notified(lists), "planned": _planned(lists), **asked, "exempt": _exempt(lists)}


def _notified(lists: Lists) -> Listing:
    day = lists.asking.as_of
    rows = (
        lists.row(one, held_on=one.conference.held_on, notified_on=_notified_on(one))
        for one in by_day(lists.on(day))
        if one.conference and one.notified
    )
    return lists.listing(
        day,
        Two("Официально уведомили", "Ресми хабарлағандар"),
        Two(
            "Официальных уведомлений о проведении отчетно-выборных конференций в Аппарат Центрального комитета не "
            "поступало.",
            "Есеп беру-сайлау конференцияларын өткізу туралы ресми хабарламалар Орталық комитет Аппаратына келіп "
            "түспеді.",
        ),
        rows,
        {"held_on": _("Held on"), "notified_on": _("officially notified on")},
    )


def _planned(lists: Lists) -> Listing:
    """In the calendar year of the letter, of those who have not held yet."""
    day = lists.asking.as_of
    rows = (
        lists.row(one, term=term_of(one), previous_on=_previous_on(one))
        for one in lists.on(day)
        if one.is_open and one.planned and _lies_in(one.planned.period, day.year)
    )
    return lists.listing(
        day,
        Two("Запланировали на текущий год", "Ағымдағы жылға жоспарлағандар"),
        Two(
            "На текущий год других отчетно-выборных конференций членских организаций не запланировано.",
            "Ағымдағы жылға мүшелік ұйымдардың басқа есеп беру-сайлау конференциялары жоспарланбаған.",
        ),
        rows,
        {"term": _("Term"), "previous_on": _("Last regular conference")},
    )


def _exempt(lists: Lists) -> Listing:
    day = lists.asking.as_of
    rows = (
        lists.row(
            one,
            founded_on=one.organization.founding_conference_on or "",
            next_by=one.next_conference_on or "",
            term=term_of(one),
        )
        for one in lists.on(day)
        if one.state == State.EXEMPT
    )
    return lists.listing(
        day,
        Two("Очередная конференция позже", "Кезекті конференция кейінірек"),
        Two(
            "Членских организаций, очередная отчетно-выборная конференция которых ожидается позднее, нет.",
            "Кезекті есеп беру-сайлау конференциясы кейінірек күтілетін мүшелік ұйым жоқ.",
        ),
        rows,
        {"founded_on": _("Founding conference on"), "next_by": _("Next regular one by"), "term": _("Term")},
        lists.address(day, state=State.EXEMPT.value),
    )


def _notified_on(standing: Standing) -> date | str:
    told = standing.conference
    return told.notified_on if told and told.notified_on and told.notified_day_stated else ""


def _previous_on(standing: Standing) -> date | str:
    return standing.last_regular.held_on if standing.last_regular else ""


def _lies_in(period: Any, year: int) -> bool:
    return bool(period.first.year == period.last.year == year and not period.open_ended)
