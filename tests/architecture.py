"""Reads sources for what import-linter cannot see. Each function takes a text or models and names what it found."""

import ast
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

# --- The order of rooms, read from the same list as import-linter's -------------------------------


def order(layers: Iterable[str]) -> dict[str, int]:
    """Room -> storey, counted from the top; siblings share a storey."""
    return {name.strip(" ()"): storey for storey, layer in enumerate(layers) for name in re.split(r"[|:]", layer)}


STOREYS = order(PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"])
GROUND = max(STOREYS.values())
ROOMS = "|".join(STOREYS)


def may_use(room: str, other: str) -> bool:
    return room == other or STOREYS[room] < STOREYS[other]


# --- What a source refers to -----------------------------------------------------------------------

REFERENCE = re.compile(
    rf"(?:admin:)?(?P<url>{ROOMS})(?::[\w:-]*|_\w+_(?:changelist|change|add|delete|history))"  # decrees:list, admin:decrees_item_change
    rf"|(?P<template>{ROOMS})/[\w/.-]+\.(?:html|txt|svg|xml|docx)"
    rf"|(?P<dotted>{ROOMS})(?:\.[A-Za-z_]\w*)+"  # reporting.Obligation, accounts.views.locked_out
)
FILE_NAME = re.compile(r"[\w-]+\.(?:csv|xlsx|docx|html|txt|json|svg|png|css|js|py|po|ru|kz)")


def referred(text: str) -> str | None:
    """The room that a string names as a URL, a template, a model or a module; words in a sentence do not count."""
    match = REFERENCE.fullmatch(text)
    return match[match.lastgroup] if match and match.lastgroup and not FILE_NAME.fullmatch(text) else None


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module]
    return []


def python_references(source: str) -> Iterator[tuple[int, str]]:
    """(line, room) of every import, also inside functions, and of every string that names a room's thing."""
    for node in ast.walk(ast.parse(source)):
        for module in imported(node):
            if (room := module.split(".")[0]) in STOREYS:
                yield node.lineno, room
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (room := referred(node.value)):
            yield node.lineno, room


TAG = re.compile(r"{%\s*(\w+)(.*?)%}|{{(.*?)}}", re.DOTALL)
QUOTED = re.compile(r"""(["'])(.*?)\1""")


def template_references(source: str, libraries: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """(line, tag, room) of every URL and template named in tags, and of every tag library loaded."""
    for match in TAG.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        tag, words = match[1] or "", match[2] or match[3] or ""
        if tag == "load":
            yield from ((line, tag, libraries[word]) for word in words.split() if word in libraries)
        else:
            yield from ((line, tag, room) for _, text in QUOTED.findall(words) if (room := referred(text)))


def relations(models: Iterable[type[Model]]) -> Iterator[tuple[str, str, str]]:
    """(field, its room, the room it points to) of every relation that a model itself declares."""
    for model in models:
        for field in model._meta.get_fields():
            target = field.related_model
            if getattr(field, "auto_created", False) or not isinstance(target, type):
                continue
            rooms = model._meta.app_label, target._meta.app_label
            if all(room in STOREYS for room in rooms):
                yield f"{model._meta.label}.{field.name}", *rooms


# --- The clock -------------------------------------------------------------------------------------

READS_CLOCK = {"now", "today", "utcnow"}
READS_CLOCK_WITHOUT_ARGUMENT = {"localdate", "localtime"}  # with one they only convert it
CLOCKS = {"timezone", "date", "datetime"}


def clock_readings(source: str) -> Iterator[int]:
    """Lines where the day or the moment is taken from the clock, or the clock itself is handed on."""
    tree = ast.parse(source)
    from_timezone = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone"
        for alias in node.names
    }
    converting = {
        id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and (node.args or node.keywords)
    }
    for node in ast.walk(tree):
        name = ""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            name = node.attr if owner in CLOCKS else ""
        elif isinstance(node, ast.Name):
            name = from_timezone.get(node.id, "")
        if name in READS_CLOCK or (name in READS_CLOCK_WITHOUT_ARGUMENT and id(node) not in converting):
            yield node.lineno


# --- What the content policy would refuse, and what would call another site ------------------------

INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\ssrc=)|<[^<>]*\s(?:style|on[a-z]+)\s*=|[\"']\s*javascript:", re.IGNORECASE
)
OUTSIDE = re.compile(r"https?://(?!www\.w3\.org/)[\w{.-]+|(?<=[\"'(=])//\w[\w.-]*", re.IGNORECASE)


def found(pattern: re.Pattern[str], source: str) -> list[tuple[int, str]]:
    return [(source.count("\n", 0, match.start()) + 1, match[0]) for match in pattern.finditer(source)]


# --- Names and dependencies ------------------------------------------------------------------------

NO_ROOMS = {"core", "common", "utils", "helpers", "services", "selectors", "signals", "mixins"}


def nameless(paths: Iterable[Path]) -> list[Path]:
    """Modules and packages whose name says where things were put, not what they are."""
    return [path for path in paths if NO_ROOMS & {*path.parts[:-1], path.stem}]


def unexplained(pyproject: str) -> list[str]:
    """Dependencies without a comment on the line above that says what they are for."""
    lists = re.findall(
        r"^(?:dependencies|\w+) = \[\n(.*?)^\]", pyproject.split("\n[tool.")[0], re.DOTALL | re.MULTILINE
    )
    lines = [line.strip() for block in lists for line in ["", *block.splitlines()]]
    return [line for above, line in itertools.pairwise(lines) if line.startswith('"') and above[:1] != "#"]
