"""New rows in the books, thousands of them at once.

`bulk_create` asks every field about every value, some five calls for each: a million values of nine thousand reports cost
more than all their checks. Here a column is asked once; one that is empty in all rows is left out. For rows whose values
are plain: no expressions, no files, nothing that the database fills in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connections, models, router

BATCH = 1000
# What the drivers take as it is.
PLAIN = (models.IntegerField, models.BooleanField, models.CharField, models.TextField)


def insert(rows: Iterable[models.Model]) -> None:
    """Rows of one model, as `bulk_create` with their new numbers."""
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    using = router.db_for_write(model)
    for row, number in zip(rows, insert_values(model, (row.__dict__ for row in rows)), strict=True):
        row.pk, row._state.adding, row._state.db = number, False, using


def insert_values(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """`rows`: by the names of the columns as instances have them (`organization_id`). The new numbers, in that order."""
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    size = min(BATCH, connection.ops.bulk_batch_size(fields, range(BATCH)))
    waiting = iter(rows)
    numbers: list[int] = []
    while some := list(islice(waiting, size)):
        numbers += _insert(connection, model, dict(_columns(fields, some, connection)))
    return numbers


def _columns(
    fields: Iterable[models.Field], rows: Sequence[Mapping[str, Any]], connection: Any
) -> Iterator[tuple[str, list[Any]]]:
    for field in fields:
        values = [row[field.attname] for row in rows]
        if field.null and values.count(None) == len(values):
            continue
        yield field.column or field.attname, values if _is_plain(field) else _prepared(field, values, connection)


def _is_plain(field: models.Field) -> bool:
    return isinstance(field.target_field if isinstance(field, models.ForeignKey) else field, PLAIN)


def _prepared(field: models.Field, values: list[Any], connection: Any) -> list[Any]:
    """As the database takes days, moments, decimals and the like."""
    return [None if value is None else field.get_db_prep_save(value, connection) for value in values]


def _insert(connection: Any, model: type[models.Model], columns: Mapping[str, list[Any]]) -> list[int]:
    quoted = connection.ops.quote_name
    number = len(next(iter(columns.values())))
    places = f"({', '.join(['%s'] * len(columns))})"
    # Names of our own tables and columns; values go by their places.
    sql = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(map(quoted, columns))}) "  # noqa: S608
        f"VALUES {', '.join([places] * number)} RETURNING {quoted(model._meta.pk.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, list(chain.from_iterable(zip(*columns.values(), strict=True))))
        return [row[0] for row in cursor.fetchall()]
