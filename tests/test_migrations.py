"""Where the migrations lead. On PostgreSQL every test stands on them; on SQLite the tables come from the models."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

OF_MIGRATIONS = "django_migrations"


def schema(cursor: Any) -> Iterator[tuple[str, ...]]:
    """Each column with its type and whether it may be empty, each constraint, each index with its definition."""
    cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql <> '' AND name NOT LIKE 'sqlite%'")
    for kind, name, table, sql in cursor.fetchall():
        if table == OF_MIGRATIONS:
            continue
        if kind == "index":
            yield table, name, sql
            continue
        cursor.execute(f'PRAGMA table_info("{name}")')
        yield from ((name, *map(str, column[1:4])) for column in cursor.fetchall())
        yield from ((name, constraint) for constraint in re.findall(r'CONSTRAINT "(\w+)"', sql))


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's tests stand on the migrations themselves")
def test_they_lead_to_the_tables_of_the_models(tmp_path: Path) -> None:
    place = tmp_path / "migrated.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{place}", "DEBUG": "1"},
        cwd=settings.BASE_DIR,
        check=True,
    )
    with closing(sqlite3.connect(place)) as migrated, connection.cursor() as cursor:
        assert sorted(schema(migrated.cursor())) == sorted(schema(cursor))
