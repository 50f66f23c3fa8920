"""What is wrong or strange in the answers of one report, and beside which question it is said."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from membership import checks
from membership.answers import Answers, Lists, as_checked, row_name
from membership.checks import Failure, Severity, Thresholds, run
from membership.figures import FIGURES
from membership.known import Background

# What a failure speaks of, where that is no question: the first row of the reasons.
NOTE_REASONS = "note_reasons"
ROWS_OF = {"admitted_total": "in_", "left_total": "out_"}


@dataclass
class Judgement:
    """`answers`: what could be read; `unread`: the names of what could not, which has sentences of its own.

    A paper report is kept as it came: what is wrong in it, or missing, is no error of the one who types it.
    """

    answers: Answers
    unread: set[str]
    year: int
    level: str
    lists: Lists
    background: Background
    thresholds: Thresholds
    is_paper: bool = False
    failures: list[Failure] = field(init=False)

    def __post_init__(self) -> None:
        found = run(self.report, self.background.known, self.thresholds)
        self.failures = [failure for failure in found if not self._is_blurred(failure)]

    @property
    def report(self) -> checks.Report:
        return as_checked(self.answers, self.lists, year=self.year, level=self.level)

    @property
    def errors(self) -> Iterator[tuple[str | None, ValidationError]]:
        """Question and sentence of everything that keeps the report from being handed in."""
        if self.is_paper:
            yield from self._nothing()
            return
        for failure in self.wrong:
            yield self.field_of(failure), ValidationError(failure.text, code=failure.code)
        yield from self._why()

    def _nothing(self) -> Iterator[tuple[None, ValidationError]]:
        """A paper may lack one figure or another, but not all of them."""
        if all(self.answers.get(code) is None for code in FIGURES):
            sentence = _("No figure is typed yet. Type those of the paper, or record only that it came.")
            yield None, ValidationError(sentence, code="nothing")

    def _why(self) -> Iterator[tuple[str, ValidationError]]:
        """What looks strange is handed in with an explanation."""
        said = self.answers.get
        if self.below_differs and not said("difference"):
            sentence = _("Say why your figures differ from the sum of the levels below.")
            yield "difference", ValidationError(sentence, code="difference")
        if self.strange and not said("explanation"):
            yield "explanation", ValidationError(_("Explain what looks strange, or correct the figures."), code="why")
        carried = checks.expected_opening(self.background.known)
        if carried is None and said("opening_total") and not said("opening_source"):
            sentence = _("No accepted report stands before this one: say where the opening figure comes from.")
            yield "opening_source", ValidationError(sentence, code="source")

    def _is_blurred(self, failure: Failure) -> bool:
        """It speaks of a figure that could not be read."""
        touched = set(failure.fields)
        if failure.code == "reasons":
            prefix = ROWS_OF[failure.fields[0]]
            touched |= {name for name in self.unread if name.startswith(prefix)}
        if failure.code == "types":
            touched |= {name for name in self.unread if name.startswith("type_")}
        return bool(touched & self.unread)

    def field_of(self, failure: Failure) -> str | None:
        """The question beside which the sentence stands."""
        name = failure.fields[0] if failure.fields else None
        if name == NOTE_REASONS:
            return row_name(self.lists.fall[0]) if self.lists.fall else None
        return name

    @property
    def warnings(self) -> list[Failure]:
        return [failure for failure in self.failures if failure.severity == Severity.WARNING]

    @property
    def below_differs(self) -> list[Failure]:
        return [failure for failure in self.warnings if failure.code == "children"]

    @property
    def strange(self) -> list[Failure]:
        return [failure for failure in self.warnings if failure.code != "children"]

    @property
    def wrong(self) -> list[Failure]:
        return checks.errors(self.failures)

    @property
    def is_complete(self) -> bool:
        """Every figure that is asked of everybody is there: before that, nothing is being handed in."""
        return all(failure.code != "required" for failure in self.failures)

    @property
    def fall(self) -> int | None:
        """By how many the employed members fell, where a note is due for it."""
        return checks.needs_note(self.report, self.background.known, self.thresholds)

    @property
    def coverage(self) -> Decimal | None:
        return checks.coverage(self.answers)

    @property
    def not_involved(self) -> int | None:
        return checks.not_involved(self.answers)
