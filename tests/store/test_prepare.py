"""Is a folder prepared whole or not at all, so that it can be asked for a few lines?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lineproof.contract.case import Case
from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.sources.folder import read_case
from lineproof.store.files import KEPT
from lineproof.store.prepare import prepare
from lineproof.store.prepared import KEY, load_prepared

EXAMPLE = Path(__file__).parents[2] / "examples" / "02-circuits-121"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the 121 circuits."""
    made = tmp_path / "circuits"
    shutil.copytree(EXAMPLE, made, ignore=shutil.ignore_patterns(KEPT))
    return made


def test_every_line_is_counted_and_kept(folder: Path) -> None:
    """121 lines, the first and the last of them found."""
    assert prepare(folder) == 121
    for line in ("1", "121"):
        kept = load_prepared(folder, line=line, circuit=None)
        assert kept is not None
        assert line in kept.case.schedules["circuits.csv"]["line"]


def test_preparing_again_forgets_what_was(folder: Path) -> None:
    """Without its last line the schedule has 120; line 121 is no line any more."""
    prepare(folder)
    path = folder / "circuits.csv"
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(text[: text.rindex("\n") + 1], encoding="utf-8")
    contract = (folder / "contract.toml").read_text(encoding="utf-8")
    unpinned = "\n".join(row for row in contract.splitlines() if not row.startswith("sha256"))
    (folder / "contract.toml").write_text(unpinned + "\n", encoding="utf-8")
    assert prepare(folder) == 120
    assert load_prepared(folder, line="121", circuit=None) is None


def test_an_unreadable_folder_is_refused(folder: Path) -> None:
    """A schedule that isn't there: nothing is kept of the folder."""
    (folder / "circuits.csv").unlink()
    with pytest.raises(InputRefusedError):
        prepare(folder)
    assert not (folder / KEPT / KEY).exists()


def test_a_folder_that_changes_meanwhile_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The schedule gains a byte after it was read: what was kept doesn't count."""

    def read_and_change(place: Path) -> Case:
        case = read_case(place)
        with (place / "circuits.csv").open("a", encoding="utf-8") as file:
            file.write("\n")
        return case

    monkeypatch.setattr("lineproof.store.prepare.read_case", read_and_change)
    with pytest.raises(StoreError, match="changed while it was prepared"):
        prepare(folder)
    assert load_prepared(folder, line="1", circuit=None) is None
