"""What was booked, and what is to be? An append-only journal, and the entries that it lacks.

The full state that documents ask for is compared with what is booked of each, and the difference
is booked: so that booking again books nothing, whatever became known meanwhile is booked once, and
nothing is ever changed. A document that is gone is taken back by an entry that negates it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from lineproof.ledger.accounts import Account
from lineproof.model.finding import Finding, error

#: One row a posting. `key`: the entry it belongs to, booked once. `document`: the fact that the
#: entry follows from. `about`: what is paid by it, `item:KEY` or `invoice:NUMBER`, or why it is
#: tolerated, `cause:CAUSE`; blank: nothing.
#: `amount`: minor units, a debit positive. `due`: last day to pay. `evidence`: SHA-256 of the
#: sealed month, bill or paper.
POSTINGS: dict[str, pl.DataType] = {
    "key": pl.String(),
    "document": pl.String(),
    "date": pl.Date(),
    "account": pl.String(),
    "about": pl.String(),
    "currency": pl.String(),
    "amount": pl.Int64(),
    "due": pl.Date(),
    "evidence": pl.String(),
}
_CELL = ["document", "account", "about", "due"]


@dataclass(frozen=True, slots=True)
class Posting:
    """A part of a document: an amount in minor units on an account, a debit positive."""

    account: Account
    amount: int
    about: str = ""
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A fact and all that it asks to be booked.

    name: unique, as `month:2025-03`. version: which state of it this is, as `r0`, whose evidence
    never changes; blank: it has none, and what changes is numbered. evidence: a SHA-256, or blank.
    """

    name: str
    version: str
    date: dt.date
    postings: tuple[Posting, ...]
    evidence: str = ""

    def __post_init__(self) -> None:
        """Hold the postings to double entry."""
        assert sum(p.amount for p in self.postings) == 0, f"{self.name} doesn't balance"


@dataclass(frozen=True)
class Booking:
    """Entries that the journal lacks, as columns of `POSTINGS`, and why some can't be booked."""

    entries: pl.DataFrame
    findings: tuple[Finding, ...]


def empty_journal() -> pl.DataFrame:
    """Return a journal in which nothing is booked."""
    return pl.DataFrame(schema=POSTINGS)


def lacking(
    journal: pl.DataFrame, documents: Iterable[Document], *, currency: str, on: dt.date
) -> Booking:
    """Return the entries that bring a journal to the state its documents ask for.

    on: the day of entries that change what is booked; a new document has its own day, and waits
    where that is later.
    """
    listed = {document.name: document for document in documents}
    gone = _not_among(journal, listed)
    cells = pl.concat([_wanted(listed.values()), _booked(journal)])
    differences = (
        cells.group_by(_CELL, maintain_order=True)
        .agg(pl.col("amount").cast(pl.Int128).sum().cast(pl.Int64))
        .filter(pl.col("amount") != 0)
    )
    counts: dict[str, int] = dict(
        journal.group_by("document").agg(pl.col("key").n_unique()).iter_rows()
    )
    proofs: dict[str, str | None] = dict(
        journal.select("key", "evidence").unique("key", keep="first").iter_rows()
    )
    changed = [d for d in listed.values() if _is_other(d, proofs)]
    refused = {d.name for d in changed}
    rows = []
    for (name,), parts in differences.group_by("document", maintain_order=True):
        if name in refused:
            continue
        document = listed.get(str(name)) or gone[str(name)]
        is_new = document.name not in counts
        if is_new and document.date > on:
            continue
        key = _key(document, counts.get(document.name, 0), proofs)
        day = document.date if is_new else on
        rows.append(_entry(parts, document, key=key, day=day, currency=currency))
    entries = pl.concat([empty_journal(), *rows])
    return Booking(entries, tuple(_edited(document) for document in changed))


def appended(journal: pl.DataFrame, entries: pl.DataFrame) -> Booking:
    """Return which of some entries a journal lacks: a key is booked once.

    One that is there with the same postings is left out; with others it is an error.
    """
    shared = entries.join(journal.select("key").unique(), on="key", how="semi")
    columns = ["key", *_CELL, "currency"]
    signed = pl.concat([shared, journal.join(shared.select("key").unique(), on="key", how="semi")
                        .with_columns(-pl.col("amount"))])  # fmt: skip
    differ = signed.group_by(columns).agg(pl.col("amount").sum()).filter(pl.col("amount") != 0)
    findings = tuple(
        error(
            "E-LEDGER-KEY",
            f"the entry {key} is booked already, with other amounts",
            where="ledger",
            fix="Book it under a key of its own, or not at all: a key names one entry for good.",
        )
        for key in sorted(set(differ.get_column("key")))
    )
    return Booking(entries.join(shared.select("key").unique(), on="key", how="anti"), findings)


def unbalanced(journal: pl.DataFrame) -> pl.DataFrame:
    """Return the entries whose debits aren't their credits, with what is left; none should be."""
    sums = journal.group_by("key", "currency").agg(pl.col("amount").cast(pl.Int128).sum())
    return sums.filter(pl.col("amount") != 0)


def _wanted(documents: Iterable[Document]) -> pl.DataFrame:
    """Return what documents ask for, a row a posting."""
    rows = [
        (d.name, p.account.value, p.about, p.due, p.amount) for d in documents for p in d.postings
    ]
    schema = {name: POSTINGS[name] for name in (*_CELL, "amount")}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _booked(journal: pl.DataFrame) -> pl.DataFrame:
    """Return what is booked, negated."""
    return journal.select(*_CELL, -pl.col("amount"))


def _not_among(journal: pl.DataFrame, listed: Iterable[str]) -> dict[str, Document]:
    """Return booked documents that are no more, as ones that ask for nothing."""
    names = journal.get_column("document").unique(maintain_order=True)
    known = set(listed)
    return {n: Document(n, "", dt.date.min, ()) for n in names if n not in known}


def _is_other(document: Document, proofs: Mapping[str, str | None]) -> bool:
    """Whether a document's version is booked already, on other evidence than it has now."""
    key = f"{document.name}/{document.version}"
    return bool(document.version) and key in proofs and proofs[key] != (document.evidence or None)


def _key(document: Document, booked: int, proofs: Mapping[str, str | None]) -> str:
    """Return an entry's key: a version not booked yet, else its number among the document's."""
    key = f"{document.name}/{document.version}"
    return key if document.version and key not in proofs else f"{document.name}/{booked + 1}"


def _entry(
    parts: pl.DataFrame, document: Document, *, key: str, day: dt.date, currency: str
) -> pl.DataFrame:
    """Return the postings of one entry."""
    assert parts.get_column("amount").sum() == 0, "an entry's debits are its credits"
    return parts.select(
        pl.lit(key).alias("key"),
        "document",
        pl.lit(day).alias("date"),
        "account",
        "about",
        pl.lit(currency).alias("currency"),
        "amount",
        "due",
        pl.lit(document.evidence or None, dtype=pl.String()).alias("evidence"),
    )


def _edited(document: Document) -> Finding:
    """Return the error for a version that isn't what was booked."""
    return error(
        "E-LEDGER-KEY",
        f"{document.name}/{document.version} was booked, and its evidence isn't the same any more",
        where="ledger",
        fix="A sealed month is never edited: run lineproof verify, and put the folder back.",
    )
