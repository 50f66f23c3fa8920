"""What is written down of a hand-in."""

from collections.abc import Sequence

from reporting.existing import refuse_nonexistent
from reporting.models import Submission
from reporting.periods import Period
from training.answers import COLUMNS, WORDS, Answers, rows_of
from training.models import EventsRow, TrainedRow, TraineeCategory, TrainingReport


def keep_report(
    submission: Submission, answers: Answers, *, period: Period, categories: Sequence[TraineeCategory]
) -> TrainingReport:
    """The rows of a hand-in; called in its transaction."""
    organization = submission.obligation.organization
    refuse_nonexistent(organization, period)
    told = {name: answers.get(name) or "" if name in WORDS else answers.get(name) for name in COLUMNS}
    report = TrainingReport(
        submission=submission,
        organization=organization,
        year=period.year,
        part=period.part,
        first_day=period.first_day,
        last_day=period.last_day,
        **told,
    )
    report.save()
    trained, events = rows_of(report, answers, categories)
    TrainedRow.objects.bulk_create(trained)
    EventsRow.objects.bulk_create(events)
    return report
