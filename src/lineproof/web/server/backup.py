"""How is a server kept safe? One archive of its database, vault, contract folders and key.

The database is copied first, as of one moment; the vault only grows, so that all it names is there
when the vault is copied.
"""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

import lineproof
from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.model.errors import LineproofError, StoreError
from lineproof.web.kept.contracts import KeptFile, RecordFile, SealedMonth, Version
from lineproof.web.kept.vault import path_of
from lineproof.web.server.restoring import (
    DUMP,
    FORMAT,
    KEPT_AS_IS,
    MANIFEST,
    postgresql_words,
    run_program,
)

_PARTS = ("vault", "contracts")


def write_backup(target: Path) -> None:
    """Write the archive of the running server, readable by its owner alone, whole or not at all.

    Raises StoreError where it can't be written, LineproofError where the database can't be read.
    """
    if target.exists():
        message = f"{target} is there already; name another file"
        raise LineproofError(message)
    data: Path = settings.CONFIGURATION.data
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
                _add_all(archive, data)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).rename(target)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as problem:
        message = f"{target} can't be written: {problem.strerror}; nothing was kept"
        raise StoreError(message) from problem


def _add_all(archive: tarfile.TarFile, data: Path) -> None:
    """Add every part of a server to an archive, the database first."""
    told = {"format": FORMAT, "lineproof": lineproof.__version__, "database": connection.vendor}
    manifest = canonical_json(told)
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(manifest), 0o600
    archive.addfile(entry, io.BytesIO(manifest))
    with _dumped() as dump:
        archive.add(dump, arcname=DUMP)
    for name in (*KEPT_AS_IS, *_PARTS):
        if (data / name).exists():
            archive.add(data / name, arcname=name)


@contextlib.contextmanager
def _dumped() -> Iterator[Path]:
    """Give a copy of the database as of one moment."""
    with tempfile.TemporaryDirectory() as place:
        dump = Path(place) / DUMP
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with contextlib.closing(sqlite3.connect(dump)) as copy:
                connection.connection.backup(copy)
        else:
            words, secret = postgresql_words(settings.DATABASES["default"])
            run_program(
                ["pg_dump", "--format=custom", "--no-owner", f"--file={dump}", *words], secret
            )
        yield dump


def damaged() -> Iterator[str]:
    """Yield what the database names and the vault hasn't, or not as it was kept."""
    named: set[str] = set(Version.objects.values_list("sha256", flat=True))
    for files in (
        *Version.objects.values_list("files", flat=True),
        *SealedMonth.objects.values_list("files", flat=True),
    ):
        named |= set(files.values())
    named |= set(RecordFile.objects.values_list("sha256", flat=True))
    named |= set(KeptFile.objects.values_list("sha256", flat=True))
    named.discard("")  # of a kind that never came as a file
    for sha256 in sorted(named):
        path = path_of(settings.CONFIGURATION.vault, sha256)
        if not path.is_file():
            yield f"{sha256} is missing"
        elif sha256_hex(path.read_bytes()) != sha256:
            yield f"{sha256} was changed"
