"""Does a first look show the guess, both totals, and the dearest findings first?"""

from __future__ import annotations

import io

import polars as pl
import pytest

from lineproof.contract.first_look import FirstLook, first_look
from lineproof.contract.first_look_rows import Look
from lineproof.report.first_look import (
    SHOWN_MAX,
    first_look_json,
    print_first_look,
    print_guesses,
)
from lineproof.report.terminal import Printing, console_for
from lineproof.report.wording import Language
from lineproof.sources.start_files import Given, StartRead, read_bill, read_schedule

SCHEDULE = "circuit,rent,note\nC1,900,x\nC2,600,y\nTotal,1500,\n"
BILL = "circuit,month,amount\nC1,2024-03,950\nC2,2024-03,600\nC2,2024-03,oops\n"


@pytest.fixture
def reads() -> tuple[StartRead, StartRead]:
    """Return a schedule and a bill as read."""
    schedule = read_schedule(Given("s.csv", SCHEDULE.encode(), "--column"), digits=2)
    given = Given("b.csv", BILL.encode(), "--bill-column")
    return schedule, read_bill(given, digits=2, schedule=schedule.frame)


@pytest.fixture
def found(reads: tuple[StartRead, StartRead]) -> FirstLook:
    """Return the first look at them: C1 is billed 50.00 more."""
    schedule, bill = reads
    return first_look(schedule.frame, bill.frame, Look(None, "s.csv", "b.csv", 2))


def printing(language: Language = "en") -> tuple[io.StringIO, Printing]:
    """Return a place to print, and what prints there."""
    out = io.StringIO()
    return out, Printing(console_for(out), language)


def lines_of(out: io.StringIO) -> list[str]:
    """Return the lines that were printed, runs of spaces as one."""
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_each_column_says_what_it_was_taken_for(reads: tuple[StartRead, StartRead]) -> None:
    """And why; one that means nothing is shown too, and rows with totals are counted."""
    out, where = printing()
    print_guesses("s.csv", reads[0], where)
    lines = lines_of(out)
    assert "Columns of s.csv (2 rows)" in lines
    assert "circuit id its header C1, C2, Total" in lines
    assert "rent monthly_rent its header 900, 600, 1500" in lines
    assert "– line numbered by row" in lines
    assert "Rows with totals left out: 1" in lines


def test_totals_kinds_and_findings_are_shown(found: FirstLook) -> None:
    """Scheduled 900 + 600, billed 950 + 600; the difference is that of C1."""
    out, where = printing()
    print_first_look(found, where, digits=2, currency="EUR")
    lines = lines_of(out)
    assert "First look 2024-03 EUR" in lines
    assert "Scheduled 1,500.00" in lines
    assert "Billed 1,550.00" in lines
    assert "Billed beyond the schedule 50.00" in lines
    assert "50.00 1 E-BILL-PRICE" in lines
    assert any(line.startswith("50.00 E-BILL-PRICE C1 is billed 950.00") for line in lines)


def test_chinese_headings_are_chinese(found: FirstLook) -> None:
    """The findings themselves stay as they are."""
    out, where = printing("zh")
    print_first_look(found, where, digits=2, currency="EUR")
    assert "账单超出清单" in out.getvalue()
    assert "Scheduled" not in out.getvalue()


def test_only_the_dearest_are_shown() -> None:
    """50 lines that aren't billed: 40 of them, and how many more."""
    rows = "".join(f"C{n},{n + 100}\n" for n in range(50))
    schedule = read_schedule(Given("s.csv", f"circuit,rent\n{rows}".encode(), "-c"), digits=2)
    bill = pl.DataFrame({"id": ["C0"], "amount": [10000], "period": ["2024-03"], "row": [2]})
    look = first_look(schedule.frame, bill, Look(None, "s.csv", "b.csv", 2))
    out, where = printing()
    print_first_look(look, where, digits=2, currency="EUR")
    assert out.getvalue().count("isn't billed") == SHOWN_MAX
    assert "… and 9 more" in lines_of(out)


def test_json_has_totals_kinds_guesses_and_findings(
    found: FirstLook, reads: tuple[StartRead, StartRead]
) -> None:
    """Amounts as text; a column that means nothing has nulls."""
    told = first_look_json(
        found, currency="EUR", digits=2,
        reads={"schedule": reads[0], "bill": reads[1]}, folder="d",
    )  # fmt: skip
    assert (told["month"], told["scheduled"], told["billed"], told["difference"]) == (
        "2024-03", "1500.00", "1550.00", "50.00",
    )  # fmt: skip
    assert told["kinds"] == [{"code": "E-BILL-PRICE", "count": 1, "amount": "50.00"}]
    assert told["findings"][0]["where"] == "b.csv:2"
    assert {"header": "circuit", "means": "id", "why": "header"} in told["columns"]["bill"]
    assert told["errors"] == 1
