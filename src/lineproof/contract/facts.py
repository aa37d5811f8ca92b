"""Which records hold, as known at an instant? Corrections applied, withdrawals left out.

The latest `recorded_at` among rows that replace each other wins; a tie with different values is an
error (the contract format, Records).
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from lineproof.model.finding import EVERYTHING, Finding, Severity
from lineproof.model.record import COMMON, RECORDS

_COMMON = {column.name for column in COMMON} | {"row"}


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows that hold, by record kind, and what is wrong among their corrections."""

    records: Mapping[str, pl.DataFrame]
    findings: tuple[Finding, ...]


def end_of_day(day: dt.date, *, timezone: str) -> dt.datetime:
    """Return the instant a local day ends: `--as-known` includes the whole of it.

    >>> end_of_day(dt.date(2025, 3, 1), timezone="Asia/Shanghai").isoformat()
    '2025-03-01T16:00:00+00:00'
    """
    zone = zoneinfo.ZoneInfo(timezone)
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=zone)
    return midnight.astimezone(dt.UTC)


def known_facts(records: Mapping[str, pl.DataFrame], *, until: dt.datetime | None) -> Facts:
    """Return the rows recorded before an instant (all, where it is None), corrections applied."""
    known, findings = {}, []
    for kind, frame in records.items():
        rows = frame if until is None else frame.filter(pl.col("recorded_at") < until)
        known[kind], wrong = _corrected(rows, kind=kind)
        findings += wrong
    return Facts(known, tuple(findings))


def _corrected(frame: pl.DataFrame, *, kind: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the rows that stand after every correction among them."""
    if frame.get_column("replaces").null_count() == frame.height:
        return frame, []
    roots, findings = _roots(frame, kind=kind)
    own = [c.name for c in RECORDS[kind].columns if c.name not in _COMMON]
    rows = frame.with_columns(pl.Series("_root", roots, dtype=pl.String))
    rows = rows.filter(pl.col("recorded_at") == pl.col("recorded_at").max().over("_root"))
    clash = pl.struct(own).n_unique().over("_root") > 1
    for root, *numbers in _groups(rows.filter(clash)):
        where = _where(kind, numbers[0])
        findings.append(_wrong("E-RECORD-TIE", f"rows {', '.join(map(str, numbers))} correct "
                        f"{root} at the same instant with different values", where,
                        "Record once more what holds, with --replaces."))  # fmt: skip
    stands = ~pl.all_horizontal(pl.col(own).is_null())
    rows = rows.unique("_root", keep="first", maintain_order=True)
    return rows.filter(stands).drop("_root"), findings


def _roots(frame: pl.DataFrame, *, kind: str) -> tuple[list[str], list[Finding]]:
    """Return for each row the id its chain of corrections began with."""
    ids = frame.get_column("id").to_list()
    before = frame.filter(pl.col("replaces").is_not_null())
    parents = dict(before.select("id", "replaces").iter_rows())
    rows = dict(before.select("id", "row").iter_rows())
    known, found = set(ids), []
    for child, parent in parents.items():
        if parent not in known:
            found.append(_wrong("E-RECORD-UNKNOWN", f'"{child}" replaces "{parent}", which no row '
                         "known by then is", _where(kind, rows[child]),
                         "Name the id of the row it corrects."))  # fmt: skip
    root_of: dict[str, str] = {}
    for child in parents:
        chain, here = [], child
        while here in parents and here not in root_of and here not in chain:
            chain.append(here)
            here = parents[here]
        if here in chain:
            found.append(_wrong("E-RECORD-CYCLE", f'"{child}" comes to replace itself',
                         _where(kind, rows[child]), "Break the circle."))  # fmt: skip
        root = root_of.get(here, here)
        root_of.update(dict.fromkeys(chain, root))
    return [root_of.get(own, own) for own in ids], found


def _groups(rows: pl.DataFrame) -> Iterable[tuple[str, ...]]:
    """Yield each root with the file rows in its group."""
    for (root,), group in rows.group_by("_root", maintain_order=True):
        yield str(root), *(str(n) for n in group.get_column("row"))


def _where(kind: str, row: object) -> str:
    """Return where a record stands."""
    return f"records/{kind}.csv:{row}"


def _wrong(code: str, message: str, where: str, fix: str) -> Finding:
    """Return an error that casts doubt on everything: a fact is not known."""
    return Finding(code, Severity.ERROR, message, where, fix, touches=EVERYTHING)
