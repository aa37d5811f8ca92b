"""In which states were the lines, by every availability term, month by month? From stored samples.

What is worked out is kept beside the samples under a hash of all it came from, so that it is only
ever read where it would come out the same. It judges nothing: it knows no band and no exclusion.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import json
import zoneinfo
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lineproof.assess.availability import availability_terms, state_rule
from lineproof.assess.intervals import service_intervals
from lineproof.assess.renewal import renewed
from lineproof.assess.service import circuit_services, midnight_ns, services
from lineproof.contract.case import Case, View, view
from lineproof.contract.facts import end_of_day
from lineproof.measure.reduction import Evidence, states_of
from lineproof.measure.rule import NS, StateRule
from lineproof.measure.states import STATE_SCHEMA
from lineproof.model.measured import STATES
from lineproof.model.period import add_months, month_text
from lineproof.store.batches import BatchLine
from lineproof.store.files import locked, write_file
from lineproof.store.sample_files import bucket_of
from lineproof.store.samples import SampleStore

KEPT_STATES = "states"
_FORMAT = "states/1"
_READERS = 2
_DAY_NS = 86_400 * NS
_LOOK_BACK = (_DAY_NS, 32 * _DAY_NS)
"""How far before a month is read for the state it begins in; then as far as there is anything."""


@dataclass(frozen=True)
class _Asked:
    """The states of one month by one term's rule.

    services: of every circuit, as `circuit_services` returns them. key: hash of all that the states
    depend on.
    """

    term: str
    rule: StateRule
    month: str
    start: int
    end: int
    services: pl.DataFrame
    key: str

    @property
    def read_to(self) -> int:
        """Up to where samples decide the month's states."""
        slot = self.rule.slot_ns
        return -(-self.end // slot) * slot + self.rule.lookahead * slot

    @property
    def file(self) -> str:
        """Where they are kept, from the store's folder."""
        return f"{KEPT_STATES}/{self.month}/{self.key[:32]}.parquet"


def measured_states(
    folder: Path, case: Case, *, as_known: dt.date | None = None, until: dt.date | None = None
) -> pl.DataFrame | None:
    """Return the states of every month with samples, in columns of `STATES`; None: no samples ever.

    as_known: only batches recorded by the end of this day. until: the last month to return; None:
    the last with samples. Raises InputRefusedError where the samples are damaged.
    """
    store = SampleStore(folder)
    if not store.exists:
        return None
    asked = _asked(store, view(case, as_known=as_known), until)
    found = [(each, _read_kept(store, each)) for each in asked]
    missing = [each for each, frame in found if frame is None]
    made = _reduced(store, missing, _until(case, as_known))
    frames = [made[each.key] if frame is None else frame for each, frame in found]
    return pl.concat([STATES.empty(), *frames])


def keep_states(
    folder: Path, case: Case, *, as_known: dt.date | None = None, until: dt.date | None = None
) -> pl.DataFrame | None:
    """Return what `measured_states` does, and keep it for the next time; raises StoreError too.

    What was kept of the same months and is of no use any more is deleted.
    """
    store = SampleStore(folder)
    if not store.exists:
        return None
    states = measured_states(folder, case, as_known=as_known, until=until)
    assert states is not None
    asked = _asked(store, view(case, as_known=as_known), until)
    with locked(store.folder):
        _delete_stale(store, asked)
        for each in asked:
            if not (store.folder / each.file).exists():
                write_file(store.folder / each.file, _parquet(_rows_of(states, each)))
    return states


def _until(case: Case, as_known: dt.date | None) -> dt.datetime | None:
    """Return the instant before which batches count; None: all do."""
    if as_known is None:
        return None
    return end_of_day(as_known, timezone=case.contract.contract.timezone)


def _asked(store: SampleStore, seen: View, until: dt.date | None) -> list[_Asked]:
    """Return every month and term to work out."""
    batches = store.batches(_until(seen.case, seen.as_known))
    if not batches or seen.term_days is None:
        return []
    seen = renewed(seen, on=_last_day(seen, batches))
    months = _months(seen, batches, until)
    terms = [(month, term) for month in months for term in availability_terms(seen, month)]
    if not terms:
        return []
    served = circuit_services(services(seen, service_intervals(seen)))
    zone = seen.contract.contract.timezone
    found = []
    for month, term in terms:
        days = seen.period(month)
        start, end = (midnight_ns(day, timezone=zone) for day in (days.start, days.end))
        rule = state_rule(term)
        bare = _Asked(term.id, rule, month_text(month), start, end, served, "")
        found.append(_with_key(bare, batches, buckets=store.buckets))
    return found


def _last_day(seen: View, batches: Iterable[BatchLine]) -> dt.date:
    """Return the last local day that samples were sent on."""
    zone = zoneinfo.ZoneInfo(seen.contract.contract.timezone)
    return dt.datetime.fromtimestamp((max(b.hi for b in batches) - 1) // NS, tz=zone).date()


def _months(seen: View, batches: Iterable[BatchLine], until: dt.date | None) -> list[dt.date]:
    """Return the contract's months from the first with samples to the last asked for."""
    zone = zoneinfo.ZoneInfo(seen.contract.contract.timezone)
    assert seen.term_days is not None
    lo, hi = min(b.lo for b in batches), max(b.hi for b in batches) - 1
    first, last = (dt.datetime.fromtimestamp(at // NS, tz=zone).date() for at in (lo, hi))
    month = add_months(max(first, seen.term_days.start).replace(day=1), -1)
    end = min(last, seen.term_days.end - dt.timedelta(days=1)).replace(day=1)
    months = []
    while month <= end and (until is None or month <= until):
        days = seen.period(month)
        if days.end > first and days.start <= last and days.end > seen.term_days.start:
            months.append(month)
        month = add_months(month, 1)
    return months


def _with_key(asked: _Asked, batches: Iterable[BatchLine], *, buckets: int) -> _Asked:
    """Return what is asked with the hash of all it depends on."""
    rule = asked.rule
    numbers = (rule.slot_s, str(rule.loss_max), rule.down_run, rule.up_run, rule.quorum)
    head = (_FORMAT, buckets, asked.term, asked.month, asked.start, asked.end, numbers)
    digest = hashlib.sha256(json.dumps([*head, rule.vantages]).encode())
    in_time = asked.services.filter(pl.col("lo") < asked.read_to)
    digest.update(in_time.sort("circuit", "lo").write_csv().encode())
    ids = sorted(b.id for b in batches if _begins(b) < asked.read_to)
    digest.update("\n".join(ids).encode())
    return dataclasses.replace(asked, key=digest.hexdigest())


def _begins(batch: BatchLine) -> int:
    """Return the first instant that a batch says something of."""
    return min([batch.lo, *(doubted.lo for doubted in batch.suspect)])


def _reduced(
    store: SampleStore, asked: Sequence[_Asked], until: dt.datetime | None
) -> dict[str, pl.DataFrame]:
    """Return the states that are asked for by key, from the samples, two buckets at a time."""
    if not asked:
        return {}
    buckets = store.buckets
    served = asked[0].services
    home = {c: bucket_of(c, buckets=buckets) for c in served.get_column("circuit").unique()}
    placed = served.with_columns(
        pl.col("circuit").replace_strict(home, return_dtype=pl.Int64).alias("home")
    )

    def of_bucket(bucket: int) -> list[pl.DataFrame]:
        own = placed.filter(pl.col("home") == bucket).drop("home")
        return _Bucket(store, bucket, until, own).states(asked)

    with ThreadPoolExecutor(_READERS) as readers:
        found = list(readers.map(of_bucket, sorted(set(home.values()))))
    return {
        each.key: _as_table(pl.concat([frames[i] for frames in found]), each.term)
        for i, each in enumerate(asked)
    }


@dataclass
class _Bucket:
    """The circuits of one bucket, and what was read of them last."""

    store: SampleStore
    bucket: int
    until: dt.datetime | None
    services: pl.DataFrame

    def states(self, asked: Sequence[_Asked]) -> list[pl.DataFrame]:
        """Return the states of these circuits, for each month and term."""
        lo = min(each.start for each in asked) - _LOOK_BACK[0]
        held = (self._evidence(lo, max(each.read_to for each in asked), None), lo)
        return [self._of_month(each, held) for each in asked]

    def _of_month(self, asked: _Asked, held: tuple[Evidence, int]) -> pl.DataFrame:
        """Return the states of one month: where they hang on what was before, from further back."""
        served = self.services.filter((pl.col("lo") < asked.end) & (pl.col("hi") > asked.start))
        done = []
        for back in (*_LOOK_BACK, None):
            if not served.height:
                break
            begun = served.get_column("lo").min()
            assert isinstance(begun, int)
            read_from = min(begun, asked.start) if back is None else asked.start - back
            evidence = self._reaching(held, asked, read_from, served)
            read = (read_from, asked.start, asked.end)
            reduced = states_of(evidence, served, asked.rule, read=read)
            is_open = pl.col("circuit").is_in(reduced.unresolved)
            if back is None:
                assert not reduced.unresolved, "a service that is read from its start is settled"
            done.append(reduced.states.filter(~is_open))
            served = served.filter(is_open)
        return pl.concat([pl.DataFrame(schema=STATE_SCHEMA), *done])

    def _reaching(
        self, held: tuple[Evidence, int], asked: _Asked, read_from: int, served: pl.DataFrame
    ) -> Evidence:
        """Return what was measured from an instant on: what is held, where that reaches so far."""
        evidence, lo = held
        batches = self.store.batches(self.until)
        if read_from < lo and any(b.lo < lo and b.hi > read_from for b in batches):
            circuits = frozenset(served.get_column("circuit"))
            return self._evidence(read_from, asked.read_to, circuits)
        touches = (pl.col("lo") < asked.read_to) & (pl.col("hi") > read_from)
        return dataclasses.replace(evidence, runs=evidence.runs.filter(touches))

    def _evidence(self, lo: int, hi: int, circuits: frozenset[str] | None) -> Evidence:
        """Return what the store holds of this bucket."""
        return self.store.evidence(
            self.bucket, lo=lo, hi=hi, as_known_until=self.until, circuits=circuits
        )


def _as_table(states: pl.DataFrame, term: str) -> pl.DataFrame:
    """Return states in columns of `STATES`, by circuit and time."""
    times = {"from": "lo", "to": "hi", "since": "since"}
    off_grid = pl.any_horizontal(*(pl.col(at) % 1000 != 0 for at in times.values()))
    assert not states.select((off_grid | (pl.col("known") % NS != 0)).any()).item()
    return states.sort("circuit", "lo").select(
        pl.lit(term).alias("term"),
        "circuit",
        *((pl.col(at) // 1000).cast(pl.Datetime("us", "UTC")).alias(n) for n, at in times.items()),
        "state",
        "reason",
        (pl.col("known") // NS).alias("known_s"),
        pl.lit(None, pl.UInt32).alias("row"),
    )


def _rows_of(states: pl.DataFrame, asked: _Asked) -> pl.DataFrame:
    """Return the states of one month and term."""
    start, end = (pl.lit(at // 1000).cast(pl.Datetime("us", "UTC")) for at in
                  (asked.start, asked.end))  # fmt: skip
    is_own = (pl.col("term") == asked.term) & (pl.col("from") >= start) & (pl.col("from") < end)
    return states.filter(is_own)


def _parquet(states: pl.DataFrame) -> bytes:
    """Return states as they are kept."""
    buffer = io.BytesIO()
    states.write_parquet(buffer)
    return buffer.getvalue()


def _read_kept(store: SampleStore, asked: _Asked) -> pl.DataFrame | None:
    """Return states that were kept; None where they weren't, or can't be read any more."""
    path = store.folder / asked.file
    if not path.exists():
        return None
    try:
        kept = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        return None
    return kept if kept.schema == STATES.schema() else None


def _delete_stale(store: SampleStore, asked: Iterable[_Asked]) -> None:
    """Delete what was kept of some months under other keys; the lock is held."""
    of_use = {each.file for each in asked}
    for folder in {(store.folder / file).parent for file in of_use}:
        for path in folder.glob("*.parquet"):
            if str(path.relative_to(store.folder)) not in of_use:
                path.unlink(missing_ok=True)
