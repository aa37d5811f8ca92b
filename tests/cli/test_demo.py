"""Does the demo show the main job, from nothing, in one command?"""

import subprocess
import sys
from pathlib import Path


def test_the_demo_settles_explains_writes_and_seals(tmp_path: Path) -> None:
    """61,875.00 a month at a score of 93: 198 × 113 + 14 × 120 + 1999 + 42 × 102 + 42 × 116
    + 116 + 295 × 90; line 1a alone 198 × 113.00 = 22,374.00. A bill of 62,994.10 asks for 7,411.00
    too much: 4,756.00 billed twice, and 2,655.00 not credited.
    """
    run = [sys.executable, "-m", "lineproof", "demo", "new"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert "$ lineproof settle new/01-access-593 --month 2025-03" in done.stdout
    assert "61,875.00" in done.stdout
    assert "22,374.00" in done.stdout
    compared = " ".join(done.stdout.partition("$ lineproof reconcile ")[2].split())
    assert "Difference 7,411.00" in compared
    assert "billed twice 1 4,756.00" in compared
    assert "missing credit 1 2,655.00" in compared
    assert "new/01-access-593/settled/2025-03/r0: as sealed; integrity only" in done.stdout
    assert "new/01-access-593/settled/2025-03/r0: as sealed" in done.stdout
    assert (tmp_path / "new" / "statement.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "new" / "statement.xlsx").read_bytes().startswith(b"PK")


def test_the_demo_overwrites_nothing(tmp_path: Path) -> None:
    """A folder with something in it is left alone, and said so."""
    own = tmp_path / "new" / "01-access-593"
    own.mkdir(parents=True)
    (own / "mine.txt").write_text("mine")
    run = [sys.executable, "-m", "lineproof", "demo", "new"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "isn't empty" in done.stderr
    assert [p.name for p in own.iterdir()] == ["mine.txt"]
