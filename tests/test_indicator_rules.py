"""Forms of indicators: sums, subsets, circles, periods and changes, against plain oracles."""

import itertools
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from indicators import checks, comparison
from indicators.checks import Severity, Stated
from indicators.structure import Asked, changed_meaning, circle, faults, leads_to
from reporting.periods import ALL_PARTS, PARTS, Period, finished, previous

CODES = "abcdef"
numbers = st.integers(0, 50).map(Decimal)
told = st.none() | numbers.map(Stated)


def stated(number: int | str | None, about: bool = False) -> Stated | None:
    return None if number is None else Stated(Decimal(number), about)


def found(asked: list[Asked], **figures: int | None) -> list[tuple[str, str]]:
    failures = checks.run(asked, {code: stated(number) for code, number in figures.items()})
    return [(one.code, one.severity.value) for one in failures]


# --- Sums and subsets ---------------------------------------------------------------------------------------

INJURED = [
    Asked("injured", "Пострадало"),
    Asked("light", "лёгких", part_of="injured"),
    Asked("severe", "тяжёлых", part_of="injured"),
    Asked("fatal", "смертельных", part_of="injured"),
]
LAW = [Asked("found", "Выявлено"), Asked("eliminated", "Устранено", subset_of="found")]


@given(whole=told, parts=st.lists(told, min_size=3, max_size=3))
def test_a_sum_is_wrong_exactly_when_its_stated_parts_add_up_to_something_else(
    whole: Stated | None, parts: list[Stated | None]
) -> None:
    figures = {"injured": whole, **dict(zip(("light", "severe", "fatal"), parts, strict=True))}
    known = [one.number for one in parts if one]
    wrong = bool(known) and whole is not None and whole.number != sum(known)
    failures = checks.run(INJURED, figures)
    assert [one.code for one in checks.errors(failures)] == (["sum"] if wrong else [])
    assert [one.code for one in checks.warnings(failures)] == (["sum_missing"] if known and whole is None else [])


def test_a_blank_part_adds_nothing_and_is_named() -> None:
    (failure,) = checks.run(INJURED, {"injured": stated(3), "light": stated(2), "severe": stated(0), "fatal": None})
    assert "2" in failure.text
    assert "«смертельных»" in failure.text
    assert "тяжёлых" not in failure.text  # zero is stated


def test_an_approximate_part_makes_a_warning_of_the_difference() -> None:
    figures = {"injured": stated(10), "light": stated(9, True), "severe": None, "fatal": None}
    assert [one.severity for one in checks.run(INJURED, figures)] == [Severity.WARNING]


@given(part=told, whole=told)
def test_a_subset_is_wrong_exactly_when_it_is_more_than_its_set(part: Stated | None, whole: Stated | None) -> None:
    failures = checks.run(LAW, {"found": whole, "eliminated": part})
    more = part is not None and whole is not None and part.number > whole.number
    nothing_to_be_of = part is not None and part.number > 0 and whole is None
    assert [one.code for one in failures] == ["subset"] * more + ["set_missing"] * nothing_to_be_of


def test_a_blank_beside_a_zero_is_no_data_beside_a_figure() -> None:
    assert found(LAW, found=0, eliminated=0) == []
    assert found(LAW, found=0) == []
    assert found(LAW, eliminated=0) == []
    assert found(LAW, eliminated=1) == [("set_missing", "warning")]
    assert found(LAW, found=0, eliminated=1) == [("subset", "error")]


def test_no_more_than_a_hundred_per_cent() -> None:
    share = [Asked("share", "Доля", unit="%")]
    assert found(share, share=100) == []
    assert found(share, share=101) == [("percent", "error")]


def test_all_figures_as_before_are_strange_unless_they_are_few_or_zero() -> None:
    asked = [Asked(code, code) for code in CODES[:4]]
    same = {code: stated(7) for code in CODES[:4]}
    assert [one.code for one in checks.run(asked, same, same)] == ["as_before"]
    assert checks.run(asked, same, {**same, "a": stated(8)}) == []
    assert checks.run(asked[:3], same, same) == []
    assert checks.run(asked, {code: stated(0) for code in CODES[:4]}, {code: stated(0) for code in CODES[:4]}) == []


# --- What is reckoned ---------------------------------------------------------------------------------------


@given(part=st.integers(0, 1000), whole=st.integers(0, 1000))
def test_a_share_is_rounded_half_up_and_never_of_nothing(part: int, whole: int) -> None:
    share = checks.share(stated(part), stated(whole))
    if not whole:
        assert share is None
        return
    tenths = Fraction(part * 1000, whole)
    assert share is not None
    assert share.number * 10 == int(tenths + Fraction(1, 2))


@given(st.lists(told, max_size=4))
def test_no_channel_of_its_own_is_known_only_when_all_are_zero(channels: list[Stated | None]) -> None:
    found = checks.none_of(channels)
    if any(one and one.number for one in channels):
        assert found == Stated(Decimal(0))
    elif channels and all(channels):
        assert found == Stated(Decimal(1))
    else:
        assert found is None


# --- Circles ------------------------------------------------------------------------------------------------


def comes_back(above: dict[str, list[str]]) -> bool:
    """As many steps as there are codes: by then everybody on a circle has met itself."""
    for start in above:
        reached = {start}
        for _step in above:
            reached = {higher for code in reached for higher in above.get(code, [])}
            if start in reached:
                return True
    return False


@given(st.dictionaries(st.sampled_from(CODES), st.lists(st.sampled_from(CODES), max_size=3)))
def test_a_circle_is_found_exactly_where_somebody_comes_back(above: dict[str, list[str]]) -> None:
    round_ = circle(above)
    assert bool(round_) == comes_back(above)
    if round_:
        assert round_[0] == round_[-1]
        assert all(after in above[code] for code, after in itertools.pairwise(round_))


def test_a_part_that_is_a_set_of_its_own_sum_goes_round() -> None:
    asked = [Asked("a", "А", part_of="b"), Asked("b", "Б", subset_of="a")]
    assert circle(leads_to(asked))
    assert any("«А» → «Б» → «А»" in str(fault) for fault in faults(asked))


@pytest.mark.parametrize(
    "asked",
    [
        [],
        [Asked("a", "А", unit="чел.", part_of="b"), Asked("b", "Б", unit="тенге")],
        [Asked("a", "А", nature="level", subset_of="b"), Asked("b", "Б")],
        [Asked("a", "А", answer="text", part_of="b"), Asked("b", "Б")],
        [Asked("a", "А", answer="share")],
        [Asked("a", "А", answer="none_of")],
        [Asked("a", "А", answer="share", share_of=("b", "c")), Asked("b", "Б", answer="text"), Asked("c", "В")],
    ],
    ids=["empty", "units", "natures", "words", "share of nothing", "none of nothing", "share of words"],
)
def test_a_form_that_cannot_be_reckoned_is_refused(asked: list[Asked]) -> None:
    assert faults(asked)


def test_sound_forms_pass() -> None:
    assert faults(INJURED) == faults(LAW) == []


def test_a_code_means_the_same_in_every_version() -> None:
    assert changed_meaning([Asked("a", "А")], [Asked("a", "А, иначе названное"), Asked("b", "Б")]) == []
    assert len(changed_meaning([Asked("a", "А")], [Asked("a", "А", unit="тенге")])) == 1
    assert len(changed_meaning([Asked("a", "А")], [Asked("a", "А", nature="level")])) == 1


# --- Periods ------------------------------------------------------------------------------------------------

periods = st.builds(Period, st.integers(2000, 2030), st.sampled_from(ALL_PARTS))


@given(periods)
def test_an_address_says_a_period_and_reads_it_back(period: Period) -> None:
    assert Period.read(period.slug) == period


@pytest.mark.parametrize("text", ["", "23", "2023-h3", "2023-q0", "2023-m13", "1889", "2023-year", "٢٠٢٣"])
def test_no_period_is_guessed(text: str) -> None:
    assert Period.read(text) is None


@given(st.integers(2000, 2030), st.sampled_from(list(PARTS)))
def test_the_parts_of_a_year_cover_it_without_overlapping(year: int, cadence: str) -> None:
    parts = [Period(year, part) for part in PARTS[cadence]]
    assert (parts[0].first_day, parts[-1].last_day) == (date(year, 1, 1), date(year, 12, 31))
    for one, after in itertools.pairwise(parts):
        assert one.last_day + timedelta(days=1) == after.first_day
        assert previous(after) == one
    assert previous(parts[0]).last_day == date(year - 1, 12, 31)


@given(periods, periods)
def test_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    days = {one.first_day + timedelta(days=n) for n in range((one.last_day - one.first_day).days + 1)}
    shared = any(other.first_day <= day <= other.last_day for day in days)
    assert one.overlaps(other) == other.overlaps(one) == shared


def test_only_periods_that_are_over_are_finished() -> None:
    assert [one.slug for one in finished("half_year", date(2023, 9, 4), 1)] == ["2023-h1", "2022-h2", "2022-h1"]
    assert next(iter(finished("quarter", date(2023, 6, 30), 1))).slug == "2023-q1"


# --- Changes ------------------------------------------------------------------------------------------------


@given(told, told)
def test_per_cent_is_never_of_zero_and_no_data_gives_none(now: Stated | None, before: Stated | None) -> None:
    change = comparison.change(now, before)
    if now is None or before is None:
        assert change == comparison.Change()
        return
    assert change.absolute == now.number - before.number
    assert (change.percent is None) == (before.number == 0)
    if change.percent is not None:
        exact = Fraction(now.number - before.number) * 100 / Fraction(before.number)
        assert abs(Fraction(change.percent) - exact) <= Fraction(1, 20)


def test_a_share_changes_by_points_and_by_no_per_cent_of_per_cent() -> None:
    change = comparison.change(stated("12.5"), stated(10), is_points=True)
    assert (change.absolute, change.percent) == (Decimal("2.5"), None)


@given(st.dictionaries(st.sampled_from(["h1", "h2"]), told))
def test_a_year_of_two_halves(figures: dict[str, Stated | None]) -> None:
    """A flow needs both; of a level the last half counts."""
    halves = [figures.get("h1"), figures.get("h2")]
    both = all(halves)
    flow = comparison.whole_year(("h1", "h2"), figures, "flow")
    assert flow == (Stated(sum(one.number for one in halves if one)) if both else None)
    assert comparison.whole_year(("h1", "h2"), figures, "level") == halves[1]


@given(st.lists(st.none() | numbers, max_size=8))
def test_ranks_count_those_that_are_better(numbers: list[Decimal | None]) -> None:
    known = [number for number in numbers if number is not None]
    expected = [None if number is None else 1 + sum(other > number for other in known) for number in numbers]
    assert comparison.ranks(numbers) == expected
