"""Bills as programs see them: brought in as a file, listed, and each with its lines."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated, Any

from django.http import Http404
from ninja import File, Form, UploadedFile
from pydantic import Field, WithJsonSchema

from lineproof.model.bill import Bill
from lineproof.model.errors import InputRefusedError
from lineproof.report.as_json import check_json
from lineproof.report.bills import bill_head_json, bill_lines_json
from lineproof.store.bills import Headed
from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import etag, mark
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import slice_of
from lineproof.web.api.shapes import (
    FILE,
    PAGE_ROWS,
    SHAPE,
    After,
    Day,
    Limit,
    Name,
    Page,
    Part,
    Shape,
    Text,
    printed,
)
from lineproof.web.doing.bills import Sent, bill_of, bring_bill, findings_of, heads_of, keep_sent
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.uploads import BILLS, TABLES, upload_of
from lineproof.web.who.rights import Right

operations = Operations("bills")

_COLUMNS_MAX = 2000


class BillShape(Shape):
    """A bill that was brought in."""

    key: str = Field(description="Its name in addresses.")
    bill: Annotated[dict[str, Any], WithJsonSchema({SHAPE: "bill show/-lines"})]


class BroughtShape(BillShape):
    """What bringing in a bill came to."""

    is_new: bool = Field(description="Whether it was brought in now; else it was there already.")


class SaidOfBill(Shape):
    """What the file itself doesn't say; all of it may be left out."""

    number: Text = Field(default="", description="The bill's number.")
    issued: Day | None = Field(default=None, description="Its day of issue.")
    credits: Text = Field(default="", description="Which invoices it corrects, by commas.")
    confirm: bool = Field(default=False, description="Whether the columns are what they look like.")
    columns: str = Field(
        default="",
        max_length=_COLUMNS_MAX,
        pattern=r"^(\{.*\})?$",
        description="What columns hold, where that isn't seen: a JSON object, name to header.",
    )


class BillLines(Part):
    """A part of the lines of a bill."""

    items: list[Annotated[dict[str, Any], WithJsonSchema({SHAPE: "bill show/lines"})]]


def of_bills(call: ContractCall) -> str:
    """Return the ETag of a contract with its bills, which are files."""
    return etag(mark(call), *([h.folder.name, h.version] for h in heads_of(call.contract)))


@operations.reads("/contracts/{int:pk}/bills", Right.SEE, Page[BillShape], marked=of_bills)
def bills(call: ContractCall, after: After = None, limit: Limit = PAGE_ROWS) -> dict[str, object]:
    """List the bills by their day of issue."""
    heads = heads_of(call.contract)

    def told(start: int, count: int) -> list[dict[str, object]]:
        return [_bill(each) for each in heads[start : start + count]]

    return slice_of(len(heads), told, after=after, limit=limit)


def _bill(headed: Headed) -> dict[str, object]:
    """Return a bill's head, as `bill show --json` prints it."""
    head = bill_head_json(headed.bill) | {"count": headed.count}
    return {"key": headed.folder.name, "bill": head}


@operations.reads("/contracts/{int:pk}/bills/{key}", Right.SEE, BillShape, marked=of_bills)
def bill(call: ContractCall, key: Name) -> dict[str, object]:
    """Read a bill's head."""
    return _bill(_found(call, key))


def _found(call: ContractCall, key: str) -> Headed:
    """Return a bill of the contract."""
    for headed in heads_of(call.contract):
        if headed.folder.name == key:
            return headed
    raise Http404


@operations.reads(
    "/contracts/{int:pk}/bills/{key}/lines",
    Right.SEE,
    BillLines,
    marked=of_bills,
)
def bill_lines(
    call: ContractCall, key: Name, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List the lines of a bill, as the provider wrote them."""
    found = bill_of(_found(call, key))

    def told(start: int, count: int) -> list[dict[str, Any]]:
        part = dataclasses.replace(found, lines=found.lines.slice(start, count))
        return bill_lines_json(part)

    return slice_of(found.lines.height, told, after=after, limit=limit)


@operations.reads(
    "/contracts/{int:pk}/bills/{key}/findings",
    Right.SEE_CHECKS,
    printed("check"),
    marked=of_bills,
)
def bill_findings(call: ContractCall, key: Name) -> dict[str, Any]:
    """Read what of a bill doesn't add up, or isn't the contract's."""
    found = _found(call, key)
    return check_json(findings_of(call.contract, found), digits=found.bill.digits)


@operations.reads("/contracts/{int:pk}/bills/{key}/original", Right.SEE, FILE, marked=of_bills)
def bill_original(call: ContractCall, key: Name) -> bytes:
    """Read the file that a bill came in."""
    for path in sorted(_found(call, key).folder.iterdir()):
        if path.stem == "original":
            return path.read_bytes()
    raise Http404


@operations.changes("/contracts/{int:pk}/bills", Right.CHECK_BILLS, BroughtShape)
def bring_in_bill(
    call: ContractCall,
    file: Annotated[UploadedFile, File(description="CSV, XLSX, XML or PDF.")],
    said: Annotated[SaidOfBill, Form()],
    detail: Annotated[UploadedFile | None, File(description="The sheet with its lines.")] = None,
) -> dict[str, object]:
    """Bring in a bill as it came; the same file again changes nothing.

    A sheet whose columns nobody confirmed yet is told with what they were taken for: send it again
    with confirm, or with columns.
    """
    sent = _sent(call, said, has_detail=detail is not None)
    columns = _columns(said)
    brought = bring_bill(call.contract, sent, columns=columns, by=call.user)
    if brought.bill is None and brought.findings and not brought.is_waiting:
        raise InputRefusedError(brought.findings)
    if brought.bill is None:
        taken = "; ".join(f'"{g.header}": {g.name or "–"}' for g in brought.guesses)
        message = f"{file.name}: confirm what its columns were taken for: {taken}"
        raise NotNowError(message)
    return {**_named(call, brought.bill), "is_new": brought.is_new}


def _sent(call: ContractCall, said: SaidOfBill, *, has_detail: bool) -> Sent:
    """Return what was uploaded, each file of a kind that it may be."""
    given = upload_of(call.request, "file", kinds=BILLS)
    files = {given.name: given.content}
    if has_detail:
        detail = upload_of(call.request, "detail", kinds=TABLES)
        name = detail.name if detail.name != given.name else f"detail-{detail.name}"
        files[name] = detail.content
    issued = "" if said.issued is None else said.issued.isoformat()
    return keep_sent(files, number=said.number, issued=issued, credits=said.credits)


def _columns(said: SaidOfBill) -> dict[str, str] | None:
    """Return what was said of the columns; None: nobody confirmed them."""
    if not said.columns:
        return {} if said.confirm else None
    try:
        found = json.loads(said.columns)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        message = f"columns are a JSON object, name to header, not {said.columns}"
        raise NotNowError(message)
    return {str(name): header for name, header in found.items()}


def _named(call: ContractCall, brought: Bill) -> dict[str, object]:
    """Return a bill that was just brought in."""
    found = next(h for h in heads_of(call.contract) if h.bill.number == brought.number)
    return _bill(found)
