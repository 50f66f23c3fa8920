"""The site as an operator starts it: gunicorn with the options of deploy/unionreports.service, on a port of its own."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.databases import ROOT, environment

UNIT = ROOT / "deploy" / "unionreports.service"
KEPT = re.compile(r"--preload|--workers \d+|--timeout \d+")


def options() -> list[str]:
    """Not those that replace workers: memory at its peak is asked of a worker that lives."""
    return " ".join(KEPT.findall(UNIT.read_text())).split()


@contextmanager
def site(database: str) -> Iterator[int]:
    """The port it listens on."""
    port = _free_port()
    settings = {
        "DJANGO_SETTINGS_MODULE": "bench.settings", "SITE_URL": f"http://127.0.0.1:{port}", "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "0", "DEMO": "0",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "unionreports.wsgi", "--bind", f"127.0.0.1:{port}", *options()]
    server = subprocess.Popen([*command, "--log-level", "warning"], cwd=ROOT, env=environment(database, **settings))
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _time in range(300):
        if server.poll() is not None:
            raise RuntimeError("The site does not start.")
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The site does not answer.")
