"""Every kind of letter of the demonstration: both languages say the same, templates stand the trial, figures are right."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from accounts.models import User
from campaigns.deviations import Kind as DeviationKind
from campaigns.letters import PROGRESS
from campaigns.models import Campaign
from documents.registry import WHOLE_UNION
from letters import kinds
from letters.context import Envelope, Material
from letters.facts import Listing, Row, Two
from letters.kinds import Asking, LetterKind
from letters.word_templates import check_template
from letters.writing import write, write_docx
from membership.letters import KIND as MEMBERSHIP
from organizations.models import Organization
from overview.letters import PASSPORT
from reporting.execution import KIND as EXECUTION
from reporting.letters import REMINDER
from reporting.models import Call, Obligation
from reporting.statuses import EXPECTED_STATUSES
from tests.demonstration import standing
from tests.letter_files import said_by, written
from tests.world import NOON, TODAY, make_organization
from training.letters import KIND as TRAINING

pytestmark = pytest.mark.django_db

KINDS = [PROGRESS, REMINDER, EXECUTION, MEMBERSHIP, TRAINING, PASSPORT]
TEXTS = sorted(Path(__file__).parent.parent.glob("*/letter_texts/*.ru.txt"))
of_each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker):
        yield


def asking(kind: LetterKind, day: date = TODAY, code: str = "karaganda", **asked: str) -> Asking:
    campaign = Campaign.objects.get(is_fictional=False)
    offered = {
        "campaign_progress": {"campaign": str(campaign.pk)},
        "reminder": {"organization": code, "reply_by": "2023-09-11"},
        "decree_execution": {"first": "2023-01-01", "last": "2023-09-04"},
        "membership_statistics": {"year": "2023"},
        "training_note": {"organization": code, "period": "2022"},
        "passport": {"organization": code},
    }[kind.slug]
    about = Organization.objects.get(code=code) if "organization" in offered else None
    return Asking(user=WHOLE_UNION, as_of=day, asked={**offered, **asked}, organization=about)


_facts: dict[str, Any] = {}


def facts_of(kind: LetterKind) -> Any:
    """Of the demonstration as it stands, reckoned once."""
    if kind.slug not in _facts:
        _facts[kind.slug] = kind.facts(asking(kind))
    return _facts[kind.slug]


# --- Two languages ----------------------------------------------------------------------------------------------


@of_each_kind
def test_both_languages_say_the_same(kind: LetterKind) -> None:
    asked, facts = asking(kind), dict(facts_of(kind))
    if "schedules" in facts:
        # The decree itself, which names cities in its own way, stands in quotation marks.
        facts["schedules"] = {**facts["schedules"], "text": ""}
    russian, kazakh = (said_by(written(kind, asked, one, facts=facts).text, one) for one in ("ru", "kk"))
    assert russian == kazakh
    assert russian["days"]
    assert russian["numbers"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_both_texts_name_the_same_fields(path: Path) -> None:
    texts = [path, path.with_name(path.name.replace(".ru.", ".kk."))]
    # "до 4 сентября" and "4 қыркүйектегі" are two ways to print one day.
    named = [Counter(re.findall(r"{[{%] ?([^|}%]+)", one.read_text(encoding="utf-8"))) for one in texts]
    assert named[0] == named[1]


def test_the_four_conferences_are_days_of_the_comparison() -> None:
    """The comparison must be able to fail: it sees what the letter holds."""
    seen = said_by(written(PROGRESS, asking(PROGRESS), "kk", facts=facts_of(PROGRESS)).text, "kk")
    assert seen["days"]["26.04.2023"] >= 1
    assert seen["days"]["04.09.2023"] >= 1
    assert seen["organizations"]["ulytau"] == 1


# --- Templates --------------------------------------------------------------------------------------------------


@of_each_kind
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_built_in_templates_stand_the_trial_of_uploaded_ones(kind: LetterKind, language: str) -> None:
    material = Material(kind, facts_of(kind), Envelope(kind.title, TODAY))
    check_template(kind.template(language), material, language)


@of_each_kind
def test_the_kinds_are_registered(kind: LetterKind) -> None:
    assert kinds.kind_of(kind.slug) is kind


@of_each_kind
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_lists_of_nobody_have_their_sentences(kind: LetterKind, language: str) -> None:
    """The same letter with every list emptied: no blank after a colon, and the document is whole."""
    asked = asking(kind)
    letter = written(kind, asked, language, facts=_emptied(facts_of(kind)))
    lines = letter.lines
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert not line.endswith(":") or following.startswith(("–", "1)")), f"Nothing follows “{line}”"


def _emptied(fact: Any) -> Any:
    if isinstance(fact, Listing):
        return replace(fact, rows=[])
    return {key: _emptied(one) for key, one in fact.items()} if isinstance(fact, dict) else fact


NASTY = "ОО <b>&amp; «Ұшқын» \"A\" & 'B' {{ 7 }} \u202eЖ😀 ₸"


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_names_stand_as_they_are(language: str) -> None:
    Organization.objects.filter(code="shymkent").update(short_ru=NASTY, short_kk=NASTY, legal_name_ru=NASTY)
    asked = asking(PROGRESS)
    facts = PROGRESS.facts(asked)
    written_names = [row[1] for row in _raw(PROGRESS, asked, language, facts)]
    assert NASTY in written_names


def _raw(kind: LetterKind, asked: Asking, language: str, facts: Any) -> list[list[str]]:
    content = write_docx(kind.template(language), facts, language=language, kind=kind, as_of=asked.as_of)
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[2].rows]


def test_what_staff_wrote_stands_with_its_organization() -> None:
    told = {
        "prepared.abai": Two("Проведен семинар.\n\nРозданы пособия.", "Семинар өткізілді.\n\nҚұралдар таратылды."),
        "conclusions": Two("Работу продолжить.", "Жұмыс жалғастырылсын."),
    }
    lines = written(PROGRESS, asking(PROGRESS), "ru", facts=facts_of(PROGRESS), paragraphs=told).lines
    place = next(number for number, line in enumerate(lines) if line.startswith("область Абай."))
    assert lines[place].endswith("Проведен семинар.")
    assert lines[place + 1] == "Розданы пособия."
    assert lines[lines.index("Выводы") + 1] == "Работу продолжить."


# --- Figures ----------------------------------------------------------------------------------------------------


def test_membership_says_what_the_documents_say() -> None:
    """Falls, coverage and those not involved of 2022, typed from the information on decrees of that year."""
    letter = written(MEMBERSHIP, asking(MEMBERSHIP), "ru", facts=facts_of(MEMBERSHIP))
    falls = letter.list_after("Снижение на сопоставимой территории")
    for name, number in [
        ("Карагандинская область", "4\u00a0249"), ("область Ұлытау", "3\u00a0332"), ("Атырауская область", "1\u00a0628"),
        ("Жамбылская область", "1\u00a0473"), ("Акмолинская область", "1\u00a0156"), ("Мангистауская область", "1\u00a0037"),
    ]:  # fmt: skip
        assert sum(item.startswith(f"{name} – {number} ") for item in falls) == 1
    assert "составляет 85,9 %" in letter.text
    assert "не вовлечены в профсоюз – 92\u00a09" in letter.text


def test_a_year_nobody_reported_on_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"01\.01\.1999"):
        MEMBERSHIP.check(asking(MEMBERSHIP, year="1999"))


def test_the_reminder_lists_what_is_overdue_with_its_basis() -> None:
    letter = written(REMINDER, asking(REMINDER, code="ustaz"), "ru")
    rows = [row[1:5] for row in letter.table("Дней просрочки")[1:]]
    real = [
        [
            "График отчетно-выборных собраний и конференций",
            "Центральный комитет: постановление от 24.06.2023 № 6, 2-т., пункт 6",
            "01.09.2023",
            "3",
        ],
        [
            "Информация о ходе подготовки и проведения отчетно-выборной кампании",
            "Запрос Аппарата Центрального комитета от 29.08.2023",
            "03.09.2023",
            "1",
        ],
    ]
    # Beside what the fictional decree asks.
    assert [row for row in rows if row in real] == real
    assert [int(row[3]) for row in rows] == sorted((int(row[3]) for row in rows), reverse=True)
    assert "не позднее 11 сентября 2023 года" in letter.text
    assert "+7 700 000 00 00" in letter.text


def test_nobody_is_reminded_of_nothing() -> None:
    letter = written(REMINDER, asking(REMINDER, code="turkestan", day=date(2023, 7, 1)), "ru")
    assert "Представлено все, срок чего наступил." in letter.text


def test_a_day_to_reply_by_before_the_letter_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"03\.09\.2023"):
        REMINDER.check(asking(REMINDER, reply_by="2023-09-03"))


def test_decrees_are_counted_as_the_books_hold_them() -> None:
    """Against every obligation looked at one by one."""
    facts = facts_of(EXECUTION)
    expected: Counter[str] = Counter()
    received: Counter[str] = Counter()
    owed = Obligation.objects.with_status(TODAY).select_related("requirement__decree_item")
    for one in owed:
        if one.requirement.decree_item and date(2023, 1, 1) <= one.due_on <= TODAY:
            expected[one.requirement.code] += one.status in EXPECTED_STATUSES
            received[f"{one.requirement.code} {one.status}"] += 1
    rows: list[Row] = [row for decree in facts["decrees"].rows for row in decree.values["asked"].rows]
    assert {row.key: row.values["expected"].value for row in rows} == dict(expected)
    for row in rows:
        assert row.values["missing"].value == received[f"{row.key} missing"]
        names = {name.values["name"].ru for name in row.values["who_missing"].rows}
        assert len(names) == len(row.values["who_missing"].rows)
    schedule = next(row for row in rows if row.key == "schedule")
    assert {one.key for one in schedule.values["who_missing"].rows} == {"ustaz", "karaganda", "ulytau"}


def test_a_period_turned_round_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"31\.12\.2022"):
        EXECUTION.check(asking(EXECUTION, last="2022-12-31"))
    with pytest.raises(ValidationError, match=r"05\.09\.2023"):
        EXECUTION.check(asking(EXECUTION, first="2023-09-05", last="2023-09-30"))


def test_the_passport_of_a_member_organization() -> None:
    text = written(PASSPORT, asking(PASSPORT), "ru").text
    assert "Ракишева Алмагуль Айтказиевна" in text
    assert "Филиалов: 4; первичных организаций: 2" in text
    assert "последняя конференция: 09.10.2018; очередная не позднее: 09.10.2023" in text
    assert "График отчетно-выборных собраний и конференций (срок 01.09.2023, дней: 3)" in text
    assert "звонков не было" in text


def test_the_passport_tells_the_last_call() -> None:
    staff = User.objects.get(email="staff@demo.example")
    owed = Obligation.objects.with_status(TODAY).overdue()
    obligation = owed.get(organization__code="karaganda", requirement__code="schedule")
    said = {"by": staff, "at": NOON, "called_on": TODAY}
    Call.record(obligation, **said, promised_by=date(2023, 9, 8), note="Секретарь: почта не работает")
    Call.record(obligation, **said, note="По ошибке").take_back(by=staff, at=NOON)
    for language, words in (
        ("ru", "04.09.2023: График отчетно-выборных собраний и конференций; обещано не позднее 08.09.2023; Секретарь"),
        ("kk", "уәде етілген мерзім: 08.09.2023; Секретарь: почта не работает"),
    ):
        text = written(PASSPORT, asking(PASSPORT), language).text
        assert words in text
        assert "По ошибке" not in text
    chair = User.objects.get(email="karaganda@demo.example")
    facts = PASSPORT.facts(replace(asking(PASSPORT), user=chair))
    assert facts["last_call"]["called_on"] == "", "calls are the apparatus's own notes"


# --- Facts ------------------------------------------------------------------------------------------------------


@of_each_kind
def test_both_languages_print_the_same_facts(kind: LetterKind) -> None:
    material = Material(kind, facts_of(kind), Envelope(kind.title, TODAY))
    russian, kazakh = (write(kind.template(one), material, one, draft=True).paths for one in ("ru", "kk"))
    assert russian == kazakh


def test_a_letter_holds_what_its_author_may_see() -> None:
    """A chair's information on the progress would speak of the own organization only."""
    chair = User.objects.get(email="karaganda@demo.example")
    facts = PROGRESS.facts(replace(asking(PROGRESS), user=chair))
    assert facts["totals"]["organizations"].value == 1
    lists = [fact for fact in facts.values() if isinstance(fact, Listing)]
    found = {row.key for one in lists for row in one.rows if row.key not in set(DeviationKind)}
    assert found == {"karaganda"}


@of_each_kind
def test_questions_do_not_grow_with_the_organizations(kind: LetterKind) -> None:
    asked = asking(kind)

    def queries() -> int:
        with CaptureQueriesContext(connection) as told:
            kind.facts(asked)
        return len(told)

    kind.facts(asked)
    before = queries()
    union = Organization.objects.get(level="union")
    for number in range(6):
        make_organization(f"more-{number}", "member", union, f"Новая {number}")
    assert queries() <= before
