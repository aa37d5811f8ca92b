"""Are contract folders found where they are, and where a folder holds them?"""

from __future__ import annotations

from pathlib import Path

import pytest

from lineproof.cli.contract_folders import contract_folders
from lineproof.model.errors import LineproofError


def test_folders_are_found_once_in_order(tmp_path: Path) -> None:
    """B and a lie in one folder; a is named beside it, and is found once."""
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "contract.toml").touch()
    (tmp_path / "notes").mkdir()
    assert contract_folders([tmp_path]) == (tmp_path / "a", tmp_path / "b")
    assert contract_folders([tmp_path / "b", tmp_path]) == (tmp_path / "b", tmp_path / "a")


def test_a_folder_without_contracts_is_refused(tmp_path: Path) -> None:
    """Neither one nor a folder of some."""
    with pytest.raises(LineproofError, match=r"no contract\.toml"):
        contract_folders([tmp_path])
