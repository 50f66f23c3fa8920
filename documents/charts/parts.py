"""Parts that drawings are made of: presentation attributes only, no style sheet and no script, all words escaped.

Screen readers hear the names of links and groups; the words in the drawing are for the eye. A table says the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BLUE, AMBER, RED, GREY, INK, SOFT, LINE, BAND = (
    "#0072B2", "#F0B429", "#8B1A1A", "#D9D9D9", "#16242E", "#4A5B67", "#D3DCE2", "#E6F2FA",
)  # fmt: skip
# Of a letter, in parts of the size of the type: Cyrillic words are about so wide.
LETTER = 0.57
NOTHING = mark_safe("")


def frame(
    id: str, width: int, height: float, size: int, title: str, text: str, parts: Iterable[SafeString]
) -> SafeString:
    """The whole drawing, with what it is called and what it says."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="group" '
        'aria-labelledby="{id}-title" aria-describedby="{id}-text" font-family="Arial, sans-serif" font-size="{size}" '
        'fill="{ink}"><title id="{id}-title">{title}</title><desc id="{id}-text">{text}</desc>{parts}</svg>',
        w=width, h=round(height), id=id, size=size, ink=INK, title=title, text=text, parts=together(parts),
    )  # fmt: skip


def words(
    x: float, y: float, lines: Sequence[str], size: int, *, anchor: str = "start", weight: str = "normal",
    fill: str = INK, halo: bool = False, step: float = 0,
) -> SafeString:  # fmt: skip
    """`halo`: a white edge, for words that lie on lines. `step`: from line to line."""
    edge = mark_safe(' stroke="#FFFFFF" stroke-width="4" stroke-linejoin="round" paint-order="stroke"') if halo else ""
    step = step or round(size * 1.25)
    spans = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        ((round(x, 1), round(y + number * step, 1), line) for number, line in enumerate(lines)),
    )
    return format_html(
        '<text aria-hidden="true" font-size="{}" font-weight="{}" text-anchor="{}" fill="{}"{}>{}</text>',
        size, weight, anchor, fill, edge, spans,
    )  # fmt: skip


def rectangle(x: float, y: float, width: float, height: float, fill: str, **more: str | float) -> SafeString:
    """`more`: attributes with `_` for `-`, as stroke_width."""
    attributes = {"x": x, "y": y, "width": width, "height": height, "fill": fill, **more}
    return format_html("<rect{}/>", _attributes(attributes))


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, **more: str | float) -> SafeString:
    return format_html("<line{}/>", _attributes({"x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke": stroke, **more}))


def path(d: str, fill: str = "none", **more: str | float) -> SafeString:
    return format_html("<path{}/>", _attributes({"d": d, "fill": fill, **more}))


def _attributes(values: dict[str, str | float]) -> SafeString:
    """Names are words of this package; values are escaped unless they are numbers. A page has a thousand of them."""
    return mark_safe("".join([f' {name.replace("_", "-")}="{_shown(value)}"' for name, value in values.items()]))  # noqa: S308


def _shown(value: str | float) -> str:
    return (
        f"{round(value, 1)}"
        if isinstance(value, float)
        else f"{value}"
        if isinstance(value, int)
        else conditional_escape(value)
    )


def named(
    name: str, shape: SafeString, url: str = "", touch: tuple[float, float, float, float] | None = None
) -> SafeString:
    """A shape with a name; with an address a link that lights up when it has the focus. `touch`: what a finger hits."""
    area = NOTHING
    if url and touch:
        x, y, width, height = touch
        area = rectangle(x, y, width, height, "#FFFFFF", rx=4, fill_opacity=0, **{"class": "chart__touch"})
    if url:
        return format_html(
            '<a class="chart__link" href="{}" aria-label="{}">{}{}<title>{}</title></a>', url, name, shape, area, name
        )
    return format_html('<g role="img" aria-label="{}">{}<title>{}</title></g>', name, shape, name)


def stripes(id: str, fill: str, ink: str = "#FFFFFF", *, width: float = 2, opacity: float = 0.35) -> SafeString:
    """A pattern of slanting lines, to be filled with as `url(#…-stripes)`: what is filled so differs in grey, too."""
    return format_html(
        '<defs><pattern id="{}-stripes" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">{}{}</pattern></defs>',
        id, rectangle(0, 0, 7, 7, fill), rectangle(0, 0, width, 7, ink, fill_opacity=opacity),
    )  # fmt: skip


def arrow(x: float, y: float, height: float, fill: str, way: int) -> SafeString:
    """The bar goes on beyond this end."""
    return format_html(
        '<path d="M{} {}l{} {}l{} {}z" fill="{}" stroke="{}"/>',
        x, y - 2, way * 8, height / 2 + 2, -way * 8, height / 2 + 2, fill, INK,
    )  # fmt: skip


def together(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def wrapped(text: str, letters: int, most: int | None = None) -> list[str]:
    """In lines of at most so many letters; long words break at their hyphens, and only what has none is longer.
    `most`: lines, what goes beyond is cut."""
    lines: list[str] = []
    for word, space in _pieces(text, letters):
        if lines and len(lines[-1]) + len(space) + len(word) <= letters:
            lines[-1] += f"{space}{word}"
        else:
            lines.append(word)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return lines or [""]


def _pieces(text: str, letters: int) -> Iterator[tuple[str, str]]:
    """Words with the space before them; the parts of a word too long for a line follow without one."""
    for word in text.split():
        if len(word) <= letters or "-" not in word:
            yield word, " "
            continue
        for number, part in enumerate(re.findall(r"[^-]*-|[^-]+", word)):
            yield part, "" if number else " "


def width_of(text: str, size: int) -> float:
    return len(text) * size * LETTER


def ticks(lowest: float, highest: float, most: int = 5) -> list[float]:
    """Round numbers that enclose both, at equal steps of 1, 2, 2.5 or 5 times a power of ten."""
    span = Decimal(str(highest)) - Decimal(str(lowest)) or Decimal(1)
    raw = span / max(most - 1, 1)
    power = Decimal(10) ** raw.adjusted()
    step = next(power * n for n in (1, Decimal(2), Decimal("2.5"), 5, 10) if power * n >= raw)
    first = (Decimal(str(lowest)) / step).to_integral_value(rounding="ROUND_FLOOR")
    last = (Decimal(str(highest)) / step).to_integral_value(rounding=ROUND_CEILING)
    return [float(step * number) for number in range(int(first), int(max(last, first + 1)) + 1)]
