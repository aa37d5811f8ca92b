"""Every header has one meaning, or a finding."""

from __future__ import annotations

import pytest

from lineproof.model.circuit import CIRCUITS
from lineproof.sources.columns import match_columns


def _codes(*header: str) -> list[str]:
    """Return the codes of what is wrong with a header."""
    return [f.code for f in match_columns(header, table=CIRCUITS, where="a.csv:1")[1]]


def test_names_and_aliases_mean_the_same() -> None:
    """In any order; optional columns may lack."""
    places, findings = match_columns(("月租（元）", "LINE"), table=CIRCUITS, where="a.csv:1")
    assert (places, findings) == ({"monthly_rent": "0", "line": "1"}, ())


def test_a_lacking_required_column_is_told_with_its_names() -> None:
    """circuits.csv needs a monthly rent."""
    _, (finding,) = match_columns(("line",), table=CIRCUITS, where="a.csv:1")
    assert (finding.code, finding.where) == ("E-COLUMN-MISSING", "a.csv:1")
    assert "月租" in finding.fix


def test_an_unknown_column_is_told_with_the_nearest() -> None:
    """`montly rent` lacks a letter."""
    _, findings = match_columns(("line", "rent", "strat"), table=CIRCUITS, where="a.csv:1")
    assert [f.code for f in findings] == ["E-COLUMN-UNKNOWN"]
    assert "start (start date" in findings[0].fix


def test_an_unknown_column_like_none_is_told_with_all() -> None:
    """Nothing is near to it."""
    _, (finding,) = match_columns(("line", "rent", "备注"), table=CIRCUITS, where="a.csv:1")
    assert "bandwidth (" in finding.fix


def test_two_headers_of_one_column_are_told() -> None:
    """No and 序号 are both the line; so is the same header twice."""
    assert _codes("No", "序号", "rent") == ["E-COLUMN-DUPLICATE"]
    assert _codes("line", "line", "rent") == ["E-COLUMN-DUPLICATE"]


@pytest.mark.parametrize("header", ["月租(万元)", "月租（千元/月）", "rent (thousand CNY)"])
def test_another_unit_in_brackets_is_told(header: str) -> None:
    """It would be wrong by a factor of a thousand or ten thousand."""
    assert _codes("line", header) == ["E-COLUMN-UNIT"]


@pytest.mark.parametrize("header", ["bandwidth (Gbps)", "带宽(k)", "带宽（G）"])
def test_another_unit_of_bandwidth_is_told(header: str) -> None:
    """Bandwidth is in Mbit/s."""
    assert _codes("line", "rent", header) == ["E-COLUMN-UNIT"]


def test_the_columns_own_unit_in_brackets_is_fine() -> None:
    """元 and Mbps are what the columns are in."""
    assert _codes("line", "月租(元/月)", "带宽(Mbps)") == []
