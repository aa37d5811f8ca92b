"""How is a compared bill shown? Totals, differences by cause, the dearest lines; the same as JSON.

A group's figures stand on its first row: the rows of its other causes have the difference alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import polars as pl
from rich.table import Table
from rich.text import Text

from lineproof.model.bill import Bill
from lineproof.model.money import format_minor
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.reconciliation import Reconciliation, Tolerated
from lineproof.report.amounts import amount_text, bounded_text
from lineproof.report.as_json import amount_text as amount_column
from lineproof.report.as_json import dumped
from lineproof.report.causes import cause_meaning, cause_name
from lineproof.report.printing import Printing
from lineproof.report.reconcile_words import CheckWord
from lineproof.report.sections import Align, Section, columns_of
from lineproof.report.wording import Bilingual, Language, Word
from lineproof.settle.settlement import Bounded

_DEAREST_SHOWN = 20
_SUGGESTED_SHOWN = 10
_NO_LINES = '"lines":[]'
_CHUNK_ROWS = 250_000
_NO_WORDS = pl.DataFrame(
    schema={"bill": pl.String(), "bill_line": pl.String(), "words": pl.String()}
)


def differing(found: Reconciliation) -> pl.DataFrame:
    """Return the rows that differ, the dearest first, and `period`: their month, or their days."""
    rows = found.differences.filter(pl.col("cause").is_not_null())
    size = pl.col("difference").abs()
    return rows.sort(size, "contract", "line", "circuit", "bill", "bill_line", "cause",
                     descending=[True, *[False] * 6]).with_columns(_period())  # fmt: skip


def _period() -> pl.Expr:
    """Return the month that a row is for; its days, where they aren't all in one."""
    first, last = pl.col("from"), pl.col("to").dt.offset_by("-1d")
    month = first.dt.strftime("%Y-%m")
    days = pl.format("{}/{}", first.dt.strftime("%Y-%m-%d"), pl.col("to").dt.strftime("%Y-%m-%d"))
    text = pl.when(month == last.dt.strftime("%Y-%m")).then(month).otherwise(days)
    return text.fill_null("").alias("period")


def print_reconciliation(found: Reconciliation, printing: Printing) -> None:
    """Print what was billed and owed, each cause, and the dearest differences."""
    title = "  ".join((printing.said(CheckWord.RECONCILED), found.contract,
                       ", ".join(found.months), found.currency))  # fmt: skip
    printing.console.print(Text(title, style="bold"))
    bills = f"{printing.said(CheckWord.BILL)} {', '.join(found.bills)}"
    printing.console.print(Text(bills))
    _print_totals(found, printing)
    rows = differing(found)
    if rows.height:
        _print_causes(found, rows, printing)
        _print_dearest(found, rows, printing)
    elif found.unproven is None:
        printing.console.print(printing.said(CheckWord.NO_DIFFERENCE))
    _print_rest(found, rows, printing)


def _print_totals(found: Reconciliation, printing: Printing) -> None:
    """Print the totals, one a row."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    for word, text in totals_of(found):
        style = "bold" if word is CheckWord.DIFFERENCE else ""
        table.add_row(Text(printing.said(word), style=style), Text(text, style=style))
    printing.console.print(table)


def totals_of(found: Reconciliation) -> tuple[tuple[CheckWord, str], ...]:
    """Return what is billed, owed, different and undisputed."""
    totals = (
        (CheckWord.BILLED, found.billed),
        (CheckWord.EXPECTED, found.expected),
        (CheckWord.DIFFERENCE, found.difference),
        (CheckWord.UNDISPUTED, found.undisputed),
    )
    return tuple((word, amount_text(amount, digits=found.digits)) for word, amount in totals)


def _print_causes(found: Reconciliation, rows: pl.DataFrame, printing: Printing) -> None:
    """Print what each cause comes to, how many lines have it, and what it means."""
    printing.heading(printing.said(CheckWord.BY_CAUSE))
    table = printing.table(
        (CheckWord.CAUSE, "left"), (Word.COUNT, "right"), (CheckWord.DIFFERENCE, "right"),
        (CheckWord.WHY, "left"),
    )  # fmt: skip
    for each in told_causes(found, rows, printing.language):
        table.add_row(each.name, f"{each.count:,}", each.amount, each.meaning)
    printing.console.print(table)


@dataclass(frozen=True, slots=True)
class ToldCause:
    """A cause of differences in one language: how many lines have it, and what it comes to."""

    cause: Cause
    name: str
    count: int
    amount: str
    meaning: str


def told_causes(
    found: Reconciliation, rows: pl.DataFrame, language: Language
) -> tuple[ToldCause, ...]:
    """Return the causes of differences in their order; rows: those that differ."""
    counts = dict(rows.group_by("cause").len().iter_rows())
    return tuple(
        ToldCause(
            cause,
            cause_name(cause, language),
            counts[cause.value],
            amount_text(found.causes.get(cause, 0), digits=found.digits),
            cause_meaning(cause, language),
        )
        for cause in Cause
        if cause.value in counts
    )


def _print_dearest(found: Reconciliation, rows: pl.DataFrame, printing: Printing) -> None:
    """Print the dearest differences."""
    shown = rows.head(_DEAREST_SHOWN)
    printing.section(differences_section(found, shown, printing.language))
    if rows.height > _DEAREST_SHOWN:
        more = rows.height - _DEAREST_SHOWN
        printing.console.print(printing.said(CheckWord.AND_MORE, count=f"{more:,}"))


def differences_section(found: Reconciliation, rows: pl.DataFrame, language: Language) -> Section:
    """Return some differences as a table; rows: of `differing`."""
    heads: tuple[tuple[Bilingual, Align], ...] = (
        (Word.LINE, "left"), (CheckWord.CIRCUIT, "left"), (CheckWord.PERIOD, "left"),
        (CheckWord.CAUSE, "left"), (CheckWord.BILLED, "right"), (CheckWord.EXPECTED, "right"),
        (CheckWord.DIFFERENCE, "right"), (Word.CLAUSE, "left"), (Word.EVIDENCE, "left"),
    )  # fmt: skip
    columns = ("line", "circuit", "period", "cause", "billed", "expected", "difference", "clause",
               "evidence")  # fmt: skip
    texts = tuple(
        (line, circuit, period, cause_name(cause, language),
         *(amount_text(amount, digits=found.digits) for amount in amounts), clause, evidence)
        for line, circuit, period, cause, *amounts, clause, evidence
        in rows.select(columns).iter_rows()
    )  # fmt: skip
    title = CheckWord.DEAREST.said(language)
    return Section(title=title, columns=columns_of(language, *heads), rows=texts)


def both_sides_section(
    found: Reconciliation, bills: Sequence[Bill], rows: pl.DataFrame, language: Language
) -> Section:
    """Return some differences as a table with what each side calls them.

    bills: those compared, for the provider's own words. rows: of `differing`.
    """
    words = pl.concat_str(pl.col("product").fill_null(""), pl.col("text").fill_null(""),
                          separator=" ").str.strip_chars().alias("words")  # fmt: skip
    is_meant = pl.col("line").is_in(rows.get_column("bill_line").unique().implode())
    said = pl.concat([_NO_WORDS, *(
        bill.lines.filter(is_meant).select(
            pl.lit(bill.number).alias("bill"), pl.col("line").alias("bill_line"), words)
        for bill in bills)])  # fmt: skip
    said = said.unique(["bill", "bill_line"], keep="first", maintain_order=True)
    told = rows.join(said, on=["bill", "bill_line"], how="left", maintain_order="left")
    heads: tuple[tuple[Bilingual, Align], ...] = (
        (Word.LINE, "left"), (CheckWord.CIRCUIT, "left"), (CheckWord.PERIOD, "left"),
        (CheckWord.BILL, "left"), (CheckWord.BILL_LINE, "left"), (CheckWord.THEIR_WORDS, "wide"),
        (CheckWord.BILLED, "right"), (CheckWord.EXPECTED, "right"), (CheckWord.DIFFERENCE, "right"),
        (Word.CLAUSE, "left"), (Word.EVIDENCE, "left"),
    )  # fmt: skip
    columns = ("line", "circuit", "period", "bill", "bill_line", "words", "billed", "expected",
               "difference", "clause", "evidence")  # fmt: skip
    texts = tuple(
        (*(text or "" for text in row[:6]),
         *(amount_text(amount, digits=found.digits) for amount in row[6:9]), *row[9:])
        for row in told.select(columns).iter_rows()
    )  # fmt: skip
    title = Word.LINES.said(language)
    return Section(title=title, columns=columns_of(language, *heads), rows=texts)


def _print_rest(found: Reconciliation, rows: pl.DataFrame, printing: Printing) -> None:
    """Print what unknown ids may mean, tolerances, what isn't proven, and notes."""
    remarks = remarks_of(found, rows, printing.language)
    if remarks.suggested:
        printing.console.print()
    for text in remarks.suggested:
        printing.console.print(Text(text))
    if remarks.tolerated:
        printing.heading(printing.said(CheckWord.TOLERANCES))
    for text in remarks.tolerated:
        printing.console.print(Text(text))
    if remarks.unproven:
        printing.console.print()
        printing.console.print(Text(remarks.unproven))
    for note in found.notes:
        printing.console.print(Text(note))


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is to be said beside differences; unproven: blank where all that is owed is known."""

    suggested: tuple[str, ...]
    tolerated: tuple[str, ...]
    unproven: str


def remarks_of(found: Reconciliation, rows: pl.DataFrame, language: Language) -> Remarks:
    """Return what unknown ids may mean, tolerances, and what isn't proven; rows: that differ."""
    likely = rows.filter(pl.col("suggestion") != "").head(_SUGGESTED_SHOWN)
    suggested = tuple(
        CheckWord.MAY_MEAN.said(language, circuit=circuit, suggestion=suggestion)
        for circuit, suggestion in likely.select("circuit", "suggestion").iter_rows()
    )
    unproven = ""
    if found.unproven is not None:
        owed = Bounded(None, *found.unproven)
        amount = bounded_text(owed, digits=found.digits, language=language)
        is_open = pl.col("is_open") & pl.col("cause").is_null()
        count = found.differences.filter(is_open).height
        unproven = CheckWord.UNPROVEN.said(language, amount=amount, count=f"{count:,}")
    tolerated = tuple(tolerance_text(each, found, language) for each in found.tolerated)
    return Remarks(suggested, tolerated, unproven)


def tolerance_text(each: Tolerated, found: Reconciliation, language: Language) -> str:
    """Return what a tolerance makes of the differences."""
    is_outside = each.level == "total" and abs(each.difference) > each.limit
    word = CheckWord.OUTSIDE if is_outside else CheckWord.INSIDE
    if not is_outside and each.holds is None:
        word = CheckWord.NOTHING_STANDS
    clause = Word.CLAUSE_N.said(language, clause=each.clause)
    return word.said(
        language,
        term=f"{each.term} ({clause})",
        difference=amount_text(each.difference, digits=found.digits),
        limit=amount_text(each.limit, digits=found.digits),
        holds=amount_text(each.holds or 0, digits=found.digits),
    )


def write_reconciliation_json(found: Reconciliation, out: BinaryIO) -> None:
    """Write what `reconcile --json` prints: each line that differs on a line of its own."""
    head, _, tail = dumped(_whole(found)).partition(_NO_LINES)
    rows = differing(found)
    out.write(f'{head}"lines":['.encode())
    for start in range(0, rows.height, _CHUNK_ROWS):
        texts = _line_texts(rows.slice(start, _CHUNK_ROWS), found.digits)
        out.write(b",\n" if start else b"\n")
        out.write(texts.str.join(",\n").item().encode())
    out.write(("\n" if rows.height else "").encode() + f"]{tail}\n".encode())


def reconciliation_json(found: Reconciliation) -> dict[str, Any]:
    """Return a reconciliation as `reconcile --json` prints it, but for its lines."""
    whole = _whole(found)
    del whole["lines"]
    return whole


def difference_lines_json(rows: pl.DataFrame, *, digits: int) -> list[dict[str, Any]]:
    """Return differences as `reconcile --json` prints them. rows: of `differing`."""
    return [json.loads(text) for text in _line_texts(rows, digits)]


def _whole(found: Reconciliation) -> dict[str, Any]:
    """Return a reconciliation as JSON, its lines left out."""

    def text(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=found.digits)

    unproven = found.unproven
    return {
        "contract": found.contract,
        "months": list(found.months),
        "bills": list(found.bills),
        "currency": found.currency,
        "billed": text(found.billed),
        "expected": text(found.expected),
        "difference": text(found.difference),
        "causes": {cause.value: text(amount) for cause, amount in found.causes.items()},
        "undisputed": text(found.undisputed),
        "lines": [],
        "unproven": None
        if unproven is None
        else {"low": text(unproven[0]), "high": text(unproven[1])},
        "tolerated": [
            {
                "term": each.term,
                "clause": each.clause,
                "level": each.level,
                "limit": text(each.limit),
                "difference": text(each.difference),
                "holds": text(each.holds),
            }
            for each in found.tolerated
        ],
        "notes": list(found.notes),
    }


def _line_texts(rows: pl.DataFrame, digits: int) -> pl.Series:
    """Return each difference as a JSON object."""
    keys: tuple[str | pl.Expr, ...] = (
        "contract", "line", "circuit", "period", "charge", "cause",
        *(amount_column(pl.col(name), digits) for name in ("billed", "expected", "difference")),
        "clause", "bill", "bill_line", "suggestion", "evidence",
    )  # fmt: skip
    return rows.select(pl.struct(*keys).struct.json_encode().alias("json")).to_series()
