"""What does a provider's bill say? Its head, and a row for each line, as it prints them.

It judges nothing: what is printed wrong stays wrong here, and `reconcile` says so.
Names are those of EN 16931-1 (its business terms BT and groups BG) where it has one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from lineproof.model.table import Column, ColumnType, Table

_T, _D, _M = ColumnType.TEXT, ColumnType.DATE, ColumnType.MONEY

#: What a billed line is for. Blank where the bill doesn't say: then its sign and id tell.
BILLED_CHARGES = (
    "rent", "one_off", "usage", "credit", "surcharge", "interest", "balance",
)  # fmt: skip

BILL_LINES = Table(
    "bill_lines",
    "The provider bills something.",
    (
        Column("line", _T, "Its number in the bill, else its row (BT-126).", is_required=True),
        Column("charge", _T, "What it is for, where the bill says.", choices=BILLED_CHARGES),
        Column("account", _T, "The billing account (BT-19)."),
        Column("contract", _T, "The contract it names (BT-12)."),
        Column("order", _T, "The order it names (BT-13, BT-132)."),
        Column("circuit", _T, "The circuit's id as billed (BT-128)."),
        Column("product", _T, "The product's or service's name (BT-153)."),
        Column("from", _D, "First day it is for (BT-134)."),
        Column("to", _D, "First day it is no longer for (the day after BT-135)."),
        Column("quantity", ColumnType.DECIMAL, "How many (BT-129)."),
        Column("price", ColumnType.DECIMAL, "Price of one (BT-146), as printed."),
        Column("net", _M, "Amount without tax (BT-131).", is_signed=True),
        Column("rate", ColumnType.DECIMAL, "Tax rate as a share: 0.06 (BT-152)."),
        Column("tax", _M, "Its tax, where lines have their own.", is_signed=True),
        Column("gross", _M, "Amount with tax, where lines have their own.", is_signed=True),
        Column("text", _T, "What else the line says."),
    ),
    has_key=False,
)
"""Money is in minor units of the bill's currency, negative where it is in the buyer's favour."""


@dataclass(frozen=True, slots=True)
class BilledTax:
    """The tax of one rate as the bill totals it (BG-23), in minor units."""

    rate: Fraction
    base: int
    tax: int


@dataclass(frozen=True, slots=True)
class BilledTotals:
    """A bill's totals as printed, in minor units; None: not printed.

    net: without tax (BT-109). tax: BT-110. gross: with tax (BT-112). prepaid: BT-113. payable: what
    it asks for (BT-115). rounding: what is added to that (BT-114).
    """

    net: int | None
    tax: int | None
    gross: int
    prepaid: int | None = None
    payable: int | None = None
    rounding: int | None = None


@dataclass(frozen=True)
class Bill:
    """One bill, as the provider sent it.

    number: the provider's own, unique for him (BT-1). kind: an invoice, a credit note (a red one),
    or a mere detail sheet. credits: numbers of the invoices that a credit note corrects (BG-3).
    contract: BT-12; account: the account to be paid to (BT-84). seller_tax_id, buyer_tax_id:
    BT-31, BT-48. taxes: by rate, where printed. lines: columns of `BILL_LINES`.
    file, sha256: the original and its hash. digits: the currency's decimals. due: when it asks to
    be paid (BT-9). confirmation: the number under which a red invoice was agreed to. detail,
    detail_sha256: the sheet that its lines come from, where they stand in one beside it.
    """

    number: str
    kind: Literal["invoice", "credit_note", "detail"]
    issued: dt.date | None
    currency: str
    digits: int
    seller: str
    buyer: str
    totals: BilledTotals
    lines: pl.DataFrame
    file: str
    sha256: str
    contract: str = ""
    seller_tax_id: str = ""
    buyer_tax_id: str = ""
    account: str = ""
    credits: tuple[str, ...] = ()
    taxes: tuple[BilledTax, ...] = ()
    due: dt.date | None = None
    confirmation: str = ""
    detail: str = ""
    detail_sha256: str = ""
