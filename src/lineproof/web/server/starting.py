"""How does the server start? The data folder made, the database brought up to date, then gunicorn.

gunicorn takes this process's place: what was imported here, threads and all, is gone when it forks.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections

from lineproof.model.errors import LineproofError
from lineproof.web.known.worked_out import forget_all
from lineproof.web.server.configuration import FILE, make_secret_key, read_configuration
from lineproof.web.work.keeping import KEEPER, command_of

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_THREADS = 8


def set_up(data: Path) -> None:
    """Make a data folder ready, and Django with it; the database is as this version needs it.

    Raises LineproofError where folder, configuration or database can't be used.
    """
    os.environ["LINEPROOF_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineproof.web.server.settings")
    make_secret_key(data.resolve())
    read_configuration()
    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as problem:
        message = f"the database can't be used: {problem}"
        raise LineproofError(message) from problem


def be_reached_at(data: Path, host: str, port: int) -> str:
    """Return the address that people type, which is told to the server; see `Configuration.origin`.

    Raises LineproofError where others than this machine are to reach it and nobody said how.
    """
    configured = read_configuration({**os.environ, "LINEPROOF_DATA": str(data)})
    if configured.origin:
        return configured.origin
    if host not in _LOOPBACK:
        message = (
            f"--host {host}: others reach it then, so say by which address, such as "
            f'origin = "https://lineproof.example.com" in {data / FILE}; a proxy speaks HTTPS'
        )
        raise LineproofError(message)
    shown = f"[{host}]" if ":" in host else host
    os.environ["LINEPROOF_ORIGIN"] = f"http://{shown}:{port}"
    return os.environ["LINEPROOF_ORIGIN"]


def refuse_taken(host: str, port: int) -> None:
    """Raise LineproofError where nobody can listen: before anything is made or told."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as problem:
        said = os.strerror(problem.errno) if problem.errno else str(problem)
        message = f"--port {port}: {host} can't be listened at: {said}; name another"
        raise LineproofError(message) from problem


def serve(data: Path, host: str, port: int, *, workers: int, jobs: int) -> None:
    """Let gunicorn answer requests, in place of this process.

    jobs: how many processes beside it work on what is to be done in the background.
    """
    connections.close_all()
    forget_all(settings.CONFIGURATION.worked_out)
    os.environ["LINEPROOF_HAS_WORKERS"] = str(int(jobs > 0))
    for _number in range(jobs):  # each is the child of what will be gunicorn, and ends with it
        subprocess.Popen(command_of(KEEPER), stdin=subprocess.DEVNULL)  # noqa: S603 - our own
    if workers > 1:
        counted = data.resolve() / "metrics"
        shutil.rmtree(counted, ignore_errors=True)
        counted.mkdir(parents=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counted)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = (
        sys.executable, "-m", "gunicorn", "--bind", address, "--workers", str(workers),
        "--worker-class", "gthread", "--threads", str(_THREADS), "--config",
        "python:lineproof.web.server.serving", "lineproof.web.server.wsgi:application",
    )  # fmt: skip
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - no shell, and our own interpreter
