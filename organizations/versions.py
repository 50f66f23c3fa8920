"""No lost update: a version travels with each form, and who comes second is shown both sides."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from documents.dates import short_day

CHANGED_MEANWHILE = _(
    "Somebody else saved changes while you were typing. Nothing of yours is saved yet: compare both, then save again to keep yours."
)


def version_of(instance: models.Model) -> int:
    """The number of the latest entry of the history; 0 for what is not saved yet or keeps no history."""
    history = getattr(instance, "history", None)
    if instance.pk is None or history is None:
        return 0
    return history.order_by("-history_id").values_list("history_id", flat=True).first() or 0


def lock(instance: models.Model) -> None:
    """The second of two writers waits here until the first is done; inside a transaction."""
    manager = type(instance)._default_manager
    list(manager.select_for_update().filter(pk=instance.pk).values_list("pk"))


class VersionedForm(forms.ModelForm):
    """Saved inside a transaction. After a conflict `conflict` holds the rows of _components/conflict.html, and the
    form carries the new version: sending it again keeps what was typed, knowingly."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, label=_("version"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: list[dict[str, Any]] = []
        self.initial["version"] = version_of(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is not None:
            lock(self.instance)
            self._refuse_older(version_of(self.instance))
        return cleaned

    def _refuse_older(self, now: int) -> None:
        if (self.cleaned_data.get("version") or 0) == now:
            return
        saved = type(self.instance)._default_manager.get(pk=self.instance.pk)
        self.conflict = self.beside(saved)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(now)
        self.data = data
        raise ValidationError(CHANGED_MEANWHILE, code="conflict")

    def beside(self, saved: Any) -> list[dict[str, Any]]:
        """What was typed and what is saved, for the reader to compare; forms with rows of their own add them."""
        theirs = self.saved_values(saved)
        return [
            {"key": self.fields[name].label, **sides, "differs": sides["mine"] != sides["theirs"]}
            for name in self.fields
            if name in theirs
            for sides in [self._sides(name, theirs[name])]
        ]

    def saved_values(self, saved: Any) -> dict[str, Any]:
        """By the name of the field; forms with fields beside those of the model add them."""
        return forms.model_to_dict(saved)

    def _sides(self, name: str, theirs: Any) -> dict[str, str]:
        mine = self.cleaned_data[name] if name in self.cleaned_data else self[name].value()
        return {"mine": in_words(self.fields[name], mine), "theirs": in_words(self.fields[name], theirs)}


def rows_beside(
    title: Any, formset: Any, names: Sequence[str], key: str, saved: Iterable[Sequence[Any]]
) -> dict[str, Any]:
    """The rows of a formset as one line of the comparison, each row on a line of its own. Rows with
    nothing at `key` are none. `saved`: the values of each saved row, in the order of `names`."""
    fields = formset.empty_form.fields
    typed = [[row[name].value() for name in names] for row in formset if row[key].value()]
    sides = {
        side: "\n".join(
            ", ".join(filter(None, (in_words(fields[name], value) for name, value in zip(names, row, strict=True))))
            for row in rows
        )
        for side, rows in (("mine", typed), ("theirs", saved))
    }
    return {"key": title, **sides, "differs": sides["mine"] != sides["theirs"]}


def in_words(field: forms.Field, value: Any) -> str:
    """A value of a form field as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, (list, tuple, models.QuerySet)):
        return ", ".join(in_words(field, one) for one in value)
    if isinstance(field, forms.ModelChoiceField):
        value = value if isinstance(value, models.Model) else _chosen(field, value)
    elif isinstance(field, forms.ChoiceField):
        value = dict(_flat(field.choices)).get(str(value), value)
    else:
        value = field.prepare_value(value)
    return short_day(value) if isinstance(value, date) else str(value)


def _chosen(field: forms.ModelChoiceField, value: Any) -> Any:
    """What the key in the form stands for; the key itself where it is no key at all."""
    try:
        return field.queryset.filter(pk=value).first()  # type: ignore[union-attr]
    except (ValueError, TypeError, OverflowError):
        return value


def _flat(choices: Any) -> list[tuple[str, Any]]:
    return [
        (str(code), words)
        for key, title in choices
        for code, words in (title if isinstance(title, (list, tuple)) else [(key, title)])
    ]
