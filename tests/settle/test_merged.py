"""What do all readings agree on? Bounds, sure lines, and keys that serve every reading."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import View, view
from lineproof.contract.check import check
from lineproof.model.explained import recompute
from lineproof.model.finding import Touches
from lineproof.settle.book import Book, Reading
from lineproof.settle.explain import Explainer
from lineproof.settle.merged import merged
from lineproof.settle.reading import read_month
from lineproof.settle.settle import Asked, settle
from lineproof.settle.unknowns import Taken, Unknown

Made = Callable[..., Any]

D = dt.date
MARCH = D(2024, 3, 1)
ROW = {"line": "1", "monthly_rent": 10000, "start": D(2024, 1, 1)}
MONTHLY = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
           "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
BANDS = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.6"}]}  # fmt: skip
LOW, HIGH = Taken(doubt_is_lowest=True), Taken()


def test_two_charges_of_one_day_stay_two(settled: Made) -> None:
    """Moved for 1.00 and set up for 2.00 on one day, while a score is missing: 1.00 and 2.00."""
    events = [{"line": "1", "event": e, "date": MARCH, "one_off": a}
              for e, a in (("moved", 100), ("delivered", 200))]  # fmt: skip
    found = settled("2024-03", terms=[MONTHLY, CARD, BANDS], circuits=[ROW],
                    records={"lifecycle": events})  # fmt: skip
    once = found.lines.filter(found.lines["charge"] == "one_off")
    assert once.select("amount", "low", "high").rows() == [(100, 100, 100), (200, 200, 200)]


def test_readings_with_other_factors_keep_their_explanations(built: Made) -> None:
    """A term of 16 months: the deduction is off each rent, or off a twelfth or a sixteenth of the
    total; each reading's lines have factors of their own, and every tree computes.
    """
    case = built(
        head={"months": 16, "stated_total": "1600.00"},
        terms=[MONTHLY, CARD, {**BANDS, "monthly_base": "month_rent"}], circuits=[ROW],
        records={"scores": [{"month": "2024-03", "points": "50"}]},
    )  # fmt: skip
    found = settle(case, Asked(MARCH, findings=check(case)))
    explainer = Explainer(view(case), found)
    for line in found.lines.get_column("line").unique():
        node = explainer.line(line)
        assert node is not None
        assert recompute(node) == node.value


def _readings(known: View) -> list[Any]:
    low, high = Reading(doubt="lowest"), Reading(doubt="highest")
    return [
        ((way,), read_month(Book(known, reading), MARCH))
        for way, reading in ((LOW, low), (HIGH, high))
    ]


def _doubt(*ways: Taken, touches: Touches | None = None) -> Unknown:
    more = {"touches": touches} if touches is not None else {}
    return Unknown("E-X", "why", "1", "S", ways, **more)


def test_bounds_are_the_least_and_the_greatest(viewed: Made) -> None:
    """60.00 and 100.00: null between them; the doubt matters, so that it blocks."""
    known = viewed(terms=[MONTHLY, CARD, BANDS], circuits=[ROW])
    found = merged(_readings(known), [_doubt(LOW, HIGH)], [])
    assert (found.gross.value, found.gross.low, found.gross.high) == (None, 6000, 10000)
    assert [(b.code, b.low, b.high) for b in found.blocked] == [("E-X", 6000, 10000)]
    assert found.due[0].amount.low == 6000


def test_a_doubt_without_effect_is_a_note(viewed: Made) -> None:
    """No bands: 100.00 twice, settled."""
    known = viewed(terms=[MONTHLY], circuits=[ROW])
    found = merged(_readings(known), [_doubt(LOW, HIGH)], [])
    assert (found.gross.value, found.blocked, len(found.notes)) == (10000, (), 1)


@pytest.mark.parametrize(
    ("touches", "totals", "lines"),
    [
        (Touches(("rent",)), (None, None, None), [None, None]),
        (Touches(("rent",), ("1",)), (None, None, None), [None, 20000]),
        (Touches(("tax",)), (30000, None, 30000), [10000, 20000]),
        (Touches(("due",)), (30000, 0, None), [10000, 20000]),
    ],
)
def test_an_unbounded_doubt_leaves_what_it_touches_unknown(
    viewed: Made, touches: Touches, totals: tuple[int | None, ...], lines: list[int]
) -> None:
    """Lines of 100.00 and 200.00 at 0 %: only what the error touches is null."""
    zero = {"id": "TAX", "kind": "tax", "rate": "0", "inclusive": True}
    known = viewed(terms=[MONTHLY, zero],
                   circuits=[ROW, {**ROW, "line": "2", "monthly_rent": 20000}])  # fmt: skip
    reads = [((), read_month(Book(known, Reading()), MARCH))]
    found = merged(reads, [], [_doubt(touches=touches)])
    assert (found.gross.value, found.tax.value, found.payable.value) == totals
    assert found.lines.get_column("amount").to_list() == lines
    assert [b.code for b in found.blocked] == ["E-X"]


def test_a_day_that_readings_differ_on_waits_for_an_answer(settled: Made) -> None:
    """Within 10 days or workdays of 26 September: 6 or 15 October. The amount is sure."""
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "milestones",
            "items": [{"item": "a", "amount": "5.00", "triggers": ["signed"],
                       "within": 10}]}  # fmt: skip
    rows = {"milestones": [{"event": "signed", "date": D(2024, 9, 26)}]}
    found = settled("2024-10", is_checked=True, terms=[plan], records=rows)
    due = found.due[0]
    assert (due.date, due.waiting_for) == (None, "an answer to an open question")
    assert due.amount.value == 500
