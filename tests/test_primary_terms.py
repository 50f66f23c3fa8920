"""Terms of single primary organizations: counted as if each were read by itself, shown as a count with a link."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.deviations import Kind, deviations
from campaigns.models import Plan
from campaigns.periods import after_congress, against_window, parse
from campaigns.primary_terms import PrimaryTerms, add_primary_terms
from campaigns.statements import read_together
from campaigns.states import Standing, grouped, standings
from documents.registry import WHOLE_UNION, BadFilter, build
from organizations.models import Organization
from reporting.models import Draft
from tests.test_schedule_form import Schedule, schedule  # noqa: F401  (a fixture)
from tests.union_of_2023 import LIST_DAY
from tests.world import at, make_organization

TERMS = (
    "октябрь 2023 г.", "IV квартал 2023 г.", "12.01.2024", "июль 2023 г.", "IV квартал 09.10.2023 г.", "2024",
    "декабрь 2023 – январь 2024 г.", "май 2024 г.",
)  # fmt: skip


@pytest.fixture
def primaries(schedule: Schedule) -> list[Organization]:  # noqa: F811
    """Twelve: under two branches, directly below, and one of a stranger."""
    above = [schedule.temirtau] * 6 + [schedule.balkhash] * 3 + [schedule.karaganda] * 2
    found = [make_organization(f"p-{n}", "primary", one, f"Школа № {n}") for n, one in enumerate(above)]
    return [*found, make_organization("foreign", "primary", schedule.union.members["akmola"], "Школа № 0")]


def told(schedule: Schedule, organization: Organization, term: str, **facts: Any) -> Plan:  # noqa: F811
    return Plan(
        campaign=schedule.union.campaign,
        organization=organization,
        level=organization.level,
        source=facts.pop("source", Plan.Source.FORM),
        stated_on=date(2023, 8, 1),
        **Plan.period_fields(parse(term)),
        **facts,
    )


def keep(schedule: Schedule, *plans: Plan) -> None:  # noqa: F811
    Plan.record_all(plans, by=schedule.chair, at=at(LIST_DAY))


def of_karaganda(schedule: Schedule) -> Standing:  # noqa: F811
    present = standings(schedule.union.campaign, WHOLE_UNION, LIST_DAY)
    add_primary_terms(present, WHOLE_UNION)
    return next(one for one in present if one.organization.pk == schedule.karaganda.pk)


@pytest.mark.parametrize("seed", range(6))
def test_counts_are_what_reading_each_by_itself_gives(
    schedule: Schedule,  # noqa: F811
    primaries: list[Organization],
    seed: int,
) -> None:
    """The oracle knows no groups: it reads every organization alone."""
    chance = random.Random(seed)
    plans = []
    for organization in primaries:
        for source in chance.choices(list(Plan.Source.values), k=chance.choice((0, 1, 1, 1, 2))):
            reason = chance.choice(("", "Ремонт"))
            plans.append(told(schedule, organization, chance.choice(TERMS), source=source, outside_reason=reason))
    plans += [
        told(schedule, schedule.temirtau, "ноябрь 2023 г."),
        told(schedule, schedule.karaganda, "декабрь 2023 г."),
    ]
    keep(schedule, *plans)
    standing = of_karaganda(schedule)
    counted = standing.primaries or PrimaryTerms()

    window = schedule.union.campaign.windows_on(LIST_DAY)["primary"]
    checks: Counter[str] = Counter()
    ambiguous = late = total = conflicts = 0
    for (level, pk), statements in grouped(Plan.objects.filter(organization__in=primaries[:-1])).items():
        planned = read_together(statements)
        assert planned
        assert level == "primary"
        organization = next(one for one in primaries if one.pk == pk)
        period = planned.period
        total += 1
        checks[against_window(period, window.first_day, window.last_day)] += 1
        ambiguous += period.ambiguous
        conflicts += bool(planned.conflicts)
        higher = [standing.planned.period] if standing.planned else []
        if organization.parent_id == schedule.temirtau.pk:
            higher.append(parse("ноябрь 2023 г."))
        late += any(after_congress(period, one.first, one.last) != "no" for one in higher)
    found = counted.outside(standing)
    assert counted.count == total
    assert {name: found[name] for name in ("early", "late", "partly")} == {
        name: checks[name] for name in ("early", "late", "partly")
    }
    assert counted.ambiguous == ambiguous
    assert counted.conflicts == conflicts
    assert counted.not_before(standing) == late


def test_four_hundred_deviations_are_one_line_with_a_link(
    schedule: Schedule,  # noqa: F811
    primaries: list[Organization],
) -> None:
    keep(schedule, *(told(schedule, one, "июль 2023 г.", outside_reason="Раньше начали") for one in primaries[:9]))
    found = dict(deviations([of_karaganda(schedule)]))
    [line] = [one for one in found[Kind.OUTSIDE] if one.level == "primary"]
    assert "9" in line.text
    assert line.url.endswith("/karaganda/primaries/?check=early")
    listed = schedule.client.get(line.url).context["table"]
    assert [row.organization.code for row in listed.items] == [f"p-{n}" for n in range(9)]


def test_the_list_shows_those_without_a_term_as_well(schedule: Schedule, primaries: list[Organization]) -> None:  # noqa: F811
    keep(schedule, told(schedule, primaries[0], "октябрь 2023 г."))
    address = reverse("campaigns:primaries", args=[schedule.union.campaign.pk, "temirtau"])
    rows = {row.organization.code: row.check for row in schedule.client.get(address).context["table"].items}
    assert rows == {"p-0": "inside", **{f"p-{n}": "none" for n in range(1, 6)}}
    without = schedule.client.get(f"{address}?check=none").context["table"]
    assert len(without.items) == 5
    told_of = build("campaign_primaries", user=WHOLE_UNION, as_of=LIST_DAY, filters={"organization": "temirtau"})
    assert next(told_of.records())["planned_raw"] == "октябрь 2023 г."
    for filters in ({}, {"organization": "temirtau", "check": "soon"}):
        with pytest.raises(BadFilter):
            build("campaign_primaries", user=WHOLE_UNION, as_of=LIST_DAY, filters=filters)


def test_pages_ask_as_often_for_many_terms_as_for_few(
    schedule: Schedule,  # noqa: F811
    primaries: list[Organization],
    signed_in: Callable[..., Client],
) -> None:
    staff = signed_in(schedule.union.staff)
    campaign = schedule.union.campaign
    addresses = [
        campaign.get_absolute_url(),
        reverse("campaigns:plans", args=[campaign.pk, "karaganda"]),
        reverse("campaigns:primaries", args=[campaign.pk, "karaganda"]),
    ]

    def asked() -> list[int]:
        numbers = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                assert staff.get(address).status_code == 200
            numbers.append(len(captured))
        return numbers

    keep(schedule, told(schedule, primaries[0], "октябрь 2023 г."), told(schedule, primaries[0], "июль 2023 г."))
    few = asked()
    keep(schedule, *(told(schedule, one, TERMS[n % len(TERMS)]) for n, one in enumerate(primaries[1:])))
    assert asked() == few


def test_the_page_of_a_branch_joins_the_same_draft(schedule: Schedule, primaries: list[Organization]) -> None:  # noqa: F811
    address = reverse("campaigns:schedule_primaries", args=[schedule.obligation.pk, "temirtau"])
    first, second = (f"term_primary_{one.pk}" for one in primaries[:2])
    schedule.keep("save", term_own="апрель 2024 г.")
    answer = schedule.client.post(address, {first: "октябрь 2023 г.", second: "", "version": 1, "action": "save"})
    assert answer.headers["Location"].endswith("#primaries")
    assert Draft.of(schedule.obligation).data == {"term_own": "апрель 2024 г.", first: "октябрь 2023 г."}
    schedule.keep("save", term_own="май 2024 г.")  # the page of the schedule says nothing of primary organizations
    assert Draft.of(schedule.obligation).data == {"term_own": "май 2024 г.", first: "октябрь 2023 г."}
    schedule.client.post(address, {first: "", second: "", "fill": "ноябрь 2023 г.", "version": 3, "action": "fill"})
    data = Draft.of(schedule.obligation).data
    assert [data[f"term_primary_{one.pk}"] for one in primaries[:6]] == ["ноябрь 2023 г."] * 6
    assert f"term_primary_{primaries[6].pk}" not in data


def test_wrong_terms_of_a_branch_are_counted_and_shown_on_its_page(
    schedule: Schedule,  # noqa: F811
    primaries: list[Organization],
) -> None:
    address = reverse("campaigns:schedule_primaries", args=[schedule.obligation.pk, "temirtau"])
    name = f"term_primary_{primaries[0].pk}"
    shown = schedule.client.post(address, {name: "весной", "version": 0, "action": "check"})
    assert list(shown.context["form"].errors) == [name]
    asked = schedule.keep(term_own="апрель 2024 г.")
    assert [row["wrong"] for row in asked.context["groups"] if row["group"].organization.code == "temirtau"] == [1]
    assert not schedule.submit().headers["Location"].endswith("/receipt/")
    assert not schedule.obligation.submissions.exists()


def test_a_returned_schedule_begins_with_the_terms_of_primaries(
    schedule: Schedule,  # noqa: F811
    primaries: list[Organization],
) -> None:
    name = f"term_primary_{primaries[0].pk}"
    address = reverse("campaigns:schedule_primaries", args=[schedule.obligation.pk, "temirtau"])
    schedule.client.post(address, {name: "октябрь 2023 г.", "version": 0, "action": "save"})
    schedule.hand_in(term_own="апрель 2024 г.")
    schedule.obligation.return_(
        by=schedule.union.staff, at=at(LIST_DAY), returned_on=LIST_DAY, correct_by=date(2023, 9, 11), reason="Уточнить",
        remarks=[(name, "Какого числа?")],
    )  # fmt: skip
    page = schedule.client.get(address)
    first = next(one for one, _before in page.context["lines"] if one.line.term == name)
    assert (first.term.value(), first.remarks) == ("октябрь 2023 г.", ["Какого числа?"])
    schedule.hand_in(term_own="12.04.2024")
    counting = Plan.objects.told_by(LIST_DAY).filter(source="form")
    assert {plan.raw for plan in counting} == {"12.04.2024", "октябрь 2023 г."}


def test_a_branch_of_somebody_else_is_no_page(schedule: Schedule, primaries: list[Organization]) -> None:  # noqa: F811
    assert primaries[-1].code == "foreign"
    strange = reverse("campaigns:schedule_primaries", args=[schedule.obligation.pk, "akmola"])
    assert schedule.client.get(strange).status_code == 404


def test_a_plan_of_tomorrow_or_of_a_higher_body_is_refused_among_many(schedule: Schedule) -> None:  # noqa: F811
    plan = told(schedule, schedule.temirtau, "2024")
    plan.stated_on = date(2023, 9, 5)
    with pytest.raises(ValidationError):
        keep(schedule, plan)
    higher = told(schedule, schedule.temirtau, "2024")
    higher.level = "member"
    with pytest.raises(ValidationError):
        keep(schedule, higher)
    assert not Plan.objects.filter(organization=schedule.temirtau).exists()


def test_the_history_says_a_precision_in_words(schedule: Schedule, signed_in: Callable[..., Client]) -> None:  # noqa: F811
    keep(schedule, told(schedule, schedule.temirtau, "2024"))
    plan = Plan.objects.get(organization=schedule.temirtau)
    plan.raw = "II квартал 2024 г."
    plan.clean()
    plan.save()
    campaign = schedule.union.campaign
    page = signed_in(schedule.union.staff).get(reverse("campaigns:plans", args=[campaign.pk, "temirtau"]))
    [changes] = [entry["changes"] for entry in page.context["history"] if entry["changes"]]
    precision = Plan._meta.get_field("precision")
    [told_of] = [change for change in changes if change["field"] == precision.verbose_name]
    words = dict(precision.flatchoices)
    assert (told_of["before"], told_of["after"]) == (str(words["year"]), str(words["quarter"]))
    assert told_of["after"] != "quarter"
