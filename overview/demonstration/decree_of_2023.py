"""The decree of 24.06.2023, and the four requirements that follow from it and from the papers around it.

The papers speak of real organizations: what they do not say is an assumption, and the note of the requirement says so.
"""

from datetime import date

from decrees.models import Decree
from overview.demonstration.days import Books, document, entered
from overview.demonstration.decrees_entered import ask, enter_decree
from reporting.models import InformationRequest, Requirement

DECREE_DAY = date(2023, 6, 24)
SCHEDULE_DUE = date(2023, 9, 1)
REQUESTED = date(2023, 8, 29)
LIST_DAY = date(2023, 9, 4)  # the day the information on the progress speaks of
ASKED_FOR_INFORMATION = (
    "abai", "aktobe", "almaty-city", "astana", "atyrau", "vko", "zko", "kyzylorda", "pavlodar", "sko", "shymkent",
    "ustaz", "karaganda",
)  # fmt: skip


def enter(books: Books) -> Decree:
    decree = enter_decree(document("decree_2023-06-24.toml"), by=books.staff)
    _schedule(books, decree)
    _progress_information(books)
    _protocol(books)
    _results(books, decree)
    return decree


def _schedule(books: Books, decree: Decree) -> Requirement:
    return ask(
        books,
        until=LIST_DAY,
        code="schedule",
        kind="schedule",
        title_ru="График отчетно-выборных собраний и конференций",
        title_kk="Есеп беру-сайлау жиналыстары мен конференцияларын өткізу кестесі",
        what_ru="Планируемые сроки отчетно-выборной конференции организации и ее филиалов, кем и когда утверждены.",
        what_kk="Ұйымның және оның филиалдарының есеп беру-сайлау конференцияларын өткізу жоспарланған мерзімдері, "
        "кім және қашан бекіткені.",
        decree_item=decree.items.get(number="6"),
        audience_levels=["member"],
        asked_on=DECREE_DAY,
        due_on=SCHEDULE_DUE,
        note_ru="Допущения демонстрации. Пункт обращен ко всем членским организациям. День поступления в документах не "
        "указан: известно, что сведения были к 04.09.2023. От организаций, уже проведших конференцию или недавно "
        "учрежденных, график не требуется.",
        note_kk="Көрсетілім болжамдары. Тармақ барлық мүшелік ұйымдарға арналған. Келіп түскен күні құжаттарда "
        "көрсетілмеген: мәліметтердің 04.09.2023 қарай болғаны белгілі. Конференциясын өткізіп қойған немесе жақында "
        "құрылған ұйымдардан кесте талап етілмейді.",
    )


def _progress_information(books: Books) -> None:
    """As it was asked on 29 August: who was written to, and how, the papers do not say, so nobody is told again."""
    requirement = ask(
        books,
        until=LIST_DAY,
        audience=ASKED_FOR_INFORMATION,
        code="progress_information",
        title_ru="Информация о ходе подготовки и проведения отчетно-выборной кампании",
        title_kk="Есеп беру-сайлау кампаниясын дайындау және өткізу барысы туралы ақпарат",
        what_ru="Письменная информация о ходе подготовки и проведения отчетно-выборной кампании.",
        what_kk="Есеп беру-сайлау кампаниясын дайындау және өткізу барысы туралы жазбаша ақпарат.",
        citation_ru="Запрос Аппарата Центрального комитета от 29.08.2023",
        citation_kk="Орталық комитет Аппаратының 29.08.2023 сұратуы",
        asked_on=REQUESTED,
        due_on=LIST_DAY.replace(day=3),
        note_ru="Допущения демонстрации. Срок выведен: «к 4 сентября» – день списка. День поступления в документах не "
        "указан. Запрошены 13 названных в документе организаций; область Ұлытау среди них не названа.",
        note_kk="Көрсетілім болжамдары. Мерзім шығарылып алынды: «4 қыркүйекке» – тізімнің күні. Келіп түскен күні "
        "құжаттарда көрсетілмеген. Құжатта аталған 13 ұйымнан сұралды; олардың арасында Ұлытау облысы аталмаған.",
    )
    entered(InformationRequest(requirement=requirement, letter_on=REQUESTED), by=books.staff)


def _protocol(books: Books) -> Requirement:
    return ask(
        books,
        until=LIST_DAY,
        code="conference_protocol",
        kind="protocol_packet",
        title_ru="Протокол отчетно-выборной конференции",
        title_kk="Есеп беру-сайлау конференциясының хаттамасы",
        what_ru="Протокол конференции и документы к нему.",
        what_kk="Конференцияның хаттамасы және оған қоса берілетін құжаттар.",
        citation_ru="Инструкция по проведению отчетов и выборов, раздел 6, пункт 6.5",
        citation_kk="Есеп берулер мен сайлауларды өткізу жөніндегі нұсқаулық, 6-бөлім, 6.5-тармақ",
        due_kind=Requirement.DueKind.AFTER_EVENT,
        offset=10,
        unit=Requirement.Unit.CALENDAR_DAYS,
        asked_on=DECREE_DAY,
        applies_from=DECREE_DAY,
        books_open_on=LIST_DAY,
        note_ru="Допущения демонстрации. Десять дней считаются календарными: в Инструкции это не указано. Кто прислал "
        "протоколы до 04.09.2023, из документов неизвестно, поэтому учет ведется с этого дня.",
        note_kk="Көрсетілім болжамдары. Он күн күнтізбелік деп есептеледі: Нұсқаулықта көрсетілмеген. 04.09.2023 дейін "
        "хаттамаларды кім жібергені құжаттардан белгісіз, сондықтан есеп осы күннен бастап жүргізіледі.",
    )


def _results(books: Books, decree: Decree) -> Requirement:
    return ask(
        books,
        until=LIST_DAY,
        code="conference_results",
        kind="conference_results",
        title_ru="Информация и статистические данные об итогах отчетов и выборов",
        title_kk="Есеп берулер мен сайлаулар қорытындылары туралы ақпарат және статистикалық деректер",
        what_ru="Письменная информация и статистические данные по итогам отчетов и выборов.",
        what_kk="Есеп берулер мен сайлаулар қорытындылары бойынша жазбаша ақпарат пен статистикалық деректер.",
        decree_item=decree.items.get(number="9"),
        due_kind=Requirement.DueKind.AFTER_EVENT,
        offset=1,
        unit=Requirement.Unit.MONTHS,
        asked_on=DECREE_DAY,
        applies_from=DECREE_DAY,
        books_open_on=LIST_DAY,
        note_ru="Допущение демонстрации. Кто прислал итоги до 04.09.2023, из документов неизвестно, поэтому учет "
        "ведется с этого дня.",
        note_kk="Көрсетілім болжамы. 04.09.2023 дейін қорытындыларды кім жібергені құжаттардан белгісіз, сондықтан "
        "есеп осы күннен бастап жүргізіледі.",
    )
