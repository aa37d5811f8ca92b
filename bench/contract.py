"""Which contract is measured? A million circuits, made from a seed, and a third as many new prices.

A tenth of them starts, moves, is repriced or ceases within the month.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

MONTH, FACTOR = "2025-03", "0.90"
_IN_MONTH = ("2025-03-02", "2025-03-31")
_PRODUCTS = 1500
Ints = npt.NDArray[np.int64]


def write_contract(folder: Path, *, circuits: int = 1_000_000) -> None:
    """Write the contract folder; one size always makes the same files.

    circuits: lines of the schedule, at least 1,000; 35 % as many records bring a new price.
    """
    random = np.random.default_rng(20250301)
    (folder / "records").mkdir(parents=True, exist_ok=True)
    changing = random.permutation(circuits).astype(np.int64) + 1
    _schedule(random, circuits, changing[: circuits // 40]).write_csv(folder / "circuits.csv")
    _lifecycle(random, circuits, changing).write_csv(folder / "records" / "lifecycle.csv")
    months = [f"{2024 + i // 12}-{1 + i % 12:02}" for i in range(15)]
    rows = [f"S{i},2025-04-02T09:00:00Z,buyer,{month},85.5" for i, month in enumerate(months)]
    scores = "\n".join(["id,recorded_at,by,month,points", *rows, ""])
    (folder / "records" / "scores.csv").write_text(scores, encoding="utf-8")
    pin = hashlib.sha256((folder / "circuits.csv").read_bytes()).hexdigest()
    terms = Path(__file__).with_name("contract.toml").read_text(encoding="utf-8")
    (folder / "contract.toml").write_text(terms.replace("0" * 64, pin), encoding="utf-8")


def _schedule(random: np.random.Generator, circuits: int, starting: Ints) -> pl.DataFrame:
    """Return the schedule; a line that starts this month has no start: its record says when."""
    number = pl.Series(range(1, circuits + 1))
    start = _days(random, ("2024-01-01", "2025-02-28"), circuits)
    product = random.integers(0, _PRODUCTS, circuits)
    return pl.DataFrame({
        "line": number,
        "id": pl.select(pl.format("C{}", number.cast(pl.String).str.zfill(8))).to_series(),
        "site": random.integers(1, circuits // 10, circuits),
        "service": np.array(["access", "transit", "backup"])[product % 3],
        "bandwidth": product // 3 + 1,
        "monthly_rent": _rents(random, _PRODUCTS).gather(product),
        "start": start.set(number.is_in(starting.tolist()), None),
        "end": pl.repeat("2026-12-31", circuits, eager=True),
    })  # fmt: skip


def _lifecycle(random: np.random.Generator, circuits: int, changing: Ints) -> pl.DataFrame:
    """Return the records in the order they were made; four kinds of change share the tenth."""
    parts = np.split(changing[: circuits // 40 * 4], 4)
    new_prices = circuits * 35 // 100 - circuits // 40
    anywhere = random.integers(1, circuits + 1, new_prices)
    earlier = new_prices - circuits // 200
    events = [
        _events(random, "accepted", parts[0], _IN_MONTH),
        _events(random, "moved", parts[1], _IN_MONTH),
        _events(random, "repriced", parts[2], _IN_MONTH),
        _events(random, "ceased", parts[3], _IN_MONTH),
        _events(random, "repriced", anywhere[:earlier], ("2024-02-01", "2025-02-28")),
        _events(random, "repriced", anywhere[earlier:], ("2025-04-01", "2025-04-30")),
    ]
    made = pl.concat(events).sort("date", maintain_order=True).with_row_index("id", offset=1)
    return made.select(
        pl.format("L{}", pl.col("id").cast(pl.String).str.zfill(8)).alias("id"),
        pl.format("{}T18:00:00+08:00", "date").alias("recorded_at"),
        pl.lit("buyer").alias("by"),
        "line", "event", "date", "value", "one_off",
    )  # fmt: skip


def _events(
    random: np.random.Generator, event: str, lines: Ints, days: tuple[str, str]
) -> pl.DataFrame:
    """Return one record for each of some lines, within some days."""
    values = {"repriced": pl.col("value"), "moved": pl.lit("S1")}
    return pl.DataFrame(
        {
            "line": lines,
            "date": _days(random, days, lines.size),
            "value": _rents(random, lines.size),
        }
    ).with_columns(
        pl.lit(event).alias("event"),
        values.get(event, pl.lit(None, pl.String)).alias("value"),
        pl.lit("200.00" if event == "moved" else None, pl.String).alias("one_off"),
    )


def _days(random: np.random.Generator, within: tuple[str, str], count: int) -> pl.Series:
    """Return random days from the first to the last of two."""
    first, last = (np.datetime64(day) for day in within)
    span = (last - first).astype(np.int64) + 1
    return pl.Series(first + random.integers(0, span, count)).cast(pl.Date)


def _rents(random: np.random.Generator, count: int) -> pl.Series:
    """Return random rents to the cent."""
    cents = pl.Series(random.integers(80_00, 2_000_00, count))
    return (cents.cast(pl.Decimal(12, 2)) / 100).cast(pl.String)


if __name__ == "__main__":
    write_contract(Path(sys.argv[1]))
