"""What staff write to define a form: the form itself, its groups and indicators, from when a version applies."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators import structure
from indicators.models import ActivityForm, FormVersion, Indicator, IndicatorGroup
from indicators.models.definition import next_position
from organizations.versions import VersionedForm
from reporting.forms.requirement import CODE, number_field
from reporting.periods import FIRST_YEAR, LAST_YEAR, Period, part_title

# Addresses of this room that a code would hide, and keys of the tables.
RESERVED = frozenset(
    {"new", "fill", "record", "report", "told", "versions", "groups", "indicators", "connect", "organization", "status",
     "organization_code", "period", "year"}
)  # fmt: skip
WIDE = {"class": "width-30"}


def check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise ValidationError(_("Small Latin letters, digits and underscores, beginning with a letter: legal_work."))
    if code in RESERVED:
        raise ValidationError(_("This word has another meaning here. Choose another one."))


class Signed(VersionedForm):
    """Saved with its author."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name in ("title_ru", "title_kk"):
            if name in self.fields:
                self.fields[name].widget.attrs.update(WIDE)

    def save(self, commit: bool = True) -> Any:
        self.instance._history_user = self.user
        return super().save(commit)


class ActivityFormForm(Signed):
    class Meta:
        model = ActivityForm
        fields = ["title_kk", "title_ru", "code", "cadence", "entered_by", "hint_kk", "hint_ru", "position"]
        widgets = {
            "hint_ru": forms.Textarea(attrs={"rows": 3}),
            "hint_kk": forms.Textarea(attrs={"rows": 3}),
            "cadence": forms.RadioSelect,
            "entered_by": forms.RadioSelect,
            "code": forms.TextInput(attrs={"class": "width-20"}),
        }

    position = number_field(_("Place in the list"), 30_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].validators.append(check_code)
        self.fields["code"].help_text = _("Latin letters, digits, underscores; it stays for ever: scripts rely on it.")
        if self.instance.pk:
            self.fields["code"].disabled = True
            # Figures of half-years do not become figures of years.
            is_used = self.instance.asked.exists() or self.instance.reports.exists()
            self.fields["cadence"].disabled = self.fields["entered_by"].disabled = is_used

    def clean_position(self) -> int:
        given = self.cleaned_data["position"]
        return next_position(ActivityForm.objects.all()) if given is None else given


class GroupForm(Signed):
    class Meta:
        model = IndicatorGroup
        fields = ["title_kk", "title_ru", "position"]

    position = number_field(_("Place in the form"), 30_000)

    def clean_position(self) -> int:
        given = self.cleaned_data["position"]
        return next_position(self.instance.form_version.groups.all()) if given is None else given


class IndicatorForm(Signed):
    class Meta:
        model = Indicator
        fields = [
            "title_kk", "title_ru", "code", "group", "answer", "unit_kk", "unit_ru", "nature", "decimals", "is_required",
            "part_of", "subset_of", "share_part", "share_whole", "hint_kk", "hint_ru", "position",
        ]  # fmt: skip
        widgets = {"answer": forms.RadioSelect, "nature": forms.RadioSelect}

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "width-20"}),
        help_text=_(
            "Latin letters, digits, underscores; left empty, one is given. Figures of years are compared by it."
        ),
    )
    decimals = number_field(_("Digits after the comma"), 3)
    position = number_field(_("Place in the group"), 30_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version_of = self.instance.form_version
        others = self.version_of.indicators.exclude(pk=self.instance.pk)
        for name in ("part_of", "subset_of", "share_part", "share_whole"):
            self.fields[name].queryset = others
            self.fields[name].empty_label = "–"
        self.fields["group"].queryset = self.version_of.groups.all()
        self.fields["group"].empty_label = "–"
        for name in ("unit_ru", "unit_kk"):
            self.fields[name].widget.attrs["class"] = "width-10"

    def clean_code(self) -> str:
        code = self.cleaned_data["code"] or self._given_code()
        check_code(code)
        if self.version_of.indicators.exclude(pk=self.instance.pk).filter(code=code).exists():
            raise ValidationError(_("There is an indicator with this code already."))
        return code

    def _given_code(self) -> str:
        if self.instance.code:
            return self.instance.code
        taken = set(Indicator.objects.filter(form_version__form=self.version_of.form).values_list("code", flat=True))
        return next(code for number in range(1, 10_000) if (code := f"indicator_{number}") not in taken)

    def clean_decimals(self) -> int:
        return self.cleaned_data["decimals"] or 0

    def clean_position(self) -> int:
        given = self.cleaned_data["position"]
        return next_position(self.version_of.indicators.all()) if given is None else given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "code" in cleaned and "answer" in cleaned:
            self._refuse_faults(cleaned)
        return cleaned

    def _refuse_faults(self, cleaned: dict[str, Any]) -> None:
        """What it would be wrong with, had it been saved: circles, sums of other units."""
        own = self._as_asked(cleaned)
        was = self.instance.code
        others = [
            replace(one, part_of=own.code if was and one.part_of == was else one.part_of)
            for one in self.version_of.asked()
            if one.code != was
        ]
        for fault in structure.faults([*others, own]):
            if fault.code == own.code or "→" in str(fault):
                # A form grows one indicator after another: what is reckoned from its parts gets them later.
                if own.answer == structure.NONE_OF and "→" not in str(fault):
                    continue
                self.add_error(None, str(fault))

    @staticmethod
    def _as_asked(cleaned: dict[str, Any]) -> structure.Asked:
        def code(name: str) -> str:
            return cleaned[name].code if cleaned.get(name) else ""

        share = (code("share_part"), code("share_whole"))
        return structure.Asked(
            code=cleaned["code"],
            title=cleaned.get("title_ru", ""),
            answer=cleaned["answer"],
            nature=cleaned.get("nature", structure.FLOW),
            unit=cleaned.get("unit_ru", ""),
            decimals=cleaned.get("decimals") or 0,
            part_of=code("part_of"),
            subset_of=code("subset_of"),
            share_of=share if all(share) else None,
        )


class UseForm(forms.Form):
    """From which period on a version is asked."""

    year = number_field(_("Year"), LAST_YEAR, FIRST_YEAR)
    part = forms.ChoiceField(label=_("Beginning with"))

    def __init__(self, *args: Any, version: FormVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.fields["part"].choices = [(part, part_title(part)) for part in version.form.parts]
        self.fields["year"].required = True

    @property
    def applies_from(self) -> date:
        return Period(self.cleaned_data["year"], self.cleaned_data["part"]).first_day

    def try_to_act(self, *, by: Any, at: datetime) -> bool:
        if not self.is_valid():
            return False
        try:
            self.version.put_to_use(applies_from=self.applies_from, by=by, at=at)
        except ValidationError as refusal:
            self.add_error(None, ValidationError(refusal.messages))
            return False
        return True
