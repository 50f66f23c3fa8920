"""From what a clerk chooses to what a kind of letters needs to know, and to the draft."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from documents.fields import DayField
from documents.reading import read_date
from letters.kinds import Ask, Asking, LetterKind
from letters.models import OfficialLetter
from organizations.models import Level, Organization

DAY_WIDTH = {"class": "width-10"}


class AskingForm(forms.Form):
    """Day of the letter, what its kind asks, and days of single lists where they differ."""

    use_required_attribute = False
    as_of = DayField(
        label=_("As of"),
        widget=forms.TextInput(attrs=DAY_WIDTH),
        help_text=_("The evening of this day, as the books tell it now."),
    )

    def __init__(self, *args: Any, kind: LetterKind, user: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.user, self.today = kind, user, today
        self.fields["as_of"].initial = today
        for ask in kind.asks:
            self.fields[ask.name] = _field(ask, user, today)
        for dated in kind.dated:
            said: dict[str, Any] = {"label": _capital(dated.title), "required": False}
            self.fields[f"day_{dated.key}"] = DayField(widget=forms.TextInput(attrs=DAY_WIDTH), **said)
        self.order_fields([*(ask.name for ask in kind.asks), "as_of"])

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("day_")]

    @property
    def day_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("day_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, day in list(data.items()):
            if isinstance(day, date) and (name == "as_of" or name.startswith("day_")) and day > self.today:
                self.add_error(name, _("This day has not come yet."))
        if not self.errors:
            self.kind.check(self.asking())
        return data

    def asking(self) -> Asking:
        return asking_of(self.kind, self.user, self.asked(), self.cleaned_data["as_of"], self.days())

    def asked(self) -> dict[str, str]:
        return {ask.name: _as_text(self.cleaned_data.get(ask.name)) for ask in self.kind.asks}

    def days(self) -> dict[str, date]:
        """Only those that differ from the letter's own."""
        found = {dated.key: self.cleaned_data.get(f"day_{dated.key}") for dated in self.kind.dated}
        return {key: day for key, day in found.items() if day and day != self.cleaned_data["as_of"]}

    def begin(self, *, by: Any, at: datetime) -> OfficialLetter:
        letter = OfficialLetter(kind=self.kind.slug, made_by=by, made_at=at, is_internal=self.kind.internal)
        return self.put_into(letter, by=by)

    def put_into(self, letter: OfficialLetter, *, by: Any) -> OfficialLetter:
        asking = self.asking()
        subject = self.kind.subject(asking)
        letter.asked, letter.as_of = dict(asking.asked), asking.as_of
        letter.days = {key: day.isoformat() for key, day in asking.days.items()}
        letter.subject_ru, letter.subject_kk = subject.ru[:300], subject.kk[:300]
        letter.organization = asking.organization or whole_union(self.user)
        letter._history_user = by
        letter.save()
        return letter


def as_initial(letter: OfficialLetter) -> dict[str, Any]:
    """What the form shows of a draft."""
    days = {f"day_{key}": date.fromisoformat(day) for key, day in letter.days.items()}
    told = {}
    for ask in letter.letter_kind.asks:
        value = letter.asked.get(ask.name, "")
        told[ask.name] = date.fromisoformat(value) if ask.kind == "day" and value else value
    return {"as_of": letter.as_of, **told, **days}


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _field(ask: Ask, user: Any, today: date) -> forms.Field:
    first = ask.default(user, today) if ask.default else None
    said: dict[str, Any] = {"label": _capital(ask.title), "help_text": ask.hint}
    if ask.kind == "day":
        field: forms.Field = DayField(widget=forms.TextInput(attrs=DAY_WIDTH), **said)
        field.initial = read_date(first) if isinstance(first, str) else first
        return field
    choices = offered(ask, user, today)
    return forms.ChoiceField(choices=choices, initial=first or (choices[0][0] if choices else ""), **said)


def _capital(words: Any) -> Any:
    return capfirst(words)


def offered(ask: Ask, user: Any, today: date) -> list[tuple[str, Any]]:
    if ask.kind == "organization":
        visible = Organization.objects.visible_to(user).existing_on(today).filter(level__in=ask.levels)
        return [(one.code, one.name) for one in visible.in_order()]
    return [(str(key), words) for key, words in (ask.choices(user, today) if ask.choices else ())]


def asking_of(
    kind: LetterKind, user: Any, asked: Mapping[str, str], as_of: date, days: Mapping[str, date] | None = None
) -> Asking:
    about = next((ask.name for ask in kind.asks if ask.kind == "organization"), None)
    organization = None
    if about:
        organization = Organization.objects.visible_to(user).filter(code=asked.get(about, "")).first()
        if organization is None:
            raise ValidationError(_("There is no such organization."), code="organization")
    return Asking(user=user, as_of=as_of, asked=dict(asked), organization=organization, days=days or {})


def usual_asking(kind: LetterKind, user: Any, today: date) -> Asking | None:
    """What the form offers first, for a trial letter; None where there is nothing to choose from yet."""
    asked = {}
    for ask in kind.asks:
        first = ask.default(user, today) if ask.default else None
        if ask.kind == "day":
            asked[ask.name] = _as_text(first or today)
        elif choices := offered(ask, user, today):
            asked[ask.name] = str(first or choices[0][0])
        else:
            return None
    return asking_of(kind, user, asked, today)


def whole_union(user: Any) -> Organization:
    union = Organization.objects.visible_to(user).filter(level=Level.UNION).first()
    if union is None:
        raise ValidationError(_("The union itself is not in the registry."), code="union")
    return union
