"""A membership report adds up or is refused: an oracle in plain words against the checks, and each sentence of theirs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from membership.checks import Known, Note, Number, Report, Thresholds, TypeFigures, coverage, errors, run
from membership.figures import CATEGORIES, FIGURES, required

NOTHING = Known()
USUAL = Thresholds()
SMALL = st.integers(0, 4)
REASONS = ("own_wish", "retirement")
TYPES = ("school", "college")


def report(**changes: object) -> Report:
    """Of 100 members, everything in order."""
    figures = {
        "employees_total": 90, "members_total": 100, "members_employed": 80, "members_students": 10,
        "members_pensioners": 8, "members_childcare_leave": 2, "members_women": 70, "members_youth": 30,
        "opening_total": 98, "admitted_total": 5, "left_total": 3, "primaries": 4, "chairs_total": 4,
    }  # fmt: skip
    rows = {
        "admitted": {"joined": 5},
        "left": {"own_wish": 1, "retirement": 2},
        "by_type": {"school": TypeFigures(3, 60, 70), "college": TypeFigures(1, 30, 30)},
    }
    given_rows = {name: changes.pop(name) for name in list(changes) if name not in FIGURES}
    return Report(year=2024, figures={**figures, **changes}, **{**rows, **given_rows})  # type: ignore[arg-type]


def codes(found: Report, known: Known = NOTHING, thresholds: Thresholds = USUAL) -> list[str]:
    return [failure.code for failure in run(found, known, thresholds)]


# --- The oracle -------------------------------------------------------------------------------------------


def adds_up(found: Report) -> bool:
    """Written from statistics.md, not from the checks."""
    f: Mapping[str, Number] = {code: found[code] for code in FIGURES}
    if any(f[code] is None for code in required()):
        return False
    if any(value is not None and (value < 0 or value > 1_000_000_000) for value in f.values()):
        return False
    inside = [
        ("members_women", "members_total"), ("members_youth", "members_total"), ("members_employed", "employees_total"),
        ("chairs_women", "chairs_total"), ("chairs_youth", "chairs_total"), ("chairs_full_time", "chairs_total"),
        ("chairs_total", "primaries"), ("primaries_direct", "primaries"), ("agreement_employees", "employees_total"),
        ("agreement_members", "agreement_employees"), ("e_cards", "members_total"),
    ]  # fmt: skip
    if any(f[a] is not None and f[b] is not None and f[a] > f[b] for a, b in inside):  # type: ignore[operator]
        return False
    if sum(f[code] for code in CATEGORIES) != f["members_total"]:  # type: ignore[misc]
        return False
    if f["opening_total"] + f["admitted_total"] - f["left_total"] != f["members_total"]:  # type: ignore[operator]
        return False
    for stated, rows in (("admitted_total", found.admitted), ("left_total", found.left)):
        if sum(rows.values()) != f[stated] or min(rows.values(), default=0) < 0:
            return False
    for column, stated in (("primaries", "primaries"), ("employees", "employees_total"), ("members", "members_total")):
        told = [getattr(one, column) for one in found.by_type.values() if getattr(one, column) is not None]
        if told and f[stated] is not None and sum(told) != f[stated]:
            return False
    return True


@st.composite
def any_report(draw: st.DrawFn) -> Report:
    """Small numbers, so that sums meet often; some absent."""
    figures = {code: draw(SMALL if code in set(required()) else st.none() | SMALL) for code in FIGURES}
    if draw(st.booleans()):
        figures["members_total"] = sum(figures[code] for code in CATEGORIES)
        figures["admitted_total"] = max(figures["members_total"] - figures["opening_total"], 0)
        figures["left_total"] = figures["opening_total"] + figures["admitted_total"] - figures["members_total"]
        figures["employees_total"] += figures["members_employed"]
    left = {reason: draw(SMALL) for reason in REASONS}
    admitted = {"joined": figures["admitted_total"] + draw(st.sampled_from([0, 0, 0, 1]))}
    if draw(st.booleans()):
        left = {"own_wish": figures["left_total"]}
    types = {name: TypeFigures(*[draw(st.none() | SMALL) for _ in range(3)]) for name in TYPES}
    by_type = draw(st.sampled_from([{}, {}, types]))
    return Report(year=2024, figures=figures, admitted=admitted, left=left, by_type=by_type)


@st.composite
def sound_report(draw: st.DrawFn) -> Report:
    """Built so that it adds up."""
    parts = {code: draw(st.integers(0, 10**6)) for code in CATEGORIES}
    members = sum(parts.values())
    left = {reason: draw(st.integers(0, 1000)) for reason in REASONS}
    out = sum(left.values())
    joined = draw(st.integers(max(out - members, 0), 5000)) if out <= 5000 else out
    admitted = {"joined": min(joined, members + out)}
    figures: dict[str, Number] = {
        **parts, "members_total": members, "employees_total": parts["members_employed"] + draw(st.integers(0, 10**6)),
        "left_total": out, "admitted_total": sum(admitted.values()),
    }  # fmt: skip
    figures["opening_total"] = members + out - sum(admitted.values())
    for code in ("members_women", "members_youth", "e_cards"):
        figures[code] = draw(st.none() | st.integers(0, members))
    figures["primaries"] = draw(st.none() | st.integers(0, 1000))
    whole = figures["primaries"]
    figures["chairs_total"] = draw(st.none() | st.integers(0, 1000 if whole is None else whole))
    return Report(year=2024, figures=figures, admitted=admitted, left=left)


@given(any_report())
def test_no_report_passes_that_does_not_add_up_and_none_is_refused_that_does(found: Report) -> None:
    assert (not errors(run(found))) == adds_up(found)


@given(sound_report())
def test_what_adds_up_passes(found: Report) -> None:
    assert adds_up(found)
    assert errors(run(found)) == []


@given(sound_report(), st.sampled_from(sorted(required())), st.integers(1, 50))
def test_one_number_moved_is_found(found: Report, code: str, by: int) -> None:
    """Whichever obligatory number is mistyped, the report no longer passes; the number of employees alone may grow."""
    if code == "employees_total":
        return
    wrong = replace(found, figures={**found.figures, code: (found[code] or 0) + by})
    assert errors(run(wrong))


# --- Each check -------------------------------------------------------------------------------------------


def test_a_report_in_order_has_nothing_to_say() -> None:
    assert codes(report()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"members_total": None}, "required"),
        ({"members_women": -1}, "number"),
        ({"groups": 10**9 + 1}, "number"),
        ({"state_on": date(2023, 12, 31)}, "state_date"),
        ({"members_students": 11}, "categories"),
        ({"members_women": 101}, "subset"),
        ({"chairs_total": 5}, "subset"),
        ({"chairs_women": 5}, "subset"),
        ({"employees_total": 79, "by_type": {}}, "employed"),
        ({"opening_total": 97}, "flow"),
        ({"left": {"own_wish": 2}}, "reasons"),
        ({"admitted": {}}, "reasons"),
        ({"left": {"own_wish": 4, "retirement": -1}}, "reasons_negative"),
        ({"by_type": {"school": TypeFigures(members=99)}}, "types"),
        ({"members_youth": 4}, "share"),
        ({"members_women": 96}, "share"),
        ({"employees_total": 161, "by_type": {}}, "coverage"),
        ({"stated_coverage": Decimal("88.8")}, "stated_coverage"),
        ({"level": "primary", "members_total": 2, "members_employed": 2, "members_students": 0,
          "members_pensioners": 0, "members_childcare_leave": 0, "members_women": 1, "members_youth": 1,
          "opening_total": 2, "admitted_total": 0, "left_total": 0, "admitted": {}, "left": {}, "by_type": {},
          "employees_total": 3}, "few_members"),
    ],
)  # fmt: skip
def test_each_fault_has_its_check(changes: dict, code: str) -> None:
    assert codes(report(**changes)) == [code]


def test_a_sentence_names_the_numbers_that_collide() -> None:
    (failure,) = run(report(members_students=11))
    assert failure.fields[0] == "members_total"
    assert "100" in failure.text
    assert "101" in failure.text


def test_truncated_is_told_from_wrong() -> None:
    (truncated,) = run(report(stated_coverage=Decimal("88.8")))
    (wrong,) = run(report(stated_coverage=Decimal("90.0")))
    assert truncated.sentence != wrong.sentence
    assert run(report(stated_coverage=Decimal("88.9"))) == []


@pytest.mark.parametrize(
    ("employed", "employees", "share"), [(1, 8, "12.5"), (1, 16, "6.3"), (3, 16, "18.8"), (0, 5, "0.0")]
)
def test_coverage_is_rounded_half_up(employed: int, employees: int, share: str) -> None:
    assert coverage({"members_employed": employed, "employees_total": employees}) == Decimal(share)


def test_coverage_of_nobody_is_no_data() -> None:
    assert coverage({"members_employed": 0, "employees_total": 0}) is None


# --- Year to year -----------------------------------------------------------------------------------------


def known(**figures: Number) -> Known:
    return Known(last={**dict.fromkeys(FIGURES), **figures})


def test_the_opening_is_carried_and_a_disagreement_is_said_in_words() -> None:
    assert codes(report(), known(members_total=98)) == []
    assert codes(report(), known(members_total=99)) == ["opening"]
    assert codes(report(disagreement="Двое учтены дважды"), known(members_total=99)) == []


@pytest.mark.parametrize(("before", "fails"), [(80, False), (180, False), (181, True)])
def test_a_fall_in_persons_asks_for_a_note(before: int, fails: bool) -> None:
    thresholds = Thresholds(fall_members=100, fall_percent=Decimal(100))
    found = codes(report(), known(members_employed=before), thresholds)
    assert found == (["note_reasons", "note_measures"] if fails else [])


@pytest.mark.parametrize(("before", "fails"), [(100, False), (101, True)])
def test_a_fall_in_per_cent_asks_for_a_note(before: int, fails: bool) -> None:
    thresholds = Thresholds(fall_members=1000, fall_percent=Decimal(20))
    assert bool(codes(report(), known(members_employed=before), thresholds)) is fails


def test_a_note_needs_a_reason_with_members_and_measures() -> None:
    far = known(members_employed=500)
    assert codes(report(note=Note({"retirement": 0}, "", "  ")), far) == ["note_reasons", "note_measures"]
    assert codes(report(note=Note({"retirement": 400}, "", "")), far) == ["note_measures"]
    assert codes(report(note=Note({"retirement": 400}, "", "Семинары")), far) == []


def test_last_years_report_again_is_noticed() -> None:
    same = report(opening_total=100, admitted_total=0, left_total=0, admitted={}, left={})
    assert codes(same, Known(last=same.figures)) == ["same_as_last"]


def test_primaries_change_as_the_registry_does() -> None:
    before = Known(last={"primaries": 6}, registry_change=-2)
    assert codes(report(), before) == []
    assert codes(report(), replace(before, registry_change=-1)) == ["registry"]


def test_what_the_levels_below_make_stands_beside() -> None:
    assert codes(report(), Known(children={"members_total": 100, "groups": 5})) == []
    assert codes(report(), Known(children={"members_total": 99})) == ["children"]
