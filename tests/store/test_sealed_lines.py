"""One line of a sealed month, read alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.seal.folder import seal_path, write_folder
from tests.seal.measured import measured_folder

from lineproof.contract.case import view
from lineproof.model.errors import LineproofError
from lineproof.model.period import parse_month
from lineproof.settle.explain import Explainer
from lineproof.store import sealed_lines
from lineproof.store.sealed_lines import month_of_seal, read_line, read_month


@pytest.mark.parametrize("at", ["unit_month", "invoice"])
def test_a_line_alone_is_explained_as_among_all(tmp_path: Path, at: str) -> None:
    """Each line: the same tree, with the same rows of the same files."""
    folder = seal_path(write_folder(tmp_path / "c", AT=at))
    whole = read_month(folder)
    for line in "123":
        alone = read_line(folder, line)
        trees = [Explainer(view(r.case), r.settlement).line(line) for r in (whole, alone)]
        assert trees[0] == trees[1]
        assert trees[0] is not None


def test_only_the_line_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole month isn't asked for."""
    folder = seal_path(write_folder(tmp_path / "c"))
    monkeypatch.setattr(sealed_lines, "read_month", None)
    assert read_line(folder, "3").settlement.lines["line"].unique().to_list() == ["3"]


def test_where_a_line_isnt_what_is_sealed_all_of_it_is_read(tmp_path: Path) -> None:
    """lines.csv was changed: the whole month is settled again."""
    folder = seal_path(write_folder(tmp_path / "c"))
    path = folder / "lines.csv"
    path.write_bytes(path.read_bytes().replace(b",300.00,", b",301.00,"))
    assert read_line(folder, "3").settlement.lines["line"].n_unique() == 3


def test_the_month_is_in_the_seal(tmp_path: Path) -> None:
    """None where there is no seal; damaged, it is refused."""
    folder = seal_path(write_folder(tmp_path / "c"))
    assert month_of_seal(folder) == parse_month("2024-01")
    assert month_of_seal(tmp_path) is None
    (folder / "seal.json").write_text(json.dumps([]), "utf-8")
    with pytest.raises(LineproofError, match="isn't readable"):
        month_of_seal(folder)


def test_a_measured_line_is_explained_from_all_that_is_sealed(tmp_path: Path) -> None:
    """Line 2's outage is read from the sealed states, which aren't kept by line."""
    folder = seal_path(measured_folder(tmp_path / "c"))
    whole, alone = read_month(folder), read_line(folder, "2")
    trees = [Explainer(view(r.case), r.settlement).line("2") for r in (whole, alone)]
    assert trees[0] == trees[1]
    assert alone.settlement.gross.value == 154_800
