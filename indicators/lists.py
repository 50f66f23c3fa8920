"""The forms a new installation begins with (statistics.md, section 4): data, which staff change and extend afterwards.

None of them has code of its own: what is known of each stands in these rows.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

PERSONS, PIECES, TENGE, PERCENT = ("чел.", "адам"), ("ед.", "дана"), ("тенге", "теңге"), ("%", "%")
NOTHING = ("", "")


class One(NamedTuple):
    """An indicator. `facts`: what differs from a whole number that counts what happened within the period."""

    code: str
    ru: str
    kk: str
    unit: tuple[str, str] = PIECES
    facts: dict[str, Any] = {}


class Many(NamedTuple):
    ru: str
    kk: str
    indicators: Sequence[One]


class First(NamedTuple):
    code: str
    ru: str
    kk: str
    cadence: str
    groups: Sequence[Many]
    by_apparatus: bool = False


LEVEL = {"nature": "level"}
NEEDED = {"is_required": True}
WORDS = {"answer": "text"}
YES_NO = {"answer": "yes_no", "nature": "level"}


def channel(code: str, name: str) -> tuple[One, One]:
    """A kind of channels: how many accounts of its own, and where."""
    return (
        One(f"{code}_accounts", f"{name}: число своих страниц", f"{name}: өз парақшаларының саны", PIECES,
            {**LEVEL, "part_of": "no_channel"}),
        One(f"{code}_address", f"{name}: адреса", f"{name}: мекенжайлары", NOTHING, WORDS),
    )  # fmt: skip


FIRST_FORMS: Sequence[First] = (
    First("legal_work", "Правовая работа", "Құқықтық жұмыс", "half_year", (
        Many("Обращения и консультации", "Өтініштер мен кеңестер", (
            One("written_appeals", "Рассмотрено письменных обращений", "Қаралған жазбаша өтініштер", PIECES, NEEDED),
            One("consultations", "Дано консультаций", "Берілген заңдық кеңестер", PIECES, NEEDED),
            One("legal_seminars", "Проведено семинаров по трудовому законодательству",
                "Еңбек заңнамасы бойынша өткізілген семинарлар"),
        )),
        Many("Общественный контроль и защита прав", "Қоғамдық бақылау және құқықты қорғау", (
            One("controlled", "Организаций охвачено общественным контролем", "Қоғамдық бақылаумен қамтылған ұйымдар"),
            One("violations_found", "Выявлено нарушений", "Анықталған бұзушылықтар", PIECES, NEEDED),
            One("violations_eliminated", "Устранено нарушений", "Жойылған бұзушылықтар", PIECES,
                {"subset_of": "violations_found"}),
            One("eliminated_share", "Доля устранённых нарушений", "Жойылған бұзушылықтардың үлесі", PERCENT,
                {"answer": "share", "decimals": 1, "share": ("violations_eliminated", "violations_found")}),
            One("reinstated", "Восстановлено на работе", "Жұмысқа қайта алынғандар", PERSONS),
            One("money_returned", "Возвращено работникам", "Жұмыскерлерге қайтарылған қаражат", TENGE),
        )),
        Many("Кадры", "Кадрлар", (
            One("legal_inspectors", "Правовых инспекторов труда в штате", "Штаттағы еңбек жөніндегі құқықтық инспекторлар",
                PERSONS, LEVEL),
        )),
    )),
    First("labour_safety", "Безопасность и охрана труда", "Еңбек қауіпсіздігі және еңбекті қорғау", "half_year", (
        Many("Пострадавшие на производстве", "Өндірісте зардап шеккендер", (
            One("injured", "Пострадало всего", "Барлығы зардап шеккен", PERSONS, NEEDED),
            One("injured_light", "с лёгкими травмами", "жеңіл жарақатпен", PERSONS, {"part_of": "injured"}),
            One("injured_severe", "с тяжёлыми травмами", "ауыр жарақатпен", PERSONS, {"part_of": "injured"}),
            One("injured_fatal", "со смертельным исходом", "өліммен аяқталған", PERSONS, {"part_of": "injured"}),
        )),
        Many("Инспекторы и советы", "Инспекторлар мен кеңестер", (
            One("technical_inspectors", "Технических инспекторов труда", "Еңбек жөніндегі техникалық инспекторлар",
                PERSONS, {**LEVEL, **NEEDED}),
            One("technical_inspectors_trained", "из них обучено", "олардың ішінде оқытылғандары", PERSONS,
                {**LEVEL, "subset_of": "technical_inspectors"}),
            One("production_councils", "Производственных советов", "Өндірістік кеңестер", PIECES, {**LEVEL, **NEEDED}),
            One("joint_checks", "Совместных проверок", "Бірлескен тексерулер"),
        )),
    )),
    First("public_control", "Общественный контроль", "Қоғамдық бақылау", "year", (
        Many("Проверки", "Тексерулер", (
            One("institutions", "Организаций образования на территории", "Аумақтағы білім беру ұйымдары", PIECES,
                {**LEVEL, **NEEDED}),
            One("institutions_checked", "из них проверено", "олардың ішінде тексерілгені", PIECES,
                {**LEVEL, **NEEDED, "subset_of": "institutions"}),
            One("checked_share", "Доля проверенных организаций", "Тексерілген ұйымдардың үлесі", PERCENT,
                {"answer": "share", "nature": "level", "decimals": 1, "share": ("institutions_checked", "institutions")}),
            One("public_inspectors", "Общественных инспекторов", "Қоғамдық инспекторлар", PERSONS, LEVEL),
            One("violations", "Выявлено нарушений", "Анықталған бұзушылықтар"),
            One("violations_mended", "Устранено нарушений", "Жойылған бұзушылықтар", PIECES, {"subset_of": "violations"}),
        )),
    )),
    First("information_work", "Информационная работа", "Ақпараттық жұмыс", "half_year", (
        Many("Собственные каналы", "Өз арналары", (
            *channel("site", "Сайт"),
            *channel("facebook", "Facebook"),
            *channel("instagram", "Instagram"),
            *channel("telegram", "Telegram"),
            One("no_channel", "Нет ни одного своего канала", "Бірде-бір өз арнасы жоқ", NOTHING,
                {"answer": "none_of", "nature": "level"}),
        )),
        Many("Материалы", "Материалдар", (
            One("materials", "Опубликовано материалов всего", "Барлығы жарияланған материалдар", PIECES, NEEDED),
            One("materials_site", "на сайтах", "сайттарда", PIECES, {"part_of": "materials"}),
            One("materials_social", "в социальных сетях", "әлеуметтік желілерде", PIECES, {"part_of": "materials"}),
            One("materials_press", "в печати, на радио и телевидении", "баспасөзде, радио мен теледидарда", PIECES,
                {"part_of": "materials"}),
            One("topics", "Главные темы", "Негізгі тақырыптар", NOTHING, WORDS),
            One("press_conferences", "Пресс-конференций", "Баспасөз конференциялары"),
        )),
    )),
    First("publications", "Публикации на странице Профсоюза", "Кәсіподақ парақшасындағы жарияланымдар", "half_year", (
        Many("Подсчитано аппаратом", "Аппарат санаған", (
            One("publications", "Публикаций об организации", "Ұйым туралы жарияланымдар", PIECES, NEEDED),
            One("publications_own", "из них присланных организацией", "олардың ішінде ұйым жібергені", PIECES,
                {"subset_of": "publications"}),
        )),
    ), by_apparatus=True),
    First("digital_base", "Цифровая база членов Профсоюза", "Кәсіподақ мүшелерінің цифрлық базасы", "year", (
        Many("База", "База", (
            One("base_handed_over", "База передана", "База тапсырылды", NOTHING, {**YES_NO, **NEEDED}),
            One("base_day", "Когда передана", "Қашан тапсырылды", NOTHING, {"answer": "day", "nature": "level"}),
            One("base_members", "Членов Профсоюза в базе", "Базадағы кәсіподақ мүшелері", PERSONS, LEVEL),
            One("digital_seminars", "Посещено семинаров по базе", "База бойынша қатысқан семинарлар"),
        )),
    )),
    First("events", "Мероприятия", "Іс-шаралар", "half_year", (
        Many("Мероприятия", "Іс-шаралар", (
            One("planned", "Запланировано", "Жоспарланды", PIECES, NEEDED),
            One("held", "Проведено", "Өткізілді", PIECES, NEEDED),
            One("held_online", "из них онлайн", "олардың ішінде онлайн", PIECES, {"part_of": "held"}),
            One("held_on_site", "из них очно", "олардың ішінде бетпе-бет", PIECES, {"part_of": "held"}),
            One("cancelled", "Отменено", "Болдырылмады", PIECES, {"subset_of": "planned"}),
        )),
    )),
    First("social_support", "Социальная поддержка", "Әлеуметтік қолдау", "year", (
        Many("Поддержка членов Профсоюза", "Кәсіподақ мүшелерін қолдау", (
            One("sanatorium", "Направлено в санатории", "Шипажайларға жіберілгендер", PERSONS, NEEDED),
            One("aided", "Получили материальную помощь", "Материалдық көмек алғандар", PERSONS, NEEDED),
            One("aid", "Сумма материальной помощи", "Материалдық көмек сомасы", TENGE, NEEDED),
        )),
    )),
    First("record_keeping", "Делопроизводство", "Іс жүргізу", "year", (
        Many("Документы", "Құжаттар", (
            One("incoming", "Входящих", "Кіріс құжаттар", PIECES, NEEDED),
            One("outgoing", "Исходящих", "Шығыс құжаттар", PIECES, NEEDED),
            One("orders", "Распоряжений", "Өкімдер", PIECES, NEEDED),
        )),
    )),
    First("agreements", "Соглашения и коллективные договоры", "Келісімдер мен ұжымдық шарттар", "year", (
        Many("Социальное партнёрство", "Әлеуметтік әріптестік", (
            One("regional_agreement", "Действует региональное отраслевое соглашение", "Өңірлік салалық келісім қолданыста",
                NOTHING, {**YES_NO, **NEEDED}),
            One("agreement_until", "Срок действия соглашения", "Келісімнің қолданылу мерзімі", NOTHING,
                {"answer": "day", "nature": "level"}),
            One("organizations_of_union", "Организаций с первичкой", "Бастауыш ұйымы бар мекемелер", PIECES, LEVEL),
            One("contracts", "из них с коллективным договором", "олардың ішінде ұжымдық шарты барлары", PIECES,
                {**LEVEL, **NEEDED, "subset_of": "organizations_of_union"}),
            One("contracts_share", "Доля организаций с коллективным договором", "Ұжымдық шарты бар мекемелердің үлесі",
                PERCENT, {"answer": "share", "nature": "level", "decimals": 1,
                          "share": ("contracts", "organizations_of_union")}),
            One("contracts_covered", "Работников охвачено договорами", "Шарттармен қамтылған жұмыскерлер", PERSONS, LEVEL),
        )),
    )),
)  # fmt: skip
