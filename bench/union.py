"""The organizations of the large union as rows of the registry's spreadsheet, the same ones every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from organizations.regions import REGIONS

Row = dict[str, Any]

SETTLEMENTS = (
    ("Темиртау", "Теміртау"), ("Балхаш", "Балқаш"), ("Сатпаев", "Сәтбаев"), ("Приозерск", "Приозерск"),
    ("Каражал", "Қаражал"), ("Шахтинск", "Шахтинск"), ("Сарань", "Саран"), ("Абай", "Абай"), ("Аягоз", "Аягөз"),
    ("Курчатов", "Курчатов"), ("Рудный", "Рудный"), ("Лисаковск", "Лисаков"), ("Аркалык", "Арқалық"),
    ("Кокшетау", "Көкшетау"), ("Степногорск", "Степногорск"), ("Щучинск", "Щучинск"), ("Экибастуз", "Екібастұз"),
    ("Аксу", "Ақсу"), ("Жанаозен", "Жаңаөзен"), ("Кульсары", "Құлсары"), ("Байконур", "Байқоңыр"), ("Арал", "Арал"),
    ("Кентау", "Кентау"), ("Сарыагаш", "Сарыағаш"), ("Талгар", "Талғар"), ("Каскелен", "Қаскелең"),
    ("Текели", "Текелі"), ("Ушарал", "Үшарал"), ("Жаркент", "Жаркент"), ("Риддер", "Риддер"),
)  # fmt: skip
SURNAMES = (
    ("Ахметов", "Ахметов"), ("Жунусова", "Жүнісова"), ("Сарсенова", "Сәрсенова"), ("Ибраев", "Ыбыраев"),
    ("Касымова", "Қасымова"), ("Токтаров", "Тоқтаров"), ("Омарова", "Омарова"), ("Бекова", "Бекова"),
    ("Нургалиев", "Нұрғалиев"), ("Мукашева", "Мұқашева"), ("Ким", "Ким"), ("Петрова", "Петрова"),
)  # fmt: skip
NAMES = (("Айгуль", "Айгүл"), ("Болат", "Болат"), ("Гульмира", "Гүлмира"), ("Ерлан", "Ерлан"), ("Дана", "Дана"))
DOMAIN = "bench.example"


@dataclass(frozen=True)
class Size:
    members: int = 21
    branches: int = 200
    primaries: int = 9_300
    years: int = 10
    conferences: int = 2_000


def address(code: str) -> str:
    return f"{code}@{DOMAIN}"


def registry(size: Size) -> list[Row]:
    """The union, its member organizations, their branches, and primaries of which most stand below a branch."""
    return [_union(), *_members(size), *_branches(size), *_primaries(size)]


def _union() -> Row:
    return {
        "code": "union",
        "level": "union",
        "kind": "union",
        "legal_kind": "union",
        "short_ru": "Отраслевой профсоюз",
        "short_kk": "Салалық кәсіподақ",
        "legal_name_ru": "ОО «Отраслевой профсоюз»",
        "phone": "+7 700 000 00 00",
        "email": address("union"),
    }


def _members(size: Size) -> Iterator[Row]:
    regions = sorted(REGIONS.items())
    for n in range(size.members):
        iso, (ru, kk) = regions[n % len(regions)]
        code = f"m-{n:02d}"
        yield {
            **_body(code, "member", "oblast", "union", f"{ru}, организация № {n}", f"{kk}, № {n} ұйым"),
            **_chair(code, n),
            "region_iso": iso,
            "email": address(code),
        }


def _branches(size: Size) -> Iterator[Row]:
    regions = sorted(REGIONS)
    for n in range(size.branches):
        code, member = f"b-{n:03d}", n * n % size.members
        ru, kk = SETTLEMENTS[n % len(SETTLEMENTS)]
        yield {
            **_body(code, "branch", "city", f"m-{member:02d}", f"{ru} {n}", f"{kk} {n}"),
            **_chair(code, n + 1000),
            "legal_kind": "branch",
            "region_iso": regions[member % len(regions)],
        }


def _primaries(size: Size) -> Iterator[Row]:
    regions = sorted(REGIONS)
    for n in range(size.primaries):
        code = f"p-{n:05d}"
        parent = f"b-{n % size.branches:03d}" if n % 10 < 8 and size.branches else f"m-{n % size.members:02d}"
        ru, kk = SETTLEMENTS[n * 7 % len(SETTLEMENTS)]
        yield {
            **_body(code, "primary", "primary", parent, f"Школа № {n}, {ru}", f"№ {n} мектеп, {kk}"),
            **_chair(code, n + 10_000),
            "legal_kind": "none",
            "region_iso": regions[n % len(regions)],
        }


def _body(code: str, level: str, kind: str, parent: str, ru: str, kk: str) -> Row:
    return {
        "code": code,
        "level": level,
        "kind": kind,
        "parent_code": parent,
        "short_ru": ru,
        "short_kk": kk,
        "legal_name_ru": f"Общественное объединение «{ru}»",
        "legal_name_kk": f"«{kk}» қоғамдық бірлестігі",
    }


def _chair(code: str, n: int) -> Row:
    """With a telephone; one in twelve cannot be reached."""
    (ru, kk), (name_ru, name_kk) = SURNAMES[n % len(SURNAMES)], NAMES[n % len(NAMES)]
    row = {"chair": f"{ru} {name_ru} {n}", "chair_kk": f"{kk} {name_kk} {n}", "chair_email": address(code)}
    return (
        row
        if n % 12 == 0
        else {**row, "chair_phone": f"+7 701 {n // 10000 % 1000:03d} {n // 100 % 100:02d} {n % 100:02d}"}
    )
