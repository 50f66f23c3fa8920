"""Lists of the information on the progress about what was held and what departs from the rules."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from campaigns.deviations import Deviation, deviations
from campaigns.letter_lists import NAME, Lists, by_day
from campaigns.packets import note_lacking
from campaigns.primary_terms import add_primary_terms
from campaigns.progress import add_progress
from campaigns.states import Standing, State
from letters.facts import Listing, Row, Spoken, Two
from letters.naming import named
from reporting import badges
from reporting.models import Obligation
from reporting.statuses import Status

NOT_IN_TIME = (Status.MISSING, Status.LATE, Status.RETURNED)
FOUND = {**NAME, "text": _("what"), "reason": _("reason")}


def held_lists(lists: Lists) -> dict[str, Listing]:
    day = lists.asking.day("held")
    held = [one for one in by_day(lists.on(day)) if one.state == State.HELD]
    return {
        "held": lists.listing(
            day,
            Two("Провели конференции", "Конференция өткізгендер"),
            Two(
                "Отчетно-выборные конференции членских организаций еще не проводились.",
                "Мүшелік ұйымдардың есеп беру-сайлау конференциялары әлі өткізілген жоқ.",
            ),
            (lists.row(one, held_on=one.held_on or "") for one in held),
            {"held_on": _("Held on")},
            lists.address(day, state=State.HELD.value),
        ),
        **_papers(lists, "protocol", Two("протоколы", "хаттамалар"), lambda one: one.protocol),
        **_papers(lists, "result", Two("итоги", "қорытындылар"), lambda one: one.results),
    }


def _papers(lists: Lists, name: str, what: Two, owed: Callable[[Standing], Obligation | None]) -> dict[str, Listing]:
    """Who was late or sent nothing, by name; and of whom nobody knows, because the books opened later."""
    day = lists.asking.day("protocols")
    held = [one for one in by_day(lists.on(day)) if one.state == State.HELD]
    fields = {"held_on": _("Held on"), "due_on": _("Due day"), "status": _("Status")}
    late = [(one, paper) for one in held if (paper := owed(one)) and paper.status in NOT_IN_TIME]
    untold = [one for one in held if owed(one) is None]
    return {
        f"{name}s_late": lists.listing(
            day,
            Two(f"Не в срок: {what.ru}", f"Мерзімінде емес: {what.kk}"),
            Two(
                "Нарушений этого срока по имеющимся сведениям нет.",
                "Қолда бар мәліметтер бойынша бұл мерзім бұзылмаған.",
            ),
            (
                lists.row(one, held_on=one.held_on or "", due_on=paper.due_on, status=_status(paper))
                for one, paper in late
            ),
            fields,
        ),
        f"{name}s_untold": lists.listing(
            day,
            Two(f"Нет сведений: {what.ru}", f"Мәлімет жоқ: {what.kk}"),
            Two(
                "Сведения имеются по всем проведенным конференциям.",
                "Барлық өткізілген конференциялар бойынша мәлімет бар.",
            ),
            (lists.row(one, held_on=one.held_on or "") for one in untold),
            {"held_on": _("Held on")},
        ),
    }


def deviation_list(lists: Lists) -> Listing:
    day = lists.asking.day("deviations")
    present = lists.on(day)
    add_progress(present, lists.asking.user)
    add_primary_terms(present, lists.asking.user)
    note_lacking(lists.campaign, present, lists.asking.user, day)
    kinds = _deviation_rows(present, f"{lists.address(day)}#deviations")
    return Listing(
        title=Two("Отклонения", "Ауытқулар"),
        nobody=Two(
            "Отклонений от установленного порядка не выявлено.", "Белгіленген тәртіптен ауытқулар анықталған жоқ."
        ),
        rows=kinds,
        as_of=day,
        fields={"title": _("Kind"), "found": FOUND},
        link=f"{lists.address(day)}#deviations",
    )


def _deviation_rows(present: Sequence[Standing], link: str) -> list[Row]:
    """By kind. Said in both languages, one beside the other: their order is that of the organizations, not of the words."""
    said = []
    for language in ("ru", "kk"):
        with translation.override(language):
            said.append([(str(kind.label), kind, of_kind) for kind, of_kind in deviations(present)])
    return [
        Row(
            kind.value, {"title": Two(ru, kk), "found": _found(Two(ru, kk), found_ru, found_kk, present[0].as_of, link)}
        )
        for (ru, kind, found_ru), (kk, _kind, found_kk) in zip(*said, strict=True)
    ]


def _found(title: Two, russian: list[Deviation], kazakh: list[Deviation], day: date, link: str) -> Listing:
    rows, so_far = [], Counter[str]()
    for ru, kk in zip(russian, kazakh, strict=True):
        code = ru.organization.code
        so_far[code] += 1
        values = {
            "name": named(ru.organization, day),
            "text": Two(ru.text, kk.text),
            "reason": Two(ru.reason, kk.reason),
        }
        rows.append(Row(f"{code}-{so_far[code]}", values, ru.url or link))
    return Listing(title=title, nobody="", rows=rows, as_of=day, fields=FOUND, link=link)


def _status(obligation: Obligation) -> Spoken:
    facts = badges.facts(obligation)
    return Spoken(lambda _language: badges.in_words(**facts))
