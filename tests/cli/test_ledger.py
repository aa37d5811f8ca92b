"""Is the ledger booked, shown and exported from the command line, and only once?"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.ledger.paying import DISPUTES, lines_bill, with_tolerance, write_paying
from tests.seal.folder import LATER_SCORE, add_record, seal_path, sealed, write_folder

from lineproof.store.bills import keep_bill

if TYPE_CHECKING:
    from tests.cli.conftest import Run

BEAN_CHECK = Path(sys.executable).with_name("bean-check")
INVOICES = """\
id,recorded_at,by,number,item,amount,received,verified,booked,tax
I1,2024-02-05T09:00:00Z,buyer,N1,2024-01,1610.00,2024-02-05,2024-02-05,2024-02-06,91.13
"""
PAYMENTS = """\
id,recorded_at,by,item,amount,paid,invoice
P1,2024-03-20T09:00:00Z,buyer,2024-01,1000.00,2024-03-20,N1
"""
ON = ("--on", "2024-03-31")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two months sealed, January billed, and most of it paid."""
    made = write_folder(tmp_path / "c", records={"invoices": INVOICES, "payments": PAYMENTS})
    for month in ("2024-01", "2024-02"):
        sealed(made, month)
    return made


def test_a_ledger_is_booked_once_and_restated(lineproof: Run, folder: Path) -> None:
    """Two months, an invoice, a payment: 3 + 3 + 2 + 2 postings; then nothing.

    January's score corrected: 161.00 more cost, off the credits; February claims 1,149.00 still.
    """
    first = lineproof("ledger", "book", folder, *ON)
    assert (first.code, "booked 4 entries, 10 postings" in first.out) == (0, True)
    again = lineproof("ledger", "book", folder, *ON)
    assert (again.code, "nothing to book" in again.out) == (0, True)
    add_record(folder, "scores", LATER_SCORE)
    sealed(folder, "2024-01")
    third = lineproof("ledger", "book", folder, "--json", "--on", "2024-04-02").json
    assert [(p["key"], p["date"], p["account"], p["amount"])
            for p in third["contracts"][0]["postings"]] == [
        ("month:2024-01/r1", "2024-04-02", "cost", "161.00"),
        ("month:2024-01/r1", "2024-04-02", "credits", "-161.00"),
    ]  # fmt: skip


def test_balances_by_account_item_and_age(lineproof: Run, folder: Path) -> None:
    """Cost 1,449.00 + 1,310.00; credits 161.00 − 161.00; accrued 1,610.00 − (1,610.00 + 1,149.00).

    January's item is due 10 workdays after 31 January, across the Spring Festival: 1, 2, 4 worked,
    5–9, 18 worked and 19 February. On 31 March 610.00 are 41 days late.
    """
    lineproof("ledger", "book", folder, *ON)
    found = lineproof("ledger", "balances", folder, *ON, "--json").json
    assert {b["account"]: b["balance"] for b in found["balances"]} == {
        "cost": "2759.00", "credits": "0.00", "accrued": "-1149.00", "payable": "-610.00",
        "cash": "-1000.00",
    }  # fmt: skip
    (item,) = found["open"]
    assert (item["for"], item["amount"]) == ("item:2024-01", "610.00")
    assert (item["due"], item["days_late"]) == ("2024-02-19", 41)
    assert found["ages"][0]["to_60_days"] == "610.00"
    assert "610.00" in lineproof("ledger", "balances", folder, *ON, "--language", "zh").out


def test_the_providers_account(lineproof: Run, folder: Path) -> None:
    """In March: 1,610.00 owed before, 1,000.00 paid, 610.00 owed after."""
    lineproof("ledger", "book", folder, *ON)
    span = ("--from", "2024-03-01", "--to", "2024-03-31")
    found = lineproof("ledger", "statement", folder, *span, "--json").json
    assert (found["opening"], found["closing"], found["to"]) == ("1610.00", "610.00", "2024-04-01")
    assert [e["paid"] for e in found["entries"]] == ["1000.00"]
    assert "1,610.00" in lineproof("ledger", "statement", folder).out


def test_the_export_stands_up_to_another_program(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """`bean-check` has nothing to say about it; printed or written, it is the same."""
    lineproof("ledger", "book", folder, *ON)
    path = tmp_path / "ledger.beancount"
    assert lineproof("ledger", "export", folder, "--output", path).code == 0
    done = subprocess.run([BEAN_CHECK, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert lineproof("ledger", "export", folder).out == path.read_text("utf-8")


def test_an_invoice_of_two_contracts_is_booked_in_neither(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """The copy has another id and the same invoice; a third contract is booked all the same."""
    copy = shutil.copytree(folder, tmp_path / "d")
    text = (copy / "contract.toml").read_text("utf-8")
    (copy / "contract.toml").write_text(text.replace('id = "small"', 'id = "other"'), "utf-8")
    third = write_folder(tmp_path / "e")
    (third / "contract.toml").write_text(
        (third / "contract.toml").read_text("utf-8").replace('id = "small"', 'id = "third"'),
        "utf-8",
    )
    sealed(third, "2024-01")
    done = lineproof("ledger", "book", tmp_path, *ON, "--json")
    assert (done.code, done.codes) == (1, ["E-INVOICE-SHARED"])
    assert [c["contract"] for c in done.json["contracts"]] == ["third"]
    assert not (folder / "ledger").exists()


def test_an_edited_seal_is_not_booked(lineproof: Run, folder: Path) -> None:
    """Booked on one `seal.json`; the same revision with another is told, and nothing is booked."""
    lineproof("ledger", "book", folder, *ON)
    path = seal_path(folder, "2024-01") / "seal.json"
    path.write_text(path.read_text("utf-8") + " ", "utf-8")
    done = lineproof("ledger", "book", folder, *ON)
    assert (done.code, "E-LEDGER-KEY" in done.err) == (1, True)


def test_two_folders_of_one_contract_are_refused(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """Their balances would be one contract's, twice."""
    shutil.copytree(folder, tmp_path / "d")
    done = lineproof("ledger", "balances", tmp_path, *ON)
    assert (done.code, 'two folders have a contract "small"' in done.err) == (2, True)


def test_what_a_tolerance_lets_stand_is_booked_and_watched(lineproof: Run, tmp_path: Path) -> None:
    """N1 was brought in with 1,760.00, C1 150.00 too dear; within 10 %, 176.00, that stands:
    1,610.00 are booked against the month, 150.00 as tolerated; booked again, nothing more is.
    """
    made = write_paying(tmp_path / "c", disputes=DISPUTES.splitlines(keepends=True)[0])
    folder = with_tolerance(made, share="0.10", inside="provider_figure")
    brought = lines_bill(("C1", 115000), ("C2", 31000), ("C3", 30000))
    keep_bill(folder, brought, {"n1.xml": b"<bill/>"})
    booked = lineproof("ledger", "book", folder, *ON, "--json")
    (contract,) = booked.json["contracts"]
    amounts = {(p["account"], p["amount"]) for p in contract["postings"]}
    assert (booked.code, amounts) == (
        0, {("accrued", "1610.00"), ("tolerance", "150.00"), ("payable", "-1760.00")}
    )  # fmt: skip
    assert "nothing to book" in lineproof("ledger", "book", folder, *ON).out
    (watched,) = lineproof("ledger", "balances", folder, *ON, "--json").json["tolerated"]
    assert (watched["contract"], watched["amount"]) == ("small", "150.00")
    told = lineproof("ledger", "statement", folder, "--language", "zh").out
    assert "累计容差内差异 150.00 CNY" in " ".join(told.split())
    told = lineproof("ledger", "statement", folder, "--to", "2024-02-04", "--json").json
    assert told["tolerated"] == "0.00"
