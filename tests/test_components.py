"""Shared pieces of pages: each renders, none swallows what it does not know, none lets data become markup."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.html import strip_tags

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLES = Path(settings.BASE_DIR) / "static" / "css"
STATUSES = [
    "on_time",
    "late",
    "received",
    "missing",
    "returned",
    "not_due",
    "exempt",
    "no_data",
    "accepted",
    "under_review",
]
DAY = date(2023, 9, 1)
MOMENT = datetime(2023, 9, 1, 7, 30, tzinfo=UTC)
PAYLOAD = "<script>alert(1)</script>\"'><b>"


class Ask(forms.Form):
    """One field of each kind a page may have."""

    day = forms.CharField(label="Day", help_text="For example <30.11.2023>.")
    members = forms.IntegerField(label="Members", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    guests = forms.MultipleChoiceField(
        label="Guests", required=False, choices=[("x", "X"), ("y", "Y")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="Checked")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    scan = forms.FileField(label="Scan", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


AskSet = forms.formset_factory(Ask, extra=2)
BAD = {"day": "", "members": "many", "kind": "", "sure": ""}

TASK = {
    "title": "Schedule",
    "url": "/x/",
    "requirement": "schedule",
    "status": "missing",
    "days": 3,
    "due_on": DAY,
    "action": "start",
    "organization": "Abai",
    "note": "A draft is kept",
}
ENTRY = {
    "when": MOMENT,
    "who": "Panfilov",
    "what": "Returned",
    "why": "No number of delegates",
    "status": "returned",
    "changes": [{"field": "Day", "before": None, "after": "01.09.2023"}],
}
RECEIPT = {
    "title": "Schedule",
    "organization": "Abai",
    "number": "2023-17",
    "received_at": MOMENT,
    "due_on": DAY,
    "days_late": 3,
    "by": "Panfilov",
}
SAMPLES: dict[str, dict[str, Any]] = {
    "attention": {
        "figures": [({"name": "due", "title": "Due", "url": "/x/", "tone": "quiet", "brief": "Due soon"}, 3)],
        "attention_url": "/attention/",
    },
    "any_error": {"has_errors": True},
    "as_of": {"as_of": DAY, "today": date(2023, 9, 4), "as_of_error": "Not a day"},
    "back": {"back_url": "/x/", "back_text": "Board"},
    "badge": {"status": "exempt", "reason": "founded in May"},
    "breadcrumbs": {"crumbs": [{"title": "Home", "url": "/"}, {"title": "Abai"}]},
    "conflict": {
        "rows": [{"key": "Day", "mine": "1", "theirs": "2", "differs": True}],
        "theirs_by": "Panfilov",
        "theirs_at": MOMENT,
    },
    "differences": {
        "differences": [
            {"row": 5, "title": "Abai", "column": "Members", "before": "11", "after": "12", "note": "Explain it"},
            {"row": 6, "title": "Astana", "column": "Members", "before": "7", "after": "", "note": ""},
        ],
        "more": 3,
    },
    "definitions": {
        "rows": [
            {"key": "Chair", "value": "Panfilov", "url": "/x/", "note": "acting"},
            {"key": "Phone", "phone": "+7 701 000-00-01"},
            {"key": "Mail", "email": "a@demo.example"},
            {"key": "BIN", "value": None},
        ]
    },
    "chart": {
        "id": "regions",
        "chart": {"title": "By region", "description": "The darker, the more", "wide": "wide", "narrow": "narrow"},
        "as_of": DAY,
    },
    "columns": {
        "columns": [{"key": "level", "title": "Level", "shown": True}, {"key": "region", "title": "Region"}],
        "columns_url": "/columns/",
        "columns_changed": True,
    },
    "draft_attributes": {"draft_url": "/draft/", "draft_version": 1200, "draft_saved_at": MOMENT},
    "draft_state": {},
    "empty": {
        "kind": "nothing_yet",
        "title": "Nothing",
        "text": "Begin",
        "action_url": "/x/",
        "action_text": "Add",
        "reset_url": "/y/",
        "phone": "+7 701 000-00-01",
    },
    "error_links": {"form": Ask(BAD)},
    "error_summary": {"form": Ask(BAD)},
    "field": {"field": Ask(BAD)["day"]},
    "field_notes": {"field": Ask(BAD)["day"]},
    "filters": {"filter_form": Ask(), "reset_url": "?", "active": [{"label": "Abai", "remove_url": "?"}]},
    "footer": {"department_name": "Department", "department_phone": "+7 701 000-00-01", "data_source": "Decree"},
    "form": Ask(BAD).get_context(),
    "formset": {"formset": AskSet()},
    "header": {
        "navigation": [{"title": "Board", "url": "/", "current": True, "count": 3}],
        "search_url": "/s/",
        "language_url": "/l/",
        "sign_out_url": "/o/",
        "demo": True,
        "user": {"is_authenticated": True, "email": "a@demo.example"},
    },
    "history": {"entries": [ENTRY, {"when": DAY, "what": "Reminder", "url": "/x/"}]},
    "icon": {"name": "phone"},
    "icons": {},
    "keys": {"profile_url": "/profile/"},
    "language": {"language_url": "/l/", "LANGUAGE_CODE": "ru"},
    "legend": {},
    "messages": {"messages": [{"level_tag": "success", "message": "Saved"}]},
    "notice": {"tone": "warning", "title": "Outside", "text": "Not in the window", "url": "/x/", "link_text": "Why"},
    "phone": {"phone": "+7 (701) 000-00-01", "name": "Panfilov"},
    "plain_page": {},
    "preview": {
        "items": [{"title": "Abai", "url": "/x/", "before": "missing", "after": "not_due", "note": "until May"}],
        "refused": [{"title": "Astana", "reason": "Handed in"}],
    },
    "progress": {"value": 1200, "total": 9300, "label": "Rows"},
    "receipt": {"receipt": RECEIPT, "mailed_to": "a@demo.example"},
    "saved_views": {
        "views": [{"title": "Overdue", "url": "?overdue=yes", "current": True, "shared": "Saule"}],
        "whole_url": "?view=",
        "save_view_url": "/new/",
        "views_url": "/views/",
        "view_gone": "The requirement is no longer there.",
    },
    "status_short": {"status": "late", "days": 3},
    "status_word": {"status": "late", "days": 3},
    "summary_list": {
        "rows": [
            {"key": "Members", "value": "12", "previous": "11", "change_url": "/x/", "note": "Check", "numeric": True}
        ],
        "previous_title": "2022",
        "value_title": "2023",
        "test": "check-answers",
    },
    "tabs": {"tabs": [{"title": "All", "url": "?", "current": True, "count": 3}], "label": "Parts"},
    "task_list": {"tasks": [TASK, TASK | {"status": "on_time", "action": "view"}], "title": "To do"},
    "toolbar": {"count_text": "21 rows", "printable": True},
}
# Rendered by a tag of documents/, tested there with a Table.
ELSEWHERE = {"table"}


def render(name: str, context: dict[str, Any] | None = None) -> str:
    request = RequestFactory().get("/list/", {"region": "7", "as_of": "2023-09-01"})
    request.user = AnonymousUser()
    return get_template(f"_components/{name}.html").render(context or {}, request)


def poisoned(value: Any, key: str = "") -> Any:
    """The same sample with a payload for every text that people or files may bring."""
    kept = {"status", "before", "after", "action", "kind", "tone", "level_tag", "name", "url", "LANGUAGE_CODE"}
    if isinstance(value, dict):
        return {name: poisoned(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, key) for one in value]
    if isinstance(value, str) and key not in kept and not key.endswith("_url"):
        return PAYLOAD
    return value


def names() -> list[str]:
    return sorted(path.stem for path in (TEMPLATES / "_components").glob("*.html"))


def test_every_component_has_a_sample() -> None:
    assert set(names()) - ELSEWHERE == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_component_renders_its_sample(name: str) -> None:
    html = render(name, SAMPLES[name])
    assert html.strip()
    assert "{%" not in html
    assert "None" not in strip_tags(html)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_component_never_lets_data_become_markup(name: str) -> None:
    html = render(name, poisoned(SAMPLES[name]))
    assert "<script>alert" not in html
    assert "'><b>" not in html


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_component_says_what_it_shows_and_carries_no_inline_script_or_style(path: Path) -> None:
    source = path.read_text()
    if path.parent.name == "_components":
        assert source.lstrip().startswith(("{#", "{% comment", "{% load"))
        assert "{#" in source or "{% comment" in source
    if path.parent.name != "mail" and "mail" not in path.name:
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", source)


@pytest.mark.parametrize("path", sorted((TEMPLATES / "_components").glob("*.html")), ids=lambda path: path.name)
def test_icons_in_use_are_drawn(path: Path) -> None:
    drawn = set(re.findall(r'<symbol id="icon-([a-z_]+)"', render("icons")))
    source = path.read_text()
    used = set(re.findall(r"#icon-([a-z_]+)", source))
    used |= set(re.findall(r'icon.html" with name="([a-z_]+)"', source))
    assert used <= drawn


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("status", STATUSES)
def test_badge_has_icon_word_and_colour(status: str, dense: bool) -> None:
    html = render("badge", {"status": status, "dense": dense})
    assert f'href="#icon-{status}"' in html
    assert f"badge--{status}" in html
    assert f'data-status="{status}"' in html
    assert strip_tags(html).strip()


def test_badges_of_all_statuses_differ_in_words() -> None:
    words = {strip_tags(render("badge", {"status": status})).strip() for status in STATUSES}
    assert len(words) == len(STATUSES)


@pytest.mark.parametrize("status", ["", "nonsense", None])
def test_unknown_status_is_shown_as_no_data(status: str | None) -> None:
    assert render("badge", {"status": status}) == render("badge", {"status": "no_data"})


@pytest.mark.parametrize(
    ("status", "extra", "shown"),
    [
        ("late", {"days": 12}, "12"),
        ("missing", {"days": 5}, "5"),
        ("not_due", {"days": 7}, "7"),
        ("returned", {"until": DAY}, "01.09.2023"),
        ("exempt", {"reason": "founded in May"}, "founded in May"),
    ],
)
def test_badge_says_how_many_days_until_when_and_why(status: str, extra: dict[str, Any], shown: str) -> None:
    assert shown in strip_tags(render("badge", {"status": status} | extra))
    assert shown not in strip_tags(render("badge", {"status": status}))


def test_last_day_is_not_zero_days_left() -> None:
    last = strip_tags(render("badge", {"status": "not_due", "days": 0}))
    assert "0" not in last
    assert last != strip_tags(render("badge", {"status": "not_due"}))


def test_colours_of_statuses_are_readable() -> None:
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (STYLES / "base.css").read_text()))
    for name in ("on-time", "late", "missing", "returned", "quiet"):
        assert contrast(tokens[f"{name}-back"], tokens[f"{name}-ink"]) >= 4.5
    for name in ("ink", "ink-soft", "link", "danger"):
        assert contrast(tokens["ground"], tokens[name]) >= 4.5
    # Borders of inputs.
    assert contrast("#ffffff", tokens["line-strong"]) >= 3


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_field_with_an_error_points_to_hint_and_error() -> None:
    html = str(Ask(BAD)["day"].as_field_group())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert 'id="id_day_helptext"' in html
    assert 'id="id_day_error"' in html
    assert "&lt;30.11.2023&gt;" in html


def test_field_without_an_error_is_not_invalid() -> None:
    html = str(Ask(BAD | {"day": "30.11.2023"})["day"].as_field_group())
    assert "aria-invalid" not in html
    assert "field--error" not in html


def test_error_stands_above_the_input_and_keeps_the_wrong_value() -> None:
    html = str(Ask(BAD)["members"].as_field_group())
    assert html.index('id="id_members_error"') < html.index("<input")
    assert 'value="many"' in html


def test_choices_are_a_group_with_a_legend() -> None:
    html = str(Ask(BAD)["kind"].as_field_group())
    assert re.search(r'<fieldset[^>]*aria-describedby="id_kind_error"', html)
    assert "<legend" in html
    assert html.count('class="choice"') == 2


def test_error_summary_links_to_fields_that_exist() -> None:
    form = Ask(BAD)
    links = re.findall(r'href="#([^"]+)"', render("error_summary", {"form": form}))
    assert links == ["id_day", "id_members", "id_kind_0", "id_sure"]
    page = str(form)
    assert all(f'id="{anchor}"' in page for anchor in links)


def test_error_summary_is_an_alert_with_the_agreed_name() -> None:
    html = render("error_summary", {"form": Ask(BAD)})
    assert 'data-test="error-summary"' in html
    assert 'role="alert"' in html


def test_error_summary_finds_the_one_bad_form_of_several() -> None:
    good = Ask({"first-day": "x", "first-kind": "a", "first-sure": "on"}, prefix="first")
    html = render("error_summary", {"forms": [good, Ask(BAD, prefix="second")]})
    assert 'href="#id_second-day"' in html
    assert "first" not in html
    assert "error-summary" not in render("error_summary", {"forms": [good]})


@pytest.mark.parametrize("form", [Ask(), Ask({"day": "x", "kind": "a", "sure": "on"})])
def test_no_error_no_summary_and_no_prefix(form: forms.Form) -> None:
    assert not render("error_summary", {"form": form}).strip()
    assert not render("any_error", {"form": form}).strip()


@pytest.mark.parametrize("context", [{"form": Ask(BAD)}, {"forms": [Ask(), Ask(BAD)]}, {"has_errors": True}])
def test_title_of_a_page_with_errors_says_so(context: dict[str, Any]) -> None:
    assert render("any_error", context).strip()


def test_a_task_is_a_link_with_its_state() -> None:
    html = render("task_list", SAMPLES["task_list"])
    assert 'data-test="task-list"' in html
    assert html.count('data-test="task"') == 2
    assert 'data-requirement="schedule"' in html
    assert 'data-status="missing"' in html


def test_phone_dials_digits() -> None:
    assert 'href="tel:+77010000001"' in render("phone", SAMPLES["phone"])


def test_language_toggle_names_the_other_language_and_keeps_the_page() -> None:
    russian = render("language", {"language_url": "/l/", "LANGUAGE_CODE": "ru"})
    assert 'lang="kk"' in russian
    assert "Қазақша" in russian
    assert 'value="/list/?region=7&amp;as_of=2023-09-01"' in russian
    assert "Русский" in render("language", {"language_url": "/l/", "LANGUAGE_CODE": "kk"})


def test_day_of_a_list_keeps_its_filter() -> None:
    html = render("as_of", {"as_of": DAY})
    assert '<input type="hidden" name="region" value="7">' in html
    assert html.count('name="as_of"') == 1
    assert 'value="01.09.2023"' in html


def test_draft_version_is_a_plain_number() -> None:
    assert 'data-draft-version="1200"' in render("draft_attributes", SAMPLES["draft_attributes"])


def test_receipt_tells_late_from_in_time() -> None:
    assert 'data-status="late"' in render("receipt", {"receipt": RECEIPT})
    assert 'data-status="on_time"' in render("receipt", {"receipt": RECEIPT | {"days_late": 0}})


@pytest.mark.parametrize("name", ["400", "500"])
def test_pages_of_failure_need_nothing(name: str) -> None:
    html = get_template(f"{name}.html").render()
    assert '<html lang="ru">' in html
    assert "<h1" in html
