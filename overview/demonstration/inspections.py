"""Inspections of the demonstration around its day: one whose report was given and is being answered, its follow-up, one that
is planned, one that was not begun in its time. All of it is fictional."""

from datetime import date
from typing import Any

from inspections.follow_ups import copy_open, following
from inspections.models import (
    Finding,
    FindingSection,
    FollowUp,
    Inspection,
    InspectionPlan,
    Inspector,
    Recommendation,
)
from inspections.models.parts import write_part
from inspections.models.recommendation import KIND
from organizations.access import Position
from organizations.models import Appointment, Organization, Person
from overview.demonstration.days import Books, entered
from overview.demonstration.training import NOTE
from reporting.models import Requirement, Submission

INSPECTED, TO_INSPECT, FORGOTTEN = "pavlodar", "kostanay", "mangystau"
BEGAN, ENDED, SIGNED, GIVEN = -150, -143, -138, -135
# Section, whether it is a remark, text.
FINDINGS: tuple[tuple[str, bool, str], ...] = (
    ("structure", False, "Структура утверждена, филиалы и первичные организации состоят на учёте. Решения о создании новых "
     "первичных организаций оформлены протоколами."),
    ("membership", True, "Учёт членов Профсоюза ведётся не во всех первичных организациях: в трёх нет журнала учёта. Причины "
     "выбытия в пояснительной записке не названы."),
    ("legal_work", False, "Обращения регистрируются, ответы даны в срок. Консультации проводятся еженедельно."),
    ("personnel", True, "Резерв на должность председателя утверждён, но не обновлялся более двух лет."),
    ("information", False, "Страницы в социальных сетях ведутся, сведения обновляются не реже раза в неделю."),
    ("training", True, "План обучения актива выполнен не полностью: не проведены два семинара для вновь избранных "
     "председателей."),
    ("record_keeping", True, "Протоколы заседаний комитета не прошиты и не сданы в архив; номенклатура дел не утверждена."),
)  # fmt: skip
# Section of the finding, due day (None: not named), text, day of the answer, of its acceptance.
RECOMMENDATIONS: tuple[tuple[str, int | None, str, int | None, int | None], ...] = (
    ("membership", -90, "Завести журналы учёта членов Профсоюза во всех первичных организациях.", -95, -92),
    ("personnel", -60, "Обновить резерв на должность председателя и представить выписку из протокола.", -52, None),
    ("record_keeping", -20, "Утвердить номенклатуру дел, сдать протоколы прошлых лет в архив.", None, None),
    ("training", 40, "Провести два семинара для вновь избранных председателей.", None, None),
    ("membership", None, "Указать в пояснительной записке причины выбытия членов Профсоюза.", -108, -104),
)  # fmt: skip
ANSWERS = {
    "ru": "Рекомендация исполнена (вымышленный ответ для демонстрации).",
    "kk": "Ұсыным орындалды (көрсетілімге арналған ойдан шығарылған жауап).",
}


def enter(books: Books) -> None:
    first = _comprehensive(books)
    for recommendation, (_section, _due, _text, answered, accepted) in zip(
        first.recommendations.order_by("number"), RECOMMENDATIONS, strict=True
    ):
        _answer(books, recommendation, answered, accepted)
    _follow_up(books, first)
    _planned(books, TO_INSPECT, 20, 25, "Правовая работа", "Құқықтық жұмыс")
    _planned(books, FORGOTTEN, -30, -26, "Информационная работа", "Ақпараттық жұмыс")


def _comprehensive(books: Books) -> Inspection:
    inspection = Inspection(
        kind=Inspection.Kind.COMPREHENSIVE,
        studied_from=books.day(BEGAN - 365),
        studied_to=books.day(BEGAN - 1),
        **_facts(books, INSPECTED, BEGAN, ENDED, "Деятельность организации за год", "Ұйымның бір жылдағы қызметі"),
    )
    inspection.write(by=books.staff)
    _said(books, inspection.begin, BEGAN)
    _inspectors(books, inspection)
    findings = {code: _finding(books, inspection, *row) for row in FINDINGS for code in row[:1]}
    for number, (section, due, text, _answered, _accepted) in enumerate(RECOMMENDATIONS, start=1):
        due_on = None if due is None else books.day(due)
        write_part(
            Recommendation(
                inspection=inspection, finding=findings[section], number=number, text=text, due_on=due_on,
                responsible=_chair(inspection.organization),
            ),
            by=books.staff,
        )  # fmt: skip
    for verb, day in ((inspection.end, ENDED), (inspection.sign, SIGNED), (inspection.hand_over, GIVEN)):
        _said(books, verb, day)
    requirement = Requirement.objects.get(kind=KIND)
    for name, value in NOTE.items():
        setattr(requirement, name, value)
    entered(requirement, by=books.staff)
    return inspection


def _follow_up(books: Books, first: Inspection) -> None:
    """Under way: one recommendation is judged, the others wait."""
    later = following(first)
    later.planned_from, later.planned_to, later.is_fictional = books.day(-3), books.day(3), True
    later.plan = _plan(books, later.planned_from)
    later.write(by=books.staff)
    _said(books, later.begin, -3)
    _inspectors(books, later)
    judged = copy_open(later, books.staff, books.on, by=books.staff)[0]
    judged.outcome, judged.text = FollowUp.Outcome.PARTLY, "Резерв обновлён, выписка из протокола не представлена."
    write_part(judged, by=books.staff)


def _planned(books: Books, code: str, first: int, last: int, topic_ru: str, topic_kk: str) -> None:
    facts = _facts(books, code, first, last, topic_ru, topic_kk)
    Inspection(kind=Inspection.Kind.THEMATIC, **facts).write(by=books.staff)


def _facts(books: Books, code: str, first: int, last: int, topic_ru: str, topic_kk: str) -> dict[str, Any]:
    return {
        "organization": Organization.objects.get(code=code),
        "topic_ru": topic_ru,
        "topic_kk": topic_kk,
        "planned_from": books.day(first),
        "planned_to": books.day(last),
        "plan": _plan(books, books.day(first)),
        "reply_days": 30,
        "is_fictional": True,
    }


def _plan(books: Books, day: date) -> InspectionPlan:
    plan = InspectionPlan.objects.filter(year=day.year).first()
    return plan or entered(
        InspectionPlan(
            year=day.year,
            approved_by="Исполком",
            number="1",
            approved_on=date(day.year - 1, 12, 20),
            source="Вымышлено для демонстрации",
        ),
        by=books.staff,
    )


def _inspectors(books: Books, inspection: Inspection) -> None:
    for fields in (
        {"person": books.staff.person, "position_text": "отдел организационной работы", "leads": True, "signs": True},
        {"typed_name": "Сейтова Гүлмира (вымышленное имя)", "position_text": "внештатный инспектор"},
    ):
        write_part(Inspector(inspection=inspection, **fields), by=books.staff)


def _finding(books: Books, inspection: Inspection, section: str, is_remark: bool, text: str) -> Finding:
    finding = Finding(
        inspection=inspection,
        section=FindingSection.objects.get(code=section),
        position=inspection.findings.count() + 1,
        mark=Finding.Mark.REMARK if is_remark else Finding.Mark.IN_ORDER,
        text=text,
    )
    write_part(finding, by=books.staff)
    return finding


def _answer(books: Books, recommendation: Recommendation, answered: int | None, accepted: int | None) -> None:
    owed = recommendation.obligation
    if owed is None or answered is None:
        return
    chair = _chair(recommendation.inspection.organization)
    by = chair.user if chair and chair.user else books.staff
    day = books.day(answered)
    owed.submit(
        by=by, at=books.at(day, 11, 30), received_on=day, channel=Submission.Channel.ONLINE,
        text=ANSWERS[by.language], signed_by=chair,
    )  # fmt: skip
    if accepted is not None:
        owed.accept(accepted_on=books.day(accepted), by=books.staff, at=books.at(books.day(accepted)))


def _chair(organization: Organization) -> Person | None:
    office = Appointment.objects.filter(organization=organization, position=Position.CHAIR, ended_on=None).first()
    return office.person if office else None


def _said(books: Books, verb: Any, day: int) -> None:
    verb(on=books.day(day), by=books.staff, at=books.at(books.day(day)))
