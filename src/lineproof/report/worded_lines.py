"""How do a statement's lines read? A table a term and charge; where they are many, summed up."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.report.amounts import amount_text, bounded_text
from lineproof.report.phrases import charge_name
from lineproof.report.sections import Align, Section, columns_of
from lineproof.report.statement import Statement
from lineproof.report.wording import Language, Word
from lineproof.settle.settlement import Bounded

#: More lines than this are summed up by service and price.
LINES_MAX = 2000
_HEADS: dict[str, tuple[Word, Align]] = {
    "line": (Word.LINE, "left"),
    "name": (Word.SERVICE, "wide"),
    "from": (Word.FIRST_DAY, "left"),
    "last": (Word.LAST_DAY, "left"),
    "quantity": (Word.QUANTITY, "right"),
    "rent": (Word.RENT, "right"),
    "share": (Word.SHARE, "right"),
    "amount": (Word.AMOUNT, "right"),
}
_BOUNDS = ("amount", "low", "high")


def line_sections(statement: Statement, language: Language) -> list[Section]:
    """Return the tables of a statement's lines, one a charge and term."""
    if is_summed_up(statement):
        return summed_up_sections(statement, language)
    return [_in_full(rows, statement, language) for rows in _groups(statement)]


def summed_up_sections(statement: Statement, language: Language) -> list[Section]:
    """Return the tables of a statement's lines, however few, summed up by service and price."""
    return [_summed_up(rows, statement, language) for rows in _groups(statement)]


def is_summed_up(statement: Statement) -> bool:
    """Whether a statement has more lines than its tables show."""
    return statement.lines.height > LINES_MAX


def _groups(statement: Statement) -> Iterator[pl.DataFrame]:
    """Yield the lines of each charge and term, in the order they come in."""
    for _, rows in statement.lines.group_by("charge", "term", maintain_order=True):
        yield rows


def _in_full(rows: pl.DataFrame, statement: Statement, language: Language) -> Section:
    """Return the table of some lines, without the columns that would say the same on each."""
    days = (statement.first, statement.last)
    is_whole = rows.filter((pl.col("from") != days[0]) | (pl.col("last") != days[1])).is_empty()
    is_rented = rows.get_column("unit").null_count() == 0
    shown = ["line", "name", *([] if is_whole else ["from", "last"])]
    if is_rented:
        shown += [] if (rows["quantity"] == 1).all() else ["quantity"]
        shown += ["rent", *([] if (rows["share"] == "1").all() else ["share"])]
    shown.append("amount")
    texts = (_texts(row, statement, language) for row in rows.to_dicts())
    subtitle = _subtitle(rows, language)
    whole = Word.FULL_MONTH.said(language)
    return Section(
        title=Word.LINES.said(language),
        subtitle=Word.COMMA.said(language).join((subtitle, whole)) if is_whole else subtitle,
        columns=columns_of(language, *(_HEADS[name] for name in shown)),
        rows=tuple(tuple(text[name] for name in shown) for text in texts),
        total=_total(rows, statement, language, width=len(shown)),
    )


def _texts(row: dict[str, object], statement: Statement, language: Language) -> dict[str, str]:
    """Return the texts of one line, by the columns they may stand in."""
    rent = row["rent"]
    names = (str(row["place"]), str(row["service"]))
    return {
        "line": str(row["line"]),
        "name": ", ".join(name for name in names if name),
        "from": str(row["from"]),
        "last": str(row["last"]),
        "quantity": f"{row['quantity']:,}",
        "rent": amount_text(rent, digits=statement.digits) if isinstance(rent, int) else "",
        "share": str(row["share"]),
        "amount": _bounded(row, statement, language),
    }


def _summed_up(rows: pl.DataFrame, statement: Statement, language: Language) -> Section:
    """Return the table of many lines, summed up by service and price, the dearest first."""
    sums = (
        rows.group_by("service", "rent", maintain_order=True)
        .agg(
            pl.col("line").n_unique().alias("lines"),
            *(pl.when(pl.col(b).null_count() == 0).then(pl.col(b).sum()) for b in _BOUNDS),
            pl.col("high").sum().abs().alias("_size"),
        )
        .sort("_size", "service", "rent", descending=[True, False, False])
    )
    columns = columns_of(
        language, (Word.SERVICE, "wide"), (Word.RENT, "right"), (Word.COUNT, "right"),
        (Word.AMOUNT, "right"),
    )  # fmt: skip
    shown = sums.head(LINES_MAX)
    texts = tuple(_sum(row, statement, language) for row in shown.to_dicts())
    return Section(
        title=Word.LINES.said(language),
        subtitle=_subtitle(rows, language),
        note=Word.MORE_LINES.said(language, count=f"{rows.height:,}"),
        columns=columns,
        rows=texts,
        total=_total(rows, statement, language, width=len(columns)),
    )


def _sum(row: dict[str, object], statement: Statement, language: Language) -> tuple[str, ...]:
    """Return the texts of like lines together."""
    rent = row["rent"]
    return (
        str(row["service"]) or "–",
        amount_text(rent, digits=statement.digits) if isinstance(rent, int) else "",
        f"{row['lines']:,}",
        _bounded(row, statement, language),
    )


def _subtitle(rows: pl.DataFrame, language: Language) -> str:
    """Return what some lines have in common: charge, term and clauses."""
    charge, term = rows.item(0, "charge"), rows.item(0, "term")
    clauses = rows.get_column("clause").unique(maintain_order=True).drop_nulls().to_list()
    said = Word.CLAUSE_N.said(language, clause=", ".join(c for c in clauses if c))
    return Word.COMMA.said(language).join((charge_name(charge, language), term, said))


def _total(
    rows: pl.DataFrame, statement: Statement, language: Language, *, width: int
) -> tuple[str, ...]:
    """Return the last row of a table: what its lines come to."""
    sums = {b: None if rows[b].null_count() else int(rows[b].sum()) for b in _BOUNDS}
    blanks = ("",) * (width - 2)
    return (Word.SUBTOTAL.said(language), *blanks, _bounded(dict(sums), statement, language))


def _bounded(row: dict[str, object], statement: Statement, language: Language) -> str:
    """Return an amount of a row, or its bounds."""
    values = [row[bound] for bound in _BOUNDS]
    amount = Bounded(*(value if isinstance(value, int) else None for value in values))
    return bounded_text(amount, digits=statement.digits, language=language)
