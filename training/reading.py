"""A draft as people read it, where two versions of it are compared and where staff remark on a field."""

from django.core.exceptions import ValidationError

from reporting.drafts import Answer, Data
from reporting.models import Obligation
from training.models.report import Counted
from training.pages import labels_of
from training.task import Task


def read_out(obligation: Obligation, data: Data) -> list[Answer]:
    try:
        task = Task(obligation, obligation.original_due_on)
    except ValidationError:
        return [Answer(name, name, str(value)) for name, value in data.items()]
    return [Answer(name, label, _shown(name, str(data.get(name) or ""))) for name, label in labels_of(task).items()]


def _shown(name: str, text: str) -> str:
    if name != "counted" or text not in Counted.values:
        return text
    return str(Counted(text).label)
