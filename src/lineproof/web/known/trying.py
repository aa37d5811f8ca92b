"""What would rows change? The same case with them, checked again; nothing is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

import polars as pl

from lineproof.contract.check import check
from lineproof.model.finding import Finding, Status
from lineproof.model.period import month_text
from lineproof.model.record import RECORDS
from lineproof.model.table import ColumnType
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.record_rows import frame_of
from lineproof.web.known.case import at, known
from lineproof.web.known.remembered import Known


@dataclass(frozen=True, slots=True)
class Effect:
    """What rows change. new, gone: open findings that come and go. first: the month from which on.

    sealed: the closed months that may come to something else, and are restated then.
    """

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    first: str
    sealed: tuple[str, ...]


def effect_of(contract: Contract, kind: str, new: pl.DataFrame) -> Effect:
    """Return what rows of a kind would change, which are placed behind those that are there."""
    found = known(at(contract))
    before = frame_of(contract, kind)
    records = {**found.case.records, kind: pl.concat([before, new])}
    tried = check(dataclasses.replace(found.case, records=records))
    first = _first_month(kind, before, new)
    sealed = tuple(each.month for each in found.case.sealed if not first or each.month >= first)
    return Effect(*differing(found, tried), first, sealed)


def differing(
    found: Known, tried: tuple[Finding, ...]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the open findings that come, and those that go."""
    was = {_key(each): each for each in found.findings if each.status is Status.OPEN}
    now = {_key(each): each for each in tried if each.status is Status.OPEN}
    come = tuple(each for key, each in now.items() if key not in was)
    return come, tuple(each for key, each in was.items() if key not in now)


def _key(finding: Finding) -> tuple[str, str, str]:
    """Return what makes a finding the same one; where it stands may shift."""
    return finding.code, finding.subject, finding.message


def _first_month(kind: str, before: pl.DataFrame, new: pl.DataFrame) -> str:
    """Return the first month that rows speak of, or that those speak of which they replace."""
    replaced = before.filter(pl.col("id").is_in(new.get_column("replaces").implode()))
    days: list[str] = []
    for column in RECORDS[kind].columns:
        if column.name == "recorded_at":
            continue
        for frame in (new, replaced):
            first = frame.get_column(column.name).min() if frame.height else None
            if column.type is ColumnType.MONTH and first is not None:
                days.append(str(first))
            elif column.type in {ColumnType.DATE, ColumnType.INSTANT}:
                days += [month_text(first)] if isinstance(first, dt.date) else []
    return min(days, default="")
