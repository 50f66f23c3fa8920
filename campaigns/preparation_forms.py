"""Forms about the preparation: filled by the organization itself, or by staff who say which paper tells it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.congress_forms import SOURCE_HINT, day_input
from campaigns.forms import REASON, TermField, VerbForm
from campaigns.models import Agreement, Campaign, Manual, ManualHandout, Preparation, Seminar
from campaigns.periods import Period
from documents.fields import DayField, UploadField, WholeNumberField
from documents.uploads import clean_name
from organizations.models import Organization
from organizations.versions import CHANGED_MEANWHILE, in_words, version_of

BODY_HINT = _("Executive Committee, Plenum or Council.")
WHEN_HINT = _("As the paper says: 25.09.2023, июнь 2023, в конце текущего года.")


def number_input() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "width-5"})


def count_field(label: Any, **kwargs: Any) -> WholeNumberField:
    defaults = {"required": False, "max_value": 1_000_000, "widget": number_input()}
    return WholeNumberField(label=label, **{**defaults, **kwargs})


class ToldForm(VerbForm):
    """`by_staff`: staff name the paper; the organization itself is its own source."""

    told_on = DayField(label=_("Told on"), widget=day_input())
    source = forms.CharField(label=_("Which paper"), max_length=300, help_text=SOURCE_HINT)

    def __init__(
        self, *args: Any, campaign: Campaign, organization: Organization, by_staff: bool, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.organization, self.today = campaign, organization, today
        self.fields["told_on"].initial = today
        if not by_staff:
            del self.fields["source"], self.fields["told_on"]
        self.order_fields([name for name in self.fields if name not in ("told_on", "source")])

    def facts(self) -> dict[str, Any]:
        """What was typed; the organization itself tells it today."""
        return {"told_on": self.today, **self.cleaned_data}

    @property
    def where(self) -> dict[str, Any]:
        return {"campaign": self.campaign, "organization": self.organization}


class PreparationForm(ToldForm):
    title = _("Preparation of the conference")
    button = _("Save")
    own_norm = count_field(
        _("Own norm: one delegate per so many members"),
        min_value=1,
        help_text=_("Of delegates to the organization's own conference. Leave empty if the number is not stated."),
    )
    norm_body = forms.CharField(label=_("Own norm approved by"), required=False, max_length=100, help_text=BODY_HINT)
    norm_on = DayField(label=_("Own norm approved on"), required=False, widget=day_input())
    norm_number = forms.CharField(label=_("Number of that decree"), required=False, max_length=30, widget=day_input())
    measures_body = forms.CharField(
        label=_("Plan of measures approved by"), required=False, max_length=100, help_text=BODY_HINT
    )
    measures_on = DayField(label=_("Plan of measures approved on"), required=False, widget=day_input())
    measures_number = forms.CharField(
        label=_("Number of that decree"), required=False, max_length=30, widget=day_input()
    )
    measures_file = UploadField(label=_("Plan of measures as a file"), required=False)
    meeting_body = forms.CharField(
        label=_("Body that will consider the question"), required=False, max_length=100, help_text=BODY_HINT
    )
    meeting = TermField(label=_("Planned day of the meeting"), required=False, help_text=WHEN_HINT)
    meeting_agenda = forms.CharField(
        label=_("Agenda"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    guests_higher = count_field(_("From the higher body"), max_value=9999)
    guests_partners = count_field(_("Social partners"), max_value=9999)
    guests_authorities = count_field(_("Local authorities"), max_value=9999)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    GROUPS = (
        (_("Own norm of representation"), ("own_norm", "norm_body", "norm_on", "norm_number")),
        (_("Plan of measures"), ("measures_body", "measures_on", "measures_number", "measures_file")),
        (_("Meeting that will consider the question"), ("meeting_body", "meeting", "meeting_agenda")),
        (_("Guests invited to the conference"), ("guests_higher", "guests_partners", "guests_authorities")),
        (_("Where it is said"), ("told_on", "source")),
    )

    def __init__(self, *args: Any, present: Preparation | None, **kwargs: Any) -> None:
        self.present = present
        own = [name for name in self.base_fields if name not in ("version", "told_on", "source", "measures_file")]
        now = {name: getattr(present, name) for name in own} if present else {}
        super().__init__(*args, initial=now | {"version": self._version()}, **kwargs)
        self.compared = own
        self.conflict: list[dict[str, Any]] = []

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields under their headings, for the template."""
        shown = ((title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS)
        return [(title, fields) for title, fields in shown if fields]

    def _version(self) -> str:
        return f"{self.present.pk}:{version_of(self.present)}" if self.present else "0"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("version") not in ("", self._version()):
            self.conflict = [self._sides(name) for name in self.compared]
            typed: Any = self.data.copy()  # type: ignore[attr-defined]
            typed["version"] = self._version()
            self.data = typed
            raise ValidationError(CHANGED_MEANWHILE, code="conflict")
        said = ("own_norm", "norm_body", "norm_on", "measures_body", "measures_on", "measures_file", "meeting_body",
                "meeting", "meeting_agenda", "guests_higher", "guests_partners", "guests_authorities")  # fmt: skip
        if not self.errors and all(data.get(name) in (None, "") for name in said):
            raise ValidationError(_("Nothing is told: fill in at least one answer."))
        return data

    def _sides(self, name: str) -> dict[str, Any]:
        field = self.fields[name]
        mine, theirs = (in_words(field, value) for value in (self[name].value(), self.initial.get(name)))
        return {"key": field.label, "mine": mine, "theirs": theirs, "differs": mine != theirs}

    def act(self, *, by: Any, at: datetime) -> str:
        facts = {name: value for name, value in self.facts().items() if name not in ("version", "measures_file")}
        facts |= self._file()
        Preparation.tell(**self.where, by=by, at=at, **facts)
        return gettext("What surrounds the conference is kept.")

    def _file(self) -> dict[str, Any]:
        """A new file, or the one that was there."""
        if new := self.cleaned_data["measures_file"]:
            return {"measures_file": new, "measures_file_name": clean_name(new.name)}
        if self.present and self.present.measures_file:
            kept = self.present
            return {"measures_file": kept.measures_file.name, "measures_file_name": kept.measures_file_name}
        return {}


class DatedForm(ToldForm):
    when = TermField(label=_("When"), required=False, help_text=WHEN_HINT)

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        period: Period | None = facts.pop("when")
        days = (period.raw, period.first, period.last) if period else ("", None, None)
        return facts | dict(zip(("raw", "first_day", "last_day"), days, strict=True))


class SeminarForm(DatedForm):
    title = _("Seminar for the campaign")
    topic = forms.CharField(label=_("Topic"), max_length=300)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    trained = count_field(_("Persons trained"))

    def act(self, *, by: Any, at: datetime) -> str:
        seminar = Seminar.record(**self.where, by=by, at=at, **self.facts())
        return gettext("Seminar recorded: {topic}.").format(topic=seminar.topic)


class ManualForm(DatedForm):
    title = _("Manual published")
    name = forms.CharField(label=_("Title of the manual"), max_length=300)
    copies = count_field(_("Copies"))

    def act(self, *, by: Any, at: datetime) -> str:
        facts = self.facts()
        manual = Manual.record(**self.where, by=by, at=at, title=facts.pop("name"), **facts)
        return gettext("Manual recorded: {title}.").format(title=manual.title)


class HandoutForm(DatedForm):
    title = _("Manual handed out")
    manual = forms.ModelChoiceField(label=_("Manual"), queryset=Manual.objects.none(), empty_label=None)
    recipients = forms.CharField(label=_("To whom"), required=False, max_length=200)
    copies = count_field(_("Copies"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manuals = Manual.objects.visible_to(user).filter(campaign=self.campaign).told_by(self.today)
        field: Any = self.fields["manual"]
        field.queryset = manuals.order_by("title", "pk")

    def act(self, *, by: Any, at: datetime) -> str:
        handout = ManualHandout.record(**self.where, by=by, at=at, **self.facts())
        return gettext("Recorded as handed out: {title}.").format(title=handout.manual.title)


class AgreementForm(ToldForm):
    title = _("Memorandum or agreement")
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, choices=Agreement.Kind)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    parties = forms.CharField(label=_("Parties"), max_length=300)
    signed_on = DayField(label=_("Signed on"), widget=day_input())
    valid_until = DayField(label=_("Valid until"), required=False, widget=day_input())

    def act(self, *, by: Any, at: datetime) -> str:
        agreement = Agreement.record(**self.where, by=by, at=at, **self.facts())
        return gettext("Recorded: {subject}.").format(subject=agreement.subject)


class TakeBackForm(VerbForm):
    title = _("Take back what was told")
    button = _("Take back")
    is_grave = True
    on = DayField(label=_("Taken back on"), widget=day_input())
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=REASON)

    def __init__(self, *args: Any, told: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = told
        self.fields["on"].initial = today

    def act(self, *, by: Any, at: datetime) -> str:
        self.told.withdraw(**self.cleaned_data, by=by, at=at)
        return gettext("Taken back: {what}.").format(what=self.told)


FORMS: dict[str, type[ToldForm]] = {
    "seminar": SeminarForm,
    "manual": ManualForm,
    "handout": HandoutForm,
    "agreement": AgreementForm,
}
