"""Which month do tests of the scorecard's sheet show? One with an incident and an open item.

The repair took 9 h against 4: 2 + 2 × ⌈5/2⌉ = 8 of 30 points; a missed visit costs 2 of 40; the
survey's 30 aren't known: 100 - 8 - 2 = 90 at most, 60 at least.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from lineproof.assess.measured import Measured
from lineproof.contract.case import view
from lineproof.report.scorecard import Sheet, sheets_of
from lineproof.sources.folder import read_case

FOLDER = Path(__file__).parents[1] / "folders" / "scored"
SIGNED = "id,recorded_at,by,month,item,points,signed_by\n"


def sheet(folder: Path, *signed: str) -> Sheet:
    """Return March's sheet; signed: items and points as the file has them, such as "survey,30"."""
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    rows = [f"S{n},2025-04-02T10:00:00+02:00,buyer,2025-03,{each},both\n"
            for n, each in enumerate(signed)]  # fmt: skip
    if rows:
        (folder / "records" / "scores.csv").write_text(SIGNED + "".join(rows), "utf-8")
    (found,) = sheets_of(Measured(view(read_case(folder))), dt.date(2025, 3, 1))
    return found
