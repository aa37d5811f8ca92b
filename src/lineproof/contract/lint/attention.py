"""What in a schedule is worth a look? Missing ids, free lines, odd rents, days outside the term."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.contract.lint.rows import Row, place, row_findings
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import money, plural, quoted, some
from lineproof.model.finding import Finding, Severity

_LINES_MAX = 8
_RENTS_MAX = 8
_KIND = ("service", "bandwidth")


def circuits_without_id(view: LintView) -> Iterator[Finding]:
    """W-CIRCUIT-NO-ID: a circuit has an id, in the schedule or by a later record."""
    records = view.rows("lifecycle").filter(pl.col("event") == "reidentified")
    named = records.get_column("line").unique().to_list()
    rows = view.circuits.filter(pl.col("id").is_null() & ~pl.col("line").is_in(named))
    if rows.is_empty():
        return
    first, lines = rows.row(0, named=True), rows.get_column("line").head(13).to_list()
    count = rows.height
    yield Finding(
        "W-CIRCUIT-NO-ID",
        Severity.WARNING,
        f"{plural(count, 'line')} {'has' if count == 1 else 'have'} no circuit id: "
        f"{_first_of(lines, count)}",
        place(first),
        "Record it once the carrier assigns one: lineproof record DIR lifecycle, event "
        "reidentified.",
        clause=view.clause_of(first["term"]),
    )


def _first_of(lines: list[str], count: int) -> str:
    """Return the first names of a list whose length is known."""
    shown = some(lines[:12])
    return shown if count <= len(lines[:12]) else f"{shown} and {count - 12:,} more"


def free_lines(view: LintView) -> Iterator[Finding]:
    """W-RENT-ZERO: a line with rent 0 has a start, or it is an entry nobody finished."""
    rows = view.circuits.filter((pl.col("monthly_rent") == 0) & pl.col("start").is_null())

    def make(row: Row) -> Finding:
        return Finding(
            "W-RENT-ZERO",
            Severity.WARNING,
            f"line {quoted(row['line'])} has rent {money(view.contract, 0)} and no start date",
            place(row),
            "Ask whether it is free, planned, or a mistake; a line that is only planned needs "
            "no row.",
            clause=view.clause_of(row["term"]),
            subject=row["line"],
        )

    yield from row_findings(view, rows, subject="line", make=make)


def lines_without_start(view: LintView) -> Iterator[Finding]:
    """W-LINE-NO-START: a line with a rent is billed from some day, scheduled or recorded."""
    events = view.rows("lifecycle").filter(pl.col("event").is_in(["accepted", "in_service"]))
    started = events.get_column("line").unique().to_list()
    is_waiting = (pl.col("monthly_rent") > 0) & pl.col("start").is_null()
    rows = view.circuits.filter(is_waiting & ~pl.col("line").is_in(started))

    def make(row: Row) -> Finding:
        rent = money(view.contract, row["monthly_rent"])
        return Finding(
            "W-LINE-NO-START",
            Severity.WARNING,
            f"line {quoted(row['line'])} has a rent of {rent} and neither a start nor a record of "
            "its acceptance: it owes nothing until then",
            place(row),
            "Record it once it is accepted: lineproof record DIR lifecycle, event accepted.",
            clause=view.clause_of(row["term"]),
            amount=row["monthly_rent"],
            subject=row["line"],
        )

    yield from row_findings(view, rows, subject="line", make=make)


def rent_outliers(view: LintView) -> Iterator[Finding]:
    """W-RENT-OUTLIER: the same service and bandwidth costs the same rent."""
    rows = _comparable(view)
    rents = rows.group_by(*_KIND, "monthly_rent", maintain_order=True).agg(
        pl.col("qty").sum().alias("count"),
        pl.col("line").head(_LINES_MAX).alias("lines"),
        pl.len().alias("line_count"),
        pl.col("months")
        .cast(pl.Int128)
        .mul(pl.col("qty").cast(pl.Int128))
        .sum()
        .alias("unit_months"),
        pl.col("file").first(),
        pl.col("row").first(),
        pl.col("term").first(),
    )
    kinds = rents.group_by(*_KIND, maintain_order=True).agg(pl.len().alias("rents"))
    several = kinds.filter(pl.col("rents") > 1)
    if several.is_empty():
        return
    cheapest_first = rents.join(several, on=_KIND, how="semi", maintain_order="left").sort(
        "count", "monthly_rent", descending=[True, False], maintain_order=True
    )
    usual = cheapest_first.unique(_KIND, keep="first", maintain_order=True).select(
        *_KIND, pl.col("monthly_rent").alias("usual")
    )
    compared = cheapest_first.join(usual, on=_KIND, maintain_order="left").with_columns(
        _beyond().alias("beyond")
    )
    yield from row_findings(
        view, _by_kind(compared), subject="line", make=lambda row: _outlier(view, row)
    )


def _by_kind(rents: pl.DataFrame) -> pl.DataFrame:
    """Return one row a service and bandwidth, with its commonest rents, the cheapest of them first.

    rents: the commonest first. A group stands where the first line at its dearest rent does.
    """
    common = (
        rents.group_by(*_KIND, maintain_order=True)
        .head(_RENTS_MAX)
        .sort("monthly_rent", maintain_order=True)
        .group_by(*_KIND, maintain_order=True)
        .agg("monthly_rent", "count", "lines", "line_count")
    )
    return (
        rents.sort("monthly_rent", maintain_order=True)
        .group_by(*_KIND, maintain_order=True)
        .agg(
            pl.col("file", "row", "term").last(),
            pl.col("usual").first(),
            pl.col("beyond").sum().alias("stake"),
            pl.len().alias("rent_count"),
            pl.struct("file", "row").first().alias("first"),
        )
        .join(common, on=_KIND, maintain_order="left")
        .sort(pl.col("first").struct.field("file"), pl.col("first").struct.field("row"))
        .with_columns(pl.format("{}/{}", *_KIND).alias("line"))
    )


def _beyond() -> pl.Expr:
    """Return what the lines at a rent cost over the term beyond the usual rent."""
    dearer = (pl.col("monthly_rent") - pl.col("usual")).clip(0).cast(pl.Int128)
    return dearer * pl.col("unit_months").cast(pl.Int128)


def _outlier(view: LintView, row: Row) -> Finding:
    """Return the finding of one service and bandwidth."""
    said = []
    for rent, count, lines, line_count in zip(
        row["monthly_rent"], row["count"], row["lines"], row["line_count"], strict=True
    ):
        more = f" and {line_count - len(lines):,} more" if line_count > len(lines) else ""
        said.append(f"{count:,} at {money(view.contract, rent)} (lines {some(lines)}{more})")
    rest = row["rent_count"] - len(said)
    if rest:
        said.append(f"and {plural(rest, 'more rent')}")
    file, number = row["file"], row["row"]
    return Finding(
        "W-RENT-OUTLIER",
        Severity.WARNING,
        f"{quoted(row['service'])} at {row['bandwidth']} Mbit/s has different rents: "
        f"{'; '.join(said)}; the commonest is {money(view.contract, row['usual'])}",
        f"{file}:{number}" if number else file,
        "Ask why the dearer lines cost more; a price adjustment is an amendment.",
        clause=view.clause_of(row["term"]),
        amount=row["stake"],
        subject=row["line"],
    )


def _comparable(view: LintView) -> pl.DataFrame:
    """Return every line with a service, a bandwidth and a rent, with its months and quantity."""
    names = ("line", *_KIND, "monthly_rent", "file", "row", "term")
    own = view.circuits.filter(
        pl.col("service").is_not_null()
        & pl.col("bandwidth").is_not_null()
        & (pl.col("monthly_rent") > 0)
    ).select(*names, pl.lit(1, pl.Int64).alias("qty"), pl.col("months_low").alias("months"))
    priced = []
    for version, term, number, line in view.price_lines:
        if line.service is None or line.bandwidth is None or not line.monthly_rent:
            continue
        file, _, row = view.where(term, "lines", number).rpartition(":")
        priced.append((line.line, line.service, f"{line.bandwidth.normalize():f}",
                       view.contract.minor(line.monthly_rent), file or row,
                       int(row) if file else 0, term.id, line.qty,
                       view.months_of_line(version, line)))  # fmt: skip
    lines = pl.DataFrame(priced, schema=own.schema, orient="row")
    return pl.concat([own, lines]) if priced else own


def lines_outside_term(view: LintView) -> Iterator[Finding]:
    """W-OUTSIDE-TERM: a line's dates lie in the term of the contract."""
    days = view.term_days
    if days is None:
        return
    start, end = pl.col("start"), pl.col("end")
    is_outside = (start < days.start) | (start >= days.end) | (end < days.start) | (end >= days.end)
    rows = view.circuits.filter(is_outside & ~(end < start).fill_null(value=False))

    def make(row: Row) -> Finding:
        dates = f"{row['start'] or 'the start'} to {row['end'] or 'the end'}"
        return Finding(
            "W-OUTSIDE-TERM",
            Severity.WARNING,
            f"line {quoted(row['line'])} runs from {dates}, and the contract from {days.start} "
            f"until before {days.end}",
            place(row),
            "Correct the dates; days outside the term are not settled.",
            clause=view.clause_of(row["term"]),
            subject=row["line"],
        )

    yield from row_findings(view, rows, subject="line", make=make)


RULES = (circuits_without_id, free_lines, lines_without_start, rent_outliers, lines_outside_term)
