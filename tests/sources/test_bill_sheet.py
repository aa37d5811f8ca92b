"""Are a provider's own sheets read as they are meant, whatever country and program they come from?

Spreadsheets are written here, by a library that we don't read with.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.sources.bill_columns import Layout
from lineproof.sources.bill_sheet import SheetGiven, SheetRead, read_sheet, unconfirmed
from lineproof.sources.profile import Known

HEADER = ("Circuit", "Billing period", "Amount", "VAT amount", "Gross amount")


def csv(*rows: Sequence[str], mark: str = ";") -> bytes:
    """Return rows as CSV."""
    return "".join(f"{mark.join(row)}\n" for row in rows).encode()


def xlsx(*rows: Sequence[Any], options: dict[str, Any] | None = None) -> bytes:
    """Return rows as a workbook; days are shown as days."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"default_date_format": "yyyy-mm-dd", "in_memory": True, **(options or {})}
    ) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return buffer.getvalue()


def read(content: bytes, **more: Any) -> SheetRead:  # noqa: ANN401 - SheetGiven's own
    """Return a sheet as it is read."""
    return read_sheet(SheetGiven("a.csv", content, 2, **more))


def codes(found: SheetRead) -> list[str]:
    """Return the codes of a sheet's findings."""
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    "amount",
    [
        "1234.56", "1,234.56", "1.234,56", "1 234,56", "1\u00a0234,56", "1\u202f234,56",
        "1’234.56", "１，２３４．５６", "¥1,234.56", "1234,56 €", "1,234.56元", "CHF 1'234.56",
    ],
)  # fmt: skip
def test_amounts_as_text_in_the_separators_of_several_countries(amount: str) -> None:
    """All of them are 1234 and 56 hundredths: 123,456 minor units."""
    found = read(csv(HEADER, ("C1", "2025-03", amount, "0", amount)))
    assert found.lines.select("net", "gross").rows() == [(123456, 123456)]
    assert codes(found) == []


@pytest.mark.parametrize("amount", ["1.200", "1,2,3", "12e3", "ca. 5", "1.234.5", "0x10"])
def test_an_amount_that_means_several_things_or_none_is_told_by_row(amount: str) -> None:
    """1.200 is 1200 in Berlin and 1.2 in Boston: it is no amount, and row 3 is named."""
    rows = (HEADER, ("C1", "2025-03", "5.00", "0", "5.00"), ("C2", "2025-03", amount, "0", "5.00"))
    found = read(csv(*rows))
    assert [(f.code, f.where) for f in found.findings] == [("E-MONEY", "a.csv:3")]


@pytest.mark.parametrize("amount", ["-12.50", "(12.50)", "12.50-", "−12.50", "－12.50"])
def test_amounts_in_the_buyers_favour_are_negative(amount: str) -> None:
    """However the sign is written: −12.50 is −1250 minor units."""
    found = read(csv(HEADER, ("C1", "2025-03", amount, "0", amount)))
    assert found.lines["net"].to_list() == [-1250]


def test_numbers_of_a_workbook_are_exact_and_computed_ones_rounded_as_printed() -> None:
    """0.1 is 10 cents though no float is; 900 × 8/31 = 232.258… is printed as 232.26."""
    rows = (HEADER, ("C1", "2025-03", 0.1, 0.006, 0.1), ("C2", "2025-03", 900 * 8 / 31, 0, 900))
    found = read(xlsx(*rows))
    assert found.lines.select("net", "tax", "gross").rows() == [(10, 1, 10), (23226, 0, 90000)]
    assert codes(found) == ["W-BILL-ROUNDED", "W-BILL-ROUNDED"]


@pytest.mark.parametrize(("epoch", "days"), [(False, 45717), (True, 44255)])
@pytest.mark.parametrize("is_shown_as_day", [True, False])
def test_days_as_serials_of_both_epochs(
    epoch: bool,  # noqa: FBT001 - a parameter of the test
    days: int,
    is_shown_as_day: bool,  # noqa: FBT001 - the same
) -> None:
    """1 March 2025 is 45717 from 1900 on and 44255 from 1904 on, shown as a day or as a number."""
    first: object = dt.date(2025, 3, 1) if is_shown_as_day else days
    last: object = dt.date(2025, 3, 31) if is_shown_as_day else days + 30
    rows = (("Circuit", "Start date", "End date", "Amount"), ("C1", first, last, 5))
    found = read(xlsx(*rows, options={"date_1904": epoch}))
    assert found.lines.select("from", "to").rows() == [(dt.date(2025, 3, 1), dt.date(2025, 4, 1))]


def test_a_serial_in_csv_is_no_day() -> None:
    """Nothing says which epoch it counts from."""
    header = ("Circuit", "Start date", "Amount")
    found = read(csv(header, ("C1", "45717", "5")), columns={"from": "Start date"})
    assert codes(found) == ["E-DATE"]


def test_a_last_day_is_still_billed() -> None:
    """Carriers print the last day: the first that isn't billed is the one after it."""
    rows = (("Circuit", "From", "To", "Net"), ("C1", "2025-03-01", "2025-03-31", "5"))
    assert read(csv(*rows)).lines["to"].to_list() == [dt.date(2025, 4, 1)]


def test_a_line_that_ends_before_it_begins_is_an_error() -> None:
    """One day is the shortest: from and to the same is fine, a day less isn't."""
    header = ("Circuit", "From", "To", "Net")
    same = ("C1", "2025-03-02", "2025-03-02", "5")
    assert codes(read(csv(header, same))) == []
    assert codes(read(csv(header, ("C1", "2025-03-02", "2025-03-01", "5")))) == ["E-LINE-DATES"]


def test_an_unreadable_period_is_told_by_row() -> None:
    """Not a month, nor two days."""
    found = read(csv(HEADER, ("C1", "spring", "5", "0", "5")))
    assert [(f.code, f.where) for f in found.findings] == [("E-MONTH", "a.csv:2")]


def test_chinese_headers_and_a_row_of_totals() -> None:
    """The total says 1,722.00 in all; it is a figure to check, not a line."""
    rows = (
        ("序号", "电路编号", "产品名称", "账期", "金额", "税率", "税额", "价税合计"),
        ("1", "C1", "互联网专线", "2025年3月", "812.26", "6%", "48.74", "861.00"),
        ("2", "C2", "互联网专线", "2025年3月", "812.26", "6%", "48.74", "861.00"),
        ("合计", "", "", "", "1624.52", "", "97.48", "1722.00"),
    )
    found = read(csv(*rows, mark=","))
    assert found.layout.columns == (
        "line", "circuit", "product", "period", "net", "rate", "tax", "gross",
    )  # fmt: skip
    assert found.lines["rate"].to_list() == ["0.06", "0.06"]
    assert dict(found.printed) == {"net": 162452, "tax": 9748, "gross": 172200}
    assert (found.skipped, codes(found)) == (1, [])


def test_known_ids_tell_a_column_whose_header_says_nothing() -> None:
    """Half of the column's cells are circuits of the contract."""
    rows = (("Ref A", "Ref B", "Amount"), ("X1", "C1", "5"), ("X2", "C9", "5"))
    found = read(csv(*rows), known=Known(ids=frozenset({"C1"})))
    assert found.layout.columns[1:] == ("circuit", "net")


def test_said_columns_go_first_and_an_empty_header_means_none() -> None:
    """`--column gross=Amount --column text=`."""
    rows = (("Circuit", "Amount", "Note"), ("C1", "5", "x"))
    found = read(csv(*rows), columns={"gross": "Amount", "text": ""})
    assert found.layout.columns == ("circuit", "gross", "")
    with pytest.raises(LineproofError, match="Amont"):
        read(csv(*rows), columns={"gross": "Amont"})


def test_a_confirmed_layout_is_used_silently_and_only_for_its_headers() -> None:
    """The same headers: known, and read as confirmed even where a guess would differ."""
    rows = (("Circuit", "Amount"), ("C1", "5"))
    layout = Layout(("Circuit", "Amount"), ("circuit", "gross"))
    known = read(csv(*rows), layouts=(layout,))
    assert (known.is_known, known.layout.columns) == (True, ("circuit", "gross"))
    other = read(csv(("Circuit", "Amounts"), ("C1", "5")), layouts=(layout,))
    assert not other.is_known


def test_words_for_charges_become_ours_and_stay_in_the_note() -> None:
    """A discount is a credit; what the provider called it isn't lost."""
    rows = (("Circuit", "Charge type", "Amount", "Note"), ("C1", "Discount", "-5", "Q1"))
    found = read(csv(*rows))
    assert found.lines.select("charge", "text").rows() == [("credit", "Discount Q1")]


def test_charges_are_told_by_words_only_where_no_column_has_them() -> None:
    """A late fee is one; where the sheet calls it rent, it is rent, and an unknown word is none."""
    header = ("Circuit", "Product", "Amount", "Charge type")
    rows = (("", "Late fee", "15", "Rent"), ("", "Late fee", "15", "Misc"), ("C1", "x", "5", ""))
    assert read(csv(header, *rows)).lines["charge"].to_list() == ["rent", None, None]
    bare = read(csv(header[:3], *(row[:3] for row in rows)))
    assert bare.lines["charge"].to_list() == ["interest", "interest", None]


def test_lines_without_numbers_of_their_own_are_numbered_by_row() -> None:
    """A number twice, as in a bill by site, numbers nothing."""
    rows = (("No", "Circuit", "Amount"), ("1", "C1", "5"), ("1", "C2", "5"))
    assert read(csv(*rows)).lines["line"].to_list() == ["2", "3"]


def test_several_bills_in_one_sheet_are_refused_and_one_gives_its_number() -> None:
    """A bill is imported as one."""
    header = ("Invoice no", "Circuit", "Amount")
    one = read(csv(header, ("R1", "C1", "5"), ("R1", "C2", "5")))
    assert (one.number, codes(one)) == ("R1", [])
    two = read(csv(header, ("R1", "C1", "5"), ("R2", "C2", "5")))
    assert (two.number, codes(two)) == ("", ["E-BILL-NUMBER"])


def test_formulas_are_no_values_and_ids_that_would_run_are_refused() -> None:
    """A workbook's formula counts by its last value; `=1+1` as text is no id."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Circuit", "Amount", "Note"))
        sheet.write_row(1, 0, ("C1",))
        sheet.write_formula(1, 1, "=2+3", None, 5)
        sheet.write_string(1, 2, "=cmd|' /C calc'!A0")
    found = read(buffer.getvalue())
    assert found.lines.select("net", "text").rows() == [(500, "'=cmd|' /C calc'!A0")]
    wrong = read(csv(("Circuit", "Amount"), ("=1+1", "5")))
    assert codes(wrong) == ["E-CELL-FORMULA"]


def test_hidden_sheets_are_not_read() -> None:
    """The first sheet one sees is the table."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        hidden, shown = book.add_worksheet(), book.add_worksheet()
        hidden.write_row(0, 0, ("Circuit", "Amount"))
        hidden.write_row(1, 0, ("HIDDEN", 9))
        shown.write_row(0, 0, ("Circuit", "Amount"))
        shown.write_row(1, 0, ("C1", 5))
        shown.activate()
        hidden.hide()
    assert read(buffer.getvalue()).lines["circuit"].to_list() == ["C1"]


def test_merged_cells_are_refused() -> None:
    """Only the first of them would hold the id."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Circuit", "Amount"))
        sheet.merge_range("A2:A3", "C1")
        sheet.write_column(1, 1, (5, 6))
    assert codes(read(buffer.getvalue())) == ["E-CELL-MERGED"]


def test_a_million_empty_rows_are_not_lines() -> None:
    """Formats alone reach down to the last row that a sheet may have; one line is there."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row(0, 0, ("Circuit", "Amount"))
        sheet.write_row(1, 0, ("C1", 5))
        sheet.write_blank(1_048_575, 0, None, bold)
    assert read(buffer.getvalue()).lines.height == 1


def test_a_sheet_without_amounts_says_which_option_names_them() -> None:
    """Nothing could be compared."""
    found = read(csv(("Circuit", "Note"), ("C1", "x"), ("C2", "y")))
    assert "E-COLUMN-MISSING" in codes(found)


def test_another_unit_is_refused() -> None:
    """万元 are ten thousands."""
    found = read("电路编号,金额(万元)\nC1,5\n".encode())
    assert codes(found) == ["E-COLUMN-UNIT"]


def test_no_cells_no_bill() -> None:
    """An empty file has no header."""
    with pytest.raises(InputRefusedError):
        read(b"")


def test_what_nobody_confirmed_is_told_with_the_headers() -> None:
    """The error names each column that is used."""
    finding = unconfirmed(read(csv(("Circuit", "Amount"), ("C1", "5"))), file="a.csv")
    assert finding.code == "E-BILL-COLUMNS"
    assert 'circuit = "Circuit", net = "Amount"' in finding.message
