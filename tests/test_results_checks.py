"""Figures that can be pass, and each way in which they cannot be is caught: by the checks, and by the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings, strategies as st

from campaigns.models import ConferenceResults, LevelResults
from campaigns.models.results import LEVEL_FIGURES
from campaigns.results_checks import (
    OF_CONFERENCE,
    OF_LEVEL,
    AtMost,
    differences,
    errors,
    of_conference,
    of_level,
    warnings,
)
from campaigns.results_form import LABELS
from tests.results_of import handed_in, hold, make_campaign
from tests.world import World

Figures = dict[str, Any]
AMONG_HELD = ("chairs_first_time", "chairs_women", "chairs_youth", "chairs_higher_education", "chairs_long_serving")

# Written from section 5 of the domain page, not from the rules of the code: part, whole.
STATED = {
    ("organizations_held", "organizations_total"),
    ("delegates_present", "delegates_elected"),
    ("took_part", "registered"),
    ("body_women", "body_size"),
    ("body_youth", "body_size"),
    ("body_first_time", "body_size"),
    ("chairs_from_reserve", "chairs_replaced"),
}


def upto(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


@st.composite
def split(draw: Callable, total: int, parts: int) -> list[int]:
    """Numbers that add up to the total."""
    cuts = sorted(draw(st.lists(upto(total), min_size=parts - 1, max_size=parts - 1)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


@st.composite
def conferences(draw: Callable) -> Figures:
    """Figures of one conference that can be."""
    registered, elected, body = draw(upto(5000)), draw(upto(500)), draw(upto(99))
    age = draw(st.integers(18, 90))
    replaced = draw(st.booleans())
    return {
        "registered": registered,
        "took_part": draw(upto(registered)),
        "delegates_elected": elected,
        "delegates_present": draw(upto(elected)),
        "body_size": body,
        **{name: draw(upto(body)) for name in ("body_women", "body_youth", "body_first_time")},
        "chair_age": age,
        "chair_years": draw(upto(age - 16)),
        "chair_replaced": replaced,
        "chair_from_reserve": replaced and draw(st.booleans()),
        "speakers": draw(upto(50)),
        "seminars": draw(upto(9)),
        "seminar_trained": draw(upto(900)),
    }


@st.composite
def levels(draw: Callable) -> Figures:
    """Consolidated figures that can be; any of them may be unknown where nothing rests on it."""
    total = draw(upto(400))
    held = draw(upto(total))
    replaced = draw(upto(held))
    registered, elected, body = draw(upto(90_000)), draw(upto(5000)), draw(upto(3000))
    found: Figures = {
        "organizations_total": total,
        "organizations_held": held,
        "registered": registered,
        "took_part": draw(upto(registered)),
        "delegates_elected": elected,
        "delegates_present": draw(upto(elected)),
        "body_size": body,
        "chairs_replaced": replaced,
        "chairs_from_reserve": draw(upto(replaced)),
        "with_quorum": draw(upto(held)),
        **{name: draw(upto(body)) for name in ("body_women", "body_youth", "body_first_time")},
        **{name: draw(upto(held)) for name in AMONG_HELD},
    }
    for names in (
        ("satisfactory", "unsatisfactory", "not_assessed"),
        ("chairs_full_time", "chairs_voluntary"),
        ("voting_open", "voting_secret", "voting_online"),
    ):
        found |= zip(names, draw(split(draw(upto(held)), len(names))), strict=True)
    unknown = draw(
        st.sets(st.sampled_from(["took_part", "delegates_present", "body_women", "with_quorum", "seminars"]))
    )
    return {name: None if name in unknown else value for name, value in found.items()}


def test_every_check_of_the_domain_page_is_a_rule() -> None:
    rules = {(rule.parts[0], rule.whole) for rule in (*OF_CONFERENCE, *OF_LEVEL) if len(rule.parts) == 1}
    assert rules >= STATED


@given(conferences())
def test_a_conference_that_can_be_passes(figures: Figures) -> None:
    assert errors(of_conference(figures, LABELS)) == []


@given(levels())
def test_a_level_that_can_be_passes(figures: Figures) -> None:
    assert errors(of_level(figures, LABELS)) == []


@pytest.mark.parametrize("rule", OF_CONFERENCE, ids=lambda rule: rule.code)
@settings(max_examples=20)
@given(figures=conferences(), over=st.integers(1, 1000))
def test_each_violation_of_a_conference_is_caught(rule: AtMost, figures: Figures, over: int) -> None:
    broken = {**figures, rule.parts[0]: figures[rule.whole] + over}
    found = {one.code: one for one in errors(of_conference(broken, LABELS))}
    assert found[rule.code].field == rule.parts[0]


@pytest.mark.parametrize("rule", OF_LEVEL, ids=lambda rule: rule.code)
@settings(max_examples=20)
@given(figures=levels(), over=st.integers(1, 1000), data=st.data())
def test_each_violation_of_a_level_is_caught(rule: AtMost, figures: Figures, over: int, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(rule.parts))
    others = sum(figures.get(other) or 0 for other in rule.parts if other != part)
    broken = {**figures, part: figures[rule.whole] - others + over}
    found = {one.code: one for one in errors(of_level(broken, LABELS))}
    assert found[rule.code].field in rule.parts
    assert set(found[rule.code].fields) == {*rule.parts, rule.whole}


@given(conferences())
def test_a_chair_from_the_reserve_is_a_new_one(figures: Figures) -> None:
    broken = {**figures, "chair_replaced": False, "chair_from_reserve": True}
    assert {one.code for one in errors(of_conference(broken, LABELS))} == {"reserve_not_replaced"}


def test_a_part_asks_for_its_whole() -> None:
    [found] = errors(of_level({"organizations_total": 3, "organizations_held": 2, "body_women": 4}, LABELS))
    assert (found.field, found.code) == ("body_size", "body_size_missing")


def test_strange_figures_are_warned_about_and_pass() -> None:
    figures = {
        "took_part": 20, "registered": 30, "speakers": 25, "seminars": 0, "seminar_trained": 12, "candidates": 0,
    }  # fmt: skip
    found = of_conference(figures, LABELS, has_quorum=False)
    assert errors(found) == []
    assert {one.code for one in warnings(found)} == {
        "no_quorum", "speakers_over_present", "trained_without_seminar", "no_candidate",
    }  # fmt: skip
    incomplete = {"organizations_total": 9, "organizations_held": 7, "satisfactory": 5, "unsatisfactory": 1}
    assert {one.code for one in warnings(of_level(incomplete, LABELS))} == {"assessments_over_held_incomplete"}


@given(st.dictionaries(st.sampled_from("abc"), st.none() | upto(3)), st.dictionaries(st.sampled_from("abc"), upto(3)))
def test_only_what_both_know_can_differ(stated: Figures, summed: Figures) -> None:
    found = differences(stated, summed, "abc")
    for name in "abc":
        mine, theirs = stated.get(name), summed.get(name)
        assert found.get(name, 0) == (0 if mine is None or theirs is None else mine - theirs)
        assert 0 not in found.values()


# --- The database holds the same rules --------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("rule", OF_LEVEL, ids=lambda rule: rule.code)
def test_no_hand_breaks_a_rule_of_a_level_in_the_database(rule: AtMost, world: World) -> None:
    obligation = hold(make_campaign(world), world.karaganda, world)
    results = handed_in(obligation, world, {}).conference_results
    whole = {name: 5 for name in LEVEL_FIGURES if name not in rule.parts}
    for parts in ((6,), (5,) * len(rule.parts)):
        broken = dict(zip(rule.parts, parts, strict=False))
        if sum(parts) > 5:
            with pytest.raises(IntegrityError), transaction.atomic():
                LevelResults.objects.create(
                    results=results, level="branch", **{rule.whole: whole[rule.whole]}, **broken
                )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        *({rule.parts[0]: 6, rule.whole: 5} for rule in OF_CONFERENCE),
        {"chair_replaced": False, "chair_from_reserve": True},
    ],
    ids=str,
)
def test_no_hand_breaks_a_rule_of_a_conference_in_the_database(broken: Figures, world: World) -> None:
    obligation = hold(make_campaign(world), world.karaganda, world)
    with pytest.raises(IntegrityError), transaction.atomic():
        handed_in(obligation, world, broken)
    assert not ConferenceResults.objects.exists()
