"""Kazakh order and the case of Cyrillic letters are the same on SQLite, where we teach them, and on PostgreSQL."""

import random

import pytest
from django.db import connection
from django.db.models.functions import Collate, Lower, Upper

from organizations.models import Alias, Organization
from tests.world import World
from unionreports import sqlite

IN_ORDER = [
    "Абай",
    "Алматы",
    "Ә",
    "Әйтеке",
    "Бурабай",
    "Геология",
    "Ғабит",
    "Жезқазған",
    "Каратау",
    "Көкшетау",
    "Қарағанды",
    "Қостанай",
    "Нура",
    "Ңұр",
    "Орал",
    "Өскемен",
    "Угольный",
    "Ұлытау",
    "Үржар",
    "Хромтау",
    "Һарун",
    "Шымкент",
    "Ырғыз",
    "Ілияс",
    "Эмба",
    "Ясы",
]


def shuffled(names: list[str]) -> list[str]:
    mixed = names.copy()
    random.Random(4).shuffle(mixed)
    assert mixed != names
    return mixed


def add_aliases(world: World, names: list[str]) -> None:
    Alias.objects.bulk_create(Alias(organization=world.karaganda, name=name) for name in names)


def in_database_order(names: list[str], world: World) -> list[str]:
    add_aliases(world, shuffled(names))
    return list(Alias.objects.order_by(Collate("name", "kk-x-icu")).values_list("name", flat=True))


def test_kazakh_letters_stand_in_their_places(world: World) -> None:
    assert in_database_order(IN_ORDER, world) == IN_ORDER


def test_case_does_not_part_what_belongs_together(world: World) -> None:
    names = ["ағаш", "Алаш", "әлем", "Әмина", "барыс", "Бесік", "қала", "Қорғау"]
    assert in_database_order(names, world) == names


def test_the_taught_order_is_an_order() -> None:
    """Neither sign depends on which side a text stands, and equal texts alone are equal."""
    texts = [*IN_ORDER, "", "«Абай»", "абай", "Abay", "№ 1", "10", "2"]
    for left in texts:
        for right in texts:
            assert sqlite.compare(left, right) == -sqlite.compare(right, left)
            assert (sqlite.compare(left, right) == 0) == (left == right)


def test_signs_figures_and_other_alphabets_stand_around_the_letters(world: World) -> None:
    names = [
        "“Жас”", "«Барыс»", "(резерв)", "1 мектеп", "10 мектеп", "2 мектеп", "абай", "Абай", "Ёлка", "школа", "Школа",
        "Школа «Ж»", "Школа 1", "Школа № 1", "Школа-лицей", "ьь", "Abay", "№ 1 мектеп",
    ]  # fmt: skip
    assert in_database_order(names, world) == names


def test_organizations_are_listed_in_the_readers_order(world: World) -> None:
    for code, name in [("a", "Ұлытау"), ("b", "Угольный"), ("c", "Қарағанды"), ("d", "Каратау")]:
        Organization.objects.create(
            code=code, level="branch", kind="city", parent=world.akmola, short_ru=name, legal_name_ru=name
        )
    found = Organization.objects.filter(parent=world.akmola).in_order()
    assert [o.short_ru for o in found] == ["Каратау", "Қарағанды", "Угольный", "Ұлытау"]


@pytest.mark.parametrize("asked", ["қарағанды", "ҚАРАҒАНДЫ", "қАРАҒ"])
def test_search_without_regard_to_case_reaches_kazakh_letters(world: World, asked: str) -> None:
    add_aliases(world, ["Қарағанды облысы", "Караганда"])
    assert [a.name for a in Alias.objects.filter(name__icontains=asked)] == ["Қарағанды облысы"]
    assert [a.name for a in Alias.objects.filter(name__istartswith=asked)] == ["Қарағанды облысы"]


def test_lower_and_upper_reach_kazakh_letters(world: World) -> None:
    add_aliases(world, ["Әңһұүөіғқ ЁЩ"])
    row = Alias.objects.annotate(low=Lower("name"), up=Upper("name")).get()
    assert (row.low, row.up) == ("әңһұүөіғқ ёщ", "ӘҢҺҰҮӨІҒҚ ЁЩ")


@pytest.mark.parametrize("literal", ["50%", "a_b", "c\\d", "e.*f", "(g", "h\ni"])
def test_signs_of_patterns_are_letters_like_others(world: World, literal: str) -> None:
    """What a person types is searched for as typed: neither SQL's wildcards nor those of regular expressions work."""
    add_aliases(world, ["50%", "50 x", "a_b", "axb", "c\\d", "cd", "e.*f", "exxf", "(g", "g", "h\ni", "hi"])
    assert [a.name for a in Alias.objects.filter(name__icontains=literal)] == [literal]


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_stays_nothing(value: str | None) -> None:
    assert sqlite.like(None, "x") is None
    assert sqlite.like("%", value) is (None if value is None else True)
    assert sqlite.like("x%", value) in (None, False)


def test_functions_leave_numbers_and_null_alone(db: None) -> None:
    """`lower` of SQLite's own would have answered the same for what is no text."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(NULL), upper(NULL), lower(5), 'Ә' LIKE 'ә'")
        assert cursor.fetchone() == (None, None, 5, 1)
