"""When is a storage service accepted, if acceptance is asked for before a long holiday?

China's official calendar of 2025: 1 to 8 October are off; Sunday 28 September and Saturday 11
October are worked instead.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from lineproof.assess.agenda import agenda
from lineproof.assess.taken import as_of
from lineproof.contract.case import view
from lineproof.sources.folder import read_case

STORAGE = Path(__file__).parents[2] / "examples" / "04-storage-instalments"
D = dt.date
HEAD = "id,recorded_at,by,event,date,item\n"
ASKED = """\
M01,2025-09-01T17:00:00+08:00,buyer,effective,2025-09-01,
M02,2025-09-24T10:00:00+08:00,provider,ready,2025-09-24,
M03,2025-09-26T10:00:00+08:00,provider,acceptance_requested,2025-09-26,
"""
REMINDED = "M04,2025-10-14T10:00:00+08:00,provider,reminded,2025-10-14,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the example, with acceptance asked for on Friday 26 September 2025 and no invoice."""
    copy = Path(shutil.copytree(STORAGE, tmp_path / STORAGE.name))
    (copy / "records" / "milestones.csv").write_text(HEAD + ASKED + REMINDED, "utf-8")
    for kind in ("invoices", "payments"):
        (copy / "records" / f"{kind}.csv").unlink()
    return copy


@pytest.mark.parametrize(
    ("on", "status"), [(D(2025, 10, 17), "pending"), (D(2025, 10, 18), "deemed")]
)
def test_silence_after_a_reminder_accepts(folder: Path, on: dt.date, status: str) -> None:
    """Seven workdays: 28, 29, 30 September, 9, 10, 11 and 13 October. Reminded on the 14th, three
    more: the 15th, 16th and Friday the 17th. Silent: accepted from Saturday 18 October on.
    """
    dated = agenda(view(read_case(folder)), on=on)
    (found,) = (d for d in dated if d.term == "DEEMED")
    assert (found.since, found.due, found.status) == (D(2025, 9, 26), D(2025, 10, 17), status)


def test_the_first_instalment_counts_from_that_day(folder: Path) -> None:
    """What is accepted by silence is accepted from 18 October, not yet on the 17th."""
    seen = view(read_case(folder))
    assert as_of(seen, on=D(2025, 10, 17)).milestone("signed") is None
    assert as_of(seen, on=D(2025, 10, 18)).milestone("signed") == D(2025, 10, 18)


def test_without_a_reminder_silence_accepts_nothing(folder: Path) -> None:
    """The seven workdays ended on 13 October; the clause asks for a reminder first."""
    (folder / "records" / "milestones.csv").write_text(HEAD + ASKED, "utf-8")
    dated = agenda(view(read_case(folder)), on=D(2025, 11, 30))
    (found,) = (d for d in dated if d.term == "DEEMED")
    assert (found.due, found.status) == (D(2025, 10, 13), "pending")
    assert "reminder" in found.effect
