"""The house as the architecture page draws it, where import-linter cannot see: strings, templates, the clock.

Each rule is held twice: against the sources, and against a small wrong example, so that it is known to notice.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from tests import architecture
from tests.architecture import GROUND, PYPROJECT, ROOT, STOREYS, found, may_use

MAY_READ_THE_CLOCK = {"organizations/access.py"}


def sources() -> Iterator[tuple[str, Path, str]]:
    """(room, path inside the project, text) of every Python file of every room."""
    for room in STOREYS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield room, path.relative_to(ROOT), path.read_text()


def templates() -> Iterator[tuple[str | None, Path, str]]:
    """(room, path, text) of every template; base.html, _components and the like belong to no room."""
    folders = [ROOT / "templates", *(ROOT / room / "templates" for room in STOREYS)]
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".svg"}):
            first = path.relative_to(folder).parts[0]
            yield first if first in STOREYS else None, path.relative_to(ROOT), path.read_text()


def served() -> Iterator[tuple[Path, str]]:
    """What a browser gets to read: templates and our own assets."""
    yield from ((path, text) for _, path, text in templates())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.suffix in {".css", ".js", ".svg", ".html", ".webmanifest"}:
            yield path.relative_to(ROOT), path.read_text()


def libraries() -> dict[str, str]:
    return {path.stem: room for room in STOREYS for path in (ROOT / room / "templatetags").glob("*.py")}


def reads_the_clock(path: Path) -> bool:
    """Views and commands may; everybody else is told the day."""
    return path.name == "views.py" or bool({"views", "commands"} & set(path.parts)) or str(path) in MAY_READ_THE_CLOCK


# --- The sources ------------------------------------------------------------------------------------


def test_no_room_names_a_higher_one_in_python() -> None:
    assert not [
        f"{path}:{line} names {other}"
        for room, path, text in sources()
        for line, other in architecture.python_references(text)
        if not may_use(room, other)
    ]


def test_no_model_points_to_a_higher_room() -> None:
    all_models = apps.get_models(include_auto_created=True)
    assert not [
        f"{field} points to {other}"
        for field, room, other in architecture.relations(all_models)
        if not may_use(room, other)
    ]


def test_no_template_names_a_higher_room() -> None:
    assert not [
        f"{path}:{line} names {other}"
        for room, path, text in templates()
        for line, _, other in architecture.template_references(text, libraries())
        if room and not may_use(room, other)
    ]


def test_what_every_page_shares_names_no_room() -> None:
    assert not [
        f"{path}:{line} names {other}"
        for room, path, text in templates()
        for line, tag, other in architecture.template_references(text, libraries())
        if not room and not (tag == "load" and STOREYS[other] == GROUND)
    ]


def test_only_views_and_commands_read_the_clock() -> None:
    assert not [
        f"{path}:{line}"
        for _, path, text in sources()
        if not reads_the_clock(path)
        for line in architecture.clock_readings(text)
    ]


def test_nothing_inline_that_the_content_policy_refuses() -> None:
    texts = [*served(), *((path, text) for _, path, text in sources())]
    assert not [f"{path}:{line} {what}" for path, text in texts for line, what in found(architecture.INLINE, text)]


def test_no_address_outside_the_site() -> None:
    assert not [f"{path}:{line} {what}" for path, text in served() for line, what in found(architecture.OUTSIDE, text)]


def test_no_module_is_named_after_nothing() -> None:
    assert not architecture.nameless(path for _, path, _ in sources())


def test_every_dependency_says_what_it_is_for() -> None:
    assert not architecture.unexplained((ROOT / "pyproject.toml").read_text())


def test_every_app_has_its_place() -> None:
    built = {path.parent.name for path in ROOT.glob("*/apps.py")}
    installed = {name.split(".")[0] for name in settings.INSTALLED_APPS} & {path.name for path in ROOT.iterdir()}
    assert built == installed
    assert installed <= set(STOREYS)
    assert set(PYPROJECT["tool"]["importlinter"]["root_packages"]) == installed


# --- The rules notice -------------------------------------------------------------------------------


def test_the_order_is_read_from_the_layers() -> None:
    assert architecture.order(["a", "(b) | c", "d"]) == {"a": 0, "b": 1, "c": 1, "d": 2}
    assert may_use("reporting", "organizations")
    assert not may_use("reporting", "campaigns")
    assert not may_use("documents", "mail"), "siblings do not know each other"


@pytest.mark.parametrize(
    "source",
    [
        "import campaigns.models",
        "def late():\n    from campaigns.models import Plan",
        'redirect("campaigns:schedule", pk=1)',
        'reverse(f"campaigns:{name}")',
        'reverse("admin:campaigns_plan_change", args=[1])',
        'render(request, "campaigns/schedule.html")',
        'models.ForeignKey("campaigns.Plan", models.PROTECT)',
        'import_string("campaigns.periods.parse")',
    ],
)
def test_a_name_in_python_is_noticed(source: str) -> None:
    assert [room for _, room in architecture.python_references(source)] == ["campaigns"]


@pytest.mark.parametrize(
    "source",
    ['"campaigns: what they are"', '"campaigns.csv"', '"campaigns"', "from . import campaigns", "campaigns = 1"],
)
def test_words_in_python_are_no_names(source: str) -> None:
    assert not list(architecture.python_references(source))


@isolate_apps("mail", "reporting")
def test_a_relation_by_string_is_noticed() -> None:
    class Upper(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "reporting"

    class Lower(models.Model):  # noqa: DJ008
        upper = models.ForeignKey("reporting.Upper", on_delete=models.CASCADE)

        class Meta:
            app_label = "mail"

    assert list(architecture.relations([Upper, Lower])) == [("mail.Lower.upper", "mail", "reporting")]


@pytest.mark.parametrize(
    "source",
    [
        "{% url 'campaigns:schedule' pk=1 %}",
        '<a href="{%url "campaigns:schedule" %}">',
        '{% include "campaigns/_row.html" with row=row %}',
        '{% extends "campaigns/base.html" %}',
        '{% include template|default:"campaigns/_row.html" %}',
        "{% load i18n plans %}",
    ],
)
def test_a_name_in_a_template_is_noticed(source: str) -> None:
    names = list(architecture.template_references(f"\n{source}", {"plans": "campaigns"}))
    assert [(line, room) for line, _, room in names] == [(2, "campaigns")]


@pytest.mark.parametrize(
    "source",
    [
        "day = timezone.localdate()",
        "day = date.today()",
        "at = datetime.datetime.now(UTC)",
        "at = models.DateTimeField(default=timezone.now)",
        "from django.utils.timezone import now\nat = now()",
        "from django.utils.timezone import localdate as today\nday = today()",
    ],
)
def test_reading_the_clock_is_noticed(source: str) -> None:
    assert len(list(architecture.clock_readings(source))) == 1


@pytest.mark.parametrize(
    "source",
    ["timezone.localdate(moment)", "timezone.localtime(value=moment)", "self.now()", "timezone.make_aware(day)"],
)
def test_converting_a_moment_is_not_reading_the_clock(source: str) -> None:
    assert not list(architecture.clock_readings(source))


@pytest.mark.parametrize(
    "source",
    ['<p style="x">', "<p class='a'\n   onclick='x()'>", "<script>x</script>", "<style>", '<a href="javascript:x">'],
)
def test_inline_code_is_noticed(source: str) -> None:
    assert found(architecture.INLINE, source)


@pytest.mark.parametrize(
    "source", ['<script src="/a.js" defer></script>', '<p class="style=">on = 1</p>', "<b data-on='1'>"]
)
def test_files_of_code_are_not_inline(source: str) -> None:
    assert not found(architecture.INLINE, source)


@pytest.mark.parametrize(
    "source", ['<img src="//cdn.example/x">', "url(https://fonts.example/a)", "fetch('http://a.kz')"]
)
def test_an_address_outside_is_noticed(source: str) -> None:
    assert found(architecture.OUTSIDE, source)


@pytest.mark.parametrize("source", ['<svg xmlns="http://www.w3.org/2000/svg">', "// a remark", '<a href="/a//b">'])
def test_an_address_inside_is_left_alone(source: str) -> None:
    assert not found(architecture.OUTSIDE, source)


def test_an_empty_name_is_noticed() -> None:
    paths = [Path("mail/utils.py"), Path("mail/services/send.py"), Path("mail/models.py")]
    assert architecture.nameless(paths) == paths[:2]


def test_an_unexplained_dependency_is_noticed() -> None:
    pyproject = (
        '[project]\ndependencies = [\n    # Explained.\n    "a>=1",\n    "b>=1",\n]\n\n[tool.x]\ny = [\n    "c",\n]\n'
    )
    assert architecture.unexplained(pyproject) == ['"b>=1",']


def test_only_views_commands_and_access_may_read_the_clock() -> None:
    allowed = ["mail/views.py", "mail/views/inbox.py", "mail/management/commands/send.py", "organizations/access.py"]
    assert all(reads_the_clock(Path(path)) for path in allowed)
    assert not any(reads_the_clock(Path(path)) for path in ["mail/models.py", "mail/access.py", "mail/forms.py"])
