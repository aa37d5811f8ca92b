"""How fast is a bill read? A workbook beside the library that opens it, a million lines as tables.

Run as `python -m bench.billing FOLDER NAME RUNS` it measures one of them in this process.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import python_calamine as calamine
import xlsxwriter  # type: ignore[import-untyped]
from bench.inside import seconds
from bench.measure import run
from bench.measurement import Row

from lineproof.model.bill import BILL_LINES
from lineproof.model.canonical import canonical_csv
from lineproof.model.table_text import canonical_text
from lineproof.sources.bill_file import Said, read_bill_file
from lineproof.sources.bill_sheet import SheetGiven

SHEET_LINES, LINES = 100_000, 1_000_000
_RUNS = "5"
_FILES = {"xlsx": "bill.xlsx", "csv": "bill.csv", "parquet": "bill.parquet"}
_TARGETS_S = {"xlsx": 1, "csv": 3, "parquet": 1}
_HEADER = (
    "No",
    "Circuit",
    "Product",
    "From",
    "To",
    "Net",
    "Tax rate",
    "VAT amount",
    "Gross amount",
)
_FIRST, _AFTER = dt.date(2025, 3, 1), dt.date(2025, 4, 1)


def billed(folder: Path) -> str:
    """Measure all of it, and return the page's section on it; the bills are written there."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder)
    lines = "\n".join(row.line for row in _rows(folder))
    return f"""\
## Bills

A workbook of {SHEET_LINES:,} lines in a carrier's layout, its columns guessed; the same of its
cells by the library alone, unchecked; and {LINES:,} lines in our own form.

| what | target | measured | result |
| --- | --- | --- | --- |
{lines}
"""


def _rows(folder: Path) -> Iterator[Row]:
    """Yield a row of the table for each file, and one for the peer."""
    for name, file in _FILES.items():
        cost = run([sys.executable, "-m", "bench.billing", str(folder), name, _RUNS])
        times = json.loads(cost.out)
        middle, goal = statistics.median(times["ours"]), _TARGETS_S[name]
        what = f"reading {file}, {cost.memory_mib:,.0f} MiB"
        yield Row(what, f"≤ {goal} s", _spread(times["ours"]), middle <= goal)
        if "peer" in times:
            ratio = middle / statistics.median(times["peer"])
            told = f"{_spread(times['peer'])}: we take {ratio:.1f} times as long"
            yield Row("the library's cells alone", "", told, is_met=True)


def _spread(times: list[float]) -> str:
    """Return the median of some seconds, with the fastest and the slowest."""
    return f"{statistics.median(times):.2f} s ({min(times):.2f}–{max(times):.2f})"


def measured(folder: Path, name: str, runs: int) -> dict[str, list[float]]:
    """Return the seconds of reading a file, and of the peer where there is one."""
    content = (folder / _FILES[name]).read_bytes()
    found = {"ours": seconds(_reading(content, _FILES[name]), runs=runs)}
    if name == "xlsx":
        found["peer"] = seconds(lambda: _cells(content), runs=runs)
    return found


def _reading(content: bytes, file: str) -> Callable[[], None]:
    """Return what reads a bill and sees that all of it is there."""
    expected = SHEET_LINES if file.endswith("xlsx") else LINES

    def read() -> None:
        bill = read_bill_file(SheetGiven(file, content, 2), Said("EUR", "R1")).bill
        assert bill.lines.height == expected
        assert bill.totals.net == expected * 81290

    return read


def _cells(content: bytes) -> None:
    """Read a workbook's cells with the library alone."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert len(book.get_sheet_by_index(0).to_python()) == SHEET_LINES + 1


def _write(folder: Path) -> None:
    """Write the bills, unless they are there."""
    if not (folder / _FILES["xlsx"]).exists():
        options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        with xlsxwriter.Workbook(folder / _FILES["xlsx"], options) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, _HEADER)
            for number in range(1, SHEET_LINES + 1):
                row = (number, f"C{number:08}", "fibre", _FIRST, dt.date(2025, 3, 31))
                for column, cell in enumerate((*row, 812.9, "6%", 48.77, 861.67)):
                    sheet.write(number, column, cell)
    if not (folder / _FILES["parquet"]).exists():
        lines = _lines()
        lines.write_parquet(folder / _FILES["parquet"])
        texts = canonical_text(lines, table=BILL_LINES, currency_digits=2)
        (folder / _FILES["csv"]).write_bytes(canonical_csv(texts))


def _lines() -> pl.DataFrame:
    """Return a million lines in our own form."""
    schema = {name: dtype for name, dtype in BILL_LINES.schema().items() if name != "row"}
    numbers = pl.int_range(1, LINES + 1, eager=True).alias("line").to_frame()
    said = {
        "charge": "rent", "product": "fibre", "from": _FIRST, "to": _AFTER, "quantity": "1",
        "price": "812.9", "net": 81290, "rate": "0.06", "tax": 4877, "gross": 86167,
    }  # fmt: skip
    whole = numbers.select(
        pl.col("line").cast(pl.String),
        pl.format("C{}", pl.col("line").cast(pl.String).str.zfill(8)).alias("circuit"),
        *(pl.lit(value).alias(name) for name, value in said.items()),
    )
    return whole.select(
        (pl.col(name) if name in whole.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
