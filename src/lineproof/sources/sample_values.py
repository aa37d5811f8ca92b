"""What do the cells of a table of samples say? Columns by name, instants, counts; and what doesn't.

Every row is taken or told by its number: nothing is guessed, and a blank is never an answer.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

from lineproof.measure.samples import SAMPLE_SCHEMA, Suspect, scheduled
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.sources.headers import header_key
from lineproof.sources.sample_request import SampleRequest

NAMES = {
    "circuit": "circuit, circuit_id, id, line, target, host, 电路, 电路编号, 线路, 线路编号",
    "time": "time, sent_at, timestamp, ts, clock, scheduled, 时间, 采样时间, 时间戳",
    "sent": "sent, xmt, packets_sent, probes, 发送, 发送数, 发包, 发包数",
    "received": "received, rcv, packets_received, answers, 接收, 接收数, 收包, 收包数",
    "rtt": "rtt, rtt_ms, latency, latency_ms, delay, 时延, 延迟, 往返时延",
    "up": "up, success, ok, reachable, probe_success, 可达, 成功, 通断",
    "loss": "loss, loss_percent, packet_loss, %loss, 丢包, 丢包率",
}
"""What a column may be called, by what it means."""
_KEYS = {header_key(name): c for c, names in NAMES.items() for name in names.split(",")}
Reason: TypeAlias = tuple[str, str, str]
"""Why a row can't be taken: code, message and fix."""
_REASONS: dict[str, Reason] = {
    "unknown": (
        "E-SAMPLE-UNKNOWN",
        "no such circuit is in the contract's schedules",
        "Correct the id, add the circuit, or leave such rows out: --skip-unknown.",
    ),
    "unread": (
        "E-SAMPLE-TIME",
        "the time can't be read",
        "Write ISO 8601 with an offset, as 2025-03-01T08:00:00+08:00, or seconds since 1970.",
    ),
    "early": (
        "E-SAMPLE-TIME",
        "the time lies before 2000: a clock that wasn't set",
        "Leave these rows out: nobody knows when they were measured.",
    ),
    "late": (
        "E-SAMPLE-TIME",
        "the time lies in the future",
        "Set the clock of the vantage or of this machine, and correct the times.",
    ),
    "value": (
        "E-SAMPLE-VALUE",
        "the result can't be read",
        "Write probes sent and received, or 1 or 0, or a loss from 0 to 100; or leave it blank.",
    ),
}
_YES_NO = {"1": 1, "0": 0, "true": 1, "false": 0, "1.0": 1, "0.0": 0, "up": 1, "down": 0}
_LOSS_PARTS = 10_000
"""A loss in per cent is kept to a hundredth of one."""
_COUNT_MAX = 65_535
_MS_MIN, _US_MIN, _NS_MIN = 10**11, 10**14, 10**17
"""From here on a number of seconds would lie beyond the year 5000, so that it is of a unit less."""
_SHOWN_MAX = 5
_EARLIEST_NS = int(dt.datetime(2000, 1, 1, tzinfo=dt.UTC).timestamp()) * 10**9


def column_names(headers: Sequence[str], *, file: str) -> dict[str, str]:
    """Return the header that stands for each meaning; raises InputRefusedError.

    >>> column_names(["电路编号", "Time", "RTT (ms)", "up", "note"], file="a.csv")
    {'circuit': '电路编号', 'time': 'Time', 'rtt': 'RTT (ms)', 'up': 'up'}
    """
    found: dict[str, str] = {}
    twice = []
    for header in headers:
        meaning = _KEYS.get(header_key(header))
        if meaning is None:
            continue
        if meaning in found:
            twice.append(f'"{found[meaning]}" and "{header}" both mean {meaning}')
        found.setdefault(meaning, header)
    missing = [name for name in ("circuit", "time") if name not in found]
    if not ({"up", "loss"} & set(found) or {"sent", "received"} <= set(found)):
        missing.append("up, loss, or sent and received")
    if twice or missing:
        said = "; ".join([*twice, *(f"there is no column for {name}" for name in missing)])
        message = f"{file}: {said}; its columns are {', '.join(headers) or 'none'}"
        fix = "Name the columns circuit, time, and sent, received, or up (1 or 0), or loss (%)."
        raise InputRefusedError((error("E-SAMPLE-COLUMNS", message, where=f"{file}:1", fix=fix),))
    return found


@dataclass
class Noted:
    """Rows of a file that aren't taken: by code and reason, how often and where first."""

    file: str
    counts: dict[Reason, int] = field(default_factory=dict)
    shown: dict[Reason, list[str]] = field(default_factory=dict)

    def note(self, rows: pl.DataFrame, key: Reason) -> None:
        """Note rows that are wrong for one reason. rows: columns row, shown; not empty."""
        self.counts[key] = self.counts.get(key, 0) + rows.height
        shown = self.shown.setdefault(key, [])
        for row, value in rows.head(_SHOWN_MAX - len(shown)).select("row", "shown").iter_rows():
            shown.append(f'row {row} "{value}"')

    def findings(self) -> tuple[Finding, ...]:
        """Return an error for each reason."""
        return tuple(
            error(key[0], self._message(key), where=f"{self.file}:{self._first(key)}", fix=key[2])
            for key in self.counts
        )

    def _message(self, key: Reason) -> str:
        """Return what is wrong, with the first rows that are."""
        count, shown = self.counts[key], self.shown[key]
        rows = "1 row" if count == 1 else f"{count} rows"
        more = ", …" if count > len(shown) else ""
        return f"{rows}: {key[1]}: {', '.join(shown)}{more}"

    def _first(self, key: Reason) -> str:
        """Return the number of the first row."""
        return self.shown[key][0].split(" ")[1]


class Flaws:
    """What is wrong in a file so far, what was left out of it as asked, and what is in doubt."""

    def __init__(self, file: str) -> None:
        """Begin with nothing wrong."""
        self.wrong = Noted(file)
        self.skipped = Noted(file)
        self.suspect: list[Suspect] = []

    def warnings(self) -> list[Finding]:
        """Return what was left out."""
        return [
            dataclasses.replace(
                each, code="W-SAMPLE-SKIPPED", severity=Severity.WARNING,
                fix="Nothing, if they belong to another contract.",
            )
            for each in self.skipped.findings()
        ]  # fmt: skip


def instants(values: pl.Series) -> pl.Series:
    """Return times as nanoseconds since 1970 UTC; null where a value is none.

    ISO 8601 with an offset, or the time since 1970 as a number: in seconds, or where it is too
    large for that in milliseconds, microseconds or nanoseconds.

    >>> instants(pl.Series(["1970-01-02T00:00:00+08:00", "60.5", "120000000000", "x"])).to_list()
    [57600000000000, 60500000000, 120000000000000000, None]
    """
    if isinstance(values.dtype, pl.Datetime):
        is_placed = values.dtype.time_zone is not None
        return (
            values.dt.epoch("ns") if is_placed else pl.Series([None] * len(values), dtype=pl.Int64)
        )
    if values.dtype.is_integer():
        return _scaled(values.cast(pl.Int64, strict=False))
    if values.dtype.is_float():
        return _scaled_parts(values)
    if values.dtype != pl.String:
        return pl.Series([None] * len(values), dtype=pl.Int64)
    for read in (_whole_numbers, _iso, _seconds):
        found = read(values)
        if not found.null_count():
            return found
    texts = values.str.strip_chars()
    every = [read(texts).alias(read.__name__) for read in (_whole_numbers, _iso, _seconds)]
    return pl.DataFrame(every).select(pl.coalesce(pl.all())).to_series()


def _whole_numbers(texts: pl.Series) -> pl.Series:
    """Return texts that are whole numbers of seconds or smaller units as nanoseconds."""
    return _scaled(texts.cast(pl.Int64, strict=False))


def _scaled(numbers: pl.Series) -> pl.Series:
    """Return whole numbers of seconds or smaller units as nanoseconds."""
    n = pl.col("n")
    unit = (
        pl.when(n < _MS_MIN).then(10**9).when(n < _US_MIN).then(10**6)
        .when(n < _NS_MIN).then(10**3)
        .otherwise(1)
    )  # fmt: skip
    scaled = numbers.to_frame("n").select(pl.when(n >= 0).then(n * unit))
    return scaled.to_series()


def _scaled_parts(numbers: pl.Series) -> pl.Series:
    """Return seconds or milliseconds with a fraction as nanoseconds."""
    n = pl.col("n")
    unit = pl.when(n < _MS_MIN).then(1e9).when(n < _US_MIN).then(1e6).otherwise(1e3)
    is_time = n.is_finite() & (n >= 0)
    scaled = numbers.cast(pl.Float64).to_frame("n").select(
        pl.when(is_time).then((n * unit).round().cast(pl.Int64, strict=False))
    )  # fmt: skip
    return scaled.to_series()


def _iso(texts: pl.Series) -> pl.Series:
    """Return texts that are ISO 8601 instants with an offset as nanoseconds.

    What stands behind the seconds is worked out once for each text there is: that is much faster.
    """
    form = r"^(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?(?:\d\d)?)$"
    tail = texts.str.slice(len("2025-03-01T08:00:00"))
    tails = tail.unique().drop_nulls()
    digits = pl.col("zone").str.replace_all("[Z:]", "").str.slice(1)
    hours = digits.str.slice(0, 2).cast(pl.Int64, strict=False).fill_null(0)
    minutes = digits.str.slice(2, 2).cast(pl.Int64, strict=False).fill_null(0)
    sign = pl.when(pl.col("zone").str.starts_with("-")).then(-1).otherwise(1)
    fraction = pl.col("fraction").fill_null("").str.pad_end(9, "0").cast(pl.Int64)
    behind = (
        pl.DataFrame({"fraction": tails.str.extract(form, 1), "zone": tails.str.extract(form, 2)})
        .select(pl.when(pl.col("zone").is_not_null()).then(
            fraction - sign * (hours * 3600 + minutes * 60) * 10**9))
        .to_series()
    )  # fmt: skip
    which = tail.cast(pl.Enum(tails)).to_physical()
    return _local(texts.str.slice(0, len("2025-03-01T08:00:00"))) + behind.gather(which)


def _local(texts: pl.Series) -> pl.Series:
    """Return days and times of day as nanoseconds since 1970, as if they were UTC."""
    found = texts.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False)
    if found.null_count():
        found = found.fill_null(texts.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False))
    return found.dt.epoch("us") * 1000


def _seconds(texts: pl.Series) -> pl.Series:
    """Return texts that are seconds since 1970 with a fraction as nanoseconds, exactly."""
    form = r"^(\d{1,10})\.(\d{1,9})\d*$"
    fraction = texts.str.extract(form, 2).str.pad_end(9, "0").cast(pl.Int64, strict=False)
    return texts.str.extract(form, 1).cast(pl.Int64, strict=False) * 10**9 + fraction


def samples_in(raw: pl.DataFrame, request: SampleRequest, flaws: Flaws) -> pl.DataFrame:
    """Return the samples of a table's rows, in columns of `SAMPLE_SCHEMA`; notes the others.

    raw: `row`, and columns named for their meanings, as text or typed.
    """
    sent, received, is_wrong = _counts(raw)
    shown = pl.concat_str(
        [pl.col(c).cast(pl.String).fill_null("") for c in raw.columns if c != "row"], separator=","
    )
    rows = raw.with_columns(
        _circuit(request, is_categorical=raw.schema["circuit"] == pl.Categorical).alias("circuit"),
        instants(raw.get_column("time")).alias("sent_at"),
        sent.alias("sent"), received.alias("received"), is_wrong.alias("is_wrong"),
        _rtt(raw).alias("rtt_ns"),
    )  # fmt: skip
    is_kept = _note_flaws(rows, request, flaws, shown)
    kept = rows if is_kept is None else rows.filter(is_kept)
    placed = scheduled(
        kept.select(
            "circuit", "sent_at", pl.col("sent", "received").cast(pl.UInt16, strict=False), "rtt_ns"
        ),
        every_ns=request.every_ns,
    )
    return placed.select(*SAMPLE_SCHEMA)


def _circuit(request: SampleRequest, *, is_categorical: bool) -> pl.Expr:
    """Return the circuits, by their ids; as categories where they came so."""
    given = pl.col("circuit")
    if request.targets:
        return given.cast(pl.String).replace(dict(request.targets))
    return given if is_categorical else given.cast(pl.String)


def _counts(raw: pl.DataFrame) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Return how many probes were sent and answered, and whether that can't be told.

    A blank result is a sample that was meant to be and says nothing.
    """
    if {"sent", "received"} <= set(raw.columns):
        sent, received = (_whole(raw.get_column(name)) for name in ("sent", "received"))
        return sent, received, sent.is_null() | received.is_null()
    column = "up" if "up" in raw.columns else "loss"
    given = raw.get_column(column)
    told, parts = (_yes_no(given), 1) if column == "up" else (_left(given), _LOSS_PARTS)
    is_blank = given.is_null()
    if given.dtype == pl.String and told.null_count():
        is_blank |= given.str.strip_chars() == ""
    sent = pl.select(pl.when(is_blank).then(0).otherwise(parts)).to_series()
    received = pl.select(pl.when(is_blank).then(0).otherwise(told)).to_series()
    return sent, received, received.is_null()


def _yes_no(values: pl.Series) -> pl.Series:
    """Return 1 for an answer and 0 for none; null for anything else."""
    numbers = values.cast(pl.Int64, strict=False) if not values.dtype.is_float() else None
    if numbers is not None and not numbers.null_count() and numbers.is_between(0, 1).all():
        return numbers
    texts = values.cast(pl.String).str.strip_chars().str.to_lowercase()
    return texts.replace_strict(_YES_NO, default=None, return_dtype=pl.Int64)


def _left(values: pl.Series) -> pl.Series:
    """Return what a loss in per cent leaves, in parts; null where it is none."""
    if values.dtype == pl.String:
        values = values.str.strip_chars().str.strip_suffix("%").str.strip_chars()
    loss = values.cast(pl.Float64, strict=False)
    in_range = loss.is_finite() & loss.is_between(0, 100)
    parts = (loss * (_LOSS_PARTS // 100)).round().zip_with(in_range, _nothing(loss))
    return _LOSS_PARTS - parts.cast(pl.Int64)


def _whole(values: pl.Series) -> pl.Series:
    """Return whole numbers that a sample can hold; null where there is none."""
    if values.dtype.is_float():
        is_whole = (values.is_finite() & (values == values.round())).fill_null(value=False)
        values = values.zip_with(is_whole, _nothing(values))
    numbers = values.cast(pl.Int64, strict=False)
    if values.dtype == pl.String and numbers.null_count():
        texts = values.str.strip_chars().str.strip_suffix(".0")
        numbers = numbers.fill_null(texts.cast(pl.Int64, strict=False))
    is_held = numbers.is_between(0, _COUNT_MAX)
    return numbers if is_held.all() else numbers.zip_with(is_held, _nothing(numbers))


def _nothing(like: pl.Series) -> pl.Series:
    """Return a series of the same length and type without values."""
    return pl.Series([None], dtype=like.dtype).extend_constant(None, like.len() - 1)


def _rtt(raw: pl.DataFrame) -> pl.Expr:
    """Return round-trip times from milliseconds; null where none was measured."""
    if "rtt" not in raw.columns:
        return pl.lit(None, pl.Int64)
    rtt = pl.col("rtt").cast(pl.Float64, strict=False)
    is_time = rtt.is_finite() & (rtt >= 0) & (rtt < 1e9)  # noqa: PLR2004 - eleven days
    return pl.when(is_time).then((rtt * 1e6).round().cast(pl.Int64, strict=False))


@functools.lru_cache(maxsize=1)
def _known(circuits: frozenset[str], canaries: tuple[str, ...]) -> pl.Series:
    """Return the circuits that may be measured; made once, however many pieces a file has."""
    return pl.Series(list(circuits.union(canaries)), dtype=pl.String)


def _note_flaws(
    rows: pl.DataFrame, request: SampleRequest, flaws: Flaws, shown: pl.Expr
) -> pl.Expr | None:
    """Note rows that can't be used; return which can, None where all can."""
    at = pl.col("sent_at")
    known = pl.col("circuit").is_in(_known(request.circuits, request.canaries).implode())
    tests = (
        ~known.fill_null(value=False),
        at.is_null(),
        at < _EARLIEST_NS,
        at > request.latest_ns,
        pl.col("is_wrong"),
    )
    flags = {name: test.fill_null(value=False) for name, test in zip(_REASONS, tests, strict=True)}
    if request.skips_unknown:
        # what belongs to another contract isn't looked at
        flags |= {
            name: flag & ~flags["unknown"] for name, flag in flags.items() if name != "unknown"
        }
    found = rows.select(*(flag.any().alias(name) for name, flag in flags.items()))
    if not any(found.row(0)):
        return None
    for name, reason in _REASONS.items():
        if found.get_column(name).item():
            wrong = rows.filter(flags[name]).select("row", shown.alias("shown"))
            is_skipped = name == "unknown" and request.skips_unknown
            (flaws.skipped if is_skipped else flaws.wrong).note(wrong, reason)
    return ~pl.any_horizontal(*flags.values())
