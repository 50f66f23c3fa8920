"""What the fictional conferences had for results: of two member organizations, and of bodies below one and another.

The organization of East Kazakhstan states its branches, one of which sent nothing; the branch Panfilov has held its
conference, the meetings below it have sent theirs, and its own form waits for its chair.
"""

from typing import Any

from campaigns.models import Campaign, Conference, ConferenceResults, LevelResults
from campaigns.models.results import LEVEL_FIGURES
from campaigns.results import Results
from documents.registry import WHOLE_UNION
from organizations.models import Organization
from overview.demonstration.days import Books, by_code, rows
from reporting.models import Submission

INVENTED = "Вымышлено для демонстрации"
# Beside the sum of what came from the branches: the one that did not send anything told its figures by telephone.
STATED_BY, STATED_OF = "vko", "branch"
TOLD = {
    "organizations_held": 1,
    "delegates_elected": 38,
    "delegates_present": 35,
    "body_size": 13,
    "body_women": 9,
    "body_youth": 2,
}
WHY = "Глубоковский район сообщил сведения по телефону (вымышлено)"
MEETING, YES = "meeting", {"yes": True, "no": False, "": None}


def enter(books: Books, campaign: Campaign) -> None:
    """From the lowest bodies upwards, so that the sum is there when somebody states figures beside it."""
    organizations = by_code(Organization.objects.all())
    for row in rows("fictional_results.csv"):
        organization = organizations[row["code"]]
        if row["held"]:
            _hold(books, campaign, organization, row)
        conference = Conference.objects.filter(campaign=campaign, organization=organization).first()
        if conference and row["expected"]:
            _results(campaign, conference, row)


def _hold(books: Books, campaign: Campaign, organization: Organization, row: dict[str, str]) -> None:
    """The conference; its protocol came on the last day, the results on theirs."""
    held_on = books.day(int(row["held"]))
    Conference.record(
        campaign=campaign,
        organization=organization,
        kind=row["kind"],
        held_on=held_on,
        source=INVENTED,
        outside_reason=INVENTED,
        by=books.staff,
        at=books.at(held_on, 18),
    )
    for obligation in Conference.objects.get(campaign=campaign, organization=organization).obligations():
        is_results = obligation.requirement_id == campaign.results_requirement_id
        if is_results and not row["handed"]:
            continue
        day = books.day(int(row["handed"])) if is_results else min(obligation.original_due_on, books.on)
        channel = row["channel"] or "paper"
        obligation.submit(
            by=books.staff,
            at=books.at(day, 12),
            received_on=day,
            channel=channel,
            incoming_number=f"Вх. {obligation.pk}",
        )


def _results(campaign: Campaign, conference: Conference, row: dict[str, str]) -> None:
    """The figures of the hand-in that stands; nothing where the books had not been opened."""
    owed = conference.obligations().filter(requirement=campaign.results_requirement).first()
    submission = owed.standing() if owed else None
    if submission is None:
        return
    results = ConferenceResults.objects.create(
        submission=submission,
        conference=conference,
        entered_by=submission.submitted_by,
        entered_at=submission.submitted_at,
        **_figures(conference, row),
    )
    if conference.organization.code == STATED_BY:
        _stated(campaign, results, submission)


def _figures(conference: Conference, row: dict[str, str]) -> dict[str, Any]:
    numbers = {name: int(row[name]) for name in ("expected", "present", "body", "women", "youth", "first_time")}
    pair = ("registered", "took_part") if conference.kind == MEETING else ("delegates_elected", "delegates_present")
    is_large = conference.kind != MEETING
    return {
        pair[0]: numbers["expected"],
        pair[1]: numbers["present"],
        **{f"body_{name}": numbers[name] for name in ("women", "youth", "first_time")},
        "body_size": numbers["body"],
        "speakers": 4 + numbers["body"] // 6,
        "proposals": 3 + numbers["present"] // 12,
        "candidates": 2 if row["replaced"] == "yes" else 1,
        "assessment": "satisfactory" if is_large else "none",
        "voting_form": "secret" if is_large else "open",
        "chair_replaced": YES[row["replaced"]],
        "chair_first_time": row["years"] == "0",
        "chair_from_reserve": YES[row["reserve"]],
        "chair_sex": row["sex"],
        "chair_age": int(row["age"]),
        "chair_years": int(row["years"]),
        "chair_education": "higher",
        "chair_engagement": "full_time" if numbers["body"] > 30 else "voluntary",
        "guests_higher_body": 1,
        "guests_social_partner": 2 if is_large else 0,
        "guests_local_authority": 1 if is_large else 0,
        "seminars": 2 if is_large else 0,
        "seminar_trained": numbers["expected"] // 2 if is_large else 0,
        "publications": int(row["publications"]),
    }


def _stated(campaign: Campaign, results: ConferenceResults, submission: Submission) -> None:
    """The sum of the branches as it was that day, and what was told beside it."""
    organization = results.conference.organization
    summed = Results(campaign, WHOLE_UNION, submission.received_on).summed(organization.pk, STATED_OF)
    figures = {name: value + TOLD.get(name, 0) for name in LEVEL_FIGURES if (value := summed[name]) is not None}
    LevelResults.objects.create(results=results, level=STATED_OF, explanation=WHY, **figures)
