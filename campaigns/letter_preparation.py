"""How organizations prepare, for the information on the progress: what they told, list by list (campaigns.md, section 8).

What staff write themselves about each of them stands beside these lists and is no part of the facts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Plan
from campaigns.periods import Period, UnreadablePeriod, parse, render
from campaigns.preparation import Prepared, prepared
from campaigns.states import MEMBER_PATH
from campaigns.wording import bodies_of, term_in
from decrees.naming import body_in_both
from letters.facts import Fact, Listing, Row, Spoken, Two
from letters.kinds import Asking
from letters.naming import named
from organizations.access import path_of
from organizations.models import Level

RELATIVE = re.compile(r"т\.\s?г|текущ|биыл|ағымдағы|осы жыл", re.IGNORECASE)
LEVELS = list(Level.values)
NOT_TOLD = Two("Сведений не поступало.", "Мәліметтер келіп түспеді.")


def preparation_lists(campaign: Campaign, asking: Asking, day: date) -> dict[str, Listing]:
    rows = prepared(campaign, asking.user, day)
    lists = _Lists(campaign, day, rows)
    return {
        "approved": lists.approved(asking.user),
        "norms": lists.norms(),
        "measures": lists.measures(),
        "meetings": lists.meetings(),
        "seminars": lists.seminars(),
        "manuals": lists.manuals(),
        "agreements": lists.agreements(),
    }


class _Lists:
    def __init__(self, campaign: Campaign, day: date, rows: list[Prepared]) -> None:
        self.campaign, self.day, self.rows = campaign, day, rows

    def _list(self, title: Two, fields: Mapping[str, Any], rows: Iterable[Row]) -> Listing:
        link = f"{reverse('campaigns:campaign_preparation', args=[self.campaign.pk])}?as_of={self.day.isoformat()}"
        named_too = {"name": _("Organization"), **fields}
        return Listing(title=title, nobody=NOT_TOLD, rows=list(rows), as_of=self.day, fields=named_too, link=link)

    def _row(self, organization: Any, values: Mapping[str, Fact], part: int = 0) -> Row:
        key = f"{organization.code}-{part}" if part else organization.code
        link = reverse("campaigns:preparation", args=[self.campaign.pk, organization.code])
        return Row(key, {"name": named(organization, self.day), **values}, link)

    def _words(self, has: str, values: Callable[[Any], dict[str, Fact]]) -> Iterator[Row]:
        """Of the latest word of each, where it tells about that."""
        for row in self.rows:
            if row.word and getattr(row.word, has):
                yield self._row(row.organization, values(row.word))

    def _each(self, name: str, values: Callable[[Any], dict[str, Fact]]) -> Iterator[Row]:
        for row in self.rows:
            for number, fact in enumerate(getattr(row, name), start=1):
                yield self._row(row.organization, values(fact), number)

    def approved(self, user: Any) -> Listing:
        """Schedules that a collegial body approved: another fact than that they came in (campaigns.md, R10)."""
        told = Plan.objects.visible_to(user).filter(campaign=self.campaign).exclude(approved_by="")
        # Single primary organizations are counted elsewhere.
        told = told.exclude(organization__level=Level.PRIMARY).told_by(self.day)
        place = {row.organization.path: number for number, row in enumerate(self.rows)}
        plans = [plan for plan in told.select_related("organization") if _member_path(plan) in place]
        plans.sort(
            key=lambda plan: (place[_member_path(plan)], plan.organization.path, LEVELS.index(plan.level), plan.pk)
        )
        rows = [self._row(plan.organization, _approval(plan), plan.pk) for plan in plans]
        fields = {
            "body": _("Body"), "approved_on": _("approved on"), "decree_number": _("Number"), "level": _("Level"),
            "term": _("Term"),
        }  # fmt: skip
        return self._list(Two("Утвердили графики", "Кестелерді бекіткендер"), fields, rows)

    def norms(self) -> Listing:
        def values(word: Any) -> dict[str, Fact]:
            return {
                "body": body_in_both(word.norm_body),
                "approved_on": word.norm_on or "",
                "members": word.own_norm or "",
                "decree_number": word.norm_number,
            }

        fields = {
            "body": _("Body"), "approved_on": _("approved on"), "members": _("Members per delegate"),
            "decree_number": _("Number"),
        }  # fmt: skip
        return self._list(
            Two("Утвердили норму представительства", "Өкілдік нормасын бекіткендер"),
            fields,
            self._words("has_norm", values),
        )

    def measures(self) -> Listing:
        def values(word: Any) -> dict[str, Fact]:
            return {
                "body": body_in_both(word.measures_body),
                "approved_on": word.measures_on or "",
                "decree_number": word.measures_number,
            }

        fields = {"body": _("Body"), "approved_on": _("approved on"), "decree_number": _("Number")}
        return self._list(
            Two("Утвердили план мероприятий", "Іс-шаралар жоспарын бекіткендер"),
            fields,
            self._words("has_measures", values),
        )

    def meetings(self) -> Listing:
        def values(word: Any) -> dict[str, Fact]:
            return {
                "body": body_in_both(word.meeting_body),
                "when": _read(word.meeting_raw, word.meeting_first, word.meeting_last),
                "agenda": word.meeting_agenda.strip(" «»"),
            }

        fields = {"body": _("Body"), "when": _("Planned meeting"), "agenda": _("agenda")}
        return self._list(
            Two("Планируют заседания", "Отырыс жоспарлағандар"), fields, self._words("has_meeting", values)
        )

    def seminars(self) -> Listing:
        def values(seminar: Any) -> dict[str, Fact]:
            return {
                "topic": seminar.topic,
                "place": seminar.place,
                "when": _dated(seminar),
                "trained": "" if seminar.trained is None else seminar.trained,
            }

        fields = {"topic": _("topic"), "place": _("place"), "when": _("when"), "trained": _("Persons trained")}
        return self._list(Two("Провели семинары", "Семинар өткізгендер"), fields, self._each("seminars", values))

    def manuals(self) -> Listing:
        def values(handout: Any) -> dict[str, Fact]:
            return {
                "title": handout.manual.title,
                "recipients": handout.recipients,
                "when": _dated(handout),
                "copies": "" if handout.copies is None else handout.copies,
            }

        fields = {"title": _("Title"), "recipients": _("to whom"), "when": _("when"), "copies": _("Copies")}
        return self._list(Two("Раздали пособия", "Құралдар таратқандар"), fields, self._each("handouts", values))

    def agreements(self) -> Listing:
        def values(agreement: Any) -> dict[str, Fact]:
            return {
                "subject": agreement.subject,
                "parties": agreement.parties,
                "signed_on": agreement.signed_on,
                "valid_until": agreement.valid_until or "",
            }

        fields = {
            "subject": _("subject"), "parties": _("parties"), "signed_on": _("signed on"),
            "valid_until": _("valid until"),
        }  # fmt: skip
        return self._list(Two("Заключили соглашения", "Келісім жасасқандар"), fields, self._each("agreements", values))


def _member_path(plan: Plan) -> str:
    return path_of(plan.organization)[:MEMBER_PATH]


def _approval(plan: Plan) -> dict[str, Fact]:
    return {
        "body": body_in_both(plan.approved_by),
        "approved_on": plan.approved_on or "",
        "decree_number": plan.approval_number,
        "level": Spoken(lambda _language: bodies_of(plan.level)),
        "term": _written(plan.period),
    }


def _written(period: Period) -> Two:
    """Inside a sentence: what began a line of a table begins none here."""
    return Two(*(_small(term_in(language, period)) for language in ("ru", "kk")))


def _small(words: str) -> str:
    """ "Апрель 2024 г." stands after a comma; the II of a quarter stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words


def _dated(fact: Any) -> "Two | str":
    """When it was, in the words that were told; nothing where the paper does not say."""
    return _read(fact.raw, fact.first_day, fact.last_day)


def _read(raw: str, first: date | None, last: date | None) -> "Two | str":
    """As it was understood when it was told: "в июне месяце т.г." is a month, and not 30 days."""
    if first is None or last is None:
        return raw
    try:
        period = parse(raw, year=first.year)
    except UnreadablePeriod:
        return Two(_small(raw), _small(raw))
    if RELATIVE.search(raw) and not period.ambiguous:
        # "т.г." is another year when the letter is read later.
        return Two(*(render(period, language) for language in ("ru", "kk")))
    return _written(period) if (period.first, period.last) == (first, last) else Two(_small(raw), _small(raw))
