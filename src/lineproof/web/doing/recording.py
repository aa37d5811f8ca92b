"""How does a fact come into the database? Rows behind the others of their kind, all or none.

They are read by the reader of record files, so that a row is refused here for what it would be
refused for in a folder. Nothing is ever changed or deleted: a later row corrects or withdraws.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lineproof.contract.contract import Contract as Agreed
from lineproof.model.record import APART
from lineproof.sources.folder import RECORDS_FOLDER, parse_content
from lineproof.store.records import new_records
from lineproof.web.doing.deciding import lock
from lineproof.web.kept.contracts import Contract, Record, RecordFile
from lineproof.web.kept.evidence import keep_evidence
from lineproof.web.kept.imports import Batch
from lineproof.web.kept.record_rows import add_records, frame_of
from lineproof.web.kept.trail import note
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right

_NEXT = dt.timedelta(microseconds=1)
_RIGHTS = {"disputes": Right.CHECK_BILLS, "invoices": Right.PAY, "payments": Right.PAY}


def right_to_record(kind: str) -> Right:
    """Return the right that recording a kind needs: money and disputes have their own."""
    return _RIGHTS.get(kind, Right.RECORD)


def right_to_see(kind: str) -> Right:
    """Return the right that seeing a kind needs: one party's own dealings aren't for the other."""
    return Right.SEE_CHECKS if kind in APART else Right.SEE


@transaction.atomic
def record(
    contract: Contract, kind: str, rows: Sequence[Mapping[str, str]], *, by: User
) -> tuple[str, ...]:
    """Add rows to a kind of a contract's records and return their ids.

    rows: column → text, as it would stand in a file; `id` is made where it is left out,
    `recorded_at` is now and `by` is who does it. A row with `replaces` alone withdraws that one.
    Raises InputRefusedError with every reason why a row can't be used; nothing is then kept.
    """
    contract = lock(contract)
    new = new_rows(contract, kind, rows, by=by)
    keep(contract, kind, new)
    ids = tuple(new.get_column("id").to_list())
    told = {"kind": kind, "count": len(ids), "first": ids[0], "last": ids[-1]}
    note("recorded", by=by, contract=contract, **told)
    return ids


@dataclass(frozen=True, slots=True)
class Once:
    """What makes a request known when it comes again. last: `last_of` when the row was checked.

    evidence: SHA-256 and name of the file that proves it, in the vault already.
    """

    last: int
    evidence: tuple[str, str] | None = None


def last_of(contract: Contract, kind: str) -> int:
    """Return where the last row of a kind stands; 0 where there is none."""
    last = Record.objects.filter(contract=contract, kind=kind).aggregate(last=Max("row"))["last"]
    return last or 0


@transaction.atomic
def record_once(
    contract: Contract, kind: str, row: Mapping[str, str], once: Once, *, by: User
) -> tuple[str, bool]:
    """Add a row as `record` does, unless the same person added the same one since it was checked.

    Returns its id, and whether it is new.
    """
    contract = lock(contract)
    given = {**row, "evidence": once.evidence[0] if once.evidence else ""}
    new = new_rows(contract, kind, [given], by=by)
    since = frame_of(contract, kind).filter(pl.col("row") > once.last, pl.col("by") == by.email)
    said = [name for name in new.columns if name not in {"row", "id", "recorded_at"}]
    same = since.join(new, on=said, how="semi", nulls_equal=True)
    if same.height:
        return str(same.get_column("id")[0]), False
    if once.evidence:
        keep_evidence(contract, *once.evidence)
    return record(contract, kind, [given], by=by)[0], True


def new_rows(
    contract: Contract, kind: str, rows: Sequence[Mapping[str, str]], *, by: User
) -> pl.DataFrame:
    """Return rows as `record` would keep them now; raises what it raises."""
    assert rows, "somebody records something"
    before = frame_of(contract, kind)
    who = {"recorded_at": instant_behind(before).isoformat(), "by": by.email}
    return new_records(before, agreed_in(contract), kind, [{**row, **who} for row in rows])


def instant_behind(before: pl.DataFrame) -> dt.datetime:
    """Return now, or what comes behind the latest row: the later of two corrections holds."""
    latest = before.get_column("recorded_at").max()
    now = timezone.now()
    return now if not isinstance(latest, dt.datetime) else max(now, latest + _NEXT)


def keep(contract: Contract, kind: str, new: pl.DataFrame, *, batch: Batch | None = None) -> None:
    """Keep rows that were read; a kind that came in no file has one from now on.

    batch: the import that they came by.
    """
    path = f"{RECORDS_FOLDER}/{kind}.csv"
    RecordFile.objects.get_or_create(
        contract=contract, kind=kind, defaults={"path": path, "sha256": "", "count": 0}
    )
    add_records(contract, kind, new, batch=batch)


def agreed_in(contract: Contract) -> Agreed:
    """Return what a contract's version in force says."""
    agreed = parse_content(bytes(contract.in_force.text)).contract
    assert agreed is not None, "a version in force can be read"
    return agreed
