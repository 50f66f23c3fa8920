"""A question in both languages, its letter, its form to fill in, its due day and whom it asks first of all."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from documents.dates import short_day
from documents.fields import MultipleUploadField
from documents.uploads import clean_name
from organizations.models import Level, Organization
from organizations.versions import VersionedForm
from reporting import drafts, kinds
from reporting.forms.verbs import day_field, reason_field
from reporting.models import InformationRequest, Requirement, RequirementFile
from reporting.models.information_requests import MOST_FILES

LONGEST = 10_000
CHOSEN = "chosen"
MISSING = {
    "title_kk": _("The subject in Kazakh is missing: a question is asked in both languages."),
    "title_ru": _("The subject in Russian is missing: a question is asked in both languages."),
    "what_kk": _("The question in Kazakh is missing: it is asked in both languages."),
    "what_ru": _("The question in Russian is missing: it is asked in both languages."),
}


class InformationRequestForm(VersionedForm):
    """New, or changed: before it is asked everything, afterwards what corrects it without asking anything else."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    due_on = day_field(
        _("Answer by"), help_text=_("You see how many working days that leaves before anybody is asked.")
    )
    letter_number = forms.CharField(
        label=_("Number of the letter"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"class": "width-10"}),
        help_text=_("Where a letter of the Apparatus asks the same. It may be added later."),
    )
    letter_on = day_field(_("Day of the letter"), required=False)
    whom = forms.ChoiceField(
        label=_("Whom we ask"),
        widget=forms.RadioSelect,
        choices=[
            (Level.MEMBER.value, _("all member organizations")),
            (Level.BRANCH.value, _("all branches")),
            (Level.PRIMARY.value, _("all primary organizations")),
            (CHOSEN, _("I shall choose: one by one, by level or by region")),
        ],
        initial=Level.MEMBER.value,
    )
    files = MultipleUploadField(  # type: ignore[assignment]
        label=_("Add files"),
        required=False,
        help_text=_("Those who are asked download it: Word, Excel, PDF or a picture, up to 20 MB each."),
    )

    class Meta:
        model = Requirement
        fields = ["title_kk", "title_ru", "what_kk", "what_ru", "due_on", "allows_nothing"]
        labels = {
            "title_kk": _("Subject in Kazakh"),
            "title_ru": _("Subject in Russian"),
            "what_kk": _("Question in Kazakh"),
            "what_ru": _("Question in Russian"),
        }
        help_texts = {"title_kk": _("In a few words: it stands in the list of what is to be done.")}
        widgets = {"what_kk": forms.Textarea(attrs={"rows": 5}), "what_ru": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, user: Any, today: date, asked: InformationRequest | None = None, **kwargs: Any):
        super().__init__(*args, instance=asked.requirement if asked else None, **kwargs)
        self.user, self.today = user, today
        self.request = asked or InformationRequest(requirement=self.instance)
        self.request.requirement = self.instance
        for name, sentence in MISSING.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        for name in ("what_kk", "what_ru"):
            self.fields[name].validators.append(forms.CharField(max_length=LONGEST).validators[0])
        for name in ("letter_number", "letter_on"):
            self.initial[name] = getattr(self.request, name)
        self._leave_out()

    def _leave_out(self) -> None:
        """What has been said already, or is said elsewhere: whom on a page of its own, a later day by postponing."""
        if self.instance.pk:
            del self.fields["whom"], self.fields["token"]
        else:
            self.initial["token"] = uuid4()
        if self.request.is_asked:
            del self.fields["due_on"], self.fields["allows_nothing"]

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise ValidationError(
                _("%(day)s has passed. Accepted: %(today)s or later."),
                code="past",
                params={"day": short_day(day), "today": short_day(self.today)},
            )
        return day

    def clean_letter_on(self) -> date | None:
        day: date | None = self.cleaned_data["letter_on"]
        if day and day > self.today:
            raise ValidationError(
                _("%(day)s lies ahead: only a letter that has been written is cited."),
                code="future",
                params={"day": short_day(day)},
            )
        return day

    def clean_files(self) -> list[Any]:
        there = self.instance.files.count() if self.instance.pk else 0
        files: list[Any] = self.cleaned_data["files"]
        if there + len(files) > MOST_FILES:
            raise ValidationError(
                ngettext_lazy(
                    "At most %(most)d file goes with a request.",
                    "At most %(most)d files go with a request.",
                    MOST_FILES,
                ),
                params={"most": MOST_FILES},
            )
        return files

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("letter_number", "letter_on"):
            if name in cleaned:
                setattr(self.request, name, cleaned[name])
        if not self.request.is_asked:
            self.instance.asked_on = self.request.asks_on(self.today)
            if "due_on" in self.errors:
                # Nothing is saved; the model is not to complain of the same once more.
                self.instance.due_on = self.today
        self.request.cite(self.instance.asked_on)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> InformationRequest:
        is_new = self.instance.pk is None
        if is_new:
            self.request.token = self.cleaned_data["token"]
            self.instance.code = f"request_{self.today:%Y%m%d}_{(self.request.token or uuid4()).hex[:6]}"
            self.instance.kind, self.instance.due_kind = kinds.GENERAL, Requirement.DueKind.FIXED
        self.instance._history_user = self.request._history_user = self.user
        self.request.requirement = super().save(commit)
        self.request.save()
        for upload in self.cleaned_data["files"]:
            attach(self.request.requirement, upload)
        if is_new and self.cleaned_data["whom"] != CHOSEN:
            there = Organization.objects.visible_to(self.user).active_on(self.today)
            self.request.add_organizations(there.filter(level=self.cleaned_data["whom"]), by=self.user)
        return self.request


def sent_before(user: Any, token: str) -> InformationRequest | None:
    """What this very form has made already."""
    try:
        return InformationRequest.objects.visible_to(user).filter(token=UUID(token)).first()
    except ValueError:
        return None


def attach(requirement: Requirement, upload: Any) -> None:
    """The same file twice is kept once."""
    sha256, name = drafts.digest(upload), clean_name(upload.name or "")
    if not requirement.files.filter(sha256=sha256, name=name).exists():
        RequirementFile.objects.create(requirement=requirement, file=upload, name=name, size=upload.size, sha256=sha256)


class WithdrawForm(forms.Form):
    reason = reason_field(_("Why it is withdrawn"), help_text=_("Those who were asked read it."))
