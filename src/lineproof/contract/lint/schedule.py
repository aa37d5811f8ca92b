"""Are the schedule's lines who and what they say? Ids, dates and stated amounts, row by row."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.contract.answers import AS_SIGNED, LARGEST_ONLY
from lineproof.contract.lint.amounts import INT64_MAX
from lineproof.contract.lint.rows import Row, place, repeated, row_findings
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import money, plural, quoted
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines
from lineproof.model.finding import Finding, Severity, Touches

_NAMED_MAX = 12


def circuit_amounts(view: LintView) -> Iterator[Finding]:
    """E-CIRCUIT-AMOUNT: a circuit's stated amount is its rent × its months.

    A row of part months is only known to cost between its full months and the months it touches.
    """
    stated, rent = pl.col("stated_amount"), pl.col("monthly_rent")
    low, high = rent * pl.col("months_low"), rent * pl.col("months_high")
    nearest = pl.when(stated < low).then(low).otherwise(high)
    wrong = view.circuits.filter((stated < low) | (stated > high)).with_columns(
        (stated - nearest).abs().alias("stake")
    )

    def make(row: Row) -> Finding:
        rent_text = money(view.contract, row["monthly_rent"])
        few, many = row["months_low"], row["months_high"]
        low, high = (money(view.contract, row["monthly_rent"] * n) for n in (few, many))
        between = f"{plural(few, 'month')} is {low}"
        if few != many:
            between = f"{few} to {many} months is between {low} and {high}"
        return Finding(
            "E-CIRCUIT-AMOUNT",
            Severity.ERROR,
            f"line {quoted(row['line'])} states {money(view.contract, row['stated_amount'])}, and "
            f"{rent_text} × {between}",
            place(row),
            f'Correct the line, or record both parties\' answer "{AS_SIGNED}".',
            clause=view.clause_of(row["term"]),
            amount=row["stake"],
            answers=(AS_SIGNED,),
            subject=row["line"],
            touches=Touches(("rent",), (row["line"],)),
        )

    yield from row_findings(view, wrong, subject="line", make=make)


def circuit_duplicates(view: LintView) -> Iterator[Finding]:
    """E-CIRCUIT-DUPLICATE: no circuit id stands on two lines at a time."""
    for _, rows in view.circuits_together():
        groups = _by(repeated(rows, "id"), "id")
        yield from row_findings(
            view, groups, subject="id", make=lambda row: _repeated_id(view, row)
        )


def _by(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return one row a repeated id, with its lines and what lies at stake between them."""
    cost = pl.coalesce("stated_amount", "amount_minor").cast(pl.Int128)
    return rows.group_by(key, maintain_order=True).agg(
        pl.col("file").first(),
        pl.col("row").first(),
        pl.col("term").first(),
        pl.len().alias("count"),
        pl.col("line").alias("lines"),
        *(pl.col(n).head(_NAMED_MAX).alias(f"{n}s") for n in ("service", "monthly_rent")),
        (cost.sum() - cost.max()).alias("stake"),
    )


def _repeated_id(view: LintView, row: Row) -> Finding:
    """Return the finding of one repeated circuit id."""
    listed = zip(row["lines"], row["services"], row["monthly_rents"], strict=False)
    lines = [
        f"{quoted(line)} ({quoted(service or 'no service')}, {money(view.contract, rent or 0)})"
        for line, service, rent in listed
    ]
    rest = row["count"] - len(lines)
    more = f" and {rest:,} more" if rest else ""
    return Finding(
        "E-CIRCUIT-DUPLICATE",
        Severity.ERROR,
        f'circuit id "{quoted(row["id"])}" stands on {row["count"]:,} lines: '
        f"{', '.join(lines)}{more}",
        place(row),
        "Correct the ids, or record both parties' answer: "
        f'"{AS_SIGNED}" (each line is owed) or "{LARGEST_ONLY}" (only the dearest is).',
        clause=view.clause_of(row["term"]),
        amount=row["stake"],
        answers=(AS_SIGNED, LARGEST_ONLY),
        subject=row["id"],
        touches=Touches(("rent",), tuple(row["lines"])),
    )


def line_duplicates(view: LintView) -> Iterator[Finding]:
    """E-LINE-DUPLICATE: a line is known by its id, in schedules and price lists together."""
    priced = _price_line_rows(view)
    for _, held in view.together(PriceLines, CircuitSchedule):
        lines = priced.filter(pl.col("version").is_in(held))
        rows = view.circuits_of(held).select(priced.columns)
        yield from _repeated_lines(view, pl.concat([rows, lines]))


def _price_line_rows(view: LintView) -> pl.DataFrame:
    """Return price lines as rows of the shape that schedules have."""
    rows = []
    for version, term, number, line in view.price_lines:
        months = view.months_of_line(version, line) or 0
        rent = view.contract.minor(line.monthly_rent)
        file, _, row = view.where(term, "lines", number).rpartition(":")
        index = next(i for i, v in enumerate(view.versions) if v is version)
        rows.append((line.line, file or row, int(row) if file else 0, index,
                     line.service or line.name, rent, None,
                     min(line.qty * months * rent, INT64_MAX), term.id))  # fmt: skip
    names = ("line", "file", "row", "version", "service", "monthly_rent", "stated_amount",
             "amount_minor", "term")  # fmt: skip
    schema = {name: view.circuits.schema[name] for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _repeated_lines(view: LintView, rows: pl.DataFrame) -> Iterator[Finding]:
    """Yield a finding for each line id that stands on several rows."""

    def make(row: Row) -> Finding:
        rents = ", ".join(money(view.contract, rent or 0) for rent in row["monthly_rents"])
        return Finding(
            "E-LINE-DUPLICATE",
            Severity.ERROR,
            f'line "{quoted(row["line"])}" stands on {row["count"]:,} rows, with rents {rents}',
            place(row),
            "Give each line an id of its own; records name lines by it.",
            clause=view.clause_of(row["term"]),
            amount=row["stake"],
            subject=row["line"],
            touches=Touches(("rent",), (row["line"],)),
        )

    named = repeated(rows, "line").with_columns(pl.col("line").alias("name"))
    grouped = _by(named, "name").rename({"name": "line"})
    yield from row_findings(view, grouped, subject="line", make=make)


def line_dates(view: LintView) -> Iterator[Finding]:
    """E-LINE-DATES: a line doesn't end before it starts."""
    rows = view.circuits.filter(pl.col("end") < pl.col("start"))

    def make(row: Row) -> Finding:
        return Finding(
            "E-LINE-DATES",
            Severity.ERROR,
            f"line {quoted(row['line'])} ends on {row['end']}, before it starts on {row['start']}",
            place(row),
            "Correct the dates; end is the last billed day.",
            clause=view.clause_of(row["term"]),
            subject=row["line"],
            touches=Touches(("rent",), (row["line"],)),
        )

    yield from row_findings(view, rows, subject="line", make=make)


RULES = (circuit_amounts, circuit_duplicates, line_duplicates, line_dates)
