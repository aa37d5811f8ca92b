"""Are lines that contradict themselves or each other found?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import Finding, Touches

Found = Callable[..., list[Finding]]
Line = dict[str, Any]


def line(number: int, **cells: Any) -> Line:  # noqa: ANN401 - any cell
    """Return a line at 900.00 a month with an id of its own."""
    return {"line": str(number), "id": f"C{number}", "monthly_rent": 90000} | cells


DAY = dt.date


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        ({"stated_amount": 1080000}, []),
        ({"stated_amount": 1080001}, [1]),
        ({"stated_amount": 1079999}, [1]),
        ({"stated_amount": 360000, "start": DAY(2024, 9, 1)}, []),
        ({"stated_amount": 450000, "start": DAY(2024, 9, 1)}, [90000]),
        ({"stated_amount": 360000, "start": DAY(2024, 9, 1), "end": DAY(2024, 12, 31)}, []),
        ({"stated_amount": 270000, "start": DAY(2024, 9, 16)}, []),
        ({"stated_amount": 360000, "start": DAY(2024, 9, 16)}, []),
        ({"stated_amount": 360001, "start": DAY(2024, 9, 16)}, [1]),
        ({"stated_amount": 269999, "start": DAY(2024, 9, 16)}, [1]),
        ({}, []),
    ],
)
def test_a_stated_amount_is_rent_by_months(found: Found, cells: Line, amounts: list[int]) -> None:
    """12 × 900.00 = 10,800.00; from 1 September 4 × 900.00 = 3,600.00.
    From 16 September on, 3 full months and a part: between 2,700.00 and 3,600.00.
    """
    findings = found("E-CIRCUIT-AMOUNT", terms=[], circuits=[line(1, **cells)])
    assert [f.amount for f in findings] == amounts


def test_only_the_first_hundred_rows_are_listed_and_all_are_counted(found: Found) -> None:
    """150 lines, each 1.00 too dear: 100 findings and one for the other 50, 50.00 in all."""
    rows = [line(n, stated_amount=1080100) for n in range(150)]
    findings = found("E-CIRCUIT-AMOUNT", terms=[], circuits=rows)
    assert len(findings) == 101
    (last,) = [f for f in findings if "more" in f.message]
    assert (last.message, last.amount, last.where) == ("… and 50 more", 5000, "circuits.csv")
    assert last.answers == ()
    assert last.touches == Touches(("rent",), tuple(str(n) for n in range(100, 150)))


def test_exactly_a_hundred_rows_need_no_count(found: Found) -> None:
    """100 findings, none that counts."""
    rows = [line(n, stated_amount=1) for n in range(100)]
    assert len(found("E-CIRCUIT-AMOUNT", terms=[], circuits=rows)) == 100


def test_an_answered_row_beyond_the_first_hundred_is_listed(found: Found) -> None:
    """Line 149 of 150 was accepted: 100 open, it, and one for the other 49."""
    rows = [line(n, stated_amount=1080100) for n in range(150)]
    answer = {"code": "E-CIRCUIT-AMOUNT", "subject": "149", "value": "as_signed",
              "by": ["buyer", "provider"], "on": DAY(2024, 2, 1)}  # fmt: skip
    findings = found("E-CIRCUIT-AMOUNT", terms=[], circuits=rows, answer=[answer])
    assert [f.subject for f in findings if f.status == "answered"] == ["149"]
    assert [f.message for f in findings if "more" in f.message] == ["… and 49 more"]


def test_a_repeated_circuit_id_is_one_finding_with_what_is_at_stake(found: Found) -> None:
    """7,200.00 + 10,800.00 + 24,000.00 less the largest: 18,000.00."""
    rows = [
        line(1, id="X", monthly_rent=60000, service="b"),
        line(2),
        line(3, id="X", service="a"),
        line(4, id="X", monthly_rent=200000, service="a"),
    ]
    (finding,) = found("E-CIRCUIT-DUPLICATE", terms=[], circuits=rows)
    assert (finding.subject, finding.amount, finding.where) == ("X", 1800000, "circuits.csv:2")
    assert finding.answers == ("as_signed", "largest_only")
    assert finding.touches == Touches(("rent",), ("1", "3", "4"))
    assert "1 (b, 600.00 CNY), 3 (a, 900.00 CNY), 4 (a, 2,000.00 CNY)" in finding.message


def test_the_stake_of_a_repeated_id_is_what_the_document_prints(found: Found) -> None:
    """800.00 and 10,800.00 are printed: 800.00 at stake, whatever the months say."""
    rows = [line(1, id="X", stated_amount=80000), line(2, id="X", stated_amount=1080000)]
    (finding,) = found("E-CIRCUIT-DUPLICATE", terms=[], circuits=rows)
    assert finding.amount == 80000


def test_ids_that_differ_or_are_blank_do_not_repeat(found: Found) -> None:
    """Blank is no id: two blanks are no duplicate."""
    rows = [line(1), line(2), line(3, id=None), line(4, id=None)]
    assert found("E-CIRCUIT-DUPLICATE", terms=[], circuits=rows) == []


def test_a_line_id_stands_once_in_schedules_and_price_lists(found: Found) -> None:
    """1 twice in the schedule and 7 in both: 10,800.00 of two, and 12.00 of 10,800.00 + 12.00."""
    prices = {"id": "P", "kind": "price_lines",
              "lines": [{"line": "7", "name": "n", "qty": 1, "monthly_rent": "1.00"}]}  # fmt: skip
    rows = [line(1), line(1), line(7), line(8)]
    findings = found("E-LINE-DUPLICATE", terms=[prices], circuits=rows)
    assert [(f.subject, f.amount) for f in findings] == [("1", 1080000), ("7", 1200)]
    assert all(f.answers == () for f in findings)


def test_price_lists_alone_repeat_no_line_either(found: Found) -> None:
    """Line 1 of two lists, in force together: 12 × 1.00 at stake."""
    lists = [
        {"id": name, "kind": "price_lines",
         "lines": [{"line": "1", "name": "n", "qty": 1, "monthly_rent": "1.00"}]}
        for name in ("P", "Q")
    ]  # fmt: skip
    (finding,) = found("E-LINE-DUPLICATE", terms=lists)
    assert (finding.subject, finding.amount) == ("1", 1200)


def test_a_list_that_an_amendment_replaces_repeats_nothing(found: Found) -> None:
    """The same line at a new price from July on: never twice on one day."""
    prices = {"id": "P", "kind": "price_lines",
              "lines": [{"line": "1", "name": "n", "qty": 1, "monthly_rent": "1.00"}]}  # fmt: skip
    amendment = {"id": "A1", "signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
                 "known_at": DAY(2024, 6, 1), "clause": "A",
                 "replaces": [prices | {"clause": "A"}]}  # fmt: skip
    assert found("E-LINE-DUPLICATE", terms=[prices], amendment=[amendment]) == []


@pytest.mark.parametrize(
    ("end", "count"), [(DAY(2024, 3, 4), 0), (DAY(2024, 3, 5), 0), (DAY(2024, 3, 3), 1)]
)
def test_a_line_does_not_end_before_it_starts(found: Found, end: dt.date, count: int) -> None:
    """From 4 March: one day (to the 4th) is a life, the 3rd isn't."""
    rows = [line(1, start=DAY(2024, 3, 4), end=end)]
    assert len(found("E-LINE-DATES", terms=[], circuits=rows)) == count


def test_the_largest_amounts_at_stake_are_counted_exactly(found: Found) -> None:
    """1,200 lines of 12 × 10¹⁵ minor units, beyond 64 bits: at stake are all but one."""
    rows = [line(n, id="X", monthly_rent=10**15) for n in range(1200)]
    (finding,) = found("E-CIRCUIT-DUPLICATE", terms=[], circuits=rows)
    assert finding.amount == 1199 * 12 * 10**15


def test_a_finding_of_a_row_cites_its_schedule(found: Found) -> None:
    """The clause of the term whose file it stands in."""
    schedule = {"id": "S", "kind": "circuit_schedule", "file": "circuits.csv", "clause": "annex 1"}
    rows = [line(1, stated_amount=1)]
    (finding,) = found("E-CIRCUIT-AMOUNT", terms=[schedule], circuits=rows)
    assert finding.clause == "annex 1"
