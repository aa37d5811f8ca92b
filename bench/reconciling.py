"""How fast is a million billed lines compared with a million owed ones? By us, and by DuckDB.

Run as `python -m bench.reconciling FOLDER FORM RUNS` on the folder of `bench.contract`, FORM being
"parquet" or "csv"; it prints the seconds of each run by name, as JSON. What is owed lies in memory;
the bill is read from its file in each run. One line in fifty is wrong, by a mistake in turn: the
sums of all must be those that were planted, by us, and by circuit in DuckDB.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from bench.contract import MONTH
from bench.inside import seconds
from bench.measure import run
from bench.measurement import Row

from lineproof.contract.case import view
from lineproof.model.bill import BILL_LINES, Bill
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.owed import RENT, Owed, owed
from lineproof.reconcile.reconcile import reconcile
from lineproof.settle.settle import Asked, settle
from lineproof.sources.bill_file import Said, read_bill_file
from lineproof.sources.bill_sheet import SheetGiven
from lineproof.sources.folder import read_case

_RUNS = "5"
_TARGETS_S = {"parquet": 4, "csv": 10}
_MIB_MAX = 3 * 1024
_WRONG_EVERY = 50
_MISTAKES = (
    Cause.WRONG_PRICE, Cause.MISSING_CREDIT, Cause.BILLED_TWICE, Cause.UNKNOWN_ID,
    Cause.UNEXPLAINED,
)  # fmt: skip
#: What each line is billed too much, in minor units: a price that is 10.00 higher at 90 %.
_MORE = 900
#: What no rounding explains.
_ODD = 51
Planted = dict[str, int]


def compared(folder: Path) -> str:
    """Measure both forms, and return the page's section; the bills are written into a folder."""
    lines = "\n".join(row.line for row in _rows(folder))
    return f"""\
## Comparing a bill

The million circuits above are billed on a row each, their one-off charges on rows of their own.
One circuit in {_WRONG_EVERY} is wrong: its price, its credit, twice, under an id of nobody's, or by
an amount that nothing explains.
The bill is read and compared with the month in memory; every cause must come to what was planted.
DuckDB sums both sides by circuit alone, and must find the same difference.

| what | target | measured | result |
| --- | --- | --- | --- |
{lines}
"""


def _rows(folder: Path) -> Iterator[Row]:
    """Yield how long it takes from each form, with the memory of all that is held."""
    for form, goal in _TARGETS_S.items():
        cost = run([sys.executable, "-m", "bench.reconciling", str(folder), form, _RUNS])
        times = json.loads(cost.out)
        middle = statistics.median(times["compare"])
        yield Row(f"from {form}", f"≤ {goal} s", _spread(times["compare"]), middle <= goal)
        is_small = cost.memory_mib <= _MIB_MAX
        memory = f"{cost.memory_mib:,.0f} MiB"
        yield Row("its peak memory, the month included", "≤ 3 GiB", memory, is_small)
        if "peer" in times:
            yield Row("DuckDB, sums by circuit", "", _spread(times["peer"]))


def _spread(times: list[float]) -> str:
    """Return the median of some seconds, with the fastest and the slowest."""
    return f"{statistics.median(times):.2f} s ({min(times):.2f}–{max(times):.2f})"


def claim_of(folder: Path) -> Owed:
    """Return what the folder's contract claims for the month."""
    case = read_case(folder)
    month = dt.date.fromisoformat(f"{MONTH}-01")
    return owed(view(case), [settle(case, Asked(month, findings=()))])


def write_bill(claim: Owed, path: Path) -> Planted:
    """Write the month's bill, a row a circuit, and return what was planted in it, by cause."""
    others = claim.rows.filter(pl.col("class") != RENT).select(
        claim.names["circuit"].gather(claim.rows.filter(pl.col("class") != RENT)["code"])
        .alias("circuit"), pl.col("class").alias("charge"), "from", "to",
        pl.col("low").alias("gross"),
    )  # fmt: skip
    rents = claim.rows.filter(pl.col("class") == RENT).group_by("code", maintain_order=True).agg(
        pl.col("low").sum().alias("owed"), pl.col("rent").sum().alias("full"),
        pl.col("from").min(), pl.col("to").max(), pl.len().alias("segments"),
        pl.col("price").first(), pl.col("share_num").sum().alias("num"),
        pl.col("share_den").first().alias("den"),
    )  # fmt: skip
    rows = rents.with_columns(
        claim.names["circuit"].gather(rents["code"]).alias("circuit"),
        pl.int_range(pl.len()).alias("n"),
    )
    is_plain = (pl.col("segments") == 1) & (pl.col("num") == pl.col("den"))
    picked = is_plain & (pl.col("n") % _WRONG_EVERY == 0)
    kind = (pl.col("n") // _WRONG_EVERY) % len(_MISTAKES)
    rows = rows.with_columns(pl.when(picked).then(kind).otherwise(-1).alias("mistake"))
    lines = pl.concat([_billed(rows), _again(rows), others], how="diagonal")
    table = lines.select(_declared(lines)).with_columns(
        (pl.int_range(pl.len()) + 1).cast(pl.String).alias("line")
    )
    if path.suffix == ".parquet":
        table.write_parquet(path)
    else:
        _as_text(table).write_csv(path)
    found = (
        rows.filter(pl.col("mistake") >= 0)
        .group_by("mistake")
        .agg(
            pl.len(), pl.col("owed").sum(), (pl.col("full") - pl.col("owed")).sum().alias("credit")
        )
    )
    return {
        _MISTAKES[mistake].value: _amount(_MISTAKES[mistake], count, total, credit)
        for mistake, count, total, credit in found.iter_rows()
    }


def _amount(cause: Cause, count: int, total: int, credit: int) -> int:
    """Return what a mistake comes to on all the lines it is on."""
    by_sum = {Cause.MISSING_CREDIT: credit, Cause.BILLED_TWICE: total, Cause.UNKNOWN_ID: total}
    return by_sum.get(cause, _MORE * count if cause is Cause.WRONG_PRICE else _ODD * count)


def _billed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each circuit's row, wrong where a mistake is."""
    mistake = pl.col("mistake")
    owed = pl.col("owed")
    gross = (
        pl.when(mistake == 0).then(owed + _MORE).when(mistake == 1).then("full")
        .when(mistake == len(_MISTAKES) - 1).then(owed + _ODD).otherwise(owed)
    )  # fmt: skip
    printed = pl.when(mistake == 0).then(pl.col("price") + 1_000).otherwise("price")
    is_one = pl.col("segments") == 1
    return rows.select(
        "circuit", "from", "to", gross.alias("gross"),
        pl.when(is_one).then(_decimal(printed)).alias("price"),
    )  # fmt: skip


def _again(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that stand there once more, and those of circuits that nobody ordered."""
    strange = pl.when(pl.col("mistake") == 3).then(pl.lit("Z") + pl.col("circuit"))  # noqa: PLR2004
    return rows.filter(pl.col("mistake").is_in([2, 3])).select(
        strange.otherwise("circuit").alias("circuit"),
        "from",
        "to",
        pl.col("owed").alias("gross"),
        _decimal(pl.col("price")).alias("price"),
    )


def _decimal(minor: pl.Expr) -> pl.Expr:
    """Return minor units as plain decimals, without zeros at their end."""
    exact = (minor.cast(pl.Decimal(38, 2)) / 100).cast(pl.Decimal(38, 2)).cast(pl.String)
    return exact.str.strip_chars_end("0").str.strip_chars_end(".")


def _declared(lines: pl.DataFrame) -> list[pl.Expr]:
    """Return every declared column; those the lines lack are null."""
    return [
        pl.col(name) if name in lines.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in BILL_LINES.schema().items()
        if name != "row"
    ]


def _as_text(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table as a CSV has it."""
    return table.with_columns(_decimal(pl.col(n)).alias(n) for n in ("net", "tax", "gross"))


def read(path: Path) -> Bill:
    """Return the bill in a file."""
    return read_bill_file(SheetGiven(path.name, path.read_bytes(), 2), Said("CNY", "B1")).bill


def peer(path: Path, claim: Owed) -> list[tuple[str, int]]:
    """Return what DuckDB finds by circuit: the sum of differences, by whether one is billed."""
    owed_ = claim.rows.select(
        claim.names["circuit"].gather(claim.rows["code"]).alias("circuit"), "low"
    )
    with duckdb.connect() as database:
        database.register("owed", owed_.to_arrow())
        return database.execute(f"""
            with b as (select circuit, sum(gross) g from '{path}' group by circuit),
                 o as (select circuit, sum(low) e from owed group by circuit)
            select case when e is null then 'strange' when g is null then 'absent'
                   else 'different' end, sum(coalesce(g, 0) - coalesce(e, 0))::hugeint
            from b full join o using (circuit) where g is distinct from e group by 1 order by 1
        """).fetchall()  # noqa: S608 - our own file


def main(folder: Path, form: str, runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run; ends where a sum isn't the one planted."""
    claim = claim_of(folder)
    path = folder / f"bill.{form}"
    planted = write_bill(claim, path)
    gc.collect()
    found = reconcile([claim], [read(path)])
    causes = {cause.value: amount for cause, amount in found.causes.items()}
    if causes != planted:
        sys.exit(f"planted {planted}, and found {causes}")
    times = {"compare": seconds(lambda: reconcile([claim], [read(path)]), runs=runs)}
    if form == "parquet":
        theirs = dict(peer(path, claim))
        if sum(theirs.values()) != found.difference:
            sys.exit(f"DuckDB finds {theirs}, and we {found.difference}")
        times["peer"] = seconds(lambda: peer(path, claim), runs=runs)
    return times


if __name__ == "__main__":
    np.seterr(all="raise")
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
