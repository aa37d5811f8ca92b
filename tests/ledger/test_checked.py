"""Is what bills ask for compared line by line with their month, and what a tolerance lets stand?

January of the folder of `tests/ledger/paying.py` owes C1 1,000.00, C2 310.00 and C3 300.00, which
make 1,610.00.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.ledger.paying import bill, lines_bill, with_tolerance, write_paying

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.ledger.billed import with_bills
from lineproof.ledger.checked import Checked, checked, tolerated_of
from lineproof.model.bill import Bill
from lineproof.settle.settle import Asked, settle
from lineproof.store.cases import open_case

D = dt.date
ON = D(2024, 3, 1)
#: 150.00 more than C1 costs.
DEAR = lines_bill(("C1", 115000), ("C2", 31000), ("C3", 30000))


def found_in(folder: Path, *bills: Bill) -> Checked | None:
    """Return what comparing January's bill N1 came to."""
    case = open_case(folder)
    settlement = settle(case, Asked(D(2024, 1, 1), findings=check(case)))
    return checked(view(case), settlement, bills, numbers={"N1"})


def stands_in(folder: Path, *bills: Bill, on: dt.date = ON) -> dict[str, int]:
    """Return what a tolerance lets stand of N1, by cause."""
    seen = with_bills(view(open_case(folder)), bills)
    found = tolerated_of(seen, bills, on=on)
    assert set(found) <= {"N1"}
    return dict(found["N1"].causes) if found else {}


def test_lines_are_not_netted(tmp_path: Path) -> None:
    """C1 is 200.00 too dear and C3 50.00 too cheap: 200.00 isn't owed, though the sums differ by
    150.00; 1,000.00 + 310.00 + 250.00 = 1,560.00 is undisputed.
    """
    folder = write_paying(tmp_path / "c")
    found = found_in(folder, lines_bill(("C1", 120000), ("C2", 31000), ("C3", 25000)))
    assert found is not None
    assert (found.billed, found.undisputed, found.unproven) == (176000, 156000, 0)
    assert [(p.amount, p.count) for p in found.points] == [(20000, 1)]
    assert found.is_proven


def test_a_right_bill_has_no_points(tmp_path: Path) -> None:
    """1,610.00 on both sides."""
    folder = write_paying(tmp_path / "c")
    found = found_in(folder, lines_bill(("C1", 100000), ("C2", 31000), ("C3", 30000)))
    assert found is not None
    assert (found.undisputed, found.points) == (161000, ())


def test_what_no_line_of_ours_answers_is_not_compared_by_line(tmp_path: Path) -> None:
    """A sum for the month on one line, a bill without any line, another bill's number, none."""
    folder = write_paying(tmp_path / "c")
    assert found_in(folder, bill()) is None
    assert found_in(folder, bill(lines=bill().lines.clear())) is None
    assert found_in(folder, lines_bill(("C1", 100000), number="N2")) is None
    assert found_in(folder) is None


def test_what_an_earlier_bill_asks_for_is_billed_twice(tmp_path: Path) -> None:
    """C2 stands on a bill of 4 February too: its 310.00 aren't owed again; nor does a bill of the
    6th take anything from this one.
    """
    folder = write_paying(tmp_path / "c")
    right = lines_bill(("C1", 100000), ("C2", 31000), ("C3", 30000))
    for day, undisputed in ((4, 130000), (6, 161000)):
        other = lines_bill(("C2", 31000), number="N0", issued=D(2024, 2, day))
        found = found_in(folder, right, other)
        assert found is not None
        assert found.undisputed == undisputed


def test_a_credit_note_belongs_to_its_bill(tmp_path: Path) -> None:
    """1,760.00 less 150.00 taken back of C1 is what is owed."""
    back = lines_bill(("C1", -15000), number="N9", kind="credit_note", credits=("N1",))
    found = found_in(write_paying(tmp_path / "c"), DEAR, back)
    assert found is not None
    assert (found.billed, found.undisputed, found.points) == (161000, 161000, ())


@pytest.mark.parametrize(
    ("share", "inside", "stands"),
    [
        ("0.10", "provider_figure", 15000),
        ("0.10", "mean", 7500),
        ("0.10", "buyer_figure", 0),
        ("0.08", "provider_figure", 0),
    ],
)
def test_what_stands_beyond_what_is_owed(
    tmp_path: Path, share: str, inside: str, stands: int
) -> None:
    """150.00 of 1,760.00: within 10 % (176.00) the provider's figure leaves all of it, the mean of
    1,760.00 and 1,610.00 (1,685.00) half, ours nothing; 8 % (140.80) doesn't reach.
    """
    folder = with_tolerance(write_paying(tmp_path / "c"), share=share, inside=inside)
    found = stands_in(folder, DEAR)
    assert sum(found.values()) == stands
    assert len(found) == (1 if stands else 0)


def test_where_the_lower_figure_stands_less_is_owed(tmp_path: Path) -> None:
    """C1 at 900.00 instead of 1,000.00, 100.00 of 1,510.00: the provider's figure takes it off."""
    made = with_tolerance(write_paying(tmp_path / "c"), share="0.10", inside="provider_figure")
    cheap = lines_bill(("C1", 90000), ("C2", 31000), ("C3", 30000))
    assert sum(stands_in(made, cheap).values()) == -10000


def test_without_a_tolerance_or_before_it_came_nothing_stands(tmp_path: Path) -> None:
    """No clause; and on 4 February N1 wasn't received yet."""
    folder = write_paying(tmp_path / "c")
    assert stands_in(folder, DEAR) == {}
    with_tolerance(folder, share="0.10", inside="provider_figure")
    assert stands_in(folder, DEAR, on=D(2024, 2, 4)) == {}


def test_a_month_that_is_not_settled_says_nothing_yet(tmp_path: Path) -> None:
    """Without January's score what it owes lies between bounds."""
    scores = "id,recorded_at,by,month,points,signed_by\n"
    made = write_paying(tmp_path / "c", scores=scores)
    folder = with_tolerance(made, share="0.50", inside="provider_figure")
    found = found_in(folder, DEAR)
    assert found is not None
    assert (found.is_proven, stands_in(folder, DEAR)) == (False, {})
