"""How does a fact come into the database? Rows behind the others of their kind, all or none.

They are read by the reader of record files, so that a row is refused here for what it would be
refused for in a folder. Nothing is ever changed or deleted: a later row corrects or withdraws.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl
from django.db import transaction
from django.utils import timezone

from lineproof.contract.contract import Contract as Agreed
from lineproof.sources.folder import RECORDS_FOLDER, parse_content
from lineproof.store.records import new_records
from lineproof.web.deciding import lock
from lineproof.web.kept import Contract, RecordFile
from lineproof.web.people import User
from lineproof.web.record_rows import add_records, frame_of
from lineproof.web.rights import Right
from lineproof.web.trail import note

_NEXT = dt.timedelta(microseconds=1)
_RIGHTS = {"disputes": Right.CHECK_BILLS, "invoices": Right.PAY, "payments": Right.PAY}


def right_to_record(kind: str) -> Right:
    """Return the right that recording a kind needs: money and disputes have their own."""
    return _RIGHTS.get(kind, Right.RECORD)


@transaction.atomic
def record(
    contract: Contract, kind: str, rows: Sequence[Mapping[str, str]], *, by: User
) -> tuple[str, ...]:
    """Add rows to a kind of a contract's records and return their ids.

    rows: column → text, as it would stand in a file; `id` is made where it is left out,
    `recorded_at` is now and `by` is who does it. A row with `replaces` alone withdraws that one.
    Raises InputRefusedError with every reason why a row can't be used; nothing is then kept.
    """
    assert rows, "somebody records something"
    contract = lock(contract)
    before = frame_of(contract, kind)
    who = {"recorded_at": _instant(before).isoformat(), "by": by.email}
    new = new_records(before, agreed_in(contract), kind, [{**row, **who} for row in rows])
    keep(contract, kind, new)
    ids = tuple(new.get_column("id").to_list())
    told = {"kind": kind, "count": len(ids), "first": ids[0], "last": ids[-1]}
    note("recorded", by=by, contract=contract, **told)
    return ids


def _instant(before: pl.DataFrame) -> dt.datetime:
    """Return now, or what comes behind the latest row: the later of two corrections holds."""
    latest = before.get_column("recorded_at").max()
    now = timezone.now()
    return now if not isinstance(latest, dt.datetime) else max(now, latest + _NEXT)


def keep(contract: Contract, kind: str, new: pl.DataFrame) -> None:
    """Keep rows that were read; a kind that came in no file has one from now on."""
    path = f"{RECORDS_FOLDER}/{kind}.csv"
    RecordFile.objects.get_or_create(
        contract=contract, kind=kind, defaults={"path": path, "sha256": "", "count": 0}
    )
    add_records(contract, kind, new)


def agreed_in(contract: Contract) -> Agreed:
    """Return what a contract's version in force says."""
    agreed = parse_content(bytes(contract.in_force.text)).contract
    assert agreed is not None, "a version in force can be read"
    return agreed
