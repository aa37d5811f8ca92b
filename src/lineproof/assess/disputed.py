"""When did a dispute take a step, and what is it about? Read from its records, judged by nobody."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View

DISPUTE = "dispute "
"""What precedes a step's name among the events of a contract: "dispute sent"."""
_OWN = ("amount", "evidence", "replaces", "bill", "cause", "document", "reason")
"""What one party keeps to itself of a claim, or the other needs no copy of."""
_STEPS = {
    "sent": ("sent",),
    "acknowledged": ("acknowledged",),
    "answered": ("agreed", "partly", "rejected"),
    "credited": ("credited",),
}


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One time that something was said to the other side.

    about: the bill, month or dispute it was about; blank: any. where: its row.
    """

    day: dt.date
    about: str
    where: str


def dispute_steps(view: View, name: str) -> Iterator[Said]:
    """Yield each time that a dispute took a step: sent, acknowledged, answered or credited."""
    rows = view.rows("disputes").filter(pl.col("event").is_in(_STEPS.get(name, ())))
    for day, dispute, row in rows.select("date", "dispute", "row").iter_rows():
        yield Said(day, dispute, f"records/disputes.csv:{row}")


def bills_objected_to(view: View) -> Iterator[Said]:
    """Yield when a dispute about a bill was sent, for each of its bills by number."""
    bills = _about(view, "bill")
    for step in dispute_steps(view, "sent"):
        for bill, _ in bills.get(step.about, ()):
            yield dataclasses.replace(step, about=bill)


def credits_claimed(view: View, term: str) -> Iterator[Said]:
    """Yield when a term's credit was claimed by sending a letter, for each of its months."""
    terms = _about(view, "term")
    for step in dispute_steps(view, "sent"):
        for claimed, month in terms.get(step.about, ()):
            if claimed == term:
                yield dataclasses.replace(step, about=month)


def claims_by_letter(view: View) -> pl.DataFrame:
    """Return the rows by which credits were claimed, as both sides know them: no reasons, no proof.

    Of one party's dealings they are all that a settlement reads: see `credits_claimed`.
    """
    rows = view.rows("disputes")
    is_draft, is_sent = pl.col("event") == "draft", pl.col("event") == "sent"
    is_claim = is_draft & pl.col("term").is_not_null()
    claimed, sent = (rows.filter(which).get_column("dispute") for which in (is_claim, is_sent))
    is_told = pl.col("dispute").is_in(claimed.implode()) & pl.col("dispute").is_in(sent.implode())
    own = (pl.lit(None, rows.schema[name]).alias(name) for name in _OWN)
    return rows.filter(is_told & (is_claim | is_sent)).with_columns(*own)


def _about(view: View, column: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what each dispute is about, by its drafts: a column's value, and the month."""
    drafts = view.rows("disputes").filter(
        (pl.col("event") == "draft") & pl.col(column).is_not_null()
    )
    found: dict[str, dict[tuple[str, str], None]] = {}
    for dispute, about, month in drafts.select("dispute", column, "month").iter_rows():
        found.setdefault(dispute, {})[about, month or ""] = None
    return {dispute: tuple(pairs) for dispute, pairs in found.items()}
