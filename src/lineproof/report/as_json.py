"""Which JSON does a command print? Amounts as strings or null, days as ISO texts, `to` exclusive.

The shapes are a promise to other programs: keys are added, never renamed or taken away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import polars as pl

from lineproof.model.explained import Explained
from lineproof.model.finding import Finding, Severity, count_open
from lineproof.model.money import format_minor
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Blocked, Bounded, Due, Settlement

_TOTALS = ("gross", "carried", "payable", "net", "tax")
_MONEY_UNIT = re.compile(r"[A-Z]{3}", re.ASCII)
_NO_LINES = '"lines":[]'
_CHUNK_ROWS = 250_000


def settlement_json(settlement: Settlement, *, with_lines: bool) -> dict[str, Any]:
    """Return a settlement as nested dicts and lists, as `settle --json` prints it."""
    digits = settlement.digits
    settled: dict[str, Any] = {
        "contract": settlement.contract,
        "month": settlement.month,
        "currency": settlement.currency,
    }
    if with_lines:
        settled["lines"] = lines_json(settlement.lines, digits=digits)
    settled |= {name: _text(getattr(settlement, name).value, digits) for name in _TOTALS}
    if settlement.blocked:
        settled["bounds"] = {n: _bounds(getattr(settlement, n), digits) for n in _TOTALS}
    settled["taxes"] = [
        {
            "rate": plain(part.rate),
            "net": format_minor(part.net, digits=digits),
            "tax": format_minor(part.tax, digits=digits),
            "clause": part.clause,
        }
        for part in settlement.taxes
    ]
    settled["blocked"] = [_blocked(item, digits) for item in settlement.blocked]
    settled["due"] = [_due(item, digits) for item in settlement.due]
    settled["not_computed"] = list(settlement.not_computed)
    settled["notes"] = list(settlement.notes)
    settled["inputs_hash"] = settlement.inputs_hash
    settled["result_hash"] = settlement.result_hash
    return settled


def lines_json(lines: pl.DataFrame, *, digits: int) -> list[dict[str, Any]]:
    """Return lines of a settlement as `settle --json` prints them."""
    return [json.loads(text) for text in _line_texts(lines, digits)]


def settlement_json_line(settlement: Settlement, *, with_lines: bool) -> str:
    """Return a settlement as JSON on one line, without a line feed."""
    head, _, tail = dumped(_without_rows(settlement, with_lines)).partition(_NO_LINES)
    if not with_lines:
        return head
    rows = ",".join(_line_texts(settlement.lines, settlement.digits))
    return f'{head}"lines":[{rows}]{tail}'


def write_settlement_json(
    settlement: Settlement,
    out: BinaryIO,
    *,
    with_lines: bool,
    more: Mapping[str, object] | None = None,
) -> None:
    """Write a settlement as JSON, each of its lines on a line; a million of them pass in chunks.

    more: keys to add. Ends with a line feed.
    """
    whole = dumped(_without_rows(settlement, with_lines) | dict(more or {}))
    if not with_lines or not settlement.lines.height:
        out.write((whole + "\n").encode())
        return
    head, _, tail = whole.partition(_NO_LINES)
    out.write(f'{head}"lines":[\n'.encode())
    for start in range(0, settlement.lines.height, _CHUNK_ROWS):
        out.write(b",\n" if start else b"")
        texts = _line_texts(settlement.lines.slice(start, _CHUNK_ROWS), settlement.digits)
        out.write(texts.str.join(",\n").item().encode())
    out.write(f"\n]{tail}\n".encode())


def check_json(findings: Iterable[Finding], *, digits: int) -> dict[str, Any]:
    """Return findings as `check --json` prints them, with how many of each are open.

    digits: decimals of the contract's currency.
    """
    every = tuple(findings)
    return {
        "findings": [_finding(finding, digits) for finding in every],
        "errors": count_open(every, Severity.ERROR),
        "questions": count_open(every, Severity.QUESTION),
        "warnings": count_open(every, Severity.WARNING),
    }


def explained_json(node: Explained, *, digits: int) -> dict[str, Any]:
    """Return an explanation's tree as `explain --json` prints it.

    value, exact: in whole units of the currency where `unit` is one; exact as decimals where it has
    them, else as a fraction; both null, with low and high beside them, where it isn't known.
    rounding: null where nothing is rounded.
    """
    scale = 10**digits if is_money(node) else 1
    exact = plain(node.exact / scale)
    is_cents = is_money(node) and node.value.denominator == 1
    value = format_minor(int(node.value), digits=digits) if is_cents else exact
    bounds = {} if node.bounds is None else _bounds(Bounded(None, *node.bounds), digits)
    return {
        "label": node.label,
        "value": value if node.bounds is None else None,
        **bounds,
        "exact": exact if node.bounds is None else None,
        "rounding": "half_away" if node.is_rounded else None,
        "unit": node.unit,
        "rule": node.rule.value,
        "clause": node.clause,
        "evidence": list(node.evidence),
        "inputs": [explained_json(child, digits=digits) for child in node.inputs],
    }


def is_money(node: Explained) -> bool:
    """Whether a node's value counts minor units: its unit is a currency's code."""
    return _MONEY_UNIT.fullmatch(node.unit) is not None


def dumped(value: object) -> str:
    """Return JSON on one line, its texts readable in any script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _without_rows(settlement: Settlement, with_lines: bool) -> dict[str, Any]:  # noqa: FBT001 - passed on
    """Return a settlement's JSON, its lines empty or left out."""
    whole = settlement_json(settlement, with_lines=False)
    if not with_lines:
        return whole
    first = ("contract", "month", "currency")
    return {k: whole.pop(k) for k in first} | {"lines": []} | whole


def _line_texts(lines: pl.DataFrame, digits: int) -> pl.Series:
    """Return each line as a JSON object; one without an amount has its bounds too."""
    keys = (
        "line",
        "charge",
        pl.col("from").dt.strftime("%Y-%m-%d"),
        pl.col("to").dt.strftime("%Y-%m-%d"),
        amount_text(pl.col("amount"), digits),
        "clause",
    )
    bounds = (amount_text(pl.col("low"), digits), amount_text(pl.col("high"), digits))
    known = pl.struct(*keys).struct.json_encode()
    if not lines.get_column("amount").null_count():
        return lines.select(known.alias("json")).to_series()
    unknown = pl.struct(*keys, *bounds).struct.json_encode()
    chosen = pl.when(pl.col("amount").is_null()).then(unknown).otherwise(known)
    return lines.select(chosen.alias("json")).to_series()


def amount_text(minor: pl.Expr, digits: int) -> pl.Expr:
    """Return a column of minor units as plain decimals, as `format_minor` writes one."""
    size = minor.abs().cast(pl.String).str.zfill(digits + 1)
    sign = pl.when(minor < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    if digits:
        size = size.str.head(-digits) + "." + size.str.tail(digits)
    return (sign + size).alias(minor.meta.output_name())


def _text(minor: int | None, digits: int) -> str | None:
    """Return an amount as text, or None."""
    return None if minor is None else format_minor(minor, digits=digits)


def _bounds(total: Bounded, digits: int) -> dict[str, str | None]:
    """Return what an amount can be at least and at most."""
    return {"low": _text(total.low, digits), "high": _text(total.high, digits)}


def _blocked(item: Blocked, digits: int) -> dict[str, str | None]:
    """Return what keeps an amount from being known."""
    return {
        "code": item.code,
        "subject": item.subject,
        "reason": item.reason,
        "clause": item.clause,
        "low": _text(item.low, digits),
        "high": _text(item.high, digits),
    }


def _due(item: Due, digits: int) -> dict[str, str | None]:
    """Return what falls due, or waits; an unknown amount has its bounds too."""
    found = {
        "item": item.item,
        "date": item.date.isoformat() if item.date else None,
        "waiting_for": item.waiting_for,
        "amount": _text(item.amount.value, digits),
        "clause": item.clause,
    }
    return found if item.amount.value is not None else found | _bounds(item.amount, digits)


def _finding(finding: Finding, digits: int) -> dict[str, Any]:
    """Return one finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "status": finding.status.value,
        "subject": finding.subject,
        "clause": finding.clause,
        "where": finding.where,
        "message": finding.message,
        "fix": finding.fix,
        "amount": _text(finding.amount, digits),
        "answers": list(finding.answers),
    }
