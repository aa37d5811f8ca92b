"""Do bills appear with every figure that they print, in a terminal and as JSON?"""

from __future__ import annotations

import io

import pytest
from tests.billing import bill_of

from lineproof.model.bill import BilledTotals
from lineproof.model.finding import error
from lineproof.report.bills import (
    bill_json,
    bills_json,
    brought_json,
    print_bill,
    print_bills,
    print_brought,
)
from lineproof.report.printing import LINES_SHOWN_MAX, Printing, console_for
from lineproof.report.wording import Language
from lineproof.sources.guess import Guess
from lineproof.store.bringing import Brought

BILL = bill_of(
    {"circuit": "C1", "product": "[bold]专线", "net": 123456, "gross": 130863},
    number="R[1]",
    totals=BilledTotals(123456, 7407, 130863, prepaid=863, payable=130000),
)


def printed(language: Language = "en", **what: object) -> str:
    """Return what is printed of bills brought in, of a list, or of one bill."""
    out = io.StringIO()
    printing = Printing(console_for(out), language)
    if "brought" in what:
        print_brought([what["brought"]], printing)  # type: ignore[list-item]
    elif "bills" in what:
        print_bills(what["bills"], printing)  # type: ignore[arg-type]
    else:
        print_bill(what["bill"], printing)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "brought in R[1] (invoice, 1 lines)"), ("zh", "已导入 R[1]（发票")],
)
def test_a_bill_brought_in_shows_its_totals(language: Language, said: str) -> None:
    """Net, tax, gross, prepaid and what it asks for; a number in brackets is no style."""
    text = printed(
        language,
        brought=Brought("a.csv", (), 2, bill=BILL, is_new=True, folder="d", saved="p.toml"),
    )
    assert said in text
    assert [a in text for a in ("1,234.56", "74.07", "1,308.63", "8.63", "1,300.00")] == [True] * 5
    assert "p.toml" in text


def test_guessed_columns_are_shown_with_samples() -> None:
    """The header, what it was taken for, and a cell."""
    guess = Guess("Rechnungsbetrag", "net", "content", ("5,00",))
    text = printed(brought=Brought("a.csv", (), 2, guesses=(guess,), rows=1))
    assert [t in text for t in ("Rechnungsbetrag", "net", "5,00", "--confirm")] == [True] * 4


def test_a_refused_file_and_one_known_before_say_so() -> None:
    """Nothing was kept, or changed."""
    refused = Brought("a.csv", (error("E-MONEY", "m", where="a.csv:2", fix="f"),), 2)
    assert "nothing was brought in" in printed(brought=refused)
    assert "E-MONEY" in printed(brought=refused)
    assert "nothing was changed" in printed(brought=Brought("a.csv", (), 2, bill=BILL))


def test_the_list_and_one_bill() -> None:
    """The last day shown is billed: 31 March."""
    assert "R[1]" in printed(bills=[BILL])
    assert "No bill" in printed(bills=[])
    text = printed(bill=BILL)
    assert [t in text for t in ("[bold]专线", "2025-03-31", "1,234.56")] == [True] * 3


def test_what_a_line_is_for_is_shown_where_a_line_says_it() -> None:
    """A late fee beside a rent that says nothing; where no line says it, there is no column."""
    fee = {"charge": "interest", "product": "overdue", "gross": 1500}
    text = printed(bill=bill_of({"circuit": "C1", "gross": 1}, fee))
    assert ("Charge" in text, "Late fee" in text) == (True, True)
    assert "Charge" not in printed(bill=bill_of({"circuit": "C1", "gross": 1}))


def test_more_lines_than_are_shown_are_counted() -> None:
    """Two more than a terminal should show."""
    bill = bill_of(*[{"circuit": "C1", "gross": 1}] * (LINES_SHOWN_MAX + 2))
    assert "2 more lines" in printed(bill=bill)


def test_json_has_amounts_as_texts() -> None:
    """In whole units of the currency, with all decimals; what isn't printed is null."""
    one = bill_json(BILL)
    assert one["totals"]["gross"] == "1308.63"
    assert one["totals"]["rounding"] is None
    assert one["lines"][0]["net"] == "1234.56"
    assert bills_json([BILL])["bills"][0]["number"] == "R[1]"
    brought = brought_json([Brought("a.csv", (), 2, bill=BILL, is_new=True, folder="d")])
    assert (brought["files"][0]["is_new"], brought["errors"]) == (True, 0)
