"""Planned terms that staff enter from papers: how they are read, what is asked back, how a conflict is settled."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from campaigns.imports import import_facts, import_plans
from campaigns.models import Conference, Plan
from campaigns.periods import parse
from organizations.access import Position
from tests.union_of_2023 import LIST_DAY, Union, union_with_facts
from tests.world import appoint, at, make_organization, make_user

SignIn = Callable[..., Client]


@pytest.fixture
def union(db: None) -> Union:
    return union_with_facts()


def page(union: Union, code: str) -> str:
    return reverse("campaigns:plan_record", args=[union.campaign.pk, code])


def typed(term: str, **more: str) -> dict[str, str]:
    return {
        "level": "member",
        "term": term,
        "source": "table",
        "source_note": "письмо № 15",
        "stated_on": "04.09.2023",
        **more,
    }


def newest() -> Plan:
    return Plan.objects.latest("pk")


def test_a_term_is_read_and_the_reading_is_said(union: Union, signed_in: SignIn) -> None:
    answer = signed_in(union.staff).post(page(union, "ulytau"), typed("апрель 2024 г."), follow=True)
    assert "01.04.2024–30.04.2024" in answer.content.decode()
    plan = newest()
    assert (plan.raw, plan.first_day, plan.last_day) == ("апрель 2024 г.", date(2024, 4, 1), date(2024, 4, 30))
    assert (plan.organization.code, plan.recorded_by, plan.source) == ("ulytau", union.staff, "table")


def test_kazakh_is_read_alike(union: Union, signed_in: SignIn) -> None:
    signed_in(union.staff).post(page(union, "ulytau"), typed("2024 жылғы наурыз-мамыр айлары"))
    assert (newest().first_day, newest().last_day) == (date(2024, 3, 1), date(2024, 5, 31))


def test_what_cannot_be_read_is_kept_in_the_field_with_examples(union: Union, signed_in: SignIn) -> None:
    before = Plan.objects.count()
    answer = signed_in(union.staff).post(page(union, "ulytau"), typed("когда-нибудь весной"))
    error = str(answer.context["form"].errors["term"])
    assert "когда-нибудь весной" in error
    assert "13.10.2023" in error
    assert "когда-нибудь весной" in answer.content.decode()
    assert Plan.objects.count() == before


def test_a_term_outside_the_window_asks_why(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    answer = client.post(page(union, "ulytau"), typed("октябрь 2024 г."))
    assert "01.03.2024–31.05.2024" in str(answer.context["form"].errors["outside_reason"])
    client.post(page(union, "ulytau"), typed("октябрь 2024 г.", outside_reason="Область создана в 2022 году"))
    assert newest().outside_reason == "Область создана в 2022 году"


def test_the_window_is_that_of_the_level(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    assert client.post(page(union, "ulytau"), typed("ноябрь 2023 г.", level="primary")).status_code == 302
    assert newest().level == "primary"
    refused = client.post(page(union, "ulytau"), typed("апрель 2024 г.", level="branch"))
    assert "01.01.2024–31.03.2024" in str(refused.context["form"].errors["outside_reason"])


def test_an_ambiguous_term_is_confirmed_first(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    term = typed("II квартал 26.04.2024 г.")
    answer = client.post(page(union, "ulytau"), term)
    assert "26.04.2024" in str(answer.context["form"].errors["confirm"])
    client.post(page(union, "ulytau"), term | {"confirm": "on"})
    assert (newest().raw, newest().is_ambiguous) == ("II квартал 26.04.2024 г.", False)


def test_a_paper_of_tomorrow_is_refused(union: Union, signed_in: SignIn) -> None:
    answer = signed_in(union.staff).post(page(union, "ulytau"), typed("апрель 2024 г.", stated_on="05.09.2023"))
    assert answer.context["form"].errors["stated_on"]


def test_staff_confirm_the_reading_of_karaganda(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    ambiguous = Plan.objects.get(organization__code="karaganda", source="table")
    start = client.get(page(union, "karaganda"), {"confirm": ambiguous.pk})
    assert start.context["form"]["term"].value() == "IV квартал 09.10.2023 г."
    assert "09.10.2023" in start.context["form"].echo
    told = typed(ambiguous.raw, confirm="on", outside_reason="Истекает срок полномочий", number="9")
    assert client.post(page(union, "karaganda"), told).status_code == 302
    campaign = client.get(reverse("campaigns:campaign", args=[union.campaign.pk]))
    assert "ambiguous" not in {kind.value for kind, _ in campaign.context["deviations"]}


def test_a_conflict_is_settled_by_setting_a_statement_aside(union: Union, signed_in: SignIn) -> None:
    client = signed_in(union.staff)
    text = Plan.objects.get(organization__code="kyzylorda", level="member", source="text")
    set_aside = reverse("campaigns:plan_set_aside", args=[text.pk])
    assert client.post(set_aside, {"on": "04.09.2023", "reason": ""}).context["form"].errors["reason"]
    assert client.post(set_aside, {"on": "04.09.2023", "reason": "Подтвержден IV квартал"}).status_code == 302
    text.refresh_from_db()
    assert (text.set_aside_by, text.set_aside_reason) == (union.staff, "Подтвержден IV квартал")
    again = client.post(set_aside, {"on": "04.09.2023", "reason": "Снова"})
    assert again.context["form"].non_field_errors()
    own = client.get(reverse("campaigns:plans", args=[union.campaign.pk, "kyzylorda"])).context["groups"][0]
    assert [one.counts for one in own.statements if one.plan == text] == [False]


# --- The echo while typing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "level", "words", "outside", "ambiguous"),
    [
        ("апрель 2024", "member", "01.04.2024–30.04.2024", False, False),
        ("апрель 2024", "branch", "01.04.2024–30.04.2024", True, False),
        ("IV квартал 09.10.2023 г.", "member", "09.10.2023", True, True),
        ("весной", "member", "13.10.2023", False, False),  # the examples of the refusal
        ("", "member", "", False, False),
    ],
)
def test_the_server_echoes_how_it_reads(
    union: Union, signed_in: SignIn, text: str, level: str, words: str, outside: bool, ambiguous: bool
) -> None:
    url = reverse("campaigns:reading", args=[union.campaign.pk])
    echo = signed_in(union.staff).get(url, {"text": text, "level": level}).json()
    assert words in echo["text"]
    assert (echo["outside"], echo["ambiguous"]) == (outside, ambiguous)


# --- Statements and their levels --------------------------------------------------------------------------


def test_a_plan_belongs_to_its_organization_or_to_bodies_below(union: Union) -> None:
    branch = make_organization("panfilov", "branch", union.members["zhetysu"], "Панфилов")
    told = {"campaign": union.campaign, "source": "text", "stated_on": LIST_DAY, "by": union.staff, "at": at(LIST_DAY)}
    with pytest.raises(ValidationError):
        Plan.record(organization=branch, level="member", period=parse("март 2024"), **told)
    assert Plan.record(organization=branch, level="primary", period=parse("март 2024"), **told).pk


# --- Imports ----------------------------------------------------------------------------------------------


def test_an_import_is_all_or_nothing_and_names_the_row(union: Union) -> None:
    before = Plan.objects.count()
    good = {"code": "ulytau", "level": "member", "planned_raw": "май 2024", "source": "text"}
    for bad in ({"planned_raw": "весной"}, {"code": "nowhere"}):
        with pytest.raises(ValidationError) as refusal:
            import_plans(union.campaign, [good, good | bad], told_on=LIST_DAY, by=union.staff, at=at(LIST_DAY))
        assert " 3" in refusal.value.messages[0]
    assert Plan.objects.count() == before


def test_facts_entered_twice_are_refused_whole(union: Union) -> None:
    row = {
        "code": "ulytau",
        "schedule_number": "",
        "information_received_by_2023_09_04": "",
        "held_on": "2023-09-01",
        "notified_officially": "yes",
        "branch_schedules_submitted": "yes",
        "exempt_because": "",
    }
    told = {"told_on": LIST_DAY, "source": "x", "by": union.staff, "at": at(LIST_DAY)}
    count = Conference.objects.count()
    with pytest.raises(ValidationError):
        import_facts(union.campaign, [row, row | {"code": "akmola"}], **told)
    assert Conference.objects.count() == count
    import_facts(union.campaign, [row], **told)
    made = Conference.objects.get(organization__code="ulytau")
    assert (made.notified_on, made.notified_day_stated) == (LIST_DAY, False)


# --- Corrections ------------------------------------------------------------------------------------------


@pytest.fixture
def correct(union: Union, signed_in: SignIn) -> Callable[..., object]:
    """`correct(fact, field=…)`: what the administrator sends from the page of corrections."""
    asan = make_user("asan")
    appoint(asan, union.root, Position.ADMINISTRATOR, "Серіков Асан")
    client = signed_in(asan)

    def send(fact: Model, **changes: str) -> object:
        url = reverse(f"admin:campaigns_{fact._meta.model_name}_change", args=[fact.pk])
        form = client.get(url).context["adminform"].form
        data = {name: form[name].value() or "" for name in form.fields}
        answer = client.post(url, data | {"change_reason": "Опечатка"} | changes)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        fact.refresh_from_db()
        return fact.history.first()

    return send


def test_a_corrected_text_is_read_again(union: Union, correct: Callable) -> None:
    plan = Plan.objects.get(organization__code="abai", source="table")
    version = correct(plan, raw="май 2024 г.")
    assert (plan.first_day, plan.last_day, plan.precision) == (date(2024, 5, 1), date(2024, 5, 31), "month")
    assert version.history_change_reason == "Опечатка"


def test_a_confirmed_reading_survives_another_correction(union: Union, correct: Callable) -> None:
    Plan.objects.filter(organization__code="karaganda", source="table").update(is_ambiguous=False)
    plan = Plan.objects.get(organization__code="karaganda", source="table")
    correct(plan, approved_by="Исполком")
    assert (plan.approved_by, plan.is_ambiguous) == ("Исполком", False)


def test_windows_and_conferences_are_corrected_with_a_reason(union: Union, correct: Callable) -> None:
    window = union.campaign.windows.get(level="member")
    correct(window, last_day="30.06.2024")
    assert window.last_day == date(2024, 6, 30)
    conference = Conference.objects.get(organization__code="akmola")
    correct(conference, source="письмо № 8", held_on="01.01.2023")
    assert (conference.source, conference.held_on) == ("письмо № 8", date(2023, 8, 16))  # the day has a page of its own


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000, "²", "x"])
def test_a_statement_that_cannot_be_is_not_looked_for(union: Union, signed_in: SignIn, number: str) -> None:
    page = reverse("campaigns:plan_record", args=[union.campaign.pk, "karaganda"])
    assert signed_in(union.staff).get(page, {"confirm": number}).status_code == 200
