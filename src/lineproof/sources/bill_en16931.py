"""Which bill does an e-invoice of EN 16931 make? UBL and CII alike, by their tables of paths.

Allowances and charges, of the whole and of lines, become lines of their own: credits and surcharges
can then be compared. A credit note's amounts are negative here, as all that favours the buyer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import polars as pl
from lxml import etree

from lineproof.model.bill import BILL_LINES, Bill, BilledTax, BilledTotals
from lineproof.model.canonical import sha256_hex
from lineproof.model.finding import Finding, error
from lineproof.model.money import currency_digits, grouped_minor
from lineproof.sources.bill_syntax import SYNTAXES, Syntax
from lineproof.sources.xml_values import Node, Values, decimal_text

#: UNTDID 1001: the codes of credit notes that EN 16931 allows.
CREDIT_NOTES = frozenset(
    ("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532")
)  # fmt: skip
_CURRENCY_LETTERS = 3
_TOTALS = ("net", "tax", "gross", "prepaid", "payable", "rounding")
_Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Invoice:
    """An invoice while it is read: its root and syntax, and −1 for a credit note's amounts."""

    root: Node
    syntax: Syntax
    values: Values
    sign: int

    def head(self, name: str) -> Node | None:
        """Return the head's element of a name, or None."""
        return _first(self.syntax.head[name], self.root)

    def text(self, name: str) -> str:
        """Return the head's text of a name."""
        return self.values.text(self.head(name))

    def money(self, node: Node | None, what: str) -> int | None:
        """Return an amount, negative where it favours the buyer."""
        amount = self.values.money(node, what)
        return None if amount is None else amount * self.sign


def is_en16931(root: Node) -> bool:
    """Return whether a tree is an e-invoice in UBL or CII."""
    return root.tag in SYNTAXES


def read_en16931(
    root: Node, *, content: bytes, file: str
) -> tuple[Bill | None, tuple[Finding, ...]]:
    """Return the bill of an e-invoice, or None and everything that can't be read.

    The findings beside a bill are sums of parts that it prints wrongly.
    """
    values, syntax = Values(file), SYNTAXES[str(root.tag)]
    code = values.text(_first(syntax.head["type"], root))
    invoice = _Invoice(root, syntax, values, -1 if code in CREDIT_NOTES else 1)
    currency = invoice.text("currency")
    is_code = len(currency) == _CURRENCY_LETTERS and currency.isascii() and currency.isupper()
    if not is_code:
        values.missing("a currency (BT-5)")
    values.digits = currency_digits(currency)
    if not invoice.text("number"):
        values.missing("a number (BT-1)")
    totals = {name: invoice.money(invoice.head(name), f"total {name}") for name in _TOTALS}
    if totals["gross"] is None:
        totals["gross"] = totals["payable"]
    if totals["gross"] is None:
        values.missing("a total with tax (BT-112)")
    rows, parts = list(_lines(invoice)), list(_parts(invoice))
    taxes = tuple(_taxes(invoice))
    if values.findings:
        return None, tuple(values.findings)
    lines = pl.DataFrame([*rows, *parts], schema=BILL_LINES.schema())
    bill = Bill(
        number=invoice.text("number"),
        kind="credit_note" if invoice.sign < 0 else "invoice",
        issued=values.day(invoice.head("issued"), "day of issue"),
        due=values.day(invoice.head("due"), "day due"),
        currency=currency,
        digits=values.digits,
        seller=invoice.text("seller"),
        buyer=invoice.text("buyer"),
        totals=BilledTotals(**totals),  # type: ignore[arg-type] # the gross is there
        lines=lines,
        file=file,
        sha256=sha256_hex(content),
        contract=invoice.text("contract"),
        seller_tax_id=invoice.text("seller_tax_id"),
        buyer_tax_id=invoice.text("buyer_tax_id"),
        account=invoice.text("payee"),
        credits=tuple(dict.fromkeys(map(values.text, _all(syntax.head["credits"], root)))),
        taxes=taxes,
    )
    if values.findings:
        return None, tuple(values.findings)
    return bill, tuple(_sums(invoice, rows, parts))


def _all(path: etree.XPath, node: Node) -> list[Node]:
    """Return the elements that a path finds."""
    found = path(node)
    assert isinstance(found, list), "the paths lead to elements"
    return [each for each in found if isinstance(each, etree._Element)]  # noqa: SLF001 - its type


def _first(path: etree.XPath, node: Node) -> Node | None:
    """Return the first element that a path finds."""
    return next(iter(_all(path, node)), None)


def _parts_of(node: Node, paths: Mapping[str, etree.XPath]) -> dict[str, Node | None]:
    """Return an element's parts by name."""
    return {name: _first(path, node) for name, path in paths.items()}


def _lines(invoice: _Invoice) -> Iterator[_Row]:
    """Yield the lines, each with its allowances and charges behind it."""
    values = invoice.values
    shared = {
        "contract": invoice.text("contract") or None,
        "account": invoice.text("account") or None,
        "order": invoice.text("order") or None,
        "circuit": invoice.text("circuit") or None,
    }
    period = _period(values, invoice.head("first"), invoice.head("last"))
    for number, node in enumerate(_all(invoice.syntax.line, invoice.root), 1):
        part = _parts_of(node, invoice.syntax.lines)
        own = {n: values.text(part[n]) or shared[n] for n in ("account", "order", "circuit")}
        name = values.text(part["line"]) or str(number)
        net = invoice.money(part["net"], f"net of line {name}")
        if net is None:
            if not values.text(part["net"]):
                values.missing(f"the amount of line {name} (BT-131)")
            continue
        days = _period(values, part["first"], part["last"])
        notes = (values.text(part[n]) for n in ("description", "note"))
        row = {
            **shared,
            **own,
            "line": name,
            "product": values.text(part["product"]) or None,
            "from": days[0] or period[0],
            "to": days[1] or period[1],
            "rate": _rate_text(values, part["rate"]),
            "row": node.sourceline,
        }
        more = list(_allowances(invoice, node, row))
        yield {
            **row,
            "quantity": decimal_text(values.decimal(part["quantity"], f"quantity of line {name}")),
            "price": _price(values, part, name),
            "net": net - sum(each["net"] for each in more),
            "text": " ".join(note for note in notes if note) or None,
        }
        yield from more


def _period(
    values: Values, first: Node | None, last: Node | None
) -> tuple[dt.date | None, dt.date | None]:
    """Return the first day of a period and the first after it."""
    end = values.day(last, "last day")
    after = end + dt.timedelta(days=1) if end is not None and end < dt.date.max else end
    return values.day(first, "first day"), after


def _price(values: Values, part: Mapping[str, Node | None], name: str) -> str | None:
    """Return the price of one, where the price of so many comes out even."""
    price = values.decimal(part["price"], f"price of line {name}")
    per = values.decimal(part["per"], f"base quantity of line {name}")
    if price is None or per == 0:
        return None
    return decimal_text(price / (per or 1))


def _allowances(invoice: _Invoice, line: Node, row: _Row) -> Iterator[_Row]:
    """Yield a line's allowances as credits and its charges as surcharges."""
    nodes = _all(invoice.syntax.line_allowance, line)
    for number, node in enumerate(nodes, 1):
        yield {**row, **_allowance(invoice, node), "line": f"{row['line']}/{number}",
               "rate": row["rate"]}  # fmt: skip


def _parts(invoice: _Invoice) -> Iterator[_Row]:
    """Yield the allowances and charges of the whole bill."""
    first, after = _period(invoice.values, invoice.head("first"), invoice.head("last"))
    nodes = _all(invoice.syntax.allowance, invoice.root)
    for number, node in enumerate(nodes, 1):
        yield {
            **_allowance(invoice, node), "line": f"whole/{number}", "from": first, "to": after,
            "contract": invoice.text("contract") or None,
            "account": invoice.text("account") or None,
        }  # fmt: skip


def _allowance(invoice: _Invoice, node: Node) -> _Row:
    """Return an allowance or a charge as a line."""
    part = _parts_of(node, invoice.syntax.allowances)
    is_charge = invoice.values.text(part["is_charge"]) in {"true", "1"}
    amount = invoice.money(part["amount"], "allowance or charge")
    if amount is None:
        invoice.values.missing("the amount of an allowance or charge")
    return {
        "charge": "surcharge" if is_charge else "credit",
        "net": (amount or 0) * (1 if is_charge else -1),
        "rate": _rate_text(invoice.values, part["rate"]),
        "text": invoice.values.text(part["reason"]) or None,
        "row": node.sourceline,
    }


def _rate_text(values: Values, node: Node | None) -> str:
    """Return a rate as a share; what has none bears no tax."""
    percent = values.decimal(node, "tax rate")
    return decimal_text(percent / 100) or "0" if percent is not None else "0"


def _taxes(invoice: _Invoice) -> Iterator[BilledTax]:
    """Yield the taxes by rate, and by category."""
    for node in _all(invoice.syntax.tax, invoice.root):
        part = _parts_of(node, invoice.syntax.taxes)
        base, tax = (invoice.money(part[name], f"taxed {name}") for name in ("base", "tax"))
        if base is None or tax is None:
            invoice.values.missing("the base or the tax of a rate (BT-116, BT-117)")
            continue
        yield BilledTax(Fraction(_rate_text(invoice.values, part["rate"])), base, tax)


def _sums(invoice: _Invoice, rows: list[_Row], parts: list[_Row]) -> Iterator[Finding]:
    """Yield where sums of lines, allowances or charges aren't those printed (BR-CO-10 to 12)."""
    came = {
        "lines_total": sum(row["net"] for row in rows),
        "allowances_total": -sum(p["net"] for p in parts if p["charge"] == "credit"),
        "charges_total": sum(p["net"] for p in parts if p["charge"] == "surcharge"),
    }
    for name, total in came.items():
        printed = invoice.money(invoice.head(name), name)
        if printed is not None and printed != total:
            digits = invoice.values.digits
            message = (
                f"{invoice.values.file}: {name.replace('_', ' ')} is "
                f"{grouped_minor(printed, digits=digits)}, its parts come to "
                f"{grouped_minor(total, digits=digits)}"
            )
            fix = "Dispute it: ask for a bill that adds up."
            yield error("E-BILL-SUM", message, where=invoice.values.file, fix=fix)
