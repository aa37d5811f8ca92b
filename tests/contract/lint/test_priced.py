"""What may the prices add up to? (Totals in findings: test_totals.py.)"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.contract.case import Case, view
from lineproof.contract.lint.priced import Bounds, month_minor, possible_totals, total_minor
from lineproof.contract.lint.view import LintView, lint_view

Minimal = Callable[..., Case]
DAY = dt.date


def seen(case: Case) -> LintView:
    """Return a case as rules read it."""
    return lint_view(view(case, is_answered=False))


def line(**cells: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell
    """Return a circuit at 900.00 a month."""
    return {"line": "7", "id": "C7", "monthly_rent": 90000} | cells


def test_a_row_of_part_months_leaves_bounds(minimal: Minimal) -> None:
    """From 16 September on: 3 to 4 × 900.00, beside the list's 1,200.00; printed 3,150.00."""
    case = minimal(circuits=[line(start=DAY(2024, 9, 16), stated_amount=315000)])
    computed, printed = possible_totals(seen(case))
    assert computed == Bounds(390000, 480000)
    assert printed == Bounds(435000, 435000)
    assert (computed.distance(480001), computed.distance(400000)) == (1, 0)


def test_a_price_for_part_months_has_no_total(minimal: Minimal) -> None:
    """From 16 September on, a list has no whole months: nothing is compared."""
    prices = {"id": "P", "kind": "price_lines", "effective_from": DAY(2024, 9, 16),
              "lines": [{"line": "1", "name": "n", "qty": 1, "monthly_rent": "1.00"}]}  # fmt: skip
    assert possible_totals(seen(minimal(terms=[prices]))) == ()
    assert total_minor(seen(minimal(terms=[prices]))) is None


def test_a_term_without_prices_has_no_total(minimal: Minimal) -> None:
    """Nothing is priced, nothing is 0.00."""
    assert possible_totals(seen(minimal(terms=[]))) == ()


def test_a_month_is_the_rent_of_every_line(minimal: Minimal) -> None:
    """100.00 of the list and 900.00 of a circuit; without rent, a share of the total."""
    assert month_minor(seen(minimal(circuits=[line()]))) == 100000
    charge = {"id": "C", "kind": "one_off", "name": "n", "amount": "100.00", "due": "signed"}
    assert month_minor(seen(minimal(terms=[charge]))) == 833
    assert month_minor(seen(minimal(terms=[]))) is None


def test_what_an_amendment_adds_is_not_in_the_signed_total(minimal: Minimal) -> None:
    """The stated total was signed before it."""
    charge = {"id": "C", "kind": "one_off", "name": "n", "amount": "100.00", "due": "signed",
              "clause": "A"}  # fmt: skip
    amendment = {"id": "A", "signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
                 "known_at": DAY(2024, 6, 1), "clause": "A", "adds": [charge]}  # fmt: skip
    assert total_minor(seen(minimal(amendment=[amendment]))) == 120000
