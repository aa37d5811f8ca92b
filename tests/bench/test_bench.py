"""Does the bench measure what it says? Its contract is small here, its peer worked by hand."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from bench.contract import FACTOR, MONTH, write_contract
from bench.inside import first_difference, main, peer_tables
from bench.peer import Month, owed

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.settle.book import Book, Reading
from lineproof.settle.reading import read_month
from lineproof.sources.folder import read_case

MARCH = Month(dt.date(2025, 3, 1), dt.date(2025, 4, 1), Decimal(1))
CIRCUITS = 4_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the bench's contract, small."""
    made = tmp_path_factory.mktemp("bench")
    write_contract(made, circuits=CIRCUITS)
    return made


def lines_of(folder: Path) -> pl.DataFrame:
    """Return the measured month's lines."""
    return read_month(Book(view(read_case(folder)), Reading()), MARCH.start).lines


def test_the_peer_cuts_a_month_at_new_prices() -> None:
    """100.00 over 1, 15 and 15 of 31 days: 3.23, 51.61 - 3.23 = 48.38, 100.00 - 51.61 = 48.39."""
    price = Decimal(100)
    circuit = (7, price, dt.date(2024, 1, 1), dt.date(2026, 12, 31))
    days = (dt.date(2025, 3, 2), dt.date(2025, 3, 17))
    found = owed([circuit], [(7, "repriced", day, "100") for day in days], MARCH)
    assert [rent for _, _, rent, _ in found] == [Decimal(x) for x in ("3.23", "48.38", "48.39")]


def test_the_peer_rounds_once() -> None:
    """113 × 1/31 × 0.9 = 3.2806… → 3.28; the rent is 3.6451… → 3.65, so 0.37 comes off."""
    month = Month(MARCH.start, MARCH.end, Decimal("0.9"))
    circuit = (1, Decimal(113), dt.date(2025, 3, 31), dt.date(2026, 12, 31))
    assert owed([circuit], [], month) == [
        (1, dt.date(2025, 3, 31), Decimal("3.65"), Decimal("-0.37"))
    ]


def test_the_contract_raises_no_question(folder: Path) -> None:
    """Nothing is open: what is measured is one reading of the month, not several."""
    assert check(read_case(folder)) == ()


def test_a_tenth_changes_and_a_third_is_repriced(folder: Path) -> None:
    """4,000 circuits: 100 start, move, change price, cease; 1,400 = 35 % new prices."""
    events = pl.read_csv(folder / "records" / "lifecycle.csv", infer_schema=False)["event"]
    assert dict(events.value_counts().iter_rows()) == {
        "accepted": 100, "moved": 100, "ceased": 100, "repriced": 1_400,
    }  # fmt: skip


def test_the_peer_agrees_on_every_line(folder: Path) -> None:
    """Two programs, the same rents and deductions."""
    month = Month(MARCH.start, MARCH.end, Decimal(FACTOR))
    assert not first_difference(lines_of(folder), owed(*peer_tables(folder), month))


def test_a_single_cent_is_found(folder: Path) -> None:
    """Line 10 owes a cent more in our lines than the peer says, and only that is told."""
    month = Month(MARCH.start, MARCH.end, Decimal(FACTOR))
    is_wrong = (pl.col("line") == "10") & (pl.col("charge") == "rent")
    lines = lines_of(folder).with_columns(pl.col("amount") + is_wrong.cast(pl.Int64))
    told = first_difference(lines, owed(*peer_tables(folder), month))
    assert told.startswith("{'line': '10', 'from': datetime.date(2025, 3, 1), 'rent': ")


def test_every_stage_is_timed(folder: Path) -> None:
    """Each stage has the seconds of its runs."""
    names = {"compute", "explain", "peer", "reading", "hashing"}
    assert main(folder, names).keys() == names
    assert f"{MARCH.start:%Y-%m}" == MONTH
