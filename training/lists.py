"""The lists a new installation begins with (statistics.md, section 3); staff extend and close them afterwards."""

# Code, Russian, Kazakh, in their order.
FIRST_CATEGORIES: list[tuple[str, str, str]] = [
    ("members", "члены Профсоюза", "Кәсіподақ мүшелері"),
    ("audit", "члены контрольно-ревизионных комиссий", "бақылау-тексеру комиссияларының мүшелері"),
    ("activists", "профактив", "кәсіподақ активі"),
    ("chairs", "председатели профорганизаций", "кәсіподақ ұйымдарының төрағалары"),
    ("conciliation", "члены согласительных комиссий", "келісу комиссияларының мүшелері"),
]
FIRST_NORM = (10, 2000, "Норматив Профсоюза: не менее 10 % расходной части сметы")


def fill_lists(using: str) -> None:
    """Nobody's act, and so without an author and a history; a database that was emptied gets them again."""
    from training.models import BudgetNorm, TraineeCategory

    if not TraineeCategory.objects.using(using).exists():
        TraineeCategory.objects.using(using).bulk_create(
            TraineeCategory(code=code, title_ru=ru, title_kk=kk, position=10 * place)
            for place, (code, ru, kk) in enumerate(FIRST_CATEGORIES, start=1)
        )
    if not BudgetNorm.objects.using(using).exists():
        percent, first_year, source = FIRST_NORM
        BudgetNorm.objects.using(using).bulk_create([BudgetNorm(percent=percent, first_year=first_year, source=source)])
