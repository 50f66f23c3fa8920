"""Timelines: a bar is as wide as its days, nothing leaves the drawing, and what is seen is said as well."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings, strategies as st

from documents.charts import Band, Lane, Mark, Span, Timeline
from documents.charts.timeline import NARROW, WIDE, Layout, quarters

SVG = "{http://www.w3.org/2000/svg}"
FIRST, LAST = date(2023, 1, 1), date(2024, 12, 31)
DAYS = st.dates(date(2022, 1, 1), date(2026, 1, 1))


def drawn(timeline: Timeline, layout: Layout = WIDE) -> ET.Element:
    return ET.fromstring(str(timeline.svg(layout)))


def timeline(*lanes: Lane, **facts: object) -> Timeline:
    return Timeline("t", "Кампания", "Всё по времени", FIRST, LAST, lanes, **facts)  # type: ignore[arg-type]


def bars(root: ET.Element, name: str) -> list[ET.Element]:
    """The visible shapes of the bar of that name: not the field a finger hits."""
    for group in (*root.iter(f"{SVG}a"), *root.iter(f"{SVG}g")):
        if group.get("aria-label") == name:
            return [rect for rect in group.iter(f"{SVG}rect") if rect.get("class") != "chart__touch"]
    return []


@given(st.dates(FIRST, LAST), st.dates(FIRST, LAST), st.sampled_from([WIDE, NARROW]))
def test_a_bar_is_as_wide_as_its_days(one: date, other: date, layout: Layout) -> None:
    first, last = sorted((one, other))
    [bar] = bars(drawn(timeline(Lane("Акмола", [Span(first, last, "план")])), layout), "план")
    x, width = float(bar.get("x", "")), float(bar.get("width", ""))
    day = (layout.width - 8 - layout.names) / (LAST - FIRST).days
    assert width >= 5
    days = (last - first).days + 1
    assert width == pytest.approx(max(days * day, 5), abs=max(day, 5) + 0.2)
    assert x == pytest.approx(layout.names + (first - FIRST).days * day, abs=5)
    assert x + width <= layout.width


def test_two_bars_that_follow_one_another_touch_and_do_not_overlap() -> None:
    root = drawn(
        timeline(
            Lane(
                "Акмола",
                [Span(date(2024, 1, 1), date(2024, 3, 31), "I"), Span(date(2024, 4, 1), date(2024, 6, 30), "II")],
            )
        )
    )
    [one], [other] = bars(root, "I"), bars(root, "II")
    assert float(one.get("x", "")) + float(one.get("width", "")) == pytest.approx(float(other.get("x", "")), abs=0.2)


@settings(max_examples=50)
@given(
    st.lists(
        st.builds(
            lambda title, a, b, label, look: Lane(title, [Span(min(a, b), max(a, b), "план", label, look)], [Mark(a, "день", label)]),
            st.text(min_size=1, max_size=80),
            DAYS,
            DAYS,
            st.text(max_size=40),
            st.sampled_from(["plain", "full", "striped", "dashed", "former"]),
        ),
        max_size=6,
    ),
    st.sampled_from([WIDE, NARROW]),
    DAYS,
)  # fmt: skip
def test_whatever_is_drawn_is_well_formed_and_stays_inside(lanes: list[Lane], layout: Layout, today: date) -> None:
    words = [lane.title for lane in lanes]
    text = str(timeline(*lanes, today=today, today_label="сегодня", bands=[Band(FIRST, LAST, "период")]).svg(layout))
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 or ord(sign) > 0xFFFD for word in words for sign in word):
        return  # no text of a page
    if re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", text):
        return
    root = ET.fromstring(text)
    _x, _y, width, height = map(float, root.get("viewBox", "").split())
    for rect in root.iter(f"{SVG}rect"):
        if rect.get("class") == "chart__touch" or rect.get("x") is None:
            continue
        assert 0 <= float(rect.get("x", "")) <= float(rect.get("x", "")) + float(rect.get("width", "")) <= width + 0.2
        assert 0 <= float(rect.get("y", "")) <= height


def test_attributes_only_and_no_word_is_markup() -> None:
    text = str(timeline(Lane("<b>«Ұстаз» & Ко</b>", [Span(FIRST, LAST, 'план "<i>"', url="/?a=1&b=2")])).svg())
    assert "style" not in text
    assert "<b>" not in text
    assert "<script" not in text
    ET.fromstring(text)


def test_who_hears_the_page_gets_names_and_who_reads_it_in_grey_gets_patterns() -> None:
    lane = Lane(
        "Акмола",
        [
            Span(date(2024, 1, 1), date(2024, 3, 31), "до периода", "I квартал", "striped", "/akmola/"),
            Span(date(2024, 4, 1), date(2024, 4, 30), "противоречит", "", "dashed"),
        ],
        [Mark(date(2023, 5, 1), "проведена", "01.05.2023", "rhomb", "/akmola/")],
    )
    root = drawn(timeline(lane))
    assert root.get("role") == "group"
    assert [title.text for title in root.findall(f"{SVG}title")] == ["Кампания"]
    links = {link.get("aria-label"): link.get("href") for link in root.iter(f"{SVG}a")}
    assert links == {"до периода": "/akmola/", "проведена": "/akmola/"}
    assert [group.get("aria-label") for group in root.iter(f"{SVG}g")] == ["противоречит"]
    [striped] = bars(root, "до периода")
    assert striped.get("fill", "").startswith("url(#")
    [dashed] = bars(root, "противоречит")
    assert dashed.get("stroke-dasharray")
    assert lane.sentences == ["до периода", "противоречит", "проведена"]


def test_patterns_of_two_drawings_on_one_page_have_names_of_their_own() -> None:
    both = timeline(Lane("а")).wide + timeline(Lane("а")).narrow
    names = re.findall(r'id="([^"]+)"', both)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_a_finger_hits_a_single_day(layout: Layout) -> None:
    root = drawn(timeline(Lane("Акмола", [Span(FIRST, FIRST, "день", url="/")])), layout)
    [touch] = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "chart__touch"]
    scale = 288 / layout.width if layout.is_narrow else 1
    assert min(float(touch.get("width", "")), float(touch.get("height", ""))) * scale >= 20


def test_what_lies_beyond_ends_in_an_arrow_or_is_left_out() -> None:
    root = drawn(
        timeline(
            Lane(
                "Акмола",
                [
                    Span(date(2024, 10, 1), date(2027, 1, 1), "дальше"),
                    Span(date(2030, 1, 1), date(2031, 1, 1), "совсем"),
                ],
            )
        )
    )
    [group] = [group for group in root.iter(f"{SVG}g") if group.get("aria-label") == "дальше"]
    assert list(group.iter(f"{SVG}path"))
    assert not bars(root, "совсем")


@given(DAYS, st.integers(0, 900))
def test_quarters_are_first_days_of_quarters(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    everyday = [first + timedelta(days=n) for n in range(days + 1)]
    assert list(quarters(first, last)) == [day for day in everyday if day.day == 1 and day.month in (1, 4, 7, 10)]
