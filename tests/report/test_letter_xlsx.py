"""Does the table hold every line, as text where the provider wrote it, with sums that compute?"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl
from tests.report.objections import LINES, OBJECTION, SENDER
from tests.report.test_xlsx import opened, recomputed

from lineproof.report.letter_xlsx import letter_xlsx


def test_causes_add_up_again(tmp_path: Path) -> None:
    """LibreOffice sums the lines by cause: 90.00, 102.00, 90.40, in all 282.40."""
    made = letter_xlsx(OBJECTION, SENDER, language="en")
    front = recomputed({"table": made}, tmp_path)["table"].worksheets[0]
    rows = {row[0]: row[4] for row in front.iter_rows(min_row=5, values_only=True)}
    assert rows == {"billed twice": 90, "ceased": 102, "missing credit": 90.4, "Total CNY": 282.4}


def test_every_line_is_there_with_its_last_day() -> None:
    """10 lines; March ends with the 31st."""
    back = opened(letter_xlsx(OBJECTION, SENDER, language="zh")).worksheets[1]
    rows = [*back.iter_rows(min_row=2, values_only=True)]
    assert len(rows) == 10
    assert f"{rows[0][4]:%m-%d}" == "03-31"
    assert rows[8][:3] == ("940", "40", "C-40")


def test_a_formula_of_the_provider_stays_text() -> None:
    """A circuit billed as `=HYPERLINK(…)` is a text, and marked as one."""
    evil = '=HYPERLINK("http://x")'
    lines = LINES.with_columns(circuit=pl.lit(evil))
    made = letter_xlsx(dataclasses.replace(OBJECTION, lines=lines), SENDER, language="en")
    cell = opened(made).worksheets[1]["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (evil, "s", True)


def test_the_same_letter_has_the_same_table() -> None:
    """No clock in it."""
    made = letter_xlsx(OBJECTION, SENDER, language="en")
    assert made == letter_xlsx(OBJECTION, SENDER, language="en")
