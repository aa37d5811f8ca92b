"""Does `outages` list a measured month, with the batches it rests on?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.measuring import measure, write_contract


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with March measured."""
    made = write_contract(tmp_path / "harbour")
    measure(made, recorded_at=dt.datetime(2025, 4, 3, tzinfo=dt.UTC))
    return made


def test_every_stretch_is_listed(lineproof: Run, folder: Path) -> None:
    """In local time; the exit code is 0, whatever was down."""
    ended = lineproof("outages", folder, "--month", "2025-03")
    assert ended.code == 0
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "P-1 down 2025-03-04 08:10+01:00 2025-03-04 11:30+01:00 3 h 20 min" in lines
    assert "P-2 unknown 2025-03-09 01:00+01:00 2025-03-09 06:30+01:00 5 h 30 min no data" in lines
    assert "Samples it rests on" not in ended.out


def test_one_circuit_has_its_evidence(lineproof: Run, folder: Path) -> None:
    """The one batch, by its whole id; a day before it was recorded nothing is known at all."""
    options = ("--month", "2025-03", "--circuit", "P-1")
    assert "noc" in lineproof("outages", folder, *options).out
    (term,) = lineproof("outages", folder, *options, "--json").json["terms"]
    (outage,) = term["outages"]
    (batch,) = outage["evidence"]
    assert (batch["vantage"], batch["source"]) == ("noc", "csv:ping.csv")
    assert len(batch["batch"]) == 64
    assert lineproof("outages", folder, *options, "--as-known", "2025-04-02").code == 2
    (term,) = lineproof("outages", folder, *options, "--as-known", "2025-04-03", "--json").json[
        "terms"
    ]
    assert term["outages"][0]["evidence"] == [batch]


def test_a_groups_evidence_is_its_members(lineproof: Run, folder: Path) -> None:
    """Both lines of the group must be up: P-1's outage and P-2's gap are the group's."""
    circuits = (folder / "circuits.csv").read_text("utf-8").splitlines()
    rows = [f"{row},{'group' if n == 0 else 'pier'}" for n, row in enumerate(circuits)]
    (folder / "circuits.csv").write_text("\n".join(rows) + "\n", "utf-8")
    with (folder / "contract.toml").open("a", encoding="utf-8") as file:
        file.write('scope = "group"\ngroup_up_min = 2\n')
    options = ("--month", "2025-03", "--circuit", "P-2", "--json")
    (term,) = lineproof("outages", folder, *options).json["terms"]
    assert [(o["unit"], o["state"], o["length_s"]) for o in term["outages"]] == [
        ("pier", "down", 12_000),
        ("pier", "unknown", 19_800),
    ]
    assert [len(o["evidence"]) for o in term["outages"]] == [1, 1]


def test_chinese_is_printed(lineproof: Run, folder: Path) -> None:
    """Titles, states and reasons."""
    ended = lineproof("outages", folder, "--month", "2025-03", "--language", "zh")
    assert "中断记录  harbour-lines  2025-03  Europe/Berlin" in ended.out
    assert "没有数据" in ended.out
