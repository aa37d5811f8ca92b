"""What isn't known, and what could it be? Answers, doubted ids, metrics, payments."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.assess.measured import Measured
from lineproof.contract.answers import ANSWERS
from lineproof.model.finding import EVERYTHING, Finding, Severity, Touches
from lineproof.settle.unknowns import (
    Taken,
    answered_unbilled,
    combinations,
    reading_of,
    unknowns,
)

Made = Callable[..., Any]
D = dt.date
ROWS = [{"line": n, "id": "X", "monthly_rent": rent, "start": D(2024, 1, 1)}
        for n, rent in (("1", 100), ("2", 300), ("3", 300))]  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
BANDS = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "0", "factor": "0.5"}]}  # fmt: skip
CREDIT = {"id": "CREDIT", "kind": "credit", "cycle": "next_month", "after_last": "refund"}
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001"}


def _finding(code: str, *answers: str, lines: tuple[str, ...] = (), subject: str = "S") -> Finding:
    severity = Severity.QUESTION if code.startswith("Q") else Severity.ERROR
    touches = Touches(("rent",), lines)
    return Finding(code, severity, "why", "", "", answers=answers, subject=subject, touches=touches)


def test_a_question_could_have_any_of_its_answers(viewed: Made) -> None:
    """Two answers, two ways; a warning and a finding that touches nothing cast no doubt."""
    found = unknowns(
        Measured(viewed()),
        [_finding("Q-SUSPENSION", *ANSWERS["Q-SUSPENSION"]),
         dataclasses.replace(_finding("Q-STEP-PART", "counts"), touches=Touches()),
         Finding("W-X", Severity.WARNING, "", "", "", touches=EVERYTHING),
         _finding("Q-ROLL", "none").answered()],
        D(2024, 3, 1),
    )  # fmt: skip
    assert [u.code for u in found] == ["Q-SUSPENSION"]
    assert [way.answers[0].value for way in found[0].ways] == ["no_rent", "rent"]


def test_a_doubted_id_is_billed_on_all_lines_or_on_the_largest(viewed: Made) -> None:
    """1.00, 3.00, 3.00: all, or only line 2, the first of the largest."""
    finding = _finding("E-CIRCUIT-DUPLICATE", "as_signed", "largest_only", lines=("1", "2", "3"))
    known = viewed(terms=[], circuits=ROWS)
    found = unknowns(Measured(known), [finding], D(2024, 3, 1))
    assert [way.unbilled for way in found[0].ways] == [(), ("1", "3")]


def test_an_agreed_id_leaves_lines_out(viewed: Made) -> None:
    """Both parties answered largest_only: lines 1 and 3 aren't billed; other subjects are."""
    answer = {"code": "E-CIRCUIT-DUPLICATE", "subject": "S", "value": "largest_only",
              "by": ["buyer", "provider"], "on": D(2024, 1, 1)}  # fmt: skip
    known = viewed(terms=[], circuits=ROWS, answer=[answer])
    finding = _finding("E-CIRCUIT-DUPLICATE", lines=("1", "2", "3"))
    assert answered_unbilled(known, [finding]) == ("1", "3")
    other = _finding("E-CIRCUIT-DUPLICATE", lines=("1", "2", "3"), subject="T")
    assert answered_unbilled(known, [other]) == ()


def test_missing_metrics_up_to_the_month(viewed: Made) -> None:
    """February's score is there, January's and March's aren't; April's doesn't matter yet, and
    January's only where it is credited later.
    """
    scores = {"scores": [{"month": "2024-02", "points": "9"}]}
    alone = unknowns(Measured(viewed(more=[CARD, BANDS], records=scores)), [], D(2024, 3, 1))
    assert "needs score of 2024-03, and" in alone[0].reason
    known = viewed(more=[CARD, BANDS, CREDIT], records=scores)
    found = unknowns(Measured(known), [], D(2024, 3, 1))
    assert [(u.code, u.subject, len(u.ways)) for u in found] == [("E-METRIC-MISSING", "SLA", 2)]
    assert "2024-01, 2024-03" in found[0].reason
    assert "2024-04" not in found[0].reason


def test_bands_that_ended_still_owe_their_months(viewed: Made) -> None:
    """Ended in February: January's missing score may be credited in March."""
    known = viewed(more=[CARD, {**BANDS, "effective_to": D(2024, 2, 1)}, CREDIT])
    assert [u.subject for u in unknowns(Measured(known), [], D(2024, 3, 1))] == ["SLA"]


def test_payments_nobody_recorded(viewed: Made) -> None:
    """No payments.csv: paid or not. An empty one says: not paid."""
    absent, empty = viewed(more=[LATE]), viewed(more=[LATE], records={"payments": []})
    found = unknowns(Measured(absent), [], D(2024, 3, 1))
    assert [way.is_paid for way in found[0].ways] == [True, False]
    assert unknowns(Measured(empty), [], D(2024, 3, 1)) == ()


def test_too_many_combinations_have_no_bounds(viewed: Made) -> None:
    """8 doubts of two ways are 256 readings; 9 are 512, which aren't tried."""
    questions = [_finding("Q-SUSPENSION", "no_rent", "rent", subject=str(n)) for n in range(9)]
    eight = unknowns(Measured(viewed()), questions[:8], D(2024, 3, 1))
    nine = unknowns(Measured(viewed()), questions, D(2024, 3, 1))
    assert len(list(combinations(eight))) == 256
    assert all(not u.ways for u in nine)


def test_a_reading_gathers_its_ways() -> None:
    """Lines left out add up; one lowest or paid is enough."""
    answers, reading = reading_of(
        [Taken(unbilled=("1",)), Taken(unbilled=("2",), doubt_is_lowest=True), Taken(is_paid=True)]
    )
    assert answers == ()
    assert (reading.unbilled, reading.doubt, reading.is_unpaid) == (("1", "2"), "lowest", False)


def test_many_repeated_ids_are_doubted_together(viewed: Made) -> None:
    """Five ids on two lines each: all as signed, or all but one line of each; not 2^5 readings."""
    rows = [
        {"line": f"{i}{half}", "id": f"C{i}", "monthly_rent": 100, "start": D(2024, 1, 1)}
        for i in range(5)
        for half in "ab"
    ]
    findings = [
        _finding(
            "E-CIRCUIT-DUPLICATE", "as_signed", "largest_only",
            lines=(f"{i}a", f"{i}b"), subject=f"C{i}",
        )
        for i in range(5)
    ]  # fmt: skip
    (found,) = unknowns(Measured(viewed(terms=[], circuits=rows)), findings, D(2024, 3, 1))
    assert [way.unbilled for way in found.ways] == [(), ("0b", "1b", "2b", "3b", "4b")]
    assert found.subject == "5 repeated ids"
    each = unknowns(Measured(viewed(terms=[], circuits=rows)), findings[:4], D(2024, 3, 1))
    assert [u.subject for u in each] == ["C0", "C1", "C2", "C3"]
