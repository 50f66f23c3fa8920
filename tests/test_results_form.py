"""The chair's results: short pages over one draft, checks beside the fields, stated beside summed, a hand-in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from campaigns.models import Campaign, ConferenceResults, LevelResults
from organizations.models import Organization
from reporting.models import Draft, Submission
from tests.made_files import pdf
from tests.results_of import Form, answers, errors, handed_in, hold, level, make_campaign
from tests.world import NOON, TODAY, World, make_organization

SignIn = Callable[..., Client]


@pytest.fixture
def campaign(world: World) -> Campaign:
    return make_campaign(world)


@pytest.fixture
def form(world: World, campaign: Campaign, signed_in: SignIn) -> Form:
    """Karaganda held its conference on 30 August; Aigul fills in."""
    return Form(hold(campaign, world.karaganda, world), signed_in(world.aigul))


@pytest.fixture
def meeting(world: World, campaign: Campaign, signed_in: SignIn) -> Form:
    """The school held a meeting."""
    return Form(hold(campaign, world.school, world, kind="meeting"), signed_in(world.aigul))


def page(form: Form, section: str) -> dict:
    return form.client.get(form.url("results_section", section)).context


# --- What is asked ----------------------------------------------------------------------------------------


def test_the_task_leads_to_the_list_of_pages(form: Form) -> None:
    assert form.obligation.fill_url == form.url()
    steps = form.client.get(form.url()).context["steps"]
    assert [step.section.code for step in steps] == [
        "attendance", "work", "bodies", "chair", "guests", "preparation", "information", "branch", "primary",
    ]  # fmt: skip
    assert {step.state for step in steps} == {"empty"}


def test_a_conference_asks_for_delegates_a_meeting_for_members(form: Form, meeting: Form) -> None:
    assert list(page(form, "attendance")["form"].fields) == ["delegates_elected", "delegates_present"]
    assert list(page(meeting, "attendance")["form"].fields) == ["registered", "took_part"]


def test_only_levels_below_are_consolidated(meeting: Form, campaign: Campaign, world: World, form: Form) -> None:
    branch = Form(hold(campaign, world.temirtau, world), form.client)
    assert [step.section.level for step in branch.client.get(branch.url()).context["steps"]][-1] == "primary"
    assert not any(step.section.level for step in meeting.client.get(meeting.url()).context["steps"])
    assert meeting.client.get(meeting.url("results_section", "branch")).status_code == 404


def test_every_figure_of_the_model_is_asked_somewhere(form: Form, meeting: Form) -> None:
    asked = {name for one in (form, meeting) for code in _sections(one) for name in page(one, code)["form"].fields}
    own = {field.name for field in ConferenceResults._meta.local_fields} - _KEYS
    below = {field.name for field in LevelResults._meta.local_fields} - _KEYS
    assert own <= asked
    assert {f"branch_{name}" for name in below} | {f"primary_{name}" for name in below} <= asked


_KEYS = {"id", "submission", "conference", "results", "level", "entered_by", "entered_at"}


def _sections(form: Form) -> list[str]:
    return [step.section.code for step in form.client.get(form.url()).context["steps"]]


# --- One page after the other -----------------------------------------------------------------------------


def test_a_page_is_kept_and_leads_to_the_next(form: Form) -> None:
    sent = form.send("attendance", {"delegates_elected": "1 200", "delegates_present": "1 100"})
    assert sent.headers["Location"] == form.url("results_section", "work")
    assert Draft.of(form.obligation).data["delegates_elected"] == "1 200"
    states = {s.section.code: s.state for s in form.client.get(form.url()).context["steps"]}
    assert (states["attendance"], states["work"]) == ("done", "empty")


def test_the_last_page_leads_back_to_the_list(form: Form) -> None:
    assert form.send("primary", {}).headers["Location"] == form.url()


def test_other_pages_are_carried_along(form: Form) -> None:
    form.send("attendance", {"delegates_elected": "120", "delegates_present": "110"})
    others = dict(page(form, "guests")["others"])
    assert others["delegates_elected"] == "120"
    assert "guests_higher_body" not in others
    assert set(others) | set(page(form, "guests")["form"].fields) == {
        name for code in _sections(form) for name in page(form, code)["form"].fields
    }


def test_saving_for_later_asks_nothing(form: Form) -> None:
    sent = form.send("attendance", {"delegates_elected": "сто"}, action="list")
    assert sent.headers["Location"] == form.url()
    states = {s.section.code: s.state for s in form.client.get(form.url()).context["steps"]}
    assert states["attendance"] == "wrong"
    assert page(form, "attendance")["form"]["delegates_elected"].value() == "сто"


@pytest.mark.parametrize(
    ("section", "typed", "field"),
    [
        ("attendance", {"delegates_elected": "100", "delegates_present": "101"}, "delegates_present"),
        ("attendance", {"delegates_elected": "-1", "delegates_present": "0"}, "delegates_elected"),
        ("attendance", {"delegates_elected": "12,5", "delegates_present": "0"}, "delegates_elected"),
        ("attendance", {"delegates_elected": "120"}, "delegates_present"),
        ("bodies", {"body_size": "5", "body_women": "6", "body_youth": "1", "body_first_time": "1"}, "body_women"),
        ("bodies", {"body_size": "5", "body_women": "1", "body_youth": "6", "body_first_time": "1"}, "body_youth"),
        ("bodies", {"body_size": "5", "body_women": "1", "body_youth": "1", "body_first_time": "6"}, "body_first_time"),
        ("chair", {"chair_replaced": "no", "chair_from_reserve": "yes"}, "chair_from_reserve"),
        ("chair", {"chair_replaced": "yes", "chair_from_reserve": ""}, "chair_from_reserve"),
        ("chair", {"chair_age": "30", "chair_years": "31"}, "chair_years"),
        ("chair", {"chair_age": "7"}, "chair_age"),
        ("chair", {"chair_sex": "кто-то"}, "chair_sex"),
        ("work", {"speakers": "9", "proposals": "1"}, "assessment"),
        ("branch", level("branch", organizations_total="5", organizations_held="6"), "branch_organizations_held"),
        ("branch", level("branch", organizations_held="6"), "branch_organizations_total"),
        ("branch", level("branch", chairs_replaced="1", chairs_from_reserve="2"), "branch_chairs_from_reserve"),
    ],
)
def test_bad_figures_are_named_beside_their_field(form: Form, section: str, typed: dict, field: str) -> None:
    asked = page(form, section)["form"].fields
    whole = {name: value for name, value in answers().items() if name in asked}
    complete = {} if section in ("attendance", "work") else whole
    answer = form.send(section, {**complete, **typed})
    assert answer.status_code == 200
    assert field in errors(answer)
    assert answer.context["form"][field].value() == typed.get(field, "") or field not in typed


@pytest.mark.parametrize(("language", "words"), [("ru", "1 010"), ("kk", "1 010")])
def test_a_refusal_names_both_numbers(form: Form, language: str, words: str) -> None:
    with translation.override(language):
        form.client.cookies["django_language"] = language
        answer = form.send("attendance", {"delegates_elected": "1000", "delegates_present": "1010"})
    [sentence] = errors(answer)["delegates_present"]
    assert words.replace(" ", "\xa0") in sentence
    assert "1\xa0000" in sentence


def test_the_list_names_what_is_wrong_on_every_page(form: Form) -> None:
    answer = form.keep(answers(delegates_present="121", body_women="26"))
    assert answer.status_code == 200
    urls = {problem["url"] for problem in answer.context["problems"]}
    assert urls == {
        f"{form.url('results_section', 'attendance')}#id_delegates_present",
        f"{form.url('results_section', 'bodies')}#id_body_women",
    }
    assert "Ошибка" in answer.content.decode().split("</title>")[0]


def test_an_unknown_page_does_not_exist(form: Form) -> None:
    assert form.client.get(form.url("results_section", "nothing")).status_code == 404


def test_files_are_added_taken_away_and_handed_in(form: Form) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    for name in ("список.pdf", "лишнее.pdf"):
        upload = SimpleUploadedFile(name, pdf() + name.encode(), "application/pdf")
        form.send("information", {"information": "Итоги", "files": upload}, action="files")  # type: ignore[dict-item]
    extra = Draft.of(form.obligation).files.get(name="лишнее.pdf")
    form.send("information", {}, action=f"remove:{extra.pk}")
    submission = form.hand_in(answers())
    assert [file.name for file in submission.files.all()] == ["список.pdf"]


# --- Quorum -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("present", "warned"), [("79", True), ("80", False)])
def test_a_conference_without_two_thirds_is_accepted_with_a_warning(form: Form, present: str, warned: bool) -> None:
    form.keep(answers(delegates_present=present))
    parts = {part["section"].code: part for part in form.check().context["parts"]}
    assert bool(parts["attendance"]["warnings"]) is warned
    form.submit()
    assert ConferenceResults.objects.get().has_quorum is not warned


@pytest.mark.parametrize(("present", "quorum"), [("32", False), ("33", True)])
def test_half_of_the_register_is_no_quorum_of_a_meeting(meeting: Form, present: str, quorum: bool) -> None:
    meeting.hand_in(answers("meeting", registered="64", took_part=present))
    assert ConferenceResults.objects.get().has_quorum is quorum


# --- Check, hand in, receipt ------------------------------------------------------------------------------


def test_what_is_handed_in_is_what_was_typed(form: Form, world: World) -> None:
    own = level(
        "branch", organizations_total="2", organizations_held="1", body_size="9", body_women="4", explanation=""
    )
    submission = form.hand_in({**answers(), **own, "branch_explanation": "Один филиал прислал на бумаге"})
    results = submission.conference_results
    assert (results.delegates_present, results.body_women, results.publications) == (110, 18, 12)
    assert (results.chair_replaced, results.chair_from_reserve, results.assessment) == (True, True, "satisfactory")
    assert (results.registered, results.entered_by) == (None, world.aigul)
    [branch] = results.levels.all()
    assert (branch.level, branch.organizations_held, branch.body_women, branch.took_part) == ("branch", 1, 4, None)
    assert submission.text == "Конференция прошла по плану."
    assert Draft.of(form.obligation).pk is None


def test_a_page_left_empty_states_nothing(form: Form) -> None:
    submission = form.hand_in(answers())
    assert not submission.conference_results.levels.exists()


def test_a_chair_who_stays_is_not_asked_about_the_reserve(form: Form) -> None:
    submission = form.hand_in(answers(chair_replaced="no", chair_from_reserve=""))
    assert submission.conference_results.chair_from_reserve is None


def test_the_same_form_sent_twice_is_one_hand_in(form: Form) -> None:
    form.keep(answers())
    token = "0b8ff9dd-6c8d-4a43-8f40-7a09d0c2e4a8"
    answers_ = [form.submit(token) for _ in range(2)]
    assert answers_[0].headers["Location"] == answers_[1].headers["Location"]
    assert (Submission.objects.filter(obligation=form.obligation).count(), ConferenceResults.objects.count()) == (1, 1)


def test_a_draft_that_does_not_hold_is_not_handed_in(form: Form) -> None:
    form.keep(answers(delegates_present="500"))
    assert form.submit().headers["Location"] == form.url("results_check")
    assert not ConferenceResults.objects.exists()


def test_the_last_campaign_stands_beside(form: Form, world: World, campaign: Campaign) -> None:
    from datetime import date

    earlier = hold(campaign, world.karaganda, world, held_on=date(2023, 7, 15), is_extraordinary=True)
    handed_in(earlier, world, {"delegates_elected": 90, "delegates_present": 88})
    form.keep(answers())
    shown = form.check().context
    [attendance] = [part for part in shown["parts"] if part["section"].code == "attendance"]
    assert [row["previous"] for row in attendance["rows"]] == ["90", "88"]
    assert shown["previous"].conference.held_on == date(2023, 7, 15)


def test_a_returned_hand_in_is_corrected_from_what_it_said(form: Form, world: World) -> None:
    first = form.hand_in(
        {**answers(), **level("branch", organizations_total="2", organizations_held="1", explanation="так")}
    )
    form.obligation.return_(
        by=world.saule,
        at=NOON,
        returned_on=TODAY,
        correct_by=TODAY,
        reason="Проверьте",
        remarks=[("body_women", "Много")],
    )
    shown = form.client.get(form.url()).context
    assert shown["remarked"] == {"bodies"}
    assert page(form, "bodies")["form"]["body_women"].value() == "18"
    [(_title, questions)] = page(form, "bodies")["groups"]
    assert [one.remarks for one in questions if one.field.name == "body_women"] == [["Много"]]
    form.send("bodies", {**dict(shown["answers"]), "body_women": "17"})
    second = form.hand_in(Draft.of(form.obligation).data)
    assert (second.round, second.conference_results.body_women) == (2, 17)
    assert second.conference_results.levels.get().explanation == "так"
    assert first.conference_results.body_women == 18  # what was said stays said


# --- Stated beside summed ---------------------------------------------------------------------------------


@pytest.fixture
def branches(form: Form, world: World, campaign: Campaign) -> list[Organization]:
    """Temirtau elected 20 delegates, Balkhash 30; Saran has not handed in."""
    balkhash = make_organization("balkhash", "branch", world.karaganda, "Балхаш")
    saran = make_organization("saran", "branch", world.karaganda, "Сарань")
    for organization, elected in ((world.temirtau, 20), (balkhash, 30)):
        handed_in(hold(campaign, organization, world), world, {"delegates_elected": elected, "delegates_present": 15})
    return [world.temirtau, balkhash, saran]


def test_the_sum_stands_beside_each_figure(form: Form, branches: list[Organization]) -> None:
    shown = {one.field.name: one for _title, questions in page(form, "branch")["groups"] for one in questions}
    assert shown["branch_delegates_elected"].summed == 50
    assert shown["branch_organizations_total"].summed == 3
    assert shown["branch_organizations_held"].summed == 2
    assert shown["branch_with_quorum"].summed == 1  # 15 of 20, not 15 of 30
    assert shown["branch_body_women"].summed is None


def test_the_sum_is_taken_without_scripts(form: Form, branches: list[Organization]) -> None:
    sent = form.send("branch", {"branch_delegates_present": "7"}, action="sum:branch_delegates_elected")
    assert sent.headers["Location"].endswith("#id_branch_delegates_elected")
    assert Draft.of(form.obligation).data["branch_delegates_elected"] == "50"
    form.send("branch", {}, action="sums")
    data = Draft.of(form.obligation).data
    assert (data["branch_organizations_total"], data["branch_delegates_present"]) == ("3", "7")


def test_a_difference_is_asked_about_kept_and_shown(form: Form, branches: list[Organization]) -> None:
    own = level("branch", organizations_total="3", organizations_held="3", delegates_elected="81")
    answer = form.send("branch", own)
    [sentence] = errors(answer)["branch_explanation"]
    assert "81" in sentence
    assert "50" in sentence
    assert form.send("branch", {**own, "branch_explanation": "Сарань – на бумаге"}).status_code == 302
    submission = form.hand_in({**answers(), **own, "branch_explanation": "Сарань – на бумаге"})
    stated = submission.conference_results.levels.get()
    assert (stated.delegates_elected, stated.explanation) == (81, "Сарань – на бумаге")
    shown = form.client.get(reverse("campaigns:submitted_results", args=[submission.pk]))
    [beside] = shown.context["levels"]
    differing = {one["title"]: one for one in beside["figures"] if one["difference"]}
    assert {(one["stated"], one["summed"], one["difference"]) for one in differing.values()} == {
        ("81", "50", "+31"), ("3", "2", "+1"),
    }  # fmt: skip
    assert "Сарань – на бумаге" in shown.content.decode()


def test_equal_figures_need_no_explanation(form: Form, branches: list[Organization]) -> None:
    form.send("branch", {}, action="sums")
    assert form.send("branch", {}).headers["Location"] == form.url("results_section", "primary")


# --- On paper ---------------------------------------------------------------------------------------------


def test_staff_enter_the_figures_of_a_paper_once(form: Form, world: World, signed_in: SignIn) -> None:
    staff = signed_in(world.saule)
    submission = form.obligation.submit(by=world.saule, at=NOON, received_on=TODAY, channel="paper")
    assert staff.get(reverse("campaigns:submitted_results", args=[submission.pk])).context["may_enter"]
    url = reverse("campaigns:results_enter", args=[submission.pk])
    assert "delegates_present" in errors(staff.post(url, answers(delegates_present="121")))
    assert staff.post(url, answers()).status_code == 302
    staff.post(url, answers(delegates_present="1"))
    results = ConferenceResults.objects.get()
    assert (results.delegates_present, results.entered_by, results.submission) == (110, world.saule, submission)


def test_a_sum_taken_on_the_page_of_staff_enters_nothing(
    form: Form, branches: list[Organization], world: World, signed_in: SignIn
) -> None:
    submission = form.obligation.submit(by=world.saule, at=NOON, received_on=TODAY, channel="paper")
    url = reverse("campaigns:results_enter", args=[submission.pk])
    answer = signed_in(world.saule).post(url, {**answers(), "action": "sum:branch_delegates_elected"})
    assert answer.context["form"]["branch_delegates_elected"].value() == "50"
    assert answer.context["form"]["body_women"].value() == "18"
    assert not ConferenceResults.objects.filter(submission=submission).exists()


# --- Strangers --------------------------------------------------------------------------------------------


def test_only_those_of_the_organization_fill_in(form: Form, world: World, signed_in: SignIn) -> None:
    assert signed_in(world.erlan).get(form.url()).status_code == 404
    assert signed_in(world.bolat).get(form.url()).status_code == 404
    assert signed_in(world.leila).get(form.url()).status_code == 403
    assert signed_in(world.dana).get(form.url("results_section", "work")).status_code == 200
    form.keep(answers())
    assert signed_in(world.dana).post(form.url("results_submit"), {"token": "x"}).status_code == 403


def test_a_chair_above_fills_in_for_a_branch(form: Form, world: World, campaign: Campaign) -> None:
    branch = Form(hold(campaign, world.temirtau, world), form.client)
    assert branch.hand_in(answers()).conference_results.conference.organization == world.temirtau


def test_the_norm_of_the_quorum_is_said_with_its_source(form: Form, meeting: Form, campaign: Campaign) -> None:
    assert "1/2" in page(meeting, "attendance")["quorum"]
    assert "2/3" in page(form, "attendance")["quorum"]
    campaign.conference_quorum, campaign.quorum_source = "3/4", "Устав, п. 7.9"
    campaign.save()
    said = page(form, "attendance")["quorum"]
    assert "3/4" in said
    assert "Устав, п. 7.9" in said
    assert page(form, "work")["quorum"] == ""


def test_pages_that_may_stay_empty_are_not_waited_for(form: Form) -> None:
    form.keep({**answers(), "information": ""}, "save")
    shown = form.client.get(form.url()).context
    assert (shown["done"], shown["needed"]) == (6, 6)
    form.send("branch", level("branch", organizations_held="1"), action="list")
    shown = form.client.get(form.url()).context
    assert (shown["done"], shown["needed"]) == (6, 7)


def test_two_people_at_once_see_both_versions(form: Form, world: World, signed_in: SignIn) -> None:
    form.send("attendance", {"delegates_elected": "120"}, action="list")
    dana, url = signed_in(world.dana), form.url("results_section", "guests")
    dana.post(url, {"delegates_elected": "120", "guests_higher_body": "3", "version": 1, "action": "list"})
    stale = {"delegates_elected": "120", "guests_higher_body": "8", "version": 1, "action": "next"}
    conflict = form.client.post(url, stale)
    differing = [(row["mine"], row["theirs"]) for row in conflict.context["rows"] if row["differs"]]
    assert (conflict.status_code, differing) == (409, [("8", "3")])
    assert Draft.of(form.obligation).data["guests_higher_body"] == "3"


def test_a_remark_may_speak_of_a_figure_of_a_level(form: Form, world: World, signed_in: SignIn) -> None:
    form.hand_in(answers())
    page_of_staff = signed_in(world.saule).get(f"{form.obligation.get_absolute_url()}return/")
    fields = dict(page_of_staff.context["form"].remarks[0].fields["field"].choices)
    assert {"delegates_present", "branch_organizations_held", "primary_body_women", "branch_explanation"} <= set(fields)
