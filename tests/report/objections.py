"""An objection to a bill by three causes, and a claim: what the tests of letters show."""

from __future__ import annotations

import datetime as dt

import polars as pl

from lineproof.reconcile.objection import OBJECTED_LINES, Cited, Objection, points_of
from lineproof.report.letter_pdf import Sender

D = dt.date
_MARCH = {"from": D(2025, 3, 1), "to": D(2025, 4, 1), "charge": "rent", "bill": "R-2025-03"}


def _line(line: str, cause: str, billed: int, expected: int, clause: str) -> dict[str, object]:
    return {**_MARCH, "line": line, "circuit": f"C-{line}", "cause": cause, "billed": billed,
            "expected": expected, "amount": billed - expected, "clause": clause,
            "bill_line": f"9{line}"}  # fmt: skip


#: 8 lines billed at the list's 113.00 where 0.9 of it is owed, 11.30 each: 90.40. One ceased, and
#: one billed twice: 102.00 and 90.00.
LINES = pl.DataFrame(
    [
        *(_line(f"{n}", "missing_credit", 113_00, 101_70, "III.2.2") for n in range(1, 9)),
        _line("40", "ceased", 102_00, 0, "IX.2"),
        _line("50", "billed_twice", 90_00, 0, "III.1"),
    ],
    schema=OBJECTED_LINES,
)
CITED = (
    Cited("III.2.2", "SLA-PAY", "bands", "the monthly amount is paid by the month's score"),
    Cited("IX.2", "CHANGE-NOTICE", "notice", "change or end by 30 days' written notice"),
)
OBJECTION = Objection(
    "bill", "access-593", "R-2025-03", "2025-03", "", "CNY", 2, points_of(LINES), LINES, CITED,
    billed=61_875_00, undisputed=61_592_60, due=D(2025, 4, 18), window="S.2",
    meanwhile="withhold_disputed",
)  # fmt: skip
CLAIMED = LINES.head(2)
CLAIM = Objection(
    "claim", "access-593", "", "2025-03", "OUTAGES", "CNY", 2, points_of(CLAIMED), CLAIMED, CITED,
    due=D(2025, 4, 10), window="III.2.6",
)  # fmt: skip
SENDER = Sender("D001", "Buyer (name removed)", "Provider (name removed)", D(2025, 4, 8), "ab" * 32)
