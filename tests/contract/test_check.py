"""Are findings ordered, answered by both parties only, and answers themselves checked?"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import Case
from lineproof.contract.check import check
from lineproof.model.finding import Finding, Severity, Status

Minimal = Callable[..., Case]
Found = Callable[..., list[Finding]]
DAY = dt.date
TOTAL = {"stated_total": "1300.00"}
"""100.00 more than 12 × 100.00: one open E-TOTAL."""
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.03", "rate_cited": "0.003",
        "base": "overdue_amount"}  # fmt: skip


def answer(code: str, value: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """Return both parties' answer of 1 February 2024."""
    usual = {"code": code, "value": value, "by": ["buyer", "provider"], "on": DAY(2024, 2, 1)}
    return usual | fields


def test_the_gravest_come_first_then_by_place(minimal: Minimal) -> None:
    """Errors, questions, warnings; line 9 before line 10."""
    more = [LATE, {"id": "N", "kind": "notice", "about": "x", "period": 3}]
    findings = check(minimal(more=more, head=TOTAL | {"signed": None}))
    assert [f.code for f in findings] == ["E-TOTAL", "Q-RATE-CITED", "Q-DAYS-UNIT", "W-NOT-SIGNED"]
    lines = [int(f.where.partition(":")[2]) for f in findings]
    assert lines[1] < lines[2]


def test_findings_of_reading_and_of_records_are_among_them(minimal: Minimal) -> None:
    """One the reader brought, one of a record that replaces nothing."""
    row = {"line": "1a", "event": "moved", "date": DAY(2024, 3, 1), "replaces": "gone"}
    read = Finding("W-READ", Severity.WARNING, "read", "circuits.csv:9", "Look.")
    case = dataclasses.replace(minimal(records={"lifecycle": [row]}), findings=(read,))
    assert [f.code for f in check(case)] == ["E-RECORD-UNKNOWN", "W-READ"]


@pytest.mark.parametrize("subject", [{}, {"subject": "contract"}])
def test_what_both_parties_accepted_is_answered(found: Found, subject: dict[str, str]) -> None:
    """It stays listed, and blocks nothing; the contract is meant where nothing is named."""
    given = [answer("E-TOTAL", "as_signed", **subject)]
    (finding,) = found("E-TOTAL", head=TOTAL, answer=given)
    assert finding.status is Status.ANSWERED
    assert not finding.is_open_block


def test_one_party_alone_answers_nothing(minimal: Minimal) -> None:
    """The finding stays open, and it is said whose answer is missing."""
    given = [answer("E-TOTAL", "as_signed", by=["buyer"])]
    error, warning = check(minimal(head=TOTAL, answer=given))
    assert (error.code, error.status) == ("E-TOTAL", Status.OPEN)
    assert (warning.code, warning.fix) == (
        "W-ANSWER-ONE-PARTY",
        "Add the provider to by, once it agrees.",
    )


def test_a_value_that_is_no_answer_is_an_error(minimal: Minimal) -> None:
    """Those that are, are listed; the finding stays open."""
    given = [answer("Q-RATE-CITED", "0.3", subject="LATE")]
    wrong, question = check(minimal(more=[LATE], answer=given))
    assert (wrong.code, wrong.fix) == ("E-ANSWER-VALUE", "Use one of: 0.03, 0.003.")
    assert (question.code, question.status) == ("Q-RATE-CITED", Status.OPEN)
    assert wrong.touches == question.touches


def test_what_cannot_be_accepted_has_no_answer(minimal: Minimal) -> None:
    """A gap in bands leaves a score without a factor, whoever agrees to it."""
    bands = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
             "bands": [{"ge": "10", "factor": "1"}]}  # fmt: skip
    given = [answer("E-BANDS-GAP", "as_signed", subject="SLA")]
    findings = check(minimal(more=[bands], answer=given))
    assert {f.code: f.status for f in findings} == {
        "E-ANSWER-VALUE": Status.OPEN,
        "E-BANDS-GAP": Status.OPEN,
    }


@pytest.mark.parametrize(
    ("code", "subject", "fix"),
    [
        ("Q-RATE-CITED", "LATTE", "Correct its subject: Q-RATE-CITED is found for LATE."),
        ("Q-ROLL", "contract", "Take it out, or correct its code."),
        ("Q-NOTHING", "LATE", "Take it out, or correct its code."),
    ],
)
def test_an_answer_to_nothing_is_pointed_out(
    minimal: Minimal, code: str, subject: str, fix: str
) -> None:
    """Another subject, a question that isn't open, a code there isn't."""
    given = [answer(code, "0.03", subject=subject)]
    findings = check(minimal(more=[LATE], answer=given))
    (unused,) = [f for f in findings if f.code == "W-ANSWER-UNUSED"]
    assert unused.fix == fix


@pytest.mark.parametrize(
    ("as_known", "status"),
    [
        (DAY(2024, 1, 31), Status.OPEN),
        (DAY(2024, 2, 1), Status.ANSWERED),
        (None, Status.ANSWERED),
    ],
)
def test_an_answer_counts_from_its_day_on(
    minimal: Minimal, as_known: dt.date | None, status: Status
) -> None:
    """Given on 1 February."""
    case = minimal(head=TOTAL, answer=[answer("E-TOTAL", "as_signed")])
    (finding,) = check(case, as_known=as_known)
    assert finding.status is status


def test_amendments_not_known_yet_are_not_checked(minimal: Minimal) -> None:
    """Known on 1 June: its question is asked from then on."""
    amendment = {"id": "A", "signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
                 "known_at": DAY(2024, 6, 1), "clause": "A",
                 "adds": [LATE | {"clause": "A"}]}  # fmt: skip
    case = minimal(amendment=[amendment])
    assert check(case, as_known=DAY(2024, 5, 31)) == ()
    assert [f.code for f in check(case, as_known=DAY(2024, 6, 1))] == ["Q-RATE-CITED"]


def test_a_finding_that_holds_twice_is_listed_once(minimal: Minimal) -> None:
    """The same repeated id before and after an amendment that changes a price list only."""
    lines = [{"line": "1a", "name": "n", "qty": 1, "monthly_rent": "90.00"}]
    prices = {"id": "PRICES", "kind": "price_lines", "clause": "A", "lines": lines}
    amendment = {"id": "A", "signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
                 "known_at": DAY(2024, 6, 1), "clause": "A", "replaces": [prices]}  # fmt: skip
    rows = [{"line": "7", "id": "C7", "monthly_rent": 100} for _ in range(2)]
    findings = check(minimal(circuits=rows, amendment=[amendment]))
    assert [f.code for f in findings].count("E-LINE-DUPLICATE") == 1
