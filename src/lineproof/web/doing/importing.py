"""How does a file come in? Put aside, its columns named, shown, then kept whole or not at all.

Undone, its rows are withdrawn by later rows; nothing is ever deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.model.record import RECORDS
from lineproof.store.records import placed_records
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.import_rows import (
    Rows,
    grid_of,
    guesses_of,
    headers_hash,
    rows_in,
    source_of,
    table_of,
)
from lineproof.web.doing.import_schedule import Compared, compared, schedule_content
from lineproof.web.doing.new_schedule import NewSchedule, propose_schedule
from lineproof.web.doing.recording import agreed_in, instant_behind, keep, right_to_record
from lineproof.web.doing.uploads import Upload
from lineproof.web.doing.versions import reject_version
from lineproof.web.kept.contracts import Contract, SealedMonth
from lineproof.web.kept.evidence import keep_evidence
from lineproof.web.kept.imports import SCHEDULE, Batch, BatchState
from lineproof.web.kept.record_rows import frame_of
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import put
from lineproof.web.known.case import at
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right

_NAMED_MAX = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows stand, and whose place they take.

    sheet: of a workbook, blank for the first. file: the schedule that it takes the place of.
    is_edit: whether it was made by an edit here.
    """

    sheet: str = ""
    file: str = ""
    is_edit: bool = False


PLAIN = Place()


def right_to_import(kind: str) -> Right:
    """Return the right that importing a kind needs: a schedule is proposed as a version."""
    return Right.ANSWER if kind == SCHEDULE else right_to_record(kind)


@transaction.atomic
def put_aside(
    contract: Contract, kind: str, upload: Upload, place: Place = PLAIN, *, by: User
) -> Batch:
    """Return an import of a file of which nothing is kept yet, its columns named as last time.

    Raises InputRefusedError where the file has no cells to be had.
    """
    contract = lock(contract)
    sha256 = put(settings.CONFIGURATION.vault, upload.content)
    batch = Batch(
        contract=contract,
        kind=kind,
        name=upload.name,
        sha256=sha256,
        sheet=place.sheet,
        file=place.file,
        is_edit=place.is_edit,
        made_by=by,
    )
    source = source_of(batch, agreed_in(contract))
    batch.headers = headers_hash(grid_of(source))
    before = Batch.objects.filter(
        contract__organisation=contract.organisation, kind=kind, headers=batch.headers
    ).first()
    guessed = [guess.name for guess in guesses_of(source)]
    batch.columns = before.columns if before is not None else guessed
    batch.corrects = before is not None and before.corrects
    batch.save()
    note("import begun", by=by, contract=contract, kind=kind, batch=batch.pk, sha256=sha256)
    return batch


@transaction.atomic
def name_columns(batch: Batch, names: Sequence[str], *, corrects: bool) -> None:
    """Say what the columns of a file mean; raises NotNowError for two of one meaning."""
    contract = lock(batch.contract)
    batch.refresh_from_db()
    _refuse_over(batch)
    known_names = {column.name for column in table_of(batch.kind).columns}
    chosen = [name if name in known_names else "" for name in names]
    said = [name for name in chosen if name]
    twice = next((name for name in said if said.count(name) > 1), None)
    if twice is not None:
        raise NotNowError(_("Two columns can't both mean “%(name)s”.") % {"name": twice})
    width = len(grid_of(source_of(batch, agreed_in(contract))).header)
    batch.columns = (chosen + [""] * width)[:width]
    batch.corrects = corrects
    batch.save(update_fields=["columns", "corrects"])


def rows_of_batch(batch: Batch) -> Rows:
    """Return what the rows of an import would be, as things stand."""
    source = source_of(batch, agreed_in(batch.contract))
    return rows_in(source, tuple(batch.columns), at(batch.contract), corrects=batch.corrects)


def placed(batch: Batch, rows: Rows, *, by: User) -> pl.DataFrame:
    """Return an import's rows as they would stand behind the others of their kind."""
    before = frame_of(batch.contract, batch.kind)
    instant = pl.lit(instant_behind(before)).cast(RECORDS[batch.kind].schema()["recorded_at"])
    new = rows.new.with_columns(recorded_at=instant, by=pl.lit(by.email))
    return placed_records(before, new, agreed_in(batch.contract), batch.kind)


@transaction.atomic
def keep_batch(batch: Batch, *, by: User) -> Batch:
    """Keep an import's rows, all of them; one that is kept already stays as it is.

    Raises NotNowError where a row is wrong, or nothing in it is new.
    """
    contract = lock(batch.contract)
    batch.refresh_from_db()
    if batch.state == BatchState.KEPT:
        return batch
    _refuse_over(batch)
    if batch.kind == SCHEDULE:
        return _propose(batch, by=by)
    rows = rows_of_batch(batch)
    _refuse_unfit(rows)
    new = placed(batch, rows, by=by)
    keep(contract, batch.kind, new, batch=batch)
    keep_evidence(contract, batch.sha256, batch.name)
    batch.state, batch.count = BatchState.KEPT, new.height
    batch.kept_by, batch.kept_at = by, timezone.now()
    batch.save()
    ids = new.get_column("id")
    note(
        "imported",
        by=by,
        contract=contract,
        kind=batch.kind,
        count=new.height,
        first=ids[0],
        last=ids[-1],
        batch=batch.pk,
        sha256=batch.sha256,
    )
    return batch


def _refuse_unfit(rows: Rows | Compared) -> None:
    """Raise NotNowError where something is wrong, or nothing is new."""
    if rows.is_fit:
        return
    raise NotNowError(
        _("Nothing in it is new.")
        if rows.is_right
        else _("Nothing is imported while something in it is wrong.")
    )


def compared_of_batch(batch: Batch) -> Compared:
    """Return what an import is beside the schedule whose place it takes, as things stand."""
    source = source_of(batch, agreed_in(batch.contract))
    return compared(source, tuple(batch.columns), at(batch.contract), batch.file)


def looked_at(batch: Batch) -> Rows | Compared:
    """Return what an import's rows would be, or what it is beside a schedule."""
    return compared_of_batch(batch) if batch.kind == SCHEDULE else rows_of_batch(batch)


def _propose(batch: Batch, *, by: User) -> Batch:
    """Propose an import's schedule as a version."""
    found = compared_of_batch(batch)
    _refuse_unfit(found)
    source = source_of(batch, agreed_in(batch.contract))
    name, content = schedule_content(source, found)
    if not found.is_as_it_came:
        keep_evidence(batch.contract, batch.sha256, batch.name)
    given = NewSchedule(batch.file, name, content)
    batch.version = propose_schedule(batch.contract, given, by=by)
    batch.state, batch.count = BatchState.KEPT, found.count
    batch.kept_by, batch.kept_at = by, timezone.now()
    batch.save()
    return batch


def sealed_since(batch: Batch) -> list[str]:
    """Return the months that were closed while an import's rows were known."""
    if batch.kept_at is None:
        return []
    later = SealedMonth.objects.filter(contract=batch.contract, sealed_at__gt=batch.kept_at)
    return sorted(set(later.values_list("month", flat=True)))


@transaction.atomic
def undo_batch(batch: Batch, *, by: User, though_sealed: bool) -> int:
    """Withdraw an import's rows by later ones, and return how many.

    What they corrected holds again. though_sealed: months that were closed since may be restated.
    Raises NotNowError where a later row corrected one of them, or a month was closed since.
    """
    contract = lock(batch.contract)
    batch.refresh_from_db()
    if batch.state != BatchState.KEPT:
        raise NotNowError(_("It isn't imported, or was undone already."))
    if batch.version is not None:
        reject_version(batch.version, by=by)
        return _undone(batch, by=by, count=batch.count)
    every = frame_of(contract, batch.kind)
    names = list(batch.records.order_by("row").values_list("name", flat=True))
    mine = every.filter(pl.col("id").is_in(names))
    _refuse_corrected(every, mine)
    months = sealed_since(batch)
    if months and not though_sealed:
        raise NotNowError(
            _("Closed since then: %(months)s; say that they may be restated.")
            % {"months": ", ".join(months)}
        )
    undone = _undoing(every, mine, batch.kind, by=by)
    keep(contract, batch.kind, placed_records(every, undone, agreed_in(contract), batch.kind))
    return _undone(batch, by=by, count=undone.height)


def _undone(batch: Batch, *, by: User, count: int) -> int:
    """Keep that an import was undone."""
    batch.state, batch.undone_by, batch.undone_at = BatchState.UNDONE, by, timezone.now()
    batch.save()
    note("import undone", by=by, contract=batch.contract, batch=batch.pk, count=count)
    return count


def _refuse_over(batch: Batch) -> None:
    """Raise NotNowError for an import that is no longer open."""
    if batch.state != BatchState.OPEN:
        raise NotNowError(_("It is imported already, or was undone."))


def _refuse_corrected(every: pl.DataFrame, mine: pl.DataFrame) -> None:
    """Raise NotNowError where rows of an import were corrected by later ones."""
    ids = mine.get_column("id").implode()
    later = every.filter(pl.col("replaces").is_in(ids) & ~pl.col("id").is_in(ids))
    if later.height:
        shown = later.get_column("replaces").head(_NAMED_MAX).to_list()
        raise NotNowError(
            _("Rows of it were corrected since: %(names)s; withdraw the corrections first.")
            % {"names": ", ".join(shown) + (" …" if later.height > _NAMED_MAX else "")}
        )


def _undoing(every: pl.DataFrame, mine: pl.DataFrame, kind: str, *, by: User) -> pl.DataFrame:
    """Return the rows that withdraw others; where one corrected a row, that one is said again."""
    schema = RECORDS[kind].schema()
    common = {"id", "recorded_at", "by", "replaces", "row"}
    own = [name for name in schema if name not in common]
    before = every.select(pl.col("id").alias("replaces"), *own)
    instant = pl.lit(instant_behind(every)).cast(schema["recorded_at"])
    return (
        mine.select("id", "replaces")
        .join(before, on="replaces", how="left", maintain_order="left")
        .with_columns(
            pl.col("id").alias("replaces"),
            pl.lit(None, pl.String).alias("id"),
            instant.alias("recorded_at"),
            pl.lit(by.email).alias("by"),
            pl.lit(0, pl.UInt32).alias("row"),
        )
        .select(*schema)
    )
