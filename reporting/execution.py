"""Information on the execution of decrees over a period: by decree and item what was due, what came, who is missing.

Directions that only other rooms know (falls of membership, injuries, training …) are parts that they register
(`letters.parts`, slug "decree_execution").
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Collate
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from decrees.models import Decree, DecreeItem
from documents.dates import short_day
from letters import parts
from letters.facts import Fact, Facts, Figure, Listing, Row, Spoken, Two
from letters.kinds import Ask, Asking, LetterKind, Paragraph
from letters.naming import named
from organizations.models import Level
from reporting.models import Obligation, Requirement
from reporting.querysets import ObligationQuerySet, due_between
from reporting.statuses import EXPECTED_STATUSES, RECEIVED_STATUSES, Status

SLUG = "decree_execution"
TEXTS = Path(__file__).parent / "letter_texts"
COUNTED = (Status.ON_TIME, Status.LATE, Status.RECEIVED, Status.RETURNED, Status.MISSING)
NAMED = (Status.MISSING, Status.LATE, Status.RETURNED)
NAMES = {"name": _("Organization"), "due_on": _("Due day"), "days": _("days")}
ITEM_FIELDS: dict[str, Any] = {
    "item": _("item"),
    "title": _("Requirement"),
    "expected": _("Expected"),
    **{status.value: status.label for status in COUNTED},
    "rate": _("Rate"),
    **{f"who_{status.value}": NAMES for status in NAMED},
}
DECREE_FIELDS: dict[str, Any] = {
    "citation": _("Decree"),
    "title": _("Title"),
    **{mark.value: mark.label for mark in DecreeItem.Mark},
    "asked": ITEM_FIELDS,
}


def first_and_last(asking: Asking) -> tuple[date, date]:
    return date.fromisoformat(asking.asked["first"]), date.fromisoformat(asking.asked["last"])


def _check(asking: Asking) -> None:
    first, last = first_and_last(asking)
    if last < first:
        raise ValidationError(
            _("The period ends on %(last)s, before it begins on %(first)s."),
            code="turned_round",
            params={"first": short_day(first), "last": short_day(last)},
        )
    if asking.as_of < first:
        raise ValidationError(
            _("The period begins on %(first)s, after the day of the letter."),
            code="not_begun",
            params={"first": short_day(first)},
        )


def _facts(asking: Asking) -> Facts:
    first, last = first_and_last(asking)
    with translation.override("ru"):
        return {
            "period": {"first": first, "last": last},
            **_Execution(asking, first, last).facts(),
            **parts.facts_of(SLUG, asking),
        }


class _Execution:
    def __init__(self, asking: Asking, first: date, last: date) -> None:
        self.asking, self.day, self.first, self.last = asking, asking.as_of, first, last

    def facts(self) -> dict[str, Fact]:
        due = self._due()
        numbers: dict[int, Counter[str]] = defaultdict(Counter)
        for tally in due.tallied("requirement"):
            numbers[tally.part][tally.status] += tally.number
        asked = Requirement.objects.visible_to(self.asking.user).filter(pk__in=numbers).order_by("asked_on", "pk")
        by_decree: dict[int, list[Requirement]] = defaultdict(list)
        for requirement in asked.select_related("decree_item"):
            if requirement.decree_item:
                by_decree[requirement.decree_item.decree_id].append(requirement)
        who = self._who(due)
        decrees = Decree.objects.visible_to(self.asking.user)
        decrees = decrees.filter(Q(pk__in=by_decree) | Q(adopted_on__range=(self.first, self.last)))
        found = decrees.filter(adopted_on__lte=self.day).prefetch_related("items").order_by("adopted_on", "pk")
        rows = [self._decree(decree, by_decree[decree.pk], numbers, who) for decree in found]
        return {"decrees": self._decrees(rows), "totals": self._totals(numbers)}

    def _due(self) -> ObligationQuerySet:
        """What a decree asked, and was due in the period."""
        within = due_between(self.day, self.first, self.last)
        owed = Obligation.objects.visible_to(self.asking.user).with_status(self.day)
        return owed.filter(within, requirement__decree_item__isnull=False)

    def _who(self, due: ObligationQuerySet) -> Mapping[tuple[int, str], list[Obligation]]:
        """Member organizations by name; of thousands below them the number is said."""
        found: dict[tuple[int, str], list[Obligation]] = defaultdict(list)
        by_name = due.filter(status__in=NAMED, organization__level=Level.MEMBER).select_related("organization")
        for one in by_name.prefetch_related("organization__former_names").order_by(
            Collate("organization__short_ru", "kk-x-icu"), "pk"
        ):
            found[one.requirement_id, one.status].append(one)
        return found

    # --- Rows ---------------------------------------------------------------------------------------------

    def _decrees(self, rows: list[Row]) -> Listing:
        return Listing(
            title=Two("Постановления", "Қаулылар"),
            nobody=Two(
                "В этот период постановлений не принято и сроков по постановлениям не наступило.",
                "Бұл кезеңде қаулылар қабылданған жоқ және қаулылар бойынша мерзімдер келген жоқ.",
            ),
            rows=rows,
            as_of=self.day,
            fields=DECREE_FIELDS,
            link=reverse("decrees:decrees"),
        )

    def _decree(
        self,
        decree: Decree,
        asked: Iterable[Requirement],
        numbers: Mapping[int, Counter[str]],
        who: Mapping[tuple[int, str], list[Obligation]],
    ) -> Row:
        marks = Counter(_mark(item, self.day) for item in decree.items.all())
        values: dict[str, Fact] = {
            "citation": Spoken(lambda _language: str(decree.citation)),
            "title": Two(decree.title_ru, decree.title_kk),
            **{mark.value: marks[mark] for mark in DecreeItem.Mark},
            "asked": Listing(
                title=Two("Что поручено", "Тапсырылғандар"),
                nobody=Two(
                    "Сроков по пунктам этого постановления в периоде не было.",
                    "Бұл кезеңде осы қаулының тармақтары бойынша мерзім болған жоқ.",
                ),
                rows=[self._asked(one, numbers[one.pk], who) for one in asked],
                as_of=self.day,
                fields=ITEM_FIELDS,
                link=decree.get_absolute_url(),
            ),
        }
        return Row(str(decree.pk), values, decree.get_absolute_url())

    def _asked(
        self, requirement: Requirement, numbers: Counter[str], who: Mapping[tuple[int, str], list[Obligation]]
    ) -> Row:
        values: dict[str, Fact] = {
            "item": requirement.decree_item.number if requirement.decree_item else "",
            "title": Two(requirement.title_ru, requirement.title_kk),
            **self._counted(numbers, requirement=requirement.code),
            **{f"who_{status.value}": self._names(who.get((requirement.pk, status), ())) for status in NAMED},
        }
        return Row(requirement.code, values, requirement.get_absolute_url())

    def _names(self, owed: Iterable[Obligation]) -> Listing:
        rows = [
            Row(
                f"{one.organization.code}-{one.key}" if one.key else one.organization.code,
                {"name": named(one.organization, self.day), "due_on": one.due_on, "days": one.days_late or 0},
                one.get_absolute_url(),
            )
            for one in owed
        ]
        return Listing(title="", nobody="", rows=rows, as_of=self.day, fields=NAMES)

    # --- Numbers ------------------------------------------------------------------------------------------

    def _totals(self, numbers: Mapping[int, Counter[str]]) -> dict[str, Fact]:
        together: Counter[str] = Counter()
        for one in numbers.values():
            together += one
        return self._counted(together)

    def _counted(self, numbers: Counter[str], **query: str) -> dict[str, Fact]:
        expected = sum(numbers[status] for status in EXPECTED_STATUSES)
        received = sum(numbers[status] for status in RECEIVED_STATUSES)
        return {
            "expected": Figure(expected, self._behind(**query)),
            **{status.value: Figure(numbers[status], self._behind(status=status.value, **query)) for status in COUNTED},
            "rate": Figure(received / expected, self._behind(**query), "percent") if expected else "",
        }

    def _behind(self, **query: str) -> str:
        """The list of obligations behind a number."""
        days = {"as_of": self.day, "due_from": self.first, "due_to": self.last}
        asked = {**{name: day.isoformat() for name, day in days.items()}, "level": "all", **query}
        return f"{reverse('reporting:obligations')}?{urlencode(asked)}"


def _mark(item: DecreeItem, day: date) -> str:
    """An item marked later was on control that day."""
    marked = item.marked_on is not None and item.marked_on <= day
    return item.mark if marked else DecreeItem.Mark.ON_CONTROL


def _begin_of_year(_user: Any, today: date) -> date:
    return today.replace(month=1, day=1)


KIND = LetterKind(
    slug=SLUG,
    title=_("Information on the execution of decrees"),
    asks=(
        Ask("first", _("period from"), kind="day", default=_begin_of_year),
        Ask("last", _("period until"), kind="day", default=lambda _user, today: today),
    ),
    paragraphs=(
        Paragraph("introduction", _("introduction"), optional=True),
        Paragraph("conclusions", _("conclusions"), optional=True),
    ),
    facts=_facts,
    template=lambda language: parts.with_parts(SLUG, TEXTS, language),
    subject=lambda asking: Two(*([f"{'–'.join(map(short_day, first_and_last(asking)))}"] * 2)),
    check=_check,
)
