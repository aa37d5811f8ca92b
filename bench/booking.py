"""How fast is a ledger of a million postings folded and exported? Python's dict folds it, too.

Run as `python -m bench.booking POSTINGS RUNS`; it prints the seconds of each run by name, as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import sys
from collections.abc import Callable, Iterator

import polars as pl
from bench.inside import seconds
from bench.measure import run
from bench.measurement import Row

from lineproof.ledger.balances import balances, open_items
from lineproof.ledger.beancount import Payee, beancount_text
from lineproof.ledger.journal import POSTINGS

_POSTINGS, _RUNS = 1_000_000, 5
_FOLD_S_MAX, _EXPORT_S_MAX = 2, 10
_CONTRACTS = 1_000
_FIRST, _ON = dt.date(2015, 1, 1), dt.date(2025, 1, 1)


def journal(postings: int) -> pl.DataFrame:
    """Return a thousand contracts' postings: invoices and payments, two postings each."""
    row = pl.int_range(postings, eager=True).alias("row").to_frame()
    entry = pl.col("row") // 2
    is_first, is_paid = pl.col("row") % 2 == 0, entry % 2 == 1
    item = pl.format("item:{}", entry // 2 // _CONTRACTS)
    amount = 10_000 + entry // 2 % 997
    account = (
        pl.when(is_first & is_paid).then(pl.lit("cash"))
        .when(is_first).then(pl.lit("accrued")).otherwise(pl.lit("payable"))
    )  # fmt: skip
    sign = pl.when(is_first != is_paid).then(1).otherwise(-1)
    return row.select(
        key=pl.format("entry:{}/1", entry),
        document=pl.format("entry:{}", entry),
        date=pl.lit(_FIRST) + pl.duration(days=entry // 2 // _CONTRACTS * 7 + entry % 2),
        account=account,
        about=pl.when(is_first).then(pl.lit("")).otherwise(item),
        currency=pl.lit("CNY"),
        amount=amount * sign,
        due=pl.lit(_FIRST) + pl.duration(days=entry // 2 // _CONTRACTS * 7 + 30),
        evidence=pl.lit(None, pl.String()),
        contract=pl.format("c-{}", entry // 2 % _CONTRACTS),
    ).cast(POSTINGS | {"contract": pl.String()})  # type: ignore[arg-type]


def fold_by_dict(rows: list[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    """Return balances by contract and account, as a loop over a dict adds them up."""
    found: dict[tuple[str, str], int] = {}
    for contract, account, amount in rows:
        found[contract, account] = found.get((contract, account), 0) + amount
    return found


def main(postings: int, runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run, in turns; the peer must come to the same balances."""
    made = journal(postings)
    columns = ("contract", "account", "amount")
    rows = list(made.filter(pl.col("date") <= _ON).select(columns).iter_rows())
    payees = tuple(Payee(f"c-{n}", "Provider", 2) for n in range(_CONTRACTS))
    ours = balances(made, on=_ON).select("contract", "account", "balance").iter_rows()
    assert {(c, a): n for c, a, n in ours} == fold_by_dict(rows), "the peer comes to other sums"
    work: dict[str, Callable[[], object]] = {
        "fold": lambda: (balances(made, on=_ON), open_items(made, on=_ON)),
        "peer": lambda: fold_by_dict(rows),
        "export": lambda: beancount_text(made, payees),
    }
    found: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs):
        for name, times in found.items():
            times.extend(seconds(work[name], runs=1))
    return found


def booked() -> str:
    """Measure it, and return the page's section on it."""
    lines = "\n".join(row.line for row in _rows())
    return f"""\
## The ledger

{_POSTINGS:,} postings of {_CONTRACTS:,} contracts are in memory.
Folded are the balance of each account, and what is open of each item with its age.
The peer adds the same balances up in a Python dict, without open items, and must agree.

| what | target | measured | result |
| --- | --- | --- | --- |
{lines}
"""


def _rows() -> Iterator[Row]:
    """Yield how long folding and exporting take."""
    cost = run([sys.executable, "-m", "bench.booking", str(_POSTINGS), str(_RUNS)])
    times = json.loads(cost.out)
    for name, what, most in (
        ("fold", "folding the ledger", _FOLD_S_MAX),
        ("peer", "the balances in a Python dict", None),
        ("export", "exporting it as beancount text", _EXPORT_S_MAX),
    ):
        middle = statistics.median(times[name])
        spread = f"{middle:.2f} s ({min(times[name]):.2f}–{max(times[name]):.2f})"
        target = f"≤ {most} s" if most is not None else ""
        yield Row(what, target, spread, None if most is None else middle <= most)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
