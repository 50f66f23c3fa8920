"""Conferences with results, as their chairs hand them in: for the tests of the form, the sum and the pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, Conference, ConferenceResults, LevelResults
from organizations.models import Organization
from reporting.models import Draft, Obligation, Submission
from tests.world import NOON, TODAY, World, at, make_requirement

HELD = date(2023, 8, 30)
ATTENDANCE = {
    "conference": {"delegates_elected": "120", "delegates_present": "110"},
    "meeting": {"registered": "64", "took_part": "50"},
}
OTHER = {
    "speakers": "9",
    "proposals": "14",
    "assessment": "satisfactory",
    "body_size": "25",
    "body_women": "18",
    "body_youth": "6",
    "body_first_time": "11",
    "voting_form": "secret",
    "candidates": "2",
    "chair_replaced": "yes",
    "chair_first_time": "yes",
    "chair_from_reserve": "yes",
    "chair_sex": "woman",
    "chair_age": "44",
    "chair_education": "higher",
    "chair_years": "0",
    "chair_engagement": "full_time",
    "guests_higher_body": "2",
    "guests_social_partner": "3",
    "guests_local_authority": "1",
    "seminars": "4",
    "seminar_trained": "130",
    "publications": "12",
    "information": "Конференция прошла по плану.",
}


def answers(kind: str = "conference", **changes: str) -> dict[str, str]:
    """A whole own conference as typed."""
    return {**ATTENDANCE[kind], **OTHER, **changes}


def level(name: str, **figures: str) -> dict[str, str]:
    """Figures of a level as typed."""
    return {f"{name}_{figure}": value for figure, value in figures.items()}


def make_campaign(world: World) -> Campaign:
    requirement = make_requirement(
        "conference_results", kind="conference_results", due_kind="after_event", due_on=None, offset=1, unit="months"
    )
    requirement.open(by=world.saule, at=at(date(2023, 6, 24)), until=TODAY)
    return Campaign.objects.create(
        title_ru="Отчёты и выборы", title_kk="Есеп беру-сайлау", first_day=date(2023, 7, 1), last_day=date(2024, 10, 31),
        decree=world.decree, results_requirement=requirement,
    )  # fmt: skip


def hold(campaign: Campaign, organization: Organization, world: World, **facts: Any) -> Obligation:
    """A conference held; what it makes owed."""
    details = {"held_on": HELD, "source": "письмо", **facts}
    conference = Conference.record(campaign=campaign, organization=organization, by=world.saule, at=NOON, **details)
    return conference.obligations().get()


def handed_in(
    obligation: Obligation,
    world: World,
    own: dict[str, Any],
    levels: dict[str, dict[str, Any]] | None = None,
    **facts: Any,
) -> Submission:
    """Past the pages: a hand-in with its rows."""
    conference = Conference.objects.get(pk=obligation.key.removeprefix("conference:"))

    def rows(submission: Submission) -> None:
        results = ConferenceResults.objects.create(
            submission=submission, conference=conference, entered_by=world.saule, entered_at=NOON, **own
        )
        for name, figures in (levels or {}).items():
            LevelResults.objects.create(results=results, level=name, **figures)

    return obligation.submit(by=world.saule, at=NOON, **{"received_on": TODAY, **facts}, then=rows)


@dataclass
class Form:
    """The form of an obligation as somebody sends it."""

    obligation: Obligation
    client: Client

    def url(self, name: str = "results_form", *more: str) -> str:
        return reverse(f"campaigns:{name}", args=[self.obligation.pk, *more])

    def keep(self, typed: dict[str, str], action: str = "check") -> HttpResponse:
        version = Draft.of(self.obligation).version
        return self.client.post(self.url(), {**typed, "version": version, "action": action})

    def send(self, section: str, typed: dict[str, str], action: str = "next") -> HttpResponse:
        """One page, with what the others hold carried along as the page carries it."""
        draft = Draft.of(self.obligation)
        data = {**draft.data, **typed, "version": draft.version, "action": action}
        return self.client.post(self.url("results_section", section), data)

    def check(self) -> HttpResponse:
        return self.client.get(self.url("results_check"))

    def submit(self, token: str = "") -> HttpResponse:
        draft = Draft.of(self.obligation)
        files = " ".join(str(pk) for pk in draft.files.values_list("pk", flat=True)) if draft.pk else ""
        sent = {**draft.data, "token": token or str(uuid4()), "version": draft.version, "files": files}
        return self.client.post(self.url("results_submit"), sent)

    def hand_in(self, typed: dict[str, str]) -> Submission:
        kept = self.keep(typed)
        assert kept.status_code == 302, kept.context["problems"]
        sent = self.submit()
        assert "/receipts/" in sent.headers["Location"] or "receipt" in sent.headers["Location"], sent.headers
        return self.obligation.submissions.latest("pk")


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}
