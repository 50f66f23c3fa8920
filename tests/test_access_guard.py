"""Scope is never forgotten: views, forms, tables and imports reach scoped models only through `.visible_to(`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
WHERE = ("views", "forms", "tables", "imports", "letters", "states")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
WRITES = {"create", "bulk_create", "none"}


def scoped_models() -> set[str]:
    return {model.__name__ for model in apps.get_models() if hasattr(model._default_manager.all(), "visible_to")}


def chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[str]:
    """Names called one after another on `node`: Model.objects.filter(…).visible_to(…) gives filter, visible_to."""
    parent = parents.get(node)
    while isinstance(parent, (ast.Attribute, ast.Call)) and (
        getattr(parent, "value", None) is node or getattr(parent, "func", None) is node
    ):
        if isinstance(parent, ast.Attribute):
            yield parent.attr
        node, parent = parent, parents.get(parent)


def unscoped(source: str, scoped: set[str]) -> list[int]:
    """Lines where the manager of a scoped model is used without `visible_to` in the same expression."""
    tree = ast.parse(source)
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and getattr(node.value, "id", "") in scoped:
            calls = list(chain(node, parents))
            if "visible_to" not in calls and not (calls and calls[0] in WRITES):
                lines.append(node.lineno)
        shortcut = isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHORTCUTS
        if shortcut and node.args and getattr(node.args[0], "id", "") in scoped:
            lines.append(node.lineno)
    return lines


def sources() -> list[Path]:
    rooms = [path.parent for path in ROOT.glob("*/apps.py")]
    found = [
        path for room in rooms for name in WHERE for path in (*room.glob(f"{name}.py"), *room.glob(f"{name}/*.py"))
    ]
    return sorted(path for path in found if "demonstration" not in path.parts)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_scoped_models_are_reached_through_visible_to(path: Path) -> None:
    assert unscoped(path.read_text(encoding="utf-8"), scoped_models()) == []


def test_the_guard_knows_what_is_scoped() -> None:
    assert {
        "Organization",
        "Obligation",
        "Submission",
        "SubmissionFile",
        "Draft",
        "Plan",
        "Person",
        "Decree",
    } <= scoped_models()


@pytest.mark.parametrize(
    "source",
    [
        "Obligation.objects.filter(pk=1)",
        "Obligation.objects.all()",
        "get_object_or_404(Obligation, pk=1)",
        "x = Obligation.objects\ny = x.visible_to(user)",
        "Obligation._default_manager.get(pk=1)",
    ],
)
def test_the_guard_sees_a_forgotten_scope(source: str) -> None:
    assert unscoped(source, {"Obligation"}) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "Obligation.objects.visible_to(user).get(pk=1)",
        "Obligation.objects.filter(pk=1).visible_to(user)",
        "get_object_or_404(Obligation.objects.visible_to(user), pk=1)",
        "Holiday.objects.all()",
        "Obligation.objects.create(pk=1)",
    ],
)
def test_the_guard_lets_scoped_code_pass(source: str) -> None:
    assert unscoped(source, {"Obligation"}) == []
