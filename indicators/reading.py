"""A draft as people read it, where two versions of it are compared and where staff remark on a field."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators import structure
from indicators.drafts_in_use import field_name
from indicators.models import Indicator
from indicators.report_form import EXPLANATION, NOTHING
from indicators.task import Task
from reporting.drafts import Answer, Data
from reporting.models import Obligation


def read_out(obligation: Obligation, data: Data) -> list[Answer]:
    try:
        task = Task(obligation, obligation.original_due_on)
        indicators = task.indicators
    except ValidationError:
        return [Answer(name, name, str(value)) for name, value in data.items()]
    answers = [
        Answer(field_name(one.code), one.titled, _shown(one, str(data.get(field_name(one.code), ""))))
        for one in indicators
        if one.answer not in structure.COMPUTED
    ]
    if task.allows_nothing:
        answers.append(Answer(NOTHING, _("Nothing to report"), _("yes") if data.get(NOTHING) else ""))
    return [*answers, Answer(EXPLANATION, _("Explanation of what looks strange"), str(data.get(EXPLANATION, "")))]


def _shown(one: Indicator, text: str) -> str:
    if one.answer != structure.YES_NO:
        return text
    return {"yes": _("yes"), "no": _("no")}.get(text, "")
