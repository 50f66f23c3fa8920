"""A draft as people read it, where two versions of it are compared and where staff remark on a field."""

from membership.answers import Lists
from membership.kept import year_of
from membership.sections import HANDED_OVER, names_in_order, sections_of, titles_of
from reporting.drafts import Answer, Data
from reporting.models import Obligation


def read_out(obligation: Obligation, data: Data) -> list[Answer]:
    lists = Lists.of(year_of(obligation))
    titles, choices = titles_of(lists), {code: str(words) for code, words in HANDED_OVER}
    answers = []
    for name in names_in_order(sections_of(lists)):
        value = str(data.get(name, ""))
        answers.append(Answer(name, titles[name], choices.get(value, value) if name == "base_submitted" else value))
    return answers
