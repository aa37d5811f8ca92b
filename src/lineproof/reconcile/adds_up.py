"""Does a bill add up by itself? Lines, tax and totals, exact to the minor unit.

A valid e-invoice may still be wrong: the official check lets each rate's tax be nearly one unit of
the currency off. It knows no contract: whether the amounts are owed, other modules say.
Source: EN 16931-1, BR-CO-10 to BR-CO-17 and 6.5.4 (tax is rounded once a rate, half away from 0).
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from lineproof.model.bill import Bill
from lineproof.model.finding import Finding, error
from lineproof.model.money import grouped_minor, parse_ratio, round_half_away
from lineproof.settle.factors import plain

_SUM, _TAX = "E-BILL-SUM", "E-BILL-TAX"
_ASK = "Dispute it: ask for a bill that adds up."
_INT64_MAX = 2**63 - 1


def adds_up(bill: Bill) -> tuple[Finding, ...]:
    """Return what of a bill's lines, taxes and totals doesn't add up; nothing where all does."""
    found = [*_line_sums(bill), *_total_sums(bill), *_line_gross(bill)]
    if bill.taxes:
        found += _taxes(bill)
    elif _is_whole(bill.lines, "tax"):
        found += _line_taxes(bill)
    else:
        found += _tax_of_rates(bill)
    return tuple(found)


def _is_whole(lines: pl.DataFrame, *names: str) -> bool:
    """Return whether every line has a value in some columns, and there are lines."""
    return lines.height > 0 and not any(lines[name].null_count() for name in names)


def _sum(lines: pl.DataFrame, name: str) -> int:
    """Return a money column's sum, exact whatever it comes to."""
    return int(lines[name].cast(pl.Int128).sum())


def _line_sums(bill: Bill) -> list[Finding]:
    """Return where the lines don't sum to a total."""
    totals = {"net": bill.totals.net, "tax": bill.totals.tax, "gross": bill.totals.gross}
    if _is_whole(bill.lines, "gross") and not _is_whole(bill.lines, "net"):
        totals = {"gross": bill.totals.gross}
    if bill.taxes:
        del totals["tax"]  # the tax is a rate's, not a line's
    found = []
    for name, total in totals.items():
        if total is None or not _is_whole(bill.lines, name):
            continue
        came = _sum(bill.lines, name)
        if came != total:
            what = f"its lines' {name} comes to {_text(came, bill)}, its total says"
            found.append(_differs(bill, what, total, came))
    return found


def _total_sums(bill: Bill) -> list[Finding]:
    """Return where the totals don't follow from each other."""
    totals, found = bill.totals, []
    if totals.net is not None and totals.tax is not None:
        came = totals.net + totals.tax
        if came != totals.gross:
            found.append(_differs(bill, f"net + tax is {_text(came, bill)}, its gross",
                                  totals.gross, came))  # fmt: skip
    if totals.payable is not None:
        came = totals.gross - (totals.prepaid or 0) + (totals.rounding or 0)
        if came != totals.payable:
            what = f"gross less what is prepaid is {_text(came, bill)}, and it asks for"
            found.append(_differs(bill, what, totals.payable, came))
    return found


def _line_gross(bill: Bill) -> list[Finding]:
    """Return the lines whose net and tax aren't their gross."""
    off = pl.col("net") + pl.col("tax") != pl.col("gross")
    bad = bill.lines.filter(off)
    if bad.is_empty():
        return []
    row = bad.row(0, named=True)
    message = (
        f"in line {row['line']} net {_text(row['net'], bill)} + tax {_text(row['tax'], bill)} "
        f"isn't gross {_text(row['gross'], bill)} ({bad.height:,} such lines)"
    )
    return [error(_SUM, message, where=_where(bill, row), fix=_ASK)]


def _taxes(bill: Bill) -> list[Finding]:
    """Return what is wrong with the taxes by rate: their amounts, their bases, their sums."""
    found = []
    for part in bill.taxes:
        owed = round_half_away(part.base * part.rate)
        if part.tax != owed:
            what = (
                f"the tax on {_text(part.base, bill)} at {_percent(part.rate)} is "
                f"{_text(owed, bill)}, the bill says"
            )
            found.append(_differs(bill, what, part.tax, owed, code=_TAX))
    came = sum(part.tax for part in bill.taxes)
    if bill.totals.tax is not None and came != bill.totals.tax:
        what = f"its taxes come to {_text(came, bill)}, its total says"
        found.append(_differs(bill, what, bill.totals.tax, came, code=_TAX))
    return [*found, *_bases(bill)]


def _bases(bill: Bill) -> list[Finding]:
    """Return where what is taxed at a rate isn't what the lines of that rate come to."""
    if not _is_whole(bill.lines, "net", "rate"):
        return []
    bases = dict.fromkeys((part.rate for part in bill.taxes), 0)
    for part in bill.taxes:
        bases[part.rate] += part.base
    lines = _nets_by_rate(bill.lines)
    found = []
    for rate in sorted(bases.keys() | lines.keys()):
        base, came = bases.get(rate, 0), lines.get(rate, 0)
        if base != came:
            what = f"its lines at {_percent(rate)} come to {_text(came, bill)}, taxed is"
            found.append(_differs(bill, what, base, came, code=_TAX))
    return found


def _nets_by_rate(lines: pl.DataFrame) -> dict[Fraction, int]:
    """Return what the lines of each rate come to without tax."""
    sums = lines.group_by("rate").agg(pl.col("net").cast(pl.Int128).sum())
    nets: dict[Fraction, int] = {}
    for text, net in sums.iter_rows():
        rate = parse_ratio(text)
        nets[rate] = nets.get(rate, 0) + int(net)
    return nets


def _line_taxes(bill: Bill) -> list[Finding]:
    """Return the lines whose own tax is neither the rate of their net, nor what is in their gross.

    Both are ways in which invoices are made out: from prices without tax, and with it.
    """
    found, count, first = [], 0, None
    known = bill.lines.filter(pl.all_horizontal(pl.col("net", "tax", "rate").is_not_null()))
    for (text,), lines in known.group_by("rate", maintain_order=True):
        rate = parse_ratio(str(text))
        of_net = _rounded(lines["net"], rate)
        gross = lines["net"] + lines["tax"]
        of_gross = _rounded(gross, rate / (1 + rate))
        net_of_gross = _rounded(gross, 1 / (1 + rate))
        is_right = (
            (lines["tax"] == of_net) | (lines["tax"] == of_gross) | (lines["net"] == net_of_gross)
        )
        bad = lines.with_columns(of_net.alias("owed")).filter(~is_right)
        count += bad.height
        if first is None and bad.height:
            first = bad.row(0, named=True)
    if first is not None:
        message = (
            f"in line {first['line']} the tax on {_text(first['net'], bill)} at "
            f"{_percent(parse_ratio(first['rate']))} is {_text(first['owed'], bill)}, the bill "
            f"says {_text(first['tax'], bill)} ({count:,} such lines)"
        )
        found.append(error(_TAX, message, where=_where(bill, first), fix=_ASK))
    return found


def _rounded(amounts: pl.Series, share: Fraction) -> pl.Series:
    """Return amounts × a share, rounded half away from zero, whatever their size."""
    top, bottom = share.numerator, share.denominator
    largest = max(abs(int(amounts.max() or 0)), abs(int(amounts.min() or 0)))  # type: ignore[arg-type]
    if 2 * top * largest + bottom > _INT64_MAX:
        exact = [round_half_away(amount * share) for amount in amounts.to_list()]
        return pl.Series(exact, dtype=pl.Int64())
    sizes = (2 * amounts.abs() * top + bottom) // (2 * bottom)
    return sizes * amounts.sign()


def _tax_of_rates(bill: Bill) -> list[Finding]:
    """Return the finding for a tax in all that neither way of rounding comes to."""
    if bill.totals.tax is None or not _is_whole(bill.lines, "net", "rate"):
        return []
    by_rate = sum(round_half_away(n * rate) for rate, n in _nets_by_rate(bill.lines).items())
    by_line = sum(
        int(_rounded(lines["net"], parse_ratio(str(text))).sum())
        for (text,), lines in bill.lines.group_by("rate")
    )
    if bill.totals.tax in {by_rate, by_line}:
        return []
    what = f"its lines' tax comes to {_text(by_rate, bill)}, its total says"
    return [_differs(bill, what, bill.totals.tax, by_rate, code=_TAX)]


def _differs(bill: Bill, what: str, said: int, came: int, *, code: str = _SUM) -> Finding:
    """Return the finding for a figure that isn't what it must be; the money at stake is the gap."""
    message = f"bill {bill.number}: {what} {_text(said, bill)}"
    return Finding(
        code, error(code, "").severity, message, bill.file, _ASK,
        amount=said - came, subject=bill.number,
    )  # fmt: skip


def _where(bill: Bill, row: dict[str, object]) -> str:
    """Return where a line stands."""
    return f"{bill.detail or bill.file}:{row['row']}" if "row" in row else bill.file


def _text(amount: int, bill: Bill) -> str:
    """Return an amount."""
    return grouped_minor(amount, digits=bill.digits)


def _percent(rate: Fraction) -> str:
    """Return a rate in per cent.

    >>> _percent(Fraction(3, 200))
    '1.5 %'
    """
    return f"{plain(rate * 100)} %"
