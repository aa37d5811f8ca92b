"""Do records speak of lines that the contract has? A typing error must not lose a fact."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.contract.lint.rows import Row, row_findings
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import quoted
from lineproof.model.finding import Finding, Severity

_KINDS = ("lifecycle", "orders")


def unknown_lines(view: LintView) -> Iterator[Finding]:
    """E-RECORD-LINE: what was recorded of a line was recorded of one that the contract has."""
    priced = {line.line for _, _, _, line in view.price_lines}
    for kind in _KINDS:
        rows = view.rows(kind)
        if not rows.height:
            continue
        named = rows.join(view.circuits.select("line").unique(), on="line", how="anti")
        unknown = named.filter(~pl.col("line").is_in(list(priced))).with_columns(
            file=pl.lit(f"records/{kind}.csv"), term=pl.lit("")
        )

        def make(row: Row) -> Finding:
            return Finding(
                "E-RECORD-LINE",
                Severity.ERROR,
                f"no schedule and no price list has the line {quoted(row['line'])}, so that what "
                "was recorded of it has no effect",
                f"{row['file']}:{row['row']}",
                "Record it of the right line with --replaces, or add the line by an amendment.",
                subject=row["line"],
            )

        yield from row_findings(view, unknown, subject="line", make=make)


RULES = (unknown_lines,)
