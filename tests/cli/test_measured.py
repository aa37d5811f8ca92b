"""Do the commands on measurements say clearly why they cannot go on?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.measuring import TERM, measure, write_contract

RECORDED = dt.datetime(2025, 4, 3, tzinfo=dt.UTC)
COMMANDS = pytest.mark.parametrize("command", ["availability", "outages"])


@COMMANDS
def test_a_contract_without_the_term_is_told_how_to_add_it(
    lineproof: Run, tmp_path: Path, command: str
) -> None:
    """Nothing says when a line is up."""
    folder = write_contract(tmp_path / "f", terms="")
    ended = lineproof(command, folder, "--month", "2025-03", "--json")
    assert (ended.code, ended.codes) == (2, ["E-AVAILABILITY-NONE"])
    assert 'kind = "availability"' in ended.json["findings"][0]["fix"]


@COMMANDS
def test_an_empty_store_is_told_apart_from_a_month_without_samples(
    lineproof: Run, tmp_path: Path, command: str
) -> None:
    """Nothing was ever stored; then March was, and May is asked for, and then what was known."""
    folder = write_contract(tmp_path / "f")
    empty = lineproof(command, folder, "--month", "2025-03", "--json")
    assert (empty.code, empty.codes) == (2, ["E-SAMPLE-NONE"])
    assert "none were ever stored" in empty.json["cannot"]
    measure(folder, recorded_at=RECORDED)
    may = lineproof(command, folder, "--month", "2025-05", "--json")
    assert (may.code, may.codes) == (2, ["E-SAMPLE-NONE"])
    assert "the last before end 2025-04-01 00:00 UTC" in may.json["cannot"]
    options = ("--month", "2025-03", "--as-known", "2025-04-02", "--json")
    early = lineproof(command, folder, *options)
    assert (early.code, early.codes) == (2, ["E-SAMPLE-NONE"])
    assert "nor of any before" in early.json["cannot"]


@COMMANDS
def test_a_month_outside_the_term_is_refused(lineproof: Run, tmp_path: Path, command: str) -> None:
    """It runs from February 2025 on."""
    folder = write_contract(tmp_path / "f")
    ended = lineproof(command, folder, "--month", "2025-01", "--json")
    assert (ended.code, ended.codes) == (2, ["E-MONTH-OUTSIDE"])


@COMMANDS
def test_an_unknown_circuit_has_close_names(lineproof: Run, tmp_path: Path, command: str) -> None:
    """P-11 is none; P-1 is close. A name close to nothing has no suggestion."""
    folder = write_contract(tmp_path / "f")
    measure(folder, recorded_at=RECORDED)
    close = lineproof(command, folder, "--month", "2025-03", "--circuit", "P-11")
    assert close.code == 2
    assert '"P-11" is no circuit, line or group in service in 2025-03' in close.err
    assert "did you mean P-1" in close.err
    far = lineproof(command, folder, "--month", "2025-03", "--circuit", "east")
    assert "did you mean" not in far.err


@COMMANDS
def test_each_term_that_judges_a_circuit_is_shown(
    lineproof: Run, tmp_path: Path, command: str
) -> None:
    """A second term is about line 2 alone: P-1, or its line 1, has one, P-2 two."""
    second = TERM.replace("AVAIL", "STRICT") + 'applies_to = ["line:2"]\n'
    folder = write_contract(tmp_path / "f", terms=TERM + second)
    measure(folder, recorded_at=RECORDED)
    for circuit, expected in (("P-1", ["AVAIL"]), ("1", ["AVAIL"]), ("P-2", ["AVAIL", "STRICT"])):
        options = ("--month", "2025-03", "--circuit", circuit, "--json")
        ended = lineproof(command, folder, *options)
        assert [term["term"] for term in ended.json["terms"]] == expected
