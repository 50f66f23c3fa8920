"""How a form is asked for, and which form a requirement asks."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from decrees.models import DecreeItem
from indicators.asking import DueAfter, ask, connect
from indicators.models import ActivityForm, FormAsked
from organizations.models import Level, Organization
from reporting.forms.requirement import ItemField, number_field
from reporting.forms.verbs import day_field
from reporting.models import Requirement
from reporting.periods import ALL_PARTS, FIRST_YEAR, LAST_YEAR, part_title

OPENS_DAYS_BEFORE = 40


class AskForm(forms.Form):
    """One rule for all parts of the year; each becomes a requirement that is looked at before it asks anybody."""

    audience_levels = forms.MultipleChoiceField(
        label=_("Asked of all bodies of the level"),
        choices=[choice for choice in Level.choices if choice[0] != Level.UNION],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organizations = forms.CharField(
        label=_("Asked of these organizations only"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Codes, one per line or with commas. When they are named, the levels above do not count."),
    )
    decree_item = ItemField(label=_("Decree item"), queryset=DecreeItem.objects.none(), required=False)
    citation_kk = forms.CharField(label=_("basis in words, in Kazakh"), max_length=300, required=False)
    citation_ru = forms.CharField(label=_("basis in words, in Russian"), max_length=300, required=False)
    asked_on = day_field(_("Asked on"), help_text=_("The day of the decree or of the request."))
    due_day = number_field(_("Day of the month"), 31, 1)
    due_months = number_field(
        _("So many months after the end of the period"), 12, 1, help_text=_("1: in the month right after it.")
    )
    move_to_working_day = forms.BooleanField(
        label=_("a due day on a weekend moves to the next working day"), required=False
    )
    first_year = number_field(_("First year"), LAST_YEAR, FIRST_YEAR, help_text=_("The year the figures speak of."))
    last_year = number_field(_("Last year"), LAST_YEAR, FIRST_YEAR)
    allows_nothing = forms.BooleanField(label=_("“nothing to report” is an answer"), required=False)

    def __init__(self, *args: Any, form: ActivityForm, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form, self.user = form, user
        self.bodies: list[Organization] = []
        for name in ("due_day", "due_months", "first_year"):
            self.fields[name].required = True
        items = DecreeItem.objects.visible_to(user).select_related("decree")
        self.fields["decree_item"].queryset = items.order_by("-decree__adopted_on", "position", "pk")

    def clean_organizations(self) -> str:
        codes = list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", self.cleaned_data["organizations"].strip()))))
        found = {one.code: one for one in Organization.objects.visible_to(self.user).filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            sentence = gettext("There is no organization with this code: {codes}.")
            raise ValidationError(sentence.format(codes=", ".join(unknown)))
        self.bodies = list(found.values())
        return "\n".join(found)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("audience_levels") and not self.bodies and "organizations" not in self.errors:
            self.add_error("audience_levels", _("Say whom it asks: a level, or organizations by their codes."))
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The last year lies before the first one."))
        return cleaned

    def try_to_act(self, *, by: Any) -> list[FormAsked]:
        """What was made; nothing where a refusal stands in the form."""
        if not self.is_valid():
            return []
        given = dict(self.cleaned_data)
        given.pop("organizations")
        due = DueAfter(given.pop("due_months"), given.pop("due_day"))
        levels = given.pop("audience_levels")
        try:
            return ask(
                self.form,
                due=due,
                levels=levels,
                bodies=self.bodies,
                by=by,
                opens_days_before=OPENS_DAYS_BEFORE,
                **given,
            )
        except ValidationError as refusal:
            self._refuse(refusal)
            return []

    def _refuse(self, refusal: ValidationError) -> None:
        for name, errors in (
            refusal.error_dict if hasattr(refusal, "error_dict") else {"": refusal.error_list}
        ).items():
            self.add_error(name if name in self.fields else None, errors)


class ConnectForm(forms.Form):
    """Which form a requirement asks, and of which period."""

    form = forms.ModelChoiceField(label=_("Form"), queryset=ActivityForm.objects.none())
    part = forms.ChoiceField(label=_("Period"))
    year = number_field(_("Year"), LAST_YEAR, FIRST_YEAR)
    shift = forms.TypedChoiceField(
        label=_("Year of the period"),
        coerce=int,
        choices=[(-1, _("the year before the due day")), (0, _("the year of the due day"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirement = requirement
        by_organizations = ActivityForm.objects.filter(entered_by=ActivityForm.EnteredBy.ORGANIZATION)
        self.fields["form"].queryset = by_organizations
        self.fields["part"].choices = [(part, part_title(part)) for part in ALL_PARTS]
        is_yearly = requirement.due_kind == Requirement.DueKind.YEARLY
        del self.fields["year" if is_yearly else "shift"]
        if not is_yearly:
            self.fields["year"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        form, part = cleaned.get("form"), cleaned.get("part")
        if form and part and part not in form.parts:
            accepted = ", ".join(part_title(one) for one in form.parts)
            sentence = gettext("“{form}” is told for other periods. Accepted: {accepted}.")
            self.add_error("part", sentence.format(form=form.title, accepted=accepted))
        return cleaned

    def try_to_act(self, *, by: Any) -> bool:
        if not self.is_valid():
            return False
        try:
            connect(self.requirement, by=by, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True
