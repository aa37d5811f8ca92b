"""What a statement says, whatever shows it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from lineproof.contract.case import View, view
from lineproof.contract.check import check
from lineproof.model.finding import Finding
from lineproof.model.period import parse_month
from lineproof.report.statement import Charge, PartMonths, Statement, statement_of
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement
from lineproof.sources.folder import read_case

EXAMPLES = Path(__file__).parents[2] / "examples"


def charge_of(statement: Statement, charge: str, term: str) -> Charge:
    """Return one charge of a statement."""
    (found,) = (c for c in statement.charges if (c.charge, c.term) == (charge, term))
    return found


def test_it_names_both_parties_and_the_days(
    settled: Settlement, known: View, findings: tuple[Finding, ...]
) -> None:
    """Both days are in the period: 1 to 31 March."""
    found = statement_of(settled, known, findings)
    assert found.buyer.name.startswith("Northern District")
    assert found.buyer.tax_id == "91110000000000000X"
    assert found.provider.tax_id == ""
    assert (found.first, found.last) == (dt.date(2025, 3, 1), dt.date(2025, 3, 31))
    assert found.signed == dt.date(2024, 10, 23)
    assert found.findings == findings


def test_charges_sum_to_the_lines(settled: Settlement, known: View) -> None:
    """22,374.00 + 912.90 - 2,237.40 - 91.29 + 300.00 + 300.00 = 21,558.21."""
    found = statement_of(settled, known, ())
    amounts = [charge.amount.value for charge in found.charges]
    assert amounts == [2237400, 91290, -223740, -9129, 30000, 30000]
    assert found.lines["amount"].sum() == 2155821


def test_a_charge_knows_its_rule(settled: Settlement, known: View) -> None:
    """Lines 4 and 9 are in parts under 6.5.1; the score 85 leaves 90 %; interest is on 10,000."""
    found = statement_of(settled, known, ())
    assert charge_of(found, "rent", "PRICES").parts == ()
    assert charge_of(found, "rent", "ANNEX-1").parts == (
        PartMonths(count=2, method="actual_days", clause="6.5.1"),
    )
    (factor,) = charge_of(found, "deduction", "ANNEX-1").factors
    assert (factor.factor, factor.band) == (Fraction(9, 10), "[80, 90)")
    interest = charge_of(found, "late_interest", "LATE")
    assert (interest.rate, interest.base, interest.name) == (Fraction(3, 1000), 1000000, "2025-01")
    once = charge_of(found, "one_off", "SETUP")
    assert (once.name, once.day) == ("set-up of the rural sites", dt.date(2025, 3, 10))


def test_what_is_unknown_keeps_its_bounds(blocked: Settlement, known: View) -> None:
    """-2,237.40 × 4 = -8,949.60; no reading's factor is told as if it held."""
    found = charge_of(statement_of(blocked, known, ()), "deduction", "PRICES")
    assert (found.amount.value, found.amount.low, found.amount.high) == (None, -894960, 0)
    assert found.factors == ()


def test_terms_not_computed_are_never_dropped(settled: Settlement, known: View) -> None:
    """Each with its kind, clause and what it says."""
    first, second = statement_of(settled, known, ()).not_computed
    assert (first.id, first.kind, first.clause, first.text) == (
        "STOP-RENT", "notice", "5.1", "stopping the rent",
    )  # fmt: skip
    assert (second.kind, second.text) == ("unmodelled", "=1+1")


def test_many_lines_take_columns(many: Callable[[int], Settlement], known: View) -> None:
    """200,000 lines without an object each; half a second would do for them."""
    million = many(200_000)
    start = time.perf_counter()
    assert statement_of(million, known, ()).lines.height == 200_000
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("month", "charges"),
    [
        ("2025-03", {"rent": 210968, "delay_penalty": -34839, "one_off": 50000}),
        ("2025-06", {"rent": 228000, "early_end": 79500}),
    ],
)
def test_whatever_is_charged_is_stated(month: str, charges: dict[str, int]) -> None:
    """1,500.00 + 261.29 + 348.39 of rent, the penalty and the fee of March: the example's README.

    June: 900.00 + 180.00 + 300.00 + 900.00 of rent, and leaving early.
    """
    case = read_case(EXAMPLES / "10-circuits-121-2025")
    seen = view(case)
    found = statement_of(settle(case, Asked(parse_month(month), findings=check(case))), seen, ())
    assert {each.charge: each.amount.value for each in found.charges} == charges
