"""What the information on the progress of a campaign says: every list of the apparatus's own paper, from the facts.

The lists stand in the order of the paper (domain/campaigns.md, P), organizations in the order of their Russian names.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from campaigns.deviations import Deviation, deviations
from campaigns.models import Campaign
from campaigns.packets import note_lacking
from campaigns.primary_terms import add_primary_terms
from campaigns.progress import add_progress
from campaigns.states import Standing, State, headline, standings
from campaigns.tables import in_schedule
from campaigns.wording import term_in
from decrees.naming import decree_facts
from letters.facts import Fact, Facts, Figure, Listing, Row, Spoken, Two, Unknown
from letters.kinds import Asking
from letters.naming import chair_of, legally_named, named
from reporting import badges
from reporting.calendar import time_in_words
from reporting.models import Obligation, Requirement
from reporting.statuses import Status

NOT_IN_TIME = (Status.MISSING, Status.LATE, Status.RETURNED)
NAME = {"name": _("Organization")}
FOUND = {**NAME, "text": _("what"), "reason": _("reason")}


def progress_facts(campaign: Campaign, asking: Asking) -> Facts:
    # One order of organizations for both languages.
    with translation.override("ru"):
        return _Progress(campaign, asking).facts()


class _Progress:
    def __init__(self, campaign: Campaign, asking: Asking) -> None:
        self.campaign, self.asking = campaign, asking
        self._on: dict[date, list[Standing]] = {}

    def on(self, day: date) -> list[Standing]:
        if day not in self._on:
            self._on[day] = standings(self.campaign, self.asking.user, day)
        return self._on[day]

    def facts(self) -> Facts:
        campaign, found = self.campaign, self._deviations()
        return {
            "campaign": {"title": Two(campaign.title_ru, campaign.title_kk), "year": str(self.asking.as_of.year)},
            "decree": decree_facts(campaign.decree),
            "schedules": self._asked(campaign.schedule_requirement),
            "information": self._asked(campaign.information_requirement),
            "protocols": self._asked(campaign.protocol_requirement),
            "results": self._asked(campaign.results_requirement),
            **self._states(),
            **self._preparation(),
            **self._held(),
            "deviations": found,
            "totals": self._totals(found),
            "schedule": self._schedule(),
        }

    # --- Putting lists together ---------------------------------------------------------------------------

    def _address(self, day: date, **query: str) -> str:
        asked = "&".join(f"{name}={value}" for name, value in {"as_of": day.isoformat(), **query}.items())
        return f"{reverse('campaigns:campaign', args=[self.campaign.pk])}?{asked}"

    def _row(self, standing: Standing, **values: Fact) -> Row:
        organization = standing.organization
        link = reverse("campaigns:plans", args=[self.campaign.pk, organization.code])
        day = standing.as_of
        return Row(organization.code, {"name": named(organization, day), **values}, f"{link}?as_of={day.isoformat()}")

    def _list(
        self,
        day: date,
        title: Two,
        nobody: Two,
        rows: Iterable[Row],
        fields: Mapping[str, Any] | None = None,
        link: str = "",
    ) -> Listing:
        return Listing(
            title=title,
            nobody=nobody,
            rows=list(rows),
            as_of=day,
            fields={**NAME, **(fields or {})},
            link=link or self._address(day),
        )

    def _in_state(self, state: State, title: Two, nobody: Two, key: str = "") -> Listing:
        day = self.asking.day(key)
        rows = (self._row(one, received_on=_received_on(one)) for one in self.on(day) if one.state == state)
        link = self._address(day, state=state.value)
        return self._list(day, title, nobody, rows, {"received_on": _("First received")}, link)

    # --- What was asked -----------------------------------------------------------------------------------

    def _asked(self, requirement: Requirement | None) -> dict[str, Fact]:
        """What the campaign asks of organizations; the same names where nothing was set."""
        if requirement is None:
            unset = Unknown(_("the requirement of the campaign is not set"), self.campaign.get_absolute_url())
            return {**dict.fromkeys(("title", "basis", "asked_on", "due_on", "time"), unset), "item": "", "text": ""}
        item = requirement.decree_item
        return {
            "title": Two(requirement.title_ru, requirement.title_kk),
            "basis": Spoken(lambda _language: requirement.citation),
            "item": item.number if item else "",
            "text": Two(_sentence(item.text_ru), _sentence(item.text_kk)) if item else "",
            "asked_on": requirement.asked_on,
            "due_on": requirement.due_on or "",
            "time": Spoken(lambda _language: time_in_words(requirement.rule)),
        }

    # --- States -------------------------------------------------------------------------------------------

    def _totals(self, found: Listing) -> dict[str, Fact]:
        day = self.asking.as_of
        counted = headline(self.on(day))
        departures = sum(len(row.values["found"].rows) for row in found.rows)  # type: ignore[union-attr]
        return {
            "organizations": Figure(len(self.on(day)), self._address(day)),
            "deviations": Figure(departures, found.link),
            **{state.value: Figure(n, self._address(day, state=state.value)) for state, n in counted.items()},
        }

    def _states(self) -> dict[str, Listing]:
        return {
            "notified": self._notified(),
            "planned": self._planned(),
            "sent": self._in_state(
                State.SENT,
                Two("Направили информацию", "Ақпарат жібергендер"),
                Two(
                    "Информацию не направила ни одна членская организация.",
                    "Бірде-бір мүшелік ұйым ақпарат жібермеді.",
                ),
                "information",
            ),
            "not_sent": self._in_state(
                State.NOT_SENT,
                Two("Не представили информацию", "Ақпарат ұсынбағандар"),
                Two(
                    "Членских организаций, не представивших информацию в срок, нет.",
                    "Ақпаратты мерзімінде ұсынбаған мүшелік ұйым жоқ.",
                ),
                "information",
            ),
            "awaited": self._in_state(
                State.AWAITED,
                Two("Срок представления не наступил", "Ұсыну мерзімі келмегендер"),
                Two(
                    "Членских организаций, срок ответа которых не наступил, нет.",
                    "Жауап беру мерзімі келмеген мүшелік ұйым жоқ.",
                ),
                "information",
            ),
            "exempt": self._exempt(),
            "no_data": self._in_state(
                State.NO_DATA,
                Two("Нет данных", "Дерек жоқ"),
                Two(
                    "Сведения имеются по всем членским организациям.", "Барлық мүшелік ұйымдар бойынша мәліметтер бар."
                ),
            ),
        }

    def _notified(self) -> Listing:
        day = self.asking.as_of
        rows = (
            self._row(one, held_on=one.conference.held_on, notified_on=_notified_on(one))
            for one in _by_day(self.on(day))
            if one.conference and one.notified
        )
        return self._list(
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

    def _planned(self) -> Listing:
        """In the calendar year of the letter, of those who have not held yet."""
        day = self.asking.as_of
        rows = (
            self._row(one, term=_term(one), previous_on=_previous_on(one))
            for one in self.on(day)
            if one.is_open and one.planned and _lies_in(one.planned.period, day.year)
        )
        return self._list(
            day,
            Two("Запланировали на текущий год", "Ағымдағы жылға жоспарлағандар"),
            Two(
                "На текущий год других отчетно-выборных конференций членских организаций не запланировано.",
                "Ағымдағы жылға мүшелік ұйымдардың басқа есеп беру-сайлау конференциялары жоспарланбаған.",
            ),
            rows,
            {"term": _("Term"), "previous_on": _("Last regular conference")},
        )

    def _exempt(self) -> Listing:
        day = self.asking.as_of
        rows = (
            self._row(
                one,
                founded_on=one.organization.founding_conference_on or "",
                next_by=one.next_conference_on or "",
                term=_term(one),
            )
            for one in self.on(day)
            if one.state == State.EXEMPT
        )
        return self._list(
            day,
            Two("Очередная конференция позже", "Кезекті конференция кейінірек"),
            Two(
                "Членских организаций, очередная отчетно-выборная конференция которых ожидается позднее, нет.",
                "Кезекті есеп беру-сайлау конференциясы кейінірек күтілетін мүшелік ұйым жоқ.",
            ),
            rows,
            {"founded_on": _("Founding conference on"), "next_by": _("Next regular one by"), "term": _("Term")},
            self._address(day, state=State.EXEMPT.value),
        )

    # --- Preparation: see `campaigns.letter_preparation` ----------------------------------------------------

    def _preparation(self) -> dict[str, Listing]:
        from campaigns.letter_preparation import preparation_lists

        day = self.asking.day("preparation")
        open_ones = [one for one in self.on(self.asking.as_of) if one.is_open]
        return {
            "organizations": self._list(
                self.asking.as_of,
                Two("Организации, которым предстоят отчеты и выборы", "Есеп берулер мен сайлаулар алда тұрған ұйымдар"),
                Two(
                    "Все членские организации провели отчетно-выборные конференции.",
                    "Барлық мүшелік ұйымдар есеп беру-сайлау конференцияларын өткізді.",
                ),
                [self._row(one, term=_term(one)) for one in open_ones],
                {"term": _("Term")},
            ),
            "branch_schedules": self._list(
                day,
                Two("Представили графики филиалов", "Филиалдар кестелерін ұсынғандар"),
                Two(
                    "Графики проведения отчетов и выборов в филиалах не представила ни одна членская организация.",
                    "Филиалдардағы есеп берулер мен сайлауларды өткізу кестелерін бірде-бір мүшелік ұйым ұсынбады.",
                ),
                (self._row(one) for one in self.on(day) if one.branch_schedules),
            ),
            **preparation_lists(self.campaign, self.asking, day),
        }

    # --- Held, and what is owed for it ----------------------------------------------------------------------

    def _held(self) -> dict[str, Listing]:
        day = self.asking.day("held")
        held = [one for one in _by_day(self.on(day)) if one.state == State.HELD]
        return {
            "held": self._list(
                day,
                Two("Провели конференции", "Конференция өткізгендер"),
                Two(
                    "Отчетно-выборные конференции членских организаций еще не проводились.",
                    "Мүшелік ұйымдардың есеп беру-сайлау конференциялары әлі өткізілген жоқ.",
                ),
                (self._row(one, held_on=one.held_on or "") for one in held),
                {"held_on": _("Held on")},
                self._address(day, state=State.HELD.value),
            ),
            **self._papers("protocol", Two("протоколы", "хаттамалар"), lambda one: one.protocol),
            **self._papers("result", Two("итоги", "қорытындылар"), lambda one: one.results),
        }

    def _papers(self, name: str, what: Two, owed: Callable[[Standing], Obligation | None]) -> dict[str, Listing]:
        """Who was late or sent nothing, by name; and of whom nobody knows, because the books opened later."""
        day = self.asking.day("protocols")
        held = [one for one in _by_day(self.on(day)) if one.state == State.HELD]
        fields = {"held_on": _("Held on"), "due_on": _("Due day"), "status": _("Status")}
        late = [(one, paper) for one in held if (paper := owed(one)) and paper.status in NOT_IN_TIME]
        untold = [one for one in held if owed(one) is None]
        return {
            f"{name}s_late": self._list(
                day,
                Two(f"Не в срок: {what.ru}", f"Мерзімінде емес: {what.kk}"),
                Two(
                    "Нарушений этого срока по имеющимся сведениям нет.",
                    "Қолда бар мәліметтер бойынша бұл мерзім бұзылмаған.",
                ),
                (
                    self._row(one, held_on=one.held_on or "", due_on=paper.due_on, status=_status(paper))
                    for one, paper in late
                ),
                fields,
            ),
            f"{name}s_untold": self._list(
                day,
                Two(f"Нет сведений: {what.ru}", f"Мәлімет жоқ: {what.kk}"),
                Two(
                    "Сведения имеются по всем проведенным конференциям.",
                    "Барлық өткізілген конференциялар бойынша мәлімет бар.",
                ),
                (self._row(one, held_on=one.held_on or "") for one in untold),
                {"held_on": _("Held on")},
            ),
        }

    # --- Deviations and the table ---------------------------------------------------------------------------

    def _deviations(self) -> Listing:
        day = self.asking.day("deviations")
        present = self.on(day)
        add_progress(present, self.asking.user)
        add_primary_terms(present, self.asking.user)
        note_lacking(self.campaign, present, self.asking.user, day)
        kinds = _deviation_rows(present, f"{self._address(day)}#deviations")
        return Listing(
            title=Two("Отклонения", "Ауытқулар"),
            nobody=Two(
                "Отклонений от установленного порядка не выявлено.", "Белгіленген тәртіптен ауытқулар анықталған жоқ."
            ),
            rows=kinds,
            as_of=day,
            fields={"title": _("Kind"), "found": FOUND},
            link=f"{self._address(day)}#deviations",
        )

    def _schedule(self) -> Listing:
        """The official table, the same rows in the same order as `campaign_schedule`."""
        day = self.asking.day("schedule")
        rows = (
            self._row(
                one,
                legal_name=legally_named(one.organization, day),
                chair=chair_of(one.organization, one.organization.get_absolute_url()),
                term=_term(one),
            )
            for one in in_schedule(self.on(day))
        )
        link = f"{reverse('campaigns:schedule', args=[self.campaign.pk])}?as_of={day.isoformat()}"
        fields = {"legal_name": _("Legal name"), "chair": _("Chair"), "term": _("Term")}
        return self._list(
            day,
            Two("График отчетов и выборов", "Есеп берулер мен сайлаулар кестесі"),
            Two("Графики к этому дню не поступили.", "Бұл күнге кестелер келіп түскен жоқ."),
            rows,
            fields,
            link,
        )


def _deviation_rows(present: Sequence[Standing], link: str) -> list[Row]:
    """By kind. Said in both languages, one beside the other: their order is that of the organizations, not of the words."""
    said = []
    for language in ("ru", "kk"):
        with translation.override(language):
            said.append([(str(kind.label), kind, of_kind) for kind, of_kind in deviations(present)])
    return [
        Row(kind, {"title": Two(ru, kk), "found": _found(Two(ru, kk), found_ru, found_kk, present[0].as_of, link)})
        for (ru, kind, found_ru), (kk, _kind, found_kk) in zip(*said, strict=True)
    ]


def _found(title: Two, russian: list[Deviation], kazakh: list[Deviation], day: date, link: str) -> Listing:
    rows = [
        Row(
            f"{ru.organization.code}-{number}",
            {"name": named(ru.organization, day), "text": Two(ru.text, kk.text), "reason": Two(ru.reason, kk.reason)},
            ru.url or link,
        )
        for number, (ru, kk) in enumerate(zip(russian, kazakh, strict=True), start=1)
    ]
    return Listing(title=title, nobody="", rows=rows, as_of=day, fields=FOUND, link=link)


# --- One fact of a standing -----------------------------------------------------------------------------------


def _by_day(present: Iterable[Standing]) -> list[Standing]:
    """Those who have held in the order of their days, as the paper lists them."""
    return sorted((one for one in present if one.conference), key=lambda one: one.held_on or date.min)


def _received_on(standing: Standing) -> date | str:
    """Empty where the day was not stated."""
    owed = standing.information
    return owed.first_received_on if owed and owed.first_received_on and owed.day_stated else ""


def _notified_on(standing: Standing) -> date | str:
    told = standing.conference
    return told.notified_on if told and told.notified_on and told.notified_day_stated else ""


def _previous_on(standing: Standing) -> date | str:
    return standing.last_regular.held_on if standing.last_regular else ""


def _term(standing: Standing) -> Fact:
    """As the organization wrote it, which the official table prints."""
    if standing.planned is None:
        return ""
    period = standing.planned.leading.period
    return Two(term_in("ru", period), term_in("kk", period))


def _lies_in(period: Any, year: int) -> bool:
    return bool(period.first.year == period.last.year == year and not period.open_ended)


def _status(obligation: Obligation) -> Spoken:
    facts = badges.facts(obligation)
    return Spoken(lambda _language: badges.in_words(**facts))


def _sentence(text: str) -> str:
    """To stand in quotation marks inside another sentence."""
    return " ".join(text.split()).removesuffix(".")
