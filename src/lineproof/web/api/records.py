"""Records as programs see them: what happened, a kind at a time; facts are only ever added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import polars as pl
from ninja import Path
from pydantic import AfterValidator, Field

from lineproof.model.record import RECORDS
from lineproof.model.table_text import canonical_text
from lineproof.web.api.door import ContractCall
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import slice_of
from lineproof.web.api.shapes import PAGE_ROWS, After, Limit, Page, Shape, Text
from lineproof.web.doing.recording import record, right_to_record, right_to_see
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.who.access import reach
from lineproof.web.who.rights import Right

operations = Operations("records")

ROWS_MAX = 1000
_COLUMNS_MAX = 40


def _checked_kind(text: str) -> str:
    """Return a kind of record; raises ValueError for what is none."""
    if text not in RECORDS:
        message = f"there is no kind {text}"
        raise ValueError(message)
    return text


Kind = Annotated[
    str,
    Path(description="A kind of record, as the reference names it."),
    AfterValidator(_checked_kind),
    Field(json_schema_extra={"enum": list(RECORDS)}),
]
#: A row as it stands in a file: column → text, those left out that are empty.
RecordShape = dict[str, str]


class KindShape(Shape):
    """A kind of record that the contract has some of."""

    kind: str
    meaning: str = Field(description="What a row of it says.")
    count: int = Field(description="How many rows there are, corrected and withdrawn ones too.")


class Kinds(Shape):
    """The kinds of record that a contract has some of."""

    kinds: list[KindShape]


class Rows(Shape):
    """Facts to add, all or none of them."""

    rows: list[Annotated[dict[Text, Text], Field(min_length=1, max_length=_COLUMNS_MAX)]] = Field(
        min_length=1,
        max_length=ROWS_MAX,
        description="Column → text, as in a file; the id may be left out. A row that replaces "
        "another, and says nothing else, withdraws it.",
    )


class Recorded(Shape):
    """What was added."""

    ids: list[str] = Field(description="The ids of the rows, in their order.")


@operations.reads("/contracts/{int:pk}/records", Right.SEE, Kinds)
def record_kinds(call: ContractCall) -> dict[str, object]:
    """List the kinds of record that the contract has some of."""
    held = records_seen(call)
    return {
        "kinds": [
            {"kind": kind, "meaning": RECORDS[kind].meaning, "count": frame.height}
            for kind, frame in sorted(held.items())
        ]
    }


def records_seen(call: ContractCall) -> dict[str, pl.DataFrame]:
    """Return the contract's records of the kinds that the caller may see."""
    held = known(at(call.contract)).case.records
    rights = {right_to_see(kind) for kind in held}
    had = {right for right in rights if call.contract.allows(call.user, right)}
    return {kind: frame for kind, frame in held.items() if right_to_see(kind) in had}


@operations.reads("/contracts/{int:pk}/records/{kind}", Right.SEE, Page[RecordShape])
def records(
    call: ContractCall, kind: Kind, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List a kind's rows in the order they stand in, each as it stands in its file.

    What one party keeps to itself needs the right to see it.
    """
    own = Contract.objects.filter(pk=call.contract.pk)
    reach(own, call.user, right_to_see(kind))
    case = known(at(call.contract)).case
    frame = case.records.get(kind, RECORDS[kind].empty())

    def told(start: int, count: int) -> list[RecordShape]:
        return records_json(frame.slice(start, count), kind, digits=case.contract.digits)

    return slice_of(frame.height, told, after=after, limit=limit)


@operations.changes("/contracts/{int:pk}/records/{kind}", Right.SEE, Recorded)
def add_records(call: ContractCall, kind: Kind, body: Rows) -> dict[str, object]:
    """Add facts to a kind, all or none of them; it needs the right to record that kind.

    When it was recorded and by whom is ours to say, whatever is sent.
    """
    right = right_to_record(kind)
    contract = reach(Contract.objects.filter(pk=call.contract.pk), call.user, right)
    return {"ids": list(record(contract, kind, body.rows, by=call.user))}


def records_json(frame: pl.DataFrame, kind: str, *, digits: int) -> list[RecordShape]:
    """Return rows as they stand in a file, without what is empty."""
    table = RECORDS[kind]
    text = canonical_text(frame, table=table, currency_digits=digits)
    return [dict(_filled(row)) for row in text.iter_rows(named=True)]


def _filled(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the columns of a row that hold something."""
    for name, value in row.items():
        if value is not None:
            yield name, str(value)
