"""Parts of a letter that rooms bring which it does not know: their facts, and their lines in the built-in template.

A room registers its part in `AppConfig.ready()`. The text of the letter says with a line `@parts` where they stand; as
long as nobody has registered one, nothing stands there.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from letters.building import template
from letters.facts import Fact, Facts
from letters.kinds import Asking

PLACE = "@parts"


@dataclass(frozen=True)
class Part:
    """`key`: the name of its facts in the letter. `text`: language → lines as `letters.building` reads them."""

    key: str
    facts: Callable[[Asking], Facts]
    text: Callable[[str], str]


_parts: dict[str, list[Part]] = defaultdict(list)


def register(slug: str, part: Part) -> None:
    """`slug`: of the kind of letter."""
    if part not in _parts[slug]:
        _parts[slug].append(part)


def facts_of(slug: str, asking: Asking) -> dict[str, Fact]:
    return {part.key: part.facts(asking) for part in _parts[slug]}


def text_from(folder: Path, name: str, language: str) -> str:
    return (folder / f"{name}.{language}.txt").read_text(encoding="utf-8")


def with_parts(slug: str, folder: Path, language: str) -> bytes:
    """The built-in template of a letter, with the lines of its parts."""
    lines = "\n".join(part.text(language) for part in _parts[slug])
    return template(text_from(folder, slug, language).replace(PLACE, lines), language)
