"""How does a server come back? From the archive that `backup` wrote, into an empty place.

It knows no tables: the database comes back as a whole, before Django looks at it.
"""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

from lineproof.model.errors import LineproofError, StoreError
from lineproof.web.server.configuration import (
    DATABASE_FILE,
    FILE,
    SECRET_KEY_FILE,
    Configuration,
    database_of,
)

FORMAT = "backup/1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
KEPT_AS_IS = (SECRET_KEY_FILE, FILE)


def restore(source: Path, configuration: Configuration) -> None:
    """Bring a server back from its archive, into a data folder and a database that are empty.

    Raises LineproofError where it is no archive of ours or something is there already, and
    StoreError where it can't be written.
    """
    data = configuration.data
    if data.exists() and any(p for p in data.iterdir() if p.name not in KEPT_AS_IS):
        message = f"{data} isn't empty: a backup is restored into a new data folder"
        raise LineproofError(message)
    try:
        with tarfile.open(source) as archive:
            told = _manifest(archive, source)
            kind = "postgresql" if configuration.database_url else "sqlite"
            if told["database"] != kind:
                message = f"{source} holds a {told['database']} database, and this is {kind}"
                raise LineproofError(message)
            data.mkdir(parents=True, exist_ok=True, mode=0o750)
            archive.extractall(data, filter="data")
    except (OSError, tarfile.TarError) as problem:
        message = f"{source} can't be restored: {problem}"
        raise StoreError(message) from problem
    (data / SECRET_KEY_FILE).chmod(0o600)
    (data / MANIFEST).unlink()
    dump = data / DUMP
    if configuration.database_url:
        words, secret = postgresql_words(database_of(configuration.database_url, data=data))
        run_program(["pg_restore", "--no-owner", "--exit-on-error", *words, str(dump)], secret)
        dump.unlink()
    else:
        dump.rename(data / DATABASE_FILE)


def _manifest(archive: tarfile.TarFile, source: Path) -> dict[str, str]:
    """Return what an archive says of itself."""
    try:
        file = archive.extractfile(MANIFEST)
        told: dict[str, str] = json.loads(file.read()) if file is not None else {}
    except (KeyError, ValueError):
        told = {}
    if told.get("format") != FORMAT:
        message = f"{source} is no backup of a lineproof server ({FORMAT})"
        raise LineproofError(message)
    return told


def postgresql_words(database: Mapping[str, object]) -> tuple[list[str], str]:
    """Return the words that name a PostgreSQL database, and the password, which is no word."""
    words = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    given = [f"{word}={database[key]}" for word, key in words.items() if database[key]]
    return given, str(database["PASSWORD"])


def run_program(command: list[str], password: str) -> None:
    """Run one of PostgreSQL's programs; raises LineproofError with what it says."""
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    except FileNotFoundError as problem:
        message = f"{command[0]} isn't installed: it comes with PostgreSQL's client"
        raise LineproofError(message) from problem
    if done.returncode:
        message = f"{command[0]}: {done.stderr.strip()}"
        raise LineproofError(message)
