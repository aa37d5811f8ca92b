"""What is held of what was measured? Batches, each stored whole or not at all, and never changed.

The files of a batch come first, the log's line that names them last: until then they don't count.
It reads no source and no contract.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from lineproof.measure.reduction import SUSPECT_SCHEMA, Evidence
from lineproof.measure.runs import RUN_SCHEMA
from lineproof.measure.samples import Samples
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.store.batches import (
    MEASUREMENTS,
    BatchLine,
    BatchLog,
    StoredFile,
    instant_text,
    known_by,
)
from lineproof.store.files import locked, write_file
from lineproof.store.sample_files import (
    FOLDER,
    Content,
    Part,
    bucket_of,
    content_of,
    encoded,
    parts_of,
    runs_in,
)

HEAD = "store.json"
FORMAT = "samples/1"
BUCKETS = 16
_WRITERS = 2
_PART = re.compile(
    r"samples/month=(?P<month>\d{4}-\d\d)/bucket=(?P<bucket>\d\d+)/[0-9a-f]{16}\.parquet"
)


class SampleStore:
    """The samples of one contract folder, in its folder `measurements`."""

    def __init__(self, folder: Path) -> None:
        """Look at a contract folder's samples; nothing is made before the first batch."""
        self.folder = folder / MEASUREMENTS
        self._log = BatchLog(self.folder)
        self._is_swept = False
        self._canaries: dict[tuple[str, frozenset[str]], pl.DataFrame] = {}

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored here."""
        return (self.folder / HEAD).exists()

    @property
    def buckets(self) -> int:
        """How many parts circuits are spread over; raises InputRefusedError for another format."""
        if not self.exists:
            return BUCKETS
        try:
            head = json.loads((self.folder / HEAD).read_bytes())
            is_ours, buckets = head["format"] == FORMAT, head["buckets"]
        except (OSError, ValueError, KeyError, TypeError):
            is_ours, buckets = False, 0
        if not is_ours or type(buckets) is not int or buckets < 1:
            message = f"{MEASUREMENTS}/{HEAD} doesn't say a format that we know, {FORMAT}"
            fix = f'Restore it: {{"format": "{FORMAT}", "buckets": {BUCKETS}}}, where it is lost.'
            where = f"{MEASUREMENTS}/{HEAD}"
            raise InputRefusedError((error("E-STORE-FORMAT", message, where=where, fix=fix),))
        return buckets

    def batches(self, until: dt.datetime | None = None) -> tuple[BatchLine, ...]:
        """Return the batches recorded before an instant, as they were stored; None: all.

        Raises InputRefusedError where the log is damaged.
        """
        return known_by(self._log.lines(), until)

    def append(self, samples: Samples, *, recorded_at: dt.datetime) -> BatchLine | None:
        """Store a batch and return its line; None where it is held already, or has no samples.

        It is on the disk once this returns. Raises StoreError with nothing stored, and
        InputRefusedError where what is there is damaged.
        """
        if not samples.frame.height:
            return None
        content = content_of(samples)
        if self.exists and self._log.holds(content.id):
            return None
        with locked(self.folder):
            self._begin()
            return (
                None if self._log.holds(content.id) else self._keep(samples, content, recorded_at)
            )

    def _keep(self, samples: Samples, content: Content, recorded_at: dt.datetime) -> BatchLine:
        """Write a batch's files, then its line; the lock is held."""
        parts = parts_of(content, buckets=self.buckets)
        paths = [f"{part.folder}/{content.id[:16]}.parquet" for part in parts]
        try:
            with ThreadPoolExecutor(_WRITERS) as writers:
                files = tuple(writers.map(self._write, paths, parts))
            at = content.frame.get_column("scheduled").to_numpy()
            return self._log.append(
                BatchLine(
                    id=content.id,
                    vantage=samples.vantage,
                    source=samples.source,
                    every_ns=samples.every_ns,
                    recorded_at=recorded_at,
                    lo=int(at.min()),
                    hi=int(at.max()) + samples.every_ns,
                    rows=content.frame.height,
                    previous=self._log.last_of(samples.vantage),
                    canaries=samples.canaries,
                    suspect=samples.suspect,
                    files=files,
                )
            )
        except BaseException:
            for path in paths:
                (self.folder / path).unlink(missing_ok=True)
            raise

    def _write(self, path: str, part: Part) -> StoredFile:
        """Write one file of a batch; raises StoreError."""
        data = encoded(part)
        write_file(self.folder / path, data)
        return StoredFile(path, hashlib.sha256(data).hexdigest(), part.rows.height)

    def _begin(self) -> None:
        """Make the store where there is none, and delete once what killed writers left."""
        if not self.exists:
            head = {"format": FORMAT, "buckets": BUCKETS}
            write_file(self.folder / HEAD, (json.dumps(head) + "\n").encode())
        if not self._is_swept:
            for stray in self.folder.glob(f".{HEAD}.*"):
                stray.unlink(missing_ok=True)
            held = {file.path for batch in self._log.lines() for file in batch.files}
            for path in (self.folder / FOLDER).rglob("*.parquet*"):
                if path.is_file() and str(path.relative_to(self.folder)) not in held:
                    path.unlink(missing_ok=True)
            self._is_swept = True

    def evidence(
        self,
        bucket: int,
        *,
        lo: int,
        hi: int,
        as_known_until: dt.datetime | None = None,
        circuits: frozenset[str] | None = None,
    ) -> Evidence:
        """Return what was measured of a bucket's circuits between two instants, nanoseconds.

        The runs of canaries come with them, whatever bucket they lie in. circuits: only these.
        Raises InputRefusedError where a file is missing or damaged.
        """
        known = self.batches(as_known_until)
        batches = [b for b in known if b.lo < hi and b.hi > lo]
        watched = {(c, b.vantage) for b in batches for c in b.canaries}
        frames = [self._runs(batches, bucket, (lo, hi), circuits)]
        homes: dict[int, set[str]] = {}
        for name, _ in watched:
            homes.setdefault(bucket_of(name, buckets=self.buckets), set()).add(name)
        for home, names in homes.items():
            # those of this bucket are among its circuits, unless only some of these are asked for
            absent = names - (circuits or frozenset()) if home != bucket or circuits else set()
            watching = [b for b in batches if b.canaries and absent]
            frames.append(self._canary_runs(watching, home, (lo, hi), frozenset(absent)))
        told = [
            (b.vantage, s.lo, s.hi) for b in known for s in b.suspect if s.lo < hi and s.hi > lo
        ]
        pairs = {"circuit": pl.String(), "vantage": pl.String()}
        return Evidence(
            pl.concat(frames),
            pl.DataFrame(told, schema=SUSPECT_SCHEMA, orient="row"),
            pl.DataFrame(sorted(watched), schema=pairs, orient="row"),
        )

    def _canary_runs(
        self,
        batches: Iterable[BatchLine],
        bucket: int,
        read: tuple[int, int],
        names: frozenset[str],
    ) -> pl.DataFrame:
        """Return the runs of canaries, which every bucket asks for and which are read once."""
        frames = [pl.DataFrame(schema=RUN_SCHEMA)]
        for batch, file in _files(batches, bucket, read):
            key = (file.path, names)
            if key not in self._canaries:
                self._canaries[key] = runs_in(
                    [(self.folder / file.path, file.sha256)],
                    vantage=batch.vantage,
                    every_ns=batch.every_ns,
                    circuits=names,
                )
            frames.append(_touching(self._canaries[key], read))
        return pl.concat(frames)

    def _runs(
        self,
        batches: Iterable[BatchLine],
        bucket: int,
        read: tuple[int, int],
        circuits: frozenset[str] | None,
    ) -> pl.DataFrame:
        """Return the runs of some batches' files in a bucket, as far as they touch an interval."""
        alike: dict[tuple[str, int], list[tuple[Path, str]]] = {}
        for batch, file in _files(batches, bucket, read):
            files = alike.setdefault((batch.vantage, batch.every_ns), [])
            files.append((self.folder / file.path, file.sha256))
        found = [
            _touching(runs_in(files, vantage=vantage, every_ns=every, circuits=circuits), read)
            for (vantage, every), files in alike.items()
        ]
        return pl.concat([pl.DataFrame(schema=RUN_SCHEMA), *found])

    def evidence_of(self, circuit: str, lo: int, hi: int) -> tuple[BatchLine, ...]:
        """Return the batches that hold samples of a circuit between two instants, nanoseconds."""
        bucket, only = bucket_of(circuit, buckets=self.buckets), frozenset({circuit})
        batches = [b for b in self.batches() if b.lo < hi and b.hi > lo]
        return tuple(b for b in batches if self._runs([b], bucket, (lo, hi), only).height)


def _touching(runs: pl.DataFrame, read: tuple[int, int]) -> pl.DataFrame:
    """Return the runs that touch an interval."""
    return runs.filter((pl.col("lo") < read[1]) & (pl.col("hi") > read[0]))


def _files(
    batches: Iterable[BatchLine], bucket: int, read: tuple[int, int]
) -> Iterable[tuple[BatchLine, StoredFile]]:
    """Return the files of a bucket that may hold samples of an interval, with their batches."""
    lo, hi = read
    first, last = (instant_text(at)[: len("YYYY-MM")] for at in (lo, hi - 1))
    for batch in batches:
        for file in batch.files:
            part = _PART.fullmatch(file.path)
            if part and int(part["bucket"]) == bucket and first <= part["month"] <= last:
                yield batch, file
