"""What does a month come to, as far as is known? Refusals, doubts and days of knowledge."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.settle.settlement import Bounded

Made = Callable[..., Any]

D = dt.date
ROW = {"line": "1", "id": "X", "monthly_rent": 10000, "start": D(2024, 1, 1)}
PART = {"id": "PART", "kind": "proration", "method": "actual_days"}
MONTHLY = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
           "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
BANDS = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.6"}]}  # fmt: skip
BOTH = ["buyer", "provider"]


def _bounds(amount: Bounded) -> tuple[int | None, ...]:
    return amount.value, amount.low, amount.high


@pytest.mark.parametrize("month", ["2023-12", "2025-02"])
def test_a_month_outside_the_term_is_refused(settled: Made, month: str) -> None:
    """January to December 2024, and its closing month January 2025, in which nothing is earned."""
    with pytest.raises(InputRefusedError) as refused:
        settled(month)
    assert refused.value.findings[0].code == "E-MONTH-OUTSIDE"


@pytest.mark.parametrize(("month", "gross"), [("2024-01", 10000), ("2024-12", 10000),
                                              ("2025-01", 0)])  # fmt: skip
def test_a_month_just_inside_is_not(settled: Made, month: str, gross: int) -> None:
    """The first and the last month owe 100.00, the closing one nothing."""
    assert settled(month, terms=[PART, MONTHLY], circuits=[ROW]).gross.value == gross


def test_a_start_by_signature_needs_its_milestone(settled: Made) -> None:
    """Without the record refused; with it, effective 16 January, 16 days of January: 51.61."""
    head = {"start": None, "start_rule": "later_signature", "period": "calendar"}
    changes = {"head": head, "terms": [PART, MONTHLY], "circuits": [ROW]}
    with pytest.raises(InputRefusedError) as refused:
        settled("2024-01", **changes)
    assert refused.value.findings[0].code == "E-START-UNKNOWN"
    begun = {"milestones": [{"event": "effective", "date": D(2024, 1, 16)}]}
    assert settled("2024-01", **changes, records=begun).gross.value == 5161


def test_a_missing_score_leaves_bounds(settled: Made) -> None:
    """100.00 × 0.6 to 1: null, 60.00 to 100.00; the rent itself is sure."""
    found = settled("2024-03", terms=[PART, MONTHLY, CARD, BANDS], circuits=[ROW])
    assert _bounds(found.gross) == _bounds(found.payable) == (None, 6000, 10000)
    assert [(b.code, b.low, b.high) for b in found.blocked] == [("E-METRIC-MISSING", 6000, 10000)]
    assert found.lines.select("charge", "amount", "low", "high").rows() == [
        ("rent", 10000, 10000, 10000), ("deduction", None, -4000, 0),
    ]  # fmt: skip


def test_two_scores_for_a_month_are_none(settled: Made) -> None:
    """95 and 85: nobody knows which."""
    scores = [{"month": "2024-03", "points": p} for p in ("95", "85")]
    found = settled("2024-03", terms=[PART, CARD, BANDS], circuits=[ROW],
                    records={"scores": scores})  # fmt: skip
    assert found.gross.value is None


def test_a_doubt_that_changes_no_money_is_a_note(settled: Made) -> None:
    """No score, but the only line starts in May: 0 either way."""
    found = settled("2024-03", terms=[PART, MONTHLY, CARD, BANDS],
                    circuits=[{**ROW, "start": D(2024, 5, 1)}])  # fmt: skip
    assert (found.gross.value, found.is_settled) == (0, True)
    assert [note.split(" is open")[0] for note in found.notes] == ["E-METRIC-MISSING SLA"]


@pytest.mark.parametrize(
    ("start", "expected"),
    [(D(2024, 3, 1), (10000, 10000, 10000)), (D(2024, 3, 16), (None, 5000, 10000)),
     (D(2024, 3, 31), (None, 0, 10000))],
)  # fmt: skip
def test_an_open_question_is_tried_with_every_answer(
    settled: Made, start: dt.date, expected: tuple[int | None, ...]
) -> None:
    """No proration. From the 16th of March: 16/31 = 51.61, thirty 15/30 = 50.00, the second half
    50.00, annual 16 × 12/365 = 52.60, none 100.00. From the 31st: 3.23, 0, 50.00, 3.29, 100.00.
    """
    found = settled("2024-03", is_checked=True, terms=[MONTHLY],
                    circuits=[{**ROW, "start": start}])  # fmt: skip
    assert _bounds(found.gross) == expected


def test_an_answer_settles_it_from_the_day_it_was_given(settled: Made) -> None:
    """Answered on 5 April by both: as known on the 4th still open, on the 5th 51.61."""
    answer = {"code": "Q-PRORATION", "subject": "contract", "value": "actual_days", "by": BOTH,
              "on": D(2024, 4, 5)}  # fmt: skip
    changes = {"is_checked": True, "terms": [MONTHLY], "answer": [answer],
               "circuits": [{**ROW, "start": D(2024, 3, 16)}]}  # fmt: skip
    assert settled("2024-03", as_known=D(2024, 4, 4), **changes).gross.value is None
    assert settled("2024-03", as_known=D(2024, 4, 5), **changes).gross.value == 5161


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(None, (None, 20000, 30000)), ("largest_only", (20000, 20000, 20000)),
     ("as_signed", (30000, 30000, 30000))],
)  # fmt: skip
def test_one_circuit_on_two_lines(
    settled: Made, answer: str | None, expected: tuple[int | None, ...]
) -> None:
    """100.00 and 200.00 for circuit X: both, or the larger alone."""
    rows = [ROW, {**ROW, "line": "2", "monthly_rent": 20000}]
    given = {"code": "E-CIRCUIT-DUPLICATE", "subject": "X", "by": BOTH, "on": D(2024, 1, 1)}
    more = {"answer": [{**given, "value": answer}]} if answer else {}
    found = settled("2024-03", is_checked=True, terms=[PART, MONTHLY], circuits=rows, **more)
    assert _bounds(found.gross) == expected


def test_an_error_without_answers_leaves_no_bounds(settled: Made) -> None:
    """A line whose end is before its start: an error nobody can answer; line 2 is sure."""
    rows = [{**ROW, "end": D(2023, 5, 1)}, {**ROW, "line": "2", "id": "Y"}]
    found = settled("2024-03", is_checked=True, terms=[PART, MONTHLY], circuits=rows)
    assert "E-LINE-DATES" in [b.code for b in found.blocked]
    assert _bounds(found.gross) == (None, None, None)
    assert found.lines.select("line", "amount").rows() == [("2", 10000)]


@pytest.mark.parametrize(("known", "expected"), [(4, 20000), (5, 30000), (None, 30000)])
def test_a_correction_holds_from_the_day_it_was_recorded(
    settled: Made, known: int | None, expected: int
) -> None:
    """200.00 recorded in January, corrected to 300.00 on 5 April."""
    row = {"line": "1", "event": "repriced", "date": D(2024, 3, 1)}
    later = dt.datetime(2024, 4, 5, 12, tzinfo=dt.UTC)
    rows = [{**row, "id": "a", "value": "200.00"},
            {**row, "id": "b", "replaces": "a", "value": "300.00",
             "recorded_at": later}]  # fmt: skip
    as_known = D(2024, 4, known) if known else None
    found = settled("2024-03", as_known=as_known, terms=[PART, MONTHLY], circuits=[ROW],
                    records={"lifecycle": rows})  # fmt: skip
    assert found.gross.value == expected


@pytest.mark.parametrize(("known", "expected"), [(4, 9677), (5, 9667)])
def test_an_amendment_holds_from_the_day_it_was_known(
    settled: Made, known: int, expected: int
) -> None:
    """Effective 1 March, known on 5 April: by thirtieths instead, a line from the 2nd owes 29/30 =
    96.67 instead of 30/31 = 96.77.
    """
    amended = {"id": "A", "signed": D(2024, 3, 1), "known_at": D(2024, 4, 5), "clause": "2",
               "effective_from": D(2024, 3, 1),
               "replaces": [{**PART, "clause": "1", "method": "thirty"}]}  # fmt: skip
    found = settled("2024-03", as_known=D(2024, 4, known), terms=[PART, MONTHLY],
                    circuits=[{**ROW, "start": D(2024, 3, 2)}], amendment=[amended])  # fmt: skip
    assert found.gross.value == expected


def test_terms_not_computed_are_listed(settled: Made) -> None:
    """Prose in force is listed, and prose that has ended isn't."""
    caps = [
        {"id": n, "kind": "unmodelled", "reason": "words", **more}
        for n, more in (("NOW", {}), ("GONE", {"effective_to": D(2024, 3, 1)}))
    ]
    assert settled("2024-03", more=caps).not_computed == ("NOW",)
