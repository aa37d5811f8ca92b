"""Does the evidence that a draft names carry the hash that its record and its letter have?"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.report.test_pdf import joined, text_of

Run = Callable[..., Any]
EXAMPLE = Path(__file__).parents[2] / "examples" / "01-access-593"


def test_letter_record_and_evidence_belong_together(lineproof: Run, tmp_path: Path) -> None:
    """One SHA-256, of the pack as it lies there, in all three places."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "c"))
    lineproof("dispute", "claim", folder, "--month", "2025-01", "--term", "SLA-PAY", "--on",
              "2025-02-10")  # fmt: skip
    place = folder / "disputes" / "D001"
    sha256 = hashlib.sha256((place / "evidence.zip").read_bytes()).hexdigest()
    with (folder / "records" / "disputes.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["evidence"], row["amount"], row["term"]) == (sha256, "6187.50", "SLA-PAY")
    assert sha256 in joined(text_of((place / "letter.pdf").read_bytes()))


def test_an_open_month_is_said_to_be_open(lineproof: Run, tmp_path: Path) -> None:
    """Its evidence can still change; once sealed it can't, and nothing is said."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "c"))
    asked = ("dispute", "claim", folder, "--month", "2025-01", "--term", "SLA-PAY", "--on")
    assert "isn't sealed" in lineproof(*asked, "2025-02-10").err
    lineproof("record", folder, "disputes", "--dispute", "D001", "--event", "closed", "--date",
              "2025-02-11")  # fmt: skip
    lineproof("seal", folder, "--month", "2025-01", "--no-lines")
    sealed = lineproof(*asked, "2025-02-12")
    assert (sealed.code, "isn't sealed" in sealed.err) == (0, False)
