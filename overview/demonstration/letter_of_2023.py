"""The information on the progress of 4 September 2023 as a draft: its lists follow from the facts, staff's own
paragraphs are those of the document."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from campaigns.letters import PROGRESS
from campaigns.models import Campaign
from letters.asking import AskingForm
from letters.models import LetterText
from overview.demonstration.days import Books, document, entered
from overview.demonstration.decree_of_2023 import LIST_DAY

HELD_DAY = LIST_DAY.replace(day=1)  # the conferences "as of 1 September"


def enter(books: Books) -> None:
    # Asked anew: what this person may see was looked up before anybody held an office.
    staff = User.objects.get(pk=books.staff.pk)
    campaign = Campaign.objects.get(is_fictional=False)
    asked = {"campaign": campaign.pk, "as_of": LIST_DAY.isoformat(), "day_held": HELD_DAY.isoformat()}
    form = AskingForm(asked, kind=PROGRESS, user=staff, today=LIST_DAY)
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    letter = form.begin(by=staff, at=books.at(LIST_DAY, 17))
    for key, row, text in _paragraphs(document("letter_2023-09-04.toml")):
        own = LetterText(letter=letter, key=key, row=row, text_ru=text["ru"].strip(), text_kk=text["kk"].strip())
        own.saved_at = books.at(LIST_DAY, 17, 30)
        entered(own, by=staff)


def _paragraphs(written: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    yield "preparation", "", written["general"]
    for code, text in written["organizations"].items():
        yield "prepared", code, text
    yield "conclusions", "", written["conclusions"]
