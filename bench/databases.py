"""Databases of the measuring server: made, built or brought back from what a run before has kept under var/."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench"
# What the contents of a built database follow from.
SOURCES = ("bench/*.py", "*/migrations/*.py", "*/models/*.py", "*/models.py", "organizations/imports/*.py")


def address(name: str) -> str:
    """Of a database beside the one that DATABASE_URL names."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def environment(name: str, **more: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": address(name), **more}


def run(database: str, *command: str, **more: str) -> str:
    """A command of Python in that database; what it prints. Its complaints are shown as they come."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment(database, **more), stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


def create(name: str) -> None:
    subprocess.run(["createdb", "--maintenance-db=postgres", name], env=_place(), check=True)


def copied(name: str, origin: str) -> None:
    subprocess.run(["createdb", "--maintenance-db=postgres", f"--template={origin}", name], env=_place(), check=True)


def built(name: str, *size: str) -> None:
    """The large union, as kept when nothing has changed since; else built, which takes minutes, and kept."""
    create(name)
    kept = KEPT / f"{name}-{_state(size)}.dump"
    if kept.exists():
        subprocess.run(["pg_restore", "--no-owner", "--jobs=2", f"--dbname={name}", kept], env=_place(), check=True)
    else:
        run(name, "manage.py", "migrate", "--verbosity=0")
        run(name, "-m", "bench.build", *size)
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob(f"{name}-*.dump"):
            old.unlink()
        command = ["pg_dump", "--format=custom", "--compress=1", f"--file={kept}", name]
        subprocess.run(command, env=_place(), check=True)
    run(
        name,
        "manage.py",
        "shell",
        "--no-imports",
        "-c",
        "from django.db import connection as c; c.cursor().execute('VACUUM ANALYZE')",
    )


def _place() -> dict[str, str]:
    host = os.environ["DATABASE_URL"].removeprefix("postgres:///").rpartition("/")[0]
    return {**os.environ, "PGHOST": f"/{host.lstrip('/')}"}


def _state(size: tuple[str, ...]) -> str:
    digest = hashlib.sha256(repr(size).encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
