"""The workbook, read back with openpyxl and computed again by LibreOffice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import random
import re
import subprocess
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import polars as pl
import pytest
from tests.seal.measured import measured_folder

from lineproof.contract.case import View, view
from lineproof.model.errors import LineproofError
from lineproof.model.finding import Finding
from lineproof.model.money import round_half_away
from lineproof.report.statement import Statement, statement_of
from lineproof.report.wording import LANGUAGES, Language
from lineproof.report.xlsx import statement_xlsx
from lineproof.report.xlsx_lines import FORMULAS_MAX
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import LINE_SCHEMA, Bounded, Factor, Settlement, TaxPart
from lineproof.store.cases import open_case

CACHED = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")


def opened(content: bytes, *, is_computed: bool = False) -> Any:  # noqa: ANN401 - untyped library
    """Return a workbook; is_computed: with values in place of formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=is_computed)


def without_values(content: bytes) -> bytes:
    """Return a workbook whose formulas have lost their values, so that they must be computed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, CACHED.sub(rb"\1", source.read(name)))
    return out.getvalue()


def recomputed(contents: dict[str, bytes], folder: Path) -> dict[str, Any]:
    """Return workbooks as LibreOffice computes them, without having seen our values."""
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(without_values(content))
    command = [
        "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "computed"),
        *(str(folder / f"{name}.xlsx") for name in contents),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    computed = folder / "computed"
    return {n: opened((computed / f"{n}.xlsx").read_bytes(), is_computed=True) for n in contents}


def exclusive(settled: Settlement) -> Settlement:
    """Return the month priced without 6 % tax: 21,558.21 × 0.06 = 1,293.4926 = 1,293.49."""
    part = TaxPart(
        Fraction(6, 100), 2155821, 129349, "III.7", "price", is_inclusive=True, round_at="category"
    )
    return dataclasses.replace(
        settled, taxes=(part,), gross=Bounded.exactly(2285170), net=Bounded.exactly(2155821),
        tax=Bounded.exactly(129349),
    )  # fmt: skip


def ties(settled: Settlement, count: int) -> Settlement:
    """Return a month of units cut in two, of thirtieths, many of them exactly at half a cent.

    Each unit's rents and deductions follow Arithmetic 1 to 3, in exact fractions.
    """
    chance = random.Random(7)  # noqa: S311 - test data
    shares = (Fraction(9, 10), Fraction(17, 20), Fraction(2, 3), Fraction(1))
    rows = []
    for unit in range(count):
        rent, factor = chance.randrange(1, 2_000_000), chance.randrange(len(shares))
        quantity, first = chance.choice((1, 1, 198)), chance.choice((3, 15, 20))
        for charge, paid in (("rent", Fraction(1)), ("deduction", shares[factor])):
            done = 0
            for days, start in ((first, 1), (30 - first, first + 1)):
                share = Fraction(rent * (days if start == 1 else 30), 30)
                running = round_half_away(share * paid)
                rows.append({
                    "line": str(unit), "charge": charge, "from": dt.date(2025, 3, start),
                    "to": dt.date(2025, 3, start + days), "amount": (running - done) * quantity,
                    "clause": "1", "term": "ANNEX-1", "unit": unit, "quantity": quantity,
                    "rent": rent, "share_num": days, "share_den": 30, "factor": factor, "rule": 0,
                    "rent_source": 2, "rent_row": unit,
                })  # fmt: skip
                done = running
            if charge == "deduction":
                rents = rows[-4:-2]
                for with_factor, whole in zip(rows[-2:], rents, strict=True):
                    with_factor["amount"] -= whole["amount"]  # type: ignore[operator]
    lines = pl.DataFrame(rows, schema=LINE_SCHEMA)
    rulings = tuple((Factor("SLA", "1", "score", None, "", share),) for share in shares)
    gross = Bounded.exactly(int(lines["amount"].sum()))
    return dataclasses.replace(
        settled, lines=lines, factors=rulings, gross=gross, payable=gross, net=gross,
        tax=Bounded.exactly(0), taxes=(), due=(),
    )  # fmt: skip


def test_formulas_add_up_to_the_settlement(
    settled: Settlement, blocked: Settlement, known: View, tmp_path: Path
) -> None:
    """LibreOffice computes each formula afresh: the value we wrote beside it, to the cent.

    Full, prorated, factored, blocked and exclusive months, and 400 units with ties.
    """
    months = {"settled": settled, "blocked": blocked, "exclusive": exclusive(settled),
              "ties": ties(settled, 400)}  # fmt: skip
    made = {
        name: statement_xlsx(statement_of(month, known, ()), language="en")
        for name, month in months.items()
    }
    computed = recomputed(made, tmp_path)
    for name, content in made.items():
        formulas, values = opened(content), opened(content, is_computed=True)
        count = 0
        for sheet in formulas.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        expected = values[sheet.title][cell.coordinate].value
                        found = computed[name][sheet.title][cell.coordinate].value
                        assert abs(found - expected) < 1e-6, (name, sheet.title, cell.coordinate)
                        count += 1
        assert count > (1600 if name == "ties" else 10), name


def test_what_availability_takes_off_is_computed_too(tmp_path: Path) -> None:
    """31.00 by the bands and 31.00 for the outage are formulas that LibreOffice computes alike."""
    folder = measured_folder(tmp_path / "c")
    case = open_case(folder)
    month = settle(case, Asked(dt.date(2024, 1, 1), findings=()))
    made = statement_xlsx(statement_of(month, view(case), ()), language="en")
    lines, computed = opened(made)["Lines"], recomputed({"m": made}, tmp_path)["m"]["Lines"]
    rows = [n for n in range(3, lines.max_row + 1) if lines[f"B{n}"].value == "Deduction"]
    assert all(str(lines[f"M{n}"].value).startswith("=ROUND(") for n in rows)
    assert [round(computed[f"M{n}"].value, 2) for n in rows] == [-31.00, -31.00]


def test_each_line_of_the_contract_arithmetic_is_live(settled: Settlement, known: View) -> None:
    """Rents and deductions are formulas; what is owed once and interest are values."""
    sheet = opened(statement_xlsx(statement_of(settled, known, ()), language="en"))["Lines"]
    how = {row[0].value: row[-1].value for row in sheet.iter_rows(min_row=3)}
    assert how == {1: "formula", 2: "formula", 3: "formula", 4: "formula", 5: "value", 6: "value"}


def test_the_check_says_nothing_differs(settled: Settlement, known: View) -> None:
    """The last row of the check is 0.00, by formula."""
    content = statement_xlsx(statement_of(settled, known, ()), language="zh")
    rows = list(opened(content, is_computed=True)["结算单"].iter_rows(values_only=True))
    (difference,) = (row[5] for row in rows if row[1] == "与结算结果之差")
    assert difference == 0
    payable, its_difference = (row[5] for row in rows if row[1] == "应付金额")
    assert (payable, its_difference) == (20558.21, 0)


def test_texts_are_never_formulas(settled: Settlement, known: View) -> None:
    """A service named =2+3 and a reason =1+1 are texts, and quoted, so that they stay so."""
    book = opened(statement_xlsx(statement_of(settled, known, ()), language="en"))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    odd = [c for c in cells if c.value in {"=2+3", "=1+1"}]
    assert len(odd) == 7
    assert {c.data_type for c in odd} == {"s"}
    assert all(c.quotePrefix for c in odd)
    formulas = {c.value[:5] for c in cells if c.data_type == "f"}
    assert all(text.startswith(("=ROUN", "=(ROU", "=SUM", "=G")) for text in formulas)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_amounts_stay_empty(blocked: Settlement, known: View, language: Language) -> None:
    """An empty cell beside its bounds; a zero would be a claim."""
    book = opened(statement_xlsx(statement_of(blocked, known, ()), language=language))
    lines = book.worksheets[1]
    heads = [cell.value for cell in lines[2]]
    amount = heads.index({"en": "Amount", "zh": "金额"}[language])
    unknown = [row for row in lines.iter_rows(min_row=3, values_only=True) if row[amount] is None]
    assert len(unknown) == 5
    assert unknown[1][amount + 1 : amount + 3] == (-325.16, 0)


def test_sheets_are_named_frozen_and_numbered(
    settled: Settlement, known: View, findings: tuple[Finding, ...]
) -> None:
    """Four sheets, each printed with its page number."""
    book = opened(statement_xlsx(statement_of(settled, known, findings), language="en"))
    assert book.sheetnames == ["Statement", "Lines", "Payments", "Terms and findings"]
    assert book["Lines"].freeze_panes == "D3"
    assert all("&P / &N" in sheet.oddFooter.right.text or sheet.oddFooter.right.text
               for sheet in book.worksheets)  # fmt: skip
    texts = [c.value for row in book["Terms and findings"].iter_rows() for c in row]
    assert {"STOP-RENT", "ODD", "Q-ROLL", "E-TOTAL", "answered"} <= set(texts)


def test_the_same_statement_is_the_same_file(settled: Settlement, known: View) -> None:
    """Its date of creation is the period's last day."""
    first, second = (
        statement_xlsx(statement_of(settled, known, ()), language="en") for _ in range(2)
    )
    assert first == second
    assert opened(first).properties.created == dt.datetime(2025, 3, 31)  # noqa: DTZ001 - no zone


def test_many_lines_are_values(many: Callable[[int], Settlement], known: View) -> None:
    """From 50,001 on, and the sheet says so; the sums are formulas all the same."""
    statement = statement_of(many(FORMULAS_MAX + 1), known, ())
    content = statement_xlsx(statement, language="en")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows = book["Lines"].iter_rows(max_row=3, values_only=True)
    assert "More than 50,000 lines" in next(rows)[0]
    next(rows)
    assert 600 in next(rows)
    sums = [c for row in book["Statement"].iter_rows(values_only=True) for c in row]
    assert any(str(c).startswith("=SUMIFS('Lines'!$M$3:$M$50003,") for c in sums)


def test_more_lines_than_a_sheet_are_refused(known: View, settled: Settlement) -> None:
    """1,048,576 rows less the two of the head; nothing is cut off silently."""
    statement = statement_of(settled, known, ())
    too_many = dataclasses.replace(statement, lines=statement.lines[[0] * 1_048_575])
    with pytest.raises(LineproofError, match="1,048,575 lines, and a sheet holds 1,048,574"):
        statement_xlsx(too_many, language="en")


def test_amounts_beyond_a_spreadsheets_digits_are_texts(settled: Settlement, known: View) -> None:
    """10,000,000,000,000.00 has 16 digits; a number would lose its cents."""
    statement: Statement = dataclasses.replace(
        statement_of(settled, known, ()), carried=Bounded.exactly(10**15 + 1)
    )
    book = opened(statement_xlsx(statement, language="en"))
    cells = [c.value for row in book["Statement"].iter_rows() for c in row]
    assert "10,000,000,000,000.01" in cells
