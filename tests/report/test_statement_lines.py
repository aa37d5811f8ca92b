"""The lines of a statement."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl

from lineproof.contract.case import View
from lineproof.report.statement_lines import STATEMENT_LINES, line_names, statement_lines
from lineproof.settle.settlement import Settlement


def test_lines_have_names_and_evidence(settled: Settlement, known: View) -> None:
    """From the price list with its line in the contract, from the schedule with its row."""
    found = statement_lines(settled, known)
    assert tuple(found.columns) == STATEMENT_LINES
    assert found.height == settled.lines.height
    first, fourth = found.row(0, named=True), found.row(2, named=True)
    assert (first["service"], first["place"]) == ("phase 1 access 8 Mbit/s", "")
    assert first["evidence"].startswith("contract.toml:")
    assert (fourth["place"], fourth["service"]) == ("C-4, 东区 rural", "ethernet 100 Mbit/s")
    assert fourth["evidence"] == "circuits.csv:5"


def test_shares_read_as_days_of_the_month(settled: Settlement, known: View) -> None:
    """28/31 as it is; 56/62 is 28/31; 1/30 isn't whole days of 31; a full month is 1."""
    rows = settled.lines.head(4).with_columns(
        pl.Series("share_num", [31, 28, 56, 1], dtype=pl.Int64),
        pl.Series("share_den", [31, 31, 62, 30], dtype=pl.Int64),
    )
    found = statement_lines(dataclasses.replace(settled, lines=rows), known)
    assert found["share"].to_list() == ["1", "28/31", "28/31", "1/30"]


def test_the_last_day_is_in_the_line(settled: Settlement, known: View) -> None:
    """`to` is the first day no longer in it: 1 April is 31 March for people."""
    assert statement_lines(settled, known)["last"][0] == dt.date(2025, 3, 31)


def test_a_line_without_a_name_stays(settled: Settlement, known: View) -> None:
    """Interest is on a payment, which no schedule names."""
    found = statement_lines(settled, known).filter(pl.col("charge") == "late_interest")
    assert found["service"].to_list() == [""]


def test_each_line_is_named_once(known: View) -> None:
    """An amendment that names a line again doesn't double it."""
    names = line_names(known)
    assert names.select("term", "line").is_duplicated().sum() == 0
    assert names.filter(pl.col("line") == "SETUP")["service"].to_list() == [
        "set-up of the rural sites"
    ]
