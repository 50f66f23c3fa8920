"""One form per verb of an obligation. `act` does it; what the verb refuses is said beside the field."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.fields import DayField, MultipleUploadField, RowsField
from documents.uploads import clean_name
from organizations.models import Person
from reporting import drafts
from reporting.calendar import after_working_days
from reporting.models import NonWorkingDay, Obligation, StandardRemark, Submission, SubmissionFile

WORKING_DAYS_TO_CORRECT = 5
LONGEST_REASON, LONGEST_REMARK = 500, 500
REMARK_ROWS = 3
REASON = _("Reason")


def day_field(label: Any, **kwargs: Any) -> DayField:
    return DayField(label=label, widget=forms.TextInput(attrs={"class": "width-10"}), **kwargs)


def reason_field(label: Any = REASON, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, **{"max_length": LONGEST_REASON, "widget": forms.Textarea(attrs={"rows": 3}), **kwargs}
    )


def correction_field() -> forms.CharField:
    return reason_field(_("What to correct"), max_length=2_000)


def void_reason_field() -> forms.CharField:
    hint = _("For example: the file is empty; it is a report of another year.")
    return reason_field(_("Why it is voided"), help_text=hint)


def usual_correct_by(today: date) -> date:
    return after_working_days(today, WORKING_DAYS_TO_CORRECT, **NonWorkingDay.calendar())


def latest_or_refuse(obligation: Obligation) -> Submission:
    """The hand-in a void takes out: the latest, returned or not."""
    latest = obligation.submissions.filter(voided_on=None).order_by("-round").first()
    if latest is None:
        raise ValidationError(_("No hand-in stands here."))
    return latest


class VerbForm(forms.Form):
    """`seen` is the state of the obligation that the page showed (`reporting.state`): it travels with the form."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, obligation: Obligation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obligation, self.today = obligation, today
        for name, value in self.opening().items():
            self.initial.setdefault(name, value)

    def opening(self) -> dict[str, Any]:
        """What the form begins with; most verbs speak of today."""
        return {name: self.today for name in self.fields if name.endswith("ed_on")}

    def act(self, *, by: Any, at: datetime) -> Any:
        raise NotImplementedError

    def try_to_act(self, *, by: Any, at: datetime) -> bool:
        """Whether it was done; a refusal stands in the form, with what was typed."""
        if not self.is_valid():
            return False
        try:
            self.act(by=by, at=at)
        except ValidationError as refusal:
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: ValidationError) -> None:
        """Beside the field that the refusal names, where the form has it."""
        known = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(self.fields)
        self.add_error(None, refusal if known else ValidationError(refusal.messages))

    def sent_before(self) -> bool:
        """This very form has been sent, and done, before."""
        return False

    def given(self) -> dict[str, Any]:
        """What was typed, without what only the page needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class AcceptForm(VerbForm):
    accepted_on = day_field(_("Accepted on"))

    def act(self, *, by: Any, at: datetime) -> Submission:
        return self.obligation.accept(by=by, at=at, **self.given())


class VoidForm(VerbForm):
    voided_on = day_field(_("Voided on"))
    reason = void_reason_field()

    def act(self, *, by: Any, at: datetime) -> Submission:
        return self.obligation.void(latest_or_refuse(self.obligation), by=by, at=at, **self.given())


class ExemptForm(VerbForm):
    decided_on = day_field(_("Decided on"))
    reason = reason_field(help_text=_("The chair reads it, too."))

    def act(self, *, by: Any, at: datetime) -> Any:
        return self.obligation.exempt(by=by, at=at, **self.given())


class RevokeExemptionForm(VerbForm):
    revoked_on = day_field(_("Revoked on"))
    new_due_on = day_field(_("New due day"))
    reason = reason_field()

    def opening(self) -> dict[str, Any]:
        """The due day stands again, unless it has passed in the meantime."""
        due_on = self.obligation.due_by(self.today)
        return {**super().opening(), **({"new_due_on": due_on} if due_on >= self.today else {})}

    def act(self, *, by: Any, at: datetime) -> Any:
        return self.obligation.revoke_exemption(by=by, at=at, **self.given())


class PostponeForm(VerbForm):
    decided_on = day_field(_("Decided on"))
    new_due_on = day_field(_("New due day"))
    reason = reason_field(help_text=_("The chair reads it, too."))

    def act(self, *, by: Any, at: datetime) -> Any:
        return self.obligation.postpone(by=by, at=at, **self.given())


class RedateForm(VerbForm):
    event_on = day_field(
        _("Day of the event"),
        help_text=_(
            "The due day follows it, for every day asked about. Where a conference is entered, correct it there."
        ),
    )
    reason = reason_field()

    def opening(self) -> dict[str, Any]:
        return {"event_on": self.obligation.event_on}

    def act(self, *, by: Any, at: datetime) -> None:
        self.obligation.redate(by=by, at=at, **self.given())


class RemarkForm(forms.Form):
    """One remark: which field it speaks of, and what is wrong."""

    field = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(
        label=_("Remark"),
        max_length=LONGEST_REMARK,
        required=False,
        widget=forms.TextInput(attrs={"class": "width-30"}),
    )

    def __init__(self, *args: Any, fields: list[tuple[str, str | Promise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = fields


RemarkForms = forms.formset_factory(RemarkForm, extra=REMARK_ROWS, max_num=50, absolute_max=100)


class ReturnForm(VerbForm):
    returned_on = day_field(_("Returned on"))
    correct_by = day_field(_("Correct by"), help_text=_("Five working days from today, unless you say otherwise."))
    reason = correction_field()
    standard = RowsField(
        label=_("Standard remarks"),
        queryset=StandardRemark.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The chair gets them in both languages."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standard = self.fields["standard"]
        standard.label_from_instance = in_both_languages
        if not StandardRemark.objects.exists():
            del self.fields["standard"]
        names = [(answer.name, answer.label) for answer in drafts.answers(self.obligation, {})]
        self.remarks = RemarkForms(
            self.data if self.is_bound else None,
            prefix="remarks",
            initial=None if self.is_bound else self._lacking(),
            form_kwargs={"fields": [("", _("the whole hand-in")), *names]},
        )

    def _lacking(self) -> list[dict[str, str]]:
        """A remark for each thing known to be lacking; staff change or empty what they do not mean."""
        standing = self.obligation.standing()
        return [{"field": name, "text": text} for name, text in drafts.shortcomings(standing)] if standing else []

    def opening(self) -> dict[str, Any]:
        return {"returned_on": self.today, "correct_by": usual_correct_by(self.today)}

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.remarks.is_valid()])

    def act(self, *, by: Any, at: datetime) -> Submission:
        given = self.given()
        standard = [("", in_both_languages(one)[:LONGEST_REMARK]) for one in given.pop("standard", ())]
        typed = [(one["field"], one["text"]) for one in self.remarks.cleaned_data if one.get("text")]
        return self.obligation.return_(by=by, at=at, remarks=[*standard, *typed], **given)


def in_both_languages(remark: StandardRemark) -> str:
    """Nobody knows in which language the chair will read: Kazakh first where both appear."""
    return f"{remark.text_kk} / {remark.text_ru}"


# What is said of a hand-in that came past the site.
OF_HAND_IN = ("channel", "received_on", "day_stated", "incoming_number")


class RecordForm(VerbForm):
    """A hand-in on behalf of an organization. Where one stands already, this is a correction of it: the standing one
    is returned and the new round entered in one transaction."""

    DAY_STATED = [("yes", _("it came on this day")), ("no", _("the day is not stated: it was there by this day"))]

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("How it came"), widget=forms.RadioSelect(attrs={"class": "inline"}))
    received_on = day_field(_("Day"))
    day_stated = forms.ChoiceField(label=_("What the day says"), choices=DAY_STATED, widget=forms.RadioSelect)
    incoming_number = forms.CharField(
        label=_("Incoming number"), max_length=50, required=False, widget=forms.TextInput(attrs={"class": "width-20"})
    )
    nothing_to_report = forms.BooleanField(label=_("Nothing to report"), required=False)
    text = forms.CharField(
        label=_("What it says"), max_length=50_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    files = MultipleUploadField(  # type: ignore[assignment]
        label=_("Scans and photographs"),
        required=False,
        help_text=_("PDF, Word, Excel or pictures, up to 20 MB each. The figures may be typed later: it came in time."),
    )
    correction = reason_field(
        _("Why the hand-in that stands is corrected"),
        help_text=_("It is returned with this reason and this one is entered as a new round."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [choice for choice in Submission.Channel.choices if choice[0] != Submission.Channel.ONLINE]
        self.fields["channel"].choices = channels
        self.standing = self.obligation.standing()
        if self.standing is None:
            del self.fields["correction"]
        if not self.obligation.requirement.allows_nothing:
            del self.fields["nothing_to_report"]

    def opening(self) -> dict[str, Any]:
        return {
            "token": uuid.uuid4(),
            "received_on": self.today,
            "day_stated": "yes",
            "channel": Submission.Channel.PAPER,
        }

    def sent_before(self) -> bool:
        try:
            token = uuid.UUID(self.data.get("token", ""))
        except ValueError:
            return False
        return self.obligation.submissions.filter(token=token).exists()

    def act(self, *, by: Any, at: datetime) -> Submission:
        return self.enter(by=by, at=at)

    @transaction.atomic
    def enter(
        self, *, by: Any, at: datetime, then: Callable[[Submission], None] | None = None, **more: Any
    ) -> Submission:
        """Where one stands already, it is returned with the reason and this one is a new round. `then` keeps what
        belongs to it beside the files; `more` as `Obligation.submit` takes it."""
        typed = self.cleaned_data
        given = {name: typed[name] for name in ("token", *OF_HAND_IN, "text", "nothing_to_report") if name in typed}
        given["day_stated"] = given["day_stated"] == "yes"
        day = given["received_on"]
        if self.standing:
            self.obligation.return_(by=by, at=at, returned_on=day, correct_by=day, reason=typed["correction"])

        def keep(submission: Submission) -> None:
            keep_files(submission, typed["files"])
            if then:
                then(submission)

        return self.obligation.submit(
            by=by, at=at, signed_by=chair_on(self.obligation, day), then=keep, **{**given, **more}
        )


def chair_on(obligation: Obligation, day: date) -> Person | None:
    """Who signs a paper of that day."""
    appointment = obligation.organization.appointments.chairs_on(day).select_related("person").first()
    return appointment.person if appointment else None


def keep_files(submission: Submission, files: list[Any]) -> None:
    for file in files:
        SubmissionFile.objects.create(
            submission=submission,
            file=file,
            name=clean_name(file.name),
            size=file.size,
            sha256=drafts.digest(file),
        )
