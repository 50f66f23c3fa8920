"""The checks of a page in the shape its script takes (static/js/results.js): the same rules, the same words."""

import json
from typing import Any

from campaigns.results_checks import OF_CONFERENCE, OF_LEVEL, AtMost
from campaigns.results_form import LABELS
from campaigns.results_sections import Section


def rules_of(section: Section) -> str:
    """As JSON. `{n}` and `{most}` in a sentence are filled in as one types."""
    names = set(section.figures)
    rules = OF_LEVEL if section.level else OF_CONFERENCE
    return json.dumps([_rule(rule, section.prefix) for rule in rules if {*rule.parts, rule.whole} <= names])


def _rule(rule: AtMost, prefix: str) -> dict[str, Any]:
    parts = ", ".join(str(LABELS[part]) for part in rule.parts)
    sentence = rule.sentence.format(part=parts, whole=LABELS[rule.whole], n="{n}", most="{most}")
    return {"parts": [prefix + part for part in rule.parts], "whole": prefix + rule.whole, "sentence": sentence}
