"""What every address answers to every person: the table, and the objects of Karaganda it is asked with.

A new address gets a line here, or tests/test_matrix.py fails.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core.files.base import ContentFile
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import OneTimeKey, User
from campaigns.models import (
    Agreement,
    Campaign,
    Conference,
    Delegate,
    DelegateNorm,
    Manual,
    ManualHandout,
    MemberBase,
    PacketFile,
    PacketPart,
    Plan,
    Preparation,
    Seminar,
)
from campaigns.packet_files import add_file
from campaigns.periods import parse
from decrees.models import Decree
from indicators.models import ActivityForm, ActivityReport, FormVersion, Indicator, IndicatorGroup
from inspections.models import Finding, FollowUp, Inspection, InspectionPlan, Inspector, Recommendation
from letters.issuing import fingerprint, issue, material_of
from letters.models import LetterScan, OfficialLetter, WordTemplate
from mail.models import Letter
from membership.models import UncoveredTerritory
from organizations.models import Alias, Appointment, ConsultativeBody, Organization, Person, ReserveEntry
from overview.models import Direction, Evidence, SavedView
from reporting.models import (
    Call,
    DraftFile,
    InformationRequest,
    Obligation,
    Requirement,
    RequirementFile,
    Submission,
    SubmissionFile,
)
from tests import made_files
from tests.indicator_world import H1, asked_for, count, make_form, obligation_of
from tests.inspections_world import begun, handed_over, inspected_by, plan_of_2023, recommended, written
from tests.made_files import pdf, upload
from tests.training_world import (
    Y2022,
    make_event,
    make_plan,
    make_programme,
    make_responsible,
    obligation_of as training_of,
    training_asked,
)
from tests.world import NOON, TODAY, World, at, make_requirement, make_user
from training.models import Programme, Responsible, TrainingEvent

# --- People ---------------------------------------------------------------------------------------------------------

ANONYMOUS = "anonymous"
# The name of each in tests/world.py; the first two of Karaganda, then its branch, then another oblast.
PEOPLE = ("aigul", "dana", "bolat", "erlan", "saule", "gulnara", "leila", "asan", "disabled", ANONYMOUS)
OUTSIDE = frozenset({"disabled", ANONYMOUS})
EVERYBODY = frozenset(PEOPLE) - OUTSIDE
READERS = frozenset({"saule", "gulnara", "leila", "asan"})
STAFF = frozenset({"saule", "asan"})
OF_KARAGANDA = frozenset({"aigul", "dana"})

# --- Answers --------------------------------------------------------------------------------------------------------

SIGN_IN, FORBIDDEN, INVISIBLE, WRONG_METHOD = "sign in", 403, 404, 405
SHOWN, SENT_ON, EITHER = frozenset({200}), frozenset({302}), frozenset({200, 302})
# A form sent empty: shown again with what is missing, or sent on, or refused with a page that says why.
TAKEN = frozenset({200, 302, 400, 409})


@dataclass(frozen=True)
class Rule:
    """Who is answered; who sees the thing and may not do this to it; to all others it does not exist."""

    may: frozenset[str]
    forbidden: frozenset[str] = frozenset()


OPEN = Rule(frozenset(PEOPLE))
SIGNED_IN = Rule(EVERYBODY)
TABLES = Rule(READERS, EVERYBODY - READERS)
STAFF_ONLY = Rule(STAFF, EVERYBODY - STAFF)
ADMINISTRATORS = Rule(frozenset({"asan"}), EVERYBODY - {"asan"})
MARKING = Rule(STAFF | {"gulnara"}, OF_KARAGANDA | {"bolat", "erlan", "leila"})
# Things of Karaganda: Bolat of its branch and Erlan of Akmola do not see them.
SEEN = Rule(READERS | OF_KARAGANDA)
KEPT_BY_STAFF = Rule(STAFF, (READERS | OF_KARAGANDA) - STAFF)
FILLED = Rule(OF_KARAGANDA, READERS)
SUBMITTED = Rule(frozenset({"aigul"}), READERS | {"dana"})
DRAFTED = Rule(OF_KARAGANDA)
# A report that is being typed: by its chair, or by staff from paper.
JUDGED = Rule(OF_KARAGANDA | STAFF, READERS - STAFF)
# What a chair enters and staff keep; what assistants may tell as well.
ENTERED = Rule(STAFF | {"aigul"}, (READERS - STAFF) | {"dana"})
TOLD = Rule(STAFF | OF_KARAGANDA, READERS - STAFF)
CONTACTS = Rule(STAFF | OF_KARAGANDA, frozenset({"gulnara", "leila"}))
# What nobody has been asked yet is read by those who see tables.
PREPARED = Rule(STAFF, READERS - STAFF)
OF_READERS = Rule(READERS)
# A draft is there for those who issue it.
OF_ISSUERS = Rule(STAFF)
COMPARED = Rule(READERS, OF_KARAGANDA)
# A requirement that asks nobody yet is seen by those who see all of them.
COMPARED_KEPT = Rule(STAFF, READERS - STAFF)
# A requirement is seen by those it asks something of: the member organizations, not the branch.
ASKED = Rule(READERS | OF_KARAGANDA | {"erlan"})
ASKED_KEPT = Rule(STAFF, (READERS | OF_KARAGANDA | {"erlan"}) - STAFF)


@dataclass(frozen=True)
class Page:
    """`given`: the arguments of the address, each as a path in `Sample`, or after `=` as it stands. `get`, `post`: the answer to who may;
    None where the method is refused to everybody."""

    rule: Rule
    given: dict[str, str] = field(default_factory=dict)
    get: frozenset[int] | None = SHOWN
    post: frozenset[int] | None = None

    def kwargs(self, sample: "Sample") -> dict[str, Any]:
        return {
            name: path[1:] if path.startswith("=") else attrgetter(path)(sample) for name, path in self.given.items()
        }

    def answers(self, person: str, method: str) -> frozenset[Any]:
        """What this person must get."""
        taken = self.get if method == "GET" else self.post
        if person in OUTSIDE and person not in self.rule.may:
            return frozenset({SIGN_IN})
        if taken is None:
            return frozenset({WRONG_METHOD})
        if person in self.rule.may:
            return taken
        return frozenset({FORBIDDEN if person in self.rule.forbidden else INVISIBLE})


def form(rule: Rule, given: dict[str, str] | None = None, get: frozenset[int] = SHOWN) -> Page:
    """One address that shows a form and takes it."""
    return Page(rule, given or {}, get, TAKEN)


def button(rule: Rule, given: dict[str, str] | None = None, post: frozenset[int] = TAKEN) -> Page:
    return Page(rule, given or {}, None, post)


# --- What it is asked with ------------------------------------------------------------------------------------------


@dataclass
class Sample:
    """Something of Karaganda for every kind of address."""

    world: World
    obligation: Obligation
    draft_file: DraftFile
    answered: Obligation
    submission: Submission
    file: SubmissionFile
    exempted: Obligation
    of_event: Obligation
    packet_sent: Submission
    packet_file: PacketFile
    scheduled: Obligation
    submitted_schedule: Submission
    unopened: Requirement
    results_owed: Obligation
    results_on_paper: Submission
    campaign: Campaign
    conference: Conference
    plan: Plan
    stated: Obligation
    reported: Submission
    told_of: Obligation
    told: Submission
    counted: ActivityReport
    version: FormVersion
    unconnected: Requirement
    trained: Obligation
    training_told: Submission
    periodless: Requirement
    inspection: Inspection
    report_given: Inspection
    inspection_plan: InspectionPlan
    inspector: Inspector
    finding: Finding
    recommendation: Recommendation
    recommendation_given: Recommendation
    judgement: FollowUp
    training_event: TrainingEvent
    programme: Programme
    responsible: Responsible
    uncovered: UncoveredTerritory
    reserve: ReserveEntry
    consultative: ConsultativeBody
    delegate: Delegate
    preparation: Preparation
    seminar: Seminar
    decree: Decree
    queued: Letter
    call: Call
    question: InformationRequest
    question_form: RequirementFile
    prepared: InformationRequest
    prepared_form: RequirementFile
    alias: Alias
    letter_draft: OfficialLetter
    letter: OfficialLetter
    scan: LetterScan
    word_template: WordTemplate
    saved_view: SavedView
    direction: Direction
    evidence: Evidence
    invitation: str
    reset_uid: str
    reset_token: str

    @property
    def karaganda(self) -> Organization:
        return self.world.karaganda

    @property
    def group(self) -> IndicatorGroup:
        """Of the version in preparation."""
        return self.version.groups.all()[0]

    @property
    def indicator(self) -> Indicator:
        return self.version.indicators.filter(code="joint_checks")[0]

    @property
    def chair(self) -> Appointment:
        return self.world.aigul.person.appointments.get()

    @property
    def person(self) -> Person:
        return self.world.aigul.person


def asked(world: World, code: str, **fields: Any) -> Obligation:
    """Asked of every member organization; returned as Karaganda owes it."""
    requirement = make_requirement(code, **fields)
    requirement.open(by=world.saule, at=at(date(2023, 6, 24)), until=TODAY)
    return Obligation.objects.get(requirement=requirement, organization=world.karaganda)


def stored(model: Callable[..., Any], **of: Any) -> Any:
    made = model(file=ContentFile(pdf(), name="x.pdf"), name="протокол.pdf", size=len(pdf()), sha256="0" * 64, **of)
    made.save()
    return made


def campaign_of(world: World, schedule: Requirement) -> Campaign:
    protocol = make_requirement("protocol", kind="protocol_packet", due_kind="after_event", due_on=None, offset=10)
    protocol.open(by=world.saule, at=at(date(2023, 6, 24)), until=TODAY)
    campaign = Campaign.objects.create(
        title_ru="Отчёты и выборы", title_kk="Есеп беру-сайлау", first_day=date(2023, 7, 1), last_day=date(2024, 10, 31),
        decree=world.decree, schedule_requirement=schedule, protocol_requirement=protocol,
    )  # fmt: skip
    PacketPart.standard_for(campaign, by=world.saule)
    days = {"decided_on": date(2023, 6, 24), "decree_item": world.item}
    campaign.windows.create(level="member", first_day=date(2024, 7, 1), last_day=date(2024, 9, 30), **days)
    campaign.windows.create(level="branch", first_day=date(2024, 4, 1), last_day=date(2024, 6, 30), **days)
    campaign.congress_dates.create(first_day=date(2024, 10, 1), last_day=date(2024, 10, 31), raw="октябрь 2024", **days)
    return campaign


def congress_of(world: World, campaign: Campaign, conference: Conference) -> dict[str, Any]:
    """A norm, members, a delegate and a substitute; and what Karaganda told about its preparation."""
    where = {"campaign": campaign, "organization": world.karaganda, "by": world.saule, "at": NOON}
    july = conference.held_on
    DelegateNorm.decide(
        campaign=campaign, members_per_delegate=5000, rounding="floor", decided_on=july, decree_item=world.item,
        by=world.saule, at=NOON,
    )  # fmt: skip
    MemberBase.record(**where, members=12_345, base_day=july, source="письмо")
    delegate = Delegate.record(**where, name="Смирнова Дарья", birth_year=1975, elected_at=conference)
    Delegate.record(**where, name="Петренко Игорь", birth_year=1990, elected_at=conference, is_substitute=True)
    file = {"measures_file": ContentFile(pdf(), name="x.pdf"), "measures_file_name": "план.pdf"}
    word = Preparation.tell(
        **where, told_on=july, source="письмо", own_norm=100, norm_body="Пленум", meeting_body="Исполком",
        meeting=parse("июль 2023"), meeting_agenda="О выборах", measures_body="Совет", guests_higher=2, **file,
    )  # fmt: skip
    seminar = Seminar.record(**where, told_on=july, source="письмо", topic="Как провести собрание", trained=40)
    manual = Manual.record(**where, told_on=july, source="письмо", title="Памятка", copies=500)
    ManualHandout.record(**where, told_on=july, source="письмо", manual=manual, recipients="филиалы", copies=100)
    Agreement.record(
        **where, told_on=july, source="письмо", subject="О содействии", parties="Акимат", signed_on=july,
        valid_until=date(2025, 7, 10),
    )  # fmt: skip
    return {"delegate": delegate, "preparation": word, "seminar": seminar}


def results_of(world: World, conference: Conference) -> dict[str, Any]:
    """Results that are owed; and others that came on paper, their figures not entered yet."""
    owed = [
        Obligation.objects.create(
            requirement=make_requirement(code, kind="conference_results", due_kind="after_event", due_on=None, offset=30),
            organization=world.karaganda, key=conference.key, arose_on=conference.held_on, original_due_on=TODAY,
        )
        for code in ("conference_results", "results_before")
    ]  # fmt: skip
    paper = owed[1].submit(received_on=TODAY, channel="paper", by=world.saule, at=NOON)
    return {"results_owed": owed[0], "results_on_paper": paper}


def packets_of(world: World, campaign: Campaign, conference: Conference) -> dict[str, Any]:
    """A packet that is owed and has a photograph, and one that was handed in."""
    owed, by_aigul = conference.obligations().get(), {"by": world.aigul, "at": NOON}
    earlier = Obligation.objects.create(
        requirement=owed.requirement, organization=world.karaganda, key="earlier", event_on=conference.held_on,
        arose_on=conference.held_on, original_due_on=TODAY,
    )  # fmt: skip
    photograph, minutes = upload("протокол.jpg", made_files.photograph()), campaign.packet_parts.get(code="minutes")
    return {
        "of_event": owed,
        "packet_sent": earlier.submit(received_on=conference.held_on, **by_aigul),
        "packet_file": add_file(owed, minutes, photograph, **by_aigul),
    }


def letters_of(world: World) -> dict[str, Any]:
    """A draft and an issued reminder to Karaganda with its signed scan; a version of the template."""
    asked = {"organization": "karaganda", "reply_by": TODAY.isoformat()}
    draft, letter = (
        OfficialLetter.objects.create(
            kind="reminder", organization=world.karaganda, asked=asked, as_of=TODAY, made_by=world.saule, made_at=NOON
        )
        for _ in range(2)
    )
    seen = fingerprint(letter, material_of(letter, world.saule))
    letter = issue(letter, by=world.saule, at=NOON, today=TODAY, seen=seen, with_gaps=True)
    text = letter.letter_kind.template("ru")
    return {
        "letter_draft": draft,
        "letter": letter,
        "scan": LetterScan.objects.create(
            letter=letter,
            file=ContentFile(pdf(), name="x.pdf"),
            name="скан.pdf",
            attached_by=world.saule,
            attached_at=NOON,
        ),
        "word_template": WordTemplate.add("reminder", "ru", text, name="x.docx", by=world.saule, at=NOON),
    }


JULY = date(2023, 7, 10)


def by(user: User) -> dict[str, Any]:
    return {"by": user, "at": NOON}


def before(world: World, owed: Obligation, key: str) -> Submission:
    """What Karaganda handed in before to the same requirement."""
    earlier = Obligation.objects.create(
        requirement=owed.requirement, organization=world.karaganda, key=key, arose_on=JULY, original_due_on=TODAY
    )
    return earlier.submit(received_on=JULY, **by(world.aigul))


def answers_of(world: World) -> dict[str, Any]:
    """The general form in each of its states: being filled in, handed in, exempt, not asked yet."""
    draft = world.obligation.save_draft({"text": "Пишем"}, version=0, **by(world.aigul))
    answered, exempted = asked(world, "progress_information"), asked(world, "membership_report")
    submission = answered.submit(received_on=TODAY, text="Проведено две конференции", **by(world.aigul))
    exempted.exempt(decided_on=JULY, reason="Учреждена недавно", **by(world.saule))
    return {
        "obligation": world.obligation,
        "draft_file": stored(DraftFile, draft=draft),
        "answered": answered,
        "submission": submission,
        "file": stored(SubmissionFile, submission=submission),
        "exempted": exempted,
        "unopened": make_requirement("legal_work"),
        "call": Call.record(world.obligation, called_on=TODAY, promised_by=TODAY, note="Обещала", **by(world.saule)),
    }


def campaign_with_plans(world: World) -> dict[str, Any]:
    scheduled = asked(world, "conference_schedule", kind="schedule", due_on=date(2023, 9, 10))
    campaign = campaign_of(world, scheduled.requirement)
    conference = Conference.record(
        campaign=campaign, organization=world.karaganda, held_on=JULY, source="письмо", **by(world.saule)
    )
    submitted = before(world, scheduled, "before")
    plan = Plan.record(
        campaign=campaign, organization=world.karaganda, level="member", period=parse("август 2024", year=2024),
        source="form", stated_on=JULY, submission=submitted, **by(world.saule),
    )  # fmt: skip
    return {
        "scheduled": scheduled,
        "submitted_schedule": submitted,
        "campaign": campaign,
        "conference": conference,
        "plan": plan,
        **packets_of(world, campaign, conference),
        **results_of(world, conference),
        **congress_of(world, campaign, conference),
    }


def membership_of(world: World) -> dict[str, Any]:
    stated = asked(world, "membership_yearly", kind="membership_report", due_on=date(2023, 9, 10))
    return {
        "stated": stated,
        "reported": before(world, stated, "2022"),
        "uncovered": UncoveredTerritory.objects.create(organization=world.karaganda, name_ru="Шахтинск", source="x"),
    }


def registry_of(world: World) -> dict[str, Any]:
    world.decree.attachment.save("x.pdf", ContentFile(pdf()))
    return {
        "decree": world.decree,
        "alias": world.karaganda.aliases.create(name="Караганды"),
        "reserve": ReserveEntry.objects.create(
            organization=world.karaganda, person=world.dana.person, position="chair", approved_on=JULY, approved_by="x"
        ),
        "consultative": ConsultativeBody.objects.create(organization=world.karaganda, kind="youth", since=JULY),
    }


def sign_ins_of(world: World) -> dict[str, Any]:
    """Of nobody who signs in: that would spend the link."""
    forgetful = make_user("forgetful")
    return {
        "invitation": OneTimeKey.issue(forgetful, OneTimeKey.Kind.LINK, **by(world.saule)),
        "reset_uid": urlsafe_base64_encode(force_bytes(forgetful.pk)),
        "reset_token": default_token_generator.make_token(forgetful),
    }


def requests_of(world: World) -> dict[str, Any]:
    """A question to all member organizations, answered by Karaganda with a file; and one that nobody was asked yet."""
    obligation = asked(world, "question", due_on=date(2023, 9, 10))
    answer = obligation.submit(received_on=TODAY, text="Ответ Караганды", by=world.aigul, at=NOON)
    stored(SubmissionFile, submission=answer)
    prepared = make_requirement("prepared", asked_on=TODAY, due_on=date(2023, 9, 10), audience_levels=[])
    prepared.audience.set([world.karaganda])
    return {
        "question": InformationRequest.objects.create(requirement=obligation.requirement),
        "question_form": stored(RequirementFile, requirement=obligation.requirement),
        "prepared": InformationRequest.objects.create(requirement=prepared),
        "prepared_form": stored(RequirementFile, requirement=prepared),
    }


def activity_of(world: World) -> dict[str, Any]:
    """A form that is asked and one that the apparatus enters; a version in preparation, a requirement without a form."""
    form, counting = make_form(world, "work"), make_form(world, "counted", entered_by="apparatus")
    asked_for(world, form)
    earlier = obligation_of(world.karaganda, form, H1.years_before(1))
    return {
        "told_of": obligation_of(world.karaganda, form, H1),
        "told": earlier.submit(received_on=TODAY, channel="paper", by=world.saule, at=NOON),
        "counted": count(world.karaganda, counting, H1, found=1),
        "version": ActivityForm.objects.get(code="labour_safety").begin_version(by=world.saule),
        "unconnected": make_requirement("work_of_2022", kind="activity_report"),
    }


def discipline_of(world: World) -> dict[str, Any]:
    """A direction of every kind; evidence about Karaganda in the first."""
    rules: dict[str, dict[str, Any]] = {
        "no_channel": {"kind": "evidence"},
        "few_found": {"kind": "below", "measure": "counted.found", "value": 2},
        "fewest_found": {"kind": "lowest", "measure": "work.found", "places": 1},
        "fallen": {"kind": "fall", "value": 10},
        "coverage": {"kind": "above", "measure": "membership.coverage", "value": 100},
        "owed": {"kind": "obligation", "requirement": world.requirement, "failure": "either"},
    }
    made = [Direction(code=code, name_ru=code, **rule) for code, rule in rules.items()]
    for one in made:
        one.keep(by=world.saule)
    evidence = Evidence.enter(made[0], world.karaganda, day=JULY, source="Справка отдела", **by(world.saule))
    return {"direction": made[0], "evidence": evidence}


def training_sample(world: World) -> dict[str, Any]:
    """A report that is owed, one that came on paper without its figures, a requirement that names no period."""
    training_asked(world)
    earlier = training_of(world.karaganda, Y2022.years_before(1))
    return {
        "trained": training_of(world.karaganda, Y2022),
        "training_told": earlier.submit(received_on=TODAY, channel="paper", by=world.saule, at=NOON),
        "periodless": make_requirement("training_of_2019", kind="training_report"),
        **events_sample(world),
    }


def events_sample(world: World) -> dict[str, Any]:
    """A plan with an event that is not held yet, one that was held, a programme, a person."""
    plan, programme = make_plan(world.karaganda, 2023, by=world.saule), make_programme(by=world.saule)
    make_event(
        world.karaganda, date(2023, 5, 4), chairs=3, spent=1000, speakers=("Ким",), place="Дом учителя", topic="Права",
        programme=programme, module=programme.modules.first(), by=world.saule,
    )  # fmt: skip
    return {
        "training_event": make_event(world.karaganda, planned="ноябрь 2023", plan=plan, by=world.saule),
        "programme": programme,
        "responsible": make_responsible(world.karaganda, by=world.saule),
    }


def letter_of(inspection: Inspection, world: World) -> OfficialLetter:
    """Its report, issued."""
    letter = OfficialLetter.objects.create(
        kind="inspection_report", organization=world.union, asked={"inspection": str(inspection.pk)}, as_of=TODAY,
        made_by=world.saule, made_at=NOON,
    )  # fmt: skip
    seen = fingerprint(letter, material_of(letter, world.saule))
    return issue(letter, by=world.saule, at=NOON, today=TODAY, seen=seen, with_gaps=True)


def inspections_of(world: World) -> dict[str, Any]:
    """A report that is being written, one that was given to Karaganda, and a follow-up of it."""
    plan, draft, given = plan_of_2023(world), begun(world), handed_over(world)
    follow_up = begun(world, kind="follow_up", follows=given, plan=plan)
    asked_first = given.recommendations.order_by("number")[0]
    letter_of(given, world)
    return {
        "inspection": draft,
        "report_given": given,
        "inspection_plan": plan,
        "inspector": inspected_by(draft, world),
        "finding": written(world).findings.all()[0],
        "recommendation": recommended(draft, world),
        "recommendation_given": asked_first,
        "judgement": FollowUp.objects.create(inspection=follow_up, recommendation=asked_first),
    }


def sample_of(world: World) -> Sample:
    queued = Letter.objects.create(
        to="wrong@example.kz", subject="До 1 сентября", text="x", queued_at=NOON, failed_at=NOON, last_error="550"
    )
    return Sample(
        world=world,
        queued=queued,
        **answers_of(world),
        **campaign_with_plans(world),
        **membership_of(world),
        **registry_of(world),
        **requests_of(world),
        **activity_of(world),
        **training_sample(world),
        **inspections_of(world),
        **letters_of(world),
        **sign_ins_of(world),
        **discipline_of(world),
        saved_view=SavedView.objects.create(
            owner=world.saule, page="board", name="Просрочено", query="overdue=yes", is_shared=True, saved_at=NOON
        ),
    )


# --- The table ------------------------------------------------------------------------------------------------------

OBLIGATION, ANSWERED, EXEMPTED = {"pk": "obligation.pk"}, {"pk": "answered.pk"}, {"pk": "exempted.pk"}
STATED, BELOW = {"pk": "stated.pk"}, {"code": "karaganda.code", "year": "=2023"}
RESULTS, PAPER = {"pk": "results_owed.pk"}, {"pk": "results_on_paper.pk"}
PACKET_FILE, PACKET_SENT = {"pk": "packet_file.pk"}, {"pk": "packet_sent.pk"}
OF_EVENT, SCHEDULED = {"pk": "of_event.pk"}, {"pk": "scheduled.pk"}
KARAGANDA, PERSON, CHAIR = {"code": "karaganda.code"}, {"pk": "person.pk"}, {"pk": "chair.pk"}
DRAFT, LETTER, SCAN = {"pk": "letter_draft.pk"}, {"pk": "letter.pk"}, {"pk": "scan.pk"}
TEMPLATE, VERSION = {"kind": "=reminder"}, {"pk": "word_template.pk"}
TOLD_OF, WORK, COUNTED = {"pk": "told_of.pk"}, {"code": "=work"}, {"code": "=counted", "slug": "=2023-h1"}
VERSION_PREPARED = {"pk": "version.pk"}
TRAINED = {"pk": "trained.pk"}
TRAINING_EVENT, TRAINING_PLAN = {"pk": "training_event.pk"}, {"code": "karaganda.code", "year": "=2023"}
CAMPAIGN, CONFERENCE = {"pk": "campaign.pk"}, {"pk": "conference.pk"}
IN_CAMPAIGN = CAMPAIGN | KARAGANDA
DECREE, ITEM = {"pk": "decree.pk"}, {"pk": "world.item.pk"}
INSPECTION = {"pk": "inspection.pk"}
QUESTION, PREPARED_ONE = {"pk": "question.pk"}, {"pk": "prepared.pk"}
REQUIREMENT, UNOPENED = {"pk": "world.requirement.pk"}, {"pk": "unopened.pk"}

PAGES: dict[str, Page] = {
    # overview
    "overview:home": Page(SIGNED_IN, get=EITHER),
    "overview:board": Page(TABLES),
    "overview:leadership": Page(TABLES),
    "overview:leadership_regions": Page(TABLES),
    "overview:leadership_years": Page(TABLES),
    "overview:attention": Page(TABLES),
    "overview:discipline": Page(TABLES),
    "overview:discipline_execution": Page(TABLES),
    "overview:discipline_mark": Page(TABLES, {"direction": "direction.code", "organization": "karaganda.code"}),
    "overview:discipline_directions": Page(TABLES),
    "overview:direction_new": form(STAFF_ONLY),
    "overview:direction_edit": form(STAFF_ONLY, {"pk": "direction.pk"}),
    "overview:direction_retire": form(STAFF_ONLY, {"pk": "direction.pk"}),
    "overview:evidence_enter": form(STAFF_ONLY),
    "overview:evidence_take_back": form(STAFF_ONLY, {"pk": "evidence.pk"}),
    "overview:saved_views": Page(TABLES),
    "overview:saved_view_new": form(TABLES),
    "overview:saved_view_edit": form(Rule(frozenset({"saule"})), {"pk": "saved_view.pk"}),
    "overview:saved_view_delete": button(Rule(frozenset({"saule"})), {"pk": "saved_view.pk"}),
    "overview:organization": Page(SEEN, KARAGANDA),
    "overview:organization_discipline": Page(SEEN, KARAGANDA),
    "overview:organization_obligations": Page(SEEN, KARAGANDA),
    # accounts
    "accounts:sign_in": form(OPEN, get=EITHER),
    "accounts:sign_in_code": form(OPEN, get=EITHER),
    "accounts:sign_out": button(OPEN, post=SENT_ON),
    "accounts:language": button(OPEN),
    "accounts:profile": Page(SIGNED_IN),
    "accounts:columns": button(SIGNED_IN, {"table": "=obligations"}),
    "accounts:keys": button(SIGNED_IN),
    "accounts:second_factor": form(SIGNED_IN, get=EITHER),
    "accounts:second_factor_off": button(SIGNED_IN),
    "accounts:invitation": form(OPEN, {"secret": "invitation"}),
    "accounts:password_reset": form(OPEN),
    "accounts:password_reset_sent": Page(OPEN),
    "accounts:password_reset_confirm": form(OPEN, {"uid": "reset_uid", "token": "reset_token"}),
    "accounts:password_change": form(SIGNED_IN),
    # organizations
    "organizations:organizations": Page(SIGNED_IN),
    "organizations:create": form(STAFF_ONLY),
    "organizations:import": form(STAFF_ONLY),
    "organizations:import_template": Page(STAFF_ONLY),
    "organizations:import_confirm": button(STAFF_ONLY),
    "organizations:contacts": form(CONTACTS, KARAGANDA),
    "organizations:edit": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:move": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:rename": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:suspend": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:resume": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:close": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:aliases": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:alias_remove": button(KEPT_BY_STAFF, KARAGANDA | {"pk": "alias.pk"}),
    "organizations:appoint": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:personnel": Page(SIGNED_IN),
    "organizations:reserve_add": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:reserve_remove": form(KEPT_BY_STAFF, {"pk": "reserve.pk"}),
    "organizations:consultative_add": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:consultative_end": form(KEPT_BY_STAFF, {"pk": "consultative.pk"}),
    "organizations:replace_chair": form(KEPT_BY_STAFF, KARAGANDA),
    "organizations:appointment_end": form(KEPT_BY_STAFF, CHAIR),
    "organizations:person": Page(KEPT_BY_STAFF, PERSON),
    "organizations:person_edit": form(KEPT_BY_STAFF, PERSON),
    "organizations:invite": button(KEPT_BY_STAFF, PERSON),
    "organizations:one_time_code": button(KEPT_BY_STAFF, PERSON),
    "organizations:sign_in_switch": button(KEPT_BY_STAFF, PERSON),
    # letters: drafts, issued documents, templates
    "letters:letters": Page(SIGNED_IN),
    "letters:new": Page(STAFF_ONLY),
    "letters:begin": form(STAFF_ONLY, TEMPLATE),
    "letters:letter": Page(SEEN, LETTER),
    "letters:change": form(OF_ISSUERS, DRAFT),
    "letters:drop": button(OF_ISSUERS, DRAFT),
    "letters:paragraph": form(OF_ISSUERS, DRAFT | {"key": "=remarks"}),
    # The reminder has no paragraphs of single rows; tests/test_letters.py asks for one.
    "letters:paragraph_of": Page(
        OF_ISSUERS, DRAFT | {"key": "=remarks", "row": "=x"}, frozenset({404}), frozenset({404})
    ),
    "letters:draft_file": Page(OF_ISSUERS, DRAFT | {"language": "=ru"}),
    "letters:issue": form(OF_ISSUERS, DRAFT),
    "letters:document_file": Page(SEEN, LETTER | {"language": "=kk"}),
    "letters:pdf_file": Page(SEEN, LETTER | {"language": "=kk"}),
    "letters:annex_file": Page(SEEN, LETTER | {"annex": "=overdue", "language": "=ru"}),
    "letters:changed": Page(COMPARED, LETTER),
    "letters:outgoing": form(KEPT_BY_STAFF, LETTER),
    "letters:scan_file": Page(SEEN, SCAN),
    "letters:scan_set_aside": button(KEPT_BY_STAFF, SCAN),
    "letters:templates": Page(STAFF_ONLY),
    "letters:template": Page(STAFF_ONLY, TEMPLATE),
    "letters:template_upload": button(STAFF_ONLY, TEMPLATE | {"language": "=ru"}),
    "letters:template_file": Page(STAFF_ONLY, TEMPLATE | {"language": "=ru"}),
    "letters:template_built_in": button(STAFF_ONLY, TEMPLATE | {"language": "=ru"}),
    "letters:version_file": Page(STAFF_ONLY, VERSION),
    "letters:version_restore": button(STAFF_ONLY, VERSION),
    # decrees
    "decrees:decrees": Page(SIGNED_IN),
    "decrees:decree": Page(SIGNED_IN, DECREE),
    "decrees:attachment": Page(SIGNED_IN, DECREE),
    "decrees:create": form(STAFF_ONLY),
    "decrees:edit": form(STAFF_ONLY, DECREE),
    "decrees:item_create": form(STAFF_ONLY, DECREE),
    "decrees:change_create": form(STAFF_ONLY, DECREE),
    "decrees:item_edit": form(STAFF_ONLY, ITEM),
    "decrees:mark": form(MARKING, ITEM),
    # reporting: what chairs fill in
    "reporting:answer": form(FILLED, OBLIGATION),
    "reporting:check": Page(FILLED, OBLIGATION),
    "reporting:submit": form(SUBMITTED, OBLIGATION, get=SENT_ON),
    "reporting:draft": button(FILLED, OBLIGATION),
    "reporting:conflict": form(FILLED, OBLIGATION, get=EITHER),
    "reporting:round_trip": form(FILLED, STATED),
    "reporting:round_trip_template": Page(FILLED, STATED),
    "reporting:round_trip_confirm": button(FILLED, STATED),
    "reporting:draft_file_add": form(FILLED, OBLIGATION, get=SENT_ON),
    "reporting:draft_file": Page(DRAFTED, {"pk": "draft_file.pk"}),
    "reporting:draft_file_remove": form(DRAFTED, {"pk": "draft_file.pk"}, get=SENT_ON),
    "reporting:receipt": Page(SEEN, {"pk": "submission.pk"}),
    "reporting:file": Page(SEEN, {"pk": "file.pk"}),
    # reporting: what staff look at and do
    "reporting:obligation": Page(SEEN, OBLIGATION),
    "reporting:obligations": Page(TABLES),
    "reporting:rates": Page(TABLES),
    "reporting:reminders": Page(TABLES),
    "reporting:undelivered": Page(TABLES),
    "reporting:unreachable": Page(TABLES),
    "reporting:reminders_stop": form(STAFF_ONLY),
    "reporting:reminders_resume": button(STAFF_ONLY),
    "reporting:remind": form(STAFF_ONLY),
    "reporting:letter_decide": button(STAFF_ONLY, {"pk": "queued.pk", "decision": "=again"}),
    "reporting:promises": Page(TABLES),
    "reporting:called": form(KEPT_BY_STAFF, OBLIGATION),
    "reporting:called_organization": form(KEPT_BY_STAFF, KARAGANDA),
    "reporting:call_take_back": button(KEPT_BY_STAFF, {"pk": "call.pk"}),
    "reporting:bulk": form(STAFF_ONLY, {"verb": "=postpone"}),
    "reporting:requirements": Page(TABLES),
    "reporting:requirement": Page(ASKED, REQUIREMENT),
    "reporting:requirement_create": form(STAFF_ONLY),
    "reporting:year_end": Page(STAFF_ONLY),
    "reporting:year_end_do": button(STAFF_ONLY),
    "reporting:requirement_edit": form(ASKED_KEPT, REQUIREMENT),
    "reporting:requirement_preview": Page(ASKED_KEPT, REQUIREMENT),
    "reporting:requirement_open": button(ASKED_KEPT, REQUIREMENT),
    "reporting:batch": form(ASKED_KEPT, {"pk": "told_of.requirement_id"}),
    "reporting:batch_confirm": button(ASKED_KEPT, {"pk": "told_of.requirement_id"}),
    # reporting: requests for information
    "reporting:requests": Page(TABLES),
    "reporting:request_create": form(STAFF_ONLY),
    "reporting:request": Page(ASKED, QUESTION),
    "reporting:request_answers": Page(ASKED, QUESTION),
    "reporting:request_files": Page(ASKED, QUESTION, EITHER),
    "reporting:request_form_file": Page(ASKED, {"pk": "question_form.pk"}),
    "reporting:request_withdraw": form(ASKED_KEPT, QUESTION),
    "reporting:request_edit": form(PREPARED, PREPARED_ONE),
    "reporting:request_whom": form(PREPARED, PREPARED_ONE),
    "reporting:request_preview": Page(PREPARED, PREPARED_ONE),
    "reporting:request_ask": button(PREPARED, PREPARED_ONE),
    "reporting:request_drop": button(PREPARED, PREPARED_ONE),
    "reporting:request_form_file_remove": button(PREPARED, {"pk": "prepared_form.pk"}),
    "reporting:accept": form(KEPT_BY_STAFF, ANSWERED),
    "reporting:return": form(KEPT_BY_STAFF, ANSWERED),
    "reporting:void": form(KEPT_BY_STAFF, ANSWERED),
    "reporting:record": form(KEPT_BY_STAFF, OBLIGATION),
    "reporting:postpone": form(KEPT_BY_STAFF, OBLIGATION),
    "reporting:exempt": form(KEPT_BY_STAFF, OBLIGATION),
    "reporting:revoke_exemption": form(KEPT_BY_STAFF, EXEMPTED),
    "reporting:redate": form(KEPT_BY_STAFF, OF_EVENT),
    # campaigns
    "campaigns:campaigns": Page(SIGNED_IN),
    "campaigns:campaign": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:schedule": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:reading": Page(SIGNED_IN, CAMPAIGN),
    # the congress, and what surrounds a campaign
    "campaigns:delegates": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:delegate_list": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:credentials": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:members": form(STAFF_ONLY, CAMPAIGN),
    "campaigns:norm": form(STAFF_ONLY, CAMPAIGN),
    "campaigns:congress_move": form(STAFF_ONLY, CAMPAIGN),
    "campaigns:window_move": form(STAFF_ONLY, CAMPAIGN | {"level": "=member"}),
    "campaigns:organization_delegates": Page(SEEN, IN_CAMPAIGN),
    "campaigns:delegate_record": form(ENTERED, IN_CAMPAIGN),
    "campaigns:attendance": form(KEPT_BY_STAFF, IN_CAMPAIGN),
    "campaigns:delegate_correct": form(ENTERED, {"pk": "delegate.pk"}),
    "campaigns:delegate_withdraw": form(ENTERED, {"pk": "delegate.pk"}),
    "campaigns:delegate_replace": form(ENTERED, {"pk": "delegate.pk"}),
    "campaigns:campaign_preparation": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:preparation": Page(SEEN, IN_CAMPAIGN),
    "campaigns:preparation_tell": form(TOLD, IN_CAMPAIGN),
    "campaigns:fact_record": form(TOLD, IN_CAMPAIGN | {"kind": "=seminar"}),
    "campaigns:fact_take_back": form(TOLD, {"kind": "=seminar", "pk": "seminar.pk"}),
    "campaigns:measures_file": Page(SEEN, {"pk": "preparation.pk"}),
    "campaigns:plans": Page(SEEN, IN_CAMPAIGN),
    "campaigns:plan_record": form(KEPT_BY_STAFF, IN_CAMPAIGN),
    "campaigns:conference_record": form(KEPT_BY_STAFF, IN_CAMPAIGN),
    "campaigns:branch_schedule_record": form(KEPT_BY_STAFF, IN_CAMPAIGN),
    "campaigns:conference_tell": form(SUBMITTED, IN_CAMPAIGN),
    "campaigns:progress_record": form(ENTERED, IN_CAMPAIGN),
    "campaigns:terms": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:progress": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:conferences": Page(SEEN, KARAGANDA),
    "campaigns:conference_outside": form(KEPT_BY_STAFF, KARAGANDA),
    "campaigns:conference_describe": form(KEPT_BY_STAFF, CONFERENCE),
    "campaigns:conference_redate": form(KEPT_BY_STAFF, CONFERENCE),
    "campaigns:conference_confirm": button(SUBMITTED, CONFERENCE),
    "campaigns:conference_notify": form(KEPT_BY_STAFF, CONFERENCE),
    "campaigns:conference_cancel": form(KEPT_BY_STAFF, CONFERENCE),
    "campaigns:plan_set_aside": form(KEPT_BY_STAFF, {"pk": "plan.pk"}),
    "campaigns:results": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:results_of": Page(SEEN, IN_CAMPAIGN),
    "campaigns:results_form": form(FILLED, RESULTS),
    "campaigns:results_section": form(FILLED, RESULTS | {"section": "=work"}),
    "campaigns:results_check": Page(FILLED, RESULTS, EITHER),
    "campaigns:results_submit": form(SUBMITTED, RESULTS, get=SENT_ON),
    "campaigns:submitted_results": Page(SEEN, PAPER),
    "campaigns:results_enter": form(KEPT_BY_STAFF, PAPER),
    "campaigns:schedule_form": form(FILLED, SCHEDULED),
    "campaigns:schedule_primaries": form(FILLED, {**SCHEDULED, "code": "world.temirtau.code"}),
    "campaigns:primaries": Page(SEEN, IN_CAMPAIGN),
    "campaigns:schedule_check": Page(FILLED, SCHEDULED, EITHER),
    "campaigns:schedule_submit": form(SUBMITTED, SCHEDULED, get=SENT_ON),
    "campaigns:submitted_schedule": Page(SEEN, {"pk": "submitted_schedule.pk"}),
    # membership: what is looked at; a chair sees the own bodies there
    "membership:statistics": Page(SIGNED_IN),
    "membership:changes": Page(SIGNED_IN),
    "membership:trend": Page(SIGNED_IN),
    "membership:years": Page(SIGNED_IN),
    "membership:regions": Page(SIGNED_IN),
    "membership:errors": Page(SIGNED_IN),
    # membership: years whose figures are final
    "membership:locked_years": Page(TABLES),
    "membership:lock_year": form(STAFF_ONLY),
    "membership:unlock_year": form(STAFF_ONLY, {"year": "=2019"}, EITHER),
    # membership: changes of territory, withdrawals, what nobody covers
    "membership:territory": Page(SIGNED_IN),
    "membership:withdrawals": Page(SIGNED_IN),
    "membership:uncovered": Page(SIGNED_IN),
    "membership:institutions": Page(SIGNED_IN),
    "membership:record_event": form(STAFF_ONLY),
    "membership:record_withdrawal": form(STAFF_ONLY),
    "membership:record_uncovered": form(STAFF_ONLY),
    "membership:cover": form(KEPT_BY_STAFF, {"pk": "uncovered.pk"}),
    # membership: a report filled in, checked, handed in, recorded from paper
    "membership:report_form": form(FILLED, STATED),
    "membership:report_section": form(FILLED, STATED | {"section": "=members"}),
    "membership:report_checks": button(JUDGED, STATED),
    "membership:report_check": Page(FILLED, STATED, EITHER),
    "membership:report_submit": form(SUBMITTED, STATED, get=SENT_ON),
    "membership:report_record": form(KEPT_BY_STAFF, STATED),
    "membership:report": Page(SEEN, {"pk": "reported.pk"}),
    "membership:below": Page(FILLED, BELOW),
    "membership:below_submit": button(SUBMITTED, BELOW, SENT_ON),
    "membership:below_upload": form(FILLED, BELOW),
    "membership:below_template": Page(FILLED, BELOW),
    "membership:below_confirm": button(FILLED, BELOW),
    # indicators: forms and their tables; a chair sees the own bodies there
    "indicators:forms": Page(SIGNED_IN),
    "indicators:table": Page(SIGNED_IN, WORK),
    "indicators:years": Page(SIGNED_IN, WORK),
    "indicators:ranking": Page(SIGNED_IN, WORK),
    "indicators:definition": Page(SIGNED_IN, WORK),
    # indicators: a form is defined and asked for
    "indicators:form_create": form(STAFF_ONLY),
    "indicators:form_edit": form(STAFF_ONLY, WORK),
    "indicators:version_begin": button(STAFF_ONLY, WORK),
    "indicators:version_use": form(STAFF_ONLY, VERSION_PREPARED),
    "indicators:version_drop": button(STAFF_ONLY, VERSION_PREPARED),
    "indicators:group_add": form(STAFF_ONLY, VERSION_PREPARED),
    "indicators:group_edit": form(STAFF_ONLY, {"pk": "group.pk"}),
    "indicators:group_remove": button(STAFF_ONLY, {"pk": "group.pk"}),
    "indicators:indicator_add": form(STAFF_ONLY, VERSION_PREPARED),
    "indicators:indicator_edit": form(STAFF_ONLY, {"pk": "indicator.pk"}),
    "indicators:indicator_remove": button(STAFF_ONLY, {"pk": "indicator.pk"}),
    "indicators:ask": form(STAFF_ONLY, WORK),
    "indicators:connect": form(COMPARED_KEPT, {"pk": "unconnected.pk"}),
    # indicators: a report filled in, checked, handed in, recorded from paper, read
    "indicators:report_form": form(FILLED, TOLD_OF),
    "indicators:report_check": Page(FILLED, TOLD_OF, EITHER),
    "indicators:report_submit": form(SUBMITTED, TOLD_OF, get=SENT_ON),
    "indicators:report_record": form(KEPT_BY_STAFF, TOLD_OF),
    "indicators:report": Page(SEEN, {"pk": "told.pk"}),
    "indicators:told": Page(SEEN, {"pk": "counted.pk"}),
    # indicators: what the apparatus enters about organizations
    "indicators:about": Page(STAFF_ONLY, {"code": "=counted"}, SENT_ON),
    "indicators:about_period": Page(STAFF_ONLY, COUNTED),
    "indicators:about_enter": form(STAFF_ONLY, COUNTED | {"organization": "karaganda.code"}),
    "indicators:about_template": Page(STAFF_ONLY, COUNTED),
    "indicators:about_upload": form(STAFF_ONLY, COUNTED),
    "indicators:about_confirm": button(STAFF_ONLY, COUNTED),
    # training: a chair sees the own bodies
    "training:table": Page(SIGNED_IN),
    "training:ranking": Page(SIGNED_IN),
    "training:budget": Page(SIGNED_IN),
    "training:years": Page(SIGNED_IN),
    "training:report_form": form(FILLED, TRAINED),
    "training:report_check": Page(FILLED, TRAINED, EITHER),
    "training:report_submit": form(SUBMITTED, TRAINED, get=SENT_ON),
    "training:report_record": form(KEPT_BY_STAFF, TRAINED),
    "training:report": Page(SEEN, {"pk": "training_told.pk"}),
    "training:connect": form(COMPARED_KEPT, {"pk": "periodless.pk"}),
    # inspections: before its report is given, only the apparatus knows of one
    "inspections:inspections": Page(SIGNED_IN),
    "inspections:recommendations": Page(SIGNED_IN),
    "inspections:plans": Page(TABLES),
    "inspections:plan_create": form(STAFF_ONLY),
    "inspections:plan": Page(OF_READERS, {"pk": "inspection_plan.pk"}),
    "inspections:plan_edit": form(PREPARED, {"pk": "inspection_plan.pk"}),
    "inspections:create": form(STAFF_ONLY),
    "inspections:inspection": Page(OF_READERS, INSPECTION),
    "inspections:report_file": Page(SEEN, {"pk": "report_given.pk", "language": "=ru"}),
    "inspections:edit": form(PREPARED, INSPECTION),
    "inspections:follow": form(KEPT_BY_STAFF, {"pk": "report_given.pk"}),
    "inspections:begin": form(PREPARED, INSPECTION),
    "inspections:end": form(PREPARED, INSPECTION),
    "inspections:correct_days": form(PREPARED, INSPECTION),
    "inspections:sign": form(PREPARED, INSPECTION),
    "inspections:take_signature_back": form(PREPARED, INSPECTION),
    "inspections:hand_over": form(KEPT_BY_STAFF, {"pk": "report_given.pk"}),
    "inspections:cancel": form(PREPARED, INSPECTION),
    "inspections:inspector_add": form(PREPARED, INSPECTION),
    "inspections:inspector_edit": form(PREPARED, {"pk": "inspector.pk"}),
    "inspections:inspector_remove": button(PREPARED, {"pk": "inspector.pk"}),
    "inspections:finding_add": form(PREPARED, INSPECTION),
    "inspections:finding_edit": form(PREPARED, {"pk": "finding.pk"}),
    "inspections:finding_remove": button(PREPARED, {"pk": "finding.pk"}),
    "inspections:recommendation_add": form(PREPARED, INSPECTION),
    "inspections:recommendation_edit": form(PREPARED, {"pk": "recommendation.pk"}),
    "inspections:recommendation_remove": button(PREPARED, {"pk": "recommendation.pk"}),
    "inspections:recommendation_redate": form(KEPT_BY_STAFF, {"pk": "recommendation_given.pk"}),
    "inspections:judge": form(PREPARED, {"pk": "judgement.pk"}),
    # training: events, plans, programmes, who answers for it
    "training:events": Page(SIGNED_IN),
    "training:event_whose": Page(Rule(EVERYBODY - {"gulnara", "leila"}, frozenset({"gulnara", "leila"}))),
    "training:event_new": form(TOLD, KARAGANDA),
    "training:event": Page(SEEN, TRAINING_EVENT),
    "training:event_edit": form(TOLD, TRAINING_EVENT),
    "training:event_cancel": form(TOLD, TRAINING_EVENT),
    "training:plans": Page(SIGNED_IN),
    "training:plan": Page(SEEN, TRAINING_PLAN),
    "training:plan_edit": form(ENTERED, TRAINING_PLAN),
    "training:programmes": Page(SIGNED_IN),
    "training:programme_new": form(STAFF_ONLY),
    "training:programme_edit": form(STAFF_ONLY, {"pk": "programme.pk"}),
    "training:responsible": Page(SIGNED_IN),
    "training:responsible_of": Page(SEEN, KARAGANDA),
    "training:responsible_name": form(ENTERED, KARAGANDA),
    "training:responsible_end": form(ENTERED, {"pk": "responsible.pk"}),
    # campaigns: the protocol packet
    "campaigns:packets": Page(SIGNED_IN, CAMPAIGN),
    "campaigns:packet_form": form(FILLED, OF_EVENT),
    "campaigns:packet_check": Page(FILLED, OF_EVENT, EITHER),
    "campaigns:packet_submit": form(SUBMITTED, OF_EVENT, get=SENT_ON),
    "campaigns:packet_file_add": button(FILLED, OF_EVENT),
    "campaigns:packet_file": Page(DRAFTED, PACKET_FILE),
    "campaigns:packet_thumbnail": Page(DRAFTED, PACKET_FILE),
    "campaigns:packet_file_remove": form(DRAFTED, PACKET_FILE, get=SENT_ON),
    "campaigns:packet_file_move": form(DRAFTED, PACKET_FILE, get=SENT_ON),
    "campaigns:packet": Page(SEEN, PACKET_SENT),
    "campaigns:packet_rest": form(FILLED, PACKET_SENT),
    "campaigns:packet_record": form(KEPT_BY_STAFF, PACKET_SENT),
}
