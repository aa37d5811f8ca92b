"""Imports as programs see them: a file put aside, looked at, kept whole or not at all, undone."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import Http404
from ninja import File, Form, UploadedFile
from ninja.errors import HttpError
from pydantic import AfterValidator, Field

from lineproof.model.record import RECORDS
from lineproof.sources.values import Reading
from lineproof.sources.wrong_cells import told
from lineproof.web.api.door import ContractCall
from lineproof.web.api.import_preview import Preview, preview_of
from lineproof.web.api.marks import etag, mark
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import latest_of, slice_of
from lineproof.web.api.shapes import (
    FILE,
    PAGE_ROWS,
    After,
    Limit,
    Listed,
    Page,
    Part,
    Shape,
    Text,
    iso,
)
from lineproof.web.doing.import_rows import guesses_of, source_of, table_of
from lineproof.web.doing.importing import (
    Place,
    looked_at,
    name_columns,
    put_aside,
    right_to_import,
    sealed_since,
)
from lineproof.web.doing.new_schedule import schedule_files
from lineproof.web.doing.recording import agreed_in
from lineproof.web.doing.uploads import TABLES, upload_of
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.imports import SCHEDULE, Batch, BatchState
from lineproof.web.kept.jobs import Job
from lineproof.web.kept.vault import get
from lineproof.web.who.access import reach
from lineproof.web.who.rights import Right
from lineproof.web.work.imports import keep_or_begin, undo_or_begin

operations = Operations("imports")

_OF_IMPORT = "/contracts/{int:pk}/imports/{int:batch}"
_COLUMNS_MAX = 500
KINDS = (*RECORDS, SCHEDULE)


def _checked_kind(text: str) -> str:
    """Return what can be imported; raises ValueError for anything else."""
    if text not in KINDS:
        message = f"there is no kind {text}"
        raise ValueError(message)
    return text


class ListedImport(Shape):
    """An import of a file."""

    batch: int = Field(description="Its number.")
    kind: str = Field(description="A kind of record, or circuits.")
    name: str = Field(description="The file's name.")
    sha256: str = Field(description="Of the file.")
    state: BatchState = Field(description="Where it stands.")
    count: int = Field(description="How many rows were kept.")
    version: int | None = Field(description="What a schedule was proposed as.")
    made_by: str = Field(description="Who brought the file.")
    made_at: str = Field(description="When.")
    kept_by: str | None = Field(description="Who had it kept.")
    kept_at: str | None = Field(description="When.")
    undone_by: str | None = Field(description="Who undid it.")
    undone_at: str | None = Field(description="When.")


class ColumnShape(Shape):
    """A column of a file."""

    header: str = Field(description="As it is headed.")
    name: str = Field(description="What it is taken for; empty: it is left out.")


class ImportShape(ListedImport):
    """An import with its columns, and what its rows would be."""

    columns: list[ColumnShape] = Field(description="In the file's order.")
    corrects: bool = Field(description="Whether a row with a known id corrects that one.")
    preview: Preview | None = Field(description="What its rows would be; null: it isn't open.")
    sealed_since: list[str] = Field(description="Months that were closed since it was kept.")


class ImportDone(ListedImport):
    """What came of keeping or undoing an import."""

    job: int | None = Field(description="Number of the work that does it; null: it is done.")


class SaidOfImport(Shape):
    """What a file is."""

    kind: Annotated[str, AfterValidator(_checked_kind)] = Field(
        description="What its rows are: a kind of record, or circuits.",
        json_schema_extra={"enum": list(KINDS)},
    )
    sheet: Text = Field(default="", max_length=200, description="Of a workbook; else its first.")
    schedule: Text = Field(
        default="", description="Of circuits: the schedule whose place the file takes."
    )


class Named(Shape):
    """What the columns of a file mean."""

    columns: list[Text] = Field(
        max_length=_COLUMNS_MAX, description="A name a column, in their order; empty: left out."
    )
    corrects: bool = Field(
        default=False, description="Whether a row with a known id corrects that one."
    )


class Undoing(Shape):
    """What undoing may do."""

    though_sealed: bool = Field(
        default=False, description="Whether months that were closed since may be restated."
    )


class WrongCell(Shape):
    """A cell that is wrong."""

    row: int = Field(description="Where it stands in the file.")
    column: str = Field(description="What its column is taken for.")
    text: str = Field(description="What stands there; may be empty.")
    code: str = Field(description="Which finding it is.")
    message: str = Field(description="What is wrong.")
    fix: str = Field(description="What to do about it.")


class WrongCells(Part):
    """A part of all cells of a file that are wrong."""

    items: list[WrongCell]


def _of_import(call: ContractCall) -> str:
    """Return the ETag of a contract with its imports' columns, which no trail tells of."""
    found = call.contract.batches.order_by("pk")
    open_ones = found.filter(state=BatchState.OPEN).values_list("pk", "columns", "corrects")
    return etag(mark(call), *map(list, open_ones))


@operations.reads("/contracts/{int:pk}/imports", Right.EXPORT, Page[ListedImport])
def imports(call: ContractCall, after: After = None, limit: Limit = PAGE_ROWS) -> dict[str, object]:
    """List a contract's imports, the latest first."""
    found = call.contract.batches.select_related("made_by", "kept_by", "undone_by", "version")
    return latest_of(found, _listed, after=after, limit=limit)


def _listed(batch: Batch) -> dict[str, object]:
    """Return an import's row."""
    return {
        "batch": batch.pk,
        "kind": batch.kind,
        "name": batch.name,
        "sha256": batch.sha256,
        "state": batch.state,
        "count": batch.count,
        "version": None if batch.version is None else batch.version.number,
        "made_by": str(batch.made_by),
        "made_at": iso(batch.made_at),
        "kept_by": None if batch.kept_by is None else str(batch.kept_by),
        "kept_at": iso(batch.kept_at),
        "undone_by": None if batch.undone_by is None else str(batch.undone_by),
        "undone_at": iso(batch.undone_at),
    }


@operations.reads(_OF_IMPORT, Right.EXPORT, ImportShape, marked=_of_import)
def import_of_file(call: ContractCall, batch: Listed) -> dict[str, object]:
    """Read what an import's columns mean, and what its rows would be or what became of them."""
    return _whole(call, _found(call, batch, Right.EXPORT))


def _found(call: ContractCall, batch: int, right: Right | None = None) -> Batch:
    """Return an import. right: None: the right to import its kind."""
    asked = Batch.objects.filter(contract=call.contract, pk=batch)
    found = asked.select_related("contract", "made_by", "kept_by", "undone_by", "version")
    kind = asked.values_list("kind", flat=True).first()
    if kind is None:
        raise Http404
    reached: Batch = reach(found, call.user, right or right_to_import(kind))
    return reached


def _whole(call: ContractCall, batch: Batch) -> dict[str, object]:
    """Return an import with its columns and preview."""
    source = source_of(batch, agreed_in(batch.contract))
    headers = [guess.header for guess in guesses_of(source)]
    pairs = zip(headers, batch.columns, strict=True)
    is_open = batch.state == BatchState.OPEN
    return _listed(batch) | {
        "columns": [{"header": header, "name": name} for header, name in pairs],
        "corrects": batch.corrects,
        "preview": preview_of(batch, by=call.user) if is_open else None,
        "sealed_since": [] if is_open else sealed_since(batch),
    }


@operations.reads(f"{_OF_IMPORT}/wrong", Right.EXPORT, WrongCells, marked=_of_import)
def import_wrong(
    call: ContractCall, batch: Listed, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List every cell that is wrong, to mend the file by."""
    found = _found(call, batch, Right.EXPORT)
    agreed, table = agreed_in(found.contract), table_of(found.kind)
    reading = Reading(agreed.digits, agreed.contract.timezone)
    wrong = looked_at(found).wrong

    def cells(start: int, count: int) -> list[dict[str, Any]]:
        items = []
        for each in wrong.slice(start, count).iter_rows(named=True):
            message, fix = told(each, table=table, reading=reading)
            items.append({**each, "text": each["text"] or "", "message": message, "fix": fix})
        return items

    return slice_of(wrong.height, cells, after=after, limit=limit)


@operations.reads(f"{_OF_IMPORT}/file", Right.EXPORT, FILE)
def import_file(call: ContractCall, batch: Listed) -> bytes:
    """Read an import's file as it came."""
    return get(settings.CONFIGURATION.vault, _found(call, batch, Right.EXPORT).sha256)


@operations.changes("/contracts/{int:pk}/imports", Right.EXPORT, ImportShape)
def begin_import(
    call: ContractCall,
    file: Annotated[UploadedFile, File(description="CSV, XLSX or Parquet.")],  # noqa: ARG001 - read from the request
    said: Annotated[SaidOfImport, Form()],
) -> dict[str, object]:
    """Put a file aside, of which nothing is kept yet; it needs the right to record its kind."""
    own = Contract.objects.filter(pk=call.contract.pk)
    contract = reach(own, call.user, right_to_import(said.kind))
    is_there = said.kind != SCHEDULE or said.schedule in schedule_files(agreed_in(contract))
    if not is_there:
        raise HttpError(422, f'the contract names no schedule "{said.schedule}"')
    given = upload_of(call.request, "file", kinds=TABLES)
    place = Place(said.sheet.strip(), said.schedule if said.kind == SCHEDULE else "")
    return _whole(call, put_aside(contract, said.kind, given, place, by=call.user))


@operations.changes(f"{_OF_IMPORT}/columns", Right.EXPORT, ImportShape)
def name_import_columns(call: ContractCall, batch: Listed, body: Named) -> dict[str, object]:
    """Say what the columns of a file mean, while nothing of it is kept."""
    found = _found(call, batch)
    meanings = {column.name for column in table_of(found.kind).columns} | {""}
    unknown = next((name for name in body.columns if name not in meanings), None)
    if unknown is not None:
        raise HttpError(422, f'no column of {found.kind} is called "{unknown}"')
    name_columns(found, body.columns, corrects=body.corrects)
    return _whole(call, found)


@operations.changes(f"{_OF_IMPORT}/keep", Right.EXPORT, ImportDone)
def keep_import(call: ContractCall, batch: Listed) -> dict[str, object]:
    """Keep an import's rows, all of them, once; of many, a job does. Circuits become a version."""
    found = _found(call, batch)
    return _done(found, keep_or_begin(found, by=call.user))


@operations.changes(f"{_OF_IMPORT}/undo", Right.EXPORT, ImportDone)
def undo_import(call: ContractCall, batch: Listed, body: Undoing) -> dict[str, object]:
    """Withdraw an import's rows by later ones; what they corrected holds again."""
    found = _found(call, batch)
    return _done(found, undo_or_begin(found, by=call.user, though_sealed=body.though_sealed))


def _done(batch: Batch, job: Job | None) -> dict[str, object]:
    """Return what came of an import."""
    return _listed(batch) | {"job": None if job is None else job.pk}
