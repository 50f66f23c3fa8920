"""Forms about the congress: its norm, the members it counts, the delegates by name."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from campaigns.congress import Places, bases_of, without_any
from campaigns.forms import VerbForm
from campaigns.models import Base, Campaign, DelegateNorm, MemberBase
from campaigns.quota import Rounding
from decrees.models import DecreeItem
from documents.cells import grouped
from documents.dates import short_day
from documents.fields import DayField, WholeNumberField
from reporting.forms.requirement import ItemField

SOURCE_HINT = _("For example: letter No. 15 of 01.09.2023.")
NAMED = 5


def day_input() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "width-10"})


def items_for(user: Any, kinds: Sequence[str]) -> Any:
    """What may have decided it: items that set windows, norms or congresses, the newest decrees first."""
    items = DecreeItem.objects.visible_to(user).filter(kind__in=kinds).select_related("decree")
    return items.order_by("-decree__adopted_on", "position", "pk")


# --- The norm ----------------------------------------------------------------------------------------------


class NormForm(VerbForm):
    """A new version of the norm. A choice that leaves somebody without a delegate is asked about once more."""

    title = _("Norm of representation")
    members_per_delegate = WholeNumberField(
        label=_("One delegate per so many members"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"class": "width-5"}),
        error_messages={"min_value": _("A norm of zero elects nobody: write at least 1.")},
    )
    rounding = forms.ChoiceField(
        label=_("Rounding"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("not chosen yet")), *Rounding.choices],
        help_text=_("Choose one only when a decree has chosen it."),
    )
    base = forms.ChoiceField(
        label=_("Whom it counts"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("not stated: all members are counted")), *Base.choices],
    )
    base_day = DayField(label=_("Base date"), required=False, widget=day_input())
    decided_on = DayField(label=_("Decided on"), widget=day_input())
    decree_item = ItemField(label=_("Decree item"), queryset=DecreeItem.objects.none(), required=False)
    source = forms.CharField(label=_("Source in words"), required=False, max_length=300)
    confirm = forms.BooleanField(label=_("They shall have no delegate"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, rows: Sequence[Places], user: Any, today: date, **kwargs: Any):
        present = rows[0].norm if rows else DelegateNorm.on(campaign, today)
        super().__init__(*args, **{"initial": self._initial(present, today), **kwargs})
        self.campaign, self.rows, self.user, self.today = campaign, rows, user, today
        item: Any = self.fields["decree_item"]
        item.queryset = items_for(user, [DecreeItem.Kind.NORM])

    @staticmethod
    def _initial(present: DelegateNorm | None, today: date) -> dict[str, Any]:
        facts = ("members_per_delegate", "rounding", "base", "base_day") if present else ()
        return {name: getattr(present, name) for name in facts} | {"decided_on": today}

    @property
    def asks_confirmation(self) -> bool:
        return bool(self["confirm"].errors or self["confirm"].value())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decree_item") is None and not (data.get("source") or "").strip():
            self.add_error("source", _("Choose the item of the decree, or say in words who decided it."))
        left = self._left_out(data)
        if left and not data.get("confirm"):
            names = ", ".join(row.organization.name for row in left[:NAMED]) + (" …" if len(left) > NAMED else "")
            sentence = ngettext(
                "By this choice {n} organization would have no delegate: {names}.",
                "By this choice {n} organizations would have no delegate: {names}.",
                len(left),
            )
            self.add_error("confirm", sentence.format(n=len(left), names=names))
        return data

    def _left_out(self, data: dict[str, Any]) -> list[Places]:
        """Reckoned from the members that the new norm would count."""
        norm, rounding = data.get("members_per_delegate"), data.get("rounding")
        if not norm or not rounding:
            return []
        counted = {"base": data.get("base", ""), "base_day": data.get("base_day")}
        new = DelegateNorm(campaign=self.campaign, members_per_delegate=norm, rounding=rounding, **counted)
        bases = bases_of(new, self.user, self.today)
        return without_any(
            Places(row.organization, row.as_of, new, bases.get(row.organization.pk)) for row in self.rows
        )

    def act(self, *, by: Any, at: datetime) -> str:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "confirm"}
        norm = DelegateNorm.decide(campaign=self.campaign, by=by, at=at, **facts)
        return gettext("The norm is kept: one delegate per {members} members.").format(
            members=grouped(norm.members_per_delegate)
        )


class SheetNumber(WholeNumberField):
    """One of many on a sheet that says itself that each may stay empty."""

    def validate(self, value: Any) -> None: ...


class MembersForm(VerbForm):
    """The members of every organization on one sheet: what is left empty stays as it is."""

    title = _("Members for the norm")
    base_day = DayField(label=_("Base date"), widget=day_input(), help_text=_("The day the figures speak of."))
    base = forms.ChoiceField(label=_("Whom they count"), widget=forms.RadioSelect, choices=Base.choices)
    source = forms.CharField(label=_("Source"), max_length=300, help_text=SOURCE_HINT)

    def __init__(self, *args: Any, campaign: Campaign, rows: Iterable[Places], **kwargs: Any) -> None:
        self.rows = list(rows)
        norm = self.rows[0].norm if self.rows else None
        initial = {"base_day": norm and norm.base_day, "base": (norm and norm.base) or Base.ALL}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.campaign = campaign
        for row in self.rows:
            self.fields[f"members-{row.organization.code}"] = _members_field(row)

    @property
    def members(self) -> list[Any]:
        """The fields of the organizations, for the template."""
        return [self[f"members-{row.organization.code}"] for row in self.rows]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(value is not None for _row, value in self._typed(data)):
            raise ValidationError(_("No figure is typed: write the members of at least one organization."))
        return data

    def _typed(self, data: dict[str, Any]) -> list[tuple[Places, int | None]]:
        return [(row, data.get(f"members-{row.organization.code}")) for row in self.rows]

    def act(self, *, by: Any, at: datetime) -> str:
        data = self.cleaned_data
        typed = [(row.organization, members) for row, members in self._typed(data) if members is not None]
        facts = {name: data[name] for name in ("base_day", "base", "source")}
        for organization, members in typed:
            MemberBase.record(campaign=self.campaign, organization=organization, members=members, by=by, at=at, **facts)
        return ngettext(
            "The members of {n} organization are kept.", "The members of {n} organizations are kept.", len(typed)
        ).format(n=len(typed))


def _members_field(row: Places) -> WholeNumberField:
    now = gettext("Not known yet.")
    if row.base:
        told = {"members": grouped(row.base.members), "day": short_day(row.base.base_day)}
        now = gettext("Now {members} on {day}.").format(**told)
    widget = forms.TextInput(attrs={"class": "width-10"})
    return SheetNumber(label=row.organization.name, max_value=10_000_000, help_text=now, widget=widget)
