"""What do some bills ask for, row by row, in one form? With the tax of each line, as they print it.

It matches nothing. A line with its own gross, or net and tax, has it as printed; where only a net
amount stands there, its tax is worked out at the line's rate, else at the bill's only one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.model.bill import Bill
from lineproof.reconcile.ids import keys_of
from lineproof.reconcile.owed import CREDIT, INTEREST, ONE_OFF, RENT, USAGE

SURCHARGE, BALANCE = "surcharge", "balance"
_CLASSES = {
    "rent": RENT, "one_off": ONE_OFF, "usage": USAGE, "credit": CREDIT, "surcharge": SURCHARGE,
    "interest": INTEREST, "balance": BALANCE,
}  # fmt: skip
#: Decimals that a printed price or quantity is compared with; finer ones are left out.
FINE_DIGITS = 6
#: What a rate is counted in: 0.06 is 60,000.
RATE_ONE = 1_000_000


@dataclass(frozen=True)
class Billed:
    """The lines of some bills in one frame, and what each bill asks for beyond them.

    rows: `bill` (its place), `bill_line`, `class`, `key` (of the circuit), `net` (null where it
    isn't printed), `gross`, `rate` in `RATE_ONE`, `is_worked_out` (whether its tax is that of its
    net amount at that rate, rounded by itself), and the texts and days as printed.
    """

    bills: tuple[Bill, ...]
    rows: pl.DataFrame


def billed(bills: Sequence[Bill], *, rate: int | None = None) -> Billed:
    """Return the lines of some bills; rate: the one agreed, where it is one, in `RATE_ONE`."""
    assert bills, "there is a bill to look at"
    rows = [_rows(bill, place, rate) for place, bill in enumerate(bills)]
    return Billed(tuple(bills), pl.concat(rows).with_row_index("row"))


def _rows(bill: Bill, place: int, agreed: int | None) -> pl.DataFrame:
    """Return a bill's lines."""
    net, gross, tax, rate = pl.col("net"), pl.col("gross"), pl.col("tax"), _rate(bill)
    lines = bill.lines
    return lines.select(
        pl.lit(place, pl.UInt32).alias("bill"),
        pl.col("line").alias("bill_line"),
        _class(bill).alias("class"),
        pl.Series("key", keys_of(lines.get_column("circuit")), dtype=pl.String),
        *(pl.col(name) for name in ("circuit", "order", "product", "account", "from", "to")),
        pl.coalesce("contract", pl.lit(bill.contract or None, pl.String)).alias("contract"),
        "quantity",
        "price",
        pl.coalesce(net, gross - tax).alias("net"),
        pl.coalesce(gross, net + tax, net + _tax(net, rate)).fill_null(0).alias("gross"),
        pl.coalesce(rate, pl.lit(agreed, pl.Int64)).alias("rate"),
    ).with_columns(_is_worked_out().alias("is_worked_out"))


def _tax(net: pl.Expr, rate: pl.Expr) -> pl.Expr:
    """Return the tax of each net amount by itself, half away from zero; none without a rate."""
    return (2 * net.abs() * rate.fill_null(0) + RATE_ONE) // (2 * RATE_ONE) * net.sign()


def _is_worked_out() -> pl.Expr:
    """Whether a line's tax is that of its net amount: what a rate comes to is rounded elsewhere."""
    net, rate = pl.col("net"), pl.col("rate")
    is_right = pl.col("gross") - net == _tax(net, rate)
    return (is_right & (rate > 0)).fill_null(value=False)


def _rate(bill: Bill) -> pl.Expr:
    """Return each line's rate of tax, else the bill's where it has but one."""
    printed = _scaled("rate", digits=len(str(RATE_ONE)) - 1)
    if len(bill.taxes) != 1:
        return printed
    only = bill.taxes[0].rate * RATE_ONE
    return pl.coalesce(printed, pl.lit(int(only), pl.Int64))


def _class(bill: Bill) -> pl.Expr:
    """Return what each line is compared with; where it doesn't say, its sign tells.

    What a credit note gives back without saying what for is the rent it was billed as.
    """
    named = pl.col("charge").replace_strict(_CLASSES, default=None, return_dtype=pl.String)
    given = RENT if bill.kind == "credit_note" else CREDIT
    amount = pl.coalesce("net", "gross")
    return pl.coalesce(
        named, pl.when(amount < 0).then(pl.lit(given)).otherwise(pl.lit(RENT))
    )  # fmt: skip


def fine(name: str) -> pl.Expr:
    """Return a printed decimal in 10^-`FINE_DIGITS`; null where it is finer or larger than that.

    >>> texts = pl.DataFrame({"text": ["-0.5", "113", "0.0000001"]})
    >>> texts.select(fine("text"))["text"].to_list()
    [-500000, 113000000, None]
    """
    return _scaled(name, digits=FINE_DIGITS)


def _scaled(name: str, *, digits: int) -> pl.Expr:
    """Return canonical decimals times 10^digits, exactly; null where that is no whole number."""
    text = pl.col(name)
    whole = text.str.extract(r"^(-?[0-9]+)")
    part = text.str.extract(r"\.([0-9]+)$").fill_null("").str.strip_chars_end("0")
    joined = whole + part.str.pad_end(digits, "0")
    return pl.when(part.str.len_bytes() <= digits).then(joined).cast(pl.Int64, strict=False)
