"""Is a month-end shown and written from the command line, over one contract or several?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.ledger.paying import write_paying
from tests.seal.folder import write_folder

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
