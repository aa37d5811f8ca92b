"""Is a month-end shown and written from the command line, over one contract or several?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.ledger.paying import write_paying
from tests.seal.folder import CIRCUITS, write_folder

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_a_month_end_of_one_contract(lineproof: Run, tmp_path: Path) -> None:
    """February: claimed 1,610.00 + 1,149.00 and 8.05 interest, billed 1,760.00: 1,007.05 accrued.

    1,610.00 × 0.0005 × 10 days from 20 February = 8.05. Of February's 1,310.00 line 1 bears
    1,000.00, line 2 310.00, halved: of 1,007.05 they are 768.7404… and 119.1548… each. A cent is
    left over, and goes to the larger remainder, and of the two equal ones to the earlier.
    """
    folder = write_paying(tmp_path / "c")
    text = "cost_centre,share,line\nA,,1\nB,0.5,2\nC,0.5,2\n"
    (folder / "cost-centres.csv").write_text(text, "utf-8")
    done = lineproof("close", folder, "--month", "2024-02", "--json")
    (contract,) = done.json["contracts"]
    assert (done.code, contract["accrued"]["value"]) == (0, "1007.05")
    accrual = [(r["cost_centre"], r["debit"]) for r in contract["journal"]
               if r["entry"].endswith("accrual") and r["debit"] != "0.00"]  # fmt: skip
    assert accrual == [("A", "768.74"), ("B", "119.16"), ("C", "119.15")]
    assert contract["credits"]["disputed"] == "150.00"
    assert "768.74" in lineproof("close", folder, "--month", "2024-02", "--language", "zh").out


def test_several_contracts_and_their_journal(lineproof: Run, tmp_path: Path) -> None:
    """Two contracts in one file; one that doesn't run then is left out; bounds end with 1."""
    for name in ("a", "b"):
        folder = write_folder(tmp_path / name)
        path = folder / "contract.toml"
        path.write_text(path.read_text("utf-8").replace('"small"', f'"{name}"'), "utf-8")
    out = tmp_path / "journal.csv"
    assert lineproof("close", tmp_path, "--month", "2024-02", "--csv", out).code == 0
    told = out.read_text("utf-8")
    assert "a/2024-02/accrual," in told
    assert "b/2024-02/accrual/reversal," in told
    assert lineproof("close", tmp_path, "--month", "2023-02", "--json").json["contracts"] == []
    assert lineproof("close", tmp_path, "--month", "2024-03").code == 1
    (tmp_path / "books.toml").write_text('currency = "EUR"\n', "utf-8")
    refused = lineproof("close", tmp_path, "--month", "2024-02")
    assert (refused.code, "E-RATE-MISSING" in refused.err) == (2, True)


def test_a_month_from_the_16th_is_closed_on_the_15th(lineproof: Run, tmp_path: Path) -> None:
    """The contract runs from 16 January, and so does its first month, to 15 February: whole rents,
    1,000.00 + 310.00 + 620.00 = 1,930.00. Of two invoices of 500.00 the one of the 15th is in it:
    1,430.00 are accrued; the one of the 16th is the next month's, on whose first day they go back.
    """
    rows = "I{n},2024-02-20T09:00:00Z,buyer,N{n},2024-01,500.00,2024-02-{day}\n"
    told = "".join(rows.format(n=n, day=day) for n, day in ((1, 15), (2, 16)))
    records = {
        "invoices": f"id,recorded_at,by,number,item,amount,received\n{told}",
        "lifecycle": "id,recorded_at,by,line,event,date\n",
        "scores": "id,recorded_at,by,month,points\nS1,2024-02-20T09:00:00Z,buyer,2024-01,95\n",
    }
    circuits = CIRCUITS.replace("2024-01-01,2024-12-31", "2024-01-16,2025-01-15")
    folder = write_folder(tmp_path / "c", circuits=circuits, records=records)
    path = folder / "contract.toml"
    begun = 'start = 2024-01-16\nperiod = "anniversary"'
    path.write_text(path.read_text("utf-8").replace("start = 2024-01-01", begun), "utf-8")
    done = lineproof("close", folder, "--month", "2024-01", "--json")
    (contract,) = done.json["contracts"]
    assert (done.code, contract["accrued"]["value"]) == (0, "1430.00")
    assert {(r["entry"].rpartition("/")[2], r["date"]) for r in contract["journal"]} == {
        ("accrual", "2024-02-15"),
        ("reversal", "2024-02-16"),
    }
    assert lineproof("close", folder, "--month", "2023-12", "--json").json["contracts"] == []
