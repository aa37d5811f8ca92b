"""Are the circuits that match a table that says all there is of them, and reads again the same?"""

from __future__ import annotations

import pytest
from tests.web.conftest import EXAMPLES

from lineproof.model.circuit import CIRCUITS
from lineproof.report.guarded_csv import guarded_csv
from lineproof.report.table_xlsx import table_xlsx
from lineproof.sources.table_file import read_table
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Circuit, Contract
from lineproof.web.known.case import at, known
from lineproof.web.known.circuit_table import (
    FIGURES,
    TEXTS,
    circuit_table,
    lines_of,
    matching_lines,
)
from lineproof.web.who.people import Organisation


@pytest.fixture
def circuits(organisation: Organisation) -> Contract:
    """Return the contract of 121 circuits."""
    return take_in(EXAMPLES / "02-circuits-121", organisation, by="operator")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_reads_again_as_equal_circuits(ending: str, circuits: Contract) -> None:
    """By the reader of schedules: every column and row as in the file that was signed."""
    table = circuit_table(circuits, {})
    content = (
        guarded_csv(table, TEXTS & set(table.columns))
        if ending == "csv"
        else table_xlsx(table, FIGURES)
    )
    read = read_table(
        content, file=f"c.{ending}", table=CIRCUITS, currency_digits=2, timezone="UTC"
    )
    assert read.findings == ()
    [there] = known(at(circuits)).case.schedules.values()
    assert read.frame.drop("row").equals(there.sort("row").drop("row"))


def test_what_matches_is_what_begins_so(circuits: Contract) -> None:
    """As many as rows of the database that begin so; a pattern is only a text."""
    expected = Circuit.objects.filter(service__startswith="ethernet-b").order_by("pk")
    lines = list(expected.values_list("line", flat=True))
    assert matching_lines(circuits, {"service": "ethernet-b", "line": ""}) == lines != []
    assert matching_lines(circuits, {"site": "."}) == []
    keys = [each.pk for each in expected[:2]]
    assert lines_of(circuits, [*keys, 10**9]) == lines[:2]


def test_price_lines_are_there_as_well(contract: Contract) -> None:
    """Seven of the first example, three of which begin with 1."""
    table = circuit_table(contract, {})
    assert table.columns == ["line", "site", "bandwidth", "monthly_rent"]
    assert table.get_column("monthly_rent")[0] == "113.00"
    assert table.height == 7
    assert matching_lines(contract, {"line": "1"}) == ["1a", "1b", "1c"]
