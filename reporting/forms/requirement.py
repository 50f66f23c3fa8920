"""What is asked, of whom, by when: one form for a new requirement and for an old one."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy as _

from decrees.models import DecreeItem
from organizations.models import Level, Organization
from organizations.versions import VersionedForm
from reporting import kinds, ladder
from reporting.forms.verbs import day_field
from reporting.models import Requirement

CODE = re.compile(r"[a-z][a-z0-9_]*")
# Columns of the board beside the requirements: a requirement of that name could not stand there.
TAKEN = frozenset({"organization", "organization_code", "chair", "phone", "overdue", "obligations"})
ITEM_LETTERS = 90


def check_code(code: str) -> None:
    """The code is the key of a column for scripts, for ever."""
    if not CODE.fullmatch(code):
        raise ValidationError(_("Small Latin letters, digits and underscores, beginning with a letter: legal_work."))
    if code in TAKEN or code.endswith("_count"):
        raise ValidationError(_("This name is taken by a column of the status board. Choose another one."))


def number_field(label: Any, highest: int, lowest: int = 0, **kwargs: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "width-4", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, required=False, widget=widget, **kwargs)


class ItemField(forms.ModelChoiceField):
    def label_from_instance(self, item: Any) -> str:
        text = item.text if len(item.text) <= ITEM_LETTERS else item.text[: ITEM_LETTERS - 1] + "…"
        return f"{item.citation}: {text}"


class RequirementForm(VersionedForm):
    kind = forms.ChoiceField(label=_("Form"), help_text=_("What the chair fills in."))
    decree_item = ItemField(label=_("Decree item"), queryset=DecreeItem.objects.none(), required=False)
    audience_levels = forms.MultipleChoiceField(
        label=_("Asked of all bodies of the level"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organizations = forms.CharField(
        label=_("Asked of these organizations only"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Codes, one per line or with commas. When they are named, the levels above do not count."),
    )
    asked_on = day_field(_("Asked on"), help_text=_("The day of the decree or of the request."))
    opens_on = day_field(_("Online form opens on"), required=False)
    due_on = day_field(_("Due day"), required=False)
    offset = number_field(_("How many"), 1_000)
    due_day = number_field(_("Day"), 31, 1)
    due_month = number_field(_("Month"), 12, 1)
    first_year = number_field(_("First year"), 2100, 2000, help_text=_("The year in which it falls due."))
    last_year = number_field(_("Last year"), 2100, 2000)
    opens_days_before = number_field(_("The form opens so many days before the due day"), 366)
    applies_from = day_field(_("Applies to events from"), required=False)
    reminder_days = forms.CharField(
        label=_("Days of the reminders"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "width-30"}),
        help_text=_("Days after the due day, with a minus before it: −14, −7, −3, −1, 0, 1, 3."),
    )
    books_open_on = day_field(_("Books open on"), required=False, help_text=_("Earlier events make no obligations."))

    class Meta:
        model = Requirement
        fields = [
            "code", "kind", "title_ru", "title_kk", "what_ru", "what_kk", "decree_item", "citation_ru", "citation_kk",
            "note_ru", "note_kk", "audience_levels", "asked_on", "due_kind", "due_on", "opens_on", "offset", "unit",
            "applies_from", "books_open_on", "due_day", "due_month", "first_year", "last_year", "opens_days_before",
            "move_to_working_day", "allows_nothing", "reminders_on", "reminder_days", "reminders_weekly",
        ]  # fmt: skip
        widgets = {
            "what_ru": forms.Textarea(attrs={"rows": 3}),
            "what_kk": forms.Textarea(attrs={"rows": 3}),
            "due_kind": forms.RadioSelect,
            "code": forms.TextInput(attrs={"class": "width-20"}),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.bodies: list[Organization] = []
        self.fields["kind"].choices = list(kinds.choices())
        items = DecreeItem.objects.visible_to(user).select_related("decree")
        self.fields["decree_item"].queryset = items.order_by("-decree__adopted_on", "position", "pk")
        for name in ("due_on", "offset", "due_day", "due_month", "first_year"):
            self.fields[name].depends = True  # on the kind of due day
        self.fields["code"].validators.append(check_code)
        self.fields["reminder_days"].depends = True  # on whether reminders are sent
        self.initial["reminder_days"] = ladder.written(self.instance.reminder_days)
        if self.instance.pk:
            self.initial["organizations"] = "\n".join(self.instance.audience.values_list("code", flat=True))
            self.fields["code"].disabled = self.instance.obligations.exists()

    def clean_opens_days_before(self) -> int:
        given = self.cleaned_data["opens_days_before"]
        return Requirement._meta.get_field("opens_days_before").default if given is None else given

    def clean_reminder_days(self) -> list[int]:
        """Empty only where no reminders are sent: then the ladder stays as it was."""
        given = self.cleaned_data["reminder_days"]
        if not given.strip() and not self.data.get(self.add_prefix("reminders_on")):
            return self.instance.reminder_days
        return ladder.read(given)

    def clean_organizations(self) -> str:
        codes = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["organizations"].strip())))
        found = {one.code: one for one in Organization.objects.visible_to(self.user).filter(code__in=codes)}
        unknown = [code for code in codes if code and code not in found]
        if unknown:
            raise ValidationError(
                gettext("There is no organization with this code: {codes}.").format(codes=", ".join(unknown))
            )
        self.bodies = list(found.values())
        return "\n".join(found)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        asks_some = cleaned.get("audience_levels") or self.bodies or self._is_given_singly()
        if not asks_some and "organizations" not in self.errors:
            self.add_error("audience_levels", _("Say whom it asks: a level, or organizations by their codes."))
        return cleaned

    def _is_given_singly(self) -> bool:
        """One that stands already and asks whoever each of its obligations was given to: no level, no list."""
        stays = self.instance.pk is not None and "kind" not in self.changed_data
        return stays and kinds.get(self.instance.kind).own_due_day

    def save(self, commit: bool = True) -> Requirement:
        self.instance._history_user = self.user
        with transaction.atomic():
            requirement = super().save(commit)
            if set(self.bodies) != set(requirement.audience.all()):
                requirement.audience.set(self.bodies)
        return requirement
