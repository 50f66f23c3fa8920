"""The lists a new installation begins with (statistics.md, section 5); staff extend and close them afterwards."""

from datetime import date

# Code, Russian, Kazakh, in their order.
FIRST_SECTIONS: list[tuple[str, str, str]] = [
    ("structure", "Организационная структура", "Ұйымдық құрылым"),
    ("membership", "Профсоюзное членство", "Кәсіподақ мүшелігі"),
    ("legal_work", "Правовая работа", "Құқықтық жұмыс"),
    ("personnel", "Работа с кадрами и резервом", "Кадрлармен және резервпен жұмыс"),
    ("information", "Информационная работа", "Ақпараттық жұмыс"),
    ("training", "Обучение профсоюзного актива", "Кәсіподақ активін оқыту"),
    ("record_keeping", "Делопроизводство", "Іс жүргізу"),
    ("youth_and_women", "Работа с молодёжью и женщинами", "Жастармен және әйелдермен жұмыс"),
    ("labour_safety", "Безопасность и охрана труда", "Еңбек қауіпсіздігі және еңбекті қорғау"),
    ("other", "Прочее", "Басқа мәселелер"),
]
FIRST_TERM = (30, date(2000, 1, 1), "Практика аппарата: ответ в течение 30 дней, где срок не назван")


def fill_lists(using: str) -> None:
    """Nobody's act, and so without an author and a history; a database that was emptied gets them again."""
    from inspections.models import FindingSection, ReplyTerm

    if not FindingSection.objects.using(using).exists():
        FindingSection.objects.using(using).bulk_create(
            FindingSection(code=code, name_ru=ru, name_kk=kk, position=10 * place)
            for place, (code, ru, kk) in enumerate(FIRST_SECTIONS, start=1)
        )
    if not ReplyTerm.objects.using(using).exists():
        days, from_day, source = FIRST_TERM
        ReplyTerm.objects.using(using).bulk_create([ReplyTerm(days=days, from_day=from_day, source=source)])
