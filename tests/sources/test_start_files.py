"""Do two spreadsheets as people keep them come out as typed rows, with what could not be read?"""

from __future__ import annotations

import datetime as dt

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.sources.start_files import Given, StartRead, currency_of, read_bill, read_schedule

SCHEDULE = "line,circuit,rent\n1,C-001,900\n2,C-002,600\n"


def schedule(text: str) -> StartRead:
    """Return a schedule as read."""
    return read_schedule(Given("s.csv", text.encode(), "--column"), digits=2)


def bill(text: str) -> StartRead:
    """Return a bill as read, beside the schedule."""
    given = Given("b.csv", text.encode(), "--bill-column")
    return read_bill(given, digits=2, schedule=schedule(SCHEDULE).frame)


def test_a_schedule_is_read_as_people_spell_it() -> None:
    """Amounts with marks, speeds with units, days in order, below a title and above a sum."""
    read = schedule(
        "Annex 1,,,,\nCircuit,Speed,Rent (€),Start,Site\n"
        'C-001,1G,"1,200.00",01.02.2024,Berlin\nC-002,100M,€ 600,2024-02-01,Bonn\n'
        'Total,,"1,800.00",,\n'
    )
    rows = read.frame.select("line", "id", "bandwidth", "monthly_rent", "start", "row").rows()
    assert rows == [
        ("1", "C-001", "1000", 120000, dt.date(2024, 2, 1), 3),
        ("2", "C-002", "100", 60000, dt.date(2024, 2, 1), 4),
    ]
    assert read.skipped == 1
    assert read.guesses[0].name == "line"
    assert read.guesses[0].why == "numbered"


def test_lines_that_repeat_are_numbered_anew() -> None:
    """A line is known by its number: two with the same one can't be told apart."""
    read = schedule("line,circuit,rent\n1,C-001,900\n1,C-002,600\n")
    assert read.frame["line"].to_list() == ["1", "2"]
    assert [guess.name for guess in read.guesses] == ["line", "", "id", "monthly_rent"]


def test_a_file_without_a_header_is_read_whole() -> None:
    """Its first row is data: two of three cells are figures."""
    read = schedule("1,C-001,900.50\n2,C-002,600\n")
    assert read.frame.select("line", "id", "monthly_rent").rows() == [
        ("1", "C-001", 90050), ("2", "C-002", 60000),
    ]  # fmt: skip


def test_a_cell_that_is_no_amount_is_told_and_kept_as_text() -> None:
    """It is null in the frame, and what stood there in the texts."""
    read = schedule("circuit,rent\nC-001,900\nC-002,tbd\nC-003,600\n")
    assert read.frame["monthly_rent"].to_list() == [90000, None, 60000]
    assert read.texts["monthly_rent"].to_list() == ["900", "tbd", "600"]
    assert [(f.code, f.where) for f in read.findings] == [("E-MONEY", "s.csv:3")]


def test_a_schedule_without_rents_is_refused() -> None:
    """The message says how to name the column."""
    with pytest.raises(InputRefusedError) as refusal:
        schedule("circuit,note\nC-001,x\n")
    assert '--column monthly_rent="HEADER"' in refusal.value.findings[0].fix


def test_a_bills_credits_are_negative_and_its_parts_rounded() -> None:
    """900 × 10/31 = 290.32258… is billed as 290.32; a credit of 12 in brackets is -12.00."""
    read = bill("circuit,month,amount\nC-001,2024年3月,290.3225806\nC-002,Mar 2024,(12.00)\n")
    assert read.frame.select("id", "period", "amount").rows() == [
        ("C-001", "2024-03", 29032), ("C-002", "2024-03", -1200),
    ]  # fmt: skip
    assert [finding.code for finding in read.findings] == ["W-BILL-ROUNDED"]


def test_half_a_cent_is_rounded_away_from_zero() -> None:
    """0.125 is 0.13, and -0.125 is -0.13."""
    read = bill("circuit,amount\nC-001,0.125\nC-002,-0.125\n")
    assert read.frame["amount"].to_list() == [13, -13]


def test_an_id_may_repeat_in_a_bill() -> None:
    """Whether it should is not for the reader to say."""
    assert bill("circuit,amount\nC-001,900\nC-001,900\n").findings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("circuit,rent (USD)\nC-001,9\n", "USD"),
        ("circuit,rent\nC-001,£9\n", "GBP"),
        ("电路编号,月租\nC-001,9\n", "CNY"),
        ("circuit,rent\nC-001,9\n", "EUR"),
    ],
)
def test_the_currency_is_that_of_headers_or_cells(text: str, expected: str) -> None:
    """Chinese headers without a mark mean CNY, others EUR: shown, and corrected by an option."""
    assert currency_of(Given("s.csv", text.encode(), "--column")) == expected


def test_an_unreadable_file_is_refused_with_its_reason() -> None:
    """A ZIP that is none."""
    with pytest.raises(InputRefusedError) as refusal:
        read_schedule(Given("s.xlsx", b"PK\x03\x04junk", "--column"), digits=2)
    assert refusal.value.findings[0].code == "E-FILE-DAMAGED"
