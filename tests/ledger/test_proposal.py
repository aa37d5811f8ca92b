"""Is what is proposed what is owed, as the objection clause lets it be paid, and what stops it?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.ledger.paying import (
    ACCOUNT,
    DISPUTES,
    INVOICES,
    bill,
    lines_bill,
    with_tolerance,
    write_paying,
)

from lineproof.contract.check import check
from lineproof.ledger.proposal import Hindrance, PaymentItem, Proposal, propose
from lineproof.model.bill import Bill
from lineproof.store.cases import open_case

D = dt.date
ON = D(2024, 3, 1)
JANUARY = D(2024, 1, 1)


def proposed(
    folder: Path, *, on: dt.date = ON, month: dt.date | None = JANUARY, account: str = ""
) -> Proposal:
    """Return what is proposed for a folder; account: what the bill N1 asks to be paid to."""
    case = open_case(folder)
    bills = [bill(account=account)] if account else []
    return propose(case, check(case), on=on, month=month, bills=bills)


def only(proposal: Proposal) -> PaymentItem:
    """Return the only payment proposed."""
    (item,) = proposal.items
    return item


def hindrances(proposal: Proposal) -> list[Hindrance]:
    """Return what stands in the way."""
    return [condition.what for item in proposal.items for condition in item.conditions]


def test_what_is_disputed_is_withheld(tmp_path: Path) -> None:
    """1,760.00 billed, 1,610.00 owed: 150.00 withheld, and 1,610.00 can be paid.

    Due on 19 February, on 1 March 11 days late: 1,610.00 × 0.0005 × 11 = 8.855, rounded 8.86.
    """
    made = proposed(write_paying(tmp_path / "c"))
    item = only(made)
    assert (item.owed.value, item.billed, item.withheld) == (161000, 176000, 15000)
    assert (item.proposed, made.total, made.is_blocked) == (161000, 161000, False)
    assert (item.due, item.days_late, item.interest) == (D(2024, 2, 19), 11, 886)
    assert (made.meanwhile, made.meanwhile_clause) == ("withhold_disputed", "7")


def test_what_is_disputed_is_paid_first_where_the_clause_says_so(tmp_path: Path) -> None:
    """All of 1,760.00, of which 150.00 are claimed back."""
    made = proposed(write_paying(tmp_path / "c", meanwhile="pay_first"))
    item = only(made)
    assert (item.disputed, item.withheld, made.total) == (15000, 0, 176000)


def test_more_than_is_owed_is_withheld_though_nobody_disputes_it(tmp_path: Path) -> None:
    """No dispute was drafted; the contract still owes 1,610.00 of the 1,760.00."""
    empty = DISPUTES.splitlines(keepends=True)[0]
    item = only(proposed(write_paying(tmp_path / "c", disputes=empty)))
    assert (item.withheld, item.proposed) == (15000, 161000)


def test_a_draft_is_no_dispute_and_more_may_be_disputed_than_differs(tmp_path: Path) -> None:
    """200.00 disputed: as a draft 150.00 are withheld, once sent 200.00."""
    rows = DISPUTES.replace("150.00", "200.00").splitlines(keepends=True)
    draft = only(proposed(write_paying(tmp_path / "a", disputes="".join(rows[:2]))))
    sent = only(proposed(write_paying(tmp_path / "b", disputes="".join(rows))))
    assert (draft.withheld, sent.withheld, sent.proposed) == (15000, 20000, 156000)


@pytest.mark.parametrize(
    ("rows", "expected", "open_"),
    [("", 161000, 161000), ("P1,2024-02-20T09:00:00Z,buyer,2024-01,1000.00,2024-02-20,N1", 61000,
      61000), ("P1,2024-02-20T09:00:00Z,buyer,2024-01,1700.00,2024-02-20,N1", 0, 0)],
)  # fmt: skip
def test_what_was_paid_is_taken_off(tmp_path: Path, rows: str, expected: int, open_: int) -> None:
    """1,610.00 less nothing, 1,000.00, or 1,700.00: never less than nothing."""
    payments = f"id,recorded_at,by,item,amount,paid,invoice\n{rows}\n"
    made = proposed(write_paying(tmp_path / "c", payments=payments))
    assert (only(made).proposed, made.total) == (expected, open_)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (",2024-02-06,,99.62", ",,,99.62", Hindrance.UNVERIFIED),
        (",2024-02-06,,99.62", ",2024-03-02,,99.62", Hindrance.UNVERIFIED),
        (",yes", ",no", Hindrance.MISMATCH),
        ("N1,2024-01", "N1,2024-09", Hindrance.NOT_BILLED),
    ],
)
def test_what_is_wrong_with_an_invoice_blocks_it(
    tmp_path: Path, old: str, new: str, what: Hindrance
) -> None:
    """Not verified, verified a day later, another title, or no invoice for it at all."""
    made = proposed(write_paying(tmp_path / "c", invoices=INVOICES.replace(old, new)))
    assert hindrances(made) == [what]
    assert (made.total, made.is_blocked) == (0, True)


def test_another_payer_blocks_it(tmp_path: Path) -> None:
    """The buyer is B; one invoice has one payer."""
    rows = INVOICES.replace("verified_by", "payer,verified_by").replace("A. Clerk", "C,A. Clerk")
    assert hindrances(proposed(write_paying(tmp_path / "c", invoices=rows))) == [Hindrance.PAYER]


@pytest.mark.parametrize(
    ("named", "asked", "what"),
    [
        (ACCOUNT, ACCOUNT, []),
        (ACCOUNT, "zz00-0000-0000-0001", []),
        (ACCOUNT, "ZZ00 0000 0000 0002", [Hindrance.OTHER_ACCOUNT]),
        ("", ACCOUNT, [Hindrance.NO_ACCOUNT]),
    ],
)
def test_only_the_contracts_account_is_paid_to(
    tmp_path: Path, named: str, asked: str, what: list[Hindrance]
) -> None:
    """Spaces and hyphens only group digits; another digit is another account."""
    made = proposed(write_paying(tmp_path / "c", account=named), account=asked)
    assert hindrances(made) == what


def test_a_bill_that_nobody_recorded_is_an_invoice(tmp_path: Path) -> None:
    """Brought in and not recorded: 1,760.00 are asked for, and the invoice isn't verified."""
    folder = write_paying(tmp_path / "c", invoices=INVOICES.splitlines(keepends=True)[0])
    made = proposed(folder, account=ACCOUNT)
    assert (only(made).billed, only(made).withheld) == (176000, 15000)
    assert hindrances(made) == [Hindrance.UNVERIFIED]


def test_before_it_is_due_it_may_be_approved(tmp_path: Path) -> None:
    """On 18 February it isn't due; on the 19th it is, and not late; neither is blocked."""
    folder = write_paying(tmp_path / "c")
    before, due = (proposed(folder, on=D(2024, 2, n)) for n in (18, 19))
    assert (hindrances(before), hindrances(due)) == ([Hindrance.NOT_DUE], [])
    assert (before.is_blocked, only(due).days_late, only(due).interest) == (False, 0, 0)


def test_without_a_month_all_that_is_open_by_the_next_one(tmp_path: Path) -> None:
    """On 1 March: January's, February's due on 14 March, March's on 15 April; not April's in May.

    Only January's is billed.
    """
    made = proposed(write_paying(tmp_path / "c"), month=None)
    assert [item.item for item in made.items] == ["2024-01", "2024-02", "2024-03"]
    assert made.total == 161000
    assert made.is_blocked


def test_what_stands_behind_it_is_gathered(tmp_path: Path) -> None:
    """Two orders, two lines accepted, January's signed score, one dispute."""
    made = proposed(write_paying(tmp_path / "c"))
    assert [(o.order, o.lines) for o in made.orders] == [("ORD-1", 2), ("ORD-2", 1)]
    assert [a.lines for a in made.acceptances] == [2]
    assert [(s.month, s.signed_by) for s in made.scores] == [("2024-01", "buyer; provider")]
    assert [d.id for d in made.disputes] == ["X1"]


def of_bills(folder: Path, *bills: Bill) -> PaymentItem:
    """Return what is proposed for January on 1 March, with some bills brought in."""
    case = open_case(folder)
    return only(propose(case, check(case), on=ON, month=JANUARY, bills=bills))


NO_DISPUTES = DISPUTES.splitlines(keepends=True)[0]
#: C1 is 200.00 too dear and C3 50.00 too cheap: 1,760.00, of 1,610.00 owed.
MIXED = lines_bill(("C1", 120000), ("C2", 31000), ("C3", 25000))
#: C1 is 150.00 too dear.
DEAR = lines_bill(("C1", 115000), ("C2", 31000), ("C3", 30000))


def test_what_is_withheld_is_told_line_by_line(tmp_path: Path) -> None:
    """C1's 200.00 are withheld though the totals differ by 150.00: 1,560.00 can be paid.

    With a dispute of 250.00 sent, that much is.
    """
    item = of_bills(write_paying(tmp_path / "a", disputes=NO_DISPUTES), MIXED)
    assert (item.billed, item.withheld, item.proposed) == (176000, 20000, 156000)
    assert item.checked is not None
    assert [point.amount for point in item.checked.points] == [20000]
    more = DISPUTES.replace("150.00", "250.00")
    assert of_bills(write_paying(tmp_path / "b", disputes=more), MIXED).withheld == 25000


@pytest.mark.parametrize(
    ("share", "inside", "proposed_"),
    [
        ("0.10", "provider_figure", 176000),
        ("0.10", "mean", 168500),
        ("0.10", "buyer_figure", 161000),
        ("0.08", "provider_figure", 161000),
    ],
)
def test_inside_a_tolerance_the_clauses_figure_is_paid(
    tmp_path: Path, share: str, inside: str, proposed_: int
) -> None:
    """1,760.00 billed, 1,610.00 owed: 150.00 is within 10 %, 176.00, and beyond 8 %, 140.80."""
    folder = write_paying(tmp_path / "c", disputes=NO_DISPUTES)
    item = of_bills(with_tolerance(folder, share=share, inside=inside), DEAR)
    assert (item.proposed, item.withheld) == (proposed_, 176000 - proposed_)


def test_no_more_than_the_invoice_asks_for_is_paid(tmp_path: Path) -> None:
    """Within 10 % our 1,610.00 stands, but 1,510.00 is all that the invoice asks for."""
    invoices = INVOICES.replace("1760.00", "1510.00")
    made = write_paying(tmp_path / "c", disputes=NO_DISPUTES, invoices=invoices)
    folder = with_tolerance(made, share="0.10", inside="buyer_figure")
    item = of_bills(folder, lines_bill(("C1", 90000), ("C2", 31000), ("C3", 30000)))
    assert (item.proposed, item.withheld) == (151000, 0)


def test_beside_a_bill_that_was_not_brought_in_sums_tell(tmp_path: Path) -> None:
    """N1 asks for C1 and C2, rightly; of N2 there is only its 450.00, and C3 owes 300.00."""
    second = "I2,2024-02-05T09:00:00Z,buyer,N2,2024-01,450.00,2024-02-05,2024-02-06,,,A. Clerk,yes"
    invoices = INVOICES.replace("1760.00", "1310.00") + second + "\n"
    folder = write_paying(tmp_path / "c", disputes=NO_DISPUTES, invoices=invoices)
    item = of_bills(folder, lines_bill(("C1", 100000), ("C2", 31000)))
    assert (item.billed, item.withheld, item.proposed) == (176000, 15000, 161000)


def test_a_bill_of_a_later_day_is_not_known_yet(tmp_path: Path) -> None:
    """Issued on 2 March, looked at on the 1st: the sums tell, 150.00."""
    folder = write_paying(tmp_path / "c", disputes=NO_DISPUTES)
    late = lines_bill(("C1", 120000), ("C2", 31000), ("C3", 25000), issued=D(2024, 3, 2))
    assert (of_bills(folder, late).withheld, of_bills(folder, late).checked) == (15000, None)
