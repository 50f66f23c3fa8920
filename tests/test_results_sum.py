"""The results of a random tree equal an independent sum, written from the words of the domain page alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from campaigns.models import Campaign, Conference
from campaigns.results import SHARES, Results
from documents.registry import WHOLE_UNION, build
from organizations.models import Organization
from tests.results_of import handed_in, hold, make_campaign
from tests.world import NOON, TODAY, World, make_organization

BELOW = {"union": ("member",), "member": ("branch", "primary"), "branch": ("primary",), "primary": ("primary",)}
LATER = {"member": ("branch", "primary"), "branch": ("primary",)}
# A figure, and how one conference is counted in it.
PLAIN = ("registered", "took_part", "delegates_elected", "delegates_present", "body_size", "body_women", "publications")
FIGURES = (*PLAIN, "organizations_total", "organizations_held", "chairs_replaced", "chairs_women", "with_quorum")
FATES = ("stands", "stands", "stands", "returned", "voided", "corrected", "later", "cancelled", "extraordinary")


@dataclass
class Node:
    """A body of a random tree with what it handed in. `fate`: what became of its hand-in."""

    level: str
    kind: str = "conference"
    own: dict[str, Any] | None = None
    fate: str = "stands"
    stated: dict[str, dict[str, Any]] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    code: str = ""

    @property
    def counts(self) -> bool:
        return self.own is not None and self.fate in ("stands", "corrected")


@st.composite
def owns(draw: Callable) -> dict[str, Any]:
    known = st.none() | st.integers(0, 40)
    return {
        "registered": draw(st.none() | st.integers(40, 99)),
        "took_part": draw(known),
        "delegates_elected": draw(st.none() | st.integers(40, 99)),
        "delegates_present": draw(known),
        "body_size": draw(st.none() | st.integers(40, 60)),
        "body_women": draw(known),
        "publications": draw(known),
        "chair_replaced": draw(st.none() | st.booleans()),
        "chair_sex": draw(st.sampled_from(["", "woman", "man"])),
    }


@st.composite
def stated_ones(draw: Callable) -> dict[str, Any]:
    return {
        "organizations_total": draw(st.integers(30, 50)),
        "organizations_held": draw(st.integers(10, 30)),
        "took_part": draw(st.none() | st.integers(0, 5000)),
        "body_size": draw(st.none() | st.integers(0, 500)),
        "chairs_replaced": draw(st.none() | st.integers(0, 10)),
    }


@st.composite
def nodes(draw: Callable, level: str = "union", depth: int = 0) -> Node:
    node = Node(level, kind=draw(st.sampled_from(["conference", "meeting"])))
    if level != "union" and draw(st.booleans()):
        node.own, node.fate = draw(owns()), draw(st.sampled_from(FATES))
        for below in LATER.get(level, ()):
            if draw(st.integers(0, 2)) == 0:
                node.stated[below] = draw(stated_ones())
    if depth < 4:
        for _ in range(draw(st.integers(0, 3 if level in ("union", "member") else 2))):
            node.children.append(draw(nodes(draw(st.sampled_from(BELOW[level])), depth + 1)))
    return node


# --- The independent recursion ----------------------------------------------------------------------------


def own_of(node: Node) -> dict[str, int | None]:
    """One conference among those of its level."""
    own = node.own or {}
    pair = ("took_part", "registered") if node.kind == "meeting" else ("delegates_present", "delegates_elected")
    present, expected = (own[name] for name in pair)
    quorum = None
    if present is not None and expected is not None:
        quorum = int(2 * present > expected if node.kind == "meeting" else 3 * present >= 2 * expected)
    replaced, sex = own["chair_replaced"], own["chair_sex"]
    return {
        **{name: own[name] for name in PLAIN},
        "organizations_total": 1,
        "organizations_held": 1,
        "chairs_replaced": None if replaced is None else int(replaced),
        "chairs_women": {"": None, "woman": 1, "man": 0}[sex],
        "with_quorum": quorum,
    }


def sum_from_below(node: Node, level: str, name: str) -> int | None:
    """For each child: its own results if it is of the level; what it stated of the level if it did, else its own sum."""
    known: list[int] = []
    for child in node.children:
        if child.level == level:
            of_child = own_of(child)[name] if child.counts else 1 if name == "organizations_total" else None
            known += [of_child] if of_child is not None else []
        if child.counts and level in child.stated:
            further = child.stated[level].get(name)
        else:
            further = sum_from_below(child, level, name)
        known += [further] if further is not None else []
    return sum(known) if known else None


# --- The tree in the database -----------------------------------------------------------------------------


class Planted:
    """Each node as an organization with a conference, and its hand-in in the state that its fate says."""

    def __init__(self, root: Node, world: World) -> None:
        self.world, self.number, self.campaign = world, 0, make_campaign(world)
        self.root = make_organization("planted", "union", None, "Союз")
        self._below(root, self.root)

    def _below(self, node: Node, organization: Organization) -> None:
        for child in node.children:
            self.number += 1
            child.code = f"node-{self.number}"
            planted = make_organization(child.code, child.level, organization, child.code)
            if child.own is not None:
                self._hand_in(child, planted)
            self._below(child, planted)

    def _hand_in(self, node: Node, organization: Organization) -> None:
        extraordinary = node.fate == "extraordinary"
        obligation = hold(
            self.campaign, organization, self.world, kind=node.kind, is_extraordinary=extraordinary,
            held_on=date(2023, 8, 1),
        )  # fmt: skip
        levels = {level: dict(figures) for level, figures in node.stated.items()}
        before, who = date(2023, 8, 20), {"by": self.world.saule, "at": NOON}
        if node.fate == "corrected":
            handed_in(obligation, self.world, {"publications": 999}, received_on=before)
            obligation.return_(returned_on=before, correct_by=TODAY, reason="Пусто", **who)
        if node.fate == "later":
            # Nothing on the day asked about; on this very day it is here.
            assert node.own is not None
            handed_in(obligation, self.world, node.own, levels, received_on=TODAY)
            return
        assert node.own is not None
        submission = handed_in(obligation, self.world, node.own, levels, received_on=before)
        if node.fate == "returned":
            obligation.return_(returned_on=before, correct_by=TODAY, reason="Проверьте", **who)
        if node.fate in ("voided", "cancelled"):
            obligation.void(submission, voided_on=before, reason="Не то", **who)
        if node.fate == "cancelled":
            conference = Conference.objects.get(pk=obligation.key.removeprefix("conference:"))
            conference.cancel(on=before, reason="Не было", **who)


ASKED = TODAY - timedelta(days=1)


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(tree=nodes())
def test_the_results_of_a_random_tree_equal_an_independent_sum(tree: Node, world: World) -> None:
    with transaction.atomic():
        planted = Planted(tree, world)
        results = Results(planted.campaign, WHOLE_UNION, ASKED)
        by_code = {one.code: one for one in Organization.objects.all()}
        for node in (tree, *everybody(tree)):
            organization = by_code[node.code or "planted"]
            for level in ("member", "branch", "primary"):
                found = results.summed(organization.pk, level)
                assert {name: found[name] for name in FIGURES} == {
                    name: sum_from_below(node, level, name) for name in FIGURES
                }, (node.code, level)
        rows_equal(tree, planted.campaign)
        transaction.set_rollback(True)


def everybody(node: Node) -> list[Node]:
    return [one for child in node.children for one in (child, *everybody(child))]


def rows_equal(tree: Node, campaign: Campaign) -> None:
    """The table says the same: own, stated or summed, and its foot is the sum of the rows."""
    table = build("campaign_results", user=WHOLE_UNION, as_of=ASKED, filters={"campaign": str(campaign.pk)})
    rows = {(row["organization_code"], row["level"]): row for row in table.records()}
    for node in tree.children:
        own = rows[node.code, "member"]
        assert own["source"] == ("own" if node.counts else None)
        for level in ("branch", "primary"):
            row = rows[node.code, level]
            stated = node.stated.get(level) if node.counts else None
            expected = (
                {name: stated.get(name) for name in FIGURES}
                if stated
                else {name: sum_from_below(node, level, name) for name in FIGURES}
            )
            assert {name: row[name] for name in FIGURES} == expected
            assert row["source"] == ("stated" if stated else "summed" if expected["organizations_held"] else None)
    for name in FIGURES:
        known = [row[name] for row in rows.values() if row[name] is not None]
        assert table.sums[name] == (sum(known) if known else None)
    for share in SHARES:
        part, whole = table.sums[share.part], table.sums[share.whole]
        assert table.sums[share.code] == (part / whole if part is not None and whole else None)


@pytest.mark.django_db
def test_a_day_knows_what_had_come_by_then(world: World) -> None:
    """Handed in on the 20th, returned on the 25th, corrected today: nothing, the first, nothing, the second."""
    campaign, who = make_campaign(world), {"by": world.saule, "at": NOON}
    obligation = hold(campaign, world.temirtau, world, held_on=date(2023, 8, 1))
    handed_in(obligation, world, {"publications": 3}, received_on=date(2023, 8, 20))
    obligation.return_(returned_on=date(2023, 8, 25), correct_by=TODAY, reason="Проверьте", **who)
    handed_in(obligation, world, {"publications": 5})
    found = [
        Results(campaign, WHOLE_UNION, day).summed(world.karaganda.pk, "branch")["publications"]
        for day in (date(2023, 8, 19), date(2023, 8, 20), date(2023, 8, 24), date(2023, 8, 25), TODAY)
    ]
    assert found == [None, 3, 3, None, 5]


@pytest.mark.django_db
def test_the_sum_follows_the_tree_of_the_day(world: World) -> None:
    """Temirtau passed to Akmola on 1 September: it counts where it stood on the day asked about."""
    campaign = make_campaign(world)
    handed_in(hold(campaign, world.temirtau, world, held_on=date(2023, 8, 1)), world, {}, received_on=date(2023, 8, 20))
    world.temirtau.move(world.akmola, from_day=date(2023, 9, 1), by=world.saule, reason="Передан")
    held = {
        day: [
            Results(campaign, WHOLE_UNION, day).summed(one.pk, "branch")["organizations_held"]
            for one in (world.karaganda, world.akmola)
        ]
        for day in (date(2023, 8, 31), date(2023, 9, 1))
    }
    assert held == {date(2023, 8, 31): [1, None], date(2023, 9, 1): [None, 1]}


@pytest.mark.django_db
def test_suspended_and_closed_bodies_are_not_counted(world: World) -> None:
    campaign, who = make_campaign(world), {"by": world.saule, "reason": "Так"}
    for code in ("saran", "balkhash", "abay"):
        make_organization(code, "branch", world.karaganda, code)
    Organization.objects.get(code="saran").suspend(on=date(2023, 9, 1), **who)
    Organization.objects.get(code="abay").close(on=date(2023, 9, 1), **who)
    totals = [
        Results(campaign, WHOLE_UNION, day).summed(world.karaganda.pk, "branch")["organizations_total"]
        for day in (date(2023, 8, 31), date(2023, 9, 1))
    ]
    assert totals == [4, 2]
