"""Does what is owed add up to what the month claims, credits in the month they land in?"""

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from lineproof.reconcile.owed import CREDIT, INTEREST, ONE_OFF, OWED_ROWS, RENT, Owed

D = dt.date
CIRCUITS = [{"line": "1", "id": "C1", "monthly_rent": 60_000, "start": D(2024, 1, 1)}]
SCORED = (
    {"id": "CARD", "kind": "scorecard", "base": "100",
     "items": [{"item": "a", "metric": "m", "max_points": "100", "deduction": "manual"}]},
    {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
     "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]},
)  # fmt: skip
LATER = {"id": "CREDIT", "kind": "credit", "cycle": "next_month", "after_last": "refund"}
SCORES = {"scores": [{"month": "2024-02", "points": "80"}, {"month": "2024-03", "points": "80"}]}


def by_class(claim: Owed) -> dict[str, int]:
    """Return what each kind of row comes to."""
    sums = claim.rows.group_by("class").agg(pl.col("gross_low").sum())
    return dict(sums.iter_rows())


def test_a_reduction_of_the_month_is_on_its_line(claimed: Callable[..., Owed]) -> None:
    """600.00 at 90 %: 540.00, the rent beside it, and the factor that says so."""
    claim = claimed("2024-03", circuits=CIRCUITS, terms=SCORED, records=SCORES)
    columns = ("low", "high", "rent", "price", "factor_num", "factor_den")
    assert claim.rows.select(columns).rows() == [(54_000, 54_000, 60_000, 60_000, 9, 10)]
    assert (list(claim.rows.columns), claim.rest, claim.bounds) == (list(OWED_ROWS), 0, None)


def test_a_reduction_that_lands_later_is_in_the_later_month(claimed: Callable[..., Owed]) -> None:
    """March is 600.00 less February's 60.00; March's own comes in April."""
    claim = claimed("2024-03", circuits=CIRCUITS, terms=(*SCORED, LATER), records=SCORES)
    assert by_class(claim) == {RENT: 60_000, CREDIT: -6_000}


def test_several_months_stand_side_by_side(claimed: Callable[..., Owed]) -> None:
    """Two months of 540.00, each in its place, whatever order they are asked in."""
    claim = claimed("2024-03", "2024-02", circuits=CIRCUITS, terms=SCORED, records=SCORES)
    assert [days.start for days in claim.months] == [D(2024, 2, 1), D(2024, 3, 1)]
    assert claim.rows.select("month", "low").rows() == [(0, 54_000), (1, 54_000)]


def test_a_one_off_charge_is_a_row_of_its_own(claimed: Callable[..., Owed]) -> None:
    """A move in March costs 50.00 besides the rent."""
    moved = {"lifecycle": [{"line": "1", "event": "moved", "date": D(2024, 3, 9),
                            "one_off": 5_000, "value": "there"}]}  # fmt: skip
    claim = claimed("2024-03", circuits=CIRCUITS, terms=(), records=moved)
    assert by_class(claim) == {RENT: 60_000, ONE_OFF: 5_000}


def test_tax_rounded_once_leaves_a_rest(claimed: Callable[..., Owed]) -> None:
    """3 × 0.13: R(0.39 × 0.19) = 0.07 against 3 × R(0.0247) = 0.06."""
    tax = {"id": "T", "kind": "tax", "rate": "0.19", "inclusive": False}
    circuits = [{**CIRCUITS[0], "line": str(n), "id": f"C{n}", "monthly_rent": 13}
                for n in (1, 2, 3)]  # fmt: skip
    claim = claimed("2024-03", circuits=circuits, terms=(tax,))
    assert (by_class(claim), claim.rest) == ({RENT: 45}, 1)


def test_an_unknown_score_leaves_bounds(claimed: Callable[..., Owed]) -> None:
    """Nobody scored March: 540.00 to 600.00."""
    claim = claimed("2024-03", circuits=CIRCUITS, terms=SCORED)
    assert claim.bounds == (54_000, 60_000)
    assert claim.rows.select("low", "high").rows() == [(54_000, 60_000)]


def test_the_objection_clause_is_the_latest(claimed: Callable[..., Owed]) -> None:
    """A contract may have none."""
    clause = {"id": "O", "kind": "bill_objection", "within": 5, "meanwhile": "pay_first"}
    assert claimed("2024-03", circuits=CIRCUITS, terms=()).objection is None
    found = claimed("2024-03", circuits=CIRCUITS, terms=(clause,)).objection
    assert found is not None
    assert found.within == 5


def test_nothing_is_owed_for_no_month(claimed: Callable[..., Owed]) -> None:
    """A bill is for some month: our own mistake."""
    with pytest.raises(AssertionError):
        claimed(circuits=CIRCUITS, terms=())


@pytest.mark.parametrize(("who", "interest"), [("buyer", 1_000), ("provider", 1_800)])
def test_what_a_cap_takes_off_interest_is_interest(
    claimed: Callable[..., Owed], who: str, interest: int
) -> None:
    """600.00 due on 1 March, 1 ‰ a day from the 2nd: 30 days are 18.00, of which 10.00 are left.

    What the provider answers for changes nothing about it.
    """
    terms = (
        {"id": "PLAN", "kind": "payment_plan", "mode": "by_date",
         "items": [{"item": "a", "amount": "600.00", "on": D(2024, 3, 1)}]},
        {"id": "LATE", "kind": "late_interest", "rate": "0.001"},
        {"id": "CAP", "kind": "liability_cap", "who": who, "share": "0.01",
         "base": "contract_amount"},
    )  # fmt: skip
    head = {"stated_total": "1000.00"}
    records: dict[str, list[object]] = {"payments": []}
    claim = claimed("2024-03", circuits=CIRCUITS, terms=terms, records=records, head=head)
    assert by_class(claim)[INTEREST] == interest
