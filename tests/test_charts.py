"""Bars, lines and tiles: well-formed, their words and numbers in them, nothing the content policy refuses, nothing beyond the edge."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st

from documents.charts import Bar, Bars, Lines, Series, Tile, Tiles, bars, lines, spark, tiles
from documents.charts.parts import ticks, wrapped
from organizations.region_grid import PLACES
from organizations.regions import REGIONS

SVG = "{http://www.w3.org/2000/svg}"
EVIL = '<script>alert("x")</script> & "Ұстаз"'

names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=60,
)
values = st.integers(-(10**9), 10**9)


def parsed(svg: str) -> ElementTree.Element:
    """Well-formed XML, without what the content policy of the site would refuse."""
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", svg)
    root = ElementTree.fromstring(svg)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for name in ("aria-labelledby", "aria-describedby"):
        assert root.get(name) is None or root.get(name) in ids
    return root


def texts(root: ElementTree.Element) -> str:
    return " ".join(" ".join(one.itertext()) for one in root.iter(f"{SVG}text"))


def beyond(root: ElementTree.Element) -> list[str]:
    """Shapes that leave the drawing to the left or right."""
    width = float(root.get("viewBox", "").split()[2])
    found = []
    defs = {id(one) for group in root.iter(f"{SVG}defs") for one in group.iter()}
    for shape in root.iter(f"{SVG}rect"):
        left, right = float(shape.get("x", 0)), float(shape.get("x", 0)) + float(shape.get("width", 0))
        if id(shape) not in defs and (left < -0.5 or right > width + 0.5):
            found.append(f"{left}…{right} of {width}")
    return found


def change_bars(*numbers: int) -> Bars:
    return Bars("falls", "Снижение", "Описание", [Bar(f"Организация {n}", n, f"{n:+}") for n in numbers])


# --- Bars ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [bars.WIDE, bars.NARROW])
def test_bars_say_whose_and_how_much(layout: bars.Layout) -> None:
    root = parsed(change_bars(-4249, -37, 0, 120).svg(layout))
    assert root.find(f"{SVG}title").text == "Снижение"
    for words in ("-4249", "-37", "+120", "Организация -4249"):
        assert words in texts(root)


def test_falls_go_left_striped_and_growth_right() -> None:
    svg = change_bars(-100, 50).wide
    root = parsed(svg)
    shapes = [one for one in root.iter(f"{SVG}rect") if one.get("rx") == "2"]
    fall, growth = shapes
    assert fall.get("fill") == "url(#falls-1000-stripes)"
    zero = float(growth.get("x"))
    assert float(fall.get("x")) + float(fall.get("width")) == pytest.approx(zero, abs=0.2)
    assert float(fall.get("width")) == pytest.approx(2 * float(growth.get("width")), abs=0.3)


def test_a_second_number_stands_thin_below_with_its_words() -> None:
    bar = Bar("Караганда", -249, "−249", second=-8249, second_label="по отчётам: −8 249", url="/x/?a=1&b=2")
    root = parsed(Bars("x", "t", "d", [bar]).wide)
    assert "(по отчётам: −8 249)" in texts(root)
    (link,) = root.iter(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/x/?a=1&b=2", "Караганда: −249 · по отчётам: −8 249")


@pytest.mark.parametrize("layout", [bars.WIDE, bars.NARROW])
def test_words_beside_bars_stay_inside(layout: bars.Layout) -> None:
    rows = [
        Bar("Караганда", -4249, "−4 249", -19624, "по отчётам: −19 624"),
        Bar("Жетісу", 277, "+277", -34684, "по отчётам: −34 684"),
    ]
    root = parsed(Bars("x", "t", "d", rows).svg(layout))
    for text in root.iter(f"{SVG}text"):
        for part in text:
            width = len(part.text or "") * float(text.get("font-size", 0)) * 0.55
            left = float(part.get("x", 0)) - (width if text.get("text-anchor") == "end" else 0)
            assert left >= -1, part.text
            assert left + width <= layout.width + 1, part.text
    assert "по отчётам: −34 684" in texts(root)


def test_a_second_number_far_beyond_the_others_is_cut_and_leaves_the_others_readable() -> None:
    root = parsed(Bars("x", "t", "d", [Bar("a", -100, "−100"), Bar("b", 50, "+50", second=-30_000)]).wide)
    fall = next(one for one in root.iter(f"{SVG}rect") if one.get("rx") == "2")
    assert float(fall.get("width")) > 150
    (thin,) = [one.get("d", "") for one in root.iter(f"{SVG}path") if one.get("stroke-width") == "0.7"]
    assert "l-7 2.5l7 2.5" in thin
    assert float(re.search(r"H([\d.]+)l", thin)[1]) >= 270


@given(st.lists(st.tuples(names, values, st.none() | values), min_size=1, max_size=12), st.none() | values)
def test_bars_of_any_numbers_stay_inside(rows: list[tuple[str, int, int | None]], mark: int | None) -> None:
    chart = Bars("x", EVIL, EVIL, [Bar(name, n, f"{n:+}", second=m) for name, n, m in rows], mark, EVIL if mark else "")
    for svg in (chart.wide, chart.narrow):
        root = parsed(svg)
        assert beyond(root) == []
        width = float(root.get("viewBox", "").split()[2])
        for d in (one.get("d", "") for one in root.iter(f"{SVG}path") if one.get("stroke-width") == "0.7"):
            assert all(0 <= float(x) <= width for x in re.findall(r"[MH](-?[\d.]+)", d))


# --- Lines --------------------------------------------------------------------------------------------------------

YEARS = range(2014, 2024)


def series(numbers: list[float | None], look: lines.Look = "solid", title: str = "Работающие") -> Series:
    found = dict(zip(YEARS, numbers, strict=False))
    return Series(title, found, {year: str(value) for year, value in found.items() if value is not None}, look)


def test_lines_have_their_names_first_and_last_numbers_and_years() -> None:
    chart = Lines(
        "x", "t", "d", [series([100, 120, 90, 80, 85, 91, 99, 97, 96, 85.9]), series([50] * 10, "dashed", "Члены")]
    )
    for svg in (chart.wide, chart.narrow):
        words = texts(parsed(svg))
        for expected in ("Работающие", "Члены", "100", "85.9", "2023"):
            assert expected in words


def test_a_year_without_a_number_leaves_a_gap() -> None:
    root = parsed(Lines("x", "t", "d", [series([1, 2, None, 4, 5])]).wide)
    strokes = [one for one in root.iter(f"{SVG}path") if one.get("stroke-width") == "3"]
    assert [one.get("d", "").count("L") for one in strokes] == [1, 1]


def test_a_loose_year_is_no_part_of_the_line_but_its_number_is_told() -> None:
    one = Series("Работающие", {2021: 10, 2022: 11, 2023: 3}, {2021: "10", 2022: "11", 2023: "3*"}, loose=[2023])
    root = parsed(Lines("x", "t", "d", [one]).wide)
    (stroke,) = [path for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "3"]
    assert stroke.get("d", "").count("L") == 1
    assert "3*" in texts(root)
    assert len([path for path in root.iter(f"{SVG}path") if path.get("fill") == "#FFFFFF"]) == 1


def test_dashed_lines_have_squares_so_that_they_differ_in_grey() -> None:
    root = parsed(Lines("x", "t", "d", [series([1, 2], "dashed")]).wide)
    assert [one.get("width") for one in root.iter(f"{SVG}rect")] == ["8", "8"]


@given(st.lists(st.lists(st.none() | st.integers(0, 10**9), min_size=1, max_size=10), min_size=1, max_size=4))
def test_lines_of_any_numbers_are_drawn_inside(rows: list[list[float | None]]) -> None:
    chart = Lines("x", EVIL, EVIL, [series(row, title=EVIL) for row in rows])
    for svg in (chart.wide, chart.narrow):
        root = parsed(svg)
        height = float(root.get("viewBox", "").split()[3])
        for d in (one.get("d", "") for one in root.iter(f"{SVG}path") if one.get("stroke-width") == "3"):
            points = [tuple(map(float, point.split())) for point in d[1:].split("L")]
            assert all(0 <= x <= 1000 and 0 <= y <= height for x, y in points)


def test_a_small_line_is_drawn_from_two_numbers_on() -> None:
    assert spark([5], "t") == ""
    assert parsed(spark([5, None, 7], EVIL)).get("aria-label") == EVIL


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_ticks_enclose_both_ends_and_are_few(one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert 2 <= len(found) <= 12


# --- Tiles --------------------------------------------------------------------------------------------------------


def test_every_region_has_a_place_of_its_own() -> None:
    assert set(PLACES) == set(REGIONS)
    assert len(set(PLACES.values())) == len(PLACES)


def map_of(shares: dict[str, float | None], mark: float | None = 0.859) -> Tiles:
    return Tiles(
        "map", "Охват", "Описание",
        [
            Tile(REGIONS[iso][0], *PLACES[iso], share, "нет данных" if share is None else f"{share:.1%}", f"{iso}: {share}", f"/?region={iso}")
            for iso, share in shares.items()
        ],
        mark,
    )  # fmt: skip


def test_a_square_says_its_name_its_number_and_whether_it_is_low() -> None:
    root = parsed(map_of({"KZ-35": 0.9, "KZ-11": 0.8, "KZ-62": None}).wide)
    words = texts(root)
    for expected in ("Карагандинская", "90.0%", "80.0%", "нет данных"):
        assert expected in words
    assert words.count("▼") == 1
    assert {one.get("href") for one in root.iter(f"{SVG}a")} == {"/?region=KZ-35", "/?region=KZ-11", "/?region=KZ-62"}
    full = [
        one
        for one in root.iter(f"{SVG}rect")
        if one.get("height") == "10" and one.get("fill", "").startswith(("#0072B2", "url"))
    ]
    assert len(full) == 2


def test_the_whole_map_fits_and_its_squares_do_not_overlap() -> None:
    root = parsed(map_of(dict.fromkeys(PLACES, 0.5)).wide)
    assert beyond(root) == []
    squares = [(float(one.get("x")), float(one.get("y"))) for one in root.iter(f"{SVG}rect") if one.get("rx") == "6"]
    assert len(set(squares)) == len(REGIONS)


@pytest.mark.parametrize("language", [0, 1])
def test_names_of_regions_fit_into_their_squares(language: int) -> None:
    width = (tiles.WIDTH - 6 * tiles.GAP) / 7
    letters = int((width - 14) / (tiles.SMALL * 0.55))
    for iso in REGIONS:
        broken = wrapped(REGIONS[iso][language], letters)
        assert len(broken) <= tiles.LONGEST_NAME
        assert max(map(len, broken)) <= letters


def test_long_words_break_at_hyphens_only() -> None:
    assert wrapped("Северо-Казахстанская область", 14) == ["Северо-", "Казахстанская", "область"]
    assert wrapped("Кызылординская область", 10) == ["Кызылординская", "область"]


@given(st.text("абв -", max_size=60), st.integers(5, 40))
def test_long_names_are_wrapped_and_never_cut(text: str, letters: int) -> None:
    broken = wrapped(text, letters)
    assert "".join(broken).replace(" ", "") == "".join(text.split())
    assert all(len(line) <= letters or not re.search(r"[ -](?=.)", line) for line in broken)
