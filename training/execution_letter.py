"""What the information on the execution of decrees says of training: how many were trained, who is under the norm."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from letters import parts
from letters.facts import Fact, Facts, Figure, Listing, Row, Spoken, Two, Unknown
from letters.kinds import Asking
from letters.naming import named
from organizations.models import Organization
from reporting.execution import SLUG as OF_LETTER, first_and_last
from reporting.measures import Span
from training.checks import places_of
from training.measures import told_within
from training.models.report import Counted
from training.statistics import Line, Told

SLUG = "training"
TEXTS = Path(__file__).parent / "letter_texts"
FIELDS: dict[str, Any] = {"name": _("Organization"), "share": _("share of the expenditure, %")}


def register() -> None:
    parts.register(OF_LETTER, parts.Part(SLUG, _facts, lambda language: parts.text_from(TEXTS, "part", language)))


def _facts(asking: Asking) -> Facts:
    """Of the latest period that lies within the days."""
    first, last = first_and_last(asking)
    told = told_within(Span(first, last, asking.as_of), asking.user)
    return _told(told, asking) if told else _nothing(asking)


def _nothing(asking: Asking) -> Facts:
    unknown = Unknown(_("no training report has come in"), reverse("training:table"))
    return {
        "organizations": Figure(0, reverse("training:table")),
        "counts_persons": False,
        "counts_attendances": False,
        **dict.fromkeys(("period", "trained", "attended", "norm"), unknown),
        "under_norm": _list([], asking, reverse("training:budget")),
    }


def _told(told: Told, asking: Asking) -> Facts:
    period = told.scope.period
    words = urlencode({"year": str(period.year), "part": period.part, "as_of": asking.as_of.isoformat()})
    table, budget = (f"{reverse(f'training:{name}')}?{words}" for name in ("table", "budget"))
    lines, norm = told.lines(), told.norms[period.year]
    persons, attendances = _numbers(lines, Counted.PERSONS), _numbers(lines, Counted.ATTENDANCES)
    under = [one for one in lines if one.meets_norm is False]
    prefetch_related_objects([one.organization for one in under], "former_names")
    no_norm = Unknown(_("the norm of the budget is not set"), budget)
    return {
        "organizations": Figure(len(persons) + len(attendances), table),
        "period": Spoken(lambda _language: period.title),
        "counts_persons": bool(persons),
        "counts_attendances": bool(attendances),
        "trained": Figure(sum(persons), table) if persons else "",
        "attended": Figure(sum(attendances), table) if attendances else "",
        "norm": _share(norm.percent, budget) if norm else no_norm,
        "under_norm": _list(sorted(under, key=lambda one: one.budget_share or 0), asking, budget),
    }


def _numbers(lines: list[Line], counted: Counted) -> list[int]:
    """Persons and attendances do not add up: who came to three seminars is one person and three attendances."""
    return [one.report.trained_total for one in lines if one.report and one.report.counted == counted]


def _list(lines: list[Line], asking: Asking, link: str) -> Listing:
    return Listing(
        title=Two("Ниже норматива", "Нормативтен төмен"),
        nobody=Two(
            "Доли расходов на обучение ниже норматива не показала ни одна организация.",
            "Оқытуға жұмсалған шығыстардың нормативтен төмен үлесін бірде-бір ұйым көрсеткен жоқ.",
        ),
        rows=[_row(one, asking) for one in lines],
        as_of=asking.as_of,
        fields=FIELDS,
        link=link,
    )


def _row(line: Line, asking: Asking) -> Row:
    one: Organization = line.organization
    facts: dict[str, Fact] = {
        "name": named(one, asking.as_of),
        "share": _share(line.budget_share, one.get_absolute_url()) if line.budget_share is not None else "",
    }
    return Row(one.code, facts, one.get_absolute_url())


def _share(percent: Decimal, link: str) -> Figure:
    """With all its digits: what lies just under the norm is not rounded up to it."""
    return Figure(percent, link, "decimal", places_of(percent))
