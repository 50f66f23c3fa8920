"""The form of a report: one set of fields and one judgement, whether it is typed, recorded from paper or imported."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.fields import DecimalField, WholeNumberField
from membership.answers import WORDS, Answers, Lists
from membership.checks import LARGEST, Thresholds
from membership.judging import Judgement
from membership.known import Background
from membership.sections import HANDED_OVER, Section, labels_of, names_in_order

LONGEST = 5_000
HINTS: Mapping[str, Any] = {
    "opening_total": _("As the last accepted report ended. If that is wrong, correct it and say why."),
    "opening_source": _("For example: registration cards counted on 01.01.2023."),
    "base_submitted": _("The register of members as a file, to the Central Committee."),
    "note_text": _("In a few sentences: where, when and why members were lost."),
}
HANDED_OVER_AS = {"yes": True, "no": False}


def number_field(name: str, label: str) -> forms.Field:
    return WholeNumberField(
        label=label,
        required=False,
        max_value=LARGEST,
        help_text=HINTS.get(name, ""),
        widget=forms.TextInput(attrs={"class": "width-10"}),
    )


def words_field(name: str, label: str) -> forms.Field:
    if name == "base_submitted":
        return HandedOverField(
            label=label,
            choices=HANDED_OVER,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "inline"}),
            help_text=HINTS[name],
        )
    if name == "stated_coverage":
        narrow = forms.TextInput(attrs={"class": "width-5"})
        return DecimalField(label=label, required=False, max_value=100, max_digits=5, widget=narrow)
    if name == "opening_source":
        return forms.CharField(label=label, required=False, max_length=300, help_text=HINTS[name])
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=area, help_text=HINTS.get(name, ""))


class HandedOverField(forms.ChoiceField):
    """Yes, no, or not known."""

    def clean(self, value: Any) -> bool | None:
        return HANDED_OVER_AS.get(super().clean(value))


def fields_of(lists: Lists, sections: Iterable[Section]) -> dict[str, forms.Field]:
    """By name, in the order of the pages."""
    labels, fields = labels_of(lists), {}
    for name in names_in_order(sections):
        field = (words_field if name in WORDS else number_field)(name, labels[name])
        # Whether it is needed is said by the checks.
        field.depends = True  # type: ignore[attr-defined]
        fields[name] = field
    return fields


def read_answers(fields: Mapping[str, forms.Field], data: Mapping[str, Any]) -> tuple[Answers, dict[str, str]]:
    """A draft as the form would read it, without making the form: the answers, and what cannot be read."""
    answers: Answers = {}
    unread: dict[str, str] = {}
    for name, text in data.items():
        if not text or name not in fields:
            continue
        try:
            answers[name] = fields[name].clean(text)
        except ValidationError as error:
            unread[name] = error.messages[0]
    return answers, unread


class ReportForm(forms.Form):
    """`judgement`: what the checks say, after validation."""

    use_required_attribute = False
    judgement: Judgement

    def __init__(
        self,
        *args: Any,
        year: int,
        level: str,
        lists: Lists,
        sections: Iterable[Section],
        background: Background,
        thresholds: Thresholds,
        is_paper: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_of(lists, sections))
        self._of = {
            "year": year, "level": level, "lists": lists, "background": background, "thresholds": thresholds,
            "is_paper": is_paper,
        }  # fmt: skip

    def clean(self) -> Answers:
        data = super().clean() or {}
        self.judgement = Judgement(dict(data), set(self.errors), **self._of)  # type: ignore[arg-type]
        for name, error in self.judgement.errors:
            self.add_error(name if name in self.fields else None, error)
        return data
