"""Is every bad record of faults, claims and scores told, with where and how to mend it?

Each through the command: it ends in order, and the month is still scored from what can be.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.measuring import TERM, measure, write_contract

Run = Callable[..., Any]
SCORED = Path(__file__).parents[1] / "folders" / "scored"
FAULTS = "id,recorded_at,by,line,site,reported,responded,restored,pauses,endpoints"
CLAIMS = "id,recorded_at,by,cause,from,to,lines,answer,answered_on"
SCORES = "id,recorded_at,by,month,item,points,signed_by"
SHORT = "2025-03-05T08:00:00+01:00"
"""When faults of these tests are reported; restored 9 h later, where nothing else is said."""
LATE = "2025-03-05T17:00:00+01:00"
KNOWN = "2025-04-01T10:00:00+02:00,buyer"


@pytest.fixture
def scored(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes records into a copy of the scored folder."""

    def write(kind: str, header: str, *rows: str) -> Path:
        folder = tmp_path / "scored"
        shutil.copytree(SCORED, folder, dirs_exist_ok=True)
        text = "\n".join((header, *rows, ""))
        (folder / "records" / f"{kind}.csv").write_text(text, "utf-8")
        return folder

    return write


def fault(reported: str = SHORT, restored: str = LATE, *, pauses: str = "", site: str = "E") -> str:
    """Return a fault of 24 endpoints."""
    return f"F1,{KNOWN},,{site},{reported},,{restored},{pauses},24"


def told(lineproof: Run, folder: Path, code: str) -> dict[str, Any]:
    """Return the one finding of a code, which says where it is and what to do."""
    (found,) = (f for f in lineproof("check", folder, "--json").json["findings"]
                if f["code"] == code)  # fmt: skip
    assert found["where"].startswith("records/")
    assert found["fix"]
    return dict(found)


def lost(lineproof: Run, folder: Path, item: str) -> str:
    """Return the fewest points that March's item is sure to keep."""
    (card,) = lineproof("scorecard", folder, "--month", "2025-03", "--json").json["scorecards"]
    return next(str(i["low"]) for i in card["items"] if i["item"] == item)


def test_restored_before_it_was_reported(lineproof: Run, scored: Callable[..., Path]) -> None:
    """Its row and both times are named; the time it took is none, so that no points are lost."""
    folder = scored("faults", FAULTS, fault(LATE, SHORT))
    found = told(lineproof, folder, "E-FAULT-TIMES")
    assert (found["where"], "before it was reported" in found["message"]) == (
        "records/faults.csv:2", True,
    )  # fmt: skip
    assert lost(lineproof, folder, "restoration") == "30"


def test_overlapping_pauses_count_once(lineproof: Run, scored: Callable[..., Path]) -> None:
    """9 h less 10–13 and 12–14, 4 h together: 5 against 4, a stretch begun: 2 + 2 of 30 lost."""
    pauses = ("2025-03-05T10:00:00+01:00/2025-03-05T13:00:00+01:00;"
              "2025-03-05T12:00:00+01:00/2025-03-05T14:00:00+01:00")  # fmt: skip
    folder = scored("faults", FAULTS, fault(pauses=pauses))
    assert "overlap" in told(lineproof, folder, "W-PAUSE-OVERLAP")["message"]
    assert lost(lineproof, folder, "restoration") == "26"


def test_a_fault_of_nothing_is_an_incident_of_its_own(
    lineproof: Run, scored: Callable[..., Path]
) -> None:
    """Neither line nor site: told, and still counted: 9 h against 4, 2 + 2 × 3 of 30 lost."""
    folder = scored("faults", FAULTS, fault(site=""))
    assert "neither a line nor a site" in told(lineproof, folder, "W-FAULT-ENDPOINT")["message"]
    assert lost(lineproof, folder, "restoration") == "22"


def test_a_score_above_its_maximum_is_not_taken(
    lineproof: Run, scored: Callable[..., Path]
) -> None:
    """31 points of 30: the item stays between none and all."""
    folder = scored("scores", SCORES, f"S1,{KNOWN},2025-03,satisfaction,31,both")
    found = told(lineproof, folder, "E-SCORE-POINTS")
    assert "31" in found["message"]
    assert lost(lineproof, folder, "satisfaction") == "0"


def test_contradictory_answers_are_told(lineproof: Run, scored: Callable[..., Path]) -> None:
    """One claim, accepted in one row and rejected in another: both rows are named."""
    claim = f"{SHORT},{LATE},,"
    answers = [f"X{n},{KNOWN},works,{claim}{answer},2025-04-02"
               for n, answer in enumerate(("accepted", "rejected"), 1)]  # fmt: skip
    folder = scored("exclusions", CLAIMS, *answers)
    found = lineproof("check", folder, "--json").json["findings"]
    rows = [f["where"] for f in found if f["code"] == "E-EXCLUSION-ANSWERS"]
    assert rows == ["records/exclusions.csv:2", "records/exclusions.csv:3"]


def test_an_exclusion_longer_than_the_outage_takes_no_more_than_it(
    lineproof: Run, tmp_path: Path
) -> None:
    """P-1 is down 3 h 20 min on the 4th; the whole day is excluded: nothing of it counts."""
    folder = write_contract(tmp_path / "harbour", terms=TERM)
    measure(folder, recorded_at=dt.datetime(2025, 4, 2, tzinfo=dt.UTC))
    (folder / "records").mkdir()
    row = f"X1,{KNOWN},works,2025-03-04T00:00:00+01:00,2025-03-05T00:00:00+01:00,1,accepted,"
    (folder / "records" / "exclusions.csv").write_text(f"{CLAIMS}\n{row}\n", "utf-8")
    assert lineproof("check", folder).code in {0, 1}
    shown = lineproof("outages", folder, "--month", "2025-03", "--json")
    (term,) = shown.json["terms"]
    (outage,) = (o for o in term["outages"] if o["unit"] == "P-1")
    assert (outage["length_s"], outage["excluded_s"]) == (12_000, 12_000)
    assert outage["excluded_by"] == ["X1"]


def test_a_hundred_thousand_faults_of_one_line(program: Run, scored: Callable[..., Path]) -> None:
    """One every 20 s for 10 s each, none beyond its limit: no point is lost, and all are dated."""
    start = dt.datetime(2025, 3, 1, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    rows = (
        f"F{n},{KNOWN},1,,{(start + dt.timedelta(seconds=20 * n)).isoformat()},,"
        f"{(start + dt.timedelta(seconds=20 * n + 10)).isoformat()},,"
        for n in range(100_000)
    )
    folder = scored("faults", FAULTS, *rows)
    (card,) = program("scorecard", folder, "--month", "2025-03", "--json").json["scorecards"]
    assert {i["item"]: i["low"] for i in card["items"]}["restoration"] == "30"
