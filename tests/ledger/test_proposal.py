"""Is what is proposed what is owed, as the objection clause lets it be paid, and what stops it?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.ledger.paying import ACCOUNT, DISPUTES, INVOICES, bill, write_paying

from lineproof.contract.check import check
from lineproof.ledger.proposal import Hindrance, PaymentItem, Proposal, propose
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
