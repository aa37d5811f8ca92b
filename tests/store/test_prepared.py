"""Does a prepared folder say of a few lines what the whole folder says of them?"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest
from tests.seal.measured import measured_folder

from lineproof.contract.case import Case, view
from lineproof.contract.check import check
from lineproof.model.explained import Explained
from lineproof.model.finding import Finding
from lineproof.settle.explain import Explainer
from lineproof.settle.settle import Asked, settle
from lineproof.sources.folder import read_case
from lineproof.store.files import KEPT
from lineproof.store.prepare import prepare
from lineproof.store.prepared import KEY, load_prepared

EXAMPLES = Path(__file__).parents[2] / "examples"
MARCH = dt.date(2024, 3, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a prepared copy of the 121 circuits, three ids of which stand on several lines."""
    made = tmp_path / "circuits"
    shutil.copytree(EXAMPLES / "02-circuits-121", made, ignore=shutil.ignore_patterns(KEPT))
    prepare(made)
    return made


def trees(
    case: Case, findings: tuple[Finding, ...], month: dt.date, line: str
) -> tuple[Explained | None, Explained | None]:
    """Return why a line owes what it does, once of itself and once by the circuit it is."""
    explainer = Explainer(view(case), settle(case, Asked(month, findings=findings)))
    schedule = next(iter(case.schedules.values()), None)
    ids = [] if schedule is None else schedule.filter(schedule["line"] == line)["id"].to_list()
    others = explainer.lines_of(ids[0]) if ids and ids[0] else (line,)
    return explainer.line(line), explainer.line(others[-1])


def record(folder: Path, *rows: str) -> None:
    """Write lifecycle records and prepare the folder again."""
    header = "id,recorded_at,by,replaces,line,event,date,value"
    text = "\n".join([header, *rows, ""])
    (folder / "records" / "lifecycle.csv").write_text(text, encoding="utf-8")
    prepare(folder)


@pytest.mark.parametrize("line", ["1", "4", "36", "77", "100", "121"])
def test_a_line_is_explained_as_from_the_folder(folder: Path, line: str) -> None:
    """The same tree, to the last piece of evidence."""
    case = read_case(folder)
    kept = load_prepared(folder, line=line, circuit=None)
    assert kept is not None
    whole = trees(case, check(case), MARCH, line)
    assert trees(kept.case, kept.findings, MARCH, line) == whole


@pytest.mark.parametrize("name", ["01-access-593", "05-amendment-and-moves"])
def test_every_line_of_an_example_is_explained_as_from_its_folder(
    tmp_path: Path, name: str
) -> None:
    """Price lists, moves, new prices and an amendment: the same trees."""
    made = tmp_path / name
    shutil.copytree(EXAMPLES / name, made, ignore=shutil.ignore_patterns(KEPT))
    prepare(made)
    case, month = read_case(made), dt.date(2025, 3, 1)
    settled = settle(case, Asked(month, findings=check(case)))
    is_priced = settled.lines["unit"].is_not_null()
    for line in settled.lines.filter(is_priced)["line"].unique(maintain_order=True):
        kept = load_prepared(made, line=line, circuit=None)
        assert kept is not None
        found = settle(kept.case, Asked(month, findings=kept.findings))
        told = Explainer(view(kept.case), found).line(line)
        assert told == Explainer(view(case), settled).line(line)


def test_all_lines_of_a_circuit_are_kept_together(folder: Path) -> None:
    """The id of line 36, if it has one, stands on all the lines that the folder has it on."""
    schedule = read_case(folder).schedules["circuits.csv"]
    shared = schedule.filter(schedule["id"].is_duplicated() & schedule["id"].is_not_null())
    assert shared.height > 2
    for (circuit,), lines in shared.group_by("id"):
        kept = load_prepared(folder, line=None, circuit=str(circuit))
        assert kept is not None
        assert set(lines["line"]) <= set(kept.case.schedules["circuits.csv"]["line"])


def test_a_circuit_is_found_by_an_id_it_was_given_later(folder: Path) -> None:
    """Line 7 is renamed to NEW-7: asked for NEW-7, line 7 is there, and its record."""
    record(folder, "L1,2024-02-01T00:00:00Z,b,,7,reidentified,2024-02-01,NEW-7")
    kept = load_prepared(folder, line=None, circuit="NEW-7")
    assert kept is not None
    assert "7" in kept.case.schedules["circuits.csv"]["line"]
    assert kept.case.records["lifecycle"]["value"].to_list() == ["NEW-7"]


def test_a_correction_goes_with_every_line(folder: Path) -> None:
    """L3 moves L1's new price from line 5 to line 6: line 5 must know that it lost it; not L2."""
    record(
        folder,
        "L1,2024-02-01T00:00:00Z,b,,5,repriced,2024-02-01,700",
        "L2,2024-02-01T00:00:00Z,b,,9,repriced,2024-02-01,800",
        "L3,2024-02-02T00:00:00Z,b,L1,6,repriced,2024-02-01,700",
    )
    kept = load_prepared(folder, line="5", circuit=None)
    assert kept is not None
    assert kept.case.records["lifecycle"]["id"].to_list() == ["L1", "L3"]


def test_the_calendar_is_the_folders(folder: Path) -> None:
    """Deadlines are the same, though no library of calendars is opened."""
    kept = load_prepared(folder, line="1", circuit=None)
    assert kept is not None
    assert kept.case.workdays == read_case(folder).workdays


def test_a_file_that_changed_makes_it_unprepared(folder: Path) -> None:
    """The content is the same; the time of last change isn't."""
    os.utime(folder / "circuits.csv", ns=(1, 1))
    assert load_prepared(folder, line="1", circuit=None) is None


def test_a_new_record_file_makes_it_unprepared(folder: Path) -> None:
    """A kind of record that wasn't there."""
    (folder / "records" / "notices.csv").write_text("id,recorded_at,by,what,sent\n")
    assert load_prepared(folder, line="1", circuit=None) is None


@pytest.mark.parametrize("part", ["version", "calendars", "files", "kept", "schedules"])
def test_a_key_that_says_otherwise_makes_it_unprepared(folder: Path, part: str) -> None:
    """Another version of ours, another release of a library, another file."""
    path = folder / KEPT / KEY
    path.write_text(json.dumps(json.loads(path.read_text()) | {part: {}}))
    assert load_prepared(folder, line="1", circuit=None) is None


def test_damage_makes_it_unprepared(folder: Path) -> None:
    """A key that is no JSON; a table that is no Parquet, of the same size and time."""
    (folder / KEPT / KEY).write_text("{")
    assert load_prepared(folder, line="1", circuit=None) is None


def test_a_line_nobody_prices_is_left_to_the_folder(folder: Path) -> None:
    """Interest and what comes off a total stand on no line: they depend on all of them."""
    assert load_prepared(folder, line="fees-2024", circuit=None) is None


def test_a_folder_that_was_never_prepared_has_nothing(tmp_path: Path) -> None:
    """No key, no answer; no traceback."""
    assert load_prepared(tmp_path, line="1", circuit=None) is None


def test_a_measured_contract_isnt_answered_from_what_was_kept(tmp_path: Path) -> None:
    """What was measured isn't kept: the folder itself is read."""
    folder = measured_folder(tmp_path / "c")
    prepare(folder)
    assert load_prepared(folder, line="2", circuit=None) is None
