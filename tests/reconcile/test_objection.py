"""Is what we object to what isn't owed, no more, and each point with its clause?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.assess.agenda import agenda
from lineproof.contract.case import View
from lineproof.contract.check import check
from lineproof.model.errors import InputRefusedError
from lineproof.model.period import parse_month
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.objection import cited_in, claim_of, objection_to
from lineproof.reconcile.reconciliation import DIFFERENCE_SCHEMA, Reconciliation, Tolerated
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Settlement

D = dt.date
Viewed = Callable[..., Any]
OBJECT = {"id": "O", "kind": "bill_objection", "clause": "9.1", "within": 10, "unit": "days",
          "meanwhile": "withhold_disputed", "quote": "within ten days"}  # fmt: skip
RECEIVED = {"invoices": [{"number": "B1", "amount": 1, "received": D(2024, 3, 4)}]}


def found(
    *rows: tuple[str, str, int, int, int], tolerated: tuple[Tolerated, ...] = ()
) -> Reconciliation:
    """Return a comparison by its rows: line, cause, billed, expected, difference."""
    frame = pl.DataFrame(
        [
            {"contract": "c", "line": line, "circuit": f"C-{line}", "charge": "rent",
             "from": D(2024, 2, 1), "to": D(2024, 3, 1), "cause": cause, "billed": billed,
             "expected": expected, "difference": difference, "clause": "1", "bill": "B1",
             "bill_line": line}
            for line, cause, billed, expected, difference in rows
        ],
        schema=DIFFERENCE_SCHEMA,
    )  # fmt: skip
    causes: dict[Cause, int] = {}
    for _, cause, _, _, difference in rows:
        if cause:
            causes[Cause(cause)] = causes.get(Cause(cause), 0) + difference
    billed, expected = sum(r[2] for r in rows), sum(r[3] for r in rows)
    kept = {cause: amount for cause, amount in causes.items() if amount}
    return Reconciliation(
        "c", ("2024-02",), ("B1",), "CNY", 2, billed, expected, kept, 7, frame, tolerated=tolerated
    )


def _objected(viewed: Viewed, comparison: Reconciliation) -> Any:  # noqa: ANN401 - what it is asked for
    view = viewed(more=[OBJECT], records=RECEIVED)
    return objection_to(comparison, view, agenda(view, on=D(2024, 3, 5)), bill="B1")


def test_points_are_by_cause_in_their_order(viewed: Viewed) -> None:
    """100.00 too much for one line that ceased, twice 5.00 at a wrong price; a right line is left
    out, and so is one that wasn't billed.
    """
    comparison = found(
        ("3", "wrong_price", 105, 100, 5), ("4", "wrong_price", 105, 100, 5),
        ("1", "ceased", 100, 0, 100), ("2", "", 100, 100, 0), ("5", "not_billed", 0, 80, -80),
    )  # fmt: skip
    objected = _objected(viewed, comparison)
    points = [(p.cause, p.amount, p.count, p.clauses) for p in objected.points]
    assert points == [("ceased", 100, 1, ("1",)), ("wrong_price", 10, 2, ("1",))]
    assert objected.amount == 110
    assert objected.lines.get_column("line").to_list() == ["3", "4", "1"]


def test_what_lowers_a_group_is_taken_off_it(viewed: Viewed) -> None:
    """A group of +100 for its price and -70 for its credit is 30 too high: no more is asked for."""
    comparison = found(("1", "wrong_price", 130, 100, 100), ("1", "missing_credit", 0, 0, -70))
    objected = _objected(viewed, comparison)
    assert [(p.cause, p.amount) for p in objected.points] == [("wrong_price", 30)]


def test_the_clause_gives_the_last_day_and_says_what_is_paid(viewed: Viewed) -> None:
    """Received on 4 March, 10 days: the 14th; the undisputed 0.07 is paid meanwhile."""
    objected = _objected(viewed, found(("1", "ceased", 100, 0, 100)))
    assert (objected.due, objected.window) == (D(2024, 3, 14), "9.1")
    assert (objected.meanwhile, objected.undisputed) == ("withhold_disputed", 7)


@pytest.mark.parametrize(("adds", "amount"), [(0, 110), (109, 1), (110, None)])
def test_a_tolerance_leaves_what_it_does_not_accept(
    viewed: Viewed, adds: int, amount: int | None
) -> None:
    """110 too much: where the clause accepts 109 of it, 1 is left; where all, nothing."""
    tolerated = Tolerated("T", "5", 20, 110, 110, adds=adds)
    comparison = found(("1", "wrong_price", 110, 0, 110), tolerated=(tolerated,))
    if amount is None:
        with pytest.raises(InputRefusedError, match="nothing to dispute"):
            _objected(viewed, comparison)
    else:
        assert _objected(viewed, comparison).amount == amount


def test_a_right_bill_is_not_disputed(viewed: Viewed) -> None:
    """A refusal with a code, not an empty letter."""
    with pytest.raises(InputRefusedError) as refused:
        _objected(viewed, found(("1", "", 100, 100, 0)))
    assert [f.code for f in refused.value.findings] == ["E-DISPUTE-NOTHING"]


def test_clauses_are_quoted_once(viewed: Viewed) -> None:
    """Two lines rest on "9.1, 1": each term of either clause, in the document's words."""
    cited = cited_in(viewed(more=[OBJECT]), ["9.1, 1", "9.1"])
    assert [(c.clause, c.term) for c in cited][:1] == [("9.1", "O")]
    assert cited[0].quote == "within ten days"
    assert len({c.term for c in cited}) == len(cited)


ROWS = st.lists(
    st.tuples(st.sampled_from("1234"), st.sampled_from(["ceased", "wrong_price", "tax"]),
              st.integers(-9, 9)),
    max_size=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_no_more_is_asked_for_than_groups_are_too_high(
    viewed: Viewed, rows: list[tuple[str, str, int]]
) -> None:
    """The objection is Σ over groups of what they are too high, and each part is positive."""
    comparison = found(*((line, cause, d, 0, d) for line, cause, d in rows))
    net = {line: sum(d for other, _, d in rows if other == line) for line in "1234"}
    most = sum(d for d in net.values() if d > 0)
    view = viewed()
    if most == 0:
        with pytest.raises(InputRefusedError):
            objection_to(comparison, view, (), bill="B1")
        return
    objected = objection_to(comparison, view, (), bill="B1")
    assert objected.amount == most
    assert min(objected.lines.get_column("amount").to_list()) > 0


BANDS = {"id": "SLA", "kind": "bands", "clause": "4", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]}  # fmt: skip
CLAIM = {"id": "CLAIM", "kind": "claim", "clause": "6", "what": "SLA", "within": 10,
         "unit": "days", "of": "end of the month", "form": "in writing"}  # fmt: skip
SCORED = {"scores": [{"month": "2024-02", "points": "80"}, {"month": "2024-03", "points": "95"}]}


def _settled(view: View, month: str) -> Settlement:
    """Return a month, with what the lint finds."""
    return settle(view.case, Asked(parse_month(month), findings=check(view.case)))


def test_a_claim_is_what_the_term_gives_back(viewed: Viewed) -> None:
    """80 points pay 90 % of 100.00: 10.00, to be claimed by 10 March."""
    view = viewed(more=[BANDS, CLAIM], records=SCORED)
    settlement = _settled(view, "2024-02")
    claim = claim_of(settlement, view, agenda(view, on=D(2024, 3, 1)), term="SLA")
    assert (claim.amount, claim.due, claim.window) == (10_00, D(2024, 3, 10), "6")
    assert [(p.cause, p.clauses) for p in claim.points] == [("missing_credit", ("4",))]


@pytest.mark.parametrize(
    ("month", "term", "why"),
    [("2024-03", "SLA", "gives nothing back"), ("2024-02", "PLAN", "no such term"),
     ("2024-04", "SLA", "isn't known yet")],
)  # fmt: skip
def test_nothing_is_claimed_where_nothing_is_given(
    viewed: Viewed, month: str, term: str, why: str
) -> None:
    """95 points pay all; a plan gives nothing; April wasn't scored."""
    view = viewed(more=[BANDS], records=SCORED)
    with pytest.raises(InputRefusedError, match=why):
        claim_of(_settled(view, month), view, (), term=term)
