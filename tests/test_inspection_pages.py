"""Pages of inspections: what is typed wrong stays, what is kept stays beside what is now, tables tell the same."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from documents.registry import WHOLE_UNION, BadFilter, build
from inspections.models import Finding, FindingFigure, FollowUp, Inspection, Recommendation
from inspections.models.parts import remove_part, write_part
from inspections.models.recommendation import remove_recommendation
from inspections.report import Report
from membership.models import MembershipReport
from organizations.access import Position
from reporting.digest_letters import Digest, Item, lines_of
from reporting.ladder import Role
from reporting.models import Obligation, Requirement
from tests.inspections_world import (
    FROM,
    GIVEN_ON,
    TO,
    begun,
    found,
    handed_over,
    inspected_by,
    numbered,
    plan_of_2023,
    planned,
    recommended,
    signed,
    written,
)
from tests.matrix import letter_of
from tests.membership_world import make_report, membership_requirement
from tests.world import NOON, TODAY, World, appoint, at, make_user

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "thematic", "organization": "karaganda", "topic_ru": "Учёт членов", "topic_kk": "", "plan": "",
    "planned_from": "10.05.2023", "planned_to": "19.05.2023", "studied_from": "", "studied_to": "", "reply_days": "30",
}  # fmt: skip


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(name: str, as_of: date = TODAY, **filters: str) -> list[dict[str, Any]]:
    return list(build(name, user=WHOLE_UNION, as_of=as_of, filters=filters).records())


# --- Writing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"planned_to": "09.05.2023"}, "planned_to"),
        ({"planned_from": "не знаю"}, "planned_from"),
        ({"organization": "нет такой"}, "organization"),
        ({"organization": "union"}, "organization"),
        ({"topic_ru": ""}, "topic_ru"),
        ({"studied_from": "01.01.2023"}, "studied_to"),
        ({"reply_days": "0"}, "reply_days"),
        ({"reply_days": "400"}, "reply_days"),
        ({"kind": "follow_up"}, "kind"),
    ],
)
def test_what_was_typed_stays_with_a_sentence_at_its_field(
    typed: dict[str, str], field: str, world: World, signed_in: Any
) -> None:
    answer = signed_in(world.saule).post("/inspections/new/", FORM | typed)
    form = answer.context["form"]
    assert set(form.errors) == {field}
    assert form["topic_kk"].value() == ""
    assert form["planned_from"].value() == (FORM | typed)["planned_from"]
    assert not Inspection.objects.exists()


def test_the_form_begins_with_the_parameter_and_what_was_asked_about(world: World, signed_in: Any) -> None:
    plan = plan_of_2023(world)
    client = signed_in(world.saule)
    form = client.get(f"/inspections/new/?organization=karaganda&plan={plan.pk}").context["form"]
    assert (form["reply_days"].value(), form["organization"].value(), form["plan"].value()) == (
        "30", "karaganda", str(plan.pk),
    )  # fmt: skip
    answer = client.post("/inspections/new/", FORM | {"plan": plan.pk})
    one = Inspection.objects.get()
    assert answer["Location"] == one.get_absolute_url()
    assert (one.plan, one.history.latest().history_user) == (plan, world.saule)


def test_who_comes_second_is_shown_both_sides(world: World, signed_in: Any) -> None:
    one = planned(world)
    client = signed_in(world.saule)
    version = client.get(f"/inspections/{one.pk}/edit/").context["form"]["version"].value()
    one.topic_ru = "Другая тема"
    one.write(by=world.asan)
    answer = client.post(f"/inspections/{one.pk}/edit/", FORM | {"version": version, "topic_ru": "Моя тема"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Другая тема" in page
    assert "Моя тема" in page
    assert Inspection.objects.get().topic_ru == "Другая тема"


def test_a_finding_that_bears_a_recommendation_is_not_removed(world: World, signed_in: Any) -> None:
    one = begun(world)
    finding = found(one, world)
    recommended(one, world, finding=finding)
    client = signed_in(world.saule)
    answer = client.post(f"/inspections/findings/{finding.pk}/remove/", follow=True)
    assert "notice--error" in answer.content.decode()
    assert Finding.objects.exists()
    client.post(f"/inspections/recommendations/{Recommendation.objects.get().pk}/remove/")
    client.post(f"/inspections/findings/{finding.pk}/remove/")
    assert not Finding.objects.exists()
    assert not Recommendation.objects.exists()


def test_what_is_signed_is_not_written_by_any_page(world: World, signed_in: Any) -> None:
    one = signed(world)
    client = signed_in(world.saule)
    part = one.findings.first()
    assert part
    for address in (f"{one.pk}/edit/", f"{one.pk}/findings/add/", f"findings/{part.pk}/"):
        assert client.get(f"/inspections/{address}")["Location"] == one.get_absolute_url()
        assert client.post(f"/inspections/{address}", {"text": "x"})["Location"] == one.get_absolute_url()
    client.post(f"/inspections/findings/{part.pk}/remove/")
    part.refresh_from_db()
    page = text(client, one.get_absolute_url())
    assert "findings/add" not in page
    assert "take-signature-back" in page


def test_a_refused_verb_says_so_and_keeps_the_day(world: World, signed_in: Any) -> None:
    one = begun(world)
    answer = signed_in(world.saule).post(f"/inspections/{one.pk}/end/", {"on": "01.05.2023"})
    assert set(answer.context["form"].errors) == {"on"}
    assert answer.context["form"]["on"].value() == "01.05.2023"
    one.refresh_from_db()
    assert one.ended_on is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x", "due_on": "18.05.2023"}, "due_on"),
        ({"text": "x", "due_on": "32.05"}, "due_on"),
    ],
)
def test_a_recommendation_typed_wrong(typed: dict[str, str], field: str, world: World, signed_in: Any) -> None:
    one = written(world)
    answer = signed_in(world.saule).post(f"/inspections/{one.pk}/recommendations/add/", typed)
    assert set(answer.context["form"].errors) == {field}
    assert one.recommendations.count() == 3


def test_a_follow_up_begins_with_what_is_open(world: World, signed_in: Any) -> None:
    first = handed_over(world)
    client = signed_in(world.saule)
    sent = {name: FORM[name] for name in ("topic_ru", "studied_from", "studied_to", "reply_days", "plan")}
    answer = client.post(
        f"/inspections/{first.pk}/follow/",
        {**sent, "planned_from": "04.09.2023", "planned_to": "04.09.2023"},
    )
    later = Inspection.objects.get(follows=first)
    assert answer["Location"] == later.get_absolute_url()
    assert (later.kind, later.organization) == ("follow_up", world.karaganda)
    assert FollowUp.objects.filter(inspection=later).count() == 3
    page = text(client, later.get_absolute_url())
    assert page.count('data-test="judge"') == 3
    judgement = FollowUp.objects.order_by("pk")[0]
    address = f"/inspections/judgements/{judgement.pk}/"
    version = client.get(address).context["form"]["version"].value()
    client.post(address, {"outcome": "not_done", "text": "Ничего не сделано", "version": version})
    assert "Ничего не сделано" in text(client, first.get_absolute_url())
    assert "Ничего не сделано" not in text(signed_in(world.aigul), first.get_absolute_url())
    unsent = planned(world)
    assert client.get(f"/inspections/{unsent.pk}/follow/")["Location"] == unsent.get_absolute_url()


# --- Reading -------------------------------------------------------------------------------------------------


def with_membership(world: World, employed: int) -> MembershipReport:
    membership_requirement(world, first=2022, last=2023)
    return make_report(world.karaganda, 2023, employed=employed, received_on=date(2023, 1, 9))


def test_a_kept_figure_stands_beside_what_the_system_says_now(world: World, signed_in: Any) -> None:
    with_membership(world, 900)
    one = signed(world)
    kept = FindingFigure.objects.filter(finding__inspection=one, finding__section__code="membership")
    figure = kept.filter(value=900).first()
    assert figure
    client = signed_in(world.saule)
    assert 'data-test="figure-now"' not in text(client, one.get_absolute_url())
    kept.filter(pk=figure.pk).update(value=Decimal(870))
    page = text(client, one.get_absolute_url())
    assert "870" in page
    assert page.count('data-test="figure-now"') == 1
    assert "900" in page


def test_before_the_signature_figures_are_alive(world: World, signed_in: Any) -> None:
    one = written(world)
    assert not FindingFigure.objects.exists()
    client = signed_in(world.saule)
    before = text(client, one.get_absolute_url())
    with_membership(world, 912)
    after = text(client, one.get_absolute_url())
    assert "912" not in before
    assert "912" in after


def test_each_figure_stands_once_in_its_section(world: World) -> None:
    with_membership(world, 900)
    one = written(world)
    found(one, world, "membership", text="Второй вывод")
    one.sign(on=TO, by=world.saule, at=NOON)
    kept = FindingFigure.objects.filter(finding__inspection=one)
    codes = list(kept.values_list("code", flat=True))
    assert len(codes) == len(set(codes))
    assert set(kept.values_list("finding__section__code", flat=True)) <= {
        "membership", "training", "record_keeping",
    }  # fmt: skip
    assert not kept.filter(finding__text="Второй вывод").exists()


def test_the_chair_sees_the_report_and_where_to_answer(world: World, signed_in: Any) -> None:
    one = handed_over(world)
    chair = signed_in(world.aigul)
    page = text(chair, one.get_absolute_url())
    owed = [numbered(one, number).obligation for number in (1, 2, 3)]
    assert all(row and row.fill_url in page for row in owed)
    for staffs in ("redate", "/edit/", "follow", "История"):
        assert staffs not in page
    assert owed[0]
    form = text(chair, owed[0].fill_url)
    assert "Устранить замечание 1" in form
    assert "Изучено: membership" in form
    assert one.get_absolute_url() in form
    tasks = text(chair, "/")
    assert "Устранить замечание 1" in tasks
    assert "Устранить замечание 3" in tasks


def test_the_page_of_an_obligation_says_which_recommendation_it_is(world: World, signed_in: Any) -> None:
    owed = numbered(handed_over(world), 2).obligation
    assert owed
    page = text(signed_in(world.saule), owed.get_absolute_url())
    assert "Устранить замечание 2" in page
    assert "/redate/" not in page, "its day of the event is no event"
    board = text(signed_in(world.saule), "/")
    assert 'data-requirement="inspection_recommendation"' in board


LISTS = ["/reporting/", "/organizations/karaganda/", "/organizations/karaganda/obligations/"]


@pytest.mark.parametrize("address", LISTS)
def test_every_list_tells_one_recommendation_from_another(world: World, signed_in: Any, address: str) -> None:
    handed_over(world)
    page = text(signed_in(world.saule), address)
    assert [number for number in (1, 2, 3) if f"Устранить замечание {number}" in page] == [1, 2, 3]


def test_what_needs_attention_tells_them_apart(world: World, signed_in: Any) -> None:
    given = handed_over(world)
    Obligation.objects.filter(recommendation__inspection=given).update(original_due_on=TODAY)
    page = text(signed_in(world.saule), "/attention/")
    assert [number for number in (1, 2, 3) if f"Устранить замечание {number}" in page] == [1, 2, 3]


def test_many_chosen_are_named_before_they_are_changed(world: World, signed_in: Any) -> None:
    owed = [numbered(handed_over(world), 1).obligation_id, world.obligation.pk]
    given = {"step": "preview", "obligation": owed, "decided_on": "04.09.2023", "reason": "Реорганизация"}
    page = signed_in(world.saule).post("/reporting/bulk/exempt/", given).content.decode()
    assert "Рекомендация 1: Устранить замечание 1" in page
    assert world.requirement.title in page


def test_a_reminder_names_the_recommendation(world: World) -> None:
    owed = numbered(handed_over(world), 2).obligation
    assert owed
    known = {owed.pk: Obligation.objects.with_status(TODAY).get(pk=owed.pk)}
    digest = Digest([Item(Role.CHAIR, str(known[owed.pk].status), TODAY, owed.pk)])
    ((_item, line),) = lines_of(digest, known)
    assert line.title == "Рекомендация 2: Устранить замечание 2"


def test_the_issued_report_is_offered_to_whoever_sees_it(world: World, signed_in: Any) -> None:
    one = handed_over(world)
    assert 'data-test="issued"' not in text(signed_in(world.saule), one.get_absolute_url())
    letter_of(one, world)
    for user in (world.saule, world.aigul):
        page = text(signed_in(user), one.get_absolute_url())
        assert f"/inspections/{one.pk}/document/kk/" in page
    assert 'data-test="letter"' not in text(signed_in(world.aigul), one.get_absolute_url())


def test_other_kinds_are_still_answered_in_their_own_form(world: World, signed_in: Any) -> None:
    requirement = Requirement.objects.get(pk=world.requirement.pk)
    requirement.kind = "schedule"
    requirement.save()
    assert signed_in(world.aigul).get(f"/reporting/obligations/{world.obligation.pk}/answer/").status_code == 404


def test_the_organizations_page_lists_what_the_reader_sees(world: World, signed_in: Any) -> None:
    draft, given = written(world), handed_over(world)
    staff, chair = (text(signed_in(user), "/organizations/karaganda/") for user in (world.saule, world.aigul))
    assert draft.get_absolute_url() in staff
    assert draft.get_absolute_url() not in chair
    assert given.get_absolute_url() in chair


def test_days_are_corrected_on_a_page_of_their_own(world: World, signed_in: Any) -> None:
    one = written(world)
    client = signed_in(world.saule)
    assert 'data-test="correct_days"' in text(client, one.get_absolute_url())
    address = f"/inspections/{one.pk}/correct-days/"
    form = client.get(address).context["form"]
    assert (form["began_on"].initial, form["ended_on"].initial) == (FROM, TO)
    typed = {"began_on": "10.05.2023", "ended_on": "09.05.2023", "reason": "Опечатка"}
    refused = client.post(address, typed).context["form"]
    assert set(refused.errors) == {"ended_on"}
    assert refused["ended_on"].value() == "09.05.2023"
    client.post(address, typed | {"ended_on": "18.05.2023"})
    one.refresh_from_db()
    assert one.ended_on == date(2023, 5, 18)
    assert "Опечатка" in text(client, one.get_absolute_url())


def test_plans_of_the_union_are_not_for_the_staff_of_a_member_organization(world: World, signed_in: Any) -> None:
    plan = plan_of_2023(world)
    clerk = make_user("clerk")
    appoint(clerk, world.karaganda, Position.STAFF, "Сотрудник")
    below = planned(world, organization=world.temirtau, plan=plan)
    client = signed_in(clerk)
    codes = {
        address: client.get(f"/inspections/{address}").status_code
        for address in ("plans/", "plans/new/", f"plans/{plan.pk}/", f"plans/{plan.pk}/edit/")
    }
    assert codes == {
        "plans/": 403, "plans/new/": 403, f"plans/{plan.pk}/": 404, f"plans/{plan.pk}/edit/": 404,
    }  # fmt: skip
    page = text(client, below.get_absolute_url())
    assert plan.get_absolute_url() not in page
    assert "/inspections/plans/" not in text(client, "/inspections/")
    address = f"/inspections/{below.pk}/edit/"
    form = client.get(address).context["form"]
    assert "plan" not in form.fields
    sent = FORM | {"organization": "temirtau", "topic_ru": "Другое", "version": form["version"].value()}
    assert client.post(address, sent).status_code == 302
    below.refresh_from_db()
    assert (below.topic_ru, below.plan) == ("Другое", plan)
    assert signed_in(world.leila).get(plan.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("number", ["99999999999999999999", "9223372036854775808"])
def test_a_plan_that_no_database_counts_to(number: str, world: World, signed_in: Any) -> None:
    planned(world)
    client = signed_in(world.saule)
    assert client.get(f"/inspections/?plan={number}").status_code == 200
    assert client.get(f"/inspections/?plan={number}&as=csv").status_code == 400


def test_removing_twice_is_answered(world: World, signed_in: Any) -> None:
    one = begun(world)
    made = recommended(one, world)
    client = signed_in(world.saule)
    address = f"/inspections/recommendations/{made.pk}/remove/"
    assert [client.post(address).status_code for _time in range(2)] == [302, 404]


def test_the_page_of_an_organization_does_not_deny_an_inspection_under_way(world: World, signed_in: Any) -> None:
    begun(world)
    page = text(signed_in(world.aigul), "/organizations/karaganda/")
    assert "ещё не проверял" not in page


def test_a_follow_up_with_nothing_to_judge_does_not_call_it_executed(world: World, signed_in: Any) -> None:
    first = handed_over(world)
    for one in first.recommendations.all():
        assert one.obligation
        one.obligation.exempt(by=world.saule, at=NOON, decided_on=TODAY, reason="Решение")
    later = begun(world, kind="follow_up", follows=first)
    page = text(signed_in(world.saule), later.get_absolute_url())
    assert "исполнены" not in page
    assert "оценивать было нечего" in page


def test_the_history_tells_of_the_parts(world: World, signed_in: Any, django_assert_max_num_queries: Any) -> None:
    one = begun(world)
    client = signed_in(world.saule)
    with time_machine.travel(NOON + timedelta(minutes=1), tick=True):
        inspector, finding = inspected_by(one, world), found(one, world, text="Первое слово")
        recommendation = recommended(one, world, finding=finding)
        finding.text = "Второе слово"
        write_part(finding, by=world.saule)
        remove_recommendation(recommendation, by=world.saule)
        remove_part(inspector, by=world.saule)
    entries = client.get(one.get_absolute_url()).context["report"].history
    told = [entry["what"] for entry in entries]
    assert told == [
        "Удалено: проверяющий, Омарова Сауле",
        "Удалено: рекомендация, 1. Устранить замечание 1",
        "Изменено: вывод, Профсоюзное членство: замечание",
        "Внесено: рекомендация, 1. Устранить замечание 1",
        "Внесено: вывод, Профсоюзное членство: замечание",
        "Внесено: проверяющий, Омарова Сауле",
        "Изменено",
        "Внесено",
    ]
    changed = next(entry for entry in entries if entry["what"].startswith("Изменено: "))
    assert [(change["before"], change["after"]) for change in changed["changes"]] == [("Первое слово", "Второе слово")]
    assert {entry["who"] for entry in entries} == {world.saule}
    for _time in range(5):
        (
            remove_part(found(one, world), by=world.saule),
            inspected_by(one, world, person=None, typed_name="Ким", leads=False),
        )
    report = Report(one, world.saule, TODAY)
    assert report.keeps
    # One for the inspection and one for each kind of part.
    with django_assert_max_num_queries(5):
        assert len(report.history) == 20


# --- Tables --------------------------------------------------------------------------------------------------


def test_the_table_of_inspections_counts_what_came_of_them(world: World) -> None:
    plan = plan_of_2023(world)
    one = handed_over(world, plan=plan)
    inspected_by(planned(world, organization=world.akmola), world, person=None, typed_name="Ким Вера")
    owed = numbered(one, 1).obligation
    assert owed
    owed.submit(received_on=date(2023, 7, 1), by=world.aigul, at=NOON)
    told = {row["organization_code"]: row for row in rows("inspections")}
    karaganda, akmola = told["karaganda"], told["akmola"]
    assert (karaganda["state"], karaganda["findings"], karaganda["remarks"]) == ("handed_over", 3, 2)
    # Of three, the first is answered, the second has time, the third was to be replied to by 1 July.
    assert (karaganda["recommendations"], karaganda["executed"], karaganda["overdue"]) == (3, 1, 1)
    assert (akmola["state"], akmola["leader"], akmola["executed"]) == ("overdue", "Ким Вера", None)
    assert karaganda["leader"] == world.saule.person.name
    then = {row["organization_code"]: row["state"] for row in rows("inspections", as_of=FROM)}
    assert then == {"karaganda": "under_way", "akmola": "planned"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"state": "handed_over"}, {"karaganda"}),
        ({"state": "overdue"}, {"akmola"}),
        ({"kind": "thematic"}, {"akmola"}),
        ({"year": "2023"}, {"karaganda", "akmola"}),
        ({"year": "2022"}, set()),
        ({"organization": "akmola"}, {"akmola"}),
        ({"parent": "union"}, {"karaganda", "akmola"}),
        ({"q": "Караганд"}, {"karaganda"}),
        ({"region": "KZ-35"}, {"karaganda"}),
    ],
)
def test_inspections_are_narrowed(filters: dict[str, str], expected: set[str], world: World) -> None:
    handed_over(world)
    planned(world, organization=world.akmola, kind="thematic")
    assert {row["organization_code"] for row in rows("inspections", **filters)} == expected


def test_a_misspelt_filter_is_refused(world: World) -> None:
    for name, words in (
        ("inspections", {"stat": "signed"}),
        ("inspections", {"state": "fine"}),
        ("recommendations", {"kind": "x"}),
    ):
        with pytest.raises(BadFilter):
            build(name, user=WHOLE_UNION, as_of=TODAY, filters=words)


def test_the_table_of_recommendations(world: World, signed_in: Any) -> None:
    one = handed_over(world)
    owed = numbered(one, 1).obligation
    assert owed
    owed.submit(received_on=date(2023, 8, 5), by=world.aigul, at=at(date(2023, 8, 5)), text="Исполнено")
    told = rows("recommendations")
    assert [(row["number"], row["status"]) for row in told] == [(3, "missing"), (1, "late"), (2, "not_due")]
    late = told[1]
    assert (late["days_late"], late["answer"], late["section"]) == (4, "Исполнено", "Профсоюзное членство")
    assert [row["due_named"] for row in told] == [False, True, True]
    assert [row["number"] for row in rows("recommendations", status="missing")] == [3]
    assert rows("recommendations", as_of=GIVEN_ON.replace(month=5)) == []
    chair = signed_in(world.aigul)
    lines = list(csv.reader(io.StringIO(chair.get("/inspections/recommendations/?as=csv").content.decode("utf-8-sig"))))
    assert len(lines) == 4
    assert "Устранить замечание 1" in chair.get("/inspections/recommendations/").content.decode()
    assert not Obligation.objects.visible_to(world.erlan).filter(recommendation__isnull=False).exists()
