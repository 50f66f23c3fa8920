"""What the information on the execution of decrees says of activity: sums over the member organizations, form by form."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from indicators.checks import Stated
from indicators.comparison import total
from indicators.measures import ToldWithin, asked_lately, periods_within
from indicators.models import ActivityForm, Indicator
from indicators.showing import number
from letters import parts
from letters.facts import Fact, Facts, Figure, Listing, Row, Two
from letters.kinds import Asking
from reporting.execution import SLUG as OF_LETTER, first_and_last
from reporting.measures import Span
from reporting.periods import YEAR

SLUG = "activity"
TEXTS = Path(__file__).parent / "letter_texts"
FIGURES: dict[str, Any] = {"name": _("indicator"), "value": _("value")}
FIELDS: dict[str, Any] = {"title": _("form"), "told": _("organizations that reported"), "figures": FIGURES}


def register() -> None:
    parts.register(OF_LETTER, parts.Part(SLUG, _facts, lambda language: parts.text_from(TEXTS, SLUG, language)))


def _facts(asking: Asking) -> Facts:
    first, last = first_and_last(asking)
    span = Span(first, last, asking.as_of)
    return {
        "forms": Listing(
            title=Two("Деятельность", "Қызмет"),
            nobody=Two(
                "Отчетов о деятельности за период не поступило.", "Кезең бойынша қызмет туралы есептер келмеді."
            ),
            rows=list(_forms(span, asking.user)),
            as_of=asking.as_of,
            fields=FIELDS,
            link=reverse("indicators:forms"),
        )
    }


def _forms(span: Span, user: Any) -> Iterator[Row]:
    """Those of which an organization told every period that lies within the days."""
    for form, indicators in asked_lately():
        if not periods_within(form, span):
            continue
        of_form = [one for one in indicators if one.as_asked().adds_up]
        told, link = ToldWithin(form, [one.as_asked() for one in indicators]), _link(form, span)
        values = {one.code: told.stated(one.code, span, user) for one in of_form}
        organizations = set().union(*values.values())
        if organizations:
            sums = {code: total(values_of.values()) for code, values_of in values.items()}
            figures = _figures(of_form, sums, link)
            facts: dict[str, Fact] = {
                "title": Two(form.title_ru, form.title_kk),
                "told": Figure(len(organizations), link),
                "figures": Listing(title="", nobody="", rows=figures, as_of=span.as_of, fields=FIGURES, link=link),
            }
            yield Row(form.code, facts, link)


def _figures(indicators: Sequence[Indicator], sums: Mapping[str, Stated | None], link: str) -> list[Row]:
    return [
        Row(one.code, {"name": _titled(one), "value": _figure(stated, one, link)}, link)
        for one in indicators
        if (stated := sums[one.code])
    ]


def _figure(stated: Stated, indicator: Indicator, link: str) -> Figure:
    """A sum of what was told approximately is told so."""
    if stated.is_approximate:
        return Figure(number(stated, indicator.decimals), link)
    return (
        Figure(stated.number, link, "decimal", indicator.decimals)
        if indicator.decimals
        else Figure(int(stated.number), link)
    )


def _titled(one: Indicator) -> Two:
    return Two(*(f"{title}, {unit}" if unit else title for title, unit in (
        (one.title_ru, one.unit_ru), (one.title_kk or one.title_ru, one.unit_kk or one.unit_ru),
    )))  # fmt: skip


def _link(form: ActivityForm, span: Span) -> str:
    periods = periods_within(form, span)
    part = periods[0].part if len(periods) == 1 else YEAR
    words = {"year": str(periods[-1].year), "part": part, "as_of": span.as_of.isoformat()}
    return f"{reverse('indicators:table', args=[form.code])}?{urlencode(words)}"
