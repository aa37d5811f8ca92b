"""Which bill does a Chinese fully digital e-fapiao make? Its XML, blue or red.

A red one takes back what a blue one asked for: its amounts are negative as it prints them, and it
names the blue one and the confirmation under which both sides agreed to it. Circuits usually stand
in a detail sheet beside it. Source: the XML that the electronic tax office hands out (root
`EInvoice`, lines `IssuItemInformation`); numbers have 20 digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl
from lxml import etree

from lineproof.model.bill import BILL_LINES, Bill, BilledTotals
from lineproof.model.canonical import sha256_hex
from lineproof.model.finding import Finding, error
from lineproof.sources.loose_numbers import plain_rate
from lineproof.sources.xml_values import Node, Values, decimal_text

_NUMBER = re.compile(r"[0-9]{20}", re.ASCII)
_RED_OF = re.compile(r"被红冲蓝字数电(?:发)?票号码[:：]\s*([0-9]{20})", re.ASCII)
_AGREED = re.compile(r"红字发票信息确认单编号[:：]\s*([0-9]{8,30})", re.ASCII)
_NO_TAX = {"***", "免税", "不征税", ""}
_DIGITS = 2
_TOTALS = {"net": "TotalAmWithoutTax", "tax": "TotalTaxAm", "gross": "TotalTax-includedAmount"}


def is_fapiao(root: Node) -> bool:
    """Return whether a tree is a fully digital e-fapiao."""
    return etree.QName(root).localname == "EInvoice"


def read_fapiao(
    root: Node, *, content: bytes, file: str
) -> tuple[Bill | None, tuple[Finding, ...]]:
    """Return the bill of an e-fapiao, or None and everything that can't be read."""
    values = Values(file, _DIGITS)
    number, is_red = _number(root, values), _text(root, "InIssuType/LabelCode", values) == "N"
    data = "EInvoiceData/BasicInformation/"
    totals = {name: values.money(_at(root, f"{data}{tag}"), tag) for name, tag in _TOTALS.items()}
    if totals["gross"] is None:
        values.missing("the total with tax (TotalTax-includedAmount)")
    day = _at(root, "TaxSupervisionInfo/IssueTime")
    issued = values.day(day if day is not None else _at(root, f"{data}RequestTime"), "day of issue")
    rows = list(_lines(root, values, is_red=is_red))
    if (totals["gross"] or 0) > 0 and is_red:
        message = f"the red invoice {number} has a positive amount: it takes back nothing"
        fix = "Ask the provider for a valid one."
        values.findings.append(error("E-BILL-VALUE", message, where=file, fix=fix))
    if values.findings:
        return None, tuple(values.findings)
    blue, agreed = _red_of(root, values)
    return Bill(
        number=number,
        kind="credit_note" if is_red else "invoice",
        issued=issued,
        currency="CNY",
        digits=_DIGITS,
        seller=_text(root, "SellerInformation/SellerName", values),
        buyer=_text(root, "BuyerInformation/BuyerName", values),
        totals=BilledTotals(**totals),  # type: ignore[arg-type] # the gross is there
        lines=pl.DataFrame(rows, schema=BILL_LINES.schema()),
        file=file,
        sha256=sha256_hex(content),
        seller_tax_id=_text(root, "SellerInformation/SellerIdNum", values),
        buyer_tax_id=_text(root, "BuyerInformation/BuyerIdNum", values),
        account=_text(root, "SellerInformation/SellerBankAccNum", values),
        credits=(blue,) if is_red and blue else (),
        confirmation=agreed if is_red else "",
    ), ()


def _at(root: Node, path: str) -> Node | None:
    """Return the first element that ends a path, whatever namespaces it has."""
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return root.find(f".//{steps}")


def _text(root: Node, path: str, values: Values) -> str:
    """Return the text at the end of a path."""
    return values.text(_at(root, path))


def _number(root: Node, values: Values) -> str:
    """Return the number of 20 digits, which stands in two places; collect where it is wrong."""
    places = ("TaxSupervisionInfo/InvoiceNumber", "Header/EIid")
    numbers = list(dict.fromkeys(t for p in places if (t := _text(root, p, values))))
    if len(numbers) == 1 and _NUMBER.fullmatch(numbers[0]):
        return numbers[0]
    message = f"its number is {' and '.join(numbers) or 'missing'}: it has 20 digits"
    fix = "Ask for the XML as the tax office hands it out."
    values.findings.append(error("E-BILL-VALUE", message, where=values.file, fix=fix))
    return ""


def _red_of(root: Node, values: Values) -> tuple[str, str]:
    """Return the blue invoice that a red one takes back, and the confirmation's number."""
    remark = _text(root, "AdditionalInformation/Remark", values)
    blue, agreed = (pattern.search(remark) for pattern in (_RED_OF, _AGREED))
    return (
        _text(root, "RedEInvoice/OriginalInvoiceCode", values) or (blue[1] if blue else ""),
        _text(root, "RedEInvoice/CreditNoteNumber", values) or (agreed[1] if agreed else ""),
    )


def _lines(root: Node, values: Values, *, is_red: bool) -> Iterator[dict[str, Any]]:
    """Yield the lines; a negative one of a blue invoice is a discount on the line before it."""
    for number, node in enumerate(root.iterfind(".//{*}IssuItemInformation"), 1):
        part = {etree.QName(each).localname: each for each in node}
        net = values.money(part.get("Amount"), f"amount of line {number}")
        if net is None:
            if not values.text(part.get("Amount")):
                values.missing(f"the amount of line {number}")
            continue
        tax = _tax(part.get("ComTaxAm"), number, values)
        rate = values.text(part.get("TaxRate"))
        gross = values.money(part.get("TotaltaxIncludedAmount"), f"total of line {number}")
        spec, unit = (values.text(part.get(tag)) for tag in ("SpecMod", "MeaUnits"))
        yield {
            "line": str(number),
            "charge": "credit" if net < 0 and not is_red else None,
            "product": values.text(part.get("ItemName")) or None,
            "quantity": decimal_text(values.decimal(part.get("Quantity"), f"quantity {number}")),
            "price": decimal_text(values.decimal(part.get("UnPrice"), f"price of line {number}")),
            "net": net,
            "rate": "0" if rate in _NO_TAX else plain_rate(rate),
            "tax": tax,
            "gross": net + tax if gross is None else gross,
            "text": " ".join(text for text in (spec, unit) if text) or None,
            "row": node.sourceline,
        }


def _tax(node: Node | None, number: int, values: Values) -> int:
    """Return a line's tax; where none is due, stars stand in its place."""
    if values.text(node) in _NO_TAX:
        return 0
    return values.money(node, f"tax of line {number}") or 0
