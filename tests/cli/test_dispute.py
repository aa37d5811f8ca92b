"""Does `dispute` keep a register that can't go wrong, and show it?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the first example."""
    return Path(shutil.copytree(ROOT / "examples" / "01-access-593", tmp_path / "c"))


def _record(lineproof: Run, folder: Path, event: str, day: str, *more: str) -> Any:  # noqa: ANN401 - how it ended
    return lineproof("record", folder, "disputes", "--dispute", "D1", "--event", event, "--date",
                     day, *more)  # fmt: skip


def test_a_step_that_cannot_follow_is_not_recorded(lineproof: Run, folder: Path) -> None:
    """A credit before any answer: exit code 2, and the file is as it was."""
    draft = ("--amount", "100.00", "--bill", "B1", "--cause", "ceased")
    assert _record(lineproof, folder, "draft", "2025-03-03", *draft).code == 0
    before = (folder / "records" / "disputes.csv").read_bytes()
    ended = _record(lineproof, folder, "credited", "2025-03-05", "--amount", "5.00")
    assert (ended.code, "E-DISPUTE-ORDER" in ended.err) == (2, True)
    assert (folder / "records" / "disputes.csv").read_bytes() == before


def test_a_correction_may_mend_a_step(lineproof: Run, folder: Path) -> None:
    """60.00 of 100.00 were agreed, not 50.00: 60.00 can be credited then."""
    _record(lineproof, folder, "draft", "2025-03-03", "--amount", "100.00", "--bill", "B1")
    _record(lineproof, folder, "sent", "2025-03-04")
    _record(lineproof, folder, "partly", "2025-03-05", "--amount", "50.00")
    credit = ("credited", "2025-03-06", "--amount", "60.00")
    assert _record(lineproof, folder, *credit).code == 2
    mended = ("--amount", "60.00", "--replaces", "D0003")
    assert _record(lineproof, folder, "partly", "2025-03-05", *mended).code == 0
    assert _record(lineproof, folder, *credit).code == 0


def test_the_list_goes_over_folders(lineproof: Run, folder: Path) -> None:
    """One has a dispute of 100.00, one none, one is no contract: exit code 1, and the sums."""
    _record(lineproof, folder, "draft", "2025-03-03", "--amount", "100.00", "--bill", "B1")
    _record(lineproof, folder, "sent", "2025-03-04")
    other = ROOT / "examples" / "06-berlin-exclusive-vat"
    ended = lineproof("dispute", "list", folder, other, folder / "none", "--on", "2025-03-14",
                      "--json")  # fmt: skip
    assert ended.code == 1
    assert [len(c["disputes"]) for c in ended.json["contracts"]] == [1, 0, 0]
    assert [t["disputed"] for t in ended.json["totals"]] == ["100.00"]
    assert lineproof("dispute", "list", folder / "none", "--on", "2025-03-14").code == 2


def test_what_was_written_by_hand_is_held_to_the_same(lineproof: Run, folder: Path) -> None:
    """A file with an answer to nothing: listed as a finding, exit code 1."""
    (folder / "records" / "disputes.csv").write_text(
        "id,recorded_at,by,dispute,event,date\n"
        "D0001,2025-03-03T10:00:00+08:00,buyer,D1,agreed,2025-03-03\n", "utf-8"
    )  # fmt: skip
    ended = lineproof("dispute", "list", folder, "--on", "2025-03-14")
    assert (ended.code, "E-DISPUTE-ORDER" in ended.out) == (1, True)
    assert "records/disputes.csv:2" in ended.out


def test_a_sealed_month_holds_no_dispute(lineproof: Run, folder: Path) -> None:
    """The seal goes to the other side; what is drafted against it doesn't, nor changes it."""
    _record(lineproof, folder, "draft", "2025-03-03", "--amount", "100.00", "--bill", "B1")
    lineproof("seal", folder, "--month", "2025-03", "--no-lines")
    sealed = folder / "settled" / "2025-03" / "r0"
    assert not (sealed / "record-disputes.csv").exists()
    assert lineproof("verify", sealed).code == 0


def test_a_claim_is_drafted_once(lineproof: Run, folder: Path) -> None:
    """January scored below 90: 6,187.50, in a folder of its own; a second draft is refused, and
    once the first is closed it is D002.
    """
    asked = ("dispute", "claim", folder, "--month", "2025-01", "--term", "SLA-PAY", "--on")
    ended = lineproof(*asked, "2025-02-10")
    assert (ended.code, "disputed 6,187.50 CNY" in ended.out) == (0, True)
    names = sorted(path.name for path in (folder / "disputes" / "D001").iterdir())
    assert names == ["evidence.zip", "letter.pdf", "table.xlsx"]
    again = lineproof(*asked, "2025-02-10", "--language", "zh")
    assert (again.code, "E-DISPUTE-TWICE" in again.err) == (2, True)
    lineproof("record", folder, "disputes", "--dispute", "D001", "--event", "closed", "--date",
              "2025-02-11")  # fmt: skip
    assert "drafted D002" in lineproof(*asked, "2025-02-12").out


def test_what_gives_nothing_back_is_not_claimed(lineproof: Run, folder: Path) -> None:
    """March is paid in full: exit code 2, nothing written."""
    ended = lineproof("dispute", "claim", folder, "--month", "2025-03", "--term", "SLA-PAY")
    assert (ended.code, "E-DISPUTE-NOTHING" in ended.err) == (2, True)
    assert not (folder / "disputes").exists()


def test_a_right_bill_is_not_disputed(lineproof: Run, tmp_path: Path) -> None:
    """January is billed as owed: exit code 2, nothing written. November, once its time is over,
    is drafted all the same, with exit code 1.
    """
    copy = Path(shutil.copytree(ROOT / "examples" / "11-a-year-of-bills", tmp_path / "year"))
    for number in ("R-2025-01", "R-2025-11"):
        file = copy / "sent" / f"{number}.csv"
        lineproof("bill", "import", copy, file, "--number", number, "--yes")
    ended = lineproof("dispute", "draft", copy, "R-2025-01", "--month", "2025-01")
    assert (ended.code, "E-DISPUTE-NOTHING" in ended.err) == (2, True)
    assert not (copy / "disputes").exists()
    late = ("dispute", "draft", copy, "R-2025-11", "--month", "2025-11", "--on", "2025-12-23")
    ended = lineproof(*late)
    assert (ended.code, "2025-12-22 (clause S.2), which is over" in ended.out) == (1, True)
