"""Does `availability` show a measured month, draw it, and keep what it worked out?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.measuring import TERM, measure, write_contract

RECORDED = dt.datetime(2025, 4, 3, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with March measured."""
    made = write_contract(tmp_path / "harbour")
    measure(made, recorded_at=RECORDED)
    return made


def test_the_table_says_what_was_measured(lineproof: Run, folder: Path) -> None:
    """March has 743 h in Berlin. P-1: 3 h 20 min down: 99.5514 %; P-2: 5 h 30 min unknown."""
    ended = lineproof("availability", folder, "--month", "2025-03")
    assert ended.code == 0
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert "P-1 99.5514 100 3 h 20 min 0 0 743 h 1 3 h 20 min" in lines
    assert "P-2 99.2597 to 100 99.2 0 5 h 30 min 0 743 h 0 0" in lines


def test_json_has_every_unit_whatever_is_shown(lineproof: Run, folder: Path) -> None:
    """743 h = 2,674,800 s."""
    ended = lineproof("availability", folder, "--month", "2025-03", "--worst", "1", "--json")
    (term,) = ended.json["terms"]
    assert [(unit["unit"], unit["service_s"], unit["down_s"]) for unit in term["units"]] == [
        ("P-1", 2_674_800, 12_000),
        ("P-2", 2_674_800, 0),
    ]


def test_a_circuit_is_named_by_its_line_too(lineproof: Run, folder: Path) -> None:
    """Line 2 is P-2; its day of 5.5 unknown hours has 11 half hours of them."""
    ended = lineproof("availability", folder, "--month", "2025-03", "--circuit", "2")
    assert "Sun  9  " + "·" * 2 + "?" * 11 + "·" * 35 in ended.out
    assert "P-1" not in ended.out


@pytest.mark.parametrize("options", [(), ("--circuit", "P-1")])
def test_pictures_are_written_whole(
    lineproof: Run, folder: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """A map of all, or the hours of one; both forms at once, in Chinese."""
    svg, png = tmp_path / "a.svg", tmp_path / "a.png"
    ended = lineproof(
        "availability", folder, "--month", "2025-03", "--svg", svg, "--png", png,
        "--language", "zh", *options,
    )  # fmt: skip
    assert ended.code == 0
    assert (f"wrote {svg}" in ended.err, f"wrote {png}" in ended.err) == (True, True)
    assert svg.read_bytes().startswith(b"<svg")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_each_term_has_its_picture(lineproof: Run, folder: Path, tmp_path: Path) -> None:
    """Two terms, two files; an id may hold a slash."""
    with (folder / "contract.toml").open("a", encoding="utf-8") as file:
        file.write(TERM.replace("AVAIL", "4/1"))
    lineproof("availability", folder, "--month", "2025-03", "--svg", tmp_path / "m.svg")
    assert sorted(p.name for p in tmp_path.glob("*.svg")) == ["m-4%2F1.svg", "m-AVAIL.svg"]


def test_a_picture_that_cannot_be_written_is_told(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """The place is a folder's inside a file."""
    (tmp_path / "taken").write_text("x")
    options = ("--month", "2025-03", "--svg", tmp_path / "taken" / "a.svg")
    ended = lineproof("availability", folder, *options)
    assert ended.code == 2
    assert "can't be written" in ended.err


def test_what_is_known_now_is_kept_and_what_was_known_is_not(lineproof: Run, folder: Path) -> None:
    """A look back would only displace it; the result is the same from what is kept."""
    kept = folder / "measurements" / "states"
    early = ("--month", "2025-03", "--as-known", "2025-04-05", "--json")
    assert lineproof("availability", folder, *early).code == 0
    assert not kept.exists()
    first = lineproof("availability", folder, "--month", "2025-03", "--json")
    assert list(kept.rglob("*.parquet"))
    assert lineproof("availability", folder, "--month", "2025-03", "--json").out == first.out


def test_a_circuit_out_of_the_window_or_the_month_is_no_crash(
    lineproof: Run, folder: Path, tmp_path: Path
) -> None:
    """P-1 ceased on 10 March: it isn't in the 7 days up to the end of March, but in March.

    P-2 was served in February alone: it is in the 90 days, but not in March.
    """
    lifecycle = folder / "records" / "lifecycle.csv"
    lifecycle.parent.mkdir()
    rows = ["id,recorded_at,by,line,event,date"]
    rows += [f"{n},2025-03-01T00:00Z,x,{n},ceased,{day}"
             for n, day in ((1, "2025-03-10"), (2, "2025-02-20"))]  # fmt: skip
    lifecycle.write_text("\n".join(rows) + "\n", "utf-8")
    contract = folder / "contract.toml"
    agreed = contract.read_text("utf-8")
    for days, codes in ((7, (2, 2)), (90, (0, 0))):
        contract.write_text(f'{agreed}window = "rolling"\nwindow_days = {days}\n', "utf-8")
        for circuit, code in zip(("P-1", "P-2"), codes, strict=True):
            options = ("--month", "2025-03", "--circuit", circuit)
            svg = ("--svg", tmp_path / f"{circuit}.svg")
            assert lineproof("availability", folder, *options, *svg).code == code
            assert lineproof("outages", folder, *options).code == code
