"""A hand-in that came on paper and whose figures are typed beside it, in a form of their own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reporting import state
from reporting.forms.verbs import OF_HAND_IN, RecordForm, keep_files
from reporting.models import Submission


class FiguresOnPaperForm(RecordForm):
    """What is said of the paper. Where a hand-in stands of which no figures have been typed yet, they complete it: it
    came in time, and nothing more is asked of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.former = self.figures_of(self.standing) if self.standing else None
        for name in ("text", "nothing_to_report", *((*OF_HAND_IN, "correction") if self.completes else ())):
            self.fields.pop(name, None)

    def figures_of(self, standing: Submission) -> Any:
        """The figures typed of that hand-in, or None."""
        raise NotImplementedError

    def record(self, figures: Any, *, by: Any, at: datetime) -> Submission:
        raise NotImplementedError

    def done(self, submission: Submission, figures: Any) -> str:
        """The sentence after the act."""
        return _("The report is recorded: No. {number}.").format(number=submission.receipt_number)

    @property
    def completes(self) -> bool:
        return self.standing is not None and self.former is None

    @transaction.atomic
    def enter(
        self, *, by: Any, at: datetime, then: Callable[[Submission], None] | None = None, **more: Any
    ) -> Submission:
        if self.standing is None or not self.completes:
            return super().enter(by=by, at=at, then=then, **more)
        keep_files(self.standing, self.cleaned_data["files"])
        if then:
            then(self.standing)
        return self.standing

    def ask_about(self, figures: Any) -> None:
        """Adds what must be answered first, where both forms are well filled in."""

    def may_be_kept(self, figures: Any) -> bool:
        """Whether both forms hold and nobody has acted since the page was shown; else the forms say what is wrong."""
        if not all([self.is_valid(), figures.is_valid()]):
            return False
        self.ask_about(figures)
        seen = state.version(self.obligation)
        if self.data.get("seen") != seen:
            self.add_error(
                None, _("Somebody has changed the obligation meanwhile. Look at it, then send this once more.")
            )
            typed: Any = self.data
            self.data = {**typed.dict(), "seen": seen}
        return self.is_valid()
