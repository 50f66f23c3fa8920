"""What an issued document says and the books no longer say: figure by figure, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from letters.context import LANGUAGES


@dataclass(frozen=True)
class Difference:
    """`issued` or `present` is None where the row or the field stands on one side only."""

    path: str
    place: str
    issued: str | None
    present: str | None
    link: str = ""


def differences(
    issued: Mapping[str, Any], present: Mapping[str, Any], language: str, described: Mapping[str, Any] | None = None
) -> list[Difference]:
    """Both as `Material.recorded()` gives them. The paragraphs staff wrote do not change by themselves."""
    words = described or {}
    return [
        one
        for key in _keys(issued["facts"], present["facts"])
        for one in _fact(
            issued["facts"].get(key), present["facts"].get(key), key, str(words.get(key, key)), language, words
        )
    ]


def _keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*before, *after]))


def _fact(
    before: Any, after: Any, path: str, place: str, language: str, words: Mapping[str, Any]
) -> Iterator[Difference]:
    one = before or after or {}
    if "group" in one:
        old, new = _inside(before, "group"), _inside(after, "group")
        for key in _keys(old, new):
            inner = f"{path}.{key}"
            yield from _fact(old.get(key), new.get(key), inner, str(words.get(inner, inner)), language, words)
    elif "list" in one:
        yield from _listing(before, after, path, language, words)
    elif _differ(before, after):
        link = (after or before).get("link", "")
        yield Difference(path, place, _said(before, language), _said(after, language), link)


def _inside(fact: Any, name: str) -> Mapping[str, Any]:
    return (fact or {}).get(name) or {}


def _differ(before: Any, after: Any) -> bool:
    return bool(_bare(before) != _bare(after))


def _bare(fact: Any) -> Any:
    """Where a figure leads to is no part of what the document says; a value counts before its words."""
    if fact is None or "unknown" in fact:
        return None
    return [fact.get(language) for language in LANGUAGES] if fact.get("value") is None else fact["value"]


def _listing(before: Any, after: Any, path: str, language: str, words: Mapping[str, Any]) -> Iterator[Difference]:
    old, new = _inside(before, "list"), _inside(after, "list")
    listing = after or before
    title = listing["title"].get(language) or path
    for key in _keys(old, new):
        name = _row_name(old.get(key) or new[key], language) or key
        if key not in new:
            yield Difference(f"{path}.{key}", title, name, None, listing.get("link", ""))
        elif key not in old:
            yield Difference(f"{path}.{key}", title, None, name, listing.get("link", ""))
        else:
            for field in _keys(old[key], new[key]):
                label = listing.get("fields", {}).get(field, {}).get(language) or field
                place = " · ".join((title, name, label))
                yield from _fact(
                    old[key].get(field), new[key].get(field), f"{path}.{key}.{field}", place, language, words
                )


def _row_name(row: Mapping[str, Any], language: str) -> str:
    """The field called `name`, else the first one with words."""
    fields = [row["name"]] if "name" in row else list(row.values())
    return next((str(one[language]) for one in fields if one.get(language)), "")


def _said(fact: Any, language: str) -> str | None:
    return None if fact is None or "unknown" in fact else str(fact.get(language) or "")
