"""Small parts of drawings as SVG: words, links that can be touched, arrows. Presentation attributes only."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BLUE, AMBER, RED, GREY, INK, SOFT, LINE, BAND = (
    "#0072B2", "#F0B429", "#8B1A1A", "#D9D9D9", "#16242E", "#4A5B67", "#D3DCE2", "#E6F2FA",
)  # fmt: skip


def words_at(
    x: float, y: float, lines: Sequence[str], size: int, *, step: int = 0, weight: str = "normal", fill: str = INK,
    halo: bool = False,
) -> SafeString:  # fmt: skip
    """Lines of words; screen readers hear the names of the links instead, and the list beside the drawing."""
    edge = mark_safe(' stroke="#FFFFFF" stroke-width="4" stroke-linejoin="round" paint-order="stroke"') if halo else ""
    spans = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        ((round(x, 1), round(y + n * step, 1), line) for n, line in enumerate(lines)),
    )
    return format_html(
        '<text aria-hidden="true" font-size="{}" font-weight="{}" fill="{}"{}>{}</text>',
        size,
        weight,
        fill,
        edge,
        spans,
    )


def link(url: str, name: str, shape: SafeString, x: float, y: float, width: float, height: float) -> SafeString:
    """A link with a name, which lights up when it has the focus; without an address a picture with that name."""
    frame = format_html(
        '<rect class="chart__touch" x="{}" y="{}" width="{}" height="{}" rx="4" fill="#FFFFFF" fill-opacity="0"/>',
        x, y, width, height,
    )  # fmt: skip
    if url:
        return format_html(
            '<a class="chart__link" href="{}" aria-label="{}">{}{}<title>{}</title></a>', url, name, shape, frame, name
        )
    return format_html('<g role="img" aria-label="{}">{}<title>{}</title></g>', name, shape, name)


def arrow(x: float, y: float, height: float, fill: str, way: int) -> SafeString:
    """The bar goes on beyond this end."""
    return format_html(
        '<path d="M{} {}l{} {}l{} {}z" fill="{}" stroke="{}"/>',
        x, y - 2, way * 8, height / 2 + 2, -way * 8, height / 2 + 2, fill, INK,
    )  # fmt: skip


def joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def wrapped(text: str, letters: int) -> list[str]:
    """In lines of at most so many letters; only a word longer than a line is longer."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
