"""Are months, folders and bills found as they are named on the command line?"""

import datetime as dt
from pathlib import Path

import pytest

from lineproof.cli.reconciling import contract_folders, months_of
from lineproof.model.errors import LineproofError

D = dt.date


@pytest.mark.parametrize(
    ("given", "ends", "expected"),
    [
        (["2025-03", "2025-01", "2025-03"], (None, None), [D(2025, 1, 1), D(2025, 3, 1)]),
        ([], ("2024-12", "2025-02"), [D(2024, 12, 1), D(2025, 1, 1), D(2025, 2, 1)]),
        ([], ("2025-02", "2025-02"), [D(2025, 2, 1)]),
    ],
)
def test_months_are_named_or_run_from_one_to_another(
    given: list[str], ends: tuple[str | None, str | None], expected: list[dt.date]
) -> None:
    """Each once, in order."""
    assert months_of(given, *ends) == expected


@pytest.mark.parametrize(
    ("given", "ends"),
    [([], (None, None)), ([], ("2025-01", None)), (["2025-01"], (None, "2025-02")),
     ([], ("2025-02", "2025-01"))],
)  # fmt: skip
def test_months_that_make_no_sense_are_refused(
    given: list[str], ends: tuple[str | None, str | None]
) -> None:
    """None at all, one end only, both ways, backwards."""
    with pytest.raises(LineproofError):
        months_of(given, *ends)


def test_a_folder_is_a_contracts_or_one_of_several(tmp_path: Path) -> None:
    """Those in it come by name; what is no contract is left alone."""
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "contract.toml").touch()
    (tmp_path / "c").mkdir()
    assert contract_folders(tmp_path) == [tmp_path / "a", tmp_path / "b"]
    assert contract_folders(tmp_path / "a") == [tmp_path / "a"]
    assert contract_folders(tmp_path / "none") == [tmp_path / "none"]
