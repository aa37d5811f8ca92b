"""How is a PostgreSQL of one's own started and stopped? Debian's, on a socket in a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.live.programs import run, stop, wait_until

USER = "tester"
#: Debian keeps what a server needs out of the path, by its version.
_PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"))
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running PostgreSQL; everybody who can enter its folder may do anything in it."""

    folder: Path

    def create(self, database: str, text: str) -> None:
        """Make a database of a text of SQL."""
        self._psql("postgres", "-c", f"create database {database}")
        self._psql(database, "-1", stdin=text)

    def sql(self, database: str, command: str) -> str:
        """Return what a database answers, one line a row."""
        return self._psql(database, "-c", command).strip()

    def _psql(self, database: str, *words: str, stdin: str | None = None) -> str:
        usual = ["-qAtX", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", USER]
        return run(str(_PROGRAMS / "psql"), *usual, "-d", database, *words, stdin=stdin)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL in a folder of its own until the block ends; it refuses to be root."""
    # a socket's path is short, and the user who runs the server must get to it
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    data = folder / "data"
    data.mkdir()
    prefix: list[str] = []
    if os.geteuid() == 0:
        folder.chmod(0o777)
        shutil.chown(data, "postgres", "postgres")
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    try:
        run(*prefix, str(_PROGRAMS / "initdb"), "-D", str(data), "-A", "trust", "-U", USER, "-N",
            "--locale=C.UTF-8", "-E", "UTF8")  # fmt: skip
        command = [*prefix, str(_PROGRAMS / "postgres"), "-D", str(data), "-k", str(folder)]
        with running_here([*command, *(f"-c{each}" for each in _FAST)], log=folder / "log"):
            ready = [str(_PROGRAMS / "pg_isready"), "-q", "-h", str(folder), "-U", USER]
            wait_until(
                lambda: subprocess.run(ready, check=False).returncode == 0, what="PostgreSQL"
            )
            yield Postgres(folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def running_here(
    command: Sequence[str], *, log: Path, more: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a program until the block ends, in this network namespace. more: of its environment."""
    with log.open("a", encoding="utf-8") as file:
        program = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
            env={**os.environ, **(more or {})},
        )  # fmt: skip
    try:
        yield
    finally:
        stop(program)
