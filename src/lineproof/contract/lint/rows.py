"""Which rows are worth a finding of their own? The first of many, and one that counts the rest."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from lineproof.contract.lint.amounts import exact_sum
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import LISTED_MAX
from lineproof.model.finding import Finding, Touches

Row = Mapping[str, Any]


def row_findings(
    view: LintView, rows: pl.DataFrame, *, subject: str, make: Callable[[Row], Finding]
) -> Iterator[Finding]:
    """Yield a finding for each of the first rows and each that was answered; one counts the rest.

    subject: the column that an answer names. make: the finding of one row. The last finding
    touches the lines of the rest, and its amount is the sum of their `stake`, where they have one.
    """
    if rows.is_empty():
        return
    code = make(rows.row(0, named=True)).code
    is_answered = (
        rows.get_column(subject).is_in(view.answered_subjects(code)).fill_null(value=False)
    )
    is_listed = is_answered | ((~is_answered).cum_sum() <= LISTED_MAX)
    for row in rows.filter(is_listed).iter_rows(named=True):
        yield make(row)
    rest = rows.filter(~is_listed)
    if rest.height:
        yield _closing(make(rest.row(0, named=True)), rest)


def _closing(like: Finding, rest: pl.DataFrame) -> Finding:
    """Return the finding that counts the rows not listed."""
    touches = like.touches
    if touches.lines:
        lines = rest.get_column("lines") if "lines" in rest.columns else rest.get_column("line")
        names = lines.explode() if lines.dtype == pl.List else lines
        touches = Touches(touches.charges, tuple(names.to_list()))
    return dataclasses.replace(
        like,
        message=f"… and {rest.height:,} more",
        where=like.where.rpartition(":")[0],
        fix="Mend the listed ones first: mistakes that repeat usually have one cause.",
        amount=exact_sum(rest.get_column("stake")) if "stake" in rest.columns else None,
        answers=(),
        subject="",
        touches=touches,
    )


def place(row: Row) -> str:
    """Return where a row of a schedule stands."""
    return f"{row['file']}:{row['row']}"


def repeated(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return the rows whose value in a text column another row has too; nulls are no values.

    Equal hashes pick the candidates: among a million texts that all differ, eight times as fast.
    """
    hashes = frame.get_column(column).hash()
    if hashes.n_unique() == frame.height:
        return frame.clear()
    candidates = frame.filter(hashes.is_duplicated() & frame.get_column(column).is_not_null())
    return candidates.filter(pl.col(column).is_duplicated())
