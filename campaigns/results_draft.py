"""The results that are being typed: whose they are, what is known already, and how far they have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from campaigns.models import Campaign, Conference, ConferenceResults
from campaigns.norms import conference_quorum, meeting_quorum, source_or_model
from campaigns.results import Results
from campaigns.results_form import ResultsForm, answers_of, label_of, shown_value, typed_value
from campaigns.results_sections import INFORMATION, Section, sections_of
from campaigns.results_tally import Tally
from documents.reading import row_number
from reporting import drafts
from reporting.drafts import Answer
from reporting.models import Draft, Obligation, Submission

KEY = "conference:"


@dataclass(frozen=True)
class Task:
    """An obligation to hand in results, the conference it is about, and what its form is made of."""

    obligation: Obligation
    conference: Conference
    sections: list[Section]
    user: Any
    today: date

    @property
    def campaign(self) -> Campaign | None:
        return self.conference.campaign

    @cached_property
    def summed(self) -> dict[str, Tally]:
        """The sum from below, by level; an extraordinary conference has no part in it."""
        levels = [section.level for section in self.sections if section.level]
        if self.campaign is None or not levels:
            return {}
        organization = self.obligation.organization
        results = Results(self.campaign, self.user, self.today, organization)
        return {level: results.summed(organization.pk, level) for level in levels}

    def form(self, *args: Any, section: Section | None = None, **kwargs: Any) -> ResultsForm:
        """Of one section, or of all."""
        sections = [section] if section else self.sections
        return ResultsForm(*args, sections=sections, conference=self.conference, summed=self.summed, **kwargs)

    def data(self, draft: Draft) -> dict[str, Any]:
        """What stands in the form: the draft, else the hand-in that is corrected; every field of every section."""
        former = drafts.to_correct(self.obligation)
        start = draft.data if draft.pk else answers_of(former, self.sections) if former else {}
        return {name: start.get(name, "") for section in self.sections for name in section.names}

    @property
    def quorum_words(self) -> str:
        """The norm that the attendance is measured with, and where it comes from."""
        if self.conference.kind == Conference.Kind.MEETING:
            words, share = (
                gettext("Quorum: more than {share} of the members on the register ({source})."),
                meeting_quorum,
            )
        else:
            words, share = gettext("Quorum: at least {share} of the delegates elected ({source})."), conference_quorum
        source = self.campaign.quorum_basis if self.campaign else source_or_model("")
        return words.format(share=share(self.campaign), source=source)

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)

    def after(self, section: Section) -> Section | None:
        """The page that follows."""
        place = self.sections.index(section) + 1
        return self.sections[place] if place < len(self.sections) else None

    def sums_taken(self, section: Section, sent: Mapping[str, Any]) -> dict[str, str]:
        """What the button asks for: `sum:<field>` the sum from below in one field, `sums` in every empty one."""
        action, summed = sent.get("action", ""), self.summed.get(section.level, {})
        values = {section.prefix + name: typed_value(value) for name, value in summed.items() if value is not None}
        if action == "sums":
            return {name: value for name, value in values.items() if not str(sent.get(name, "")).strip()}
        return {name: value for name, value in values.items() if action == f"sum:{name}"}

    @cached_property
    def previous(self) -> ConferenceResults | None:
        """Of the last conference before this one, where its results are known."""
        earlier = ConferenceResults.objects.visible_to(self.user).counted_on(self.today)
        earlier = earlier.filter(
            conference__organization=self.obligation.organization, conference__held_on__lt=self.conference.held_on
        )
        return earlier.select_related("conference", "submission").order_by("conference__held_on").last()


@dataclass(frozen=True)
class Progress:
    """How far a section has come. `state`: empty, begun, done, wrong."""

    section: Section
    state: str
    filled: int
    asked: int

    @property
    def may_stay_empty(self) -> bool:
        return bool(self.section.level) or self.section.code == INFORMATION


def progress(task: Task, data: Mapping[str, Any], *, has_files: bool) -> list[Progress]:
    return [_progress(task, section, data, has_files) for section in task.sections]


def _progress(task: Task, section: Section, data: Mapping[str, Any], has_files: bool) -> Progress:
    filled = sum(1 for name in section.names if str(data.get(name, "")).strip())
    form = task.form(drafts.as_post(dict(data)), section=section)
    if not filled:
        state = "done" if section.code == INFORMATION and has_files else "empty"
    elif form.is_valid():
        state = "done"
    else:
        missing = all(error.code == "required" for found in form.errors.as_data().values() for error in found)
        state = "begun" if missing else "wrong"
    return Progress(section, state, filled, len(section.names))


def conference_key(obligation: Obligation) -> int | None:
    """The number of the conference in the key of the obligation."""
    if not obligation.key.startswith(KEY):
        return None
    return row_number(obligation.key.removeprefix(KEY))


def read_out(obligation: Obligation, data: Mapping[str, Any]) -> list[Answer]:
    """A draft as people read it, where two versions of it are compared and where a remark names a field."""
    number = conference_key(obligation)
    conferences = Conference.objects.filter(organization=obligation.organization)
    conference = conferences.filter(pk=number).first() if number else None
    if conference is None:
        return []
    return [
        Answer(name, label_of(section, plain), shown_value(plain, data.get(name)))
        for section in sections_of(obligation.organization, conference)
        for name in section.names
        for plain in [name.removeprefix(section.prefix)]
        if not data or not section.level or data.get(name)
    ]


def former_answers(submission: Submission | None, sections: list[Section]) -> dict[str, str]:
    """What another hand-in said, as people read it."""
    if submission is None:
        return {}
    answers = answers_of(submission, sections)
    plain = {name: name.removeprefix(section.prefix) for section in sections for name in section.names}
    return {name: shown_value(plain[name], typed) for name, typed in answers.items() if name in plain}
