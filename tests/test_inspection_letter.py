"""The report of an inspection as a letter: what it says in both languages, what it leaves open, who reads it."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from documents.registry import WHOLE_UNION
from indicators.models import ActivityForm
from inspections.letters import REPORT, SLUG, begin_url
from inspections.letters_given import issued_report, report_file
from inspections.models import Finding, FindingSection, Inspection, InspectionPlan, Inspector, Recommendation
from letters import kinds
from letters.context import Envelope, Material, shape
from letters.issuing import missing
from letters.kinds import Asking
from letters.models import OfficialLetter
from letters.word_templates import check_template
from letters.writing import write, write_docx
from membership.models import MembershipReport, TerritoryEvent, UncoveredTerritory
from organizations.models import Appointment, Person
from reporting.periods import Period
from tests.indicator_world import H1, asked_for, make_form, tell
from tests.letter_files import Letter, said_by, written
from tests.membership_world import make_report, membership_requirement
from tests.training_world import tell as tell_training, training_asked
from tests.world import NOON, TODAY, World, at, make_organization

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
NBSP, ONE_DAY = "\u00a0", timedelta(days=1)
NUMBERED = re.compile(r"\d\. [А-Я]")
RECOMMENDED = re.compile(r"\d\. .*Ответственный")
HEADING = re.compile(r"\d\. [А-Я][а-я]+|Рекомендации$|Выводы$")
BEGAN, ENDED, SIGNED = date(2023, 8, 14), date(2023, 8, 18), date(2023, 8, 25)


def inspect(world: World, **fields: Any) -> Inspection:
    """Of Karaganda in August 2023, ended, nothing written yet."""
    given: dict[str, Any] = {
        "topic_ru": "Уставная деятельность", "topic_kk": "Жарғылық қызмет", "planned_from": BEGAN, "planned_to": ENDED,
        "studied_from": date(2022, 1, 1), "studied_to": date(2023, 6, 30), "reply_days": 30, "began_on": BEGAN,
        "ended_on": ENDED,
    }  # fmt: skip
    return Inspection.objects.create(**{"organization": world.karaganda, **given, **fields})


def find(inspection: Inspection, section: str, text: str, mark: str = "remark") -> Finding:
    return Finding.objects.create(
        inspection=inspection, section=FindingSection.objects.get(code=section), text=text, mark=mark
    )


def whole(world: World) -> Inspection:
    """With everything that a report can hold."""
    known(world)
    plan = InspectionPlan.objects.create(
        year=2023, approved_by="Исполком", number="5", approved_on=date(2023, 1, 12), source="постановление"
    )
    inspection = inspect(world, plan=plan)
    leader = Person.objects.create(name_ru="Омарова Сауле", name_kk="Омарова Сәуле")
    Inspector.objects.create(inspection=inspection, person=leader, position_text="юрист", leads=True, signs=True)
    Inspector.objects.create(inspection=inspection, typed_name="Ахметов Б.", position_text="бухгалтер")
    find(inspection, "structure", "Структура соответствует Уставу", "in_order")
    find(inspection, "structure", "Не созданы филиалы.")
    find(inspection, "membership", "Численность снижается.\nПричины не изучены")
    find(inspection, "legal_work", "Правовая работа ведется.", "in_order")
    chair = Appointment.objects.get(organization=world.karaganda, position="chair").person
    remark = Finding.objects.filter(mark="remark").first()
    Recommendation.objects.create(
        inspection=inspection, finding=remark, number=1, text="Создать филиалы", due_on=date(2023, 12, 1), responsible=chair
    )  # fmt: skip
    Recommendation.objects.create(inspection=inspection, number=2, text="Обучить актив.", responsible_text="Президиум")
    Recommendation.objects.create(inspection=inspection, number=3, text="Сверить учет")
    return inspection


def known(world: World) -> None:
    """What the system knows of Karaganda."""
    world.karaganda.legal_name_kk = "«Қарағанды облысы» ҚБ"
    world.karaganda.save()
    membership_requirement(world)
    make_report(world.karaganda, 2022, employed=1000, employees=1250)
    make_report(
        world.karaganda, 2023, employed=957, employees=1200, admitted=11, left=54, members_women=700, members_youth=210,
        institutions_without_state=7,
    )  # fmt: skip
    for name, name_kk, since, largest in (
        ("Шетский район", "Шет ауданы", date(2021, 3, 1), True),
        ("Абайский район", "Абай ауданы", None, False),
    ):
        UncoveredTerritory.objects.create(
            organization=world.karaganda,
            name_ru=name,
            name_kk=name_kk,
            since=since,
            is_largest=largest,
            source="справка",
        )
    gone = make_organization("gone", "primary", world.temirtau, "Колледж № 9", short_kk="№ 9 колледж")
    TerritoryEvent.record(
        kind="withdrawal", on=date(2022, 11, 3), origin=gone, members_total=43, reason="other_union",
        source="постановление", by=world.saule, at=NOON,
    )  # fmt: skip
    ActivityForm.objects.filter(code="legal_work").update(code="first_legal_work")
    form = make_form(world, "legal_work", title_ru="Правовая работа", title_kk="Құқықтық жұмыс")
    asked_for(world, form)
    tell(world.karaganda, form, Period(2022, "h1"), found=5, eliminated=2, money=120.5)
    tell(world.karaganda, form, Period(2022, "h2"), found=6, eliminated=4, money=3000)
    tell(world.karaganda, form, H1, found=8, eliminated=8, about=("found",))
    training_asked(world)
    tell_training(world.karaganda, Period(2022), chairs=3, members=20)


def asking(inspection: Inspection, day: date = TODAY, user: Any = WHOLE_UNION) -> Asking:
    return Asking(user=user, as_of=day, asked={"inspection": str(inspection.pk)})


def letter(inspection: Inspection, language: str = "ru", **more: Any) -> Letter:
    return written(REPORT, asking(inspection, **more), language)


def section(told: Letter, name: str) -> list[str]:
    """Its paragraphs, up to the next heading."""
    heads = [number for number, line in enumerate(told.lines) if HEADING.match(line)]
    start = next(number for number in heads if told.lines[number].endswith(name))
    end = next((number for number in heads if number > start), len(told.lines))
    return told.lines[start + 1 : end]


def unknown(inspection: Inspection, language: str = "ru") -> dict[str, str]:
    """By path where it leads."""
    material = Material(REPORT, REPORT.facts(asking(inspection)), Envelope(REPORT.title, TODAY))
    draft = write(REPORT.template(language), material, language, draft=True)
    return {mark.path: mark.link for mark in missing(draft.unknown)}


# --- Two languages ----------------------------------------------------------------------------------------------


def test_both_languages_say_the_same_figures_days_and_organizations(world: World) -> None:
    inspection = whole(world)
    russian, kazakh = (said_by(letter(inspection, one).text, one) for one in ("ru", "kk"))
    assert russian == kazakh
    assert russian["days"]["14.08.2023"] == 1
    assert russian["organizations"] == {"karaganda": 1, "gone": 1}
    assert russian["numbers"]["957"] == 1


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("make", [whole, inspect], ids=["whole", "empty"])
def test_the_templates_stand_the_trial_of_uploaded_ones(make: Any, language: str, world: World) -> None:
    material = Material(REPORT, REPORT.facts(asking(make(world))), Envelope(REPORT.title, TODAY))
    check_template(REPORT.template(language), material, language)


def test_the_facts_have_the_same_names_whatever_is_known(world: World) -> None:
    shapes = [
        shape(Material(REPORT, REPORT.facts(asking(one)), Envelope(REPORT.title, TODAY)))
        for one in (inspect(world, kind="thematic"), whole(world))
    ]
    assert shapes[0] == shapes[1]


# --- What it says -----------------------------------------------------------------------------------------------


def test_who_inspected_whom_when_and_on_what_ground(world: World) -> None:
    rows = {row[0]: row[1] for row in letter(whole(world)).rows if len(row) == 2}
    assert rows["Тема"] == "Уставная деятельность"
    assert rows["Основание"] == "План проверок на 2023 год, утвержден 12.01.2023: Исполком, № 5"
    assert rows["Дни проверки"] == "14.08.2023 – 18.08.2023"
    assert rows["Изучаемый период"] == "01.01.2022 – 30.06.2023"
    assert rows["Проверяющие"] == "Омарова Сауле, юрист (руководитель проверки); Ахметов Б., бухгалтер"
    assert rows["юрист"].endswith("Омарова Сауле"), "who signs"
    assert "бухгалтер" not in rows, "those who sign may be fewer"
    kazakh = {row[0]: row[1] for row in letter(Inspection.objects.get(), "kk").rows if len(row) == 2}
    assert kazakh["Тақырыбы"] == "Жарғылық қызмет"
    assert (
        kazakh["Негізі"] == "2023 жылға арналған тексерулер жоспары, бекітілген күні 12.01.2023: Атқару комитеті, № 5"
    )


def test_each_section_with_its_findings_and_marks(world: World) -> None:
    told = letter(whole(world))
    assert section(told, "Организационная структура")[:2] == [
        "Без замечаний. Структура соответствует Уставу.",
        "Замечание. Не созданы филиалы.",
    ]
    assert section(told, "Профсоюзное членство")[:2] == ["Замечание. Численность снижается.", "Причины не изучены."]


def test_territories_and_withdrawals_by_name_or_their_sentence(world: World) -> None:
    told = letter(whole(world))
    assert told.list_after("Территории без филиала (2)") == [
        "Абайский район;",
        "Шетский район, с 01.03.2021, из числа крупнейших.",
    ]
    assert told.list_after("Вышли из Профсоюза (1)") == ["Колледж № 9, 03.11.2022, членов Профсоюза: 43."]
    UncoveredTerritory.objects.all().delete()
    TerritoryEvent.objects.all().delete()
    told = letter(Inspection.objects.get())
    assert "Территорий без филиала в реестре нет." in section(told, "Организационная структура")
    assert "За изучаемый период организации из Профсоюза не выходили." in section(told, "Профсоюзное членство")


def test_a_withdrawal_outside_the_period_studied_is_not_told(world: World) -> None:
    inspection = whole(world)
    Inspection.objects.update(studied_from=date(2022, 11, 4))
    assert "Колледж № 9" not in letter(inspection).text


def test_membership_with_shares_and_flow(world: World) -> None:
    rows = {row[0]: row[1:] for row in letter(whole(world)).rows if len(row) == 3}
    assert rows["Членов профсоюза всего"] == ["977", "01.01.2023"]
    assert rows["Принято"][0] == "11"
    assert rows["Выбыло"][0] == "54"
    assert {row[0] for row in rows.values()} >= {f"79,8{NBSP}%", f"71,6{NBSP}%", f"21,5{NBSP}%", "−43"}


def test_legal_work_of_three_years_side_by_side(world: World) -> None:
    table = letter(whole(world)).table("Правовая работа")
    assert table[0] == ["Правовая работа", "2021 год", "2022 год", "I полугодие 2023 г."]
    rows = {row[0]: row[1:] for row in table[1:]}
    assert rows["Выявлено нарушений"] == ["—", "11", f"≈{NBSP}8"]
    assert rows["Возвращено, тенге"] == ["—", f"3{NBSP}120,5", "—"]
    assert "Пострадало, чел." not in rows, "what nobody ever told is named below the table"
    assert any(
        "Нет данных:" in line and "Пострадало" in line
        for line in section(letter(Inspection.objects.get()), "Правовая работа")
    )


def test_a_comprehensive_inspection_looks_at_every_section_another_one_at_its_own(world: World) -> None:
    inspection = whole(world)
    names = [
        line.split(". ", 1)[1]
        for line in letter(inspection).lines
        if NUMBERED.match(line) and not RECOMMENDED.match(line)
    ]
    every = FindingSection.objects.exclude(code="other").values_list("name_ru", flat=True)
    assert names == list(every)
    assert "Сведений в информационной системе нет." in section(letter(inspection), "Информационная работа")
    Inspection.objects.update(kind="thematic")
    names = [
        line.split(". ", 1)[1]
        for line in letter(inspection).lines
        if NUMBERED.match(line) and not RECOMMENDED.match(line)
    ]
    assert names == ["Организационная структура", "Профсоюзное членство", "Правовая работа"]


def test_recommendations_with_a_day_or_days_to_reply_and_who_answers_for_them(world: World) -> None:
    told = letter(whole(world))
    assert [line for line in told.lines if RECOMMENDED.match(line)] == [
        "1. Создать филиалы. Срок исполнения: 01.12.2023. Ответственный: Жунусова Айгуль.",
        "2. Обучить актив. Срок не назван: ответ в течение 30 дней после вручения справки. Ответственный: Президиум.",
        "3. Сверить учет. Срок не назван: ответ в течение 30 дней после вручения справки. Ответственный: —.",
    ]
    Inspection.objects.update(reply_days=21)
    assert "в течение 21 дня после" in letter(Inspection.objects.get()).text


def test_lists_of_nobody_have_their_sentence(world: World) -> None:
    told = letter(inspect(world, kind="thematic"))
    assert {"Выводы по разделам не записаны.", "Рекомендаций нет."} <= set(told.lines)
    kazakh = letter(Inspection.objects.get(), "kk")
    assert {"Бөлімдер бойынша тұжырымдар жазылмаған.", "Ұсынымдар жоқ."} <= set(kazakh.lines)


def test_a_follow_up_names_what_it_follows(world: World) -> None:
    first = inspect(world, kind="thematic")
    second = inspect(world, kind="follow_up", follows=first, began_on=date(2023, 9, 1), ended_on=date(2023, 9, 1))
    rows = {row[0]: row[1] for row in letter(second).rows if len(row) == 2}
    assert rows["Вид проверки"].endswith("завершена 18.08.2023")


# --- What is not known ------------------------------------------------------------------------------------------


def test_what_is_lacking_is_yellow_and_leads_to_where_it_is_entered(world: World) -> None:
    inspection = inspect(world, ended_on=None, studied_from=None, studied_to=None)
    here = inspection.get_absolute_url()
    found = unknown(inspection)
    for path in ("inspection.ended_on", "inspection.studied_from", "missing.inspectors", "missing.signatories"):
        assert found[path] == here
    assert found["sections.membership.nothing"] == here
    assert found["chair.elected_on"] == world.karaganda.get_absolute_url()
    assert found["sections.membership.figures.coverage.value"].startswith("/membership/?organization=karaganda")
    assert set(unknown(inspection, "kk")) == set(found)


def test_who_answers_for_a_recommendation_is_lacking_until_named(world: World) -> None:
    found = unknown(whole(world))
    assert [path for path in found if path.startswith("recommendations")] == [
        "recommendations.recommendation-3.responsible"
    ]
    assert not any(path.startswith("missing") for path in found)


def test_a_signed_report_lacks_no_findings_any_more(world: World) -> None:
    inspection = whole(world)
    inspection.sign(on=SIGNED, by=world.saule, at=at(SIGNED))
    assert not any(path.endswith(".nothing") for path in unknown(inspection))
    assert "Выводы по этому разделу не записаны." in section(letter(inspection), "Информационная работа")


# --- Figures kept -----------------------------------------------------------------------------------------------


def test_from_the_signature_on_the_figures_stay_as_they_were(world: World) -> None:
    inspection = whole(world)
    assert ["Членов профсоюза всего", "977", "01.01.2023"] in letter(inspection).rows
    inspection.sign(on=SIGNED, by=world.saule, at=at(SIGNED))
    before = letter(inspection)
    MembershipReport.objects.filter(year=2023).update(members_total=5000, members_women=1)
    assert section(letter(inspection), "Профсоюзное членство") == section(before, "Профсоюзное членство")
    assert ["Членов профсоюза всего", "977", "01.01.2023"] in letter(inspection).rows
    assert before.table("Правовая работа") == letter(inspection).table("Правовая работа")
    inspection.take_signature_back(reason="опечатка", by=world.saule, at=at(SIGNED))
    assert ["Членов профсоюза всего", f"5{NBSP}000", "01.01.2023"] in letter(inspection).rows


def test_kept_figures_still_lead_to_their_lists(world: World) -> None:
    inspection = whole(world)
    inspection.sign(on=SIGNED, by=world.saule, at=at(SIGNED))
    facts: Any = REPORT.facts(asking(inspection))
    row = next(one for one in facts["sections"].rows if one.key == "membership")
    links = {one.key: one.link for one in row.values["figures"].rows}
    assert links["members_total"].startswith("/membership/?organization=karaganda")


# --- What can be asked ------------------------------------------------------------------------------------------


def refusal(asked: Asking) -> str:
    with pytest.raises(ValidationError) as refused:
        REPORT.check(asked)
    return str(refused.value.code)


def test_what_cannot_be_reported_is_refused(world: World) -> None:
    one = inspect(world)
    assert refusal(asking(one, BEGAN - ONE_DAY)) == "before_inspection"
    assert refusal(asking(one, user=world.aigul)) == "inspection", "not handed over, so not seen"
    assert refusal(Asking(user=WHOLE_UNION, as_of=TODAY, asked={"inspection": "x"})) == "inspection"
    REPORT.check(asking(one, BEGAN))
    assert refusal(asking(inspect(world, began_on=None, ended_on=None))) == "not_begun"
    one.cancel(on=TODAY, reason="ошибка", by=world.saule, at=NOON)
    assert refusal(asking(one)) == "cancelled"


def test_those_that_have_begun_are_offered_the_latest_first(world: World) -> None:
    early = inspect(world, began_on=date(2023, 3, 1), ended_on=date(2023, 3, 2))
    late = inspect(world, organization=world.akmola)
    inspect(world, began_on=None, ended_on=None)
    offered = list(REPORT.asks[0].choices(world.saule, TODAY))
    assert [key for key, _words in offered] == [str(late.pk), str(early.pk)]
    assert offered[0][1].endswith("Акмолинская область, 14.08.2023–18.08.2023")


def test_what_people_typed_cannot_break_the_file(world: World) -> None:
    inspection = inspect(world, topic_ru='«Устав» & <b>"{{ own }}"</b> 😀\u202e')
    find(inspection, "structure", '<w:p/> & "Ұйым" {% for %} \ue000')
    for language in ("ru", "kk"):
        content = letter_unchecked(inspection, language)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            ElementTree.fromstring(archive.read("word/document.xml"))
        assert "{% for %}" in Letter(content).text


def letter_unchecked(inspection: Inspection, language: str) -> bytes:
    return write_docx(
        REPORT.template(language), REPORT.facts(asking(inspection)), language=language, kind=REPORT, as_of=TODAY
    )


def test_the_questions_do_not_grow_with_what_was_written(world: World) -> None:
    inspection = whole(world)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            REPORT.facts(asking(inspection))
        return len(queries)

    few = asked()
    for number in range(4, 24):
        person = Person.objects.create(name_ru=f"Член {number}")
        Inspector.objects.create(inspection=inspection, person=person)
        finding = find(inspection, "membership", f"Замечание {number}")
        Recommendation.objects.create(
            inspection=inspection, finding=finding, number=number, text=f"Устранить {number}", responsible=person
        )
    assert asked() == few


# --- Who reads it -----------------------------------------------------------------------------------------------


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._kinds, SLUG, REPORT)


def issued(client: Client, inspection: Inspection) -> OfficialLetter:
    """By the pages, from the link of the inspection."""
    assert client.get(begin_url(inspection)).context["form"]["inspection"].value() == str(inspection.pk)
    made = client.post(f"/letters/new/{SLUG}/", {"inspection": str(inspection.pk), "as_of": "04.09.2023"})
    draft = OfficialLetter.objects.get(pk=int(made["Location"].rstrip("/").rpartition("/")[2]))
    assert client.get(draft.get_absolute_url()).status_code == 200
    seen = client.get(f"/letters/{draft.pk}/issue/").context["form"]["seen"].value()
    client.post(f"/letters/{draft.pk}/issue/", {"seen": seen, "with_gaps": "on"})
    draft.refresh_from_db()
    assert draft.is_issued
    return draft


def given(user: Any, inspection: Inspection, language: str = "ru") -> bytes:
    request = RequestFactory().get("/")
    request.user = user
    return b"".join(report_file(request, inspection.pk, language))


def test_staff_issue_it_the_leadership_reads_it(registered: None, world: World, signed_in: SignIn) -> None:
    inspection = whole(world)
    staff = signed_in(world.saule)
    done = issued(staff, inspection)
    assert done.subject_ru == "Карагандинская область, 14.08.2023–18.08.2023"
    assert done.subject_kk == "Қарағанды облысы, 14.08.2023–18.08.2023"
    assert done.recorded["facts"]["inspection"]["group"]["ended_on"]["value"] == "2023-08-18"
    assert signed_in(world.leila).get(done.get_absolute_url()).status_code == 200
    assert signed_in(world.leila).get(begin_url(inspection)).status_code == 403
    for stranger in (world.aigul, world.erlan, world.bolat):
        assert signed_in(stranger).get(done.get_absolute_url()).status_code == 404


def test_the_inspected_organization_reads_it_once_it_was_handed_over(
    registered: None, world: World, signed_in: SignIn
) -> None:
    inspection = whole(world)
    inspection.sign(on=SIGNED, by=world.saule, at=at(SIGNED))
    with pytest.raises(Http404):
        given(world.saule, inspection)
    issued(signed_in(world.saule), inspection)
    with pytest.raises(Http404):
        given(world.aigul, inspection)
    inspection.hand_over(on=TODAY, by=world.saule, at=NOON)
    assert "СПРАВКА" in Letter(given(world.aigul, inspection)).text
    assert "АНЫҚТАМА" in Letter(given(world.aigul, inspection, "kk")).text
    for stranger in (world.erlan, world.bolat):
        with pytest.raises(Http404):
            given(stranger, inspection)
    with pytest.raises(Http404):
        given(world.aigul, inspection, "en")


def test_the_report_issued_last_is_the_one_that_is_given(registered: None, world: World, signed_in: SignIn) -> None:
    inspection = whole(world)
    other = inspect(world, kind="thematic", topic_ru="Другое")
    inspection.sign(on=SIGNED, by=world.saule, at=at(SIGNED))
    first = issued(signed_in(world.saule), inspection)
    assert issued_report(inspection) == first
    assert issued_report(other) is None
    Recommendation.objects.filter(number=1).update(text="Иначе")
    second = issued(signed_in(world.saule), inspection)
    assert issued_report(inspection) == second != first


def test_what_was_issued_before_the_signature_is_not_given(registered: None, world: World, signed_in: SignIn) -> None:
    inspection = whole(world)
    letter = issued(signed_in(world.saule), inspection)
    assert issued_report(inspection) is None
    assert letter.issued_at
    after, before = letter.issued_at + timedelta(hours=1), letter.issued_at - timedelta(hours=1)
    inspection.sign(on=SIGNED, by=world.saule, at=before)
    assert issued_report(inspection) == letter
    inspection.take_signature_back(reason="Ошибка", by=world.saule, at=before)
    assert issued_report(inspection) is None
    inspection.sign(on=SIGNED, by=world.saule, at=after)
    inspection.hand_over(on=TODAY, by=world.saule, at=after)
    assert issued_report(inspection) is None
    with pytest.raises(Http404):
        given(world.aigul, inspection)
