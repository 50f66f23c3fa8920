"""The general form: a free answer with files, or the word that there is nothing to report."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from documents.fields import MultipleUploadField
from reporting import drafts
from reporting.models import Draft, Obligation, Submission

LONGEST = 50_000


class AnswerForm(forms.Form):
    """The answers of a draft. A correction begins with what was handed in before; its files may be kept."""

    text = forms.CharField(
        label=_("Your answer"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    nothing_to_report = forms.BooleanField(label=_("There is nothing to report"), required=False)

    def __init__(self, *args: Any, obligation: Obligation, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        former = drafts.to_correct(obligation)
        self.former_files = {str(file.pk): file for file in former.files.all()} if former else {}
        self.fields["text"].depends = True  # a file or "nothing to report" answers as well
        if not obligation.requirement.allows_nothing:
            del self.fields["nothing_to_report"]
        if self.former_files:
            self.fields["kept"] = forms.MultipleChoiceField(
                label=_("Files of the hand-in before that are handed in again"),
                choices=[(pk, file.name) for pk, file in self.former_files.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        files = bool(answers.get("kept")) or self.has_new_files
        nothing = answers.get("nothing_to_report")
        if nothing and files:
            self.add_error(
                "nothing_to_report",
                ValidationError(
                    _("You say that there is nothing to report, but there are files. Take one of the two away."),
                    code="nothing_with_files",
                ),
            )
        elif not nothing and not files and not answers.get("text") and "text" not in self.errors:
            self.add_error("text", ValidationError(_("Write an answer or add a file."), code="empty"))
        return answers

    @property
    def has_new_files(self) -> bool:
        return self.draft.pk is not None and self.draft.files.exists()

    def facts(self) -> dict[str, Any]:
        """As `drafts.hand_in` takes them."""
        return {
            "text": self.cleaned_data["text"],
            "nothing_to_report": self.cleaned_data.get("nothing_to_report", False),
            "kept": [self.former_files[pk] for pk in self.cleaned_data.get("kept", [])],
        }


class UploadForm(forms.Form):
    """Files are not typed, so they are no part of the draft's answers; they lie beside them."""

    files = MultipleUploadField(  # type: ignore[assignment]
        label=_("Add files"),
        required=False,
        help_text=_("Scans, photographs, Word, Excel or PDF, up to 20 MB each. You may choose several at once."),
    )


def data_of(submission: Submission) -> drafts.Data:
    """A hand-in as the draft it could be made from."""
    data: drafts.Data = {"text": submission.text, "kept": [str(file.pk) for file in submission.files.all()]}
    return {**data, "nothing_to_report": "on"} if submission.nothing_to_report else data


def read_out(obligation: Obligation, data: drafts.Data) -> list[drafts.Answer]:
    """The answers in the order of the form, as people read them."""
    form = AnswerForm(obligation=obligation, draft=Draft.of(obligation))
    shown = {
        "text": data.get("text", ""),
        "nothing_to_report": gettext("yes") if data.get("nothing_to_report") else gettext("no"),
        "kept": "\n".join(
            form.former_files[pk].name for pk in drafts.several(data.get("kept")) if pk in form.former_files
        ),
    }
    return [drafts.Answer(name, str(field.label), shown[name]) for name, field in form.fields.items()]
